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
