package ui_test

import (
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
	change := func(do func(*catalogue.Practice)) {
		t.Helper()
		p := s.written(id)
		do(p)
		if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
			t.Fatal(err)
		}
	}
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
