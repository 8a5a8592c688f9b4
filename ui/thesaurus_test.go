package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/thesaurus"
	"tiekartta/ui"
)

func TestThesaurusIsBrowsedInTheReadersLanguage(t *testing.T) {
	s := open(t, ui.Settings{})
	id := "urn:tiekartta:concept:libraries"
	for lang, want := range map[string][]string{"fi": {"kirjastot", "kielenoppiminen"}, "sv": {"bibliotek", "språkinlärning"}, "en": {"libraries", "language learning"}} {
		if page := s.get("/" + lang + "/thesaurus").Body.String(); !strings.Contains(page, ">"+want[1]+"</a>") {
			t.Errorf("%s: no subject %s", lang, want[1])
		}
		page := s.get("/" + lang + "/thesaurus/concept?id=" + url.QueryEscape(id)).Body.String()
		if !strings.Contains(page, want[0]+"</h1>") || !strings.Contains(page, "concept="+url.QueryEscape(id)) || strings.Contains(page, "/desk/thesaurus/edit") {
			t.Errorf("%s: the concept's page lacks its name or its practices, or a stranger is led to the form", lang)
		}
		found := s.get("/" + lang + "/thesaurus?q=" + url.QueryEscape("bibliotek")).Body.String()
		if !strings.Contains(found, "concept?id="+url.QueryEscape(id)) {
			t.Errorf("%s: the Swedish name finds nothing", lang)
		}
	}
	if w := s.get("/fi/thesaurus/concept?id=urn:none"); w.Code != http.StatusNotFound {
		t.Errorf("no concept: %d", w.Code)
	}
	if page := s.get("/fi/thesaurus?by=name&page=999").Body.String(); !strings.Contains(page, `class="concepts"`) {
		t.Error("a page behind the last one is empty")
	}
}

// learns takes the thesaurus of a file into use.
func (s service) learns(name, text string) {
	s.t.Helper()
	read, err := thesaurus.ReadFile(name, strings.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := thesaurus.New(s.exporter.Store).Import(s.t.Context(), account.Machine(), thesaurus.Scheme{Name: "a"}, read); err != nil {
		s.t.Fatal(err)
	}
	if err := s.index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func TestAConceptIsFoundByItsNameHoweverManyHaveItWithin(t *testing.T) {
	s := open(t, ui.Settings{})
	var table strings.Builder
	table.WriteString("uri\tfi\n")
	for i := range 1300 {
		fmt.Fprintf(&table, "x:%d\tkaukozork%d\n", i, i)
	}
	table.WriteString("x:begins\tzorkki\nx:exact\tzork\n")
	s.learns("a.tsv", table.String())
	page := s.get("/fi/thesaurus?q=zork").Body.String()
	exact, begins, within := strings.Index(page, "x%3Aexact"), strings.Index(page, "x%3Abegins"), strings.Index(page, "kaukozork")
	if exact < 0 || begins < exact || within < begins {
		t.Errorf("found at %d, %d and %d", exact, begins, within)
	}
}

func TestTheConceptsBelowAnImportedOneAreListedAsFarAsAPageHoldsThem(t *testing.T) {
	s := open(t, ui.Settings{})
	var file strings.Builder
	file.WriteString("@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n<x:all> s:prefLabel \"kaikki\"@fi .\n")
	for i := range 305 {
		fmt.Fprintf(&file, "<x:%d> s:prefLabel \"zork%d\"@fi ; s:broader <x:all> .\n", i, i)
	}
	s.learns("a.ttl", file.String())
	page := s.get("/fi/thesaurus/concept?id=x:all")
	s.wants(page, http.StatusOK, s.messages.T(i18n.Finnish, "page.thesaurus.more", "N", 5, "Count", "5"))
	if n := strings.Count(page.Body.String(), ">zork"); n != 300 {
		t.Errorf("%d are listed", n)
	}
}

func TestThesaurusIsDownloadedAsSKOS(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/thesaurus.ttl")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/turtle") || !strings.Contains(w.Body.String(), `skos:prefLabel "bibliotek"@sv`) {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	r, err := thesaurus.ReadFile("x.ttl", w.Body)
	if err != nil || len(r.Concepts) < 500 {
		t.Errorf("read again: %v", err)
	}
	again := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, "/sv/thesaurus.ttl", nil)
	request.Header.Set("If-None-Match", w.Header().Get("ETag"))
	if s.handler.ServeHTTP(again, request); again.Code != http.StatusNotModified {
		t.Errorf("the same again: %d", again.Code)
	}
}

func TestEditorsWriteConceptsWithoutLosingWhatTheyTyped(t *testing.T) {
	s := open(t, ui.Settings{})
	editor, writer := s.signedIn("editor", "vantaa"), s.signedIn("contributor", "vantaa")
	for _, address := range []string{"/fi/desk/thesaurus", "/fi/desk/thesaurus/new", "/fi/desk/thesaurus/edit?id=urn:tiekartta:concept:libraries"} {
		if w := s.get(address, writer); w.Code != http.StatusForbidden {
			t.Errorf("%s for a contributor: %d", address, w.Code)
		}
		if w := s.get(address, editor); w.Code != 200 {
			t.Errorf("%s for an editor: %d", address, w.Code)
		}
	}
	form := url.Values{"preferred.fi": {"Kylätalot"}, "preferred.sv": {""}, "others.fi": {"seuratalo\r\n\r\nkylätupa"}, "broader": {"kirjastot", "ei mitään", ""}, "note.sv": {"Om hus"}}
	w := s.post("/fi/desk/thesaurus/new", form, editor)
	page := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "seuratalo\nkylätupa") || !strings.Contains(page, `value="ei mitään"`) || !strings.Contains(page, "Om hus") || !strings.Contains(page, `href="#preferred.sv"`) || !strings.Contains(page, `href="#broader-1"`) {
		t.Errorf("refused with %d, and something typed is lost", w.Code)
	}
	form.Set("preferred.sv", "BIBLIOTEK")
	form["broader"] = []string{"kirjastot"}
	if page = s.post("/fi/desk/thesaurus/new", form, editor).Body.String(); !strings.Contains(page, "/fi/thesaurus/concept?id="+url.QueryEscape("urn:tiekartta:concept:libraries")) {
		t.Error("the other concept of that name is not linked")
	}
	form.Set("preferred.sv", "byahus")
	form.Set("others.fi", "kylätupa\r\nlähikirjasto")
	page = s.post("/fi/desk/thesaurus/new", form, editor).Body.String()
	if !strings.Contains(page, "lähikirjasto") || !strings.Contains(page, `name="shared"`) || !strings.Contains(page, "/fi/thesaurus/concept?id="+url.QueryEscape("urn:tiekartta:concept:libraries")) {
		t.Error("a label that another concept has is not told of, or there is no way on")
	}
	form.Set("shared", "yes")
	w = s.post("/fi/desk/thesaurus/new", form, editor)
	to, _ := url.Parse(w.Header().Get("Location"))
	id := to.Query().Get("id")
	if w.Code != http.StatusSeeOther || id != "urn:tiekartta:concept:kylatalot" {
		t.Fatalf("%d %s", w.Code, to)
	}
	if page = s.get(to.RequestURI(), editor).Body.String(); !strings.Contains(page, "kylätupa") || !strings.Contains(page, s.says(i18n.Finnish, "page.concept.done.added")) {
		t.Error("the new concept is not shown")
	}
	address := "/fi/desk/thesaurus/edit?id=" + url.QueryEscape(id)
	form.Set("revision", "1")
	form.Set("others.fi", "ensimmäinen")
	if w = s.post(address, form, editor); w.Code != http.StatusSeeOther {
		t.Fatalf("changed: %d", w.Code)
	}
	form.Set("others.fi", "toinen")
	w = s.post(address, form, editor)
	if page = w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(page, "ensimmäinen") || !strings.Contains(page, ">toinen</textarea>") || !strings.Contains(page, `name="revision" value="2"`) {
		t.Errorf("of two changes: %d", w.Code)
	}
	if w = s.post(address, form, writer); w.Code != http.StatusForbidden {
		t.Errorf("a contributor changes it: %d", w.Code)
	}
}

func TestWhatIsMissingOfAConceptNamesItsField(t *testing.T) {
	s := open(t, ui.Settings{})
	page := s.post("/fi/desk/thesaurus/new", url.Values{}, s.signedIn("editor", "vantaa")).Body.String()
	summary := between(page, `id="errors"`, "</ul>")
	for _, field := range []string{"fi", "sv"} {
		if want := s.says(i18n.Finnish, "page.concept.preferred."+field) + ": " + s.says(i18n.Finnish, "problem.required"); !strings.Contains(summary, want) {
			t.Errorf("%q is not said: %s", want, summary)
		}
	}
}

func TestPracticeShowsItsSubjects(t *testing.T) {
	s := open(t, ui.Settings{})
	const practice = "puhumme-suomea-kielikahvila-sellon-kirjastossa"
	cafe := "urn:tiekartta:concept:language-cafe"
	for lang, name := range map[string]string{"fi": "kielikahvilat", "sv": "språkkaféer", "en": "language cafés"} {
		page := s.get("/" + lang + "/practices/" + practice).Body.String()
		if !strings.Contains(page, "/"+lang+"/practices?concept="+url.QueryEscape(cafe)) || !strings.Contains(page, ">"+name+"</a>") {
			t.Errorf("%s: no subject %s", lang, name)
		}
		if !strings.Contains(page, "inDefinedTermSet") {
			t.Errorf("%s: the linked data has no subjects", lang)
		}
	}
	page := s.get("/fi/practices?concept=" + url.QueryEscape(cafe)).Body.String()
	if !strings.Contains(page, practice) || !strings.Contains(page, `id="f-concept-`+cafe+`"`) || strings.Contains(page, "/practices/smile\"") {
		t.Error("the filter does not hold")
	}
	if strings.Contains(page, "kielikahvilat <span class=\"n\">(0)") {
		t.Error("the chosen subject counts nothing")
	}
	result := s.get("/fi/practices").Body.String()
	if n := strings.Count(result, `name="concept"`); n == 0 || n > 15 {
		t.Errorf("%d concepts are offered", n)
	}
	if page := s.get("/fi/desk/administration", s.signedIn("administrator", "vantaa")).Body.String(); !strings.Contains(page, "/fi/desk/thesaurus") {
		t.Error("administration does not lead to the thesaurus")
	}
}
