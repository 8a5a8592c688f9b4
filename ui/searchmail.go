package ui

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
)

// Mailer hands mail over. It returns nil when the mail has been taken, and only
// then.
type Mailer interface {
	Send(ctx context.Context, letter Letter) error
}

// Letter is a mail. Key is the same for the same content to the same person.
type Letter struct {
	To      mail.Address
	Lang    i18n.Lang
	Subject string
	Text    string
	Key     string
}

// SearchFollower notes what saved searches newly find, and tells their owners by
// mail. It is for one goroutine.
type SearchFollower struct {
	// Pause is the rest between two searches.
	Pause time.Duration

	p       *Pages
	refused map[string]time.Time // by person, when mail to them was last refused
}

const (
	// mostTold is how many practices of one search a mail is about, and mostNamed
	// how many of them it names.
	mostTold  = 200
	mostNamed = 20
	// searchBatch is how many searches are read at once.
	searchBatch = 100
	// refusedFor is how long somebody is left alone whose mail was refused.
	refusedFor = 4 * time.Hour
	// mailHour is when mail goes out, in Finland; once a week on Mondays.
	mailHour = 7
)

// NewSearchFollower returns the follower of the searches that the parts keep;
// without a Mailer it only notes.
func NewSearchFollower(parts Parts) *SearchFollower {
	return &SearchFollower{Pause: 20 * time.Millisecond, p: &Pages{Parts: parts}, refused: map[string]time.Time{}}
}

// Round asks every saved search whose matches may have changed, one after the
// other, and then tells those who are to be told by that moment. What fails is
// tried again in the next round; a round that is cut off loses nothing.
func (f *SearchFollower) Round(ctx context.Context, now time.Time) error {
	err := f.note(ctx)
	if f.p.Mail == nil || ctx.Err() != nil {
		return err
	}
	searches, failed := f.p.Accounts.Notified(ctx)
	err = errors.Join(err, failed)
	for len(searches) > 0 && ctx.Err() == nil {
		n := slices.IndexFunc(searches, func(s account.Search) bool { return s.User != searches[0].User })
		if n < 0 {
			n = len(searches)
		}
		err = errors.Join(err, f.tell(ctx, searches[:n], now))
		searches = searches[n:]
	}
	return err
}

// note asks the searches that are behind the index.
func (f *SearchFollower) note(ctx context.Context) (err error) {
	position, after := f.p.Index.Position(), ""
	for {
		searches, failed := f.p.Accounts.Behind(ctx, position, after, searchBatch)
		if failed != nil || len(searches) == 0 {
			return errors.Join(err, failed)
		}
		for _, s := range searches {
			after = s.ID
			if _, failed := f.p.lookAt(ctx, s); failed != nil && !search.IsTooMuch(failed) { // its owner is told on the page
				err = errors.Join(err, fmt.Errorf("search %s: %w", s.ID, failed))
			}
			select {
			case <-time.After(f.Pause):
			case <-ctx.Done():
				return errors.Join(err, ctx.Err())
			}
		}
	}
}

// mailDue tells whether the moment of the day or week has come since somebody was
// last told.
func mailDue(s account.Search, now time.Time) bool {
	now = now.In(finland())
	day := now.Day()
	if now.Hour() < mailHour {
		day--
	}
	at := time.Date(now.Year(), now.Month(), day, mailHour, 0, 0, 0, now.Location())
	if s.Notify == account.NotifyWeekly {
		at = at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
	}
	return s.Mailed.Before(at)
}

// tell tells one person what their searches have found. It is noted as told when
// the mail has been taken: a program that ends in between tells it again.
func (f *SearchFollower) tell(ctx context.Context, searches []account.Search, now time.Time) error {
	searches = slices.DeleteFunc(slices.Clone(searches), func(s account.Search) bool { return !mailDue(s, now) })
	if len(searches) == 0 || now.Sub(f.refused[searches[0].User]) < refusedFor {
		return nil
	}
	owner, err := f.p.Accounts.User(ctx, searches[0].User)
	if err != nil {
		return err
	}
	told, letter, err := f.letter(ctx, owner, searches)
	if err != nil {
		return err
	}
	// What has been begun is brought to its end, so that a stop tells nothing twice.
	ctx = context.WithoutCancel(ctx)
	if letter.Text != "" {
		if err := f.p.Mail.Send(ctx, letter); err != nil {
			f.refused[owner.ID] = now
			return fmt.Errorf("mail to %s: %w", owner.ID, err)
		}
	}
	delete(f.refused, owner.ID)
	return f.p.Accounts.NoteMailed(ctx, told, now)
}

// letter is what a person is told, and what that is. Without anything new its
// text is empty.
func (f *SearchFollower) letter(ctx context.Context, owner account.User, searches []account.Search) (told []account.Told, letter Letter, err error) {
	lang := cmp.Or(owner.Language, i18n.Finnish)
	say := func(key string, args ...any) string { return f.p.Messages.T(lang, key, counted(lang, args)...) }
	site := strings.TrimSuffix(f.p.Settings.URL, "/")
	var text strings.Builder
	sum, total := sha256.New(), 0
	for _, s := range searches {
		matches, err := f.p.Accounts.Unmailed(ctx, s)
		if err != nil {
			return nil, letter, err
		}
		matches, practices, err := f.p.toTell(ctx, matches)
		if err != nil {
			return nil, letter, err
		}
		one := account.Told{Search: s.ID}
		for _, m := range matches {
			one.Practices = append(one.Practices, m.Practice)
			fmt.Fprintln(sum, owner.ID, s.ID, m.Practice)
		}
		told = append(told, one)
		if len(matches) == 0 {
			continue
		}
		total += len(matches)
		fmt.Fprintf(&text, "%s\n\n", s.Name)
		for _, practice := range practices[:min(len(practices), mostNamed)] {
			fmt.Fprintf(&text, "- %s\n  %s\n", titleIn(lang, practice), site+practiceURL(lang, practice.ID, 0))
		}
		if more := len(practices) - mostNamed; more > 0 {
			fmt.Fprintf(&text, "- %s\n", say("page.searches.mail.more", "N", more))
		}
		fmt.Fprintf(&text, "\n%s\n  %s\n\n\n", say("page.searches.mail.search"), site+searchesURL(lang)+"/"+s.ID)
	}
	if total == 0 {
		return told, letter, nil
	}
	letter = Letter{
		To: mail.Address{Name: owner.Name, Address: owner.Email}, Lang: lang, Subject: say("page.searches.mail.subject", "N", total),
		Text: say("page.searches.mail.begin") + "\n\n\n" + text.String() + "-- \n" + say("page.searches.mail.end") + "\n" + site + searchesURL(lang) + "\n",
		Key:  hex.EncodeToString(sum.Sum(nil)[:16]),
	}
	return told, letter, nil
}

// toTell are as many of the matches that everybody may read now as a mail is about,
// with their practices. What was withdrawn waits, since it may come back, and
// nothing waits for it.
func (p *Pages) toTell(ctx context.Context, matches []account.Match) (found []account.Match, practices []*catalogue.Practice, err error) {
	for part := range slices.Chunk(matches, mostTold) {
		there, read, err := p.stillThere(ctx, part)
		if err != nil {
			return nil, nil, err
		}
		found, practices = append(found, there...), append(practices, read...)
		if len(found) >= mostTold {
			return found[:mostTold], practices[:mostTold], nil
		}
	}
	return found, practices, nil
}

func titleIn(lang i18n.Lang, practice *catalogue.Practice) string {
	return show(lang, practice.Title, practice.OriginalLanguage).Text
}
