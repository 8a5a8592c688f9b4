package ui_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// operator makes an account that looks after the service.
func (s service) operator() string {
	s.t.Helper()
	user, err := s.exporter.Accounts.AddUser(s.t.Context(), account.Machine(), account.User{Email: "operator@example.fi", Name: "Testi Ylläpitäjä", Language: i18n.Finnish, Operator: true})
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.exporter.Accounts.AddSession(s.t.Context(), user.ID, "test")
	if err != nil {
		s.t.Fatal(err)
	}
	return "session=" + token
}

func TestFeedbackReachesTheOperatorsDeskWithItsLastDay(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.post("/sv/accessibility", url.Values{"kind": {"accessibility"}, "text": {"Kontrasten är för svag <b>"}, "email": {"anna@example.fi"}, "page": {"/sv/practices/smile"}})
	if s.wants(w, http.StatusSeeOther); w.Header().Get("Location") != "/sv/accessibility?received=1#received" {
		t.Fatal(w.Header())
	}
	s.wants(s.get("/sv/accessibility?received=1"), http.StatusOK, s.messages.T(i18n.Swedish, "page.feedback.received", "Number", 1), `id="received"`)
	operator := s.operator()
	list := "/fi/desk/feedback"
	body := s.get(list, operator).Body.String()
	for _, want := range []string{"Kontrasten är för svag &lt;b&gt;", `lang="sv"`, "mailto:anna@example.fi", `href="/sv/practices/smile"`, s.messages.T(i18n.Finnish, "page.feedback.days", "N", 14, "Count", "14")} {
		if !strings.Contains(body, want) {
			t.Errorf("the desk lacks %q", want)
		}
	}
	s.wants(s.get("/fi/desk", operator), http.StatusOK, `href="/fi/desk/feedback"`)
	if body := s.get("/fi/desk", s.signedIn("administrator", "vantaa")).Body.String(); strings.Contains(body, "desk/feedback") {
		t.Error("feedback is offered to somebody who is no operator")
	}
	s.wants(s.get(list, s.signedIn("administrator", "vantaa")), http.StatusForbidden)
	for _, step := range []struct{ act, says string }{{"answer", "answered_on"}, {"reopen", "due"}, {"answer", "answered_on"}, {"erase", "erased"}} {
		w = s.post(list+"/1/"+step.act, url.Values{"note": {"Korjattu pian"}}, operator)
		if s.wants(w, http.StatusSeeOther); !strings.HasPrefix(w.Header().Get("Location"), list+"?done="+step.act) {
			t.Errorf("%s: %v", step.act, w.Header())
		}
		said, _, _ := strings.Cut(s.messages.T(i18n.Finnish, "page.feedback."+step.says, "Date", "|"), "|")
		s.wants(s.get(w.Header().Get("Location"), operator), http.StatusOK, said, s.messages.T(i18n.Finnish, "page.feedback.done."+step.act, "Number", 1))
	}
	if body := s.get(list, operator).Body.String(); strings.Contains(body, "anna@example.fi") || strings.Contains(body, "Korjattu pian") {
		t.Error("what was erased is shown")
	}
	s.wants(s.post(list+"/77/answer", nil, operator), http.StatusNotFound)
	s.wants(s.post(list+"/x/answer", nil, operator), http.StatusNotFound)
}

func TestFeedbackThatIsRefusedKeepsWhatWasTyped(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.post("/en/accessibility", url.Values{"kind": {"data"}, "text": {"  "}, "email": {`"><script>`}, "page": {"/en/practices"}})
	s.wants(w, http.StatusUnprocessableEntity, `href="#text"`, `href="#email"`, `aria-describedby="text-hint text-error"`, `value="/en/practices"`, `value="data" checked`, "&#34;&gt;&lt;script&gt;", "<title>Error:")
	w = s.post("/en/accessibility", url.Values{"kind": {"general"}, "text": {"A long story"}, "website": {"http://spam.example"}})
	s.wants(w, http.StatusUnprocessableEntity, "A long story", `href="#website"`, s.says(i18n.English, "page.feedback.website.error"))
	for i := range 12 {
		if w = s.post("/en/accessibility", url.Values{"kind": {"general"}, "text": {"Story " + strconv.Itoa(i)}}); w.Code == http.StatusTooManyRequests {
			break
		}
	}
	s.wants(w, http.StatusTooManyRequests, "Story", `id="errors"`)
	if w.Header().Get("Retry-After") == "" {
		t.Error("nobody says how long to wait")
	}
	s.wants(s.post("/en/accessibility", url.Values{"kind": {"general"}, "text": {strings.Repeat("x", 70<<10)}}), http.StatusRequestEntityTooLarge)
	if list, err := s.exporter.Accounts.Feedback(t.Context(), account.Machine(), 0, 100); err != nil || len(list) > 8 {
		t.Error(len(list), err)
	}
}

func TestFeedbackIsAskedForOnEveryPageAndOnlyLeadsToOurOwn(t *testing.T) {
	s := open(t, ui.Settings{Contact: "palaute@example.fi"})
	s.wants(s.get("/fi/practices/smile"), http.StatusOK, `href="/fi/accessibility?about=%2ffi%2fpractices%2fsmile#feedback"`)
	s.wants(s.get("/fi/accessibility?about=%2Ffi%2Fpractices%2Fsmile"), http.StatusOK, `name="page" type="text" value="/fi/practices/smile"`, "mailto:palaute@example.fi")
	if body := s.get("/fi/accessibility?about=https://evil.example/").Body.String(); strings.Contains(body, `value="https://evil`) {
		t.Error("another site is filled in")
	}
	s.post("/fi/accessibility", url.Values{"kind": {"general"}, "text": {"x"}, "page": {"javascript:alert(1)"}})
	if body := s.get("/fi/desk/feedback", s.operator()).Body.String(); strings.Contains(body, `href="javascript`) || !strings.Contains(body, "javascript:alert(1)") {
		t.Error("the page that is named is a link")
	}
}
