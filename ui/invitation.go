package ui

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// invitationPage is what somebody sees who opens a link that was handed to
// them: of the first administrator, an invitation, or one for a new password.
type invitationPage struct {
	frame
	Kind         string // as in account, or begun, or over
	Open         bool   // whether a password may be sent over this connection
	Organisation string
	Role         string
	Email        string
	Account      bool // the invited person can sign in already
	Mine         bool // and has done so
	Other        bool // somebody else has signed in
	Controls     []control
	Faults       []fieldError
}

func (p *Pages) invitationRoutes(g *echo.Group) {
	for _, path := range []string{"/first/:secret", "/invitation/:secret"} {
		get(g, path, fresh(p.invitation))
		g.POST(path, fresh(p.invitationSent), smallForm)
	}
	g.POST("/invitation/:secret/join", fresh(p.join), smallForm)
}

func (p *Pages) invitation(c echo.Context) error {
	page, _, err := p.invitationPage(c)
	if err != nil {
		return err
	}
	if page.Kind == over {
		return p.render(c, http.StatusNotFound, "invitation", page)
	}
	return p.ok(c, "invitation", page)
}

func (p *Pages) invitationPage(c echo.Context) (invitationPage, account.Invitation, error) {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	inv, err := p.openedLink(c)
	if err != nil {
		return invitationPage{}, inv, err
	}
	titles := map[string]string{account.FirstLink: "page.first.title", account.InviteLink: "page.invitation.title", account.PasswordLink: "page.password.title", begun: "page.first.begun", over: "page.invitation.over"}
	page := invitationPage{
		frame: p.frame(c, "sign-in", p.Messages.T(lang, titles[inv.Kind])), Kind: inv.Kind, Open: p.guarded(c), Role: inv.Role, Email: inv.Email,
	}
	page.Hidden = true
	if inv.Kind == account.InviteLink {
		o, err := p.Accounts.Organisation(ctx, inv.Organisation)
		if err != nil {
			return page, inv, err
		}
		page.Organisation = first(o.Name.Best(lang))
		if page.Account, err = p.Accounts.HasAccount(ctx, inv); err != nil {
			return page, inv, err
		}
		if actor := actorOf(c); page.Account && actor.User != "" {
			u, err := p.Accounts.User(ctx, actor.User)
			if err != nil {
				return page, inv, err
			}
			page.Mine, page.Other = u.Email == inv.Email, u.Email != inv.Email
		}
	}
	page.Controls = p.newcomerControls(c, inv)
	return page, inv, nil
}

// begun is the kind of the first administrator's link once there is somebody, over
// that of a link that was used, withdrawn or never made.
const (
	begun = "begun"
	over  = "over"
)

// openedLink is what the link of an address is for.
func (p *Pages) openedLink(c echo.Context) (account.Invitation, error) {
	first := strings.Contains(c.Path(), "/first/")
	if first {
		if over, err := p.Accounts.Begun(c.Request().Context()); over || err != nil {
			return account.Invitation{Kind: begun}, err
		}
	}
	inv, err := p.Accounts.Invitation(c.Request().Context(), c.Param("secret"))
	if err == nil && (inv.Kind == account.FirstLink) != first {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return account.Invitation{Kind: over}, nil
	}
	return inv, err
}

func (p *Pages) newcomerControls(c echo.Context, inv account.Invitation) []control {
	var list []control
	if inv.Kind != account.PasswordLink {
		list = append(list, control{Kind: "text", Name: "name", Label: "page.person.name", Hint: "page.person.name.hint", Value: inv.Name, Complete: "name"})
	}
	if inv.Kind == account.FirstLink {
		options := []option{{Text: p.Messages.T(pageLanguage(c), "page.plan.municipality.choose")}}
		for _, m := range p.municipalities(pageLanguage(c)) {
			options = append(options, option{Value: m.Code, Text: m.Name})
		}
		list = append(list,
			control{Kind: "email", Name: "email", Label: "page.sign_in.email", Hint: "page.person.email.hint", Complete: "username"},
			control{Kind: "select", Name: "organisation", Label: "page.plan.municipality", Hint: "page.first.organisation.hint", Options: options})
	}
	return append(list, control{Kind: "password", Name: "password", Label: "page.sign_in.password", Hint: "page.password.hint", Complete: "new-password"})
}

func (p *Pages) invitationSent(c echo.Context) error {
	page, inv, err := p.invitationPage(c)
	if err != nil {
		return err
	}
	if page.Kind == over {
		return p.render(c, http.StatusNotFound, "invitation", page)
	}
	if !page.Open {
		return p.render(c, http.StatusForbidden, "invitation", page)
	}
	if page.Kind == begun {
		return p.render(c, http.StatusConflict, "invitation", page)
	}
	n := account.Newcomer{
		Name: c.FormValue("name"), Email: c.FormValue("email"), Password: c.FormValue("password"), Language: page.Lang, Agent: c.Request().UserAgent(),
	}
	if inv.Kind == account.FirstLink {
		o, err := p.Catalogue.EnsureOrganisation(c.Request().Context(), c.FormValue("organisation"))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		n.Organisation = o.ID
	}
	session, err := p.Accounts.Accept(c.Request().Context(), c.Param("secret"), n)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		for i := range page.Controls {
			if page.Controls[i].Kind != "password" {
				page.Controls[i].Value = c.FormValue(page.Controls[i].Name)
			}
		}
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Controls), true
		return p.render(c, http.StatusUnprocessableEntity, "invitation", page)
	}
	if err != nil {
		return err
	}
	if err := p.startSession(c, session); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(page.Lang)+"/desk")
}

// join lets somebody who has signed in take an invitation.
func (p *Pages) join(c echo.Context) error {
	actor := actorOf(c)
	if actor.User == "" {
		return account.ErrUnknown
	}
	if err := p.Accounts.Join(c.Request().Context(), actor, c.Param("secret")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk")
}
