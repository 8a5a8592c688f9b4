package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tiekartta/account"
	"tiekartta/store"
)

// Pending is what somebody wrote and has not been saved yet, because somebody
// else had changed the same fields.
type Pending struct {
	Practice  *Practice // as it stands now
	Conflicts []Conflict
	Others    []string // who changed it meanwhile
	At        time.Time

	base, mine *Practice
}

// putPending keeps what could not be saved. What waits already from before waits
// together with it.
func (c *Catalogue) putPending(ctx context.Context, tx *store.Tx, actor account.Actor, base, mine *Practice) error {
	earlier, err := c.pending(ctx, tx, actor, mine)
	if err == nil {
		base, mine, err = c.together(ctx, tx, earlier, base, mine)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var bodies [2]string
	for i, p := range []*Practice{base, mine} {
		var err error
		if bodies[i], err = encode(p); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `insert into practice_pending (practice, user_id, base, body, at) values ($1, $2, $3, $4, $5)
		on conflict (practice, user_id) do update set base = excluded.base, body = excluded.body, at = excluded.at`,
		mine.ID, actor.User, bodies[0], bodies[1], store.Time(c.now()))
	return err
}

// together puts what was pending earlier and what now is into one.
func (c *Catalogue) together(ctx context.Context, tx *store.Tx, earlier *Pending, base, mine *Practice) (*Practice, *Practice, error) {
	ours := func(c Conflict) any { return c.Mine }
	from, before := base, earlier.mine
	var err error
	if base.Revision == notKept { // what somebody did is then what differs from how it stands
		var r row
		if r, err = c.row(ctx, tx, mine.ID); err == nil {
			from, err = c.current(ctx, tx, mine.ID, r)
		}
	} else {
		before, err = Merge(earlier.base, earlier.mine, base, ours)
		base = earlier.base
	}
	if err != nil {
		return nil, nil, err
	}
	both, err := Merge(from, mine, before, ours)
	if err == nil {
		both.ID = mine.ID
	}
	return base, both, err
}

// Pending returns what the actor has to decide about a practice;
// store.ErrNotFound when there is nothing.
func (c *Catalogue) Pending(ctx context.Context, actor account.Actor, id string) (*Pending, error) {
	var pending *Pending
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, current, err := c.writable(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		pending, err = c.pending(ctx, tx, actor, current)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what is pending for practice %q: %w", id, err)
	}
	return pending, nil
}

func (c *Catalogue) pending(ctx context.Context, tx *store.Tx, actor account.Actor, current *Practice) (*Pending, error) {
	var base, body, at string
	err := tx.Row(ctx, `select base, body, at from practice_pending where practice = $1 and user_id = $2`, []any{current.ID, actor.User}, &base, &body, &at)
	if err != nil {
		return nil, err
	}
	p := &Pending{Practice: current, base: &Practice{}, mine: &Practice{}}
	if err := errors.Join(json.Unmarshal([]byte(base), p.base), json.Unmarshal([]byte(body), p.mine)); err != nil {
		return nil, err
	}
	if p.At, err = store.ParseTime(at); err != nil {
		return nil, err
	}
	if p.Others, err = savers(ctx, tx, current.ID, p.base.Revision, actor.User); err != nil {
		return nil, err
	}
	p.Conflicts, err = conflicts(p.base, p.mine, current)
	return p, err
}

// Settle saves what the actor had pending, with decide for the fields that both
// changed. revision is the one that they decided about: when the draft has been
// changed again it is store.ErrConflict.
func (c *Catalogue) Settle(ctx context.Context, actor account.Actor, id string, revision int, decide func(Conflict) any) (*Practice, error) {
	var p *Practice
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, current, err := c.writable(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		pending, err := c.pending(ctx, tx, actor, current)
		if err != nil {
			return err
		}
		if current.Revision != revision {
			return store.ErrConflict
		}
		merged, err := Merge(pending.base, pending.mine, current, decide)
		if err != nil {
			return err
		}
		if p, err = c.keep(ctx, tx, actor, merged, current); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `delete from practice_pending where practice = $1 and user_id = $2`, id, actor.User)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", id, err)
	}
	return p, nil
}

// DeletePending gives up what the actor had pending.
func (c *Catalogue) DeletePending(ctx context.Context, actor account.Actor, id string) error {
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, _, err := c.writable(ctx, tx, actor, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `delete from practice_pending where practice = $1 and user_id = $2`, id, actor.User)
		return err
	})
	if err != nil {
		return fmt.Errorf("practice %q: %w", id, err)
	}
	return nil
}
