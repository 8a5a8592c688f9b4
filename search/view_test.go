package search

import (
	"fmt"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

func TestMemoryForListsKeepsItsBoundWhateverIsAskedAgain(t *testing.T) {
	m := &memory{terms: map[termKey]*postings{}}
	long := &list{gaps: make([]uint16, 1<<20), much: make([]uint8, 1<<20), count: 1 << 20} // 3 MB
	for i := range 200 {
		for range 3 { // the same term in other views
			m.put(termKey{"text_fi", fmt.Sprint(i % 60)}, &postings{lists: []*list{long}, count: 1})
		}
		total := int64(0)
		for _, p := range m.terms {
			total += p.cost()
		}
		if total != m.bytes || total > mostRemembered {
			t.Fatalf("after %d: %d bytes are told, %d held", i, m.bytes, total)
		}
	}
	if len(m.terms) < 20 {
		t.Errorf("%d terms are left", len(m.terms))
	}
}

func TestSearchesSeeWhatWasMergedSinceTheLastBatch(t *testing.T) {
	s := newShelf(t)
	for i := range 4 {
		s.publish(titled(fmt.Sprint("p", i), fmt.Sprintf("Kielikahvila %d", i)))
		s.catchUp()
	}
	before := s.index.view.ids
	if err := s.index.engine.inner.(*scorch.Scorch).ForceMerge(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.index.view.ids, before) || len(before) < 2 {
		t.Fatal("the view moves by itself, or there was nothing to merge:", before, s.index.view.ids)
	}
	if err := s.index.refresh(); err != nil {
		t.Fatal(err)
	}
	if now := s.index.view.ids; len(now) >= len(before) {
		t.Errorf("segments %v instead of %v", now, before)
	}
	if found := s.ids(Query{Words: "kielikahvilassa"}); len(found) != 4 {
		t.Errorf("found %v", found)
	}
	s.agree()
}
