package catalogue

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Mention is a text in which words occur, and the fields in which they do.
type Mention struct {
	Noun   string    `json:"noun"`
	ID     string    `json:"id"`
	Title  i18n.Text `json:"title"`
	Places []Place   `json:"places"`
}

// Place is a version of a text, or its draft (0), with paths and what stands
// there.
type Place struct {
	Version int               `json:"version"`
	Fields  map[string]string `json:"fields"`
}

// Mentions lists the practices in which a name or an e-mail address occurs, in
// any version or in the draft: for operators, who answer people that ask what is
// kept about them.
func (c *Catalogue) Mentions(ctx context.Context, actor account.Actor, words string) ([]Mention, error) {
	if err := actor.Operate(); err != nil {
		return nil, err
	}
	var list []Mention
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		ids, err := allIDs(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			m := Mention{Noun: Noun, ID: id}
			err := eachBody(ctx, tx, id, func(b body) error {
				text, err := encode(b.practice)
				if err != nil {
					return err
				}
				fields, err := Occurrences(text, words)
				if err != nil || len(fields) == 0 {
					return err
				}
				version, _ := strconv.Atoi(b.key)
				m.Title, m.Places = b.practice.Title, append(m.Places, Place{version, fields})
				return nil
			})
			if err != nil {
				return err
			}
			if len(m.Places) > 0 {
				list = append(list, m)
			}
		}
		return nil
	})
	return list, err
}

// Occurrences are the fields of a JSON document in which words occur, however
// they are spelled in capitals, by path.
func Occurrences(document, words string) (map[string]string, error) {
	fold := func(s string) string { return strings.ToLower(i18n.Normal(s)) }
	words = fold(strings.TrimSpace(words))
	found := map[string]string{}
	if words == "" {
		return found, nil
	}
	var tree any
	if err := json.Unmarshal([]byte(document), &tree); err != nil {
		return nil, err
	}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		if s, ok := v.(string); ok && strings.Contains(fold(s), words) {
			found[path] = s
		}
		named, _ := parts(v)
		for name, part := range named {
			walk(i18n.Join(path, name), part)
		}
	}
	walk("", tree)
	return found, nil
}

// Paths are the fields of a place, in order.
func (p Place) Paths() []string {
	paths := make([]string, 0, len(p.Fields))
	for path := range p.Fields {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
