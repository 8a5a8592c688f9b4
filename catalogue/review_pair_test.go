package catalogue_test

import (
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestAnOpinionIsOnlyOfTheAssessmentsThatTheEditorHasSeen(t *testing.T) {
	r := openReviewing(t)
	ctx, vaasa := t.Context(), r.people["reviewer vaasa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.assess(id, "reviewer espoo", r.assessment("yes", "publish"))
	opinion := catalogue.Opinion{Text: i18n.Text{FI: "Kriteerit täyttyvät."}, ValidUntil: "2029-01-01", Of: r.review().Assessed}
	r.must(r.ReviseAssessment(ctx, vaasa, id))
	if r.review().Assessed != "" {
		t.Error("assessments that nobody may see have a fingerprint")
	}
	r.must(r.saves(vaasa, id, r.assessment("no", "publish")))
	r.must(r.SendAssessment(ctx, vaasa, id, r.shown(vaasa, id)))
	r.is(r.FinishReview(ctx, r.people["editor vantaa"], r.practice, opinion), store.ErrConflict)
	opinion.Of = r.review().Assessed
	r.must(r.FinishReview(ctx, r.people["editor vantaa"], r.practice, opinion))
}

func TestAReviewerWhoDoesNotSendIsReplaced(t *testing.T) {
	r := openReviewing(t)
	ctx, chief := t.Context(), r.people["editor vantaa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.refuses(r.ReleaseReviewer(ctx, chief, r.practice, r.people["reviewer vaasa"].User), "review_sent")
	r.is(r.ReleaseReviewer(ctx, chief, r.practice, r.people["reviewer turku"].User), store.ErrNotFound)
	espoo := r.people["reviewer espoo"]
	r.must(r.ReplyToReview(ctx, espoo, id, catalogue.Reply{Answer: "accept"}))
	r.must(r.saves(espoo, id, r.assessment("no", "publish")))
	r.must(r.accounts.DeleteMembership(ctx, r.people["administrator espoo"], espoo.User, "espoo"))
	r.must(r.ReleaseReviewer(ctx, chief, r.practice, espoo.User))
	r.refuses(r.ReleaseReviewer(ctx, chief, r.practice, espoo.User), "review_not_open")
	got := r.review()
	if got.Wanted() != 1 || got.State != catalogue.ReviewAssessing {
		t.Errorf("%d wanted, %s", got.Wanted(), got.State)
	}
	r.must(r.AskReview(ctx, chief, r.practice, []string{r.people["reviewer turku"].User}))
}

// Who is no reviewer any more reads neither the draft nor what others found.
func TestWithoutTheRoleThereIsNothingToReview(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.assess(id, "reviewer espoo", r.assessment("no", "publish"))
	r.must(r.accounts.DeleteMembership(ctx, r.people["administrator espoo"], r.people["reviewer espoo"].User, "espoo"))
	gone := account.Actor{User: r.people["reviewer espoo"].User}
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Uusi luonnosteksti." })
	for name, ask := range map[string]func() ([]*catalogue.Review, error){
		"tasks": func() ([]*catalogue.Review, error) { return r.ReviewTasks(ctx, gone) }, "waiting": func() ([]*catalogue.Review, error) { return r.WaitingReviews(ctx, gone) },
	} {
		if list, err := ask(); err != nil || len(list) > 0 {
			t.Errorf("%s: %d, %v", name, len(list), err)
		}
	}
	if list, err := r.WaitingReviews(ctx, r.people["reviewer vaasa"]); err != nil || len(list) != 1 {
		t.Errorf("a reviewer is not told of the change: %d, %v", len(list), err)
	}
}

func TestReviewersHaveNoOrganisationInCommon(t *testing.T) {
	r := openReviewing(t)
	ctx, chief := t.Context(), r.people["editor vantaa"]
	both := r.people["reviewer vaasa"].User
	_, _, err := r.accounts.PutPerson(ctx, account.Machine(), account.User{ID: both, Email: "reviewer@vaasa.example", Name: "reviewer vaasa", Language: i18n.Finnish},
		account.Membership{Organisation: "espoo", Role: "reviewer"}, account.Membership{Organisation: "vaasa", Role: "reader"})
	r.must(err)
	other, err := r.accounts.AddUser(ctx, account.Machine(), account.User{Email: "toinen@vaasa.example", Name: "toinen", Language: i18n.Finnish}, account.Membership{Organisation: "vaasa", Role: "reviewer"})
	r.must(err)
	r.refuses(r.AskReview(ctx, chief, r.practice, []string{both, other.ID}), "review_same_organisation")
	r.must(r.AskReview(ctx, chief, r.practice, []string{both, r.people["reviewer turku"].User}))
	r.must(r.ReleaseReviewer(ctx, chief, r.practice, r.people["reviewer turku"].User))
	list, err := r.Candidates(ctx, chief, r.practice)
	r.must(err)
	for _, one := range list {
		if one.User == other.ID {
			t.Error("somebody of the same organisation is offered")
		}
	}
}
