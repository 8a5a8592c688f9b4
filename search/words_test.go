package search

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"tiekartta/i18n"
)

func TestWordsThatSayNothingAreLeftOut(t *testing.T) {
	x := &Index{language: known()}
	for _, test := range []struct {
		lang i18n.Lang
		q    string
		want []string
	}{
		{i18n.Finnish, "maahanmuuttajille ja naisille", []string{"maahanmuuttajille", "naisille"}},
		{i18n.Swedish, "kurser för mödrar", []string{"kurser", "mödrar"}},
		{i18n.Finnish, "kurser för mödrar", []string{"kurser", "mödrar"}},
		{i18n.English, "men", []string{"men"}},
		{i18n.Swedish, "men", nil},
		{i18n.English, "the and of", nil},
		{i18n.Finnish, "kurssi Kurssi KURSSI", []string{"kurssi"}},
	} {
		if got := x.request(Query{Words: test.q, Lang: test.lang}).telling; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s %q: %q instead of %q", test.lang, test.q, got, test.want)
		}
	}
}

// FuzzMarker looks for texts that the index or the marker fails on and for
// places outside the text.
func FuzzMarker(f *testing.F) {
	for _, seed := range []string{"", "maahanmuuttajaäitien koulutus", "A\u0308iti", "\xff\xfe", "ǅ İ ß ﬁ", "iiii", "å", "ееее", strings.Repeat("ä", 300)} {
		f.Add(seed, "koulutuksen järjestäminen")
		f.Add("arbetslivscoachning", seed)
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		m := newMarker(newWordbook(known()), meant(Query{Words: query}.bounded().Words))
		m.turn(&leaf{passages: []passage{{"summary", i18n.Text{FI: text, SV: text, EN: text}}}}, nil)
		for lang := range i18n.Langs() {
			found := m.mark(0, lang)
			if found.kinds == 0 {
				continue
			}
			h := found.extract()
			checkHighlight(t, h)
			if n := utf8.RuneCountInString(h.Text); n > longestExtract {
				t.Fatalf("extract of %d", n)
			}
		}
		if _, err := (&entry{origin: originOf("x"), titles: []string{text, "", ""}, texts: []string{text, text, text}}).index(known()); err != nil {
			t.Fatal(err)
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
