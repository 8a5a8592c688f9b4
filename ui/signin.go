package ui

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
)

// signInPage asks who somebody is.
type signInPage struct {
	frame
	Email string
	Next  string // where to go afterwards
	Wrong string // why it did not work, in words
	Done  string // what has just been done: "out", "password", …
	Open  bool   // signing in is possible on this address
	// Provider is the name of the town's own sign-in, if there is one.
	Provider string
}

// signInRoutes registers what is for people without a session, too.
func (p *Pages) signInRoutes(g *echo.Group) {
	get(g, "/sign-in", fresh(p.signIn))
	g.POST("/sign-in", fresh(p.signInSent), smallForm)
	g.POST("/sign-out", p.signOut, smallForm)
}

func (p *Pages) signInPage(c echo.Context) signInPage {
	page := signInPage{frame: p.frame(c, "sign-in", p.Messages.T(pageLanguage(c), "page.sign_in.title")), Open: p.guarded(c)}
	page.Hidden = true
	if p.OpenID != nil {
		page.Provider = p.OpenID.Name
	}
	return page
}

func (p *Pages) signIn(c echo.Context) error {
	page := p.signInPage(c)
	page.Next = ownPath(c.QueryParam("next"))
	if actorOf(c).User != "" {
		return p.afterSignIn(c, actorOf(c).User, page.Next)
	}
	if done := c.QueryParam("done"); done == "out" || done == "erased" {
		page.Done = done
	}
	return p.ok(c, "sign-in", page)
}

func (p *Pages) signInSent(c echo.Context) error {
	page := p.signInPage(c)
	page.Email, page.Next = strings.TrimSpace(c.FormValue("email")), ownPath(c.FormValue("next"))
	if !page.Open {
		return p.render(c, http.StatusForbidden, "sign-in", page)
	}
	token, err := p.Accounts.SignIn(c.Request().Context(), account.Attempt{
		Email: page.Email, Password: c.FormValue("password"), Address: c.RealIP(), Agent: c.Request().UserAgent(),
	})
	var wait account.WaitError
	switch {
	case errors.As(err, &wait):
		page.Wrong, page.Failed = p.waitText(c, wait), true
		return p.render(c, http.StatusTooManyRequests, "sign-in", page)
	case errors.Is(err, account.ErrUnknown):
		page.Wrong, page.Failed = p.Messages.T(page.Lang, "page.sign_in.wrong"), true
		return p.render(c, http.StatusUnprocessableEntity, "sign-in", page)
	case err != nil:
		return err
	}
	if err := p.startSession(c, token); err != nil {
		return err
	}
	actor, err := p.Accounts.SessionActor(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return p.afterSignIn(c, actor.User, page.Next)
}

// waitText says how long somebody has to wait who has tried too often.
func (p *Pages) waitText(c echo.Context, wait account.WaitError) string {
	seconds := int((wait.For + time.Second - 1) / time.Second)
	c.Response().Header().Set("Retry-After", strconv.Itoa(seconds))
	if seconds < 120 {
		return p.Messages.T(pageLanguage(c), "page.sign_in.wait", "N", seconds)
	}
	return p.Messages.T(pageLanguage(c), "page.sign_in.wait_minutes", "N", (seconds+59)/60)
}

func (p *Pages) signOut(c echo.Context) error {
	if cookie, err := c.Cookie(p.sessionName()); err == nil {
		if err := p.Accounts.DeleteSession(c.Request().Context(), cookie.Value); err != nil {
			return err
		}
	}
	p.endSession(c)
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/sign-in?done=out")
}

// afterSignIn leads somebody who has just signed in to the page that they wanted,
// else to the desk in the language that they have chosen.
func (p *Pages) afterSignIn(c echo.Context, user, next string) error {
	u, err := p.Accounts.User(c.Request().Context(), user)
	if err != nil {
		return err
	}
	if next == "" {
		next = "/" + string(cmp.Or(u.Language, pageLanguage(c))) + "/desk"
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// guarded tells whether nobody on the way can read what is sent: the service
// is reached over https or on this machine itself.
func (p *Pages) guarded(c echo.Context) bool {
	host := c.Request().Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return p.https() || host == "localhost" || err == nil && address.IsLoopback()
}

// ownPath is the address itself when it is a page of ours, and empty for any
// other: nobody is led from here to another site.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || strings.ContainsAny(address, "\\\r\n\t") {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if _, ok := i18n.ParseLang(first); !ok || !strings.HasPrefix(u.EscapedPath(), "/"+first) {
		return ""
	}
	return u.String()
}
