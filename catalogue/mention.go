package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
// there around the words.
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
			if err := documentMentions(ctx, tx, &m, words); err != nil {
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

// documentMentions looks through the document that a practice is written from.
func documentMentions(ctx context.Context, tx *store.Tx, m *Mention, words string) error {
	var text string
	err := tx.Row(ctx, `select body from practice_documents where practice = $1`, []any{m.ID}, &text)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	fields, err := Occurrences(text, words)
	if err != nil || len(fields) == 0 {
		return err
	}
	found := map[string]string{}
	for path, s := range fields {
		found[i18n.Join("document", path)] = s
	}
	m.Places = append(m.Places, Place{Fields: found})
	return nil
}

// excerpt is the part of a text in which words first occur.
func excerpt(s, words string) string {
	const margin = 120
	runes := []rune(s)
	at := strings.Index(strings.ToLower(s), strings.ToLower(strings.TrimSpace(words)))
	if at < 0 {
		at = 0
	}
	at = utf8.RuneCountInString(s[:min(at, len(s))])
	return string(runes[max(at-margin, 0):min(at+margin, len(runes))])
}

// Occurrences are the fields of a JSON document in which words occur, however
// they are spelled in capitals, by path, with what stands around the words.
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
			found[path] = excerpt(s, words)
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
