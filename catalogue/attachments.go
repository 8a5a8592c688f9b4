package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// attached checks the attachments of a practice against the files that are kept,
// and takes name, kind and size from what the files really are: whoever sends a
// practice could write anything there.
func (c *Catalogue) attached(p *Practice, problems *i18n.Problems) error {
	var all int64
	// The list may belong to the caller's own practice.
	p.Attachments = slices.Clone(p.Attachments)
	for i := range p.Attachments {
		a, at := &p.Attachments[i], i18n.At("attachments", i)
		kind, err := c.Files.Kind(a.ID)
		var own i18n.Problems
		switch {
		case errors.Is(err, store.ErrNotFound):
			problems.Add(i18n.Join(at, "id"), "no_such_file", "Value", a.ID)
			continue
		case errors.As(err, &own):
			problems.Under(at, own)
			continue
		case err != nil:
			return err
		}
		name, mediaType, err := kind.named(a.Name)
		if errors.As(err, &own) {
			problems.Under(at, own)
			continue
		}
		a.Name, a.MediaType, a.Size = name, mediaType, kind.Size
		all += a.Size
	}
	if all > largestAll {
		problems.Add("attachments", "files_too_large", "Max", largestAll>>20)
	}
	return nil
}

// File is an attachment as it is served.
type File struct {
	Attachment
	Kind
	Content *os.File // the caller closes it
	Public  bool     // part of the published version
}

// PracticeFile opens an attachment for those who may read a version, or the
// draft, that names it; for all others it does not exist.
func (c *Catalogue) PracticeFile(ctx context.Context, actor account.Actor, id, file string) (File, error) {
	a, public, err := c.attachment(ctx, actor, id, file)
	if err == nil {
		f := File{Attachment: a, Public: public}
		if f.Kind, err = c.Files.Kind(a.ID); err == nil {
			f.Content, err = c.Files.Open(a.ID)
		}
		if err == nil {
			return f, nil
		}
	}
	return File{}, fmt.Errorf("file %q of practice %q: %w", file, id, err)
}

// attachment finds the newest text that names a file and that the actor may
// read: the published version, the draft, older versions.
func (c *Catalogue) attachment(ctx context.Context, actor account.Actor, id, file string) (a Attachment, public bool, err error) {
	if !isFileID(file) {
		return a, false, store.ErrNotFound
	}
	named := func(p *Practice) bool {
		i := slices.IndexFunc(p.Attachments, func(a Attachment) bool { return a.ID == file })
		if i >= 0 {
			a = p.Attachments[i]
		}
		return i >= 0
	}
	reads := []func() (*Practice, error){
		func() (*Practice, error) { return c.Practice(ctx, actor, id) },
		func() (*Practice, error) { return c.Draft(ctx, actor, id) },
	}
	for i, read := range reads {
		p, err := read()
		if err == nil && named(p) {
			return a, i == 0, nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return a, false, err
		}
	}
	a, err = c.oldAttachment(ctx, actor, id, file)
	return a, false, err
}

// oldAttachment is a file as the newest version says that names it. The versions
// are read once: anybody may ask for anything.
func (c *Catalogue) oldAttachment(ctx context.Context, actor account.Actor, id, file string) (Attachment, error) {
	var a Attachment
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := c.readable(ctx, tx, actor, id); err != nil {
			return err
		}
		all, err := c.old.of(ctx, tx, id, "", func() (map[string]Attachment, error) { return attachedInVersions(ctx, tx, id) })
		if err != nil {
			return err
		}
		known := false
		if a, known = all[file]; !known {
			return store.ErrNotFound
		}
		return nil
	})
	return a, err
}

func attachedInVersions(ctx context.Context, tx *store.Tx, id string) (map[string]Attachment, error) {
	rows, err := tx.Query(ctx, `select body from practice_versions where practice = $1 order by version`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]Attachment{}
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		var p struct{ Attachments []Attachment }
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			return nil, fmt.Errorf("stored practice: %w", err)
		}
		for _, a := range p.Attachments {
			all[a.ID] = a
		}
	}
	return all, rows.Err()
}

// fileAge is how long a file may be there before a practice names it: somebody
// has sent it and not saved yet, or a bundle is being read.
const fileAge = 24 * time.Hour

// TidyFiles removes the files that have been there for a day and that no draft
// and no version names, nothing that waits for its writer's decision, and no text
// that stood within the last day, since a row that was removed can be brought back. It holds the only place at the database meanwhile, so
// that nobody names a file that is just going.
func (c *Catalogue) TidyFiles(ctx context.Context) error {
	if c.Files == nil {
		return nil
	}
	old, err := c.Files.old(ctx, c.Now().Add(-fileAge))
	if err != nil || len(old) == 0 {
		return err
	}
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		named, err := namedFiles(ctx, tx, c.Now().Add(-fileAge))
		if err != nil {
			return err
		}
		for _, id := range old {
			if named[id] {
				continue
			}
			// It may have been put once more since it was listed.
			info, err := os.Stat(c.Files.path(id))
			if err == nil && info.ModTime().Before(c.Now().Add(-fileAge)) {
				err = os.Remove(c.Files.path(id))
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		return nil
	})
}

// namedFiles are the ids of all files that a text names which somebody may still
// go on from.
func namedFiles(ctx context.Context, tx *store.Tx, since time.Time) (map[string]bool, error) {
	named := map[string]bool{}
	rows, err := tx.Query(ctx, `select draft from practices where draft is not null union all select body from practice_versions
		union all select body from practice_pending union all select base from practice_pending
		union all select body from practice_saves where at >= $1`, store.Time(since))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		var p struct{ Attachments []Attachment }
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			return nil, err
		}
		for _, a := range p.Attachments {
			named[a.ID] = true
		}
	}
	return named, rows.Err()
}
