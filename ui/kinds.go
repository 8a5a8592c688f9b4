package ui

import (
	"context"

	"tiekartta/i18n"
	"tiekartta/search"
)

// kindLink leads to what the same words find of a kind.
type kindLink struct {
	Kind    string
	URL     string
	Count   int
	Current bool
}

// countKey is the message that counts things of a kind.
func countKey(kind string) string {
	switch kind {
	case search.KindRoadmap:
		return "page.roadmaps.count"
	case search.KindGoal:
		return "page.count.goals"
	case search.KindAction:
		return "page.count.actions"
	}
	return "page.practices.count"
}

// kinds are the ways from a result to the other kinds, each with what it leads
// to: filters that a kind has not fall away on the way there.
func (p *Pages) kinds(ctx context.Context, w wish, lang i18n.Lang, result search.Result) ([]kindLink, error) {
	counts := map[string]int{w.kind(): result.Total}
	count := func(result search.Result) {
		for _, v := range result.Facets["kind"] {
			if _, ok := counts[v.ID]; !ok {
				counts[v.ID] = v.Count
			}
		}
	}
	if count(result); w.kind() == search.KindPractice { // whose own filters the other kinds have not
		others := w.of(search.KindAction).search(lang)
		others.Limit, others.Offset = 1, 0
		more, err := p.Index.Beside(ctx, others)
		if err != nil {
			return nil, err
		}
		count(more)
	}
	var links []kindLink
	for _, kind := range search.Kinds() {
		links = append(links, kindLink{kind, w.of(kind).url(lang), counts[kind], kind == w.kind()})
	}
	return links, nil
}
