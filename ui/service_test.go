package ui_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
	"tiekartta/ui"
)

// service is the pages over a database with the starter catalogue.
type service struct {
	t        testing.TB
	handler  http.Handler
	pages    *ui.Pages
	exporter exchange.Exporter
	index    *search.Index
	messages *i18n.Messages
	unfound  *search.Unfound
	later    *ui.Later
}

// prepared holds a database with the starter catalogue and its index, made once
// for all tests.
var prepared = sync.OnceValues(func() (fs.FS, error) {
	folder, err := os.MkdirTemp("", "tiekartta-ui-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(folder, databaseName))
	if err != nil {
		return nil, err
	}
	accounts := account.New(s)
	cat, err := catalogue.New(s, accounts)
	if err != nil {
		return nil, err
	}
	starter, err := exchange.Starter()
	if err != nil {
		return nil, err
	}
	base := exchange.Base{Store: s, Accounts: accounts, Catalogue: cat, Roadmaps: roadmap.New(s, cat)}
	if _, err := base.Import(ctx, account.Machine(), starter); err != nil {
		return nil, err
	}
	index, err := search.Open(ctx, search.Options{Dir: filepath.Join(folder, indexName), Store: s, Catalogue: cat})
	if err != nil {
		return nil, err
	}
	if err := index.CatchUp(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(index.Close(), s.Close()); err != nil {
		return nil, err
	}
	return inMemory(folder)
})

const databaseName, indexName = "tiekartta.db", "index"

// inMemory is what a folder holds.
func inMemory(folder string) (fs.FS, error) {
	content := fstest.MapFS{}
	return content, filepath.WalkDir(folder, func(path string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		content[filepath.ToSlash(name)] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
}

// messages are read once: they never change.
var messages = sync.OnceValues(i18n.Load)

func open(t testing.TB, settings ui.Settings) service {
	t.Helper()
	if t, is := t.(*testing.T); is {
		t.Parallel()
	}
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	content, err := prepared()
	fatal(err)
	folder := t.TempDir()
	fatal(os.CopyFS(folder, content))
	s, err := store.Open(t.Context(), filepath.Join(folder, databaseName))
	fatal(err)
	t.Cleanup(func() { fatal(s.Close()) })
	accounts := account.New(s)
	accounts.Cost = account.Cost{Memory: 64, Time: 1, Threads: 1} // fast
	cat, err := catalogue.New(s, accounts)
	fatal(err)
	messages, err := messages()
	fatal(err)
	base := exchange.Base{Store: s, Accounts: accounts, Catalogue: cat, Roadmaps: roadmap.New(s, cat)}
	exporter := exchange.NewExporter(base, messages)
	index, err := search.Open(t.Context(), search.Options{Dir: filepath.Join(folder, indexName), Store: s, Catalogue: cat})
	fatal(err)
	t.Cleanup(func() { fatal(index.Close()) })
	fatal(index.CatchUp(t.Context()))
	later := ui.NewLater()
	pages, err := ui.New(ui.Parts{
		Catalogue: cat, Roadmaps: base.Roadmaps, Index: index, Accounts: accounts, Messages: messages, Exporter: exporter, Unfound: search.NewUnfound(s), Later: later,
		Settings: settings, Log: slog.New(slog.DiscardHandler),
	})
	fatal(err)
	e := echo.New()
	e.HTTPErrorHandler = pages.Error
	e.Use(middleware.RequestID())
	pages.Routes(e)
	return service{t: t, handler: e, pages: pages, exporter: exporter, index: index, messages: messages, unfound: pages.Unfound, later: later}
}

// says is a message of the pages, so that tests hold whatever its wording.
func (s service) says(lang i18n.Lang, key string) string { return s.messages.T(lang, key) }

// signedIn makes a person with that role in an organisation of the starter
// catalogue ("vantaa", "vaasa") and returns the cookie of their session.
func (s service) signedIn(role, organisation string) string {
	s.t.Helper()
	user := account.User{Email: role + "." + rand.Text() + "@example.fi", Name: "Testi " + role, Language: i18n.Finnish}
	user, err := s.exporter.Accounts.AddUser(s.t.Context(), account.Machine(), user, account.Membership{Organisation: organisation, Role: role})
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.exporter.Accounts.AddSession(s.t.Context(), user.ID, "test")
	if err != nil {
		s.t.Fatal(err)
	}
	return "session=" + token
}

// get asks for an address, with a cookie when one is given.
func (s service) get(address string, cookies ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for _, cookie := range cookies {
		r.Header.Add("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// post sends a form.
func (s service) post(address string, form url.Values, cookies ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range cookies {
		r.Header.Add("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s service) wants(w *httptest.ResponseRecorder, status int, words ...string) {
	s.t.Helper()
	if w.Code != status {
		s.t.Errorf("status %d, want %d", w.Code, status)
	}
	for _, word := range words {
		if !strings.Contains(w.Body.String(), word) {
			s.t.Errorf("the answer lacks %q", word)
		}
	}
}
