package search

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// judgedRoadmaps are those of testdata/roadmaps.txt.
func judgedRoadmaps(t testing.TB) (list []*roadmap.Roadmap) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "roadmaps.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var r *roadmap.Roadmap
	goals, actions := 0, 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if id, ok := strings.CutPrefix(cells[0], "= "); ok {
			lang := i18n.Lang(cells[1])
			r = &roadmap.Roadmap{
				ID: id, OriginalLanguage: lang, Title: in(lang, cells[2]), Foreword: in(lang, cells[3]), State: "in_force", Organisation: "vantaa",
				Period: catalogue.Period{Start: "2026", End: "2029"},
			}
			goals, actions = 0, 0
			list = append(list, r)
			continue
		}
		lang := r.OriginalLanguage
		if n := len(r.Sections); n == 0 || r.Sections[n-1].Domain != cells[0] {
			r.Sections = append(r.Sections, roadmap.Section{ID: fmt.Sprintf("s%d", n+1), Domain: cells[0]})
		}
		section := &r.Sections[len(r.Sections)-1]
		if n := len(section.Goals); n == 0 || section.Goals[n-1].Title.In(lang) != cells[1] {
			goals++
			section.Goals = append(section.Goals, roadmap.Goal{ID: fmt.Sprintf("g%d", goals), Title: in(lang, cells[1])})
		}
		goal := &section.Goals[len(section.Goals)-1]
		actions++
		goal.Actions = append(goal.Actions, roadmap.Action{
			ID: fmt.Sprintf("a%d", actions), Items: []i18n.Text{in(lang, cells[2])}, Schedule: roadmap.Schedule{Text: cells[3]},
			ResponsibleText: in(lang, cells[4]), IndicatorText: in(lang, cells[5]),
		})
	}
	return list
}

// leastOfRoadmaps is the nDCG@10 that queries of a kind must reach.
func leastOfRoadmaps() map[string]float64 {
	return map[string]float64{
		allKinds: 0.92, "cross-language": 0.9, "exact name": 0.97, "inflected": 0.9, "negative": 0.9, "topical": 0.9, "typo": 0.9,
	}
}

func TestJudgedQueriesFindRoadmapsGoalsAndActions(t *testing.T) {
	s := starterShelf(t, nil)
	text, err := os.ReadFile(filepath.Join("..", "exchange", "starter", "demonstration-roadmap.json"))
	s.must(err)
	var bundle struct{ Roadmaps []*roadmap.Roadmap }
	s.must(json.Unmarshal(text, &bundle))
	for _, r := range append(bundle.Roadmaps, judgedRoadmaps(t)...) {
		if _, err := s.index.roadmaps.Put(t.Context(), machine(), r); err != nil {
			t.Fatal(err)
		}
	}
	s.catchUp()
	text, err = os.ReadFile(filepath.Join("testdata", "roadmap_queries.json"))
	s.must(err)
	var queries []judged
	s.must(json.Unmarshal(text, &queries))
	found, least := table{}, leastOfRoadmaps()
	for _, j := range queries {
		var ids []string
		for _, h := range s.search(Query{Words: j.Query, Lang: j.Lang, Kinds: []string{KindRoadmap, KindGoal, KindAction}, Limit: 10}).Hits {
			id := h.ID
			if h.Part != "" {
				id += "/" + h.Kind + "/" + h.Part
			}
			ids = append(ids, id)
		}
		w := j.judge(ids)
		found.add(j.Kind, w)
		if w.ndcg < 0.7 {
			t.Logf("%s %s %s %q: %.2f %v", j.ID, j.Kind, j.Lang, j.Query, w.ndcg, ids[:min(4, len(ids))])
		}
	}
	t.Logf("\n%s", found)
	for kind := range found {
		if floor, ok := least[kind]; !ok || found.ndcg(kind) < floor {
			t.Errorf("%s: nDCG@10 %.3f, at least %.3f is asked for", kind, found.ndcg(kind), floor)
		}
	}
}
