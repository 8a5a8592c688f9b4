package ui

import (
	"bytes"
	"html/template"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/document/html"
	"tiekartta/exchange"
	"tiekartta/roadmap"
	"tiekartta/search"
)

// plan is a roadmap as a page shows it, stored or drafted. Its content is the
// document that the downloads hold too, so that they cannot disagree.
type plan struct {
	R       *roadmap.Roadmap
	Name    shown
	Owner   account.Organisation
	Places  []string
	Gaps    []link // domains without an action for which the catalogue has practices
	Content template.HTML
}

// plan prepares a roadmap for its page.
func (p *Pages) plan(c echo.Context, r *roadmap.Roadmap) (plan, error) {
	lang := pageLanguage(c)
	known, err := p.Exporter.KnownOf(c.Request().Context(), account.Actor{}, r)
	if err != nil {
		return plan{}, err
	}
	known.Link = func(id string, version int) string { return practiceURL(lang, id, version) }
	view := plan{R: r, Name: show(lang, r.Title, r.OriginalLanguage), Owner: known.Organisations[r.Organisation]}
	for _, code := range r.Municipalities {
		view.Places = append(view.Places, p.placeName(lang, code))
	}
	var content bytes.Buffer
	if err := html.Content(&content, exchange.RoadmapDocument(r, lang, known), p.Messages); err != nil {
		return plan{}, err
	}
	view.Content = template.HTML(content.String()) // package html escapes all text
	view.Gaps, err = p.gaps(c, r)
	return view, err
}

// gaps lists the domains without any action, each with the number of practices
// that the catalogue has for it, in the order of the page's language.
func (p *Pages) gaps(c echo.Context, r *roadmap.Roadmap) ([]link, error) {
	lang := pageLanguage(c)
	result, err := p.Index.Search(c.Request().Context(), search.Query{Lang: lang, Limit: 1})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.domains(lang, wish{}, result), func(domain link) bool {
		return slices.ContainsFunc(r.Sections, func(s roadmap.Section) bool { return s.Domain == domain.Name })
	}), nil
}
