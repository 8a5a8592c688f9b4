package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
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

// starterShelf holds the starter catalogue.
func starterShelf(t testing.TB) *shelf {
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
			if _, err := s.catalogue.Put(t.Context(), machine(), &p); err != nil {
				t.Fatal(file, err)
			}
		}
	}
	s.catchUp()
	return s
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
func (s *shelf) measure(queries []judged, f func(judged, []string, worth)) table {
	s.t.Helper()
	t := table{}
	for _, j := range queries {
		ids := s.ids(Query{Words: j.Query, Lang: j.Lang, Limit: 10})
		w := j.judge(ids)
		t.add(j.Kind, w)
		if f != nil {
			f(j, ids, w)
		}
	}
	return t
}

func TestJudgedQueriesFindTheirAnswers(t *testing.T) {
	s := starterShelf(t)
	got := s.measure(judgedQueries(t), func(j judged, ids []string, w worth) {
		if w.ndcg < 0.6 {
			t.Logf("%s %s %s %q: %.2f %v", j.ID, j.Kind, j.Lang, j.Query, w.ndcg, ids[:min(4, len(ids))])
		}
	})
	t.Logf("\n%s", got)
}
