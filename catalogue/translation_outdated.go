package catalogue

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// OutdatedText is a text that is older than the original that it translates.
type OutdatedText struct {
	Path  string    // as forms name it
	Since time.Time // when the original changed; zero for a change that is not published
}

// OutdatedIn lists the texts of a published version, or of a draft, that are older
// in a language than the original that they translate.
func (c *Catalogue) OutdatedIn(ctx context.Context, p *Practice, to i18n.Lang) ([]OutdatedText, error) {
	if to == p.OriginalLanguage || !slices.Contains(p.Title.Languages(), to) {
		return nil, nil
	}
	var list []OutdatedText
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		work := func() ([]OutdatedText, error) {
			all, err := c.outdatedIn(ctx, tx, p, to)
			var list []OutdatedText
			for _, t := range all {
				list = append(list, OutdatedText{t.Path, t.Since})
			}
			return list, err
		}
		if p.State != "published" { // somebody may have saved the draft since it was read
			list, err = work()
			return err
		}
		list, err = c.outdated.of(ctx, tx, p.ID, fmt.Sprint(p.Version, to), work)
		return err
	})
	return list, err
}

func (c *Catalogue) outdatedIn(ctx context.Context, tx *store.Tx, p *Practice, to i18n.Lang) ([]Translation, error) {
	past, err := c.past(ctx, tx, p.ID, p.Version)
	if err != nil {
		return nil, err
	}
	notes, err := notedTranslations(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	if p.State == "published" {
		if notes, err = c.notesOf(ctx, tx, p, to, notes); err != nil {
			return nil, err
		}
	} else {
		past = append(past, p)
	}
	before, err := textsBefore(p, past)
	if err != nil {
		return nil, err
	}
	var list []Translation
	for _, t := range translated(p, to, before, notes) {
		if t.State == Outdated {
			list = append(list, t)
		}
	}
	return list, nil
}

// notesOf are the notes that say something of a published version: what somebody
// has noted of a draft that says something else does not.
func (c *Catalogue) notesOf(ctx context.Context, tx *store.Tx, p *Practice, to i18n.Lang, notes map[string]noted) (map[string]noted, error) {
	r, err := c.row(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	draft, err := c.current(ctx, tx, p.ID, r)
	if err != nil {
		return nil, err
	}
	written := map[string]string{}
	for _, f := range Texts(draft) {
		written[f.Stable] = f.Text.In(draft.OriginalLanguage)
	}
	fits := map[string]noted{}
	for _, f := range Texts(p) {
		path := i18n.Join(f.Stable, string(to))
		if n, ok := notes[path]; ok && (n.original == f.Text.In(p.OriginalLanguage) || n.original != written[f.Stable]) {
			fits[path] = n
		}
	}
	return fits, nil
}
