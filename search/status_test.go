package search

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestStatusTellsWhatTheIndexIsAt(t *testing.T) {
	s := threePractices(t)
	is := s.index.Status()
	if is.State != StateFollowing || is.Documents[KindPractice] != 3 || is.Bytes == 0 || is.Generation != 1 {
		t.Errorf("%+v", is)
	}
	s.index.RebuildSoon()
	if is = s.index.Status(); is.State != StateBuilding || !is.Beside {
		t.Errorf("beside: %+v", is)
	}
	s.catchUp()
	s.index.damaged.Store(true)
	if is = s.index.Status(); is.State != StateDamaged || is.Generation != 2 {
		t.Errorf("damaged: %+v", is)
	}
	s.must(s.index.renew(t.Context()))
	if is = s.index.Status(); is.State != StateBuilding || is.Beside || is.Documents[KindPractice] != 0 {
		t.Errorf("in place: %+v", is)
	}
	s.reopen(nil) // after a kill
	if is = s.index.Status(); is.State != StateBuilding || is.Documents[KindPractice] != 0 {
		t.Errorf("after a kill: %+v", is)
	}
	at := func() int64 {
		_, position, err := s.index.Matching(t.Context(), Query{})
		s.must(err)
		return position
	}
	if at() >= 0 {
		t.Error("what it finds meanwhile is known")
	}
	s.catchUp()
	if at() != s.index.Position() {
		t.Errorf("in the end what it finds is known at %d", at())
	}
	if is = s.index.Status(); is.State != StateFollowing || is.Documents[KindPractice] != 3 {
		t.Errorf("in the end: %+v", is)
	}
}

func TestSearchesAreCountedByOutcome(t *testing.T) {
	s := threePractices(t)
	s.search(Query{Words: "kuoro"})
	s.search(Query{Words: "zzqqxx"})
	s.index.tally.search(t.Context(), 3*time.Millisecond, 0, errors.New("broken"))
	is := s.index.Status().Searches
	if is.Hits != 1 || is.None != 1 || is.Failed != 1 || is.Took == 0 {
		t.Errorf("%+v", is)
	}
	if !slices.IsSorted(is.Within) || is.Within[len(is.Within)-1] != 3 || len(is.Within) != len(SearchBounds()) {
		t.Errorf("%v", is.Within)
	}
}
