package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Person is somebody with an account as those see them who look after people.
type Person struct {
	User
	Membership               // in the organisation asked for
	Memberships []Membership // all; only for operators
	Elsewhere   bool         // belongs to other organisations, too
}

// People lists who belongs to an organisation, by id. The caller sorts by name.
func (a *Accounts) People(ctx context.Context, actor Actor, organisation string) ([]Person, error) {
	if err := actor.May(Administer, organisation); err != nil {
		return nil, err
	}
	list, err := a.people(ctx, `join memberships m on m.user_id = u.id where m.organisation = $1`, organisation)
	for i := range list {
		p := &list[i]
		for _, m := range p.Memberships {
			if m.Organisation == organisation {
				p.Membership = m
			}
		}
		p.Elsewhere = len(p.Memberships) > 1
		if actor.Operate() != nil {
			p.Memberships = nil
		}
	}
	return list, err
}

// Users lists everybody who has an account, with all that they belong to.
func (a *Accounts) Users(ctx context.Context, actor Actor) ([]Person, error) {
	if err := actor.Operate(); err != nil {
		return nil, err
	}
	return a.people(ctx, ``)
}

func (a *Accounts) people(ctx context.Context, which string, args ...any) ([]Person, error) {
	var list []Person
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select u.id, u.email, u.name, u.language, u.operator, u.disabled from users u `+which+` order by u.email`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var p Person
			if err := rows.Scan(&p.ID, &p.Email, &p.Name, &p.Language, &p.Operator, &p.Disabled); err != nil {
				return err
			}
			list = append(list, p)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for i := range list {
			if list[i].Memberships, err = membershipsOf(ctx, tx, list[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// UserByEmail returns the person with that address; store.ErrNotFound for none.
func (a *Accounts) UserByEmail(ctx context.Context, email string) (User, error) {
	var id string
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select id from users where email = $1`, []any{foldEmail(email)}, &id)
	})
	if err != nil {
		return User{}, fmt.Errorf("user %q: %w", email, err)
	}
	return a.User(ctx, id)
}

// PutPerson adds a person or, where the address has an account already, makes
// its owner a member and an operator as u says; only a command may. Without a
// name the address stands for it.
func (a *Accounts) PutPerson(ctx context.Context, actor Actor, u User, memberships ...Membership) (person User, isNew bool, err error) {
	if !actor.Machine {
		return u, false, ErrDenied
	}
	if u.Email = foldEmail(u.Email); u.Name == "" {
		u.Name = u.Email
	}
	if err := checkPerson(u.Name, u.Email).Err(); err != nil {
		return u, false, err
	}
	err = a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		person, err = a.UserByEmail(ctx, u.Email)
		if isNew = errors.Is(err, store.ErrNotFound); isNew {
			person, err = a.AddUser(ctx, actor, u, memberships...)
		}
		if err != nil || isNew {
			return err
		}
		for _, m := range memberships {
			if err := putMembership(ctx, tx, person.ID, m); err != nil {
				return err
			}
			act := Act{Verb: "membership", Noun: UserNoun, ID: person.ID, Organisation: m.Organisation, Detail: m.Role}
			if err := Record(ctx, tx, actor, act); err != nil {
				return err
			}
		}
		if u.Operator && !person.Operator {
			if _, err := tx.Exec(ctx, `update users set operator = $2 where id = $1`, person.ID, true); err != nil {
				return err
			}
			if err := Record(ctx, tx, actor, Act{Verb: "operator", Noun: UserNoun, ID: person.ID}); err != nil {
				return err
			}
		}
		return tx.Change(ctx, UserNoun, person.ID)
	})
	return person, isNew, err
}

// PutMembership changes what a member may do in an organisation that the actor
// administers. Others become members by an invitation.
func (a *Accounts) PutMembership(ctx context.Context, actor Actor, user string, m Membership) error {
	if err := actor.May(Administer, m.Organisation); err != nil {
		return err
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := member(ctx, tx, user, m.Organisation); err != nil {
			return err
		}
		err := keepingAdministrator(ctx, tx, []string{m.Organisation}, func() error { return putMembership(ctx, tx, user, m) })
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "membership", Noun: UserNoun, ID: user, Organisation: m.Organisation, Detail: m.Role})
	})
}

// DeleteMembership takes a person out of an organisation that the actor
// administers, or the actor themselves out of any. The account stays.
func (a *Accounts) DeleteMembership(ctx context.Context, actor Actor, user, organisation string) error {
	if err := actor.May(Administer, organisation); err != nil && (actor.User == "" || user != actor.User) {
		return err
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := member(ctx, tx, user, organisation); err != nil {
			return err
		}
		err := keepingAdministrator(ctx, tx, []string{organisation}, func() error {
			_, err := tx.Exec(ctx, `delete from memberships where user_id = $1 and organisation = $2`, user, organisation)
			return err
		})
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "leave", Noun: UserNoun, ID: user, Organisation: organisation})
	})
}

// member is store.ErrNotFound for a person who does not belong to an
// organisation: of others its administrators know nothing.
func member(ctx context.Context, tx *store.Tx, user, organisation string) error {
	var role string
	return tx.Row(ctx, `select role from memberships where user_id = $1 and organisation = $2`, []any{user, organisation}, &role)
}

// keepingAdministrator runs f and is a problem when an organisation had an
// administrator before, and has none after it.
func keepingAdministrator(ctx context.Context, tx *store.Tx, organisations []string, f func() error) error {
	const query = `select count(*) from memberships m join users u on u.id = m.user_id
		where m.organisation = $1 and m.role = 'administrator' and not u.disabled`
	before := make([]int, len(organisations))
	for i, o := range organisations {
		if err := tx.Row(ctx, query, []any{o}, &before[i]); err != nil {
			return err
		}
	}
	if err := f(); err != nil {
		return err
	}
	for i, o := range organisations {
		var after int
		if err := tx.Row(ctx, query, []any{o}, &after); err != nil {
			return err
		}
		if before[i] > 0 && after == 0 {
			return i18n.Problems{{Key: "last_administrator"}}
		}
	}
	return nil
}

// changed records an act on a person and tells the feed.
func (a *Accounts) changed(ctx context.Context, tx *store.Tx, actor Actor, act Act) error {
	if err := Record(ctx, tx, actor, act); err != nil {
		return err
	}
	return tx.Change(ctx, act.Noun, act.ID)
}

// PutUser changes a person's name, address and language. People change their
// own name and language; the address, by which they sign in, is changed by
// those who look after all that they may do.
func (a *Accounts) PutUser(ctx context.Context, actor Actor, u User) error {
	u.Email, u.Name = foldEmail(u.Email), strings.TrimSpace(u.Name)
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		before, err := a.User(ctx, u.ID)
		if err != nil {
			return err
		}
		if own := actor.User == u.ID && before.Email == u.Email; !own {
			if _, err := a.inCharge(ctx, tx, actor, u.ID); err != nil {
				return err
			}
		}
		if err := checkPerson(u.Name, u.Email).Err(); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update users set email = $2, name = $3, language = $4 where id = $1`, u.ID, u.Email, u.Name, string(u.Language))
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "change", Noun: UserNoun, ID: u.ID})
	})
}

// DisableUser ends a person's sessions and keeps them from signing in, until
// they are enabled again. Operators may do so with the last administrator, too:
// an account in wrong hands must be closed at once.
func (a *Accounts) DisableUser(ctx context.Context, actor Actor, user string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := a.inCharge(ctx, tx, actor, user); err != nil {
			return err
		}
		err := a.without(ctx, tx, actor, user, func() error {
			_, err := tx.Exec(ctx, `update users set disabled = $2 where id = $1`, user, true)
			return err
		})
		if err != nil {
			return err
		}
		if err := endSessions(ctx, tx, user, ""); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from invitations where user_id = $1`, user); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "disable", Noun: UserNoun, ID: user})
	})
}

// without runs f, which takes a person away from all their organisations.
func (a *Accounts) without(ctx context.Context, tx *store.Tx, actor Actor, user string, f func() error) error {
	if actor.Operate() == nil && actor.User != user {
		return f()
	}
	list, err := membershipsOf(ctx, tx, user)
	if err != nil {
		return err
	}
	var organisations []string
	for _, m := range list {
		organisations = append(organisations, m.Organisation)
	}
	return keepingAdministrator(ctx, tx, organisations, f)
}

// EnableUser lets a person sign in again.
func (a *Accounts) EnableUser(ctx context.Context, actor Actor, user string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := a.inCharge(ctx, tx, actor, user); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update users set disabled = $2 where id = $1`, user, false); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "enable", Noun: UserNoun, ID: user})
	})
}
