package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestTheDocumentStandsBesideTheForm(t *testing.T) {
	s := open(t, ui.Settings{})
	writer := s.signedIn("contributor", "vaasa")
	entry := strings.TrimSuffix(s.started(factSheet, writer), "/document")
	results := s.get(entry+"/results", writer)
	s.wants(results, http.StatusOK, `id="document-text"`, "Ryhmiin osallistui", "/document#group-results")
	if marked := between(results.Body.String(), `id="document-text"`, "</aside>"); !strings.Contains(marked, "<mark>") || strings.Contains(marked, "<mark>1.1.2020") {
		t.Errorf("not just what is of this section is marked: %s", marked)
	}
	if basics := between(s.get(entry+"/basics", writer).Body.String(), `id="document-text"`, "</aside>"); !strings.Contains(basics, "<mark>1.1.2020–31.12.2021") {
		t.Errorf("the period is not marked where it is written: %s", basics)
	}
	if other := s.get("/fi/desk/practices/smile/results", s.signedIn("contributor", "vantaa")); strings.Contains(other.Body.String(), `id="document-text"`) {
		t.Error("an entry without a document shows one")
	}
}

func TestWhoeverWritesResultsSeesHowStrongTheyAre(t *testing.T) {
	s := open(t, ui.Settings{})
	writer := s.signedIn("contributor", "vaasa")
	entry := strings.TrimSuffix(s.started(factSheet, writer), "/document")
	shown := func(body string) string { return between(body, `id="evidence-now"`, "</section>") }
	page := s.get(entry+"/results", writer).Body.String()
	if now := shown(page); !strings.Contains(now, s.says(i18n.Finnish, "evidence.no_figures")) || !strings.Contains(now, s.says(i18n.Finnish, "evidence.next.goals_and_figure")) {
		t.Errorf("before a figure: %s", now)
	}
	form := formIn(page, "write")
	form.Set("op", "add:results")
	w := s.post(entry+"/results", form, writer)
	s.wants(w, http.StatusSeeOther)
	form = formIn(s.get(w.Header().Get("Location"), writer).Body.String(), "write")
	form.Set("op", "autosave")
	for name, value := range map[string]string{"results[0].label.fi": "Osallistujat", "results[0].measure": "number", "results[0].value": "120", "results[0].level": "output"} {
		form.Set(name, value)
	}
	w = s.post(entry+"/results", form, writer)
	s.wants(w, http.StatusOK)
	if now := shown(w.Body.String()); !strings.Contains(now, "Osallistujat") || !strings.Contains(now, s.says(i18n.Finnish, "evidence.no_goals")) {
		t.Errorf("after a figure: %s", now)
	}
}
