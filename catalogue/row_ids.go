package catalogue

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tiekartta/account"
	"tiekartta/store"
)

// rowPrefix is what the ids of a list's rows begin with.
func rowPrefix(list string) string {
	return map[string]string{"components": "c", "results": "r", "conditions": "k", "sources": "s"}[list]
}

// NewRow gives out an id for a new row of a list whose rows have ids. None is
// given out twice for a practice, not even when its row was removed or never
// written, so that two editors never mean different rows by one id.
func (c *Catalogue) NewRow(ctx context.Context, actor account.Actor, practice, list string) (string, error) {
	prefix := rowPrefix(list)
	if prefix == "" {
		return "", nil
	}
	id := ""
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, p, err := c.writable(ctx, tx, actor, practice)
		if err != nil {
			return err
		}
		last := 0
		err = tx.Row(ctx, `select last from practice_rows where practice = $1 and list = $2`, []any{practice, list}, &last)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		for _, taken := range rowIDs(p, list) {
			if n, err := strconv.Atoi(strings.TrimPrefix(taken, prefix)); err == nil && n < 1e9 {
				last = max(last, n)
			}
		}
		id = prefix + strconv.Itoa(last+1)
		_, err = tx.Exec(ctx, `insert into practice_rows (practice, list, last) values ($1, $2, $3)
			on conflict (practice, list) do update set last = excluded.last`, practice, list, last+1)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("row of practice %q: %w", practice, err)
	}
	return id, nil
}

func rowIDs(p *Practice, list string) []string {
	var ids []string
	switch list {
	case "components":
		for _, c := range p.Components {
			ids = append(ids, c.ID)
		}
	case "results":
		for _, r := range p.Results {
			ids = append(ids, r.ID)
		}
	case "conditions":
		for _, c := range p.Conditions {
			ids = append(ids, c.ID)
		}
	case "sources":
		for _, s := range p.Sources {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
