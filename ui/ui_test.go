package ui_test

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/ui"
)

const draftQuery = "title=Oma+tiekartta&municipality=638&period=2027-2030&practice=smile@1&practice=tempo-orchestra@1&practice=coaching-together@1"

// pages lists an address of every page, without its language.
func pages() []string {
	return []string{
		"", "/practices", "/practices?q=valmennus&domain=work&sort=title", "/practices?q=xyzzy&domain=digital&maturity=idea", "/practices/smile",
		"/practices/smile?version=1", "/practices/halsokommunikation-i-nacka-halsointroduktion-for-nyanlanda", "/basket",
		"/roadmaps/draft?" + draftQuery, "/roadmaps", "/accessibility",
	}
}

func TestEveryPageAnswersInThreeLanguages(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, lang := range i18n.Langs() {
		for _, page := range pages() {
			w := s.get("/" + string(lang) + page)
			s.wants(w, http.StatusOK, `<html lang="`+string(lang)+`"`, "</html>")
			for _, fault := range []string{">page.", "check.", "doc.", "evidence.", "ZgotmplZ", "%!", "&lt;no value"} {
				if i := strings.Index(w.Body.String(), fault); i >= 0 {
					t.Errorf("/%s%s has %q: %.80s", lang, page, fault, w.Body.String()[i:])
				}
			}
			for _, other := range i18n.Langs() {
				s.wants(w, http.StatusOK, `hreflang="`+string(other)+`"`)
			}
		}
	}
}

func TestEveryAnswerCarriesTheHeadersThatGuardIt(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, address := range []string{"/", "/fi", "/xx", "/fi/no-such-page", "/static/none.css", "/robots.txt", "/favicon.ico", "/fi/practices/smile/export.json", "/fi/roadmaps/draft"} {
		h := s.get(address).Header()
		policy := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s", address, part)
			}
		}
		if strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: headers %v", address, h)
		}
	}
}

func TestRootLeadsToTheReadersLanguage(t *testing.T) {
	s := open(t, ui.Settings{})
	for header, want := range map[string]string{"": "/fi", "sv-FI,fi;q=0.5": "/sv", "de,en;q=0.4": "/en", "de": "/fi"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", header)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want || w.Header().Get("Vary") != "Accept-Language" {
			t.Errorf("%q: %d %v", header, w.Code, w.Header())
		}
	}
}

func TestErrorsAreToldInThePagesLanguage(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/xx"), http.StatusNotFound, "Sivua ei löytynyt")
	s.wants(s.get("/sv/practices/no-such"), http.StatusNotFound, `<html lang="sv"`, "Sidan hittades inte")
	s.wants(s.get("/en/practices/smile?version=99"), http.StatusNotFound, "Page not found")
	s.wants(s.get("/en/practices/smile?version=draft"), http.StatusNotFound)
	s.wants(s.get("/en/roadmaps/no-such"), http.StatusNotFound)
	s.wants(s.get("/en/roadmaps/draft?"+draftQuery+"&practice=no-such@1"), http.StatusOK, "no longer published")
	s.wants(s.get("/en/roadmaps/draft?title=x&municipality=638&period=2027-2030&practice=no-such@1"), http.StatusUnprocessableEntity, `href="#practices"`)
	s.wants(s.get("/en/practices/smile/export.pdf"), http.StatusNotFound, "pdf", "Markdown")
	s.wants(s.get("/fi/roadmaps/draft/export.docx?"+draftQuery), http.StatusNotFound, "docx", "CSV")
	if w := s.post("/en/practices", nil); w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `<html lang="en"`) {
		t.Errorf("a form where there is none: %d", w.Code)
	}
}

func TestOurOwnFaultIsAPageThatNamesTheRequestAndNothingElse(t *testing.T) {
	s := open(t, ui.Settings{})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sv/practices/smile", nil).WithContext(gone))
	s.wants(w, http.StatusInternalServerError, "Det har uppstått ett fel i tjänsten", w.Header().Get(echo.HeaderXRequestID))
	if strings.Contains(w.Body.String(), "context canceled") {
		t.Error("the page shows an inner text")
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	s := open(t, ui.Settings{})
	server := httptest.NewServer(s.handler)
	defer server.Close()
	for _, page := range []string{"/fi", "/fi/practices/smile", "/robots.txt", "/sv/practices/smile/export.md"} {
		answer, err := http.Head(server.URL + page)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		if answer.Body.Close(); answer.StatusCode != http.StatusOK || len(body) != 0 {
			t.Errorf("%s: %d with %d bytes", page, answer.StatusCode, len(body))
		}
	}
}

func TestWhatAReaderTypesIsShownAsText(t *testing.T) {
	s := open(t, ui.Settings{})
	evil := url.QueryEscape(`"><script>alert(1)</script>`)
	for _, address := range []string{
		"/fi/practices?q=" + evil, "/fi/practices?domain=" + evil, "/fi/practices?sort=" + evil + "&page=" + evil,
		"/fi/basket?title=" + evil + "&start=" + evil, "/fi/roadmaps/draft?title=" + evil + "&municipality=" + evil + "&practice=smile@1",
		"/fi/roadmaps/draft?title=" + evil + "&municipality=638&period=2027-2030&practice=smile@1", "/fi/" + evil, "/fi/practices?added=" + evil,
	} {
		if body := s.get(address).Body.String(); strings.Contains(body, "<script>alert") {
			t.Errorf("%s: the page holds the script", address)
		}
	}
	w := s.get("/fi/basket", `basket=<script>alert(1)</script>.smile@1.smile@2.no-such@1.@.smile@x.%22`)
	s.wants(w, http.StatusOK, "SMILE")
	if strings.Contains(w.Body.String(), "<script>alert") {
		t.Error("the page holds the cookie's script")
	}
}

func TestASlashAtTheEndLeadsToTheAddressWithoutIt(t *testing.T) {
	s := open(t, ui.Settings{})
	for address, want := range map[string]string{
		"/sv/": "/sv", "/sv/practices/": "/sv/practices", "/fi/practices/?q=ty%C3%B6&domain=work": "/fi/practices?q=ty%C3%B6&domain=work",
		"/en/practices/smile/": "/en/practices/smile", "/fi/basket//": "/fi/basket",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, httptest.NewRequest(method, address, nil))
			if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != want {
				t.Errorf("%s %s: %d to %q", method, address, w.Code, got)
			}
		}
	}
	for _, address := range []string{"//evil.example/", "//evil.example/fi/", "/xx/", "/fi//evil.example/", "/\\evil.example/", "/%2Fevil.example/"} {
		r := httptest.NewRequest(http.MethodGet, "/fi", nil)
		r.URL = &url.URL{Path: address}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/fi/") || strings.HasPrefix(to, "//")) {
			t.Errorf("%s leads to %q", address, to)
		}
	}
	if w := s.post("/fi/basket/add/", url.Values{"practice": {"smile@1"}}); w.Code == http.StatusPermanentRedirect {
		t.Error("a form is sent on")
	}
}

func TestOnlyOurOwnFaultHasARequestToTell(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/en/no-such-page")
	if s.wants(w, http.StatusNotFound); strings.Contains(w.Body.String(), "Request id") {
		t.Error("a page that is not there names a request")
	}
}

func TestAFormatThatIsNotThereLeadsToThoseThatAre(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/fi/practices/smile/export.docx?version=1"), http.StatusNotFound, `href="/fi/practices/smile/export.json?version=1"`)
	body := html.UnescapeString(s.get("/fi/roadmaps/draft/export.docx?" + draftQuery).Body.String())
	if !strings.Contains(body, `href="/fi/roadmaps/draft/export.csv?`+draftQuery+`"`) {
		t.Error("the formats of a draft are not linked")
	}
	if w := s.get("/fi/practices/no-such/export.docx"); strings.Contains(w.Body.String(), "export.json") {
		t.Error("formats are offered of what is not there")
	}
}

func TestVersionIsToldOnlyOfAReleasedProgram(t *testing.T) {
	for version, told := range map[string]bool{"development": false, "": false, "1.4.0": true, "v2.0": true} {
		t.Run(version, func(t *testing.T) {
			if body := open(t, ui.Settings{Version: version}).get("/en").Body.String(); strings.Contains(body, "Program version") != told {
				t.Errorf("told: %v", !told)
			}
		})
	}
}

func TestPagesSayWhereTheChosenPracticesAreKept(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, page := range []string{"/en/basket", "/en/accessibility"} {
		s.wants(s.get(page), http.StatusOK, s.says(i18n.English, "page.privacy.cookie"))
	}
	s.wants(s.get("/en"), http.StatusOK, `href="/en/accessibility#privacy"`)
	s.wants(s.get("/en/accessibility"), http.StatusOK, `id="privacy"`)
}

// A browser that goes back keeps what was typed into a form, but no button that
// says the wrong thing.
func TestPagesWithButtonsAreNotKeptByBrowsers(t *testing.T) {
	s := open(t, ui.Settings{})
	for address, want := range map[string]string{
		"/fi": "private, no-store", "/fi/practices": "private, no-store", "/fi/practices/smile": "private, no-store",
		"/fi/basket": "private, no-cache", "/fi/roadmaps/draft?" + draftQuery: "private, no-cache", "/fi/accessibility": "private, no-cache",
	} {
		if got := s.get(address).Header().Get("Cache-Control"); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestExamplesStandApartFromTheRoadmapsOfMunicipalities(t *testing.T) {
	s := open(t, ui.Settings{})
	body := s.get("/fi/roadmaps").Body.String()
	if got := between(body, `id="examples"`, "</section>"); !strings.Contains(got, "/fi/roadmaps/esimerkki-kotoutumisen-tiekartta-2027-2030") {
		t.Errorf("examples: %s", got)
	}
	if before, _, _ := strings.Cut(body, `id="examples"`); strings.Contains(before, "esimerkki-kotoutumisen") {
		t.Error("the example stands among the roadmaps of municipalities")
	}
}

func TestPlansLeadToThePracticesInTheirVersions(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/sv/roadmaps/draft?"+draftQuery), http.StatusOK, `href="/sv/practices/smile?version=1"`)
	s.wants(s.get("/en/roadmaps/esimerkki-kotoutumisen-tiekartta-2027-2030"), http.StatusOK, `href="/en/practices/`)
	if body := s.get("/sv/roadmaps/draft/export.html?" + draftQuery).Body.String(); strings.Contains(body, `href="/sv/practices`) {
		t.Error("a file that is taken home has links that lead nowhere")
	}
}
