package catalogue_test

import (
	"errors"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// at returns the problem at a path.
func at(err error, path string) string {
	var problems i18n.Problems
	if errors.As(err, &problems) {
		for _, one := range problems {
			if one.Path == path {
				return one.Key
			}
		}
	}
	return ""
}

// writes is a reviewer at work who has saved an assessment.
func (r *reviewing) writes() (id string) {
	r.t.Helper()
	id = r.ask("reviewer vaasa", "reviewer espoo").ID
	r.must(r.ReplyToReview(r.t.Context(), r.people["reviewer vaasa"], id, catalogue.Reply{Answer: "accept"}))
	r.must(r.saves(r.people["reviewer vaasa"], id, r.assessment("yes", "publish")))
	return id
}

func TestWhatCannotBeSavedOfAnAssessmentKeepsNothingElseFromIt(t *testing.T) {
	r := openReviewing(t)
	reviewer, id := r.people["reviewer vaasa"], r.writes()
	form := r.assessment("partly", catalogue.RecommendChanges)
	form.Criteria[1].Reason.FI = strings.Repeat("ä", 20_001)
	known := r.AssessmentKnown(r.assessment("yes", "publish"))
	saved, err := r.SaveAssessment(t.Context(), reviewer, id, form, known)
	if path := "criteria." + form.Criteria[1].Criterion + ".reason.fi"; at(err, path) != "too_long" {
		t.Errorf("got %v", err)
	}
	got, err := r.ReviewTask(t.Context(), reviewer, id)
	r.must(err)
	now := got.Task(reviewer.User).Assessment
	if now.Criteria[0].Reason.FI != "Perustelu partly" || now.Criteria[1].Reason.FI != "Perustelu yes" || now.Criteria[1].Met != "partly" || now.Recommendation != catalogue.RecommendChanges {
		t.Errorf("stored %+v", now)
	}
	if len(saved.Typed.Criteria[1].Reason.FI) < 20_001 || saved.Typed.Criteria[0] != now.Criteria[0] {
		t.Error("the form would not show what was typed")
	}
}

func TestOnlyTheFieldsThatAFormNamesAreSaved(t *testing.T) {
	r := openReviewing(t)
	reviewer, id := r.people["reviewer vaasa"], r.writes()
	known := r.AssessmentKnown(r.assessment("yes", "publish"))
	_, err := r.SaveAssessment(t.Context(), reviewer, id, catalogue.Assessment{Language: i18n.Finnish}, nil)
	r.must(err)
	_, err = r.SaveAssessment(t.Context(), reviewer, id, catalogue.Assessment{Language: i18n.Finnish, Recommendation: catalogue.RecommendNot},
		map[string]string{"recommendation": known["recommendation"]})
	r.must(err)
	got, err := r.ReviewTask(t.Context(), reviewer, id)
	r.must(err)
	now := got.Task(reviewer.User).Assessment
	if now.Recommendation != catalogue.RecommendNot || now.Text.Empty() || now.Criteria[5].Reason.FI != "Perustelu yes" {
		t.Errorf("stored %+v", now)
	}
}

func TestAnOlderFormOfAnAssessmentOverwritesNothingAndAsksWhereBothWereChanged(t *testing.T) {
	r := openReviewing(t)
	reviewer, id := r.people["reviewer vaasa"], r.writes()
	old := r.AssessmentKnown(r.assessment("yes", "publish"))
	newer := r.assessment("yes", "publish")
	newer.Criteria[0].Reason.FI, newer.Criteria[1].Reason.FI = "Uusi ensimmäinen", "Uusi toinen"
	_, err := r.SaveAssessment(t.Context(), reviewer, id, newer, old)
	r.must(err)
	_, err = r.SaveAssessment(t.Context(), reviewer, id, newer, old) // sent again, because the answer was lost
	r.must(err)
	form := r.assessment("yes", "publish") // the older page: the second reason and the third were changed in it
	form.Criteria[1].Reason.FI, form.Criteria[2].Reason.FI = "Vanha toinen", "Vanha kolmas"
	saved, err := r.SaveAssessment(t.Context(), reviewer, id, form, old)
	if at(err, "criteria."+form.Criteria[1].Criterion+".reason") != "changed_elsewhere" {
		t.Errorf("got %v", err)
	}
	got, err := r.ReviewTask(t.Context(), reviewer, id)
	r.must(err)
	now := got.Task(reviewer.User).Assessment.Criteria
	if now[0].Reason.FI != "Uusi ensimmäinen" || now[1].Reason.FI != "Uusi toinen" || now[2].Reason.FI != "Vanha kolmas" {
		t.Errorf("stored %+v", now)
	}
	typed := saved.Typed.Criteria
	if typed[0].Reason.FI != "Uusi ensimmäinen" || typed[1].Reason.FI != "Vanha toinen" {
		t.Errorf("the form would show %+v", typed)
	}
	_, err = r.SaveAssessment(t.Context(), reviewer, id, saved.Typed, r.AssessmentKnown(saved.Assessment))
	r.must(err)
}
