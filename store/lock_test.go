package store_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"tiekartta/store"
)

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNobodyHasADatabaseAloneWhileItIsOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	one, two := open(t, path), open(t, path) // they do not hinder each other
	for id, s := range map[string]*store.Store{"one": one, "two": two} {
		began := time.Now()
		if _, err := store.Alone(t.Context(), path); !errors.Is(err, store.ErrLocked) {
			t.Fatalf("an open database was had alone (%v)", err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("that was refused after %v", took)
		}
		if err := add(s, t.Context(), id); err != nil {
			t.Errorf("after a refusal nothing can be written: %v", err)
		}
		s.Close()
	}
	release, err := store.Alone(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	open(t, path).Close()
}

func TestDatabaseThatIsHadAloneOpensWhenItIsGivenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	release, err := store.Alone(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := store.Open(t.Context(), path); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("it was opened meanwhile (%v, %v)", s, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("who was refused has made a database (%v)", err)
	}
	time.AfterFunc(100*time.Millisecond, func() { release() })
	open(t, path).Close()
}

// heldPath names, in a process of its own, the database that it shall hold open.
const heldPath = "TIEKARTTA_TEST_HELD"

func TestHoldOfAnotherProcessEndsWithIt(t *testing.T) {
	if path := os.Getenv(heldPath); path != "" {
		open(t, path)
		os.Stdout.WriteString("open\n")
		time.Sleep(time.Minute)
		return
	}
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), heldPath+"="+path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = out.Read(make([]byte, 5))
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Alone(t.Context(), path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a database that another process has open was had alone (%v)", err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	release, err := store.Alone(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	release()
}
