package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Saved is what came of saving a draft.
type Saved struct {
	Practice  *Practice // as it stands now
	Merged    bool      // it had been changed since the revision that the save started from
	Others    []string  // who had changed it, where that is known
	Conflicts []Conflict
	Forgotten bool // a person was typed into a form from before an erasure: they are not kept
}

// Save brings what somebody wrote in a form into the draft. mine.Revision is the
// revision that they started from; what others have saved since is merged. Where
// both changed the same field nothing is saved but mine is kept as pending, and
// Conflicts tells which fields. A save that changes nothing makes no revision.
func (c *Catalogue) Save(ctx context.Context, actor account.Actor, mine Practice) (*Saved, error) {
	return c.save(ctx, actor, &mine, func(ctx context.Context, tx *store.Tx, current *Practice) (*Practice, error) {
		if mine.Revision == current.Revision {
			return current, MarkTexts(&mine, current)
		}
		base, err := c.savedAt(ctx, tx, mine.ID, mine.Revision)
		if err != nil {
			return nil, err
		}
		return base, MarkTexts(&mine, base)
	})
}

// SaveOn is Save for what was made of a text that is no revision of the draft:
// the step from base to mine is taken in the draft, too.
func (c *Catalogue) SaveOn(ctx context.Context, actor account.Actor, base, mine *Practice) (*Saved, error) {
	return c.save(ctx, actor, mine, func(context.Context, *store.Tx, *Practice) (*Practice, error) { return base, nil })
}

func (c *Catalogue) save(ctx context.Context, actor account.Actor, mine *Practice, on func(context.Context, *store.Tx, *Practice) (*Practice, error)) (*Saved, error) {
	var saved *Saved
	var tooLong i18n.Problems
	checkLengths(Checker{Problems: &tooLong}, mine)
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, current, err := c.writable(ctx, tx, actor, mine.ID)
		if err != nil {
			return err
		}
		if err := tooLong.Err(); err != nil {
			return err
		}
		saved = &Saved{Practice: current, Merged: mine.Revision != current.Revision}
		base, err := on(ctx, tx, current)
		if err != nil {
			return err
		}
		if saved.Merged {
			var erased int
			if err := tx.Row(ctx, `select erased_revision from practices where id = $1`, []any{mine.ID}, &erased); err != nil {
				return err
			}
			if mine.Revision <= erased { // a form that was open before does not bring the person back
				saved.Forgotten = personOf(mine.Contact) != "" && mine.Contact != current.Contact
				mine.Contact = current.Contact
			}
			if saved.Others, err = savers(ctx, tx, mine.ID, mine.Revision, actor.User); err != nil {
				return err
			}
		}
		next, err := Merge(base, mine, current, func(c Conflict) any {
			saved.Conflicts = append(saved.Conflicts, c)
			return c.Theirs
		})
		if err != nil {
			return err
		}
		if len(saved.Conflicts) > 0 {
			return c.putPending(ctx, tx, actor, base, mine)
		}
		saved.Practice, err = c.keep(ctx, tx, actor, next, current)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", mine.ID, err)
	}
	return saved, nil
}

// writable is the row and the current text of a practice that the actor may
// write.
func (c *Catalogue) writable(ctx context.Context, tx *store.Tx, actor account.Actor, id string) (row, *Practice, error) {
	r, err := c.changeable(ctx, tx, actor, id, account.Write)
	if err != nil {
		return r, nil, err
	}
	p, err := c.current(ctx, tx, id, r)
	return r, p, err
}

// keep stores next as the draft, unless it says the same as before.
func (c *Catalogue) keep(ctx context.Context, tx *store.Tx, actor account.Actor, next, before *Practice) (*Practice, error) {
	next.ID, next.State, next.Version, next.Revision = before.ID, before.State, before.Version, before.Revision
	if next.Organisation == "" {
		next.Organisation = before.Organisation
	}
	if err := MayOwn(actor, before, next.Organisation); err != nil {
		return nil, err
	}
	unmarkErased(next)
	if same, err := sameContent(next, before); err != nil || same {
		return before, err
	}
	next.State = writtenState(next.State)
	next.CreatedAt, next.PublishedAt, next.UpdatedAt = before.CreatedAt, before.PublishedAt, c.now()
	next.Revision++
	if err := c.readyAlone(ctx, next); err != nil {
		return nil, err
	}
	if err := c.changedBy(ctx, tx, actor, next); err != nil {
		return nil, err
	}
	if err := c.saveDraft(ctx, tx, actor, next); err != nil {
		return nil, err
	}
	r, err := c.row(ctx, tx, next.ID)
	if err != nil {
		return nil, err
	}
	return c.current(ctx, tx, next.ID, r)
}

// leave keeps the text of a practice as it stands before it gets another
// revision: a form that is open has it as its base. Its time is that of the
// last day on which somebody may have opened it.
func (c *Catalogue) leave(ctx context.Context, tx *store.Tx, id string) (*Practice, error) {
	r, err := c.row(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	p, err := c.current(ctx, tx, id, r)
	if err != nil {
		return nil, err
	}
	return p, c.putSave(ctx, tx, account.Actor{}, p)
}

func (c *Catalogue) putSave(ctx context.Context, tx *store.Tx, actor account.Actor, p *Practice) error {
	body, err := encode(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into practice_saves (practice, revision, body, at, user_id, name) values ($1, $2, $3, $4, $5, $6)
		on conflict (practice, revision) do update set at = excluded.at`, p.ID, p.Revision, body, store.Time(c.now()), actor.User, actor.Name)
	return err
}

// All texts that stood within the last day are kept, because a form may stay open
// that long; of older ones every tenth, for a month.
const (
	savesMost   = 3000
	savesDays   = 1
	savesMonths = 1
)

func pruneSaves(ctx context.Context, tx *store.Tx, p *Practice, now time.Time) error {
	_, err := tx.Exec(ctx, `delete from practice_saves where practice = $1 and revision <> $2
		and (revision < $3 or at < $4 and revision % 10 <> 0 or at < $5)`,
		p.ID, p.Revision, p.Revision-savesMost, store.Time(now.AddDate(0, 0, -savesDays)), store.Time(now.AddDate(0, -savesMonths, 0)))
	return err
}

// savedAt is the draft as it was at a revision. Where that is not kept, it is a
// text of which a merge knows nothing: the nearest one before could hide what was
// changed and set back.
func (c *Catalogue) savedAt(ctx context.Context, tx *store.Tx, id string, revision int) (*Practice, error) {
	var body string
	err := tx.Row(ctx, `select body from practice_saves where practice = $1 and revision = $2`, []any{id, revision}, &body)
	if errors.Is(err, store.ErrNotFound) {
		return &Practice{ID: id, Revision: notKept}, nil
	}
	if err != nil {
		return nil, err
	}
	p := &Practice{}
	return p, json.Unmarshal([]byte(body), p)
}

// savers are the names of those, other than one, who saved after a revision.
func savers(ctx context.Context, tx *store.Tx, id string, revision int, except string) ([]string, error) {
	rows, err := tx.Query(ctx, `select name from practice_saves where practice = $1 and revision > $2 and user_id <> $3 and name <> '' order by revision`, id, revision, except)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, rows.Err()
}

// DraftAt returns the draft as it was at a revision, for what starts from it: the
// current one where that is the revision.
func (c *Catalogue) DraftAt(ctx context.Context, actor account.Actor, id string, revision int) (*Practice, error) {
	var p *Practice
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, current, err := c.writable(ctx, tx, actor, id)
		if err == nil {
			p, _, err = c.draftAt(ctx, tx, current, revision)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("draft of practice %q: %w", id, err)
	}
	return p, nil
}

// draftAt also tells whether that revision is kept. Where it is not, what a form
// does not show comes from the text as it stands; what differs in what it shows
// is asked about.
func (c *Catalogue) draftAt(ctx context.Context, tx *store.Tx, current *Practice, revision int) (p *Practice, kept bool, err error) {
	if current.Revision == revision {
		return current, true, nil
	}
	if p, err = c.savedAt(ctx, tx, current.ID, revision); err != nil || p.Revision == revision {
		return p, true, err
	}
	same := *current
	same.Revision = revision
	return &same, false, nil
}

// WordsFor is how many words the model recommends at most for the text with that
// path; 0 for a line and for what is no text.
func WordsFor(path string) int {
	words, _ := recommended(path)
	return words
}
