package search

import (
	"slices"
	"testing"
)

func TestShorterQueriesKeepWhatBelongsTogether(t *testing.T) {
	for _, c := range []struct {
		query   string
		shorter []string
	}{
		{`"kieli kahvila"`, nil},
		{`kielikahvila`, nil},
		{`"kieli kahvila" Vaasa`, []string{`Vaasa`, `"kieli kahvila"`}},
		{`paikka:"Keski-Suomi" koulu -verkko`, []string{`koulu -verkko`, `paikka:"Keski-Suomi" -verkko`, `paikka:"Keski-Suomi" koulu`}},
		{`kuoro OR kör työ`, []string{`työ`, `kuoro OR kör`}},
		{`a OR "b c"  d`, []string{`d`, `a OR "b c"`}},
		{`kielikurssit ja -kahvilat`, []string{`ja -kahvilat`, `kielikurssit ja`}}, // else the minus would exclude
	} {
		if got := Shorter(c.query); !slices.Equal(got, c.shorter) {
			t.Errorf("%s: %q instead of %q", c.query, got, c.shorter)
		}
	}
}

func TestUnquotedKeepsTheQuotesThatAFieldNeeds(t *testing.T) {
	for query, want := range map[string]string{
		`"kieli kahvila"`:                      `kieli kahvila`,
		`”kieli kahvila” “a b”`:                `kieli kahvila a b`,
		`place:"Keski-Suomi" "oma äidinkieli"`: `place:"Keski-Suomi" oma äidinkieli`,
		`kuoro -"oma kieli"`:                   `kuoro -"oma kieli"`,
		`kielikahvila`:                         `kielikahvila`,
	} {
		if got := Unquoted(query); got != want {
			t.Errorf("%s: %s instead of %s", query, got, want)
		}
	}
}
