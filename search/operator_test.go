package search

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// practicesForOperators are a few that differ in the order of words, in places
// and in who takes part.
func practicesForOperators() []catalogue.Practice {
	return []catalogue.Practice{
		{ID: "cafe", Title: i18n.Text{FI: "Kielikahvila kirjastossa", SV: "Språkcafé på biblioteket"}, Municipalities: []string{"091"},
			HowItWorks: i18n.Text{FI: "Opitaan suomea yhdessä ja rauhassa."},
			Partners:   []catalogue.Partner{{Name: "Luckan Helsingfors r.f.", Type: "association"}},
			Funding:    []catalogue.Funding{{Source: "Svenska kulturfonden"}}},
		{ID: "course", Title: i18n.Text{FI: "Suomen kurssi verkossa"}, Municipalities: []string{"092"},
			HowItWorks: i18n.Text{FI: "Yhdessä opitaan suomea. Kurssilla on verkko-opettaja."},
			Funding:    []catalogue.Funding{{Source: "Euroopan sosiaalirahasto"}}},
		{ID: "choir", Title: i18n.Text{FI: "Naapuruston kuoro"}, Municipalities: []string{"179"},
			HowItWorks: i18n.Text{FI: "Lauletaan yhdessä."},
			Partners:   []catalogue.Partner{{Name: "Suomen Punainen Risti", Type: "association"}},
			Funding:    []catalogue.Funding{{Source: "Luckan"}}},
		{ID: "abroad", Title: i18n.Text{EN: "Neighbourhood mothers"}, Country: "DE", Area: i18n.Text{EN: "Neukölln, Berlin", FI: "Neukölln, Berliini"},
			Lessons: []catalogue.Lesson{{Text: i18n.Text{EN: "Trust grows"}}, {Text: i18n.Text{EN: "slowly and early"}}}},
	}
}

func TestOperatorsSelectWhatTheySay(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.catchUp()
	for _, test := range []struct{ words, want string }{ // want in any order
		// Phrases.
		{`"opitaan suomea"`, "cafe course"},
		{`"yhdessä opitaan suomea"`, "course"},
		{`"suomea opitaan"`, ""},
		{`"opitaan suomi"`, ""},  // as written, not in another form
		{`"opitaan suomeä"`, ""}, // with its dots
		{`"yhdessä ja rauhassa"`, "cafe"},
		{`"yhdessä tai rauhassa"`, ""}, // words that say nothing count, too
		{`”OPITAAN  Suomea”`, "cafe course"},
		{`"trust grows"`, "abroad"},
		{`"grows slowly"`, ""}, // of two texts
		{`"kirjastossa Opitaan"`, ""},
		{`"luckan helsingfors"`, "cafe"},
		// Without.
		{`-opitaan`, "choir abroad"},
		{`-kursseja -kuorojen`, "cafe abroad"}, // in any form
		{`-"opitaan suomea"`, "choir abroad"},
		{`yhdessä -kurssit`, "cafe choir"},
		{`-place:Helsinki -place:Vantaa`, "choir abroad"},
		{`-funder:luckan -title:kurssi`, "cafe abroad"},
		{`-kahvila`, "cafe course choir abroad"}, // a part of a word is another word
		// One of several.
		{`kuoro OR "neighbourhood mothers"`, "choir abroad"},
		{`kuoro TAI kielikahvila`, "cafe choir"},
		{`"lauletaan yhdessä" OR "opitaan suomea"`, "cafe course choir"},
		{`place:Helsinki OR place:Saksa`, "cafe abroad"},
		{`yhdessä funder:luckan OR funder:kulturfonden`, "cafe choir"},
		// Fields.
		{`title:kurssilla`, "course"},
		{`title:kahvila`, "cafe"}, // in a longer word
		{`otsikko:suomea`, "course"},
		{`titel:"på biblioteket"`, "cafe"},
		{`title:"biblioteket på"`, ""},
		{`title:"opitaan suomea"`, ""}, // not in a title
		{`place:Vantaa`, "course"},
		{`paikka:Vantaalla`, "course"},
		{`ort:Vanda`, "course"},
		{`place:"Keski-Suomi"`, "choir"},
		{`place:Keski-Suomessa`, "choir"},
		{`plats:"Mellersta Finland"`, "choir"},
		{`place:Nyland`, "cafe course"},
		{`place:Germany`, "abroad"},
		{`place:Suomi`, "cafe course choir"},
		{`place:Atlantis`, ""},
		{`place:Berlin`, "abroad"}, // as its area says
		{`paikka:Berliinissä OR place:Vantaa`, "course abroad"},
		{`-place:Berlin`, "cafe course choir"},
		{`place:mothers`, ""}, // not a word of another text
		{`funder:"Svenska kulturfonden"`, "cafe"},
		{`rahoittaja:"Euroopan sosiaalirahaston"`, "course"},
		{`funder:"kulturfonden svenska"`, ""},
		{`finansiär:luckan`, "choir"},
		{`partner:Luckan`, "cafe"},
		{`kumppani:"Punaisen Ristin"`, "choir"},
		{`kunta:Vantaa`, "course"},
		{`kommun:Vanda`, "course"},
		{`municipality:Helsinki`, "cafe"},
		// Under all names that the thesaurus has.
		{`funder:ESF`, "course"},
		{`rahoittaja:ESR`, "course"},
		{`finansiär:"Europeiska socialfonden"`, "course"},
		{`funder:"European Social Fund Plus"`, "course"},
		{`-funder:ESF`, "cafe choir abroad"},
		{`funder:Interreg`, ""},
		{`partner:SPR`, "choir"},
		{`partner:"Finlands Röda Kors"`, "choir"},
		{`kumppani:MLL`, ""},
		{`yhdessä place:Helsinki`, "cafe"},
		{`yhdessä place:Helsinki -kielikahvila`, ""},
		{`yhdesä place:Helsinki`, "cafe"}, // words beside a field are mended
		// Forgiven.
		{`"kuoro`, "choir"},
		{`foo:kuoro`, "choir"},
		{`"" - OR`, "cafe course choir abroad"},
	} {
		got, want := s.ids(Query{Words: test.words}), strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v instead of %v", test.words, got, want)
		}
	}
}

func TestExclusionsCountInFacets(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.catchUp()
	r := s.search(Query{Words: `-opitaan`, Filters: map[string][]string{"municipality": {"179"}}})
	if r.Total != 1 || len(r.Facets["municipality"]) != 1 {
		t.Errorf("%d found, municipalities %v", r.Total, r.Facets["municipality"])
	}
	if r := s.search(Query{Words: `place:Helsinki`, Sort: "title"}); r.Total != 1 || len(r.Hits[0].Highlights) > 0 || r.Hits[0].Score != 0 {
		t.Errorf("%+v", r)
	}
}

func TestNoAlternativeCountsLessForTheOther(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.catchUp()
	alone := s.search(Query{Words: "kuoro"}).Hits
	either := s.search(Query{Words: "kuoro OR kirjasto OR verkko"}).Hits
	if len(either) != 3 {
		t.Fatalf("found %v", either)
	}
	for _, h := range either {
		if h.ID == "choir" && h.Score < 0.8*alone[0].Score {
			t.Errorf("%v as one of several, %v alone", h.Score, alone[0].Score)
		}
	}
	if total := s.search(Query{Words: "kuoro yhdessä OR opitaan"}).Total; total != 1 && total != 3 {
		t.Errorf("%d found", total)
	}
}

func TestSpellingOfQuotesAndNamesIsLeft(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.catchUp()
	for _, test := range [][2]string{
		{`kielikahvla`, `kielikahvila`},
		{`"kielikahvla"`, ``},
		{`title:kielikahvla`, ``},
		{`kuoro -kielikahvla`, ``},
		{`kielikahvla -"jotain muuta" place:Helsinki`, `kielikahvila -"jotain muuta" place:Helsinki`},
		{`”opitaan suomea” kielikahvla`, `”opitaan suomea” kielikahvila`},
		{`"kielikahvla" OR kielikahvla TAI kuoro`, `"kielikahvla" OR kielikahvila TAI kuoro`},
	} {
		if got := s.search(Query{Words: test[0]}).Corrected; got != test[1] {
			t.Errorf("%s: %q instead of %q", test[0], got, test[1])
		}
	}
}

func TestPhraseIsMarkedAsAWhole(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.catchUp()
	r := s.search(Query{Words: `"yhdessä ja rauhassa" suomea -kuoro`})
	if len(r.Hits) != 1 {
		t.Fatalf("%+v", r.Hits)
	}
	h := r.Hits[0].Highlights[len(r.Hits[0].Highlights)-1]
	checkHighlight(t, h)
	var marked []string
	for _, at := range h.Ranges {
		marked = append(marked, string([]rune(h.Text)[at[0]:at[1]]))
	}
	if !slices.Equal(marked, []string{"suomea", "yhdessä ja rauhassa"}) {
		t.Errorf("marked %q", marked)
	}
	want := Match{Word: "yhdessä ja rauhassa", How: ByPhrase, Found: "yhdessä ja rauhassa", Lang: i18n.Finnish}
	if !slices.Contains(r.Hits[0].Matches, want) {
		t.Errorf("matches %+v", r.Hits[0].Matches)
	}
	either := s.search(Query{Words: `kuoro OR "neighbourhood mothers"`})
	for _, h := range either.Hits {
		if word := map[string]string{"choir": "kuoro", "abroad": "neighbourhood mothers"}[h.ID]; len(h.Matches) != 1 || h.Matches[0].Word != word {
			t.Errorf("%s: %+v", h.ID, h.Matches)
		}
	}
}
