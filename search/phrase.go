package search

import (
	"context"
	"slices"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"tiekartta/search/language"
)

// spot is one place of a phrase: the terms of which one must stand there, each
// in a field of the index.
type spot []termKey

// asWritten are the spots of words as they are written in texts of a language.
func asWritten(l *language.Language, lang int, words []string) []spot {
	spots := make([]spot, len(words))
	for i, w := range words {
		field := fieldWords(lang)
		if l.Stop(lang, w) {
			field = fieldSmall(lang)
		}
		spots[i] = spot{{field, w}}
	}
	return spots
}

// inAnyForm are the spots of words of a name.
func inAnyForm(l *language.Language, field string, words []string) []spot {
	spots := make([]spot, len(words))
	for i, w := range words {
		for _, form := range formsOf(l, w) {
			spots[i] = append(spots[i], termKey{field, form})
		}
	}
	return spots
}

// rows are the documents that have words in a row, with how often they do.
type rows map[uint32]int

// mostPlaced bounds the texts whose places are read for a query, a word of a
// phrase each: words that stand in every text are all that comes near it.
const mostPlaced = 300_000

// sought is one of the spots of a phrase while it is looked for, with where in
// the phrase it is wanted: words may be repeated.
type sought struct {
	spot
	at    []int
	count int // of the documents that have it
	read  []placeReader
	found []int // its places in the document in hand
}

// inRow are the documents in which spots follow one another, with how often they
// do. left is how many texts may still be read. Places are read only of documents
// that have all spots, those of the rarest first, so that words that stand
// everywhere are looked at where the others already fit.
func inRow(ctx context.Context, v realmView, spots []spot, left *int) (rows, error) {
	list, err := seek(v, spots)
	if err != nil || len(list) == 0 || list[0].count == 0 {
		return nil, err
	}
	var all set
	for i, s := range list {
		some := v.empty()
		for _, t := range s.spot {
			if err := v.having(t.field, t.term, some); err != nil {
				return nil, err
			}
		}
		if i > 0 {
			some = some.cut(all)
		}
		all = some
	}
	found := rows{}
	for i, s := range v.segments {
		if err := open(v, i, list); err != nil {
			return nil, err
		}
		for doc := range all.between(s.first, s.first+uint32(s.Count())) {
			if v.slots[doc] == none {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			times, err := inRowOf(list, uint64(doc-s.first), left)
			if err != nil {
				return nil, err
			}
			if times > 0 {
				found[doc] = times
			}
		}
	}
	return found, nil
}

// seek are the different spots of a phrase, the rarest first.
func seek(v realmView, spots []spot) (list []*sought, err error) {
	for i, s := range spots {
		if j := slices.IndexFunc(list, func(one *sought) bool { return slices.Equal(one.spot, s) }); j >= 0 {
			list[j].at = append(list[j].at, i)
			continue
		}
		one := &sought{spot: s, at: []int{i}}
		for _, t := range s {
			p, err := v.postings(t.field, t.term)
			if err != nil {
				return nil, err
			}
			one.count += p.count
		}
		list = append(list, one)
	}
	slices.SortStableFunc(list, func(a, b *sought) int { return a.count - b.count })
	return list, nil
}

// open makes the spots of a phrase ready to be read in a segment of a view.
func open(v realmView, number int, list []*sought) error {
	gone := v.snapshot.Segments()[number].Deleted()
	v.reading.Lock()
	defer v.reading.Unlock()
	for _, s := range list {
		s.read = s.read[:0]
		for _, t := range s.spot {
			dictionary, err := v.view.segments[number].Dictionary(v.realm.field(t.field))
			if err != nil {
				return err
			}
			postings, err := dictionary.PostingsList([]byte(t.term), gone, nil)
			if err != nil {
				return err
			}
			if postings.Count() > 0 {
				s.read = append(s.read, placeReader{each: postings.Iterator(true, false, true, nil)})
			}
		}
	}
	return nil
}

// inRowOf is how often a phrase stands in a document of the segment in hand.
func inRowOf(list []*sought, doc uint64, left *int) (times int, err error) {
	var starts []int
	for i, s := range list {
		if *left--; *left < 0 {
			return 0, tooMuch()
		}
		if err := s.places(doc); err != nil {
			return 0, err
		}
		for j, at := range s.at {
			if i == 0 && j == 0 {
				for _, place := range s.found {
					starts = append(starts, place-at)
				}
				continue
			}
			starts = slices.DeleteFunc(starts, func(start int) bool {
				_, there := slices.BinarySearch(s.found, start+at)
				return !there
			})
		}
		if len(starts) == 0 {
			return 0, nil
		}
	}
	return len(starts), nil
}

// places finds where a spot's terms stand in a document, in order.
func (s *sought) places(doc uint64) (err error) {
	s.found = s.found[:0]
	for i := range s.read {
		if s.found, err = s.read[i].places(doc, s.found); err != nil {
			return err
		}
	}
	if len(s.read) > 1 {
		slices.Sort(s.found)
		s.found = slices.Compact(s.found)
	}
	return nil
}

// placeReader goes through the documents of a segment that have a term.
type placeReader struct {
	each segments.PostingsIterator
	here segments.Posting // nil before the first and after the last
	over bool
}

// places adds the places of the term in a document that is none of those before.
func (r *placeReader) places(doc uint64, to []int) (_ []int, err error) {
	if !r.over && (r.here == nil || r.here.Number() < doc) {
		if r.here, err = r.each.Advance(doc); err != nil {
			return to, err
		}
		r.over = r.here == nil
	}
	if r.over || r.here.Number() != doc {
		return to, nil
	}
	for _, at := range r.here.Locations() {
		to = append(to, int(at.Pos()))
	}
	return to, nil
}

// usualNorm is the norm of a text of usualLength.
const usualNorm = 0.05
