// Package store is the database: connections, schema, transactions and the
// feed of changes. It knows no noun of the domain.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrNotFound says that what was asked for does not exist, or must not be known
// to exist.
var ErrNotFound = errors.New("not found")

// ErrConflict says that a key is taken, or that somebody else has changed the
// thing meanwhile.
var ErrConflict = errors.New("conflict")

// ErrFull says that there was no room to write; nothing was changed.
var ErrFull = errors.New("no room left to write")

// ErrDamaged says that the database file is not what it should be; a backup has
// to be restored.
var ErrDamaged = errors.New("damaged")

// ErrClosed is answered by a store that has been closed.
var ErrClosed = errors.New("store is closed")

// Store is an open database. All methods may be called concurrently.
type Store struct {
	engine engine
	write  *sql.DB // one connection, used by the writer alone
	read   *sql.DB
	queue  chan *request
	done   chan struct{} // closed when the writer has ended
	// release ends the hold that keeps others from replacing the file.
	release func() error

	closing sync.RWMutex
	closed  bool

	mu      sync.Mutex
	changed chan struct{} // closed and replaced after every commit that made changes
}

// Open opens the database file, makes it when it is missing, and brings its
// schema up to date. One process may hold it open several times, and several
// processes may, but none while somebody has it alone (see Alone): ErrLocked.
func Open(ctx context.Context, path string) (*Store, error) {
	e, err := sqliteEngine()
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e, queue: make(chan *request), done: make(chan struct{}), changed: make(chan struct{})}
	if s.release, err = hold(ctx, path); err != nil {
		return nil, err
	}
	if s.write, err = e.open(path, writing); err != nil {
		return nil, errors.Join(err, s.release())
	}
	conn, err := s.write.Conn(ctx)
	if err == nil {
		err = s.migrate(ctx, conn)
	}
	if err == nil {
		s.read, err = e.open(path, reading)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, e.sorted(err)), s.write.Close(), s.release())
	}
	go s.run(conn)
	return s, nil
}

// Close waits for writes under way, empties the log into the database file and
// closes it.
func (s *Store) Close() error {
	s.closing.Lock()
	if s.closed {
		s.closing.Unlock()
		return nil
	}
	s.closed = true
	close(s.queue)
	s.closing.Unlock()
	<-s.done
	return errors.Join(s.read.Close(), s.write.Close(), s.release())
}

// Time is how a moment is stored: RFC 3339 in UTC, to the microsecond.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// ParseTime reads what Time wrote; the zero time for an empty text.
func ParseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, s)
}

type inside struct{}

// Read runs f in one transaction that sees a single state of the database and
// cannot write. Within a Write it joins the writing transaction.
func (s *Store) Read(ctx context.Context, f func(context.Context, *Tx) error) error {
	if tx, ok := ctx.Value(inside{}).(*Tx); ok {
		return f(ctx, tx)
	}
	on, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.engine.sorted(err)
	}
	defer on.Rollback()
	tx := &Tx{on: on, engine: &s.engine}
	return f(context.WithValue(ctx, inside{}, tx), tx)
}
