package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// The states of a review.
const (
	ReviewAsked     = "asked"     // nobody has accepted yet
	ReviewAssessing = "assessing" // somebody is at work
	ReviewComplete  = "complete"  // both assessments are in
	ReviewPublished = "published" // the opinion is public, or will be with the text
	ReviewCancelled = "cancelled"
)

// The states of somebody who was asked for a review.
const (
	ReviewerAsked     = "asked"
	ReviewerDeclined  = "declined"
	ReviewerConflict  = "conflict" // has declared a conflict of interest
	ReviewerAssessing = "assessing"
	ReviewerComplete  = "complete"
)

// The recommendations of a reviewer.
const (
	RecommendPublish = "publish"
	RecommendChanges = "publish_after_changes"
	RecommendNot     = "do_not_publish"
)

// reviewersNeeded is how many assessments make a review.
const reviewersNeeded = 2

// Review is what people of other organisations are asked to find of one text
// of a practice.
type Review struct {
	ID         string
	Practice   string
	Version    int // the published version that was looked at first, 0 for a draft
	State      string
	AskedAt    time.Time
	ValidUntil string // date; empty until the opinion is published
	Attached   int    // the first version that carries the review, 0 while there is none
	Opinion    i18n.Text
	Reviewers  []ReviewTask
	Text       string    // fingerprint of the text as it stands, while the review is open
	Now        *Practice // the text as it stands, when somebody has read another
	Assessed   string    // fingerprint of the assessments, once both are in and may be seen
}

// ReviewTask is one person's part of a review. Nobody but they themselves sees
// the assessment before both are in.
type ReviewTask struct {
	User         string
	Name         string
	Organisation string
	State        string
	AskedAt      time.Time
	Assessment   Assessment
	Was          *Practice // the text that they know, when it has changed since

	// seen is the text that they know: the one that they were asked about, have
	// said to have read or, once the assessment is sent, have judged.
	seen string
}

// Outdated tells whether the text has changed since the assessment was sent.
func (t ReviewTask) Outdated() bool { return t.State == ReviewerComplete && t.Was != nil }

func (t ReviewTask) left() bool { return t.State == ReviewerDeclined || t.State == ReviewerConflict }

// Assessment is what a reviewer has written. It is a draft until it is sent.
type Assessment struct {
	Conflict       string    `json:"conflict,omitempty"` // which interest the reviewer has
	Criteria       []Answer  `json:"criteria,omitempty"`
	Recommendation string    `json:"recommendation,omitempty"`
	Text           i18n.Text `json:"text,omitzero"` // why it is recommended
	Language       i18n.Lang `json:"language,omitempty"`
	ShowName       bool      `json:"showName,omitempty"`
	SentAt         time.Time `json:"sentAt,omitzero"`
}

// Answer says whether a criterion is met, and why.
type Answer struct {
	Criterion string    `json:"criterion"`
	Met       string    `json:"met,omitempty"` // yes, partly, no
	Reason    i18n.Text `json:"reason,omitzero"`
}

// Answer is the one to that criterion, which may be empty.
func (a Assessment) Answer(criterion string) Answer {
	for _, one := range a.Criteria {
		if one.Criterion == criterion {
			return one
		}
	}
	return Answer{Criterion: criterion}
}

// Written is the assessment with all of its texts as texts of that language.
func (a Assessment) Written(lang i18n.Lang) Assessment {
	in := func(t i18n.Text) i18n.Text {
		text, _ := t.Best(a.Language)
		return i18n.Text{}.Set(lang, text)
	}
	a.Text, a.Criteria = in(a.Text), slices.Clone(a.Criteria)
	for i := range a.Criteria {
		a.Criteria[i].Reason = in(a.Criteria[i].Reason)
	}
	a.Language = lang
	return a
}

// Open tells whether anything is still to be done in the review.
func (r *Review) Open() bool {
	return r.State == ReviewAsked || r.State == ReviewAssessing || r.State == ReviewComplete
}

// active are those who have not left.
func (r *Review) active() []ReviewTask {
	return slices.DeleteFunc(slices.Clone(r.Reviewers), ReviewTask.left)
}

// Wanted is how many reviewers must still be asked.
func (r *Review) Wanted() int { return reviewersNeeded - len(r.active()) }

// Task is the part of that person.
func (r *Review) Task(user string) *ReviewTask {
	for i := range r.Reviewers {
		if r.Reviewers[i].User == user && user != "" {
			return &r.Reviewers[i]
		}
	}
	return nil
}

// Recommended tells whether every assessment recommends the text as it stands.
func (r *Review) Recommended() bool {
	return !slices.ContainsFunc(r.active(), func(t ReviewTask) bool { return t.Assessment.Recommendation != RecommendPublish })
}

// sawAll tells whether the text is the one that all assessments are about.
func (r *Review) sawAll(text string) bool {
	return !slices.ContainsFunc(r.active(), func(t ReviewTask) bool { return t.seen != text })
}

// assessed is a fingerprint of all that the reviewers at work have sent.
func (r *Review) assessed() (string, error) {
	var all []Assessment
	for _, t := range r.active() {
		all = append(all, t.Assessment)
	}
	text, err := marshal(all)
	return Fingerprint(text), err
}

// standing is the state that follows from those of the reviewers.
func (r *Review) standing() string {
	complete, working := 0, 0
	for _, t := range r.active() {
		switch t.State {
		case ReviewerComplete:
			complete++
		case ReviewerAssessing:
			working++
		}
	}
	switch {
	case complete == reviewersNeeded:
		return ReviewComplete
	case complete+working > 0:
		return ReviewAssessing
	}
	return ReviewAsked
}

// reviews are those that a condition on the table reviews (as r) selects, the
// newest first.
func (c *Catalogue) reviews(ctx context.Context, tx *store.Tx, which string, args ...any) ([]*Review, error) {
	rows, err := tx.Query(ctx, `select r.id, r.practice, r.version, r.state, r.asked_at, r.valid_until, r.attached, r.statement from reviews r
		where `+which+` order by r.asked_at desc, r.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*Review
	for rows.Next() {
		var r Review
		var asked, statement string
		if err := rows.Scan(&r.ID, &r.Practice, &r.Version, &r.State, &asked, &r.ValidUntil, &r.Attached, &statement); err != nil {
			return nil, err
		}
		if r.AskedAt, err = store.ParseTime(asked); err != nil {
			return nil, err
		}
		if statement != "" {
			var mark ReviewMark
			if err := json.Unmarshal([]byte(statement), &mark); err != nil {
				return nil, fmt.Errorf("stored review: %w", err)
			}
			r.Opinion = mark.Opinion
		}
		list = append(list, &r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, r := range list {
		if r.Reviewers, err = reviewersOf(ctx, tx, r.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func reviewersOf(ctx context.Context, tx *store.Tx, review string) ([]ReviewTask, error) {
	rows, err := tx.Query(ctx, `select user_id, name, organisation, state, asked_at, assessment, seen from reviewers
		where review = $1 order by asked_at, user_id`, review)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []ReviewTask
	for rows.Next() {
		var t ReviewTask
		var asked, assessment string
		if err := rows.Scan(&t.User, &t.Name, &t.Organisation, &t.State, &asked, &assessment, &t.seen); err != nil {
			return nil, err
		}
		if t.AskedAt, err = store.ParseTime(asked); err != nil {
			return nil, err
		}
		if assessment != "" {
			if err := json.Unmarshal([]byte(assessment), &t.Assessment); err != nil {
				return nil, fmt.Errorf("stored assessment: %w", err)
			}
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

// compareText notes where the practice's text of today differs from those that
// the reviewers know.
func (c *Catalogue) compareText(ctx context.Context, tx *store.Tx, r *Review) error {
	if !r.Open() {
		return nil
	}
	text, err := c.textNow(ctx, tx, r.Practice)
	if err != nil {
		return err
	}
	r.Text = Fingerprint(text)
	for i := range r.Reviewers {
		t := &r.Reviewers[i]
		if t.seen == text || t.seen == "" {
			continue
		}
		if t.Was, err = reviewedPractice(t.seen); err != nil {
			return err
		}
		if r.Now, err = reviewedPractice(text); err != nil {
			return err
		}
	}
	return nil
}

// ReviewsOf lists the reviews of a practice, the newest first, for those who
// write for its owner.
func (c *Catalogue) ReviewsOf(ctx context.Context, actor account.Actor, practice string) ([]*Review, error) {
	var list []*Review
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := c.changeable(ctx, tx, actor, practice, account.Write); err != nil {
			return err
		}
		var err error
		if list, err = c.reviews(ctx, tx, `r.practice = $1`, practice); err != nil {
			return err
		}
		for _, r := range list {
			if err := c.compareText(ctx, tx, r); err != nil {
				return err
			}
			if r.State == ReviewComplete {
				if r.Assessed, err = r.assessed(); err != nil {
					return err
				}
			}
			r.hideFrom(actor)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reviews of practice %q: %w", practice, err)
	}
	return list, nil
}

// ReviewTasks lists the reviews that somebody has been asked for, the newest
// first, with the practices that they are about.
func (c *Catalogue) ReviewTasks(ctx context.Context, actor account.Actor) ([]*Review, error) {
	return c.reviewTasks(ctx, actor, `exists (select 1 from reviewers m where m.review = r.id and m.user_id = $1)`)
}

// reviewTasks are the reviews, with the actor as $1, that a condition selects.
func (c *Catalogue) reviewTasks(ctx context.Context, actor account.Actor, which string, args ...any) ([]*Review, error) {
	var list []*Review
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if actor.User == "" {
			return account.ErrUnknown
		}
		var err error
		list, err = c.reviews(ctx, tx, which, append([]any{actor.User}, args...)...)
		if err != nil {
			return err
		}
		mine := list[:0]
		for _, r := range list {
			owner, err := c.row(ctx, tx, r.Practice)
			if err != nil {
				return err
			}
			if actor.May(account.Review, owner.organisation) != nil {
				continue // they are no reviewer any more
			}
			if err := c.showReviewer(ctx, tx, r, actor); err != nil {
				return err
			}
			mine = append(mine, r)
		}
		list = mine
		return nil
	})
	return list, err
}

// ReviewTask is one review for somebody who was asked for it.
func (c *Catalogue) ReviewTask(ctx context.Context, actor account.Actor, id string) (*Review, error) {
	var r *Review
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if r, err = c.assigned(ctx, tx, actor, id); err != nil {
			return err
		}
		return c.showReviewer(ctx, tx, r, actor)
	})
	if err != nil {
		return nil, fmt.Errorf("review %q: %w", id, err)
	}
	return r, nil
}
