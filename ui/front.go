package ui

import (
	"github.com/labstack/echo/v4"

	"tiekartta/search"
)

// frontPage tells what the service is and leads into it.
type frontPage struct {
	frame
	Total    int
	Domains  []link
	Newest   []card
	Roadmaps []roadmapCard
	Added    *notice
	Linked   linked
}

func (p *Pages) front(c echo.Context) error {
	lang := pageLanguage(c)
	result, err := p.Index.Search(c.Request().Context(), search.Query{Lang: lang, Sort: "newest", Limit: 3})
	if err != nil {
		return err
	}
	page := frontPage{frame: p.frame(c, "", ""), Total: result.Total, Domains: p.domains(lang, wish{}, result), Linked: p.linkedSite(c)}
	page.Feed = wish{}.feed(lang)
	if page.Newest, err = p.cards(c, result.Hits); err != nil {
		return err
	}
	if page.Roadmaps, err = p.roadmapCards(c); err != nil {
		return err
	}
	page.Roadmaps = page.Roadmaps[:min(len(page.Roadmaps), 2)]
	if page.Added, err = p.addedNotice(c, page.Back); err != nil {
		return err
	}
	return p.ok(c, "front", page)
}
