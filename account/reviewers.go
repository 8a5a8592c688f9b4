package account

import (
	"context"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Reviewer is a person whom another organisation may ask to review an entry.
type Reviewer struct {
	User         string
	Name         string
	Organisation string // the one that they review for
	Language     i18n.Lang
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
		return rows.Err()
	})
	return list, err
}
