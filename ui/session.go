package ui

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
)

const actorKey = "actor"

// sessionName is the cookie's name; with https it is bound to this host.
func (p *Pages) sessionName() string {
	if p.https() {
		return "__Host-session"
	}
	return "session"
}

// startSession gives a browser the secret of a session. The one that it had before
// ends: nobody would find it again.
func (p *Pages) startSession(c echo.Context, token string) error {
	if before, err := c.Cookie(p.sessionName()); err == nil {
		if err := p.Accounts.DeleteSession(c.Request().Context(), before.Value); err != nil {
			return err
		}
	}
	c.SetCookie(p.sessionCookie(token, int(sessionAge/time.Second)))
	return nil
}

// endSession takes the secret away again.
func (p *Pages) endSession(c echo.Context) { c.SetCookie(p.sessionCookie("", -1)) }

// sessionAge is how long a browser keeps the cookie; whether the session still
// goes on is for the service to say.
const sessionAge = 365 * 24 * time.Hour

func (p *Pages) sessionCookie(token string, age int) *http.Cookie {
	return &http.Cookie{
		Name: p.sessionName(), Value: token, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.https(),
	}
}

// recognising is the middleware that finds out who asks. A session that has
// ended is the same as none.
func (p *Pages) recognising(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		cookie, err := c.Cookie(p.sessionName())
		if err != nil {
			return next(c)
		}
		actor, err := p.Accounts.SessionActor(c.Request().Context(), cookie.Value)
		if err != nil && !errors.Is(err, account.ErrUnknown) {
			return err
		}
		if err == nil {
			c.Set(actorKey, actor)
			c.Response().Header().Set("Cache-Control", "private, no-store")
		}
		return next(c)
	}
}

// actorOf is who asks; the zero Actor for somebody who is not signed in.
func actorOf(c echo.Context) account.Actor {
	actor, _ := c.Get(actorKey).(account.Actor)
	return actor
}

// signedIn is the middleware of the desk: whoever is not signed in is led to
// the sign-in, and from there back to the page that they wanted to see. What
// they sent with a form is not lost on the way: the answer carries it.
func signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "private, no-store")
		if actorOf(c).Known() {
			return next(c)
		}
		return account.ErrUnknown
	}
}

// toSignIn leads to the sign-in page.
func toSignIn(c echo.Context) error {
	address := "/" + string(pageLanguage(c)) + "/sign-in"
	if r := c.Request(); r.Method == http.MethodGet {
		address += "?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, address)
}
