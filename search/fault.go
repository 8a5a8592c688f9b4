package search

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// fault is a panic that was caught, with where it was. It is errDamaged, until
// somebody has looked whether it was ours.
type fault struct {
	what  any
	stack []byte
}

func (f *fault) Error() string { return fmt.Sprintf("%v: %v", errDamaged, f.what) }

func (f *fault) Unwrap() error { return errDamaged }

// caught turns a panic into errDamaged.
func caught(err *error) {
	switch r := recover().(type) {
	case nil:
	case *fault: // of somebody who worked for us
		*err = r
	default:
		*err = &fault{r, debug.Stack()}
	}
}

// guarding runs f; a panic or a fault of memory in it is errDamaged.
func guarding(f func() error) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return f()
}

// stackOf is where an error was caught, "" for one that was returned.
func stackOf(err error) string {
	var f *fault
	if !errors.As(err, &f) {
		return ""
	}
	return string(f.stack)
}

// harmed notes that the index in use cannot be trusted: the follower builds it
// anew. It counts once, however often that fails.
func (x *Index) harmed() {
	if !x.damaged.Swap(true) {
		x.tally.damages.Add(1)
	}
}

// faulted notes what a search has met, or whoever looks at the index. It may be a fault of ours, which would come
// again with another index: the follower looks at the files before it believes that
// they are damaged.
func (x *Index) faulted(ctx context.Context, err error) {
	x.log.ErrorContext(ctx, "search index has met a fault", "error", err, "stack", stackOf(err))
	x.suspected.Store(true)
}

// longestBelief is how long files that were found whole are believed to be, so
// that whoever knows a search that fails cannot have them read all the time.
const longestBelief = time.Minute

// examine looks at the files after a search has failed. The caller follows.
func (x *Index) examine(ctx context.Context) {
	if !x.suspected.Load() || x.damaged.Load() {
		return
	}
	x.suspected.Store(false)
	x.inspect(ctx, (*engine).glance)
	if time.Since(x.engine.examined) > longestBelief {
		x.engine.examined = time.Now()
		x.inspect(ctx, (*engine).verify)
	}
}

// mend makes the index ready for being written again after err. bleve cannot be
// written to any more after a batch that failed, of a full disk for example, though what is
// on the disk is whole: it is opened again. Only where that fails, or does not
// help, it is damaged. The caller follows.
func (x *Index) mend(ctx context.Context, err error) {
	switch {
	case err == nil:
		x.reopened = false
	case x.damaged.Load(), !errors.Is(err, errWriting) && !errors.Is(err, errDamaged):
	case x.reopened && errors.Is(err, errDamaged):
		x.harmed()
	default:
		x.reopened = true
		if err := x.reopen(looking(err)); err != nil {
			x.log.WarnContext(ctx, "search index is damaged", "error", err, "stack", stackOf(err))
			x.harmed()
		}
	}
}

// looking is how the files are looked at after a batch that failed with err: a disk
// that is full stays so for long, and they are not all read each time.
func looking(err error) func(*engine) error {
	if errors.Is(err, errDamaged) {
		return (*engine).verify
	}
	return (*engine).glance
}

// reopen closes the index in use and opens it again, with a look at its files.
// Searches keep what they see meanwhile.
func (x *Index) reopen(look func(*engine) error) error {
	x.inspecting.Lock()
	defer x.inspecting.Unlock()
	if err := x.engine.close(); err != nil {
		return err
	}
	e, err := openEngine(x.engine.folder, x.version(), look)
	if err != nil {
		return err
	}
	position, err := e.position()
	if err == nil && position < x.Position() {
		err = fmt.Errorf("%w: it is at change %d, not at %d", errDamaged, position, x.Position())
	}
	var v *view
	if err == nil {
		v, err = e.look(nil)
	}
	if err != nil {
		return errors.Join(err, e.close())
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.engine = e
	return x.see(v)
}
