package ui

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
)

// OpenIDPath is where a provider sends people back to. It has no language,
// because providers know an address letter by letter.
const OpenIDPath = "/sign-in/openid"

// openidRoutes registers the sign-in through a provider. top has no language in
// its addresses; d is the desk.
func (p *Pages) openidRoutes(top, g, d *echo.Group) {
	if p.OpenID == nil {
		return
	}
	get(top, OpenIDPath, p.openidReturn, p.recognising)
	get(g, OpenIDPath, p.openidStart)
	d.POST("/account/openid", p.openidConnect, smallForm)
	d.POST("/account/openid/remove", p.openidDisconnect, smallForm)
}

// openidName is the cookie that keeps a journey to the provider; with https it
// is bound to this host.
func (p *Pages) openidName() string {
	if p.https() {
		return "__Host-openid"
	}
	return "openid"
}

// openidCookie is the cookie with that value; an empty one takes it away.
func (p *Pages) openidCookie(sealed string) *http.Cookie {
	cookie := &http.Cookie{
		Name: p.openidName(), Value: sealed, Path: "/", HttpOnly: true, Secure: p.https(),
		SameSite: http.SameSiteLaxMode, MaxAge: int(account.JourneyLife.Seconds()),
	}
	if sealed == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// openidStart leads to the provider. It is a link and no form, because the
// content policy lets no form lead to another host.
func (p *Pages) openidStart(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	lang := pageLanguage(c)
	address, sealed, err := p.OpenID.Begin(c.Request().Context(), account.Journey{Language: lang, Next: ownPath(c.QueryParam("next"))})
	if err != nil {
		return p.openidRefused(c, err)
	}
	c.SetCookie(p.openidCookie(sealed))
	return c.Redirect(http.StatusSeeOther, address)
}

// openidReturn takes in what the provider answers, and signs the person in.
func (p *Pages) openidReturn(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	ctx, sealed := c.Request().Context(), ""
	if cookie, err := c.Cookie(p.openidName()); err == nil {
		sealed = cookie.Value
	}
	c.SetCookie(p.openidCookie(""))
	answer := account.Answer{State: c.QueryParam("state"), Code: c.QueryParam("code"), Issuer: c.QueryParam("iss"), Refusal: c.QueryParam("error")}
	who, journey, err := p.OpenID.Finish(ctx, sealed, answer)
	if journey.Language != "" {
		c.Set(languageKey, journey.Language)
	}
	switch {
	case err != nil:
	case journey.User != "":
		return p.openidConnected(c, who, journey)
	default:
		who.Language = journey.Language
		var user string
		if user, err = p.Accounts.IdentityUser(ctx, who); err == nil {
			return p.openidSignedIn(c, user, journey.Next)
		}
	}
	return p.openidRefused(c, err)
}

func (p *Pages) openidSignedIn(c echo.Context, user, next string) error {
	token, err := p.Accounts.AddProviderSession(c.Request().Context(), user, c.Request().UserAgent(), p.OpenID.Issuer)
	if err != nil {
		return err
	}
	if err := p.startSession(c, token); err != nil {
		return err
	}
	return p.afterSignIn(c, user, next)
}

// openidLeave is a page that leads to the provider by itself. A form may not do
// that, because the content policy keeps forms from other hosts; and a link to
// connect an account could be set by anybody.
type openidLeave struct {
	frame
	Name    string
	Address string
}

// openidConnect begins a journey after which somebody who is signed in can also
// sign in through the provider.
func (p *Pages) openidConnect(c echo.Context) error {
	lang, actor := pageLanguage(c), actorOf(c)
	address, sealed, err := p.OpenID.Begin(c.Request().Context(), account.Journey{Language: lang, User: actor.User})
	if err != nil {
		return p.openidRefused(c, err)
	}
	c.SetCookie(p.openidCookie(sealed))
	page := openidLeave{p.frame(c, "desk", p.Messages.T(lang, "page.openid.leave", "Name", p.OpenID.Name)), p.OpenID.Name, address}
	return p.ok(c, "openid-leave", page)
}

// openidConnected connects the identity, if it is still the same person who is
// signed in here.
func (p *Pages) openidConnected(c echo.Context, who account.Identity, journey account.Journey) error {
	actor := actorOf(c)
	if actor.User != journey.User {
		return p.openidRefused(c, account.ErrJourney)
	}
	if err := p.Accounts.ConnectIdentity(c.Request().Context(), actor, who); err != nil {
		return p.openidRefused(c, err)
	}
	return accountDone(c, "connected")
}

func (p *Pages) openidDisconnect(c echo.Context) error {
	err := p.Accounts.DeleteIdentity(c.Request().Context(), actorOf(c), p.OpenID.Issuer, p.sessionSecret(c))
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page, err := p.accountPage(c)
		if err != nil {
			return err
		}
		page.Faults, page.Failed = []fieldError{{Field: "own-sign-in", Text: p.Messages.Problem(page.Lang, problems[0])}}, true
		return p.render(c, http.StatusUnprocessableEntity, "account", page)
	}
	if err != nil {
		return err
	}
	return accountDone(c, "disconnected")
}

// connection is the part of somebody's account about the provider.
type connection struct {
	Name     string // of the provider
	Identity *account.Identity
}

// connection tells whether the actor can sign in through the provider; nil where
// there is none.
func (p *Pages) connection(c echo.Context) (*connection, error) {
	if p.OpenID == nil {
		return nil, nil
	}
	list, err := p.Accounts.Identities(c.Request().Context(), actorOf(c))
	known := &connection{Name: p.OpenID.Name}
	for i := range list {
		if list[i].Issuer == p.OpenID.Issuer {
			known.Identity = &list[i]
		}
	}
	return known, err
}

// openidPage says why nobody was signed in, and what can be done.
type openidPage struct {
	frame
	Reason string // in words
	Again  bool   // trying again may help
	Ask    bool   // somebody has to be asked
}

func (p *Pages) openidRefused(c echo.Context, err error) error {
	lang := pageLanguage(c)
	page := openidPage{frame: p.frame(c, "sign-in", p.Messages.T(lang, "page.openid.refused"))}
	page.Hidden = true
	var problems i18n.Problems
	status := http.StatusForbidden
	switch {
	case errors.As(err, &problems):
		page.Reason, page.Ask = p.Messages.Problem(lang, problems[0]), true
	case errors.Is(err, account.ErrJourney):
		page.Reason, page.Again = p.Messages.T(lang, "page.openid.journey", "Name", p.OpenID.Name), true
	case errors.Is(err, account.ErrProvider):
		status = http.StatusServiceUnavailable
		page.Reason, page.Again = p.Messages.T(lang, "page.openid.provider", "Name", p.OpenID.Name), true
	default:
		return err
	}
	if problems == nil {
		p.Log.Warn("sign-in through the provider", "request", c.Response().Header().Get(echo.HeaderXRequestID), "error", err)
	}
	return p.render(c, status, "openid", page)
}
