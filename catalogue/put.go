package catalogue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Outcome says what putting something did.
type Outcome string

// The outcomes of putting.
const (
	Added   Outcome = "added"
	Changed Outcome = "changed"
	Skipped Outcome = "skipped" // it was the same already
)

// Put brings a practice from a bundle into the catalogue. A new one is added
// with its version and times; one with the same content is skipped; other
// content becomes the next version, or the next draft, as its state says. p gets
// the id and what else the input may leave out.
func (c *Catalogue) Put(ctx context.Context, actor account.Actor, p *Practice) (Outcome, error) {
	if p.State == "" {
		p.State = "draft"
	}
	if err := c.resolve(ctx, p); err != nil {
		return "", err
	}
	right := account.Write
	if frozenState(p) {
		right = account.Publish
	}
	if err := actor.May(right, p.Organisation); err != nil {
		return "", err
	}
	var outcome Outcome
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if outcome, err = c.put(ctx, tx, actor, p); err != nil || outcome == Skipped {
			return err
		}
		if err := c.writtenBy(ctx, tx, actor, p.ID); err != nil {
			return err
		}
		return account.Record(ctx, tx, actor, account.Act{Verb: "import", Noun: Noun, ID: p.ID, Organisation: p.Organisation})
	})
	if err != nil {
		return "", fmt.Errorf("practice %q: %w", p.ID, err)
	}
	return outcome, nil
}

func (c *Catalogue) put(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) (Outcome, error) {
	r, err := c.row(ctx, tx, p.ID)
	switch {
	case p.ID == "" || errors.Is(err, store.ErrNotFound):
		return Added, c.putNew(ctx, tx, actor, p)
	case err != nil:
		return "", err
	}
	return c.putNext(ctx, tx, actor, p, r)
}

// frozenState tells whether a practice in a bundle is a version, not a draft.
// What was archived without ever having been published is none.
func frozenState(p *Practice) bool {
	return p.State == "published" || p.State == "archived" && p.Version > 0
}

func (c *Catalogue) putNew(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	public := frozenState(p)
	if public {
		p.Version = max(p.Version, 1)
		if p.PublishedAt.IsZero() {
			p.PublishedAt = c.now()
		}
	}
	p.Revision = max(p.Revision, 1)
	if p.CreatedAt.IsZero() {
		p.CreatedAt = c.now()
	}
	if p.UpdatedAt.IsZero() {
		p.UpdatedAt = p.CreatedAt
	}
	if err := c.insert(ctx, tx, actor, p); err != nil || !public {
		return err
	}
	return c.freeze(ctx, tx, p, publication{by: actor})
}

func (c *Catalogue) putNext(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice, r row) (Outcome, error) {
	if err := actor.May(account.Write, r.organisation); err != nil {
		return "", err
	}
	before := c.newest
	if !frozenState(p) {
		before = c.current
	}
	old, err := before(ctx, tx, p.ID, r)
	if err != nil {
		return "", err
	}
	keepPerson(p, old)
	if err := c.keepErased(ctx, tx, actor, p, old); err != nil {
		return "", err
	}
	if r, err = c.row(ctx, tx, p.ID); err != nil { // erasing raises the revision
		return "", err
	}
	same, err := sameContent(old, p)
	if err != nil || same {
		return Skipped, err
	}
	m, err := movesOf(old, p)
	if err != nil {
		return "", err
	}
	if err := checkMarks(old, p, m).Err(); err != nil {
		return "", err
	}
	p.Version, p.Revision = r.version, r.revision+1
	p.CreatedAt, p.PublishedAt, p.UpdatedAt = old.CreatedAt, old.PublishedAt, c.now()
	if !frozenState(p) {
		if err := c.ready(ctx, p); err != nil {
			return "", err
		}
		return Changed, c.saveDraft(ctx, tx, actor, p)
	}
	if r.listed && r.draft != "" {
		// Somebody is writing the next version: a bundle must not discard it.
		return "", i18n.Problems{{Key: "draft_in_the_way"}}
	}
	p.Version, p.PublishedAt = r.version+1, c.now()
	if err := c.ready(ctx, p); err != nil {
		return "", err
	}
	if _, err := c.leave(ctx, tx, p.ID); err != nil {
		return "", err
	}
	if err := c.followRows(ctx, tx, p.ID, m); err != nil {
		return "", err
	}
	return Changed, c.freeze(ctx, tx, p, publication{by: actor})
}

// keepPerson takes the contact person over from what is stored when a bundle
// does not name one: bundles that go from hand to hand leave out who has not
// consented, which is no wish to forget them.
func keepPerson(p, stored *Practice) {
	to, from := &p.Contact, stored.Contact
	if !from.Public && !to.Public && to.Erased == "" && *to == withoutPerson(*to) {
		to.Name, to.Email, to.Phone = from.Name, from.Email, from.Phone
	}
}

// newest is the state that a bundle holds of a practice: the published version
// while there is one, else the draft or the archived version.
func (c *Catalogue) newest(ctx context.Context, tx *store.Tx, id string, r row) (*Practice, error) {
	if r.listed {
		return c.frozen(ctx, tx, id, r.version)
	}
	return c.current(ctx, tx, id, r)
}

// All calls f with the newest state of every practice, by id, as a bundle holds
// it: without what is worked out.
func (c *Catalogue) All(ctx context.Context, f func(*Practice) error) error {
	return c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		ids, err := allIDs(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			r, err := c.row(ctx, tx, id)
			if err != nil {
				return err
			}
			p, err := c.newest(ctx, tx, id, r)
			if err != nil {
				return err
			}
			p.Computed = nil
			if err := f(p); err != nil {
				return err
			}
		}
		return nil
	})
}

func allIDs(ctx context.Context, tx *store.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `select id from practices order by id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// sameContent compares what people wrote: not versions, revisions and times.
func sameContent(a, b *Practice) (bool, error) {
	x, err := encode(content(*a))
	if err != nil {
		return false, err
	}
	y, err := encode(content(*b))
	return x == y, err
}

func content(p Practice) *Practice {
	p.Version, p.Revision = 0, 0
	p.CreatedAt, p.UpdatedAt, p.PublishedAt = time.Time{}, time.Time{}, time.Time{}
	if p.OriginalLanguage == "" {
		_, p.OriginalLanguage = p.Title.Best()
	}
	return &p
}
