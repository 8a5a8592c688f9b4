package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// inside runs "serve" within the test, so that the race detector sees it. stop
// ends it and returns its exit status.
func inside(t *testing.T, data string) (s *service, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, to := io.Pipe()
	var said strings.Builder
	ended := make(chan int, 1)
	go func() {
		getenv := func(string) string { return "" }
		ended <- run(ctx, []string{"serve", "-addr", "127.0.0.1:0", "-data", data}, getenv, streams{out: to, err: &said})
		to.Close()
	}()
	stop = sync.OnceValue(func() int {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { stop() })
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("serve ended with %d: %s", stop(), said.String())
	}
	go io.Copy(io.Discard, lines) // until serve ends: it says more, and would wait for a reader
	_, address, _ := strings.Cut(strings.TrimSpace(line), "listening on ")
	client := &http.Client{Timeout: longestCommand, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	return &service{t: t, url: address, client: client}, stop
}

// read are the pages, without their language, and the calls that a crowd reads.
func read() (pages, calls []string) {
	draft := "?" + url.Values{
		"title": {"Plan"}, "municipality": {"092"}, "period": {"2027-2030"}, "practice": {"smile@1", "tempo-orchestra@1"},
	}.Encode()
	pages = []string{
		"", "/practices", "/practices?q=koulu", "/practices?q=arbete&domain=work", "/practices/smile", "/practices/smile/export.html", "/roadmaps",
		"/roadmaps/draft" + draft, "/roadmaps/draft/export.html" + draft, "/roadmaps/draft/export.csv" + draft, "/accessibility",
	}
	calls = []string{
		"/api/v1/practices?q=coaching&lang=en", "/api/v1/practices/smile", "/api/v1/practices/smile/similar", "/api/v1/roadmaps",
		"/api/v1/organisations", "/readyz", "/api/v1/vocabularies/domain",
	}
	return pages, calls
}

// Many do everything at once: read pages and files, search, assemble, write,
// while commands import and back up. Nothing may fail, and the race detector,
// where it is on, must find nothing.
func TestServiceBearsACrowd(t *testing.T) {
	data := t.TempDir()
	s, stop := inside(t, data)
	token := strings.TrimSpace(does(t, data, "token", "add", "-organisation", "092", "-role", "editor"))
	pages, calls := read()
	until := time.Now().Add(2 * time.Second)
	var crowd sync.WaitGroup
	member := func(act func(n int) error) {
		crowd.Go(func() {
			for n := 0; time.Now().Before(until); n++ {
				if err := act(n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	expect := func(status int, method, path string, body any, header ...string) error {
		got, err := s.ask(method, path, body, header...)
		if err == nil && got.status != status {
			err = fmt.Errorf("%s %s: %d %s", method, path, got.status, beginning(got.body))
		}
		return err
	}
	for range 3 {
		member(func(int) error {
			lang := []string{"/fi", "/sv", "/en"}[rand.IntN(3)]
			return expect(http.StatusOK, "GET", lang+pages[rand.IntN(len(pages))], nil)
		})
		member(func(int) error { return expect(http.StatusOK, "GET", calls[rand.IntN(len(calls))], nil) })
	}
	for c := range 2 {
		member(func(n int) error {
			p := content(fmt.Sprintf("w%d-%d", c, n), n)
			if err := expect(http.StatusCreated, "POST", "/api/v1/practices", p, bearer(token)...); err != nil {
				return err
			}
			return expect(http.StatusOK, "POST", "/api/v1/practices/"+p.ID+"/publish", nil, bearer(token)...)
		})
	}
	aside := t.TempDir()
	member(func(n int) error {
		for _, args := range [][]string{
			{"backup", filepath.Join(aside, fmt.Sprintf("copy-%d.zip", n))},
			{"roadmap", "import", "-title", "Plan", "-organisation", "905", "-period", "2026-2028", "../../exchange/testdata/programme-en.txt"},
		} {
			if got := tool(t, data, args...); got.status != done {
				return fmt.Errorf("tiekartta %q: %s", args, got.err)
			}
		}
		return nil
	})
	crowd.Wait()
	if status := stop(); status != done {
		t.Errorf("serve ended with %d", status)
	}
	does(t, data, "check")
}
