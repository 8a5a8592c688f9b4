package search

import (
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segments "github.com/blevesearch/scorch_segment_api/v2"

	"tiekartta/search/language"
)

// view is one state of the index, as searches see it until the next batch has
// come in. Documents have numbers in it, from 0 over all segments; those that
// are no more have one too.
type view struct {
	snapshot *scorch.IndexSnapshot
	*edition
	segments []*segment
	slots    []int32 // by document: its row in the columns, none for one that is no more
	memory   *memory
	reading  sync.Mutex // holds the segments' dictionaries
}

// none is the slot of a document without a row.
const none = -1

// segment is an unchanging part of the index.
type segment struct {
	segments.Segment
	first        uint32 // the number of its first document
	dictionaries map[string]segments.TermDictionary
	places       *places
}

// places are the rows of a segment's documents and their vectors: a query is
// compared with many of them, which must lie one behind the other in memory.
type places struct {
	slots   []int32
	ids     []string // until the slots are known
	vectors []int8
	extents []language.Extent
}

// vector is a document's.
func (p *places) vector(doc uint32) ([]int8, language.Extent) {
	dims := len(p.vectors) / len(p.slots)
	return p.vectors[int(doc)*dims:][:dims], p.extents[doc]
}

// know finds the rows of the documents.
func (p *places) know(c *columns) {
	p.slots = make([]int32, len(p.ids))
	for doc, id := range p.ids {
		if slot, ok := c.slots[id]; ok {
			p.slots[doc] = slot
		} else {
			p.slots[doc] = none
		}
	}
	p.ids = nil
}

// learn gathers the documents' vectors from their rows, which share them from now on.
func (p *places) learn(rows []*row) {
	p.extents = make([]language.Extent, len(p.slots))
	dims := 0
	for doc, slot := range p.slots {
		if slot == none {
			continue
		}
		vector := rows[slot].vector
		if dims == 0 && len(vector) > 0 {
			dims, p.vectors = len(vector), make([]int8, len(vector)*len(p.slots))
		}
		p.extents[doc] = language.ExtentOf(vector)
		if copy(p.vectors[doc*dims:][:dims], vector) > 0 {
			rows[slot].vector = slices.Clip(p.vectors[doc*dims:][:dims])
		}
	}
}

// vector is a document's in the view.
func (v *view) vector(doc uint32) (vector []int8, e language.Extent) {
	at := len(v.segments) - 1
	for v.segments[at].first > doc {
		at--
	}
	return v.segments[at].places.vector(doc - v.segments[at].first)
}

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

// edition tells which segments there are in a view.
type edition struct {
	ids  []uint64 // of the segments, by which bleve names them
	gone []uint64 // by segment: how many of its documents are no more
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

// look is the newest state of the index. What is known of the segments of the
// view before is kept. place makes it ready for use.
func (e *engine) look(before *view) (v *view, err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reader, err := e.inner.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("search index is a %T", reader), reader.Close())
	}
	v = &view{snapshot: snapshot, edition: &edition{}, memory: &memory{terms: map[termKey]*postings{}}}
	known := map[uint64]*segment{}
	if before != nil {
		v.memory = before.memory
		for i, id := range before.ids {
			known[id] = before.segments[i]
		}
	}
	first := uint64(0)
	for _, s := range snapshot.Segments() {
		one := &segment{Segment: s.Segment(), first: uint32(first), dictionaries: map[string]segments.TermDictionary{}}
		if old := known[s.Id()]; old != nil {
			one.places = old.places
		} else if one.places, err = newPlaces(s.Segment()); err != nil {
			return nil, errors.Join(err, snapshot.Close())
		}
		gone := uint64(0)
		if deleted := s.Deleted(); deleted != nil {
			gone = deleted.GetCardinality()
		}
		v.ids, v.segments, v.gone = append(v.ids, s.Id()), append(v.segments, one), append(v.gone, gone)
		first += s.Segment().Count()
	}
	v.slots = make([]int32, first)
	return v, nil
}

func newPlaces(s segments.Segment) (*places, error) {
	if s.Count() > mostInSegment {
		return nil, fmt.Errorf("a segment of the search index has %d documents, more than %d", s.Count(), mostInSegment)
	}
	p := &places{}
	for doc := range s.Count() {
		id, err := s.DocID(doc)
		if err != nil {
			return nil, err
		}
		p.ids = append(p.ids, string(id))
	}
	return p, nil
}

// place finds the rows of the view's documents. A row's slot serves another only
// when its document is no more, so what is found stays right.
func (v *view) place(c *columns) {
	for i, s := range v.segments {
		p := s.places
		if p.slots == nil {
			p.know(c)
		}
		slots := v.slots[s.first : int(s.first)+len(p.slots)]
		copy(slots, p.slots)
		if gone := v.snapshot.Segments()[i].Deleted(); gone != nil {
			for docs := gone.Iterator(); docs.HasNext(); {
				slots[docs.Next()] = none
			}
		}
	}
}

// learn makes the vectors of the view's documents ready for use. It has its places,
// and their rows have what was indexed.
func (v *view) learn(rows []*row) {
	for _, s := range v.segments {
		if s.places.extents == nil {
			s.places.learn(rows)
		}
	}
}

func (v *view) close() error {
	if v == nil {
		return nil
	}
	return v.snapshot.Close()
}

// see puts a view in place of the one in use. The caller holds mu.
func (x *Index) see(v *view) error {
	v.place(x.columns)
	v.learn(x.columns.rows)
	old := x.view
	x.view = v
	return old.close()
}

// refresh lets searches see what bleve has merged since the last batch: the old
// segments are slower, and their files stay as long as somebody sees them. It also
// sees to the year.
func (x *Index) refresh() error {
	x.following.Lock()
	defer x.following.Unlock()
	if x.engine == nil {
		return errClosed
	}
	x.turn()
	v, err := x.engine.look(x.view)
	if err != nil {
		return err
	}
	if slices.Equal(v.ids, x.view.ids) {
		return v.close()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.see(v)
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

// read gathers a term's postings; before are those of another view, if any.
func (v *view) read(key termKey, before *postings) (*postings, error) {
	v.reading.Lock()
	defer v.reading.Unlock()
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

// parts are the documents of the view in n parts of about the same size, in order.
func (v *view) parts(n int) [][]portion {
	list, whole := make([][]portion, 1, n), uint32(len(v.slots))
	left := whole / uint32(n)
	for i, s := range v.segments {
		one := portion{i, s.first, 0, uint32(s.Count())}
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
