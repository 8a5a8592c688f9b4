package account

import (
	"context"
	"math"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// MostRecents is how many recent searches a person has.
const MostRecents = 10

// Recent is a search that somebody has made: what the address of the page of
// practices holds behind "?", and in which language.
type Recent struct {
	Query string
	Lang  i18n.Lang
	At    time.Time
}

// Recents lists the actor's recent searches, the newest first.
func (a *Accounts) Recents(ctx context.Context, actor Actor) (list []Recent, err error) {
	if actor.User == "" {
		return nil, nil
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select query, language, at from recent_searches where user_id = $1 order by at desc, query limit $2`, actor.User, MostRecents)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Recent
			var at string
			if err := rows.Scan(&r.Query, &r.Lang, &at); err != nil {
				return err
			}
			if r.At, err = store.ParseTime(at); err != nil {
				return err
			}
			list = append(list, r)
		}
		return rows.Err()
	})
	return list, err
}

// NoteRecent notes that the actor has searched; older searches than the last ones
// are forgotten. Nothing is noted of somebody who does not want it.
func (a *Accounts) NoteRecent(ctx context.Context, actor Actor, query string, lang i18n.Lang) error {
	if actor.User == "" || len(query) > longestSearch {
		return nil
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Exec(ctx, `insert into recent_searches (user_id, query, language, at) select u.id, $2, $3, $4 from users u where u.id = $1 and u.recents
			on conflict (user_id, query, language) do update set at = excluded.at`, actor.User, query, string(lang), store.Time(a.now()))
		if err != nil || n == 0 {
			return err
		}
		return forgetRecents(ctx, tx, actor, MostRecents)
	})
}

// forgetRecents forgets all but the newest.
func forgetRecents(ctx context.Context, tx *store.Tx, actor Actor, but int) error {
	_, err := tx.Exec(ctx, `delete from recent_searches where user_id = $1 and (query, language) in
		(select query, language from recent_searches where user_id = $1 order by at desc, query limit $2 offset $3)`, actor.User, math.MaxInt32, but)
	return err
}

// ClearRecents forgets the actor's recent searches.
func (a *Accounts) ClearRecents(ctx context.Context, actor Actor) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return forgetRecents(ctx, tx, actor, 0) })
}

// KeepsRecents tells whether the actor's recent searches are noted.
func (a *Accounts) KeepsRecents(ctx context.Context, actor Actor) (keeps bool, err error) {
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select recents from users where id = $1`, []any{actor.User}, &keeps)
	})
	return keeps, err
}

// StartRecents notes the actor's searches from now on.
func (a *Accounts) StartRecents(ctx context.Context, actor Actor) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update users set recents = $2 where id = $1`, actor.User, true)
		return err
	})
}

// StopRecents notes nothing of the actor's searches from now on, and forgets those
// that were noted.
func (a *Accounts) StopRecents(ctx context.Context, actor Actor) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `update users set recents = $2 where id = $1`, actor.User, false); err != nil {
			return err
		}
		return forgetRecents(ctx, tx, actor, 0)
	})
}
