package account

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/store"
)

// SearchNoun is the name of saved searches in the feed of changes and the trail.
const SearchNoun = "search"

// How somebody is told of what a saved search newly finds.
const (
	NotifyNone   = "none"
	NotifyDaily  = "daily"
	NotifyWeekly = "weekly"
)

const (
	// MostSearches is how many searches one person may save.
	MostSearches = 50
	// MostMatches is how many practices a search may find that is saved, and how many
	// of those that it has ever found are remembered.
	MostMatches = 5000
	// SearchNameLength is how many characters the name of a search may have.
	SearchNameLength = 120
	// longestSearch bounds words and filters as an address holds them.
	longestSearch = 4000
)

// Search is a search that somebody has saved. Query is what the address of the
// page of practices holds behind "?", Lang the language that it was asked in.
type Search struct {
	ID       string
	User     string
	Name     string
	Query    string
	Lang     i18n.Lang
	Notify   string // none, daily or weekly
	Token    string // the secret in its feed's address
	Position int64  // of the feed of changes, up to which its matches are known
	Created  time.Time
	Looked   time.Time // when its owner last saw what is new
	Mailed   time.Time // when its owner was last told by mail, or there was nothing to tell
}

// Match is a practice that a saved search came to find after it was saved.
type Match struct {
	Practice string
	At       time.Time
}

// Notifications lists how somebody may be told.
func Notifications() []string { return []string{NotifyNone, NotifyDaily, NotifyWeekly} }

// check lists what is wrong with a search.
func (s Search) check() i18n.Problems {
	var problems i18n.Problems
	switch {
	case s.Name == "":
		problems.Add("name", "required")
	case utf8.RuneCountInString(s.Name) > SearchNameLength:
		problems.Add("name", "too_long", "Max", SearchNameLength)
	case !utf8.ValidString(s.Name) || strings.ContainsAny(s.Name, "\r\n\x00"):
		problems.Add("name", "bad_characters")
	}
	if len(s.Query) > longestSearch {
		problems.Add("", "search_too_long")
	}
	known := false
	for _, way := range Notifications() {
		known = known || s.Notify == way
	}
	if !known {
		problems.Add("notify", "unknown_value", "Value", s.Notify, "Scheme", "notify")
	}
	return problems
}

// AddSearch saves a search of the actor. found are the practices that it finds
// now, which are not new any more; position is that of the feed of changes up to
// which they are known. The actor's same search saved before, or too many, are
// problems.
func (a *Accounts) AddSearch(ctx context.Context, actor Actor, s Search, found []string) (Search, error) {
	if actor.User == "" {
		return s, ErrDenied
	}
	s.ID, s.User, s.Token, s.Name = "s-"+secret(8), actor.User, secret(20), strings.TrimSpace(s.Name)
	s.Created = a.now()
	s.Looked, s.Mailed = s.Created, s.Created
	problems := s.check()
	if len(found) > MostMatches {
		problems.Add("", "search_too_wide", "Max", MostMatches)
	}
	if err := problems.Err(); err != nil {
		return s, err
	}
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := room(ctx, tx, s); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into searches (id, user_id, name, query, language, notify, token, position, created_at, looked_at, mailed_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)`, s.ID, s.User, s.Name, s.Query, string(s.Lang), s.Notify, s.Token, s.Position, store.Time(s.Created))
		if err != nil {
			return err
		}
		for _, practice := range found {
			if _, err := tx.Exec(ctx, `insert into search_matches (search, practice, mailed) values ($1, $2, $3) on conflict do nothing`, s.ID, practice, true); err != nil {
				return err
			}
		}
		return a.changed(ctx, tx, actor, Act{Verb: "add", Noun: SearchNoun, ID: s.ID})
	})
	return s, err
}

// room is a problem when a search's owner has saved it before, or has no room
// for another one.
func room(ctx context.Context, tx *store.Tx, s Search) error {
	var name string
	err := tx.Row(ctx, `select name from searches where user_id = $1 and query = $2 and language = $3`, []any{s.User, s.Query, string(s.Lang)}, &name)
	if err == nil {
		return i18n.Problems{{Key: "search_saved_before", Args: map[string]any{"Name": name}}}
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var n int
	if err := tx.Row(ctx, `select count(*) from searches where user_id = $1`, []any{s.User}, &n); err != nil {
		return err
	}
	if n >= MostSearches {
		return i18n.Problems{{Key: "too_many_searches", Args: map[string]any{"Max": MostSearches}}}
	}
	return nil
}

// Searches lists what the actor has saved, the newest first.
func (a *Accounts) Searches(ctx context.Context, actor Actor) (list []Search, err error) {
	if actor.User == "" {
		return nil, nil
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = readSearches(ctx, tx, `user_id = $1 order by created_at desc, id`, actor.User)
		return err
	})
	return list, err
}

// Search is one that the actor has saved; nobody learns of another's.
func (a *Accounts) Search(ctx context.Context, actor Actor, id string) (Search, error) {
	if actor.User == "" {
		return Search{}, store.ErrNotFound
	}
	return a.oneSearch(ctx, `id = $1 and user_id = $2`, id, actor.User)
}

// SearchByToken is the search whose feed has that secret; store.ErrNotFound for
// none, and while its owner's account is disabled.
func (a *Accounts) SearchByToken(ctx context.Context, token string) (Search, error) {
	return a.oneSearch(ctx, `token = $1 and exists (select 1 from users u where u.id = searches.user_id and not u.disabled)`, token)
}

func (a *Accounts) oneSearch(ctx context.Context, where string, args ...any) (s Search, err error) {
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err := readSearches(ctx, tx, where, args...)
		if err == nil && len(list) == 0 {
			err = store.ErrNotFound
		}
		if err == nil {
			s = list[0]
		}
		return err
	})
	return s, err
}

func readSearches(ctx context.Context, tx *store.Tx, where string, args ...any) ([]Search, error) {
	rows, err := tx.Query(ctx, `select id, user_id, name, query, language, notify, token, position, created_at, looked_at, mailed_at from searches where `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Search
	for rows.Next() {
		var s Search
		var created, looked, mailed string
		if err := rows.Scan(&s.ID, &s.User, &s.Name, &s.Query, &s.Lang, &s.Notify, &s.Token, &s.Position, &created, &looked, &mailed); err != nil {
			return nil, err
		}
		for into, text := range map[*time.Time]string{&s.Created: created, &s.Looked: looked, &s.Mailed: mailed} {
			if *into, err = store.ParseTime(text); err != nil {
				return nil, err
			}
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// ChangeSearch gives one of the actor's searches another name or another way of
// being told. Who begins to be told by mail is told of what comes from then on.
func (a *Accounts) ChangeSearch(ctx context.Context, actor Actor, s Search) error {
	s.Name = strings.TrimSpace(s.Name)
	return a.ownSearch(ctx, actor, s.ID, "change", func(ctx context.Context, tx *store.Tx, before Search) error {
		if err := s.check().Err(); err != nil {
			return err
		}
		if before.Notify == NotifyNone && s.Notify != NotifyNone {
			if _, err := tx.Exec(ctx, `update search_matches set mailed = $2 where search = $1`, s.ID, true); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `update searches set mailed_at = $2 where id = $1`, s.ID, store.Time(a.now())); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `update searches set name = $2, notify = $3 where id = $1`, s.ID, s.Name, s.Notify)
		return err
	})
}

// RenewSearchToken gives the feed of one of the actor's searches another
// address; the one before leads nowhere from then on.
func (a *Accounts) RenewSearchToken(ctx context.Context, actor Actor, id string) error {
	return a.ownSearch(ctx, actor, id, "renew_address", func(ctx context.Context, tx *store.Tx, _ Search) error {
		_, err := tx.Exec(ctx, `update searches set token = $2 where id = $1`, id, secret(20))
		return err
	})
}

// DeleteSearch removes one of the actor's searches with its feed.
func (a *Accounts) DeleteSearch(ctx context.Context, actor Actor, id string) error {
	return a.ownSearch(ctx, actor, id, "delete", func(ctx context.Context, tx *store.Tx, _ Search) error {
		_, err := tx.Exec(ctx, `delete from searches where id = $1`, id)
		return err
	})
}

// ownSearch changes a search of the actor and records it.
func (a *Accounts) ownSearch(ctx context.Context, actor Actor, id, verb string, change func(context.Context, *store.Tx, Search) error) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		s, err := a.Search(ctx, actor, id)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, s); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: verb, Noun: SearchNoun, ID: id})
	})
}
