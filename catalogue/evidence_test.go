package catalogue_test

import (
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestEveryLevelSaysWhyItIsGivenAndWhatWouldRaiseIt(t *testing.T) {
	goals := i18n.Text{FI: "Jos valmennetaan, työ löytyy."}
	bare := catalogue.Result{ID: "r1", Level: "outcome", Value: number(186)}
	before := &catalogue.Baseline{Value: number(100)}
	with := func(change func(*catalogue.Result)) []catalogue.Result {
		r := bare
		change(&r)
		return []catalogue.Result{r}
	}
	sourced := with(func(r *catalogue.Result) { r.Source = "s1" })
	sound := with(func(r *catalogue.Result) { r.Source, r.Baseline = "s1", before })
	feedback := []catalogue.Evaluation{{Type: "feedback"}}
	reviewed := catalogue.Facts{Mark: "peer_reviewed"}
	for name, c := range map[string]struct {
		p         catalogue.Practice
		facts     catalogue.Facts
		level     int
		key, next string
	}{
		"nothing":                {catalogue.Practice{}, catalogue.Facts{}, 0, "no_figures", "goals_and_figure"},
		"goals alone":            {catalogue.Practice{Goals: goals}, catalogue.Facts{}, 0, "no_figures", "figure"},
		"words alone":            {catalogue.Practice{Goals: goals, Results: []catalogue.Result{{ID: "t", Level: "outcome", Text: goals}}}, catalogue.Facts{}, 0, "no_figures", "figure"},
		"feedback without goals": {catalogue.Practice{Evaluations: feedback}, catalogue.Facts{}, 0, "no_figures", "goals"},
		"feedback and goals":     {catalogue.Practice{Goals: goals, Evaluations: feedback}, catalogue.Facts{}, 1, "feedback_only", "figure_with_baseline"},
		"only what was done": {catalogue.Practice{Goals: goals, Results: with(func(r *catalogue.Result) { r.Level = "activity" })},
			catalogue.Facts{}, 0, "effort_only", "figure"},
		"what was done, no goals": {catalogue.Practice{Results: with(func(r *catalogue.Result) { r.Level = "input" })},
			catalogue.Facts{}, 0, "effort_only", "goals_and_figure"},
		"a figure without goals":   {catalogue.Practice{Results: with(func(*catalogue.Result) {})}, catalogue.Facts{}, 0, "no_goals", "goals"},
		"a bare figure":            {catalogue.Practice{Goals: goals, Results: with(func(*catalogue.Result) {})}, catalogue.Facts{}, 1, "after_only", "baseline_and_source"},
		"a figure with its source": {catalogue.Practice{Goals: goals, Results: sourced}, catalogue.Facts{}, 1, "after_only", "baseline"},
		"a baseline, no source":    {catalogue.Practice{Goals: goals, Results: with(func(r *catalogue.Result) { r.Baseline = before })}, catalogue.Facts{}, 1, "no_source", "source"},
		"measured":                 {catalogue.Practice{Goals: goals, Results: sound}, catalogue.Facts{}, 2, "baseline_and_follow_up", "compare_and_review"},
		"measured and reviewed":    {catalogue.Practice{Goals: goals, Results: sound}, reviewed, 2, "baseline_and_follow_up", "compare"},
		"adopted and reviewed":     {catalogue.Practice{Goals: goals, Results: sound}, catalogue.Facts{Mark: "peer_reviewed", Adopted: true}, 2, "adopted_without_results", "compare"},
		"an output measured": {catalogue.Practice{Goals: goals, Results: with(func(r *catalogue.Result) { r.Level, r.Source, r.Baseline = "output", "s1", before })},
			catalogue.Facts{}, 2, "baseline_and_follow_up", "change_for_people"},
		"compared": {catalogue.Practice{Goals: goals, Results: sourced, Evaluations: []catalogue.Evaluation{{Type: "comparison", By: "independent", Source: "s1"}}},
			catalogue.Facts{}, 2, "compared_not_reviewed", "review"},
		"compared, review expired": {catalogue.Practice{Goals: goals, Results: sourced, Evaluations: []catalogue.Evaluation{{Type: "comparison", By: "independent", Source: "s1"}}},
			catalogue.Facts{Mark: "expired"}, 2, "review_expired", "review_again"},
		"compared and reviewed": {catalogue.Practice{Goals: goals, Results: sourced, Evaluations: []catalogue.Evaluation{{Type: "comparison", By: "independent", Source: "s1"}}},
			reviewed, 3, "compared_reviewed", "repeat"},
	} {
		e := catalogue.EvidenceWith(&c.p, c.facts)
		if got := e.Reasons[0]; got.Level != c.level || got.Key != c.key || got.Next != c.next {
			t.Errorf("%s: level %d because %s, next %s; want %d, %s, %s", name, got.Level, got.Key, got.Next, c.level, c.key, c.next)
		}
	}
}

// What a reason promises holds: the one change that it names raises the level.
func TestWhatWouldRaiseTheLevelDoes(t *testing.T) {
	p := catalogue.Practice{}
	raise := map[string]func(){
		"goals_and_figure": func() {
			p.Goals = i18n.Text{FI: "Jos, niin."}
			p.Results = append(p.Results, catalogue.Result{ID: "r", Level: "outcome", Value: number(3)})
		},
		"baseline_and_source": func() {
			p.Results[0].Source, p.Results[0].Baseline = "s1", &catalogue.Baseline{Value: number(1)}
		},
	}
	for level, next := range []string{"goals_and_figure", "baseline_and_source"} {
		if e := catalogue.EvidenceOf(&p); e.High != level || e.Reasons[0].Next != next {
			t.Fatalf("%+v, want level %d and next %s", e, level, next)
		}
		raise[next]()
	}
	if e := catalogue.EvidenceOf(&p); e.High != 2 {
		t.Errorf("%+v", e)
	}
}
