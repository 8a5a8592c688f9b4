package catalogue_test

import (
	"fmt"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestWhatIsPutInFrontOfAListDoesNotMakeAllDiffer(t *testing.T) {
	lesson := func(text string) catalogue.Lesson { return catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: text}} }
	before := &catalogue.Practice{Domains: []string{"work", "language"}, Lessons: []catalogue.Lesson{lesson("a"), lesson("b"), lesson("c")}}
	after := &catalogue.Practice{Domains: []string{"language"}, Lessons: []catalogue.Lesson{lesson("uusi"), lesson("a"), lesson("b"), lesson("c2")}}
	differences, err := catalogue.Differences(before, after)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range differences {
		got = append(got, fmt.Sprint(d.Path, " ", d.Before, " ", d.After))
	}
	want := "domains[0] work <nil>|lessons[0].text.fi c uusi|lessons[3] <nil> map[kind:do text:map[fi:c2]]"
	if strings.Join(got, "|") != want {
		t.Errorf("got\n%s, want\n%s", strings.Join(got, "|"), want)
	}
}

func TestRowsInAnotherOrderAreADifference(t *testing.T) {
	lesson := func(text string) catalogue.Lesson { return catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: text}} }
	before := &catalogue.Practice{Domains: []string{"work", "language"}, Lessons: []catalogue.Lesson{lesson("a"), lesson("b"), lesson("c")}, Results: []catalogue.Result{
		{ID: "r1", Breakdowns: []catalogue.Breakdown{{As: "count"}, {As: "share"}}}, {ID: "r2"},
	}}
	for name, one := range map[string]struct {
		after *catalogue.Practice
		want  string
	}{
		"moved": {&catalogue.Practice{Domains: []string{"language", "work"}, Lessons: []catalogue.Lesson{lesson("b"), lesson("a"), lesson("c")}, Results: []catalogue.Result{
			{ID: "r2"}, {ID: "r1", Breakdowns: []catalogue.Breakdown{{As: "share"}, {As: "count"}}},
		}}, "lessons|results|results[r1].breakdowns"},
		"removed and added": {&catalogue.Practice{Domains: before.Domains, Lessons: []catalogue.Lesson{lesson("new"), lesson("b"), lesson("c"), lesson("d")}, Results: before.Results[:1]}, ""},
	} {
		differences, err := catalogue.Differences(before, one.after)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range differences {
			if d.Moved {
				got = append(got, d.Path)
			}
		}
		if strings.Join(got, "|") != one.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
