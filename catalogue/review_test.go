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
	"tiekartta/store/storetest"
)

// reviewing is a catalogue with a practice of vantaa in review, and people.
type reviewing struct {
	*catalogue.Catalogue
	t        *testing.T
	store    *store.Store
	accounts *account.Accounts
	people   map[string]account.Actor // "role organisation"
	practice string
	now      time.Time
	changes  int
}

func openReviewing(t *testing.T) *reviewing {
	t.Helper()
	s := storetest.Open(t)
	accounts := account.New(s)
	c, err := catalogue.New(s, accounts)
	if err != nil {
		t.Fatal(err)
	}
	r := &reviewing{Catalogue: c, t: t, store: s, accounts: accounts, people: map[string]account.Actor{}, now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)}
	c.Now = func() time.Time { return r.now }
	for _, id := range []string{"vantaa", "vaasa", "espoo", "turku"} {
		r.must(c.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: id, Name: i18n.Text{FI: id}, Type: "municipality"}))
		for _, role := range []string{"reviewer", "editor", "contributor", "administrator"} {
			r.person(role, id)
		}
	}
	p := practice()
	p.State = "in_review"
	p.Contact = catalogue.Contact{Name: "Aino Virtanen", Email: "aino@vantaa.example"}
	p.Goals = i18n.Text{FI: "Jos keskustellaan, kieli vahvistuu."}
	if _, err := c.Put(t.Context(), account.Machine(), &p); err != nil {
		t.Fatal(err)
	}
	r.practice = p.ID
	return r
}

func (r *reviewing) person(role, organisation string) account.Actor {
	r.t.Helper()
	u, err := r.accounts.AddUser(r.t.Context(), account.Machine(),
		account.User{Email: role + "@" + organisation + ".example", Name: role + " " + organisation, Language: i18n.Finnish},
		account.Membership{Organisation: organisation, Role: role})
	r.must(err)
	a := account.Actor{User: u.ID, Name: u.Name, Organisation: organisation, Role: role}
	r.people[role+" "+organisation] = a
	return a
}

func (r *reviewing) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refuses demands a problem with that key.
func (r *reviewing) refuses(err error, key string) {
	r.t.Helper()
	var problems i18n.Problems
	if !errors.As(err, &problems) || problems[0].Key != key {
		r.t.Errorf("got %v, want the problem %s", err, key)
	}
}

func (r *reviewing) is(err, want error) {
	r.t.Helper()
	if !errors.Is(err, want) {
		r.t.Errorf("got %v, want %v", err, want)
	}
}

func (r *reviewing) ask(people ...string) *catalogue.Review {
	r.t.Helper()
	var ids []string
	for _, name := range people {
		ids = append(ids, r.people[name].User)
	}
	r.must(r.AskReview(r.t.Context(), r.people["editor vantaa"], r.practice, ids))
	return r.review()
}

// review is the newest one, as the owner's editor sees it.
func (r *reviewing) review() *catalogue.Review {
	r.t.Helper()
	list, err := r.ReviewsOf(r.t.Context(), r.people["editor vantaa"], r.practice)
	r.must(err)
	return list[0]
}

func (r *reviewing) assessment(met, recommendation string) catalogue.Assessment {
	a := catalogue.Assessment{Recommendation: recommendation, Text: i18n.Text{FI: "Selkeä ja tarpeellinen."}, Language: i18n.Finnish}
	for _, id := range r.CriteriaIDs() {
		a.Criteria = append(a.Criteria, catalogue.Answer{Criterion: id, Met: met, Reason: i18n.Text{FI: "Perustelu " + met}})
	}
	return a
}

// assess lets a reviewer accept, write and send.
func (r *reviewing) assess(id, person string, a catalogue.Assessment) {
	r.t.Helper()
	ctx, actor := r.t.Context(), r.people[person]
	r.must(r.ReplyToReview(ctx, actor, id, catalogue.Reply{Answer: "accept"}))
	r.must(r.saves(actor, id, a))
	r.must(r.SendAssessment(ctx, actor, id, r.shown(actor, id)))
}

// saves sends a form with all fields that was made from what stands now.
func (r *reviewing) saves(actor account.Actor, id string, a catalogue.Assessment) error {
	r.t.Helper()
	var now catalogue.Assessment
	if got, err := r.ReviewTask(r.t.Context(), actor, id); err == nil {
		now = got.Task(actor.User).Assessment
	}
	_, err := r.SaveAssessment(r.t.Context(), actor, id, a, r.AssessmentKnown(now))
	return err
}

// shown is the fingerprint of the text that a reviewer is shown now.
func (r *reviewing) shown(actor account.Actor, id string) string {
	r.t.Helper()
	got, err := r.ReviewTask(r.t.Context(), actor, id)
	r.must(err)
	return got.Text
}

// concludes publishes an opinion of the assessments as they stand.
func (r *reviewing) concludes(actor account.Actor, o catalogue.Opinion) error {
	r.t.Helper()
	if list, err := r.ReviewsOf(r.t.Context(), r.people["editor vantaa"], r.practice); err == nil && len(list) > 0 {
		o.Of = list[0].Assessed
	}
	return r.FinishReview(r.t.Context(), actor, r.practice, o)
}

// finished brings the review to its published opinion.
func (r *reviewing) finished() {
	r.t.Helper()
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.assess(id, "reviewer espoo", r.assessment("partly", "publish"))
	r.must(r.concludes(r.people["editor vantaa"], catalogue.Opinion{Text: i18n.Text{FI: "Toimiva."}, ValidUntil: r.ReviewValidUntil()}))
}

func (r *reviewing) publish() *catalogue.Practice {
	r.t.Helper()
	p, err := r.Publish(r.t.Context(), r.people["editor vantaa"], r.practice, 0)
	r.must(err)
	return p
}

// change saves the draft with something changed in it.
func (r *reviewing) change(do func(*catalogue.Practice)) {
	r.t.Helper()
	p, err := r.Draft(r.t.Context(), r.people["editor vantaa"], r.practice)
	r.must(err)
	do(p)
	_, err = r.Change(r.t.Context(), r.people["editor vantaa"], *p)
	r.must(err)
}

func TestReviewersComeFromOtherOrganisationsAndDifferentOnes(t *testing.T) {
	r := openReviewing(t)
	ctx, editor := t.Context(), r.people["editor vantaa"]
	candidates, err := r.Candidates(ctx, editor, r.practice)
	r.must(err)
	for _, c := range candidates {
		if c.Organisation == "vantaa" || !strings.HasPrefix(c.Name, "reviewer ") {
			t.Errorf("offered: %+v", c)
		}
	}
	if len(candidates) != 3 {
		t.Errorf("%d candidates", len(candidates))
	}
	id := func(name string) string { return r.people[name].User }
	r.refuses(r.AskReview(ctx, editor, r.practice, []string{id("reviewer vantaa"), id("reviewer vaasa")}), "review_not_a_reviewer")
	r.refuses(r.AskReview(ctx, editor, r.practice, []string{id("editor espoo"), id("reviewer vaasa")}), "review_not_a_reviewer")
	r.refuses(r.AskReview(ctx, editor, r.practice, []string{id("reviewer vaasa")}), "review_reviewers")
	r.refuses(r.AskReview(ctx, editor, r.practice, []string{id("reviewer vaasa"), id("reviewer vaasa")}), "review_same_organisation")
}

func TestOnlyTheOwnersEditorRunsAReview(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	users := []string{r.people["reviewer vaasa"].User, r.people["reviewer espoo"].User}
	for name, want := range map[string]error{
		"contributor vantaa": account.ErrDenied, "reviewer vantaa": account.ErrDenied, "editor vaasa": store.ErrNotFound,
		"administrator vaasa": store.ErrNotFound, "reviewer vaasa": store.ErrNotFound,
	} {
		actor := r.people[name]
		_, err := r.Candidates(ctx, actor, r.practice)
		r.is(err, want)
		r.is(r.AskReview(ctx, actor, r.practice, users), want)
		r.is(r.CancelReview(ctx, actor, r.practice), want)
		r.is(r.concludes(actor, catalogue.Opinion{}), want)
	}
	r.is(r.AskReview(ctx, account.Actor{}, r.practice, users), account.ErrUnknown)
	_, err := r.ReviewsOf(ctx, r.people["editor vaasa"], r.practice)
	r.is(err, store.ErrNotFound)
	_, err = r.ReviewsOf(ctx, r.people["reviewer vantaa"], r.practice)
	r.is(err, account.ErrDenied)
	if _, err := r.ReviewsOf(ctx, r.people["contributor vantaa"], r.practice); err != nil {
		t.Errorf("an author does not see how far the review is: %v", err)
	}
}

func TestOnlyAnAssignedReviewerReadsTheDraft(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	reviewer := r.people["reviewer vaasa"]
	_, err := r.Draft(ctx, reviewer, r.practice)
	r.is(err, store.ErrNotFound)
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	p, err := r.Draft(ctx, reviewer, r.practice)
	r.must(err)
	if p.Contact.Name != "" || p.Contact.Email != "" {
		t.Errorf("the reviewer sees a person who has not consented: %+v", p.Contact)
	}
	for _, name := range []string{"reviewer turku", "editor vaasa", "administrator espoo"} {
		_, err := r.Draft(ctx, r.people[name], r.practice)
		r.is(err, store.ErrNotFound)
		_, err = r.ReviewTask(ctx, r.people[name], id)
		r.is(err, store.ErrNotFound)
		r.is(r.ReplyToReview(ctx, r.people[name], id, catalogue.Reply{Answer: "accept"}), store.ErrNotFound)
		r.is(r.saves(r.people[name], id, catalogue.Assessment{}), store.ErrNotFound)
		r.is(r.SendAssessment(ctx, r.people[name], id, ""), store.ErrNotFound)
		r.is(r.ConfirmReview(ctx, r.people[name], id, ""), store.ErrNotFound)
	}
	_, err = r.Draft(ctx, account.Actor{Organisation: "vaasa", Role: "reviewer"}, r.practice)
	r.is(err, store.ErrNotFound)
	joined := reviewer
	joined.Also = []account.Membership{{Organisation: "vantaa", Role: "contributor"}}
	_, err = r.ReviewTask(ctx, joined, id)
	r.is(err, account.ErrDenied)
	r.must(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "decline"}))
	_, err = r.Draft(ctx, reviewer, r.practice)
	r.is(err, store.ErrNotFound)
	r.must(r.CancelReview(ctx, r.people["editor vantaa"], r.practice))
	_, err = r.Draft(ctx, r.people["reviewer espoo"], r.practice)
	r.is(err, store.ErrNotFound)
}

func TestAConflictOfInterestEndsAReviewersPartAndAnotherIsAsked(t *testing.T) {
	r := openReviewing(t)
	ctx, reviewer := t.Context(), r.people["reviewer vaasa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.refuses(r.saves(reviewer, id, r.assessment("yes", "publish")), "review_declare_first")
	r.refuses(r.SendAssessment(ctx, reviewer, id, ""), "review_declare_first")
	r.refuses(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "conflict"}), "required")
	r.refuses(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "perhaps"}), "required")
	r.must(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "conflict", Conflict: "Suunnittelin tämän."}))
	r.refuses(r.saves(reviewer, id, r.assessment("yes", "publish")), "review_not_open")
	if got := r.review(); got.Wanted() != 1 || got.Task(reviewer.User).Assessment.Conflict != "" {
		t.Errorf("wanted %d, the conflict is shown before its time: %+v", got.Wanted(), got.Task(reviewer.User))
	}
	r.refuses(r.AskReview(ctx, r.people["editor vantaa"], r.practice, []string{reviewer.User}), "review_not_a_reviewer")
	if got := r.ask("reviewer turku"); got.ID != id || got.Wanted() != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAnAssessmentIsWholeWhenItIsSentAndNeverChangedAfterwards(t *testing.T) {
	r := openReviewing(t)
	ctx, reviewer := t.Context(), r.people["reviewer vaasa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	r.must(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "accept"}))
	half := r.assessment("yes", "")
	half.Criteria[5].Reason = i18n.Text{}
	r.must(r.saves(reviewer, id, half))
	err := r.SendAssessment(ctx, reviewer, id, r.shown(reviewer, id))
	var problems i18n.Problems
	if !errors.As(err, &problems) || len(problems) != 2 || problems[0].Path != "criteria.generalisable.reason" || problems[1].Path != "recommendation" {
		t.Errorf("got %v", err)
	}
	whole := r.assessment("yes", "publish")
	r.must(r.saves(reviewer, id, whole))
	r.must(r.SendAssessment(ctx, reviewer, id, r.shown(reviewer, id)))
	r.refuses(r.saves(reviewer, id, half), "review_sent")
	r.refuses(r.SendAssessment(ctx, reviewer, id, r.shown(reviewer, id)), "review_sent")
	r.refuses(r.ReplyToReview(ctx, reviewer, id, catalogue.Reply{Answer: "decline"}), "review_sent")
	whole.Criteria[0].Met = "cheap"
	r.must(r.ReplyToReview(ctx, r.people["reviewer espoo"], id, catalogue.Reply{Answer: "accept"}))
	r.refuses(r.saves(r.people["reviewer espoo"], id, whole), "unknown_value")
}

func TestNobodySeesAnAssessmentBeforeBothAreIn(t *testing.T) {
	r := openReviewing(t)
	ctx := t.Context()
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	first, second := r.people["reviewer vaasa"], r.people["reviewer espoo"]
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	seen := func(actor account.Actor) bool {
		got, err := r.ReviewTask(ctx, actor, id)
		r.must(err)
		return len(got.Task(first.User).Assessment.Criteria) > 0
	}
	if seen(second) || len(r.review().Task(first.User).Assessment.Criteria) > 0 {
		t.Error("the first assessment is seen before the second is in")
	}
	if tasks, err := r.ReviewTasks(ctx, second); err != nil || len(tasks) != 1 || len(tasks[0].Task(first.User).Assessment.Criteria) > 0 {
		t.Errorf("the list shows it: %v", err)
	}
	if !seen(first) {
		t.Error("the author does not see their own")
	}
	r.assess(id, "reviewer espoo", r.assessment("no", "publish"))
	if !seen(second) || len(r.review().Task(first.User).Assessment.Criteria) == 0 {
		t.Error("the first assessment is not shown when both are in")
	}
}

func TestAReviewAttachesToTheTextThatWasReviewed(t *testing.T) {
	r := openReviewing(t)
	r.finished()
	p := r.publish()
	mark := p.Computed.Review
	if mark.Mark != "peer_reviewed" || mark.Version != 1 || mark.Opinion.FI != "Toimiva." || mark.ValidUntil != "2030-03-01" {
		t.Errorf("%+v", mark)
	}
	if !slices.Equal(mark.Organisations, []string{"espoo", "vaasa"}) && !slices.Equal(mark.Organisations, []string{"vaasa", "espoo"}) || mark.Reviewers != nil {
		t.Errorf("%+v", mark)
	}
	if len(mark.Criteria) != 6 || mark.Criteria[0].Met != "partly" || len(mark.Criteria[0].Reasons) != 2 {
		t.Errorf("%+v", mark.Criteria)
	}
	r.change(func(p *catalogue.Practice) { p.Title.SV, p.Contact.Name = "Språkkafé", "Liisa Laine" })
	if p = r.publish(); p.Computed.Review.Mark != "peer_reviewed" || p.Computed.Review.Version != 1 {
		t.Errorf("a translation ends the review: %+v", p.Computed.Review)
	}
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Aivan toista." })
	if p = r.publish(); p.Computed.Review.Mark != "self_declared" {
		t.Errorf("another text carries the review: %+v", p.Computed.Review)
	}
	old, err := r.PracticeVersion(t.Context(), nobody, r.practice, 1)
	if err != nil || old.Computed.Review.Mark != "peer_reviewed" {
		t.Errorf("the reviewed version has lost its review: %v", err)
	}
}

func TestATextThatChangedAfterTheAssessmentsMustBeConfirmed(t *testing.T) {
	r := openReviewing(t)
	ctx, editor := t.Context(), r.people["editor vantaa"]
	id := r.ask("reviewer vaasa", "reviewer espoo").ID
	opinion := catalogue.Opinion{Text: i18n.Text{FI: "Toimiva."}, ValidUntil: "2029-01-01"}
	r.refuses(r.concludes(editor, opinion), "review_not_complete")
	r.assess(id, "reviewer vaasa", r.assessment("yes", "publish"))
	r.assess(id, "reviewer espoo", r.assessment("yes", "publish_after_changes"))
	r.refuses(r.concludes(editor, opinion), "review_not_recommended")
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila kirjastossa ja puistossa." })
	got := r.review()
	if changed, err := catalogue.Differences(got.Reviewers[0].Was, got.Now); err != nil || len(changed) != 1 || changed[0].Path != "summary.fi" || !got.Reviewers[0].Outdated() {
		t.Errorf("what changed: %+v %v", changed, err)
	}
	r.refuses(r.concludes(editor, opinion), "review_text_changed")
	r.must(r.ConfirmReview(ctx, r.people["reviewer espoo"], id, r.shown(r.people["reviewer espoo"], id)))
	r.refuses(r.concludes(editor, opinion), "review_text_changed")
	r.must(r.ConfirmReview(ctx, r.people["reviewer vaasa"], id, r.shown(r.people["reviewer vaasa"], id)))
	r.must(r.concludes(editor, opinion))
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Muutettu lausunnon jälkeen." })
	if p := r.publish(); p.Computed.Review.Mark != "self_declared" {
		t.Error("a text that nobody has reviewed carries the review")
	}
	r.change(func(p *catalogue.Practice) { p.Summary.FI = "Kahvila kirjastossa ja puistossa." })
	if p := r.publish(); p.Computed.Review.Mark != "peer_reviewed" || p.Computed.Review.Version != 2 {
		t.Errorf("the reviewed text does not carry its review: %+v", p.Computed.Review)
	}
}
