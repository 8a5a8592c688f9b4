package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// source is an alternative of a term with its lists.
type source interface {
	// enter turns to a portion.
	enter(s portion)
	// read takes in what it scores in the documents of a block. Blocks come in order.
	read(b *block)
}

// single is an alternative of one term.
type single struct {
	text  cursor
	unit  uint32 // points for each part of how much, in parts of unitParts
	claim claim
	part  uint16
	title *cursor // nil where its place in a title does not count
	score points  // that it has in one
}

const unitParts = 1 << 8

// claim is what a document has of a term that has an alternative of it.
type claim struct {
	behind      uint32 // the alternative's number, from behind: of equal ones the first is the best
	cover, real share  // how much of the term that answers, and how much where guesses do not count
}

func claimOf(a alternative, number int) claim {
	c := claim{uint32(mostAlternatives - number), shareOf(a.cover), shareOf(a.cover)}
	if a.guessed() {
		c.real = 0
	}
	return c
}

// leastTitle is what an alternative must be worth for its place in a title to
// count.
const leastTitle = 0.35

// single is the source of a term, nil when nothing has it.
func (b *board) single(a alternative, number int) (source, error) {
	p, err := b.view.postings(a.field, a.terms[0])
	if err != nil || p.count == 0 {
		return nil, err
	}
	worth := a.worth * min(b.rarity(p.count), b.own)
	s := &single{text: cursor{postings: p}, unit: unitOf(worth), claim: claimOf(a, number), part: a.part}
	if a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return s, nil
	}
	if p, err = b.view.postings(fieldTitle(a.lang), a.terms[0]); p != nil && p.count > 0 {
		s.title, s.score = &cursor{postings: p}, pointsOf(worth)
	}
	return s, err
}

// unitOf is what each part of how much is worth.
func unitOf(worth float64) uint32 { return pointsOf(worth * unitParts / fullMuch) }

// times is what a document scores that speaks so much of a term.
func times(unit uint32, p posting) points { return unit * p.much() / unitParts }

func (s *single) enter(at portion) {
	s.text.enter(at)
	if s.title != nil {
		s.title.enter(at)
	}
}

func (s *single) read(b *block) {
	for _, p := range s.text.read(b) {
		b.work.add(p.place(), times(s.unit, p), &s.claim).parts |= s.part
	}
	if s.title == nil {
		return
	}
	for _, p := range s.title.read(b) {
		if c := &b.work.cells[p.place()%blockSize]; c.best != 0 {
			c.title = max(c.title, s.score)
		}
	}
}

// together is a name of several words that stand apart: it scores their sum by the
// root of their number where a document has them all.
type together struct {
	words []cursor // the rarest first
	units []uint32 // by word
	worth float64
	most  float64
	claim claim
}

// together is the source of a name, nil when nothing has one of its words.
func (b *board) together(a alternative, number int) (source, error) {
	var words []*postings
	for _, t := range a.terms {
		p, err := b.view.postings(a.field, t)
		if err != nil || p.count == 0 {
			return nil, err
		}
		words = append(words, p)
	}
	slices.SortStableFunc(words, func(a, b *postings) int { return a.count - b.count })
	t := &together{worth: a.worth / onePoints, most: b.own * (saturation + 1) * onePoints, claim: claimOf(a, number)}
	for _, w := range words {
		t.words = append(t.words, cursor{postings: w})
		t.units = append(t.units, unitOf(b.rarity(w.count)))
	}
	return t, nil
}

func (t *together) enter(at portion) {
	for i := range t.words {
		t.words[i].enter(at)
	}
}

func (t *together) read(b *block) {
	p := &b.apart
	for k := range t.words {
		for _, one := range t.words[k].read(b) {
			place := one.place() % blockSize
			c := &p.cells[place]
			if int(c.parts) != k {
				continue
			}
			p.touched[place/together8] = 1
			c.best = 1 // it is in use, whatever the words are worth
			c.rest += times(t.units[k], one)
			c.parts++
		}
	}
	p.each(func(word int, in *[64]cell, used uint64) {
		for ; used != 0; used &= used - 1 {
			at := bits.TrailingZeros64(used)
			if c := &in[at%64]; int(c.parts) == len(t.words) {
				b.work.add(uint32(word*64+at), t.score(c.rest), &t.claim)
			}
			in[at%64] = cell{}
		}
	})
}

// score is that of a document, given the sum of its words' points.
func (t *together) score(sum points) points {
	return pointsOf(t.worth * min(float64(sum)/math.Sqrt(float64(len(t.words))), t.most))
}

// listed is an alternative whose documents are known already.
type listed struct {
	docs  []scored // that are not read yet
	claim claim
}

// scored is a document with its score.
type scored struct {
	doc   uint32
	score points
}

func (b *board) listed(a alternative, number int) source {
	rarity := min(b.rarity(len(a.listed)), b.own)
	l := &listed{claim: claimOf(a, number)}
	for doc, times := range a.listed {
		l.docs = append(l.docs, scored{doc, pointsOf(a.worth * rarity * frequencyPart(float64(times), usualNorm))})
	}
	slices.SortFunc(l.docs, func(a, b scored) int { return cmp.Compare(a.doc, b.doc) })
	return l
}

func (l *listed) enter(at portion) {
	for len(l.docs) > 0 && l.docs[0].doc < at.doc+at.from {
		l.docs = l.docs[1:]
	}
}

func (l *listed) read(b *block) {
	for len(l.docs) > 0 && l.docs[0].doc < b.doc+b.end-b.first {
		b.work.add(l.docs[0].doc-b.doc, l.docs[0].score, &l.claim)
		l.docs = l.docs[1:]
	}
}
