package search

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tiekartta/i18n"
)

func TestWordsAreRunsOfLettersAndDigits(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" .,-–—!? \n\t", nil},
		{"Äidit ja lapset", []string{"äidit", "ja", "lapset"}},
		{"ÅÄÖ åäö", []string{"åäö", "åäö"}},
		{"EU:n ESR+-hanke 2023–2026", []string{"eu", "n", "esr", "hanke", "2023", "2026"}},
		{"Monika-Naiset liitto", []string{"monika", "naiset", "liitto"}},
		{"A\u0308idit, Ko\u0308ping, A\u030aland, e\u0301tude", []string{"äidit", "köping", "åland", "étude"}},
		{"maahan\u00admuuttaja", []string{"maahanmuuttaja"}},
		{"مرحبا بكم", []string{"مرحبا", "بكم"}},
		{"добро 欢迎", []string{"добро", "欢迎"}},
		{"🎻orkesteri🎻", []string{"orkesteri"}},
		{"a\xffb", []string{"a", "b"}},
		{"tab\x00null\u202ertl", []string{"tab", "null", "rtl"}},
		{strings.Repeat("x", 1000), []string{strings.Repeat("x", longestWord)}},
	} {
		var got []string
		for _, w := range words(test.text) {
			got = append(got, w.text)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q instead of %q", test.text, got, test.want)
		}
	}
}

func TestPlacesOfWordsCountCodePoints(t *testing.T) {
	got := words("🎻 Äidin työ")
	want := []word{{"äidin", 2, 7}, {"työ", 8, 11}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
}

func TestQueryIsAskedWithStemsOfAllLanguages(t *testing.T) {
	ls, err := newLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		lang i18n.Lang
		q    string
		want [][]string // per term: fi, sv, en
	}{
		{i18n.Finnish, "maahanmuuttajille", [][]string{{"maahanmuuttaj", "maahanmuuttajill", "maahanmuuttajill"}}},
		{i18n.Swedish, "kurser för mödrar", [][]string{{"kurser", "kurs", "kurser"}, {"mödrar", "mödr", "mödrar"}}},
		{i18n.English, "men", [][]string{{"men", "", "men"}}},
		{i18n.Swedish, "men", nil},
		{i18n.English, "the and of", nil},
		{i18n.Finnish, "kurssi Kurssi KURSSI", [][]string{{"kurs", "kurssi", "kurssi"}}},
	} {
		var got [][]string
		for _, term := range ls.terms(Query{Words: test.q, Lang: test.lang}) {
			got = append(got, term.stems)
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s %q: %q instead of %q", test.lang, test.q, got, test.want)
		}
	}
}

func TestWordsThatBeginAlikeAreWorthSomething(t *testing.T) {
	ls, err := newLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		query, text string
		want        float64
	}{
		{"kotou", "kotoutuminen", worthBeginning},
		{"koto", "kotoutuminen", 0}, // too short
		{"turvakodissa", "turvakoti", worthCousin},
		{"maahanmuuttajaäitien", "maahanmuuttajaäidit", worthCousin},
		{"maahanmuuttajaäitien", "maahanmuuttajanaiset", worthHead},
		{"maahanmuuttajaäitien", "maahan", 0},
		{"arbetslivscoachning", "arbetslivsorientering", 0},
		{"koulutus", "kouluttaja", worthHead},
		{"koulutus", "koulutus", 0}, // the same is no guess
		{"sairaus", "sateenvarjo", 0},
	} {
		term := ls.term(test.query)
		if got := term.worth(test.text); got != test.want {
			t.Errorf("%s for %s: %v instead of %v (base %q)", test.text, test.query, got, test.want, term.base)
		}
		if term.worth(test.text) > 0 && !strings.HasPrefix(test.text, term.beginning()) {
			t.Errorf("%s is not looked for from %q", test.text, term.beginning())
		}
	}
}

// FuzzAnalyser looks for texts that the analyser fails on, for places outside
// the text, and for matches that the dictionary of the index would not give.
func FuzzAnalyser(f *testing.F) {
	for _, seed := range []string{"", "maahanmuuttajaäitien koulutus", "A\u0308iti", "\xff\xfe", "ǅ İ ß ﬁ", "iiii", "å", "ееее", strings.Repeat("ä", 300)} {
		f.Add(seed, "koulutuksen järjestäminen")
		f.Add("arbetslivscoachning", seed)
	}
	ls, err := newLanguages()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		terms := ls.terms(Query{Words: query}.bounded())
		if len(terms) > mostWords {
			t.Fatalf("%d words", len(terms))
		}
		last, length := 0, utf8.RuneCountInString(text)
		for _, w := range words(text) {
			if w.start < last || w.end <= w.start || w.end > length {
				t.Fatalf("word %q at %d to %d of %d", w.text, w.start, w.end, length)
			}
			last = w.end
			for _, term := range terms {
				if term.worth(w.text) > 0 && !strings.HasPrefix(w.text, term.beginning()) {
					t.Fatalf("%q is worth something for %q but is not looked for from %q", w.text, term.word, term.beginning())
				}
			}
		}
		m := newMarker(ls, terms)
		for i := range ls {
			found := m.mark("summary", text, i)
			if found.kinds > 0 {
				h := found.extract()
				checkHighlight(t, h)
				if n := utf8.RuneCountInString(h.Text); n > longestExtract {
					t.Fatalf("extract of %d", n)
				}
			}
			if _, err := (&entry{id: "x", titles: []string{text, "", ""}, texts: []string{text, text, text}}).document(ls); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// checkHighlight tells whether the places of a highlight are in its text, in
// order and apart.
func checkHighlight(t *testing.T, h Highlight) {
	t.Helper()
	last, length := 0, utf8.RuneCountInString(h.Text)
	if len(h.Ranges) == 0 {
		t.Fatalf("%s: nothing is marked in %q", h.Field, h.Text)
	}
	for _, r := range h.Ranges {
		if r[0] < last || r[1] <= r[0] || r[1] > length {
			t.Fatalf("%s: range %v of %d after %d", h.Field, r, length, last)
		}
		last = r[1]
	}
}
