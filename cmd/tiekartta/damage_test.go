package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// copied is a copy of a data folder.
func copied(t testing.TB, data string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(folder, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// files are those in a folder whose name ends so.
func files(t testing.TB, folder, ending string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(path, ending) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// snapshot is what a folder holds: names and sums of all files but the lock.
func snapshot(t testing.TB, folder string) map[string]string {
	t.Helper()
	held := map[string]string{}
	for _, path := range files(t, folder, "") {
		name, err := filepath.Rel(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(filepath.Base(name), lockFile) {
			held[name] = fmt.Sprintf("%x", sha256.Sum256([]byte(contents(t, path))))
		}
	}
	return held
}

// spoil changes files; f gets the content and returns another one.
func spoil(t testing.TB, paths []string, f func([]byte) []byte) {
	t.Helper()
	if len(paths) == 0 {
		t.Fatal("there is no file to spoil")
	}
	for _, path := range paths {
		if err := os.WriteFile(path, f([]byte(contents(t, path))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func half(text []byte) []byte { return text[:len(text)/2] }

func none([]byte) []byte { return nil }

func flipped(text []byte) []byte {
	text = bytes.Clone(text)
	for at := len(text) / 3; at < len(text); at += len(text)/7 + 1 {
		text[at] ^= 0xff
	}
	return text
}

func remove(t testing.TB, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamagedIndexHealsItself(t *testing.T) {
	t.Parallel()
	whole := filled(t)
	segments := func(index string) []string { return files(t, index, ".zap") }
	for what, damage := range map[string]func(index string){
		"segments cut":      func(index string) { spoil(t, segments(index), half) },
		"segments emptied":  func(index string) { spoil(t, segments(index), none) },
		"bytes flipped":     func(index string) { spoil(t, segments(index), flipped) },
		"a segment deleted": func(index string) { remove(t, segments(index)[0]) },
		"root cut":          func(index string) { spoil(t, files(t, index, "root.bolt"), half) },
		"root flipped":      func(index string) { spoil(t, files(t, index, "root.bolt"), flipped) },
		"root deleted":      func(index string) { remove(t, files(t, index, "root.bolt")...) },
		"meta file emptied": func(index string) { spoil(t, files(t, index, "index_meta.json"), none) },
		"all files emptied": func(index string) { spoil(t, files(t, index, ""), none) },
		"deleted wholly":    func(index string) { remove(t, index) },
	} {
		t.Run(what, func(t *testing.T) {
			data := copied(t, whole)
			damage(filepath.Join(data, indexFolder))
			s := started(t, data)
			ready := decoded[struct{ Database, Index int64 }](t, s.get("/readyz").body)
			if ready.Index != ready.Database {
				t.Errorf("ready with %+v", ready)
			}
			overJSON, onPage := found(s, "sv", "arbetslivscoachning")
			if !slices.Contains(overJSON, "vantaan-tsemppari") || !slices.Contains(onPage, "vantaan-tsemppari") {
				t.Errorf("found %v and %v", overJSON, onPage)
			}
			if n := practicesIn(s); n < 25 {
				t.Errorf("the search finds %d entries", n)
			}
			s.stop()
			does(t, data, "check")
		})
	}
}

func TestReindexMakesAWholeIndexOfADamagedOne(t *testing.T) {
	t.Parallel()
	data := filled(t)
	spoil(t, files(t, filepath.Join(data, indexFolder), ".zap"), flipped)
	does(t, data, "reindex")
	does(t, data, "check")
}

func TestCheckTellsOfADamagedIndexOnce(t *testing.T) {
	t.Parallel()
	data := filled(t)
	spoil(t, files(t, filepath.Join(data, indexFolder), ".zap"), flipped)
	refuses(t, data, []string{"check"}, "index")
	does(t, data, "check") // it is healed
}

func TestDatabaseThatIsNoneIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	whole := filled(t)
	for what, damage := range map[string]func([]byte) []byte{
		"header": func(text []byte) []byte { return append([]byte("not a database!!"), text[16:]...) },
		"text":   func([]byte) []byte { return bytes.Repeat([]byte("dear diary\n"), 1000) },
	} {
		data := copied(t, whole)
		database := filepath.Join(data, databaseFile)
		spoil(t, []string{database}, damage)
		before := snapshot(t, data)
		for _, line := range []string{
			"serve -addr 127.0.0.1:0", "serve -empty -addr 127.0.0.1:0", "check", "reindex", "export", "practice list",
			"import x.json", "token add -organisation 092 -role editor", "backup " + filepath.Join(t.TempDir(), "copy.zip"),
		} {
			refuses(t, data, strings.Fields(line), "The database is damaged", database)
		}
		if after := snapshot(t, data); !maps.Equal(before, after) {
			t.Errorf("%s: the data were changed: %v", what, changed(before, after))
		}
	}
}

func changed(before, after map[string]string) []string {
	var list []string
	for name := range before {
		if after[name] != before[name] {
			list = append(list, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			list = append(list, name)
		}
	}
	return list
}

// brokenPages spoils the heads of some pages of a database.
func brokenPages(text []byte) []byte {
	const page = 4096
	text = bytes.Clone(text)
	for at := 5 * page; at < len(text); at += 7 * page {
		copy(text[at:], bytes.Repeat([]byte{0xa5}, 64))
	}
	return text
}

func TestCheckFindsDamageInsideTheDatabase(t *testing.T) {
	t.Parallel()
	data := filled(t)
	database := filepath.Join(data, databaseFile)
	spoil(t, []string{database}, brokenPages)
	before := contents(t, database)
	refuses(t, data, []string{"check"}, "The database is damaged", database)
	if contents(t, database) != before {
		t.Error("check changed the database")
	}
}
