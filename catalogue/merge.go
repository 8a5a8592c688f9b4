package catalogue

import (
	"encoding/json"
	"reflect"
	"slices"

	"tiekartta/i18n"
)

// Conflict is a field that two people changed differently. A side is nil where
// it has nothing there: no text, or the row was removed.
type Conflict struct {
	Path   string // rows by their id, else by their place in what both started from
	Base   any
	Mine   any
	Theirs any
}

// Merge brings together what two people made of the same text. What only one of
// them changed is taken over; what both changed differently is decided by
// decide, which is told about each such field. The order of rows follows mine
// where it was changed there. A text that stands as it stood is a machine's where
// it was. Where the base is not known, all that differs is decided.
func Merge(base, mine, theirs *Practice, decide func(Conflict) any) (*Practice, error) {
	var trees [3]any
	for i, p := range []*Practice{base, mine, theirs} {
		var err error
		unmarked := content(*p)
		unmarked.Machine = nil
		if trees[i], err = tree(unmarked); err != nil {
			return nil, err
		}
	}
	if base.Revision == notKept {
		trees[0] = unknown{}
	}
	m := merger{decide}
	text, err := json.Marshal(m.value("", trees[0], trees[1], trees[2]))
	if err != nil {
		return nil, err
	}
	merged := &Practice{}
	if err := json.Unmarshal(text, merged); err != nil {
		return nil, err
	}
	merged.State, merged.Version, merged.Revision = theirs.State, theirs.Version, theirs.Revision
	merged.CreatedAt, merged.UpdatedAt, merged.PublishedAt = theirs.CreatedAt, theirs.UpdatedAt, theirs.PublishedAt
	return merged, MarkTexts(merged, theirs, mine, base)
}

// conflicts lists what both sides changed differently.
func conflicts(base, mine, theirs *Practice) ([]Conflict, error) {
	var found []Conflict
	_, err := Merge(base, mine, theirs, func(c Conflict) any {
		found = append(found, c)
		return c.Theirs
	})
	return found, err
}

// notKept is the revision of a text that is not known any more.
const notKept = -1

// unknown stands for a value of such a text: all that differs may have been
// changed by both.
type unknown struct{}

type merger struct{ decide func(Conflict) any }

// value merges one value of the documents' trees; nil stands for nothing there.
func (m merger) value(path string, base, mine, theirs any) any {
	switch {
	case reflect.DeepEqual(mine, theirs), reflect.DeepEqual(base, theirs):
		return mine
	case reflect.DeepEqual(base, mine):
		return theirs
	}
	a, isObject := orNone[map[string]any](mine)
	b, alsoObject := orNone[map[string]any](theirs)
	if isObject && alsoObject {
		return m.object(path, base, a, b)
	}
	x, isList := orNone[[]any](mine)
	y, alsoList := orNone[[]any](theirs)
	if isList && alsoList {
		return m.list(path, base, x, y)
	}
	return m.ask(path, base, mine, theirs)
}

func (m merger) ask(path string, base, mine, theirs any) any {
	if base == (unknown{}) {
		base = nil
	}
	return m.decide(Conflict{Path: path, Base: base, Mine: mine, Theirs: theirs})
}

// orNone takes a value of that type, and nothing for an empty one.
func orNone[T any](v any) (T, bool) {
	t, ok := v.(T)
	return t, ok || v == nil
}

func (m merger) object(path string, base any, mine, theirs map[string]any) any {
	merged := map[string]any{}
	before, known := orNone[map[string]any](base)
	for _, name := range keysOf(before, mine, theirs) {
		was := before[name]
		if !known {
			was = base
		}
		if v := m.value(i18n.Join(path, name), was, mine[name], theirs[name]); v != nil {
			merged[name] = v
		}
	}
	if len(merged) == 0 && (mine == nil || theirs == nil) {
		return nil
	}
	return merged
}

// keysOf lists the names of all, each once, in an order that is always the same.
func keysOf(objects ...map[string]any) []string {
	var names []string
	for _, object := range objects {
		for name := range object {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
