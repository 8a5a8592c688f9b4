package catalogue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// The states of a text in a language.
const (
	Translated  = "translated" // and the original says what it said then
	Outdated    = "outdated"   // the original has changed since
	MachineText = "machine"    // nobody has checked it
	Missing     = "missing"
)

// Translation is one text in the language that it was written in and in another.
type Translation struct {
	TextField
	Original string
	From     i18n.Lang // the language of Original
	To       i18n.Lang // that of Into
	Into     string    // the translation
	State    string
	Machine  bool      // also where it is outdated
	Then     string    // what the original said when an outdated translation was made
	Since    time.Time // when that changed; zero for a change that is not published
}

// Translations are the texts of an entry in one language beside the original.
type Translations struct {
	Practice *Practice // the draft, else the newest version
	To       i18n.Lang
	Texts    []Translation
}

// Count tells how far a translation has come: of each state how many texts there
// are, together as many as the original has.
type Count struct {
	To                                 i18n.Lang
	Current, Outdated, Machine, Absent int
}

// Begun tells whether anything is translated.
func (n Count) Begun() bool { return n.Current+n.Outdated+n.Machine > 0 }

// Finished tells whether everything is, and as the original has it today.
func (n Count) Finished() bool { return n.Outdated+n.Machine+n.Absent == 0 }

// Count counts the texts that the original has.
func (t *Translations) Count() Count {
	n := Count{To: t.To}
	for _, one := range t.Texts {
		if one.Original == "" {
			continue
		}
		switch one.State {
		case Translated:
			n.Current++
		case Missing:
			n.Absent++
		case Outdated:
			n.Outdated++
		case MachineText:
			n.Machine++
		}
	}
	return n
}

// Translations returns what is written in a language beside the original, text
// by text in the order of the sections, for those who may write the entry. For
// the original's own language it is store.ErrNotFound.
func (c *Catalogue) Translations(ctx context.Context, actor account.Actor, id string, to i18n.Lang) (*Translations, error) {
	all, err := c.translations(ctx, actor, id, to)
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("translation of practice %q: %w", id, err)
	}
	return &all[0], nil
}

// TranslationCounts tells for each language but the original's how far the
// translation of an entry has come.
func (c *Catalogue) TranslationCounts(ctx context.Context, actor account.Actor, id string) ([]Count, error) {
	all, err := c.translations(ctx, actor, id, i18n.Langs()...)
	if err != nil {
		return nil, fmt.Errorf("translations of practice %q: %w", id, err)
	}
	var counts []Count
	for i := range all {
		counts = append(counts, all[i].Count())
	}
	return counts, nil
}

func (c *Catalogue) translations(ctx context.Context, actor account.Actor, id string, to ...i18n.Lang) ([]Translations, error) {
	var all []Translations
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.Write)
		if err != nil {
			return err
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil {
			return err
		}
		past, err := c.past(ctx, tx, id, r.version)
		if err != nil {
			return err
		}
		if r.draft != "" {
			past = append(past, p)
		} else if len(past) > 0 && r.state == "published" {
			past[len(past)-1] = p // the same text
		}
		before, err := textsBefore(p, past)
		if err != nil {
			return err
		}
		noted, err := notedTranslations(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, lang := range to {
			if lang == p.OriginalLanguage {
				continue
			}
			all = append(all, Translations{Practice: p, To: lang, Texts: translated(p, lang, before, noted)})
		}
		return nil
	})
	return all, err
}

// past are the versions of a practice up to one, the oldest first.
func (c *Catalogue) past(ctx context.Context, tx *store.Tx, id string, last int) ([]*Practice, error) {
	rows, err := tx.Query(ctx, `select body from practice_versions where practice = $1 and version <= $2 order by version`, id, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var past []*Practice
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		p, err := c.decode(body)
		if err != nil {
			return nil, err
		}
		past = append(past, p)
	}
	return past, rows.Err()
}

// noted is what the original said when a translation was made or confirmed.
type noted struct{ original, fingerprint string }

func notedTranslations(ctx context.Context, tx *store.Tx, id string) (map[string]noted, error) {
	rows, err := tx.Query(ctx, `select path, original, fingerprint from translations where practice = $1`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]noted{}
	for rows.Next() {
		var path string
		var n noted
		if err := rows.Scan(&path, &n.original, &n.fingerprint); err != nil {
			return nil, err
		}
		all[path] = n
	}
	return all, rows.Err()
}

// Fingerprint stands for a text, so that it can be seen whether it has changed.
func Fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// earlier is a version and its texts, by the stable paths that they have now.
type earlier struct {
	*Practice
	texts map[string]i18n.Text
}

// textsBefore are the texts of all versions, the oldest first; what is being
// written counts as the next one.
func textsBefore(p *Practice, past []*Practice) ([]earlier, error) {
	before := make([]earlier, len(past))
	since := []moves{} // from a version to the next, the last first
	for i, next := len(past)-1, p; i >= 0; i, next = i-1, past[i] {
		if past[i] != next {
			m, err := movesOf(past[i], next)
			if err != nil {
				return nil, err
			}
			since = append(since, m)
		}
		before[i] = earlier{past[i], map[string]i18n.Text{}}
		for _, f := range Texts(past[i]) {
			path := f.Stable
			for _, m := range slices.Backward(since) {
				path = m.of(path)
			}
			before[i].texts[path] = f.Text
		}
	}
	return before, nil
}

// translated works out the state of each text.
func translated(p *Practice, to i18n.Lang, before []earlier, noted map[string]noted) []Translation {
	var list []Translation
	for _, f := range Texts(p) {
		t := Translation{TextField: f, To: to, Into: f.Text.In(to)}
		t.Original, t.From = f.Text.Set(to, "").Best(p.OriginalLanguage)
		if t.Original == "" && t.Into == "" {
			continue
		}
		path := i18n.Join(f.Stable, string(to))
		t.Machine = slices.Contains(p.Machine, path) || slices.Contains(p.Machine, i18n.Join(f.Path, string(to)))
		if n, ok := noted[path]; ok && n.fingerprint == Fingerprint(t.Into) {
			t.Then = n.original
		} else if i := madeIn(before, f.Stable, to); i >= 0 {
			t.Then = before[i].texts[f.Stable].In(t.From)
		}
		t.State = stateOf(&t)
		if t.State == Outdated {
			t.Since = changedSince(before, &t)
		} else {
			t.Then = ""
		}
		list = append(list, t)
	}
	return list
}

func stateOf(t *Translation) string {
	switch {
	case t.Into == "":
		return Missing
	case t.Then != "" && t.Original != "" && t.Then != t.Original:
		return Outdated
	case t.Machine:
		return MachineText
	}
	return Translated
}

// madeIn is the place of the version in which a translation got its text of
// today, -1 where there are no versions.
func madeIn(versions []earlier, path string, to i18n.Lang) int {
	i := len(versions) - 1
	for i > 0 && versions[i-1].texts[path].In(to) == versions[i].texts[path].In(to) {
		i--
	}
	return i
}

// changedSince is when the version was published in which the original first
// said something else than when the translation was made.
func changedSince(versions []earlier, t *Translation) time.Time {
	for i := len(versions) - 1; i >= 0; i-- {
		if versions[i].texts[t.Stable].In(t.From) == t.Then {
			if i+1 < len(versions) && versions[i+1].State == "published" {
				return versions[i+1].PublishedAt
			}
			break
		}
	}
	return time.Time{}
}

// noteTranslations remembers, when a draft is saved, what the original says for
// translations that were written in it, and what it said until now for those
// that were left as they were. What is noted follows its rows. It joins the
// transaction of the save, before it.
func (c *Catalogue) noteTranslations(ctx context.Context, tx *store.Tx, before, p *Practice) error {
	m, err := movesOf(before, p)
	if err != nil {
		return err
	}
	if err := c.followRows(ctx, tx, p.ID, m); err != nil {
		return err
	}
	old, from := m.textsAs(before), p.OriginalLanguage
	for _, f := range Texts(p) {
		was := old[f.Stable]
		if strings.HasPrefix(f.Stable, "contact.") || was == f.Text {
			continue // who may have to be forgotten is noted nowhere
		}
		for _, to := range i18n.Langs() {
			path := i18n.Join(f.Stable, string(to))
			switch into := f.Text.In(to); {
			case to == from || into == "":
			case was.Empty(): // new, or back again with what was noted
				err = c.noteOnce(ctx, tx, p.ID, path, noted{f.Text.In(from), Fingerprint(into)})
			case into != was.In(to):
				err = c.noteTranslation(ctx, tx, p.ID, path, noted{f.Text.In(from), Fingerprint(into)})
			case was.In(from) != f.Text.In(from):
				err = c.noteOnce(ctx, tx, p.ID, path, noted{was.In(from), Fingerprint(into)})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Catalogue) noteTranslation(ctx context.Context, tx *store.Tx, id, path string, n noted) error {
	_, err := tx.Exec(ctx, `insert into translations (practice, path, original, fingerprint, at) values ($1, $2, $3, $4, $5)
		on conflict (practice, path) do update set original = excluded.original, fingerprint = excluded.fingerprint, at = excluded.at`,
		id, path, n.original, n.fingerprint, store.Time(c.now()))
	return err
}

// noteOnce keeps what is noted about the same translation already: the original
// may change many times after it.
func (c *Catalogue) noteOnce(ctx context.Context, tx *store.Tx, id, path string, n noted) error {
	_, err := tx.Exec(ctx, `insert into translations (practice, path, original, fingerprint, at) values ($1, $2, $3, $4, $5)
		on conflict (practice, path) do update set original = excluded.original, fingerprint = excluded.fingerprint, at = excluded.at
		where translations.fingerprint <> excluded.fingerprint`,
		id, path, n.original, n.fingerprint, store.Time(c.now()))
	return err
}
