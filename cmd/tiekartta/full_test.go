//go:build unix

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A disk without room is a limit on the size of files that a child process may
// write. Go programs are told of it by an error and not ended by SIGXFSZ.

// limited is a command of the program whose files cannot grow beyond that many
// bytes, in steps of 512.
func limited(t testing.TB, most int, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", `ulimit -f "$0" && exec "$@"`, strconv.Itoa(most / 512), program(t)}, args...)...)
	cmd.Env = environment()
	return cmd
}

// manyPractices is a bundle that is several megabytes in a database.
func manyPractices(n int) string {
	var b strings.Builder
	b.WriteString(`{"format": "tiekartta/1", "organisations": [{"id": "many", "name": {"fi": "Monta"}, "type": "state"}], "practices": [`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"id": "many-%d", "organisation": "many", "state": "published", "version": 1, "domains": ["work"], "title": {"fi": "Numero %d"},
			"summary": {"fi": %q}, "challenge": {"fi": %q}}`, i, i, strings.Repeat("sana ", 290), strings.Repeat("toinen ", 440))
	}
	b.WriteString("]}")
	return b.String()
}

func TestImportThatDoesNotFitChangesNothing(t *testing.T) {
	t.Parallel()
	data := filled(t)
	before := does(t, data, "export")
	many := written(t, "many.json", manyPractices(250))
	for _, most := range []int{0, 4 << 10, 32 << 10, 64 << 10, 512 << 10, 1 << 20} {
		got := ends(t, limited(t, most, "import", many, "-data", data))
		refusedWith(t, got, []string{"import within", strconv.Itoa(most)}, "no room left on the disk", data)
		does(t, data, "check")
		if does(t, data, "export") != before {
			t.Fatalf("an import that did not fit into %d bytes left something", most)
		}
	}
	does(t, data, "import", many)
	does(t, data, "check")
	if after := does(t, data, "practice", "list"); strings.Count(after, "\nmany-") != 250 {
		t.Error("the same import with room does not work afterwards")
	}
}

func TestFirstStartWithoutRoomSaysSoAndCanBeRepeated(t *testing.T) {
	t.Parallel()
	for _, most := range []int{0, 16 << 10, 64 << 10, 256 << 10} {
		data := t.TempDir()
		got := ends(t, limited(t, most, "serve", "-addr", "127.0.0.1:0", "-data", data))
		refusedWith(t, got, []string{"serve within", strconv.Itoa(most)}, "no room left on the disk")
		s := started(t, data)
		if n := practicesIn(s); n < 25 {
			t.Errorf("after a first start within %d bytes there are %d entries", most, n)
		}
		s.stop()
		does(t, data, "check")
	}
}

func TestServiceWithoutRoomRefusesWritesAndGoesOnReading(t *testing.T) {
	t.Parallel()
	data := filled(t)
	token := strings.TrimSpace(does(t, data, "token", "add", "-organisation", "092", "-role", "editor"))
	s := beginCommand(t, limited(t, 700<<10, "serve", "-addr", "127.0.0.1:0", "-data", data))
	s.ready()
	var there []string
	refusedOne := ""
	for i := 0; refusedOne == "" && i < 500; i++ {
		body := map[string]any{
			"title": map[string]string{"fi": fmt.Sprint("Kirjoitus ", i)}, "summary": map[string]string{"fi": strings.Repeat("sana ", 290)},
		}
		got, err := s.ask("POST", "/api/v1/practices", body, bearer(token)...)
		switch {
		case err != nil:
			t.Fatal(err)
		case got.status == http.StatusCreated:
			there = append(there, fmt.Sprint("kirjoitus-", i))
		case got.status == http.StatusInsufficientStorage:
			refusedOne = fmt.Sprint("kirjoitus-", i)
			if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
				t.Errorf("it was refused as %s", kind)
			}
		default:
			t.Fatalf("write %d was answered with %d: %s", i, got.status, got.body)
		}
	}
	if refusedOne == "" || len(there) == 0 {
		t.Fatalf("%d writes were taken, %q was refused", len(there), refusedOne)
	}
	for _, path := range []string{"/fi", "/fi/practices/smile", "/api/v1/practices?q=koulu", "/readyz"} {
		s.get(path)
	}
	s.stop()
	does(t, data, "check")
	list := "\n" + does(t, data, "practice", "list")
	for _, id := range there {
		if !strings.Contains(list, "\n"+id+"\t") {
			t.Errorf("%s was acknowledged and is not there", id)
		}
	}
	if strings.Contains(list, "\n"+refusedOne+"\t") {
		t.Errorf("%s was refused and is there", refusedOne)
	}
}

func TestFileThatDoesNotFitLeavesTheOldOne(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	for name, args := range map[string][]string{
		"all.json": {"export", "-o"}, "all.zip": {"export", "-o"}, "copy.zip": {"backup"},
		"smile.html": {"practice", "export", "smile", "-format", "html", "-o"},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("the old one"), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path, "-data", data)
		// Room for the database's own small files and not for this one.
		got := ends(t, limited(t, 33<<10, args...))
		refusedWith(t, got, args, "no room left on the disk")
		if contents(t, path) != "the old one" {
			t.Errorf("%s was overwritten by a part", name)
		}
	}
	refuses(t, data, []string{"export", "-o", filepath.Join(folder, "nowhere", "all.json")}, "nowhere")
	for _, where := range []string{folder, data} {
		entries, err := os.ReadDir(where)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.Contains(e.Name(), ".part-") || strings.HasPrefix(e.Name(), "backup-") {
				t.Errorf("%s is left", filepath.Join(where, e.Name()))
			}
		}
	}
}
