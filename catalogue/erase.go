package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Erasable is a practice whose contact person may be erased, for those who may
// do so: every person that one of its versions or its draft names as a contact,
// and where else its texts mention them.
type Erasable struct {
	ID      string
	Title   i18n.Text
	Persons []string
	Left    []Place
	Writes  bool // whether the actor may change its texts, too
}

// verbErase is how the trail calls that a contact person was erased.
const verbErase = "erase"

// Erasable returns whom EraseContact would erase.
func (c *Catalogue) Erasable(ctx context.Context, actor account.Actor, id string) (Erasable, error) {
	e := Erasable{ID: id}
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.mayErase(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		e.Writes = actor.May(account.Write, r.organisation) == nil
		var people []Contact
		err = eachBody(ctx, tx, id, func(b body) error {
			if e.Title.Empty() || b.key == "" {
				e.Title = b.practice.Title
			}
			if name := personOf(b.practice.Contact); name != "" && !slices.Contains(e.Persons, name) {
				e.Persons = append(e.Persons, name)
			}
			people = append(people, b.practice.Contact)
			return nil
		})
		if err != nil {
			return err
		}
		e.Left, err = leftOf(ctx, tx, actor, id, soughtOf(people))
		return err
	})
	if err != nil {
		return e, fmt.Errorf("practice %q: %w", id, err)
	}
	return e, nil
}

// NamesContact tells whether there is somebody whom the actor may erase: for
// pages that offer it.
func (c *Catalogue) NamesContact(ctx context.Context, actor account.Actor, id string) (bool, error) {
	named := false
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := c.mayErase(ctx, tx, actor, id)
		if err == nil {
			named, err = c.named.of(ctx, tx, id, "", func() (bool, error) { return namesPerson(ctx, tx, id) })
		}
		return err
	})
	if errors.Is(err, account.ErrDenied) || errors.Is(err, account.ErrUnknown) || errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return named, err
}

// namesPerson tells whether the draft or a version names a person to ask.
func namesPerson(ctx context.Context, tx *store.Tx, id string) (named bool, err error) {
	err = eachBody(ctx, tx, id, func(b body) error {
		named = named || personOf(b.practice.Contact) != ""
		return nil
	})
	return named, err
}

// mayErase is for those who publish for the entry's organisation, and for
// operators, whom a person may ask.
func (c *Catalogue) mayErase(ctx context.Context, tx *store.Tx, actor account.Actor, id string) (row, error) {
	if actor.Operate() == nil {
		return c.row(ctx, tx, id)
	}
	return c.changeable(ctx, tx, actor, id, account.Publish)
}

// personOf names the person of a contact by what there is of one.
func personOf(c Contact) string {
	for _, s := range []string{c.Name, c.Email, c.Phone} {
		if s != "" {
			return s
		}
	}
	return ""
}

// EraseContact takes the contact person out of all versions of a practice, its
// draft and the saves kept of it, and leaves the date instead. It is the one
// exception to versions that never change. A contact entered later is another
// matter; a bundle does not bring the person back. Out of comments the person
// is taken, too; other texts in which they are mentioned are returned.
func (c *Catalogue) EraseContact(ctx context.Context, actor account.Actor, id string) ([]Place, error) {
	return c.erase(ctx, actor, id, []string{"practice_comments"})
}

// ErasePerson is EraseContact, and takes the person out of all texts of the
// practice: there a mark stands instead of them.
func (c *Catalogue) ErasePerson(ctx context.Context, actor account.Actor, id string) ([]Place, error) {
	return c.erase(ctx, actor, id, textTables())
}

// erase erases the contact, and the person out of the texts of some tables.
func (c *Catalogue) erase(ctx context.Context, actor account.Actor, id string, tables []string) ([]Place, error) {
	var left []Place
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := c.mayErase(ctx, tx, actor, id); err != nil {
			return err
		}
		r, err := c.row(ctx, tx, id)
		if err != nil {
			return err
		}
		people, err := c.eraseContact(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return i18n.Problems{{Key: "nothing_to_erase"}}
		}
		sought := soughtOf(people)
		for _, table := range tables {
			if err := blacken(ctx, tx, table, id, sought); err != nil {
				return err
			}
		}
		if left, err = leftOf(ctx, tx, actor, id, sought); err != nil {
			return err
		}
		act := account.Act{Verb: verbErase, Noun: Noun, ID: id, Organisation: r.organisation}
		if err := account.Record(ctx, tx, actor, act); err != nil {
			return err
		}
		return tx.Change(ctx, Noun, id)
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", id, err)
	}
	return left, nil
}

// eraseContact replaces the contact wherever it names somebody, and returns
// whom it named. The revision rises: a form that was open before must not save
// the person again.
func (c *Catalogue) eraseContact(ctx context.Context, tx *store.Tx, id string) ([]Contact, error) {
	if _, err := c.leave(ctx, tx, id); err != nil {
		return nil, err
	}
	if err := forgetSaves(ctx, tx, id); err != nil {
		return nil, err
	}
	var found []body
	for _, place := range append(bodies(), workingCopies()...) {
		err := eachRow(ctx, tx, id, place, func(b body) error {
			if personOf(b.practice.Contact) != "" {
				found = append(found, b)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	today := c.now().Format(time.DateOnly)
	var people []Contact
	for _, b := range found {
		people = append(people, b.practice.Contact)
		b.practice.Contact = Contact{Erased: today}
		text, err := encode(b.practice)
		if err != nil {
			return nil, err
		}
		if _, err := tx.Exec(ctx, b.update, id, text, b.key); err != nil {
			return nil, err
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	if err := deleteDocumentNaming(ctx, tx, id, soughtOf(people)); err != nil {
		return nil, err
	}
	_, err := tx.Exec(ctx, `update practices set erased_revision = revision, revision = revision + 1 where id = $1`, id)
	return people, err
}

// forgetSaves deletes what an entry's draft was before: going through thousands
// of saves would keep everybody else from saving meanwhile. The newest stays,
// because forms that are open are merged on it.
func forgetSaves(ctx context.Context, tx *store.Tx, id string) error {
	_, err := tx.Exec(ctx, `delete from practice_saves where practice = $1
		and revision < (select max(s.revision) from practice_saves s where s.practice = $1)`, id)
	return err
}

// body is one text of a practice wherever it is kept, and how it is replaced.
type body struct {
	practice *Practice
	key      string // version or the like; empty for the draft
	update   string
}

// bodies lists where texts of a practice are kept.
func bodies() [][2]string {
	return [][2]string{
		{`select '', draft from practices where id = $1 and draft is not null`,
			`update practices set draft = $2 where id = $1 and $3 = ''`},
		{`select cast(version as text), body from practice_versions where practice = $1 order by version desc`,
			`update practice_versions set body = $2 where practice = $1 and cast(version as text) = $3`},
	}
}

// workingCopies lists where recent states of a draft are kept while it is
// written.
func workingCopies() [][2]string {
	return [][2]string{
		{`select cast(revision as text), body from practice_saves where practice = $1 order by revision desc`,
			`update practice_saves set body = $2 where practice = $1 and cast(revision as text) = $3`},
		{`select user_id, body from practice_pending where practice = $1`, `update practice_pending set body = $2 where practice = $1 and user_id = $3`},
		{`select user_id, base from practice_pending where practice = $1`, `update practice_pending set base = $2 where practice = $1 and user_id = $3`},
	}
}

func eachBody(ctx context.Context, tx *store.Tx, id string, f func(body) error) error {
	for _, place := range bodies() {
		if err := eachRow(ctx, tx, id, place, f); err != nil {
			return err
		}
	}
	return nil
}

func eachRow(ctx context.Context, tx *store.Tx, id string, place [2]string, f func(body) error) error {
	rows, err := tx.Query(ctx, place[0], id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		b := body{practice: &Practice{}, update: place[1]}
		var text string
		if err := rows.Scan(&b.key, &text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), b.practice); err != nil {
			return fmt.Errorf("stored practice: %w", err)
		}
		if err := f(b); err != nil {
			return err
		}
	}
	return rows.Err()
}

// keepErased holds a bundle to what has been erased. It brings nobody into an
// entry from which somebody was erased, since nobody knows any more who that
// was; and where the bundle says that the person was erased, they are erased
// here from all versions, too, unless that has been done since: then whoever is
// named was written down later.
func (c *Catalogue) keepErased(ctx context.Context, tx *store.Tx, actor account.Actor, p, stored *Practice) error {
	erased, err := c.erasedOn(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if p.Contact.Erased > erased {
		if actor.May(account.Publish, stored.Organisation) != nil {
			return nil
		}
		if named, err := namesPerson(ctx, tx, p.ID); err != nil || !named {
			return err
		}
		people, err := c.eraseContact(ctx, tx, p.ID)
		if err != nil || len(people) == 0 {
			return err
		}
		if err := blacken(ctx, tx, "practice_comments", p.ID, soughtOf(people)); err != nil {
			return err
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: verbErase, Noun: Noun, ID: p.ID, Organisation: stored.Organisation}); err != nil {
			return err
		}
		return tx.Change(ctx, Noun, p.ID)
	}
	if erased != "" {
		p.Contact = stored.Contact
	}
	return nil
}

// erasedOn is the day on which somebody was last erased from an entry, "" where
// nobody was.
func (c *Catalogue) erasedOn(ctx context.Context, tx *store.Tx, id string) (string, error) {
	var at string
	err := tx.Row(ctx, `select coalesce(max(at), '') from trail where noun = $1 and id = $2 and act = $3`, []any{Noun, id, verbErase}, &at)
	if err != nil || at == "" {
		return "", err
	}
	t, err := store.ParseTime(at)
	return t.In(c.now().Location()).Format(time.DateOnly), err
}
