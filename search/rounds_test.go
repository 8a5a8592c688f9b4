package search

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"tiekartta/catalogue"
)

// damages is what a round of the damage test may do to the files of an index,
// given one of them. What tells running can be done to one in use, too.
func damages() []damage {
	flip := func(r *rand.Rand, path string) error {
		data, err := os.ReadFile(path)
		if err != nil || len(data) == 0 {
			return err
		}
		for range 1 + r.IntN(5) {
			data[r.IntN(len(data))] ^= byte(1 + r.IntN(255))
		}
		file, err := os.OpenFile(path, os.O_WRONLY, 0) // in place, as a failing disk does
		if err != nil {
			return err
		}
		_, err = file.WriteAt(data, 0)
		return errors.Join(err, file.Close())
	}
	cut := func(r *rand.Rand, path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, r.Int64N(info.Size()+1))
	}
	remove := func(_ *rand.Rand, path string) error { return os.Remove(path) }
	return []damage{
		{"segment cut", ".zap", true, cut},
		{"segment flipped", ".zap", true, flip},
		{"segment removed", ".zap", true, remove},
		{"root cut", "root.bolt", true, cut},
		{"root removed", "root.bolt", true, remove},
		{"root flipped", "root.bolt", false, flip},
		{"meta file cut", "index_meta.json", true, cut},
		{"meta file flipped", "index_meta.json", false, flip},
		{"mark removed", markFinished, false, remove},
		{"any file cut", "", false, cut},
		{"rights taken away", "", true, func(_ *rand.Rand, path string) error { return os.Chmod(path, 0) }},
		{"rights of a folder taken away", "", false, func(_ *rand.Rand, path string) error { return os.Chmod(filepath.Dir(path), 0) }},
		{"folder removed", "", true, func(_ *rand.Rand, path string) error { return os.RemoveAll(filepath.Dir(path)) }},
		{"rubbish beside", "", true, func(r *rand.Rand, path string) error {
			folder := generationFolder(filepath.Dir(filepath.Dir(path)), 900+r.IntN(50))
			return errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "index_meta.json"), []byte("{}"), 0o600))
		}},
	}
}

type damage struct {
	what, ending string
	running      bool
	do           func(r *rand.Rand, path string) error
}

// TestIndexHealsWhateverIsDamaged damages an index at random, once while it is
// closed, once while it is used; each time it must come to agree with the
// database again, with nobody's help. TIEKARTTA_DAMAGES says how often,
// TIEKARTTA_SEED which choices are made.
func TestIndexHealsWhateverIsDamaged(t *testing.T) {
	rounds, seed := number(t, "TIEKARTTA_DAMAGES", 16), number(t, "TIEKARTTA_SEED", uint64(time.Now().UnixNano()))
	t.Logf("TIEKARTTA_SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	s := newShelf(t)
	newGenerator(1, s.catalogue).fill(s, 40, 60)
	s.publish(titled("a", "Uimakoulu"))
	s.catchUp()
	list := damages()
	for i := range rounds {
		d := list[r.IntN(len(list))]
		running := d.running && r.IntN(2) == 0
		var done string
		harm := func() {
			files := s.files(d.ending)
			if len(files) > 0 {
				path := files[r.IntN(len(files))]
				if err := d.do(r, path); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
				done, _ = filepath.Rel(s.dir, path)
			}
		}
		s.index.closing.Wait()
		if running {
			s.index.inspect(t.Context(), (*engine).glance)
			harm()
			s.use(int(i))
		} else {
			s.reopen(harm)
		}
		s.agree()
		if ids := s.ids(Query{Words: "uimakoulussa"}); len(ids) == 0 || ids[0] != "a" {
			t.Errorf("found %v", ids)
		}
		if t.Failed() {
			t.Fatalf("round %d: %s (%s), running: %v", i, d.what, done, running)
		}
	}
}

// use does what meets a damaged file: searches, batches and looks at the files.
func (s *shelf) use(round int) {
	s.t.Helper()
	_, _ = s.index.Search(s.t.Context(), Query{Words: "uimakoulussa"})
	for i := range 3 {
		s.change("a", func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprint("Uimista ", round, i) })
		_ = s.index.CatchUp(s.t.Context())
	}
	_, _ = s.index.Search(s.t.Context(), Query{Words: "uimista"})
	s.index.inspect(s.t.Context(), (*engine).glance)
	s.index.inspect(s.t.Context(), (*engine).verify)
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
