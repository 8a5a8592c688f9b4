package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// request is one Write that waits for its turn.
type request struct {
	ctx      context.Context
	f        func(context.Context, *Tx) error
	answer   chan error
	panicked any
}

// mostTogether is how many writes share one commit at the most.
const mostTogether = 256

// Write runs f in a transaction and returns nil only after it has been
// committed to disk. When f fails, nothing of what it wrote remains. Called
// with the ctx that f gets, it joins the transaction, as a part that can fail
// on its own. f must not call Write with an outer ctx (it would wait for
// itself), and must not keep tx.
//
// Writes that arrive together share one commit: a write that fails is undone
// alone, but a commit that fails, fails them all.
func (s *Store) Write(ctx context.Context, f func(context.Context, *Tx) error) error {
	if tx, ok := ctx.Value(inside{}).(*Tx); ok {
		return tx.part(ctx, f)
	}
	r := &request{ctx: ctx, f: f, answer: make(chan error, 1)}
	if err := s.enqueue(r); err != nil {
		return err
	}
	err := <-r.answer
	if r.panicked != nil {
		panic(r.panicked)
	}
	return err
}

func (s *Store) enqueue(r *request) error {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		return ErrClosed
	}
	select {
	case s.queue <- r:
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

// run is the writer: it owns the one writing connection.
func (s *Store) run(conn *sql.Conn) {
	defer close(s.done)
	defer conn.Close()
	for first := range s.queue {
		requests := []*request{first}
	more:
		for len(requests) < mostTogether {
			select {
			case r, ok := <-s.queue:
				if !ok {
					break more
				}
				requests = append(requests, r)
			default:
				break more
			}
		}
		s.commit(conn, requests)
	}
	conn.ExecContext(context.Background(), s.engine.atEnd)
}

// commit runs the requests in one transaction and answers them after it.
func (s *Store) commit(conn *sql.Conn, requests []*request) {
	// Not a request's context: a statement that is interrupted rolls back the
	// whole transaction, and so the writes of others.
	ctx := context.Background()
	tx := &Tx{on: conn, engine: &s.engine}
	answers := make([]error, len(requests))
	err := s.begin(ctx, tx)
	if err == nil {
		for i, r := range requests {
			if answers[i] = r.ctx.Err(); answers[i] == nil && tx.ended == nil {
				answers[i] = r.run(tx)
			}
		}
		_, err = tx.Exec(ctx, "commit") // refused when the transaction has ended
	}
	if err != nil {
		// The transaction may have ended by itself, on a full disk for example.
		conn.ExecContext(ctx, "rollback")
	}
	for i, r := range requests {
		r.answer <- errors.Join(answers[i], err)
	}
	if err == nil && tx.changes > 0 {
		s.wake()
	}
}

// patience is how often a transaction is begun anew while another process
// writes; each time waits for the busy_timeout of the connection.
const patience = 6

func (s *Store) begin(ctx context.Context, tx *Tx) error {
	for try := 1; ; try++ {
		_, err := tx.on.ExecContext(ctx, s.engine.begin)
		if err == nil {
			break
		}
		if try == patience || !s.engine.busy(err) {
			return tx.failed(err)
		}
	}
	if s.engine.queueWriters == "" {
		return nil
	}
	_, err := tx.Exec(ctx, s.engine.queueWriters)
	return err
}

// run runs one request as a part of the transaction; a panic of its function
// is kept for the one who asked.
func (r *request) run(tx *Tx) (err error) {
	defer func() {
		if r.panicked = recover(); r.panicked != nil {
			err = errors.New("write panicked")
		}
	}()
	return tx.part(context.WithoutCancel(r.ctx), r.f)
}

// part runs f within a savepoint and undoes it alone when it fails.
func (tx *Tx) part(ctx context.Context, f func(context.Context, *Tx) error) (err error) {
	tx.depth++
	name := fmt.Sprintf("part%d", tx.depth)
	changes := tx.changes
	defer func() { tx.depth-- }()
	if _, err := tx.Exec(ctx, "savepoint "+name); err != nil {
		return err
	}
	kept := false
	defer func() {
		if kept {
			return
		}
		tx.changes = changes
		_, undone := tx.Exec(ctx, "rollback to "+name)
		if undone == nil {
			_, undone = tx.Exec(ctx, "release "+name)
		}
		err = errors.Join(err, undone)
	}()
	if err := f(context.WithValue(ctx, inside{}, tx), tx); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "release "+name)
	kept = err == nil
	return err
}

// Tidy lets the engine renew its statistics; worth doing once a day.
func (s *Store) Tidy(ctx context.Context) error {
	return s.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, s.engine.tidy)
		return err
	})
}
