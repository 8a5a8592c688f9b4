package roadmap

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func keys(findings []Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Key)
	}
	return list
}

func at(findings []Finding, place string) []string {
	var list []string
	for _, f := range findings {
		if strings.HasPrefix(f.Place, place) {
			list = append(list, f.Key)
		}
	}
	return list
}

func TestDraftLeavesPartyScheduleBaselineAndTargetOpen(t *testing.T) {
	r := assembled(t, request(coaching(), plain("kahvila", "Kielikahvila", "language")))
	findings := newAssembler(t).Checks(r)
	want := []string{"party_suggested", "schedule_proposed", "baseline_missing", "target_missing"}
	if got := at(findings, "sections[0].goals[0].actions[0]"); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	want = []string{"goal_general", "lead_suggested", "schedule_proposed", "indicator_missing"}
	if got := at(findings, "sections[1].goals[0]"); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := findings[0]; got.Key != "foreword_missing" || got.Severity != "note" {
		t.Errorf("got %+v", got)
	}
}

func TestDecidedActionHasNoFindings(t *testing.T) {
	r := assembled(t, request(coaching()))
	action := &r.Sections[0].Goals[0].Actions[0]
	action.Parties = []Party{{Organisation: "vaasa", Role: "lead", Suggested: true, Confirmed: "2027-01-15"}}
	for i := range action.Indicators {
		action.Indicators[i].Baseline = &Baseline{Unknown: "Tietoa ei ole kerätty."}
		action.Indicators[i].Targets = []Target{{Value: number(10), Date: "2030"}}
	}
	if got := at(newAssembler(t).Checks(r), "sections"); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}

// imported is an action as a town's own programme gives it.
func imported(change func(*Action)) *Roadmap {
	action := Action{
		ID: "a1", Items: []i18n.Text{{EN: "Anonymous recruitment"}}, ResponsibleText: i18n.Text{EN: "HR unit"},
		IndicatorText: i18n.Text{EN: "Number of recruitments"}, Schedule: Schedule{Kind: "continuous", Text: "Continuous"},
	}
	change(&action)
	return &Roadmap{
		Title: i18n.Text{EN: "Programme"}, Foreword: i18n.Text{EN: "Greetings"}, Organisation: "vaasa",
		Period:   catalogue.Period{Start: "2023", End: "2026"},
		Sections: []Section{{ID: "s1", Title: i18n.Text{EN: "Work"}, Goals: []Goal{{ID: "g1", Title: i18n.Text{EN: "Diversity"}, Actions: []Action{action}}}}},
	}
}

func TestChecksOfOneAction(t *testing.T) {
	lead := func(p Party) func(*Action) { return func(a *Action) { a.Parties = []Party{p} } }
	years := func(start, end string) func(*Action) {
		return func(a *Action) { a.Schedule = Schedule{Kind: "years", Start: start, End: end} }
	}
	use := func(i Indicator) func(*Action) { return func(a *Action) { a.Indicators = []Indicator{i} } }
	share := Indicator{ID: "i1", Measure: "share", Unit: i18n.Text{EN: "%"}, Baseline: &Baseline{Value: number(1)}, Targets: []Target{{Value: number(2)}}}
	for name, one := range map[string]struct {
		change func(*Action)
		want   []string
	}{
		"imported row":         {func(*Action) {}, []string{"indicators_as_text"}},
		"cancelled":            {func(a *Action) { *a = Action{ID: "a1", Status: "cancelled"} }, nil},
		"nobody":               {func(a *Action) { a.ResponsibleText = i18n.Text{} }, []string{"party_missing", "indicators_as_text"}},
		"suggestion":           {lead(Party{Role: "lead", Suggested: true}), []string{"lead_suggested", "indicators_as_text"}},
		"suggested partner":    {func(a *Action) { a.Parties = []Party{{Role: "lead"}, {Role: "partner", Suggested: true}} }, []string{"partner_suggested", "indicators_as_text"}},
		"no schedule":          {func(a *Action) { a.Schedule = Schedule{} }, []string{"schedule_missing", "indicators_as_text"}},
		"schedule not read":    {func(a *Action) { a.Schedule = Schedule{Text: "4–5 times"} }, []string{"schedule_text", "indicators_as_text"}},
		"schedule after":       {years("2025", "2027"), []string{"schedule_outside", "indicators_as_text"}},
		"schedule long before": {years("2020", "2022"), []string{"schedule_outside", "indicators_as_text"}},
		"schedule from before": {years("2022", "2024"), []string{"schedule_starts_before", "indicators_as_text"}},
		"no indicator":         {func(a *Action) { a.IndicatorText = i18n.Text{} }, []string{"indicator_missing"}},
		"target alone":         {use(Indicator{ID: "i1", Targets: []Target{{Value: number(5)}}}), []string{"target_without_baseline"}},
		"baseline alone":       {use(Indicator{ID: "i1", Baseline: &Baseline{Value: number(0)}}), []string{"target_missing"}},
		"share of what":        {use(share), []string{"share_without_base"}},
	} {
		if got := keys(newAssembler(t).Checks(imported(one.change))); !slices.Equal(got, one.want) {
			t.Errorf("%s: got %v, want %v", name, got, one.want)
		}
	}
}

func TestEmptyPlacesOfARoadmapAreFound(t *testing.T) {
	r := imported(func(*Action) {})
	r.Foreword = i18n.Text{}
	r.Situation.Figures = []catalogue.Result{{ID: "f1", Label: i18n.Text{EN: "Unemployed"}, Measure: "share"}}
	r.Sections[0].Goals[0].Actions = nil
	r.Sections = append(r.Sections, Section{ID: "s2", Title: i18n.Text{EN: "Housing"}})
	want := []string{"foreword_missing", "figure_without_base", "goal_without_action", "section_without_goal"}
	if got := keys(newAssembler(t).Checks(r)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBilingualMunicipalityIsToldWhatLacksALanguage(t *testing.T) {
	r := imported(func(a *Action) { a.IndicatorText = i18n.Text{EN: "Number", FI: "Määrä"} })
	a := newAssembler(t)
	missing := func(codes ...string) map[string]int {
		r.Municipalities = codes
		n := map[string]int{}
		for _, f := range a.Checks(r) {
			if strings.HasPrefix(f.Key, "missing_") {
				n[f.Key] = f.Args["N"].(int)
			}
		}
		return n
	}
	if n := missing("905"); len(n) != 2 || n["missing_fi"] != 6 || n["missing_sv"] != 7 {
		t.Errorf("Vaasa writes in Finnish and Swedish: %v", n)
	}
	if n := missing("837"); len(n) != 1 || n["missing_fi"] != 6 {
		t.Errorf("Tampere writes in Finnish: %v", n)
	}
	a.Places = nil
	if n := missing("905"); len(n) != 1 || n["missing_fi"] != 6 {
		t.Errorf("without places the languages are those that the roadmap has: %v", n)
	}
}

func TestFiveStarterPracticesGiveAReadableListOfChecks(t *testing.T) {
	practices := starter(t)
	slices.SortFunc(practices, func(a, b *catalogue.Practice) int { return len(b.Results) - len(a.Results) })
	a := newAssembler(t)
	findings := a.Checks(assembled(t, request(practices[:5]...)))
	if len(findings) > 30 {
		t.Errorf("%d findings for five practices are too many to read", len(findings))
	}
	for _, lang := range i18n.Langs() {
		seen := map[string]bool{}
		for _, f := range findings {
			message := f.Message(a.Messages, lang)
			if seen[message] || strings.Contains(message, "<no value>") || strings.Contains(message, "{{") || strings.HasPrefix(message, "check.") {
				t.Errorf("%s %s: %s", lang, f.Key, message)
			}
			seen[message] = true
		}
	}
}

func TestMessageFallsBackToTheLanguageThatANameHas(t *testing.T) {
	a := newAssembler(t)
	r := imported(func(a *Action) { a.ResponsibleText = i18n.Text{} })
	for _, f := range a.Checks(r) {
		if f.Key == "party_missing" {
			if got := f.Message(a.Messages, i18n.Finnish); got != "Toimenpide ”Anonymous recruitment”: nimetkää vastuutaho." {
				t.Errorf("got %s", got)
			}
			return
		}
	}
	t.Error("nothing found")
}
