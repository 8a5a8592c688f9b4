package ui

import (
	"cmp"
	"context"
	"slices"

	"tiekartta/i18n"
	"tiekartta/search"
)

// empty is what a result without a practice, or with few, offers instead. Each
// way leads to something: the counts are those of its own result.
type empty struct {
	Near     *link    // with what is only near the search, where that was left out
	Drops    []link   // without one of the filters, what finds most first
	First    int      // how many of them find as much as the first
	Bare     *link    // without all filters, where taking one away is not enough
	Loose    *link    // with the words in quotes apart
	Fewer    []link   // without one of the words, phrases or values
	Unknown  []string // words that nothing answers, in quotes,
	Words    string   // and the same in a row
	Subjects []link   // concepts that the search may be about
	Foreign  int      // how many of the practices are not in the page's language
	Domains  []link   // where to go on browsing
	Same     bool     // the domains hold the same words
	Tell     string   // where to say what was looked for
}

// mostFewer bounds how many searches an empty result starts for its words.
const mostFewer = 8

func (p *Pages) ways(ctx context.Context, w wish, lang i18n.Lang) (e empty, err error) {
	if e.Near, err = p.near(ctx, w, lang); err != nil {
		return e, err
	}
	if e.Drops, err = p.drops(ctx, w, lang); err != nil {
		return e, err
	}
	if e.Loose, err = p.loose(ctx, w, lang); err != nil {
		return e, err
	}
	if e.Fewer, err = p.fewer(ctx, w, lang); err != nil {
		return e, err
	}
	e.First = equals(e.Drops)
	words := wish{Kind: w.Kind, Words: w.Words, Verbatim: w.Verbatim, Wholly: w.Wholly}
	query := words.search(lang)
	result, err := p.Index.Beside(ctx, query)
	if err != nil {
		return e, err
	}
	if len(e.Drops) == 0 && len(w.Chosen) > 1 && result.Total > 0 {
		e.Bare = &link{URL: words.url(lang), Count: result.Total}
	}
	if e.Foreign, err = p.foreign(ctx, lang, result); err != nil {
		return e, err
	}
	if result.Total == 0 && w.Words != "" {
		words = wish{Kind: w.Kind}
		result, err = p.count(ctx, words, lang)
	}
	e.Same, e.Domains = words.Words != "", p.domains(lang, words, result)
	return e, err
}

// count searches for the number found and the values of its filters, of what is
// told beside another search.
func (p *Pages) count(ctx context.Context, w wish, lang i18n.Lang) (search.Result, error) {
	query := w.search(lang)
	query.Limit, query.Offset = 1, 0
	return p.Index.Beside(ctx, query)
}

// near is the same search with what is only near it, nil when that was not left
// out or is nothing.
func (p *Pages) near(ctx context.Context, w wish, lang i18n.Lang) (*link, error) {
	if !w.Wholly {
		return nil, nil
	}
	near := w.without("", "")
	near.Wholly = false
	result, err := p.count(ctx, near, lang)
	if err != nil || result.Total == 0 {
		return nil, err
	}
	return &link{URL: near.url(lang), Count: result.Total}, nil
}

// drops are the filters without which something is found.
func (p *Pages) drops(ctx context.Context, w wish, lang i18n.Lang) ([]link, error) {
	n, err := p.names(ctx, lang)
	if err != nil {
		return nil, err
	}
	var links []link
	for _, f := range w.filters() {
		if !w.holds(f.Name) {
			continue
		}
		less := w.without(f.Name, "")
		result, err := p.count(ctx, less, lang)
		if err != nil {
			return nil, err
		}
		if result.Total > 0 {
			links = append(links, link{Name: f.Name, Text: n.together(w, f), URL: less.url(lang), Count: result.Total})
		}
	}
	mostFirst(links)
	return links, nil
}

// loose is the same search with the words in quotes apart, nil when it has none
// or finds nothing so.
func (p *Pages) loose(ctx context.Context, w wish, lang i18n.Lang) (*link, error) {
	words := search.Unquoted(w.Words)
	if words == w.Words {
		return nil, nil
	}
	links, err := p.instead(ctx, w, lang, []string{words})
	if err != nil || len(links) == 0 {
		return nil, err
	}
	return &links[0], nil
}

// fewer are the same filters with a word, a phrase or the value of a field less.
func (p *Pages) fewer(ctx context.Context, w wish, lang i18n.Lang) ([]link, error) {
	shorter := search.Shorter(w.Words)
	if len(shorter) > mostFewer {
		return nil, nil
	}
	links, err := p.instead(ctx, w, lang, shorter)
	mostFirst(links)
	return links[:min(len(links), 3)], err
}

// instead are those of other words that find something with the same filters.
func (p *Pages) instead(ctx context.Context, w wish, lang i18n.Lang, queries []string) (links []link, err error) {
	for _, words := range queries {
		other := w.without("", "")
		other.Words = words
		result, err := p.count(ctx, other, lang)
		if err != nil {
			return nil, err
		}
		if result.Total > 0 {
			links = append(links, link{Text: words, URL: other.url(lang), Count: result.Total})
		}
	}
	return links, nil
}

func mostFirst(links []link) {
	slices.SortStableFunc(links, func(a, b link) int { return cmp.Compare(b.Count, a.Count) })
}

// domains are the ways into the domains of a result, with the words that were
// searched for, in the order of the page's language.
func (p *Pages) domains(lang i18n.Lang, w wish, result search.Result) []link {
	var links []link
	for _, found := range result.Facets["domain"] {
		if found.Count == 0 {
			continue
		}
		one := wish{Kind: w.Kind, Words: w.Words, Wholly: w.Wholly, Chosen: map[string][]string{"domain": {found.ID}}}
		links = append(links, link{
			Name: found.ID, Text: first(p.Catalogue.Vocabularies.Label("domain", found.ID).Best(lang)), URL: one.url(lang), Count: found.Count,
		})
	}
	slices.SortFunc(links, func(a, b link) int { return i18n.Compare(lang, a.Text, b.Text) })
	return links
}
