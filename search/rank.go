package search

import (
	"context"
	"math"
	"math/bits"
)

// BM25, but for the average length of a text, which is fixed so that a score
// does not move with other practices.
const (
	saturation  = 1.2 // k1: how soon more occurrences stop to count
	lengthPart  = 0.6 // b: how much a long text counts less
	usualLength = 400 // terms of a usual text
)

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

// rank scores every document that matches enough of what a query means. The
// list is the board's.
func (b *board) rank(ctx context.Context, m *meaning) ([]found, error) {
	for i, t := range m.terms {
		s := b.slate(i)
		s.parts = t.parts
		if err := b.fill(ctx, s, t.alternatives); err != nil {
			return nil, err
		}
	}
	for i, g := range m.groups {
		if err := b.fill(ctx, b.slate(len(m.terms)+i), g.alternatives); err != nil {
			return nil, err
		}
	}
	for i, segment := range b.view.segments {
		for _, s := range b.slates[:len(m.terms)+len(m.groups)] {
			for _, one := range s.sources {
				one.enter(i, segment.first)
			}
		}
		end := segment.first + uint32(segment.Count())
		for from := segment.first; from < end; from += blockSize {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			b.block.from, b.block.to = from, min(end, from+blockSize)
			b.work(m)
		}
	}
	return b.result(m), nil
}

// work ranks the block in hand.
func (b *board) work(m *meaning) {
	terms, groups := b.slates[:len(m.terms)], b.slates[len(m.terms):]
	for _, s := range terms {
		b.read(s)
		rarity := float32(s.rarity)
		for i, word := range s.had {
			b.block.touched[i] |= word
			for ; word != 0; word &= word - 1 {
				place := i<<6 + bits.TrailingZeros64(word)
				to, one := &b.block.sums[place], &s.marks[place]
				to.total += one.score
				to.cover += rarity * one.cover
				to.real += one.real
				if one.cover >= coverInPart {
					to.sure += rarity
				}
			}
		}
	}
	for i, g := range m.groups {
		b.read(groups[i])
		b.group(groups[i], terms[g.first:g.last+1])
	}
	b.keep(b.slates[:len(m.terms)+len(m.groups)], &m.limits, b.asked(m))
}

// group puts the score of a concept that several words name together in place
// of the words' own, where it is higher.
func (b *board) group(concept *slate, words []*slate) {
	root, rarity := float32(math.Sqrt(float64(len(words)))), float32(0)
	for _, w := range words {
		rarity += float32(w.rarity)
	}
	concept.had.each(func(place uint16) {
		var score, cover, real float32
		for _, w := range words {
			if w.had.has(place) {
				score += w.marks[place].score
				cover += float32(w.rarity) * w.marks[place].cover
				real += w.marks[place].real
			}
		}
		b.block.touched.add(place)
		to, one := &b.block.sums[place], &concept.marks[place]
		to.total += max(0, root*one.score-score)
		to.cover += max(0, rarity*one.cover-cover)
		to.real += max(0, float32(len(words))*one.real-real)
	})
}

// keep keeps the documents of the block that are within the limits and may
// answer enough of a query, given the rarity of all its terms.
func (b *board) keep(slates []*slate, within *limits, all float64) {
	least, surely := float32(b.weights.Floor*all), float32(b.weights.Relative*all)
	b.block.touched.each(func(place uint16) {
		s, doc := b.block.sums[place], b.block.from+uint32(place)
		b.block.sums[place] = sums{}
		if !within.admits(doc) {
			return
		}
		b.most = max(b.most, s.cover)
		if s.total <= 0 || s.cover < least && (s.sure <= 0 || s.sure < surely) {
			return
		}
		b.docs, b.sums = append(b.docs, doc), append(b.sums, s)
		for _, one := range slates {
			winner := int16(-1)
			if one.had.has(place) {
				winner = one.marks[place].winner
			}
			one.winners = append(one.winners, winner)
		}
	})
	b.block.touched = blockSet{}
}

// result are the documents that match enough of the query. Whether the whole of it
// is answered does not depend on how rare its words are: one of two is half.
func (b *board) result(m *meaning) []found {
	w, all := b.weights, b.asked(m)
	least := float32(max(w.Floor*all, w.Relative*float64(b.most)))
	surely, much, whole := float32(w.Relative*all), float32(coverWhole*all), float32(coverWhole*float64(len(m.terms)))
	powers := b.powersOf(w.Together)
	for i, doc := range b.docs {
		if s := b.sums[i]; s.cover >= least || s.sure > 0 && s.sure >= surely {
			share := powers[int(s.cover/b.most*(len32(powers)-1)+0.5)]
			b.found = append(b.found, found{b.view.slots[doc], s.sure == 0 && s.cover < much, s.real >= whole, doc, float64(s.total * share)})
		}
	}
	return b.found
}
