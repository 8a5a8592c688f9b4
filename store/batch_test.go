package store

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// together makes writes that all share one commit: the writer is held up until
// they have queued.
func together(t *testing.T, s *Store, writes ...func(context.Context, *Tx) error) []error {
	t.Helper()
	held, letGo := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		err := s.Write(context.Background(), func(context.Context, *Tx) error {
			close(held)
			<-letGo
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	answers := make([]error, len(writes))
	for i, f := range writes {
		started := make(chan struct{})
		wait.Go(func() {
			close(started)
			answers[i] = s.Write(context.Background(), f)
		})
		<-started
		time.Sleep(20 * time.Millisecond) // so that they queue in this order
	}
	close(letGo)
	wait.Wait()
	return answers
}

func insert(id string) func(context.Context, *Tx) error {
	return func(ctx context.Context, tx *Tx) error {
		if _, err := tx.Exec(ctx, `insert into organisations (id, body) values ($1, '{}')`, id); err != nil {
			return err
		}
		return tx.Change(ctx, "organisation", id)
	}
}

func stored(t *testing.T, s *Store) (n int) {
	t.Helper()
	err := s.Read(t.Context(), func(ctx context.Context, tx *Tx) error {
		return tx.Row(ctx, `select count(*) from organisations`, nil, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func openHere(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "tiekartta.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOneOfManyInACommitFailsAlone(t *testing.T) {
	s := openHere(t)
	refused := errors.New("refused")
	answers := together(t, s, insert("a"),
		func(ctx context.Context, tx *Tx) error {
			if err := insert("b")(ctx, tx); err != nil {
				return err
			}
			return refused
		}, insert("c"))
	if answers[0] != nil || !errors.Is(answers[1], refused) || answers[2] != nil {
		t.Errorf("answers %v", answers)
	}
	if n := stored(t, s); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestOnePanicInACommitSparesTheOthers(t *testing.T) {
	s := openHere(t)
	answers := together(t, s, insert("a"), func(ctx context.Context, tx *Tx) (err error) {
		if err := insert("b")(ctx, tx); err != nil {
			return err
		}
		// Goexit-free: the panic is answered to the one who wrote, here.
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
			err = errors.New("undone")
		}()
		panic("bug")
	}, insert("c"))
	if answers[0] != nil || answers[1] == nil || answers[2] != nil {
		t.Errorf("answers %v", answers)
	}
	if n := stored(t, s); n != 2 {
		t.Errorf("%d rows", n)
	}
}

// A full disk ends the whole transaction. What comes after it in the batch must
// not be written as a transaction of its own.
func TestAFullDiskFailsAllInTheCommitAndLeavesNothing(t *testing.T) {
	s := openHere(t)
	limit := func(pages string) {
		err := s.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
			var n int
			return tx.Row(ctx, "pragma max_page_count = "+pages, nil, &n)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // what is there already, and no page more
	answers := together(t, s, insert("before"),
		func(ctx context.Context, tx *Tx) error {
			_, err := tx.Exec(ctx, `insert into organisations (id, body) values ('big', $1)`, string(make([]byte, 1<<20)))
			return err
		},
		func(ctx context.Context, tx *Tx) error {
			// One who overlooks the failure of a part writes nothing either.
			s.Write(ctx, insert("part"))
			return insert("after")(ctx, tx)
		}, insert("last"))
	for i, err := range answers {
		if !errors.Is(err, ErrFull) {
			t.Errorf("answer %d is %v", i, err)
		}
	}
	if n := stored(t, s); n != 0 {
		t.Errorf("%d rows of a refused commit are there", n)
	}
	limit("1000000")
	if err := s.Write(t.Context(), insert("again")); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestAnUpToDateDatabaseOpensWhileAnotherWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Write(t.Context(), func(context.Context, *Tx) error {
		begun := time.Now()
		other, err := Open(t.Context(), path)
		if err != nil {
			return err
		}
		if waited := time.Since(begun); waited > 5*time.Second {
			t.Errorf("opening waited %v for the writer", waited)
		}
		// Closing waits for nothing either.
		return other.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}
