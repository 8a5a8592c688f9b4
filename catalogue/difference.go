package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
)

// Difference is one field that differs between two versions. Before or After is
// nil where the field was missing.
type Difference struct {
	Path   string `json:"path"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// Changes lists the fields that differ between two published versions, by path.
// Elements of lists that have an id are compared by it, others by their place.
func (c *Catalogue) Changes(ctx context.Context, actor account.Actor, id string, from, to int) ([]Difference, error) {
	before, err := c.PracticeVersion(ctx, actor, id, from)
	if err != nil {
		return nil, err
	}
	after, err := c.PracticeVersion(ctx, actor, id, to)
	if err != nil {
		return nil, err
	}
	return Differences(before, after)
}

// Differences lists the fields that differ between two texts of a practice, as
// Changes does.
func Differences(before, after *Practice) ([]Difference, error) {
	var trees [2]any
	for i, p := range []*Practice{before, after} {
		stripped := content(*p)
		stripped.State = ""
		var err error
		if trees[i], err = tree(stripped); err != nil {
			return nil, err
		}
	}
	differences := []Difference{}
	compare("", trees[0], trees[1], &differences)
	return differences, nil
}

func tree(p *Practice) (any, error) {
	text, err := encode(p)
	if err != nil {
		return nil, err
	}
	var t any
	return t, json.Unmarshal([]byte(text), &t)
}

func compare(path string, a, b any, out *[]Difference) {
	x, xs := parts(a)
	y, ys := parts(b)
	if !xs || !ys {
		if fmt.Sprint(a) != fmt.Sprint(b) {
			*out = append(*out, Difference{Path: path, Before: a, After: b})
		}
		return
	}
	var names []string
	for name := range x {
		names = append(names, name)
	}
	for name := range y {
		if _, both := x[name]; !both {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, strings.Compare)
	for _, name := range names {
		compare(i18n.Join(path, name), x[name], y[name], out)
	}
}

// parts are the named parts of an object or a list; ok is false for a value
// that has none.
func parts(v any) (named map[string]any, ok bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case []any:
		named = make(map[string]any, len(v))
		for i, element := range v {
			name := fmt.Sprintf("[%d]", i)
			if object, ok := element.(map[string]any); ok {
				if id, ok := object["id"].(string); ok {
					name = "[" + id + "]"
				}
			}
			named[name] = element
		}
		return named, true
	}
	return nil, false
}
