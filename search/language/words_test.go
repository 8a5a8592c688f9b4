package language

import (
	"reflect"
	"slices"
	"strings"
	"testing"
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
		{strings.Repeat("x", 1000), []string{strings.Repeat("x", LongestWord)}},
	} {
		var got []string
		for _, w := range Words(test.text) {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q instead of %q", test.text, got, test.want)
		}
	}
}

func TestPlacesOfWordsCountCodePoints(t *testing.T) {
	got := Words("🎻 Äidin työ")
	want := []Word{{"äidin", 2, 7}, {"työ", 8, 11}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
}

func TestThePeopleOfAPlaceAreFoundByIt(t *testing.T) {
	l := New()
	for word, place := range map[string]string{"vaasalaisille": "vaasa", "helsinkiläiset": "helsinki", "venäläinen": "", "kansalainen": "", "erilainen": ""} {
		found := slices.ContainsFunc(l.Tokens(0, word), func(t Token) bool { return t.Kind == Part && t.Term == Stem(0, place) })
		if found != (place != "") {
			t.Errorf("%s: %v", word, l.Tokens(0, word))
		}
	}
}
