package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestEveryFieldHasAName(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	fields := catalogue.Fields()
	for _, want := range []string{"title", "results", "results.baseline.value", "criteria.modelled.reason", "reach.period.end", "attachments.alt"} {
		if !slices.Contains(fields, want) {
			t.Errorf("%s is no field", want)
		}
	}
	for _, field := range fields {
		if !messages.Has(i18n.Finnish, "field."+field) {
			t.Errorf("the field %s has no name", field)
		}
	}
	for _, key := range messages.Keys(i18n.Finnish) {
		if field, ok := strings.CutPrefix(key, "field."); ok && !slices.Contains(fields, field) {
			t.Errorf("%s names no field", key)
		}
	}
}

func TestAPathLeadsToAFieldWhicheverElementAndLanguage(t *testing.T) {
	for path, want := range map[string]string{
		"title": "title", "title.sv": "title", "results[r1].label.fi": "results.label", "results[0].breakdowns[2].value": "results.breakdowns.value",
		"domains[0]": "domains", "delivery.who.en": "delivery.who", "": "",
	} {
		if got := catalogue.FieldOf(path); got != want {
			t.Errorf("%q is of %q, not %q", path, got, want)
		}
	}
}

func TestAStablePathLeadsToThePlaceInTheForm(t *testing.T) {
	p := &catalogue.Practice{
		OriginalLanguage: "sv", Domains: []string{"work"},
		Results: []catalogue.Result{{ID: "r2"}, {ID: "r1", Breakdowns: []catalogue.Breakdown{{}}}}, Lessons: []catalogue.Lesson{{}, {}},
	}
	for path, want := range map[string]string{
		"title": "title.sv", "title.fi": "title.fi", "results[r1].label": "results[1].label.sv", "results[r1].value": "results[1].value",
		"results[r1].breakdowns[0].group": "results[1].breakdowns[0].group.sv", "results[r9].label": "", "lessons[1].text": "lessons[1].text.sv",
		"lessons[2].text": "", "domains": "domains", "domains[0]": "domains[0]", "results[r1].baseline.value": "results[1].baseline.value", "nonsense": "",
	} {
		if got := catalogue.PlaceOf(p, path); got != want {
			t.Errorf("%q leads to %q, not %q", path, got, want)
		}
	}
}
