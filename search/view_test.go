package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"tiekartta/catalogue"
)

func TestMemoryForListsKeepsItsBoundWhateverIsAskedAgain(t *testing.T) {
	m := &memory{terms: map[termKey]*postings{}}
	long := make(list, 1<<20) // 4 MB
	for i := range 200 {
		for range 3 { // the same term in other views
			m.put(termKey{"text_fi", fmt.Sprint(i % 60)}, &postings{all: long, count: 1})
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
	n := 0
	for ; n < 4 || n < 100 && len(s.index.view.ids) < 2; n++ { // bleve merges by itself, too
		s.publish(titled(fmt.Sprint("p", n), fmt.Sprintf("Kielikahvila %d", n)))
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
	if found := s.ids(Query{Words: "kielikahvilassa", Limit: 100}); len(found) != n {
		t.Errorf("found %v", found)
	}
	s.agree()
}

// scored is what a query finds, with scores, and how it was mended.
func (s *shelf) scored(words string) []string {
	s.t.Helper()
	r := s.search(Query{Words: words})
	list := []string{r.Corrected}
	for _, h := range r.Hits {
		list = append(list, fmt.Sprintf("%s %.2f", h.ID, h.Score))
	}
	return list
}

func TestWhatIsNoMoreMakesNoWordCommonOrKnown(t *testing.T) {
	s := newShelf(t)
	list := []catalogue.Practice{titled("tuba", "Tuubakuoro alkaa"), titled("both", "Uimakoulu alkaa"), titled("zorva", "Zorvalinkkuri")}
	var gone []string
	for i := range 40 {
		gone = append(gone, fmt.Sprint("gone-", i))
		list = append(list, titled(gone[i], fmt.Sprint("Tuubakuoro ", i)))
	}
	for i := range 10 {
		list = append(list, titled(fmt.Sprint("other-", i), fmt.Sprint("Uimakoulu ", i)))
	}
	s.publish(list...)
	s.catchUp()
	queries := []string{"tuubakuoro uimakoulu", "uimakoulut", "zorvalinkkuru", "zorvalin"}
	if got := s.scored("zorvalinkkuru"); got[0] != "zorvalinkkuri" {
		t.Fatalf("a word of the catalogue is not offered: %v", got)
	}
	for i := range 5 { // each version leaves the one before it in its segment
		s.change("both", func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprint("Uimakoulu jatkuu ", i) })
		s.catchUp()
		s.scored(queries[0])
	}
	for _, id := range append(gone, "zorva") {
		s.archive(id)
	}
	s.catchUp()
	var live [][]string
	for _, words := range queries {
		live = append(live, s.scored(words))
	}
	s.must(s.index.Rebuild(t.Context()))
	for i, words := range queries {
		if fresh := s.scored(words); !slices.Equal(live[i], fresh) {
			t.Errorf("%s: %v, and of an index without what is no more %v", words, live[i], fresh)
		}
	}
	if got := s.scored("zorvalinkkuru"); strings.Contains(live[2][0], "zorva") {
		t.Errorf("a word of a withdrawn practice is told: %v", got)
	}
}
