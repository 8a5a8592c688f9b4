package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestAReviewExpires(t *testing.T) {
	r := openReviewing(t)
	r.finished()
	r.publish()
	changes := func() int {
		list, err := r.store.Changes(t.Context(), 0, 1000)
		r.must(err)
		return len(list)
	}
	before := changes()
	r.now = time.Date(2030, 3, 1, 23, 0, 0, 0, time.UTC)
	r.must(r.ExpireReviews(t.Context()))
	if p, _ := r.Practice(t.Context(), nobody, r.practice); p.Computed.Review.Mark != "peer_reviewed" || changes() != before {
		t.Error("the last day of a review does not count")
	}
	r.now = r.now.Add(2 * time.Hour)
	for range 2 {
		r.must(r.ExpireReviews(t.Context()))
	}
	p, err := r.Practice(t.Context(), nobody, r.practice)
	if err != nil || p.Computed.Review.Mark != "expired" || changes() != before+1 {
		t.Errorf("%+v, %d changes, %v", p.Computed.Review, changes()-before, err)
	}
}

func TestAnOpinionIsShortAndItsDateLiesAhead(t *testing.T) {
	r := openReviewing(t)
	editor := r.people["editor vantaa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.assess(id, "reviewer espoo", r.assessment("yes", "publish"))
	words := strings.TrimSpace(strings.Repeat("sana ", 81))
	for _, c := range []struct {
		o         catalogue.Opinion
		path, key string
	}{
		{catalogue.Opinion{ValidUntil: "2029-01-01"}, "opinion", "required"},
		{catalogue.Opinion{Text: i18n.Text{FI: "Hyvä.", SV: words}, ValidUntil: "2029-01-01"}, "opinion.sv", "too_many_words"},
		{catalogue.Opinion{Text: i18n.Text{FI: "Hyvä."}}, "validUntil", "required"},
		{catalogue.Opinion{Text: i18n.Text{FI: "Hyvä."}, ValidUntil: "2029"}, "validUntil", "review_bad_date"},
		{catalogue.Opinion{Text: i18n.Text{FI: "Hyvä."}, ValidUntil: "2027-02-28"}, "validUntil", "review_date_past"},
	} {
		var problems i18n.Problems
		err := r.concludes(editor, c.o)
		if !errors.As(err, &problems) || problems[0].Path != c.path || problems[0].Key != c.key {
			t.Errorf("%+v: %v", c, err)
		}
	}
	r.must(r.concludes(editor, catalogue.Opinion{Text: i18n.Text{FI: words[:len(words)-5]}, ValidUntil: "2029-01-01"}))
}

func TestAnOrganisationMayPublishOnlyWhatHasBeenReviewed(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	rule := catalogue.ReviewRule{Organisation: "vantaa", Required: true}
	for _, name := range []string{"editor vantaa", "administrator vaasa"} {
		r.is(r.PutReviewRule(ctx, r.people[name], rule), account.ErrDenied)
	}
	r.must(r.PutReviewRule(ctx, r.people["administrator vantaa"], rule))
	for _, name := range []string{"editor vantaa", "administrator vantaa"} {
		_, err := r.Publish(ctx, r.people[name], r.practice, 0)
		r.refuses(err, "review_required")
	}
	published := practice()
	published.ID, published.State = "toinen", "published"
	_, err := r.Put(ctx, r.people["administrator vantaa"], &published)
	r.refuses(err, "review_required")
	r.finished()
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Muuta." })
	_, err = r.Publish(ctx, r.people["editor vantaa"], r.practice, 0)
	r.refuses(err, "review_required")
	r.change(func(p *catalogue.Practice) { p.Summary.FI = practice().Summary.FI })
	r.publish()
	_, err = r.Archive(ctx, r.people["editor vantaa"], r.practice, 0)
	r.must(err)
	r.now = r.now.AddDate(4, 0, 0)
	_, err = r.Publish(ctx, r.people["editor vantaa"], r.practice, 0)
	r.refuses(err, "review_required")
	r.must(r.PutReviewRule(ctx, r.people["administrator vantaa"], catalogue.ReviewRule{Organisation: "vantaa"}))
	r.publish()
}

func TestWhatIsPublishedIsLookedAtAgainAfterTwoYears(t *testing.T) {
	r := openReviewing(t)
	if p := r.publish(); p.ReviewDue != "2029-03-01" || p.Computed.NeedsUpdate {
		t.Errorf("due %s", p.ReviewDue)
	}
	r.change(func(p *catalogue.Practice) { p.ReviewDue = "2027-12-31" })
	if p := r.publish(); p.ReviewDue != "2027-12-31" {
		t.Errorf("the author's own date is replaced by %s", p.ReviewDue)
	}
	r.now = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	r.change(func(p *catalogue.Practice) { p.Title.FI = "Päivitetty" })
	if p := r.publish(); p.Computed.NeedsUpdate || p.ReviewDue != "2030-01-01" {
		t.Errorf("what has just been looked at is due on %s", p.ReviewDue)
	}
}

func TestAPersonWhoLeavesIsNoLongerNamed(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	named := r.assessment("yes", "publish")
	named.ShowName = true
	r.assess(id, "reviewer vaasa", named)
	r.must(r.DeleteUser(ctx, account.Machine(), r.people["reviewer espoo"].User))
	if got := r.review(); got.State != "assessing" || got.Wanted() != 1 {
		t.Errorf("nobody else can be asked: %+v", got)
	}
	r.ask("reviewer turku")
	r.assess(id, "reviewer turku", r.assessment("yes", "publish"))
	r.must(r.concludes(r.people["editor vantaa"], catalogue.Opinion{Text: i18n.Text{FI: "Toimiva."}, ValidUntil: "2029-01-01"}))
	if p := r.publish(); !slices.Equal(p.Computed.Review.Reviewers, []string{"reviewer vaasa"}) {
		t.Errorf("%+v", p.Computed.Review)
	}
	r.must(r.DeleteUser(ctx, account.Machine(), r.people["reviewer vaasa"].User))
	p, err := r.Practice(ctx, nobody, r.practice)
	if err != nil || len(p.Computed.Review.Reviewers) != 0 || p.Computed.Review.Mark != "peer_reviewed" {
		t.Errorf("%+v %v", p.Computed.Review, err)
	}
	for _, task := range r.review().Reviewers {
		if strings.Contains(task.Name, "vaasa") || strings.Contains(task.Name, "espoo") {
			t.Errorf("%q is still named", task.Name)
		}
	}
}

func TestReviewersCommentOnFieldsAndOthersDoNot(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	r.ask("reviewer vaasa", "reviewer espoo")
	if _, err := r.AddComment(ctx, r.people["reviewer vaasa"], r.practice, "summary", "Kenelle?"); err != nil {
		t.Error(err)
	}
	_, err := r.AddComment(ctx, r.people["reviewer turku"], r.practice, "summary", "Kenelle?")
	r.is(err, store.ErrNotFound)
	own, err := r.OwnComments(ctx, r.people["reviewer vaasa"], r.practice)
	r.must(err)
	r.must(r.ResolveComment(ctx, r.people["contributor vantaa"], r.practice, own[0].ID))
	r.is(r.ReopenComment(ctx, r.people["reviewer espoo"], r.practice, own[0].ID), store.ErrNotFound)
	r.is(r.ResolveComment(ctx, r.people["reviewer vaasa"], r.practice, own[0].ID), store.ErrNotFound)
	r.must(r.ReopenComment(ctx, r.people["reviewer vaasa"], r.practice, own[0].ID))
	if own, err = r.OwnComments(ctx, r.people["reviewer vaasa"], r.practice); err != nil || len(own) != 1 || own[0].Resolved {
		t.Errorf("%+v %v", own, err)
	}
	if own, err = r.OwnComments(ctx, r.people["reviewer espoo"], r.practice); err != nil || len(own) != 0 {
		t.Errorf("a reviewer reads the comments of another: %+v %v", own, err)
	}
}

func TestADraftThatIsGivenUpTakesItsReviewWithIt(t *testing.T) {
	r := openReviewing(t)
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.must(r.DeleteDraft(t.Context(), r.people["editor vantaa"], r.practice, 0))
	_, err := r.ReviewTask(t.Context(), r.people["reviewer vaasa"], id)
	r.is(err, store.ErrNotFound)
}

func TestThePublishedVersionMayBeReviewedAsWell(t *testing.T) {
	r := openReviewing(t)
	r.publish()
	r.finished()
	p, err := r.Practice(t.Context(), nobody, r.practice)
	if err != nil || p.Computed.Review.Mark != "peer_reviewed" || r.review().Attached != 1 || r.review().Version != 1 {
		t.Errorf("%+v %v", p.Computed.Review, err)
	}
	r.change(func(p *catalogue.Practice) { p.Title.SV, p.ReviewDue = "Språkkafé", "2029-01-01" })
	r.ask("reviewer vaasa", "reviewer espoo")
	if got := r.review(); got.Version != 1 {
		t.Errorf("a translation hides the published text: %+v", got)
	}
	r.must(r.CancelReview(t.Context(), r.people["editor vantaa"], r.practice))
	r.change(func(p *catalogue.Practice) { p.Title.FI = "Uusi" })
	err = r.AskReview(t.Context(), r.people["editor vantaa"], r.practice, []string{r.people["reviewer vaasa"].User, r.people["reviewer espoo"].User})
	r.refuses(err, "review_not_now")
}
