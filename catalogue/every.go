package catalogue

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// everyBatch is how many practices are decoded together when all are read.
const everyBatch = 64

// decoding is a batch of practices, ready when done is closed.
type decoding struct {
	rows []versionRow
	list []*Practice
	err  error
	done chan struct{}
}

func (c *Catalogue) decoding(rows []versionRow) *decoding {
	d := &decoding{rows: rows, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		defer caught(&d.err)
		for _, v := range d.rows {
			p, err := c.version(v)
			if err != nil {
				d.err = err
				return
			}
			d.list = append(d.list, p)
		}
	}()
	return d
}

// Each calls f with every published practice, by id, from one state of the
// database. What f gets is whole: people's contacts too. Practices are read and
// decoded ahead of f, by all processors: who starts with 100,000 waits for that.
func (c *Catalogue) Each(ctx context.Context, f func(*Practice) error) error {
	ctx, cancel := context.WithCancel(ctx)
	queue := make(chan *decoding, runtime.GOMAXPROCS(0))
	var failed error
	go func() {
		defer close(queue)
		defer caught(&failed)
		failed = c.readAhead(ctx, queue)
	}()
	defer func() {
		cancel()
		drain(queue)
	}()
	for d := range queue {
		<-d.done
		for _, p := range d.list {
			if err := f(p); err != nil {
				return err
			}
		}
		if d.err != nil {
			return d.err
		}
	}
	return failed
}

// drain returns when whoever fills a queue, and all who decode, have ended.
func drain(queue <-chan *decoding) {
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
func (c *Catalogue) readAhead(ctx context.Context, queue chan<- *decoding) error {
	var rows []versionRow
	send := func() error {
		d := c.decoding(rows)
		select {
		case queue <- d:
			rows = make([]versionRow, 0, everyBatch)
			return nil
		case <-ctx.Done():
			<-d.done
			return ctx.Err()
		}
	}
	err := c.eachVersion(ctx, `order by p.id`, nil, func(v versionRow) error {
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
