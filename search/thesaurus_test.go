package search

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/thesaurus"
)

func (s *shelf) thesaurus() *thesaurus.Thesaurus { return thesaurus.New(s.store) }

func (s *shelf) imports(name, table string) {
	s.t.Helper()
	read, err := thesaurus.ReadFile(name+".tsv", strings.NewReader(table))
	if err == nil {
		_, err = s.thesaurus().Import(s.t.Context(), machine(), thesaurus.Scheme{Name: name, File: name + ".tsv"}, read)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) addConcept(c thesaurus.Concept) thesaurus.Concept {
	s.t.Helper()
	added, err := s.thesaurus().Add(s.t.Context(), machine(), c)
	if err != nil {
		s.t.Fatal(err)
	}
	return added
}

func TestEditedThesaurusIsFollowedWhileTheIndexAnswers(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "sauna", Title: i18n.Text{FI: "Saunaillat naapureille"}, Summary: i18n.Text{FI: "Saunailloissa tutustutaan, ja saunailta kokoaa naapurit."}},
		catalogue.Practice{ID: "other", Title: i18n.Text{FI: "Muuta toimintaa"}},
	)
	s.catchUp()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.index.Follow(ctx) }()
	defer func() { stop(); <-ended }()

	if got := s.ids(Query{Words: "löylytilaisuus"}); len(got) > 0 {
		t.Fatalf("found before: %v", got)
	}
	c := s.addConcept(thesaurus.Concept{Preferred: i18n.Text{FI: "saunaillat", SV: "bastukvällar", EN: "sauna evenings"},
		Others: thesaurus.Alternatives{FI: []string{"löylytilaisuus"}}})
	until(t, "the new name finds", func() bool { return slices.Equal(s.ids(Query{Words: "löylytilaisuus"}), []string{"sauna"}) })
	until(t, "the practice is tagged", func() bool { return slices.Contains(s.tagged("sauna"), strings.TrimPrefix(c.ID, ours)) })

	c.Others.FI = nil
	c, err := s.thesaurus().Change(t.Context(), machine(), c)
	if err != nil {
		t.Fatal(err)
	}
	until(t, "a name that is gone finds nothing", func() bool { return len(s.ids(Query{Words: "löylytilaisuus"})) == 0 })
	c.Retired = true
	if _, err = s.thesaurus().Change(t.Context(), machine(), c); err != nil {
		t.Fatal(err)
	}
	until(t, "a retired concept is no tag", func() bool { return len(s.ids(Query{Filters: map[string][]string{"concept": {c.ID}}})) == 0 })
}

// until waits for what must be so within the second that is promised.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for start := time.Now(); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Since(start) > 5*time.Second { // of a busy machine
			t.Fatalf("%s: not so", what)
		}
	}
}

func TestIndexMadeWithAnotherThesaurusIsBroughtUpToDateAtStart(t *testing.T) {
	s := newShelf(t)
	s.publish(catalogue.Practice{ID: "sauna", Title: i18n.Text{FI: "Saunaillat naapureille"}})
	s.catchUp()
	s.reopen(func() {
		s.imports("sauna", "uri\tfi\tsv\nx:1\tsaunaillat\tbastukvällar\n")
	})
	s.catchUp()
	if got := s.tagged("sauna"); !slices.Contains(got, "x:1") {
		t.Errorf("tagged with %v", got)
	}
	s.reopen(nil)
	if len(s.index.vocabulary.again) > 0 {
		t.Error("it is made again at each start")
	}
	if got := s.ids(Query{Words: "bastukvällar", Lang: i18n.Swedish}); !slices.Equal(got, []string{"sauna"}) {
		t.Errorf("another name of an imported thesaurus finds %v", got)
	}
	if err := s.thesaurus().Remove(t.Context(), machine(), "sauna"); err != nil {
		t.Fatal(err)
	}
	s.catchUp()
	if got := s.tagged("sauna"); slices.Contains(got, "x:1") {
		t.Error("what was taken out is a tag")
	}
	s.agree()
}

func TestOnlyWhatHasTheWordsOfAChangedLabelIsMadeAgain(t *testing.T) {
	s := newShelf(t)
	s.publish(
		catalogue.Practice{ID: "both", Title: i18n.Text{FI: "Saunailtojen oma ohjelma"}},
		catalogue.Practice{ID: "one", Title: i18n.Text{FI: "Oma koti"}},
		catalogue.Practice{ID: "inside", Title: i18n.Text{FI: "Kesäsaunaillat"}},
	)
	s.catchUp()
	s.index.vocabulary.again = map[string]bool{}
	for label, want := range map[string][]string{"saunailta": {"both", "inside"}, "saunaillan ohjelma": {"both"}, "uimaranta": nil} {
		c := s.addConcept(thesaurus.Concept{Preferred: i18n.Text{FI: label, SV: "x " + label}})
		if err := s.index.reviseThesauri(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for source := range s.index.vocabulary.again {
			got = append(got, source)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q is in %v instead of %v", label, got, want)
		}
		clear(s.index.vocabulary.again)
		if c.ID == "" {
			t.Error("no id")
		}
	}
}

func TestNobodyButEditorsChangesTheThesaurus(t *testing.T) {
	s := newShelf(t)
	for role, want := range map[string]error{"contributor": account.ErrDenied, "reader": account.ErrDenied, "reviewer": account.ErrDenied, "editor": nil, "administrator": nil} {
		actor := account.Actor{User: "u", Role: role, Organisation: "vantaa"}
		if err := thesaurus.MayEdit(actor); err != want {
			t.Errorf("%s: %v", role, err)
		}
	}
	if err := thesaurus.MayEdit(account.Actor{}); err != account.ErrUnknown {
		t.Errorf("somebody: %v", err)
	}
	if _, err := s.thesaurus().Add(t.Context(), account.Actor{}, thesaurus.Concept{}); err != account.ErrUnknown {
		t.Errorf("rights are not looked at first: %v", err)
	}
}

func TestWhatNobodyChangedIsLookedAtOnceInAProgram(t *testing.T) {
	s, other := newShelf(t), newShelf(t)
	if s.index.language.Held()[0] != other.index.language.Held()[0] {
		t.Error("each index has looked at ours for itself")
	}
}
