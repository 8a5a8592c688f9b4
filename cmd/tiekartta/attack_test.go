package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/search"
	"tiekartta/ui"
)

// What was broken on purpose to see the attacks of this file succeed:
//   - handler gave the server away without its guard against other sites;
//   - recognising took a secret that nobody was given for a new session;
//   - signing out took the cookie away and left the session;
//   - sessionCookie left out, one by one, HttpOnly, SameSite, Path, Secure and
//     the prefix of the name;
//   - ownPath, comeBack and resolveComment took every address;
//   - addresses believed X-Forwarded-For of everybody, and of more proxies than were named;
//   - SignIn told an unknown person by an error of its own.

// attacked is the whole program as the outside reaches it, with people and
// things.
type attacked struct {
	*access
	handler http.Handler
}

func openAttacked(t *testing.T, s *settings) attacked {
	t.Helper()
	a := openAccess(t)
	s.unfound, s.later = search.NewUnfound(a.Store), ui.NewLater()
	handler, err := a.call.handler(s, a.Exporter, a.index, a.call.log())
	must(t, err)
	return attacked{a, handler}
}

func (a attacked) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// posts sends a form from this machine itself.
func (a attacked) posts(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	return a.send(requested(http.MethodPost, path, form.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...))
}

func requested(method, path, body string, header ...string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "localhost:8080"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// Whatever changes something is refused when another site sends it, with the
// cookie of somebody who may do it.
func TestNoOtherSiteChangesAnythingByAnyRoute(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{openID: describedProvider(t)})
	tried := 0
	for route, list := range readRules(t) {
		if strings.HasPrefix(route, http.MethodGet) {
			continue
		}
		for _, r := range list {
			who := "editor of vantaa"
			for i, mark := range r.marks {
				if mark == "+" {
					who = people()[i]
				}
			}
			for _, foreign := range [][]string{
				{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
			} {
				request := a.request(t, route, r, who)
				request.Header.Set(foreign[0], foreign[1])
				before, err := a.Store.Newest(t.Context())
				must(t, err)
				w := a.send(request)
				after, err := a.Store.Newest(t.Context())
				must(t, err)
				if w.Code != http.StatusForbidden || before != after || len(w.Result().Cookies()) > 0 {
					t.Errorf("%s with %s as %s: status %d, cookies %v, written: %v", route, foreign, who, w.Code, w.Result().Cookies(), before != after)
				}
				tried++
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d attempts", tried)
	}
}

// signsIn is the answer to a right password.
func (a attacked) signsIn(email string, header ...string) *httptest.ResponseRecorder {
	return a.posts("/fi/sign-in", url.Values{"email": {email}, "password": {goodPassword}}, header...)
}

// withPassword lets somebody of the table sign in and returns their address.
func (a attacked) withPassword(t *testing.T, who string) (email string) {
	t.Helper()
	u, err := a.Accounts.User(t.Context(), a.users[who])
	must(t, err)
	must(t, a.Accounts.PutPassword(t.Context(), account.Actor{User: u.ID, Name: u.Name}, goodPassword, ""))
	return u.Email
}

func (a attacked) opensDesk(cookie string) bool {
	return a.send(requested(http.MethodGet, "/fi/desk", "", "Cookie", cookie)).Code == http.StatusOK
}

func TestASessionThatSomebodyPlantedOrKeptIsOfNoUse(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	email := a.withPassword(t, "editor of vantaa")
	planted := "session=" + strings.Repeat("ab", 32)
	secrets := map[string]bool{strings.TrimPrefix(planted, "session="): true}
	for i := range 3 { // planted before, and again with a session that goes on
		w := a.signsIn(email, "Cookie", planted)
		cookies := w.Result().Cookies()
		if w.Code != http.StatusSeeOther || len(cookies) != 1 {
			t.Fatalf("signing in: %d with %v", w.Code, cookies)
		}
		c := cookies[0]
		if c.Name != "session" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure {
			t.Errorf("the cookie is %v", c)
		}
		if secrets[c.Value] || len(c.Value) < 32 {
			t.Errorf("sign-in %d gives a secret that was used before: %s", i, c.Value)
		}
		if i == 0 && a.opensDesk(planted) {
			t.Error("the secret that was planted opens the desk")
		}
		secrets[c.Value], planted = true, "session="+c.Value
	}
	if !a.opensDesk(planted) {
		t.Fatal("the desk is closed to who has signed in")
	}
	for _, other := range []string{"session=", "session=" + strings.ToUpper(planted[8:]), planted + "0", "__Host-" + planted, "session=%00"} {
		if a.opensDesk(other) {
			t.Errorf("%s opens the desk", other)
		}
	}
	a.posts("/fi/sign-out", url.Values{}, "Cookie", planted)
	if a.opensDesk(planted) {
		t.Error("the session goes on after the sign-out")
	}
	last := a.signsIn(email).Result().Cookies()[0]
	second := a.signsIn(email).Result().Cookies()[0]
	a.posts("/fi/desk/account/sessions/end-all", url.Values{}, "Cookie", "session="+second.Value)
	if a.opensDesk("session="+last.Value) || a.opensDesk("session="+second.Value) {
		t.Error("a session goes on after the sign-out everywhere")
	}
}

func TestWithHTTPSTheSessionBelongsToTheHostAlone(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{url: "https://tiekartta.example.fi"})
	cookies := a.signsIn(a.withPassword(t, "editor of vantaa")).Result().Cookies()
	if len(cookies) != 1 {
		t.Fatal("nobody signs in")
	}
	if c := cookies[0]; c.Name != "__Host-session" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %v", c)
	}
	if !a.opensDesk("__Host-session=" + cookies[0].Value) {
		t.Error("the desk is closed")
	}
	if a.opensDesk("session=" + cookies[0].Value) {
		t.Error("a neighbouring host could set this cookie")
	}
}

// Who does not know a password learns nothing about who has an account.
func TestTheSignInDoesNotTellWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	known := a.withPassword(t, "editor of vantaa")
	disabled := a.withPassword(t, "reader of vantaa")
	must(t, a.Accounts.DisableUser(t.Context(), account.Machine(), a.users["reader of vantaa"]))
	without, err := a.Accounts.User(t.Context(), a.users["newcomer"]) // who has no password
	must(t, err)
	answers := map[string]string{}
	for i, email := range []string{known, "nobody@example.fi", disabled, without.Email} {
		w := a.posts("/fi/sign-in", url.Values{"email": {email}, "password": {"väärä mutta pitkä sana"}}, "X-Try", fmt.Sprint(i))
		if w.Code != http.StatusUnprocessableEntity || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: status %d", email, w.Code)
		}
		answers[strings.ReplaceAll(w.Body.String(), email, "")] = email
	}
	if len(answers) != 1 {
		t.Errorf("the answers differ for %v", answers)
	}
	if w := a.signsIn(disabled); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a disabled account signs in: %d", w.Code)
	}
}

// Attempts are counted by where the connection comes from; a header that says
// otherwise is believed from a trusted proxy only.
func TestAForgedAddressDoesNotPassTheThrottling(t *testing.T) {
	t.Parallel()
	attempts := func(proxies, from string) (waits int) {
		ipOf, err := addresses(proxies)
		must(t, err)
		a := openAttacked(t, &settings{ipOf: ipOf})
		for i := range 22 {
			forged := fmt.Sprintf("203.0.%d.7", i)
			r := requested(http.MethodPost, "/fi/sign-in", url.Values{"email": {fmt.Sprintf("x%d@example.fi", i)}, "password": {"x"}}.Encode(),
				"Content-Type", "application/x-www-form-urlencoded",
				"X-Forwarded-For", forged, "X-Real-IP", forged, "Forwarded", "for="+forged, "True-Client-IP", forged)
			r.RemoteAddr = from + ":4711"
			if w := a.send(r); w.Code == http.StatusTooManyRequests {
				waits++
			}
		}
		return waits
	}
	if attempts("", "127.0.0.1") == 0 {
		t.Error("who names another address with each attempt never waits")
	}
	if attempts("10.0.0.0/8", "198.51.100.1") == 0 {
		t.Error("an address of a proxy that is not trusted is believed")
	}
	if attempts("10.0.0.0/8", "10.0.0.1") != 0 {
		t.Error("behind a trusted proxy everybody waits for one")
	}
}

// hostileAddresses lead elsewhere, or try to.
func hostileAddresses() []string {
	return []string{
		"https://evil.example/", "//evil.example", "///evil.example/fi", `/\evil.example`, `\\evil.example`, "http:evil.example", "javascript:alert(1)",
		"data:text/html,x", "/fi\r\nSet-Cookie: session=x", "/fi/%0d%0aSet-Cookie:%20session=x", "//evil.example/fi/desk", "https:/fi/desk",
		"/fi@evil.example", "/%2fevil.example", "/fi/\t/evil.example", " //evil.example", "https://localhost:8080@evil.example/fi/", "/.evil.example/fi",
		"/fi//evil.example\n", "?next=//evil.example", "/fi/../\\evil.example",
	}
}

func TestNobodyIsLedToAnotherSiteNorGivenAHeader(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	email := a.withPassword(t, "editor of vantaa")
	p := a.practice(t, "published")
	a.count++
	commented := a.thing(t, "commented")
	editor := "session=" + a.signsIn(email).Result().Cookies()[0].Value
	for _, to := range hostileAddresses() {
		query := "?next=" + url.QueryEscape(to)
		for name, w := range map[string]*httptest.ResponseRecorder{
			"next of the form":    a.posts("/fi/sign-in", url.Values{"email": {email}, "password": {goodPassword}, "next": {to}}),
			"next of the address": a.send(requested(http.MethodGet, "/fi/sign-in"+query, "", "Cookie", editor)),
			"back of the basket":  a.posts("/fi/basket/add", url.Values{"practice": {p.ID}, "back": {to}}),
			"back of the removal": a.posts("/fi/basket/remove", url.Values{"practice": {p.ID}, "back": {to}}),
			"back of a comment":   a.posts("/fi/desk/practices/"+commented["id"]+"/comments/"+commented["comment"]+"/resolve", url.Values{"back": {to}}, "Cookie", editor),
			"the feedback":        a.send(requested(http.MethodGet, "/fi/accessibility?page="+url.QueryEscape(to), "")),
		} {
			a.staysHere(t, name+" "+to, w)
			if w.Code == http.StatusSeeOther && strings.Contains(w.Header().Get("Location"), "/sign-in") {
				t.Errorf("%s %s: not tried, led to sign in", name, to)
			}
		}
	}
	for _, path := range []string{"//evil.example", "/fi/practices//evil.example", "/fi/practices/", "//evil.example/", "/fi//evil.example/", "/fi/desk//", "/evil.example/%2e%2e/"} {
		for _, cookie := range []string{"", editor} {
			r := requested(http.MethodGet, "/", "", "Cookie", cookie)
			r.URL = &url.URL{Path: path}
			r.RequestURI = path
			a.staysHere(t, "the address "+path, a.send(r))
		}
	}
}

// staysHere refuses an answer that leads to another host, or has a header that
// a client has made.
func (a attacked) staysHere(t *testing.T, name string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s: status %d", name, w.Code)
	}
	for field, values := range w.Header() {
		for _, value := range values {
			if strings.ContainsAny(value, "\r\n") || field == "Set-Cookie" && strings.HasPrefix(value, "session=x") {
				t.Errorf("%s: the header %s: %q", name, field, value)
			}
		}
	}
	to := w.Header().Get("Location")
	here := &url.URL{Scheme: "http", Host: "localhost:8080", Path: "/"}
	// As browsers do, which take a backslash for a slash and ignore what is between.
	read := strings.NewReplacer(`\`, "/", "\t", "", "\r", "", "\n", "").Replace(strings.TrimSpace(to))
	if u, err := here.Parse(read); err != nil || u.Host != here.Host || u.Scheme != "http" {
		t.Errorf("%s: led to %q", name, to)
	}
}
