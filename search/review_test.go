package search

import (
	"slices"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// reviewed lets two people of other organisations review a published practice.
func (s *shelf) reviewed(id string) {
	s.t.Helper()
	ctx, c := s.t.Context(), s.catalogue
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	var actors []account.Actor
	var users []string
	for _, organisation := range []string{"vaasa", "espoo"} {
		s.organisation(organisation, i18n.Text{FI: organisation})
		u, err := s.accounts.AddUser(ctx, machine(), account.User{Email: organisation + "@example.fi", Name: organisation, Language: i18n.Finnish},
			account.Membership{Organisation: organisation, Role: "reviewer"})
		must(err)
		users = append(users, u.ID)
		actors = append(actors, account.Actor{User: u.ID, Name: u.Name, Organisation: organisation, Role: "reviewer"})
	}
	must(c.AskReview(ctx, machine(), id, users))
	list, err := c.ReviewsOf(ctx, machine(), id)
	must(err)
	a := catalogue.Assessment{Recommendation: catalogue.RecommendPublish, Text: i18n.Text{FI: "Selkeä."}, Language: i18n.Finnish}
	for _, criterion := range c.CriteriaIDs() {
		a.Criteria = append(a.Criteria, catalogue.Answer{Criterion: criterion, Met: "yes", Reason: i18n.Text{FI: "Kuvattu."}})
	}
	for _, actor := range actors {
		must(c.ReplyToReview(ctx, actor, list[0].ID, catalogue.Reply{Answer: "accept"}))
		_, err := c.SaveAssessment(ctx, actor, list[0].ID, a, c.AssessmentKnown(catalogue.Assessment{}))
		must(err)
		must(c.SendAssessment(ctx, actor, list[0].ID, list[0].Text))
	}
	list, err = c.ReviewsOf(ctx, machine(), id)
	must(err)
	must(c.FinishReview(ctx, machine(), id, catalogue.Opinion{Text: i18n.Text{FI: "Toimiva."}, ValidUntil: c.ReviewValidUntil(), Of: list[0].Assessed}))
}

func TestIndexFollowsAReviewAndItsEnd(t *testing.T) {
	s := newShelf(t)
	now := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	s.catalogue.Now = func() time.Time { return now }
	value := 186.0
	p := titled("a", "Kuoro")
	p.Goals = i18n.Text{FI: "Jos lauletaan, kieli vahvistuu."}
	p.Sources = []catalogue.Source{{ID: "s1", Title: "Raportti"}}
	p.Results = []catalogue.Result{{ID: "r1", Level: "outcome", Measure: "number", Value: &value, Source: "s1", Direction: "positive"}}
	p.Evaluations = []catalogue.Evaluation{{Type: "comparison", By: "independent", Source: "s1"}}
	s.publish(p)
	finds := func(level string) {
		t.Helper()
		s.agree()
		for _, other := range []string{"2", "3"} {
			want := []string{"a"}
			if other != level {
				want = nil
			}
			if ids := s.ids(Query{Filters: map[string][]string{"evidence": {other}}}); !slices.Equal(ids, want) {
				t.Errorf("level %s finds %v where %s is right", other, ids, level)
			}
		}
	}
	finds("2")
	s.reviewed("a")
	finds("3")
	now = now.AddDate(3, 0, 1)
	if err := s.catalogue.ExpireReviews(t.Context()); err != nil {
		t.Fatal(err)
	}
	finds("2")
}
