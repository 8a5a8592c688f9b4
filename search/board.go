package search

import (
	"math"
	"math/bits"
	"slices"

	"tiekartta/search/language"
)

// board adds up the scores of a query. What it has by document is used again:
// these are the largest things that a query needs, and are all zero between two.
type board struct {
	view    realmView
	weights weights
	sums    []sums
	touched set
	work    pass    // of the term in hand
	apart   pass    // of a name whose words stand apart
	kept    []*kept // of the terms, then of the groups
	hits    []scored
	found   []found

	exponent float64
	powers   []float32 // of the shares 0, 0.001, …, 1
}

// sums are what the terms give a document together.
type sums struct {
	total float32 // of the scores
	cover float32 // the rarity of the terms, as far as they are answered
	sure  float32 // of the terms that are answered as good as wholly
}

// kept is what is left of a pass when it is over: its matches by document.
type kept struct {
	matches []match
	rarity  float64
}

type match struct {
	doc          uint32
	score, cover float32
	winner       int16 // the alternative that counted
}

// at is the match of a document, nil when there is none.
func (k *kept) at(doc uint32) *match {
	i, ok := slices.BinarySearchFunc(k.matches, doc, func(m match, doc uint32) int { return int(m.doc) - int(doc) })
	if !ok {
		return nil
	}
	return &k.matches[i]
}

// pass holds what one term's alternatives have found.
type pass struct {
	cells   []cell
	touched set
	rarity  float64
}

// cell is what a pass knows of a document.
type cell struct {
	best, rest float32 // the best alternative's score and the sum of the others
	title      float32
	cover      float32 // how much of the term its alternatives answer
	winner     int16   // which alternative is the best
	parts      uint16  // which parts of a compound
}

// open makes the board ready for a view.
func (b *board) open(v realmView, w weights) {
	b.view, b.weights, b.hits = v, w, b.hits[:0]
	if n := len(v.slots); len(b.sums) < n {
		words := (n + 63) / 64
		b.sums, b.touched = make([]sums, n), make(set, words)
		for _, p := range []*pass{&b.work, &b.apart} {
			p.cells, p.touched = make([]cell, n), make(set, words)
		}
	}
}

// answered is how much of the term a document answers, given the parts of the
// term in each language.
func (c *cell) answered(parts [language.Languages]uint16) float32 {
	cover := min(1, c.cover)
	for _, all := range parts {
		if all != 0 && c.parts != 0 {
			cover = max(cover, coverParts*float32(bits.OnesCount16(c.parts&all))/float32(bits.OnesCount16(all)))
		}
	}
	return cover
}

// keep ends the pass in hand as number i.
func (b *board) keep(i int, parts [language.Languages]uint16) *kept {
	for len(b.kept) <= i {
		b.kept = append(b.kept, &kept{})
	}
	k, p, w := b.kept[i], &b.work, b.weights
	k.rarity, k.matches = p.rarity, k.matches[:0]
	rest, title := float32(w.Rest), float32(w.Title)
	p.touched.drain(func(doc uint32) {
		c := &p.cells[doc]
		if b.view.slots[doc] != none {
			score := c.best + rest*min(c.rest, c.best) + title*c.title
			k.matches = append(k.matches, match{doc, score, c.answered(parts), c.winner})
		}
		*c = cell{}
	})
	return k
}

// add takes in what the alternative with a number scores in a document.
func (p *pass) add(doc uint32, score float32, number int16) {
	c := &p.cells[doc]
	if c.best == 0 {
		p.touched.add(doc)
	}
	c.take(score, number)
}

// take takes in what an alternative scores.
func (c *cell) take(score float32, number int16) {
	if score > c.best {
		c.rest += c.best
		c.best, c.winner = score, number
	} else {
		c.rest += score
	}
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

// winners are the alternatives by which a document matched each term, -1 where
// it did not, and then each group.
func (b *board) winners(doc uint32, m *meaning) []int {
	list := make([]int, len(m.terms)+len(m.groups))
	for i := range list {
		list[i] = -1
		if one := b.kept[i].at(doc); one != nil {
			list[i] = int(one.winner)
		}
	}
	return list
}
