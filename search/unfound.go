package search

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
)

// UnfoundNoun is the name of searches without a result in the feed of changes and
// the trail.
const UnfoundNoun = "unfound"

const (
	mostUnfoundWords  = 8    // more are a sentence, which may be about somebody
	longestUnfound    = 80   // characters
	mostUnfoundDigits = 5    // more may be somebody's number
	mostCounted       = 2000 // different searches between two flushes
	mostUnfound       = 10_000
	unfoundMonths     = 12
	leastAsked        = 2 // what was asked once stays with who asked it
)

// Unfound counts the words that people have searched for without finding
// anything that answers them. Nothing is kept about who asked: words, language, month and
// how often. What looks like somebody's address or number is not counted. The zero
// pointer counts nothing.
type Unfound struct {
	Now func() time.Time

	store     *store.Store
	mu        sync.Mutex
	counted   map[unfoundKey]int
	forgotten string // the newest month that the database has nothing of any more
}

// unfoundKey is what is counted together.
type unfoundKey struct {
	words string
	lang  i18n.Lang
	day   string
}

// UnfoundSearch is a search without a result.
type UnfoundSearch struct {
	Words string
	Lang  i18n.Lang
	Times int
	Last  string // day, 2006-01-02
}

// NewUnfound returns the counter of a database.
func NewUnfound(s *store.Store) *Unfound {
	return &Unfound{Now: time.Now, store: s, counted: map[unfoundKey]int{}}
}

// identityCode is a personal identity code as Finland gives them.
var identityCode = regexp.MustCompile(`\d{6}[-+a-fu-y]\d{3}[0-9a-y]`)

// unfoundWords are the words of a search as they are counted, empty when they are
// not to be.
func unfoundWords(typed string) string {
	typed = strings.ToLower(i18n.Normal(typed))
	digits := 0
	for _, r := range typed {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits > mostUnfoundDigits || strings.Contains(typed, "@") || identityCode.MatchString(typed) || utf8.RuneCountInString(typed) > longestUnfound {
		return ""
	}
	if slices.ContainsFunc(parse(typed), func(c clause) bool {
		return slices.ContainsFunc(c.any, func(a atom) bool { return a.field != fieldAny })
	}) {
		return "" // what a field leaves says nothing of the words
	}
	var words []string
	language.EachWord(typed, func(letters []byte, _, _ int) { words = append(words, string(letters)) })
	if len(words) > mostUnfoundWords {
		return ""
	}
	return strings.Join(words, " ")
}

// Count counts words that were searched for alone when they have found nothing, or
// nothing that answers them.
func (u *Unfound) Count(typed string, lang i18n.Lang, r Result) {
	if u == nil || r.Total > 0 && !r.Partial() {
		return
	}
	one := unfoundKey{unfoundWords(typed), lang, u.Now().UTC().Format(time.DateOnly)}
	if one.words == "" {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.counted[one]; known || len(u.counted) < mostCounted {
		u.counted[one]++
	}
}

// Flush brings what was counted into the database, and forgets what is too old or
// was asked least where there is too much. What could not be written is tried
// again the next time.
func (u *Unfound) Flush(ctx context.Context) error {
	u.mu.Lock()
	counted := u.counted
	u.counted = map[unfoundKey]int{}
	oldest := u.oldest()
	nothing := len(counted) == 0 && u.forgotten == oldest
	u.mu.Unlock()
	if nothing {
		return nil
	}
	err := u.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for one, times := range counted {
			_, err := tx.Exec(ctx, `insert into unfound (words, language, month, times, last_day) values ($1, $2, $3, $4, $5)
				on conflict (words, language, month) do update set times = unfound.times + excluded.times, done = excluded.done,
				last_day = case when excluded.last_day > unfound.last_day then excluded.last_day else unfound.last_day end`,
				one.words, string(one.lang), one.day[:len("2006-01")], times, one.day)
			if err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `delete from unfound where month <= $1`, oldest); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `delete from unfound where (words, language, month) in
			(select words, language, month from unfound order by times desc, last_day desc, words limit $1 offset $2)`, math.MaxInt32, mostUnfound)
		return err
	})
	u.mu.Lock()
	defer u.mu.Unlock()
	if err == nil {
		u.forgotten = oldest
		return nil
	}
	for one, times := range counted {
		if len(u.counted) < mostCounted {
			u.counted[one] += times
		}
	}
	return err
}

// oldest is the newest month of which nothing is kept any more.
func (u *Unfound) oldest() string {
	now := u.Now().UTC()
	return time.Date(now.Year(), now.Month()-unfoundMonths, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// MayReadUnfound returns nil for those who may see what was not found: editors
// and administrators of any organisation, and operators.
func MayReadUnfound(actor account.Actor) error {
	if !actor.Known() {
		return account.ErrUnknown
	}
	for _, m := range actor.Memberships() {
		if actor.May(account.Publish, m.Organisation) == nil {
			return nil
		}
	}
	return actor.Operate()
}

// List lists searches without a result that nobody has seen to, those asked most
// first: a part, and how many there are. Those asked only once are not told.
func (u *Unfound) List(ctx context.Context, actor account.Actor, from, most int) (list []UnfoundSearch, total int, err error) {
	if err := MayReadUnfound(actor); err != nil {
		return nil, 0, err
	}
	const told = ` from unfound where month > $1 group by words, language having sum(times) >= $2 and sum(case when done then 0 else 1 end) > 0`
	err = u.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Row(ctx, `select count(*) from (select words`+told+`) as told`, []any{u.oldest(), leastAsked}, &total); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select words, language, sum(times), max(last_day)`+told+` order by sum(times) desc, max(last_day) desc, words, language
			limit $3 offset $4`, u.oldest(), leastAsked, most, from)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one UnfoundSearch
			if err := rows.Scan(&one.Words, &one.Lang, &one.Times, &one.Last); err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, total, err
}

// SeenTo hides a search until it is asked again without a result.
func (u *Unfound) SeenTo(ctx context.Context, actor account.Actor, words string, lang i18n.Lang) error {
	if err := MayReadUnfound(actor); err != nil {
		return err
	}
	return u.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Exec(ctx, `update unfound set done = $3 where words = $1 and language = $2`, words, string(lang), true)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		if err == nil {
			err = account.Record(ctx, tx, actor, account.Act{Verb: "seen_to", Noun: UnfoundNoun, ID: string(lang)})
		}
		if err != nil {
			return err
		}
		return tx.Change(ctx, UnfoundNoun, string(lang))
	})
}
