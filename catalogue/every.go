package catalogue

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// everyBatch is how many practices are decoded together when all are read.
const everyBatch = 64

// decoding is a batch of practices, of which something is made when done is closed.
type decoding[M any] struct {
	rows []versionRow
	made []M
	err  error
	done chan struct{}
}

// every reads all practices and makes something of each.
type every[M any] struct {
	*Catalogue
	of func([]*Practice) ([]M, error)
}

func (e every[M]) decoding(rows []versionRow) *decoding[M] {
	d := &decoding[M]{rows: rows, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		defer caught(&d.err)
		list := make([]*Practice, len(d.rows))
		for i, v := range d.rows {
			if list[i], d.err = e.version(v); d.err != nil {
				return
			}
		}
		d.made, d.err = e.of(list)
	}()
	return d
}

// Each calls f with every published practice, by id, from one state of the
// database. What f gets is whole: people's contacts too.
func (c *Catalogue) Each(ctx context.Context, f func(*Practice) error) error {
	return EachMade(ctx, c, func(list []*Practice) ([]*Practice, error) { return list, nil }, f)
}

// EachMade is Each for who needs something made of practices: of is asked for that of
// some at a time, and f called with it. Practices are read, decoded and asked for
// ahead of f, by all processors: who starts with 100,000 waits for that.
func EachMade[M any](ctx context.Context, c *Catalogue, of func([]*Practice) ([]M, error), f func(M) error) error {
	ctx, cancel := context.WithCancel(ctx)
	queue := make(chan *decoding[M], runtime.GOMAXPROCS(0))
	var failed error
	go func() {
		defer close(queue)
		defer caught(&failed)
		failed = every[M]{c, of}.readAhead(ctx, queue)
	}()
	defer func() {
		cancel()
		drain(queue)
	}()
	for d := range queue {
		<-d.done
		if d.err != nil {
			return d.err
		}
		for _, made := range d.made {
			if err := f(made); err != nil {
				return err
			}
		}
	}
	return failed
}

// drain returns when whoever fills a queue, and all who decode, have ended.
func drain[M any](queue <-chan *decoding[M]) {
	for d := range queue {
		<-d.done
	}
}

// caught turns a panic into an error: nobody else would, and the program ended.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("reading practices: %v\n%s", r, debug.Stack())
	}
}

// readAhead fills a queue with all published practices, as fast as it is emptied.
func (e every[M]) readAhead(ctx context.Context, queue chan<- *decoding[M]) error {
	var rows []versionRow
	send := func() error {
		d := e.decoding(rows)
		select {
		case queue <- d:
			rows = make([]versionRow, 0, everyBatch)
			return nil
		case <-ctx.Done():
			<-d.done
			return ctx.Err()
		}
	}
	err := e.eachVersion(ctx, `order by p.id`, nil, func(v versionRow) error {
		if rows = append(rows, v); len(rows) < everyBatch {
			return nil
		}
		return send()
	})
	if err != nil {
		return err
	}
	return send()
}
