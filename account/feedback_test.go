package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestFeedbackHasTheLastDayThatTheLawSets(t *testing.T) {
	for _, c := range []struct{ kind, at, want string }{
		{"accessibility", "2026-11-27T10:00:00Z", "2026-12-11"}, {"accessibility", "2026-12-25T23:59:59Z", "2027-01-08"},
		{"accessibility", "2028-02-20T00:00:00Z", "2028-03-05"},
		{"accessibility", "2026-11-28T01:30:00+02:00", "2026-12-11"}, // in UTC it came the day before
		{"data", "2026-11-27T10:00:00Z", "2026-12-27"}, {"data", "2027-01-31T12:00:00Z", "2027-02-28"}, {"data", "2028-01-31T12:00:00Z", "2028-02-29"},
		{"data", "2026-12-31T12:00:00Z", "2027-01-31"}, {"data", "2027-03-31T12:00:00Z", "2027-04-30"}, {"general", "2026-11-27T10:00:00Z", ""},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if got := account.FeedbackDue(c.kind, at); err != nil || got != c.want {
			t.Errorf("%s on %s: %s, want %s (%v)", c.kind, c.at, got, c.want, err)
		}
	}
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	f := account.Feedback{Due: "2026-12-11"}
	if f.Overdue(day("2026-12-11").Add(23*time.Hour)) || !f.Overdue(day("2026-12-12")) {
		t.Error("overdue on the wrong day")
	}
	if f.Answered = day("2026-12-20"); f.Overdue(day("2026-12-30")) {
		t.Error("what was answered is overdue")
	}
}

// letter sends feedback from a network of its own.
func letter(t *testing.T, a *account.Accounts, n int, f account.Feedback) account.Feedback {
	t.Helper()
	f, err := a.AddFeedback(t.Context(), fmt.Sprintf("10.%d.0.1", n), f)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFeedbackIsOnlyForOperatorsAndTheMostUrgentIsInFront(t *testing.T) {
	a, _ := open(t)
	general := letter(t, a, 1, account.Feedback{Kind: "general", Text: "Kiitos", Language: i18n.Finnish})
	data := letter(t, a, 2, account.Feedback{Kind: "data", Text: "Poistakaa tietoni", Email: "a@example.fi", Language: i18n.Finnish})
	access := letter(t, a, 3, account.Feedback{Kind: "accessibility", Text: "Kontrasti", Page: "/fi", Language: i18n.Swedish})
	operator := account.Actor{User: "u", Name: "Ylläpitäjä", Operator: true}
	for _, actor := range []account.Actor{{}, {Organisation: "vantaa", Role: "administrator", User: "x"}} {
		_, listed := a.Feedback(t.Context(), actor, 0, 10)
		_, counted := a.CountFeedback(t.Context(), actor)
		for i, err := range []error{
			listed, counted, a.AnswerFeedback(t.Context(), actor, data.Number, ""), a.ReopenFeedback(t.Context(), actor, data.Number), a.EraseFeedback(t.Context(), actor, data.Number),
		} {
			if !errors.Is(err, account.ErrDenied) && !errors.Is(err, account.ErrUnknown) {
				t.Errorf("%+v, act %d: %v", actor, i, err)
			}
		}
	}
	order := func(want ...int) {
		t.Helper()
		list, err := a.Feedback(t.Context(), operator, 0, 10)
		if err != nil || len(list) != len(want) {
			t.Fatal(list, err)
		}
		for i, f := range list {
			if f.Number != want[i] {
				t.Errorf("place %d: %d, want %d", i, f.Number, want[i])
			}
		}
	}
	order(access.Number, data.Number, general.Number)
	if err := a.AnswerFeedback(t.Context(), operator, access.Number, "Korjattu"); err != nil {
		t.Fatal(err)
	}
	order(data.Number, general.Number, access.Number)
	if n, err := a.CountFeedback(t.Context(), operator); err != nil || n.Open != 2 || n.Overdue != 0 {
		t.Error(n, err)
	}
	a.Now = func() time.Time { return time.Now().AddDate(0, 2, 0) }
	if n, err := a.CountFeedback(t.Context(), operator); err != nil || n.Overdue != 1 {
		t.Error(n, err)
	}
	if err := a.AnswerFeedback(t.Context(), operator, access.Number, "Toinen"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an answer replaces a colleague's: %v", err)
	}
	if err := a.AnswerFeedback(t.Context(), operator, 999, ""); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestWhatNamesAPersonIsErasedAYearAfterTheAnswer(t *testing.T) {
	a, s := open(t)
	operator := account.Actor{User: "u", Name: "Ylläpitäjä", Operator: true}
	now := time.Now()
	a.Now = func() time.Time { return now }
	waiting := letter(t, a, 1, account.Feedback{Kind: "data", Text: "odottaa", Email: "waiting@example.fi"})
	answered := letter(t, a, 2, account.Feedback{Kind: "data", Text: "salaisuus", Email: "secret@example.fi", Page: "/fi/x"})
	if err := a.EraseFeedback(t.Context(), operator, answered.Number); !errors.Is(err, store.ErrNotFound) {
		t.Error("erased before it was answered:", err)
	}
	if err := a.AnswerFeedback(t.Context(), operator, answered.Number, "soitettu"); err != nil {
		t.Fatal(err)
	}
	content := func(number int) string {
		t.Helper()
		var text, email, page, note string
		err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Row(ctx, `select text, email, page, note from feedback where number = $1`, []any{number}, &text, &email, &page, &note)
		})
		if err != nil {
			t.Fatal(err)
		}
		return text + email + page + note
	}
	now = time.Now().AddDate(0, 0, 364)
	if err := a.TidyFeedback(t.Context()); err != nil || content(answered.Number) == "" {
		t.Errorf("erased too early: %v", err)
	}
	now = time.Now().AddDate(0, 0, 366)
	if err := a.TidyFeedback(t.Context()); err != nil || content(answered.Number) != "" {
		t.Errorf("after a year: %q %v", content(answered.Number), err)
	}
	if content(waiting.Number) != "odottaawaiting@example.fi" {
		t.Error("what waits for an answer was erased")
	}
	if err := a.ReopenFeedback(t.Context(), operator, answered.Number); !errors.Is(err, store.ErrNotFound) {
		t.Error("opened again without its content:", err)
	}
}

func TestFeedbackThatCannotBeReadIsRefusedAndWhoSendsTooOftenWaits(t *testing.T) {
	a, _ := open(t)
	for path, f := range map[string]account.Feedback{
		"kind": {Kind: "other", Text: "x"}, "text": {Kind: "general", Text: "  \n"}, "email": {Kind: "general", Text: "x", Email: "not an address"},
		"page": {Kind: "general", Text: "x", Page: strings.Repeat("x", 2001)},
	} {
		var problems i18n.Problems
		if _, err := a.AddFeedback(t.Context(), "10.0.0.1", f); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	var wait account.WaitError
	sent := 0
	for ; sent < 50; sent++ {
		if _, err := a.AddFeedback(t.Context(), fmt.Sprintf("10.0.0.%d", sent), account.Feedback{Kind: "general", Text: "x"}); errors.As(err, &wait) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if sent < 4 || sent > 8 {
		t.Errorf("%d letters from one network at once", sent)
	}
	if _, err := a.AddFeedback(t.Context(), "192.0.2.1", account.Feedback{Kind: "general", Text: "x"}); err != nil {
		t.Error("another network must wait, too:", err)
	}
}

func TestARequestAboutPersonalDataNeedsAnAddress(t *testing.T) {
	a, _ := open(t)
	_, err := a.AddFeedback(t.Context(), "10.0.0.1", account.Feedback{Kind: "data", Text: "Poistakaa tietoni"})
	var problems i18n.Problems
	if !errors.As(err, &problems) || problems[0].Path != "email" {
		t.Errorf("%v", err)
	}
	if _, err := a.AddFeedback(t.Context(), "10.0.0.1", account.Feedback{Kind: "general", Text: "Kiitos"}); err != nil {
		t.Error(err)
	}
}
