package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// contents are one generation of the index with what is kept in memory of it.
// swap exchanges all of it at once.
type contents struct {
	engine     *engine
	view       *view
	columns    *columns
	lexicons   [realms]*lexicon
	generation int
}

func (x *Index) empty() contents {
	return contents{columns: newColumns(x.now().Year()), lexicons: newLexicons(x.language)}
}

// create makes an empty engine in a folder.
func (c *contents) create(folder, version string) (err error) {
	if c.engine, err = createEngine(folder, version); err != nil {
		return err
	}
	if c.view, err = c.engine.look(nil); err != nil {
		return errors.Join(err, c.engine.close())
	}
	c.view.place(c.columns)
	return nil
}

// close lets go of the files.
func (c *contents) close() error { return errors.Join(c.view.close(), c.engine.close()) }

// building is the next generation while it is built beside the one in use.
type building struct {
	sync.Mutex               // held by the one who builds
	wish       chan struct{} // has a value while Follow is to build

	mu         sync.Mutex
	generation int // 0 when none is built
	cancel     context.CancelFunc
	position   int64
	newest     int64
}

// errOvertaken is what building ends with when a damaged index was built anew
// in place meanwhile: that did what was wanted.
var errOvertaken = errors.New("the index was built anew in place meanwhile")

// Rebuild builds the next generation of the index beside the one in use, which
// goes on answering, and puts it in its place when it has followed the feed to
// the end. It is for when what is known of the languages has changed. When it
// fails, the one in use stays.
func (x *Index) Rebuild(ctx context.Context) error {
	x.building.Lock()
	defer x.building.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	number := x.begin(cancel)
	defer x.end()
	folder := generationFolder(x.dir, number)
	next, err := x.beside(number, folder)
	if err == nil {
		if err = x.fill(ctx, next); err == nil {
			err = x.replace(ctx, next)
		}
		if err != nil {
			err = errors.Join(err, next.contents.close())
		}
	}
	if err != nil {
		err = errors.Join(err, remove(folder))
	}
	if errors.Is(err, errOvertaken) {
		return nil
	}
	return err
}

// RebuildSoon makes Follow rebuild the index, once more if it is at it.
func (x *Index) RebuildSoon() {
	select {
	case x.building.wish <- struct{}{}:
	default:
	}
}

// Outdated tells whether the index waits for being rebuilt.
func (x *Index) Outdated() bool { return len(x.building.wish) > 0 }

// begin gives the next generation its number, above all that were ever made.
func (x *Index) begin(cancel context.CancelFunc) int {
	x.following.Lock()
	defer x.following.Unlock()
	b := &x.building
	select {
	case <-b.wish: // what was wished for until now is done by this
	default:
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.generation, b.cancel, b.position, b.newest = x.generation+1, cancel, 0, 0
	return b.generation
}

func (x *Index) end() {
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	b.generation, b.cancel = 0, nil
}

// beside is an empty index that nobody uses yet.
func (x *Index) beside(number int, folder string) (*Index, error) {
	if err := remove(folder); err != nil {
		return nil, fmt.Errorf("folder of the search index: %w", err)
	}
	next := &Index{
		dir: x.dir, store: x.store, catalogue: x.catalogue, roadmaps: x.roadmaps, log: x.log, messages: x.messages,
		language: x.language, weights: x.weights, now: x.now, contents: x.empty(),
	}
	next.codes = newCodes(x.catalogue, x.messages)
	next.moved.signal = make(chan struct{})
	next.generation = number
	if err := next.create(folder, x.version()); err != nil {
		return nil, err
	}
	x.following.Lock()
	next.vocabulary.mark, next.vocabulary.edition = x.vocabulary.mark, x.vocabulary.edition
	x.following.Unlock()
	if err := next.engine.say(keyThesaurus, next.vocabulary.mark); err != nil {
		return nil, errors.Join(err, next.contents.close())
	}
	return next, nil
}

// fill follows the feed with the next generation, to its end as it is then.
func (x *Index) fill(ctx context.Context, next *Index) error {
	for {
		newest, err := x.store.Newest(ctx)
		if err != nil {
			return err
		}
		b := &x.building
		b.mu.Lock()
		b.position, b.newest = next.Position(), newest
		b.mu.Unlock()
		more, err := next.step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// replace puts the next generation in place. From the mark in its folder on, a
// start takes it and deletes the one before; until then it is rubbish.
func (x *Index) replace(ctx context.Context, next *Index) error {
	next.warm()
	x.following.Lock()
	defer x.following.Unlock()
	switch {
	case x.engine == nil:
		return errClosed
	case x.generation >= next.generation:
		return errOvertaken
	}
	if err := x.fill(ctx, next); err != nil {
		return err
	}
	// It leaves a changed thesaurus to the one in use, whose language it shares.
	if err := x.reviseThesauri(ctx); err != nil {
		return err
	}
	mixed := next.vocabulary.edition != x.vocabulary.edition // though they may be as before again
	if mixed {
		if err := next.engine.say(keyThesaurus, unfinished); err != nil {
			return err
		}
	}
	if err := next.engine.finish(); err != nil {
		return err
	}
	old := x.swap(next.contents)
	x.vocabulary.settled()
	if mixed {
		x.allAgain()
		x.vocabulary.told = true
	}
	clear(x.codes.owners)
	x.filling.Store(0)
	x.move(next.Position())
	x.tally.rebuilds.Add(1)
	x.log.InfoContext(ctx, "search index was built anew", "generation", next.generation, "position", next.Position())
	x.retire(old)
	return nil
}

// swap puts other contents in place once no search uses those that are, and
// returns these. Whatever is remembered of the old ones has to be dropped here.
// The caller follows.
func (x *Index) swap(next contents) (old contents) {
	x.mu.Lock()
	defer x.mu.Unlock()
	old = x.contents
	x.contents = next
	x.leaves.empty()
	x.reopened = false
	x.damaged.Store(false)
	x.suspected.Store(false)
	return old
}

// retire closes what is no longer in use and deletes its folder, while others go
// on: closing a damaged one may take long. What is left over is swept at the
// next start.
func (x *Index) retire(old contents) {
	if old.engine == nil {
		return
	}
	x.closing.Go(func() {
		if err := errors.Join(old.close(), remove(old.engine.folder)); err != nil {
			x.log.Warn("closing an old search index", "error", err)
		}
	})
}

// remove deletes a folder, also where somebody has taken away the rights to.
func remove(folder string) error {
	err := os.RemoveAll(folder)
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, _ error) error {
		if d != nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(folder)
}

// How long building waits after a failure.
const (
	shortestRest = 2 * time.Second
	longestRest  = 10 * time.Minute
)

// rebuildWhenWanted builds the index anew whenever somebody wants it, until ctx
// ends. A full disk is waited for; the index in use goes on.
func (x *Index) rebuildWhenWanted(ctx context.Context) {
	for {
		select {
		case <-x.building.wish:
		case <-ctx.Done():
			return
		}
		for rest := shortestRest; ctx.Err() == nil; rest = min(2*rest, longestRest) {
			err := x.Rebuild(ctx)
			if err == nil || ctx.Err() != nil {
				break
			}
			x.log.ErrorContext(ctx, "search index cannot be built anew; the one in use stays", "again in", rest, "error", err)
			select {
			case <-time.After(rest):
			case <-ctx.Done():
			}
		}
	}
}
