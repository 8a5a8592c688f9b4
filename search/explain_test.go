package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// practicesInOneLanguage are found by words that they do not have.
func practicesInOneLanguage() []catalogue.Practice {
	return []catalogue.Practice{
		{ID: "guides", Title: i18n.Text{FI: "Kieliopas perheille"}, Summary: i18n.Text{FI: "Opas kertoo palveluista."}},
		{ID: "shelter", Title: i18n.Text{SV: "Skyddshemmet Mona"}, Summary: i18n.Text{SV: "Ett tryggt ställe för kvinnor."}},
		{ID: "music", Title: i18n.Text{EN: "Playing together"}, Summary: i18n.Text{EN: "Children learn music in a small group."}},
		{ID: "visits", Title: i18n.Text{FI: "Kotikäynnit"}, Summary: i18n.Text{FI: "Neuvola käy kotona."}},
		{ID: "snow", Title: i18n.Text{EN: "Snow removal"}, Summary: i18n.Text{EN: "A plough for each street."}},
	}
}

// told writes how the first hit matches a query.
func (s *shelf) told(words string, lang i18n.Lang) string {
	s.t.Helper()
	r := s.search(Query{Words: words, Lang: lang})
	if len(r.Hits) == 0 {
		return "nothing"
	}
	list := []string{r.Hits[0].ID}
	for _, m := range r.Hits[0].Matches {
		list = append(list, fmt.Sprintf("%s %s %s:%s", m.Word, m.How, m.Lang, m.Found))
	}
	return strings.Join(list, ", ")
}

func TestEveryHitIsExplained(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesInOneLanguage()...)
	s.catchUp()
	for _, test := range []struct {
		words string
		lang  i18n.Lang
		want  string
	}{
		{"opas", "fi", "guides, opas form fi:opas"},
		{"kieli", "fi", "guides, kieli compound fi:kieliopas"},
		{"turvakoti", "fi", "shelter, turvakoti label sv:skyddshemmet"},
		{"musiikki", "fi", "music, musiikki label en:music"},
		{"kotikäynnillä", "fi", "visits, kotikäynnillä form fi:kotikäynnit"},
		{"home visits", "en", "visits, home visits label fi:kotikäynnit"},
		{"koti käynti", "fi", "visits, koti käynti form fi:kotikäynnit"},
		{"lumi", "fi", "snow, lumi near en:snow"},
		{"musiikkikoti", "fi", "music, musiikki label en:music"}, // not another name of the whole word
	} {
		if got := s.told(test.words, test.lang); !strings.HasPrefix(got, test.want) {
			t.Errorf("%q: %s instead of %s", test.words, got, test.want)
		}
	}
	s.publish(catalogue.Practice{ID: "refuge", Title: i18n.Text{FI: "Turvatalo", EN: "Shelter"}, Summary: i18n.Text{FI: "Avoinna aina.", EN: "A shelter in a house that is a shelter."}})
	s.catchUp()
	if got, want := s.told("turvakoti", "fi"), "refuge, turvakoti label fi:turvatalo"; got != want {
		t.Errorf("%s instead of %s, which the reader understands", got, want)
	}
	s.publish(catalogue.Practice{ID: "support", Title: i18n.Text{EN: "Peer evenings"}, Summary: i18n.Text{EN: "Support among equals."}})
	s.catchUp()
	if got, want := s.told("vertaistuki", "fi"), "support, vertaistuki label en:peer, support"; got != want {
		t.Errorf("%s instead of %s, which is what the text has", got, want)
	}
	s.publish(catalogue.Practice{ID: "both", Title: i18n.Text{FI: "Turvatalo yöksi", EN: "Shelter"}, Summary: i18n.Text{FI: "Tämä turvatalo on naisturvakoti.", EN: "A shelter in a house that is a shelter."}})
	s.catchUp()
	if got := s.highlights("turvakoti", "fi"); !slices.Contains(got, "summary fi: Tämä turvatalo on nais[turvakoti].") {
		t.Errorf("a hit that has the word itself is marked elsewhere: %q", got)
	}
	if got := s.highlights("turvakoti", "fi"); !slices.Contains(got, "title sv: [Skyddshemmet] Mona") {
		t.Errorf("a translated word is not marked: %q", got)
	}
	if got := s.highlights("kieli", "fi"); !slices.Contains(got, "title fi: [Kieli]opas perheille") {
		t.Errorf("a part of a compound is not marked alone: %q", got)
	}
}

func TestMisspeltWordsAreMendedUnlessTheyAreMeant(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesInOneLanguage()...)
	s.catchUp()
	r := s.search(Query{Words: "Kotikaynti, neuvolla!"})
	if r.Corrected != "kotikäynti, neuvolla!" && r.Corrected != "kotikäynti, neuvola!" {
		t.Errorf("corrected to %q", r.Corrected)
	}
	if len(r.Hits) == 0 || r.Hits[0].ID != "visits" {
		t.Errorf("found %v", r.Hits)
	}
	if r := s.search(Query{Words: "Kotikaynti", Verbatim: true}); r.Corrected != "" {
		t.Errorf("corrected to %q", r.Corrected)
	}
	for _, words := range []string{"kotikäynnit", "opas", "Mona", "neuv", "neuvol", "kvinnor"} {
		if r := s.search(Query{Words: words}); r.Corrected != "" {
			t.Errorf("%s is corrected to %q", words, r.Corrected)
		}
	}
}

func TestIndexKnowsItsWordsAfterItIsOpenedAgain(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesInOneLanguage()...)
	s.catchUp()
	words, vector := s.index.lexicons[practices].words.Words(), s.index.columns.get("music").vector
	rows := slices.Clone(s.index.lexicons[practices].rows)
	if len(words) < 20 || len(vector) == 0 {
		t.Fatalf("%d words, %d numbers", len(words), len(vector))
	}
	s.reopen(nil)
	if !slices.Equal(s.index.lexicons[practices].words.Words(), words) || !slices.Equal(s.index.lexicons[practices].rows, rows) {
		t.Error("other words")
	}
	if !slices.Equal(s.index.columns.get("music").vector, vector) {
		t.Error("another vector")
	}
	s.change("music", func(p *catalogue.Practice) { p.Summary.EN = "They dance." })
	s.catchUp()
	if slices.Equal(s.index.columns.get("music").vector, vector) {
		t.Error("an edit leaves the vector")
	}
}

func TestQueryAboutSomethingElseFindsNothing(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesInOneLanguage()...)
	s.catchUp()
	for _, words := range []string{"lentokonemoottori", "xqzvwk", "zzzz zzzz", "hiihtokoulu"} {
		if ids := s.ids(Query{Words: words}); len(ids) > 0 {
			t.Errorf("%s finds %v", words, ids)
		}
	}
}

func TestOneWordOfATextAnswersOneOfAQuery(t *testing.T) {
	word := func(how, word string) alternative {
		return alternative{field: "text_fi", terms: []string{word}, how: how}
	}
	terms := []term{
		{alternatives: []alternative{word(ByForm, "kesk"), word(ByInPart, inPart+"kesk"), word(ByNear, "länt")}},
		{alternatives: []alternative{word(ByForm, "pohjanma"), word(ByNear, "kesk"), word(ByNear, inPart+"kesk"), word(ByLabel, "kesk"), word(BySimilar, "pohja")}},
	}
	apart(terms)
	var got []string
	for _, a := range terms[1].alternatives {
		got = append(got, a.how+" "+a.terms[0])
	}
	if want := []string{"form pohjanma", "label kesk", "similar pohja"}; !slices.Equal(got, want) || len(terms[0].alternatives) != 3 {
		t.Errorf("%q, %v", got, terms[0].alternatives)
	}
}

func TestANameOfAPartIsNotToldAsOneOfTheWholeWord(t *testing.T) {
	u := understanding{Index: &Index{language: known(), weights: defaultWeights(), gazetteer: func() *gazetteer { return &gazetteer{} }}, likely: [language.Languages]float64{1, 1, 1}}
	told := map[string]string{}
	for _, a := range u.labels("alkukartoitus") {
		if len(a.terms) == 1 {
			told[a.terms[0]] = a.how + " " + a.of
		}
	}
	for term, want := range map[string]string{
		language.Stem(0, "alkukartoitus"): ByLabel + " ",
		language.Stem(0, "kartoitus"):     ByPart + " ",
		language.Stem(2, "mapping"):       ByLabel + " kartoitus",
	} {
		if got := told[term]; got != want {
			t.Errorf("%s: %q instead of %q", term, got, want)
		}
	}
}

func TestAPlaceIsNotNearInMeaningToAThing(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{ID: "vaasa", Title: i18n.Text{FI: "Kahvila Vaasassa"}, Summary: i18n.Text{FI: "Vaasa ja Turku."}})
	s.catchUp()
	near := func(word string) (list []string) {
		err := s.index.reading(t.Context(), practices, func(v realmView) error {
			for _, a := range s.index.understanding(v, s.index.request(Query{Words: word, Lang: i18n.Swedish})).near(word) {
				list = append(list, a.terms[0])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	place := language.Stem(0, "vaasa")
	if got := near("språkcafé"); slices.Contains(got, place) {
		t.Errorf("språkcafé means %q", got)
	}
	if got := near("åbo"); !slices.Contains(got, language.Stem(0, "turku")) {
		t.Errorf("another place is not near: %q", got)
	}
}

func TestAGuessAnswersNothing(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesInOneLanguage()...)
	s.catchUp()
	for words, want := range map[string]bool{"lumi": false, "musiikki": true, "kieli": true, "kielioppas": true} {
		r := s.search(Query{Words: words, Lang: i18n.Finnish})
		if r.Total == 0 || r.Hits[0].Whole != want || r.Partial() == want {
			t.Errorf("%s: %+v", words, r)
		}
	}
}

func TestOneOfTwoWordsIsNotTheWholeQuery(t *testing.T) {
	s := newShelf(t)
	for i := range 12 { // which makes one of the words common
		s.publish(catalogue.Practice{ID: fmt.Sprint("music", i), Title: i18n.Text{FI: fmt.Sprintf("Musiikki %d", i)}})
	}
	s.publish(catalogue.Practice{ID: "garden", Title: i18n.Text{FI: "Puutarha"}}, catalogue.Practice{ID: "both", Title: i18n.Text{FI: "Musiikki ja puutarha"}})
	s.catchUp()
	r := s.search(Query{Words: "musiikki puutarha", Lang: i18n.Finnish})
	if r.Whole != 1 || r.Total < 2 || r.Hits[0].ID != "both" || !r.Hits[0].Whole {
		t.Errorf("%d of %d answer: %+v", r.Whole, r.Total, r.Hits)
	}
}

func TestAKnownWordIsLikeItsRelativesAlone(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "home", Title: i18n.Text{SV: "Bostad"}, Summary: i18n.Text{SV: "En stad och en bostad i Jakobsstaden."}},
		catalogue.Practice{ID: "other", Title: i18n.Text{EN: "The other brothers"}, Summary: i18n.Text{EN: "Motherhood and smothering."}},
	)
	s.catchUp()
	like := func(word string) (list []string) {
		err := s.index.reading(t.Context(), practices, func(v realmView) error {
			u := s.index.understanding(v, s.index.request(Query{Words: word, Lang: i18n.English}))
			for _, a := range u.similar(word, u.alike(word)) {
				list = append(list, a.name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return slices.Compact(list)
	}
	for word, want := range map[string][]string{"jakobstad": nil, "mothers": {"motherhood"}, "smotherin": {"smothering", "other", "motherhood"}} {
		if got := like(word); !slices.Equal(got, want) {
			t.Errorf("%s is like %q instead of %q", word, got, want)
		}
	}
}
