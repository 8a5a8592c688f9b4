package store

import (
	"context"
	"time"
)

// Change is one row of the feed: a noun and an id, not the new state.
//
// Changes come in the order in which they were committed. No change later comes
// to be before one that has been returned. A follower may see a change twice,
// never not at all.
type Change struct {
	Position int64
	Noun     string
	ID       string
}

// Changes returns at most limit changes after a position, in order.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	var changes []Change
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		rows, err := tx.Query(ctx, `select position, noun, id from changes where position > $1 order by position limit $2`, after, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c Change
			if err := rows.Scan(&c.Position, &c.Noun, &c.ID); err != nil {
				return err
			}
			changes = append(changes, c)
		}
		return rows.Err()
	})
	return changes, err
}

// Newest is the position of the newest change, 0 when there is none.
func (s *Store) Newest(ctx context.Context) (int64, error) {
	var newest int64
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.Row(ctx, `select coalesce(max(position), 0) from changes`, nil, &newest)
	})
	return newest, err
}

// pollOthers is how often Wait looks for changes made by other processes, which
// cannot wake it.
const pollOthers = 500 * time.Millisecond

// Wait returns nil as soon as there is a change after that position, made by
// this process or by another, or the error of ctx.
func (s *Store) Wait(ctx context.Context, after int64) error {
	tick := time.NewTicker(pollOthers)
	defer tick.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		newest, err := s.Newest(ctx)
		if err != nil || newest > after {
			return err
		}
		select {
		case <-changed:
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}
