package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// BenchmarkEditIsVisible is the time from the answer to whoever publishes until
// a search finds what was published, by itself and while many search.
// TIEKARTTA_PRACTICES says how many practices there are; 10,000 without.
//
// Measured on 2 cores of a shared machine with 10,000: 12 ms, 30 ms beside 64
// that search without a pause.
func BenchmarkEditIsVisible(b *testing.B) {
	n := 10000
	if text := os.Getenv("TIEKARTTA_PRACTICES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	s := newShelf(b)
	g := newGenerator(1, s.catalogue)
	began := time.Now()
	g.fill(s, n, 40)
	b.Logf("%d practices after %v", n, time.Since(began))
	for _, readers := range []int{0, 64} {
		b.Run(fmt.Sprintf("%d readers", readers), func(b *testing.B) {
			ctx, stop := context.WithCancel(b.Context())
			var running sync.WaitGroup
			running.Go(func() {
				if err := s.index.Follow(ctx); !errors.Is(err, context.Canceled) {
					b.Error(err)
				}
			})
			for r := range readers {
				running.Go(func() {
					for i := r; ctx.Err() == nil; i++ {
						q := Query{Words: g.words[i18n.Finnish][i%2000] + " " + g.words[i18n.Finnish][(i*7)%2000], Lang: i18n.Finnish}
						if _, err := s.index.Search(ctx, q); err != nil && ctx.Err() == nil {
							b.Error(err)
						}
					}
				})
			}
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				s.change(fmt.Sprintf("practice-%05d", i%n), func(p *catalogue.Practice) { p.Title.FI = fmt.Sprint("Muutettu ", time.Now().UnixNano()) })
				newest, err := s.store.Newest(ctx)
				if err != nil {
					b.Fatal(err)
				}
				began := time.Now()
				if err := s.index.WaitFor(ctx, newest); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			stop()
			running.Wait()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-most")
		})
	}
}
