package ui

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// planCard is a roadmap, a goal or an action in a list.
type planCard struct {
	Kind        string
	URL         string
	Title       marked
	Of          shown // the roadmap that it is part of
	Goal        shown // of an action
	Owner       shown
	Places      []string
	Period      string // "" where the roadmap's name says it
	R           *roadmap.Roadmap
	Domain      string
	Goals       int // of a roadmap
	Actions     int // of a roadmap or goal
	Schedule    shown
	Responsible shown
	Quote       *marked
	Why         []matched
}

// planCards loads what was found of roadmaps, in its order. What is no more for
// anybody, or gone, is left out.
func (p *Pages) planCards(c echo.Context, hits []search.Hit) ([]planCard, error) {
	ctx := c.Request().Context()
	roadmaps := map[string]*roadmap.Roadmap{}
	var list []planCard
	for _, hit := range hits {
		r, ok := roadmaps[hit.ID]
		if !ok {
			var err error
			if r, err = p.Roadmaps.Roadmap(ctx, account.Actor{}, hit.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			roadmaps[hit.ID] = r
		}
		if r == nil {
			continue
		}
		one, ok, err := p.planCard(ctx, pageLanguage(c), r, hit)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, one)
		}
	}
	return list, nil
}

// planCard is a hit as a card; ok is false when the roadmap has not that part.
func (p *Pages) planCard(ctx context.Context, lang i18n.Lang, r *roadmap.Roadmap, hit search.Hit) (one planCard, ok bool, err error) {
	one = planCard{Kind: hit.Kind, R: r, URL: "/" + string(lang) + "/roadmaps/" + r.ID, Why: matchesOf(hit.Matches, lang)}
	name := show(lang, r.Title, r.OriginalLanguage)
	if one.Period = i18n.Period(lang, r.Period.Start, r.Period.End); strings.Contains(name.Text, one.Period) {
		one.Period = ""
	}
	for _, code := range r.Municipalities {
		one.Places = append(one.Places, p.placeName(lang, code))
	}
	if r.Organisation != "" {
		o, err := p.Catalogue.Organisation(ctx, r.Organisation)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return one, false, err
		}
		one.Owner = show(lang, o.Name, r.OriginalLanguage)
	}
	if hit.Kind == search.KindRoadmap {
		one.Title, one.Actions = plain(name), len(r.Actions())
		for _, s := range r.Sections {
			one.Goals += len(s.Goals)
		}
		one.mark(hit.Highlights, lang)
		return one, true, nil
	}
	one.Of = name
	one.URL += "#" + roadmap.Anchor(hit.Kind, hit.Part)
	if hit.Kind == search.KindGoal {
		part, ok := r.Goal(hit.Part)
		if !ok {
			return one, false, nil
		}
		one.Title, one.Domain, one.Actions = plain(show(lang, part.Goal.Title, r.OriginalLanguage)), part.Section.Domain, len(part.Goal.Actions)
		one.mark(hit.Highlights, lang)
		return one, true, nil
	}
	part, ok := r.Action(hit.Part)
	if !ok {
		return one, false, nil
	}
	one.Title, one.Domain = plain(show(lang, part.Action.Name(p.Messages), r.OriginalLanguage)), part.Section.Domain
	one.Goal = show(lang, part.Goal.Title, r.OriginalLanguage)
	one.Responsible = show(lang, part.Action.ResponsibleText, r.OriginalLanguage)
	one.Schedule = scheduleOf(lang, part.Action.Schedule, r.OriginalLanguage)
	one.mark(hit.Highlights, lang)
	return one, true, nil
}

// scheduleOf is when an action happens in few words: its years, or what was
// written where there are none.
func scheduleOf(lang i18n.Lang, s roadmap.Schedule, original i18n.Lang) shown {
	if period := i18n.Period(lang, s.Start, s.End); period != "" {
		return shown{Text: period, Lang: lang}
	}
	return show(lang, i18n.Text{}.Set(original, s.Text), original)
}

// mark shows what was found in the title, or else elsewhere.
func (one *planCard) mark(found []search.Highlight, lang i18n.Lang) {
	titled := false
	for _, h := range found {
		switch {
		case h.Field == "title" && h.Lang == one.Title.Lang:
			one.Title, titled = markedOf(h, lang), true
		case h.Field == "title" || h.Field == "items" && titled: // an action's name is the beginning of its first item
		case one.Quote == nil:
			quote := markedOf(extract(h), lang)
			one.Quote = &quote
		}
	}
}
