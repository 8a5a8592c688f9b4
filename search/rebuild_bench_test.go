package search

import (
	"testing"
)

// BenchmarkRebuild builds the index of 10,000 practices of about 4 kB anew,
// beside the one in use.
//
// Measured on 2 cores that others used at the same time, one run each: 43 s one
// text after the other, 36 s with parts found and written side by side.
func BenchmarkRebuild(b *testing.B) {
	s := newShelf(b)
	newGenerator(1, s.catalogue).fill(s, 10000, 400)
	for b.Loop() {
		s.must(s.index.Rebuild(b.Context()))
	}
}
