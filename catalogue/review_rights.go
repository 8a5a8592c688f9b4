package catalogue

import (
	"context"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// hideFrom takes out what a reader may not see yet: assessments of others
// before both are in.
func (r *Review) hideFrom(actor account.Actor) {
	if r.State == ReviewComplete || r.State == ReviewPublished {
		return
	}
	for i := range r.Reviewers {
		if t := &r.Reviewers[i]; t.User != actor.User || actor.User == "" {
			t.Assessment = Assessment{}
		}
	}
}

// showReviewer puts beside a review what the reviewer may see of it. Whoever has
// left keeps their own part alone.
func (c *Catalogue) showReviewer(ctx context.Context, tx *store.Tx, r *Review, actor account.Actor) error {
	if mine := *r.Task(actor.User); mine.left() {
		r.Reviewers, r.Opinion = []ReviewTask{mine}, i18n.Text{}
		return nil
	}
	if err := c.compareText(ctx, tx, r); err != nil {
		return err
	}
	r.hideFrom(actor)
	return nil
}

// assigned is a review that the actor was asked for and may still do. For all
// others there is none.
func (c *Catalogue) assigned(ctx context.Context, tx *store.Tx, actor account.Actor, id string) (*Review, error) {
	list, err := c.reviews(ctx, tx, `r.id = $1`, id)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || list[0].Task(actor.User) == nil {
		return nil, store.ErrNotFound
	}
	owner, err := c.row(ctx, tx, list[0].Practice)
	if err != nil {
		return nil, err
	}
	return list[0], actor.May(account.Review, owner.organisation)
}

// reviewing returns nil for somebody who is at work on a review of the
// practice, store.ErrNotFound for all others.
func (c *Catalogue) reviewing(ctx context.Context, tx *store.Tx, actor account.Actor, practice string) error {
	r, err := c.row(ctx, tx, practice)
	if err != nil {
		return err
	}
	if actor.User == "" || actor.May(account.Review, r.organisation) != nil {
		return store.ErrNotFound
	}
	var n int
	return tx.Row(ctx, `select 1 from reviews r join reviewers m on m.review = r.id where r.practice = $1 and m.user_id = $2
		and r.state in ($3, $4, $5) and m.state in ($6, $7, $8) limit 1`,
		[]any{practice, actor.User, ReviewAsked, ReviewAssessing, ReviewComplete, ReviewerAsked, ReviewerAssessing, ReviewerComplete}, &n)
}
