// Package storetest gives tests a database.
package storetest

import (
	"path/filepath"
	"testing"

	"tiekartta/store"
)

// Open returns an empty database in a folder of the test, closed at its end.
func Open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "tiekartta.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
