package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tiekartta/exchange"
	"tiekartta/i18n"
)

// messages are read once for all tests: they never change.
var messages = sync.OnceValues(i18n.Load)

// openBase is a command on an empty database in a folder of the test.
func openBase(t testing.TB) (*call, exchange.Exporter) {
	t.Helper()
	m, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	c := &call{streams: streams{err: t.Output()}, messages: m, data: filepath.Join(t.TempDir(), "data")}
	e, err := c.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, e
}

// openHandler is everything that answers HTTP, on a folder of the test.
func openHandler(t testing.TB) http.Handler {
	t.Helper()
	c, e := openBase(t)
	index, err := c.index(t.Context(), e, c.log())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	handler, err := c.handler(&settings{}, e, index, c.log())
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func TestAFormOfAnotherSiteNeverReachesARoute(t *testing.T) {
	t.Parallel()
	handler := openHandler(t)
	for path, want := range map[string]string{"/sv/basket/clear": "text/html", "/api/v1/practices": "application/problem+json"} {
		for site, refused := range map[string]bool{"cross-site": true, "same-origin": false} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(""))
			r.Header.Set("Sec-Fetch-Site", site)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if got := w.Code == http.StatusForbidden; got != refused {
				t.Errorf("%s from %s: status %d", path, site, w.Code)
			}
			if refused && !strings.HasPrefix(w.Header().Get("Content-Type"), want) {
				t.Errorf("%s: refused as %s", path, w.Header().Get("Content-Type"))
			}
			if refused && path == "/sv/basket/clear" && !strings.Contains(w.Body.String(), `<html lang="sv"`) {
				t.Error("the refusal is not in the language of the page")
			}
		}
	}
}

func TestAClientDoesNotNameItsRequest(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/fi/no-such-page", nil)
	r.Header.Set("X-Request-Id", strings.Repeat("a", 5000))
	w := httptest.NewRecorder()
	openHandler(t).ServeHTTP(w, r)
	if id := w.Header().Get("X-Request-Id"); id == "" || len(id) > 64 || strings.HasPrefix(id, "aaaa") {
		t.Errorf("the id of the request is %.80q", id)
	}
}
