package search

import "math/bits"

// blockSize is how many documents are ranked together: what is known of so many
// stays near the processor while the lists of all words go by.
const blockSize = 2048

// block is what is known of the documents in hand. Their places are counted from
// its first one. It is all zero between two blocks.
type block struct {
	from, to uint32 // documents of one segment
	work     pass   // of the term in hand
	apart    pass   // of a name whose words stand apart
	sums     [blockSize]sums
	touched  blockSet
	places   [blockSize]uint16 // that a cursor has read
}

// sums are what the terms give a document together.
type sums struct {
	total float32 // of the scores
	cover float32 // the rarity of the terms, as far as they are answered
	real  float32 // how many terms are answered, without what is guessed
	sure  float32 // of the terms that are answered as good as wholly
}

// pass holds what alternatives have found.
type pass struct {
	cells   [blockSize]cell
	touched blockSet
}

// cell is what a pass knows of a document.
type cell struct {
	best, rest float32 // the best alternative's score and the sum of the others
	title      float32
	cover      float32 // how much of the term its alternatives answer
	real       float32 // without those that are guesses
	winner     int16   // which alternative is the best
	parts      uint16  // which parts of a compound
}

// add takes in what an alternative scores in a document, by its claim.
func (p *pass) add(place uint16, score float32, by claim) *cell {
	c := &p.cells[place%blockSize]
	if c.best == 0 {
		p.touched.add(place)
	}
	if score > c.best {
		c.rest += c.best
		c.best, c.winner = score, by.number
	} else {
		c.rest += score
	}
	if by.cover > c.cover {
		c.cover = by.cover
	}
	if by.real > c.real {
		c.real = by.real
	}
	return c
}

// blockSet are some documents of a block.
type blockSet [blockSize / 64]uint64

func (s *blockSet) add(place uint16) { s[place/64%(blockSize/64)] |= 1 << (place % 64) }

func (s *blockSet) has(place uint16) bool { return s[place/64]&(1<<(place%64)) != 0 }

// each calls f with the places, in order.
func (s *blockSet) each(f func(place uint16)) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			f(uint16(i<<6 + bits.TrailingZeros64(word)))
		}
	}
}

// cursor reads a term's lists from block to block.
type cursor struct {
	lists []*list
	gaps  []uint16 // of the segment in hand, what is not read yet
	much  []uint8
	doc   uint32 // the last one read
}

// enter turns to a segment, given its first document.
func (c *cursor) enter(segment int, first uint32) {
	l := c.lists[segment]
	c.gaps, c.much, c.doc = l.gaps, l.much, first
}

// read gives the places of the block's documents that the term stands in, until
// the next read, and how much each speaks of it: not at all where there is none.
func (c *cursor) read(b *block) (places []uint16, much []uint8) {
	n, doc := 0, c.doc
	for _, gap := range c.gaps {
		next := doc + uint32(gap)
		if next >= b.to {
			break
		}
		doc, b.places[n%blockSize] = next, uint16(next-b.from)
		n++
	}
	much = c.much[:n]
	c.gaps, c.much, c.doc = c.gaps[n:], c.much[n:], doc
	return b.places[:n], much
}
