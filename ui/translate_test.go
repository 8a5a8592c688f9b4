package ui_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// translating is a practice of Vantaa, written in Finnish, and an editor's cookie.
type translating struct {
	service
	id, page, cookie string
}

func beginTranslating(t *testing.T) translating {
	s := open(t, ui.Settings{})
	p, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		Organisation: "vantaa", Title: i18n.Text{FI: "Kielikahvila & <b>kirjasto</b>"}, Summary: i18n.Text{FI: "Kahvila kirjastossa."},
		Domains: []string{"language"}, Goals: i18n.Text{FI: "Kieli karttuu."},
	})
	if err != nil {
		t.Fatal(err)
	}
	return translating{s, p.ID, "/fi/desk/practices/" + p.ID + "/translate/sv", s.signedIn("editor", "vantaa")}
}

// form is what the page would send back unchanged.
func (s translating) form() url.Values {
	s.t.Helper()
	w := s.get(s.page, s.cookie)
	s.wants(w, http.StatusOK)
	body, form := w.Body.String(), url.Values{"revision": {fmt.Sprint(s.draft().Revision)}}
	for _, m := range regexp.MustCompile(`name="text" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		form.Add("text", m[1])
	}
	all, err := s.exporter.Catalogue.Translations(s.t.Context(), account.Machine(), s.id, i18n.Swedish)
	if err != nil || len(form["text"]) != len(all.Texts) {
		s.t.Fatalf("%d texts in the form, %v", len(form["text"]), err)
	}
	for _, one := range all.Texts {
		form.Set(one.Path+".sv", one.Into)
	}
	return form
}

func (s translating) draft() *catalogue.Practice { return s.written(s.id) }

func TestATranslationIsWrittenBesideItsOriginal(t *testing.T) {
	s := beginTranslating(t)
	w := s.get(s.page, s.cookie)
	s.wants(w, http.StatusOK, "Kahvila kirjastossa.", `lang="sv"`, s.says(i18n.Finnish, "page.translate.state.missing"))
	if strings.Contains(w.Body.String(), "<b>kirjasto") {
		t.Error("what somebody wrote is markup")
	}
	form := s.form()
	form.Set("summary.sv", "Kafé på biblioteket.\r\n\r\nVarje vecka. ")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	if got := s.draft().Summary.SV; got != "Kafé på biblioteket.\n\nVarje vecka." {
		t.Errorf("%q", got)
	}
	s.wants(s.get(s.page+"?saved=1", s.cookie), http.StatusOK, s.says(i18n.Finnish, "page.translate.state.translated"))
	if strings.Contains(s.get(s.page+"?show=work", s.cookie).Body.String(), `id="summary.sv"`) {
		t.Error("what is translated is shown among what needs work")
	}
}

func TestAnOutdatedTranslationShowsWhatChangedAndCanBeConfirmed(t *testing.T) {
	s := beginTranslating(t)
	form := s.form()
	form.Set("summary.sv", "Kafé på biblioteket.")
	form.Set("title.sv", "Språkkafé")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	p := s.draft()
	p.Summary.FI = "Kahvila torilla."
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	w := s.get(s.page, s.cookie)
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.translate.state.outdated"), "kirjastossa.<span", "torilla.<span")
	s.wants(s.get("/fi/desk", s.cookie), http.StatusOK, "Ruotsi: 1 ajan tasalla · 1 vanhentunut · 1 puuttuu")
	s.wants(s.get("/fi/desk/practices/"+s.id, s.cookie), http.StatusOK, `href="`+s.page+`"`, "1 ajan tasalla · 1 vanhentunut · 1 puuttuu")
	form = s.form()
	form.Set("fits", "summary")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	if strings.Contains(s.get(s.page, s.cookie).Body.String(), s.says(i18n.Finnish, "page.translate.state.outdated")) {
		t.Error("a translation that was confirmed is still outdated")
	}
}

func TestNeitherOfTwoTranslatorsLosesTheirText(t *testing.T) {
	s := beginTranslating(t)
	first, second := s.form(), s.form()
	first.Set("summary.sv", "Den första.")
	second.Set("summary.sv", "Den andra.")
	second.Set("goals.sv", "Målet.")
	s.wants(s.post(s.page, first, s.signedIn("editor", "vantaa")), http.StatusSeeOther)
	w := s.post(s.page, second, s.cookie)
	s.wants(w, http.StatusSeeOther)
	conflict := w.Header().Get("Location")
	if got := s.draft(); got.Summary.SV != "Den första." || got.Goals.SV != "Målet." || !strings.HasSuffix(conflict, s.id+"/conflict") {
		t.Errorf("%+v %+v %s", got.Summary, got.Goals, conflict)
	}
	s.wants(s.get(s.page, s.cookie), http.StatusOK, `href="`+conflict+`"`, s.says(i18n.Finnish, "page.translate.clash"))
	s.wants(s.get(conflict, s.cookie), http.StatusConflict, "Den första.", "Den andra.")
	chosen := url.Values{"op": {"settle"}, "shown:summary.sv": {shownIn(s.get(conflict, s.cookie).Body.String(), "summary.sv")}, "choice:summary.sv": {"mine"}}
	s.wants(s.post(conflict, chosen, s.cookie), http.StatusSeeOther)
	if got := s.draft().Summary.SV; got != "Den andra." {
		t.Errorf("who has seen the other text may not replace it: %s", got)
	}
}

// A page that is left while it saves itself sends what it has on the way, too.
func TestWhoSendsMoreBeforeTheAnswerMeetsNoClash(t *testing.T) {
	s := beginTranslating(t)
	form := s.form()
	form.Set("op", "autosave")
	form.Set("summary.sv", "Kafé.")
	sent := form.Encode()
	for _, arrived := range []bool{false, true} {
		if arrived {
			s.wants(s.post(s.page, form, s.cookie), http.StatusOK)
		}
		more, _ := url.ParseQuery(sent)
		more.Set("sent", sent)
		more.Set("summary.sv", fmt.Sprint("Kafé på torget ", arrived))
		s.wants(s.post(s.page, more, s.cookie), http.StatusOK)
		if got := s.draft().Summary.SV; got != more.Get("summary.sv") {
			t.Errorf("%s", got)
		}
		form.Set("summary.sv", "Kafé.")
		p := s.draft()
		p.Summary.SV = ""
		if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneTextThatCannotBeSavedKeepsNoOtherBack(t *testing.T) {
	s := beginTranslating(t)
	form := s.form()
	form.Set("goals.sv", strings.Repeat("ord ", 400))
	form.Set("summary.sv", "Kafé.")
	w := s.post(s.page, form, s.cookie)
	s.wants(w, http.StatusUnprocessableEntity, `href="#goals.sv"`, `id="wrong-goals.sv"`, "ord ord ord")
	if got := s.draft(); got.Summary.SV != "Kafé." || got.Goals.SV != "" {
		t.Errorf("%+v %+v", got.Summary, got.Goals)
	}
}

func TestMachineTextIsBroughtInAndMarkedUntilSomebodyHasCheckedIt(t *testing.T) {
	s := beginTranslating(t)
	form := s.form()
	form.Set("goals.sv", "Språket växer.")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	w := s.get(s.page+"/texts.json", s.cookie)
	s.wants(w, http.StatusOK)
	texts := map[string]string{}
	if err := json.Unmarshal(w.Body.Bytes(), &texts); err != nil || len(texts) != 2 || texts["summary"] != "Kahvila kirjastossa." {
		t.Fatalf("%v %v", texts, err)
	}
	pasted := url.Values{"texts": {`{"summary": "Kafé.", "goals": "Maskinmål."}`}}
	w = s.post(s.page+"/machine", pasted, s.cookie)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location"), s.cookie), http.StatusOK, s.says(i18n.Finnish, "page.translate.kept"), s.says(i18n.Finnish, "page.translate.state.machine"))
	if p := s.draft(); p.Goals.SV != "Språket växer." || p.Summary.SV != "Kafé." || len(p.Machine) != 1 {
		t.Errorf("%+v %v", p.Summary, p.Machine)
	}
	for _, wrong := range []string{"", "hej", `{"summary": 1}`, `{"titel": "x"}`} {
		s.wants(s.post(s.page+"/machine", url.Values{"texts": {wrong}}, s.cookie), http.StatusUnprocessableEntity)
	}
	form = s.form()
	form.Set("fits", "summary")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	form = s.form()
	form.Set("title.sv", "Maskintitel")
	form.Set("machine.title.sv", "1")
	s.wants(s.post(s.page, form, s.cookie), http.StatusSeeOther)
	if p := s.draft(); len(p.Machine) != 1 || p.Machine[0] != "title.sv" {
		t.Errorf("%v", p.Machine)
	}
}

func TestWhatIsSavedWhileWritingIsRememberedOnlyAsItWasSent(t *testing.T) {
	s := beginTranslating(t)
	form := s.form()
	other := s.form()
	other.Set("goals.sv", "Någon annans mål.")
	s.wants(s.post(s.page, other, s.cookie), http.StatusSeeOther)
	form.Set("summary.sv", "Kafé.")
	form.Set("op", "autosave")
	w := s.post(s.page, form, s.cookie)
	s.wants(w, http.StatusOK)
	var told struct {
		Said  string
		Texts map[string]string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || told.Said == "" {
		t.Fatal(err, w.Body)
	}
	if told.Texts["summary.sv"] == "" || told.Texts["goals.sv"] != "" {
		t.Errorf("%v", told.Texts)
	}
	form.Set("goals.sv", "Mitt mål.")
	w = s.post(s.page, form, s.cookie)
	if w.Code != http.StatusConflict || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestTranslatingIsForThoseWhoMayWrite(t *testing.T) {
	s := beginTranslating(t)
	for role, want := range map[string]int{"reader": http.StatusForbidden, "reviewer": http.StatusForbidden, "contributor": http.StatusOK} {
		s.wants(s.get(s.page, s.signedIn(role, "vantaa")), want)
	}
	s.wants(s.get(s.page, s.signedIn("editor", "vaasa")), http.StatusNotFound)
	for _, address := range []string{"/fi/desk/practices/" + s.id + "/translate/fi", "/fi/desk/practices/" + s.id + "/translate/de", "/fi/desk/practices/none/translate/sv"} {
		s.wants(s.get(address, s.cookie), http.StatusNotFound)
	}
	s.wants(s.post(s.page, url.Values{"text": {"x"}}, s.signedIn("reader", "vantaa")), http.StatusForbidden)
	s.wants(s.post(s.page, url.Values{"text": {"x"}}, s.cookie), http.StatusBadRequest)
}

func TestReadersAreToldOfOutdatedAndUncheckedTranslations(t *testing.T) {
	s := beginTranslating(t)
	cat, me := s.exporter.Catalogue, account.Machine()
	publish := func(change func(*catalogue.Practice)) {
		t.Helper()
		p := s.draft()
		change(p)
		if _, err := cat.Change(t.Context(), me, *p); err != nil {
			t.Fatal(err)
		}
		if _, err := cat.Publish(t.Context(), me, s.id, 0); err != nil {
			t.Fatal(err)
		}
	}
	publish(func(p *catalogue.Practice) {
		p.Title.SV, p.Summary.SV, p.Goals.SV, p.Machine = "Språkkafé", "Kafé.", "Maskinmål.", []string{"goals.sv"}
	})
	w := s.get("/sv/practices/" + s.id)
	s.wants(w, http.StatusOK, s.says(i18n.Swedish, "page.read.machine")+" "+s.says(i18n.Swedish, "field.goals"))
	outdated, _, _ := strings.Cut(s.says(i18n.Swedish, "page.read.outdated.sv"), "{{")
	outdated, _, _ = strings.Cut(outdated, "<no value>")
	if strings.Contains(w.Body.String(), outdated) {
		t.Error("what fits is called outdated")
	}
	publish(func(p *catalogue.Practice) { p.Summary.FI = "Aivan toista." })
	s.wants(s.get("/sv/practices/"+s.id), http.StatusOK, outdated, s.says(i18n.Swedish, "field.summary"))
	s.wants(s.get("/sv/practices/"+s.id+"/export.md"), http.StatusOK, s.messages.T(i18n.Swedish, "doc.outdated.list", "List", s.says(i18n.Swedish, "field.summary")))
	for _, lang := range []string{"fi", "en"} {
		if body := s.get("/" + lang + "/practices/" + s.id + "/export.html").Body.String(); strings.Contains(body, s.says(i18n.Lang(lang), "doc.outdated")) {
			t.Errorf("in %s files tell of Swedish", lang)
		}
		if body := s.get("/" + lang + "/practices/" + s.id).Body.String(); strings.Contains(body, s.says(i18n.Lang(lang), "page.read.machine")) {
			t.Errorf("in %s readers are told of Swedish", lang)
		}
	}
	s.wants(s.get("/sv/practices/"+s.id+"/export.md"), http.StatusOK, s.says(i18n.Swedish, "doc.machine"))
}
