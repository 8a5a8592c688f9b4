package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// shown writes a highlight with its places in brackets.
func shown(h Highlight) string {
	letters := []rune(h.Text)
	var b strings.Builder
	last := 0
	for _, r := range h.Ranges {
		b.WriteString(string(letters[last:r[0]]) + "[" + string(letters[r[0]:r[1]]) + "]")
		last = r[1]
	}
	b.WriteString(string(letters[last:]))
	return h.Field + " " + string(h.Lang) + ": " + b.String()
}

func (s *shelf) highlights(words string, lang i18n.Lang) []string {
	s.t.Helper()
	var list []string
	for _, hit := range s.search(Query{Words: words, Lang: lang}).Hits {
		for _, h := range hit.Highlights {
			list = append(list, shown(h))
		}
	}
	return list
}

func TestHighlightsMarkInflectedWordsInCodePoints(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{
		ID:         "kuoro",
		Title:      i18n.Text{FI: "🎻 Äitien kuoro – tyttöjen työpaja", EN: "Mothers' choir"},
		Summary:    i18n.Text{FI: "Äideille ja lapsille.", EN: "For mothers and children."},
		HowItWorks: i18n.Text{FI: "Kuorossa lauletaan. Äiti ja lapsi laulavat 👩‍👧 yhdessä kuoron kanssa."},
		Partners:   []catalogue.Partner{{Name: "Åbo Folkkör rf", Type: "association"}},
	})
	s.catchUp()
	for _, test := range []struct {
		words string
		lang  i18n.Lang
		want  []string
	}{
		{"kuoro", "fi", []string{"title fi: 🎻 Äitien [kuoro] – tyttöjen työpaja",
			"howItWorks fi: [Kuorossa] lauletaan. Äiti ja lapsi laulavat 👩‍👧 yhdessä [kuoron] kanssa."}},
		{"lapset", "fi", []string{"summary fi: Äideille ja [lapsille].",
			"howItWorks fi: Kuorossa lauletaan. Äiti ja [lapsi] laulavat 👩‍👧 yhdessä kuoron kanssa."}},
		{"MOTHER", "en", []string{"title en: [Mothers]' choir", "summary en: For [mothers] and children."}},
		{"mothers", "sv", []string{"title en: [Mothers]' choir", "summary en: For [mothers] and children."}},
		{"tyttöjen työpajat", "en", []string{"title fi: 🎻 Äitien kuoro – [tyttöjen] [työpaja]"}},
		{"folkkör", "fi", []string{"partners fi: Åbo [Folkkör] rf"}},
		{"työ", "en", []string{"title fi: 🎻 Äitien kuoro – tyttöjen [työ]paja"}},
		{"Vantaa", "en", nil}, // only the name of its owner
	} {
		if got := s.highlights(test.words, test.lang); !slices.Equal(got, test.want) {
			t.Errorf("%q in %s:\n%s\ninstead of\n%s", test.words, test.lang, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
	for _, hit := range s.search(Query{}).Hits {
		if len(hit.Highlights) > 0 {
			t.Errorf("without words: %v", hit.Highlights)
		}
	}
}

func TestExtractIsTheBestPartOfALongText(t *testing.T) {
	s := newShelf(t)
	filler := strings.Repeat("Sitten kahvitellaan ja jutellaan mukavia. ", 15)
	s.publish(catalogue.Practice{
		ID: "p", Title: i18n.Text{FI: "Iltapäivä"}, Summary: i18n.Text{FI: "Yhdessä."},
		Challenge:  i18n.Text{FI: "Kieli on vaikeaa."},
		HowItWorks: i18n.Text{FI: "Mentori soittaa. " + filler + "Kieltä opitaan mentorin kanssa kotona. " + filler},
	})
	s.catchUp()
	hits := s.search(Query{Words: "kieltä mentorin"}).Hits
	if len(hits) != 1 || len(hits[0].Highlights) != 1 {
		t.Fatalf("%+v", hits)
	}
	h := hits[0].Highlights[0]
	checkHighlight(t, h)
	if text := shown(h); !strings.HasPrefix(text, "howItWorks fi: …") || !strings.HasSuffix(text, "…") || !strings.Contains(text, " [Kieltä] opitaan [mentorin] kanssa") {
		t.Error(text)
	}
	if n := utf8.RuneCountInString(h.Text); n > longestExtract || n < longestExtract/2 {
		t.Errorf("%d code points", n)
	}
}

// meant is what the words of a query mean without a catalogue.
func meant(words string) *meaning {
	u := &understanding{Index: &Index{language: known(), weights: defaultWeights(), gazetteer: func() *gazetteer { return &gazetteer{} }}, lexicon: newLexicon(known())}
	u.likely = known().Guess(nil)
	m := &meaning{}
	for _, w := range language.Words(words) {
		t := term{word: w.Text, typed: w.Text}
		t.alternatives = worthiest(append(u.forms(&t), slices.Concat(u.labels(w.Text), u.narrowerThan(w.Text))...))
		m.terms = append(m.terms, t)
	}
	return m
}

func TestHighlightsStayInsideAnyText(t *testing.T) {
	m := newMarker(newWordbook(known()), meant("kuoro äiti"))
	for _, text := range []string{
		"kuoro", strings.Repeat("kuoro", 200), strings.Repeat("kuoro ", 500), strings.Repeat("x", 500) + " kuoro",
		"kuoro " + strings.Repeat("x", 500), strings.Repeat("y", 300) + " äiti " + strings.Repeat("🎻", 300),
		"ä" + strings.Repeat("\u0308", 1000) + "iti kuoro", strings.Repeat("\xff", 400) + "kuoro" + strings.Repeat("\xff", 400),
		"k" + strings.Repeat("\u00ad", 300) + "uoro",
	} {
		m.turn(&leaf{passages: []passage{{"summary", i18n.Text{FI: text}}}}, nil)
		found := m.mark(0, 0)
		if found.kinds == 0 {
			continue
		}
		h := found.extract()
		checkHighlight(t, h)
		if n := utf8.RuneCountInString(h.Text); n > longestExtract {
			t.Errorf("%d code points of %.20q", n, text)
		}
	}
}

func TestANameIsMarkedWhereAllOfItStands(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "talk", Title: i18n.Text{FI: "Puhutaan suomea"}, Summary: i18n.Text{FI: "Mukana on Suomen Punainen Risti."}},
		catalogue.Practice{ID: "other", Title: i18n.Text{FI: "Suomea kortilla"}, Summary: i18n.Text{FI: "SPR lainaa kortit."}},
	)
	s.catchUp()
	got := s.highlights("SPR", "fi")
	slices.Sort(got)
	want := []string{"summary fi: Mukana on [Suomen] [Punainen] [Risti].", "summary fi: [SPR] lainaa kortit."}
	if !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}
