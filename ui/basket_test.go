package ui_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/ui"
)

// basketOf is the basket's cookie as an answer sets it.
func basketOf(w *httptest.ResponseRecorder) *http.Cookie {
	for _, cookie := range w.Result().Cookies() {
		if strings.HasSuffix(cookie.Name, "basket") {
			return cookie
		}
	}
	return nil
}

func TestBasketIsACookieAndCanBeUndone(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.post("/fi/basket/add", url.Values{"practice": {"smile@1"}, "back": {"/fi/practices?q=ty%C3%B6"}})
	s.wants(w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != "/fi/practices?added=smile%401&q=ty%C3%B6" {
		t.Errorf("leads to %s", to)
	}
	cookie := basketOf(w)
	if cookie == nil || cookie.Value != "smile@1" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure || cookie.Path != "/" {
		t.Fatalf("cookie %+v", cookie)
	}
	s.wants(s.get("/fi/practices?added=smile@1", "basket=smile@1"), http.StatusOK, "Lisätty tiekarttaan:", "Kumoa", "Valitut käytännöt (1)")
	w = s.post("/fi/basket/remove", url.Values{"practice": {"smile@1"}, "back": {"/fi/basket"}}, "basket=smile@1.tempo-orchestra@1")
	if cookie := basketOf(w); cookie == nil || cookie.Value != "tempo-orchestra@1" {
		t.Errorf("cookie %+v", cookie)
	}
	s.wants(s.get("/fi/basket?removed=smile@1", "basket=tempo-orchestra@1"), http.StatusOK, "Poistettu tiekartasta:", "Kumoa")
	if cookie := basketOf(s.post("/fi/basket/clear", nil, "basket=smile@1")); cookie == nil || cookie.MaxAge >= 0 {
		t.Errorf("cleared: %+v", cookie)
	}
}

func TestBasketCookieIsBoundToTheHostWithHTTPS(t *testing.T) {
	s := open(t, ui.Settings{URL: "https://tiekartta.example"})
	cookie := basketOf(s.post("/fi/basket/add", url.Values{"practice": {"smile"}}))
	if cookie == nil || cookie.Name != "__Host-basket" || !cookie.Secure || cookie.Value != "smile@1" {
		t.Errorf("cookie %+v", cookie)
	}
	s.wants(s.get("/sv"), http.StatusOK, `href="https://tiekartta.example/en"`)
	s.wants(s.get("/fi/basket", "__Host-basket=smile@1"), http.StatusOK, "Valitut käytännöt (1)")
	s.wants(s.get("/fi/basket", "basket=smile@1"), http.StatusOK, "Valitut käytännöt (0)")
}

func TestWhatIsNoLongerPublishedIsToldOnceAndLeavesTheBasket(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/basket", "basket=gone-away@1")
	s.wants(w, http.StatusOK, "ei enää ole julkaistuna", "Valitut käytännöt (0)")
	if cookie := basketOf(w); cookie == nil || cookie.MaxAge >= 0 {
		t.Errorf("the basket cannot be emptied: %+v", cookie)
	}
	w = s.get("/fi/basket", "basket=gone-away@1.smile@1")
	s.wants(w, http.StatusOK, "ei enää ole julkaistuna", "Valitut käytännöt (1)", `name="practice" value="smile@1"`)
	cookie := basketOf(w)
	if cookie == nil || cookie.Value != "smile@1" || strings.Contains(w.Body.String(), "gone-away") {
		t.Fatalf("cookie %+v", cookie)
	}
	w = s.get("/fi/basket", "basket="+cookie.Value)
	if strings.Contains(w.Body.String(), "ei enää ole julkaistuna") || basketOf(w) != nil {
		t.Error("it is told again")
	}
}

func TestBasketTakesOnlyWhatIsPublished(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, wanted := range []string{"no-such@1", "smile@99", "", "<script>", "smile@x"} {
		w := s.post("/fi/basket/add", url.Values{"practice": {wanted}})
		if s.wants(w, http.StatusNotFound); basketOf(w) != nil {
			t.Errorf("%q got into the basket", wanted)
		}
	}
	s.wants(s.get("/fi/basket", "basket=smile@1.gone-away@1"), http.StatusOK, "ei enää ole julkaistuna")
}

func TestBasketNeverLeadsToAnotherSite(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, back := range []string{"https://evil.example/fi/x", "//evil.example/fi/", "/sv/basket", "javascript:alert(1)", "/fi\\evil", "", "/fievil"} {
		w := s.post("/fi/basket/add", url.Values{"practice": {"smile@1"}, "back": {back}})
		if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/fi/basket?") {
			t.Errorf("back %q leads to %q", back, to)
		}
	}
}

func TestDraftIsAssembledFromItsAddress(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/roadmaps/draft?" + draftQuery)
	s.wants(w, http.StatusOK, "Oma tiekartta", "Porvoo / Borgå", "2027–2030", `content="noindex"`, "/fi/practices?domain=", "<svg")
	if strings.Contains(w.Body.String(), "style=") {
		t.Error("something is styled where it stands")
	}
	for format, begins := range map[string]string{"html": "<!doctype html>", "md": "", "csv": "\ufeffrow_id;", "json": "{"} {
		w := s.get("/fi/roadmaps/draft/export." + format + "?" + draftQuery)
		s.wants(w, http.StatusOK, begins)
		if want := `attachment; filename="oma-tiekartta-fi.` + format + `"`; w.Header().Get("Content-Disposition") != want {
			t.Errorf("%s: %v", format, w.Header())
		}
	}
	var bundle struct {
		Format    string
		Practices []any
		Roadmaps  []any
	}
	if err := json.Unmarshal(s.get("/en/roadmaps/draft/export.json?"+draftQuery).Body.Bytes(), &bundle); err != nil {
		t.Fatal(err)
	}
	if bundle.Format != "tiekartta/1" || len(bundle.Practices) != 3 || len(bundle.Roadmaps) != 1 {
		t.Errorf("bundle %+v", bundle)
	}
}

func TestDraftFormLeadsToTheAddressThatMayBeKept(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/roadmaps/draft?practice=smile@1&title=+Plan+&municipality=092&start=2027&end=2030&lang=sv")
	s.wants(w, http.StatusSeeOther)
	if to := w.Header().Get("Location"); to != "/sv/roadmaps/draft?municipality=092&period=2027-2030&practice=smile%401&title=Plan" {
		t.Error(to)
	}
}

func TestDraftFormKeepsItsInputAndTellsWhatIsWrong(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/en/roadmaps/draft?practice=smile@1&title=&municipality=1&start=2030&end=2027")
	s.wants(w, http.StatusUnprocessableEntity, "<title>Error: ", `href="#title"`, `id="title"`, `href="#municipality"`, `href="#end"`, `id="end"`,
		`value="2030"`, `value="2027"`, `name="practice" value="smile@1"`, "autofocus", `aria-invalid="true"`)
	s.wants(s.get("/fi/roadmaps/draft"), http.StatusUnprocessableEntity, "<title>Virhe: ", `href="#practices"`, `id="practices"`)
	s.wants(s.get("/sv/roadmaps/draft?period=1-2-3&title=x&municipality=638&practice=smile@1"), http.StatusUnprocessableEntity, "<title>Fel: ")
	s.wants(s.get("/sv/roadmaps/draft?period=2027-2199&title=x&municipality=638&practice=smile@1"), http.StatusUnprocessableEntity)
	s.wants(s.get("/fi/roadmaps/draft?period=2027-2030&municipality=638&practice=smile@1&title="+strings.Repeat("a", 301)), http.StatusUnprocessableEntity)
	s.wants(s.get("/fi/roadmaps/draft/export.md?title="), http.StatusSeeOther)
}

func TestNoPracticeOfADraftIsDroppedWithoutAWord(t *testing.T) {
	s := open(t, ui.Settings{})
	const rest = "title=Plan&municipality=638"
	many := rest + "&period=2027-2030"
	for i := range 30 {
		many += fmt.Sprintf("&practice=no-such-%d@1", i)
	}
	s.wants(s.get("/en/roadmaps/draft?"+many+"&practice=smile@1"), http.StatusOK, "no longer published")
	for i := range 10 {
		many += fmt.Sprintf("&practice=none-such-%d@1", i)
	}
	s.wants(s.get("/en/roadmaps/draft?"+many+"&practice=smile@1"), http.StatusUnprocessableEntity, "Choose at most 40 practices", `href="#practices"`)
	s.wants(s.get("/en/roadmaps/draft/export.md?"+many+"&practice=smile@1"), http.StatusSeeOther)
	// What is missing is told beside another error, on the next try, and in the draft that comes of it.
	w := s.get("/en/roadmaps/draft?practice=smile@1&practice=no-such&title=&municipality=638&start=2027&end=2030")
	s.wants(w, http.StatusUnprocessableEntity, "no longer published", `href="#title"`, `name="practice" value="no-such"`)
	w = s.get("/en/roadmaps/draft?practice=smile@1&practice=no-such&title=Plan&municipality=638&start=2027&end=2030")
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location")), http.StatusOK, "no longer published", "SMILE")
}
