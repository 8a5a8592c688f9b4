package ui_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
)

var linkWithin = regexp.MustCompile(`href="#([^"]+)"`)

func TestEveryLinkWithinAPageOfTheDeskHasItsTarget(t *testing.T) {
	r := openReviewing(t)
	p := r.nowOf(r.practice)
	p.Contact.Name, p.Contact.Email, p.Contact.Public = "Aino Ohjaaja", "aino@example.fi", true
	if _, err := r.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	task := r.ask()
	desk := "/fi/desk/practices/" + r.practice
	whole := func(address, cookie string) {
		t.Helper()
		w := r.get(address, cookie)
		r.wants(w, http.StatusOK)
		for _, link := range linkWithin.FindAllStringSubmatch(w.Body.String(), -1) {
			if !strings.Contains(w.Body.String(), `id="`+link[1]+`"`) {
				t.Errorf("%s has no #%s", address, link[1])
			}
		}
	}
	for _, address := range []string{task, desk + "/check", desk + "/review", desk, "/fi/desk", "/fi/desk/reviews"} {
		cookie := r.editor
		if strings.Contains(address, "/reviews") {
			cookie = r.vaasa
		}
		whole(address, cookie)
	}
	r.assess(task, r.vaasa, "yes")
	r.assess(task, r.espoo, "yes")
	r.wants(r.post(desk+"/review/publish", url.Values{"original": {"fi"}, "validUntil": {r.exporter.Catalogue.ReviewValidUntil()}, "opinion.fi": {"Selkeä."}}, r.editor), http.StatusSeeOther)
	if _, err := r.exporter.Catalogue.Publish(t.Context(), account.Machine(), r.practice, 0); err != nil {
		t.Fatal(err)
	}
	whole(desk+"/check", r.editor)
	whole(task, r.vaasa)
}
