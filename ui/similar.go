package ui

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// mostSimilar is how many practices are shown beside one.
const mostSimilar = 3

// alike is a practice like another one, with what the two share.
type alike struct {
	card
	Shared []sharing
}

// sharing is what two practices share of a facet.
type sharing struct {
	Facet  string
	Values []shown
}

// similar lists the practices most like one, as far as the index knows it
// already.
func (p *Pages) similar(c echo.Context, practice *catalogue.Practice) ([]alike, error) {
	hits, err := p.Index.Similar(c.Request().Context(), practice.ID, mostSimilar)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	cards, err := p.cards(c, hits)
	var list []alike
	for _, one := range cards {
		list = append(list, alike{one, p.shared(pageLanguage(c), practice, one.Practice)})
	}
	return list, err
}

// shared is what two practices have in common, in the words of the page.
func (p *Pages) shared(lang i18n.Lang, a, b *catalogue.Practice) (list []sharing) {
	add := func(facet string, of func(*catalogue.Practice) []string, name func(string) shown) {
		one := sharing{Facet: facet}
		for _, id := range of(a) {
			if slices.Contains(of(b), id) {
				one.Values = append(one.Values, name(id))
			}
		}
		if len(one.Values) > 0 {
			list = append(list, one)
		}
	}
	label := func(scheme string) func(string) shown {
		return func(id string) shown {
			return shown{Text: first(p.Catalogue.Vocabularies.Label(scheme, id).Best(lang))}
		}
	}
	concepts := func(practice *catalogue.Practice) (ids []string) {
		for _, concept := range p.Index.Concepts(practice.ID) {
			ids = append(ids, concept.ID)
		}
		return ids
	}
	add("concept", concepts, func(id string) shown { return p.conceptName(lang, id) })
	add("domain", func(p *catalogue.Practice) []string { return p.Domains }, label("domain"))
	add("targetGroup", func(p *catalogue.Practice) []string { return p.TargetGroups }, label("target_group"))
	add("municipality", func(p *catalogue.Practice) []string { return p.Municipalities }, func(code string) shown { return shown{Text: p.placeName(lang, code)} })
	return list
}
