package ui

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// privacyPage finds what is kept about a person who asks. The words are sent as
// a form: an address stays in the history of browsers and the logs of proxies,
// and a person who asks to be forgotten should not stay there.
type privacyPage struct {
	frame
	Words  string
	Groups []mentionGroup
	Found  bool
}

func (p *Pages) privacyRoutes(d *echo.Group) {
	get(d, "/privacy", p.privacy)
	d.POST("/privacy", p.privacyFound, smallForm)
	d.POST("/privacy/export.json", p.privacyFile, smallForm)
	get(d, "/practices/:id/erase", p.erase)
	d.POST("/practices/:id/erase", p.erased, smallForm)
}

func (p *Pages) privacyPage(c echo.Context) privacyPage {
	return privacyPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.privacy.desk"))}
}

func (p *Pages) privacy(c echo.Context) error {
	if err := actorOf(c).Operate(); err != nil {
		return err
	}
	return p.ok(c, "privacy", p.privacyPage(c))
}

func (p *Pages) privacyFound(c echo.Context) error {
	page := p.privacyPage(c)
	page.Words = strings.TrimSpace(c.FormValue("q"))
	list, err := p.Catalogue.Mentions(c.Request().Context(), actorOf(c), page.Words)
	if err != nil {
		return err
	}
	if page.Groups, err = p.mentionGroups(c, list); err != nil {
		return err
	}
	page.Found = len(list) > 0
	return p.ok(c, "privacy", page)
}

func (p *Pages) privacyFile(c echo.Context) error {
	subject, err := p.Exporter.Subject(c.Request().Context(), actorOf(c), strings.TrimSpace(c.FormValue("q")))
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
	page.Left = p.leftRows(page, page.Entry.Left)
	page.Done = c.QueryParam("done") == "erased"
	return page, err
}

// leftRows puts into words where a person is mentioned who is no contact there.
func (p *Pages) leftRows(page erasePage, places []catalogue.Place) []placeRow {
	return placing{p, page.Lang, page.Entry.ID, page.Entry.Writes}.rows(places)
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
	page.Done, page.Left = true, p.leftRows(page, left)
	return p.ok(c, "erase", page)
}
