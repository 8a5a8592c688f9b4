package ui

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"tiekartta/i18n"
	"tiekartta/search"
)

// facet is a filter as the page offers it.
type facet struct {
	Name     string
	Open     bool
	Chosen   int
	Values   []facetValue
	Rest     []facetValue // of a long one, folded away
	RestOpen bool
	Cut      bool // even the rest has not all
	Range    bool
	Note     bool
	From, To rangeField
}

type facetValue struct {
	Filter, ID, Label string
	Count             int
	Checked           bool
}

// rangeField is one end of a range.
type rangeField struct{ Field, Typed, Error string }

// How many values of a long facet are shown at once, and how many at all. No
// list of places is longer.
const (
	mostShown   = 8
	mostOffered = 330
)

// names names the values of filters.
type names struct {
	pages         *Pages
	lang          i18n.Lang
	organisations map[string]i18n.Text
}

func (p *Pages) names(ctx context.Context, lang i18n.Lang) (names, error) {
	list, err := p.Accounts.Organisations(ctx)
	n := names{p, lang, make(map[string]i18n.Text, len(list))}
	for _, o := range list {
		n.organisations[o.ID] = o.Name
	}
	return n, err
}

// of is what a value of a filter is called.
func (n names) of(f filter, value string) string {
	switch f.Name {
	case "region":
		return n.pages.regionName(n.lang, value)
	case "municipality":
		return n.pages.placeName(n.lang, value)
	case "organisation", "inUseBy":
		return cmp.Or(first(n.organisations[value].Best(n.lang)), value)
	case "concept":
		return n.pages.conceptName(n.lang, value).Text
	case "year":
		return value
	}
	return first(n.pages.Catalogue.Vocabularies.Label(f.Scheme, value).Best(n.lang))
}

// offered are the facets of a page with their counts. What there is in all
// decides which of many values are shown at once and whether a facet is offered,
// so that nothing moves under the reader's hand.
func (n names) offered(w wish, result, all search.Result) (facets, more []facet) {
	for _, f := range w.filters() {
		one := n.facet(f, w, result.Facets[f.Name], all.Facets[f.Name])
		if one.Range && one.Chosen == 0 && !w.Ranges[f.Name].bad() && len(all.Facets[f.Name]) == 0 && (f.Name != "reach" || !n.pages.Index.Reached()) {
			continue // nothing would be within any range
		}
		switch {
		case len(one.Values) == 0 && !f.Range, f.Choice && len(all.Facets[f.Name]) < 2 && one.Chosen == 0:
		case f.More:
			more = append(more, one)
		default:
			facets = append(facets, one)
		}
	}
	return facets, more
}

func (n names) facet(f filter, w wish, counts, all []search.FacetCount) facet {
	chosen, typed := w.Chosen[f.Name], w.Ranges[f.Name]
	one := facet{Name: f.Name, Chosen: len(chosen), Range: f.Range, Note: f.Note}
	if typed.holds() {
		one.Chosen++
	}
	one.Open = f.Open || one.Chosen > 0 || typed.bad()
	one.From, one.To = n.field(typed.From, f.Name+"From"), n.field(typed.To, f.Name+"To")
	shown, most := n.shown(f, all), cmp.Or(f.Most, mostOffered)
	for _, v := range counts {
		ticked := slices.Contains(chosen, v.ID)
		value := facetValue{f.Name, v.ID, n.of(f, v.ID), v.Count, ticked}
		switch {
		case shown == nil || shown[v.ID]:
			one.Values = append(one.Values, value)
		case ticked || len(one.Values)+len(one.Rest) < most:
			one.Rest = append(one.Rest, value)
			one.RestOpen = one.RestOpen || ticked
		default:
			one.Cut = true
		}
	}
	n.sort(f, one.Values)
	n.sort(f, one.Rest)
	if len(one.Values) == 0 {
		one.Values, one.Rest, one.RestOpen = one.Rest, nil, false
	}
	return one
}

// shown are the values of a long facet that are shown at once: the most frequent
// ones, of years the latest. It is nil where all are.
func (n names) shown(f filter, all []search.FacetCount) map[string]bool {
	if !f.Long || len(all) <= mostShown+2 {
		return nil
	}
	if f.Name == "year" {
		all = slices.SortedFunc(slices.Values(all), func(a, b search.FacetCount) int { return cmp.Compare(b.ID, a.ID) })
	}
	shown := map[string]bool{}
	for _, v := range all[:mostShown] {
		shown[v.ID] = true
	}
	return shown
}

// sort puts values in the order in which they are read: names by the alphabet of
// the language, scales as they rise, years backwards.
func (n names) sort(f filter, values []facetValue) {
	slices.SortFunc(values, func(a, b facetValue) int {
		switch {
		case f.Scale:
			v := n.pages.Catalogue.Vocabularies
			return cmp.Compare(v.Place(f.Scheme, a.ID), v.Place(f.Scheme, b.ID))
		case f.Name == "year":
			return cmp.Compare(b.ID, a.ID)
		}
		return cmp.Or(i18n.Compare(n.lang, a.Label, b.Label), cmp.Compare(a.ID, b.ID))
	})
}

func (n names) field(e ending, name string) rangeField {
	one := rangeField{Field: name, Typed: e.Typed}
	if e.Problem != nil {
		one.Error = n.pages.Messages.Problem(n.lang, *e.Problem)
	}
	return one
}

// chosen is what a value that somebody has chosen is called, also when there is no
// such value any more.
func (n names) chosen(f filter, value string) string {
	if n.pages.knows(f, value) {
		return n.of(f, value)
	}
	return n.pages.Messages.T(n.lang, "page.find.gone", "Facet", n.pages.Messages.T(n.lang, "page.facet."+f.Name))
}

// gone are the filters of an address that a search does without, because there is
// no such value.
func (n names) gone(w wish, asked url.Values) (list []string) {
	kept := readKept(asked)
	for _, f := range w.filters() {
		i := slices.IndexFunc(kept.Chosen[f.Name], func(value string) bool { return !slices.Contains(w.Chosen[f.Name], value) })
		if i >= 0 {
			list = append(list, n.chosen(f, kept.Chosen[f.Name][i]))
		}
	}
	return list
}

// chips are the filters in use, each with the way to do without it.
func (n names) chips(w wish) []link {
	var chips []link
	if w.Wholly {
		near := w
		near.Wholly, near.Page = false, 1
		chips = append(chips, link{Name: wholly, Text: n.pages.Messages.T(n.lang, "page.find.whole.only"), URL: near.url(n.lang)})
	}
	for _, f := range w.filters() {
		for _, id := range w.Chosen[f.Name] {
			chips = append(chips, link{Name: f.Name, Text: n.chosen(f, id), URL: w.without(f.Name, id).url(n.lang)})
		}
		if one := w.Ranges[f.Name]; one.holds() {
			chips = append(chips, link{Name: f.Name, Text: n.pages.words(n.lang, f.Name, one), URL: w.anyOf(f.Name).url(n.lang)})
		}
	}
	return chips
}

// together are all values and the range of a filter in one text.
func (n names) together(w wish, f filter) string {
	var list []string
	for _, value := range w.Chosen[f.Name] {
		list = append(list, n.chosen(f, value))
	}
	if one := w.Ranges[f.Name]; one.holds() {
		list = append(list, n.pages.words(n.lang, f.Name, one))
	}
	return strings.Join(list, " · ")
}
