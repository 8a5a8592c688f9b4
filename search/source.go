package search

import (
	"cmp"
	"math"
	"slices"
)

// source is an alternative of a term with its lists.
type source interface {
	// enter turns to a segment, given its first document.
	enter(segment int, first uint32)
	// read takes in what it scores in the documents of a block. Blocks come in order.
	read(b *block)
}

// single is an alternative of one term.
type single struct {
	text  cursor
	unit  float32
	claim claim
	part  uint16
	title *cursor // nil where its place in a title does not count
	score float32 // that it has in one
}

// claim is what a document has of a term that has an alternative of it: how much
// of the term that answers, and how much where guesses do not count.
type claim struct {
	cover, real float32
	number      int16 // of the alternative
}

func claimOf(a alternative, number int16) claim {
	c := claim{float32(a.cover), float32(a.cover), number}
	if a.guessed() {
		c.real = 0
	}
	return c
}

// leastTitle is what an alternative must be worth for its place in a title to
// count.
const leastTitle = 0.35

// single is the source of a term, nil when nothing has it.
func (b *board) single(a alternative, number int16) (source, error) {
	p, err := b.view.postings(a.field, a.terms[0])
	if err != nil || p.count == 0 {
		return nil, err
	}
	rarity := min(b.rarity(p.count), b.own)
	s := &single{text: cursor{lists: p.lists}, unit: float32(a.worth * rarity / fullMuch), claim: claimOf(a, number), part: a.part}
	if a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return s, nil
	}
	if p, err = b.view.postings(fieldTitle(a.lang), a.terms[0]); p != nil && p.count > 0 {
		s.title, s.score = &cursor{lists: p.lists}, float32(a.worth*rarity)
	}
	return s, err
}

func (s *single) enter(segment int, first uint32) {
	s.text.enter(segment, first)
	if s.title != nil {
		s.title.enter(segment, first)
	}
}

func (s *single) read(b *block) {
	places, much := s.text.read(b)
	for j, place := range places {
		if much[j] != 0 {
			b.work.add(place, s.unit*float32(much[j]), s.claim).parts |= s.part
		}
	}
	if s.title == nil {
		return
	}
	places, much = s.title.read(b)
	for j, place := range places {
		if c := &b.work.cells[place]; much[j] != 0 && c.best > 0 {
			c.title = max(c.title, s.score)
		}
	}
}

// together is a name of several words that stand apart: it scores their sum by the
// root of their number where a document has them all.
type together struct {
	words []cursor  // the rarest first
	units []float32 // by word
	worth float32
	most  float32
	claim claim
}

// together is the source of a name, nil when nothing has one of its words.
func (b *board) together(a alternative, number int16) (source, error) {
	var words []*postings
	for _, t := range a.terms {
		p, err := b.view.postings(a.field, t)
		if err != nil || p.count == 0 {
			return nil, err
		}
		words = append(words, p)
	}
	slices.SortStableFunc(words, func(a, b *postings) int { return a.count - b.count })
	t := &together{worth: float32(a.worth), most: float32(b.own * (saturation + 1)), claim: claimOf(a, number)}
	for _, w := range words {
		t.words = append(t.words, cursor{lists: w.lists})
		t.units = append(t.units, float32(b.rarity(w.count)/fullMuch))
	}
	return t, nil
}

func (t *together) enter(segment int, first uint32) {
	for i := range t.words {
		t.words[i].enter(segment, first)
	}
}

func (t *together) read(b *block) {
	p := &b.apart
	for k := range t.words {
		places, much := t.words[k].read(b)
		for j, place := range places {
			c := &p.cells[place]
			if much[j] == 0 || int(c.parts) != k {
				continue
			}
			if k == 0 {
				p.touched.add(place)
			}
			c.best += t.units[k] * float32(much[j])
			c.parts++
		}
	}
	root := float32(math.Sqrt(float64(len(t.words))))
	p.touched.each(func(place uint16) {
		c := &p.cells[place]
		if int(c.parts) == len(t.words) {
			b.work.add(place, t.worth*min(c.best/root, t.most), t.claim)
		}
		*c = cell{}
	})
	p.touched = blockSet{}
}

// listed is an alternative whose documents are known already.
type listed struct {
	docs  []scored // that are not read yet
	claim claim
}

// scored is a document with its score.
type scored struct {
	doc   uint32
	score float32
}

func (b *board) listed(a alternative, number int16) source {
	rarity := min(b.rarity(len(a.listed)), b.own)
	l := &listed{claim: claimOf(a, number)}
	for doc, times := range a.listed {
		l.docs = append(l.docs, scored{doc, float32(a.worth * rarity * frequencyPart(float64(times), usualNorm))})
	}
	slices.SortFunc(l.docs, func(a, b scored) int { return cmp.Compare(a.doc, b.doc) })
	return l
}

func (l *listed) enter(int, uint32) {}

func (l *listed) read(b *block) {
	for len(l.docs) > 0 && l.docs[0].doc < b.to {
		b.work.add(uint16(l.docs[0].doc-b.from), l.docs[0].score, l.claim)
		l.docs = l.docs[1:]
	}
}
