package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tiekartta/store"
)

// forgetReviewer takes the name of a person who leaves out of reviews, from
// what readers are told too. What they have found stays; what they have not
// begun or sent goes to somebody else.
func (c *Catalogue) forgetReviewer(ctx context.Context, tx *store.Tx, user string) error {
	list, err := c.reviews(ctx, tx, `exists (select 1 from reviewers m where m.review = r.id and m.user_id = $1)`, user)
	if err != nil {
		return err
	}
	for _, r := range list {
		t := r.Task(user)
		if r.State == ReviewPublished && t.Assessment.ShowName {
			if err := c.unname(ctx, tx, r, t.Name); err != nil {
				return err
			}
		}
		state := t.State
		if r.Open() && state != ReviewerComplete {
			state = ReviewerDeclined
		}
		if _, err := tx.Exec(ctx, `update reviewers set name = '', state = $3 where review = $1 and user_id = $2`, r.ID, user, state); err != nil {
			return err
		}
		if state != t.State { // what was not sent goes with the person
			if _, err := tx.Exec(ctx, `update reviewers set assessment = '' where review = $1 and user_id = $2`, r.ID, user); err != nil {
				return err
			}
		}
		if t.State = state; r.Open() {
			if err := setReviewState(ctx, tx, r.ID, r.standing()); err != nil {
				return err
			}
		}
		if err := tx.Change(ctx, Noun, r.Practice); err != nil {
			return err
		}
	}
	return nil
}

// unname takes a name out of what readers are told of a review.
func (c *Catalogue) unname(ctx context.Context, tx *store.Tx, r *Review, name string) error {
	var text string
	if err := tx.Row(ctx, `select statement from reviews where id = $1`, []any{r.ID}, &text); err != nil {
		return err
	}
	var mark ReviewMark
	if err := json.Unmarshal([]byte(text), &mark); err != nil {
		return fmt.Errorf("stored review: %w", err)
	}
	if i := slices.Index(mark.Reviewers, name); i >= 0 { // the other one may be called the same
		mark.Reviewers = slices.Delete(mark.Reviewers, i, i+1)
	}
	text, err := marshal(mark)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update reviews set statement = $2 where id = $1`, r.ID, text)
	return err
}
