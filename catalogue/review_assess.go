package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Reply is what somebody answers who has been asked for a review.
type Reply struct {
	Answer   string // accept, decline, conflict
	Conflict string // which interest they have
}

// assess does something to the actor's part of a review that is open, and
// stores the part with the state of the whole. Only reviewers may that were
// asked and have not left.
func (c *Catalogue) assess(ctx context.Context, actor account.Actor, id, verb string, do func(context.Context, *store.Tx, *Review, *ReviewTask) error) error {
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.assigned(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		t := r.Task(actor.User)
		if !r.Open() || t.State == ReviewerDeclined || t.State == ReviewerConflict {
			return i18n.Problems{{Key: "review_not_open"}}
		}
		if err := do(ctx, tx, r, t); err != nil {
			return err
		}
		assessment, err := marshal(t.Assessment)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update reviewers set state = $3, assessment = $4, seen = $5 where review = $1 and user_id = $2`,
			id, actor.User, t.State, assessment, t.seen)
		if err != nil {
			return err
		}
		if err := setReviewState(ctx, tx, id, r.standing()); err != nil {
			return err
		}
		if verb == "" { // a draft that is kept is no act
			return tx.Change(ctx, "review", id)
		}
		owner, err := c.row(ctx, tx, r.Practice)
		if err != nil {
			return err
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: verb, Noun: Noun, ID: r.Practice, Organisation: owner.organisation}); err != nil {
			return err
		}
		return tx.Change(ctx, "review", id)
	})
	if err != nil {
		return fmt.Errorf("review %q: %w", id, err)
	}
	return nil
}

// ReplyToReview accepts a request, declines it or declares a conflict of
// interest, after which the person cannot assess.
func (c *Catalogue) ReplyToReview(ctx context.Context, actor account.Actor, id string, reply Reply) error {
	verb := map[string]string{"accept": "accept_review", "decline": "decline_review", "conflict": "conflict_in_review"}[reply.Answer]
	return c.assess(ctx, actor, id, verb, func(_ context.Context, _ *store.Tx, _ *Review, t *ReviewTask) error {
		if t.State == ReviewerComplete {
			return i18n.Problems{{Key: "review_sent"}}
		}
		var problems i18n.Problems
		Checker{Problems: &problems}.Line("conflict", reply.Conflict, longLine)
		reply.Conflict = strings.TrimSpace(reply.Conflict)
		switch reply.Answer {
		case "accept":
			t.State = ReviewerAssessing
		case "decline":
			t.State, t.Assessment = ReviewerDeclined, Assessment{}
		case "conflict":
			Checker{Problems: &problems}.Required("conflict", reply.Conflict != "")
			t.State, t.Assessment = ReviewerConflict, Assessment{Conflict: reply.Conflict}
		default:
			problems.Add("answer", "required")
		}
		return problems.Err()
	})
}

// workable tells why a reviewer cannot write now.
func workable(t *ReviewTask) error {
	switch t.State {
	case ReviewerComplete:
		return i18n.Problems{{Key: "review_sent"}}
	case ReviewerAssessing:
		return nil
	}
	return i18n.Problems{{Key: "review_declare_first"}}
}

const (
	reasonWords    = 100 // recommended; three times as many can be sent
	adviceWords    = 150
	longUnfinished = 20_000 // characters of a text that is still being written
)

func (c *Catalogue) checkAssessment(a Assessment) error {
	var problems i18n.Problems
	check := Checker{Problems: &problems, Vocabularies: c.Vocabularies}
	for _, answer := range a.Criteria {
		at := i18n.Join("criteria", answer.Criterion)
		check.Concept(at, "criterion", answer.Criterion)
		check.Concept(i18n.Join(at, "met"), "criterion_met", answer.Met)
		check.Text(i18n.Join(at, "reason"), answer.Reason, longUnfinished)
	}
	if _, ok := i18n.ParseLang(string(a.Language)); !ok {
		problems.Add("language", "required")
	}
	switch a.Recommendation {
	case "", RecommendPublish, RecommendChanges, RecommendNot:
	default:
		problems.Add("recommendation", "required")
	}
	check.Text("text", a.Text, longUnfinished)
	return problems.Err()
}

// SendAssessment hands in what has been saved. It must answer all criteria with
// a reason and recommend something. text is the fingerprint of the text that the
// reviewer was shown; when it has changed it is store.ErrConflict.
func (c *Catalogue) SendAssessment(ctx context.Context, actor account.Actor, id, text string) error {
	return c.assess(ctx, actor, id, "send_assessment", func(ctx context.Context, tx *store.Tx, r *Review, t *ReviewTask) error {
		if err := workable(t); err != nil {
			return err
		}
		if err := c.UnfinishedIn(t.Assessment).Err(); err != nil {
			return err
		}
		t.State, t.Assessment.SentAt = ReviewerComplete, c.now()
		return c.sees(ctx, tx, r, t, text)
	})
}

// sees notes that a reviewer knows the text with that fingerprint, which must be
// the one that stands now.
func (c *Catalogue) sees(ctx context.Context, tx *store.Tx, r *Review, t *ReviewTask, text string) error {
	now, err := c.textNow(ctx, tx, r.Practice)
	if err != nil {
		return err
	}
	if Fingerprint(now) != text {
		return store.ErrConflict
	}
	t.seen = now
	return nil
}

// ReadChanges says that a reviewer who has not sent the assessment yet has read
// the text with that fingerprint, so that only what changes from now on is told
// to them; it is store.ErrConflict when the text is another by now.
func (c *Catalogue) ReadChanges(ctx context.Context, actor account.Actor, id, text string) error {
	return c.assess(ctx, actor, id, "", func(ctx context.Context, tx *store.Tx, r *Review, t *ReviewTask) error {
		if t.State == ReviewerComplete {
			return i18n.Problems{{Key: "review_sent"}}
		}
		return c.sees(ctx, tx, r, t, text)
	})
}

// UnfinishedIn lists what keeps an assessment from being sent: what it lacks, and
// which of its texts are too long.
func (c *Catalogue) UnfinishedIn(a Assessment) i18n.Problems {
	var problems i18n.Problems
	check := Checker{Problems: &problems, Vocabularies: c.Vocabularies}
	for _, id := range c.CriteriaIDs() {
		answer, at := a.Answer(id), i18n.Join("criteria", id)
		check.Required(i18n.Join(at, "met"), answer.Met != "")
		check.Required(i18n.Join(at, "reason"), !answer.Reason.Empty())
		check.Words(i18n.Join(at, "reason"), answer.Reason, reasonWords)
	}
	check.Required("recommendation", a.Recommendation != "")
	check.Required("text", !a.Text.Empty())
	check.Words("text", a.Text, adviceWords)
	return problems
}

// ConfirmReview says that what a reviewer has found holds for the text with that
// fingerprint, and that they recommend publishing it; it is store.ErrConflict
// when the text is another by now.
func (c *Catalogue) ConfirmReview(ctx context.Context, actor account.Actor, id, text string) error {
	return c.assess(ctx, actor, id, "confirm_assessment", func(ctx context.Context, tx *store.Tx, r *Review, t *ReviewTask) error {
		if t.State != ReviewerComplete {
			return i18n.Problems{{Key: "review_not_complete"}}
		}
		t.Assessment.Recommendation = RecommendPublish
		return c.sees(ctx, tx, r, t, text)
	})
}

func marshal(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// ReviseAssessment takes back what a reviewer has sent, so that they can change
// it while no opinion is published. Nobody else sees it until it is sent again.
func (c *Catalogue) ReviseAssessment(ctx context.Context, actor account.Actor, id string) error {
	return c.assess(ctx, actor, id, "revise_assessment", func(_ context.Context, _ *store.Tx, _ *Review, t *ReviewTask) error {
		if t.State != ReviewerComplete {
			return i18n.Problems{{Key: "review_not_complete"}}
		}
		t.State, t.Assessment.SentAt = ReviewerAssessing, time.Time{}
		return nil
	})
}
