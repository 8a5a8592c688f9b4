package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestAnAssessmentOfATextThatWasChangedMeanwhileIsAskedAgain(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/criteria", r.criteria("yes"), r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/recommendation", url.Values{"language": {"sv"}, "recommendation": {"publish"}, "text": {"Bra."}}, r.vaasa), http.StatusSeeOther)
	old := r.shown(task+"/check", r.vaasa)
	r.change("Kahvila puistossa.")
	for _, form := range []url.Values{old, nil} {
		w := r.post(task+"/send", form, r.vaasa)
		r.wants(w, http.StatusConflict, r.says(i18n.Finnish, "page.assess.stale.check"), "kirjastossa.<span", "puistossa.<span", "Motivering &lt;b&gt;yes&lt;/b&gt;", "Bra.", task+"/send")
	}
	r.wants(r.post(task+"/send", r.shown(task+"/check", r.vaasa), r.vaasa), http.StatusSeeOther)
}

func TestAReviewerIsToldThatTheTextWasChangedOrPublished(t *testing.T) {
	r := openReviewing(t)
	task, news := r.ask(), r.says(i18n.Finnish, "page.assess.news")
	if strings.Contains(r.get(task, r.vaasa).Body.String(), news) {
		t.Error("a text that nobody has touched is told to have changed")
	}
	r.change("Kahvila puistossa.")
	r.wants(r.get(task, r.vaasa), http.StatusOK, news, task+"/changes")
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	for _, step := range []string{"", "/criteria", "/recommendation", "/check"} {
		r.wants(r.get(task+step, r.vaasa), http.StatusOK, news)
	}
	r.wants(r.get(task+"/changes", r.vaasa), http.StatusOK, "kirjastossa.<span", "puistossa.<span")
	old := r.shown(task+"/changes", r.vaasa)
	r.change("Kahvila torilla.")
	r.wants(r.post(task+"/changes", old, r.vaasa), http.StatusConflict, "torilla.<span", r.says(i18n.Finnish, "page.assess.stale.changes"))
	r.wants(r.post(task+"/changes", r.shown(task+"/changes", r.vaasa), r.vaasa), http.StatusSeeOther)
	r.wants(r.get(task+"/changes", r.vaasa), http.StatusOK, r.says(i18n.Finnish, "page.assess.changes.none"))
	if _, err := r.exporter.Catalogue.Publish(t.Context(), account.Machine(), r.practice, 0); err != nil {
		t.Fatal(err)
	}
	w := r.get(task, r.vaasa)
	r.wants(w, http.StatusOK, `href="/fi/practices/`+r.practice+`"`)
	if strings.Contains(w.Body.String(), news) {
		t.Error("what has been read is told again")
	}
}

func TestWhatAReviewerWritesIsKeptWhileTheyWriteIt(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	half := url.Values{"language": {"sv"}, "op": {"autosave"}, "criteria.modelled.met": {"partly"}, "criteria.modelled.reason": {strings.Repeat("halv ", 400)}}
	w := r.post(task+"/criteria", half, r.vaasa)
	if r.wants(w, http.StatusOK, `"said"`); !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		t.Errorf("a script is answered with %s", w.Header().Get("Content-Type"))
	}
	w = r.get(task+"/criteria", r.vaasa)
	r.wants(w, http.StatusOK, "halv halv", `id="criteria.modelled.met.partly" value="partly" checked`, "data-autosave", `value="later"`, `value="read"`)
	half.Set("op", "read")
	if w = r.post(task+"/criteria", half, r.vaasa); w.Header().Get("Location") != task+"#entry" {
		t.Errorf("led to %s", w.Header().Get("Location"))
	}
	r.wants(r.post(task+"/recommendation", url.Values{"language": {"sv"}, "op": {"autosave"}, "text": {"Ännu inte."}}, r.vaasa), http.StatusOK)
	r.wants(r.get(task+"/recommendation", r.vaasa), http.StatusOK, "Ännu inte.")
	r.wants(r.get(task+"/check", r.vaasa), http.StatusOK, "halv halv", `href="`+task+`/criteria#criteria.modelled.reason"`, `href="`+task+`/recommendation#recommendation.first"`)
	r.wants(r.post(task+"/criteria", half), http.StatusUnauthorized, "halv halv", `id="again"`)
	half.Set("op", "autosave")
	if w = r.post(task+"/criteria", half); w.Code != http.StatusSeeOther { // the page that saves itself has the text
		t.Errorf("who has been signed out is answered with %d", w.Code)
	}
}

func TestTheReviewPageSaysWhyNoReviewersCanBeAsked(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.get(task, r.vaasa), http.StatusOK, r.says(i18n.Finnish, "page.assess.entry.hint"))
	mine := "/fi/desk/practices/" + r.practice + "/review"
	r.wants(r.get(mine, r.editor), http.StatusOK, `id="mail-fi"`, `id="mail-sv"`, `id="mail-en"`, "/sv/desk/reviews/", "/en/desk/reviews/")
	if _, err := r.exporter.Catalogue.Publish(t.Context(), account.Machine(), r.practice, 0); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.get(task, r.vaasa).Body.String(), r.says(i18n.Finnish, "page.assess.entry.hint")) {
		t.Error("what is public is called confidential")
	}
	r.wants(r.post(mine+"/cancel", nil, r.editor), http.StatusSeeOther)
	p := r.nowOf(r.practice)
	p.Title.SV = "Språkkafé"
	if _, err := r.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	r.wants(r.get(mine, r.editor), http.StatusOK, `name="reviewer"`)
	r.change("Kahvila puistossa.")
	w := r.get(mine, r.editor)
	r.wants(w, http.StatusOK, r.says(i18n.Finnish, "page.review.not_now.changed"), "/"+r.practice+"/check")
	if strings.Contains(w.Body.String(), `name="reviewer"`) {
		t.Error("reviewers can be asked about a text that nobody has submitted")
	}
}

func TestTheButtonSaysWhatWhoWritesCanDo(t *testing.T) {
	s := open(t, ui.Settings{})
	s.begun("kahvila")
	at := "/fi/desk/practices/kahvila"
	s.wants(s.get(at, s.signedIn("editor", "vantaa")), http.StatusOK, s.says(i18n.Finnish, "page.write.check"), s.says(i18n.Finnish, "page.manage.title"))
	writer := s.signedIn("contributor", "vantaa")
	s.wants(s.get(at, writer), http.StatusOK, s.says(i18n.Finnish, "page.write.check.submit"))
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.nowOf("kahvila")), writer)
	s.wants(s.get(at, writer), http.StatusOK, s.says(i18n.Finnish, "page.write.check.read"))
}
