package search

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkNearest is a look at the subjects of all of 100,000 practices for
// those nearest to one. It must stay at a few ms.
//
// Measured on 2 cores of a shared machine: 0.5 ms; the whole answer of
// BenchmarkSimilar 15 to 20 ms, most of it reading the practice and its words.
func BenchmarkNearest(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	m := &meanings{}
	rows := make([]*row, 100_000)
	for i := range rows {
		vector := make([]int8, len(known().Vectors.Zero()))
		for j := range vector {
			vector[j] = int8(random.IntN(60) - 30)
		}
		rows[i] = &row{id: fmt.Sprint(i), vector: vector}
	}
	m.ready(rows)
	n := 0
	for i := 0; b.Loop(); i++ {
		n = len(m.nearest(int32(i%len(rows)), mostNearest))
	}
	b.ReportMetric(float64(n), "found")
}

// BenchmarkSimilar is the whole answer among 10,000 practices.
func BenchmarkSimilar(b *testing.B) {
	s := newShelf(b)
	g := newGenerator(1, s.catalogue)
	g.fill(s, 10000, 100)
	for i := 0; b.Loop(); i++ {
		if _, err := s.index.Similar(b.Context(), g.practice(i%10000, 1).ID, 5); err != nil {
			b.Fatal(err)
		}
	}
}
