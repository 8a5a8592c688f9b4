package catalogue_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func asProblems(err error) (problems i18n.Problems, ok bool) {
	ok = errors.As(err, &problems)
	return problems, ok
}

func number(v float64) *float64 { return &v }

func TestEveryWrongValueIsNamedByItsPath(t *testing.T) {
	c := open(t)
	negative := -1
	for want, spoil := range map[string]func(*catalogue.Practice){
		"domains[0] unknown_value":               func(p *catalogue.Practice) { p.Domains = []string{"werk"} },
		"domains too_many":                       func(p *catalogue.Practice) { p.Domains = []string{"work", "health", "safety", "income"} },
		"targetGroups[1] unknown_value":          func(p *catalogue.Practice) { p.TargetGroups = []string{"mothers", "x"} },
		"maturity unknown_value":                 func(p *catalogue.Practice) { p.Maturity = "best" },
		"originalLanguage unknown_value":         func(p *catalogue.Practice) { p.OriginalLanguage = "de" },
		"municipalities[0] unknown_municipality": func(p *catalogue.Practice) { p.Municipalities = []string{"999"} },
		"regions[0] unknown_region":              func(p *catalogue.Practice) { p.Regions = []string{"99"} },
		"country unknown_value":                  func(p *catalogue.Practice) { p.Country = "Finland" },
		"period.end ends_before_start":           func(p *catalogue.Practice) { p.Period = catalogue.OpenPeriod{Start: "2020", End: "2019"} },
		"period.start bad_date":                  func(p *catalogue.Practice) { p.Period.Start = "2020-02-30" },
		"funding[0].amount negative": func(p *catalogue.Practice) {
			sum := -7000.0
			p.Funding = []catalogue.Funding{{Amount: &sum}}
		},
		"reach.actual negative":                func(p *catalogue.Practice) { p.Reach.Actual = &negative },
		"funding[0].currency unknown_currency": func(p *catalogue.Practice) { p.Funding = []catalogue.Funding{{Currency: "euro"}} },
		"results[0].source unknown_reference":  func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r", Source: "s9"}} },
		"results[1].id duplicate_id":           func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r"}, {ID: "r"}} },
		"results[0].id required":               func(p *catalogue.Practice) { p.Results = []catalogue.Result{{}} },
		"results[0].base share_needs_base": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Measure: "share", Value: number(4)}}
		},
		"results[0].value not_a_share": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Measure: "share", Value: number(101), Base: &catalogue.Base{}}}
		},
		"results[0].value bad_number":       func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r", Value: number(math.Inf(1))}} },
		"results[0].value number_too_large": func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r", Value: number(-1.1e15)}} },
		"results[0].base.value number_too_large": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Base: &catalogue.Base{Value: number(2e15)}}}
		},
		"results[0].baseline.value number_too_large": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Baseline: &catalogue.Baseline{Value: number(math.MaxFloat64)}}}
		},
		"funding[0].amount number_too_large": func(p *catalogue.Practice) { p.Funding = []catalogue.Funding{{Amount: number(2e15)}} },
		"results[0].breakdowns[0].value number_too_large": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Breakdowns: []catalogue.Breakdown{{Value: number(2e15)}}}}
		},
		"results[0].value bad_yes_no": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Measure: "yes_no", Value: number(0.5)}}
		},
		"results[0].breakdowns[0].as unknown_value": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{{ID: "r", Breakdowns: []catalogue.Breakdown{{As: "x", Value: number(1)}}}}
		},
		"sources[0].url bad_url":                 func(p *catalogue.Practice) { p.Sources = []catalogue.Source{{ID: "s", URL: "javascript:alert(1)"}} },
		"components[0].kind unknown_value":       func(p *catalogue.Practice) { p.Components = []catalogue.Component{{ID: "c", Kind: "main"}} },
		"lessons[0].kind unknown_value":          func(p *catalogue.Practice) { p.Lessons = []catalogue.Lesson{{Kind: "tip"}} },
		"criteria.high_impact.met unknown_value": func(p *catalogue.Practice) { p.Criteria.HighImpact.Met = "maybe" },
		"organisation unknown_reference":         func(p *catalogue.Practice) { p.Organisation = "nowhere" },
		"id bad_id":                              func(p *catalogue.Practice) { p.ID = "../etc" },
		"title.fi too_long":                      func(p *catalogue.Practice) { p.Title.FI = string(make([]rune, 301)) },
		"evaluations[0].type unknown_value":      func(p *catalogue.Practice) { p.Evaluations = []catalogue.Evaluation{{Type: "x"}} },
		"conditions[0].need unknown_value":       func(p *catalogue.Practice) { p.Conditions = []catalogue.Condition{{ID: "k", Need: "x"}} },
		"related[0].relation unknown_value":      func(p *catalogue.Practice) { p.Related = []catalogue.Related{{Practice: "a", Relation: "x"}} },
	} {
		p := practice()
		spoil(&p)
		_, err := c.Put(t.Context(), editor(p.Organisation), &p)
		problems, _ := asProblems(err)
		var got []string
		for _, one := range problems {
			got = append(got, one.Path+" "+one.Key)
		}
		if !slices.Contains(got, want) {
			t.Errorf("want %s, got %v (%v)", want, got, err)
		}
	}
}

func TestYesAndNoAndTheLargestNumbersAreTaken(t *testing.T) {
	c := open(t)
	for measure, values := range map[string][]float64{"yes_no": {0, 1}, "number": {1e15, -1e15, 0.5}} {
		for _, v := range values {
			p := practice()
			p.Results = []catalogue.Result{{ID: "r", Measure: measure, Value: number(v)}}
			if _, err := c.Put(t.Context(), editor(p.Organisation), &p); err != nil {
				t.Errorf("%s %v: %v", measure, v, err)
			}
		}
	}
}

func TestEvidenceFollowsFromStatedFacts(t *testing.T) {
	figure := catalogue.Result{ID: "r1", Level: "outcome", Value: number(186), Source: "s1", Direction: "positive"}
	withBaseline := figure
	withBaseline.ID, withBaseline.Baseline = "r2", &catalogue.Baseline{Value: number(100)}
	goals := i18n.Text{FI: "Jos valmennetaan, työ löytyy."}
	for name, c := range map[string]struct {
		p         catalogue.Practice
		low, high int
		direction string
	}{
		"nothing":             {catalogue.Practice{}, 0, 0, "unknown"},
		"only words":          {catalogue.Practice{Goals: goals, Results: []catalogue.Result{{ID: "t", Text: goals, Direction: "positive"}}}, 0, 0, "positive"},
		"figures, no goals":   {catalogue.Practice{Results: []catalogue.Result{figure}}, 0, 0, "positive"},
		"figures after only":  {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure}}, 1, 1, "positive"},
		"one with a baseline": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure, withBaseline}}, 1, 2, "positive"},
		"comparison unreviewed": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure},
			Evaluations: []catalogue.Evaluation{{Type: "randomised", By: "independent", Source: "s1"}}}, 2, 2, "positive"},
		"monitored, same source": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure},
			Evaluations: []catalogue.Evaluation{{Type: "monitoring", Source: "s1"}}}, 2, 2, "positive"},
		"monitored, other source": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure},
			Evaluations: []catalogue.Evaluation{{Type: "monitoring", Source: "s2"}}}, 1, 1, "positive"},
		"counts of projects, monitored": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{{ID: "n", Level: "output", Value: number(43), Source: "s1"}},
			Evaluations: []catalogue.Evaluation{{Type: "monitoring", Source: "s1"}}}, 1, 1, "unknown"},
		"money that went in": {catalogue.Practice{Goals: goals, Results: []catalogue.Result{{ID: "m", Level: "input", Value: number(120000), Source: "s1"}}}, 0, 0, "unknown"},
		"mixed":              {catalogue.Practice{Goals: goals, Results: []catalogue.Result{figure, {ID: "x", Value: number(1), Direction: "negative"}}}, 1, 1, "mixed"},
	} {
		e := catalogue.EvidenceOf(&c.p)
		if e.Low != c.low || e.High != c.high || e.Direction != c.direction {
			t.Errorf("%s: got %+v", name, e)
		}
		if len(e.Reasons) == 0 {
			t.Errorf("%s: no reason", name)
		}
	}
}

// Reference values: Wilson interval for 10 of 100 and 0 of 10, as in Newcombe
// 1998, table II (method 3).
func TestWilsonInterval(t *testing.T) {
	for _, c := range []struct{ share, n, low, high float64 }{
		{10, 100, 5.52, 17.44}, {0, 10, 0, 27.75}, {100, 10, 72.25, 100}, {50, 0, 0, 100},
	} {
		low, high := catalogue.Wilson(c.share, c.n)
		if math.Abs(low-c.low) > 0.01 || math.Abs(high-c.high) > 0.01 {
			t.Errorf("Wilson(%v, %v) = %.2f–%.2f, want %.2f–%.2f", c.share, c.n, low, high, c.low, c.high)
		}
	}
}

func TestThereAreAllMunicipalitiesAndRegions(t *testing.T) {
	c := open(t)
	if n := len(c.Places.Municipalities()); n != 308 {
		t.Errorf("%d municipalities", n)
	}
	if n := len(c.Places.Regions()); n != 19 {
		t.Errorf("%d regions", n)
	}
	vaasa, ok := c.Places.Municipality("905")
	if !ok || vaasa.Name.SV != "Vasa" || !vaasa.Bilingual() {
		t.Errorf("%+v", vaasa)
	}
	for _, m := range c.Places.Municipalities() {
		if _, ok := c.Places.Region(m.Region); !ok || m.Name.FI == "" || m.Name.SV == "" || m.Name.EN == "" {
			t.Errorf("%+v", m)
		}
	}
}

func TestADraftMayHoldRowsOfWhichOnlyAPartIsTold(t *testing.T) {
	c := open(t)
	p := catalogue.Practice{
		Title: i18n.Text{FI: "K"}, Partners: []catalogue.Partner{{Type: "school"}}, Related: []catalogue.Related{{Relation: "similar"}},
		Results: []catalogue.Result{{ID: "r1", Measure: "share", Base: &catalogue.Base{}, Breakdowns: []catalogue.Breakdown{{Dimension: "sex"}}}},
	}
	for state, want := range map[string]int{"draft": 0, "in_review": 0, "": 4} {
		p.State = state
		if problems := c.Check(&p); len(problems) != want {
			t.Errorf("in the state %q: %v", state, problems)
		}
	}
	p.State = "published"
	for _, path := range []string{"partners[0].name", "related[0].practice", "results[0].breakdowns[0].value", "results[0].breakdowns[0].group", "results[0].base"} {
		if !slices.ContainsFunc(c.Check(&p), func(one i18n.Problem) bool { return one.Path == path }) {
			t.Errorf("%s may be missing in what is published", path)
		}
	}
}
