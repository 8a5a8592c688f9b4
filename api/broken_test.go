package api

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestBrokenBodiesAreRefusedWithTheirPlaceAndChangeNothing(t *testing.T) {
	s := newService(t)
	id, mine, token := s.fresh("draft"), s.fresh("plan"), s.token("administrator of vantaa")
	targets := []struct{ method, path string }{
		{"POST", "/practices"}, {"PUT", "/practices/" + id}, {"POST", "/roadmaps"}, {"PUT", "/roadmaps/" + mine}, {"POST", "/roadmaps/assemble"},
	}
	for name, c := range map[string]struct {
		body   string
		status int
		names  string // what the refusal names, empty where it differs by target
	}{
		"nothing":              {"", 400, "line 1 not_json"},
		"half a body":          {`{"title":{"fi":"K`, 400, "line 1 not_json"},
		"two values":           {`{} {}`, 400, "line 1 not_json"},
		"no JSON on line 3":    {"{\n\n title: 1}", 400, "line 3 not_json"},
		"not UTF-8":            {"{\"title\":{\"fi\":\"K\xffsi\"}}", 400, "line 1 not_utf8"},
		"half of a code point": {"{\n\"title\":{\"fi\":\"\xc3\"}}", 400, "line 2 not_utf8"},
		"UTF-16":               {"\xff\xfe{\x00}\x00", 400, "line 1 not_utf8"},
		"deep nesting":         {strings.Repeat(`{"title":`, 100_000), 400, ""},
		"deep lists":           {strings.Repeat("[", 100_000), 400, ""},
		"a list":               {"[]", 422, "wrong_type"},
		"a text":               {`"title"`, 422, "wrong_type"},
		"unknown field":        {`{"titel":{"fi":"Kerho"}}`, 422, "titel unknown_field"},
		"unknown capitals":     {`{"Title":{"fi":"Kerho"}}`, 422, "Title unknown_field"},
		"field twice":          {`{"period":{"start":"2027"},"period":{"start":"2028"}}`, 422, "period field_twice"},
		"wrong type":           {`{"title":7}`, 422, "title wrong_type"},
		"null bytes":           {"\x00\x00\x00", 400, ""},
		"too large":            {`{"title":{"fi":"` + strings.Repeat("a", 5<<20) + `"}}`, 413, ""},
	} {
		for _, target := range targets {
			before := s.newest()
			got := s.call(request{method: target.method, path: prefix + target.path, token: token, body: c.body, header: map[string]string{"If-Match": `"r1"`}})
			p := got.refused(c.status)
			if c.names != "" && !slices.Contains(p.names(), c.names) {
				t.Errorf("%s, %s %s: %v, want %s", name, target.method, target.path, p.names(), c.names)
			}
			if s.newest() != before {
				t.Errorf("%s, %s %s: something was written", name, target.method, target.path)
			}
		}
	}
}

func TestEveryProblemOfABodyIsNamedByItsPath(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for body, want := range map[string][]string{
		`{"title":{"fi":"K"},"results":[{"id":"a"},{"id":"b","sorce":"x"}]}`:                        {"results[1].sorce unknown_field"},
		`{"title":{"fi":"K","de":"L"},"reach":{"actual":1.5},"results":"none"}`:                     {"title.de unknown_field", "reach.actual wrong_type", "results wrong_type"},
		`{"title":{"fi":"K"},"reach":{"actual":99999999999999999999},"funding":[{"amount":1e999}]}`: {"reach.actual wrong_type", "funding[0].amount wrong_type"},
		`{"title":{"fi":"K"},"maturity":"best","domains":["work","wrk"],"municipalities":["999"]}`:  {"maturity unknown_value", "domains[1] unknown_value", "municipalities[0] unknown_municipality"},
		`{"summary":{"fi":"K"}}`: {"title required"},
		`{"title":{"fi":"K"},"results":[{"id":"a","measure":"share","value":130,"source":"s9"}]}`: {"results[0].source unknown_reference", "results[0].value not_a_share", "results[0].base share_needs_base"},
	} {
		before := s.newest()
		p := s.call(request{method: "POST", path: "/api/v1/practices", token: token, body: body}).refused(422)
		if names := p.names(); !slices.Equal(names, want) {
			t.Errorf("%s: %v", body, names)
		}
		if s.newest() != before {
			t.Errorf("%s was written", body)
		}
	}
	p := s.call(request{method: "POST", path: "/api/v1/roadmaps", token: token, body: `{"title":{"fi":"K"},"state":"consultation","sections":[{"id":"s","goals":[{"id":"g","actions":[{"id":"a","practice":{"id":"none","version":1}}]}]}]}`}).refused(422)
	if want := []string{"period.start required", "period.end required", "sections[0].goals[0].actions[0].practice.id unknown_reference"}; !slices.Equal(p.names(), want) {
		t.Errorf("%v", p.names())
	}
}

func TestARefusalNamesAtMostTwoHundredProblemsAndTellsHowManyThereAre(t *testing.T) {
	s := newService(t)
	body := `{"title":{"fi":"K"},"domains":[` + strings.Repeat(`"x",`, 999) + `"x"]}`
	p := s.call(request{method: "POST", path: "/api/v1/practices", token: s.token("editor of vantaa"), body: body, header: map[string]string{"Accept-Language": "en"}}).refused(422)
	if len(p.Problems) != 200 || !strings.Contains(p.Detail, "1001") {
		t.Errorf("%d problems: %s", len(p.Problems), p.Detail)
	}
}

func TestOnlyUncompressedUTF8OfTheRightTypeIsRead(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for _, header := range []map[string]string{
		{"Content-Type": ""}, {"Content-Type": "text/plain"}, {"Content-Type": "application/jsonp"}, {"Content-Type": "application/json; charset=iso-8859-1"},
		{"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/json;;"}, {"Content-Encoding": "gzip"},
	} {
		before := s.newest()
		s.call(request{method: "POST", path: "/api/v1/practices", token: token, body: draft("Kerho"), header: header}).refused(415)
		if s.newest() != before {
			t.Errorf("%v was read", header)
		}
	}
	s.call(request{
		method: "POST", path: "/api/v1/practices", token: token, body: draft("Kerho"), header: map[string]string{"Content-Type": "application/json; charset=UTF-8"},
	}).in(201, nil)
	p := s.call(request{method: "POST", path: "/api/v1/roadmaps/import", body: "x", header: map[string]string{"Content-Type": "application/pdf", "Accept-Language": "en"}}).refused(415)
	if !strings.Contains(p.Detail, "text/markdown") {
		t.Errorf("the refusal does not say what there is: %s", p.Detail)
	}
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	body := io.MultiReader(strings.NewReader(`{"title":`), failing{})
	q := httptest.NewRequest(http.MethodPost, "/api/v1/practices", body)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, q)
	if w.Code != http.StatusBadRequest {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection lost") }

func TestHostileFilesAreRefusedInBoundedTimeWithTheirPlace(t *testing.T) {
	s := newService(t)
	before := s.newest()
	for name, c := range map[string]struct {
		media  string
		body   []byte
		status int
	}{
		"10 MB of one line":   {"text/plain", bytes.Repeat([]byte("a"), 10_000_000), 422},
		"10 MB of one cell":   {"text/csv", bytes.Repeat([]byte("a"), 10_000_000), 422},
		"12 MB":               {"text/markdown", bytes.Repeat([]byte("a\n"), 6<<20), 413},
		"17 MB":               {"text/plain", bytes.Repeat([]byte("a\n"), 17<<19), 413},
		"17 MB of JSON":       {"application/json", bytes.Repeat([]byte(" "), 17<<20), 413},
		"nothing":             {"text/plain", nil, 422},
		"not UTF-8":           {"text/html", []byte("<p>\xe4iti</p>"), 422},
		"four columns":        {"text/markdown", []byte("# Work\n\n| Goal | Action | Schedule | Indicator |\n|---|---|---|---|\n| a | b | 2027 | c |\n"), 422},
		"no table":            {"text/plain", []byte("Hello\n"), 422},
		"JSON without format": {"application/json", []byte("{}"), 422},
		"JSON of two":         {"application/json", []byte(`{"format":"tiekartta/1","roadmaps":[{"id":"a"},{"id":"b"}]}`), 422},
		"half JSON":           {"application/json", []byte(`{"format":`), 400},
		"deep HTML":           {"text/html", bytes.Repeat([]byte("<div>"), 200_000), 422},
	} {
		p := s.call(request{method: "POST", path: "/api/v1/roadmaps/import", body: c.body, header: map[string]string{"Content-Type": c.media}})
		if p.status != c.status {
			t.Errorf("%s: %d %.300s", name, p.status, p.body)
			continue
		}
		if got := p.refused(c.status); c.status == 422 && (len(got.Problems) == 0 || got.Problems[0].Message == "") {
			t.Errorf("%s: no problem is named", name)
		}
	}
	if s.newest() != before {
		t.Error("something was written")
	}
}
