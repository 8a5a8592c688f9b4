package ui

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// personPage is one member of an organisation as its administrator sees them.
type personPage struct {
	frame
	Looked
	Person  account.Person
	Role    []control
	Address []control
	Faults  []fieldError
	Link    string // for a new password, shown once
	Whole   bool   // the actor looks after all that the person may do
	Self    bool
}

func (p *Pages) person(c echo.Context) error {
	page, err := p.personPage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "person", page)
}

func (p *Pages) personPage(c echo.Context) (personPage, error) {
	lang, actor := pageLanguage(c), actorOf(c)
	page := personPage{frame: p.frame(c, "desk", "")}
	var err error
	if page.Looked, err = p.looked(c, "people"); err != nil {
		return page, err
	}
	list, err := p.Accounts.People(c.Request().Context(), actor, page.Organisation)
	if err != nil {
		return page, err
	}
	for _, one := range list {
		if one.ID == c.Param("user") {
			page.Person = one
		}
	}
	if page.Person.ID == "" {
		return page, store.ErrNotFound
	}
	page.Title, page.Self = page.Person.User.Name, page.Person.ID == actor.User
	page.Whole = actor.Operate() == nil || !page.Person.Elsewhere && !page.Person.User.Operator
	page.Role = []control{
		{Kind: "select", Name: "role", Label: "page.person.role", Value: page.Person.Role, Options: p.roleOptions(lang)},
		{Kind: "check", Name: "approve", Label: "page.role.approve", Hint: "page.role.approve.hint", Checked: page.Person.Approve},
	}
	page.Address = []control{
		{Kind: "email", Name: "email", Label: "page.sign_in.email", Hint: "page.person.email.change", Value: page.Person.Email, Complete: "off"},
	}
	return page, nil
}

// personAct does something to a person, and leads back to the list, or shows
// the person with what is in the way.
func (p *Pages) personAct(c echo.Context, done string, act func(personPage) error) error {
	page, err := p.personPage(c)
	if err != nil {
		return err
	}
	err = act(page)
	var problems i18n.Problems
	if errors.Is(err, store.ErrConflict) {
		problems.Add("email", "email_taken")
		err = problems
	}
	if errors.As(err, &problems) {
		page.Faults = p.marked(page.Lang, problems, page.Address)
		page.Failed = true
		return p.render(c, http.StatusUnprocessableEntity, "person", page)
	}
	if err != nil {
		return err
	}
	return peopleDone(c, page.Organisation, done)
}

func (p *Pages) personPut(c echo.Context) error {
	return p.personAct(c, "saved", func(page personPage) error {
		m := account.Membership{Organisation: page.Organisation, Role: c.FormValue("role"), Approve: c.FormValue("approve") == "yes"}
		return p.Accounts.PutMembership(c.Request().Context(), actorOf(c), page.Person.ID, m)
	})
}

func (p *Pages) personAddress(c echo.Context) error {
	return p.personAct(c, "saved", func(page personPage) error {
		u := page.Person.User
		u.Email = c.FormValue("email")
		return p.Accounts.PutUser(c.Request().Context(), actorOf(c), u)
	})
}

func (p *Pages) personLeave(c echo.Context) error {
	return p.personAct(c, "left", func(page personPage) error {
		return p.Accounts.DeleteMembership(c.Request().Context(), actorOf(c), page.Person.ID, page.Organisation)
	})
}

func (p *Pages) personDisable(c echo.Context) error {
	return p.personAct(c, "disabled", func(page personPage) error {
		return p.Accounts.DisableUser(c.Request().Context(), actorOf(c), page.Person.ID)
	})
}

func (p *Pages) personEnable(c echo.Context) error {
	return p.personAct(c, "saved", func(page personPage) error {
		return p.Accounts.EnableUser(c.Request().Context(), actorOf(c), page.Person.ID)
	})
}

// personPassword shows a link with which the person chooses a new password.
func (p *Pages) personPassword(c echo.Context) error {
	page, err := p.personPage(c)
	if err != nil {
		return err
	}
	link, err := p.Accounts.InvitePassword(c.Request().Context(), actorOf(c), page.Person.ID)
	if err != nil {
		return err
	}
	page.Link = p.linkAddress(c, "/invitation/"+link)
	return p.ok(c, "person", page)
}
