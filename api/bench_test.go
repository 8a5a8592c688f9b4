package api

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/store"
)

// fill publishes n practices of about 4 kB whose words are as unevenly spread
// as those of a language, and lets the index catch up. It returns the words,
// the most frequent first.
func (s *service) fill(n int) []string {
	s.t.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	syllables := strings.Fields("ka ko ku ky mi mu ta ti tu työ kie li kou lu tus muut per he nuo ri va äi ti öl ssä lla nen taa")
	var words []string
	for range 20_000 {
		word := ""
		for range 2 + random.IntN(4) {
			word += syllables[random.IntN(len(syllables))]
		}
		words = append(words, word)
	}
	zipf := rand.NewZipf(random, 1.1, 8, uint64(len(words)-1))
	text := func(n int) i18n.Text {
		var b strings.Builder
		for range n {
			b.WriteString(words[zipf.Uint64()] + " ")
		}
		return i18n.Text{FI: strings.TrimSpace(b.String())}
	}
	one := func(list string) string { return strings.Fields(list)[random.IntN(len(strings.Fields(list)))] }
	towns := s.catalogue.Places.Municipalities()
	for from := 0; from < n; from += 1000 {
		s.must(s.store.Write(s.t.Context(), func(ctx context.Context, _ *store.Tx) error {
			for i := range min(1000, n-from) {
				p := catalogue.Practice{
					ID: fmt.Sprintf("practice-%05d", from+i), OriginalLanguage: "fi", Organisation: one("vantaa vaasa espoo"),
					Title: text(6), Summary: text(50), HowItWorks: text(200), Challenge: text(100), Goals: text(50),
					Maturity: one("idea pilot project service ended"), Domains: []string{one("work language housing health participation")},
					TargetGroups: []string{one("parents students newcomers")}, Municipalities: []string{towns[random.IntN(len(towns))].Code},
				}
				if _, err := s.catalogue.Add(ctx, account.Machine(), p); err != nil {
					return err
				}
				if _, err := s.catalogue.Publish(ctx, account.Machine(), p.ID, 0); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	s.must(s.index.CatchUp(s.t.Context()))
	return words
}

// BenchmarkPracticesPage is the whole cost of a call that answers 20 of 10,000
// practices with facets; it must stay under 25 ms of work. Compare with the
// search alone, and with a call that asks nobody.
func BenchmarkPracticesPage(b *testing.B) {
	s := newService(b)
	words := s.fill(10_000)
	call := func(b *testing.B, address string) {
		b.ReportAllocs()
		for b.Loop() {
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
			if w.Code != http.StatusOK {
				b.Fatal(w.Code, w.Body)
			}
		}
	}
	for _, c := range []struct {
		name  string
		query search.Query
	}{
		{"browse", search.Query{}},
		{"filtered", search.Query{Filters: map[string][]string{"domain": {"work", "housing"}, "maturity": {"pilot"}}}},
		{"common word", search.Query{Words: words[0]}},
		{"three words", search.Query{Words: words[3] + " " + words[500] + " " + words[9000]}},
	} {
		q := url.Values{"q": {c.query.Words}}
		maps.Copy(q, c.query.Filters)
		b.Run(c.name, func(b *testing.B) { call(b, "/api/v1/practices?"+q.Encode()) })
		b.Run(c.name+", search alone", func(b *testing.B) {
			c.query.Lang, c.query.Limit = i18n.Finnish, 20
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.index.Search(b.Context(), c.query); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("nobody asked", func(b *testing.B) { call(b, "/healthz") })
}
