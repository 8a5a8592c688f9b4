package ui

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

// privacyPage finds what is kept about a person who asks.
type privacyPage struct {
	frame
	Words   string
	Subject exchange.Subject
	File    string // address of all of it as one file
}

func (p *Pages) privacyRoutes(d *echo.Group) {
	get(d, "/privacy", p.privacy)
	get(d, "/privacy/export.json", p.privacyFile)
	get(d, "/practices/:id/erase", p.erase)
	d.POST("/practices/:id/erase", p.erased, smallForm)
}

func (p *Pages) privacy(c echo.Context) error {
	page := privacyPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.privacy.desk")), Words: strings.TrimSpace(c.QueryParam("q"))}
	var err error
	if page.Subject, err = p.Exporter.Subject(c.Request().Context(), actorOf(c), page.Words); err != nil {
		return err
	}
	page.File = "/" + string(page.Lang) + "/desk/privacy/export.json?" + c.QueryParams().Encode()
	return p.ok(c, "privacy", page)
}

func (p *Pages) privacyFile(c echo.Context) error {
	subject, err := p.Exporter.Subject(c.Request().Context(), actorOf(c), strings.TrimSpace(c.QueryParam("q")))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="tiekartta-person.json"`)
	return c.JSONPretty(http.StatusOK, subject, "  ")
}

// erasePage asks once more before a contact person is erased.
type erasePage struct {
	frame
	Entry  catalogue.Erasable
	Faults []fault
	Done   bool
}

func (p *Pages) erasePage(c echo.Context) (erasePage, error) {
	page := erasePage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.erase.title"))}
	var err error
	page.Entry, err = p.Catalogue.Erasable(c.Request().Context(), actorOf(c), c.Param("id"))
	page.Done = c.QueryParam("done") == "erased"
	return page, err
}

func (p *Pages) erase(c echo.Context) error {
	page, err := p.erasePage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "erase", page)
}

func (p *Pages) erased(c echo.Context) error {
	err := p.Catalogue.EraseContact(c.Request().Context(), actorOf(c), c.Param("id"))
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page, err := p.erasePage(c)
		if err != nil {
			return err
		}
		page.Faults, page.Failed = p.marked(page.Lang, problems, nil), true
		return p.render(c, http.StatusUnprocessableEntity, "erase", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/practices/"+c.Param("id")+"/erase?done=erased")
}

// mayErase tells whether a page offers the actor to erase a contact person.
func mayErase(actor account.Actor, practice *catalogue.Practice) bool {
	return practice.Contact.Erased == "" && (actor.Operate() == nil || actor.May(account.Publish, practice.Organisation) == nil)
}
