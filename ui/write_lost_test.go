package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// What is refused stays in its row, wherever others have moved that meanwhile,
// and is shown beside the form when they have taken the row out.
func TestARefusedValueStaysWithItsRow(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	change := func(do func(*catalogue.Practice)) { s.changed(id, do) }
	row := func(id, name string) catalogue.Result {
		return catalogue.Result{ID: id, Level: "output", Measure: "number", Label: i18n.Text{FI: name}}
	}
	change(func(p *catalogue.Practice) {
		p.Results = []catalogue.Result{row("r1", "ensimmäinen"), row("r2", "toinen"), row("r3", "kolmas")}
	})
	address := "/fi/desk/practices/" + id + "/results"
	form := formIn(s.get(address, cookie).Body.String(), "write")
	form.Set("results[1].value", "noin viisi")
	form.Set("op", "list")
	change(func(p *catalogue.Practice) { p.Results = p.Results[1:] })
	w := s.post(address, form, cookie)
	s.wants(w, http.StatusUnprocessableEntity, `name="results[0].value" value="noin viisi"`)
	if again := formIn(w.Body.String(), "write"); again.Get("results[0].label.fi") != "toinen" || again.Get("results[1].value") != "" {
		t.Errorf("%v", again)
	}
	form = formIn(s.get(address, cookie).Body.String(), "write")
	form.Set("results[0].value", "noin kuusi")
	form.Set("op", "list")
	change(func(p *catalogue.Practice) { p.Results = p.Results[1:] })
	w = s.post(address, form, cookie)
	s.wants(w, http.StatusUnprocessableEntity, "noin kuusi")
	if again := formIn(w.Body.String(), "write"); again.Get("results[0].value") != "" {
		t.Errorf("another row has %q", again.Get("results[0].value"))
	}
	odd := url.Values{"revision": {form.Get("revision")}, "op": {"list"}, "results[": {"x"}, "results]0[": {"x"}, "[": {"x"}}
	if w := s.post(address, odd, cookie); w.Code >= 500 || !strings.Contains(w.Body.String(), "<main") {
		t.Errorf("odd names: %d", w.Code)
	}
}

// Rows of funding, partners and lessons have no id: they are known by what stands
// in them.
func TestWhatIsRefusedStaysWithARowThatHasNoID(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*catalogue.Practice)
		at     string // the row in which the text stands then, "" where the row is gone
	}{
		"one before it is removed": {func(p *catalogue.Practice) { p.Funding = p.Funding[1:] }, "STEA"},
		"one is put before it": {func(p *catalogue.Practice) {
			p.Funding = append([]catalogue.Funding{{Source: "ESF"}}, p.Funding...)
		}, "STEA"},
		"it is removed": {func(p *catalogue.Practice) { p.Funding = append(p.Funding[:1:1], p.Funding[2]) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, ui.Settings{})
			id, cookie := s.newDraft()
			change := func(do func(*catalogue.Practice)) { s.changed(id, do) }
			change(func(p *catalogue.Practice) {
				p.Funding = []catalogue.Funding{{Source: "AMIF"}, {Source: "STEA"}, {Source: "Vantaan kaupunki"}}
			})
			address := "/fi/desk/practices/" + id + "/resources"
			form := formIn(s.get(address, cookie).Body.String(), "write")
			form.Set("funding[1].amount", "noin viisi")
			form.Set("op", "list")
			change(c.change)
			w := s.post(address, form, cookie)
			again := formIn(w.Body.String(), "write")
			found := ""
			for i := range 5 {
				if at := fmt.Sprintf("funding[%d].", i); again.Get(at+"amount") == "noin viisi" {
					found = again.Get(at + "source")
				}
			}
			if found != c.at || w.Code != http.StatusUnprocessableEntity {
				t.Errorf("status %d, it stands with %q", w.Code, found)
			}
			if c.at == "" && !strings.Contains(w.Body.String(), "<li>noin viisi</li>") {
				t.Error("what was typed into a row that is gone is not shown")
			}
		})
	}
}

// A new row in which only what is refused stands is no stored row.
func TestWhatIsRefusedInANewRowStaysInIt(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/resources"
	form := formIn(s.get(address+"?add=funding", cookie).Body.String(), "write")
	form.Set("funding[0].amount", "noin viisi")
	form.Set("op", "list")
	p := s.written(id)
	p.Summary.FI = "Toinen."
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	w := s.post(address, form, cookie)
	if again := formIn(w.Body.String(), "write"); w.Code != http.StatusUnprocessableEntity || again.Get("funding[0].amount") != "noin viisi" {
		t.Errorf("status %d, %q", w.Code, again.Get("funding[0].amount"))
	}
}

// changed changes an entry as somebody else.
func (s service) changed(id string, do func(*catalogue.Practice)) {
	s.t.Helper()
	p := s.written(id)
	do(p)
	if _, err := s.exporter.Catalogue.Change(s.t.Context(), account.Machine(), *p); err != nil {
		s.t.Fatal(err)
	}
}
