package search

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"tiekartta/search/language"
)

// BM25, but for the average length of a text, which is fixed so that a score
// does not move with other practices.
const (
	saturation  = 1.2 // k1: how soon more occurrences stop to count
	lengthPart  = 0.6 // b: how much a long text counts less
	usualLength = 400 // terms of a usual text
)

// scored is a document of the index with its score.
type scored struct {
	doc   uint32
	doubt bool // no word of the query is answered for sure, and not much of it at all
	score float64
}

// frequencyPart is BM25's measure of how much a text speaks of a word. A very
// short text is taken for a third of a usual one: most are entries without a
// translation, and no better for it.
func frequencyPart(frequency, norm float64) float64 {
	length := max(1/(norm*norm), usualLength/3)
	return frequency * (saturation + 1) / (frequency + saturation*(1-lengthPart+lengthPart*length/usualLength))
}

// rarity is BM25's measure of how much a word tells that n documents have.
func (b *board) rarity(n int) float64 {
	return math.Log(1 + (float64(max(n, b.view.docs)-n)+0.5)/(float64(n)+0.5))
}

// fill scores the alternatives of a term. None is rarer than the word itself.
func (b *board) fill(ctx context.Context, list []alternative) error {
	own, have := 0, 0
	for _, a := range list {
		own = max(own, len(a.listed))
		if a.listed != nil || len(a.terms) > 1 || a.worth < goodWorth {
			continue
		}
		p, err := b.view.postings(a.field, a.terms[0])
		if err != nil {
			return err
		}
		have = max(have, p.count)
		if a.how == ByForm {
			own = max(own, p.count)
		}
	}
	b.work.rarity = b.rarity(max(own, 1)) // a word that nothing has is not rarer than the rarest
	for i, a := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if have >= manyHave && a.faint() {
			continue
		}
		one := b.single
		switch {
		case a.listed != nil:
			one = b.listed
		case len(a.terms) > 1:
			one = b.together
		}
		if err := one(a, int16(i)); err != nil {
			return err
		}
	}
	return nil
}

// manyHave is how many documents must have a word, or a name of what it means,
// so that what only looks like it, and names whose words stand apart, are not
// looked up: they would change nothing that anybody sees, and cost most of the
// time in a large catalogue.
const manyHave = 100

// goodWorth is what an alternative must be worth to be as good as the word.
const goodWorth = 0.6

// single scores a term.
func (b *board) single(a alternative, number int16) error {
	p, err := b.view.postings(a.field, a.terms[0])
	if err != nil || p.count == 0 {
		return err
	}
	rarity := min(b.rarity(p.count), b.work.rarity)
	unit, cover := float32(a.worth*rarity/fullMuch), float32(a.cover)
	cells := b.work.cells
	for i, l := range p.lists {
		doc := b.view.segments[i].first
		for j, gap := range l.gaps {
			doc += uint32(gap)
			much := l.much[j]
			if much == 0 {
				continue
			}
			c := &cells[doc] // as add does, but in the loop: it is the innermost one
			if c.best == 0 {
				b.work.touched.add(doc)
			}
			c.take(unit*float32(much), number)
			c.cover = max(c.cover, cover)
			c.parts |= a.part
		}
	}
	if a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return nil
	}
	return b.titled(a, float32(a.worth*rarity))
}

// leastTitle is what an alternative must be worth for its place in a title to
// count.
const leastTitle = 0.35

// titled notes which documents have the term in their title.
func (b *board) titled(a alternative, score float32) error {
	p, err := b.view.postings(fieldTitle(a.lang), a.terms[0])
	if err != nil {
		return err
	}
	for i, l := range p.lists {
		doc := b.view.segments[i].first
		for j, gap := range l.gaps {
			doc += uint32(gap)
			if c := &b.work.cells[doc]; l.much[j] != 0 && c.best > 0 {
				c.title = max(c.title, score)
			}
		}
	}
	return nil
}

// together scores a name of several words: their sum by the root of their
// number, by the share of them that the document has. Half a name is none.
func (b *board) together(a alternative, number int16) error {
	var words []*postings
	for _, t := range a.terms {
		p, err := b.view.postings(a.field, t)
		if err != nil {
			return err
		}
		if p.count > 0 {
			words = append(words, p)
		}
	}
	if 2*len(words) <= len(a.terms) {
		return nil
	}
	slices.SortStableFunc(words, func(a, b *postings) int { return a.count - b.count })
	cells, left := b.apart.cells, len(words)
	for k, w := range words {
		enough := 2*(left-k) > len(a.terms) // for a document that has none of the words before
		for i, l := range w.lists {
			doc, unit := b.view.segments[i].first, float32(b.rarity(w.count)/fullMuch)
			for j, gap := range l.gaps {
				doc += uint32(gap)
				c := &cells[doc]
				if l.much[j] == 0 || c.parts == 0 && !enough {
					continue
				}
				if c.parts == 0 {
					b.apart.touched.add(doc)
				}
				c.best += unit * float32(l.much[j])
				c.parts++
			}
		}
	}
	n, most := float32(len(a.terms)), float32(b.work.rarity*(saturation+1))
	root, worth := float32(math.Sqrt(float64(n))), float32(a.worth)
	b.apart.touched.drain(func(doc uint32) {
		c := cells[doc]
		cells[doc] = cell{}
		if share := float32(c.parts) / n; share > 0.5 {
			b.work.add(doc, worth*min(c.best/root, most)*share, number)
			one := &b.work.cells[doc]
			one.cover = max(one.cover, float32(a.cover)*share)
		}
	})
	return nil
}

// rank scores every document that matches enough of what a query means. The
// list is the board's.
func (b *board) rank(ctx context.Context, m *meaning) ([]scored, error) {
	all := 0.0
	for i, t := range m.terms {
		if err := b.fill(ctx, t.alternatives); err != nil {
			return nil, err
		}
		k := b.keep(i, t.parts)
		all += k.rarity
		rarity := float32(k.rarity)
		for _, one := range k.matches {
			b.touched.add(one.doc)
			s := &b.sums[one.doc]
			s.total += one.score
			s.cover += rarity * one.cover
			if one.cover >= coverInPart {
				s.sure += rarity
			}
		}
	}
	for i, g := range m.groups {
		if err := b.fill(ctx, g.alternatives); err != nil {
			return nil, err
		}
		b.group(b.keep(len(m.terms)+i, [language.Languages]uint16{}), b.kept[g.first:g.last+1])
	}
	return b.result(all, &m.limits), nil
}

// group puts the score of a concept that several words name together in place
// of the words' own, where it is higher.
func (b *board) group(concept *kept, words []*kept) {
	root, rarity := float32(math.Sqrt(float64(len(words)))), float32(0)
	for _, w := range words {
		rarity += float32(w.rarity)
	}
	for _, one := range concept.matches {
		var score, cover float32
		for _, w := range words {
			if own := w.at(one.doc); own != nil {
				score += own.score
				cover += float32(w.rarity) * own.cover
			}
		}
		b.touched.add(one.doc)
		s := &b.sums[one.doc]
		s.total += max(0, root*one.score-score)
		s.cover += max(0, rarity*one.cover-cover)
	}
}

// result are the documents that match enough of the query and are within its
// limits, in order, given the rarity of all its terms.
func (b *board) result(all float64, within *limits) []scored {
	w, most := b.weights, float32(0)
	for i, word := range b.touched {
		for word &= within.admitted(i); word != 0; word &= word - 1 {
			most = max(most, b.sums[i<<6+bits.TrailingZeros64(word)].cover)
		}
	}
	least := float32(max(w.Floor*all, w.Relative*float64(most)))
	surely, doubtful := float32(w.Relative*all), float32(coverSurely*all)
	powers := b.powersOf(w.Together)
	b.touched.drain(func(doc uint32) {
		s := b.sums[doc]
		b.sums[doc] = sums{}
		if s.total > 0 && within.admits(doc) && (s.cover >= least || s.sure > 0 && s.sure >= surely) {
			share := powers[int(s.cover/most*(len32(powers)-1)+0.5)]
			b.hits = append(b.hits, scored{doc, s.sure == 0 && s.cover < doubtful, float64(s.total * share)})
		}
	})
	return b.hits
}
