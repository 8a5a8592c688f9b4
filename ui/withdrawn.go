package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// withdrawnPage says that a practice has been withdrawn, and where others are.
type withdrawnPage struct {
	frame
	Date   string // empty where nobody knows any more
	Others []link // the domains that it belonged to
}

// withdrawn answers at the address of a practice that is not in the catalogue any
// more. Of what was written there it says nothing.
func (p *Pages) withdrawn(c echo.Context) error {
	lang := pageLanguage(c)
	gone, err := p.Catalogue.Withdrawn(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page := withdrawnPage{frame: p.frame(c, "practices", p.Messages.T(lang, "page.withdrawn.title"))}
	page.Hidden = true
	if !gone.At.IsZero() {
		page.Date = day(lang, gone.At)
	}
	for _, domain := range gone.Domains {
		one := wish{Chosen: map[string][]string{"domain": {domain}}}
		page.Others = append(page.Others, link{Text: first(p.Catalogue.Vocabularies.Label("domain", domain).Best(lang)), URL: one.url(lang)})
	}
	return p.render(c, http.StatusGone, "withdrawn", page)
}
