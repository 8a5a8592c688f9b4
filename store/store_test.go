package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"tiekartta/store"
	"tiekartta/store/storetest"
)

func add(s *store.Store, ctx context.Context, id string) error {
	return s.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `insert into organisations (id, body) values ($1, '{}')`, id); err != nil {
			return err
		}
		return tx.Change(ctx, "organisation", id)
	})
}

func ids(t *testing.T, s *store.Store) []string {
	t.Helper()
	var list []string
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select id from organisations order by id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			list = append(list, id)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	s := storetest.Open(t)
	wanted := errors.New("refused")
	err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `insert into organisations (id, body) values ('a', '{}')`); err != nil {
			return err
		}
		if err := tx.Change(ctx, "organisation", "a"); err != nil {
			return err
		}
		return wanted
	})
	if !errors.Is(err, wanted) {
		t.Fatal(err)
	}
	if got := ids(t, s); len(got) != 0 {
		t.Errorf("rows remain: %v", got)
	}
	if newest, _ := s.Newest(t.Context()); newest != 0 {
		t.Error("a change remains in the feed")
	}
}

func TestInnerWriteIsAPartThatFailsAlone(t *testing.T) {
	s := storetest.Open(t)
	err := s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if err := add(s, ctx, "kept"); err != nil {
			return err
		}
		if err := add(s, ctx, "kept"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same key twice gave %v", err)
		}
		return add(s, ctx, "kept too")
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(t, s); !slices.Equal(got, []string{"kept", "kept too"}) {
		t.Errorf("got %v", got)
	}
	changes, err := s.Changes(t.Context(), 0, 10)
	if err != nil || len(changes) != 2 {
		t.Errorf("got %v %v", changes, err)
	}
}

func TestPanicInOneWriteReachesItsCallerAndSparesTheOthers(t *testing.T) {
	s := storetest.Open(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was lost")
			}
		}()
		s.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if err := add(s, ctx, "gone"); err != nil {
				t.Error(err)
			}
			panic("bug")
		})
	}()
	if err := add(s, t.Context(), "after"); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, s); !slices.Equal(got, []string{"after"}) {
		t.Errorf("got %v", got)
	}
}

func TestCancelledWriteIsNotMadeAndHarmsNoOther(t *testing.T) {
	s := storetest.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Write(ctx, func(inner context.Context, tx *store.Tx) error {
		cancel() // too late: the write is under way and is finished
		return add(s, inner, "under way")
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := add(s, ctx, "never"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got := ids(t, s); !slices.Equal(got, []string{"under way"}) {
		t.Errorf("got %v", got)
	}
}

func TestReadCannotWrite(t *testing.T) {
	s := storetest.Open(t)
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into organisations (id, body) values ('a', '{}')`)
		return err
	})
	if err == nil {
		t.Error("a reading transaction wrote")
	}
}

// The contract of Change, with two processes' worth of stores on one file, many
// writers, and a follower that reads while they write.
func TestFollowerSeesEveryChangeOnceInOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	var stores []*store.Store
	for range 2 {
		s, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	const writers, each = 16, 40
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				if err := add(stores[w%2], t.Context(), fmt.Sprintf("w%d-%d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	seen := map[string]int{}
	var position int64
	for len(seen) < writers*each {
		if err := stores[0].Wait(ctx, position); err != nil {
			t.Fatalf("after %d of %d changes: %v", len(seen), writers*each, err)
		}
		changes, err := stores[0].Changes(ctx, position, 50)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if c.Position <= position {
				t.Fatalf("position %d came after %d", c.Position, position)
			}
			position = c.Position
			seen[c.ID]++
		}
	}
	wait.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	if newest, _ := stores[0].Newest(ctx); newest != position {
		t.Errorf("the follower stands at %d, the feed at %d", position, newest)
	}
}

func TestWaitIsWokenByAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiekartta.db")
	a, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	woken := make(chan error, 1)
	go func() { woken <- a.Wait(ctx, 0) }()
	if err := add(b, ctx, "x"); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; err != nil {
		t.Error(err)
	}
}

func TestClosedStoreRefusesWrites(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "tiekartta.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := add(s, t.Context(), "x"); !errors.Is(err, store.ErrClosed) {
		t.Error(err)
	}
}

func TestBackupIsWholeWhileOthersWrite(t *testing.T) {
	s := storetest.Open(t)
	for i := range 20 {
		if err := add(s, t.Context(), fmt.Sprint("before", i)); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := range 50 {
			if err := add(s, t.Context(), fmt.Sprint("meanwhile", i)); err != nil {
				t.Error(err)
			}
		}
	})
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	copied, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if damage, err := copied.Damage(t.Context()); err != nil || len(damage) > 0 {
		t.Errorf("%v %v", damage, err)
	}
	if n := len(ids(t, copied)); n < 20 {
		t.Errorf("only %d rows were copied", n)
	}
}

func BenchmarkWriteAlone(b *testing.B) {
	s := storetest.Open(b)
	for i := 0; b.Loop(); i++ {
		if err := add(s, b.Context(), fmt.Sprint(i)); err != nil {
			b.Fatal(err)
		}
	}
}

// To be compared with BenchmarkWriteAlone: what sharing a commit brings.
func BenchmarkWriteTogether(b *testing.B) {
	s := storetest.Open(b)
	b.SetParallelism(32)
	var mu sync.Mutex
	n := 0
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			mu.Lock()
			n++
			id := fmt.Sprint(n)
			mu.Unlock()
			if err := add(s, b.Context(), id); err != nil {
				b.Error(err)
			}
		}
	})
}

func TestOnlyOneHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := store.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Lock(t.Context(), path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a second lock gave %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	again, err := store.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	again()
}
