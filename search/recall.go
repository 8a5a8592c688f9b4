package search

import (
	"fmt"
	"runtime/debug"
	"strings"

	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// recallWords loads the words of the opened index.
func (x *Index) recallWords() (err error) {
	for r := range realms {
		if x.lexicons[r], err = x.engine.lexicon(x.language, r); err != nil {
			return err
		}
	}
	return nil
}

// recall gives the rows of fresh columns what the index has of their documents: their
// marks, what they are tagged with, and where they are in the space of meanings. f is
// called with each document: its row's slot, none for one without, its id and mark.
// The view has its places.
func (v *view) recall(c *columns, f func(slot int32, id string, mark []byte)) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer c.settle()
	for i, s := range v.segments {
		gone := v.snapshot.Segments()[i].Deleted()
		values, err := s.values()
		if err != nil {
			return err
		}
		for doc := range s.Count() {
			if gone != nil && gone.Contains(uint32(doc)) {
				continue
			}
			held, err := values.of(doc)
			if err != nil {
				return err
			}
			slot := v.slots[uint64(s.first)+doc]
			if slot == none {
				id, err := s.DocID(doc)
				if err != nil {
					return err
				}
				f(none, string(id), held.mark)
				continue
			}
			r := c.rows[slot]
			r.mark = shortMark(string(held.mark))
			if len(held.vector) > 0 {
				r.vector = readVector(held.vector)
			}
			if len(held.tags) > 0 {
				c.tagFirst(slot, strings.Split(string(held.tags), "\n"))
			}
			f(slot, r.id, held.mark)
		}
	}
	return nil
}

// values reads what a segment holds of its documents beside their words. bleve's own
// reader looks for the segment, the fields and the document's id again for each.
type values struct {
	from  segments.DocValueVisitable
	state segments.DocVisitState
	visit index.DocValueVisitor
	now   held
}

// held are the values of a document, empty where it has none. They are good until
// the next document is read.
type held struct{ mark, vector, tags []byte }

func (s *segment) values() (*values, error) {
	from, ok := s.Segment.(segments.DocValueVisitable)
	if !ok {
		return nil, fmt.Errorf("a segment of the search index is a %T", s.Segment)
	}
	v := &values{from: from}
	v.visit = v.take
	return v, nil
}

// heldFields are those of held.
var heldFields = []string{fieldMark, fieldVector, fieldTags}

func (v *values) of(doc uint64) (_ held, err error) {
	v.now = held{}
	v.state, err = v.from.VisitDocValues(doc, heldFields, v.visit, v.state)
	return v.now, err
}

func (v *values) take(field string, value []byte) {
	switch field {
	case fieldMark:
		v.now.mark = value
	case fieldVector:
		v.now.vector = value
	case fieldTags:
		v.now.tags = value
	}
}
