package search

import (
	"math"
	"slices"
	"sync"
)

// memory are the lists that were read of an index so far: reading them from
// bleve's files costs twenty times as much as using them. Those of segments that
// are no more go when their term is asked for again, or room is needed.
type memory struct {
	mu    sync.RWMutex
	terms map[termKey]*postings
	bytes int64
}

// postings are a term's documents in a view, and how many there still are: those that
// are no more stay in the lists until bleve merges their segment, but make no word
// common, nor known. All lists lie in one, because millions of small things in memory
// are what keeps the garbage collector busy.
type postings struct {
	of      *edition
	all     list
	ends    []int32 // by segment: where its list ends
	present []int32 // by segment: how many of its documents there still are
	count   int
}

// list are the documents of a segment that have the term.
func (p *postings) list(segment int) list {
	if segment == 0 {
		return p.all[:p.ends[0]]
	}
	return p.all[p.ends[segment-1]:p.ends[segment]]
}

type termKey struct{ field, term string }

// list are the documents of a segment that have a term, in order.
type list []posting

// posting is a document's place in its segment, and below that BM25's measure of how
// much it speaks of a term, in parts of fullMuch.
type posting uint32

const (
	muchBits = 8
	fullMuch = (1<<muchBits - 1) / (saturation + 1)
	// mostInSegment is how many documents a segment may have: no catalogue comes near.
	mostInSegment = 1<<(32-muchBits) - 1
	// noPosting is behind all postings.
	noPosting = math.MaxUint32
)

func (p posting) place() uint32 { return uint32(p) >> muchBits }

func (p posting) much() uint32 { return uint32(p) % (1 << muchBits) }

// mostRemembered bounds the memory for lists, in bytes: about as much as all
// lists of 100,000 practices take.
const mostRemembered = 176 << 20

// cost is about how much memory postings take.
func (p *postings) cost() int64 {
	return int64(224 + 8*len(p.ends) + 4*len(p.all))
}

// postings are a term's in the view.
func (v *view) postings(field, term string) (*postings, error) {
	key, m := termKey{field, term}, v.memory
	m.mu.RLock()
	p := m.terms[key]
	m.mu.RUnlock()
	if p != nil && p.of == v.edition {
		return p, nil
	}
	v.reading.Lock()
	defer v.reading.Unlock()
	m.mu.RLock()
	p = m.terms[key]
	m.mu.RUnlock()
	if p != nil && p.of == v.edition { // somebody else has read them meanwhile
		return p, nil
	}
	made, err := v.read(key, p)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, made)
	return made, nil
}

// put remembers a term's postings. The caller holds mu.
func (m *memory) put(key termKey, p *postings) {
	if before := m.terms[key]; before != nil {
		m.bytes -= before.cost()
		delete(m.terms, key)
	}
	if m.bytes+p.cost() > mostRemembered {
		m.forget()
	}
	m.bytes += p.cost()
	m.terms[key] = p
}

// forget drops terms, whichever, until a quarter of the room is free.
func (m *memory) forget() {
	for key, p := range m.terms {
		if m.bytes < mostRemembered*3/4 {
			return
		}
		m.bytes -= p.cost()
		delete(m.terms, key)
	}
}

// read gathers a term's postings; before are those of another view, if any. The caller
// holds reading.
func (v *view) read(key termKey, before *postings) (*postings, error) {
	n, all := len(v.segments), 0
	numbers := make([]int32, 2*n)
	p := &postings{of: v.edition, ends: numbers[:n:n], present: numbers[n:]}
	lists := make([]list, n)
	for i, s := range v.segments {
		at := -1
		if before != nil {
			at = slices.Index(before.of.ids, v.ids[i])
		}
		if at >= 0 {
			lists[i] = before.list(at)
		} else {
			var err error
			if lists[i], err = s.read(key); err != nil {
				return nil, err
			}
		}
		if at >= 0 && before.of.gone[at] == v.gone[i] { // no document comes back
			p.present[i] = before.present[at]
		} else {
			p.present[i] = v.living(i, lists[i])
		}
		p.count += int(p.present[i])
		all += len(lists[i])
		p.ends[i] = int32(all)
	}
	p.all = make(list, 0, all)
	for _, l := range lists {
		p.all = append(p.all, l...)
	}
	return p, nil
}

// living is how many documents of a segment's list there still are.
func (v *view) living(number int, l list) (n int32) {
	if v.gone[number] == 0 {
		return int32(len(l))
	}
	first := v.segments[number].first
	for _, p := range l {
		if v.slots[first+p.place()] != none {
			n++
		}
	}
	return n
}

// read reads a list from bleve's files.
func (s *segment) read(key termKey) (list, error) {
	dictionary := s.dictionaries[key.field]
	if dictionary == nil {
		var err error
		if dictionary, err = s.Dictionary(key.field); err != nil {
			return nil, err
		}
		s.dictionaries[key.field] = dictionary
	}
	found, err := dictionary.PostingsList([]byte(key.term), nil, nil)
	if err != nil {
		return nil, err
	}
	n := int(found.Count())
	if n == 0 {
		return nil, nil
	}
	once, l := onceOnly(key.field), make(list, 0, n)
	for each := found.Iterator(true, true, false, nil); ; {
		p, err := each.Next()
		if err != nil || p == nil {
			return l, err
		}
		frequency := float64(p.Frequency())
		if once {
			frequency = 1
		}
		much := max(1, min(1<<muchBits-1, frequencyPart(frequency, p.Norm())*fullMuch+0.5))
		l = append(l, posting(p.Number()<<muchBits|uint64(much)))
	}
}
