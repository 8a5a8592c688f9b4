package account

import (
	"context"

	"tiekartta/store"
)

// Keepers lists who may change the actor's address and remove their account: the
// others who administer all the organisations that the actor belongs to; where
// there are none, or the actor is an operator, the other operators.
func (a *Accounts) Keepers(ctx context.Context, actor Actor) ([]User, error) {
	var list []User
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if len(actor.Memberships()) > 0 && !actor.Operator {
			list, err = keepers(ctx, tx, actor.User, `not exists (select 1 from memberships mine where mine.user_id = $1 and not exists
				(select 1 from memberships m where m.user_id = u.id and m.organisation = mine.organisation and m.role = 'administrator'))`)
		}
		if err == nil && len(list) == 0 {
			list, err = keepers(ctx, tx, actor.User, `u.operator`)
		}
		return err
	})
	return list, err
}

func keepers(ctx context.Context, tx *store.Tx, besides, who string) ([]User, error) {
	rows, err := tx.Query(ctx, `select u.id, u.email, u.name from users u where u.id <> $1 and not u.disabled and `+who+` order by u.email`, besides)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []User
	for rows.Next() {
		var u User
		if err := rows.Scan(&u.ID, &u.Email, &u.Name); err != nil {
			return nil, err
		}
		list = append(list, u)
	}
	return list, rows.Err()
}
