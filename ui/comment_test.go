package ui_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestWhoSubmitsOrPublishesOverOpenCommentsIsAskedAndTheyStayOpen(t *testing.T) {
	s := open(t, ui.Settings{})
	writer, chief := s.signedIn("contributor", "vantaa"), s.signedIn("editor", "vantaa")
	p := s.begun("kahvila")
	if _, err := s.exporter.Catalogue.AddComment(t.Context(), account.Machine(), p.ID, "summary", "Kenelle kahvila on?"); err != nil {
		t.Fatal(err)
	}
	at := "/fi/desk/practices/kahvila"
	w := s.post(at+"/submit", revision(p), writer)
	s.wants(w, http.StatusUnprocessableEntity, s.says(i18n.Finnish, "page.check.over"), "Kenelle kahvila on?", `name="open" value="1"`, s.says(i18n.Finnish, "page.check.over.do.submit"))
	if n := strings.Count(w.Body.String(), `<button class="ds-button">`); n != 1 {
		t.Errorf("%d main buttons", n)
	}
	s.wants(s.post(at+"/publish", revision(p), writer), http.StatusForbidden)
	anyway := revision(p)
	anyway.Set("open", "1")
	s.leads(at+"/submit", at+"/check?done=submit", anyway, writer)
	if _, err := s.exporter.Catalogue.AddComment(t.Context(), account.Machine(), p.ID, "", "Vielä tämä."); err != nil {
		t.Fatal(err)
	}
	anyway = revision(s.nowOf(p.ID))
	anyway.Set("open", "1")
	anyway.Set("note", "Uutta")
	s.wants(s.post(at+"/publish", anyway, chief), http.StatusUnprocessableEntity, `name="open" value="2"`, `name="note" value="Uutta"`)
	anyway.Set("open", "2")
	body := s.leads(at+"/publish", at+"/check?done=publish", anyway, chief)
	if !strings.Contains(body, "Kenelle kahvila on?") || strings.Count(body, "/resolve") != 2 {
		t.Error("publishing deals with comments")
	}
	s.wants(s.get("/fi/desk/trail", s.signedIn("administrator", "vantaa")), http.StatusOK, s.says(i18n.Finnish, "trail.publish_open"))
}

func TestACommentIsReopenedByThoseWhoWriteAndByItsReviewer(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.wants(r.post(task+"/comment", url.Values{"path": {"summary"}, "text": {"Kenelle?"}}, r.vaasa), http.StatusSeeOther)
	list, err := r.exporter.Catalogue.Comments(t.Context(), account.Machine(), r.practice)
	if err != nil {
		t.Fatal(err)
	}
	at := "/fi/desk/practices/" + r.practice
	mark := at + "/comments/" + list[0].ID
	open := func() bool {
		list, err := r.exporter.Catalogue.Comments(t.Context(), account.Machine(), r.practice)
		return err == nil && !slices.ContainsFunc(list, func(one catalogue.Comment) bool { return one.Resolved })
	}
	r.leads(mark+"/resolve", at+"/check#comments", url.Values{"back": {at + "/check"}}, r.editor)
	r.wants(r.get(at+"/check", r.editor), http.StatusOK, mark+"/reopen")
	r.leads(mark+"/reopen", at+"/check#comments", url.Values{"back": {at + "/check"}}, r.editor)
	if !open() {
		t.Error("the editor has not reopened it")
	}
	r.leads(mark+"/resolve", at+"#comments", nil, r.editor)
	r.wants(r.get(task, r.espoo), http.StatusOK)
	if strings.Contains(r.get(task, r.espoo).Body.String(), "Kenelle?") {
		t.Error("a reviewer reads what another has said")
	}
	r.wants(r.get(task, r.vaasa), http.StatusOK, "Kenelle?", mark+"/reopen", r.says(i18n.Finnish, "page.comments.dealt"))
	r.wants(r.post(mark+"/reopen", nil, r.espoo), http.StatusNotFound)
	r.leads(mark+"/reopen", task+"#comments", url.Values{"back": {task}}, r.vaasa)
	if !open() {
		t.Error("the reviewer has not reopened it")
	}
}

func TestCommentsForAReturnOutliveWhateverHappensToTheDraftMeanwhile(t *testing.T) {
	s := open(t, ui.Settings{})
	writer, chief := s.signedIn("contributor", "vantaa"), s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.begun("kahvila")), writer)
	form := revision(s.nowOf("kahvila"))
	form.Set("note", "Hyvä alku")
	form.Set("comment:summary", "Kenelle kahvila on?")
	form.Set("comment:results[r1]", "Mistä luku on?")
	form.Set("comment:results[r1].nonsense", "Tätä kenttää ei ole")
	s.leads(at+"/withdraw", at+"/check?done=withdraw", revision(s.nowOf("kahvila")), writer)
	w := s.post(at+"/return", form, chief)
	s.wants(w, http.StatusConflict, s.says(i18n.Finnish, "page.return.withdrawn"), "Hyvä alku</textarea>", "Kenelle kahvila on?</textarea>", "Mistä luku on?</textarea>")
	p := s.nowOf("kahvila")
	p.Results = nil
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.nowOf("kahvila")), writer)
	w = s.post(at+"/return", form, chief)
	s.wants(w, http.StatusConflict, s.says(i18n.Finnish, "page.return.stale"), s.says(i18n.Finnish, "page.return.gone"), "Mistä luku on?</textarea>")
	if strings.Contains(w.Body.String(), "nonsense") {
		t.Error("a comment on what is no field has a place")
	}
	_, rest, _ := strings.Cut(w.Body.String(), `name="revision" value="`)
	now, _, _ := strings.Cut(rest, `"`)
	form.Set("revision", now)
	body := s.leads(at+"/return", at+"/check?done=return", form, chief)
	for _, said := range []string{"Hyvä alku", "Kenelle kahvila on?", "Mistä luku on?"} {
		if !strings.Contains(body, said) {
			t.Errorf("%q was not sent", said)
		}
	}
}

func TestAReturnTakesAsManyLongCommentsAsAnEntryHasFields(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.begun("kahvila")), chief)
	form := revision(s.nowOf("kahvila"))
	for _, field := range []string{"title", "summary", "domains", "challenge", "goals", "howItWorks", "results[r1]", "lessons", "conditions", "funding"} {
		form.Set("comment:"+field, strings.Repeat("ä", 2000))
	}
	s.leads(at+"/return", at+"/check?done=return", form, chief)
}

func TestAFieldOfWhichNothingIsToldIsCommentedOn(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.begun("kahvila")), chief)
	s.wants(s.get(at+"/return", chief), http.StatusOK, "kohtaa, joista ei kerrota mitään", `id="comment:evaluations"`)
	form := revision(s.nowOf("kahvila"))
	form.Set("comment:evaluations", "Onko tätä arvioitu?")
	form.Set("comment:title", strings.Repeat("ä", 2001))
	w := s.post(at+"/return", form, chief)
	if s.wants(w, http.StatusUnprocessableEntity, "Onko tätä arvioitu?</textarea>", `<details class="explain" open>`); strings.Contains(w.Body.String(), s.says(i18n.Finnish, "page.return.gone")) {
		t.Error("what was never told is called gone")
	}
	form.Set("comment:title", "")
	s.leads(at+"/return", at+"/check?done=return", form, chief)
	s.wants(s.get(at+"/results", s.signedIn("contributor", "vantaa")), http.StatusOK, "Onko tätä arvioitu?")
}

func TestACommentOnARowStandsInTheRow(t *testing.T) {
	s := open(t, ui.Settings{})
	chief, writer := s.signedIn("editor", "vantaa"), s.signedIn("contributor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	p := s.begun("kahvila")
	p.Partners = []catalogue.Partner{{Name: "Kirjasto", Type: "association"}, {Name: "Seurakunta", Type: "religious_community"}}
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.nowOf("kahvila")), chief)
	form := revision(s.nowOf("kahvila"))
	form.Set("comment:partners[1]", "Mikä seurakunta?")
	form.Set("comment:results[r1]", "Mistä luku on?")
	s.leads(at+"/return", at+"/check?done=return", form, chief)
	s.wants(s.get(at+"/how", writer), http.StatusOK, `id="partners[1]-said"`, "Mikä seurakunta?", s.says(i18n.Finnish, "page.check.banner.returned"))
	s.wants(s.get(at+"/results", writer), http.StatusOK, `id="results[0]-said"`, "Mistä luku on?")
	s.wants(s.get(at, writer), http.StatusOK, "Yhteistyötaho 2</a>", "Tulos 1</a>")
}
