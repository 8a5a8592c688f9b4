package store

import (
	"database/sql"
	"path/filepath"
	"testing"
)

// A killed process leaves its writes in the page cache, so that only this test
// shows that a power cut would not lose them.
func TestEveryConnectionSyncsFullyAndKnowsItsSettings(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "tiekartta.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := map[string]int{"synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000, "trusted_schema": 0}
	var conns []*sql.Conn
	for range s.read.Stats().MaxOpenConnections {
		conn, err := s.read.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	fresh, err := s.engine.open(filepath.Join(t.TempDir(), "other.db"), writing)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	writer, err := fresh.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, conn := range append(conns, writer) {
		for name, value := range want {
			var got int
			if err := conn.QueryRowContext(t.Context(), "pragma "+name).Scan(&got); err != nil || got != value {
				t.Errorf("connection %d: %s is %d (%v), want %d", i, name, got, err, value)
			}
		}
		var mode string
		if err := conn.QueryRowContext(t.Context(), "pragma journal_mode").Scan(&mode); err != nil || mode != "wal" {
			t.Errorf("connection %d: journal mode %s %v", i, mode, err)
		}
		conn.Close()
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := openSQLite(path, writing)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("insert into schema_version values (999)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if s, err := Open(t.Context(), path); err == nil {
		s.Close()
		t.Error("a database of a newer version was opened")
	}
}

func TestAPathMayHoldAnyCharacter(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a b?c#d%ä.db"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}
