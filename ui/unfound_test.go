package ui_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiekartta/i18n"
	"tiekartta/ui"
)

// asks asks for an address with headers and does what comes after the answer.
func (s service) asks(address, cookie string, headers ...string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Cookie", cookie)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	s.handler.ServeHTTP(httptest.NewRecorder(), r)
	s.later.Finish(s.t.Context())
	if err := s.unfound.Flush(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func TestRecentSearchesLeadBackUntilTheyAreCleared(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie, title := s.signedIn("reader", "vantaa"), s.says(i18n.Finnish, "page.recents")
	s.asks("/fi/practices", cookie)
	s.asks("/fi/practices?q=kielikahvila&page=2", cookie)
	s.asks("/fi/practices?q=kesken", cookie, "X-Typing", "1")
	s.asks("/fi/practices?q=ennakko", cookie, "Sec-Purpose", "prefetch")
	if body := s.get("/fi/practices", cookie).Body.String(); strings.Contains(body, title) {
		t.Error("what was not meant is remembered")
	}
	s.asks("/fi/practices?q=<kielikahvila>&domain=work&sort=title", cookie)
	s.wants(s.get("/fi/practices", cookie), http.StatusOK, title, `href="/fi/practices?domain=work&amp;q=%3Ckielikahvila%3E"`, "&lt;kielikahvila&gt;, ")
	for name, w := range map[string]*httptest.ResponseRecorder{
		"with words": s.get("/fi/practices?q=tulkki", cookie), "of somebody else": s.get("/fi/practices", s.signedIn("reader", "vantaa")), "of nobody": s.get("/fi/practices"),
	} {
		if strings.Contains(w.Body.String(), title) {
			t.Errorf("recent searches on the page %s", name)
		}
	}
	s.wants(s.post("/fi/desk/recents/clear", nil, cookie), http.StatusSeeOther)
	s.wants(s.post("/fi/desk/account/recents", url.Values{"keep": {"no"}}, cookie), http.StatusSeeOther)
	s.asks("/fi/practices?q=tulkki", cookie)
	if body := s.get("/fi/practices", cookie).Body.String(); strings.Contains(body, title) {
		t.Error("searches are remembered of somebody who does not want it")
	}
	s.wants(s.get("/fi/desk/account", cookie), http.StatusOK, s.says(i18n.Finnish, "page.account.recents.start"))
	s.wants(s.post("/fi/desk/account/recents", url.Values{"keep": {"yes"}}, cookie), http.StatusSeeOther)
	s.wants(s.get("/fi/desk/account?done=recents_on", cookie), http.StatusOK, s.says(i18n.Finnish, "page.account.recents.stop"))
}

func TestEditorsSeeWhatIsNotFound(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	s.wants(s.get("/fi/desk/unfound", editor), http.StatusOK, s.says(i18n.Finnish, "page.unfound.none"))
	now := time.Now().UTC()
	s.unfound.Now = func() time.Time { return now }
	for range 2 {
		s.asks("/fi/practices?q=Xyzzyq+qwrtz", "")
		s.asks("/sv/practices?q=körkort", "")
		s.asks("/fi/practices?q=vertaistuki", "")
		s.asks("/sv/practices?q=%3Dzzqxwk", "")
		for _, not := range []string{"q=xqzwk&domain=work", "q=wkzzq&page=2", "q=maija@vantaa.fi", "q=kotoutuminen"} {
			s.asks("/fi/practices?"+not, "")
		}
		s.asks("/fi/practices?q=qqqxz", "", "User-Agent", "Googlebot/2.1")
		s.asks("/fi/practices?q=qqxzzq", "", "X-Typing", "1")
	}
	page := s.get("/fi/desk/unfound", editor)
	s.wants(page, http.StatusOK, `<th scope="row" role="rowheader" lang="fi">xyzzyq qwrtz</th>`, `<th scope="row" role="rowheader" lang="sv">zzqxwk</th>`, `href="/fi/practices?q=xyzzyq&#43;qwrtz"`)
	for _, not := range []string{"xqzwk", "wkzzq", "maija", "kotoutuminen", "qqqxz", "qqxzzq"} {
		if strings.Contains(page.Body.String(), not) {
			t.Errorf("%s is listed", not)
		}
	}
	known := between(page.Body.String(), ">körkort</th>", "</tr>")
	if !strings.Contains(known, `href="/fi/thesaurus/concept?id=`) || strings.Contains(between(page.Body.String(), ">zzqxwk</th>", "</tr>"), "/thesaurus/concept?") {
		t.Errorf("what the thesaurus has is not told: %s", known)
	}
	s.wants(s.get("/fi/desk/thesaurus/new?"+html.UnescapeString(between(known, "/thesaurus/new?", `"`)), editor), http.StatusOK, `name="preferred.sv" type="text" value="körkort"`)
	csv := s.get("/fi/desk/unfound/searches.csv", editor)
	s.wants(csv, http.StatusOK, "xyzzyq qwrtz;fi;2;", s.says(i18n.Finnish, "page.unfound.now"), "vertaistuki;fi;2;"+now.Format(time.DateOnly)+";0;vertaistuki")
	s.wants(s.post("/fi/desk/unfound/seen", url.Values{"words": {"xyzzyq qwrtz"}, "language": {"fi"}}, editor), http.StatusSeeOther)
	if body := s.get("/fi/desk/unfound?done=seen", editor).Body.String(); strings.Contains(body, "xyzzyq") || !strings.Contains(body, "zzqxwk") {
		t.Error("what was seen to is still listed, or more than that is gone")
	}
	for _, lang := range i18n.Langs() {
		s.wants(s.get("/"+string(lang)+"/desk/unfound", editor), http.StatusOK, s.says(lang, "page.unfound.title"))
	}
	s.wants(s.get("/fi/desk/unfound?page=7", editor), http.StatusSeeOther)
	s.wants(s.get("/fi/desk/unfound?page=x", editor), http.StatusNotFound)
	s.wants(s.get("/fi/desk/trail", s.operator()), http.StatusOK, s.says(i18n.Finnish, "page.trail.unfound"))
}
