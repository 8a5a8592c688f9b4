package search

import (
	"context"
	"math"
	"math/bits"

	index "github.com/blevesearch/bleve_index_api"

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
	doc   uint64
	score float64
	doubt bool // no word of the query is answered for sure, and not much of it at all
}

// board adds up the scores of a query. Its slices are by document number and
// are used again: they are the largest things that a query needs.
type board struct {
	reader  index.IndexReader
	weights weights
	docs    float64
	total   []float64 // the terms' scores so far
	cover   []float64 // the rarity of the terms, as far as they are answered
	sure    []float64 // of the terms that are answered as good as wholly
	touched []uint64
	seen    []bool
	work    pass    // of the term in hand
	name    pass    // of a name of several words
	kept    []*kept // of the terms, then of the groups
}

// kept is what is left of a pass when it is over.
type kept struct {
	matches []match
	winner  []int16 // by document: the alternative that counted, from 1, 0 for none
	rarity  float64
}

type match struct {
	doc          uint64
	score, cover float64
}

// pass holds what one term's alternatives have found.
type pass struct {
	best, rest []float64 // the best alternative's score and the sum of the others
	title      []float64
	cover      []float64 // how much of the term its alternatives answer
	parts      []uint16  // which parts of a compound
	winner     []int16   // which it is
	docs       []uint64
	rarity     float64
}

func (p *pass) grow(doc uint64) {
	if int(doc) < len(p.best) {
		return
	}
	n := int(doc) + 1 - len(p.best) + 1024
	for _, s := range []*[]float64{&p.best, &p.rest, &p.title, &p.cover} {
		*s = append(*s, make([]float64, n)...)
	}
	p.winner, p.parts = append(p.winner, make([]int16, n)...), append(p.parts, make([]uint16, n)...)
}

func (p *pass) clear() {
	for _, doc := range p.docs {
		p.best[doc], p.rest[doc], p.title[doc], p.cover[doc], p.winner[doc], p.parts[doc] = 0, 0, 0, 0, 0, 0
	}
	p.docs = p.docs[:0]
}

// add takes in what the alternative with a number scores in a document.
func (p *pass) add(doc uint64, score float64, number int16) {
	p.grow(doc)
	switch best := p.best[doc]; {
	case best == 0:
		p.docs = append(p.docs, doc)
		p.best[doc], p.winner[doc] = score, number
	case score > best:
		p.best[doc], p.rest[doc], p.winner[doc] = score, p.rest[doc]+best, number
	default:
		p.rest[doc] += score
	}
}

// answers notes how much of the term an alternative answers.
func (p *pass) answers(doc uint64, cover float64, part uint16) {
	p.cover[doc] = max(p.cover[doc], cover)
	p.parts[doc] |= part
}

// answered is how much of the term a document answers, given the parts of the
// term in each language.
func (p *pass) answered(doc uint64, parts [language.Languages]uint16) float64 {
	cover := min(1, p.cover[doc])
	for _, all := range parts {
		if all != 0 {
			cover = max(cover, coverParts*float64(bits.OnesCount16(p.parts[doc]&all))/float64(bits.OnesCount16(all)))
		}
	}
	return cover
}

// score is a document's score for the term.
func (p *pass) score(doc uint64, w weights) float64 {
	return p.best[doc] + w.Rest*min(p.rest[doc], p.best[doc]) + w.Title*p.title[doc]
}

// keep ends the pass in hand as number i.
func (b *board) keep(i int, parts [language.Languages]uint16) *kept {
	for len(b.kept) <= i {
		b.kept = append(b.kept, &kept{})
	}
	k, p := b.kept[i], &b.work
	k.rarity = p.rarity
	if len(k.winner) < len(p.winner) {
		k.winner = append(k.winner, make([]int16, len(p.winner)-len(k.winner))...)
	}
	for _, doc := range p.docs {
		k.matches = append(k.matches, match{doc, p.score(doc, b.weights), p.answered(doc, parts)})
		k.winner[doc] = p.winner[doc] + 1
	}
	p.clear()
	return k
}

func (k *kept) clear() {
	for _, m := range k.matches {
		k.winner[m.doc] = 0
	}
	k.matches = k.matches[:0]
}

// postings calls f for every document that has a term, with BM25's measure of
// how much its text speaks of it, and returns how many there are. Before that it
// tells start that number; start may stop it.
func (b *board) postings(ctx context.Context, field, term string, start func(n int) bool, f func(doc uint64, much float64)) (int, error) {
	r, err := b.reader.TermFieldReader(ctx, []byte(term), field, true, true, false)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n := int(r.Count())
	if n == 0 || start != nil && !start(n) {
		return n, nil
	}
	var posting index.TermFieldDoc
	for {
		next, err := r.Next(&posting)
		if err != nil || next == nil {
			return n, err
		}
		f(next.ID.Value(), frequencyPart(float64(next.Freq), next.Norm))
	}
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
	return math.Log(1 + (b.docs-float64(n)+0.5)/(float64(n)+0.5))
}

// fill scores the alternatives of a term. None is rarer than the word itself.
func (b *board) fill(ctx context.Context, p *pass, list []alternative) error {
	own := 0
	for _, a := range list {
		if a.how != ByForm {
			continue
		}
		n, err := b.postings(ctx, a.field, a.terms[0], func(int) bool { return false }, nil)
		if err != nil {
			return err
		}
		own = max(own, n)
	}
	p.rarity = b.rarity(max(own, 1)) // a word that nothing has is not rarer than the rarest
	for i, a := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if own >= manyHave && (a.how == BySimilar || a.how == ByBeginning) {
			continue
		}
		var err error
		if len(a.terms) > 1 {
			err = b.together(ctx, p, a, int16(i))
		} else {
			err = b.single(ctx, p, a, int16(i))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// manyHave is how many documents must have a word so that words which only look
// like it are not looked up: they would change nothing that anybody sees, and
// cost most of the time in a large catalogue.
const manyHave = 100

func (b *board) single(ctx context.Context, p *pass, a alternative, number int16) error {
	rarity := 0.0
	_, err := b.postings(ctx, a.field, a.terms[0], func(n int) bool {
		rarity = min(b.rarity(n), p.rarity)
		return true
	}, func(doc uint64, much float64) {
		p.add(doc, a.worth*rarity*much, number)
		p.answers(doc, a.cover, a.part)
	})
	if err != nil || a.worth < leastTitle || a.field == fieldWords(a.lang) {
		return err
	}
	_, err = b.postings(ctx, fieldTitle(a.lang), a.terms[0], nil, func(doc uint64, _ float64) {
		p.grow(doc)
		if p.best[doc] > 0 {
			p.title[doc] = max(p.title[doc], a.worth*rarity)
		}
	})
	return err
}

// leastTitle is what an alternative must be worth for its place in a title to
// count.
const leastTitle = 0.35

// together scores a name of several words: their sum by the root of their
// number, by the share of them that the document has.
func (b *board) together(ctx context.Context, p *pass, a alternative, number int16) error {
	defer b.name.clear()
	for _, t := range a.terms {
		rarity := 0.0
		_, err := b.postings(ctx, a.field, t, func(n int) bool {
			rarity = b.rarity(n)
			return true
		}, func(doc uint64, much float64) {
			b.name.add(doc, rarity*much, 0)
			b.name.title[doc]++
		})
		if err != nil {
			return err
		}
	}
	n := float64(len(a.terms))
	for _, doc := range b.name.docs {
		share := b.name.title[doc] / n
		if share <= 0.5 {
			continue // half a name is none
		}
		score := min((b.name.best[doc]+b.name.rest[doc])/math.Sqrt(n), p.rarity*(saturation+1)) * share
		p.add(doc, a.worth*score, number)
		p.answers(doc, a.cover*share, 0)
	}
	return nil
}

func (b *board) touch(doc uint64) {
	if int(doc) >= len(b.total) {
		n := int(doc) + 1 - len(b.total) + 1024
		for _, s := range []*[]float64{&b.total, &b.cover, &b.sure} {
			*s = append(*s, make([]float64, n)...)
		}
		b.seen = append(b.seen, make([]bool, n)...)
	}
	if !b.seen[doc] {
		b.seen[doc] = true
		b.touched = append(b.touched, doc)
	}
}

// rank scores every document that matches enough of what a query means.
func (b *board) rank(ctx context.Context, m *meaning) ([]scored, error) {
	all := 0.0
	for i, t := range m.terms {
		if err := b.fill(ctx, &b.work, t.alternatives); err != nil {
			return nil, err
		}
		k := b.keep(i, t.parts)
		all += k.rarity
		for _, one := range k.matches {
			b.touch(one.doc)
			b.total[one.doc] += one.score
			b.cover[one.doc] += k.rarity * one.cover
			if one.cover >= coverInPart {
				b.sure[one.doc] += k.rarity
			}
		}
	}
	for i, g := range m.groups {
		if err := b.fill(ctx, &b.work, g.alternatives); err != nil {
			return nil, err
		}
		b.group(b.keep(len(m.terms)+i, [language.Languages]uint16{}), b.kept[g.first:g.last+1])
	}
	return b.result(all), nil
}

// group puts the score of a concept that several words name together in place
// of the words' own, where it is higher.
func (b *board) group(concept *kept, words []*kept) {
	own := &b.name // free here
	rarity := 0.0
	for _, w := range words {
		rarity += w.rarity
		for _, one := range w.matches {
			own.add(one.doc, one.score, 0)
			own.title[one.doc] += w.rarity * one.cover
		}
	}
	for _, one := range concept.matches {
		own.grow(one.doc)
		b.touch(one.doc)
		score := math.Sqrt(float64(len(words))) * one.score
		b.total[one.doc] += max(0, score-own.best[one.doc]-own.rest[one.doc])
		b.cover[one.doc] += max(0, rarity*one.cover-own.title[one.doc])
	}
	own.clear()
}

// result are the documents that match enough of the query, in no order, given
// the rarity of all its terms.
func (b *board) result(all float64) []scored {
	most := 0.0
	for _, doc := range b.touched {
		most = max(most, b.cover[doc])
	}
	least := max(b.weights.Floor*all, b.weights.Relative*most)
	surely := b.weights.Relative * all
	list := make([]scored, 0, len(b.touched))
	for _, doc := range b.touched {
		if b.total[doc] > 0 && (b.cover[doc] >= least || b.sure[doc] > 0 && b.sure[doc] >= surely) {
			list = append(list, scored{doc, b.total[doc] * math.Pow(b.cover[doc]/most, b.weights.Together),
				b.sure[doc] == 0 && b.cover[doc] < coverSurely*all})
		}
	}
	return list
}

// winners are the alternatives by which a document matched each term, -1 where
// it did not, and then each group.
func (b *board) winners(doc uint64, m *meaning) []int {
	list := make([]int, len(m.terms)+len(m.groups))
	for i := range list {
		list[i] = -1
		if w := b.kept[i].winner; int(doc) < len(w) {
			list[i] = int(w[doc]) - 1
		}
	}
	return list
}

// clear makes the board ready for another query.
func (b *board) clear() {
	for _, doc := range b.touched {
		b.total[doc], b.cover[doc], b.sure[doc], b.seen[doc] = 0, 0, 0, false
	}
	for _, k := range b.kept {
		k.clear()
	}
	b.touched, b.reader = b.touched[:0], nil
}
