package api

import (
	"net/http/httptest"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// measured asks for the metrics from an address, as a header says for another.
func (s *service) measured(from, forwarded string) (status int, text string) {
	s.t.Helper()
	q := httptest.NewRequestWithContext(s.t.Context(), "GET", "/metrics", nil)
	q.RemoteAddr = from
	if forwarded != "" {
		q.Header.Set("X-Forwarded-For", forwarded)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, q)
	return w.Code, w.Body.String()
}

func TestMetricsAreForTheMachineAndThoseWhomTheOperatorNames(t *testing.T) {
	s := newService(t)
	s.handler.IPExtractor = echo.ExtractIPDirect()
	for _, ask := range []struct {
		from, forwarded string
		status          int
	}{
		{"127.0.0.1:9", "", 200},
		{"[::1]:9", "", 200},
		{"192.0.2.1:9", "", 404},
		{"127.0.0.1:9", "192.0.2.1", 404}, // a proxy that nobody has named
		{"192.0.2.1:9", "127.0.0.1", 404},
	} {
		if status, text := s.measured(ask.from, ask.forwarded); status != ask.status {
			t.Errorf("%+v: %d %s", ask, status, text)
		}
	}
	s.api.Measuring = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	if status, _ := s.measured("192.0.2.1:9", ""); status != 200 {
		t.Errorf("one whom the operator names: %d", status)
	}
	if status, _ := s.measured("198.51.100.1:9", ""); status != 404 {
		t.Errorf("another: %d", status)
	}
}

func TestMetricsTellOfIndexAndSearches(t *testing.T) {
	s := newStarter(t)
	s.get("/api/v1/practices?q=työ&lang=fi").in(200, nil)
	s.get("/api/v1/practices?q=zzqqxx&lang=fi").in(200, nil)
	_, text := s.measured("127.0.0.1:9", "")
	for _, line := range []string{
		"tiekartta_search_index_generation 1", `tiekartta_search_index_documents{kind="practice"} [1-9][0-9]+`,
		"tiekartta_search_index_position [1-9][0-9]*", "tiekartta_search_index_bytes [1-9][0-9]*", "tiekartta_search_index_rebuilds_total [0-9]+",
		"tiekartta_search_index_damages_total 0", `tiekartta_searches_total{outcome="hits"} 1`, `tiekartta_searches_total{outcome="none"} 1`,
		`tiekartta_searches_total{outcome="failed"} 0`, `tiekartta_search_duration_seconds_bucket{le="\+Inf"} 2`,
		"tiekartta_search_duration_seconds_count 2", `tiekartta_search_data_file_info{name="vectors.bin",version="[0-9a-f]{12}"} 1`,
		`tiekartta_search_index_state{state="following"} 1`,
	} {
		if !regexp.MustCompile("(?m)^" + line + "$").MatchString(text) {
			t.Errorf("no line %s in\n%s", line, text)
		}
	}
	for line := range strings.Lines(text) {
		if !regexp.MustCompile(`^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{[a-z0-9]+="[^"]*"(,[a-z0-9]+="[^"]*")*\})? [0-9.e+-]+)\n$`).MatchString(line) {
			t.Errorf("not the format: %q", line)
		}
	}
}

func TestReadinessTellsWhichDataAreInUse(t *testing.T) {
	s := newService(t)
	var r readiness
	s.get("/readyz").in(200, &r)
	names := map[string]bool{}
	for _, f := range r.Data {
		names[f.Name] = len(f.Version) == 12
	}
	for _, name := range []string{"words-fi.txt.gz", "words-sv.txt.gz", "words-en.txt.gz", "vectors.bin", "stop.txt", "thesaurus.ttl"} {
		if !names[name] {
			t.Errorf("%s is not told: %+v", name, r.Data)
		}
	}
	if r.State != "following" || len(r.Missing) > 0 || r.Progress != nil {
		t.Errorf("%+v", r)
	}
}
