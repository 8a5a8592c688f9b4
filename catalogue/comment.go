package catalogue

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Comment is what an editor or a reviewer says of a field of a draft. Path is
// the field's as a Difference has it, without a language where the comment is
// about the text in all of them; it is empty for the whole.
type Comment struct {
	ID       string
	Practice string
	Path     string
	Text     string
	By       string // name of the person
	User     string // id of the person; empty for a token
	At       time.Time
	Resolved bool
}

// longest texts of the workflow, in characters
const (
	longComment = 2000
	longNote    = 500
)

// commentOn is a comment that is about to be made.
type commentOn struct{ practice, path, text string }

// AddComment lets somebody who may publish an entry, or give it back, say
// something of a field while it is being written; so may its reviewers.
func (c *Catalogue) AddComment(ctx context.Context, actor account.Actor, id, path, text string) (Comment, error) {
	var added Comment
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, id, account.Publish)
		if err != nil && c.reviewing(ctx, tx, actor, id) != nil {
			return err
		}
		if err := checkComments([]Comment{{Path: path, Text: text}}); err != nil {
			return err
		}
		if err := c.addComment(ctx, tx, actor, commentOn{id, path, text}); err != nil {
			return err
		}
		comments, err := commentsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		added = comments[len(comments)-1]
		if err := tx.Change(ctx, Noun, id); err != nil {
			return err
		}
		return account.Record(ctx, tx, actor, account.Act{Verb: "comment", Noun: Noun, ID: id, Organisation: r.organisation, Detail: FieldOf(path)})
	})
	if err != nil {
		return Comment{}, fmt.Errorf("comment on practice %q: %w", id, err)
	}
	return added, nil
}

// checkComments wants at least one that says something, and each about a field
// that a practice has. Paths of problems count those about fields alone.
func checkComments(comments []Comment) error {
	var problems i18n.Problems
	check := Checker{Problems: &problems}
	check.Most("comments", len(comments), mostRows)
	check.Required("note", slices.ContainsFunc(comments, func(one Comment) bool { return strings.TrimSpace(one.Text) != "" }))
	fields, n := Fields(), 0
	for _, one := range comments {
		if one.Path == "" {
			check.Line("note", one.Text, longComment)
			continue
		}
		at := i18n.At("comments", n)
		n++
		if len(one.Path) > longLine || !slices.Contains(fields, FieldOf(one.Path)) {
			problems.Add(i18n.Join(at, "path"), "unknown_field", "Field", one.Path)
		}
		check.Required(i18n.Join(at, "text"), strings.TrimSpace(one.Text) != "")
		check.Line(i18n.Join(at, "text"), one.Text, longComment)
	}
	return problems.Err()
}

func (c *Catalogue) addComment(ctx context.Context, tx *store.Tx, actor account.Actor, on commentOn) error {
	text := strings.TrimSpace(on.text)
	if text == "" {
		return nil
	}
	id := make([]byte, 8)
	rand.Read(id)
	_, err := tx.Exec(ctx, `insert into practice_comments (id, practice, path, body, user_id, name, at) values ($1, $2, $3, $4, $5, $6, $7)`,
		hex.EncodeToString(id), on.practice, on.path, text, actor.User, actor.Name, store.Time(c.now()))
	return err
}

// ResolveComment marks a comment as dealt with, by those who write. Nothing else
// does: neither submitting nor publishing.
func (c *Catalogue) ResolveComment(ctx context.Context, actor account.Actor, id, comment string) error {
	return c.markComment(ctx, actor, commentMark{id, comment, "resolve", store.Time(c.now())})
}

// ReopenComment takes the mark back, by those who write or whoever has made the
// comment.
func (c *Catalogue) ReopenComment(ctx context.Context, actor account.Actor, id, comment string) error {
	return c.markComment(ctx, actor, commentMark{id, comment, "reopen_comment", ""})
}

// commentMark is what is to be said of a comment: when it was dealt with, empty
// where it was not.
type commentMark struct{ practice, comment, verb, at string }

func (c *Catalogue) markComment(ctx context.Context, actor account.Actor, m commentMark) error {
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, m.practice, account.Write)
		if err != nil && (m.at != "" || c.commented(ctx, tx, actor, m) != nil) {
			return err
		}
		n, err := tx.Exec(ctx, `update practice_comments set resolved_at = $3 where practice = $1 and id = $2`, m.practice, m.comment, m.at)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		if err := tx.Change(ctx, Noun, m.practice); err != nil {
			return err
		}
		return account.Record(ctx, tx, actor, account.Act{Verb: m.verb, Noun: Noun, ID: m.practice, Organisation: r.organisation})
	})
	if err != nil {
		return fmt.Errorf("comment %q on practice %q: %w", m.comment, m.practice, err)
	}
	return nil
}

// commented returns nil for a reviewer at work who has made the comment,
// store.ErrNotFound for all others.
func (c *Catalogue) commented(ctx context.Context, tx *store.Tx, actor account.Actor, m commentMark) error {
	if err := c.reviewing(ctx, tx, actor, m.practice); err != nil {
		return err
	}
	var n int
	return tx.Row(ctx, `select 1 from practice_comments where practice = $1 and id = $2 and user_id = $3`, []any{m.practice, m.comment, actor.User}, &n)
}

// openComments is how many comments on a practice nobody has dealt with.
func openComments(ctx context.Context, tx *store.Tx, practice string) (int, error) {
	var n int
	err := tx.Row(ctx, `select count(*) from practice_comments where practice = $1 and resolved_at = ''`, []any{practice}, &n)
	return n, err
}

// OwnComments lists what a reviewer at work has said of a practice.
func (c *Catalogue) OwnComments(ctx context.Context, actor account.Actor, id string) ([]Comment, error) {
	var own []Comment
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := c.reviewing(ctx, tx, actor, id); err != nil {
			return err
		}
		all, err := commentsOf(ctx, tx, id)
		own = slices.DeleteFunc(all, func(one Comment) bool { return one.User != actor.User })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("comments on practice %q: %w", id, err)
	}
	return own, nil
}

// Comments lists what has been said of a practice's drafts, the oldest first,
// for those who may read them.
func (c *Catalogue) Comments(ctx context.Context, actor account.Actor, id string) ([]Comment, error) {
	var comments []Comment
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.row(ctx, tx, id)
		if err != nil {
			return err
		}
		if actor.May(account.ReadDrafts, r.organisation) != nil {
			return store.ErrNotFound
		}
		comments, err = commentsOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("comments on practice %q: %w", id, err)
	}
	return comments, nil
}

func commentsOf(ctx context.Context, tx *store.Tx, id string) ([]Comment, error) {
	rows, err := tx.Query(ctx, `select id, path, body, user_id, name, at, resolved_at from practice_comments where practice = $1 order by position`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var comments []Comment
	for rows.Next() {
		one := Comment{Practice: id}
		var at, resolved string
		if err := rows.Scan(&one.ID, &one.Path, &one.Text, &one.User, &one.By, &at, &resolved); err != nil {
			return nil, err
		}
		if one.At, err = store.ParseTime(at); err != nil {
			return nil, err
		}
		one.By = personName(one.User, one.By)
		one.Resolved = resolved != ""
		comments = append(comments, one)
	}
	return comments, rows.Err()
}
