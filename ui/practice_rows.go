package ui

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// rowAct is what a button of the form does with a row. It is written
// "remove:results[2]" in the form.
type rowAct struct {
	Verb string // add, remove, up, down, source, undo
	List string // path of the list
	Row  int    // its place in the form; -1 when adding
	At   int    // for undo: the revision in which the row still was
}

// readRowAct reads what a button says; ok is false for the buttons that save.
// What the section has no list for is store.ErrNotFound.
func readRowAct(section writeSection, op string) (act rowAct, ok bool, err error) {
	verb, path, found := strings.Cut(op, ":")
	if !found {
		return act, false, nil
	}
	act = rowAct{Verb: verb, List: path, Row: -1}
	switch verb {
	case "add":
	case "undo":
		revision, rest, _ := strings.Cut(path, ":")
		if act.At, err = strconv.Atoi(revision); err != nil {
			return act, true, store.ErrNotFound
		}
		act.List, act.Row = splitRow(rest)
	case "remove", "up", "down", "source":
		act.List, act.Row = splitRow(path)
	default:
		return act, true, store.ErrNotFound
	}
	if !section.hasList(act.List) || verb != "add" && act.Row < 0 {
		return act, true, store.ErrNotFound
	}
	return act, true, nil
}

// splitRow parts "results[2]" into the list and the place, -1 for what is no
// row.
func splitRow(path string) (list string, place int) {
	i := strings.LastIndexByte(path, '[')
	if i < 0 || !strings.HasSuffix(path, "]") {
		return path, -1
	}
	n, err := strconv.Atoi(path[i+1 : len(path)-1])
	if err != nil || n < 0 || n >= mostFormRows {
		return path, -1
	}
	return path[:i], n
}

// hasList tells whether the path is that of a list of the section, with the rows
// on the way to it named.
func (s writeSection) hasList(path string) bool {
	_, known := s.list(path)
	outer, inner, within := strings.Cut(path, "[")
	if strings.HasSuffix(path, "]") {
		return false
	}
	if !known || !within {
		return known && !strings.Contains(catalogue.FieldOf(path), ".")
	}
	_, row := splitRow(path[:len(outer)+1+strings.Index(inner, "]")+1])
	return row >= 0 && !strings.Contains(inner[strings.Index(inner, "]")+1:], "[")
}

// list finds the section's list with that path, which may be one within a row.
func (s writeSection) list(path string) (fieldSpec, bool) { return findList(s.Fields, "", path) }

func findList(specs []fieldSpec, name, path string) (fieldSpec, bool) {
	field := catalogue.FieldOf(path)
	for _, spec := range specs {
		at := i18n.Join(name, spec.Path)
		if spec.Kind != kindRows && spec.Kind != kindPlaces && len(spec.Fields) == 0 {
			continue
		}
		if at == field && (spec.Kind == kindRows || spec.Kind == kindPlaces) {
			return spec, true
		}
		if found, ok := findList(spec.Fields, at, path); ok {
			return found, true
		}
	}
	return fieldSpec{}, false
}

// takeRows are a list's rows in a form: what their names end with, and the
// values.
func takeRows(values url.Values, list string) []url.Values {
	var rows []url.Values
	for _, n := range rowNumbers(values, list) {
		row := url.Values{}
		for name, value := range values {
			if rest, ok := strings.CutPrefix(name, i18n.At(list, n)); ok {
				row[rest] = value
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// putRows replaces a list's rows in a form.
func putRows(values url.Values, list string, rows []url.Values) {
	for name := range values {
		if strings.HasPrefix(name, list+"[") {
			delete(values, name)
		}
	}
	values.Set(list, "")
	for i, row := range rows {
		for rest, value := range row {
			values[i18n.At(list, i)+rest] = value
		}
	}
}

// newRow is an empty row of a form; the codes of municipalities are rows without
// fields.
func newRow(spec fieldSpec, id string) url.Values {
	if spec.Kind == kindPlaces {
		return url.Values{"": {""}}
	}
	row := url.Values{".from": {""}}
	if id != "" {
		row.Set(".id", id)
	}
	return row
}

// move puts a row one place up or down; at the end of the list it stays. It
// returns the place at which the row then is.
func move(values url.Values, act rowAct) int {
	rows := takeRows(values, act.List)
	to := act.Row - 1
	if act.Verb == "down" {
		to = act.Row + 1
	}
	if act.Row >= len(rows) || to < 0 || to >= len(rows) {
		return act.Row
	}
	rows[act.Row], rows[to] = rows[to], rows[act.Row]
	putRows(values, act.List, rows)
	return to
}

// removeRow takes a row out of a form; false when there is none in that place.
func removeRow(values url.Values, act rowAct) bool {
	rows := takeRows(values, act.List)
	if act.Row >= len(rows) {
		return false
	}
	putRows(values, act.List, slices.Delete(rows, act.Row, act.Row+1))
	return true
}

// takeOut takes a row out of a practice; false when there is none in that place.
func takeOut(p *catalogue.Practice, act rowAct) bool {
	list := listAt(reflect.ValueOf(p), act.List)
	if !list.IsValid() || act.Row >= list.Len() {
		return false
	}
	list.Set(reflect.AppendSlice(list.Slice(0, act.Row), list.Slice(act.Row+1, list.Len())))
	return true
}

// listAt is the list with that path in a practice; no value when a row on the
// way is missing.
func listAt(v reflect.Value, path string) reflect.Value {
	name, rest, within := strings.Cut(path, "[")
	for part := range strings.SplitSeq(strings.TrimPrefix(name, "."), ".") {
		v = modelPart(v, part)
	}
	if !within {
		return v
	}
	digits, rest, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n >= v.Len() {
		return reflect.Value{}
	}
	return listAt(v.Index(n), rest)
}

// movedTo is what a field of one form is called in another, in which rows may
// stand elsewhere: those with an id are known by it, all others by what stands in
// them beside the fields left out. Empty where its row is gone.
func movedTo(path string, from, to url.Values, without []string) string {
	moved := ""
	for rest := path; rest != ""; {
		open, end := strings.IndexByte(rest, '['), strings.IndexByte(rest, ']')+1
		if open < 0 || end <= open {
			return moved + rest
		}
		list, row := moved+rest[:open], path[:len(path)-len(rest)+end]
		place := rowLike(row, list, from, to, without)
		if place < 0 {
			return ""
		}
		moved = i18n.At(list, place)
		rest = rest[end:]
	}
	return moved
}

// rowLike is the place in a list of one form of what is a row of another, -1 where
// there is none.
func rowLike(row, list string, from, to url.Values, without []string) int {
	numbers := rowNumbers(to, list)
	_, own := splitRow(row)
	if id := from.Get(row + ".id"); id != "" {
		i := slices.IndexFunc(numbers, func(n int) bool { return to.Get(i18n.At(list, n)+".id") == id })
		if i < 0 {
			return -1
		}
		return numbers[i]
	}
	best, most, told := -1, 0, false
	for _, n := range numbers {
		alike := 0
		for name := range from {
			field, within := strings.CutPrefix(name, row)
			value := last(from[name])
			if !within || value == "" || strings.HasSuffix(field, ".from") || slices.Contains(without, name) {
				continue
			}
			told = true
			switch other := last(to[i18n.At(list, n)+field]); other {
			case value:
				alike++
			case "":
			default:
				alike -= 2 // a code or two may be the same in any row
			}
		}
		if alike > most || alike == most && best >= 0 && n == own {
			best, most = n, alike
		}
	}
	if best < 0 && !told { // nothing else stands in it: a new row
		return emptyRow(list, own, to)
	}
	return best
}

// emptyRow is the place of a row in which nothing stands, that one where it is, -1
// where there is none.
func emptyRow(list string, place int, values url.Values) int {
	empty := -1
	for _, n := range rowNumbers(values, list) {
		filled := false
		for name := range values {
			field, within := strings.CutPrefix(name, i18n.At(list, n))
			filled = filled || within && last(values[name]) != "" && !strings.HasSuffix(field, ".from") && !strings.HasSuffix(field, ".id")
		}
		if !filled && (empty < 0 || n == place) {
			empty = n
		}
	}
	return empty
}
