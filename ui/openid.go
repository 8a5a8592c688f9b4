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
// its addresses, g has.
func (p *Pages) openidRoutes(top, g *echo.Group) {
	if p.OpenID == nil {
		return
	}
	get(top, OpenIDPath, p.openidReturn)
	get(g, OpenIDPath, p.openidStart)
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
	var user string
	if err == nil {
		user, err = p.Accounts.IdentityUser(ctx, who)
	}
	if err != nil {
		return p.openidRefused(c, err)
	}
	token, err := p.Accounts.AddSession(ctx, user, c.Request().UserAgent())
	if err != nil {
		return err
	}
	p.startSession(c, token)
	return c.Redirect(http.StatusSeeOther, p.after(c, journey.Next))
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
