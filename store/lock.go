package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// ErrLocked says that another process holds the lock.
var ErrLocked = errors.New("locked by another process")

// Lock takes a lock that only one process can hold, until release is called or
// the process ends, however it ends. It is an exclusive transaction on a
// database file of its own, because that works alike on every system.
func Lock(ctx context.Context, path string) (release func() error, err error) {
	return take(ctx, path, 0, "begin exclusive")
}

// Alone takes a database for its caller alone, so that its file can be replaced.
// It fails at once with ErrLocked while a Store has it open, in this process or
// another; until release is called or the process ends, none can be opened.
func Alone(ctx context.Context, path string) (release func() error, err error) {
	return take(ctx, holdFile(path), 0, "begin exclusive")
}

// holdPatience is how long opening waits for one who has the database alone:
// even who tries to in vain is in the way for a moment.
const holdPatience = 2 * time.Second

// hold keeps others from having a database alone. Any number may hold it.
func hold(ctx context.Context, path string) (release func() error, err error) {
	// Only a read takes the lock that a transaction shares with others.
	return take(ctx, holdFile(path), holdPatience, "begin", "select count(*) from sqlite_schema")
}

// holdFile is not the database itself, whose own locks are those of its log.
func holdFile(path string) string {
	return filepath.Join(filepath.Dir(path), "lock-"+filepath.Base(path))
}

// take runs the statements on a file that is a database for its locks' sake, and
// keeps the transaction open.
func take(ctx context.Context, path string, patience time.Duration, statements ...string) (release func() error, err error) {
	settings := url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds())}}
	db, err := sql.Open("sqlite", fileName(path, settings))
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	conn, err := db.Conn(ctx)
	for _, statement := range statements {
		if err == nil {
			_, err = conn.ExecContext(ctx, statement)
		}
	}
	if err == nil {
		return func() error { return errors.Join(conn.Close(), db.Close()) }, nil
	}
	switch {
	case sqliteCode(err)&0xff == sqlite3.SQLITE_BUSY:
		err = ErrLocked
	case sqliteFull(err):
		err = fmt.Errorf("%w: %w", ErrFull, err)
	}
	if conn != nil {
		err = errors.Join(err, conn.Close())
	}
	return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), db.Close())
}
