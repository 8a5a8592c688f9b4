package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tiekartta/search/language"
)

// limits are what a query lets through, whatever it scores.
type limits struct {
	limited  bool // only what is allowed is let through
	allowed  set
	excluded set

	inside, outside slotSet // rows of places: nil where no place is asked for, or left out
}

func (l *limits) admits(doc uint32) bool {
	return (!l.limited || l.allowed.has(doc)) && !l.excluded.has(doc)
}

// placed tells whether places limit what is let through.
func (l *limits) placed() bool { return l.inside != nil || l.outside != nil }

// admitsSlot tells whether places let a row through.
func (l *limits) admitsSlot(slot int32) bool {
	return (l.inside == nil || l.inside.has(slot)) && (l.outside == nil || !l.outside.has(slot))
}

// place limits what is let through to places, or to what is in none of them.
func (l *limits) place(rows slotSet, not bool) {
	switch {
	case not && l.outside == nil:
		l.outside = rows
	case not:
		l.outside.unite(rows)
	case l.inside == nil:
		l.inside = rows
	default:
		l.inside.keep(rows)
	}
}

// limits finds out what the clauses that restrict a query let through.
func (u *understanding) limits(ctx context.Context, clauses parsed) (l limits, err error) {
	for _, c := range clauses {
		if !c.restricts() {
			continue
		}
		if !slices.ContainsFunc(c.any, func(a atom) bool { return a.field != fieldOfPlace || len(u.gazetteer().find(a.text)) == 0 }) {
			l.place(u.columns.within(u.placesOf(c)), c.not)
			continue
		}
		any := u.view.empty()
		for _, a := range c.any {
			some, err := u.documents(ctx, a)
			if err != nil {
				return l, err
			}
			any.unite(some)
		}
		switch {
		case c.not:
			l.excluded = any.unite(l.excluded)
		case l.limited:
			l.allowed = l.allowed.cut(any)
		default:
			l.limited, l.allowed = true, any
		}
	}
	return l, nil
}

// placesOf are all places that a clause names.
func (x *Index) placesOf(c clause) (codes []placeCode) {
	for _, a := range c.any {
		codes = append(codes, x.gazetteer().find(a.text)...)
	}
	return codes
}

// documents are those that an atom matches by itself: no word that is near in
// meaning or looks alike counts, and other names only of who funds or takes part and
// of places. A place that is no value of a facet is one of whose name the area or
// the owner has.
func (u *understanding) documents(ctx context.Context, a atom) (found set, err error) {
	words := a.words()
	found = u.view.empty()
	switch {
	case a.field == fieldOfPlace && len(u.gazetteer().find(a.text)) > 0:
		u.placed(clause{any: []atom{a}}, found)
		return found, nil
	case a.field == fieldOfPlace, a.field == fieldOfFunder, a.field == fieldOfPartner:
		field := map[field]string{fieldOfPlace: fieldArea, fieldOfFunder: fieldFunder, fieldOfPartner: fieldPartner}[a.field]
		for _, name := range u.called(words) {
			in, err := u.inRow(ctx, inAnyForm(u.language, field, name))
			if err != nil {
				return nil, err
			}
			for doc := range in {
				found.add(doc)
			}
		}
		return found, nil
	case a.phrase || len(words) > 1:
		list, err := u.phrases(ctx, a)
		for _, in := range list {
			for doc := range in {
				found.add(doc)
			}
		}
		return found, err
	case a.field == fieldOfTitle:
		for _, alternative := range u.inTitle(words[0]) {
			if err := u.view.having(alternative.field, alternative.terms[0], found); err != nil {
				return nil, err
			}
		}
		return found, nil
	}
	for lang := range language.Languages {
		err := u.view.having(fieldWords(lang), words[0], found)
		for _, t := range u.language.Tokens(lang, words[0]) {
			if err == nil && t.Kind == language.Whole {
				err = u.view.having(fieldText(lang), t.Term, found)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// called are the names of whoever is called so, by their words: those of the
// concepts that have the whole name, and the name as it stands.
func (x *Index) called(words []string) [][]string {
	names := [][]string{words}
	for lang := range language.Languages {
		telling := x.language.LabelTerms(language.Label{Lang: lang, Text: strings.Join(words, " ")})
		if len(telling) == 0 {
			continue
		}
		for _, ref := range x.language.Labels(lang, telling) {
			for _, label := range ref.Concept.Labels {
				name := (atom{text: label.Text}).words()
				if len(name) > 0 && !slices.ContainsFunc(names, func(one []string) bool { return slices.Equal(one, name) }) {
					names = append(names, name)
				}
			}
		}
	}
	return names[:min(len(names), mostCalled)]
}

// mostCalled bounds the names that one value of a field is looked up by.
const mostCalled = 40

// placed adds the documents of what is in the places of a clause to a set.
func (u *understanding) placed(c clause, to set) {
	inside := u.columns.within(u.placesOf(c))
	inside.keep(u.columns.of(u.view.realm))
	for doc, slot := range u.view.slots {
		if slot != none && inside.has(slot) {
			to.add(uint32(doc))
		}
	}
}

// row is the row of a document, nil when that is no more or of another realm.
func (u *understanding) row(doc uint32) *row {
	slot := u.view.slots[doc]
	if slot == none || u.columns.rows[slot] == nil || u.columns.rows[slot].realm != u.view.realm {
		return nil
	}
	return u.columns.rows[slot]
}

// phrases are the documents that have an atom's words as they are written in a
// row, by language, with how often they have them. Those of a title have them
// there.
func (u *understanding) phrases(ctx context.Context, a atom) (found [language.Languages]rows, err error) {
	name := nameOf(a.text)
	for lang := range language.Languages {
		in, err := u.inRow(ctx, asWritten(u.language, lang, a.words()))
		if err != nil {
			return found, err
		}
		if a.field == fieldOfTitle {
			in = maps.Clone(in)
			maps.DeleteFunc(in, func(doc uint32, _ int) bool {
				r := u.row(doc)
				return r == nil || !slices.ContainsFunc(r.titles[:], func(title string) bool { return strings.Contains(nameOf(title), name) })
			})
		}
		found[lang] = in
	}
	return found, nil
}

// inRow is what inRow finds; the same spots are looked up once for a query.
func (u *understanding) inRow(ctx context.Context, spots []spot) (rows, error) {
	key := fmt.Sprint(spots)
	found, ok := u.rows[key]
	if !ok {
		var err error
		if found, err = inRow(ctx, u.view, spots, u.left); err != nil {
			return nil, err
		}
		u.rows[key] = found
	}
	return found, nil
}

// restriction are the rows that a query without words to score by is about, nil
// for all.
func (x *Index) restriction(ctx context.Context, r request) (slotSet, error) {
	if !r.restricted() {
		return nil, nil
	}
	among := newSlotSet(len(x.columns.rows))
	for _, in := range r.realms() {
		err := x.reading(ctx, in, func(v realmView) error {
			l, err := x.understanding(v, r).limits(ctx, r.clauses)
			own := x.columns.of(in)
			for doc, slot := range v.slots {
				if slot != none && own.has(slot) && l.admits(uint32(doc)) && l.admitsSlot(slot) {
					among.add(slot)
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return among, nil
}
