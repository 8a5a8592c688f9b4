package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Noun is the name of practices in the feed of changes.
const Noun = "practice"

// Add stores a new practice as a draft and returns it with its id. Without an
// id it gets one from its title; one that is taken is store.ErrConflict.
func (c *Catalogue) Add(ctx context.Context, actor account.Actor, p Practice) (*Practice, error) {
	if p.Organisation == "" {
		p.Organisation = actor.Organisation
	}
	if err := c.resolve(ctx, &p); err != nil {
		return nil, err
	}
	if err := actor.May(account.Write, p.Organisation); err != nil {
		return nil, err
	}
	p.State, p.Version, p.Revision, p.PublishedAt = "draft", 0, 1, time.Time{}
	p.CreatedAt = c.now()
	p.UpdatedAt = p.CreatedAt
	return c.saved(ctx, p.ID, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := c.readyAlone(ctx, &p); err != nil {
			return "", err
		}
		if err := c.insert(ctx, tx, actor, &p); err != nil {
			return "", err
		}
		return p.ID, c.addedBy(ctx, tx, actor, &p)
	})
}

// saved writes, and returns the practice as it then stands, from the same
// transaction.
func (c *Catalogue) saved(ctx context.Context, id string, write func(context.Context, *store.Tx) (string, error)) (*Practice, error) {
	var p *Practice
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if id, err = write(ctx, tx); err != nil {
			return err
		}
		r, err := c.row(ctx, tx, id)
		if err != nil {
			return err
		}
		p, err = c.current(ctx, tx, id, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", id, err)
	}
	return p, nil
}

// resolve lets a municipality's code stand for its organisation.
func (c *Catalogue) resolve(ctx context.Context, p *Practice) error {
	if p.Organisation == "" {
		return nil
	}
	o, err := c.Organisation(ctx, p.Organisation)
	if errors.Is(err, store.ErrNotFound) {
		return nil // ready names it
	}
	if err == nil {
		p.Organisation = o.ID
	}
	return err
}

// readyAlone is ready for a practice that does not come in a bundle: what it
// points to must be there already.
func (c *Catalogue) readyAlone(ctx context.Context, p *Practice) error {
	var problems i18n.Problems
	if err := c.ready(ctx, p); err != nil && !errors.As(err, &problems) {
		return err
	}
	for i, r := range p.Related {
		exists, err := c.Exists(ctx, r.Practice)
		if err != nil {
			return err
		}
		if !exists && r.Practice != "" {
			problems.Add(i18n.At("related", i)+".practice", "unknown_reference", "Value", r.Practice)
		}
	}
	return problems.Err()
}

// Change stores p as the draft of the practice with its id. p.Revision must be
// the revision that the change starts from, else it is store.ErrConflict. What
// the service sets itself (version, state, times) is not taken from p.
func (c *Catalogue) Change(ctx context.Context, actor account.Actor, p Practice) (*Practice, error) {
	return c.saved(ctx, p.ID, func(ctx context.Context, tx *store.Tx) (string, error) {
		r, err := c.changeable(ctx, tx, actor, p.ID, account.Write)
		if err != nil {
			return "", err
		}
		if r.revision != p.Revision {
			return "", store.ErrConflict
		}
		before, err := c.current(ctx, tx, p.ID, r)
		if err != nil {
			return "", err
		}
		if err := c.resolve(ctx, &p); err != nil {
			return "", err
		}
		if p.Organisation == "" {
			p.Organisation = before.Organisation
		}
		if err := MayOwn(actor, before, p.Organisation); err != nil {
			return "", err
		}
		p.State, p.Version, p.Revision = writtenState(r.state), r.version, r.revision+1
		p.CreatedAt, p.PublishedAt, p.UpdatedAt = before.CreatedAt, before.PublishedAt, c.now()
		if err := c.readyAlone(ctx, &p); err != nil {
			return "", err
		}
		m, err := movesOf(before, &p)
		if err != nil {
			return "", err
		}
		if slices.Equal(p.Machine, before.Machine) {
			p.Machine = m.marks(p.Machine) // says nothing new, not even that rows have moved
		}
		if err := checkMarks(before, &p, m).Err(); err != nil {
			return "", err
		}
		if err := c.changedBy(ctx, tx, actor, &p); err != nil {
			return "", err
		}
		return p.ID, c.saveDraft(ctx, tx, actor, &p)
	})
}

// writtenState is the state of a practice after somebody has written in it: what
// is being reviewed stays so, and so does what is archived, which only those
// who publish take out of the archive.
func writtenState(before string) string {
	if before == "in_review" || before == "archived" {
		return before
	}
	return "draft"
}

// MayOwn tells whether the actor may write an entry that shall belong to that
// organisation. Giving away what has been published is for those who publish it.
func MayOwn(actor account.Actor, before *Practice, organisation string) error {
	if organisation != before.Organisation && before.Version > 0 {
		if err := actor.May(account.Publish, before.Organisation); err != nil {
			return err
		}
	}
	return actor.May(account.Write, organisation)
}

// changeable is the row of a practice on which the actor has that right. For
// those who may not know of the practice it does not exist.
func (c *Catalogue) changeable(ctx context.Context, tx *store.Tx, actor account.Actor, id string, right account.Right) (row, error) {
	r, err := c.row(ctx, tx, id)
	if err != nil {
		return r, err
	}
	denied := actor.May(right, r.organisation)
	if denied != nil && !r.listed && !errors.Is(denied, account.ErrUnknown) && actor.May(account.ReadDrafts, r.organisation) != nil {
		return r, store.ErrNotFound
	}
	return r, denied
}

// ready fills in what the input may leave out and checks the rest.
func (c *Catalogue) ready(ctx context.Context, p *Practice) error {
	if p.OriginalLanguage == "" {
		_, p.OriginalLanguage = p.Title.Best()
	}
	problems := c.Check(p)
	if err := c.attached(p, &problems); err != nil {
		return err
	}
	if p.Organisation != "" {
		if _, err := c.accounts.Organisation(ctx, p.Organisation); errors.Is(err, store.ErrNotFound) {
			problems.Add("organisation", "unknown_reference", "Value", p.Organisation)
		} else if err != nil {
			return err
		}
	}
	return problems.Err()
}

func (c *Catalogue) insert(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	if err := c.ready(ctx, p); err != nil {
		return err
	}
	if p.ID == "" {
		id, err := freeID(ctx, tx, slugOf(p))
		if err != nil {
			return err
		}
		p.ID = id
	}
	_, err := tx.Exec(ctx, `insert into practices (id, organisation, state, version, revision, listed) values ($1, nullif($2, ''), $3, $4, $5, $6)`,
		p.ID, p.Organisation, p.State, p.Version, p.Revision, false)
	if err != nil {
		return err
	}
	return c.saveDraft(ctx, tx, actor, p)
}

// saveDraft writes the draft, and keeps what it was before and what it is now.
func (c *Catalogue) saveDraft(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	unmarkErased(p)
	before, err := c.leave(ctx, tx, p.ID)
	isNew := errors.Is(err, store.ErrNotFound)
	if err != nil && !isNew {
		return err
	}
	if !isNew {
		if err := c.noteTranslations(ctx, tx, before, p); err != nil {
			return err
		}
		if err := c.putSave(ctx, tx, actor, p); err != nil {
			return err
		}
	}
	if err := pruneSaves(ctx, tx, p, c.now()); err != nil {
		return err
	}
	body, err := encode(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update practices set organisation = nullif($2, ''), state = $3, revision = $4, draft = $5 where id = $1`,
		p.ID, p.Organisation, p.State, p.Revision, body)
	if err != nil {
		return err
	}
	return tx.Change(ctx, Noun, p.ID)
}

// unmarkErased takes the date of an erasure off a contact that names somebody
// again: the mark stands instead of a person.
func unmarkErased(p *Practice) {
	if personOf(p.Contact) != "" {
		p.Contact.Erased = ""
	}
}

func (c *Catalogue) freeze(ctx context.Context, tx *store.Tx, p *Practice, of publication) error {
	unmarkErased(p)
	if err := c.publishable(ctx, tx, p); err != nil {
		return err
	}
	body, err := encode(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into practice_versions (practice, version, body, note, published_by, published_user, published_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		p.ID, p.Version, body, of.note, of.by.Name, of.by.User, store.Time(p.PublishedAt))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update practices set organisation = nullif($2, ''), state = $3, version = $4, revision = $5, listed = $6, returned = $7, review_due = $8, draft = null where id = $1`,
		p.ID, p.Organisation, p.State, p.Version, p.Revision, p.State == "published", false, p.ReviewDue)
	if err != nil {
		return err
	}
	if err := c.judged(ctx, tx, p); err != nil {
		return err
	}
	return tx.Change(ctx, Noun, p.ID)
}

func (c *Catalogue) setState(ctx context.Context, tx *store.Tx, id, state string, listed bool) error {
	if _, err := c.leave(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update practices set state = $2, listed = $3, revision = revision + 1 where id = $1`, id, state, listed)
	if err != nil {
		return err
	}
	if err := c.touchOrigins(ctx, tx, id); err != nil {
		return err
	}
	return tx.Change(ctx, Noun, id)
}

// now is cut to what the database and JSON keep.
func (c *Catalogue) now() time.Time { return c.Now().UTC().Truncate(time.Microsecond) }

func encode(p *Practice) (string, error) {
	stored := *p
	stored.Computed = nil
	body, err := json.Marshal(stored)
	return string(body), err
}

func slugOf(p *Practice) string {
	title, _ := p.Title.Best(p.OriginalLanguage)
	if s := i18n.Slug(title); s != "" {
		return s
	}
	return Noun
}

// freeID is the slug itself or, when it is taken, the slug with the first free
// number from 2.
func freeID(ctx context.Context, tx *store.Tx, slug string) (string, error) {
	id := slug
	for n := 2; ; n++ {
		var taken int
		if err := tx.Row(ctx, `select count(*) from practices where id = $1`, []any{id}, &taken); err != nil || taken == 0 {
			return id, err
		}
		id = slug + "-" + strconv.Itoa(n)
	}
}
