package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// judged is a query with the practices that answer it: 2 what it asks for, 1
// what is useful beside it. A query of the kind "negative" has no answer.
type judged struct {
	ID, Query, Kind string
	Lang            i18n.Lang
	Relevant        map[string]int
}

func judgedQueries(t testing.TB) []judged {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "queries.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []judged
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// starterShelf holds the starter catalogue, its practices as f leaves them.
func starterShelf(t testing.TB, f func(*catalogue.Practice)) *shelf {
	t.Helper()
	s := newShelf(t)
	folder := filepath.Join("..", "exchange", "starter")
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no starter catalogue", err)
	}
	files = append([]string{filepath.Join(folder, "organisations.json")}, files...) // which the others name
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var bundle struct {
			Organisations []account.Organisation
			Practices     []catalogue.Practice
		}
		if err := json.Unmarshal(text, &bundle); err != nil {
			t.Fatal(file, err)
		}
		for _, o := range bundle.Organisations {
			if err := s.catalogue.PutOrganisation(t.Context(), machine(), o); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range bundle.Practices {
			if f != nil {
				f(&p)
			}
			if _, err := s.catalogue.Put(t.Context(), machine(), &p); err != nil {
				t.Fatal(file, err)
			}
		}
	}
	s.catchUp()
	return s
}

// untranslated leaves a practice the texts of its original language alone.
func untranslated(p *catalogue.Practice) {
	strip(reflect.ValueOf(p).Elem(), p.OriginalLanguage)
}

func strip(v reflect.Value, lang i18n.Lang) {
	switch v.Kind() {
	case reflect.Struct:
		if text, ok := v.Addr().Interface().(*i18n.Text); ok {
			*text = i18n.Text{}.Set(lang, text.In(lang))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				strip(v.Field(i), lang)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			strip(v.Index(i), lang)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			strip(v.Elem(), lang)
		}
	}
}

// worth is how well a list of ids answers a query.
type worth struct{ ndcg, recall float64 }

// judge measures the first ten: nDCG with the gains 3 and 1, and the share of
// all answers, at most ten, that are among them. Where nothing answers, an
// empty list is worth 1 and any other 0.
func (j judged) judge(ids []string) worth {
	if len(j.Relevant) == 0 {
		if len(ids) == 0 {
			return worth{1, 1}
		}
		return worth{}
	}
	gain := func(grade int) float64 { return math.Exp2(float64(grade)) - 1 }
	var got, best, found float64
	for i, id := range ids[:min(10, len(ids))] {
		got += gain(j.Relevant[id]) / math.Log2(float64(i+2))
		if j.Relevant[id] > 0 {
			found++
		}
	}
	grades := slices.Sorted(maps.Values(j.Relevant))
	slices.Reverse(grades)
	for i, grade := range grades[:min(10, len(grades))] {
		best += gain(grade) / math.Log2(float64(i+2))
	}
	return worth{got / best, found / float64(min(10, len(grades)))}
}

// table is the mean worth of the answers by kind of query. "all" is of those
// that have an answer.
type table map[string]*struct {
	worth
	count, missed int
}

const allKinds = "all"

func (t table) add(kind string, w worth) {
	for _, k := range []string{kind, allKinds} {
		if k == allKinds && kind == "negative" {
			continue
		}
		if t[k] == nil {
			t[k] = &struct {
				worth
				count, missed int
			}{}
		}
		row := t[k]
		row.ndcg += w.ndcg
		row.recall += w.recall
		row.count++
		if w.recall == 0 {
			row.missed++
		}
	}
}

func (t table) ndcg(kind string) float64 { return t[kind].ndcg / float64(t[kind].count) }

func (t table) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s %7s %9s %9s %7s\n", "kind", "queries", "nDCG@10", "recall@10", "nothing")
	kinds := slices.SortedFunc(maps.Keys(t), func(a, b string) int {
		return cmp.Or(cmp.Compare(min(1, strings.Count(b, allKinds)), min(1, strings.Count(a, allKinds))), cmp.Compare(a, b))
	})
	for _, kind := range kinds {
		row := t[kind]
		n := float64(row.count)
		fmt.Fprintf(&b, "%-16s %7d %9.3f %9.3f %7d\n", kind, row.count, row.ndcg/n, row.recall/n, row.missed)
	}
	return b.String()
}

// measure asks all judged queries. f, if any, is told each answer.
func (s *shelf) measure(queries []judged, f func(judged, Result, worth)) table {
	s.t.Helper()
	t := table{}
	for _, j := range queries {
		r := s.search(Query{Words: j.Query, Lang: j.Lang, Limit: 10})
		w := j.judge(r.ids())
		t.add(j.Kind, w)
		if f != nil {
			f(j, r, w)
		}
	}
	return t
}

// leastWorth is the nDCG@10 that queries of a kind must reach. It is a little
// less than what they do, so that a change that costs a kind is noticed.
func leastWorth() map[string]float64 {
	return map[string]float64{
		allKinds: 0.955, "compound": 0.97, "cross-language": 0.89, "exact name": 0.98, "inflected": 0.96, "negative": 0.42, "operator": 0.95, "phrase or place": 0.95,
		"question": 0.86, "short word": 0.94, "synonym": 0.92, "topical": 0.88, "typo": 0.96,
	}
}

// leastUntranslated is the same for practices in their original language alone,
// of which most are in another than the query.
func leastUntranslated() map[string]float64 {
	return map[string]float64{
		allKinds: 0.918, "compound": 0.95, "cross-language": 0.87, "exact name": 0.95, "inflected": 0.94, "negative": 0.5, "phrase or place": 0.92,
		"question": 0.81, "short word": 0.94, "synonym": 0.87, "topical": 0.81, "typo": 0.88,
	}
}

func TestJudgedQueriesFindTheirAnswers(t *testing.T) {
	s, queries := starterShelf(t, nil), judgedQueries(t)
	without, results := s.reaches(queries, leastWorth())
	t.Run("what is only near is said to be", func(t *testing.T) { nearIsSaid(t, queries, results) })
	t.Run("an index made without the dictionary is made again with it, which costs no queries", func(t *testing.T) { s.withADictionary(t, without) })
	s.t = t
}

func TestJudgedQueriesFindTheirAnswersInOtherLanguages(t *testing.T) {
	queries := slices.DeleteFunc(judgedQueries(t), func(j judged) bool { return j.Kind == "operator" }) // whose phrases stand in translations
	starterShelf(t, untranslated).reaches(queries, leastUntranslated())
}

// reaches tells whether every kind of query is answered as well as asked, and
// returns what was found.
func (s *shelf) reaches(queries []judged, least map[string]float64) (got table, results []Result) {
	s.t.Helper()
	got = s.measure(queries, func(j judged, r Result, w worth) {
		results = append(results, r)
		if ids := r.ids(); w.ndcg < 0.6 {
			s.t.Logf("%s %s %s %q: %.2f %v", j.ID, j.Kind, j.Lang, j.Query, w.ndcg, ids[:min(3, len(ids))])
		}
	})
	s.t.Logf("\n%s", got)
	for kind := range got {
		if floor, ok := least[kind]; !ok || got.ndcg(kind) < floor {
			s.t.Errorf("%s: nDCG@10 %.3f, at least %.3f is asked for", kind, got.ndcg(kind), floor)
		}
	}
	return got, results
}

// BenchmarkWithout measures the judged queries without a part of the recipe: what
// the part contributes. Without any it is a search for word forms.
func BenchmarkWithout(b *testing.B) {
	s, queries := starterShelf(b, nil), judgedQueries(b)
	thesaurus := func(w *weights) { w.Label, w.PartLabel, w.Narrower = 0, 0, 0 }
	for _, part := range []struct {
		name     string
		verbatim bool
		change   func(w *weights)
	}{
		{"nothing", false, func(*weights) {}},
		{"mending", true, func(*weights) {}},
		{"parts of compounds", false, func(w *weights) { w.Part, w.InPart = 0, 0 }},
		{"words that look alike", false, func(w *weights) { w.Similar = 0 }},
		{"words near in meaning", false, func(w *weights) { w.Near = 0 }},
		{"thesaurus", false, thesaurus},
		{"narrower concepts", false, func(w *weights) { w.Narrower = 0 }},
		{"subject of the text", false, func(w *weights) { w.Subject = 0 }},
		{"title", false, func(w *weights) { w.Title = 0 }},
		{"names in titles", false, func(w *weights) { w.Name = 0 }},
		{"floor", false, func(w *weights) { w.Floor, w.Relative, w.SubjectFloor = 0, 0, 0 }},
		{"vectors and thesaurus", false, func(w *weights) { w.Near, w.Subject = 0, 0; thesaurus(w) }},
		{"all of these", true, func(w *weights) {
			w.Part, w.InPart, w.Similar, w.Near, w.Subject, w.Title, w.Name = 0, 0, 0, 0, 0, 0, 0
			thesaurus(w)
		}},
	} {
		b.Run(part.name, func(b *testing.B) {
			w := defaultWeights()
			part.change(&w)
			s.index.weights = w
			found := table{}
			for b.Loop() {
				found = table{}
				for _, j := range queries {
					found.add(j.Kind, j.judge(s.ids(Query{Words: j.Query, Lang: j.Lang, Limit: 10, Verbatim: part.verbatim})))
				}
			}
			for _, kind := range []string{"all", "cross-language", "synonym", "negative"} {
				b.ReportMetric(found.ndcg(kind), kind+"-nDCG@10")
			}
		})
	}
}
