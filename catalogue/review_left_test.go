package catalogue_test

import (
	"reflect"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestWhoeverHasLeftAReviewReadsNothingOfItButTheirOwnPart(t *testing.T) {
	for _, reply := range []catalogue.Reply{{Answer: "decline"}, {Answer: "conflict", Conflict: "Suunnittelin tämän."}} {
		t.Run(reply.Answer, func(t *testing.T) {
			r := openReviewing(t)
			ctx, gone := t.Context(), r.people["reviewer vaasa"]
			id := r.ask("reviewer vaasa", "reviewer espoo").ID
			r.must(r.ReplyToReview(ctx, gone, id, reply))
			r.ask("reviewer turku")
			r.change(func(p *catalogue.Practice) { p.Summary.FI = "Vain luonnoksessa." })
			r.readsNothing(gone, id)
			r.assess(id, "reviewer espoo", r.assessment("yes", "publish"))
			r.assess(id, "reviewer turku", r.assessment("yes", "publish"))
			r.readsNothing(gone, id)
			r.must(r.concludes(r.people["editor vantaa"], catalogue.Opinion{Text: i18n.Text{FI: "Toimiva."}, ValidUntil: r.ReviewValidUntil()}))
			r.readsNothing(gone, id)
		})
	}
}

// readsNothing demands that a review and the list show somebody nothing of the
// text, of the others or of what they found.
func (r *reviewing) readsNothing(actor account.Actor, id string) {
	r.t.Helper()
	one, err := r.ReviewTask(r.t.Context(), actor, id)
	r.must(err)
	list, err := r.ReviewTasks(r.t.Context(), actor)
	r.must(err)
	for _, got := range append(list, one) {
		if got.Now != nil || got.Text != "" || !got.Opinion.Empty() || len(got.Reviewers) != 1 {
			r.t.Errorf("%s: text %q, now %v, opinion %v, %d reviewers", got.State, got.Text, got.Now != nil, got.Opinion, len(got.Reviewers))
		}
		mine := got.Task(actor.User)
		if mine == nil || mine.Was != nil || mine.Assessment.Conflict == "" && mine.State == catalogue.ReviewerConflict {
			r.t.Errorf("their own part: %+v", mine)
		}
	}
	if !reflect.DeepEqual(list[0], one) {
		r.t.Error("the list shows it otherwise than the review itself")
	}
}
