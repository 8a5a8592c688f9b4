package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tiekartta/i18n"
	"tiekartta/store"
)

// moves tell what became of the rows that have no id when a practice was
// changed: where in stable paths they stood and where they stand now. A row that
// is gone is named by what stood in it and how many such rows stand there up to
// it, and has its place again when it comes back.
type moves map[string]string

// movesOf finds the rows again as a merge does.
func movesOf(before, after *Practice) (moves, error) {
	a, err := tree(before)
	if err != nil {
		return nil, err
	}
	b, err := tree(after)
	m := moves{}
	m.find("", a, b)
	return m, err
}

func (m moves) find(path string, a, b any) {
	if before, after, ok := unnamed(orEmpty(a, b), orEmpty(b, a)); ok {
		m.pair(path, before, after)
		return
	}
	x, _ := parts(a)
	y, _ := parts(b)
	for _, name := range keysOf(x, y) {
		m.find(i18n.Join(path, name), x[name], y[name])
	}
}

// orEmpty is an empty list where there is none and the other side has one.
func orEmpty(v, other any) any {
	if _, isList := other.([]any); isList && v == nil {
		return []any{}
	}
	return v
}

func (m moves) pair(path string, before, after []any) {
	lost, found := goneNames(path, before), goneNames(path, after)
	stayed := make([]bool, len(before))
	for j, i := range align(before, after) {
		switch {
		case i < 0:
			m[found[j]] = i18n.At(path, j)
		case i != j:
			m[i18n.At(path, i)] = i18n.At(path, j)
		}
		if i >= 0 {
			stayed[i] = true
		}
	}
	for i := range before {
		if !stayed[i] {
			m[i18n.At(path, i)] = lost[i]
		}
	}
}

// goneNames are what the rows of a list are called when they are gone.
func goneNames(path string, list []any) []string {
	alike := map[string]int{}
	named := make([]string, len(list))
	for i, row := range list {
		name := path + "[-" + Fingerprint(textOf(row))
		if alike[name]++; alike[name] > 1 {
			named[i] = name + "-" + strconv.Itoa(alike[name]) + "]"
		} else {
			named[i] = name + "]"
		}
	}
	return named
}

// of is what a stable path is called after the change.
func (m moves) of(path string) string {
	for end := strings.LastIndexByte(path, ']'); end >= 0; end = strings.LastIndexByte(path[:end], ']') {
		if to, moved := m[path[:end+1]]; moved {
			return to + path[end+1:]
		}
	}
	return path
}

// textsAs are the texts of a practice by what their stable paths are called
// after the change.
func (m moves) textsAs(p *Practice) map[string]i18n.Text {
	all := map[string]i18n.Text{}
	for _, f := range Texts(p) {
		all[m.of(f.Stable)] = f.Text
	}
	return all
}

// marks are the marks of machine texts after the change, of those that are left.
func (m moves) marks(machine []string) []string {
	var left []string
	for _, path := range machine {
		if to := m.of(path); !strings.Contains(to, "[-") {
			left = append(left, to)
		}
	}
	return left
}

// MarkTexts marks which texts of a practice are a machine's: those that were
// marked in the first of the sources in which they say the same. It is for what
// people write in forms; a program says itself what is a machine's.
func MarkTexts(p *Practice, sources ...*Practice) error {
	var order []string         // as the marks stood, so that nothing changes where no text did
	known := map[string]bool{} // texts that a source has, and whether they are marked
	for _, source := range sources {
		m, err := movesOf(source, p)
		if err != nil {
			return err
		}
		texts, marked := m.textsAs(source), m.marks(source.Machine)
		order = append(order, marked...)
		for _, f := range Texts(p) {
			for _, lang := range f.Text.Languages() {
				path := i18n.Join(f.Stable, string(lang))
				if _, found := known[path]; !found && texts[f.Stable].In(lang) == f.Text.In(lang) {
					known[path] = slices.Contains(marked, path)
				}
			}
		}
	}
	p.Machine = nil
	for _, path := range order {
		if known[path] && !slices.Contains(p.Machine, path) {
			p.Machine = append(p.Machine, path)
		}
	}
	return nil
}

// followRows lets what is kept beside the draft of a practice, comments and notes
// on translations, follow the rows that it is about.
func (c *Catalogue) followRows(ctx context.Context, tx *store.Tx, id string, m moves) error {
	if len(m) == 0 {
		return nil
	}
	comments, err := commentsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, one := range comments {
		if to := m.of(one.Path); to != one.Path {
			if _, err := tx.Exec(ctx, `update practice_comments set path = $2 where id = $1`, one.ID, to); err != nil {
				return err
			}
		}
	}
	notes, err := notedTranslations(ctx, tx, id)
	if err != nil {
		return err
	}
	moved := map[string]noted{}
	for path, n := range notes {
		if to := m.of(path); to != path {
			moved[to] = n
			if _, err := tx.Exec(ctx, `delete from translations where practice = $1 and path = $2`, id, path); err != nil {
				return err
			}
		}
	}
	for path, n := range moved {
		if err := c.noteTranslation(ctx, tx, id, path, n); err != nil {
			return err
		}
	}
	return nil
}
