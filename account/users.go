package account

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// User is a person with an account. Language is that of the messages sent to
// them.
type User struct {
	ID       string
	Email    string
	Name     string
	Language i18n.Lang
	Operator bool
	Disabled bool
}

// AddUser stores a new person with their memberships and returns their id; an
// e-mail address that has an account already is store.ErrConflict. Whoever
// gives a membership must administer its organisation.
func (a *Accounts) AddUser(ctx context.Context, actor Actor, u User, memberships ...Membership) (User, error) {
	for _, m := range memberships {
		if err := actor.May(Administer, m.Organisation); err != nil {
			return u, err
		}
	}
	if u.Operator || len(memberships) == 0 {
		if err := actor.Operate(); err != nil {
			return u, err
		}
	}
	u.ID, u.Email = "u-"+secret(8), foldEmail(u.Email)
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into users (id, email, name, language, operator, created_at) values ($1, $2, $3, $4, $5, $6)`,
			u.ID, u.Email, u.Name, string(u.Language), u.Operator, store.Time(time.Now()))
		if err != nil {
			return err
		}
		for _, m := range memberships {
			if err := putMembership(ctx, tx, u.ID, m); err != nil {
				return err
			}
		}
		if err := Record(ctx, tx, actor, Act{Verb: "add", Noun: "user", ID: u.ID}); err != nil {
			return err
		}
		return tx.Change(ctx, "user", u.ID)
	})
	return u, err
}

func putMembership(ctx context.Context, tx *store.Tx, user string, m Membership) error {
	if !IsRole(m.Role) {
		return i18n.Problems{{Path: "role", Key: "unknown_value", Args: map[string]any{"Value": m.Role, "Scheme": "role"}}}
	}
	_, err := tx.Exec(ctx, `insert into memberships (user_id, organisation, role, approve) values ($1, $2, $3, $4)
		on conflict (user_id, organisation) do update set role = excluded.role, approve = excluded.approve`, user, m.Organisation, m.Role, m.Approve)
	return err
}

// secret is n random bytes in hexadecimal.
func secret(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func foldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// sessionLife is how long somebody stays signed in on a browser that they use.
const sessionLife = 30 * 24 * time.Hour

// AddSession signs a person in and returns the secret for their cookie, of
// which only a hash is kept.
func (a *Accounts) AddSession(ctx context.Context, user, agent string) (string, error) {
	token, now := secret(32), time.Now()
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into sessions (hash, user_id, agent, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)`,
			hash(token), user, agent, store.Time(now), store.Time(now.Add(sessionLife)))
		return err
	})
	return token, err
}

// SessionActor returns who a cookie's secret speaks for; ErrUnknown when the
// session has ended or the account is disabled.
func (a *Accounts) SessionActor(ctx context.Context, token string) (Actor, error) {
	var actor Actor
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var first string
		err := tx.Row(ctx, `select u.id, u.name, u.operator, s.organisation from sessions s join users u on u.id = s.user_id
			where s.hash = $1 and s.expires_at > $2 and not u.disabled`, []any{hash(token), store.Time(time.Now())},
			&actor.User, &actor.Name, &actor.Operator, &first)
		if err != nil {
			return err
		}
		return actor.join(ctx, tx, first)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Actor{}, ErrUnknown
	}
	return actor, err
}

// join reads the memberships of a person; first names the one to act for first.
func (a *Actor) join(ctx context.Context, tx *store.Tx, first string) error {
	rows, err := tx.Query(ctx, `select organisation, role, approve from memberships where user_id = $1 order by organisation`, a.User)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m Membership
		if err := rows.Scan(&m.Organisation, &m.Role, &m.Approve); err != nil {
			return err
		}
		a.Also = append(a.Also, m)
	}
	for i, m := range a.Also {
		if m.Organisation == first || i == 0 && first == "" {
			a.Organisation, a.Role, a.Approve = m.Organisation, m.Role, m.Approve
			a.Also = append(a.Also[:i:i], a.Also[i+1:]...)
			break
		}
	}
	return rows.Err()
}

// DeleteSession ends one session; ending one that has ended is no error.
func (a *Accounts) DeleteSession(ctx context.Context, token string) error {
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from sessions where hash = $1`, hash(token))
		return err
	})
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}
