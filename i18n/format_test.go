package i18n

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		v    float64
		want string
	}{
		{Finnish, 501704, "501\u00a0704"}, {Swedish, 18.9, "18,9"}, {English, 501704, "501,704"}, {English, 18.9, "18.9"},
		{Finnish, 1234, "1\u00a0234"}, {Finnish, 0, "0"}, {English, -1234567.5, "−1,234,567.5"}, {Finnish, 456, "456"}, {English, -0.001, "0"},
	} {
		if got := Number(c.lang, c.v); got != c.want {
			t.Errorf("Number(%s, %v) = %q, want %q", c.lang, c.v, got, c.want)
		}
	}
}

func TestDatesAreWrittenAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		lang       Lang
		date, want string
	}{
		{Finnish, "2026-11-21", "21.11.2026"}, {Swedish, "2026-01-02", "2.1.2026"}, {English, "2026-11-21", "21 November 2026"},
		{Finnish, "2026-11", "11/2026"}, {English, "2026", "2026"}, {Finnish, "soon", "soon"}, {Finnish, "2026-13-99", "2026-13-99"},
	} {
		if got := Date(c.lang, c.date); got != c.want {
			t.Errorf("Date(%s, %s) = %q, want %q", c.lang, c.date, got, c.want)
		}
	}
	if got := Period(Finnish, "2018-01-01", "2019-12-31"); got != "1.1.2018–31.12.2019" {
		t.Error(got)
	}
	if got := Period(English, "2016", ""); got != "2016–" {
		t.Error(got)
	}
}

func TestNamesSortByTheAlphabetOfTheLanguage(t *testing.T) {
	names := []string{"Ähtäri", "Zetor", "Åbo", "Akaa", "öar", "espoo"}
	slices.SortFunc(names, func(a, b string) int { return Compare(Finnish, a, b) })
	want := []string{"Akaa", "espoo", "Zetor", "Åbo", "Ähtäri", "öar"}
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestCompareMayBeCalledConcurrently(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 200 {
				if Compare(Swedish, "Ö", "Z") <= 0 {
					t.Error("Ö must come after Z")
				}
			}
		})
	}
	wait.Wait()
}

func TestSlugKeepsWhatAnAddressCanHold(t *testing.T) {
	for in, want := range map[string]string{
		"Vanhemmat mukaan": "vanhemmat-mukaan", "Äitien & öiden Åbo!": "aitien-oiden-abo", "  ": "", "日本": "",
		"SMILE – Vantaa": "smile-vantaa",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	long := Slug("Maahanmuuttajaäitien koulutus perusopetuksen oppitunneilla ja muualla kunnassa aina")
	if len(long) > 60 || long[len(long)-1] == '-' {
		t.Error(long)
	}
}

func TestMoneyHasTwoDecimalsOrNone(t *testing.T) {
	for _, c := range []struct {
		lang     Lang
		sum      float64
		currency string
		want     string
	}{
		{Finnish, 543938.9, "EUR", "543\u00a0938,90\u00a0€"}, {Swedish, 543938.9, "", "543\u00a0938,90\u00a0€"},
		{English, 543938.9, "EUR", "€543,938.90"}, {Finnish, 120000, "", "120\u00a0000\u00a0€"}, {English, 120000, "EUR", "€120,000"},
		{Finnish, 12.34, "EUR", "12,34\u00a0€"}, {Finnish, 0.1 + 0.2, "EUR", "0,30\u00a0€"}, {Finnish, 2.999, "EUR", "3\u00a0€"},
		{Swedish, 1200, "SEK", "1\u00a0200\u00a0SEK"}, {English, 1200.5, "SEK", "1,200.50\u00a0SEK"}, {English, -5.5, "", "−€5.50"}, {Finnish, 0, "", "0\u00a0€"},
	} {
		if got := Money(c.lang, c.sum, c.currency); got != c.want {
			t.Errorf("%s %v %s: %q, want %q", c.lang, c.sum, c.currency, got, c.want)
		}
	}
}

func TestSortKeysOrderNamesAsCompareDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	pieces := strings.Split("a|A|ä|å|Ö|o|z|v|w|é|e|1|02|10|2| |-|–|”|,|Työ|arbete|ß|ab|aB", "|")
	name := func() string {
		var b strings.Builder
		for range random.IntN(6) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 20000 {
		a, b := name(), name()
		for _, lang := range Langs() {
			if got, want := strings.Compare(SortKey(lang, a), SortKey(lang, b)), Compare(lang, a, b); got != want {
				t.Fatalf("%s: %q and %q: keys %d, names %d", lang, a, b, got, want)
			}
		}
	}
}
