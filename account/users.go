package account

import (
	"context"
	"fmt"
	"strings"

	"tiekartta/i18n"
	"tiekartta/store"
)

// UserNoun is the name of people in the feed of changes and the trail.
const UserNoun = "user"

// User is a person with an account. Language is that of the desk after they have
// signed in.
type User struct {
	ID       string
	Email    string
	Name     string
	Language i18n.Lang
	Operator bool
	Disabled bool
}

// User returns one person; store.ErrNotFound when there is none.
func (a *Accounts) User(ctx context.Context, id string) (User, error) {
	u := User{ID: id}
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select email, name, language, operator, disabled from users where id = $1`, []any{id},
			&u.Email, &u.Name, &u.Language, &u.Operator, &u.Disabled)
	})
	if err != nil {
		return u, fmt.Errorf("user %q: %w", id, err)
	}
	return u, nil
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
	u.ID, u.Email = newUserID(), foldEmail(u.Email)
	return u, a.insertUser(ctx, actor, u, memberships...)
}

func newUserID() string { return "u-" + secret(8) }

func (a *Accounts) insertUser(ctx context.Context, actor Actor, u User, memberships ...Membership) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into users (id, email, name, language, operator, created_at) values ($1, $2, $3, $4, $5, $6)`,
			u.ID, u.Email, u.Name, string(u.Language), u.Operator, store.Time(a.now()))
		if err != nil {
			return err
		}
		for _, m := range memberships {
			if err := putMembership(ctx, tx, u.ID, m); err != nil {
				return err
			}
		}
		act := Act{Verb: "add", Noun: UserNoun, ID: u.ID}
		if len(memberships) > 0 {
			act.Organisation, act.Detail = memberships[0].Organisation, memberships[0].Role
		}
		return a.changed(ctx, tx, actor, act)
	})
}

func putMembership(ctx context.Context, tx *store.Tx, user string, m Membership) error {
	if !IsRole(m.Role) {
		return i18n.Problems{{Path: "role", Key: "unknown_value", Args: map[string]any{"Value": m.Role, "Scheme": "role"}}}
	}
	_, err := tx.Exec(ctx, `insert into memberships (user_id, organisation, role, approve) values ($1, $2, $3, $4)
		on conflict (user_id, organisation) do update set role = excluded.role, approve = excluded.approve`, user, m.Organisation, m.Role, m.Approve)
	if err != nil {
		return err
	}
	return endPasswordLinks(ctx, tx, user)
}

// endPasswordLinks ends the links with which a person's password could be
// chosen. Who made one was in charge of all that the person could do then, which
// may not be so for what they get later.
func endPasswordLinks(ctx context.Context, tx *store.Tx, user string) error {
	_, err := tx.Exec(ctx, `delete from invitations where kind = $1 and user_id = $2`, PasswordLink, user)
	return err
}

func foldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
