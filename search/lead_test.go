package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLeadSortsTheFirstOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	compare := func(a, b found) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.slot, b.slot)) }
	for range 500 {
		list := make([]found, random.IntN(400))
		for i := range list {
			list[i] = found{slot: int32(i), score: float64(random.IntN(1 + random.IntN(300)))}
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		want := slices.SortedFunc(slices.Values(list), compare)
		n := random.IntN(len(list) + 10)
		lead(list, n, compare)
		if first := min(n, len(list)); !slices.Equal(list[:first], want[:first]) {
			t.Fatalf("the first %d of %d", n, len(list))
		}
		slices.SortFunc(list, compare)
		if !slices.Equal(list, want) {
			t.Fatal("not the same list")
		}
	}
}

func TestFrontHasTheHighestScores(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 2000 {
		list := make([]found, random.IntN(300))
		for i := range list {
			list[i] = found{slot: int32(i), score: float64(random.IntN(1 + random.IntN(300)))}
		}
		want := slices.SortedFunc(slices.Values(list), better)
		n := random.IntN(len(list) + 10)
		if random.IntN(2) == 0 {
			n /= 10
		}
		front(list, n)
		slices.SortFunc(list[:min(n, len(list))], better)
		slices.SortFunc(list[min(n, len(list)):], better)
		if !slices.EqualFunc(list, want, func(a, b found) bool { return a.score == b.score }) {
			t.Fatalf("the first %d of %d", n, len(list))
		}
		slices.SortFunc(list, func(a, b found) int { return cmp.Compare(a.slot, b.slot) })
		for i, f := range list {
			if f.slot != int32(i) {
				t.Fatal("not the same list")
			}
		}
	}
}
