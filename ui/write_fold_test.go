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

// Of many rows a line each is shown; the one that is being written, one with
// something wrong and one with a comment are open.
func TestManyRowsFoldToALineEach(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/results"
	p := s.written(id)
	for i := range 12 {
		n := float64(10 + i)
		p.Results = append(p.Results, catalogue.Result{ID: fmt.Sprint("r", i+1), Label: i18n.Text{FI: fmt.Sprint("Työllistyi ", i)}, Measure: "share", Value: &n, Base: &catalogue.Base{}})
	}
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	opened := func(page string) string {
		var open []string
		for _, part := range strings.Split(page, `<details class="write-row-fold" id="`)[1:] {
			name, rest, _ := strings.Cut(part, `"`)
			if strings.HasPrefix(rest, " open") {
				open = append(open, strings.TrimSuffix(name, "-fold"))
			}
		}
		return strings.Join(open, " ")
	}
	w := s.get(address, cookie)
	s.wants(w, http.StatusOK, "Työllistyi 11 · 21", "3 huomautusta")
	if page := w.Body.String(); strings.Count(page, "write-row-fold") != 12 || opened(page) != "" {
		t.Errorf("%d rows fold, open are %s", strings.Count(page, "write-row-fold"), opened(page))
	}
	if _, err := s.exporter.Catalogue.AddComment(t.Context(), account.Machine(), id, "results[r3].label", "Ketkä?"); err != nil {
		t.Fatal(err)
	}
	page := s.section(address, cookie, "stay", map[string]string{"results[4].value": "noin"}).Body.String()
	if got := opened(page); got != "results[2] results[4]" {
		t.Errorf("open are %s", got)
	}
	if got := opened(s.follow(s.section(address, cookie, "add:results", nil), cookie)); got != "results[2] results[12]" {
		t.Errorf("after a row was added %s are open", got)
	}
}

// A section is finished only when nothing is left to say about it.
func TestABarePercentageIsNoFinishedResult(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	p, n := s.written(id), 54.0
	p.Sources = []catalogue.Source{{ID: "s1", Title: "Raportti"}}
	p.Results = []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Työllistyi"}, Measure: "share", Value: &n, Base: &catalogue.Base{}, Source: "s1", Level: "outcome"}}
	change := func() {
		t.Helper()
		var err error
		if p, err = s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
			t.Fatal(err)
		}
	}
	change()
	home := "/fi/desk/practices/" + id
	s.wants(s.get(home, cookie), http.StatusOK, "Kesken, 1/2", s.says(i18n.Finnish, "step.results_unfinished"))
	p.Results[0].Base = &catalogue.Base{Label: i18n.Text{FI: "osallistujista"}}
	change()
	s.wants(s.get(home, cookie), http.StatusOK, "Täytetty, 1 huomautus", `class="task-notes"`)
}
