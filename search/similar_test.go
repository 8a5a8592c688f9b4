package search

import (
	"errors"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestSimilarPracticesShareWordsOrDomains(t *testing.T) {
	s := newShelf(t)
	s.publish(append(practicesForWords(),
		catalogue.Practice{ID: "mentor", Title: i18n.Text{EN: "Job coaching with a mentor"}, Summary: i18n.Text{EN: "A mentor coaches and helps to find a job."}},
		catalogue.Practice{ID: "safety", Title: i18n.Text{EN: "A map of safe places"}, Domains: []string{"safety"}})...)
	s.catchUp()
	hits, err := s.index.Similar(t.Context(), "smile", 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 3 || hits[0].ID != "mentor" {
		t.Errorf("%+v", hits)
	}
	all, err := s.index.Similar(t.Context(), "smile", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"smile", "safety"} {
		if slices.ContainsFunc(all, func(h Hit) bool { return h.ID == id }) {
			t.Errorf("%s is called similar to smile", id)
		}
	}
	if _, err := s.index.Similar(t.Context(), "nothing", 3); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("for no practice: %v", err)
	}
}
