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
