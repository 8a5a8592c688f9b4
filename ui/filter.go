package ui

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
)

// pageSize is how many practices a page of results holds.
const pageSize = 20

// filters lists the facets by their name in an address, in the order of the
// page: what most people choose by, then the rest, which the page folds away.
func filters() []filter {
	return []filter{
		{Name: "domain", Scheme: "domain", Open: true, Plans: true},
		{Name: "targetGroup", Scheme: "target_group"},
		{Name: "municipality", Long: true, Plans: true},
		{Name: "region", Long: true, Plans: true},
		{Name: "maturity", Scheme: "maturity", Scale: true},
		{Name: "evidence", Scheme: "evidence_level", Scale: true},
		{Name: "concept", Long: true, Most: 15},
		{Name: "direction", Scheme: "direction", Scale: true, More: true, Note: true},
		{Name: "participation", Scheme: "participation", Scale: true, More: true},
		{Name: "serviceLanguage", Scheme: "language", Long: true, More: true},
		{Name: "costClass", Scheme: "cost_class", Scale: true, More: true, Note: true},
		{Name: "year", Long: true, More: true, Range: true, Note: true},
		{Name: "reach", More: true, Range: true, Note: true},
		{Name: "organisation", Long: true, More: true, Plans: true},
		{Name: "inUseBy", Long: true, More: true, Note: true},
		{Name: "country", Scheme: "country", More: true, Choice: true, Plans: true},
	}
}

// filter is a facet of the page. Scheme is the vocabulary of its values, empty
// for places, organisations and numbers.
type filter struct {
	Name   string
	Scheme string
	Scale  bool // the values have the order of the vocabulary, not of their names
	Open   bool // unfolded from the start
	Long   bool // only some values are shown at once
	Most   int  // how many of a long one are offered at all, 0 is the usual number
	More   bool // among those that are folded away
	Range  bool // has a range beside its values, if it has any
	Note   bool // is explained
	Plans  bool // roadmaps, goals and actions have it, too
	Choice bool // is offered only when there are two values or more
}

// wish is what a reader looks for, as the address says it.
type wish struct {
	Kind     string // "" is practices
	Words    string
	Verbatim bool // the words are meant as they are typed
	Wholly   bool // only what answers all of the words is asked for
	Sort     string
	Page     int // from 1
	Chosen   map[string][]string
	Ranges   map[string]between // by the filter's name
}

// verbatim is the parameter that repeats words which are not to be mended; wholly
// is 1 where only what answers all of the words is asked for, or repeats the words
// in a form that may be sent with others.
const (
	verbatim = "typed"
	wholly   = "whole"
)

// readWish takes from a query what can be searched for. What is not known (an
// old code, a mistyped word) is left out: an address with it still finds.
func (p *Pages) readWish(query url.Values) wish { return readWith(query, p.knows) }

// readKept takes from a query that somebody saved, follows or has asked before all
// that it restricts: a value that is no more matches nothing, so that no search
// for one thing becomes a search for everything.
func readKept(query url.Values) wish {
	return readWith(query, func(f filter, value string) bool { return value != "" && f.Name != "reach" })
}

func readWith(query url.Values, takes func(filter, string) bool) wish {
	w := wish{Words: strings.TrimSpace(query.Get("q")), Page: 1, Chosen: map[string][]string{}, Ranges: map[string]between{}}
	w.Verbatim = w.Words != "" && query.Get(verbatim) == w.Words // other words are mended again
	w.Wholly = w.Words != "" && (query.Get(wholly) == "1" || query.Get(wholly) == w.Words)
	if n, err := strconv.Atoi(query.Get("page")); err == nil && n > 1 && n < 10000 {
		w.Page = n
	}
	if kind := query.Get("kind"); kind != search.KindPractice && slices.Contains(search.Kinds(), kind) {
		w.Kind = kind
	}
	if slices.Contains(w.sorts(), query.Get("sort")) {
		w.Sort = query.Get("sort")
	}
	for _, f := range w.filters() {
		for _, value := range query[f.Name] {
			if takes(f, value) && !slices.Contains(w.Chosen[f.Name], value) {
				w.Chosen[f.Name] = append(w.Chosen[f.Name], value)
			}
		}
		slices.Sort(w.Chosen[f.Name])
		if f.Range {
			w.Ranges[f.Name] = readBetween(f.Name, query)
		}
	}
	return w
}

// kind is what is looked for.
func (w wish) kind() string { return cmp.Or(w.Kind, search.KindPractice) }

// sorts are the orders that the kind has.
func (w wish) sorts() []string {
	if w.Kind != "" {
		return []string{"relevance", "newest", "title"}
	}
	return sorts()
}

func sorts() []string { return []string{"relevance", "newest", "evidence", "title"} }

// filters are those that the kind has.
func (w wish) filters() []filter {
	return slices.DeleteFunc(filters(), func(f filter) bool { return w.Kind != "" && !f.Plans })
}

// of is the same wish for another kind, without what that has not.
func (w wish) of(kind string) wish {
	w.Page = 1
	if w.Kind = kind; kind == search.KindPractice {
		w.Kind = ""
	}
	chosen, ranges := map[string][]string{}, map[string]between{}
	for _, f := range w.filters() {
		chosen[f.Name], ranges[f.Name] = w.Chosen[f.Name], w.Ranges[f.Name]
	}
	w.Chosen, w.Ranges = chosen, ranges
	if !slices.Contains(w.sorts(), w.Sort) {
		w.Sort = ""
	}
	return w
}

func (p *Pages) knows(f filter, value string) bool {
	ok := false
	switch f.Name {
	case "region":
		_, ok = p.Catalogue.Places.Region(value)
	case "municipality":
		_, ok = p.Catalogue.Places.Municipality(value)
	case "organisation", "inUseBy":
		ok = catalogue.IsSlug(value)
	case "concept":
		ok = p.Index.Concept(value) != nil
	case "year":
		ok = isYear(value)
	case "reach": // has no values
	default:
		ok = p.Catalogue.Vocabularies.Has(f.Scheme, value)
	}
	return ok
}

// search is the wish as the index takes it.
func (w wish) search(lang i18n.Lang) search.Query {
	var kinds []string
	if w.Kind != "" {
		kinds = []string{w.Kind}
	}
	return search.Query{
		Kinds: kinds,
		Words: w.Words, Verbatim: w.Verbatim, Wholly: w.Wholly, Lang: lang, Sort: w.Sort, Limit: pageSize, Offset: (w.Page - 1) * pageSize,
		Filters: w.Chosen, Years: w.Ranges["year"].Range, Reach: w.Ranges["reach"].Range,
	}
}

// url is the address of the wish.
func (w wish) url(lang i18n.Lang) string { return w.address("/" + string(lang) + "/practices") }

// feed is the address of the wish's feed.
func (w wish) feed(lang i18n.Lang) string { return w.address("/" + string(lang) + "/practices.atom") }

func (w wish) address(path string) string {
	if query := w.query(); len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// query is the wish as an address holds it.
func (w wish) query() url.Values {
	query := url.Values{}
	if w.Kind != "" {
		query.Set("kind", w.Kind)
	}
	if w.Words != "" {
		query.Set("q", w.Words)
	}
	if w.Verbatim {
		query.Set(verbatim, w.Words)
	}
	if w.Wholly {
		query.Set(wholly, "1")
	}
	if w.Sort != "" {
		query.Set("sort", w.Sort)
	}
	if w.Page > 1 {
		query.Set("page", strconv.Itoa(w.Page))
	}
	for name, values := range w.Chosen {
		if len(values) > 0 {
			query[name] = values
		}
	}
	for name, one := range w.Ranges {
		one.write(name, query)
	}
	return query
}

// holds tells whether a filter is in use, by its values or by its range.
func (w wish) holds(name string) bool { return len(w.Chosen[name]) > 0 || w.Ranges[name].holds() }

// without is the wish without a value of a filter, or without the whole filter
// and its range when the value is empty; it begins again at the first page.
func (w wish) without(name, value string) wish {
	chosen := map[string][]string{}
	for other, values := range w.Chosen {
		switch {
		case other != name:
			chosen[other] = values
		case value != "":
			chosen[other] = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == value })
		}
	}
	if value == "" {
		w = w.anyOf(name)
	}
	w.Chosen, w.Page = chosen, 1
	return w
}

// anyOf is the wish without a filter's range; it begins again at the first page.
func (w wish) anyOf(name string) wish {
	w.Ranges, w.Page = maps.Clone(w.Ranges), 1
	delete(w.Ranges, name)
	return w
}
