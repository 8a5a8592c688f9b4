package catalogue

import (
	"context"
	"time"

	"tiekartta/store"
)

// Listing is a published practice in a list of all: what is needed to find it.
type Listing struct {
	ID string
	At time.Time // when the version that is shown was published
}

// Listings are all published practices, by id, without reading what they say.
func (c *Catalogue) Listings(ctx context.Context) ([]Listing, error) {
	var list []Listing
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select p.id, v.published_at from practices p
			join practice_versions v on v.practice = p.id and v.version = p.version where p.listed order by p.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one Listing
			var at string
			if err := rows.Scan(&one.ID, &at); err != nil {
				return err
			}
			if one.At, err = store.ParseTime(at); err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, err
}
