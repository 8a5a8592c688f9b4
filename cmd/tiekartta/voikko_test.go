package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestADictionaryThatCannotBeReadIsRefusedAtStart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	other := filepath.Join(folder, "other.vfst")
	if err := os.WriteFile(other, []byte("not a dictionary"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, away := filepath.Join(folder, "data"), filepath.Join(folder, "away.vfst")
	for _, args := range [][]string{{"serve", "-addr", "127.0.0.1:0", "-voikko", away}, {"serve", "-voikko", other}, {"check", "-voikko", away}, {"reindex", "-voikko", other}} {
		got := inEnvironment(t, environment(), append(args, "-data", data)...)
		if got.status != refused || !strings.Contains(got.err, args[len(args)-1]) {
			t.Errorf("%q: exit %d, %q", args, got.status, got.err)
		}
	}
	if got := inEnvironment(t, environment("TIEKARTTA_VOIKKO="+away), "check", "-data", data); got.status != refused || !strings.Contains(got.err, away) {
		t.Errorf("from the environment: exit %d, %q", got.status, got.err)
	}
	if ok, err := exists(data); ok || err != nil {
		t.Errorf("a refused start made a data folder (%v)", err)
	}
}
