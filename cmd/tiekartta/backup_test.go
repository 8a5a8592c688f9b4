package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestBackupWhileOthersWriteIsWhole(t *testing.T) {
	t.Parallel()
	data, copy := filled(t), filepath.Join(t.TempDir(), "copy.zip")
	token := strings.TrimSpace(does(t, data, "token", "add", "-organisation", "092", "-role", "editor"))
	s := started(t, data)
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	var clients sync.WaitGroup
	stop := make(chan struct{})
	for c := range 4 {
		clients.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				p := content(fmt.Sprintf("w%d-%d", c, n), n)
				got, err := s.ask(http.MethodPost, "/api/v1/practices", p, bearer(token)...)
				if err != nil || got.status != http.StatusCreated {
					t.Errorf("%d %v", got.status, err)
					return
				}
				mu.Lock()
				acknowledged[p.ID] = true
				mu.Unlock()
			}
		})
	}
	for range 2 { // the second replaces the first
		mu.Lock()
		before := maps.Clone(acknowledged)
		mu.Unlock()
		does(t, data, "backup", copy)
		restored := filepath.Join(t.TempDir(), "new")
		does(t, restored, "restore", copy)
		does(t, restored, "check")
		list := "\n" + does(t, restored, "practice", "list")
		for id := range before {
			if !strings.Contains(list, "\n"+id+"\t") {
				t.Errorf("%s was acknowledged before the backup and is not in it", id)
			}
		}
	}
	close(stop)
	clients.Wait()
	if len(acknowledged) < 4 {
		t.Errorf("only %d writes were made meanwhile", len(acknowledged))
	}
}

func TestRestoreIntoAUsedFolderKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	data, other, copy := filled(t), t.TempDir(), filepath.Join(t.TempDir(), "copy.zip")
	picture := filepath.Join(filesFolder, "ab", "picture.png")
	for folder, text := range map[string]string{data: "from the backup", other: "from before"} {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(picture)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, picture), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	does(t, data, "backup", copy)
	want := does(t, data, "export")
	does(t, other, "import", written(t, "other.json", practiceBundle(`"title": {"fi": "Toinen"}`)))
	old := does(t, other, "export")
	s := started(t, other)
	s.kill() // its log is not emptied into the database
	got := tool(t, other, "restore", copy)
	kept, err := filepath.Glob(filepath.Join(other, "replaced-*"))
	if err != nil || len(kept) != 1 || got.status != done || !strings.Contains(got.err, kept[0]) {
		t.Fatalf("exit %d, %q; kept in %v", got.status, got.err, kept)
	}
	for folder, state := range map[string][2]string{other: {want, "from the backup"}, kept[0]: {old, "from before"}} {
		if does(t, folder, "export") != state[0] {
			t.Errorf("%s holds something else", folder)
		}
		if text := contents(t, filepath.Join(folder, picture)); text != state[1] {
			t.Errorf("%s holds a file %s", folder, text)
		}
	}
	after := started(t, other)
	if overJSON, _ := found(after, "sv", "arbetslivscoachning"); len(overJSON) == 0 {
		t.Error("the index is not that of the backup")
	}
	after.stop()
	does(t, other, "check")
}

// repacked is a backup with other files: f gets name and content, and returns
// the content, nil to leave the file out. The manifest is told what f did to
// the database when honest.
func repacked(t testing.TB, path string, honest bool, f func(name string, text []byte) []byte) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	to := filepath.Join(t.TempDir(), "repacked.zip")
	file, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zip.NewWriter(file)
	defer w.Close()
	sum := ""
	for _, entry := range z.File { // the manifest is the last
		from, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if text = f(entry.Name, text); text == nil {
			continue
		}
		if entry.Name == manifestFile && honest {
			var m manifest
			if err := json.Unmarshal(text, &m); err != nil {
				t.Fatal(err)
			}
			m.Files[databaseFile] = sum
			if text, err = json.Marshal(m); err != nil {
				t.Fatal(err)
			}
		}
		if entry.Name == databaseFile {
			sum = fmt.Sprintf("%x", sha256.Sum256(text))
		}
		part, err := w.Create(entry.Name)
		if err == nil {
			_, err = part.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func TestBrokenBackupIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	copy := filepath.Join(folder, "copy.zip")
	does(t, data, "backup", copy)
	before := snapshot(t, data)
	refusedBackup := func(what, path string, wanted ...string) {
		t.Helper()
		refuses(t, data, []string{"restore", path}, append(wanted, path)...)
		if after := snapshot(t, data); !maps.Equal(before, after) {
			t.Fatalf("%s: the data were changed: %v", what, changed(before, after))
		}
		empty := filepath.Join(t.TempDir(), "new")
		refuses(t, empty, []string{"restore", path})
		if held := snapshot(t, empty); len(held) != 0 {
			t.Fatalf("%s: something is left in an empty folder: %v", what, held)
		}
	}
	whole := []byte(contents(t, copy))
	bad := filepath.Join(folder, "bad.zip")
	for _, size := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(bad, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		refusedBackup(fmt.Sprint("cut to ", size), bad)
	}
	for at := len(whole) / 10; at < len(whole)*9/10; at += len(whole) / 5 {
		text := []byte(string(whole))
		text[at] ^= 1
		if err := os.WriteFile(bad, text, 0o600); err != nil {
			t.Fatal(err)
		}
		refusedBackup(fmt.Sprint("a bit flipped at ", at), bad)
	}
	only := func(file string, f func([]byte) []byte) func(string, []byte) []byte {
		return func(name string, text []byte) []byte {
			if name == file {
				return f(text)
			}
			return text
		}
	}
	other := func(old, new string) func([]byte) []byte {
		return func(text []byte) []byte { return []byte(strings.Replace(string(text), old, new, 1)) }
	}
	refusedBackup("no manifest", repacked(t, copy, false, only(manifestFile, none)), manifestFile)
	refusedBackup("no database", repacked(t, copy, false, only(databaseFile, none)), databaseFile)
	refusedBackup("another database", repacked(t, copy, false, only(databaseFile, flipped)), databaseFile)
	refusedBackup("a damaged database", repacked(t, copy, true, only(databaseFile, brokenPages)), databaseFile)
	refusedBackup("another format", repacked(t, copy, false, only(manifestFile, other(backupFormat, "tiekartta-backup/9"))), manifestFile)
	refusedBackup("a way out", repacked(t, copy, false, only(manifestFile, other(`"tiekartta.db":`, `"files/../../x":"", "tiekartta.db":`))), "../x")
	refuses(t, data, []string{"restore", filepath.Join(folder, "missing.zip")}, "missing.zip", "no such file")
	refuses(t, data, []string{"restore", folder}, folder)
	does(t, data, "check")
}
