package ui

import (
	"cmp"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// roadmapsPage lists the roadmaps that anybody may read, those that are no
// municipality's plan apart.
type roadmapsPage struct {
	frame
	Roadmaps []roadmapCard
	Examples []roadmapCard
}

// roadmapCard is a roadmap in a list.
type roadmapCard struct {
	roadmap.Card
	Name   shown
	URL    string
	Places []string
}

// roadmapCards lists the roadmaps, those of the latest period first.
func (p *Pages) roadmapCards(c echo.Context) ([]roadmapCard, error) {
	lang := pageLanguage(c)
	cards, err := p.Roadmaps.Cards(c.Request().Context(), account.Actor{})
	if err != nil {
		return nil, err
	}
	var list []roadmapCard
	for _, card := range cards {
		one := roadmapCard{Card: card, Name: show(lang, card.Title, card.OriginalLanguage), URL: "/" + string(lang) + "/roadmaps/" + card.ID}
		for _, code := range card.Municipalities {
			one.Places = append(one.Places, p.placeName(lang, code))
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b roadmapCard) int {
		return cmp.Or(cmp.Compare(b.Period.Start, a.Period.Start), i18n.Compare(lang, a.Name.Text, b.Name.Text))
	})
	return list, nil
}

func (p *Pages) roadmaps(c echo.Context) error {
	list, err := p.roadmapCards(c)
	if err != nil {
		return err
	}
	page := roadmapsPage{frame: p.frame(c, "roadmaps", p.Messages.T(pageLanguage(c), "page.roadmaps.title"))}
	for _, card := range list {
		if len(card.Municipalities) == 0 {
			page.Examples = append(page.Examples, card)
			continue
		}
		page.Roadmaps = append(page.Roadmaps, card)
	}
	return p.ok(c, "roadmaps", page)
}

// roadmapPage is one stored roadmap.
type roadmapPage struct {
	frame
	Plan  plan
	Files []file
}

func (p *Pages) roadmap(c echo.Context) error {
	r, err := p.Roadmaps.Roadmap(c.Request().Context(), account.Actor{}, c.Param("id"))
	if err != nil {
		return err
	}
	view, err := p.plan(c, r)
	if err != nil {
		return err
	}
	page := roadmapPage{frame: p.frame(c, "roadmaps", view.Name.Text), Plan: view}
	for _, format := range exchange.RoadmapFormats() {
		page.Files = append(page.Files, file{format, c.Request().URL.EscapedPath() + "/export." + format})
	}
	return p.ok(c, "roadmap", page)
}
