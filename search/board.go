package search

import (
	"context"
	"math/bits"

	"tiekartta/search/language"
)

// board adds up the scores of a query, block by block, in some of a view's documents.
// It is used again, with what it has allocated.
type board struct {
	view        realmView
	weights     weights
	rest, title float32 // of the weights
	own         float64 // the rarity of the term whose sources are being made
	block       block
	slates      []*slate  // of the terms, then of the groups
	portions    []portion // that it ranks, in order
	docs        []uint32  // that may be hits, in order
	sums        []sums    // of them
	most        float32   // how much of the query the document answers that answers most, of all in the end
	found       []found
	doubts      []found // that must be about the query's subject
	vectors     fetched // of some of them
}

// slate holds what a term or group has found.
type slate struct {
	sources []source
	rarity  float64
	parts   [language.Languages]uint16 // of the term
	grouped bool                       // it is a word of a group
	had     blockSet                   // which documents of the block have it,
	marks   []mark                     // by place in the block: how, where it is grouped
	winners []int16                    // by document of the board: the alternative that counted, from 1 on, 0 for none
}

// mark is how a document has a term.
type mark struct{ score, cover, real float32 }

// open makes the board ready for a view.
func (b *board) open(v realmView, w weights) {
	b.view, b.weights, b.rest, b.title = v, w, float32(w.Rest), float32(w.Title)
	b.docs, b.sums, b.most = b.docs[:0], b.sums[:0], 0
}

// mostSlates bounds the slates that are kept for the next query.
const mostSlates = 24

// close lets go of the view.
func (b *board) close() {
	b.view = realmView{}
	if len(b.slates) > mostSlates {
		clear(b.slates[mostSlates:])
		b.slates = b.slates[:mostSlates]
	}
	for _, s := range b.slates {
		clear(s.sources)
	}
}

// first is the number of the board's first document, end that behind its last one.
func (b *board) first() uint32 { return b.portions[0].doc + b.portions[0].from }

func (b *board) end() uint32 {
	last := b.portions[len(b.portions)-1]
	return last.doc + last.to
}

// slate is the one with a number, emptied.
func (b *board) slate(i int) *slate {
	for len(b.slates) <= i {
		b.slates = append(b.slates, &slate{})
	}
	s := b.slates[i]
	s.sources, s.parts, s.grouped = s.sources[:0], [language.Languages]uint16{}, false
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
			one = b.listed(a, i)
		case len(a.terms) > 1:
			one, err = b.together(a, i)
		default:
			one, err = b.single(a, i)
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

// goodWorth is what an alternative must be worth to be as good as the word.
const goodWorth = 0.6

// read lets a term's or group's sources read the block in hand.
func (b *board) read(s *slate) {
	s.had = blockSet{}
	for _, one := range s.sources {
		one.read(&b.block)
	}
}

// term adds what a term gives the documents of the block in hand.
func (b *board) term(s *slate) {
	b.read(s)
	winners, sums, rarity := s.winners[b.block.doc-b.first():], &b.block.sums, float32(s.rarity)
	b.block.work.each(func(word int, in *[64]cell, used uint64) {
		s.had[word] = used
		b.block.touched[word] |= used
		for ; used != 0; used &= used - 1 {
			at := bits.TrailingZeros64(used)
			place := (word<<6 + at) % blockSize
			winners[place] = in[at].winner() + 1
			one := b.mark(&in[at])
			if have := in[at].parts; have != 0 {
				one = one.with(s.inParts(have))
			}
			in[at] = cell{}
			if s.grouped {
				s.marks[place] = one
			}
			to := &sums[place]
			to.total += one.score
			to.cover += rarity * one.cover
			to.real += one.real
			if one.cover >= coverInPart {
				to.sure += rarity
			}
		}
	})
}

// mark is how a document has a term or group, but for the parts of a compound.
func (b *board) mark(c *cell) mark {
	best := c.points()
	return mark{(float32(best) + b.rest*float32(min(c.rest, best)) + b.title*float32(c.title)) / onePoints, c.cover.part(), c.real.part()}
}

// with is a mark with the parts of a compound that a document has.
func (m mark) with(parts float32) mark {
	m.cover, m.real = max(m.cover, parts), max(m.real, parts)
	return m
}

// inParts is how much of a compound some of its parts answer.
func (s *slate) inParts(have uint16) (most float32) {
	for _, all := range s.parts {
		if all != 0 {
			most = max(most, coverParts*float32(bits.OnesCount16(have&all))/float32(bits.OnesCount16(all)))
		}
	}
	return most
}

// winners are the alternatives by which a hit matched each term, -1 where it did
// not, and then each group.
func (b *board) winners(doc uint32, m *meaning) []int {
	list := make([]int, len(m.terms)+len(m.groups))
	for i := range list {
		list[i] = int(b.slates[i].winners[doc-b.first()]) - 1
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
