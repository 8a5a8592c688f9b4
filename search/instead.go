package search

import (
	"cmp"
	"context"
	"slices"

	"tiekartta/search/language"
)

// Instead is what helps on from a query that finds nothing, or little.
type Instead struct {
	Unknown  []string  // words that nothing in the catalogue answers, as they were typed
	Subjects []Subject // what the query may be about, the nearest first
}

// Subject is a concept that practices are tagged with.
type Subject struct {
	Concept *language.Concept
	Count   int // of practices
}

// How far the help goes.
const (
	mostUnknown   = 8    // words that are looked up one by one
	mostSubjects  = 5    // that are told
	nearSubject   = 0.65 // the least cosine of a subject with the query,
	nearlyNearest = 0.8  // and the least share of the nearest one's
	namedSubject  = 2.0  // how near a concept is whose name stands in the query,
	belowSubject  = 1.5  // one right below or above it,
	inPartSubject = 1.2  // and one named by a part of a compound
)

// Instead finds out which words of a query nothing answers, and which subjects
// of the catalogue are near it, whatever its filters are: as far as that is known
// before it takes too long.
func (x *Index) Instead(ctx context.Context, q Query) (Instead, error) {
	var help Instead
	plain := Query{Words: q.Words, Verbatim: q.Verbatim, Lang: q.Lang, Limit: 1}.bounded()
	err := x.enter(ctx, func(ctx context.Context) error {
		words := x.unplaced(plain)
		for _, word := range words[:min(len(words), mostUnknown)] {
			one := plain
			one.Words = word
			a, err := x.find(ctx, one)
			if err != nil {
				return err
			}
			if a.Total == 0 || a.Partial() {
				help.Unknown = append(help.Unknown, typedIn(plain.Words, word))
			}
		}
		a, err := x.find(ctx, plain)
		if err == nil && a.meanings[practices] != nil {
			help.Subjects = x.subjects(plain, a.meanings[practices])
		}
		return err
	})
	return help, nothingIfTooMuch(err)
}

// typedIn is a word as a query has it.
func typedIn(query, word string) string {
	for _, w := range language.Words(query) {
		if w.Text == word {
			return string([]rune(query)[w.Start:w.End])
		}
	}
	return word
}

// hasName tells whether a word of a query is a name: of a place, of somebody, or in
// the catalogue. What is near it by vector is a guess.
func (x *Index) hasName(q Query, m *meaning) bool {
	return m.named != nil || len(x.gazetteer().named(parse(q.Words))) > 0 ||
		slices.ContainsFunc(m.terms, func(t term) bool { return x.language.Name(t.word) })
}

// subjects are the concepts that practices are tagged with and that a meaning
// names, or comes near to when none of its words is a name.
func (x *Index) subjects(q Query, m *meaning) []Subject {
	guesses := m.directed && !x.hasName(q, m)
	named := x.namedSubjects(m)
	x.mu.RLock()
	defer x.mu.RUnlock()
	type near struct {
		Subject
		nearness float64
	}
	var list []near
	for _, t := range x.columns.suggestions.concepts(x.columns) {
		nearness := named[t.concept]
		if guesses && nearness == 0 {
			if nearness = m.vector.Cosine(t.vector); nearness < nearSubject {
				continue
			}
		}
		if nearness > 0 {
			list = append(list, near{Subject{t.concept, t.count}, nearness})
		}
	}
	slices.SortFunc(list, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.nearness, a.nearness), b.Count-a.Count, cmp.Compare(a.Concept.ID, b.Concept.ID))
	})
	var subjects []Subject
	for _, one := range list[:min(len(list), mostSubjects)] {
		if one.nearness < min(nearlyNearest*list[0].nearness, nearlyNearest) {
			break
		}
		subjects = append(subjects, one.Subject)
	}
	return subjects
}

// namedSubjects are the concepts whose names stand in a meaning, with those
// right above and below them.
func (x *Index) namedSubjects(m *meaning) map[*language.Concept]float64 {
	named := map[*language.Concept]float64{}
	add := func(refs []language.LabelRef, worth float64) {
		for _, ref := range refs {
			c := ref.Concept
			named[c] = max(named[c], worth)
			beside := slices.Clone(c.Narrower())
			for _, id := range c.Broader {
				if above := x.language.Concept(id); above != nil {
					beside = append(beside, above)
				}
			}
			for _, other := range beside {
				named[other] = max(named[other], worth-namedSubject+belowSubject)
			}
		}
	}
	var words []string
	for _, t := range m.terms {
		words = append(words, t.word)
	}
	for lang := range language.Languages {
		for first := range words {
			for _, refs := range x.language.PartLabels(lang, words[first]) {
				add(refs, inPartSubject)
			}
			for n := 1; n <= longestGroup && first+n <= len(words); n++ {
				add(x.language.Labels(lang, words[first:first+n]), namedSubject)
			}
		}
	}
	return named
}

// concepts are the concepts that practices are tagged with, with their places in
// the space of meanings. The caller holds off changes.
func (s *suggestions) concepts(c *columns) (list []*thing) {
	s.ready(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.found {
		if t.concept == nil || t.count == 0 {
			continue
		}
		if t.vector == nil {
			t.vector = s.place(t.concept)
		}
		list = append(list, t)
	}
	return list
}

// place is where a concept's names are in the space of meanings.
func (s *suggestions) place(c *language.Concept) []int8 {
	v := s.language.Vectors
	sum := v.Zero()
	for _, l := range c.Labels {
		one := v.Zero()
		for _, word := range s.language.LabelTerms(l) {
			v.Add(one, l.Lang, s.language.Tokens(l.Lang, word), 1)
		}
		if one.Unit() {
			sum.Plus(one, 1)
		}
	}
	if !sum.Unit() {
		return []int8{}
	}
	return sum.Packed()
}
