package main

import (
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// reviewers is the form that asks two reviewers of other organisations.
func (a *access) reviewers(t *testing.T) string {
	t.Helper()
	if a.users["reviewer of espoo"] == "" {
		_, err := a.Catalogue.EnsureOrganisation(t.Context(), "049")
		must(t, err)
		a.arrives(t, "reviewer of espoo")
	}
	return url.Values{"reviewer": {a.users["reviewer of vaasa"], a.users["reviewer of espoo"]}}.Encode()
}

// review is one of Vantaa's that Vaasa's reviewer and one of Espoo have been
// asked for.
func (a *access) review(t *testing.T) *catalogue.Review {
	t.Helper()
	a.reviewers(t)
	p := a.practice(t, "submitted")
	must(t, a.Catalogue.AskReview(t.Context(), account.Machine(), p.ID, []string{a.users["reviewer of vaasa"], a.users["reviewer of espoo"]}))
	list, err := a.Catalogue.ReviewsOf(t.Context(), account.Machine(), p.ID)
	must(t, err)
	return list[0]
}

// assesses lets reviewers accept a review, write an assessment and send it, as
// far as how says: accepted, written, sent.
func (a *access) assesses(t *testing.T, r *catalogue.Review, how string, people ...string) {
	t.Helper()
	said := i18n.Text{FI: "Perustelu."}
	written := catalogue.Assessment{Recommendation: catalogue.RecommendPublish, Text: said, Language: i18n.Finnish}
	for _, id := range a.Catalogue.CriteriaIDs() {
		written.Criteria = append(written.Criteria, catalogue.Answer{Criterion: id, Met: "yes", Reason: said})
	}
	for _, who := range people {
		_, organisation, _ := strings.Cut(who, " of ")
		actor := account.Actor{User: a.users[who], Name: who, Organisation: organisation, Role: "reviewer"}
		must(t, a.Catalogue.ReplyToReview(t.Context(), actor, r.ID, catalogue.Reply{Answer: "accept"}))
		if how == "accepted" {
			continue
		}
		_, err := a.Catalogue.SaveAssessment(t.Context(), actor, r.ID, written, a.Catalogue.AssessmentKnown(catalogue.Assessment{}))
		must(t, err)
		if how == "sent" {
			must(t, a.Catalogue.SendAssessment(t.Context(), actor, r.ID, r.Text))
		}
	}
}

// assessed is what the form of an opinion says of the assessments.
func (a *access) assessed(t *testing.T, practice string) string {
	t.Helper()
	list, err := a.Catalogue.ReviewsOf(t.Context(), account.Machine(), practice)
	must(t, err)
	return list[0].Assessed
}
