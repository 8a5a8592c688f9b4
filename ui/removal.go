package ui

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
)

// removalPage asks once more before somebody's account is removed by those who
// look after it.
type removalPage struct {
	frame
	Person      account.Person
	Memberships []membershipRow
	Back        string
	Faults      []fieldError
}

// removal begins the page. Whoever wants to remove their own account is led to
// their own page, which signs them out.
func (p *Pages) removal(c echo.Context) (removalPage, error) {
	lang, actor := pageLanguage(c), actorOf(c)
	page := removalPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.removal.title")), Back: "/" + string(lang) + "/desk/people"}
	var err error
	if page.Person, err = p.Accounts.Removable(c.Request().Context(), actor, c.Param("user")); err != nil {
		return page, err
	}
	if page.Memberships, err = p.membershipRows(c, page.Person.Memberships); err != nil {
		return page, err
	}
	if len(page.Person.Memberships) > 0 {
		page.Back += "/" + page.Person.ID + "?organisation=" + page.Person.Memberships[0].Organisation
	}
	return page, nil
}

func (p *Pages) personRemove(c echo.Context) error {
	page, err := p.removal(c)
	if err != nil {
		return err
	}
	if page.Person.ID == actorOf(c).User {
		return c.Redirect(http.StatusSeeOther, "/"+string(page.Lang)+"/desk/account/remove")
	}
	return p.ok(c, "removal", page)
}

func (p *Pages) personRemoved(c echo.Context) error {
	page, err := p.removal(c)
	if err != nil {
		return err
	}
	if page.Person.ID == actorOf(c).User {
		return p.accountRemoved(c)
	}
	err = p.Catalogue.DeleteUser(c.Request().Context(), actorOf(c), page.Person.ID)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page.Faults, page.Failed = p.marked(page.Lang, problems, nil), true
		return p.render(c, http.StatusUnprocessableEntity, "removal", page)
	}
	if err != nil {
		return err
	}
	organisation := ""
	if len(page.Person.Memberships) > 0 {
		organisation = page.Person.Memberships[0].Organisation
	}
	return peopleDone(c, organisation, "removed")
}
