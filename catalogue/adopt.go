package catalogue

import (
	"context"

	"tiekartta/store"
)

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
		return tx.Change(ctx, "adoption", roadmap)
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
