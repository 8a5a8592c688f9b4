package ui_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

const factSheet = `# Kielikummit kirjastossa

Kielikummit on Vaasan kaupungin hanke, jossa vapaaehtoiset ja maahan muuttaneet tapaavat kirjastossa.

- Kesto: 1.1.2020–31.12.2021
- Rahoittajat: ESR, Vaasan kaupunki

## Tulokset

- Ryhmiin osallistui 120 henkilöä. Osallistujista 60 % oli naisia.

## Opit

- Ryhmät tarvitsevat pysyvän ajan.

Yhteyshenkilö: Maija Meikäläinen, projektipäällikkö, maija@vaasa.example
`

// sendsDocument sends a file with a form.
func (s service) sendsDocument(address, name, content, cookie string) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		s.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// started makes a draft from a document and returns the address of its page.
func (s service) started(content, cookie string, title ...string) string {
	s.t.Helper()
	w := s.sendsDocument("/fi/desk/document", "esite.md", content, cookie)
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.document.confirm"))
	read := regexp.MustCompile(`name="read" value="([^"]*)"`).FindStringSubmatch(w.Body.String())
	if read == nil {
		s.t.Fatal("the form does not carry the text")
	}
	w = s.post("/fi/desk/document/start", url.Values{"title": {append(title, "Kielikummit")[0]}, "originalLanguage": {"fi"}, "read": {html.UnescapeString(read[1])}}, cookie)
	s.wants(w, http.StatusSeeOther)
	address, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return address
}

// offered is the suggestion of a kind: its id, and the revision of the draft.
func (s service) offered(page, cookie, kind string) url.Values {
	s.t.Helper()
	body := s.get(page, cookie).Body.String()
	title := `-title">` + s.says(i18n.Finnish, "suggest.kind."+kind)
	at := strings.Index(body, title)
	if at < 0 {
		s.t.Fatalf("nothing of the kind %s is suggested", kind)
	}
	from := strings.LastIndex(body[:at], `id="`) + len(`id="`)
	revision := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(body)
	if revision == nil {
		revision = []string{"", "0"}
	}
	return url.Values{"suggestion": {body[from:at]}, "revision": {revision[1]}}
}

func (s service) draftOf(page string) *catalogue.Practice {
	s.t.Helper()
	id := strings.Split(page, "/")[4]
	p, err := s.exporter.Catalogue.Draft(s.t.Context(), account.Machine(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func TestADraftStartsFromADocumentAndTakesOverWhatIsChosen(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vaasa")
	page := s.started(factSheet, cookie)
	before := s.draftOf(page)
	if len(before.Results) > 0 || len(before.Funding) > 0 || before.Period.Start != "" || before.Title.FI != "Kielikummit" {
		t.Fatalf("something was taken over without a click: %+v", before)
	}
	for _, kind := range []string{"period", "funder", "breakdown", "lesson", "contact"} {
		s.wants(s.post(page+"/take", s.offered(page, cookie, kind), cookie), http.StatusSeeOther)
	}
	p := s.draftOf(page)
	if p.Period.Start != "2020-01-01" || p.Period.End != "2021-12-31" || len(p.Funding) != 1 || p.Funding[0].Source != "ESR" || len(p.Lessons) != 1 {
		t.Errorf("taken over: %+v %+v %+v", p.Period, p.Funding, p.Lessons)
	}
	if p.Contact.Email != "maija@vaasa.example" || p.Contact.Public {
		t.Errorf("contact %+v", p.Contact)
	}
	if len(p.Results) != 1 || *p.Results[0].Value != 120 || len(p.Results[0].Breakdowns) != 1 || *p.Results[0].Breakdowns[0].Value != 60 {
		t.Fatalf("a share brings its figure along: %+v", p.Results)
	}
	r := p.Results[0]
	if len(p.Sources) != 1 || r.Source != p.Sources[0].ID || p.Sources[0].Title != "Kielikummit kirjastossa" || !strings.Contains(r.QuoteLocation, "Tulokset") {
		t.Errorf("a figure names its source: %+v, %q", p.Sources, r.QuoteLocation)
	}
	if left := strings.Count(s.get(page, cookie).Body.String(), s.says(i18n.Finnish, "page.document.choice.taken")); left != 6 {
		t.Errorf("%d are shown as taken over", left)
	}
}

func TestASuggestionIsDismissedAndOfferedAgain(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started(factSheet, cookie)
	form := s.offered(page, cookie, "lesson")
	dismissed := s.says(i18n.Finnish, "page.document.choice.dismissed")
	s.wants(s.post(page+"/dismiss", form, cookie), http.StatusSeeOther)
	s.wants(s.get(page, cookie), http.StatusOK, dismissed)
	s.wants(s.post(page+"/offer", form, cookie), http.StatusSeeOther)
	if strings.Contains(s.get(page, cookie).Body.String(), dismissed) {
		t.Error("it is still dismissed")
	}
}

func TestWhatAFieldHasIsReplacedOnlyWhenSaid(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started(factSheet, cookie)
	form := s.offered(page, cookie, "title")
	s.wants(s.post(page+"/take", form, cookie), http.StatusConflict, s.says(i18n.Finnish, "problem.occupied"))
	if s.draftOf(page).Title.FI != "Kielikummit" {
		t.Error("the title was replaced")
	}
	form.Set("how", "replace")
	s.wants(s.post(page+"/take", form, cookie), http.StatusSeeOther)
	if s.draftOf(page).Title.FI != "Kielikummit kirjastossa" {
		t.Error("the title was not replaced")
	}
}

func TestTakingOverFromAnOldRevisionLosesNothing(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started(factSheet, cookie)
	form := s.offered(page, cookie, "period")
	p := s.draftOf(page)
	p.Period.Start = "2015"
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	s.wants(s.post(page+"/take", form, cookie), http.StatusConflict, s.says(i18n.Finnish, "page.document.changed"))
	if start := s.draftOf(page).Period.Start; start != "2015" {
		t.Errorf("the other's change is lost: %s", start)
	}
}

func TestTakingOverWithChangesLeadsToTheField(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started(factSheet, cookie)
	form := s.offered(page, cookie, "result")
	form.Set("then", "edit")
	w := s.post(page+"/take", form, cookie)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasSuffix(to, "/results#results[0].label.fi") {
		t.Errorf("%d to %s", w.Code, to)
	}
}

func TestADocumentIsNeitherPublicNorLeftBehind(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started(strings.Replace(factSheet, "## Opit", "Salaisuus kummista.\n\n## Opit", 1), cookie)
	for _, other := range []string{s.signedIn("editor", "vantaa"), s.signedIn("reader", "vaasa"), "session=none"} {
		if w := s.get(page, other); strings.Contains(w.Body.String(), "Salaisuus") {
			t.Errorf("shown to others: %d", w.Code)
		}
	}
	s.wants(s.get(page, cookie), http.StatusOK, "Salaisuus")
	s.wants(s.post(page+"/remove", url.Values{}, cookie), http.StatusSeeOther)
	w := s.get(page, cookie)
	if s.wants(w, http.StatusOK, `type="file"`); strings.Contains(w.Body.String(), "Salaisuus") {
		t.Error("the text is still there")
	}
	s.wants(s.sendsDocument(page, "toinen.txt", "Toinen asiakirja\n\nTässä on lause.", cookie), http.StatusSeeOther)
	s.wants(s.get(page, cookie), http.StatusOK, "Toinen asiakirja")
	third := url.Values{"text": {"Kolmas asiakirja\n\nTässä on toinen lause."}}
	s.wants(s.post(page, third, cookie), http.StatusConflict, s.says(i18n.Finnish, "page.document.taken_place"), "Kolmas asiakirja")
}

func TestADocumentThatCannotBeReadIsRefusedWithAdvice(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	s.wants(s.sendsDocument("/sv/desk/document", "a.txt", "%PDF-1.7", cookie), http.StatusUnprocessableEntity, s.says(i18n.Swedish, "problem.document.pdf"), `id="file-error"`)
	s.wants(s.post("/en/desk/document", url.Values{"text": {" "}}, cookie), http.StatusUnprocessableEntity, s.says(i18n.English, "problem.document.empty"), `id="text-error"`)
	s.wants(s.sendsDocument("/fi/desk/document", "suuri.txt", strings.Repeat("a", 11<<20), cookie), http.StatusUnprocessableEntity)
	s.wants(s.post("/fi/desk/document/start", url.Values{"title": {"X"}, "read": {`{"format": "txt", "blocks": [{"kind": "script", "text": "x"}]}`}}, cookie), http.StatusUnprocessableEntity)
	s.wants(s.post("/fi/desk/document/start", url.Values{"title": {" "}, "read": {`{"format": "txt", "blocks": [{"kind": "item", "text": "x"}]}`}}, cookie), http.StatusUnprocessableEntity, `id="title-error"`)
}

func TestADocumentIsShownAsText(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vaasa")
	page := s.started("# Otsikko <script>alert(1)</script>\n\n## Tulokset\n\n- 120 henkilöä <img src=x onerror=alert(1)> osallistui.\n", cookie)
	for _, lang := range i18n.Langs() {
		w := s.get("/"+string(lang)+strings.TrimPrefix(page, "/fi"), cookie)
		s.wants(w, http.StatusOK, "&lt;script&gt;")
		if body := w.Body.String(); strings.Contains(body, "<script>") || strings.Contains(body, "<img") || strings.Contains(body, "%!") || strings.Contains(body, ">suggest.") || strings.Contains(body, ">page.") {
			t.Errorf("%s: markup of the document, or a message that is missing", lang)
		}
	}
	if _, err := strconv.Atoi(s.offered(page, cookie, "result").Get("revision")); err != nil {
		t.Error(err)
	}
}

// A pasted text has neither a heading nor a file's name: people say what it is
// called, else it is named in the language that the entry is written in.
func TestADocumentIsNamedAmongTheSources(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vaasa")
	const pasted = "I språkcaféet deltog 45 personer under våren 2025 och det hölls på biblioteket i Vasa varje vecka.\n\nAv deltagarna var 60 procent kvinnor."
	for _, one := range []struct {
		name, year, title string
		told              int
	}{
		{"Slutrapport", "2025", "Slutrapport", 2025},
		{s.says(i18n.Finnish, "page.document.pasted"), "", s.says(i18n.Swedish, "page.document.pasted"), 0},
		{"", "", s.says(i18n.Swedish, "page.document.pasted"), 0},
	} {
		w := s.post("/sv/desk/document", url.Values{"text": {pasted}, "name": {one.name}, "year": {one.year}}, cookie)
		s.wants(w, http.StatusOK, `name="name" type="text" value="`+one.title)
		form := formIn(w.Body.String(), "begin")
		form.Set("title", "Språkcafé")
		w = s.post("/sv/desk/document/start", form, cookie)
		s.wants(w, http.StatusSeeOther)
		page, _, _ := strings.Cut(w.Header().Get("Location"), "?")
		page = "/fi" + strings.TrimPrefix(page, "/sv")
		s.wants(s.post(page+"/take", s.offered(page, cookie, "result"), cookie), http.StatusSeeOther)
		p := s.draftOf(page)
		if len(p.Sources) != 1 || p.Sources[0].Title != one.title || p.Sources[0].Year != one.told || p.Results[0].QuoteLocation != "stycke 1" {
			t.Errorf("%+v: %+v, %q", one, p.Sources, p.Results[0].QuoteLocation)
		}
	}
	s.wants(s.post("/sv/desk/document", url.Values{"text": {pasted}, "year": {"25"}}, cookie), http.StatusUnprocessableEntity, `id="year-error"`)
	s.wants(s.post("/sv/desk/document", url.Values{"text": {pasted}, "name": {strings.Repeat("x", 301)}}, cookie), http.StatusUnprocessableEntity, `id="name-error"`)
}

func TestATitleThatAnEntryBeganWithIsNotOfferedAgainOnceItIsChanged(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vaasa")
	page := s.started(factSheet, cookie, "Kielikummit kirjastossa")
	taken := func() int {
		return strings.Count(s.get(page, cookie).Body.String(), s.says(i18n.Finnish, "page.document.choice.taken"))
	}
	if taken() != 1 {
		t.Fatalf("%d are taken over at the beginning", taken())
	}
	p := s.draftOf(page)
	p.Title.FI = "Kielikummit ja kirjasto"
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	if taken() != 1 {
		t.Error("the title is offered again")
	}
}
