package catalogue

import (
	"context"

	"tiekartta/store"
)

// NounAdoption is the feed's noun for what a roadmap takes over; the id is the
// roadmap's.
const NounAdoption = "adoption"

// Adoption says that an action of a roadmap takes over a practice. Of the
// roadmap only ids are known here.
type Adoption struct {
	Roadmap      string
	Action       string
	Practice     string
	Version      int
	Organisation string // the one that adopts
}

// Adopt replaces what a roadmap takes over. It joins the transaction that
// stores the roadmap.
func (c *Catalogue) Adopt(ctx context.Context, roadmap string, adoptions []Adoption) error {
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `delete from adoptions where roadmap = $1`, roadmap); err != nil {
			return err
		}
		for _, a := range adoptions {
			_, err := tx.Exec(ctx, `insert into adoptions (roadmap, action, practice, version, organisation) values ($1, $2, $3, $4, $5)`,
				roadmap, a.Action, a.Practice, a.Version, a.Organisation)
			if err != nil {
				return err
			}
		}
		return tx.Change(ctx, NounAdoption, roadmap)
	})
}

// Exists tells whether there is a practice with that id, published or not.
func (c *Catalogue) Exists(ctx context.Context, id string) (bool, error) {
	var n int
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select count(*) from practices where id = $1`, []any{id}, &n)
	})
	return n > 0, err
}

// Use says that an organisation's roadmap, which anyone may read, takes over a
// practice.
type Use struct{ Roadmap, Practice, Organisation string }

const selectUses = `select distinct a.roadmap, a.practice, a.organisation from adoptions a join roadmaps r on r.id = a.roadmap
	where r.state in ('consultation', 'approved', 'in_force', 'closed') and a.organisation <> ''`

// Uses are the uses of all practices.
func (c *Catalogue) Uses(ctx context.Context) ([]Use, error) { return c.uses(ctx, selectUses) }

// UsesBy are the uses of one roadmap, none when not everybody may read it.
func (c *Catalogue) UsesBy(ctx context.Context, roadmap string) ([]Use, error) {
	return c.uses(ctx, selectUses+` and a.roadmap = $1`, roadmap)
}

func (c *Catalogue) uses(ctx context.Context, query string, args ...any) (list []Use, err error) {
	err = c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var u Use
			if err := rows.Scan(&u.Roadmap, &u.Practice, &u.Organisation); err != nil {
				return err
			}
			list = append(list, u)
		}
		return rows.Err()
	})
	return list, err
}
