package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestRefusalsSpeakTheLanguageOfTheClient(t *testing.T) {
	s := newService(t)
	const fi, sv, en = "Ei löytynyt", "Hittades inte", "Not found"
	for header, want := range map[string]string{
		"": fi, "sv": sv, "en-GB,en;q=0.9": en, "sv-FI, fi;q=0.8": sv, "de": fi, "de, en;q=0.5, sv;q=0.7": sv, "*": fi,
		"fi;q=0, en": en, "en;q=abc, sv;q=0.1": sv, "EN": en, strings.Repeat("x,", 20_000) + "sv": sv,
	} {
		got := s.call(request{method: "GET", path: "/api/v1/practices/none", header: map[string]string{"Accept-Language": header}})
		if p := got.refused(404); p.Title != want || got.header.Get("Content-Language") == "" {
			t.Errorf("%.30q: %q", header, p.Title)
		}
	}
	if p := s.get("/api/v1/practices/none?lang=sv").refused(404); p.Title != sv {
		t.Errorf("without the header lang decides: %q", p.Title)
	}
	rows := map[string]bool{}
	for _, lang := range []string{"fi", "sv", "en"} {
		p := s.call(request{method: "GET", path: "/api/v1/practices?colour=red", header: map[string]string{"Accept-Language": lang}}).refused(422)
		rows[p.Problems[0].Message+p.Detail] = true
	}
	if len(rows) != 3 {
		t.Errorf("%v", rows)
	}
}

func TestUnknownAddressesAndMethodsAreRefusedAsProblems(t *testing.T) {
	s := newService(t)
	for _, path := range []string{"/api/v1/none", "/api/v2/practices", "/api", "/api/v1", "/api/v1/practices/x/submit/y", "/api/v1/vocabularies", "/api/v1/practices/"} {
		got := s.get(path)
		got.refused(404)
		if !Answers(path) {
			t.Errorf("%s is not said to be ours", path)
		}
	}
	token := s.token("editor of vantaa")
	for _, path := range []string{"/api/v1/practices/x/submit", "/api/v1/practices/x/return", "/api/v1/roadmaps/x/measurements"} {
		s.call(request{method: "POST", path: path, token: token, body: "{}"}).refused(404)
	}
	for path, method := range map[string]string{"/api/v1/practices": "DELETE", "/api/v1/practices/x": "PATCH", "/api/v1/roadmaps/assemble": "DELETE", "/healthz": "POST", "/api/v1/practices/x/publish": "GET"} {
		got := s.call(request{method: method, path: path})
		got.refused(405)
		if got.header.Get("Allow") == "" {
			t.Errorf("%s %s does not say what is allowed", method, path)
		}
	}
	for _, path := range []string{"/", "/fi", "/fi/practices", "/apis", "/healthzz"} {
		if Answers(path) {
			t.Errorf("%s is said to be ours", path)
		}
	}
}

func TestAFaultOfOursIsLoggedOnceAndNotShown(t *testing.T) {
	s := newService(t)
	id := s.published("Kerho", "vantaa")
	s.must(s.store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update practice_versions set body = 'secret words' where practice = $1`, id)
		return err
	}))
	got := s.call(request{method: "GET", path: "/api/v1/practices/" + id, header: map[string]string{"Accept-Language": "en"}})
	p := got.refused(http.StatusInternalServerError)
	if p.Request == "" || p.Request != got.header.Get(echo.HeaderXRequestID) || len(p.Problems) != 0 {
		t.Errorf("%+v, %v", p, got.header)
	}
	for _, word := range []string{"secret", "invalid character", "stored", "practice", "json"} {
		if strings.Contains(strings.ToLower(string(got.body)), word) {
			t.Errorf("the answer shows %q: %s", word, got.body)
		}
	}
	if log := s.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, p.Request) || !strings.Contains(log, "stored practice") {
		t.Errorf("the log says %q", log)
	}
	s.log.Reset()
	s.get("/api/v1/practices/none").refused(404)
	s.get("/api/v1/practices?limit=1000").refused(422)
	if s.log.Len() != 0 {
		t.Errorf("a client's fault is logged: %q", s.log)
	}
}

func TestEveryErrorHasItsStatusAndItsWords(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	problems := i18n.Problems{{Path: "title", Key: "required"}}
	statuses := map[int]bool{}
	for _, c := range []struct {
		err    error
		status int
	}{
		{store.ErrNotFound, 404}, {store.ErrConflict, 409}, {store.ErrFull, 507}, {store.ErrClosed, 503}, {account.ErrDenied, 403}, {account.ErrUnknown, 401},
		{problems, 422}, {i18n.Problems{{Key: "not_json"}}, 400}, {i18n.Problems{{Key: "not_utf8"}}, 400}, {i18n.Problems{{Key: "file_too_large"}}, 413},
		{&http.MaxBytesError{Limit: 4 << 20}, 413}, {errNoToken, 401}, {errBadToken, 401}, {errStale, 412}, {errNoMatch, 428}, {errBusy, 503},
		{&refusal{415, "media_type", []any{"Known", "a"}}, 415}, {&refusal{400, "broken_off", nil}, 400}, {context.Canceled, 503}, {context.DeadlineExceeded, 503},
		{echo.ErrNotFound, 404}, {echo.ErrMethodNotAllowed, 405}, {echo.ErrBadRequest, 400}, {echo.ErrInternalServerError, 500}, {echo.ErrServiceUnavailable, 503},
		{errors.New("anything"), 500},
	} {
		r := refusalOf(fmt.Errorf("doing something: %w", c.err))
		statuses[r.status] = true
		if r.status != c.status {
			t.Errorf("%v: %d, want %d", c.err, r.status, c.status)
		}
		for _, lang := range i18n.Langs() {
			key := "api." + r.kind
			title, detail := messages.T(lang, key+".title"), messages.T(lang, key+".detail", r.args...)
			if title == key+".title" || detail == key+".detail" || strings.Contains(detail, "<no value>") {
				t.Errorf("%s in %s: %q, %q", key, lang, title, detail)
			}
		}
	}
	for _, o := range described(t).operations() {
		for status := range o.tree["responses"].(map[string]any) {
			if status >= "400" && !slices.Contains([]string{"503"}, status) && !statuses[number(t, status)] {
				t.Errorf("%s %s is described to answer %s, which no error leads to", o.method, o.path, status)
			}
		}
	}
}

func number(t *testing.T, s string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}
