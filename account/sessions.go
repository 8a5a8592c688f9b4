package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/store"
)

const (
	// sessionLife is how long somebody stays signed in on a browser that they use.
	sessionLife = 30 * 24 * time.Hour
	// seenEvery keeps reading pages from becoming writing.
	seenEvery = time.Hour
	// longestAgent is more than browsers say of themselves.
	longestAgent = 300
)

// Session is a browser on which a person is signed in. ID is not the cookie's
// secret and good for nothing but ending the session.
type Session struct {
	ID      string
	Agent   string // what the browser says that it is
	Created time.Time
	Seen    time.Time // to the hour
	Current bool      // the one that asks
}

// AddSession signs a person in and returns the secret for their cookie, of
// which only a hash is kept. Every sign-in gets a new one.
func (a *Accounts) AddSession(ctx context.Context, user, agent string) (string, error) {
	return a.AddProviderSession(ctx, user, agent, "")
}

// AddProviderSession is AddSession for somebody who has signed in through the
// provider with that issuer.
func (a *Accounts) AddProviderSession(ctx context.Context, user, agent, issuer string) (string, error) {
	token, now := secret(32), a.now()
	if utf8.RuneCountInString(agent) > longestAgent {
		agent = string([]rune(agent)[:longestAgent])
	}
	agent = strings.ToValidUTF8(agent, "")
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `delete from sessions where expires_at <= $1`, store.Time(now)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into sessions (hash, user_id, agent, issuer, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)`,
			hash(token), user, agent, issuer, store.Time(now), store.Time(now.Add(sessionLife)))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	return token, nil
}

// SessionActor returns who a cookie's secret speaks for; ErrUnknown when the
// session has ended or the account is disabled.
func (a *Accounts) SessionActor(ctx context.Context, token string) (Actor, error) {
	var actor Actor
	var seen string
	now := a.now()
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var first string
		err := tx.Row(ctx, `select u.id, u.name, u.operator, s.organisation, s.seen_at from sessions s join users u on u.id = s.user_id
			where s.hash = $1 and s.expires_at > $2 and not u.disabled`, []any{hash(token), store.Time(now)},
			&actor.User, &actor.Name, &actor.Operator, &first, &seen)
		if err != nil {
			return err
		}
		return actor.join(ctx, tx, first)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Actor{}, ErrUnknown
	}
	if err == nil && seen <= store.Time(now.Add(-seenEvery)) {
		noted := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update sessions set seen_at = $2, expires_at = $3 where hash = $1`,
				hash(token), store.Time(now), store.Time(now.Add(sessionLife)))
			return err
		})
		if !errors.Is(noted, store.ErrFull) { // then reading must still be possible
			err = noted
		}
	}
	return actor, err
}

// join reads the memberships of a person; first names the one to act for first.
func (a *Actor) join(ctx context.Context, tx *store.Tx, first string) error {
	list, err := membershipsOf(ctx, tx, a.User)
	if err != nil || len(list) == 0 {
		return err
	}
	chosen := 0
	for i, m := range list {
		if m.Organisation == first {
			chosen = i
		}
	}
	a.Organisation, a.Role, a.Approve = list[chosen].Organisation, list[chosen].Role, list[chosen].Approve
	a.Also = append(list[:chosen:chosen], list[chosen+1:]...)
	return nil
}

func membershipsOf(ctx context.Context, tx *store.Tx, user string) ([]Membership, error) {
	rows, err := tx.Query(ctx, `select organisation, role, approve from memberships where user_id = $1 order by organisation`, user)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Membership
	for rows.Next() {
		var m Membership
		if err := rows.Scan(&m.Organisation, &m.Role, &m.Approve); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// ActFor makes an organisation the one that a session's person acts for first.
func (a *Accounts) ActFor(ctx context.Context, actor Actor, token, organisation string) error {
	if _, ok := actor.In(organisation); !ok {
		return ErrDenied
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update sessions set organisation = $3 where hash = $1 and user_id = $2`, hash(token), actor.User, organisation)
		return err
	})
}

// sessionID names a session without giving away the hash of its secret.
const sessionID = `substr(hash, 1, 16)`

// Sessions lists where a person is signed in, the one that they use now (whose
// secret is token) first.
func (a *Accounts) Sessions(ctx context.Context, actor Actor, token string) ([]Session, error) {
	var list []Session
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select `+sessionID+`, agent, created_at, seen_at, hash = $3 from sessions
			where user_id = $1 and expires_at > $2 order by hash = $3 desc, seen_at desc, hash`, actor.User, store.Time(a.now()), hash(token))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s Session
			var created, seen string
			if err := rows.Scan(&s.ID, &s.Agent, &created, &seen, &s.Current); err != nil {
				return err
			}
			if s.Created, err = store.ParseTime(created); err != nil {
				return err
			}
			if s.Seen, err = store.ParseTime(seen); err != nil {
				return err
			}
			list = append(list, s)
		}
		return rows.Err()
	})
	return list, err
}

// DeleteSession ends the session of a cookie's secret; ending one that has
// ended is no error.
func (a *Accounts) DeleteSession(ctx context.Context, token string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from sessions where hash = $1`, hash(token))
		return err
	})
}

// EndSession ends one of the actor's own sessions by its id.
func (a *Accounts) EndSession(ctx context.Context, actor Actor, id string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from sessions where user_id = $1 and `+sessionID+` = $2`, actor.User, id)
		return err
	})
}

// EndSessions signs the actor out everywhere, but not where the secret is keep.
func (a *Accounts) EndSessions(ctx context.Context, actor Actor, keep string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return endSessions(ctx, tx, actor.User, keep)
	})
}

func endSessions(ctx context.Context, tx *store.Tx, user, keep string) error {
	_, err := tx.Exec(ctx, `delete from sessions where user_id = $1 and hash <> $2`, user, hash(keep))
	return err
}
