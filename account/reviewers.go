package account

import (
	"context"
	"slices"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Reviewer is a person whom another organisation may ask to review an entry.
type Reviewer struct {
	User         string
	Name         string
	Organisation string // the one that they review for
	Language     i18n.Lang

	Organisations []string // all that they belong to
}

// Shares tells whether both belong to the same organisation, in whatever role.
func (r Reviewer) Shares(other Reviewer) bool {
	return slices.ContainsFunc(r.Organisations, func(id string) bool { return slices.Contains(other.Organisations, id) })
}

// Reviewers lists who may review entries of an organisation, by the reviewers'
// organisations: those with the role that do not belong to the owner. Each
// person is named once.
func (a *Accounts) Reviewers(ctx context.Context, owner string) ([]Reviewer, error) {
	var list []Reviewer
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select u.id, u.name, u.language, min(m.organisation) from memberships m join users u on u.id = m.user_id
			where m.role = 'reviewer' and not u.disabled
			and not exists (select 1 from memberships o where o.user_id = u.id and o.organisation = $1)
			group by u.id, u.name, u.language order by min(m.organisation), u.id`, owner)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Reviewer
			if err := rows.Scan(&r.User, &r.Name, &r.Language, &r.Organisation); err != nil {
				return err
			}
			list = append(list, r)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return organisationsOf(ctx, tx, list)
	})
	return list, err
}

// organisationsOf puts beside reviewers all organisations that they belong to.
func organisationsOf(ctx context.Context, tx *store.Tx, list []Reviewer) error {
	rows, err := tx.Query(ctx, `select m.user_id, m.organisation from memberships m
		where exists (select 1 from memberships r where r.user_id = m.user_id and r.role = 'reviewer') order by m.organisation`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var user, organisation string
		if err := rows.Scan(&user, &organisation); err != nil {
			return err
		}
		for i := range list {
			if list[i].User == user {
				list[i].Organisations = append(list[i].Organisations, organisation)
			}
		}
	}
	return rows.Err()
}
