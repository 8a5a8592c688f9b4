package account

import (
	"context"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Removable is somebody whose account the actor may remove: themselves, or a
// person in whose charge they are. Of others they know nothing.
func (a *Accounts) Removable(ctx context.Context, actor Actor, user string) (Person, error) {
	p := Person{}
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if p.User, err = a.removable(ctx, tx, actor, user); err != nil {
			return err
		}
		p.Memberships, err = membershipsOf(ctx, tx, user)
		return err
	})
	return p, err
}

func (a *Accounts) removable(ctx context.Context, tx *store.Tx, actor Actor, user string) (User, error) {
	if actor.User != "" && actor.User == user {
		return a.User(ctx, user)
	}
	return a.inCharge(ctx, tx, actor, user)
}

// DeleteUser removes an account: one's own, or that of somebody in whose charge
// the actor is. Its name is taken out of the trail; the acts stay. What others
// keep of it they erase in the same transaction: call catalogue's DeleteUser.
func (a *Accounts) DeleteUser(ctx context.Context, actor Actor, user string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		u, err := a.removable(ctx, tx, actor, user)
		if err != nil {
			return err
		}
		if err := lastOperator(ctx, tx, actor, u); err != nil {
			return err
		}
		if err := a.without(ctx, tx, actor, user, func() error {
			_, err := tx.Exec(ctx, `delete from memberships where user_id = $1`, user)
			return err
		}); err != nil {
			return err
		}
		for _, statement := range []string{
			`delete from sessions where user_id = $1`,
			`delete from searches where user_id = $1`,
			`delete from recent_searches where user_id = $1`,
			`delete from identities where user_id = $1`,
			`delete from invitations where user_id = $1 or email = (select email from users where id = $1)`,
			`update tokens set created_by = '' where created_by = $1`,
			`delete from users where id = $1`,
		} {
			if _, err := tx.Exec(ctx, statement, user); err != nil {
				return err
			}
		}
		if actor.User == user {
			actor.Name = ""
		}
		if err := a.changed(ctx, tx, actor, Act{Verb: "delete", Noun: UserNoun, ID: user}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update trail set name = '' where user_id = $1`, user)
		return err
	})
}

// lastOperator is a problem when the only one who looks after the service
// leaves. From the machine itself another one can be made.
func lastOperator(ctx context.Context, tx *store.Tx, actor Actor, leaving User) error {
	if !leaving.Operator || actor.Machine {
		return nil
	}
	var n int
	if err := tx.Row(ctx, `select count(*) from users where operator and not disabled and id <> $1`, []any{leaving.ID}, &n); err != nil {
		return err
	}
	if n == 0 {
		return i18n.Problems{{Key: "last_operator"}}
	}
	return nil
}
