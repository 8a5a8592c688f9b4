package api

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// searchAnswer is a page of what was found, of several kinds.
type searchAnswer struct {
	list[any]
	Facets map[string][]facetValue `json:"facets"`
	Query  understood              `json:"query"`
}

// foundPractice is a practice that was found.
type foundPractice struct {
	Kind string `json:"kind"`
	card
	Address string `json:"address"`
}

// foundPlan is a roadmap, or a goal or action of one, that was found.
type foundPlan struct {
	Kind           string             `json:"kind"`
	ID             string             `json:"id"`
	Title          i18n.Text          `json:"title"`
	Roadmap        *named             `json:"roadmap,omitempty"`
	Section        *named             `json:"section,omitempty"`
	Goal           *named             `json:"goal,omitempty"`
	Organisation   string             `json:"organisation"`
	Municipalities []string           `json:"municipalities"`
	Domains        []string           `json:"domains"`
	Period         catalogue.Period   `json:"period"`
	State          string             `json:"state"`
	UpdatedAt      time.Time          `json:"updatedAt"`
	Score          float64            `json:"score"`
	Highlights     []search.Highlight `json:"highlights"`
	Address        string             `json:"address"`
}

type named struct {
	ID    string    `json:"id"`
	Title i18n.Text `json:"title"`
}

// sharedFacets are those that every kind has.
func sharedFacets() []string {
	return []string{"kind", "domain", "municipality", "region", "country", "organisation"}
}

func (a *API) search(c echo.Context) error {
	ctx := c.Request().Context()
	in := readParameters(c, append(sharedFacets(), "q", "lang", "sort", "limit", "offset")...)
	kinds, p := in.choices("kind", search.Kinds()...), in.page(usualItems)
	q := in.query()
	if q.Sort == "evidence" { // which only practices have
		in.choice("sort", "relevance", "newest", "title")
	}
	if err := in.err(); err != nil {
		return err
	}
	if q.Kinds = kinds; len(kinds) == 0 {
		q.Kinds = search.Kinds()
	}
	q.Limit, q.Offset = max(p.limit, 1), p.offset
	result, err := a.Index.Search(ctx, q)
	if err != nil {
		return err
	}
	found := searchAnswer{Query: understoodAs(result)}
	found.Total = result.Total
	if found.Items, err = a.found(ctx, q.Lang, result.Hits[:min(p.limit, len(result.Hits))]); err != nil {
		return err
	}
	if found.Facets, err = a.facets(ctx, sharedFacets(), q.Lang, result.Facets); err != nil {
		return err
	}
	return answer(c, found)
}

// found loads what was hit, in its order. What has gone, or is no more for
// anybody, since the index saw it is left out.
func (a *API) found(ctx context.Context, lang i18n.Lang, hits []search.Hit) ([]any, error) {
	var practices []search.Hit
	for _, hit := range hits {
		if hit.Kind == search.KindPractice {
			practices = append(practices, hit)
		}
	}
	cards, err := a.cards(ctx, account.Actor{}, lang, practices)
	if err != nil {
		return nil, err
	}
	byID, roadmaps := map[string]card{}, map[string]*roadmap.Roadmap{}
	for _, one := range cards {
		byID[one.ID] = one
	}
	list := []any{}
	for _, hit := range hits {
		if hit.Kind == search.KindPractice {
			if one, ok := byID[hit.ID]; ok {
				list = append(list, foundPractice{hit.Kind, one, "/" + string(lang) + "/practices/" + one.ID})
			}
			continue
		}
		if _, ok := roadmaps[hit.ID]; !ok {
			r, err := a.Roadmaps.Roadmap(ctx, account.Actor{}, hit.ID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			roadmaps[hit.ID] = r
		}
		if r := roadmaps[hit.ID]; r != nil {
			if one, ok := a.plan(r, hit, lang); ok {
				list = append(list, one)
			}
		}
	}
	return list, nil
}

// plan is a hit as a card; ok is false when the roadmap has not that part.
func (a *API) plan(r *roadmap.Roadmap, hit search.Hit, lang i18n.Lang) (one foundPlan, ok bool) {
	one = foundPlan{
		Kind: hit.Kind, ID: r.ID, Title: r.Title, Organisation: r.Organisation, Municipalities: append([]string{}, r.Municipalities...),
		Domains: []string{}, Period: r.Period, State: r.State, UpdatedAt: r.UpdatedAt, Score: hit.Score,
		Highlights: append([]search.Highlight{}, hit.Highlights...), Address: "/" + string(lang) + "/roadmaps/" + r.ID,
	}
	part, ok := roadmap.Part{}, true
	switch hit.Kind {
	case search.KindRoadmap:
		one.Domains = append(one.Domains, r.Domains()...)
		return one, true
	case search.KindGoal:
		if part, ok = r.Goal(hit.Part); ok {
			one.Title = part.Goal.Title
		}
	default:
		if part, ok = r.Action(hit.Part); ok {
			one.Title, one.Goal = part.Action.Name(a.Messages), &named{part.Goal.ID, part.Goal.Title}
		}
	}
	if !ok {
		return one, false
	}
	one.ID, one.Roadmap, one.Section = hit.Part, &named{r.ID, r.Title}, &named{part.Section.ID, part.Section.Title}
	if part.Section.Domain != "" {
		one.Domains = []string{part.Section.Domain}
	}
	one.Address += "#" + roadmap.Anchor(hit.Kind, hit.Part)
	return one, true
}
