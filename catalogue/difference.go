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
// nil where the field was missing. Both are where rows of a list that both
// versions have stand in another order; Path is then that of the list.
type Difference struct {
	Path   string `json:"path"`
	Before any    `json:"before"`
	After  any    `json:"after"`
	Moved  bool   `json:"moved,omitempty"`
}

// Changes lists the fields that differ between two published versions, by path.
// Elements of lists that have an id are compared by it. Of others those that both
// versions have are left out, and the rest is compared in its order; their paths
// have the place in the later version, or in the earlier one for what is gone.
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
	if moved(a, b) {
		*out = append(*out, Difference{Path: path, Moved: true})
	}
	if before, after, ok := unnamed(a, b); ok {
		compareUnnamed(path, before, after, out)
		return
	}
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

// moved tells whether the rows that two lists have in common stand in another
// order. Codes are no rows.
func moved(a, b any) bool {
	before, isList := a.([]any)
	after, alsoList := b.([]any)
	if !isList || !alsoList || len(before) < 2 || len(after) < 2 {
		return false
	}
	if _, isCode := before[0].(string); isCode {
		return false
	}
	was, is := rowNames(before, before, ""), rowNames(before, after, "new-")
	return !slices.Equal(among(was, is), among(is, was))
}

// unnamed are two lists whose elements have no id.
func unnamed(a, b any) (before, after []any, ok bool) {
	before, isList := a.([]any)
	after, alsoList := b.([]any)
	hasID := func(element any) bool {
		object, _ := element.(map[string]any)
		id, _ := object["id"].(string)
		return id != ""
	}
	return before, after, isList && alsoList && !slices.ContainsFunc(before, hasID) && !slices.ContainsFunc(after, hasID)
}

// compareUnnamed leaves out the elements that both lists have, wherever they
// stand, and compares the others in their order: an element put in front does
// not make all others differ.
func compareUnnamed(path string, before, after []any, out *[]Difference) {
	left, right := rest(before, after), rest(after, before)
	for i := range max(len(left), len(right)) {
		switch {
		case i >= len(right):
			*out = append(*out, Difference{Path: i18n.At(path, left[i]), Before: before[left[i]]})
		case i >= len(left):
			*out = append(*out, Difference{Path: i18n.At(path, right[i]), After: after[right[i]]})
		default:
			compare(i18n.At(path, right[i]), before[left[i]], after[right[i]], out)
		}
	}
}

// rest are the places of the elements of one list that the other does not have,
// or has less often.
func rest(list, other []any) []int {
	count := map[string]int{}
	for _, element := range other {
		count[fmt.Sprint(element)]++
	}
	var places []int
	for i, element := range list {
		if key := fmt.Sprint(element); count[key] > 0 {
			count[key]--
		} else {
			places = append(places, i)
		}
	}
	return places
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
