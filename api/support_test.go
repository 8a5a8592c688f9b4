package api

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// service is the API over a database and an index of its own, for a test.
type service struct {
	filesDir  string
	t         testing.TB
	handler   *echo.Echo
	store     *store.Store
	accounts  *account.Accounts
	catalogue *catalogue.Catalogue
	index     *search.Index
	api       *API
	log       *bytes.Buffer
	stop      func() // lets the index stand still
}

// newService has three organisations, vantaa, vaasa and espoo, and nothing else.
func newService(t testing.TB) *service {
	t.Helper()
	s := emptyService(t)
	for id, code := range map[string]string{"vantaa": "092", "vaasa": "905", "espoo": "049"} {
		m, _ := s.catalogue.Places.Municipality(code)
		o := account.Organisation{ID: id, Name: m.Name, Type: "municipality", Municipality: code}
		s.must(s.catalogue.PutOrganisation(t.Context(), account.Machine(), o))
	}
	s.must(s.index.CatchUp(t.Context()))
	return s
}

// newStarter has what a new installation has.
func newStarter(t testing.TB) *service {
	t.Helper()
	content, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, content); err != nil {
		t.Fatal(err)
	}
	return serviceIn(t, folder)
}

func emptyService(t testing.TB) *service {
	t.Helper()
	return serviceIn(t, t.TempDir())
}

// serviceIn is a service on what a folder holds.
func serviceIn(t testing.TB, folder string) *service {
	t.Helper()
	s := &service{t: t, log: &bytes.Buffer{}}
	var err error
	s.store, err = store.Open(t.Context(), filepath.Join(folder, databaseName))
	s.must(err)
	t.Cleanup(func() {
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	s.accounts = account.New(s.store)
	messages, err := messages()
	s.must(err)
	s.catalogue, err = catalogue.New(s.store, s.accounts)
	s.must(err)
	s.filesDir = filepath.Join(folder, "files")
	s.catalogue.Files = catalogue.NewFiles(s.filesDir)
	log := slog.New(slog.NewTextHandler(s.log, nil))
	s.index, err = search.Open(t.Context(), search.Options{Dir: filepath.Join(folder, indexName), Store: s.store, Catalogue: s.catalogue})
	s.must(err)
	base := exchange.Base{Store: s.store, Accounts: s.accounts, Catalogue: s.catalogue, Roadmaps: roadmap.New(s.store, s.catalogue)}
	s.api = New(Parts{
		Store: s.store, Accounts: s.accounts, Catalogue: s.catalogue, Roadmaps: base.Roadmaps, Index: s.index, Messages: messages,
		Exporter: exchange.NewExporter(base, messages), Version: "1.2.3", Log: log,
	})
	s.handler = echo.New()
	s.handler.HTTPErrorHandler = s.api.Error
	s.handler.Use(middleware.RequestID(), middleware.Recover())
	s.api.Routes(s.handler)
	s.follow()
	return s
}

// follow lets the index follow the feed as in the running program.
func (s *service) follow() {
	ctx, stop := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() { _ = s.index.Follow(ctx) })
	s.stop = func() {
		stop()
		following.Wait()
	}
	s.t.Cleanup(func() {
		s.stop()
		if err := s.index.Close(); err != nil {
			s.t.Error(err)
		}
	})
}

func (s *service) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// token makes a token: "editor of vantaa", or "" for nobody.
func (s *service) token(who string) string {
	s.t.Helper()
	if who == "" {
		return ""
	}
	role, organisation, _ := strings.Cut(who, " of ")
	role, approve := strings.CutSuffix(role, " with approval")
	token, err := s.accounts.AddToken(s.t.Context(), account.Machine(), account.Actor{Organisation: organisation, Role: role, Approve: approve})
	s.must(err)
	return token
}

// request is one call. A body that is no text is sent as JSON.
type request struct {
	method, path, token string
	body                any
	header              map[string]string
}

// reply is what came back.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// call makes a call and holds the answer against openapi.json.
func (s *service) call(r request) reply {
	s.t.Helper()
	var body []byte
	media := "application/json"
	switch b := r.body.(type) {
	case nil:
	case string:
		body = []byte(b)
	case []byte:
		body = b
	default:
		var err error
		body, err = json.Marshal(b)
		s.must(err)
	}
	q := httptest.NewRequestWithContext(s.t.Context(), r.method, r.path, bytes.NewReader(body))
	if r.body != nil {
		q.Header.Set("Content-Type", media)
	}
	if r.token != "" {
		q.Header.Set("Authorization", "Bearer "+r.token)
	}
	for name, value := range r.header {
		q.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, q)
	got := reply{s.t, w.Code, w.Header(), w.Body.Bytes()}
	described(s.t).hold(s.t, q, body, got)
	return got
}

func (s *service) get(path string) reply {
	s.t.Helper()
	return s.call(request{method: http.MethodGet, path: path})
}

// as is get with a token.
func (s *service) as(token, path string) reply {
	s.t.Helper()
	return s.call(request{method: http.MethodGet, path: path, token: token})
}

// in reads the answer, which must have that status.
func (r reply) in(status int, into any) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	if into != nil {
		if err := json.Unmarshal(r.body, into); err != nil {
			r.t.Fatalf("%v in %s", err, r.body)
		}
	}
	return r
}

// refused reads a refusal with that status.
func (r reply) refused(status int) problem {
	r.t.Helper()
	var p problem
	r.in(status, &p)
	if p.Status != status || !strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") {
		r.t.Errorf("refusal %d as %q", p.Status, r.header.Get("Content-Type"))
	}
	for _, text := range append([]string{p.Title, p.Detail}, p.messages()...) {
		if text == "" || strings.HasPrefix(text, "api.") || strings.HasPrefix(text, "problem.") || strings.Contains(text, "<no value>") {
			r.t.Errorf("a refusal says %q", text)
		}
	}
	return p
}

func (p problem) messages() []string {
	var messages []string
	for _, row := range p.Problems {
		messages = append(messages, row.Message)
	}
	return messages
}

// names lists the paths and keys of a refusal's problems: "title required".
func (p problem) names() []string {
	var names []string
	for _, row := range p.Problems {
		names = append(names, strings.TrimSpace(row.Path+" "+row.Key))
	}
	return names
}

// draft is a small practice that may be published.
func draft(title string) map[string]any {
	return map[string]any{
		"title": map[string]string{"fi": title}, "summary": map[string]string{"fi": "Tukea " + title},
		"originalLanguage": "fi", "domains": []string{"work"},
	}
}

// published adds and publishes a practice of an organisation and returns its id.
func (s *service) published(title, organisation string) string {
	s.t.Helper()
	p := catalogue.Practice{Title: i18n.Text{FI: title}, Summary: i18n.Text{FI: "Tukea " + title}, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: organisation}
	added, err := s.catalogue.Add(s.t.Context(), account.Machine(), p)
	s.must(err)
	_, err = s.catalogue.Publish(s.t.Context(), account.Machine(), added.ID, 0)
	s.must(err)
	s.must(s.index.CatchUp(s.t.Context()))
	return added.ID
}
