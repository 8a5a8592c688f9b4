package search

import (
	"runtime"
	"strings"
	"testing"

	"tiekartta/i18n"
)

// BenchmarkPageOfTwenty is a page of 20 results with its facets, counts and
// highlights from 10,000 practices of about 4 kB; it must stay under 25 ms of
// work. Compare with BenchmarkLookup alone for what facets and texts cost.
//
// Once measured on 2 cores: see each line's ns/op; the columns, the index and
// the runtime together held 60 MB.
func BenchmarkPageOfTwenty(b *testing.B) {
	s := newShelf(b)
	g := newGenerator(1, s.catalogue)
	g.fill(s, 10000, 400)
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.Logf("%d MB in use", memory.HeapAlloc>>20)
	for _, query := range []struct {
		name string
		q    Query
	}{
		{"browse", Query{}},
		{"browse filtered", Query{Domains: []string{"work", "housing"}, Countries: []string{"FI"}, Maturities: []string{"pilot"}}},
		{"browse by title", Query{Sort: "title"}},
		{"rare word", Query{Words: g.words[15000]}},
		{"common word", Query{Words: g.words[0]}},
		{"three words", Query{Words: g.words[3] + " " + g.words[500] + " " + g.words[9000]}},
		{"three words filtered", Query{Words: g.words[3] + " " + g.words[500] + " " + g.words[9000], Domains: []string{"work"}}},
		{"by evidence", Query{Words: g.words[20] + " " + g.words[501], Sort: "evidence"}},
		{"last page", Query{Words: g.words[0], Offset: 5000}},
		{"32 words", Query{Words: strings.Join(g.words[100:132], " ")}},
	} {
		b.Run(query.name, func(b *testing.B) {
			query.q.Lang, query.q.Limit = i18n.Finnish, 20
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.index.Search(b.Context(), query.q); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(s.search(query.q).Total), "hits")
		})
	}
}
