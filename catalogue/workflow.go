package catalogue

import (
	"context"
	"fmt"
	"strconv"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// step is one step of a practice on its way: what is asked for before it is
// taken, and what the trail says of it.
type step struct {
	id       string
	revision int // the one that the actor has seen, 0 when it does not matter
	right    account.Right
	verb     string
	detail   string
}

// take takes a step in one transaction: the right first, then whether the actor
// knows what they decide about, then the deed and its row in the trail.
func (c *Catalogue) take(ctx context.Context, actor account.Actor, s *step, do func(context.Context, *store.Tx, row) error) (*Practice, error) {
	return c.saved(ctx, s.id, func(ctx context.Context, tx *store.Tx) (string, error) {
		r, err := c.changeable(ctx, tx, actor, s.id, s.right)
		if err != nil {
			return s.id, err
		}
		if s.revision != 0 && s.revision != r.revision {
			return s.id, store.ErrConflict
		}
		if err := do(ctx, tx, r); err != nil {
			return s.id, err
		}
		return s.id, account.Record(ctx, tx, actor, account.Act{Verb: s.verb, Noun: Noun, ID: s.id, Organisation: r.organisation, Detail: s.detail})
	})
}

// May tells whether the actor has a right on a practice, for those who have to
// know before they read an input. The steps themselves ask again.
func (c *Catalogue) May(ctx context.Context, actor account.Actor, id string, right account.Right) error {
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := c.changeable(ctx, tx, actor, id, right)
		return err
	})
	if err != nil {
		return fmt.Errorf("practice %q: %w", id, err)
	}
	return nil
}

// Submit gives a draft to those who may publish it. What a publication demands
// is demanded here, so that whoever wrote the text learns what is missing. The
// text may still be changed while it is looked at.
func (c *Catalogue) Submit(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	return c.take(ctx, actor, &step{id: id, revision: revision, right: account.Write, verb: "submit"}, func(ctx context.Context, tx *store.Tx, r row) error {
		switch {
		case r.state == "in_review":
			return i18n.Problems{{Key: "already_submitted"}}
		case r.state != "draft" || r.draft == "":
			return i18n.Problems{{Key: "nothing_to_submit"}}
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil {
			return err
		}
		p.State = "published"
		if err := c.readyAlone(ctx, p); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update practices set submitted_by = $2, submitted_name = $3, submitted_at = $4, returned = $5 where id = $1`,
			id, actor.User, actor.Name, store.Time(c.now()), false)
		if err != nil {
			return err
		}
		return c.moveTo(ctx, tx, id, "in_review")
	})
}

// Withdraw takes a submitted draft back, by those who write it.
func (c *Catalogue) Withdraw(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	return c.take(ctx, actor, &step{id: id, revision: revision, right: account.Write, verb: "withdraw"}, func(ctx context.Context, tx *store.Tx, r row) error {
		if r.state != "in_review" {
			return i18n.Problems{{Key: "not_submitted"}}
		}
		return c.moveTo(ctx, tx, id, "draft")
	})
}

// Return gives a submitted draft back to its writers with what is to be done:
// comments at fields, and one with an empty path about the whole. At least one
// of them says something.
func (c *Catalogue) Return(ctx context.Context, actor account.Actor, id string, revision int, comments []Comment) (*Practice, error) {
	return c.take(ctx, actor, &step{id: id, revision: revision, right: account.Publish, verb: "return"}, func(ctx context.Context, tx *store.Tx, r row) error {
		if r.state != "in_review" {
			return i18n.Problems{{Key: "not_submitted"}}
		}
		if err := checkComments(comments); err != nil {
			return err
		}
		for _, one := range comments {
			if err := c.addComment(ctx, tx, actor, commentOn{id, one.Path, one.Text}); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `update practices set returned = $2 where id = $1`, id, true); err != nil {
			return err
		}
		return c.moveTo(ctx, tx, id, "draft")
	})
}

// moveTo changes the state of a draft; what is published beside it stays.
func (c *Catalogue) moveTo(ctx context.Context, tx *store.Tx, id, state string) error {
	if _, err := c.leave(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update practices set state = $2, revision = revision + 1 where id = $1`, id, state); err != nil {
		return err
	}
	return tx.Change(ctx, Noun, id)
}

// Publish is PublishNoted without a note.
func (c *Catalogue) Publish(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	return c.PublishNoted(ctx, actor, id, revision, "")
}

// PublishNoted freezes the draft as the next version, with a note for readers
// about what has changed. Comments that nobody has dealt with stay open, and the
// trail tells that there were some. An archived entry without a draft is shown
// again as it was.
func (c *Catalogue) PublishNoted(ctx context.Context, actor account.Actor, id string, revision int, note string) (*Practice, error) {
	s := &step{id: id, revision: revision, right: account.Publish, verb: "publish"}
	return c.take(ctx, actor, s, func(ctx context.Context, tx *store.Tx, r row) error {
		if r.draft == "" {
			if r.state != "archived" {
				return i18n.Problems{{Key: "nothing_to_publish"}}
			}
			return c.showAgain(ctx, tx, id, r)
		}
		p, err := c.leave(ctx, tx, id)
		if err != nil {
			return err
		}
		p.ReviewDue = c.dueAfter(p)
		p.State, p.Version, p.Revision, p.PublishedAt = "published", r.version+1, r.revision+1, c.now()
		if err := c.readyToFreeze(ctx, p, note); err != nil {
			return err
		}
		open, err := openComments(ctx, tx, id)
		if err != nil {
			return err
		}
		if open > 0 {
			s.verb = "publish_open"
		}
		return c.freeze(ctx, tx, p, publication{actor, note})
	})
}

// readyToFreeze lists what is wrong with the text together with what is wrong
// with the note.
func (c *Catalogue) readyToFreeze(ctx context.Context, p *Practice, note string) error {
	if err := c.readyAlone(ctx, p); err != nil {
		return err
	}
	var problems i18n.Problems
	Checker{Problems: &problems}.Line("note", note, longNote)
	return problems.Err()
}

// publication is who made a version, and what they say has changed in it.
type publication struct {
	by   account.Actor
	note string
}

// Archive takes a practice out of the catalogue. Nothing of it is deleted.
func (c *Catalogue) Archive(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	return c.take(ctx, actor, &step{id: id, revision: revision, right: account.Publish, verb: "archive"}, func(ctx context.Context, tx *store.Tx, _ row) error {
		return c.setState(ctx, tx, id, "archived", false)
	})
}

// Reopen takes an entry out of the archive: what was published is published
// again, and what was being written is a draft again.
func (c *Catalogue) Reopen(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	return c.take(ctx, actor, &step{id: id, revision: revision, right: account.Publish, verb: "reopen"}, func(ctx context.Context, tx *store.Tx, r row) error {
		if r.state != "archived" {
			return i18n.Problems{{Key: "not_archived"}}
		}
		if r.version == 0 {
			return c.moveTo(ctx, tx, id, "draft")
		}
		if err := c.showAgain(ctx, tx, id, r); err != nil || r.draft == "" {
			return err
		}
		return c.moveTo(ctx, tx, id, "draft")
	})
}

// Restore makes an old version the draft; what has been translated since stays
// where the original says the same. A draft that is being written is
// replaced only by somebody who names its revision, else it is
// store.ErrConflict. The contact stays that of today: a person who has withdrawn
// their consent does not come back with an old text.
func (c *Catalogue) Restore(ctx context.Context, actor account.Actor, id string, version, revision int) (*Practice, error) {
	s := &step{id: id, revision: revision, right: account.Write, verb: "restore", detail: strconv.Itoa(version)}
	return c.take(ctx, actor, s, func(ctx context.Context, tx *store.Tx, r row) error {
		if r.draft != "" && revision == 0 {
			return store.ErrConflict
		}
		now, err := c.current(ctx, tx, id, r)
		if err != nil {
			return err
		}
		p, err := c.frozen(ctx, tx, id, version)
		if err != nil {
			return err
		}
		var outdated []Translation // in that version
		for _, lang := range i18n.Langs() {
			if lang == p.OriginalLanguage {
				continue
			}
			list, err := c.outdatedIn(ctx, tx, p, lang)
			if err != nil {
				return err
			}
			outdated = append(outdated, list...)
		}
		p.State, p.Version, p.Revision, p.Organisation = "draft", r.version, r.revision+1, now.Organisation
		p.CreatedAt, p.PublishedAt, p.UpdatedAt, p.Contact = now.CreatedAt, now.PublishedAt, c.now(), now.Contact
		keepTranslations(now, p)
		if err := c.ready(ctx, p); err != nil {
			return err
		}
		if err := c.writtenBy(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := c.saveDraft(ctx, tx, actor, p); err != nil {
			return err
		}
		for _, t := range outdated {
			if err := c.noteTranslation(ctx, tx, id, i18n.Join(t.Stable, string(t.To)), noted{t.Then, Fingerprint(t.Into)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteDraft gives up what is being written. What is published stays as it is;
// an entry that never was is gone, which only the person who began it or
// somebody who may publish can do.
func (c *Catalogue) DeleteDraft(ctx context.Context, actor account.Actor, id string, revision int) error {
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.Write)
		if err != nil {
			return err
		}
		if r.version == 0 {
			if err := mayDelete(ctx, tx, actor, id, r); err != nil {
				return err
			}
		}
		switch {
		case revision != 0 && revision != r.revision:
			return store.ErrConflict
		case r.draft == "":
			return i18n.Problems{{Key: "nothing_to_delete"}}
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: "delete_draft", Noun: Noun, ID: id, Organisation: r.organisation}); err != nil {
			return err
		}
		if r.version == 0 {
			if _, err := tx.Exec(ctx, `delete from practices where id = $1`, id); err != nil {
				return err
			}
			return tx.Change(ctx, Noun, id)
		}
		state := "archived"
		if r.listed {
			state = "published"
		}
		if err := c.moveTo(ctx, tx, id, state); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update practices set draft = null, returned = $2 where id = $1`, id, false)
		return err
	})
}

func mayDelete(ctx context.Context, tx *store.Tx, actor account.Actor, id string, r row) error {
	denied := actor.May(account.Publish, r.organisation)
	if denied == nil {
		return nil
	}
	var addedBy string
	if err := tx.Row(ctx, `select added_by from practices where id = $1`, []any{id}, &addedBy); err != nil {
		return err
	}
	if actor.User != "" && addedBy == actor.User {
		return nil
	}
	return denied
}

// changedBy notes who has changed a text last.
func (c *Catalogue) changedBy(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	if err := c.writtenBy(ctx, tx, actor, p.ID); err != nil {
		return err
	}
	return account.RecordHourly(ctx, tx, actor, account.Act{Verb: "change", Noun: Noun, ID: p.ID, Organisation: p.Organisation})
}

// addedBy notes who has begun an entry.
func (c *Catalogue) addedBy(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	if _, err := tx.Exec(ctx, `update practices set added_by = $2 where id = $1`, p.ID, actor.User); err != nil {
		return err
	}
	if err := c.writtenBy(ctx, tx, actor, p.ID); err != nil {
		return err
	}
	return account.Record(ctx, tx, actor, account.Act{Verb: "add", Noun: Noun, ID: p.ID, Organisation: p.Organisation})
}

func (c *Catalogue) writtenBy(ctx context.Context, tx *store.Tx, actor account.Actor, id string) error {
	_, err := tx.Exec(ctx, `update practices set changed_by = $2, changed_name = $3, changed_at = $4 where id = $1`,
		id, actor.User, actor.Name, store.Time(c.now()))
	return err
}
