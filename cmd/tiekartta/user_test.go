package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const secretWords = "punainen traktori lentää hiljaa"

// sends posts a form as a browser does; where it leads to is followed.
func (s *service) sends(path string, form url.Values) (status int, at string) {
	s.t.Helper()
	answer, err := s.client.PostForm(s.url+path, form)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode, answer.Request.URL.Path
}

// firstAddress is the path that serve prints for the first administrator.
func (s *service) firstAddress() string {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		out, _ := s.said()
		if _, address, ok := strings.Cut(out, "tiekartta: first administrator: "+s.url); ok && strings.HasSuffix(address, "\n") {
			return strings.TrimSpace(address)
		}
	}
	return ""
}

func TestTheFirstAdministratorBeginsAtAnAddressThatServePrints(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	before := started(t, data, "-empty")
	old := before.firstAddress()
	before.stop()
	s := started(t, data)
	address := s.firstAddress()
	if address == "" || address == old {
		t.Fatalf("printed %q, then %q", old, address)
	}
	s.must(http.StatusNotFound, http.MethodGet, old, nil)
	if page := s.get(address); !strings.Contains(page.body, `name="organisation"`) {
		t.Error("the page does not ask for the organisation")
	}
	form := url.Values{"name": {"Ensi Ylläpitäjä"}, "email": {"ensi@vantaa.fi"}, "password": {"salasana123456"}, "organisation": {"092"}}
	if status, _ := s.sends(address, form); status != http.StatusUnprocessableEntity {
		t.Errorf("a common password: %d", status)
	}
	form.Set("password", secretWords)
	if status, at := s.sends(address, form); status != http.StatusOK || at != "/fi/desk" {
		t.Errorf("%d at %s", status, at)
	}
	if status, _ := s.sends(address, form); status != http.StatusConflict {
		t.Errorf("the address a second time: %d", status)
	}
	if list := does(t, data, "user", "list"); list != "ensi@vantaa.fi\tEnsi Ylläpitäjä\tvantaa:administrator\toperator\n" {
		t.Errorf("listed as %q", list)
	}
	s.stop()
	again := started(t, data)
	again.client.Jar = s.client.Jar // cookies do not know of ports
	if page := again.get("/fi/desk"); !strings.Contains(page.body, "Ensi Ylläpitäjä") {
		t.Error("the session has not survived a restart")
	}
	if out, _ := again.said(); strings.Contains(out, "first administrator") {
		t.Errorf("somebody is there, and it says %q", out)
	}
}

func TestAPersonIsAddedListedAndDisabledByCommands(t *testing.T) {
	t.Parallel()
	data := filled(t)
	link := does(t, data, strings.Fields("user add -email Maija@Vantaa.fi -organisation 092 -role editor -approve -lang sv")...)
	path := strings.TrimSpace(link)
	if !strings.HasPrefix(path, "/sv/invitation/") || strings.Count(link, "\n") != 1 {
		t.Fatalf("printed %q", link)
	}
	if list := does(t, data, "user", "list"); list != "maija@vantaa.fi\tmaija@vantaa.fi\tvantaa:editor+approve\t\n" {
		t.Errorf("listed as %q", list)
	}
	s := started(t, data)
	if status, at := s.sends(path, url.Values{"password": {secretWords}}); status != http.StatusOK || at != "/sv/desk" {
		t.Fatalf("%d at %s", status, at)
	}
	if again := tool(t, data, strings.Fields("user add -email maija@vantaa.fi -organisation 905 -role reader -operator")...); again.out != "" || again.status != done || again.err == "" {
		t.Errorf("an account that there is: %+v", again)
	}
	if list := does(t, data, "user", "list"); !strings.Contains(list, "vaasa:reader,vantaa:editor+approve\toperator") {
		t.Errorf("listed as %q", list)
	}
	if status, at := s.sends("/sv/sign-in", url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}}); status != http.StatusOK || at != "/sv/desk" {
		t.Errorf("signing in: %d at %s", status, at)
	}
	does(t, data, "user", "disable", "maija@vantaa.fi")
	if at := s.get("/sv/desk"); !strings.Contains(at.body, `name="password"`) {
		t.Error("the session of a disabled account goes on")
	}
	refuses(t, data, strings.Fields("user disable nobody@vantaa.fi"), "nobody@vantaa.fi")
	if out := does(t, data, "user", "remove", "Maija@vantaa.fi"); out != "" || does(t, data, "user", "list") != "" {
		t.Errorf("a removed account is still there; printed %q", out)
	}
	refuses(t, data, strings.Fields("user remove maija@vantaa.fi"), "maija@vantaa.fi")
	refuses(t, data, strings.Fields("user add -email nonsense -organisation 092 -role editor"), "email: ")
	refuses(t, data, strings.Fields("user add -email a@vantaa.fi -organisation 092 -role king"), "role: ")
	refuses(t, data, strings.Fields("user add -email a@vantaa.fi -organisation nope -role editor"), "organisation: ")
	if whole := does(t, data, strings.Fields("user add -email b@vantaa.fi -operator -url https://tiekartta.example.fi/")...); !strings.HasPrefix(whole, "https://tiekartta.example.fi/fi/invitation/") {
		t.Errorf("with -url: %q", whole)
	}
}
