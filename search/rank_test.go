package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// plainly is the ranking as it is meant, one document after the other.
type plainly struct {
	t *testing.T
	*board
	m     *meaning
	terms []map[uint32]mark
	rare  []float64
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
	powers := p.powersOf(p.weights.Together)
	for doc, s := range have {
		if s.total > 0 && (s.cover >= least || s.sure > 0 && s.sure >= float32(p.weights.Relative*all)) {
			share := powers[int(s.cover/most*1000+0.5)]
			hits = append(hits, found{p.view.slots[doc], s.sure == 0 && s.cover < float32(coverWhole*all), s.real >= float32(coverWhole*float64(len(p.m.terms))), doc, float64(s.total * share)})
		}
	}
	slices.SortFunc(hits, func(a, b found) int { return cmp.Compare(a.doc, b.doc) })
	return hits
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
	add := func(doc uint32, score, cover float32, number int) *cell {
		c := cells[doc]
		switch {
		case c == nil:
			c = &cell{best: score, winner: int16(number)}
			cells[doc] = c
		case score > c.best:
			c.rest, c.best, c.winner = c.rest+c.best, score, int16(number)
		default:
			c.rest += score
		}
		c.cover = max(c.cover, cover)
		if how := list[number].how; how != ByNear && how != BySimilar {
			c.real = max(c.real, cover)
		}
		return c
	}
	for i, a := range list {
		switch {
		case have >= manyHave && a.faint():
		case a.listed != nil:
			for doc, times := range a.listed {
				add(doc, float32(a.worth*min(p.rarity(len(a.listed)), p.own)*frequencyPart(float64(times), usualNorm)), float32(a.cover), i)
			}
		case len(a.terms) > 1:
			p.name(a, func(doc uint32, score, cover float32) { add(doc, score, cover, i) })
		default:
			p.one(a, cells, func(doc uint32, score float32) { add(doc, score, float32(a.cover), i).parts |= a.part })
		}
	}
	marks := map[uint32]mark{}
	for doc, c := range cells {
		if p.view.slots[doc] != none {
			score := c.best + float32(p.weights.Rest)*min(c.rest, c.best) + float32(p.weights.Title)*c.title
			marks[doc] = mark{score, c.answered(c.cover, parts), c.answered(c.real, parts), c.winner}
		}
	}
	p.terms, p.rare = append(p.terms, marks), append(p.rare, p.own)
}

func (p *plainly) one(a alternative, cells map[uint32]*cell, add func(doc uint32, score float32)) {
	docs := p.much(a.field, a.terms[0])
	worth := a.worth * min(p.rarity(len(docs)), p.own)
	for doc, much := range docs {
		add(doc, float32(worth/fullMuch)*much)
	}
	if len(docs) == 0 || a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return
	}
	for doc := range p.much(fieldTitle(a.lang), a.terms[0]) {
		if c := cells[doc]; c != nil {
			c.title = max(c.title, float32(worth))
		}
	}
}

func (p *plainly) name(a alternative, add func(doc uint32, score, cover float32)) {
	var words []map[uint32]float32
	for _, t := range a.terms {
		words = append(words, p.much(a.field, t))
	}
	slices.SortStableFunc(words, func(a, b map[uint32]float32) int { return len(a) - len(b) })
	n, most := float32(len(a.terms)), float32(p.own*(saturation+1))
	for doc := range p.view.slots {
		sum, have := float32(0), 0
		for _, w := range words {
			if much, ok := w[uint32(doc)]; ok {
				sum += float32(p.rarity(len(w))/fullMuch) * much
				have++
			}
		}
		if have == len(words) {
			add(uint32(doc), float32(a.worth)*min(sum/float32(math.Sqrt(float64(n))), most), float32(a.cover))
		}
	}
}

// much is how much each document that there still is speaks of a term.
func (p *plainly) much(field, term string) map[uint32]float32 {
	postings, err := p.view.postings(field, term)
	if err != nil {
		p.t.Fatal(err)
	}
	docs := map[uint32]float32{}
	for i, l := range postings.lists {
		doc := p.view.segments[i].first
		for j, gap := range l.gaps {
			if doc += uint32(gap); l.much[j] != 0 && p.view.slots[doc] != none {
				docs[doc] = float32(l.much[j])
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

func (g *generator) alternatives(v realmView) (list []alternative) {
	for range 1 + g.random.IntN(9) {
		lang := g.random.IntN(language.Languages)
		a := alternative{lang: lang, field: fieldText(lang), worth: 0.2 + 0.8*g.random.Float64(), cover: g.random.Float64(), how: g.one("form label near similar")}
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
		fast := &board{}
		for range 120 {
			m := g.someMeaning(v)
			w := defaultWeights()
			w.Floor *= g.random.Float64()
			fast.open(v, w)
			got, err := fast.rank(t.Context(), m)
			if err != nil {
				return err
			}
			plain := &plainly{t: t, board: &board{}, m: m}
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
