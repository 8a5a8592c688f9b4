package search

import (
	"math"
	"math/bits"
	"sync"
)

// meanings tell how near practices are in the space of meanings, measured from
// the middle of them all: what all have in common tells nothing. Each practice
// has a sketch, the signs of its vector, so that a look at all of 100,000 reads
// 2 MB. They are made when somebody first asks and then follow each change. The
// zero value is ready.
type meanings struct {
	mu       sync.Mutex // held while they are made
	made     bool
	middle   []float32
	common   float64  // the cosine that practices have anyway, where there is no middle
	sketches []sketch // by slot
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

// ready makes the sketches when nobody has asked before. The caller holds off
// changes.
func (m *meanings) ready(rows []*row) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made {
		return
	}
	n := float32(0)
	m.made, m.middle, m.common, m.sketches = true, nil, 0, m.sketches[:0]
	for _, r := range rows {
		if !hasMeaning(r) {
			continue
		}
		if m.middle == nil {
			m.middle = make([]float32, len(r.vector))
		}
		n++
		for i, cell := range r.vector {
			m.middle[i] += float32(cell)
		}
	}
	for i := range m.middle {
		m.middle[i] /= n
	}
	if n < fewMeanings {
		clear(m.middle)
		m.common = commonCosine
	}
	for slot, r := range rows {
		m.put(int32(slot), r)
	}
}

// hasMeaning tells whether something is known of a practice's meaning.
func hasMeaning(r *row) bool { return r != nil && r.realm == practices && len(r.vector) > 0 }

// follow takes changes in, once somebody has asked. Many of them move the
// middle.
func (m *meanings) follow(changes []change) {
	if len(changes) > mostMoved {
		m.made = false
	}
	if !m.made {
		return
	}
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
