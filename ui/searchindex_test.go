package ui_test

import (
	"net/http"
	"regexp"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestOperatorsSeeTheSearchIndexAndLetItBeBuiltAnew(t *testing.T) {
	s := open(t, ui.Settings{})
	operator := s.operator()
	catchUp := func() {
		if err := s.index.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	catchUp()
	const address = "/fi/desk/search-index"
	s.wants(s.get("/fi/desk/administration", operator), http.StatusOK, `href="`+address+`"`)
	s.wants(s.get(address, operator), http.StatusOK, s.says(i18n.Finnish, "page.search_index.following"), "vectors.bin")
	if !regexp.MustCompile(`\d\x{a0}?\s?Mt`).MatchString(s.get(address, operator).Body.String()) {
		t.Error("nothing is said of the size")
	}
	s.wants(s.get(address, s.signedIn("administrator", "vantaa")), http.StatusForbidden)
	catchUp()
	w := s.post(address, nil, operator)
	s.wants(w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != address+"?asked=1" {
		t.Errorf("leads to %s", to)
	}
	if !s.index.Outdated() {
		t.Error("nobody builds it anew")
	}
	s.wants(s.get(address+"?asked=1", operator), http.StatusOK, "Haku toimii sillä välin entisellä hakemistolla", s.says(i18n.Finnish, "page.search_index.asked"))
	if err := s.index.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	catchUp()
	s.wants(s.get("/sv/desk/search-index", operator), http.StatusOK, s.says(i18n.Swedish, "page.search_index.following"))
}
