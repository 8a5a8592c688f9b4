package search

import (
	"context"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/thesaurus"
)

// saunas is a shelf of texts about sauna evenings, of which the thesaurus knows
// nothing: a practice in Finnish, one in Swedish, and a goal of a roadmap.
func saunas(t *testing.T) *shelf {
	s := newShelf(t)
	s.imports("a", "uri\tfi\tsv\nx:1\tsaunaillat\tbastukvällar\n")
	fi := i18n.Text{FI: "Saunailloissa tutustutaan, ja saunailta kokoaa naapurit."}
	s.publish(
		catalogue.Practice{ID: "fi", Title: i18n.Text{FI: "Saunaillat naapureille"}, Summary: fi},
		catalogue.Practice{ID: "sv", Title: i18n.Text{SV: "Bastukvällar för grannar"}, Summary: i18n.Text{SV: "Bastukväll efter bastukväll."}},
	)
	s.plan("tie", func(r *roadmap.Roadmap) {
		r.Sections[0].Goals[0].Title.FI, r.Sections[0].Goals[0].Rationale.FI = "Saunaillat naapureille", fi.FI
	})
	s.catchUp()
	return s
}

// asBuiltAnew fails the test unless what the index is tagged with is what a new one
// would be, and tells it.
func (s *shelf) asBuiltAnew(what string) []string {
	s.t.Helper()
	s.catchUp()
	tags := func() (list []string) {
		for _, id := range []string{"fi", "sv", "roadmap/tie/goal/g1"} {
			list = append(append(list, id), s.tagged(id)...)
		}
		return list
	}
	live := tags()
	s.must(s.index.Rebuild(s.t.Context()))
	if fresh := tags(); !slices.Equal(live, fresh) {
		s.t.Errorf("%s: tagged %v, built anew %v", what, live, fresh)
	}
	return live
}

// called gives a concept of ours a Finnish name and returns the one it had.
func (s *shelf) called(id, name string) (before string) {
	s.t.Helper()
	c, err := s.thesaurus().Concept(s.t.Context(), ours+id)
	s.must(err)
	before, c.Preferred.FI = c.Preferred.FI, name
	_, err = s.thesaurus().Change(s.t.Context(), machine(), c)
	s.must(err)
	return before
}

func TestIndexThatFollowsTheThesaurusIsAsOneBuiltAnew(t *testing.T) {
	s := saunas(t)
	before := s.asBuiltAnew("before")
	// Ours is called as the imported one in Finnish alone, and is the tag of both.
	c := s.addConcept(thesaurus.Concept{Preferred: i18n.Text{FI: "saunaillat", SV: "bastuaftnar"}})
	if after := s.asBuiltAnew("added"); slices.Equal(before, after) {
		t.Errorf("nothing is tagged otherwise: %v", after)
	}
	c.Retired = true
	_, err := s.thesaurus().Change(t.Context(), machine(), c)
	s.must(err)
	if after := s.asBuiltAnew("retired"); !slices.Equal(before, after) {
		t.Errorf("tagged %v, before %v", after, before)
	}
}

func TestThesaurusThatIsTakenBackLeavesNoTags(t *testing.T) {
	s := saunas(t)
	before := s.asBuiltAnew("before")
	x := s.index

	// Before all was made again; then the program is killed.
	own := s.called("libraries", "saunaillat")
	x.following.Lock()
	_, err := x.step(t.Context())
	s.must(err)
	_, err = x.takeAgain(t.Context())
	s.must(err)
	x.following.Unlock()
	if slices.Contains(before, "libraries") || !slices.Contains(s.tagged("fi"), "libraries") {
		t.Fatalf("tagged %v, before %v", s.tagged("fi"), before)
	}
	s.called("libraries", own)
	s.reopen(nil)
	if after := s.asBuiltAnew("after a kill"); !slices.Equal(before, after) {
		t.Errorf("after a kill: tagged %v, before %v", after, before)
	}

	// While the next index is built beside.
	x = s.index
	_, cancel := context.WithCancel(t.Context())
	defer cancel()
	number := x.begin(cancel)
	next, err := x.beside(number, generationFolder(s.dir, number))
	s.must(err)
	s.called("libraries", "saunaillat")
	s.must(x.CatchUp(t.Context()))
	s.must(x.fill(t.Context(), next))
	s.called("libraries", own)
	s.must(x.CatchUp(t.Context()))
	s.must(x.replace(t.Context(), next))
	x.end()
	if after := s.asBuiltAnew("beside"); !slices.Equal(before, after) {
		t.Errorf("while another was built: tagged %v, before %v", after, before)
	}
}

func TestChangedThesaurusThatCannotBeLookedUpIsNotForgotten(t *testing.T) {
	s := saunas(t)
	s.addConcept(thesaurus.Concept{Preferred: i18n.Text{FI: "saunaillat", SV: "bastuaftnar"}})
	s.must(s.index.engine.close())
	if err := s.index.CatchUp(t.Context()); err == nil {
		t.Fatal("a closed index is no fault")
	}
	s.asBuiltAnew("after a fault")
}
