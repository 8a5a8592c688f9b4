package main

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// catalogueIn is what a data folder holds: everything as a bundle, and the
// files beside the database, by name.
func catalogueIn(t testing.TB, data string) (got outcome, held string) {
	t.Helper()
	got = tool(t, data, "export")
	if got.status != done {
		return got, ""
	}
	held = got.out
	err := filepath.WalkDir(filepath.Join(data, filesFolder), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			held += strings.TrimPrefix(path, data) + ": " + contents(t, path) + "\n"
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, held
}

// replacing is a data folder that a killed service has left with its last
// writes in the log, and a backup of another catalogue.
type replacing struct {
	t        *testing.T
	data     string
	backup   string
	old, new string // what the catalogues hold
}

func newReplacing(t *testing.T) *replacing {
	r := &replacing{t: t, data: t.TempDir(), backup: filepath.Join(t.TempDir(), "copy.zip")}
	other := filled(t)
	for folder, text := range map[string]string{r.data: "old", other: "new"} {
		path := filepath.Join(folder, filesFolder, "ab", "picture.png")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(other, filesFolder, "new.png"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	does(t, other, "backup", r.backup)
	_, r.new = catalogueIn(t, other)
	token := strings.TrimSpace(does(t, r.data, "token", "add", "-organisation", "092", "-role", "editor"))
	s := started(t, r.data, "-empty")
	s.must(201, "POST", "/api/v1/practices", content("written-last", 1), bearer(token)...)
	s.kill()
	_, r.old = catalogueIn(t, copied(t, r.data))
	if log, err := os.Stat(filepath.Join(r.data, databaseFile+"-wal")); err != nil || log.Size() == 0 {
		t.Fatalf("the killed service has left no log (%v)", err)
	}
	if r.old == r.new || !strings.Contains(r.old, "written-last") {
		t.Fatal("the catalogues do not differ")
	}
	return r
}

// killed begins to restore into a copy of the data and kills that: after some
// time, or as soon as something is seen of the replacing itself.
func (r *replacing) killed(i int) (data string) {
	r.t.Helper()
	data = copied(r.t, r.data)
	cmd := exec.Command(program(r.t), "restore", r.backup, "-data", data)
	cmd.Env = environment()
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	if i%4 == 0 {
		time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
	} else {
		seen := func() bool {
			aside, _ := filepath.Glob(filepath.Join(data, "replaced-*"))
			unfinished, _ := filepath.Glob(filepath.Join(data, "*unfinished*"))
			return len(aside)+len(unfinished) > 0
		}
		for over := false; !over && !seen(); {
			select {
			case <-ended:
				over = true
			default:
			}
		}
		time.Sleep(time.Duration(rand.IntN(1+3000*(i%4))) * time.Microsecond)
	}
	cmd.Process.Kill()
	<-ended
	return data
}

const interrupted = "was interrupted. Run it again: tiekartta restore FILE"

// TestKilledRestoreLeavesTheOldOrTheNew kills restore at random moments. What
// is there afterwards is the old catalogue or the new one, or the program says
// that it is neither and what to do; the old one is never lost.
func TestKilledRestoreLeavesTheOldOrTheNew(t *testing.T) {
	t.Parallel()
	r := newReplacing(t)
	outcomes := map[string]int{}
	for i := range rounds(t) {
		data := r.killed(i)
		got, held := catalogueIn(t, data)
		switch {
		case got.status == done && held == r.old:
			outcomes["old"]++
			does(t, data, "restore", r.backup)
		case got.status == done && held == r.new:
			outcomes["new"]++
		case strings.Contains(got.err, interrupted):
			outcomes["unfinished"]++
			refuses(t, data, []string{"serve", "-addr", "127.0.0.1:0"}, interrupted, data)
			refuses(t, data, []string{"import", r.backup}, interrupted, data)
			does(t, data, "restore", r.backup)
		default:
			t.Fatalf("after kill %d there is another catalogue: exit %d, %s\n%s", i+1, got.status, got.err, beginning(held))
		}
		if _, held := catalogueIn(t, data); held != r.new {
			t.Fatalf("kill %d, then a whole restore: another catalogue: %s", i+1, beginning(held))
		}
		r.onlyWhatBelongs(data)
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	t.Log(outcomes)
}

// onlyWhatBelongs looks whether the old catalogue is kept and nothing else left.
func (r *replacing) onlyWhatBelongs(data string) {
	r.t.Helper()
	entries, err := os.ReadDir(data)
	if err != nil {
		r.t.Fatal(err)
	}
	kept := 0
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case strings.HasPrefix(name, "replaced-"):
			if _, held := catalogueIn(r.t, filepath.Join(data, name)); held == r.old {
				kept++
			} else {
				r.t.Errorf("%s holds another catalogue: %s", name, beginning(held))
			}
		case strings.HasPrefix(name, databaseFile), strings.HasPrefix(name, lockFile), name == filesFolder, name == indexFolder:
		default:
			r.t.Errorf("%s is left", name)
		}
	}
	if kept != 1 {
		r.t.Errorf("the old catalogue is kept %d times", kept)
	}
}

func TestRestoreKeepsADamagedDatabaseWithItsLog(t *testing.T) {
	t.Parallel()
	r := newReplacing(t)
	database := filepath.Join(r.data, databaseFile)
	spoil(t, []string{database, database + "-wal"}, func(text []byte) []byte { return append([]byte("not a database!!"), text[16:]...) })
	before := []string{contents(t, database), contents(t, database+"-wal")}
	does(t, r.data, "restore", r.backup)
	if _, held := catalogueIn(t, r.data); held != r.new {
		t.Errorf("there is another catalogue: %s", beginning(held))
	}
	kept, err := filepath.Glob(filepath.Join(r.data, "replaced-*", databaseFile))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept are %v (%v)", kept, err)
	}
	for i, ending := range []string{"", "-wal"} {
		if contents(t, kept[0]+ending) != before[i] {
			t.Errorf("%s is another than it was", kept[0]+ending)
		}
	}
}

func TestRestoreIntoAnEmptyFolderKeepsNothing(t *testing.T) {
	t.Parallel()
	data, copied := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "copy.zip")
	does(t, filled(t), "backup", copied)
	if got := tool(t, data, "restore", copied); got.status != done || !strings.HasSuffix(got.err, ": –\n") {
		t.Errorf("exit %d, %s", got.status, got.err)
	}
	if entries, err := filepath.Glob(filepath.Join(data, "re*")); err != nil || len(entries) != 0 {
		t.Errorf("left are %v (%v)", entries, err)
	}
}

func TestRestoreThatCannotMoveTheOldDataLeavesThemInPlace(t *testing.T) {
	t.Parallel()
	r := newReplacing(t)
	inTheWay := filepath.Join(r.data, "replaced-before", databaseFile+"-wal")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.data, restoreMark), []byte(`{"kept": "replaced-before"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, r.data, []string{"practice", "list"}, interrupted)
	refuses(t, r.data, []string{"restore", r.backup}, inTheWay)
	if _, held := catalogueIn(t, r.data); held != r.old {
		t.Errorf("there is another catalogue: %s", beginning(held))
	}
}
