package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// reviewed publishes a text that two reviewers recommend.
func (r reviewing) reviewed() {
	r.t.Helper()
	task := r.ask()
	r.assess(task, r.vaasa, "yes")
	r.assess(task, r.espoo, "yes")
	form := url.Values{"original": {"fi"}, "of": {r.assessed("/fi/desk/practices/" + r.practice + "/review")}, "validUntil": {r.exporter.Catalogue.ReviewValidUntil()}, "opinion.fi": {"Selkeä."}}
	r.wants(r.post("/fi/desk/practices/"+r.practice+"/review/publish", form, r.editor), http.StatusSeeOther)
	r.published()
}

func (r reviewing) published() {
	r.t.Helper()
	if _, err := r.exporter.Catalogue.Publish(r.t.Context(), account.Machine(), r.practice, 0); err != nil {
		r.t.Fatal(err)
	}
}

func TestATextThatLosesItsReviewIsToldBeforeAndAfterItsPublication(t *testing.T) {
	r := openReviewing(t)
	r.reviewed()
	check, public := "/fi/desk/practices/"+r.practice+"/check", "/fi/practices/"+r.practice
	opinion := `href="` + public + `?version=1#review"`
	if body := r.get(check, r.editor).Body.String(); strings.Contains(body, `id="review-lost"`) {
		t.Error("a text that nobody has changed is said to lose its review")
	}
	p := r.nowOf(r.practice)
	p.Contact = catalogue.Contact{Name: "Kaisa", Public: true}
	if _, err := r.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	if body := r.get(check, r.editor).Body.String(); strings.Contains(body, `id="review-lost"`) {
		t.Error("a new contact is said to end the review")
	}
	r.change("Kahvila kirjastossa ja koululla.")
	r.wants(r.get(check, r.editor), http.StatusOK, `id="review-lost"`, opinion)
	r.published()
	if body := r.get(check, r.editor).Body.String(); strings.Contains(body, `id="review-lost"`) {
		t.Error("what is published already is warned of")
	}
	for _, lang := range i18n.Langs() {
		for _, address := range []string{public, public + "/versions"} {
			address = strings.Replace(address, "/fi/", "/"+string(lang)+"/", 1)
			r.wants(r.get(address), http.StatusOK, strings.Replace(opinion, "/fi/", "/"+string(lang)+"/", 1))
		}
	}
	date := i18n.Date(i18n.Finnish, r.exporter.Catalogue.ReviewValidUntil())
	since := r.messages.T(i18n.Finnish, "page.read.review.since", "Version", 1, "Date", date)
	r.wants(r.get(public), http.StatusOK, since, "ei vertaisarvioitu")
	r.wants(r.get(public+"/versions"), http.StatusOK, since)
	if body := r.get(public + "?version=1").Body.String(); strings.Contains(body, since) || !strings.Contains(body, "Selkeä.") {
		t.Error("the reviewed version has lost its opinion")
	}
}
