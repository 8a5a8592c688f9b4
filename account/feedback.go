package account

import (
	"context"
	"strconv"
	"strings"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Feedback is what somebody has sent to the operator. Its number is what they
// were told to refer to.
type Feedback struct {
	Number   int
	At       time.Time
	Kind     string    // one of FeedbackKinds
	Language i18n.Lang // of the page that it was sent from
	Text     string
	Email    string // for the answer; may be empty
	Page     string // what it is about; may be empty
	Due      string // the last day to answer, empty where no law sets one
	Answered time.Time
	Note     string // of the operator: what was answered
	Erased   time.Time
}

// FeedbackKinds lists what feedback may be about.
func FeedbackKinds() []string { return []string{"accessibility", "general", "data"} }

const (
	// FeedbackLength is how many characters a text may have.
	FeedbackLength = 5000
	emailLength    = 254
	addressLength  = 2000
	// feedbackKept is how long an answered text stays: longer than any appeal.
	feedbackKept = 365 * 24 * time.Hour
)

// FeedbackDue is the last day on which feedback must be answered: two weeks
// after it came when it is about accessibility (act 306/2019), a month after
// when it is about the sender's own data (regulation 2016/679, article 12). The
// days are those of UTC, whose midnight comes after Finland's: the day of
// arrival is then never too late. A month ends on the day with the same number,
// or on its last day (regulation 1182/71).
func FeedbackDue(kind string, at time.Time) string {
	y, m, d := at.UTC().Date()
	switch kind {
	case "accessibility":
		return time.Date(y, m, d+14, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case "data":
		last := time.Date(y, m+2, 0, 0, 0, 0, 0, time.UTC)
		return time.Date(y, m+1, min(d, last.Day()), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return ""
}

// Overdue tells whether the last day to answer has passed without an answer.
func (f Feedback) Overdue(now time.Time) bool {
	return f.Answered.IsZero() && f.Due != "" && f.Due < now.UTC().Format(time.DateOnly)
}

// check lists what is wrong with feedback.
func (f Feedback) check() i18n.Problems {
	var problems i18n.Problems
	known := false
	for _, kind := range FeedbackKinds() {
		known = known || f.Kind == kind
	}
	if !known {
		problems.Add("kind", "required")
	}
	for _, one := range []struct {
		path, value string
		most        int
	}{{"text", f.Text, FeedbackLength}, {"email", f.Email, emailLength}, {"page", f.Page, addressLength}} {
		if len([]rune(one.value)) > one.most {
			problems.Add(one.path, "too_long", "Max", one.most)
		}
	}
	if f.Text == "" {
		problems.Add("text", "required")
	}
	if f.Kind == "data" && f.Email == "" { // nobody's data is given away unasked
		problems.Add("email", "required")
	}
	if name, host, _ := strings.Cut(f.Email, "@"); f.Email != "" && (name == "" || host == "" || strings.ContainsAny(f.Email, " \t\r\n,;<>\"") || strings.Contains(host, "@")) {
		problems.Add("email", "bad_email", "Value", f.Email)
	}
	return problems
}

// AddFeedback stores what somebody has sent from a network address and returns
// it with its number. Nobody needs an account for it; who sends too often is
// told to wait (WaitError).
func (a *Accounts) AddFeedback(ctx context.Context, address string, f Feedback) (Feedback, error) {
	f.Text, f.Email, f.Page = strings.TrimSpace(f.Text), strings.TrimSpace(f.Email), strings.TrimSpace(f.Page)
	if err := f.check().Err(); err != nil {
		return f, err
	}
	if err := a.letters.try(a.now(), network(address), address); err != nil {
		return f, err
	}
	f.At = a.now()
	f.Due = FeedbackDue(f.Kind, f.At)
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Row(ctx, `insert into feedback (at, kind, language, text, email, page, due) values ($1, $2, $3, $4, $5, $6, $7) returning number`,
			[]any{store.Time(f.At), f.Kind, string(f.Language), f.Text, f.Email, f.Page, f.Due}, &f.Number)
		if err != nil {
			return err
		}
		return tx.Change(ctx, "feedback", strconv.Itoa(f.Number))
	})
	return f, err
}

// Feedback lists what has been sent: first what waits for an answer, the most
// urgent in front, then what has been answered, the newest in front; at most
// that many, after the first skip.
func (a *Accounts) Feedback(ctx context.Context, actor Actor, skip, most int) (list []Feedback, err error) {
	if err := actor.Operate(); err != nil {
		return nil, err
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select number, at, kind, language, text, email, page, due, answered_at, note, erased_at from feedback
			order by case when answered_at = '' then 0 else 1 end, answered_at desc, case when due = '' then 1 else 0 end, due, number limit $1 offset $2`, most, skip)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var f Feedback
			var at, answered, erased string
			if err := rows.Scan(&f.Number, &at, &f.Kind, &f.Language, &f.Text, &f.Email, &f.Page, &f.Due, &answered, &f.Note, &erased); err != nil {
				return err
			}
			for into, text := range map[*time.Time]string{&f.At: at, &f.Answered: answered, &f.Erased: erased} {
				if *into, err = store.ParseTime(text); err != nil {
					return err
				}
			}
			list = append(list, f)
		}
		return rows.Err()
	})
	return list, err
}

// FeedbackCount is how much feedback there is.
type FeedbackCount struct{ Open, Overdue, Answered int }

// CountFeedback counts what waits for an answer, how much of it is overdue, and
// what has been answered.
func (a *Accounts) CountFeedback(ctx context.Context, actor Actor) (n FeedbackCount, err error) {
	if err := actor.Operate(); err != nil {
		return n, err
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select coalesce(sum(case when answered_at = '' then 1 else 0 end), 0),
			coalesce(sum(case when answered_at = '' and due <> '' and due < $1 then 1 else 0 end), 0),
			coalesce(sum(case when answered_at = '' then 0 else 1 end), 0) from feedback`,
			[]any{a.now().UTC().Format(time.DateOnly)}, &n.Open, &n.Overdue, &n.Answered)
	})
	return n, err
}

// AnswerFeedback marks feedback as answered, with a note for colleagues. What
// has been answered already is store.ErrNotFound: a colleague's note stays, and
// so does the day on which it all has to be erased.
func (a *Accounts) AnswerFeedback(ctx context.Context, actor Actor, number int, note string) error {
	note = strings.TrimSpace(note)
	if len([]rune(note)) > FeedbackLength {
		return i18n.Problems{{Path: "note", Key: "too_long", Args: map[string]any{"Max": FeedbackLength}}}
	}
	return a.feedback(ctx, actor, number, feedbackAct{"answer", `update feedback set answered_at = $2, note = $3 where number = $1 and answered_at = ''`,
		[]any{store.Time(a.now()), note}})
}

// ReopenFeedback takes the mark of an answer back. What was erased stays so.
func (a *Accounts) ReopenFeedback(ctx context.Context, actor Actor, number int) error {
	return a.feedback(ctx, actor, number, feedbackAct{"reopen", `update feedback set answered_at = '' where number = $1 and erased_at = ''`, nil})
}

// EraseFeedback empties what could name a person in answered feedback. What has
// not been answered is store.ErrNotFound: somebody still waits.
func (a *Accounts) EraseFeedback(ctx context.Context, actor Actor, number int) error {
	return a.feedback(ctx, actor, number, feedbackAct{"erase", `update feedback set text = '', email = '', page = '', note = '', erased_at = $2
		where number = $1 and erased_at = '' and answered_at <> ''`, []any{store.Time(a.now())}})
}

// feedbackAct is an act on one thing with the statement that does it; the thing's
// key is its first value.
type feedbackAct struct {
	verb, statement string
	values          []any
}

func (a *Accounts) feedback(ctx context.Context, actor Actor, number int, c feedbackAct) error {
	if err := actor.Operate(); err != nil {
		return err
	}
	id := strconv.Itoa(number)
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Exec(ctx, c.statement, append([]any{number}, c.values...)...)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		if err := Record(ctx, tx, actor, Act{Verb: c.verb, Noun: "feedback", ID: id}); err != nil {
			return err
		}
		return tx.Change(ctx, "feedback", id)
	})
}

// TidyFeedback empties what could name a person in feedback that was answered a
// year ago; worth doing once a day.
func (a *Accounts) TidyFeedback(ctx context.Context) error {
	now := a.now()
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Exec(ctx, `update feedback set text = '', email = '', page = '', note = '', erased_at = $1
			where erased_at = '' and answered_at <> '' and answered_at < $2`, store.Time(now), store.Time(now.Add(-feedbackKept)))
		if err != nil || n == 0 {
			return err
		}
		return tx.Change(ctx, "feedback", "erased")
	})
}
