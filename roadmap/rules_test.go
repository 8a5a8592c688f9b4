package roadmap

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// whole is a roadmap that has something in every part and keeps the rules.
func whole() *Roadmap {
	return &Roadmap{
		ID: "vaasan-tiekartta", Organisation: "vaasa", Kind: "action_programme", Title: i18n.Text{FI: "Tiekartta"},
		Municipalities: []string{"905"}, Period: catalogue.Period{Start: "2023", End: "2026-12"}, OriginalLanguage: i18n.Finnish,
		State: "approved", Approval: Approval{Body: "Valtuusto", Date: "2023-02-20", URL: "https://example.org/"}, Framework: "domain",
		Sources:   []catalogue.Source{{ID: "s1", Title: "Ohjelma", Language: "fi"}},
		Situation: Situation{Figures: []catalogue.Result{{ID: "f1", Level: "outcome", Measure: "number", Value: number(5), Source: "s1"}}},
		Sections: []Section{{
			ID: "s1", Domain: "work", Title: i18n.Text{FI: "Työ"},
			Goals: []Goal{{
				ID: "g1", Title: i18n.Text{FI: "Tavoite"},
				Indicators: []Indicator{{ID: "i1", Measure: "share", Desired: "up", Level: "outcome", Baseline: &Baseline{Value: number(1), Date: "2022", Source: "s1"}}},
				Actions: []Action{{
					ID: "a1", Items: []i18n.Text{{FI: "Toimi"}}, Status: "in_progress",
					AsRead:   &AsRead{Place: "line 54", Cells: []string{"a", "b", "c", "d", "e"}},
					Practice: &PracticeUse{ID: "p", Version: 1, Components: []ComponentUse{{ID: "c1", Use: "kept"}}},
					Schedule: Schedule{Kind: "recurring", Start: "2022", End: "2024", Every: &Every{Times: 2, Per: "year"}, Review: "2023-06-30"},
					Parties:  []Party{{Name: "Kunta", Type: "municipality", Role: "lead", Confirmed: "2023"}},
					Indicators: []Indicator{{
						ID: "i2", Source: "s1", Targets: []Target{{Value: number(2), Date: "2026"}},
						Reference: &Reference{Practice: "p", Version: 1, Result: "r1", Period: catalogue.Period{Start: "2020"}},
					}},
					Budget: []Budget{{Year: 2024, Planned: number(1000), Currency: "EUR"}},
					Steps:  []Step{{Title: i18n.Text{FI: "Alku"}, Due: "2024-01"}},
				}},
			}},
		}},
	}
}

func vocabularies(t *testing.T) *catalogue.Vocabularies {
	t.Helper()
	v, err := catalogue.LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoadmapThatKeepsTheRulesHasNoProblems(t *testing.T) {
	if problems := whole().Check(vocabularies(t)); len(problems) > 0 {
		t.Error(problems)
	}
}

// broken is a rule, the change that breaks it, and the problem that must come
// of it.
type broken struct {
	path, key string
	change    func(*Roadmap)
}

func eachIsNamed(t *testing.T, rules []broken) {
	t.Helper()
	v := vocabularies(t)
	for _, one := range rules {
		r := whole()
		one.change(r)
		problems := r.Check(v)
		if len(problems) != 1 || problems[0].Path != one.path || problems[0].Key != one.key {
			t.Errorf("%s %s: got %v", one.path, one.key, problems)
		}
	}
}

func TestBrokenRulesOfARoadmapAreNamedByTheirPath(t *testing.T) {
	eachIsNamed(t, []broken{
		{"id", "bad_id", func(r *Roadmap) { r.ID = "Vaasa!" }},
		{"id", "reserved_id", func(r *Roadmap) { r.ID = "draft" }},
		{"title", "required", func(r *Roadmap) { r.Title = i18n.Text{} }},
		{"title.sv", "too_long", func(r *Roadmap) { r.Title.SV = strings.Repeat("å", 301) }},
		{"organisation", "required", func(r *Roadmap) { r.Organisation = "" }},
		{"period.start", "required", func(r *Roadmap) { r.Period.Start = "" }},
		{"period.end", "ends_before_start", func(r *Roadmap) { r.Period.End = "2022" }},
		{"kind", "unknown_value", func(r *Roadmap) { r.Kind = "plan" }},
		{"state", "unknown_value", func(r *Roadmap) { r.State = "published" }},
		{"originalLanguage", "unknown_value", func(r *Roadmap) { r.OriginalLanguage = "de" }},
		{"framework", "unknown_value", func(r *Roadmap) { r.Framework = "own" }},
		{"municipalities[1]", "unknown_municipality", func(r *Roadmap) { r.Municipalities = append(r.Municipalities, "92") }},
		{"approval.date", "bad_date", func(r *Roadmap) { r.Approval.Date = "20.2.2023" }},
		{"approval.url", "bad_url", func(r *Roadmap) { r.Approval.URL = "javascript:alert(1)" }},
		{"sources[1].id", "duplicate_id", func(r *Roadmap) { r.Sources = append(r.Sources, catalogue.Source{ID: "s1"}) }},
		{"sources[0].language", "unknown_value", func(r *Roadmap) { r.Sources[0].Language = "xx" }},
		{"situation.figures[0].source", "unknown_reference", func(r *Roadmap) { r.Situation.Figures[0].Source = "s9" }},
		{"situation.figures[0].value", "bad_number", func(r *Roadmap) { r.Situation.Figures[0].Value = number(math.Inf(1)) }},
		{"sections", "too_many", func(r *Roadmap) {
			for i := range maxSections {
				r.Sections = append(r.Sections, Section{ID: i18n.At("t", i)})
			}
		}},
		{"sections", "too_many_goals", func(r *Roadmap) {
			for i := range maxGoals {
				r.Sections[0].Goals = append(r.Sections[0].Goals, Goal{ID: i18n.At("h", i)})
			}
		}},
		{"sections", "too_many_actions", func(r *Roadmap) {
			for i := range maxActions {
				r.Sections[0].Goals[0].Actions = append(r.Sections[0].Goals[0].Actions, Action{ID: i18n.At("b", i)})
			}
		}},
		{"sections[1].id", "duplicate_id", func(r *Roadmap) { r.Sections = append(r.Sections, Section{ID: "s1"}) }},
		{"sections[0].domain", "unknown_value", func(r *Roadmap) { r.Sections[0].Domain = "jobs" }},
		{"sections[1].goals[0].id", "duplicate_id", func(r *Roadmap) { r.Sections = append(r.Sections, Section{ID: "s2", Goals: []Goal{{ID: "g1"}}}) }},
		{"sections[0].goals[0].actions[1].id", "duplicate_id", func(r *Roadmap) {
			r.Sections[0].Goals[0].Actions = append(r.Sections[0].Goals[0].Actions, Action{ID: "a1"})
		}},
	})
}

func TestBrokenRulesOfAnActionAreNamedByTheirPath(t *testing.T) {
	action := func(r *Roadmap) *Action { return &r.Sections[0].Goals[0].Actions[0] }
	const a = "sections[0].goals[0].actions[0]."
	eachIsNamed(t, []broken{
		{a + "id", "required", func(r *Roadmap) { action(r).ID = "" }},
		{a + "items[0].fi", "too_long", func(r *Roadmap) { action(r).Items[0].FI = strings.Repeat("x", maxItem+1) }},
		{a + "status", "unknown_value", func(r *Roadmap) { action(r).Status = "late" }},
		{a + "asRead.cells", "too_many", func(r *Roadmap) { action(r).AsRead.Cells = make([]string, 6) }},
		{a + "practice.id", "required", func(r *Roadmap) { action(r).Practice.ID = "" }},
		{a + "practice.components[0].use", "unknown_value", func(r *Roadmap) { action(r).Practice.Components[0].Use = "used" }},
		{a + "schedule.kind", "unknown_value", func(r *Roadmap) { action(r).Schedule.Kind = "soon" }},
		{a + "schedule.end", "ends_before_start", func(r *Roadmap) { action(r).Schedule.End = "2021" }},
		{a + "schedule.every.times", "required", func(r *Roadmap) { action(r).Schedule.Every.Times = 0 }},
		{a + "schedule.every.per", "unknown_value", func(r *Roadmap) { action(r).Schedule.Every.Per = "day" }},
		{a + "schedule.review", "bad_date", func(r *Roadmap) { action(r).Schedule.Review = "2023-02-30" }},
		{a + "parties[0].role", "unknown_value", func(r *Roadmap) { action(r).Parties[0].Role = "boss" }},
		{a + "parties[0].type", "unknown_value", func(r *Roadmap) { action(r).Parties[0].Type = "club" }},
		{a + "indicators[0].id", "duplicate_id", func(r *Roadmap) { action(r).Indicators[0].ID = "i1" }},
		{a + "indicators[0].desired", "unknown_value", func(r *Roadmap) { action(r).Indicators[0].Desired = "more" }},
		{a + "indicators[0].source", "unknown_reference", func(r *Roadmap) { action(r).Indicators[0].Source = "s2" }},
		{a + "indicators[0].targets[0].date", "bad_date", func(r *Roadmap) { action(r).Indicators[0].Targets[0].Date = "soon" }},
		{a + "indicators[0].reference.practice", "required", func(r *Roadmap) { action(r).Indicators[0].Reference.Practice = "" }},
		{"sections[0].goals[0].indicators[0].baseline.date", "bad_date", func(r *Roadmap) { r.Sections[0].Goals[0].Indicators[0].Baseline.Date = "22" }},
		{a + "budget[0].year", "bad_date", func(r *Roadmap) { action(r).Budget[0].Year = 24 }},
		{a + "steps[0].due", "bad_date", func(r *Roadmap) { action(r).Steps[0].Due = "2024-1" }},
	})
}

func TestEveryProblemOfARoadmapHasWords(t *testing.T) {
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := whole()
	r.Sections[0].Domain, r.Period.Start, r.Title.FI = "jobs", "2023-13", strings.Repeat("x", 400)
	r.Sources = append(r.Sources, catalogue.Source{ID: "s1", URL: "ftp://x"})
	r.Sections[0].Goals[0].Actions[0].Indicators[0].Source = "s9"
	for _, p := range r.Check(vocabularies(t)) {
		for _, lang := range i18n.Langs() {
			if got := m.Problem(lang, p); strings.HasPrefix(got, "problem.") || strings.Contains(got, "no value") {
				t.Errorf("%s %s: %s", lang, p.Key, got)
			}
		}
	}
	for _, key := range []string{"too_many", "too_many_goals", "too_many_actions", "too_many_words", "bad_number", "ends_before_start"} {
		if slices.ContainsFunc(i18n.Langs(), func(lang i18n.Lang) bool { return !m.Has(lang, "problem."+key) }) {
			t.Errorf("%s has no words", key)
		}
	}
}
