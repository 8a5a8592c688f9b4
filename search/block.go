package search

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// blockSize is how many documents are ranked together: what is known of so many
// stays near the processor while the lists of all words go by.
const blockSize = 2048

// block is what is known of the documents in hand. Their places are counted from
// its first one. It is all zero between two blocks.
type block struct {
	doc        uint32 // the number of its first document
	first, end uint32 // in the segment
	work       pass   // of the term in hand
	apart      pass   // of a name whose words stand apart
	sums       [blockSize]sums
	touched    blockSet
}

// sums are what the terms give a document together.
type sums struct {
	total float32 // of the scores
	cover float32 // the rarity of the terms, as far as they are answered
	real  float32 // how many terms are answered, without what is guessed
	sure  float32 // of the terms that are answered as good as wholly
}

// pass holds what alternatives have found. What counts is in whole numbers, so that
// the best of two needs no guess of the processor's, which would often be wrong.
type pass struct {
	cells   [blockSize]cell
	touched [blockSize / together8]uint8 // 1 for each eight cells of which one is in use
}

// together8 is how many cells are looked through together.
const together8 = 8

// cell is what a pass knows of a document.
type cell struct {
	best        uint32 // the best alternative's points, above its number from behind
	rest        uint32 // the points of the others
	title       uint32 // points
	cover, real share  // how much of the term its alternatives answer; without those that are guesses
	parts       uint16 // which parts of a compound
}

// points are a score in whole numbers.
type points = uint32

const (
	onePoints  = 1 << 14
	numberBits = 12
	mostPoints = 1<<(32-numberBits) - 1
)

// pointsOf is a score in points.
func pointsOf(score float64) points { return points(min(score*onePoints+0.5, mostPoints)) }

// share is a part of a whole in whole numbers, never less than it is.
type share uint16

const wholeShare = 1 << 15

func shareOf(part float64) share { return share(min(1, part)*wholeShare + 0.999) }

func (s share) part() float32 { return float32(s) / wholeShare }

// add takes in what an alternative scores in a document, by its claim.
func (p *pass) add(place uint32, score points, by *claim) *cell {
	c := &p.cells[place%blockSize]
	p.touched[place%blockSize/together8] = 1
	one := min(score, mostPoints)<<numberBits | by.behind
	c.rest += min(c.best, one) >> numberBits
	c.best = max(c.best, one)
	c.cover, c.real = max(c.cover, by.cover), max(c.real, by.real)
	return c
}

func (c *cell) points() points { return c.best >> numberBits }

// winner is the number of the best alternative.
func (c *cell) winner() int16 { return mostAlternatives - int16(c.best&(1<<numberBits-1)) }

// each calls f with the cells in use, in order and 64 by 64, and empties them; f tells
// which bits of a word of 64 it wants.
func (p *pass) each(f func(word int, in *[64]cell, used uint64)) {
	for word := range blockSize / 64 {
		eights := binary.LittleEndian.Uint64(p.touched[word*together8:])
		if eights == 0 {
			continue
		}
		in, used := (*[64]cell)(p.cells[word*64:]), uint64(0)
		for ; eights != 0; eights &= eights - 1 {
			first := bits.TrailingZeros64(eights) / 8 * together8
			for i := first; i < first+together8; i++ {
				n := in[i%64].best
				used |= uint64((n|-n)>>31) << i // whether there is one, without a branch
			}
		}
		f(word, in, used)
	}
	clear(p.touched[:])
}

// blockSet are some documents of a block.
type blockSet [blockSize / 64]uint64

func (s *blockSet) has(place uint16) bool { return s[place/64]&(1<<(place%64)) != 0 }

// portion are documents of one segment that are ranked one block after the other.
type portion struct {
	segment  int
	doc      uint32 // the number of the segment's first document
	from, to uint32 // in the segment; from begins a block
}

// cursor reads a term's lists from block to block.
type cursor struct {
	*postings
	rest list    // in the segment in hand, what is not read yet
	next posting // the first of it: most lists have nothing in most blocks
}

// enter turns to a portion.
func (c *cursor) enter(at portion) {
	c.rest = c.list(at.segment)
	if at.from > 0 {
		c.rest = c.rest[sort.Search(len(c.rest), func(i int) bool { return c.rest[i].place() >= at.from }):]
	}
	c.turn()
}

func (c *cursor) turn() {
	if c.next = noPosting; len(c.rest) > 0 {
		c.next = c.rest[0]
	}
}

// read gives the block's documents that the term stands in.
func (c *cursor) read(b *block) list {
	end := posting(b.end << muchBits)
	if c.next >= end {
		return nil
	}
	n := 0
	for n+strides < len(c.rest) && c.rest[n+strides] < end {
		n += strides // each of them is read anyway, and memory is fetched in order
	}
	for n < len(c.rest) && c.rest[n] < end {
		n++
	}
	read := c.rest[:n]
	c.rest = c.rest[n:]
	c.turn()
	return read
}

// strides is how many postings are looked over at once: as many as are fetched from
// memory together.
const strides = 16

// parts are the documents of the view in n parts of about the same size, in order.
func (v *view) parts(n int) [][]portion {
	list, whole := make([][]portion, 1, n), uint32(len(v.slots))
	left := whole / uint32(n)
	for i, s := range v.segments {
		one := portion{i, s.first, 0, uint32(len(s.places.slots))}
		for cut := blocks(left); len(list) < n && one.from+cut < one.to; cut = blocks(left) {
			before := one
			before.to, one.from = one.from+cut, one.from+cut
			list[len(list)-1] = append(list[len(list)-1], before)
			list, left = append(list, nil), whole/uint32(n)
		}
		list[len(list)-1] = append(list[len(list)-1], one)
		left -= min(left, one.to-one.from)
	}
	return list
}

// blocks are so many documents and the rest of their last block.
func blocks(docs uint32) uint32 { return (docs + blockSize - 1) / blockSize * blockSize }
