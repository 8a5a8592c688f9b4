package ui_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

const ownMachine = "http://localhost:8080"

const secretWords = "punainen traktori lentää hiljaa"

// withPassword makes a person who can sign in.
func (s service) withPassword(email string, memberships ...account.Membership) account.Actor {
	s.t.Helper()
	u, err := s.exporter.Accounts.AddUser(s.t.Context(), account.Machine(), account.User{Email: email, Name: "Maija Mallikas", Language: i18n.Finnish}, memberships...)
	if err != nil {
		s.t.Fatal(err)
	}
	actor := account.Actor{User: u.ID, Name: u.Name}
	if err := s.exporter.Accounts.PutPassword(s.t.Context(), actor, secretWords, ""); err != nil {
		s.t.Fatal(err)
	}
	return actor
}

// cookieOf is the cookie that an answer sets.
func cookieOf(w *httptest.ResponseRecorder, name string) *http.Cookie {
	for _, cookie := range w.Result().Cookies() {
		if cookie.Name == name {
			return cookie
		}
	}
	return &http.Cookie{}
}

func TestAPersonSignsInAndOut(t *testing.T) {
	s := open(t, ui.Settings{})
	s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	s.wants(s.get(ownMachine+"/sv/sign-in?next=/sv/desk?x=1"), http.StatusOK, `type="password"`, `value="/sv/desk?x=1"`)
	w := s.post(ownMachine+"/sv/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {"wrong"}, "next": {"/sv/desk?x=1"}})
	s.wants(w, http.StatusUnprocessableEntity, s.says(i18n.Swedish, "page.sign_in.wrong"), `value="maija@vantaa.fi"`, `value="/sv/desk?x=1"`)
	if strings.Contains(w.Body.String(), `"wrong"`) {
		t.Error("the page holds the password")
	}
	w = s.post(ownMachine+"/sv/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}, "next": {"/sv/desk?x=1"}}, "session=planted")
	s.wants(w, http.StatusSeeOther)
	cookie := cookieOf(w, "session")
	if w.Header().Get("Location") != "/sv/desk?x=1" || cookie.Value == "planted" || len(cookie.Value) != 64 || !cookie.HttpOnly ||
		cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure || cookie.Domain != "" {
		t.Errorf("led to %s with %+v", w.Header().Get("Location"), cookie)
	}
	session := "session=" + cookie.Value
	s.wants(s.get("/sv/desk", session), http.StatusOK, "Maija Mallikas")
	s.wants(s.get("/sv/desk", "session=planted"), http.StatusSeeOther)
	w = s.post("/sv/sign-out", url.Values{}, session)
	s.wants(w, http.StatusSeeOther)
	if gone := cookieOf(w, "session"); gone.MaxAge >= 0 {
		t.Errorf("the cookie stays: %+v", gone)
	}
	s.wants(s.get("/sv/desk", session), http.StatusSeeOther)
}

func TestWithHttpsTheSessionIsBoundToTheHost(t *testing.T) {
	s := open(t, ui.Settings{URL: "https://tiekartta.example.fi"})
	s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	w := s.post("http://tiekartta.example.fi/fi/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}})
	cookie := cookieOf(w, "__Host-session")
	if w.Code != http.StatusSeeOther || !cookie.Secure || cookie.Path != "/" || !cookie.HttpOnly {
		t.Errorf("%d %+v", w.Code, cookie)
	}
	s.wants(s.get("/fi/desk", "__Host-session="+cookie.Value), http.StatusOK)
	s.wants(s.get("/fi/desk", "session="+cookie.Value), http.StatusSeeOther)
}

func TestNobodySignsInOverAnOpenNetwork(t *testing.T) {
	s := open(t, ui.Settings{})
	s.withPassword("maija@vantaa.fi")
	form := url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}}
	for _, host := range []string{"http://tiekartta.example.fi", "http://10.0.0.5:8080", "http://localhost.example.fi"} {
		w := s.get(host + "/fi/sign-in")
		s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.sign_in.closed"))
		if strings.Contains(w.Body.String(), `type="password"`) {
			t.Errorf("%s asks for a password", host)
		}
		if w := s.post(host+"/fi/sign-in", form); w.Code != http.StatusForbidden || cookieOf(w, "session").Value != "" {
			t.Errorf("%s: %d", host, w.Code)
		}
	}
	for _, host := range []string{"http://127.0.0.1:8080", "http://[::1]:8080", ownMachine} {
		s.wants(s.post(host+"/fi/sign-in", form), http.StatusSeeOther)
	}
}

func TestSigningInLeadsToOwnPagesOnly(t *testing.T) {
	s := open(t, ui.Settings{})
	s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	for next, want := range map[string]string{
		"":                        "/fi/desk",
		"/en/practices?q=x%20y":   "/en/practices?q=x%20y",
		"https://evil.example/fi": "/fi/desk", "//evil.example/fi": "/fi/desk", "/\\evil.example": "/fi/desk", "/fi\\..\\x": "/fi/desk",
		"javascript:alert(1)": "/fi/desk", "/api/practices": "/fi/desk", "fi/desk": "/fi/desk", "/fi/\t/desk": "/fi/desk", "/%66i/desk": "/fi/desk",
		"http:/fi/desk": "/fi/desk", "/fix": "/fi/desk",
	} {
		w := s.post(ownMachine+"/fi/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}, "next": {next}})
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestTheSignInTellsHowLongToWait(t *testing.T) {
	s := open(t, ui.Settings{})
	for range 7 {
		s.post(ownMachine+"/en/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {"x"}})
	}
	w := s.post(ownMachine+"/en/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {"x"}})
	s.wants(w, http.StatusTooManyRequests, "Try again in")
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestTheSessionBeforeEndsWithANewOne(t *testing.T) {
	s := open(t, ui.Settings{})
	s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"})
	signIn := func(cookies ...string) string {
		w := s.post(ownMachine+"/sv/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}}, cookies...)
		s.wants(w, http.StatusSeeOther)
		return "session=" + cookieOf(w, "session").Value
	}
	first := signIn()
	s.wants(s.get("/sv/desk", first), http.StatusOK)
	second := signIn(first)
	s.wants(s.get("/sv/desk", second), http.StatusOK)
	if w := s.get("/sv/desk", first); w.Code == http.StatusOK {
		t.Error("a session that nobody can find again goes on")
	}
}
