package catalogue

import (
	"context"
	"fmt"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Document is what a practice is written from. It belongs to those who write
// the practice and is never published. Body is text as exchange reads it, in
// JSON.
type Document struct {
	Body    string
	At      time.Time
	Choices map[string]string // suggestion → taken, dismissed
}

// The choices about a suggestion.
const (
	Taken     = "taken"
	Dismissed = "dismissed"
)

// mostChoices is more than there are suggestions of one document.
const mostChoices = 1000

// AddWithDocument adds a practice that begins with a document.
func (c *Catalogue) AddWithDocument(ctx context.Context, actor account.Actor, p Practice, body string) (*Practice, error) {
	var added *Practice
	err := c.store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
		var err error
		if added, err = c.Add(ctx, actor, p); err != nil {
			return err
		}
		return c.AddDocument(ctx, actor, added.ID, body)
	})
	return added, err
}

// AddDocument puts a document beside a practice that has none; store.ErrConflict
// where it has one.
func (c *Catalogue) AddDocument(ctx context.Context, actor account.Actor, practice, body string) error {
	return c.document(ctx, actor, practice, "add_document", func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into practice_documents (practice, body, added_at) values ($1, $2, $3)`, practice, body, store.Time(c.now()))
		return err
	})
}

// DeleteDocument removes the document and what was decided about it.
func (c *Catalogue) DeleteDocument(ctx context.Context, actor account.Actor, practice string) error {
	return c.document(ctx, actor, practice, "delete_document", func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from practice_documents where practice = $1`, practice)
		return err
	})
}

// document changes what is beside a practice, for those who may write it.
func (c *Catalogue) document(ctx context.Context, actor account.Actor, practice, verb string, write func(context.Context, *store.Tx) error) error {
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.changeable(ctx, tx, actor, practice, account.Write)
		if err != nil {
			return err
		}
		if err := write(ctx, tx); err != nil {
			return err
		}
		if err := account.Record(ctx, tx, actor, account.Act{Verb: verb, Noun: Noun, ID: practice, Organisation: r.organisation}); err != nil {
			return err
		}
		return tx.Change(ctx, "document", practice)
	})
	if err != nil {
		return fmt.Errorf("document of practice %q: %w", practice, err)
	}
	return nil
}

// Document returns the document beside a practice for those who may write the
// practice; store.ErrNotFound where there is none.
func (c *Catalogue) Document(ctx context.Context, actor account.Actor, practice string) (*Document, error) {
	d := &Document{Choices: map[string]string{}}
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := c.changeable(ctx, tx, actor, practice, account.Write); err != nil {
			return err
		}
		var at string
		err := tx.Row(ctx, `select body, added_at from practice_documents where practice = $1`, []any{practice}, &d.Body, &at)
		if err != nil {
			return err
		}
		if d.At, err = store.ParseTime(at); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select suggestion, choice from practice_document_choices where practice = $1`, practice)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var suggestion, choice string
			if err := rows.Scan(&suggestion, &choice); err != nil {
				return err
			}
			d.Choices[suggestion] = choice
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("document of practice %q: %w", practice, err)
	}
	return d, nil
}

// TakeSuggestions stores the practice with what was taken over from its
// document, as Change does, and remembers which suggestions that were.
func (c *Catalogue) TakeSuggestions(ctx context.Context, actor account.Actor, p Practice, suggestions []string) (*Practice, error) {
	var changed *Practice
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if changed, err = c.Change(ctx, actor, p); err != nil {
			return err
		}
		for _, one := range suggestions {
			if err := choose(ctx, tx, p.ID, one, Taken); err != nil {
				return err
			}
		}
		return nil
	})
	return changed, err
}

// ChooseSuggestion remembers a decision about a suggestion; an empty choice
// forgets it, so that the suggestion is offered again.
func (c *Catalogue) ChooseSuggestion(ctx context.Context, actor account.Actor, practice, suggestion, choice string) error {
	return c.document(ctx, actor, practice, "choose_suggestion", func(ctx context.Context, tx *store.Tx) error {
		return choose(ctx, tx, practice, suggestion, choice)
	})
}

func choose(ctx context.Context, tx *store.Tx, practice, suggestion, choice string) error {
	var documents, choices int
	if err := tx.Row(ctx, `select count(*) from practice_documents where practice = $1`, []any{practice}, &documents); err != nil {
		return err
	}
	if err := tx.Row(ctx, `select count(*) from practice_document_choices where practice = $1`, []any{practice}, &choices); err != nil {
		return err
	}
	switch {
	case documents == 0:
		return store.ErrConflict // removed meanwhile
	case choice == "":
		_, err := tx.Exec(ctx, `delete from practice_document_choices where practice = $1 and suggestion = $2`, practice, suggestion)
		return err
	case choice != Taken && choice != Dismissed || choices >= mostChoices || len(suggestion) > 40:
		return i18n.Problems{{Path: "choice", Key: "unknown_value", Args: map[string]any{"Value": choice, "Scheme": "choice"}}}
	}
	_, err := tx.Exec(ctx, `insert into practice_document_choices (practice, suggestion, choice) values ($1, $2, $3)
		on conflict (practice, suggestion) do update set choice = excluded.choice`, practice, suggestion, choice)
	return err
}
