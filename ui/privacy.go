package ui

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// privacyPage finds what is kept about a person who asks.
type privacyPage struct {
	frame
	Words  string
	Groups []mentionGroup
	Found  bool
	File   string // address of all of it as one file
}

func (p *Pages) privacyRoutes(d *echo.Group) {
	get(d, "/privacy", p.privacy)
	get(d, "/privacy/export.json", p.privacyFile)
	get(d, "/practices/:id/erase", p.erase)
	d.POST("/practices/:id/erase", p.erased, smallForm)
}

func (p *Pages) privacy(c echo.Context) error {
	page := privacyPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.privacy.desk")), Words: strings.TrimSpace(c.QueryParam("q"))}
	list, err := p.Catalogue.Mentions(c.Request().Context(), actorOf(c), page.Words)
	if err != nil {
		return err
	}
	if page.Groups, err = p.mentionGroups(c, list); err != nil {
		return err
	}
	page.Found = len(list) > 0
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

// erasePage asks once more before a contact person is erased, and shows where
// else the person is mentioned.
type erasePage struct {
	frame
	Entry  catalogue.Erasable
	Left   []placeRow
	Faults []fieldError
	Done   bool
}

func (p *Pages) erasePage(c echo.Context) (erasePage, error) {
	page := erasePage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.erase.title"))}
	var err error
	page.Entry, err = p.Catalogue.Erasable(c.Request().Context(), actorOf(c), c.Param("id"))
	page.Left = p.leftRows(c, page.Entry.Left)
	page.Done = c.QueryParam("done") == "erased"
	return page, err
}

// leftRows puts into words where a person is mentioned who is no contact there.
func (p *Pages) leftRows(c echo.Context, places []catalogue.Place) []placeRow {
	id := c.Param("id")
	writes := p.Catalogue.May(c.Request().Context(), actorOf(c), id, account.Write) == nil
	return placing{p, pageLanguage(c), id, writes}.rows(places)
}

func (p *Pages) erase(c echo.Context) error {
	page, err := p.erasePage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "erase", page)
}

// erased erases. Where the person is still mentioned in texts that is told now,
// since afterwards nobody knows any more who that was.
func (p *Pages) erased(c echo.Context) error {
	erase := p.Catalogue.EraseContact
	if c.FormValue("texts") == "yes" {
		erase = p.Catalogue.ErasePerson
	}
	left, err := erase(c.Request().Context(), actorOf(c), c.Param("id"))
	var problems i18n.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if len(problems) == 0 && len(left) == 0 {
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/erase?done=erased")
	}
	page, err := p.erasePage(c)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		page.Faults, page.Failed = p.marked(page.Lang, problems, nil), true
		return p.render(c, http.StatusUnprocessableEntity, "erase", page)
	}
	page.Done, page.Left = true, p.leftRows(c, left)
	return p.ok(c, "erase", page)
}
