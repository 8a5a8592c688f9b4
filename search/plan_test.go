package search

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// townPlan is a roadmap in consultation, which anybody may read.
func townPlan(id string) roadmap.Roadmap {
	return roadmap.Roadmap{
		ID: id, Title: i18n.Text{FI: "Kotoutumisen tiekartta"}, Organisation: "vantaa", State: "consultation", OriginalLanguage: i18n.Finnish,
		Period: catalogue.Period{Start: "2027", End: "2030"}, Municipalities: []string{"092"}, Foreword: i18n.Text{FI: "Esipuhe hautausmaasta."},
		Sections: []roadmap.Section{{ID: "s1", Domain: "culture_leisure", Title: i18n.Text{FI: "Harrastukset"}, Goals: []roadmap.Goal{{
			ID: "g1", Title: i18n.Text{FI: "Lapset oppivat uimaan"}, Rationale: i18n.Text{FI: "Kolmannes ei osaa kellua."},
			Indicators: []roadmap.Indicator{{ID: "i1", Label: i18n.Text{FI: "Uimamaisterien määrä"}}},
			Actions: []roadmap.Action{
				{ID: "a1", Items: []i18n.Text{{FI: "Uimakoulu: kymmenen kertaa hallissa", EN: "Swimming school: ten times"}}, Schedule: roadmap.Schedule{Text: "juhannuksesta alkaen"},
					ResponsibleText: i18n.Text{FI: "Liikuntapalvelut"}, IndicatorText: i18n.Text{FI: "Osallistujien lukumäärä"}, Parties: []roadmap.Party{{Name: "Vesimiehet ry", Type: "association"}}},
				{ID: "a2", Items: []i18n.Text{{FI: "Kuljetus bussilla"}}},
			},
		}}}},
	}
}

// plan stores a roadmap, as it is changed by f.
func (s *shelf) plan(id string, f func(*roadmap.Roadmap)) {
	s.t.Helper()
	r, err := s.index.roadmaps.Roadmap(s.t.Context(), machine(), id)
	isNew := err != nil
	if isNew {
		made := townPlan(id)
		r = &made
	}
	if f != nil {
		f(r)
	}
	if isNew {
		_, err = s.index.roadmaps.Add(s.t.Context(), machine(), *r)
	} else {
		_, err = s.index.roadmaps.Change(s.t.Context(), machine(), *r)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// documents are what a query finds among the kinds, all when none is named.
func (s *shelf) documents(words string, kinds ...string) []string {
	s.t.Helper()
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	list := []string{}
	for _, h := range s.search(Query{Words: words, Kinds: kinds, Limit: 100}).Hits {
		list = append(list, h.origin().document())
	}
	return list
}

// finds fails the test unless the words find just these documents.
func (s *shelf) finds(words string, want ...string) {
	s.t.Helper()
	got := s.documents(words)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("%q finds %v instead of %v", words, got, want)
	}
}

func TestRoadmapsGoalsAndActionsAreFoundByTheirWords(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("kuoro", "Kuoro"))
	s.plan("tie", nil)
	s.agree()
	const goal, action = "roadmap/tie/goal/g1", "roadmap/tie/action/a1"
	for words, want := range map[string]string{
		"kuorossa": "kuoro", "hautausmaa": "roadmap/tie", "kellua": goal, "uimamaisteri": goal, "hallissa": action,
		"juhannus": action, "liikuntapalvelu": action, "vesimiehet": action, "osallistujien lukumäärä": action, "bussit": "roadmap/tie/action/a2",
	} {
		if got := s.documents(words); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %v, not %s first", words, got, want)
		}
	}
	h := s.search(Query{Words: "hallissa", Kinds: []string{KindAction}}).Hits[0]
	if h.Kind != KindAction || h.ID != "tie" || h.Part != "a1" || len(h.Highlights) == 0 || !strings.Contains(h.Highlights[0].Text, "hallissa") {
		t.Errorf("%+v", h)
	}
	if got := s.search(Query{Words: "barnen", Kinds: []string{KindGoal}, Lang: i18n.Swedish}); got.Total != 1 || len(got.Hits[0].Matches) == 0 {
		t.Errorf("not explained: %+v", got.Hits)
	}
}

func TestRoadmapsDocumentsFollowItsChanges(t *testing.T) {
	s := newShelf(t)
	s.plan("tie", nil)
	s.plan("toinen", func(r *roadmap.Roadmap) { r.Sections = nil })
	s.agree()
	s.plan("tie", func(r *roadmap.Roadmap) {
		goal := &r.Sections[0].Goals[0]
		goal.Title.FI = "Lapset oppivat hiihtämään"
		goal.Actions = goal.Actions[1:]
	})
	s.agree()
	s.finds("kuljetus", "roadmap/tie/action/a2")
	s.finds("hallissa")
	s.finds("hiihtämään", "roadmap/tie/goal/g1", "roadmap/tie/action/a2")
	s.organisation("vantaa", i18n.Text{FI: "Vantaan Wanha kunta"})
	s.agree()
	s.finds("wanha", "roadmap/tie", "roadmap/toinen", "roadmap/tie/goal/g1", "roadmap/tie/action/a2")
	generation := s.index.Generation()
	s.reopen(func() { // nothing that changed while the service was down is damage
		s.plan("tie", func(r *roadmap.Roadmap) { r.Sections[0].Goals = nil })
	})
	if s.index.Generation() != generation {
		t.Error("built anew")
	}
	s.agree()
	s.finds("wanha", "roadmap/tie", "roadmap/toinen")
}

func TestNothingOfADraftOrWithdrawnRoadmapIsFoundShownOrCounted(t *testing.T) {
	s := newShelf(t)
	s.plan("luonnos", func(r *roadmap.Roadmap) { r.State = "draft" })
	s.plan("tie", func(r *roadmap.Roadmap) { r.Sections[0].Goals[0].Title.FI = "Asukkaat soutavat" })
	s.agree()
	s.plan("tie", func(r *roadmap.Roadmap) { r.State = "draft" })
	nothing := func(when string) {
		t.Helper()
		s.agree()
		for _, words := range []string{"", "soutaa", "soutavat", "souttavat", "hautausmaa", "hautausmma", "uimakoulu", "uimakolu", "tiekartta", "Vantaa"} {
			got := s.search(Query{Words: words, Kinds: Kinds()})
			if got.Total != 0 || len(got.Hits) > 0 {
				t.Errorf("%s, %q finds %+v", when, words, got.Hits)
			}
			for facet, values := range got.Facets {
				for _, v := range values {
					if v.Count > 0 {
						t.Errorf("%s, %q counts %s %v", when, words, facet, v)
					}
				}
			}
			if strings.Contains(got.Corrected, "sou") && got.Corrected != words && !s.index.language.Known(0, got.Corrected) {
				t.Errorf("%s, %q is taken for %q", when, words, got.Corrected)
			}
		}
	}
	nothing("withdrawn")
	s.reopen(nil)
	nothing("opened again")
	s.reopen(func() { s.must(os.RemoveAll(s.dir)) })
	nothing("built anew")
	s.plan("tie", func(r *roadmap.Roadmap) { // a draft's next revision
		r.Sections[0].Goals[0].Title.FI = "Asukkaat melovat"
	})
	nothing("changed")
	s.plan("tie", func(r *roadmap.Roadmap) { r.State = "consultation" })
	s.agree()
	s.finds("melovat", "roadmap/tie/goal/g1", "roadmap/tie/action/a1", "roadmap/tie/action/a2")
}

func TestRoadmapsChangeNothingInHowPracticesAreFound(t *testing.T) {
	s := newShelf(t)
	g := newGenerator(9, s.catalogue)
	g.fill(s, 60, 40)
	s.publish(titled("uimakoulu", "Uimakoulu hallissa"))
	s.catchUp()
	queries := []Query{{}, {Sort: "title", Limit: 50}, {Words: "uimakoulu"}, {Words: "uimakoulussa kuljetus"}, {Filters: map[string][]string{"domain": {"culture_leisure"}}}, {Filters: map[string][]string{"region": {"01"}}}}
	for _, w := range g.words[i18n.Finnish][:20] {
		queries = append(queries, Query{Words: w})
	}
	ask := func() (list []Result) {
		for _, q := range queries {
			list = append(list, s.search(q))
		}
		return list
	}
	before := ask()
	similar, err := s.index.Similar(t.Context(), "uimakoulu", 10)
	s.must(err)
	for i := range 5 {
		s.plan(fmt.Sprintf("tie-%d", i), func(r *roadmap.Roadmap) { r.Foreword.FI = strings.Join(g.words[i18n.Finnish][:10], " ") })
	}
	s.agree()
	for i, got := range ask() {
		if !reflect.DeepEqual(got, before[i]) {
			t.Errorf("%+v: %+v\ninstead of\n%+v", queries[i], got, before[i])
		}
	}
	again, err := s.index.Similar(t.Context(), "uimakoulu", 10)
	s.must(err)
	if !reflect.DeepEqual(again, similar) {
		t.Errorf("similar %v instead of %v", again, similar)
	}
}

func TestResultsAreRestrictedToKindsAndCountedByThem(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("uimakoulu", "Uimakoulu"), titled("kuoro", "Kuoro"))
	s.plan("tie", nil)
	s.catchUp()
	counts := []FacetCount{{KindAction, 2}, {KindPractice, 2}, {KindGoal, 1}, {KindRoadmap, 1}}
	for kinds, total := range map[string]int{"practice": 2, "roadmap": 1, "goal": 1, "action": 2, "goal action": 3, "practice roadmap goal action": 6} {
		got := s.search(Query{Kinds: strings.Fields(kinds)})
		if got.Total != total || !reflect.DeepEqual(got.Facets["kind"], counts) {
			t.Errorf("%s: %d, %v", kinds, got.Total, got.Facets["kind"])
		}
	}
	got := s.search(Query{Words: "uimakoulu", Kinds: []string{KindAction}, Filters: map[string][]string{"domain": {"work"}}})
	if got.Total != 0 || !slices.Contains(got.Facets["kind"], FacetCount{KindPractice, 1}) || !slices.Contains(got.Facets["domain"], FacetCount{"culture_leisure", 1}) {
		t.Errorf("%d, %v", got.Total, got.Facets)
	}
	if got := s.search(Query{Words: "uimakoulu"}); got.Total != 1 || got.Facets["kind"] != nil {
		t.Errorf("without a kind: %d, %v", got.Total, got.Facets["kind"])
	}
}

func TestScoresOfKindsCompareHoweverManyThereAreOfEach(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("talkoot", "Pihatalkoot"), titled("kuoro", "Kuoro"))
	s.plan("tie", func(r *roadmap.Roadmap) {
		r.Sections[0].Goals[0].Actions[0].Description.FI = "Lopuksi pidetään pihatalkoot."
	})
	for i := range 20 { // in which the word is rare
		s.plan(fmt.Sprintf("muu-%d", i), nil)
	}
	s.catchUp()
	if got := s.documents("pihatalkoot"); len(got) < 2 || got[0] != "talkoot" || got[1] != "roadmap/tie/action/a1" {
		t.Errorf("%v", got)
	}
}

func TestRebuiltIndexHasAllKindsAndWhatIsMissingIsNamed(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("kuoro", "Kuoro"))
	s.plan("tie", nil)
	s.catchUp()
	s.reopen(func() { s.must(os.RemoveAll(s.dir)) })
	s.agree()
	if got := s.documents("uimakoulu"); len(got) == 0 || got[0] != "roadmap/tie/action/a1" {
		t.Errorf("%v", got)
	}
	s.must(s.index.engine.apply(nil, []string{"roadmap/tie/goal/g1"}, s.index.Position()))
	got, err := s.index.Differences(t.Context(), quietly)
	s.must(err)
	if want := []string{"goal g1 of roadmap tie: in the database, not in the index"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	s.reopen(nil) // which notices it, too
	if !s.index.Outdated() {
		t.Error("not noticed")
	}
	s.index.healed = nil
	s.agree()
	s.finds("kellua", "roadmap/tie/goal/g1")
}

func TestDocumentsIdsAreReadAsTheyAreMade(t *testing.T) {
	for _, o := range []origin{
		{KindPractice, "smile", ""}, {KindRoadmap, "tie", ""}, {KindGoal, "tie", "s1-g1"}, {KindAction, "tie", "a/b"}, {KindAction, "action", "goal/action"},
	} {
		if got := originOf(o.document()); got != o {
			t.Errorf("%+v is read as %+v", o, got)
		}
	}
}

func TestCorrectionIsToldWhicheverKindItIsOf(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Zorvalinkkuri"))
	s.plan("tie", func(r *roadmap.Roadmap) { r.Foreword.FI = "Zorvalinkuri on kirjoitettu toisin." })
	s.catchUp()
	if r := s.search(Query{Words: "zorvalinkuri", Kinds: Kinds()}); r.Corrected != "zorvalinkkuri" || r.Total < 2 {
		t.Errorf("corrected to %q, %d found", r.Corrected, r.Total)
	}
}

func TestWordOfAPracticeIsNoMistakeInARoadmap(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Womento"))
	s.plan("tie", func(r *roadmap.Roadmap) { r.Foreword.EN = "Women in work." })
	s.catchUp()
	if r := s.search(Query{Words: "womento", Kinds: []string{KindRoadmap}}); r.Corrected != "" {
		t.Errorf("mended to %q", r.Corrected)
	}
}
