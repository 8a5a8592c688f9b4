package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestTheDeskIsForThoseWhoHaveSignedIn(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/sv/desk")
	s.wants(w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != "/sv/sign-in?next=%2Fsv%2Fdesk" {
		t.Errorf("led to %s", to)
	}
	w = s.get("/sv/desk", s.signedIn("contributor", "vantaa"))
	s.wants(w, http.StatusOK, s.says(i18n.Swedish, "page.desk.title"))
	if kept := w.Header().Get("Cache-Control"); !strings.Contains(kept, "no-store") {
		t.Errorf("the desk may be kept: %s", kept)
	}
	s.wants(s.get("/sv/desk", "session=made-up"), http.StatusSeeOther)
}

func TestTheDeskOffersADocumentBesideANewPractice(t *testing.T) {
	s := open(t, ui.Settings{})
	begin := []string{`href="/fi/desk/practices/new">` + s.says(i18n.Finnish, "page.desk.new"), `href="/fi/desk/document">` + s.says(i18n.Finnish, "page.document.new")}
	s.wants(s.get("/fi/desk", s.signedIn("contributor", "vantaa")), http.StatusOK, begin...)
	reader := s.get("/fi/desk", s.signedIn("reader", "vantaa")).Body.String()
	for _, link := range begin {
		if strings.Contains(reader, link) {
			t.Errorf("whoever may not write is offered %s", link)
		}
	}
}
