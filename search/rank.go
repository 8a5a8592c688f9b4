package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/i18n"
)

// alternative is one way in which a term may stand in the index.
type alternative struct {
	field, text string
	worth       float64
}

// lookup are the alternatives of one term. A practice's score for the term is
// its best alternative, not their sum. Sure ones and guesses have a rarity
// each: a word that few practices have is rare even if many have one that
// begins like it.
type lookup struct {
	sure, guessed, titles []alternative
}

// Weights of the ranking. None is delicate.
const (
	saturation    = 1.2 // BM25's k1: how soon more occurrences stop to count
	lengthPart    = 0.6 // BM25's b: how much a long text counts less
	usualLength   = 250 // words of a usual text, in place of BM25's average, so that a score does not move with other practices
	restPart      = 0.2 // what the other alternatives of a term add to its best
	titleExtra    = 1.0 // what a match in the title adds, times the term's rarity
	togetherPower = 0.5 // how much a practice without some terms loses
	leastTogether = 0.3 // of the best practice's matched rarity, for being a hit at all
	mostGuesses   = 128 // words of the dictionary tried for one beginning
)

// lookups prepares the terms of a query.
func (ls languages) lookups(reader index.IndexReader, terms []term, lang i18n.Lang) ([]lookup, error) {
	list := make([]lookup, 0, len(terms))
	for _, t := range terms {
		var l lookup
		for i, stem := range t.stems {
			if stem == "" {
				continue
			}
			l.sure = append(l.sure, alternative{fieldText(ls[i]), stem, ls.readerFirst(i, lang)})
			if !slices.ContainsFunc(l.titles, func(a alternative) bool { return a.text == stem }) {
				l.titles = append(l.titles, alternative{fieldTitle, stem, 1})
			}
		}
		if !t.stop {
			l.sure = append(l.sure, alternative{fieldWords, t.word, 1})
		}
		guesses, err := t.guesses(reader)
		if err != nil {
			return nil, err
		}
		for _, g := range guesses {
			l.guessed = append(l.guessed, g)
			l.titles = append(l.titles, alternative{fieldTitle, g.text, g.worth})
		}
		list = append(list, l)
	}
	return list, nil
}

// guesses are the words of the dictionary that begin like the term: the most
// alike ones.
func (t term) guesses(reader index.IndexReader) ([]alternative, error) {
	beginning := t.beginning()
	if beginning == "" {
		return nil, nil
	}
	dict, err := reader.FieldDictPrefix(fieldWords, []byte(beginning))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	var list []alternative
	for {
		e, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		if worth := t.worth(e.Term); worth > 0 {
			list = append(list, alternative{fieldWords, e.Term, worth})
		}
	}
	slices.SortStableFunc(list, func(a, b alternative) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(len(a.text), len(b.text)))
	})
	return list[:min(len(list), mostGuesses)], nil
}

// scored is a document of the index with its score.
type scored struct {
	doc   uint64
	score float64
}

// board adds up the scores of a query. Its slices are by document number and
// are used again: they are the largest things that a query needs.
type board struct {
	reader   index.IndexReader
	docs     float64
	total    []float64 // the terms' scores so far
	together []float64 // the rarity of the terms matched so far
	sure     pass
	guessed  pass
	titles   pass
	touched  []uint64
	seen     []bool
}

// pass holds one term's best alternative and the sum of the others.
type pass struct {
	best, rest []float64
	docs       []uint64
}

func (b *board) grow(doc uint64) {
	for _, s := range []*[]float64{&b.total, &b.together, &b.sure.best, &b.sure.rest, &b.guessed.best,
		&b.guessed.rest, &b.titles.best, &b.titles.rest} {
		*s = append(*s, make([]float64, int(doc)+1-len(*s)+1024)...)
	}
	b.seen = append(b.seen, make([]bool, int(doc)+1-len(b.seen)+1024)...)
}

// collect reads the postings of one alternative.
func (b *board) collect(ctx context.Context, p *pass, a alternative) error {
	postings, err := b.reader.TermFieldReader(ctx, []byte(a.text), a.field, true, true, false)
	if err != nil {
		return err
	}
	defer postings.Close()
	var posting index.TermFieldDoc
	for {
		next, err := postings.Next(&posting)
		if err != nil || next == nil {
			return err
		}
		doc := next.ID.Value()
		if doc >= uint64(len(b.total)) {
			b.grow(doc)
		}
		score := a.worth * frequencyPart(float64(next.Freq), next.Norm)
		switch best := p.best[doc]; {
		case best == 0:
			p.best[doc] = score
			p.docs = append(p.docs, doc)
		case score > best:
			p.best[doc], p.rest[doc] = score, p.rest[doc]+best
		default:
			p.rest[doc] += score
		}
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

// add scores one term.
func (b *board) add(ctx context.Context, l lookup) error {
	for _, part := range []struct {
		pass         *pass
		alternatives []alternative
	}{{&b.sure, l.sure}, {&b.guessed, l.guessed}, {&b.titles, l.titles}} {
		for _, a := range part.alternatives {
			if err := b.collect(ctx, part.pass, a); err != nil {
				return err
			}
		}
	}
	sure := b.rarity(len(b.sure.docs))
	either := len(b.sure.docs)
	for _, doc := range b.guessed.docs {
		if b.sure.best[doc] == 0 {
			either++
		}
	}
	guessed := b.rarity(either)
	for _, doc := range b.sure.docs {
		b.score(doc, sure, guessed)
	}
	for _, doc := range b.guessed.docs {
		if b.sure.best[doc] == 0 {
			b.score(doc, sure, guessed)
		}
	}
	for _, p := range []*pass{&b.sure, &b.guessed, &b.titles} {
		for _, doc := range p.docs {
			p.best[doc], p.rest[doc] = 0, 0
		}
		p.docs = p.docs[:0]
	}
	return nil
}

// score adds a term's part to a document, given the rarity of the word itself
// and of the word or one like it.
func (b *board) score(doc uint64, sure, guessed float64) {
	rarity, score := sure, sure*(b.sure.best[doc]+restPart*min(b.sure.rest[doc], b.sure.best[doc]))
	guess := guessed * (b.guessed.best[doc] + restPart*min(b.guessed.rest[doc], b.guessed.best[doc]))
	if guess > score {
		rarity, score = guessed, guess
	}
	score += rarity * titleExtra * min(b.titles.best[doc], 1)
	if !b.seen[doc] {
		b.seen[doc] = true
		b.touched = append(b.touched, doc)
	}
	b.total[doc] += score
	b.together[doc] += rarity
}

// result are the documents that match enough of the terms, in no order. least
// is what enough is, as a share of the rarity that the best one matches.
func (b *board) result(least float64) []scored {
	var most float64
	for _, doc := range b.touched {
		most = max(most, b.together[doc])
	}
	list := make([]scored, 0, len(b.touched))
	for _, doc := range b.touched {
		if part := b.together[doc] / most; part >= least {
			list = append(list, scored{doc, b.total[doc] * math.Pow(part, togetherPower)})
		}
	}
	return list
}

// clear makes the board ready for another query.
func (b *board) clear() {
	for _, doc := range b.touched {
		b.total[doc], b.together[doc], b.seen[doc] = 0, 0, false
	}
	b.touched, b.reader = b.touched[:0], nil
}

// rank scores every document that has enough of what is looked up.
func (x *Index) rank(ctx context.Context, reader index.IndexReader, lookups []lookup, least float64) ([]scored, error) {
	docs, err := reader.DocCount()
	if err != nil {
		return nil, err
	}
	b, ok := x.boards.Get().(*board)
	if !ok {
		b = &board{}
	}
	b.reader, b.docs = reader, float64(docs)
	for _, l := range lookups {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.add(ctx, l); err != nil {
			return nil, err // and the board, which may be half written, is dropped
		}
	}
	list := b.result(least)
	b.clear()
	x.boards.Put(b)
	return list, nil
}
