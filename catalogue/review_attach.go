package catalogue

import (
	"context"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// attach gives a frozen version the newest published review whose text it has,
// if there is one.
func (c *Catalogue) attach(ctx context.Context, tx *store.Tx, p *Practice) error {
	r, err := c.reviewOfText(ctx, tx, p)
	if err != nil || r == nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into review_versions (practice, version, review) values ($1, $2, $3)
		on conflict (practice, version) do update set review = excluded.review`, p.ID, p.Version, r.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update reviews set attached = $2 where id = $1 and attached = 0`, r.ID, p.Version)
	return err
}

// reviewOfText is the newest published review of a practice that is about this
// text, nil when there is none.
func (c *Catalogue) reviewOfText(ctx context.Context, tx *store.Tx, p *Practice) (*Review, error) {
	list, err := c.reviews(ctx, tx, `r.practice = $1 and r.state = $2`, p.ID, ReviewPublished)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	text, err := reviewedText(p)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		if r.sawAll(text) {
			return r, nil
		}
	}
	return nil, nil
}

// ReviewLost is the newest version of an entry where that has been reviewed and
// what is being written, for those who may read it, is another text, that a
// publication would therefore leave without the review; else 0.
func (c *Catalogue) ReviewLost(ctx context.Context, actor account.Actor, id string) (int, error) {
	lost := 0
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.ReadDrafts)
		if err != nil || r.draft == "" || r.version == 0 {
			return err
		}
		var reviewed int
		if err := tx.Row(ctx, `select count(*) from review_versions where practice = $1 and version = $2`, []any{id, r.version}, &reviewed); err != nil {
			return err
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil || reviewed == 0 {
			return err
		}
		found, err := c.reviewOfText(ctx, tx, p)
		if found == nil {
			lost = r.version
		}
		return err
	})
	return lost, err
}

// judged brings what others say of a practice up to a version that has just
// been frozen.
func (c *Catalogue) judged(ctx context.Context, tx *store.Tx, p *Practice) error {
	if err := c.attach(ctx, tx, p); err != nil {
		return err
	}
	return c.derive(ctx, tx, p)
}

// showAgain publishes an archived entry as it was.
func (c *Catalogue) showAgain(ctx context.Context, tx *store.Tx, id string, r row) error {
	p, err := c.frozen(ctx, tx, id, r.version)
	if err != nil {
		return err
	}
	p.State = "published"
	if err := c.publishable(ctx, tx, p); err != nil {
		return err
	}
	return c.setState(ctx, tx, id, "published", true)
}

// updateYears is after how many years an entry is looked at again, unless its
// author says otherwise.
const updateYears = 2

// dueAfter is the day on which an entry that is published now is to be looked
// at again: the author's own as long as it lies ahead, else that after the usual
// time.
func (c *Catalogue) dueAfter(p *Practice) string {
	if p.ReviewDue != "" && !Earlier(p.ReviewDue, c.today()) {
		return p.ReviewDue
	}
	return c.Now().AddDate(updateYears, 0, 0).Format(time.DateOnly)
}

// publishable refuses what the owner's own rule keeps back: an organisation may
// demand that only what has been reviewed is published, by whomever.
func (c *Catalogue) publishable(ctx context.Context, tx *store.Tx, p *Practice) error {
	if p.State != "published" {
		return nil
	}
	required, err := reviewRequired(ctx, tx, p.Organisation)
	if err != nil || !required {
		return err
	}
	r, err := c.reviewOfText(ctx, tx, p)
	if err == nil && (r == nil || Earlier(r.ValidUntil, c.today())) {
		err = i18n.Problems{{Key: "review_required"}}
	}
	return err
}

func reviewRequired(ctx context.Context, tx *store.Tx, organisation string) (bool, error) {
	var n int
	err := tx.Row(ctx, `select count(*) from review_rules where organisation = $1 and required`, []any{organisation}, &n)
	return n > 0, err
}

// ReviewRequired tells whether an organisation publishes only what has been
// reviewed.
func (c *Catalogue) ReviewRequired(ctx context.Context, organisation string) (bool, error) {
	var required bool
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		required, err = reviewRequired(ctx, tx, organisation)
		return err
	})
	return required, err
}

// ReviewRule is whether an organisation publishes only what has been reviewed.
type ReviewRule struct {
	Organisation string
	Required     bool
}

// PutReviewRule lets an organisation's administrator say whether it publishes
// only what has been reviewed.
func (c *Catalogue) PutReviewRule(ctx context.Context, actor account.Actor, rule ReviewRule) error {
	if err := actor.May(account.Administer, rule.Organisation); err != nil {
		return err
	}
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into review_rules (organisation, required) values ($1, $2)
			on conflict (organisation) do update set required = excluded.required`, rule.Organisation, rule.Required)
		if err != nil {
			return err
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: "review_rule", Noun: "organisation", ID: rule.Organisation, Organisation: rule.Organisation}); err != nil {
			return err
		}
		return tx.Change(ctx, "organisation", rule.Organisation)
	})
}

// ExpireReviews puts into the feed the practices whose review has ceased to be
// valid: time passes without a change that the index could follow. The service
// calls it once a day, and an index that is opened reads everything anew; pages
// and the API see the end of a review at once.
func (c *Catalogue) ExpireReviews(ctx context.Context) error {
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select distinct practice from reviews where state = $1 and valid_until < $2 and not expiry_told`, ReviewPublished, c.today())
		if err != nil {
			return err
		}
		practices, err := names(rows)
		if err != nil {
			return err
		}
		for _, id := range practices {
			if err := tx.Change(ctx, Noun, id); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `update reviews set expiry_told = true where state = $1 and valid_until < $2 and not expiry_told`, ReviewPublished, c.today())
		return err
	})
}
