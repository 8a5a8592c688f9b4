package search

import (
	"fmt"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestNameOfAPlaceThatNoPracticeIsOfIsAnsweredByTheWholeName(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "savo", Title: i18n.Text{FI: "Etelä-Savon kielikahvila"}, Municipalities: []string{"092"}, HowItWorks: i18n.Text{FI: "Etelä-Savo maksaa."}},
		catalogue.Practice{ID: "karjala", Title: i18n.Text{FI: "Etelä-Karjalan kielikahvila"}, Municipalities: []string{"092"}},
		catalogue.Practice{ID: "kainuu", Title: i18n.Text{FI: "Kainuun kielikahvila"}, Municipalities: []string{"092"}, HowItWorks: i18n.Text{FI: "Kainuu maksaa."}},
	)
	s.catchUp()
	for words, want := range map[string]string{
		"Kainuu": "kainuu", "Etelä-Savo": "savo", "Etelä-Savossa": "savo", "etelä savo": "savo", "kielikahvila Etelä-Savo": "savo",
	} {
		if got := s.ids(Query{Words: words, Wholly: true, Lang: i18n.Finnish}); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: answered by %v", words, got)
		}
	}
	if got := s.told("Etelä-Savo", i18n.Finnish); got != "savo, etelä savo form fi:etelä, savon" {
		t.Error(got)
	}
}

func TestPlacesThatNoPracticeIsOfAreTold(t *testing.T) {
	s := newShelf(t)
	s.publish(practicesForOperators()...)
	s.publish(catalogue.Practice{ID: "vaasa", Title: i18n.Text{FI: "Neuvonta"}, Municipalities: []string{"905"}, HowItWorks: i18n.Text{FI: "Keskitetty palvelu Pohjanmaan kuntien asukkaille."}})
	s.catchUp()
	for query, want := range map[string][]string{
		"Kokkola": {"municipality 272 "}, "karleby": {"municipality 272 "}, "Kokkolassa": {"municipality 272 "},
		"place:Kokkola": {"municipality 272 "}, `paikka:"Keski-Pohjanmaa" koulu`: {"region 16 koulu"},
		"Keski-Pohjanmaa": {"region 16 "}, "Mellersta Österbotten": {"region 16 "}, "central ostrobothnia": {"region 16 "}, "Keski-Pohjanmaalla": {"region 16 "},
		"kielikahvila Kokkola verkossa": {"municipality 272 kielikahvila verkossa"},
		"Kokkola OR Karleby":            {"municipality 272 "},
		"Vaasa":                         nil, "Österbotten": nil, "place:Helsinki": nil, "Saksa": nil, "vaalit": nil, "kielikahvila": nil, "-Kokkola": nil, "": nil,
	} {
		var got []string
		for _, one := range s.index.Absent(query) {
			got = append(got, fmt.Sprintf("%s %s %s", one.Kind, one.ID, one.Rest))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q instead of %q", query, got, want)
		}
	}
	for _, query := range []string{"Kokkola", "Keski-Pohjanmaa", "kielikahvila Keski-Pohjanmaa"} {
		if r := s.search(Query{Words: query, Lang: i18n.Finnish}); r.Whole > 0 {
			t.Errorf("%s: %d practices are said to answer it", query, r.Whole)
		}
	}
	help, err := s.index.Instead(t.Context(), Query{Words: "Kokkola xyzzyq", Lang: i18n.Finnish})
	if err != nil || !slices.Equal(help.Unknown, []string{"xyzzyq"}) {
		t.Errorf("nothing answers %q, %v", help.Unknown, err)
	}
	s.publish(catalogue.Practice{ID: "kokkola", Title: i18n.Text{FI: "Neuvonta"}, Municipalities: []string{"272"}})
	s.catchUp()
	if got := s.index.Absent("Kokkola"); len(got) != 0 {
		t.Errorf("a practice is of it: %v", got)
	}
}

func TestNamesOfPlacesAreNoMistakesAndNeedNoDots(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "rides", OriginalLanguage: "en", Title: in("en", "Shared rides to work"), Municipalities: []string{"182"}},
		catalogue.Practice{ID: "children", OriginalLanguage: "fi", Title: in("fi", "Lapset ja vanhemmat mukana")},
		catalogue.Practice{ID: "cafe", OriginalLanguage: "sv", Title: in("sv", "Språkcafé på biblioteket")},
	)
	s.catchUp()
	if r := s.search(Query{Words: "Kides", Lang: i18n.Swedish}); r.Corrected != "" {
		t.Errorf("Kides is mended to %q", r.Corrected)
	}
	if got := s.ids(Query{Words: "kunta:jamsa"}); !slices.Equal(got, []string{"rides"}) {
		t.Errorf("kunta:jamsa finds %v", got)
	}
	for _, h := range s.search(Query{Words: "Lappi", Lang: i18n.Finnish}).Hits {
		if h.Whole {
			t.Errorf("Lappi is answered by %s: %v", h.ID, h.Matches)
		}
	}
	if got := s.ids(Query{Words: "språkcafe", Lang: i18n.Swedish, Wholly: true}); !slices.Equal(got, []string{"cafe"}) {
		t.Errorf("språkcafe is answered by %v", got)
	}
}
