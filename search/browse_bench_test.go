package search

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"tiekartta/i18n"
)

// BenchmarkBrowse is a page of 20 with the counts of all facets, without words,
// under filters in none, one, two and four facets, no two queries alike; then
// what is counted of 20,000 hits of words, and what an edit costs. Rows are made
// without a database.
//
// Measured at 100,000 rows, in time of one core of a shared machine: unfiltered
// 0.01 ms, the counts of all facets in 5,000 rows or more 0.25 ms, in 1,000 rows
// 0.03 ms, an edit with five orders in use 0.85 ms, sorting all titles of a
// language for the first time 0.4 s. Row by row 20,000 rows would take 7 ms.
func BenchmarkBrowse(b *testing.B) {
	s := newShelf(b)
	for _, n := range []int{10_000, 100_000} {
		before := heap()
		c := newGenerator(3, s.catalogue).columns(n)
		made := heap()
		s.index.columns = c
		b.Logf("%d rows take %d bytes each", n, int(made-before)/n)
		s.search(Query{Sort: "title"}) // sorts them
		random := rand.New(rand.NewPCG(8, 8))
		for _, k := range []int{0, 1, 2, 4} {
			b.Run(fmt.Sprintf("%d/filters in %d", n, k), func(b *testing.B) {
				found := 0
				for b.Loop() {
					q := c.someQuery(random, k)
					found += s.search(q).Total
				}
				b.ReportMetric(float64(found)/float64(b.N), "hits")
			})
		}
		b.Run(fmt.Sprintf("%d/by title", n), func(b *testing.B) {
			for b.Loop() {
				q := c.someQuery(random, 1)
				q.Sort = "title"
				s.search(q)
			}
		})
		hits := newSlotSet(n)
		for _, slot := range random.Perm(n)[:n/5] {
			hits.add(int32(slot))
		}
		for _, k := range []int{0, 2} {
			b.Run(fmt.Sprintf("%d/%d hits of words, filters in %d", n, n/5, k), func(b *testing.B) {
				for b.Loop() {
					q := c.someQuery(random, k)
					chosen := c.selection(q)
					c.facets(q, chosen, hits, chosen.through(hits))
				}
			})
		}
		b.Run(fmt.Sprintf("%d/edit", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				fresh := *c.rows[i%n]
				fresh.updated++
				fresh.titles[0] += strconv.Itoa(i)
				c.change([]*row{&fresh}, nil)
			}
		})
	}
}

// someQuery filters by one or two values of some facets.
func (c *columns) someQuery(random *rand.Rand, facets int) Query {
	q := Query{Filters: map[string][]string{}, Lang: i18n.Finnish}
	for _, i := range random.Perm(int(facetCount) - 1)[:facets] {
		f := facet(i + 1)
		for range 1 + random.IntN(2) {
			if names := c.numberings[f].names; len(names) > 0 {
				q.Filters[f.String()] = append(q.Filters[f.String()], names[random.IntN(len(names))])
			}
		}
	}
	return q
}
