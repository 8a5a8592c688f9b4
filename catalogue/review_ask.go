package catalogue

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Candidates lists who may be asked to review a practice: people with the role
// in other organisations, without those who were asked in the review that is
// going on and others of their organisations.
func (c *Catalogue) Candidates(ctx context.Context, actor account.Actor, practice string) ([]account.Reviewer, error) {
	var list []account.Reviewer
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, practice, account.Publish)
		if err != nil {
			return err
		}
		open, err := c.openReview(ctx, tx, practice)
		if err != nil {
			return err
		}
		list, err = c.candidates(ctx, r.organisation, open)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reviewers of practice %q: %w", practice, err)
	}
	return list, nil
}

func (c *Catalogue) candidates(ctx context.Context, owner string, open *Review) ([]account.Reviewer, error) {
	all, err := c.accounts.Reviewers(ctx, owner)
	if open == nil || err != nil {
		return all, err
	}
	var taken []account.Reviewer // those at work, with all organisations that they belong to
	for _, t := range open.active() {
		at := account.Reviewer{User: t.User, Organisations: []string{t.Organisation}}
		if i := slices.IndexFunc(all, func(one account.Reviewer) bool { return one.User == t.User }); i >= 0 {
			at.Organisations = append(at.Organisations, all[i].Organisations...)
		}
		taken = append(taken, at)
	}
	return slices.DeleteFunc(slices.Clone(all), func(one account.Reviewer) bool {
		return open.Task(one.User) != nil || slices.ContainsFunc(taken, one.Shares)
	}), nil
}

// openReview is the review of a practice that is going on, nil when none is.
func (c *Catalogue) openReview(ctx context.Context, tx *store.Tx, practice string) (*Review, error) {
	list, err := c.reviews(ctx, tx, `r.practice = $1 and r.state in ($2, $3, $4)`, practice, ReviewAsked, ReviewAssessing, ReviewComplete)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Reviewable tells what a review of a practice would be about.
type Reviewable struct {
	Now    bool // reviewers may be asked
	Public bool // the published version has the text that they are asked about
}

// Reviewable is for those who write for the owner of the practice.
func (c *Catalogue) Reviewable(ctx context.Context, actor account.Actor, practice string) (Reviewable, error) {
	var able Reviewable
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, practice, account.Write)
		if err == nil {
			able, err = c.reviewable(ctx, tx, practice, r)
		}
		return err
	})
	if err != nil {
		return able, fmt.Errorf("review of practice %q: %w", practice, err)
	}
	return able, nil
}

// reviewable: what has been submitted may be reviewed, and what is published, as
// long as its draft says nothing else of what a review looks at.
func (c *Catalogue) reviewable(ctx context.Context, tx *store.Tx, practice string, r row) (Reviewable, error) {
	able := Reviewable{Public: r.listed}
	if r.listed && r.draft != "" {
		shown, err := c.frozen(ctx, tx, practice, r.version)
		if err != nil {
			return able, err
		}
		public, err := reviewedText(shown)
		if err != nil {
			return able, err
		}
		text, err := c.textNow(ctx, tx, practice)
		if err != nil {
			return able, err
		}
		able.Public = text == public
	}
	able.Now = able.Public || r.state == "in_review"
	return able, nil
}

// AskReview asks people to review a practice that has been submitted or whose
// text is published. A review needs two of them, of different organisations; where one
// leaves, another may be asked. Each of users is the id of a candidate.
func (c *Catalogue) AskReview(ctx context.Context, actor account.Actor, practice string, users []string) error {
	return c.onBehalf(ctx, actor, practice, "ask_review", func(ctx context.Context, tx *store.Tx, owner row) error {
		able, err := c.reviewable(ctx, tx, practice, owner)
		switch {
		case err != nil:
			return err
		case !able.Now:
			return i18n.Problems{{Key: "review_not_now"}}
		}
		open, err := c.openReview(ctx, tx, practice)
		if err != nil {
			return err
		}
		asked, err := c.chosen(ctx, owner.organisation, open, users)
		if err != nil {
			return err
		}
		if open == nil {
			open = &Review{ID: "rv-" + strings.ToLower(rand.Text()[:16]), Practice: practice, State: ReviewAsked, AskedAt: c.now()}
			if able.Public {
				open.Version = owner.version
			}
			_, err := tx.Exec(ctx, `insert into reviews (id, practice, version, state, asked_at) values ($1, $2, $3, $4, $5)`,
				open.ID, practice, open.Version, open.State, store.Time(open.AskedAt))
			if err != nil {
				return err
			}
		}
		text, err := c.textNow(ctx, tx, practice)
		if err != nil {
			return err
		}
		for _, one := range asked {
			_, err := tx.Exec(ctx, `insert into reviewers (review, user_id, name, organisation, state, asked_at, seen) values ($1, $2, $3, $4, $5, $6, $7)`,
				open.ID, one.User, one.Name, one.Organisation, ReviewerAsked, store.Time(c.now()), text)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// chosen are the candidates with these ids, of different organisations and no
// more than are wanted.
func (c *Catalogue) chosen(ctx context.Context, owner string, open *Review, users []string) ([]account.Reviewer, error) {
	candidates, err := c.candidates(ctx, owner, open)
	if err != nil {
		return nil, err
	}
	wanted := reviewersNeeded
	if open != nil {
		wanted = open.Wanted()
	}
	var problems i18n.Problems
	if len(users) != wanted {
		problems.Add("reviewers", "review_reviewers", "Count", wanted)
		return nil, problems
	}
	var asked []account.Reviewer
	for _, user := range users {
		i := slices.IndexFunc(candidates, func(one account.Reviewer) bool { return one.User == user })
		switch {
		case i < 0:
			problems.Add("reviewers", "review_not_a_reviewer")
		case slices.ContainsFunc(asked, candidates[i].Shares):
			problems.Add("reviewers", "review_same_organisation")
		default:
			asked = append(asked, candidates[i])
		}
	}
	return asked, problems.Err()
}

// onBehalf does something to a practice's review on behalf of its owner.
func (c *Catalogue) onBehalf(ctx context.Context, actor account.Actor, practice, verb string, do func(context.Context, *store.Tx, row) error) error {
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		owner, err := c.changeable(ctx, tx, actor, practice, account.Publish)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, owner); err != nil {
			return err
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: verb, Noun: Noun, ID: practice, Organisation: owner.organisation}); err != nil {
			return err
		}
		return tx.Change(ctx, Noun, practice)
	})
	if err != nil {
		return fmt.Errorf("review of practice %q: %w", practice, err)
	}
	return nil
}

// CancelReview ends the review that is going on, without an opinion.
func (c *Catalogue) CancelReview(ctx context.Context, actor account.Actor, practice string) error {
	return c.onBehalf(ctx, actor, practice, "cancel_review", func(ctx context.Context, tx *store.Tx, _ row) error {
		open, err := c.openReview(ctx, tx, practice)
		switch {
		case err != nil:
			return err
		case open == nil:
			return i18n.Problems{{Key: "review_not_open"}}
		}
		return setReviewState(ctx, tx, open.ID, ReviewCancelled)
	})
}

// ReleaseReviewer takes a reviewer off the review that is going on who has not
// sent their assessment, so that somebody else can be asked.
func (c *Catalogue) ReleaseReviewer(ctx context.Context, actor account.Actor, practice, user string) error {
	return c.onBehalf(ctx, actor, practice, "release_reviewer", func(ctx context.Context, tx *store.Tx, _ row) error {
		open, err := c.openReview(ctx, tx, practice)
		if err != nil {
			return err
		}
		if open == nil || open.Task(user) == nil {
			return store.ErrNotFound
		}
		t := open.Task(user)
		switch {
		case t.State == ReviewerComplete:
			return i18n.Problems{{Key: "review_sent"}}
		case t.left():
			return i18n.Problems{{Key: "review_not_open"}}
		}
		t.State = ReviewerDeclined
		if _, err := tx.Exec(ctx, `update reviewers set state = $3, assessment = '' where review = $1 and user_id = $2`, open.ID, user, t.State); err != nil {
			return err
		}
		return setReviewState(ctx, tx, open.ID, open.standing())
	})
}

func setReviewState(ctx context.Context, tx *store.Tx, id, state string) error {
	_, err := tx.Exec(ctx, `update reviews set state = $2 where id = $1`, id, state)
	return err
}

// Opinion is what an editor publishes of a review.
type Opinion struct {
	Text       i18n.Text
	ValidUntil string // date
	Of         string // fingerprint of the assessments that it is about, as Review.Assessed
}

const (
	opinionWords = 80
	reviewYears  = 3 // that a review is valid unless the editor says otherwise
)

// ReviewValidUntil is until when a review is valid that is published today, as
// long as nobody says otherwise.
func (c *Catalogue) ReviewValidUntil() string {
	return c.Now().AddDate(reviewYears, 0, 0).Format("2006-01-02")
}

// FinishReview publishes the opinion of a review that both reviewers have ended
// by recommending the text as it stands. It is attached to the published version
// where that has this text, else to the version in which the text is published.
// An opinion about other assessments than those that stand is store.ErrConflict.
func (c *Catalogue) FinishReview(ctx context.Context, actor account.Actor, practice string, o Opinion) error {
	return c.onBehalf(ctx, actor, practice, "publish_review", func(ctx context.Context, tx *store.Tx, owner row) error {
		open, err := c.openReview(ctx, tx, practice)
		if err != nil {
			return err
		}
		text, err := c.textNow(ctx, tx, practice)
		if err != nil {
			return err
		}
		switch {
		case open == nil:
			return i18n.Problems{{Key: "review_not_open"}}
		case open.State != ReviewComplete:
			return i18n.Problems{{Key: "review_not_complete"}}
		case !open.sawAll(text):
			return i18n.Problems{{Key: "review_text_changed"}}
		case !open.Recommended():
			return i18n.Problems{{Key: "review_not_recommended"}}
		}
		assessed, err := open.assessed()
		if err != nil {
			return err
		}
		if o.Of != assessed {
			return store.ErrConflict
		}
		if err := c.checkOpinion(o); err != nil {
			return err
		}
		statement, err := c.statement(open, o)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update reviews set state = $2, valid_until = $3, statement = $4 where id = $1`, open.ID, ReviewPublished, o.ValidUntil, statement)
		if err != nil || owner.version == 0 {
			return err
		}
		shown, err := c.frozen(ctx, tx, practice, owner.version)
		if err != nil {
			return err
		}
		return c.attach(ctx, tx, shown)
	})
}

func (c *Catalogue) checkOpinion(o Opinion) error {
	var problems i18n.Problems
	check := Checker{Problems: &problems, Vocabularies: c.Vocabularies}
	check.Required("opinion", !o.Text.Empty())
	for _, lang := range o.Text.Languages() {
		text := o.Text.In(lang)
		path := i18n.Join("opinion", string(lang))
		if len(strings.Fields(text)) > opinionWords {
			problems.Add(path, "too_many_words", "Max", opinionWords)
		}
		check.Line(path, text, opinionWords*wordLength)
	}
	check.Required("validUntil", o.ValidUntil != "")
	switch {
	case o.ValidUntil == "":
	case len(o.ValidUntil) != len("2006-01-02") || !IsDate(o.ValidUntil):
		problems.Add("validUntil", "review_bad_date")
	case o.ValidUntil < c.today():
		problems.Add("validUntil", "review_date_past")
	}
	return problems.Err()
}

// statement is what readers are told of a review: of each criterion the more
// cautious answer with all reasons, and names only of those who want theirs to
// be shown.
func (c *Catalogue) statement(r *Review, o Opinion) (string, error) {
	mark := ReviewMark{Opinion: o.Text, ValidUntil: o.ValidUntil}
	for _, t := range r.active() {
		mark.Organisations = append(mark.Organisations, t.Organisation)
		if t.Assessment.ShowName {
			mark.Reviewers = append(mark.Reviewers, t.Name)
		}
	}
	for _, id := range c.CriteriaIDs() {
		found := CriterionFound{ID: id}
		for _, t := range r.active() {
			answer := t.Assessment.Answer(id)
			if found.Met == "" || c.Vocabularies.Place("criterion_met", answer.Met) > c.Vocabularies.Place("criterion_met", found.Met) {
				found.Met = answer.Met
			}
			if !answer.Reason.Empty() {
				found.Reasons = append(found.Reasons, answer.Reason)
			}
		}
		mark.Criteria = append(mark.Criteria, found)
	}
	return marshal(mark)
}

// CriteriaIDs lists the six national criteria in display order.
func (c *Catalogue) CriteriaIDs() []string {
	var ids []string
	for _, concept := range c.Vocabularies.schemes["criterion"].Concepts {
		ids = append(ids, concept.ID)
	}
	return ids
}
