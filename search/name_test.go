package search

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestNamesOfTheStarterCatalogueAreFirst(t *testing.T) {
	s := starterShelf(t, nil)
	for words, first := range map[string]string{
		"Tempo": "tempo-orchestra", "mona": "turvakoti-mona", "Mona": "turvakoti-mona", "Luckan": "luckan-integration", "luckan": "luckan-integration",
		"SMILE": "smile", "smile": "smile", "Aito": "aito-innovation", "MOK": "mok-", "Victor": "villa-victor", "Womento": "womento", "Kava": "kava",
		"Gradia": "kotopaikka-", "Väestöliitto": "womento", "Tsemppari": "vantaan-tsemppari", "Amadora": "do-not-feed", "leader": "immigrant-integration-in-rural",
	} {
		for _, lang := range i18n.Langs() {
			if ids := s.ids(Query{Words: words, Lang: lang}); len(ids) == 0 || !strings.HasPrefix(ids[0], first) {
				t.Errorf("%s %s: %v", lang, words, ids[:min(3, len(ids))])
			}
		}
	}
}

// Much speaks of the other words, so that a name which counts no more than a
// stem would drown in them.
func TestNamesDoNotDrownInStems(t *testing.T) {
	s := newShelf(t)
	often := func(text string) i18n.Text { return i18n.Text{FI: strings.Repeat(text+" ", 15)} }
	s.publish(
		catalogue.Practice{ID: "mona", Title: i18n.Text{FI: "Turvakoti Mona"}},
		catalogue.Practice{ID: "monta", Title: i18n.Text{FI: "Monta tapaa: monikulttuurinen arki"}, HowItWorks: often("Monta monikulttuurista monaa.")},
		catalogue.Practice{ID: "multi", Title: i18n.Text{FI: "Monikulttuurinen keskus"}, HowItWorks: often("Monella kielellä, monta kertaa.")},
		catalogue.Practice{ID: "silta", Title: i18n.Text{FI: "Silta: työpaja nuorille"}, Summary: i18n.Text{FI: "Nuoret tekevät töitä."}},
		catalogue.Practice{ID: "bridges", Title: i18n.Text{FI: "Sillat ja siltojen rakentajat"}, HowItWorks: often("Sillat yhdistävät, siltoja rakennetaan sillalla.")},
		catalogue.Practice{ID: "window", Title: i18n.Text{FI: "Neuvonta iltaisin"}, Partners: []catalogue.Partner{{Name: "Ikkuna ry", Type: "association"}}},
		catalogue.Practice{ID: "windows", Title: i18n.Text{FI: "Ikkunat auki"}, HowItWorks: often("Ikkunoita avataan, ikkunasta katsotaan.")},
		catalogue.Practice{ID: "nuotta", Title: i18n.Text{FI: "Retki yhdessä"}, Partners: []catalogue.Partner{{Name: "Kainuun Nuotta r.y.", Type: "association"}}},
		catalogue.Practice{ID: "nets", Title: i18n.Text{FI: "Nuotat ja verkot"}, HowItWorks: often("Nuotalla kalastetaan, nuotan ääressä istutaan.")},
	)
	s.catchUp()
	for words, first := range map[string]string{"Mona": "mona", "mona": "mona", "Silta": "silta", "silta": "silta", "Nuotta": "nuotta", "Ikkuna": "window"} {
		if ids := s.ids(Query{Words: words}); len(ids) == 0 || ids[0] != first {
			t.Errorf("%s: %v", words, ids)
		}
	}
	// An inflected word names nothing.
	if ids := s.ids(Query{Words: "sillat"}); len(ids) == 0 || ids[0] != "bridges" {
		t.Errorf("sillat: %v", ids)
	}
}

func TestNamesAreToldFromOtherWords(t *testing.T) {
	for title, want := range map[string]string{
		"Silta: työpaja nuorille":                "silta",
		"Kainuun Nuotta ry":                      "kainuun nuotta",
		"Suomen Punainen Risti":                  "suomen",
		"Luckan":                                 "luckan",
		"Aito – innovaatiopäivä":                 "aito innovaatiopäivä",
		"Kielikahvila Sellon kirjastossa":        "sellon",
		"Kurssi äideille":                        "",
		"Health communication for newcomers":     "",
		"Home Visits to New Parents":             "",
		"CV clinic in Vaasa: making it visible":  "cv vaasa",
		"Työpaja Womento nuorille":               "womento",
		"Terveyden ja hyvinvoinnin laitos (THL)": "thl",
	} {
		got := namesIn(known(), title)
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q instead of %q", title, got, want)
		}
	}
}

func TestAShortNameIsNoOtherWordWithItsStem(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "vasa", Title: i18n.Text{SV: "Träffpunkten"}, Summary: i18n.Text{SV: "Invånare i Vasa träffas."}},
		catalogue.Practice{ID: "vasas", Title: i18n.Text{SV: "Vasas sommar"}},
		catalogue.Practice{ID: "vastaan", Title: i18n.Text{FI: "Ottakaa vastaan"}, Summary: i18n.Text{FI: "Kunta vastaa, vasta sitten muut."}},
	)
	s.catchUp()
	got := s.ids(Query{Words: "Vasa", Lang: i18n.Swedish})
	if slices.Sort(got); !slices.Equal(got, []string{"vasa", "vasas"}) {
		t.Errorf("Vasa: %v", got)
	}
}
