package ui

import (
	"cmp"
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
// page. Scheme is the vocabulary of their values, empty for places and
// organisations. All lists every value of the vocabulary, found or not, so that
// nothing moves under the reader's hand. Unlisted filters hold when an address
// has them, but are not offered.
func filters() []filter {
	return []filter{
		{Name: "domain", Scheme: "domain", All: true, Open: true, Plans: true},
		{Name: "targetGroup", Scheme: "target_group", All: true},
		{Name: "region", Plans: true},
		{Name: "municipality", Plans: true},
		{Name: "maturity", Scheme: "maturity", All: true},
		{Name: "evidence", Scheme: "evidence_level", All: true},
		{Name: "serviceLanguage", Scheme: "language"},
		{Name: "concept", Most: 15},
		{Name: "country", Scheme: "country", Unlisted: true, Plans: true},
		{Name: "organisation", Unlisted: true, Plans: true},
	}
}

type filter struct {
	Name     string
	Scheme   string
	All      bool
	Most     int  // of the values, the most frequent ones; 0 is all
	Open     bool // unfolded from the start
	Unlisted bool
	Plans    bool // roadmaps, goals and actions have it, too
}

// wish is what a reader looks for, as the address says it.
type wish struct {
	Kind     string // "" is practices
	Words    string
	Verbatim bool // the words are meant as they are typed
	Sort     string
	Page     int // from 1
	Chosen   map[string][]string
}

// verbatim is the parameter that repeats words which are not to be mended.
const verbatim = "typed"

// readWish takes from a query what can be searched for. What is not known (an
// old code, a mistyped word) is left out: an address with it still finds.
func (p *Pages) readWish(query url.Values) wish {
	w := wish{Words: strings.TrimSpace(query.Get("q")), Page: 1, Chosen: map[string][]string{}}
	w.Verbatim = w.Words != "" && query.Get(verbatim) == w.Words // other words are mended again
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
			if p.knows(f, value) && !slices.Contains(w.Chosen[f.Name], value) {
				w.Chosen[f.Name] = append(w.Chosen[f.Name], value)
			}
		}
		slices.Sort(w.Chosen[f.Name])
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
	chosen := map[string][]string{}
	for _, f := range w.filters() {
		chosen[f.Name] = w.Chosen[f.Name]
	}
	w.Chosen = chosen
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
	case "organisation":
		ok = catalogue.IsSlug(value)
	case "concept":
		ok = p.Index.Concept(value) != nil
	default:
		ok = p.Catalogue.Vocabularies.Has(f.Scheme, value)
	}
	return ok
}

// value names a value of a filter in words.
func (p *Pages) value(lang i18n.Lang, f filter, value string) string {
	switch f.Name {
	case "region":
		return p.regionName(lang, value)
	case "municipality":
		return p.placeName(lang, value)
	case "organisation":
		return value
	case "concept":
		return p.conceptName(lang, value).Text
	}
	return first(p.Catalogue.Vocabularies.Label(f.Scheme, value).Best(lang))
}

// search is the wish as the index takes it.
func (w wish) search(lang i18n.Lang) search.Query {
	var kinds []string
	if w.Kind != "" {
		kinds = []string{w.Kind}
	}
	return search.Query{
		Kinds: kinds,
		Words: w.Words, Verbatim: w.Verbatim, Lang: lang, Sort: w.Sort, Limit: pageSize, Offset: (w.Page - 1) * pageSize,
		Filters: w.Chosen,
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
	return query
}

// without is the wish without a value of a filter, or without the whole filter
// when the value is empty; it begins again at the first page.
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
	w.Chosen, w.Page = chosen, 1
	return w
}
