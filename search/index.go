// Package search finds practices, roadmaps, and the goals and actions of these: by words in three languages, by filters, or
// both. The index follows the store's feed of changes; it may be deleted at any
// time and is then built anew. Words are looked up in a bleve index on disk and
// ranked here; filters, counts and orders come from columns in memory and never
// touch it.
package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search/language"
	"tiekartta/store"
	"tiekartta/thesaurus"
)

// Options say what an index belongs to.
type Options struct {
	Dir       string // of the index alone: what is in it may be deleted
	Store     *store.Store
	Catalogue *catalogue.Catalogue
	Language  *language.Language // nil: what is built in
	Log       *slog.Logger       // nil: nothing is logged
	Now       func() time.Time   // tells the current year; nil: the clock of the machine
	Longest   time.Duration      // that a search may take; 0: two seconds
}

// Index answers searches. Its methods may be called concurrently.
type Index struct {
	dir       string
	store     *store.Store
	catalogue *catalogue.Catalogue
	roadmaps  *roadmap.Roadmaps
	log       *slog.Logger
	messages  *i18n.Messages
	language  *language.Language
	weights   weights
	now       func() time.Time
	release   func() error // of the folder's lock
	gazetteer func() *gazetteer

	// following is held by the one who reads the feed, and guards codes,
	// vocabulary and healed.
	following  sync.Mutex
	codes      *codes
	vocabulary vocabulary
	healed     []string // what was wrong with the index when it was opened
	reopened   bool     // and nothing has been written since

	inspecting sync.Mutex // holds the engine while somebody looks at its files

	// mu guards what a search looks at; it is held for writing only while one
	// batch's rows are exchanged or another generation is put in place.
	mu sync.RWMutex
	contents

	building building
	tally    tally
	closing  sync.WaitGroup // of generations that are no longer in use

	position  atomic.Int64
	filling   atomic.Int64  // the position up to which an empty index is being filled; 0 when it is not
	followed  atomic.Bool   // Follow runs
	damaged   atomic.Bool   // the follower builds anew
	suspected atomic.Bool   // a search has met a fault: the follower looks at the files
	rankings  chan *ranking // those in no use: what they have allocated is large
	leaves    leaves
	wordbooks wordbooks
	places    chan struct{} // one for each search that is being worked on
	longest   time.Duration // that one of them may take

	moved struct {
		sync.Mutex
		signal chan struct{} // closed when the position moves
	}
}

// builtIn is read once: nothing changes in it, and a program may have several
// indexes.
var builtIn = sync.OnceValue(language.New)

// sentences are those of the service, by which actions have their names.
var sentences = sync.OnceValues(i18n.Load)

// Open opens the index in a folder, which it makes when it is missing. An index
// that is damaged, of another version, of another database or not what the
// database says is thrown away; the follower then builds it anew. Until it has
// caught up, filters answer for everything and words for what is indexed.
func Open(ctx context.Context, o Options) (*Index, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Language == nil {
		o.Language = builtIn()
	}
	for _, missing := range o.Language.Missing() {
		o.Log.WarnContext(ctx, "search finds less: data is missing", "reason", missing)
	}
	x := &Index{dir: o.Dir, store: o.Store, catalogue: o.Catalogue, log: o.Log, language: o.Language.Own(), weights: defaultWeights(), now: o.Now, longest: cmp.Or(o.Longest, longestSearch)}
	x.roadmaps = roadmap.New(o.Store, o.Catalogue)
	messages, err := sentences()
	if err != nil {
		return nil, err
	}
	x.messages = messages
	x.contents = x.empty()
	x.codes = newCodes(x.catalogue, x.messages)
	x.building.wish = make(chan struct{}, 1)
	x.places = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	x.rankings = make(chan *ranking, 2)
	x.gazetteer = sync.OnceValue(func() *gazetteer { return newGazetteer(x.language, x.catalogue) })
	x.moved.signal = make(chan struct{})
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder of the search index: %w", err)
	}
	if x.release, err = store.Lock(ctx, filepath.Join(o.Dir, "lock")); err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	x.vocabulary.Thesaurus = thesaurus.New(o.Store)
	if err := x.useThesauri(ctx); err != nil {
		return nil, errors.Join(err, x.abandon())
	}
	if err := x.openNewest(ctx); err != nil {
		return nil, errors.Join(err, x.abandon())
	}
	return x, nil
}

// version is what must be the same for an index to be ours: how entries are made,
// and the data that words are understood with.
func (x *Index) version() string { return mappingVersion + " " + x.language.Version() }

// abandon lets go of the files when opening has failed.
func (x *Index) abandon() error {
	if x.engine != nil {
		return x.Close()
	}
	return x.release()
}

// Close lets go of the files. Follow and Rebuild must have ended.
func (x *Index) Close() error {
	x.mu.Lock()
	closing := x.contents
	x.engine, x.view = nil, nil
	x.mu.Unlock()
	if closing.engine == nil {
		return nil
	}
	err := closing.close()
	x.closing.Wait()
	return errors.Join(err, x.release())
}

// Position is the position in the feed up to which the index has followed.
func (x *Index) Position() int64 { return x.position.Load() }

// Generation counts how often the index was built since its folder was made.
func (x *Index) Generation() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.generation
}

// Concepts are those that a practice is tagged with, the weightiest first; none
// while the index does not know it.
func (x *Index) Concepts(id string) []*language.Concept {
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := x.columns.get(id)
	if r == nil {
		return nil
	}
	var list []*language.Concept
	for _, id := range x.columns.tags(r) {
		if c := x.language.Concept(id); c != nil {
			list = append(list, c)
		}
	}
	return list
}

// Reached tells whether any practice says how many people it has reached.
func (x *Index) Reached() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.ContainsFunc(x.columns.rows, func(r *row) bool { return r != nil && r.reach >= 0 })
}

// Thesauri are those in use, ours first.
func (x *Index) Thesauri() []*language.Thesaurus { return x.language.Thesauri() }

// Concept is a concept of the thesauri in use, nil when none has that id.
func (x *Index) Concept(id string) *language.Concept { return x.language.Concept(id) }

// WaitFor returns nil once the index has followed to a position, or the error
// of ctx.
func (x *Index) WaitFor(ctx context.Context, position int64) error {
	for {
		x.moved.Lock()
		signal := x.moved.signal
		x.moved.Unlock()
		if x.position.Load() >= position {
			return nil
		}
		select {
		case <-signal:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// longestSettle bounds how long a writer waits for the index. What was written
// is safe already, so it is no error if it takes longer.
const longestSettle = time.Second

// Settle returns when the index has what was written before, so that the next
// search of whoever wrote shows it; at the latest after a second, and at once
// while nobody follows the feed.
func (x *Index) Settle(ctx context.Context) {
	if !x.followed.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, longestSettle)
	defer cancel()
	if newest, err := x.store.Newest(ctx); err == nil {
		_ = x.WaitFor(ctx, newest)
	}
}

// move makes a new position known.
func (x *Index) move(position int64) {
	x.position.Store(position)
	x.moved.Lock()
	defer x.moved.Unlock()
	close(x.moved.signal)
	x.moved.signal = make(chan struct{})
}
