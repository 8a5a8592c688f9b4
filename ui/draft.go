package ui

import (
	"net/http"
	"slices"

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
	Missing int  // named in the address and not published
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
	practices, missing, err := p.load(c, &f)
	if err != nil {
		return err
	}
	asked := f // with what is missing, so that it is still told on the next page
	asked.Choices = slices.Concat(f.Choices, missing)
	if errs := p.check(lang, f); len(errs) > 0 {
		return p.formAgain(c, asked, errs)
	}
	if c.QueryParam("period") == "" || f.Language != lang {
		return c.Redirect(http.StatusSeeOther, asked.url(""))
	}
	r, err := p.assemble(c, f, practices)
	if err != nil {
		return err
	}
	page := draftPage{
		frame: p.frame(c, "basket", f.Title), Change: f.change(lang), Choices: f.Choices, Missing: len(missing),
		Same: sameChoices(p.readBasket(c), f.Choices), Files: f.files(),
	}
	page.Hidden = true
	if page.Plan, err = p.plan(c, r); err != nil {
		return err
	}
	return p.ok(c, "draft", page)
}

// formAgain answers a form that cannot become a draft: with its input and what
// is wrong with it.
func (p *Pages) formAgain(c echo.Context, f planForm, errs []fieldError) error {
	page, err := p.basketOf(c, f)
	if err != nil {
		return err
	}
	page.Errors, page.Failed = errs, true
	return p.render(c, http.StatusUnprocessableEntity, "basket", page)
}

// files are the draft's downloads.
func (f planForm) files() []file {
	var files []file
	for _, format := range exchange.RoadmapFormats() {
		files = append(files, file{format, f.url("/export." + format)})
	}
	return files
}

func (p *Pages) draftFile(c echo.Context) error {
	lang := pageLanguage(c)
	f := readPlanForm(c.QueryParams(), lang)
	asked := f
	practices, _, err := p.load(c, &f)
	if err != nil {
		return err
	}
	if errs := p.check(lang, f); len(errs) > 0 {
		return c.Redirect(http.StatusSeeOther, asked.url(""))
	}
	r, err := p.assemble(c, f, practices)
	if err != nil {
		return err
	}
	// Only the file is named after the title: a roadmap with that id may be
	// somebody else's.
	return p.sendRoadmap(c, r, i18n.Slug(f.Title))
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
