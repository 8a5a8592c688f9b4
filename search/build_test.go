package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/document"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// files are the index's files with that ending.
func (s *shelf) files(ending string) []string {
	s.t.Helper()
	var list []string
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func (s *shelf) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// heals damages the closed index and tells whether it comes back whole: built
// anew, in place or beside, or from an older state that bleve still has and its
// older position.
func (s *shelf) heals(what string, f func()) {
	s.t.Helper()
	position := s.index.Position()
	s.reopen(f)
	if s.index.Position() >= position && !s.index.Outdated() {
		s.t.Errorf("%s: not noticed", what)
	}
	if r := s.search(Query{Sort: "title"}); r.Total != 3 {
		s.t.Errorf("%s: %d practices before it is built anew", what, r.Total)
	}
	s.agree()
	if ids := s.ids(Query{Words: "uimakoulussa"}); !slices.Equal(ids, []string{"b"}) {
		s.t.Errorf("%s: found %v", what, ids)
	}
	position = s.index.Position()
	if s.reopen(nil); s.index.Position() != position {
		s.t.Errorf("%s: what was healed cannot be opened again", what)
	}
	if folders, err := generations(s.dir); err != nil || len(folders) != 1 {
		s.t.Errorf("%s: generations %v, %v", what, folders, err)
	}
}

func threePractices(t *testing.T) *shelf {
	s := newShelf(t)
	s.publish(titled("a", "Kuoro"), titled("b", "Uimakoulu"), titled("c", "Hiihtokoulu"))
	s.catchUp()
	return s
}

func TestIndexKeepsWhatItHasFollowed(t *testing.T) {
	s := threePractices(t)
	position := s.index.Position()
	s.reopen(nil)
	if s.index.Generation() != 1 || s.index.Position() != position {
		t.Errorf("generation %d at %d", s.index.Generation(), s.index.Position())
	}
	s.agree()
}

func TestDamagedIndexIsBuiltAnew(t *testing.T) {
	s := threePractices(t)
	one := func(ending string) string {
		t.Helper()
		files := s.files(ending)
		if len(files) == 0 {
			t.Fatalf("no %s", ending)
		}
		return files[0]
	}
	s.heals("no meta file", func() { s.must(os.Remove(one("index_meta.json"))) })
	s.heals("no root file", func() { s.must(os.Remove(one("root.bolt"))) })
	s.heals("no segment", func() {
		for _, path := range s.files(".zap") {
			s.must(os.Remove(path))
		}
	})
	for _, size := range []int64{0, 100} {
		s.heals(fmt.Sprintf("segments cut to %d", size), func() {
			for _, path := range s.files(".zap") {
				s.must(os.Truncate(path, size))
			}
		})
	}
	for _, size := range []int64{0, 1, 100, 4096} {
		s.heals(fmt.Sprintf("root file cut to %d", size), func() { s.must(os.Truncate(one("root.bolt"), size)) })
	}
	// The end of the file may be room for later; then cutting it does no harm.
	for size := int64(5000); size < 1<<16; size += 5000 {
		s.reopen(func() { s.must(os.Truncate(one("root.bolt"), size)) })
		s.agree()
	}
	s.heals("no store folder", func() { s.must(os.RemoveAll(filepath.Dir(one("root.bolt")))) })
}

func TestFlippedBytesAreNoticed(t *testing.T) {
	s := threePractices(t)
	random := rand.New(rand.NewPCG(7, 7))
	flip := func(path string) {
		data, err := os.ReadFile(path)
		s.must(err)
		data[random.IntN(len(data))] ^= byte(1 + random.IntN(255))
		s.must(os.WriteFile(path, data, 0o600))
	}
	for range 8 {
		s.heals("flipped byte", func() {
			for _, path := range s.files(".zap") { // not all of them are in use
				flip(path)
			}
		})
	}
	// Much of the root file is unused, so not every flipped byte there changes
	// anything; whatever it does, the index must agree in the end.
	for range 15 {
		s.reopen(func() {
			for range 20 {
				flip(s.files("root.bolt")[0])
			}
		})
		s.agree()
	}
}

func TestDeletedFolderIsTheRebuild(t *testing.T) {
	s := threePractices(t)
	s.reopen(func() { s.must(os.RemoveAll(s.dir)) })
	s.agree()
	if s.index.Generation() != 1 {
		t.Errorf("generation %d", s.index.Generation())
	}
}

func TestIndexWhoseMakingWasCutOffIsMadeAgainAndNoFault(t *testing.T) {
	s := threePractices(t)
	s.heals("made by half", func() {
		s.must(os.Remove(s.files(markFinished)[0]))
		s.must(os.Truncate(s.files("index_meta.json")[0], 0))
	})
	s.reopen(func() { s.must(os.Remove(s.files(markFinished)[0])) })
	s.catchUp()
	if differences, err := s.index.Differences(s.t.Context(), quietly); err != nil || len(differences) > 0 {
		t.Errorf("%v %v", differences, err)
	}
}

func TestIndexOfAnotherVersionIsBuiltAnew(t *testing.T) {
	s := threePractices(t)
	s.must(s.index.engine.bleve.SetInternal([]byte(keyVersion), []byte("0")))
	s.heals("other version", nil)
}

func TestIndexThatDiffersFromTheDatabaseIsBuiltAnew(t *testing.T) {
	s := threePractices(t)
	put := func(id, mark string) {
		made, err := (&entry{origin: originOf(id), mark: mark, titles: make([]string, 3), texts: make([]string, 3)}).index(s.index.language)
		s.must(err)
		s.must(s.index.engine.apply([]*document.Document{made.doc}, nil, s.index.Position()))
	}
	put("a", "other")
	s.reopen(nil)
	s.catchUp()
	for _, want := range []int{1, 0} { // said once
		got, err := s.index.Differences(t.Context(), quietly)
		s.must(err)
		if len(got) != want {
			t.Errorf("%q", got)
		}
	}
	put("a", "0123456789abcdef01234567")
	s.heals("other content", nil)
	put("a", "other")
	s.heals("no mark of ours", nil)
	put("ghost", "other")
	s.heals("a document too many", nil)
	put("ghost", "other")
	generation := s.index.Generation()
	if s.reopen(nil); s.index.Generation() == generation {
		t.Error("an index with what the database never had stays in use")
	}
	s.agree()
	s.must(s.index.engine.apply(nil, []string{"c"}, s.index.Position()))
	s.heals("a document missing", nil)
}

func TestIndexAheadOfARestoredDatabaseIsBuiltAnew(t *testing.T) {
	later := threePractices(t)
	later.change("a", func(p *catalogue.Practice) { p.Title.FI = "Orkesteri" })
	later.publish(titled("d", "Kirjasto"))
	later.catchUp()
	later.close()
	s := threePractices(t) // the database as it was
	position := s.index.Position()
	s.heals("ahead", func() {
		s.must(os.RemoveAll(s.dir))
		s.must(os.CopyFS(s.dir, os.DirFS(later.dir)))
		if position >= later.index.Position() {
			t.Fatal("not ahead")
		}
	})
	// Written to since, the database is no longer behind, but other.
	s.publish(titled("e", "Museo"), titled("f", "Teatteri"))
	s.reopen(func() {
		s.must(os.RemoveAll(s.dir))
		s.must(os.CopyFS(s.dir, os.DirFS(later.dir)))
	})
	s.agree()
	later.open()
}

func TestIndexInUseIsLeftAlone(t *testing.T) {
	s := threePractices(t)
	_, err := Open(t.Context(), Options{Dir: s.dir, Store: s.store, Catalogue: s.catalogue})
	if !errors.Is(err, store.ErrLocked) {
		t.Errorf("opened twice: %v", err)
	}
	s.agree()
}

func TestDifferencesAreNamed(t *testing.T) {
	s := threePractices(t)
	s.must(s.index.engine.apply(nil, []string{"c"}, s.index.Position()))
	s.index.columns.get("a").updated++
	// A change behind the feed's back.
	err := s.store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update practices set listed = $1 where id = 'b'`, false)
		return err
	})
	s.must(err)
	got, err := s.index.Differences(t.Context(), quietly)
	s.must(err)
	want := []string{
		"practice a: the columns hold other values than the database",
		"practice b: in the columns, not in the database",
		"practice b: in the index, not in the database",
		"practice c: in the database, not in the index",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\ninstead of\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestClosedIndexAnswersWithAnError(t *testing.T) {
	s := threePractices(t)
	s.close()
	for _, words := range []string{"", "kuoro"} {
		if _, err := s.index.Search(t.Context(), Query{Words: words, Lang: i18n.Finnish}); !errors.Is(err, errClosed) {
			t.Errorf("%q: %v", words, err)
		}
	}
	s.open()
}
