package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
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
	"tiekartta/ui"
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
// organisation, "operator" looks after the whole service. Two belong to both
// towns and act for Vaasa first: one may write in either, the other may do all
// in Vaasa and only read in Vantaa. The last one may also approve roadmaps.
func people() []string {
	return []string{
		"nobody", "newcomer", "reader of vantaa", "contributor of vantaa", "editor of vantaa", "reviewer of vantaa", "coordinator of vantaa",
		"administrator of vantaa", "editor of vaasa", "reviewer of vaasa", "administrator of vaasa", "operator",
		"coordinator of vaasa and coordinator of vantaa", "administrator of vaasa and reader of vantaa", "contributor with approval of vantaa",
	}
}

// rule is a row: which thing the address is about, what is sent, and a mark for
// each of people: + allowed and done, - refused, ! the door is open, but what is
// asked for cannot be had (409 or 422), . cannot be.
type rule struct {
	thing, body string
	marks       []string
}

// readRules reads lines of the form "METHOD /path | thing | body | marks"; body
// is form, json, markdown, multipart or "-". A route may have a rule for several things.
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
		if column := slices.Index(r.marks, "."); column >= 0 && !strings.HasPrefix(strings.Fields(parts[0])[1], "/api/") {
			t.Fatalf("access.txt: %q has no rule for %s, who may open any page", line, people()[column])
		}
		if len(r.marks) != len(people()) || strings.Trim(parts[3], "+-!. ") != "" {
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
	first   string                       // the link of the first administrator, made while there was none
	count   int
}

func openAccess(t *testing.T) *access {
	t.Helper()
	c, e := openBase(t)
	e.Accounts.Cost = account.Cost{Memory: 64, Time: 1, Threads: 1}
	first, err := e.Accounts.InviteFirst(t.Context())
	must(t, err)
	index, err := c.index(t.Context(), e, c.log())
	must(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	followed := make(chan error, 1)
	go func() { followed <- index.Follow(ctx) }() // answers wait for it
	t.Cleanup(func() {
		stop()
		if err := <-followed; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		must(t, index.Close())
	})
	server, err := c.server(&settings{openID: describedProvider(t), unfound: search.NewUnfound(e.Store), later: ui.NewLater()}, e, index, c.log())
	must(t, err)
	a := &access{Exporter: e, call: c, server: server, index: index, cookies: map[string]string{}, tokens: map[string]string{}, users: map[string]string{}, made: map[string]map[string]string{}, first: first}
	for _, code := range []string{"092", "905"} {
		_, err := e.Catalogue.EnsureOrganisation(t.Context(), code)
		must(t, err)
	}
	for _, who := range people() {
		a.arrives(t, who)
	}
	return a
}

func must(t testing.TB, err error) {
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
	user := account.User{Email: strings.ReplaceAll(who, " ", ".") + "@example.fi", Name: who, Language: i18n.Finnish, Operator: who == "operator"}
	var memberships []account.Membership
	for one := range strings.SplitSeq(who, " and ") {
		if role, organisation, member := strings.Cut(one, " of "); member {
			role, approve := strings.CutSuffix(role, " with approval")
			memberships = append(memberships, account.Membership{Organisation: organisation, Role: role, Approve: approve})
		}
	}
	if len(memberships) == 1 {
		own := memberships[0]
		token, err := a.Accounts.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: own.Organisation, Role: own.Role, Approve: own.Approve})
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

// request asks for an address as somebody. Nobody before has changed the thing
// that it is about.
func (a *access) request(t *testing.T, route string, r rule, who string) *http.Request {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	values, made := a.made[r.thing]
	if !made || r.thing == "another's table" || r.thing == "wrong password" || r.thing == "feedback form" { // which change without a trace in the feed
		values = a.thing(t, r.thing)
		a.made[r.thing] = values
	}
	if r.thing == "own table" {
		values = a.sendTable(t, who)
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
		parts := strings.Split(path, "/")
		form := cmp.Or(values["form of "+strings.Join(parts[max(0, len(parts)-2):], "/")], values["form"])
		request = httptest.NewRequest(method, address, strings.NewReader(form))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case "json":
		body := cmp.Or(values["json"], "{}")
		switch {
		case strings.HasSuffix(path, "/publish"):
			body = `{"note": "Huomautus"}`
		case strings.HasSuffix(path, "/return"):
			body = `{"comments": [{"path": "title", "text": "Kenelle?"}]}`
		}
		request = httptest.NewRequest(method, address, strings.NewReader(body))
		if values["match"] != "" {
			request.Header.Set("If-Match", values["match"])
		}
		request.Header.Set("Content-Type", "application/json")
	case "multipart":
		name := "liite.txt"
		if strings.HasSuffix(path, "/bulk") {
			name = "table.csv"
		}
		body, kind := fileForm(t, name, "id;revision;title.fi\r\n;;Kielikahvila\r\n")
		request = httptest.NewRequest(method, address, strings.NewReader(body))
		request.Header.Set("Content-Type", kind)
	case "markdown":
		request = httptest.NewRequest(method, address, strings.NewReader(values["json"]))
		request.Header.Set("Content-Type", "text/markdown")
	}
	request.Host = "localhost" // where passwords are taken
	request.RemoteAddr = fmt.Sprintf("10.%d.%d.1:1234", 100+a.count/250, a.count%250)
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
	if before != after {
		delete(a.made, r.thing)
	}
	got := "?"
	switch {
	case turnedAway(w):
		got = "-"
	case w.Code < http.StatusBadRequest:
		got = "+"
	case w.Code == http.StatusConflict || w.Code == http.StatusUnprocessableEntity:
		got = "!"
	}
	switch {
	case got != want:
		t.Errorf("%s (%s) as %s: status %d, %s where the table has %s", route, r.thing, who, w.Code, got, want)
	case got != "+" && before != after:
		t.Errorf("%s (%s) as %s: refused, but something was written", route, r.thing, who)
	case got == "+" && before == after && request.Method != http.MethodGet && !slices.Contains(untold(), route) && !strings.HasPrefix(r.thing, "own "):
		t.Errorf("%s (%s) as %s: allowed, but nothing was done", route, r.thing, who)
	case w.Code >= http.StatusInternalServerError:
		t.Errorf("%s (%s) as %s: status %d", route, r.thing, who, w.Code)
	}
}

// untold are the routes that change something beside the feed, or nothing but what
// they answer: cookies, sessions, files, previews, findings.
func untold() []string {
	return []string{
		"POST /:lang/basket/add", "POST /:lang/basket/remove", "POST /:lang/basket/clear", "POST /:lang/sign-in", "POST /:lang/desk/account/first",
		"POST /:lang/desk/recents/clear", "POST /:lang/desk/account/recents", "POST /:lang/desk/account/openid", "POST /:lang/desk/account/sessions/end", "POST /:lang/desk/bulk", "POST /:lang/desk/document",
		"POST /:lang/desk/privacy", "POST /:lang/desk/privacy/export.json", "POST /:lang/desk/practices/:id/conflict",
		"POST /:lang/desk/search-index",
		"POST /api/v1/files", "POST /api/v1/roadmaps/assemble", "POST /api/v1/roadmaps/import",
	}
}

// own is a session that may end with the request: another one of that person,
// or one of somebody whose account may go, too.
func (a *access) own(t *testing.T, thing, who string) string {
	t.Helper()
	user := a.users[who]
	ending := []string{"own session", "wrong old password", "password", "wrong password", "invitation", "password link", "late first link", "invitation of the newcomer"}
	if user == "" || !strings.HasPrefix(thing, "own ") && !slices.Contains(ending, thing) || thing == "own table" {
		return ""
	}
	if strings.HasPrefix(thing, "own ") && thing != "own session" || thing == "wrong old password" {
		a.count++
		u, err := a.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: fmt.Sprintf("leaving%d@example.fi", a.count), Name: who})
		must(t, err)
		user = u.ID
		must(t, a.Accounts.PutPassword(t.Context(), account.Actor{User: user}, knownPassword, ""))
	}
	session, err := a.Accounts.AddSession(t.Context(), user, "test")
	must(t, err)
	return session
}

// turnedAway tells whether an answer says that this is not for whoever asked.
func turnedAway(w *httptest.ResponseRecorder) bool {
	switch w.Code {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return true
	case http.StatusSeeOther:
		to := w.Header().Get("Location")
		return strings.HasPrefix(to, "/fi/sign-in") && !strings.HasPrefix(to, "/fi/sign-in?done=") || to == "/fi/desk/bulk?gone=1"
	}
	return false
}

func TestPasswordsAreTakenOnlyWhereNobodyReadsThemOnTheWay(t *testing.T) {
	t.Parallel()
	a := openAccess(t)
	for route, thing := range map[string]string{
		"POST /:lang/sign-in": "password", "POST /:lang/invitation/:secret": "invitation", "POST /:lang/first/:secret": "late first link",
		"POST /:lang/desk/account/password": "own password",
	} {
		request := a.request(t, route, rule{thing: thing, body: "form"}, "editor of vantaa")
		request.Host = "tiekartta.example.fi"
		before, err := a.Store.Newest(t.Context())
		must(t, err)
		w := httptest.NewRecorder()
		a.server.ServeHTTP(w, request)
		after, err := a.Store.Newest(t.Context())
		must(t, err)
		if w.Code != http.StatusForbidden || before != after || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s without https: %d", route, w.Code)
		}
	}
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
	if got := fmt.Sprint(rules["GET /:lang/desk"][0].marks); got != "[- + + + + + + + + + + + + + +]" {
		t.Errorf("the desk: %s", got)
	}
}
