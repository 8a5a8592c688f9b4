package search

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// plainly is the ranking as it is meant, one document after the other.
type plainly struct {
	t    *testing.T
	rows []*row
	*board
	m     *meaning
	terms []map[uint32]won
	rare  []float64
}

// won is how a document has a term.
type won struct {
	mark
	winner int16
}

// hits are those that rank must find, with the winners of every document.
func (p *plainly) hits() (hits []found) {
	all, most := 0.0, float32(0)
	for _, t := range p.m.terms {
		p.term(t.alternatives, t.parts)
		all += p.rare[len(p.rare)-1]
	}
	for _, g := range p.m.groups {
		p.term(g.alternatives, [language.Languages]uint16{})
	}
	have := map[uint32]sums{}
	for doc, slot := range p.view.slots {
		if s, ok := p.sums(uint32(doc)); ok && slot != none && p.m.limits.admits(uint32(doc)) {
			have[uint32(doc)], most = s, max(most, s.cover)
		}
	}
	least := float32(max(p.weights.Floor*all, p.weights.Relative*float64(most)))
	powers, steps := (&ranking{}).powersOf(p.weights.Together), 1000/most
	for doc, s := range have {
		if p.m.directed && s.sure == 0 && s.cover < float32(coverWhole*all) && p.far(p.view.slots[doc]) {
			continue
		}
		if s.total > 0 && (s.cover >= least || s.sure > 0 && s.sure >= float32(p.weights.Relative*all)) {
			share := powers[int(s.cover*steps+0.5)]
			hits = append(hits, found{p.view.slots[doc], s.real >= float32(coverWhole*float64(len(p.m.terms))), doc, float64(s.total * share)})
		}
	}
	slices.SortFunc(hits, func(a, b found) int { return cmp.Compare(a.doc, b.doc) })
	return hits
}

// far tells whether a document is about another subject than the query.
func (p *plainly) far(slot int32) bool {
	return p.m.vector.Cosine(p.rows[slot].vector) < float64(p.weights.SubjectFloor)
}

// sums are what all terms give a document.
func (p *plainly) sums(doc uint32) (s sums, ok bool) {
	for i := range p.m.terms {
		if one, has := p.terms[i][doc]; has {
			ok = true
			s.total += one.score
			s.cover += float32(p.rare[i]) * one.cover
			s.real += one.real
			if one.cover >= coverInPart {
				s.sure += float32(p.rare[i])
			}
		}
	}
	for i, g := range p.m.groups {
		one, has := p.terms[len(p.m.terms)+i][doc]
		if !has {
			continue
		}
		ok = true
		var score, cover, real, rarity float32
		for j := g.first; j <= g.last; j++ {
			rarity += float32(p.rare[j])
			score += p.terms[j][doc].score
			cover += float32(p.rare[j]) * p.terms[j][doc].cover
			real += p.terms[j][doc].real
		}
		s.total += max(0, float32(math.Sqrt(float64(g.last-g.first+1)))*one.score-score)
		s.cover += max(0, rarity*one.cover-cover)
		s.real += max(0, float32(g.last-g.first+1)*one.real-real)
	}
	return s, ok
}

// term finds the documents of a term or group.
func (p *plainly) term(list []alternative, parts [language.Languages]uint16) {
	own, have := 1, 0
	for _, a := range list {
		own = max(own, len(a.listed))
		if a.listed == nil && len(a.terms) == 1 && a.worth >= goodWorth {
			n := len(p.much(a.field, a.terms[0]))
			have = max(have, n)
			if a.how == ByForm {
				own = max(own, n)
			}
		}
	}
	p.own = p.rarity(own)
	cells := map[uint32]*cell{}
	add := func(doc uint32, score points, number int) *cell {
		c := cells[doc]
		if c == nil {
			c = &cell{}
			cells[doc] = c
		}
		behind := uint32(mostAlternatives - number)
		switch {
		case c.best == 0:
			c.best = score<<numberBits | behind
		case score > c.points():
			c.rest, c.best = c.rest+c.points(), score<<numberBits|behind
		default:
			c.rest += score
		}
		cover, how := shareOf(list[number].cover), list[number].how
		c.cover = max(c.cover, cover)
		if how != ByNear && how != BySimilar {
			c.real = max(c.real, cover)
		}
		return c
	}
	for i, a := range list {
		switch {
		case have >= manyHave && a.faint():
		case a.listed != nil:
			for doc, times := range a.listed {
				add(doc, pointsOf(a.worth*min(p.rarity(len(a.listed)), p.own)*frequencyPart(float64(times), usualNorm)), i)
			}
		case len(a.terms) > 1:
			p.name(a, func(doc uint32, score points) { add(doc, score, i) })
		default:
			p.one(a, cells, func(doc uint32, score points) { add(doc, score, i).parts |= a.part })
		}
	}
	marks := map[uint32]won{}
	for doc, c := range cells {
		if p.view.slots[doc] != none {
			winner := c.winner()
			one := p.mark(c)
			if c.parts != 0 {
				one = one.with((&slate{parts: parts}).inParts(c.parts))
			}
			marks[doc] = won{one, winner}
		}
	}
	p.terms, p.rare = append(p.terms, marks), append(p.rare, p.own)
}

func (p *plainly) one(a alternative, cells map[uint32]*cell, add func(doc uint32, score points)) {
	docs := p.much(a.field, a.terms[0])
	worth := a.worth * min(p.rarity(len(docs)), p.own)
	for doc, much := range docs {
		add(doc, unitOf(worth)*much/unitParts)
	}
	if len(docs) == 0 || a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return
	}
	for doc := range p.much(fieldTitle(a.lang), a.terms[0]) {
		if c := cells[doc]; c != nil {
			c.title = max(c.title, pointsOf(worth))
		}
	}
}

func (p *plainly) name(a alternative, add func(doc uint32, score points)) {
	var words []map[uint32]uint32
	for _, t := range a.terms {
		words = append(words, p.much(a.field, t))
	}
	slices.SortStableFunc(words, func(a, b map[uint32]uint32) int { return len(a) - len(b) })
	root, most := math.Sqrt(float64(len(a.terms))), p.own*(saturation+1)*onePoints
	for doc := range p.view.slots {
		sum, have := uint32(0), 0
		for _, w := range words {
			if much, ok := w[uint32(doc)]; ok {
				sum += unitOf(p.rarity(len(w))) * uint32(much) / unitParts
				have++
			}
		}
		if have == len(words) {
			add(uint32(doc), pointsOf(a.worth/onePoints*min(float64(sum)/root, most)))
		}
	}
}

// much is how much each document that there still is speaks of a term.
func (p *plainly) much(field, term string) map[uint32]uint32 {
	postings, err := p.view.postings(field, term)
	if err != nil {
		p.t.Fatal(err)
	}
	docs := map[uint32]uint32{}
	for i, s := range p.view.segments {
		for _, one := range postings.list(i) {
			if doc := s.first + one.place(); p.view.slots[doc] != none {
				docs[doc] = one.much()
			}
		}
	}
	return docs
}

// someMeaning is a query that nobody would ask, with every kind of alternative.
func (g *generator) someMeaning(v realmView) *meaning {
	m := &meaning{}
	for range 1 + g.random.IntN(4) {
		m.terms = append(m.terms, term{alternatives: g.alternatives(v), parts: [language.Languages]uint16{uint16(g.random.IntN(8)), 3}})
	}
	if len(m.terms) > 1 && g.random.IntN(2) == 0 {
		m.groups = append(m.groups, group{0, 1, g.alternatives(v)})
	}
	if g.random.IntN(3) == 0 {
		m.limits.excluded = v.empty()
		for range 500 {
			m.limits.excluded.add(uint32(g.random.IntN(len(v.slots))))
		}
	}
	return m
}

// about makes a practice's subject the query's.
func (m *meaning) about(r *row) {
	m.vector = known().Vectors.Zero()
	for i, x := range r.vector {
		m.vector[i] = float32(x)
	}
	m.directed = m.vector.Unit()
}

func (g *generator) alternatives(v realmView) (list []alternative) {
	for range 1 + g.random.IntN(9) {
		lang := g.random.IntN(language.Languages)
		a := alternative{lang: lang, field: fieldText(lang), worth: 0.2 + 0.8*g.random.Float64(), cover: g.random.Float64(), how: g.one("form label narrower near similar")}
		switch g.random.IntN(6) {
		case 0:
			a.listed = map[uint32]int{}
			for range 1 + g.random.IntN(300) {
				a.listed[uint32(g.random.IntN(len(v.slots)))] = 1 + g.random.IntN(3)
			}
		case 1:
			for range 2 + g.random.IntN(3) {
				a.terms = append(a.terms, g.term(lang))
			}
		default:
			a.terms, a.part = []string{g.term(lang)}, uint16(g.random.IntN(8))
		}
		list = append(list, a)
	}
	return list
}

// term is a term of a language that some practice may have.
func (g *generator) term(lang int) string {
	for {
		if list := known().Tokens(lang, g.text(i18n.Langs()[lang], 1)); len(list) > 0 {
			return list[0].Term
		}
	}
}

func TestRankingByBlocksFindsWhatPlainRankingFinds(t *testing.T) {
	s := newShelf(t)
	g := newGenerator(5, s.catalogue)
	g.fill(s, blockSize+500, 24)
	for i := range 60 { // some documents are no more, and there is a small segment
		s.change(fmt.Sprintf("practice-%05d", i*7), func(p *catalogue.Practice) {
			p.HowItWorks = p.HowItWorks.Set(p.OriginalLanguage, g.text(p.OriginalLanguage, 12))
		})
	}
	s.catchUp()
	find := 0
	err := s.index.reading(t.Context(), practices, func(v realmView) error {
		fast := &ranking{}
		for range 120 {
			m := g.someMeaning(v)
			if g.random.IntN(3) == 0 {
				m.about(s.index.columns.rows[g.random.IntN(blockSize)])
			}
			w := defaultWeights()
			w.Floor *= g.random.Float64()
			w.SubjectFloor = g.random.Float32()
			got, err := fast.rank(t.Context(), v, w, m)
			if err != nil {
				return err
			}
			if len(got) > mostCompared && better(slices.MaxFunc(got[:mostCompared], better), slices.MinFunc(got[mostCompared:], better)) > 0 {
				t.Fatal("the best are not in front")
			}
			slices.SortFunc(got, func(a, b found) int { return cmp.Compare(a.doc, b.doc) })
			plain := &plainly{t: t, rows: s.index.columns.rows, board: &board{}, m: m}
			plain.open(v, w)
			want := plain.hits()
			if !slices.Equal(got, want) {
				t.Fatalf("%d hits instead of %d, or others", len(got), len(want))
			}
			for _, f := range got {
				for i, winner := range fast.winners(f.doc, m) {
					one, ok := plain.terms[i][f.doc]
					if ok != (winner >= 0) || ok && int(one.winner) != winner {
						t.Fatalf("document %d has term %d by %d instead of %v", f.doc, i, winner, one)
					}
				}
			}
			find += len(got)
			fast.close()
		}
		return nil
	})
	if err != nil || find < 1000 {
		t.Fatal(find, err)
	}
}

func TestPartsOfAViewAreAllOfItsBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 3000 {
		v := &view{edition: &edition{}}
		for range random.IntN(5) {
			n := []int{0, 1, 3, blockSize - 1, blockSize, blockSize + 1, random.IntN(9 * blockSize)}[random.IntN(7)]
			v.segments = append(v.segments, &segment{first: uint32(len(v.slots)), places: &places{slots: make([]int32, n)}})
			v.slots = append(v.slots, make([]int32, n)...)
		}
		n, next := 1+random.IntN(4), uint32(0)
		parts := v.parts(n)
		if len(parts) > n {
			t.Fatalf("%d parts instead of %d", len(parts), n)
		}
		for _, portions := range parts {
			for _, p := range portions {
				if p.doc+p.from != next || p.from%blockSize != 0 || p.from > p.to {
					t.Fatalf("%+v follows document %d", p, next)
				}
				next = p.doc + p.to
			}
		}
		if next != uint32(len(v.slots)) {
			t.Fatalf("%d of %d documents are ranked", next, len(v.slots))
		}
	}
}
