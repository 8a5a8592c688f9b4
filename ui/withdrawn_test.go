package ui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestAnAddressOfAWithdrawnPracticeSaysSoAndLeadsOn(t *testing.T) {
	s := open(t, ui.Settings{})
	s.publish(catalogue.Practice{ID: "kioski", Title: i18n.Text{FI: "Jäätelökioski"}, Domains: []string{"work"}, Summary: i18n.Text{FI: "Jäätelöä."}})
	never, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{ID: "kesken", Organisation: "vantaa", Title: i18n.Text{FI: "Kesken"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"kioski", never.ID} {
		if _, err := s.exporter.Catalogue.Archive(t.Context(), account.Machine(), id, 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range i18n.Langs() {
		for _, query := range []string{"", "?version=1"} {
			w := s.get(fmt.Sprintf("/%s/practices/kioski%s", lang, query))
			before, _, _ := strings.Cut(s.messages.T(lang, "page.withdrawn.text", "Date", "|"), "|")
			work, _ := s.exporter.Catalogue.Vocabularies.Label("domain", "work").Best(lang)
			s.wants(w, http.StatusGone, "noindex", s.says(lang, "page.withdrawn.title"), fmt.Sprintf(`href="/%s/practices?domain=work">%s`, lang, work), before)
			if strings.Contains(w.Body.String(), "Jäätelö") {
				t.Error("what was withdrawn is told")
			}
		}
	}
	s.wants(s.get("/fi/practices/kesken"), http.StatusNotFound)
	s.wants(s.get("/fi/practices/kioski/export.html"), http.StatusNotFound)
}
