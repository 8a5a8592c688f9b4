package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/search"
)

// TestEveryRouteHasARuleForEveryRole holds the whole table of who may do what,
// testdata/access.txt. The routes come from the program itself, so that one
// without a row fails here, and so does a row without a route.
func TestEveryRouteHasARuleForEveryRole(t *testing.T) {
	t.Parallel()
	a := openAccess(t)
	rules := readRules(t)
	routes := map[string]bool{}
	for _, r := range a.server.Routes() {
		if r.Method == http.MethodHead || r.Method == echo.RouteNotFound || strings.HasSuffix(r.Name, ".refuseOthers.func1") {
			continue // as GET; what nobody has registered; methods that an address of the API has not
		}
		route := r.Method + " " + r.Path
		routes[route] = true
		if _, ok := rules[route]; !ok {
			t.Errorf("%s has no rule in testdata/access.txt", route)
		}
	}
	for _, route := range slices.Sorted(maps.Keys(rules)) {
		if !routes[route] {
			t.Errorf("testdata/access.txt has a rule for %s, which is no route", route)
			continue
		}
		for _, r := range rules[route] {
			for i, who := range people() {
				if r.marks[i] != "." {
					a.holds(t, route, r, who, r.marks[i])
				}
			}
		}
	}
}

// people are the columns of the table. Those of "vaasa" belong to another
// organisation than the thing asked for; "newcomer" has an account and no
// organisation, "operator" looks after the whole service.
func people() []string {
	return []string{
		"nobody", "newcomer", "reader of vantaa", "contributor of vantaa", "editor of vantaa", "reviewer of vantaa", "coordinator of vantaa",
		"administrator of vantaa", "editor of vaasa", "reviewer of vaasa", "administrator of vaasa", "operator",
	}
}

// rule is a row: which thing the address is about, what is sent, and a mark for
// each of people: + allowed, - refused, . cannot be.
type rule struct {
	thing, body string
	marks       []string
}

// readRules reads lines of the form "METHOD /path | thing | body | marks"; body
// is form, json, multipart or "-". A route may have a rule for several things.
func readRules(t *testing.T) map[string][]rule {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "access.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rules := map[string][]rule{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != 4 {
			t.Fatalf("access.txt: %q has not four parts", line)
		}
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		r := rule{parts[1], parts[2], strings.Fields(parts[3])}
		if len(r.marks) != len(people()) || strings.Trim(parts[3], "+-. ") != "" {
			t.Fatalf("access.txt: %q has the marks %q where there are %d people", line, r.marks, len(people()))
		}
		rules[parts[0]] = append(rules[parts[0]], r)
	}
	return rules
}

// access is the program with people and things to ask for.
type access struct {
	exchange.Exporter
	call    *call
	server  *echo.Echo
	index   *search.Index
	cookies map[string]string // by person
	tokens  map[string]string
	users   map[string]string            // ids
	made    map[string]map[string]string // things, by kind
	count   int
}

func openAccess(t *testing.T) *access {
	t.Helper()
	c, e := openBase(t)
	index, err := c.index(t.Context(), e, c.log())
	must(t, err)
	t.Cleanup(func() { must(t, index.Close()) })
	server, err := c.server(&settings{openID: describedProvider(t)}, e, index, c.log())
	must(t, err)
	a := &access{Exporter: e, call: c, server: server, index: index, cookies: map[string]string{}, tokens: map[string]string{}, users: map[string]string{}, made: map[string]map[string]string{}}
	for _, code := range []string{"092", "905"} {
		_, err := e.Catalogue.EnsureOrganisation(t.Context(), code)
		must(t, err)
	}
	for _, who := range people() {
		a.arrives(t, who)
	}
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// arrives makes an account, a session and, for those of an organisation, a
// token.
func (a *access) arrives(t *testing.T, who string) {
	t.Helper()
	if who == "nobody" {
		return
	}
	role, organisation, member := strings.Cut(who, " of ")
	user := account.User{Email: strings.ReplaceAll(who, " ", ".") + "@example.fi", Name: who, Language: i18n.Finnish, Operator: who == "operator"}
	var memberships []account.Membership
	if member {
		memberships = []account.Membership{{Organisation: organisation, Role: role}}
		token, err := a.Accounts.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: organisation, Role: role})
		must(t, err)
		a.tokens[who] = token
	}
	user, err := a.Accounts.AddUser(t.Context(), account.Machine(), user, memberships...)
	must(t, err)
	session, err := a.Accounts.AddSession(t.Context(), user.ID, "test")
	must(t, err)
	a.users[who], a.cookies[who] = user.ID, "session="+session
}

var placeholder = regexp.MustCompile(`:(\w+)|\*`)

// request asks for an address as somebody, about a thing of its own.
func (a *access) request(t *testing.T, route string, r rule, who string) *http.Request {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	values, made := a.made[r.thing]
	if !made || method != http.MethodGet { // what is only read may be read by all
		values = a.thing(t, r.thing)
		a.made[r.thing] = values
	}
	address := placeholder.ReplaceAllStringFunc(path, func(name string) string {
		value, ok := values[strings.TrimPrefix(name, ":")]
		if !ok {
			t.Fatalf("%s: the thing %q says nothing for %s", route, r.thing, name)
		}
		return value
	}) + values["query"]
	request := httptest.NewRequest(method, address, strings.NewReader(""))
	switch r.body {
	case "form":
		request = httptest.NewRequest(method, address, strings.NewReader(values["form"]))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case "json":
		request = httptest.NewRequest(method, address, strings.NewReader(cmp.Or(values["json"], "{}")))
		if values["match"] != "" {
			request.Header.Set("If-Match", values["match"])
		}
		request.Header.Set("Content-Type", "application/json")
	case "multipart":
		request = httptest.NewRequest(method, address, strings.NewReader("--x--\r\n"))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	}
	if strings.HasPrefix(path, "/api/") {
		if token := a.tokens[who]; token != "" {
			request.Header.Set("Authorization", "Bearer "+token)
		}
	} else if own := a.own(t, r.thing, who); own != "" {
		request.Header.Set("Cookie", "session="+own)
	} else if cookie := a.cookies[who]; cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	return request
}

// holds asks for an address as somebody and looks whether that is allowed.
func (a *access) holds(t *testing.T, route string, r rule, who, want string) {
	t.Helper()
	request := a.request(t, route, r, who)
	before, err := a.Store.Newest(t.Context())
	must(t, err)
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, request)
	after, err := a.Store.Newest(t.Context())
	must(t, err)
	got := "+"
	if turnedAway(w) {
		got = "-"
	}
	switch {
	case got != want:
		t.Errorf("%s (%s) as %s: status %d, %s where the table has %s", route, r.thing, who, w.Code, got, want)
	case got == "-" && before != after:
		t.Errorf("%s (%s) as %s: refused, but something was written", route, r.thing, who)
	case w.Code >= http.StatusInternalServerError && route != "GET /readyz": // nothing follows the feed here
		t.Errorf("%s (%s) as %s: status %d", route, r.thing, who, w.Code)
	}
}

// own is a session that may end with the request: another one of that person,
// or one of somebody whose account may go, too.
func (a *access) own(t *testing.T, thing, who string) string {
	t.Helper()
	user := a.users[who]
	if user == "" || thing != "own session" && thing != "own account" {
		return ""
	}
	if thing == "own account" {
		a.count++
		u, err := a.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: fmt.Sprintf("leaving%d@example.fi", a.count), Name: who})
		must(t, err)
		user = u.ID
	}
	session, err := a.Accounts.AddSession(t.Context(), user, "test")
	must(t, err)
	return session
}

// turnedAway tells whether an answer says that this is not for whoever asked.
func turnedAway(w *httptest.ResponseRecorder) bool {
	switch w.Code {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	case http.StatusSeeOther:
		to := w.Header().Get("Location")
		return strings.HasPrefix(to, "/fi/sign-in") && !strings.HasPrefix(to, "/fi/sign-in?done=")
	}
	return false
}

func TestTheTableOfAccessIsReadStrictly(t *testing.T) {
	rules := readRules(t)
	refusals := 0
	for _, r := range slices.Concat(slices.Collect(maps.Values(rules))...) {
		refusals += strings.Count(strings.Join(r.marks, ""), "-")
	}
	if len(rules) < 40 || refusals < 60 {
		t.Errorf("only %d rules with %d refusals: the table was cut", len(rules), refusals)
	}
	if got := fmt.Sprint(rules["GET /:lang/desk"][0].marks); got != "[- + + + + + + + + + + +]" {
		t.Errorf("the desk: %s", got)
	}
}
