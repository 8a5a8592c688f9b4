package store

import (
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"runtime"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema
var schema embed.FS

// engine holds all in which database engines differ.
type engine struct {
	// queueWriters is sent at the start of every writing transaction, so that
	// writers commit in the order of their change numbers. SQLite has one writer
	// at a time and needs none.
	queueWriters string
	schema       fs.FS            // files in the order in which they apply
	unique       func(error) bool // a key that is taken
	full         func(error) bool // no room to write
	damaged      func(error) bool // the file is broken
	busy         func(error) bool // another process is writing
	ends         func(error) bool // the whole transaction may have ended
	tidy, atEnd  string           // statements for once a day, and before closing
	begin        string           // starts a writing transaction
	tables       string           // lists the names of all tables
	open         func(name, mode string) (*sql.DB, error)
}

// connection modes
const (
	writing = "writing"
	reading = "reading"
)

func sqliteEngine() (engine, error) {
	files, err := fs.Sub(schema, "schema/sqlite")
	if err != nil {
		return engine{}, err
	}
	return engine{
		schema: files, unique: sqliteUnique, full: sqliteFull, damaged: sqliteDamaged, busy: sqliteBusy, ends: sqliteEnds,
		tidy: "pragma optimize", atEnd: "pragma busy_timeout = 0; pragma optimize; pragma wal_checkpoint(truncate)",
		begin: "begin immediate", tables: `select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`, open: openSQLite,
	}, nil
}

// openSQLite opens a pool. Every setting stands in the name, because a PRAGMA
// that is executed reaches one connection of the pool only.
func openSQLite(path, mode string) (*sql.DB, error) {
	settings := url.Values{}
	for _, pragma := range []string{
		"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)", "trusted_schema(0)",
	} {
		settings.Add("_pragma", pragma)
	}
	settings.Set("_dqs", "0")
	connections := 1
	if mode == reading {
		settings.Add("_pragma", "query_only(1)")
		connections = 2 * runtime.GOMAXPROCS(0)
	} else {
		settings.Set("_txlock", "immediate")
	}
	db, err := sql.Open("sqlite", fileName(path, settings))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// fileName is a connection name for a path that may hold any character.
func fileName(path string, settings url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: settings.Encode()}).String()
}

// sqliteCode is the extended result code of an error, 0 for other errors.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func sqliteUnique(err error) bool {
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || code == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}

func sqliteFull(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMSIZE,
		sqlite3.SQLITE_IOERR_SHMOPEN:
		return true
	}
	return false
}

func sqliteDamaged(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}

func sqliteBusy(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_BUSY }

// sqliteEnds knows the errors on which SQLite may roll back by itself
// (sqlite.org/lang_transaction.html, chapter 3), and damage, after which
// nothing more should be written.
func sqliteEnds(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}
