package ui_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// begun is a draft of Vantaa that has all that a publication demands.
func (s service) begun(id string) *catalogue.Practice {
	s.t.Helper()
	p, err := s.exporter.Catalogue.Add(s.t.Context(), account.Machine(), catalogue.Practice{
		ID: id, Organisation: "vantaa", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Kielikahvila"},
		Summary: i18n.Text{FI: "Kahvila kirjastossa kerran viikossa."}, Domains: []string{"language"},
		Results: []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Osallistujia"}, Level: "output", Measure: "number", Value: new(40.0), Unit: i18n.Text{FI: "henkilöä"}}},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// nowOf is what is being written.
func (s service) nowOf(id string) *catalogue.Practice {
	s.t.Helper()
	p, err := s.exporter.Catalogue.Draft(s.t.Context(), account.Machine(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// leads follows a form that was taken to the page it leads to.
func (s service) leads(from, to string, form url.Values, cookie string) string {
	s.t.Helper()
	w := s.post(from, form, cookie)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != to {
		s.t.Fatalf("%s: %d to %q, want %q: %.300s", from, w.Code, got, to, w.Body.String())
	}
	return s.get(to, cookie).Body.String()
}

func revision(p *catalogue.Practice) url.Values {
	return url.Values{"revision": {strconv.Itoa(p.Revision)}}
}

func TestADraftGoesFromItsWriterToPublicationAndBackThroughPages(t *testing.T) {
	s := open(t, ui.Settings{})
	writer, chief := s.signedIn("contributor", "vantaa"), s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	p := s.begun("kahvila")
	w := s.get(at+"/check", writer)
	s.wants(w, http.StatusOK, s.says("fi", "page.check.banner.draft"), "Kahvila kirjastossa", `action="`+at+`/submit"`)
	if body := w.Body.String(); strings.Contains(body, "/publish") || strings.Count(body, `<button class="ds-button">`) != 1 {
		t.Error("a writer sees another main button than that for submitting")
	}
	body := s.leads(at+"/submit", at+"/check?done=submit", revision(p), writer)
	if !strings.Contains(body, s.says("fi", "page.check.done.submit")) || !strings.Contains(body, at+"/withdraw") {
		t.Errorf("after submitting: %.2000s", body)
	}
	s.wants(s.get("/fi/desk", chief), http.StatusOK, s.says("fi", "page.desk.list.in_review")+" (1)", at+"/check")
	s.wants(s.get(at+"/check", chief), http.StatusOK, at+"/return", at+"/publish")
	s.wants(s.get(at+"/return", chief), http.StatusOK, `name="comment:summary"`, `name="comment:results[r1]"`, "Osallistujia")
	s.wants(s.post(at+"/return", revision(s.nowOf("kahvila")), chief), http.StatusUnprocessableEntity, s.says("fi", "page.return.empty"), `href="#note"`)
	said := revision(s.nowOf("kahvila"))
	said.Set("comment:summary", "Kenelle <b>kahvila</b> on?")
	s.leads(at+"/return", at+"/check?done=return", said, chief)
	for _, page := range []string{at, at + "/check"} {
		s.wants(s.get(page, writer), http.StatusOK, s.says("fi", "page.check.banner.returned"))
	}
	s.wants(s.get("/fi/desk", writer), http.StatusOK, s.says("fi", "page.desk.list.returned")+" (1)")
	w = s.get(at+"/check", writer)
	s.wants(w, http.StatusOK, "Kenelle &lt;b&gt;kahvila", at+"/basics#summary.fi")
	_, rest, _ := strings.Cut(w.Body.String(), `action="`+at+`/comments/`)
	comment, _, _ := strings.Cut(rest, "/")
	s.leads(at+"/comments/"+comment+"/resolve", at+"/check#comments", url.Values{"back": {at + "/check"}}, writer)
	s.leads(at+"/comments/"+comment+"/resolve", at+"#comments", url.Values{"back": {"https://evil.example/"}}, writer)
	s.leads(at+"/submit", at+"/check?done=submit", revision(s.nowOf("kahvila")), writer)
	body = s.leads(at+"/publish", at+"/check?done=publish", revision(s.nowOf("kahvila")), chief)
	if !strings.Contains(body, `href="/fi/practices/kahvila"`) {
		t.Error("the public page is not linked")
	}
	s.wants(s.get("/fi/practices/kahvila"), http.StatusOK, "Kahvila kirjastossa")
}

func TestWhatIsMissingIsLinkedToItsSectionAndNothingIsPublished(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("editor", "vantaa")
	p, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{ID: "alku", Organisation: "vantaa", Title: i18n.Text{FI: "Alku"}})
	if err != nil {
		t.Fatal(err)
	}
	at := "/sv/desk/practices/alku"
	s.wants(s.get(at+"/check", chief), http.StatusOK, `href="`+at+`/basics#summary.fi"`, `href="`+at+`/basics#domains"`)
	for _, step := range []string{"/submit", "/publish"} {
		s.wants(s.post(at+step, revision(p), chief), http.StatusUnprocessableEntity, "ds-error-summary", `href="`+at+`/basics#summary.fi"`)
	}
	s.wants(s.get("/sv/practices/alku"), http.StatusNotFound)
	s.wants(s.post(at+"/submit", url.Values{"revision": {"7"}}, chief), http.StatusConflict, s.says("sv", "page.check.stale"))
	s.wants(s.post(at+"/submit", nil, chief), http.StatusConflict)
}

func TestAPublishedEntryStaysWhileItsNextDraftIsOnItsWay(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	p := s.begun("kahvila")
	s.leads(at+"/publish", at+"/check?done=publish", revision(p), chief)
	p = s.nowOf("kahvila")
	p.Summary.FI = "Kahvila kirjastossa kaksi kertaa viikossa."
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	public := func() string {
		t.Helper()
		w := s.get("/fi/practices/kahvila")
		s.wants(w, http.StatusOK)
		return w.Body.String()
	}
	for _, step := range []string{"submit", "withdraw", "submit"} {
		s.leads(at+"/"+step, at+"/check?done="+step, revision(s.nowOf("kahvila")), chief)
		if !strings.Contains(public(), "kerran viikossa") {
			t.Errorf("%s took down what is published", step)
		}
	}
	changes := s.get("/fi/practices/kahvila/changes?to=draft", chief)
	s.wants(changes, http.StatusOK, "<del>", "kerran", "<ins>", "kaksi kertaa", s.says("fi", "field.summary"))
	s.wants(s.get("/fi/practices/kahvila/changes?to=draft"), http.StatusNotFound)
	s.wants(s.get("/fi/practices/kahvila/changes?to=draft", s.signedIn("editor", "vaasa")), http.StatusNotFound)
	form := revision(s.nowOf("kahvila"))
	form.Set("note", "Kokoontumisia on lisätty")
	s.leads(at+"/publish", at+"/check?done=publish", form, chief)
	if body := public(); !strings.Contains(body, "kaksi kertaa viikossa") || !strings.Contains(body, "Kokoontumisia on lisätty") || !strings.Contains(body, "/changes?to=2") {
		t.Error("the new version is not shown with its note and its changes")
	}
	s.wants(s.get("/fi/practices/kahvila?version=1"), http.StatusOK, "kerran viikossa")
	s.wants(s.get("/fi/practices/kahvila/versions"), http.StatusOK, "Kokoontumisia on lisätty")
	s.wants(s.get("/sv/practices/kahvila/changes?from=1&to=2"), http.StatusOK, "<del>", s.says("sv", "field.summary"))
	for _, wrong := range []string{"?to=1", "?from=1&to=9", "?from=x", "?from=0"} {
		s.wants(s.get("/fi/practices/kahvila/changes"+wrong), http.StatusNotFound)
	}
}

func TestAnOldVersionReplacesADraftOnlyWhenThatIsSaid(t *testing.T) {
	s := open(t, ui.Settings{})
	writer := s.signedIn("contributor", "vantaa")
	at := "/en/desk/practices/kahvila"
	s.begun("kahvila")
	for _, summary := range []string{"Toinen", "Kolmas"} {
		if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), "kahvila", 0); err != nil {
			t.Fatal(err)
		}
		p := s.nowOf("kahvila")
		p.Summary.FI = summary
		if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
			t.Fatal(err)
		}
	}
	w := s.post(at+"/restore", url.Values{"version": {"1"}}, writer)
	s.wants(w, http.StatusConflict, s.says("en", "page.restore.keep"))
	if got := s.nowOf("kahvila").Summary.FI; got != "Kolmas" {
		t.Errorf("the draft is %q", got)
	}
	form := revision(s.nowOf("kahvila"))
	form.Set("version", "1")
	s.leads(at+"/restore", at+"/check?done=restore", form, writer)
	if got := s.nowOf("kahvila").Summary.FI; !strings.HasPrefix(got, "Kahvila") {
		t.Errorf("the draft is %q", got)
	}
}

func TestArchivingAndDeletingStandOnAPageOfTheirOwn(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("editor", "vantaa")
	at := "/fi/desk/practices/kahvila"
	p := s.begun("kahvila")
	s.leads(at+"/publish", at+"/check?done=publish", revision(p), chief)
	s.wants(s.get(at+"/manage", chief), http.StatusOK, at+"/archive")
	s.leads(at+"/archive", at+"/check?done=archive", revision(s.nowOf("kahvila")), chief)
	s.wants(s.get("/fi/practices/kahvila"), http.StatusGone)
	s.wants(s.get(at+"/manage", chief), http.StatusOK, at+"/reopen")
	s.leads(at+"/reopen", at+"/check?done=reopen", revision(s.nowOf("kahvila")), chief)
	s.wants(s.get("/fi/practices/kahvila"), http.StatusOK)
	never := s.begun("kesken")
	s.leads("/fi/desk/practices/kesken/delete", "/fi/desk?done=delete", revision(never), chief)
	s.wants(s.get("/fi/desk/practices/kesken/check", chief), http.StatusNotFound)
}

func TestTheDeskSaysInThreeLanguagesWhatWaits(t *testing.T) {
	s := open(t, ui.Settings{})
	chief := s.signedIn("administrator", "vantaa")
	s.begun("kahvila")
	for _, lang := range i18n.Langs() {
		w := s.get("/"+string(lang)+"/desk", chief)
		s.wants(w, http.StatusOK, s.says(lang, "page.desk.list.draft")+" (1)", "Kielikahvila", "/desk/practices/new")
		for _, page := range []string{"/desk", "/desk/practices/kahvila/check", "/desk/practices/kahvila/manage", "/desk/practices/kahvila/check?done=submit"} {
			body := s.get("/"+string(lang)+page, chief).Body.String()
			for _, fault := range []string{">page.", "field.", "ZgotmplZ", "%!", "&lt;no value", "section."} {
				if strings.Contains(body, fault) {
					t.Errorf("/%s%s has %q", lang, page, fault)
				}
			}
		}
	}
	if body := s.get("/fi/desk", s.signedIn("reader", "vantaa")).Body.String(); strings.Contains(body, "/desk/practices/new") {
		t.Error("a reader is offered to begin an entry")
	}
}

func TestWhatDoesNotFitStandsBesideTheButtonThatPublishes(t *testing.T) {
	s := open(t, ui.Settings{})
	p := catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "Kielikahvila"}, Summary: i18n.Text{FI: "Kahvila kirjastossa."},
		Domains: []string{"language"}, State: "draft", Period: catalogue.OpenPeriod{Start: "3000"}, Contact: catalogue.Contact{Phone: "soita"}}
	if _, err := s.exporter.Catalogue.Put(t.Context(), account.Machine(), &p); err != nil {
		t.Fatal(err)
	}
	body := s.get("/fi/desk/practices/"+p.ID+"/check", s.signedIn("editor", "vantaa")).Body.String()
	_, steps, _ := strings.Cut(body, `class="check-steps"`)
	for _, link := range []string{"/basics#period.start", "/contact#contact.phone", `id="advice"`} {
		if !strings.Contains(steps, link) {
			t.Errorf("%s is missing beside the button", link)
		}
	}
}
