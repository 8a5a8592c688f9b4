package api

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
)

// card is a practice in a list.
type card struct {
	ID             string               `json:"id"`
	Version        int                  `json:"version"`
	Title          i18n.Text            `json:"title"`
	Summary        i18n.Text            `json:"summary"`
	Organisation   string               `json:"organisation"`
	Municipalities []string             `json:"municipalities"`
	Domains        []string             `json:"domains"`
	TargetGroups   []string             `json:"targetGroups"`
	Maturity       string               `json:"maturity"`
	Period         catalogue.OpenPeriod `json:"period"`
	Computed       cardComputed         `json:"computed"`
	UpdatedAt      time.Time            `json:"updatedAt"`
	Score          float64              `json:"score"`
	Highlights     []search.Highlight   `json:"highlights"`
	Concepts       []cardConcept        `json:"concepts"`
}

// cardConcept is a concept that the practice is tagged with.
type cardConcept struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type cardComputed struct {
	Evidence catalogue.Evidence `json:"evidence"`
	Review   cardReview         `json:"review"`
}

type cardReview struct {
	Mark string `json:"mark"`
}

// practicesAnswer is a page of cards with how many there are of what.
type practicesAnswer struct {
	list[card]
	Facets map[string][]facetValue `json:"facets"`
	Query  understood              `json:"query"`
}

type facetValue struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// understood tells what became of the words.
type understood struct {
	Corrected string   `json:"corrected"` // "" when nothing was
	Expanded  []string `json:"expanded"`
	Shortened bool     `json:"shortened"` // words at the end were not looked up
}

func understoodAs(r search.Result) understood {
	return understood{r.Corrected, append([]string{}, r.Expanded...), r.Shortened}
}

// query is the search that the parameters ask for.
func (in *parameters) query() search.Query {
	q := search.Query{
		Words: in.one("q"), Lang: in.lang(), Sort: in.choice("sort", "relevance", "newest", "evidence", "title"),
		Filters: map[string][]string{}, Years: in.span("year", search.FirstYear, search.LastYear), Reach: in.span("reach", 0, search.MostReached),
	}
	for _, name := range search.FacetNames() {
		q.Filters[name] = in.all(name)
	}
	return q
}

// span is a range of whole numbers from nameFrom to nameTo, between least and
// most; either may be absent.
func (in *parameters) span(name string, least, most int) search.Range {
	end := func(name string) *int {
		if len(in.all(name)) == 0 {
			return nil
		}
		n := in.number(name, 0, least, most)
		return &n
	}
	before := len(in.problems)
	span := search.Range{From: end(name + "From"), To: end(name + "To")}
	if len(in.problems) == before && span.From != nil && span.To != nil && *span.From > *span.To {
		in.problems.Add(name+"From", "api.range_turned", "From", *span.From, "To", *span.To)
	}
	return span
}

func (a *API) practices(c echo.Context) error {
	ctx := c.Request().Context()
	in := readParameters(c, append(search.FacetNames(), "yearFrom", "yearTo", "reachFrom", "reachTo", "q", "lang", "sort", "limit", "offset")...)
	q, p := in.query(), in.page(usualItems)
	if err := in.err(); err != nil {
		return err
	}
	q.Limit, q.Offset = max(p.limit, 1), p.offset // a page of none still has its counts
	result, err := a.Index.Search(ctx, q)
	if err != nil {
		return err
	}
	if wordsAlone(in.values) && p.limit <= usualItems && p.offset == 0 { // longer lists are for programs
		a.Unfound.Count(q.Words, q.Lang, result)
	}
	found := practicesAnswer{Query: understoodAs(result)}
	found.Total = result.Total
	if found.Items, err = a.cards(ctx, actorOf(c), q.Lang, result.Hits[:min(p.limit, len(result.Hits))]); err != nil {
		return err
	}
	if found.Facets, err = a.facets(ctx, search.FacetNames(), q.Lang, result.Facets); err != nil {
		return err
	}
	return answer(c, found)
}

// wordsAlone tells whether nothing but words narrows a search: filters may be why
// nothing is found.
func wordsAlone(values url.Values) bool {
	for name, given := range values {
		if !slices.Contains([]string{"q", "lang", "sort", "limit", "offset"}, name) && len(given) > 0 {
			return false
		}
	}
	return true
}

// cards loads the practices of hits in one query. One that has gone since the
// index saw it is left out. Concepts are named in a language.
func (a *API) cards(ctx context.Context, actor account.Actor, lang i18n.Lang, hits []search.Hit) ([]card, error) {
	ids, of := make([]string, len(hits)), make(map[string]search.Hit, len(hits))
	for i, hit := range hits {
		ids[i], of[hit.ID] = hit.ID, hit
	}
	practices, err := a.Catalogue.Practices(ctx, actor, ids)
	cards := make([]card, 0, len(practices))
	for _, p := range practices {
		one := cardOf(p, of[p.ID])
		one.Concepts = a.concepts(lang, p.ID)
		cards = append(cards, one)
	}
	return cards, err
}

// concepts are those that a practice is tagged with, the weightiest first.
func (a *API) concepts(lang i18n.Lang, id string) []cardConcept {
	list := []cardConcept{}
	for _, c := range a.Index.Concepts(id) {
		label, _ := c.Name().Best(lang)
		list = append(list, cardConcept{c.ID, label})
	}
	return list
}

func cardOf(p *catalogue.Practice, hit search.Hit) card {
	some := func(codes []string) []string { return append([]string{}, codes...) }
	return card{
		ID: p.ID, Version: p.Version, Title: p.Title, Summary: p.Summary, Organisation: p.Organisation,
		Municipalities: some(p.Municipalities), Domains: some(p.Domains), TargetGroups: some(p.TargetGroups),
		Maturity: p.Maturity, Period: p.Period, Computed: cardComputed{p.Computed.Evidence, cardReview{p.Computed.Review.Mark}}, UpdatedAt: p.UpdatedAt,
		Score: hit.Score, Highlights: append([]search.Highlight{}, hit.Highlights...),
	}
}

// facets names the values that were counted, in their order.
func (a *API) facets(ctx context.Context, names []string, lang i18n.Lang, counted map[string][]search.FacetCount) (map[string][]facetValue, error) {
	organisations, err := a.organisationNames(ctx)
	if err != nil {
		return nil, err
	}
	facets := make(map[string][]facetValue, len(counted))
	for _, name := range names {
		values := make([]facetValue, 0, len(counted[name]))
		for i, v := range counted[name] {
			if name == "concept" && i >= mostConcepts && v.Count > 0 {
				continue // those filtered for and had by none come last
			}
			label := organisations[v.ID]
			if name != "organisation" && name != "inUseBy" {
				label = a.label(name, v.ID)
			}
			text, _ := label.Best(lang)
			if text == "" {
				text = v.ID
			}
			values = append(values, facetValue{v.ID, text, v.Count})
		}
		facets[name] = values
	}
	return facets, nil
}

// mostConcepts is how many concepts are counted in an answer: there may be
// thousands.
const mostConcepts = 100

func (a *API) organisationNames(ctx context.Context) (map[string]i18n.Text, error) {
	organisations, err := a.Accounts.Organisations(ctx)
	names := make(map[string]i18n.Text, len(organisations))
	for _, o := range organisations {
		names[o.ID] = o.Name
	}
	return names, err
}

// label is the name of a facet's value; of one that is not known, its code.
func (a *API) label(facet, id string) i18n.Text {
	switch facet {
	case "kind":
		return a.Messages.All("page.kind." + id)
	case "municipality":
		m, _ := a.Catalogue.Places.Municipality(id)
		return m.Name
	case "region":
		r, _ := a.Catalogue.Places.Region(id)
		return r.Name
	case "concept":
		if c := a.Index.Concept(id); c != nil {
			return c.Name()
		}
	case "year":
		return i18n.Text{}
	}
	scheme := map[string]string{
		"domain": "domain", "targetGroup": "target_group", "country": "country", "maturity": "maturity",
		"evidence": "evidence_level", "serviceLanguage": "language", "direction": "direction",
		"participation": "participation", "costClass": "cost_class",
	}[facet]
	return a.Catalogue.Vocabularies.Label(scheme, id)
}
