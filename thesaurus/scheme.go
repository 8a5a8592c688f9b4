package thesaurus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
)

// Scheme is a thesaurus that others publish, read from a file.
type Scheme struct {
	Name     string
	File     string
	At       time.Time
	User     string // who; empty for a command on the machine itself
	Concepts int
	Named    bool   // somebody chose the name, which may stand for another file so far
	Own      int    // concepts of the file that are ours already and are left out
	Before   string // the file that it has taken the place of, empty where there was none

	edition string
}

// Read is a thesaurus read from a file.
type Read struct {
	*language.Thesaurus
	Labels map[i18n.Lang]int
}

// MostBytes bounds a file that is read.
const MostBytes = 300 << 20

// ReadFile reads a SKOS thesaurus in Turtle, or a table, by the ending of the
// file's name. What is wrong is an i18n.Problems with its line.
func ReadFile(name string, r io.Reader) (Read, error) {
	read := Read{&language.Thesaurus{}, map[i18n.Lang]int{}}
	bounded := &io.LimitedReader{R: r, N: MostBytes + 1}
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ttl":
		err = read.ReadTurtle(bounded)
	case ".tsv":
		err = read.ReadTable(bounded)
	default:
		err = i18n.Problems{{Key: "skos_ending", Args: map[string]any{"Name": filepath.Base(name)}}}
	}
	if bounded.N == 0 {
		return read, i18n.Problems{{Key: "skos_big", Args: map[string]any{"Max": MostBytes >> 20}}}
	}
	if err != nil {
		return read, err
	}
	for _, c := range read.Concepts {
		for _, label := range c.Labels {
			read.Labels[i18n.Langs()[label.Lang]]++
		}
	}
	if len(read.Concepts) == 0 {
		return read, i18n.Problems{{Key: "skos_empty"}}
	}
	return read, nil
}

// SchemeName is the name of a thesaurus that a file is read as unless told.
func SchemeName(file string) string {
	base := filepath.Base(file)
	return i18n.Slug(strings.TrimSuffix(base, filepath.Ext(base)))
}

// storedConcept is a concept of another thesaurus as it is stored.
type storedConcept struct {
	ID      string           `json:"id"`
	Labels  []language.Label `json:"labels"`
	Broader []string         `json:"broader,omitempty"`
	Related []string         `json:"related,omitempty"`
	Note    i18n.Text        `json:"note,omitzero"`
}

// partSize is how many concepts stand in a row.
const partSize = 500

// stored are concepts as they are stored, some in a row, and a mark of all.
func stored(concepts []*language.Concept) (parts []string, edition string, err error) {
	sum := sha256.New()
	for some := range slices.Chunk(concepts, partSize) {
		var list []storedConcept
		for _, c := range some {
			list = append(list, storedConcept{c.ID, c.Labels, c.Broader, c.Related, c.Note})
		}
		body, err := json.Marshal(list)
		if err != nil {
			return nil, "", err
		}
		sum.Write(body)
		parts = append(parts, string(body))
	}
	return parts, hex.EncodeToString(sum.Sum(nil)[:12]), nil
}

// Import stores a thesaurus under a name, in the place of one that has it
// already, without the concepts that are ours: they would be found twice. One that was read from a file of another name is replaced only when
// the name was chosen.
func (t *Thesaurus) Import(ctx context.Context, actor account.Actor, s Scheme, read Read) (Scheme, error) {
	if err := actor.Operate(); err != nil {
		return s, err
	}
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" || len(s.Name) > 80 {
		return s, i18n.Problems{{Path: "name", Key: "required"}}
	}
	ours, err := t.Concepts(ctx)
	if err != nil {
		return s, err
	}
	own := known(ours)
	others := slices.DeleteFunc(slices.Clone(read.Thesaurus.Concepts), func(c *language.Concept) bool { return own[c.ID].ID != "" })
	if s.Own = len(read.Thesaurus.Concepts) - len(others); len(others) == 0 {
		return s, i18n.Problems{{Key: "skos_own"}}
	}
	parts, edition, err := stored(others)
	if err != nil {
		return s, err
	}
	s.At, s.User, s.Concepts, s.edition = t.Now(), actor.User, len(others), edition
	err = t.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		err := tx.Each(ctx, `select file from schemes where name = $1`, []any{s.Name}, func(row map[string]string) error {
			s.Before = row["file"]
			return nil
		})
		if err == nil && s.Before != "" && s.Before != s.File && !s.Named {
			err = i18n.Problems{{Path: "name", Key: "skos_taken", Args: map[string]any{"Name": s.Name, "File": s.Before}}}
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from schemes where name = $1`, s.Name); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into schemes (name, file, at, user_id, concepts, edition) values ($1, $2, $3, $4, $5, $6)`,
			s.Name, s.File, store.Time(s.At), s.User, s.Concepts, s.edition)
		for i, body := range parts {
			if err == nil {
				_, err = tx.Exec(ctx, `insert into scheme_concepts (scheme, part, body) values ($1, $2, $3)`, s.Name, i, body)
			}
		}
		if err != nil {
			return err
		}
		return recorded(ctx, tx, actor, "import", s.Name)
	})
	return s, err
}

// Remove takes an imported thesaurus out again; store.ErrNotFound when there is
// none of that name.
func (t *Thesaurus) Remove(ctx context.Context, actor account.Actor, name string) error {
	if err := actor.Operate(); err != nil {
		return err
	}
	return t.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Exec(ctx, `delete from schemes where name = $1`, name)
		if err == nil && n == 0 {
			err = fmt.Errorf("thesaurus %q: %w", name, store.ErrNotFound)
		}
		if err != nil {
			return err
		}
		return recorded(ctx, tx, actor, "delete", name)
	})
}

// Schemes are the imported thesauri, by name.
func (t *Thesaurus) Schemes(ctx context.Context) (list []Scheme, err error) {
	err = t.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = schemesOf(ctx, tx)
		return err
	})
	return list, err
}

func schemesOf(ctx context.Context, tx *store.Tx) (list []Scheme, err error) {
	rows, err := tx.Query(ctx, `select name, file, at, user_id, concepts, edition from schemes order by name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Scheme
		var at string
		if err := rows.Scan(&s.Name, &s.File, &at, &s.User, &s.Concepts, &s.edition); err != nil {
			return nil, err
		}
		if s.At, err = store.ParseTime(at); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// imported is a stored thesaurus, read anew only where it has changed.
func (t *Thesaurus) imported(ctx context.Context, tx *store.Tx, s Scheme) (*language.Thesaurus, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one, ok := t.held[s.Name]; ok && one.edition == s.edition {
		return one.read, nil
	}
	read := &language.Thesaurus{Name: s.Name}
	rows, err := tx.Query(ctx, `select body from scheme_concepts where scheme = $1 order by part`, s.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		var list []storedConcept
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			return nil, err
		}
		for _, c := range list {
			read.Add(language.Concept{ID: c.ID, Labels: c.Labels, Broader: c.Broader, Related: c.Related, Note: c.Note})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	t.held[s.Name] = held{s.edition, read}
	return read, nil
}

// forget lets go of thesauri that have been taken out.
func (t *Thesaurus) forget(kept []Scheme) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for name := range t.held {
		if !slices.ContainsFunc(kept, func(s Scheme) bool { return s.Name == name }) {
			delete(t.held, name)
		}
	}
}
