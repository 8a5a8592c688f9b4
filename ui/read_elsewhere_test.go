package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// Whoever meets one text in another language is told so at the head of the page,
// however short it is.
func TestADescriptionWithOneTextInAnotherLanguageSaysSo(t *testing.T) {
	s := open(t, ui.Settings{})
	both := func(text string) i18n.Text { return i18n.Text{FI: text, SV: text} }
	p := catalogue.Practice{Organisation: "vantaa", OriginalLanguage: i18n.Finnish, Title: both("Kahvila"), Summary: both("Kahvila."), Domains: []string{"work"},
		Lessons: []catalogue.Lesson{{Kind: "do", Text: both("Varaa tila.")}}}
	says := func(want bool) {
		t.Helper()
		added, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), added.ID, 0); err != nil {
			t.Fatal(err)
		}
		w := s.get("/sv/practices/" + added.ID)
		s.wants(w, http.StatusOK)
		if got := strings.Contains(w.Body.String(), s.says(i18n.Swedish, "page.read.elsewhere.fi")); got != want {
			t.Errorf("said: %v, lessons %v", got, p.Lessons)
		}
	}
	says(false)
	p.Lessons[0].Text.SV = ""
	says(true)
}
