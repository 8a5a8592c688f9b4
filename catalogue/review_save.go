package catalogue

import (
	"context"
	"errors"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// AssessmentSaved is what has become of a reviewer's form.
type AssessmentSaved struct {
	Assessment Assessment // as it stands
	Typed      Assessment // the same with what could not be saved as it was typed
}

// assessmentField is a field of an assessment as forms have it. A text is in the
// language of its assessment.
type assessmentField struct {
	path string
	get  func(Assessment) string
	set  func(*Assessment, string)
}

func (c *Catalogue) assessmentFields() []assessmentField {
	said := func(t i18n.Text, a Assessment) string { text, _ := t.Best(a.Language); return text }
	fields := []assessmentField{{"language",
		func(a Assessment) string { return string(a.Language) },
		func(a *Assessment, s string) { *a = a.Written(i18n.Lang(s)) }}}
	for i, id := range c.CriteriaIDs() {
		at := i18n.Join("criteria", id)
		fields = append(fields,
			assessmentField{i18n.Join(at, "met"),
				func(a Assessment) string { return a.Answer(id).Met },
				func(a *Assessment, s string) { a.Criteria[i].Met = s }},
			assessmentField{i18n.Join(at, "reason"),
				func(a Assessment) string { return said(a.Answer(id).Reason, a) },
				func(a *Assessment, s string) { a.Criteria[i].Reason = i18n.Text{}.Set(a.Language, s) }})
	}
	return append(fields,
		assessmentField{"recommendation",
			func(a Assessment) string { return a.Recommendation },
			func(a *Assessment, s string) { a.Recommendation = s }},
		assessmentField{"text",
			func(a Assessment) string { return said(a.Text, a) },
			func(a *Assessment, s string) { a.Text = i18n.Text{}.Set(a.Language, s) }},
		assessmentField{"showName",
			func(a Assessment) string { return map[bool]string{true: "1"}[a.ShowName] },
			func(a *Assessment, s string) { a.ShowName = s != "" }})
}

// whole is the assessment with an answer to each criterion, in their order; the
// answers are its own.
func (c *Catalogue) whole(a Assessment) Assessment {
	var answers []Answer
	for _, id := range c.CriteriaIDs() {
		answers = append(answers, a.Answer(id))
	}
	a.Criteria = answers
	return a
}

// AssessmentKnown are the fingerprints of all fields of an assessment, by their
// paths: what a form has to remember of what it was made from.
func (c *Catalogue) AssessmentKnown(a Assessment) map[string]string {
	known := map[string]string{}
	for _, f := range c.assessmentFields() {
		known[f.path] = Fingerprint(f.get(a))
	}
	return known
}

// SaveAssessment keeps what a reviewer has written so far; it need not be
// complete, and texts may be too long for now. What has been sent cannot be
// changed any more. Only the fields that known names are saved, each with the
// fingerprint of what it said when the form was made: what the form leaves as it
// was stays, and what has been changed both there and elsewhere is the problem
// "changed_elsewhere". Fields with problems stay as they are; all others are
// saved beside them.
func (c *Catalogue) SaveAssessment(ctx context.Context, actor account.Actor, id string, form Assessment, known map[string]string) (AssessmentSaved, error) {
	saved, problems := AssessmentSaved{Typed: form}, i18n.Problems(nil)
	err := c.assess(ctx, actor, id, "", func(_ context.Context, _ *store.Tx, _ *Review, t *ReviewTask) error {
		if err := workable(t); err != nil {
			return err
		}
		stands := c.whole(t.Assessment)
		if stands.Language == "" { // nothing is written yet
			stands.Language = form.Language
		}
		typed := c.whole(stands)
		for _, f := range c.assessmentFields() {
			was, named := known[f.path]
			sent := f.get(form)
			if !named || sent == f.get(stands) || Fingerprint(sent) == was {
				continue
			}
			f.set(&typed, sent)
			wrong, err := c.wrongWith(f, form.Language, sent)
			switch {
			case err != nil:
				return err
			case len(wrong) > 0:
				problems = append(problems, wrong...)
			case Fingerprint(f.get(t.Assessment)) != was:
				problems.Add(f.path, "changed_elsewhere")
			default:
				f.set(&stands, sent)
			}
		}
		t.Assessment, saved = stands, AssessmentSaved{stands, typed}
		return nil
	})
	if err == nil {
		err = problems.Err()
	}
	return saved, err
}

// wrongWith tells why a field of an assessment cannot say that.
func (c *Catalogue) wrongWith(f assessmentField, lang i18n.Lang, sent string) (i18n.Problems, error) {
	alone := c.whole(Assessment{Language: lang})
	f.set(&alone, sent)
	var problems i18n.Problems
	err := c.checkAssessment(alone)
	if errors.As(err, &problems) {
		return problems, nil
	}
	return nil, err
}
