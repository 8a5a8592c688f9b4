package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// suggests are the suggestions for what is typed, each as "kind label".
func (s *shelf) suggests(typed string, lang i18n.Lang) []string {
	s.t.Helper()
	list, err := s.index.Suggest(typed, lang, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	said := []string{}
	for _, one := range list {
		said = append(said, one.Kind+" "+one.Label)
	}
	return said
}

// suggestible is a shelf with names of every kind.
func suggestible(t *testing.T) *shelf {
	s := newShelf(t)
	s.organisation("jarvenpaa", i18n.Text{FI: "Järvenpään kaupunki", SV: "Träskända stad", EN: "City of Järvenpää"})
	s.publish(
		catalogue.Practice{ID: "cafe", Title: i18n.Text{FI: "Kielikahvila kirjastossa", SV: "Språkkafé på biblioteket"}, Municipalities: []string{"092", "049"}},
		catalogue.Practice{ID: "mothers", Title: i18n.Text{FI: "Äitien kielikahvila"}, Municipalities: []string{"092", "186"}, Organisation: "jarvenpaa"},
		catalogue.Practice{ID: "ponds", Title: i18n.Text{SV: "Trädgård vid ån"}, Municipalities: []string{"905"}, Domains: []string{"work"}},
		catalogue.Practice{ID: "alone", Title: i18n.Text{EN: "Aiming higher"}},
	)
	s.plan("tie", nil)
	s.catchUp()
	return s
}

func TestSuggestionsAreWhatIsCalledAsSomebodyBeganToType(t *testing.T) {
	s := suggestible(t)
	for _, c := range []struct {
		typed string
		lang  i18n.Lang
		want  string
	}{
		{"kiel", "fi", "concept kielikahvilat, practice Kielikahvila kirjastossa, practice Äitien kielikahvila"}, // beginning of the name first
		{"työ", "fi", "domain Työ"},
		{"work", "fi", "domain Work"},
		{"esbi", "sv", ""},
		{"vatna", "fi", ""}, // of five letters another word has begun
		{"vanta", "fi", "organisation Vantaan kaupunki, municipality Vantaa"}, // what has most practices first
		{"vanda", "fi", "organisation Vanda stad, municipality Vanda"},
		{"vasa", "sv", "municipality Vasa"},
		{"vaasa", "sv", "municipality Vaasa"},
		{"tiekartt", "fi", "roadmap Kotoutumisen tiekartta"},
		{"oppivat", "fi", ""},              // goals are not suggested
		{"usimaa", "fi", "region Uusimaa"}, // a letter too few
		{"kieilkah", "fi", "concept kielikahvilat, practice Kielikahvila kirjastossa, practice Äitien kielikahvila"}, // two exchanged
		{"aitien", "fi", "practice Äitien kielikahvila"},                                                             // without dots
		{"ai", "en", "practice Aiming higher, concept äidit, practice Äitien kielikahvila"},                          // exact letters first
		{"ÄIT", "fi", "concept äiti, practice Äitien kielikahvila"},
		{"kielikahvilassa", "fi", "concept kielikahvilat, practice Kielikahvila kirjastossa, practice Äitien kielikahvila"},
		{"kielikahvila kirj", "fi", "practice Kielikahvila kirjastossa"},
		{"kirjastossa kieli", "fi", "practice Kielikahvila kirjastossa"},
		{"biblioteket", "fi", "practice Språkkafé på biblioteket"},
		{"kaupunki jarv", "sv", "organisation Järvenpään kaupunki"},
		{"qqqq", "fi", ""}, {"", "fi", ""}, {" -!\u202e", "fi", ""}, {strings.Repeat("kieli ", 50), "fi", "concept kielikahvilat, practice Kielikahvila kirjastossa, practice Äitien kielikahvila"},
	} {
		if got := strings.Join(s.suggests(c.typed, c.lang), ", "); got != c.want {
			t.Errorf("%.30q in %s: %s, want %s", c.typed, c.lang, got, c.want)
		}
	}
}

func TestSuggestionNamesTheReadersNameOfWhatMatchedInAnotherLanguage(t *testing.T) {
	s := suggestible(t)
	for typed, want := range map[string]Suggestion{
		"språkkafé på": {Kind: KindPractice, ID: "cafe", Label: "Språkkafé på biblioteket", Own: "Kielikahvila kirjastossa", Lang: "sv", Count: 1},
		"esbo":         {Kind: KindMunicipality, ID: "049", Label: "Esbo", Own: "Espoo", Lang: "sv", Count: 1},
		"trädg":        {Kind: KindPractice, ID: "ponds", Label: "Trädgård vid ån", Lang: "sv", Count: 1},
	} {
		list, err := s.index.Suggest(typed, i18n.Finnish, 1)
		if err != nil || len(list) != 1 || list[0] != want {
			t.Errorf("%s: %+v, %v", typed, list, err)
		}
	}
}

func TestASuggestionLeadsToAsManyPracticesAsItSays(t *testing.T) {
	s := starterShelf(t, nil)
	for _, typed := range []string{"työ", "kieli", "koti", "va", "e", "k"} {
		list, err := s.index.Suggest(typed, i18n.Finnish, mostSuggestions)
		if err != nil || len(list) == 0 {
			t.Fatalf("%s: %v", typed, err)
		}
		for _, one := range list {
			if one.Kind == KindPractice || one.Kind == KindRoadmap {
				continue
			}
			if n := s.search(Query{Filters: map[string][]string{one.Kind: {one.ID}}}).Total; n != one.Count {
				t.Errorf("%s: %s %s has %d practices, not %d", typed, one.Kind, one.ID, n, one.Count)
			}
		}
		if first := list[0]; typed == "työ" && (first.Kind != KindDomain || first.ID != "work") {
			t.Errorf("%s: %+v comes first", typed, first)
		}
	}
}

func TestSuggestionsFollowTheCatalogue(t *testing.T) {
	s := suggestible(t)
	want := func(typed, want string) {
		t.Helper()
		s.catchUp()
		if got := strings.Join(s.suggests(typed, i18n.Finnish), ", "); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
	want("äit", "concept äiti, practice Äitien kielikahvila") // from here on it is kept up to date
	s.change("mothers", func(p *catalogue.Practice) { p.Title.FI, p.Municipalities = "Isien kielikahvila", []string{"564"} })
	want("äit", "")
	want("isi", "concept isien ryhmät, practice Isien kielikahvila")
	want("oulu", "municipality Oulu")
	want("järvenpää", "organisation Järvenpään kaupunki")
	s.organisation("jarvenpaa", i18n.Text{FI: "Tuusulanjärven kaupunki"})
	want("järvenpää", "")
	want("tuusula", "organisation Tuusulanjärven kaupunki")
	s.archive("mothers")
	want("isi", "")
	want("oulu", "")
	want("tuusula", "")
	s.publish(catalogue.Practice{ID: "new", Title: i18n.Text{FI: "Uusi kahvila"}, Municipalities: []string{"564"}})
	want("uusi kah", "practice Uusi kahvila")
	want("oulu", "municipality Oulu")
	s.reopen(nil)
	want("uusi kah", "practice Uusi kahvila")
	want("vantaa", "organisation Vantaan kaupunki, municipality Vantaa")
}

func TestRegisterKeptUpToDateIsTheSameAsOneMadeAnew(t *testing.T) {
	s := newShelf(t)
	g := newGenerator(3, s.catalogue)
	title := func() string { return g.text(i18n.Finnish, 1+g.random.IntN(5)) }
	texts := make([]string, 300)
	kept := register{}
	for range 40 {
		gone, put := entries{}, entries{}
		for range g.random.IntN(60) {
			i := g.random.IntN(len(texts))
			if _, twice := gone[fmt.Sprint(i)]; twice {
				continue
			}
			gone.add(uint32(i), texts[i])
			texts[i] = title()
			kept.change(gone, entries{})
			gone = entries{}
			put.add(uint32(i), texts[i])
			kept.change(nil, put)
			put = entries{}
		}
	}
	put := entries{}
	for i, text := range texts {
		put.add(uint32(i), text)
	}
	anew := register{}
	anew.change(nil, put)
	kept.words = slices.DeleteFunc(kept.words, func(w nameWord) bool { return len(w.in) == 0 })
	same := func(a, b nameWord) bool { return a.compare(b) == 0 && slices.Equal(a.in, b.in) }
	if !slices.EqualFunc(kept.words, anew.words, same) || len(anew.words) < 100 {
		t.Errorf("%d words, %d anew", len(kept.words), len(anew.words))
	}
}

func FuzzSuggest(f *testing.F) {
	s := newShelf(f)
	if err := s.catalogue.PutOrganisation(f.Context(), account.Machine(), account.Organisation{ID: "x", Name: i18n.Text{FI: "Ääkköset ry"}, Type: "association"}); err != nil {
		f.Fatal(err)
	}
	s.publish(catalogue.Practice{ID: "a", Title: i18n.Text{FI: "Äitien kielikahvila", SV: "Språkkafé"}, Organisation: "x", Municipalities: []string{"092"}})
	s.catchUp()
	for _, seed := range []string{"äit", "a\u0308it", "kiali", "ß æ", "\xff\xfe", "vantaalla kiel", "1", strings.Repeat("a", 70)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		list, err := s.index.Suggest(typed, i18n.Swedish, 3)
		if err != nil || len(list) > 3 {
			t.Errorf("%d, %v", len(list), err)
		}
		for _, one := range list {
			if one.Label == "" || one.ID == "" || one.Count < 1 {
				t.Errorf("%+v", one)
			}
		}
	})
}

func TestSuggestionsDoNotGrowWithTheThesaurus(t *testing.T) {
	s := suggestible(t)
	s.index.warm()
	labels := func() int { return len(s.index.columns.suggestions.labels) }
	before := labels()
	for i := range 4 {
		c, err := s.thesaurus().Concept(t.Context(), ours+"language-cafe")
		s.must(err)
		c.Note.FI = fmt.Sprint("Huomautus ", i) // which changes no label
		c.Others.FI = slices.DeleteFunc(c.Others.FI, func(name string) bool { return name == "puhepaja" })
		if i%2 == 0 {
			c.Others.FI = append(c.Others.FI, "puhepaja")
		}
		_, err = s.thesaurus().Change(t.Context(), machine(), c)
		s.must(err)
		s.catchUp()
		if got := s.suggests("puhepaj", i18n.Finnish); (len(got) > 0) != (i%2 == 0) {
			t.Errorf("change %d: suggested %v", i, got)
		}
	}
	if after := labels(); after > before+1 {
		t.Errorf("%d labels before, %d after", before, after)
	}
	if got := s.suggests("kiel", i18n.Finnish); len(got) != 3 {
		t.Errorf("suggested %v", got)
	}
}

func TestWordsOfWithdrawnTitlesAreNoSuggestion(t *testing.T) {
	s := newShelf(t)
	s.publish(titled("a", "Zorvalinkkuri"), titled("b", "Zorvalinkkori"))
	s.catchUp()
	s.index.warm()
	s.archive("a")
	s.catchUp()
	if got := s.suggests("zorvalinkkuri", i18n.Finnish); !slices.Equal(got, []string{"practice Zorvalinkkori"}) {
		t.Errorf("suggested %v", got)
	}
}
