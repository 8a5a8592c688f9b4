package search

import (
	"context"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/search/language"
)

// spot is one place of a phrase: the terms of which one must stand there, each
// in a field of the index.
type spot []struct{ field, term string }

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
			spots[i] = append(spots[i], struct{ field, term string }{field, form})
		}
	}
	return spots
}

// inRow are the documents in which spots follow one another, with how often they
// do. Places are read only of documents that have all of them.
func inRow(ctx context.Context, v realmView, spots []spot) (map[uint32]int, error) {
	var all set
	for i, s := range spots {
		some := v.empty()
		for _, t := range s {
			if err := v.having(t.field, t.term, some); err != nil {
				return nil, err
			}
		}
		if i > 0 {
			some = some.cut(all)
		}
		all = some
	}
	var starts map[uint32][]int // by document, where the phrase may begin
	for i, s := range spots {
		places, err := placesOf(ctx, v, s, all)
		if err != nil {
			return nil, err
		}
		for doc, list := range places {
			for n := range list {
				list[n] -= i
			}
			if i > 0 {
				list = slices.DeleteFunc(list, func(at int) bool {
					_, begins := slices.BinarySearch(starts[doc], at)
					return !begins
				})
			}
			if places[doc] = list; len(list) == 0 {
				delete(places, doc)
			}
		}
		starts = places
	}
	found := make(map[uint32]int, len(starts))
	for doc, list := range starts {
		found[doc] = len(list)
	}
	return found, nil
}

// placesOf is where in some documents a spot's terms stand, in order.
func placesOf(ctx context.Context, v realmView, s spot, in set) (map[uint32][]int, error) {
	places := map[uint32][]int{}
	for _, t := range s {
		err := eachPlace(ctx, v, t.field, t.term, in, func(doc uint32, at int) { places[doc] = append(places[doc], at) })
		if err != nil {
			return nil, err
		}
	}
	for doc, list := range places {
		slices.Sort(list)
		places[doc] = slices.Compact(list)
	}
	return places, nil
}

// eachPlace calls f with every place of a term in some documents.
func eachPlace(ctx context.Context, v realmView, field, term string, in set, f func(doc uint32, at int)) error {
	r, err := v.snapshot.TermFieldReader(ctx, []byte(term), v.realm.field(field), true, false, true)
	if err != nil {
		return err
	}
	defer r.Close()
	if r.Count() == 0 {
		return nil
	}
	reached := uint64(0)
	for doc := range in.all() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if uint64(doc) < reached {
			continue
		}
		posting, err := r.Advance(index.NewIndexInternalID(nil, uint64(doc)), nil)
		if err != nil || posting == nil {
			return err
		}
		if reached = posting.ID.Value(); reached == uint64(doc) {
			for _, at := range posting.Vectors {
				f(doc, int(at.Pos))
			}
			reached++
		}
	}
	return nil
}

// usualNorm is the norm of a text of usualLength.
const usualNorm = 0.05

// listed scores an alternative whose documents are known already.
func (b *board) listed(a alternative, number int16) error {
	rarity := min(b.rarity(len(a.listed)), b.work.rarity)
	for doc, times := range a.listed {
		b.work.add(doc, float32(a.worth*rarity*frequencyPart(float64(times), usualNorm)), number)
		c := &b.work.cells[doc]
		c.cover = max(c.cover, float32(a.cover))
	}
	return nil
}
