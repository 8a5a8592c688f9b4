package ui

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
)

// tokensPage lists an organisation's keys for the API, and makes new ones.
type tokensPage struct {
	frame
	Looked
	Tokens []account.Token
	Add    []control
	Faults []fieldError
	Token  string // shown once
	Done   bool
}

func (p *Pages) tokenRoutes(d *echo.Group) {
	get(d, "/tokens", p.tokens)
	d.POST("/tokens", p.tokenAdd, smallForm)
	d.POST("/tokens/:token/end", p.tokenEnd, smallForm)
}

func (p *Pages) tokens(c echo.Context) error {
	page, err := p.tokensPage(c)
	if err != nil {
		return err
	}
	page.Done = c.QueryParam("done") == "ended"
	return p.ok(c, "tokens", page)
}

func (p *Pages) tokensPage(c echo.Context) (tokensPage, error) {
	lang := pageLanguage(c)
	page := tokensPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.tokens.title"))}
	var err error
	if page.Looked, err = p.looked(c, "tokens"); err != nil {
		return page, err
	}
	page.Tokens, err = p.Accounts.Tokens(c.Request().Context(), actorOf(c), page.Organisation)
	page.Add = []control{
		{Kind: "text", Name: "name", Label: "page.tokens.name", Hint: "page.tokens.name.hint", Complete: "off"},
		{Kind: "select", Name: "role", Label: "page.person.role", Value: "contributor", Options: p.roleOptions(lang)},
		{Kind: "check", Name: "approve", Label: "page.role.approve", Hint: "page.role.approve.hint"},
	}
	return page, err
}

func (p *Pages) tokenAdd(c echo.Context) error {
	page, err := p.tokensPage(c)
	if err != nil {
		return err
	}
	for i := range page.Add {
		page.Add[i].Value, page.Add[i].Checked = c.FormValue(page.Add[i].Name), c.FormValue("approve") == "yes"
	}
	given := account.Actor{Name: strings.TrimSpace(c.FormValue("name")), Organisation: page.Organisation, Role: c.FormValue("role"), Approve: c.FormValue("approve") == "yes"}
	var problems i18n.Problems
	if given.Name == "" {
		problems.Add("name", "required")
	} else {
		page.Token, err = p.Accounts.AddToken(c.Request().Context(), actorOf(c), given)
	}
	if len(problems) > 0 || errors.As(err, &problems) {
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Add), true
		return p.render(c, http.StatusUnprocessableEntity, "tokens", page)
	}
	if err != nil {
		return err
	}
	again, err := p.tokensPage(c)
	again.Token = page.Token
	if err != nil {
		return err
	}
	return p.ok(c, "tokens", again)
}

func (p *Pages) tokenEnd(c echo.Context) error {
	if err := p.Accounts.DeleteToken(c.Request().Context(), actorOf(c), c.Param("token")); err != nil {
		return err
	}
	query := url.Values{"organisation": {c.FormValue("organisation")}, "done": {"ended"}}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/tokens?"+query.Encode())
}
