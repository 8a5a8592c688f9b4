package search

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"tiekartta/search/language"
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

// ranking ranks the documents of a view that match a meaning, on a board for each
// processor.
type ranking struct {
	boards   []*board
	exponent float64
	powers   []float32 // of the shares 0, 0.001, …, 1
}

// rank scores every document that matches enough of what a query means, those that
// are compared with its subject in front. The list is the ranking's until it is asked again.
func (r *ranking) rank(ctx context.Context, v realmView, w weights, m *meaning) ([]found, error) {
	parts := v.parts(processors())
	for len(r.boards) < len(parts) {
		r.boards = append(r.boards, &board{})
	}
	r.boards = r.boards[:len(parts)]
	powers := r.powersOf(w.Together)
	failed := make([]error, len(r.boards))
	atOnce(len(r.boards), func(i int) {
		b := r.boards[i]
		b.open(v, w)
		b.portions = parts[i]
		if failed[i] = b.prepare(ctx, m); failed[i] == nil {
			failed[i] = b.work(ctx, m)
		}
		if failed[i] == nil {
			b.result(m, powers)
		}
	})
	if err := cmp.Or(failed...); err != nil {
		return nil, err
	}
	most := float32(0)
	for _, b := range r.boards {
		most = max(most, b.most)
	}
	for _, b := range r.boards {
		if b.most < most { // which is seldom: in each part something answers nearly all
			b.most = most
			b.result(m, powers)
		}
	}
	return r.joined(), nil
}

// joined are what all boards have found, the best ones in front.
func (r *ranking) joined() []found {
	list := r.boards[0].found
	best := min(len(list), mostCompared)
	for _, b := range r.boards[1:] {
		first := len(list)
		list = append(list, b.found...)
		for i := range min(len(b.found), mostCompared) {
			list[best], list[first+i] = list[first+i], list[best]
			best++
		}
	}
	front(list[:best], mostCompared)
	r.boards[0].found = list
	return list
}

// prepare finds the sources of all that a query means.
func (b *board) prepare(ctx context.Context, m *meaning) error {
	for i, t := range m.terms {
		s := b.slate(i)
		s.parts = t.parts
		if err := b.fill(ctx, s, t.alternatives); err != nil {
			return err
		}
	}
	for i, g := range m.groups {
		if err := b.fill(ctx, b.slate(len(m.terms)+i), g.alternatives); err != nil {
			return err
		}
		for _, s := range b.slates[g.first : g.last+1] {
			s.grouped = true
			if s.marks == nil {
				s.marks = make([]mark, blockSize)
			}
		}
	}
	return nil
}

// work ranks the board's documents, block by block.
func (b *board) work(ctx context.Context, m *meaning) error {
	if len(b.portions) == 0 {
		return nil
	}
	terms, groups := b.slates[:len(m.terms)], b.slates[len(m.terms):len(m.terms)+len(m.groups)]
	for _, s := range b.slates[:len(m.terms)+len(m.groups)] {
		n := int(b.end() - b.first())
		s.winners = slices.Grow(s.winners[:0], n)[:n]
		clear(s.winners)
	}
	for _, at := range b.portions {
		for _, s := range b.slates[:len(m.terms)+len(m.groups)] {
			for _, one := range s.sources {
				one.enter(at)
			}
		}
		for place := at.from; place < at.to; place += blockSize {
			if err := ctx.Err(); err != nil {
				return err
			}
			b.block.doc, b.block.first, b.block.end = at.doc+place, place, min(place+blockSize, at.to)
			for _, s := range terms {
				b.term(s)
			}
			for i, g := range m.groups {
				b.group(groups[i], terms[g.first:g.last+1])
			}
			b.keep(&m.limits, b.asked(m))
		}
	}
	return nil
}

// group puts the score of a concept that several words name together in place
// of the words' own, where it is higher.
func (b *board) group(concept *slate, words []*slate) {
	b.read(concept)
	root, rarity := float32(math.Sqrt(float64(len(words)))), float32(0)
	for _, w := range words {
		rarity += float32(w.rarity)
	}
	winners := concept.winners[b.block.doc-b.first():]
	b.block.work.each(func(word int, in *[64]cell, used uint64) {
		b.block.touched[word] |= used
		for ; used != 0; used &= used - 1 {
			at := bits.TrailingZeros64(used)
			place := uint16(word<<6 + at)
			winners[place] = in[at].winner() + 1
			one := b.mark(&in[at]) // the parts of a compound are those of a term
			in[at] = cell{}
			var score, cover, real float32
			for _, w := range words {
				if w.had.has(place) {
					score += w.marks[place].score
					cover += float32(w.rarity) * w.marks[place].cover
					real += w.marks[place].real
				}
			}
			to := &b.block.sums[place]
			to.total += max(0, root*one.score-score)
			to.cover += max(0, rarity*one.cover-cover)
			to.real += max(0, float32(len(words))*one.real-real)
		}
	})
}

// keep keeps the documents of the block that are within the limits and may
// answer enough of a query, given the rarity of all its terms.
func (b *board) keep(within *limits, all float64) {
	slots := b.view.slots[b.block.doc:]
	w := b.weights
	floor, surely := float32(w.Floor*all), float32(w.Relative*all)
	least := max(floor, float32(w.Relative)*b.most)
	for i, word := range b.block.touched {
		for ; word != 0; word &= word - 1 {
			place := i<<6 + bits.TrailingZeros64(word)
			s, doc := b.block.sums[place%blockSize], b.block.doc+uint32(place)
			b.block.sums[place%blockSize] = sums{}
			if slots[place] == none || !within.admits(doc) {
				continue
			}
			if s.cover > b.most {
				b.most = s.cover
				least = max(floor, float32(w.Relative)*b.most)
			}
			if s.total > 0 && (s.cover >= least || s.sure > 0 && s.sure >= surely) {
				b.docs, b.sums = append(b.docs, doc), append(b.sums, s)
			}
		}
	}
	b.block.touched = blockSet{}
}

// enough is what documents must have to match enough of the query, when all have
// been looked at.
type enough struct {
	least, surely float32 // answered, or answered as good as wholly
	much          float32 // of which less is a doubtful match
	whole         float32 // how many terms are answered where the query is
	subject       language.Probe
	powers        []float32
	steps         float32 // times what is answered is the place among the powers
}

// enough finds it out, given the powers of shares. Whether the whole query is answered
// does not depend on how rare its words are: one of two is half.
func (b *board) enough(m *meaning, powers []float32) enough {
	w, all := b.weights, b.asked(m)
	return enough{
		subject: m.vector.Probe(),
		least:   max(float32(w.Floor*all), float32(w.Relative)*b.most), surely: float32(w.Relative * all), much: float32(coverWhole * all),
		whole: float32(coverWhole * float64(len(m.terms))), powers: powers, steps: float32(len(powers)-1) / b.most,
	}
}

// result finds the board's documents that match enough of the query, the best ones in
// front. Doubtful ones must be about its subject too.
func (b *board) result(m *meaning, powers []float32) {
	e := b.enough(m, powers)
	slots := b.view.slots
	b.found, b.doubts = slices.Grow(b.found[:0], len(b.docs)), b.doubts[:0]
	for i, doc := range b.docs {
		s := &b.sums[i]
		if s.cover < e.least && (s.sure <= 0 || s.sure < e.surely) {
			continue
		}
		one := found{slots[doc], s.real >= e.whole, doc, float64(s.total * e.powers[int(s.cover*e.steps+0.5)])}
		if m.directed && s.sure == 0 && s.cover < e.much {
			b.doubts = append(b.doubts, one)
		} else {
			b.found = append(b.found, one)
		}
	}
	b.about(&e.subject)
	front(b.found, mostCompared)
}

// about adds the doubtful hits that are about a subject.
func (b *board) about(subject *language.Probe) {
	for part := range slices.Chunk(b.doubts, mostFetched) {
		b.vectors.fetch(b.view.view, part)
		for i, f := range part {
			if vector, extent := b.vectors.of(i); subject.AtLeast(vector, extent, b.weights.SubjectFloor) {
				b.found = append(b.found, f)
			}
		}
	}
}

// powersOf are the powers of 0, …, 1 in steps of a thousandth: a table is much
// cheaper than the power of each hit.
func (r *ranking) powersOf(exponent float64) []float32 {
	if r.exponent != exponent || r.powers == nil {
		r.exponent, r.powers = exponent, make([]float32, 1001)
		for i := range r.powers {
			r.powers[i] = float32(math.Pow(float64(i)/1000, exponent))
		}
	}
	return r.powers
}

// winners are the alternatives by which a hit matched each term, -1 where it did
// not, and then each group.
func (r *ranking) winners(doc uint32, m *meaning) []int {
	for _, b := range r.boards {
		if doc < b.end() {
			return b.winners(doc, m)
		}
	}
	return nil
}

// asked is the rarity of all terms of the query that was ranked.
func (r *ranking) asked(m *meaning) float64 { return r.boards[0].asked(m) }

// close lets go of the view.
func (r *ranking) close() {
	for _, b := range r.boards {
		b.close()
	}
}
