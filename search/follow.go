package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"tiekartta/catalogue"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// How the feed is followed.
const (
	mostDocuments   = 2000                  // in a batch
	batchPause      = 20 * time.Millisecond // between the starts of two batches of a stream of changes
	shortestBackoff = 100 * time.Millisecond
	longestBackoff  = 30 * time.Second
	faultsChecked   = time.Second     // how soon a fault met by a search is seen to
	filesChecked    = 5 * time.Second // how often files are looked at
	sumsChecked     = 24 * time.Hour  // how often they are read
)

// Follow follows the feed until ctx ends and returns its error. What fails is
// logged and tried again from the same position: no change is ever left out. It
// also builds the index anew when that is wanted, and looks after its files.
// The caller starts it in a goroutine and waits for its end before Close.
func (x *Index) Follow(ctx context.Context) error {
	x.warm()
	x.followed.Store(true)
	defer x.followed.Store(false)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { x.rebuildWhenWanted(ctx) })
	beside.Go(func() { x.watch(ctx) })
	backoff := shortestBackoff
	for ctx.Err() == nil {
		started := time.Now()
		wait := backoff
		if err := x.CatchUp(ctx); err == nil {
			backoff = shortestBackoff
			if err := x.changed(ctx); err != nil {
				return err
			}
			wait = batchPause - time.Since(started)
		} else if ctx.Err() == nil {
			x.log.ErrorContext(ctx, "search index cannot follow", "position", x.Position(), "error", err, "stack", stackOf(err))
			backoff = min(2*backoff, longestBackoff)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// changed returns when there is something to follow or to see to, or with the
// error of ctx.
func (x *Index) changed(ctx context.Context) error {
	for ctx.Err() == nil && !x.damaged.Load() && !x.suspected.Load() {
		waiting, cancel := context.WithTimeout(ctx, faultsChecked)
		err := x.store.Wait(waiting, x.Position())
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			return nil // a change, the end, or a fault that CatchUp will meet too
		}
		if err := x.refresh(); err != nil {
			x.faulted(ctx, err)
		}
	}
	return ctx.Err()
}

// watch looks after the files of the index until ctx ends.
func (x *Index) watch(ctx context.Context) {
	often, daily := time.NewTicker(filesChecked), time.NewTicker(sumsChecked)
	defer often.Stop()
	defer daily.Stop()
	for {
		select {
		case <-often.C:
			x.inspect(ctx, (*engine).glance)
		case <-daily.C:
			x.inspect(ctx, (*engine).verify)
		case <-ctx.Done():
			return
		}
	}
}

// inspect checks the files of the index in use. What is missing is built anew
// beside it, because what is open can still be read; what is broken, at once.
func (x *Index) inspect(ctx context.Context, check func(*engine) error) {
	x.inspecting.Lock()
	defer x.inspecting.Unlock()
	x.mu.RLock()
	e := x.engine
	x.mu.RUnlock()
	if e == nil || e.closed.Load() {
		return
	}
	err := guarding(func() error { return check(e) })
	x.mu.RLock()
	defer x.mu.RUnlock()
	switch {
	case x.engine != e: // it was exchanged meanwhile
	case errors.Is(err, errLost):
		if !x.Outdated() && !x.rebuilding() {
			x.tally.damages.Add(1)
			x.log.WarnContext(ctx, "search index has lost files", "error", err)
			x.RebuildSoon()
		}
	case errors.Is(err, errDamaged):
		x.log.WarnContext(ctx, "search index is damaged", "error", err)
		x.harmed()
	}
}

// turn makes the clock's year the current one. The caller follows: nobody else
// changes rows.
func (x *Index) turn() {
	if year := x.now().Year(); int(x.columns.year) < year {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.columns.turn(year)
	}
}

// CatchUp follows the feed to its end and returns.
func (x *Index) CatchUp(ctx context.Context) error {
	x.following.Lock()
	defer x.following.Unlock()
	if x.engine == nil {
		return errClosed
	}
	x.examine(ctx)
	x.turn()
	for {
		more, err := x.step(ctx)
		if err == nil && !more {
			more, err = x.takeAgain(ctx)
		}
		x.mend(ctx, err)
		if err != nil || !more {
			return err
		}
	}
}

// step takes one batch of the feed into the index and tells whether there was
// one.
func (x *Index) step(ctx context.Context) (more bool, err error) {
	if x.damaged.Load() {
		x.log.WarnContext(ctx, "search index is built anew", "generation", x.generation+1)
		if err := x.renew(ctx); err != nil {
			return false, err
		}
	}
	position := x.Position()
	changes, err := x.store.Changes(ctx, position, mostDocuments)
	if err != nil || len(changes) == 0 {
		x.filling.Store(0)
		return false, err
	}
	newest := changes[len(changes)-1].Position
	if revised(changes) && x.vocabulary.Thesaurus != nil {
		if err := x.reviseThesauri(ctx); err != nil {
			return false, err
		}
	}
	ids, err := x.changedIDs(ctx, changes)
	if err != nil {
		return false, err
	}
	for len(ids) > mostDocuments {
		if err := x.take(ctx, ids[:mostDocuments], position); err != nil {
			return false, err
		}
		ids = ids[mostDocuments:]
	}
	if err := x.take(ctx, ids, newest); err != nil {
		return false, err
	}
	clear(x.columns.owed)
	x.move(newest)
	return true, nil
}

// changedIDs are the practices and roadmaps that changes concern, each once.
func (x *Index) changedIDs(ctx context.Context, changes []store.Change) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	for _, c := range changes {
		if c.Noun == catalogue.NounAdoption {
			uses, err := x.catalogue.UsesBy(ctx, c.ID)
			if err != nil {
				return nil, fmt.Errorf("reading uses of practices for the search index: %w", err)
			}
			x.columns.use(c.ID, uses)
		}
		for _, id := range x.concerned(c) {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for id := range x.columns.owed {
		if !seen[id] {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// concerned are the practices and roadmaps, by their documents, that may be
// found otherwise after a change. An organisation's name is part of what it owns.
func (x *Index) concerned(c store.Change) []string {
	switch c.Noun {
	case catalogue.Noun:
		return []string{c.ID}
	case roadmap.Noun:
		return []string{origin{kind: KindRoadmap, id: c.ID}.document()}
	case "organisation":
		delete(x.codes.owners, c.ID)
		var sources []string
		for _, id := range x.columns.with(facetOrganisation, c.ID) {
			sources = append(sources, originOf(id).source())
		}
		slices.Sort(sources)
		return slices.Compact(sources)
	}
	return nil
}

// take brings practices and roadmaps into the index as they are now in the
// database: what is not public, or no more part of a roadmap, is taken out.
// position is the index's afterwards.
func (x *Index) take(ctx context.Context, sources []string, position int64) error {
	items, err := x.items(ctx, sources)
	if err != nil {
		return err
	}
	gone, err := x.held(ctx, sources)
	if err != nil {
		return err
	}
	marks, vectors, tags := map[string]string{}, map[string][]int8{}, map[string][]string{}
	var entries []*entry
	for _, it := range items {
		e, id := it.entry(), it.document()
		marks[id] = e.mark
		if held := x.columns.get(id); held != nil && held.mark == shortMark(e.mark) && !x.vocabulary.again[it.source()] {
			vectors[id], tags[id] = held.vector, x.columns.tags(held)
			continue
		}
		entries = append(entries, e)
	}
	made, put, err := x.write(entries)
	if err != nil {
		return err
	}
	if err := x.owe(); err != nil {
		return err
	}
	for _, m := range made {
		vectors[m.doc.ID()], tags[m.doc.ID()] = m.vector, m.tags
	}
	gone = slices.DeleteFunc(gone, func(id string) bool { return marks[id] != "" })
	if err := x.engine.apply(put, gone, position); err != nil {
		return err
	}
	v, err := x.engine.look(x.view)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	var rows []*row
	for _, it := range items {
		id := it.document()
		r := x.columns.row(it, marks[id])
		r.vector = vectors[id]
		x.columns.tag(r, tags[id])
		rows = append(rows, r)
	}
	for _, m := range made {
		x.lexicons[m.realm].add(m)
	}
	x.columns.suggestions.learn(x.codes, x.language)
	x.columns.change(packed(rows), gone)
	x.leaves.drop(sources)
	return x.see(v)
}
