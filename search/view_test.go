package search

import (
	"fmt"
	"testing"
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
