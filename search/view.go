package search

import (
	"errors"
	"fmt"
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
func (p *places) learn(rows []*row, slots []int32) {
	p.extents = make([]language.Extent, len(p.slots))
	dims := 0
	for doc, slot := range slots {
		if slot == none { // it is no more, or of no row
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

// edition tells which segments there are in a view.
type edition struct {
	ids  []uint64 // of the segments, by which bleve names them
	gone []uint64 // by segment: how many of its documents are no more
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
			s.places.learn(rows, v.slots[s.first:][:len(s.places.slots)])
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
