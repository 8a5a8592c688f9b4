package catalogue_test

import (
	"testing"

	"tiekartta/catalogue"
	"tiekartta/store"
)

func TestAnAssessmentIsOnlyOfTheTextThatTheReviewerWasShown(t *testing.T) {
	r := openReviewing(t)
	ctx, reviewer := t.Context(), r.people["reviewer vaasa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.must(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "accept"}))
	r.must(r.saves(reviewer, id, r.assessment("yes", "publish")))
	first := r.shown(reviewer, id)
	r.change(func(p *catalogue.Practice) { p.Title.SV = "Språkkafé" })
	if r.shown(reviewer, id) != first {
		t.Error("a translation makes another text of it")
	}
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila puistossa." })
	r.is(r.SendAssessment(ctx, reviewer, id, first), store.ErrConflict)
	got, err := r.ReviewTask(ctx, reviewer, id)
	r.must(err)
	mine := got.Task(reviewer.User)
	if mine.State != catalogue.ReviewerAssessing || len(mine.Assessment.Criteria) != 6 || mine.Was == nil || got.Now.Summary.FI != "Kahvila puistossa." {
		t.Errorf("%+v", mine)
	}
	r.must(r.SendAssessment(ctx, reviewer, id, got.Text))
	second := got.Text
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila torilla." })
	r.is(r.ConfirmReview(ctx, reviewer, id, second), store.ErrConflict)
	r.must(r.ConfirmReview(ctx, reviewer, id, r.shown(reviewer, id)))
}

func TestAReviewerIsToldWhatHasChangedSinceTheyWereAskedOrHaveReadIt(t *testing.T) {
	r := openReviewing(t)
	ctx, reviewer := t.Context(), r.people["reviewer vaasa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	changed := func() int {
		got, err := r.ReviewTask(ctx, reviewer, id)
		r.must(err)
		if got.Task(reviewer.User).Was == nil {
			return 0
		}
		list, err := catalogue.Differences(got.Task(reviewer.User).Was, got.Now)
		r.must(err)
		return len(list)
	}
	if changed() != 0 {
		t.Error("what nobody has touched has changed")
	}
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila puistossa." })
	r.must(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "accept"}))
	if changed() != 1 {
		t.Error("a change is not told")
	}
	old := r.shown(reviewer, id)
	r.change(func(p *catalogue.Practice) { p.Goals.FI = "Muu tavoite." })
	r.is(r.ReadChanges(ctx, reviewer, id, old), store.ErrConflict)
	r.must(r.ReadChanges(ctx, reviewer, id, r.shown(reviewer, id)))
	if changed() != 0 {
		t.Error("what has been read is told again")
	}
	if got := r.review(); got.State != catalogue.ReviewAssessing {
		t.Errorf("reading makes the review %s", got.State)
	}
}
