package search

import (
	"database/sql"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// largeShelf holds 100,000 generated practices of about 3.7 kB. They are made
// once where TIEKARTTA_BENCH names a folder to keep them in;
// TIEKARTTA_BENCH_PRACTICES is another number of them.
func largeShelf(b *testing.B) *shelf {
	b.Helper()
	n, dir := 100000, os.Getenv("TIEKARTTA_BENCH")
	if text := os.Getenv("TIEKARTTA_BENCH_PRACTICES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	if dir == "" {
		dir = b.TempDir()
	}
	_, err := os.Stat(filepath.Join(dir, "tiekartta.db"))
	made := err == nil
	s := &shelf{t: b, dir: filepath.Join(dir, "index")}
	if s.store, err = store.Open(b.Context(), filepath.Join(dir, "tiekartta.db")); err != nil {
		b.Fatal(err)
	}
	s.accounts = account.New(s.store)
	if s.catalogue, err = catalogue.New(s.store, s.accounts); err != nil {
		b.Fatal(err)
	}
	builtIn()
	allowGarbage := func(percent int) { // as the service does
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(percent)
		}
	}
	allowGarbage(200)
	start := time.Now()
	s.open()
	allowGarbage(60)
	if made {
		s.catchUp()
		b.Logf("opening %d practices: %v", s.search(Query{}).Total, time.Since(start).Round(time.Millisecond))
	}
	b.Cleanup(func() {
		s.close()
		if err := s.store.Close(); err != nil {
			b.Error(err)
		}
	})
	if !made {
		s.organisation("vantaa", i18n.Text{FI: "Vantaan kaupunki"})
		newGenerator(1, s.catalogue).fill(s, n, 400)
		b.Logf("making and indexing %d practices: %v", n, time.Since(start).Round(time.Second))
	}
	return s
}

// largeQueries are what is asked of the large catalogue: the judged queries,
// which are those of people, and pairs and single words of its own vocabulary,
// each once, so that little can be remembered from one to the next.
func largeQueries(b *testing.B, s *shelf) (list []Query) {
	for _, j := range judgedQueries(b) {
		list = append(list, Query{Words: j.Query, Lang: j.Lang})
	}
	g := newGenerator(2, s.catalogue)
	for i := range 400 {
		lang := i18n.Langs()[i%3]
		list = append(list, Query{Words: g.text(lang, 1+i%3), Lang: lang})
	}
	g.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// quantile of sorted times, in milliseconds.
func quantile(times []time.Duration, q float64) float64 {
	return float64(times[int(math.Ceil(q*float64(len(times))))-1].Microseconds()) / 1000
}

// timed runs f for every number below n, over and over, and reports how long
// half of the calls take, and 99 of 100.
func timed(b *testing.B, n int, f func(i int)) {
	for i := range n { // what is remembered from one search to the next is known then
		f(i)
	}
	var times, worked []time.Duration
	for i := 0; i < n || b.Loop(); i++ {
		start, work := time.Now(), processor(b)
		f(i % n)
		times, worked = append(times, time.Since(start)), append(worked, processor(b)-work)
	}
	slices.Sort(times)
	slices.Sort(worked)
	b.ReportMetric(quantile(times, 0.5), "p50-ms")
	b.ReportMetric(quantile(times, 0.99), "p99-ms")
	b.ReportMetric(quantile(worked, 0.5), "p50-cpu-ms")
	b.ReportMetric(quantile(worked, 0.99), "p99-cpu-ms")
}

// processor is the processor time of the process, whoever in it works: wall time moves
// with what else the machine does.
func processor(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// resident is how much memory the process has, in MB.
func resident(b *testing.B) float64 {
	runtime.GC()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("how much memory is used is known only on Linux")
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024
		}
	}
	return 0
}

// BenchmarkLarge is the search of 100,000 practices, beside what bleve and
// SQLite's FTS5 do with the same texts and queries.
func BenchmarkLarge(b *testing.B) {
	s := largeShelf(b)
	queries := largeQueries(b, s)
	ask := func(b *testing.B, q Query) {
		if _, err := s.index.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("recipe", func(b *testing.B) {
		timed(b, len(queries), func(i int) { ask(b, queries[i]) })
		b.ReportMetric(resident(b), "MB")
	})
	b.Run("recipe filtered", func(b *testing.B) {
		timed(b, len(queries), func(i int) {
			q := queries[i]
			q.Filters = map[string][]string{"domain": {"work", "housing"}, "maturity": {"pilot", "service"}}
			ask(b, q)
		})
	})
	b.Run("browse", func(b *testing.B) {
		timed(b, 3, func(i int) {
			ask(b, Query{Lang: i18n.Langs()[i], Filters: map[string][]string{"domain": []string{"work"}[:i%2]}})
		})
	})
	b.Run("edit", func(b *testing.B) { timed(b, 10, func(i int) { s.edit(i) }) })
	if os.Getenv("TIEKARTTA_BENCH_BARE") != "" {
		b.Run("bare bleve", func(b *testing.B) { bareBleve(b, s, queries) })
		b.Run("FTS5", func(b *testing.B) { bareFTS(b, s, queries) })
	}
}

// edit publishes a practice's next version and waits until it is found.
func (s *shelf) edit(i int) {
	s.t.Helper()
	p, err := s.catalogue.Practice(s.t.Context(), account.Machine(), fmt.Sprintf("practice-%05d", i))
	if err != nil {
		s.t.Fatal(err)
	}
	word := fmt.Sprintf("uusisana%d", time.Now().UnixNano())
	p.Title = p.Title.Set(p.OriginalLanguage, word)
	if _, err := s.catalogue.Put(s.t.Context(), machine(), p); err != nil {
		s.t.Fatal(err)
	}
	s.catchUp()
	if r := s.search(Query{Words: word}); r.Total == 0 || r.Hits[0].ID != p.ID {
		s.t.Fatal("an edit is not found")
	}
}

// eachText calls f with the texts of every practice as one.
func (s *shelf) eachText(f func(id, text string) error) {
	err := s.catalogue.Each(s.t.Context(), func(p *catalogue.Practice) error {
		it, err := s.index.codes.practice(s.t.Context(), p)
		if err != nil {
			return err
		}
		return f(p.ID, strings.Join(it.entry().texts, "\n"))
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// bareBleve is one text field with bleve's standard analyser, and a match query.
func bareBleve(b *testing.B, s *shelf, queries []Query) {
	mapping := bleve.NewIndexMapping()
	text := bleve.NewTextFieldMapping()
	text.Store, text.IncludeTermVectors, text.DocValues, text.IncludeInAll = false, false, false, false
	mapping.DefaultMapping.AddFieldMappingsAt("text", text)
	x, err := bleve.New(filepath.Join(b.TempDir(), "bleve"), mapping)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	batch := x.NewBatch()
	flush := func() error {
		defer batch.Reset()
		return x.Batch(batch)
	}
	s.eachText(func(id, text string) error {
		if err := batch.Index(id, map[string]string{"text": text}); err != nil || batch.Size() < 1000 {
			return err
		}
		return flush()
	})
	if err := flush(); err != nil {
		b.Fatal(err)
	}
	timed(b, len(queries), func(i int) {
		match := bleve.NewMatchQuery(queries[i].Words)
		match.SetField("text")
		if _, err := x.SearchInContext(b.Context(), bleve.NewSearchRequestOptions(match, 20, 0, false)); err != nil {
			b.Fatal(err)
		}
	})
}

// bareFTS is a table of SQLite's FTS5, its words joined by OR, the best twenty.
func bareFTS(b *testing.B, s *shelf, queries []Query) {
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "fts.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("create virtual table t using fts5(id unindexed, text)"); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	s.eachText(func(id, text string) error {
		_, err := tx.Exec("insert into t values (?, ?)", id, text)
		return err
	})
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	timed(b, len(queries), func(i int) {
		var words []string
		for _, w := range strings.Fields(queries[i].Words) {
			words = append(words, `"`+strings.ReplaceAll(w, `"`, "")+`"`)
		}
		rows, err := db.Query("select id from t where t match ? order by rank limit 20", strings.Join(words, " OR "))
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	})
}
