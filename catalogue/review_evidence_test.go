package catalogue_test

import (
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestEvidenceAboveTwoNeedsAReview(t *testing.T) {
	figure := catalogue.Result{ID: "r1", Level: "outcome", Value: number(186), Source: "s1", Direction: "positive", Baseline: &catalogue.Baseline{Value: number(100)}}
	compared := []catalogue.Evaluation{{Type: "comparison", By: "independent", Source: "s1"}}
	bySelf := []catalogue.Evaluation{{Type: "comparison", By: "self", Source: "s1"}}
	same := []string{"positive"}
	other := []string{"none"}
	for name, c := range map[string]struct {
		evaluations []catalogue.Evaluation
		facts       catalogue.Facts
		level       int
		key         string
	}{
		"measured":                      {nil, catalogue.Facts{}, 2, "baseline_and_follow_up"},
		"measured and reviewed":         {nil, catalogue.Facts{Mark: "peer_reviewed"}, 2, "baseline_and_follow_up"},
		"compared":                      {compared, catalogue.Facts{}, 2, "compared_not_reviewed"},
		"compared and reviewed":         {compared, catalogue.Facts{Mark: "peer_reviewed"}, 3, "compared_reviewed"},
		"compared, review expired":      {compared, catalogue.Facts{Mark: "expired"}, 2, "review_expired"},
		"compared by the deliverer":     {bySelf, catalogue.Facts{Mark: "peer_reviewed"}, 2, "baseline_and_follow_up"},
		"repeated":                      {nil, catalogue.Facts{Repeated: same}, 2, "repeated_not_reviewed"},
		"repeated and reviewed":         {nil, catalogue.Facts{Mark: "peer_reviewed", Repeated: same}, 4, "replicated"},
		"another effect elsewhere":      {nil, catalogue.Facts{Mark: "peer_reviewed", Repeated: other}, 2, "baseline_and_follow_up"},
		"repeated, review expired":      {nil, catalogue.Facts{Mark: "expired", Repeated: same}, 2, "review_expired"},
		"adopted, nothing measured":     {nil, catalogue.Facts{Mark: "peer_reviewed", Adopted: true}, 2, "adopted_without_results"},
		"compared, repeated, all of it": {compared, catalogue.Facts{Mark: "peer_reviewed", Repeated: same, Adopted: true}, 4, "replicated"},
	} {
		p := catalogue.Practice{Goals: i18n.Text{FI: "Jos, niin."}, Results: []catalogue.Result{figure}, Evaluations: c.evaluations}
		e := catalogue.EvidenceWith(&p, c.facts)
		if e.High != c.level || e.Reasons[0].Key != c.key {
			t.Errorf("%s: %+v", name, e)
		}
	}
	weak := catalogue.Practice{Goals: i18n.Text{FI: "Jos, niin."}, Results: []catalogue.Result{{ID: "r", Level: "outcome", Value: number(1), Direction: "positive"}}}
	if e := catalogue.EvidenceWith(&weak, catalogue.Facts{Mark: "peer_reviewed", Repeated: same}); e.High != 1 {
		t.Errorf("a figure from afterwards only is level %d", e.High)
	}
}

func TestEvidenceFollowsWhatOtherOrganisationsMeasure(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	measured := func(p *catalogue.Practice) {
		p.Sources = []catalogue.Source{{ID: "s1", Title: "Raportti"}}
		p.Results = []catalogue.Result{{ID: "r1", Level: "outcome", Measure: "number", Value: number(186), Source: "s1", Direction: "positive", Baseline: &catalogue.Baseline{Value: number(100)}}}
	}
	r.change(measured)
	r.finished()
	if p := r.publish(); p.Computed.Evidence.High != 2 {
		t.Fatalf("%+v", p.Computed.Evidence)
	}
	told := func() bool {
		list, err := r.store.Changes(ctx, 0, 10000)
		r.must(err)
		n := 0
		for _, c := range list {
			if c.Noun == catalogue.Noun && c.ID == r.practice {
				n++
			}
		}
		was := r.changes
		r.changes = n
		return n > was
	}
	told()
	derived := practice()
	derived.ID, derived.Organisation, derived.State = "espoon-kahvila", "espoo", "published"
	derived.Goals = i18n.Text{FI: "Jos, niin."}
	derived.Related = []catalogue.Related{{Practice: r.practice, Relation: "derived_from"}}
	measured(&derived)
	level := func() int {
		p, err := r.Practice(ctx, nobody, r.practice)
		r.must(err)
		return p.Computed.Evidence.High
	}
	put := func() {
		t.Helper()
		_, err := r.Put(ctx, account.Machine(), &derived)
		r.must(err)
	}
	if put(); level() != 4 || !told() {
		t.Errorf("repeated elsewhere: level %d, or the index does not hear of it", level())
	}
	all := 0
	r.must(r.Each(ctx, func(p *catalogue.Practice) error { all = max(all, p.Computed.Evidence.High); return nil }))
	if all != 4 {
		t.Errorf("what the index reads has level %d", all)
	}
	derived.Results[0].Direction = "negative"
	if put(); level() != 2 || !told() {
		t.Errorf("the other organisation measured the opposite: level %d", level())
	}
	derived.Results[0].Direction = "positive"
	if put(); level() != 4 {
		t.Errorf("level %d", level())
	}
	_, err := r.Archive(ctx, account.Machine(), derived.ID, 0)
	if r.must(err); level() != 2 || !told() {
		t.Errorf("the other entry is archived: level %d", level())
	}
	derived.ID, derived.Organisation = "vantaan-toinen", "vantaa"
	if put(); level() != 2 {
		t.Errorf("the organisation's own second entry counts: level %d", level())
	}
}
