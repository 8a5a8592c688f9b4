package search

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"tiekartta/search/language"
)

// board adds up the scores of a query, block by block. It is used again, with
// what it has allocated.
type board struct {
	view    realmView
	weights weights
	own     float64 // the rarity of the term whose sources are being made
	block   block
	slates  []*slate // of the terms, then of the groups
	docs    []uint32 // that may be hits, in order
	sums    []sums   // of them
	most    float32  // how much of the query the document answers that answers most
	found   []found

	exponent float64
	powers   []float32 // of the shares 0, 0.001, …, 1
}

// slate holds what a term or group has found.
type slate struct {
	sources []source
	rarity  float64
	parts   [language.Languages]uint16 // of the term
	had     blockSet                   // which documents of the block have it,
	marks   [blockSize]mark            // and how
	winners []int16                    // of the documents that may be hits: the alternative that counted, -1 for none
}

// mark is how a document has a term.
type mark struct {
	score, cover, real float32
	winner             int16
}

// open makes the board ready for a view.
func (b *board) open(v realmView, w weights) {
	b.view, b.weights = v, w
	b.docs, b.sums, b.found, b.most = b.docs[:0], b.sums[:0], b.found[:0], 0
}

// close lets go of the view.
func (b *board) close() {
	b.view = realmView{}
	for _, s := range b.slates {
		clear(s.sources)
	}
}

// slate is the one with a number, emptied.
func (b *board) slate(i int) *slate {
	for len(b.slates) <= i {
		b.slates = append(b.slates, &slate{})
	}
	s := b.slates[i]
	s.sources, s.parts, s.winners = s.sources[:0], [language.Languages]uint16{}, s.winners[:0]
	return s
}

// fill makes the sources of a term's or group's alternatives. None is rarer than
// the word itself.
func (b *board) fill(ctx context.Context, s *slate, list []alternative) error {
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
	b.own = b.rarity(max(own, 1)) // a word that nothing has is not rarer than the rarest
	s.rarity = b.own
	for i, a := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if have >= manyHave && a.faint() {
			continue
		}
		var one source
		var err error
		switch {
		case a.listed != nil:
			one = b.listed(a, int16(i))
		case len(a.terms) > 1:
			one, err = b.together(a, int16(i))
		default:
			one, err = b.single(a, int16(i))
		}
		if err != nil {
			return err
		}
		if one != nil {
			s.sources = append(s.sources, one)
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

// read finds out which documents of the block in hand have a term or group.
func (b *board) read(s *slate) {
	for _, one := range s.sources {
		one.read(&b.block)
	}
	p := &b.block.work
	rest, title := float32(b.weights.Rest), float32(b.weights.Title)
	slots := b.view.slots[b.block.from:b.block.to]
	for i, word := range p.touched {
		s.had[i] = 0
		for ; word != 0; word &= word - 1 {
			place := i<<6 + bits.TrailingZeros64(word)
			c := &p.cells[place]
			if slots[place] != none {
				s.had[i] |= word & -word
				s.marks[place] = mark{c.best + rest*min(c.rest, c.best) + title*c.title, c.answered(c.cover, s.parts), c.answered(c.real, s.parts), c.winner}
			}
			*c = cell{}
		}
	}
	p.touched = blockSet{}
}

// answered is how much of the term a document answers, given how much some
// alternative does and the parts of the term in each language.
func (c *cell) answered(cover float32, parts [language.Languages]uint16) float32 {
	cover = min(1, cover)
	if c.parts == 0 {
		return cover
	}
	for _, all := range parts {
		if all != 0 {
			cover = max(cover, coverParts*float32(bits.OnesCount16(c.parts&all))/float32(bits.OnesCount16(all)))
		}
	}
	return cover
}

// powersOf are the powers of 0, …, 1 in steps of a thousandth: a table is much
// cheaper than the power of each hit.
func (b *board) powersOf(exponent float64) []float32 {
	if b.exponent != exponent || b.powers == nil {
		b.exponent, b.powers = exponent, make([]float32, 1001)
		for i := range b.powers {
			b.powers[i] = float32(math.Pow(float64(i)/1000, exponent))
		}
	}
	return b.powers
}

func len32(list []float32) float32 { return float32(len(list)) }

// winners are the alternatives by which a hit matched each term, -1 where it did
// not, and then each group.
func (b *board) winners(doc uint32, m *meaning) []int {
	list := make([]int, len(m.terms)+len(m.groups))
	at, _ := slices.BinarySearch(b.docs, doc)
	for i := range list {
		list[i] = int(b.slates[i].winners[at])
	}
	return list
}

// asked is the rarity of all terms of a query that was ranked.
func (b *board) asked(m *meaning) (all float64) {
	for i := range m.terms {
		all += b.slates[i].rarity
	}
	return all
}
