package catalogue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Mention is a thing in which somebody occurs, and the places where they do.
type Mention struct {
	Noun   string    `json:"noun"`
	ID     string    `json:"id"`
	Title  i18n.Text `json:"title,omitzero"`
	Places []Place   `json:"places"`
}

// Place is a table of the database and, where the same stands in several parts
// of a thing, which ones: versions, saves, fields. Fields are paths with what
// stands there around the person.
type Place struct {
	In     string            `json:"in"`
	Parts  []string          `json:"parts,omitempty"`
	Fields map[string]string `json:"fields"`
}

// Paths are the fields of a place, in order.
func (p Place) Paths() []string { return slices.Sorted(maps.Keys(p.Fields)) }

// Mentions lists all that the database keeps in which a name, an e-mail address
// or a phone number occurs: for operators, who answer people that ask what is
// kept about them. Every column of every table is looked through but those
// that are named with a reason (see Unsearched).
func (c *Catalogue) Mentions(ctx context.Context, actor account.Actor, words string) ([]Mention, error) {
	if err := actor.Operate(); err != nil {
		return nil, err
	}
	found := mentions{sought: []Sought{Seek(words)}, known: map[[2]string]*Mention{}}
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if err := found.look(ctx, tx, table, ""); err != nil {
				return err
			}
		}
		return c.entitle(ctx, tx, found)
	})
	return found.list(), err
}

// mentions are what is found of those who are sought.
type mentions struct {
	sought  []Sought
	columns []string // the only ones that are looked through; nil: all
	known   map[[2]string]*Mention
}

// look looks through a table, or what it has of one practice.
func (m mentions) look(ctx context.Context, tx *store.Tx, table, practice string) error {
	k, ok := KeptIn()[table]
	if !ok {
		k.noun = table
	}
	return rowsOf(ctx, tx, table, practice, func(row map[string]string) error {
		fields := map[string]string{}
		for column, text := range row {
			if isSearched(table, column) && (m.columns == nil || slices.Contains(m.columns, column)) {
				m.occur(column, text, fields)
			}
		}
		if len(fields) == 0 {
			return nil
		}
		key := [2]string{k.noun, row[k.id]}
		if m.known[key] == nil {
			m.known[key] = &Mention{Noun: k.noun, ID: row[k.id]}
		}
		m.known[key].add(table, row[k.part], fields)
		return nil
	})
}

// rowsOf calls f with the rows of a table, or with those of one practice that an
// erasure leaves: of the saves the newest.
func rowsOf(ctx context.Context, tx *store.Tx, table, practice string, f func(map[string]string) error) error {
	if practice == "" {
		return rowsWhere(ctx, tx, table, "true", nil, f)
	}
	condition := KeptIn()[table].id + " = $1"
	if table == "practice_saves" {
		condition += " and revision = (select max(s.revision) from practice_saves s where s.practice = $1)"
	}
	return rowsWhere(ctx, tx, table, condition, []any{practice}, f)
}

// rowsWhere calls f with the rows of a table for which a condition holds.
func rowsWhere(ctx context.Context, tx *store.Tx, table, condition string, args []any, f func(map[string]string) error) error {
	return tx.Each(ctx, `select * from `+cmp.Or(KeptIn()[table].from, table)+` where `+condition, args, f)
}

// add adds a place, to the one that says the same where there is one.
func (m *Mention) add(table, part string, fields map[string]string) {
	for i := range m.Places {
		if p := &m.Places[i]; p.In == table && maps.Equal(p.Fields, fields) {
			if part != "" && !slices.Contains(p.Parts, part) {
				p.Parts = append(p.Parts, part)
			}
			return
		}
	}
	place := Place{In: table, Fields: fields}
	if part != "" {
		place.Parts = []string{part}
	}
	m.Places = append(m.Places, place)
}

// occur puts into fields where somebody who is sought occurs in a column: in
// the parts of a document, or in a text.
func (m mentions) occur(column, text string, fields map[string]string) {
	if folded := i18n.Fold(text); !slices.ContainsFunc(m.sought, func(s Sought) bool { return s.mayBeIn(folded) }) {
		return
	}
	var tree any
	if text != "" && (text[0] == '{' || text[0] == '[') && json.Unmarshal([]byte(text), &tree) == nil {
		path := column
		if column == "body" || column == "draft" {
			path = ""
		}
		m.walk(path, tree, fields)
		return
	}
	m.walk(column, text, fields)
}

func (m mentions) walk(path string, v any, fields map[string]string) {
	if text, ok := v.(string); ok {
		r := read(text)
		for _, one := range m.sought {
			if at := one.in(r); len(at) > 0 {
				fields[path] = excerpt(text, at[0])
				break
			}
		}
	}
	named, _ := parts(v)
	for name, part := range named {
		m.walk(i18n.Join(path, name), part, fields)
	}
	if contact := named["contact"]; contact != nil {
		wholeContact(i18n.Join(path, "contact"), contact, fields)
	}
}

// wholeContact adds what else a contact says of somebody who was found in it: an
// address and a number are theirs, too.
func wholeContact(path string, v any, fields map[string]string) {
	found := false
	for at := range fields {
		found = found || strings.HasPrefix(at, path+".")
	}
	named, _ := parts(v)
	for name, part := range named {
		if text, ok := part.(string); ok && found && text != "" && fields[i18n.Join(path, name)] == "" {
			fields[i18n.Join(path, name)] = text
		}
	}
}

// excerpt is the part of a text around what was found.
func excerpt(text string, at span) string {
	const margin = 120
	before, after := []rune(text[:at.from]), []rune(text[at.to:])
	return string(before[max(len(before)-margin, 0):]) + text[at.from:at.to] + string(after[:min(len(after), margin)])
}

// list is what was found, by nouns and ids.
func (m mentions) list() []Mention {
	list := []Mention{}
	for _, one := range m.known {
		slices.SortStableFunc(one.Places, func(a, b Place) int { return cmp.Or(placeRank(a.In)-placeRank(b.In), cmp.Compare(a.In, b.In)) })
		list = append(list, *one)
	}
	slices.SortFunc(list, func(a, b Mention) int { return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID)) })
	return list
}

// placeRank puts what people write before what is kept beside it.
func placeRank(table string) int {
	if i := slices.Index(textTables(), table); i >= 0 {
		return i
	}
	return len(textTables())
}

// entitle gives practices and roadmaps their titles.
func (c *Catalogue) entitle(ctx context.Context, tx *store.Tx, found mentions) error {
	for _, one := range found.known {
		title, err := c.titleOf(ctx, tx, one.Noun, one.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // a roadmap may name what is gone
			return err
		}
		one.Title = title
	}
	return nil
}

func (c *Catalogue) titleOf(ctx context.Context, tx *store.Tx, noun, id string) (i18n.Text, error) {
	var text string
	var titled struct{ Title i18n.Text }
	switch noun {
	case Noun:
		r, err := c.row(ctx, tx, id)
		if err != nil {
			return titled.Title, err
		}
		p, err := c.current(ctx, tx, id, r)
		if err != nil {
			return titled.Title, err
		}
		return p.Title, nil
	case "roadmap":
		if err := tx.Row(ctx, `select body from roadmaps where id = $1`, []any{id}, &text); err != nil {
			return titled.Title, err
		}
		err := json.Unmarshal([]byte(text), &titled)
		return titled.Title, err
	}
	return titled.Title, nil
}
