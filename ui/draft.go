package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/exchange"
	"tiekartta/i18n"
)

// draftPage is a roadmap assembled from its address. It is stored nowhere.
type draftPage struct {
	frame
	Plan    plan
	Files   []file
	Change  string
	Choices []choice
	Same    bool // the reader's own choices are those of the draft
}

// file is a download.
type file struct{ Format, URL string }

// draft answers the draft's address. The form sends years instead of a period
// and the draft's language as a field; both lead to the address that may be
// kept and sent to others.
func (p *Pages) draft(c echo.Context) error {
	lang := pageLanguage(c)
	f := readPlanForm(c.QueryParams(), lang)
	if errs := p.check(lang, f); len(errs) > 0 {
		page, err := p.basketOf(c, f)
		if err != nil {
			return err
		}
		page.Errors, page.Failed = errs, true
		return p.render(c, http.StatusUnprocessableEntity, "basket", page)
	}
	if c.QueryParam("period") == "" || f.Language != lang {
		return c.Redirect(http.StatusSeeOther, f.url(""))
	}
	r, err := p.assemble(c, f)
	if err != nil {
		return err
	}
	view, err := p.plan(c, r)
	if err != nil {
		return err
	}
	page := draftPage{
		frame: p.frame(c, "basket", f.Title), Plan: view,
		Change: f.change(lang), Choices: f.Choices, Same: sameChoices(readBasket(c), f.Choices),
	}
	page.Hidden = true
	for _, format := range exchange.RoadmapFormats() {
		page.Files = append(page.Files, file{format, f.url("/export." + format)})
	}
	return p.ok(c, "draft", page)
}

func (p *Pages) draftFile(c echo.Context) error {
	lang := pageLanguage(c)
	f := readPlanForm(c.QueryParams(), lang)
	if errs := p.check(lang, f); len(errs) > 0 {
		return c.Redirect(http.StatusSeeOther, f.url(""))
	}
	r, err := p.assemble(c, f)
	if err != nil {
		return err
	}
	r.ID = i18n.Slug(f.Title)
	return p.sendRoadmap(c, r)
}

func sameChoices(a, b []choice) bool {
	if len(a) != len(b) {
		return false
	}
	in := map[choice]bool{}
	for _, ch := range a {
		in[ch] = true
	}
	for _, ch := range b {
		if !in[ch] {
			return false
		}
	}
	return true
}
