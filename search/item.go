package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search/language"
)

// item is one thing that is found, as the index and its columns want it.
type item struct {
	origin
	title    i18n.Text
	original i18n.Lang
	passages []passage                    // its own texts, the title first
	names    []string                     // what people type in any language
	labels   [language.Languages][]string // words that are said of it
	organisations
	updated time.Time
	facts
}

// organisations are those that an item names.
type organisations struct {
	owner             i18n.Text
	funders, partners []string
}

// practice is a practice as it is found.
func (c *codes) practice(ctx context.Context, p *catalogue.Practice) (*item, error) {
	owner, err := c.owner(ctx, p.Organisation)
	if err != nil {
		return nil, fmt.Errorf("owner of practice %q: %w", p.ID, err)
	}
	made := &item{
		origin: origin{kind: KindPractice, id: p.ID}, title: p.Title, original: p.OriginalLanguage, passages: passages(p), names: names(p),
		updated: p.UpdatedAt, facts: c.facts(p), organisations: organisations{owner: owner},
	}
	for _, partner := range p.Partners {
		made.partners = append(made.partners, partner.Name)
	}
	for _, f := range p.Funding {
		made.funders = append(made.funders, f.Source)
	}
	for i, lang := range i18n.Langs() {
		made.labels[i] = c.labels(p, owner, made.values[facetRegion], lang)
	}
	return made, nil
}

// itemWithMark is an item with its mark.
type itemWithMark struct {
	*item
	mark string
}

// each calls f with everything that can be found, as it is now in the database:
// what is not public is left out.
func (x *Index) each(ctx context.Context, f func(itemWithMark) error) error {
	practices := func(list []*catalogue.Practice) ([]itemWithMark, error) {
		var room marking
		made := make([]itemWithMark, len(list))
		for i, p := range list {
			it, err := x.codes.practice(ctx, p)
			if err != nil {
				return nil, err
			}
			made[i] = itemWithMark{it, room.of(it)}
		}
		return made, nil
	}
	if err := catalogue.EachMade(ctx, x.catalogue, practices, f); err != nil {
		return fmt.Errorf("reading practices for the search index: %w", err)
	}
	var room marking
	err := x.roadmaps.All(ctx, account.Actor{}, func(r *roadmap.Roadmap) error {
		list, err := x.codes.roadmap(ctx, r)
		for i := 0; err == nil && i < len(list); i++ {
			err = f(itemWithMark{list[i], room.of(list[i])})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("reading roadmaps for the search index: %w", err)
	}
	return nil
}

// items are the things that are found of some practices and roadmaps, named by
// their documents, as they are now in the database.
func (x *Index) items(ctx context.Context, sources []string) (list []*item, err error) {
	var ids []string
	for _, source := range sources {
		if p := originOf(source); p.kind == KindPractice {
			ids = append(ids, p.id)
		}
	}
	found, err := x.catalogue.Practices(ctx, account.Machine(), ids)
	if err != nil {
		return nil, fmt.Errorf("reading practices for the search index: %w", err)
	}
	for _, p := range found {
		made, err := x.codes.practice(ctx, p)
		if err != nil {
			return nil, err
		}
		list = append(list, made)
	}
	for _, source := range sources {
		p := originOf(source)
		if p.kind == KindPractice {
			continue
		}
		r, err := x.public(ctx, p.id)
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		plan, err := x.codes.roadmap(ctx, r)
		if err != nil {
			return nil, err
		}
		list = append(list, plan...)
	}
	return list, nil
}

// held are the documents of some practices and roadmaps, whether the index or
// the columns hold them.
func (x *Index) held(ctx context.Context, sources []string) ([]string, error) {
	var list []string
	roadmaps := map[string]bool{}
	for _, source := range sources {
		if originOf(source).kind == KindPractice {
			list = append(list, source)
			continue
		}
		roadmaps[source] = true
		documents, err := x.engine.documentsOf(ctx, source)
		if err != nil {
			return nil, err
		}
		list = append(list, documents...)
	}
	if len(roadmaps) > 0 {
		for id := range x.columns.slots {
			if roadmaps[originOf(id).source()] {
				list = append(list, id)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
