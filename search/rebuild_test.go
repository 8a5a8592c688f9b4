package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"tiekartta/catalogue"
)

// alone tells whether the folder holds one generation, and that with a number.
func (s *shelf) alone(generation int) {
	s.t.Helper()
	s.index.closing.Wait()
	if folders, err := generations(s.dir); err != nil || !slices.Equal(folders, []int{generation}) {
		s.t.Errorf("generations %v, %v instead of %d", folders, err, generation)
	}
}

func TestIndexInUseAnswersWhileTheNextIsBuilt(t *testing.T) {
	s := newShelf(t)
	var practices []catalogue.Practice
	for i := range 300 {
		practices = append(practices, titled(fmt.Sprintf("p-%d", i), "Kuoro"))
	}
	s.publish(practices...)
	s.catchUp()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = s.index.Follow(ctx) })
	s.until("somebody follows", s.index.followed.Load)
	built := make(chan error, 1)
	go func() { built <- s.index.Rebuild(t.Context()) }()
	searches := 0
	for done := false; !done; searches++ {
		select {
		case err := <-built:
			s.must(err)
			done = true
		default:
		}
		id := fmt.Sprint("uusi-", searches)
		s.publish(titled(id, "Kuoro"))
		s.index.Settle(ctx)
		if r := s.search(Query{Words: "kuorossa"}); r.Total != len(practices)+searches+1 {
			t.Fatalf("%d found of %d in generation %d", r.Total, len(practices)+searches+1, s.index.Generation())
		}
	}
	stop()
	running.Wait()
	if s.index.Generation() != 2 {
		t.Errorf("generation %d", s.index.Generation())
	}
	s.agree()
	s.alone(2)
	s.reopen(nil)
	s.agree()
	s.alone(2)
	t.Logf("%d searches", searches)
}

func TestRenamedOwnerIsKnownAfterTheRebuild(t *testing.T) {
	s := threePractices(t)
	s.must(s.index.Rebuild(t.Context()))
	s.publish(titled("d", "Museo"))
	s.catchUp()
	if ids := s.ids(Query{Words: "vantaan"}); len(ids) != 4 {
		t.Errorf("%v", ids)
	}
	s.agree()
}

func TestBuildingThatIsCutOffLeavesTheIndexAndNoRubbish(t *testing.T) {
	s := threePractices(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.index.Rebuild(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	s.alone(1)
	s.agree()
	// As after a kill: before the next was finished, and after it.
	half, err := s.index.beside(2, generationFolder(s.dir, 2))
	s.must(err)
	s.must(s.index.fill(t.Context(), half))
	s.must(half.contents.close())
	s.reopen(nil)
	s.alone(1)
	whole, err := s.index.beside(2, generationFolder(s.dir, 2))
	s.must(err)
	s.must(s.index.fill(t.Context(), whole))
	s.must(whole.engine.finish())
	s.must(whole.contents.close())
	s.reopen(nil)
	s.alone(2)
	s.agree()
	if ids := s.ids(Query{Words: "uimakoulussa"}); !slices.Equal(ids, []string{"b"}) {
		t.Errorf("found %v", ids)
	}
}

func TestDamagedIndexOvertakesTheBuildingBeside(t *testing.T) {
	s := threePractices(t)
	ctx, cancel := context.WithCancel(t.Context())
	number := s.index.begin(cancel)
	next, err := s.index.beside(number, generationFolder(s.dir, number))
	s.must(err)
	s.must(s.index.fill(ctx, next))
	s.index.damaged.Store(true)
	s.catchUp()
	if ctx.Err() == nil || s.index.Generation() != number+1 {
		t.Errorf("generation %d, %v", s.index.Generation(), ctx.Err())
	}
	if err := s.index.replace(t.Context(), next); !errors.Is(err, errOvertaken) {
		t.Errorf("%v", err)
	}
	s.index.end()
	s.must(next.contents.close())
	s.must(remove(next.engine.folder))
	s.alone(number + 1)
	s.agree()
}

func TestOutdatedIndexAnswersUntilItIsBuiltAnew(t *testing.T) {
	s := threePractices(t)
	s.must(s.index.engine.apply(nil, []string{"c"}, s.index.Position()))
	s.reopen(nil)
	if ids := s.ids(Query{Words: "uimakoulussa"}); !slices.Equal(ids, []string{"b"}) || !s.index.Outdated() {
		t.Errorf("found %v", ids)
	}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = s.index.Follow(ctx) })
	s.until("it is built anew", func() bool { return s.index.Generation() == 2 })
	stop()
	running.Wait()
	s.agree()
	s.alone(2)
}

// until waits for something, which must come.
func (s *shelf) until(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func TestFilesAreLookedAtWhileTheIndexRuns(t *testing.T) {
	s := threePractices(t)
	look := func() { s.index.inspect(t.Context(), (*engine).glance) }
	look()
	if s.index.Outdated() || s.index.damaged.Load() {
		t.Fatal("a whole one is not taken for it")
	}
	s.must(os.Remove(s.files(".zap")[0]))
	for _, path := range s.files(".zap") {
		s.must(os.Remove(path))
	}
	look()
	if !s.index.Outdated() || s.index.damaged.Load() {
		t.Error("missing segments are not noticed")
	}
	if ids := s.ids(Query{Words: "uimakoulussa"}); !slices.Equal(ids, []string{"b"}) {
		t.Errorf("what is open finds %v", ids)
	}
	s.agree()
	look()
	for _, path := range s.files(".zap") {
		s.must(os.Truncate(path, 100))
	}
	look()
	if !s.index.damaged.Load() {
		t.Error("cut segments are not noticed")
	}
	s.agree()
	for _, path := range s.files(".zap") {
		data, err := os.ReadFile(path)
		s.must(err)
		data[len(data)/2] ^= 1
		s.must(os.WriteFile(path, data, 0o600))
	}
	s.index.inspect(t.Context(), (*engine).verify)
	if !s.index.damaged.Load() {
		t.Error("a flipped byte is not noticed")
	}
	s.agree()
}

func TestCutFilesUnderTheRunningIndexAreAFaultAndNotTheEnd(t *testing.T) {
	s := newShelf(t)
	newGenerator(1, s.catalogue).fill(s, 60, 100)
	s.publish(titled("a", "Kuoro"))
	s.catchUp()
	for _, name := range []string{".zap", "root.bolt"} {
		for _, size := range []int64{0, 4096} {
			s.index.closing.Wait()
			for _, path := range s.files(name) {
				if err := os.Truncate(path, size); !errors.Is(err, fs.ErrNotExist) { // merged into another
					s.must(err)
				}
			}
			// A search may fail; a batch meets it in bleve's own routines.
			_, _ = s.index.Search(t.Context(), Query{Words: "kuorossa"})
			for i := range 4 {
				s.change("a", func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprint("Laulua ", name, size, i) })
				_ = s.index.CatchUp(t.Context())
			}
			s.index.inspect(t.Context(), (*engine).glance)
			s.index.inspect(t.Context(), (*engine).verify)
			s.agree()
			if ids := s.ids(Query{Words: "kuorossa"}); len(ids) == 0 || ids[0] != "a" {
				t.Errorf("%s cut to %d: found %v", name, size, ids)
			}
		}
	}
}
