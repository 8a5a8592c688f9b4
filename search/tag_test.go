package search

import (
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

const ours = "urn:tiekartta:concept:"

// tagged are the last parts of the ids of a practice's tags.
func (s *shelf) tagged(id string) (list []string) {
	for _, c := range s.index.Concepts(id) {
		list = append(list, strings.TrimPrefix(c.ID, ours))
	}
	return list
}

func TestPracticeIsTaggedWithWhatItIsAbout(t *testing.T) {
	s := newShelf(t)
	text := func(fi string) i18n.Text { return i18n.Text{FI: fi} }
	s.publish(
		catalogue.Practice{ID: "cafe", Title: text("Kielikahvilat kirjastossa"), Summary: text("Kielikahvilassa puhutaan suomea."),
			HowItWorks: text("Kielikahvilaan voi tulla koska vain. Kahvia saa myös kotona ja työssä, ja kerran käytiin neuvolassa.")},
		catalogue.Practice{ID: "long", Title: text("Sosiaalisten verkostojen vahvistaminen")},
		catalogue.Practice{ID: "swedish", Title: i18n.Text{SV: "Språkkaféer för asylsökande"}},
		catalogue.Practice{ID: "funded", Title: text("Muu"), Funding: []catalogue.Funding{{Source: "Kielikahvilat ja kielikahvila, kielikahvilan tuki"}}},
	)
	s.catchUp()
	cafe := s.tagged("cafe")
	if len(cafe) == 0 || cafe[0] != "language-cafe" || !slices.Contains(cafe, "libraries") {
		t.Errorf("the café in the library is about %v", cafe)
	}
	if slices.Contains(cafe, "maternity-and-child-health-clinics") {
		t.Error("what is named once in passing is a tag")
	}
	if got := s.tagged("long"); slices.Contains(got, "networks") || len(got) == 0 {
		t.Errorf("within a longer name a shorter one counts: %v", got)
	}
	if got := s.tagged("swedish"); !slices.Contains(got, "language-cafe") || !slices.Contains(got, "asylum-seekers") {
		t.Errorf("a Swedish text is about %v", got)
	}
	if got := s.tagged("funded"); len(got) > 0 {
		t.Errorf("who pays makes it about %v", got)
	}
	both := s.ids(Query{Filters: map[string][]string{"concept": {ours + "language-cafe"}}})
	slices.Sort(both)
	if !slices.Equal(both, []string{"cafe", "swedish"}) {
		t.Errorf("filtered by the concept: %v", both)
	}

	s.change("long", func(p *catalogue.Practice) {
		p.Title, p.Summary = text("Kotikäynnit"), text("Kotikäynneillä tuetaan.")
	})
	s.catchUp()
	if got := s.tagged("long"); !slices.Contains(got, "home-visits") {
		t.Errorf("after the change: %v", got)
	}
	s.change("cafe", func(p *catalogue.Practice) { p.Domains = []string{"housing"} })
	s.reopen(nil)
	if got := s.tagged("cafe"); !slices.Equal(got, cafe) {
		t.Errorf("after it was opened again the index knows the tags %v instead of %v", got, cafe)
	}
	s.agree()
}

func TestTagsAreFewAndNoneIsMarkedAsSayingNothing(t *testing.T) {
	s := starterShelf(t, nil)
	err := s.catalogue.Each(t.Context(), func(p *catalogue.Practice) error {
		list := s.index.Concepts(p.ID)
		if len(list) > mostTags || len(list) == 0 {
			t.Errorf("%s has %d tags", p.ID, len(list))
		}
		for _, c := range list {
			if c.Untagged {
				t.Errorf("%s is tagged with %s", p.ID, c.ID)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.search(Query{Filters: map[string][]string{"concept": {ours + "language-cafe"}}}).Hits); n == 0 {
		t.Error("no language cafés")
	}
}
