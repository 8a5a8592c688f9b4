package catalogue

import (
	"context"
	"slices"

	"tiekartta/account"
)

// WaitingReviews are those of them in which the actor has something to do.
func (c *Catalogue) WaitingReviews(ctx context.Context, actor account.Actor) ([]*Review, error) {
	list, err := c.reviewTasks(ctx, actor, `r.state in ($2, $3, $4) and exists
		(select 1 from reviewers m where m.review = r.id and m.user_id = $1 and m.state in ($5, $6, $7))`,
		ReviewAsked, ReviewAssessing, ReviewComplete, ReviewerAsked, ReviewerAssessing, ReviewerComplete)
	return slices.DeleteFunc(list, func(r *Review) bool { return !r.WaitsFor(actor.User) }), err
}

// WaitsFor tells whether a reviewer has something to do.
func (r *Review) WaitsFor(user string) bool {
	t := r.Task(user)
	return t != nil && r.Open() && (t.State == ReviewerAsked || t.State == ReviewerAssessing || t.Outdated())
}
