package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	sqlite3 "modernc.org/sqlite/lib"
)

// ErrLocked says that another process holds the lock.
var ErrLocked = errors.New("locked by another process")

// Lock takes a lock that only one process can hold, until release is called or
// the process ends, however it ends. It is an exclusive transaction on a
// database file of its own, because that works alike on every system.
func Lock(ctx context.Context, path string) (release func() error, err error) {
	db, err := sql.Open("sqlite", fileName(path, url.Values{"_pragma": {"busy_timeout(0)"}}))
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		release = func() error { return errors.Join(conn.Close(), db.Close()) }
		_, err = conn.ExecContext(ctx, "begin exclusive")
	}
	if err == nil {
		return release, nil
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
