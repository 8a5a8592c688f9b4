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

func TestAReviewerChangesWhatTheyHaveSent(t *testing.T) {
	r := openReviewing(t)
	task, mine := r.ask(), "/fi/desk/practices/"+r.practice+"/review"
	r.assess(task, r.vaasa, "no")
	r.assess(task, r.espoo, "yes")
	r.wants(r.get(mine, r.editor), http.StatusOK, "Motivering &lt;b&gt;no&lt;/b&gt;", `name="opinion.fi"`)
	before := r.assessed(mine)
	r.wants(r.get("/fi/desk", r.editor), http.StatusOK, r.says(i18n.Finnish, "page.review.short.complete"))
	page := r.get(task, r.vaasa)
	r.wants(page, http.StatusOK, `action="`+task+`/revise"`)
	if strings.Contains(page.Body.String(), task+"/confirm") {
		t.Error("what has not changed is to be confirmed")
	}
	r.wants(r.post(task+"/revise", nil, r.vaasa), http.StatusSeeOther)
	w := r.get(mine, r.editor)
	if r.wants(w, http.StatusOK, r.says(i18n.Finnish, "page.review.state.assessing")); strings.Contains(w.Body.String(), "Motivering") {
		t.Error("assessments are shown before both are in")
	}
	opinion := url.Values{"opinion.fi": {"Hyvä kokonaisuus."}, "validUntil": {"2029-01-01"}, "original": {"fi"}, "of": {before}}
	r.wants(r.post(mine+"/publish", opinion, r.editor), http.StatusUnprocessableEntity, r.says(i18n.Finnish, "page.review.typed"), "Hyvä kokonaisuus.</textarea>", `href="#publish"`, `id="publish"`)
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, `id="criteria.modelled.met.no" value="no" checked`)
	form := r.criteria("partly")
	for path, before := range r.criteria("no") {
		form.Set("known."+path, catalogue.Fingerprint(before[0]))
	}
	r.wants(r.post(task+"/criteria", form, r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/send", r.shown(task+"/check", r.vaasa), r.vaasa), http.StatusSeeOther)
	r.wants(r.get(mine, r.editor), http.StatusOK, "Motivering &lt;b&gt;partly&lt;/b&gt;", `name="opinion.fi"`)
	r.wants(r.post(mine+"/publish", opinion, r.editor), http.StatusConflict, r.says(i18n.Finnish, "problem.review_assessments_changed"), "Hyvä kokonaisuus.</textarea>", `name="opinion.fi"`)
	opinion.Set("of", r.assessed(mine))
	r.wants(r.post(mine+"/publish", opinion, r.editor), http.StatusSeeOther)
	r.wants(r.post(task+"/revise", nil, r.vaasa), http.StatusUnprocessableEntity)
}

// assessed is what the form of an opinion says of the assessments that it shows.
func (r reviewing) assessed(address string) string {
	r.t.Helper()
	_, rest, ok := strings.Cut(r.get(address, r.editor).Body.String(), `name="of" value="`)
	if !ok {
		r.t.Fatal("the form does not say which assessments it shows")
	}
	of, _, _ := strings.Cut(rest, `"`)
	return of
}

func TestATypedOpinionOutlivesAChangeOfTheText(t *testing.T) {
	r := openReviewing(t)
	task, mine := r.ask(), "/fi/desk/practices/"+r.practice+"/review"
	r.assess(task, r.vaasa, "yes")
	r.assess(task, r.espoo, "yes")
	opinion := url.Values{"opinion.fi": {"Hyvä kokonaisuus."}, "validUntil": {"2029-01-01"}, "original": {"fi"}, "of": {r.assessed(mine)}}
	r.change("Kahvila puistossa.")
	r.wants(r.post(mine+"/publish", opinion, r.editor), http.StatusUnprocessableEntity, "Hyvä kokonaisuus.</textarea>")
}

// A review is of the text in its original language; a translation may be older.
func TestAReviewerIsToldOfWhichTextTheyReadATranslation(t *testing.T) {
	r := openReviewing(t)
	p := r.nowOf(r.practice)
	p.Title.SV, p.Summary.SV, p.Challenge, p.Machine = "Språkkafé", "Kafé på biblioteket.", i18n.Text{FI: "Harva puhuu.", SV: "Få talar."}, []string{"challenge.sv"}
	if _, err := r.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	task := r.ask()
	swedish := strings.Replace(task, "/fi/", "/sv/", 1)
	outdated := r.says(i18n.Swedish, "page.assess.outdated.sv")
	w := r.get(swedish, r.vaasa)
	if r.wants(w, http.StatusOK, r.says(i18n.Swedish, "page.assess.original.fi"), `href="`+task+`#entry" hreflang="fi"`, r.says(i18n.Swedish, "page.read.machine")); strings.Contains(w.Body.String(), outdated) {
		t.Error("a translation of the text as it stands is called outdated")
	}
	r.change("Kahvila puistossa.")
	r.wants(r.get(swedish, r.vaasa), http.StatusOK, outdated)
	if body := r.get(task, r.vaasa).Body.String(); strings.Contains(body, "#entry\" hreflang") || !strings.Contains(body, "Kahvila puistossa.") {
		t.Error("the original is shown as a translation")
	}
}

func TestWhoWritesIsToldThatReviewersRead(t *testing.T) {
	r := openReviewing(t)
	told := r.says(i18n.Finnish, "page.write.review")
	pages := []string{"/fi/desk/practices/" + r.practice, "/fi/desk/practices/" + r.practice + "/check"}
	for _, address := range pages {
		if strings.Contains(r.get(address, r.editor).Body.String(), told) {
			t.Error("a review is told of that nobody was asked for")
		}
	}
	r.ask()
	for _, address := range pages {
		r.wants(r.get(address, r.editor), http.StatusOK, told)
	}
	r.wants(r.post("/fi/desk/practices/"+r.practice+"/review/cancel", nil, r.editor), http.StatusSeeOther)
	if strings.Contains(r.get(pages[0], r.editor).Body.String(), told) {
		t.Error("a review that was given up is still told of")
	}
}
