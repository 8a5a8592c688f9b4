package catalogue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tiekartta/store"
)

// Withdrawn is a practice that everybody could read and that has been archived.
type Withdrawn struct {
	At      time.Time // zero where nobody knows any more
	Domains []string
}

// Withdrawn tells of a practice that has been withdrawn no more than that it was
// there, when it was archived, and what it was about; store.ErrNotFound for one
// that is published, or never was.
func (c *Catalogue) Withdrawn(ctx context.Context, id string) (w Withdrawn, err error) {
	err = c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.row(ctx, tx, id)
		if err == nil && (r.state != "archived" || r.version == 0) {
			err = store.ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("withdrawn practice %q: %w", id, err)
		}
		p, err := c.frozen(ctx, tx, id, r.version)
		if err != nil {
			return err
		}
		w.Domains = p.Domains
		var at string
		err = tx.Row(ctx, `select at from trail where noun = $1 and id = $2 and act = $3 order by position desc limit 1`, []any{Noun, id, "archive"}, &at)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err == nil {
			w.At, err = store.ParseTime(at)
		}
		return err
	})
	return w, err
}
