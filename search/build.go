package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
)

// openNewest opens the newest generation that was in use or, when there is none
// to be trusted, makes the next. One that was being built beside it is swept.
func (x *Index) openNewest(ctx context.Context) error {
	numbers, err := generations(x.dir)
	if err != nil {
		return fmt.Errorf("folder of the search index: %w", err)
	}
	if len(numbers) == 0 {
		return x.renew(ctx)
	}
	x.generation = numbers[len(numbers)-1]
	for _, n := range slices.Backward(numbers) {
		if finished(generationFolder(x.dir, n)) {
			x.generation = n
			break
		}
	}
	x.engine, err = openEngine(generationFolder(x.dir, x.generation), x.version(), (*engine).verify)
	if err == nil {
		err = x.trust(ctx)
	}
	if errors.Is(err, errDamaged) {
		x.log.WarnContext(ctx, "search index is built anew", "generation", x.generation+1, "reason", err)
		if !errors.Is(err, errOther) && !errors.Is(err, errUnfinished) {
			x.healed = append(x.healed, err.Error())
			x.tally.damages.Add(1)
		}
		return x.renew(ctx)
	}
	if err == nil {
		x.sweep(ctx)
	}
	return err
}

// trust loads the columns and compares the opened index with the database. The
// error is errDamaged where it is ahead of the database or holds what the
// database never had: then it belongs to another one (a backup put back, say).
// Where it only holds other words, of other labels say, it answers until it is
// built anew beside.
func (x *Index) trust(ctx context.Context) error {
	position, err := x.engine.position()
	if err != nil {
		return err
	}
	newest, err := x.store.Newest(ctx)
	if err != nil {
		return err
	}
	if position > newest {
		return fmt.Errorf("%w: it is at change %d, the database at %d", errDamaged, position, newest)
	}
	c, err := x.compare(ctx)
	if err != nil {
		return err
	}
	if err := x.excuse(ctx, c.differing, position); err != nil {
		return err
	}
	maps.DeleteFunc(c.strange, func(id string, _ bool) bool { return !c.differing[id] })
	for id := range c.differing {
		x.healed = append(x.healed, fmt.Sprintf("%v: when it was opened, the index did not agree with the database", originOf(id)))
	}
	if len(c.strange) > 0 {
		return fmt.Errorf("%w: it has %d documents that the database has not", errDamaged, len(c.strange))
	}
	if len(c.differing) > 0 {
		x.log.WarnContext(ctx, "search index is built anew beside the one in use", "documents that differ", len(c.differing))
		x.RebuildSoon()
	}
	x.position.Store(position)
	if to, err := x.engine.filling(); err == nil && position < to {
		x.filling.Store(to)
	}
	made, err := x.engine.bleve.GetInternal([]byte(keyThesaurus))
	if err == nil && string(made) != x.vocabulary.mark {
		x.allAgain()
	}
	return err
}

// disagreement are the documents of the index or the database that are not as in the
// other, and those of the index that the database has not.
type disagreement struct{ differing, strange map[string]bool }

// compare loads what is kept in memory, from the database and the opened index, and
// compares both. All processors are busy: first with the database, then with the words
// of the index and what else it has.
func (x *Index) compare(ctx context.Context) (disagreement, error) {
	found := disagreement{map[string]bool{}, map[string]bool{}}
	var marks []string // by slot
	var err error
	x.columns, err = x.load(ctx, func(m itemWithMark) error {
		marks = append(marks, m.mark)
		return nil
	})
	if err != nil {
		return found, err
	}
	var words error
	var beside sync.WaitGroup
	beside.Go(func() { words = x.recallWords() })
	if x.view, err = x.engine.look(nil); err == nil {
		x.view.place(x.columns)
		err = x.view.recall(x.columns, func(slot int32, id string, mark []byte) {
			if slot == none {
				found.strange[id] = true
			}
			if slot == none || marks[slot] != string(mark) {
				found.differing[id] = true
			}
		})
	}
	beside.Wait()
	if err := cmp.Or(err, words); err != nil {
		return found, fmt.Errorf("%w: %w", errDamaged, err)
	}
	for _, r := range x.columns.rows {
		if r.mark == 0 {
			found.differing[r.id] = true
		}
	}
	x.columns.pack()
	x.view.learn(x.columns.rows)
	return found, nil
}

// excuse takes out the documents that the follower will come to.
func (x *Index) excuse(ctx context.Context, differing map[string]bool, position int64) error {
	excused := map[string]bool{}
	defer maps.DeleteFunc(differing, func(id string, _ bool) bool { return excused[originOf(id).source()] })
	for len(differing) > 0 {
		changes, err := x.store.Changes(ctx, position, mostDocuments)
		if err != nil || len(changes) == 0 {
			return err
		}
		for _, c := range changes {
			for _, source := range x.concerned(c) {
				excused[source] = true
			}
			position = c.Position
		}
	}
	return nil
}

// load makes the columns from the database. It gives f everything that can be found,
// in the order of the slots of its rows.
func (x *Index) load(ctx context.Context, f func(itemWithMark) error) (*columns, error) {
	c := newColumns(x.now().Year())
	uses, err := x.catalogue.Uses(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading uses of practices for the search index: %w", err)
	}
	for _, u := range uses {
		c.uses[u.Practice] = append(c.uses[u.Practice], u)
	}
	clear(x.codes.owners)
	var rows []*row
	err = x.each(ctx, func(m itemWithMark) error {
		rows = append(rows, c.row(m.item, ""))
		return f(m)
	})
	if err != nil {
		return nil, err
	}
	c.suggestions.learn(x.codes, x.language)
	c.fill(rows)
	return c, nil
}

// renew puts an empty index of the next generation in place, to be filled by
// following the feed from its start. Whoever builds beside gives up.
func (x *Index) renew(ctx context.Context) error {
	columns, err := x.load(ctx, func(itemWithMark) error { return nil })
	if err != nil {
		return err
	}
	newest, err := x.store.Newest(ctx)
	if err != nil {
		return err
	}
	number := x.overtake()
	folder := generationFolder(x.dir, number)
	if err := remove(folder); err != nil {
		return fmt.Errorf("folder of the search index: %w", err)
	}
	next := x.empty()
	next.columns, next.generation = columns, number
	if err := next.create(folder, x.version()); err != nil {
		return err
	}
	err = cmp.Or(
		next.engine.say(keyThesaurus, x.vocabulary.mark),
		next.engine.say(keyFilling, strconv.FormatInt(newest, 10)),
	)
	if err == nil {
		err = next.engine.finish()
	}
	if err != nil {
		return errors.Join(err, next.close())
	}
	x.filling.Store(newest) // before anybody sees it
	x.move(0)
	old := x.swap(next)
	x.vocabulary.settled()
	x.tally.rebuilds.Add(1)
	if old.engine == nil {
		x.sweep(ctx)
	}
	x.retire(old)
	return nil
}

// overtake makes whoever builds beside give up and returns the next number.
func (x *Index) overtake() int {
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.generation == 0 {
		return x.generation + 1
	}
	b.cancel()
	return max(x.generation, b.generation) + 1
}

// sweep deletes older generations; one that cannot be deleted only takes room.
// The newer one is built beside.
func (x *Index) sweep(ctx context.Context) {
	numbers, err := generations(x.dir)
	b := &x.building
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range numbers {
		if err == nil && n != x.generation && n != b.generation {
			err = remove(generationFolder(x.dir, n))
		}
	}
	if err != nil {
		x.log.WarnContext(ctx, "deleting an old search index", "error", err)
	}
}
