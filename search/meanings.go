package search

import (
	"math"
	"math/bits"
	"sync"
)

// meanings tell how near practices are in the space of meanings, measured from
// the middle of them all: what all have in common tells nothing. Each practice
// has a sketch, the signs of its vector, so that a look at all of 100,000 reads
// 2 MB. They are made when somebody first asks and then follow each change: the
// middle is always that of all, sketches are made again where it has moved. The
// zero value is ready.
type meanings struct {
	mu       sync.Mutex // held while they are made
	made     bool
	count    int     // of practices whose meaning is known
	sum      []int64 // of their vectors
	middle   []float32
	common   float64  // the cosine that practices have anyway, where there is no middle
	sketches []sketch // by slot
	sketched int      // how many practices there were when they were made
}

// sketch are the signs of the first numbers of a vector; nothing where there is
// no practice or nothing is known of its meaning.
type sketch [2]uint64

// Of how many practices there is a middle worth measuring from, and the cosine
// that any two have when there is none.
const (
	fewMeanings  = 20
	commonCosine = 0.6
)

// ready makes the sketches when nobody has asked before, or when there are so many
// more or fewer practices that the middle is another. The caller holds off
// changes.
func (m *meanings) ready(rows []*row) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.made {
		m.made, m.count, m.sum = true, 0, nil
		for _, r := range rows {
			m.weigh(r, 1)
		}
		m.measure()
	} else if m.count <= m.sketched*3/2 && m.count >= m.sketched/2 && (m.count < fewMeanings) == (m.sketched < fewMeanings) {
		return
	}
	m.sketched, m.sketches = m.count, m.sketches[:0]
	for slot, r := range rows {
		m.put(int32(slot), r)
	}
}

// hasMeaning tells whether something is known of a practice's meaning.
func hasMeaning(r *row) bool { return r != nil && r.realm == practices && len(r.vector) > 0 }

// weigh adds a practice's vector to the sum, or takes it away.
func (m *meanings) weigh(r *row, by int) {
	if !hasMeaning(r) {
		return
	}
	if m.sum == nil {
		m.sum = make([]int64, len(r.vector))
	}
	m.count += by
	for i, cell := range r.vector {
		m.sum[i] += int64(by) * int64(cell)
	}
}

// measure finds the middle.
func (m *meanings) measure() {
	if len(m.middle) != len(m.sum) {
		m.middle = make([]float32, len(m.sum))
	}
	if m.common = 0; m.count < fewMeanings {
		clear(m.middle)
		m.common = commonCosine
		return
	}
	for i, n := range m.sum {
		m.middle[i] = float32(n) / float32(m.count)
	}
}

// follow takes changes in, once somebody has asked.
func (m *meanings) follow(changes []change) {
	if !m.made {
		return
	}
	for _, one := range changes {
		m.weigh(one.old, -1)
		m.weigh(one.now, 1)
	}
	m.measure()
	for _, one := range changes {
		m.put(one.slot, one.now)
	}
}

func (m *meanings) put(slot int32, r *row) {
	for int(slot) >= len(m.sketches) {
		m.sketches = append(m.sketches, sketch{})
	}
	var s sketch
	if hasMeaning(r) && len(r.vector) == len(m.middle) {
		for i, cell := range r.vector[:min(len(r.vector), 64*len(s))] {
			if float32(cell) > m.middle[i] {
				s[i/64] |= 1 << (i % 64)
			}
		}
	}
	m.sketches[slot] = s
}

// cosine is how near the meanings of two practices are, 0 where one is not
// known.
func (m *meanings) cosine(a, b *row) float64 {
	if len(a.vector) != len(m.middle) || len(b.vector) != len(m.middle) {
		return 0
	}
	var both, one, other float32
	for i, middle := range m.middle {
		x, y := float32(a.vector[i])-middle, float32(b.vector[i])-middle
		both, one, other = both+x*y, one+x*x, other+y*y
	}
	if one == 0 || other == 0 {
		return 0
	}
	near := float64(both) / math.Sqrt(float64(one)*float64(other))
	if m.common > 0 {
		near = max(0, near-m.common)
	}
	return near
}

// nearest are the slots whose sketches are nearest to one's, at least n when
// there are as many, in no order. The slot itself may be among them.
func (m *meanings) nearest(slot int32, n int) []int32 {
	if int(slot) >= len(m.sketches) || m.sketches[slot] == (sketch{}) {
		return nil
	}
	own, far := m.sketches[slot], make([]uint8, len(m.sketches))
	var many [64*len(sketch{}) + 1]int
	for other, s := range m.sketches {
		if s != (sketch{}) {
			far[other] = uint8(bits.OnesCount64(own[0]^s[0]) + bits.OnesCount64(own[1]^s[1]))
			many[far[other]]++
		}
	}
	most, found := 0, many[0]
	for most < len(many)-1 && found < n {
		most++
		found += many[most]
	}
	list := make([]int32, 0, found)
	for other, s := range m.sketches {
		if int(far[other]) <= most && s != (sketch{}) {
			list = append(list, int32(other))
		}
	}
	return list
}
