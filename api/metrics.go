package api

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/search"
	"tiekartta/store"
)

// metrics answers what a Prometheus server collects, to the machine itself and
// to those whom the operator names.
func (a *API) metrics(c echo.Context) error {
	if !a.mayMeasure(c) {
		return store.ErrNotFound
	}
	newest, err := a.Store.Newest(c.Request().Context())
	if err != nil {
		return err
	}
	return sendBytes(c, http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", measured(newest, a.Index.Status()))
}

// mayMeasure tells whether metrics are for whoever asks. Behind a proxy that
// nobody has named, all come from its address.
func (a *API) mayMeasure(c echo.Context) bool {
	from, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return false
	}
	host, _, err := net.SplitHostPort(c.Request().RemoteAddr)
	if err != nil || host == c.RealIP() && forwarded(c.Request().Header) {
		return false
	}
	from = from.Unmap()
	return from.IsLoopback() || slices.ContainsFunc(a.Measuring, func(p netip.Prefix) bool { return p.Contains(from) })
}

// forwarded tells whether a proxy says that it asks for somebody else.
func forwarded(h http.Header) bool {
	return slices.ContainsFunc([]string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"}, func(name string) bool { return h.Get(name) != "" })
}

// measures writes the text format of Prometheus.
type measures struct{ strings.Builder }

// describe begins a measure: its type is counter, gauge or histogram.
func (m *measures) describe(name, kind, help string) {
	fmt.Fprintf(m, "# HELP tiekartta_%s %s\n# TYPE tiekartta_%s %s\n", name, help, name, kind)
}

// add writes a value; labels are as they stand between braces.
func (m *measures) add(name, labels string, value any) {
	if labels != "" {
		labels = "{" + labels + "}"
	}
	fmt.Fprintf(m, "tiekartta_%s%s %v\n", name, labels, value)
}

func (m *measures) one(name, kind, help string, value any) {
	m.describe(name, kind, help)
	m.add(name, "", value)
}

func measured(newest int64, s search.Status) []byte {
	m := &measures{}
	m.one("database_position", "gauge", "Position of the newest change in the database.", newest)
	m.one("search_index_position", "gauge", "Position up to which the search index has followed.", s.Position)
	m.one("search_index_generation", "gauge", "Number of the search index in use.", s.Generation)
	m.describe("search_index_documents", "gauge", "Documents in the search index.")
	for _, kind := range slices.Sorted(maps.Keys(s.Documents)) {
		m.add("search_index_documents", fmt.Sprintf("kind=%q", kind), s.Documents[kind])
	}
	m.one("search_index_bytes", "gauge", "Room that the search index takes on the disk.", s.Bytes)
	m.describe("search_index_state", "gauge", "1 for what the search index is at.")
	for _, state := range []search.State{search.StateFollowing, search.StateBuilding, search.StateDamaged} {
		value := 0
		if s.State == state {
			value = 1
		}
		m.add("search_index_state", fmt.Sprintf("state=%q", state), value)
	}
	m.one("search_index_rebuilds_total", "counter", "Times the search index was built anew.", s.Rebuilds)
	m.one("search_index_damages_total", "counter", "Times the search index was found damaged.", s.Damages)
	m.describe("search_data_file_info", "gauge", "Files of language data in use.")
	for _, f := range s.Data {
		m.add("search_data_file_info", fmt.Sprintf("name=%q,version=%q", f.Name, f.Version), 1)
	}
	m.one("search_data_files_missing", "gauge", "Files of language data that could not be read.", len(s.Missing))
	m.searches(s.Searches)
	return []byte(m.String())
}

func (m *measures) searches(s search.Searches) {
	m.describe("searches_total", "counter", "Searches by what came of them.")
	m.add("searches_total", `outcome="hits"`, s.Hits)
	m.add("searches_total", `outcome="none"`, s.None)
	m.add("searches_total", `outcome="failed"`, s.Failed)
	m.describe("search_duration_seconds", "histogram", "How long searches took.")
	all := s.Hits + s.None + s.Failed
	for i, bound := range search.SearchBounds() {
		m.add("search_duration_seconds_bucket", fmt.Sprintf("le=%q", fmt.Sprint(bound.Seconds())), s.Within[i])
	}
	m.add("search_duration_seconds_bucket", `le="+Inf"`, all)
	m.add("search_duration_seconds_sum", "", s.Took.Round(time.Microsecond).Seconds())
	m.add("search_duration_seconds_count", "", all)
}
