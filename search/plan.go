package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// public is a roadmap as anybody may read it, nil when nobody but its owners
// may or there is none.
func (x *Index) public(ctx context.Context, id string) (*roadmap.Roadmap, error) {
	r, err := x.roadmaps.Roadmap(ctx, account.Actor{}, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil //nolint:nilnil // gone or not public: both mean that nothing of it is found
	}
	if err != nil {
		return nil, fmt.Errorf("reading a roadmap for the search index: %w", err)
	}
	return r, nil
}

// roadmap are the roadmap itself, its goals and its actions as they are found.
func (c *codes) roadmap(ctx context.Context, r *roadmap.Roadmap) ([]*item, error) {
	owner, err := c.owner(ctx, r.Organisation)
	if err != nil {
		return nil, fmt.Errorf("owner of roadmap %q: %w", r.ID, err)
	}
	return c.parts(r, owner), nil
}

// parts are the same, given the owner's name.
func (c *codes) parts(r *roadmap.Roadmap, owner i18n.Text) []*item {
	whole := c.plan(r, origin{kind: KindRoadmap, id: r.ID}, owner)
	whole.title = r.Title
	whole.read("title", r.Title)
	whole.read("foreword", r.Foreword)
	whole.read("situation", r.Situation.Text)
	for _, figure := range r.Situation.Figures {
		whole.read("situation", figure.Label)
	}
	whole.values[facetDomain] = r.Domains()
	list := []*item{whole}
	for _, s := range r.Sections {
		whole.read("sections", s.Title)
		whole.read("sections", s.Intro)
		for _, g := range s.Goals {
			goal := c.goal(r, s, g, owner)
			list = append(list, goal)
			for _, a := range g.Actions {
				list = append(list, c.action(r, goal, a))
			}
		}
	}
	return list
}

// plan is what every part of a roadmap has in common.
func (c *codes) plan(r *roadmap.Roadmap, of origin, owner i18n.Text) *item {
	made := &item{origin: of, original: r.OriginalLanguage, updated: r.UpdatedAt, organisations: organisations{owner: owner}}
	made.reach, made.ran = -1, lifetimeOf(catalogue.OpenPeriod{Start: r.Period.Start, End: r.Period.End})
	regions := c.regions(r.Municipalities)
	for i, lang := range i18n.Langs() {
		made.labels[i] = append([]string{owner.In(lang)}, c.placeNames(r.Municipalities, regions, lang)...)
	}
	made.values[facetKind] = []string{of.kind}
	made.values[facetMunicipality] = r.Municipalities
	made.values[facetRegion] = regions
	made.values[facetCountry] = []string{"FI"}
	if r.Organisation != "" {
		made.values[facetOrganisation] = []string{r.Organisation}
	}
	return made
}

func (c *codes) goal(r *roadmap.Roadmap, s roadmap.Section, g roadmap.Goal, owner i18n.Text) *item {
	made := c.plan(r, origin{kind: KindGoal, id: r.ID, part: g.ID}, owner)
	made.title = g.Title
	made.read("title", g.Title)
	made.read("rationale", g.Rationale)
	made.indicators(g.Indicators)
	made.call(s.Title)
	if s.Domain != "" {
		made.values[facetDomain] = []string{s.Domain}
		made.call(c.catalogue.Vocabularies.Label("domain", s.Domain))
	}
	return made
}

// action is an action as it is found. The goal's name is said of it once; its
// own words count more.
func (c *codes) action(r *roadmap.Roadmap, goal *item, a roadmap.Action) *item {
	made := *goal
	made.origin = origin{kind: KindAction, id: r.ID, part: a.ID}
	made.values[facetKind] = []string{KindAction}
	made.passages = nil
	for i := range made.labels {
		made.labels[i] = slices.Clone(made.labels[i])
	}
	made.call(goal.title)
	if len(a.Items) > 0 {
		made.title = a.Name(c.messages)
	} else {
		made.title = i18n.Text{}
	}
	made.read("title", made.title)
	for _, text := range a.Items {
		made.read("items", text)
	}
	made.read("description", a.Description)
	made.read("responsible", a.ResponsibleText)
	for _, party := range a.Parties {
		if party.Name != "" {
			made.read("responsible", in(r.OriginalLanguage, party.Name))
			made.names = append(made.names, party.Name)
			made.partners = append(made.partners, party.Name)
		}
	}
	made.read("indicators", a.IndicatorText)
	made.indicators(a.Indicators)
	if a.Schedule.Text != "" {
		made.read("schedule", in(r.OriginalLanguage, a.Schedule.Text))
	}
	made.read("status", a.StatusReason)
	for _, step := range a.Steps {
		made.read("steps", step.Title)
	}
	return &made
}

// read adds a text of the item's own.
func (it *item) read(field string, text i18n.Text) {
	if !text.Empty() {
		it.passages = append(it.passages, passage{field, text})
	}
}

// call adds words that are said of the item.
func (it *item) call(text i18n.Text) {
	for i, lang := range i18n.Langs() {
		if s := text.In(lang); s != "" && !slices.Contains(it.labels[i], s) {
			it.labels[i] = append(it.labels[i], s)
		}
	}
}

func (it *item) indicators(list []roadmap.Indicator) {
	for _, use := range list {
		it.read("indicators", use.Label)
	}
}
