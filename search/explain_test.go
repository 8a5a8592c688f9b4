package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
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
	} {
		if got := s.told(test.words, test.lang); !strings.HasPrefix(got, test.want) {
			t.Errorf("%q: %s instead of %s", test.words, got, test.want)
		}
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
