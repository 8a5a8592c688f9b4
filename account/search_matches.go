package account

import (
	"context"
	"time"

	"tiekartta/store"
)

// NoteMatches notes what a saved search finds at a position of the feed of
// changes. What it has found before stays as it is noted; the rest is new from
// now on. Whoever notes the same twice changes nothing. Of MostMatches and more, what
// the search does not find any more is forgotten for what it newly finds, and after
// that nothing is new.
func (a *Accounts) NoteMatches(ctx context.Context, s Search, position int64, found []string) error {
	var known []string // the oldest first
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Each(ctx, `select practice from search_matches where search = $1 order by matched_at, practice`, []any{s.ID}, func(row map[string]string) error {
			known = append(known, row["practice"])
			return nil
		})
	})
	if err != nil {
		return err
	}
	fresh := missing(found, known)
	var stale []string
	if over := len(known) + len(fresh) - MostMatches; over > 0 {
		stale = missing(known, found)
		stale = stale[:min(len(stale), over)]
		fresh = fresh[:max(0, len(fresh)-over+len(stale))]
	}
	if len(fresh) == 0 && position <= s.Position {
		return nil
	}
	now := store.Time(a.now())
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		// A search that has been deleted meanwhile has no matches.
		n, err := tx.Exec(ctx, `update searches set position = case when position < $2 then $2 else position end where id = $1`, s.ID, position)
		if err != nil || n == 0 {
			return err
		}
		for _, practice := range stale {
			if _, err := tx.Exec(ctx, `delete from search_matches where search = $1 and practice = $2`, s.ID, practice); err != nil {
				return err
			}
		}
		for _, practice := range fresh {
			_, err := tx.Exec(ctx, `insert into search_matches (search, practice, matched_at) values ($1, $2, $3) on conflict do nothing`, s.ID, practice, now)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// missing are those of a list that another has not.
func missing(list, other []string) (less []string) {
	has := make(map[string]bool, len(other))
	for _, one := range other {
		has[one] = true
	}
	for _, one := range list {
		if !has[one] {
			less = append(less, one)
		}
	}
	return less
}

// Matches lists at most that many practices that a search came to find after it
// was saved, the newest first. The caller has the search, and so may know them.
func (a *Accounts) Matches(ctx context.Context, s Search, most int) ([]Match, error) {
	return a.readMatches(ctx, `select practice, matched_at from search_matches where search = $1 and matched_at <> ''
		order by matched_at desc, practice limit $2`, s.ID, most)
}

// Unmailed lists what a search's owner has not been told by mail, the oldest
// first.
func (a *Accounts) Unmailed(ctx context.Context, s Search) ([]Match, error) {
	return a.readMatches(ctx, `select practice, matched_at from search_matches where search = $1 and mailed = $2 order by matched_at, practice`, s.ID, false)
}

func (a *Accounts) readMatches(ctx context.Context, query string, args ...any) (list []Match, err error) {
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var m Match
			var at string
			if err := rows.Scan(&m.Practice, &at); err != nil {
				return err
			}
			if m.At, err = store.ParseTime(at); err != nil {
				return err
			}
			list = append(list, m)
		}
		return rows.Err()
	})
	return list, err
}

// NewMatches lists what a search came to find since its owner last looked, the
// newest first.
func (a *Accounts) NewMatches(ctx context.Context, s Search) ([]Match, error) {
	return a.readMatches(ctx, `select practice, matched_at from search_matches where search = $1 and matched_at > $2
		order by matched_at desc, practice`, s.ID, store.Time(s.Looked))
}

// LookedAtSearch notes that the actor has seen what one of their searches came to
// find up to a moment.
func (a *Accounts) LookedAtSearch(ctx context.Context, actor Actor, id string, at time.Time) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update searches set looked_at = $3 where id = $1 and user_id = $2 and looked_at < $3`, id, actor.User, store.Time(at))
		return err
	})
}

// Notified lists the searches whose owners want to be told by mail, those of a
// person together. Disabled accounts are told nothing.
func (a *Accounts) Notified(ctx context.Context) (list []Search, err error) {
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = readSearches(ctx, tx, `notify <> $1 and exists (select 1 from users u where u.id = searches.user_id and not u.disabled)
			order by user_id, created_at, id`, NotifyNone)
		return err
	})
	return list, err
}

// Behind lists at most that many searches whose matches are not known up to a
// position of the feed of changes, beginning behind an id, in the order of ids.
func (a *Accounts) Behind(ctx context.Context, position int64, after string, most int) (list []Search, err error) {
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = readSearches(ctx, tx, `position < $1 and id > $2 order by id limit $3`, position, after, most)
		return err
	})
	return list, err
}

// Told is what a mail has told of a search.
type Told struct {
	Search    string
	Practices []string
}

// NoteMailed notes what the owner of searches has been told, after a mail server
// has taken the mail. A program that ends between the two tells it again.
func (a *Accounts) NoteMailed(ctx context.Context, told []Told, at time.Time) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, one := range told {
			if _, err := tx.Exec(ctx, `update searches set mailed_at = $2 where id = $1`, one.Search, store.Time(at)); err != nil {
				return err
			}
			for _, practice := range one.Practices {
				if _, err := tx.Exec(ctx, `update search_matches set mailed = $3 where search = $1 and practice = $2`, one.Search, practice, true); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
