package search

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
)

func TestIndexThatCouldNotBeWrittenIsOpenedAgain(t *testing.T) {
	s := threePractices(t)
	s.must(s.index.engine.close()) // whatever is written fails
	s.change("a", func(p *catalogue.Practice) { p.Summary.FI = "Orkesteri" })
	if err := s.index.CatchUp(t.Context()); !errors.Is(err, errWriting) {
		t.Errorf("written nevertheless: %v", err)
	}
	if ids := s.ids(Query{Words: "uimakoulussa"}); !slices.Equal(ids, []string{"b"}) {
		t.Errorf("what is open finds %v", ids)
	}
	s.agree()
	if ids := s.ids(Query{Words: "orkesterissa"}); !slices.Equal(ids, []string{"a"}) {
		t.Errorf("afterwards it finds %v", ids)
	}
	if is := s.index.Status(); is.Generation != 1 || is.Damages > 0 {
		t.Errorf("the index, which was whole, was thrown away: %+v", is)
	}
}

func TestFilesAreReadAgainOnlyAfterAFaultOfTheirs(t *testing.T) {
	for _, test := range []struct {
		fault error
		read  bool
	}{{errWriting, false}, {fmt.Errorf("%w: %w", errWriting, errDamaged), true}} {
		s := threePractices(t)
		for _, path := range s.files(".zap") {
			data, err := os.ReadFile(path)
			s.must(err)
			data[len(data)-1] ^= 1 // of its sum
			s.must(os.WriteFile(path, data, 0o600))
		}
		s.index.mend(t.Context(), test.fault)
		if s.index.damaged.Load() != test.read {
			t.Errorf("%v: damage is noticed: %t", test.fault, !test.read)
		}
	}
}

func TestIndexBuiltAnewIsOpenedAgainOnceMore(t *testing.T) {
	s := threePractices(t)
	s.index.mend(t.Context(), errDamaged)
	s.must(s.index.Rebuild(t.Context()))
	if s.index.mend(t.Context(), errDamaged); s.index.damaged.Load() {
		t.Error("it is taken for damaged at the first fault")
	}
	if s.index.mend(t.Context(), errDamaged); !s.index.damaged.Load() {
		t.Error("it is believed for ever")
	}
}

func TestFaultOfOursIsNoDamageAndSaysWhereItWas(t *testing.T) {
	s := threePractices(t)
	var log bytes.Buffer
	s.index.log = slog.New(slog.NewTextHandler(&log, nil))
	good := s.index.gazetteer
	s.index.gazetteer = func() *gazetteer { panic("a fault of ours") }
	if _, err := s.index.Search(t.Context(), Query{Words: "kuoro place:Vantaa"}); err == nil {
		t.Error("it is no error")
	}
	s.index.gazetteer = good
	s.catchUp()
	if is := s.index.Status(); is.Generation != 1 || is.Damages > 0 {
		t.Errorf("the index, whose files are whole, was thrown away: %+v", is)
	}
	if !strings.Contains(log.String(), "TestFaultOfOursIsNoDamage") {
		t.Errorf("the log does not say where it was: %s", log.String())
	}
}

func TestFaultOfTheFilesMetByASearchIsHealedByTheFollower(t *testing.T) {
	s := threePractices(t)
	for round, examined := range []time.Time{{}, time.Now()} {
		for _, path := range s.files(".zap") {
			data, err := os.ReadFile(path)
			s.must(err)
			data[len(data)/2] ^= 1
			s.must(os.WriteFile(path, data, 0o600))
		}
		s.index.engine.examined = examined
		s.index.faulted(t.Context(), errors.New("as a search would meet it"))
		s.must(s.index.CatchUp(t.Context()))
		// Files that have just been read are not read again for each search that fails.
		if n := s.index.Generation(); n != 2 {
			t.Errorf("generation %d in round %d", n, round)
		}
		s.index.closing.Wait()
	}
}

func TestDamageIsCountedOnceUntilItIsHealed(t *testing.T) {
	s := threePractices(t)
	s.index.harmed()
	s.index.harmed()
	s.catchUp()
	if is := s.index.Status(); is.Damages != 1 {
		t.Errorf("%d damages", is.Damages)
	}
}
