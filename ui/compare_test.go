package ui

import (
	"strings"
	"testing"
)

func TestWordsAreMarkedAsTakenOutAndPutIn(t *testing.T) {
	for _, one := range []struct{ before, after, want string }{
		{"", "", ""},
		{"sama teksti", "sama teksti", "sama teksti"},
		{"", "uusi teksti", "+uusi teksti+"},
		{"vanha teksti", "", "-vanha teksti-"},
		{"Ryhmä kokoontuu kerran viikossa.", "Ryhmä kokoontuu kaksi kertaa viikossa.", "Ryhmä kokoontuu -kerran -+kaksi kertaa +viikossa."},
		{"a b c d", "a x c y d", "a -b -+x +c +y +d"},
		{"yksi\n\nkaksi", "yksi\n\nkaksi kolme", "yksi\n\nkaksi +kolme+"},
	} {
		var got strings.Builder
		for _, p := range compareWords(one.before, one.after) {
			mark := map[string]string{"keep": "", "remove": "-", "add": "+"}[p.Kind]
			got.WriteString(mark + p.Text + mark)
		}
		if got.String() != one.want {
			t.Errorf("%q → %q: %q, want %q", one.before, one.after, got.String(), one.want)
		}
	}
}

func TestVeryLongTextsAreComparedAsAWhole(t *testing.T) {
	before, after := strings.Repeat("vanha sana ", 2000), strings.Repeat("uusi lause ", 2000)
	edits := compareWords(before, after)
	if len(edits) != 2 || edits[0].Text != before || edits[1].Text != after {
		t.Errorf("%d edits", len(edits))
	}
}

func FuzzCompareWordsLosesNothing(f *testing.F) {
	f.Add("a b c", "a c\nd")
	f.Fuzz(func(t *testing.T, before, after string) {
		var old, now strings.Builder
		for _, p := range compareWords(before, after) {
			if p.Kind != "add" {
				old.WriteString(p.Text)
			}
			if p.Kind != "remove" {
				now.WriteString(p.Text)
			}
		}
		if strings.Join(strings.Fields(old.String()), " ") != strings.Join(strings.Fields(before), " ") ||
			strings.Join(strings.Fields(now.String()), " ") != strings.Join(strings.Fields(after), " ") {
			t.Errorf("%q → %q became %q → %q", before, after, old.String(), now.String())
		}
	})
}
