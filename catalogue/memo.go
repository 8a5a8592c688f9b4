package catalogue

import (
	"context"
	"fmt"
	"sync"

	"tiekartta/store"
)

// memo remembers what was worked out from all versions of an entry until the
// entry changes, because every reader of its page asks for it.
type memo[V any] struct {
	mu   sync.Mutex
	held map[string]V
}

// memoSize bounds what is remembered; beyond it all is forgotten.
const memoSize = 2000

// of returns what is remembered of a question about an entry, else what work
// returns. Every change of an entry is in the feed, so its newest position
// stands for all that the entry is.
func (m *memo[V]) of(ctx context.Context, tx *store.Tx, id, question string, work func() (V, error)) (V, error) {
	var position int64
	var none V
	if err := tx.Row(ctx, `select coalesce(max(position), 0) from changes where noun = $1 and id = $2`, []any{Noun, id}, &position); err != nil {
		return none, err
	}
	key := fmt.Sprintf("%s %d %s", id, position, question)
	m.mu.Lock()
	known, ok := m.held[key]
	m.mu.Unlock()
	if ok {
		return known, nil
	}
	known, err := work()
	if err != nil {
		return none, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil || len(m.held) >= memoSize {
		m.held = map[string]V{}
	}
	m.held[key] = known
	return known, nil
}
