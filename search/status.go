package search

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync/atomic"
	"time"

	"tiekartta/search/language"
)

// State is what an index is at.
type State string

// The states. A damaged index is built anew at the next step; one that is built
// beside another says so, though the other answers.
const (
	StateFollowing State = "following"
	StateBuilding  State = "building"
	StateDamaged   State = "damaged"
)

// Status tells an operator how an index is.
type Status struct {
	Position   int64
	Generation int
	State      State
	Progress   int            // of building, in percent
	Beside     bool           // what is built is not in use yet
	Documents  map[string]int // by kind
	Bytes      int64          // on the disk
	Searches   Searches
	Rebuilds   int64 // since the program began
	Damages    int64
	Data       []language.Data
	Missing    []string // data that could not be read, and why
}

// Searches are those since the program began. Within counts those that took at
// most as long as the bound at the same place of SearchBounds.
type Searches struct {
	Hits, None, Failed int64
	Within             []int64
	Took               time.Duration
}

// SearchBounds are those by which durations of searches are counted.
func SearchBounds() []time.Duration {
	const ms = time.Millisecond
	return []time.Duration{ms / 2, ms, 2 * ms, 5 * ms, 10 * ms, 20 * ms, 50 * ms, 100 * ms, 500 * ms, 2 * time.Second}
}

// tally counts what has happened since the program began.
type tally struct {
	rebuilds, damages  atomic.Int64
	hits, none, failed atomic.Int64
	took               atomic.Int64 // nanoseconds
	within             [10]atomic.Int64
}

// search counts a search; one whose asker has gone is none.
func (t *tally) search(ctx context.Context, took time.Duration, total int, err error) {
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		t.failed.Add(1)
	case total == 0:
		t.none.Add(1)
	default:
		t.hits.Add(1)
	}
	t.took.Add(int64(took))
	for i, bound := range SearchBounds() {
		if took <= bound {
			t.within[i].Add(1)
		}
	}
}

func (t *tally) searches() Searches {
	s := Searches{Hits: t.hits.Load(), None: t.none.Load(), Failed: t.failed.Load(), Took: time.Duration(t.took.Load())}
	for i := range t.within {
		s.Within = append(s.Within, t.within[i].Load())
	}
	return s
}

// Status tells how the index is now.
func (x *Index) Status() Status {
	s := Status{
		Position: x.Position(), Documents: map[string]int{}, Searches: x.tally.searches(),
		Rebuilds: x.tally.rebuilds.Load(), Damages: x.tally.damages.Load(), Data: x.language.InUse(), Missing: x.language.Missing(),
	}
	s.State, s.Progress, s.Beside = x.state(s.Position)
	for _, kind := range Kinds() {
		s.Documents[kind] = 0
	}
	x.mu.RLock()
	s.Generation = x.generation
	folder := ""
	if x.engine != nil {
		folder = x.engine.folder
	}
	indexed := 0
	for _, r := range x.columns.rows {
		switch {
		case r == nil || r.mark == 0:
		case r.realm == practices:
			indexed++
		default:
			s.Documents[originOf(r.id).kind]++
		}
	}
	s.Documents[KindPractice] = indexed
	x.mu.RUnlock()
	s.Bytes = sizeOf(folder)
	return s
}

// state tells what the index is at. One that is filled is as far as its
// position; one beside, as far as whoever builds it says.
func (x *Index) state(position int64) (state State, percent int, beside bool) {
	if x.damaged.Load() {
		return StateDamaged, 0, false
	}
	if to := x.filling.Load(); to > 0 {
		return StateBuilding, percentOf(position, to), false
	}
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.generation != 0 {
		return StateBuilding, percentOf(b.position, b.newest), true
	}
	if x.Outdated() {
		return StateBuilding, 0, true
	}
	return StateFollowing, 0, false
}

func percentOf(part, whole int64) int {
	if whole == 0 {
		return 0
	}
	return int(min(99, 100*part/whole))
}

// sizeOf is how much room a folder takes, as far as its files can be seen.
func sizeOf(folder string) (size int64) {
	if folder == "" {
		return 0
	}
	_ = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size
}

// rebuilding tells whether the next generation is being built beside.
func (x *Index) rebuilding() bool {
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.generation != 0
}
