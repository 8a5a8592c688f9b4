package ui

import (
	"encoding/json"
	"maps"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// formReader reads a section's form into a practice.
type formReader struct {
	lang, original i18n.Lang
	values         url.Values
	problems       i18n.Problems
	known          map[string]bool   // names of the form that the section has
	places         map[string]string // path of a row of the practice → that of the form's row
}

// readForm is the practice with what the form says. What the form does not name
// stays as it was, and so does a field whose value cannot be stored, which is a
// problem at its name; a name that the section has not is one, too. places tell
// which row of the form became which row of the practice: rows in which nothing
// was written are left out.
func readForm(lang i18n.Lang, section writeSection, values url.Values, before *catalogue.Practice) (*catalogue.Practice, map[string]string, i18n.Problems) {
	p := &catalogue.Practice{}
	copyJSON(p, before)
	r := formReader{lang: lang, original: before.OriginalLanguage, values: values, known: map[string]bool{}, places: map[string]string{}}
	r.fields(section.Fields, reflect.ValueOf(p).Elem(), "")
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !r.known[name] && name != "op" && name != "revision" {
			r.problems.Add(name, "unknown_field", "Field", name)
		}
	}
	return p, r.places, r.problems
}

// copyJSON makes to what from is, sharing nothing with it.
func copyJSON(to, from any) {
	body, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(body, to)
	}
	if err != nil {
		panic(err) // the model can be written and read
	}
}

func (r *formReader) fields(specs []fieldSpec, v reflect.Value, name string) {
	for _, spec := range specs {
		path := i18n.Join(name, spec.Path)
		switch spec.Kind {
		case kindGroup, kindFold:
			r.group(spec, modelPart(v, spec.Path), path)
		case kindRows, kindPlaces:
			r.rows(spec, modelPart(v, spec.Path), path)
		case kindText, kindProse:
			if s, ok := r.take(i18n.Join(path, string(r.original))); ok {
				text := modelPart(v, spec.Path).Addr().Interface().(*i18n.Text)
				*text = text.Set(r.original, s)
			}
		default:
			r.field(spec, modelPart(v, spec.Path), path)
		}
	}
}

// group reads fields that belong together. One that is a pointer in the model is
// there only when something of it is told.
func (r *formReader) group(spec fieldSpec, v reflect.Value, path string) {
	if v.Kind() != reflect.Pointer {
		r.fields(spec.Fields, v, path)
		return
	}
	inside := reflect.New(v.Type().Elem())
	if !v.IsNil() {
		copyJSON(inside.Interface(), v.Interface())
	}
	r.fields(spec.Fields, inside.Elem(), path)
	if inside.Elem().IsZero() {
		inside = reflect.Zero(v.Type())
	}
	v.Set(inside)
}

// take is the value with that name, if the form has it.
func (r *formReader) take(name string) (string, bool) {
	r.known[name] = true
	values, ok := r.values[name]
	if !ok {
		return "", false
	}
	return strings.TrimSpace(strings.ReplaceAll(values[len(values)-1], "\r\n", "\n")), true
}

func (r *formReader) field(spec fieldSpec, v reflect.Value, path string) {
	s, ok := r.take(path)
	if !ok {
		return
	}
	switch v.Interface().(type) {
	case []string:
		chosen := inOrder(r.values[path], v.Interface().([]string))
		v.Set(reflect.ValueOf(chosen))
		if len(chosen) == 0 {
			v.SetZero()
		}
	case bool:
		v.SetBool(s == "true")
	case string:
		if s, ok = r.text(spec, path, s); ok {
			v.SetString(s)
		}
	default:
		r.number(spec, v, path, s)
	}
}

// text is what a line of that kind says.
func (r *formReader) text(spec fieldSpec, path, s string) (told string, ok bool) {
	switch {
	case spec.Kind == kindRelated: // its address will do
		return s[strings.LastIndexByte(strings.TrimRight(s, "/"), '/')+1:], true
	case spec.Kind == kindCurrency:
		return readCurrency(s), true
	case spec.Kind == kindURL:
		return readURL(s), true
	case spec.Kind == kindDate:
		date, problem := r.date(path, s)
		if problem != "" {
			r.problems.Add(path, problem, "Value", s)
		}
		return date, problem == ""
	}
	return s, true
}

// inOrder are the values that are chosen: those that were before in the order in
// which they stood, then the new ones as the form has them.
func inOrder(values, before []string) []string {
	chosen := among(before, values)
	for _, value := range values {
		if value != "" && !slices.Contains(chosen, value) {
			chosen = append(chosen, value)
		}
	}
	return chosen
}

func among(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !slices.Contains(others, s) })
}

// number reads into *float64, *int or int, of which the last is 0 when it is not
// told.
func (r *formReader) number(spec fieldSpec, v reflect.Value, path, s string) {
	if s == "" {
		v.SetZero()
		return
	}
	if old, ok := v.Interface().(*float64); ok && old != nil && writeNumber(r.lang, *old) == s {
		return // as it was shown, however it could be read
	}
	read := readNumber
	if spec.Kind == kindCount || spec.Kind == kindMoney {
		read = readAmount
	}
	n, problem := read(r.lang, s)
	whole := n == math.Trunc(n)
	switch {
	case problem != "":
		r.problems.Add(path, problem, "Value", s)
		return
	case spec.Kind == kindMoney && kronor.MatchString(s) && r.values.Get(swapEnd(path, "currency")) == "":
		r.problems.Add(path, "form.other_currency", "Value", s)
		return
	case spec.Kind == kindCount && math.Abs(n) >= 1e15:
		r.problems.Add(path, "number_too_large")
		return
	case spec.Kind == kindCount && !whole:
		r.problems.Add(path, "form.not_whole", "Value", s)
		return
	}
	switch v.Interface().(type) {
	case *float64:
		v.Set(reflect.ValueOf(&n))
	case *int:
		count := int(n)
		v.Set(reflect.ValueOf(&count))
	case int:
		v.SetInt(int64(n))
	}
}

// swapEnd is the path of a field's neighbour.
func swapEnd(path, name string) string { return path[:strings.LastIndexByte(path, '.')+1] + name }

// mostFormRows is more than any list of a practice may have, so that too many
// are told at the list and cost little.
const mostFormRows = 220

// rows reads a list. Each row begins as the row of the practice that it was made
// of, or empty.
func (r *formReader) rows(spec fieldSpec, v reflect.Value, path string) {
	if _, ok := r.take(path); !ok {
		return
	}
	old, next := v, reflect.MakeSlice(v.Type(), 0, v.Len())
	used := map[int]bool{}
	for _, i := range rowNumbers(r.values, path) {
		at := i18n.At(path, i)
		row := reflect.New(v.Type().Elem()).Elem()
		if spec.Kind == kindPlaces {
			code, _ := r.take(at)
			row.SetString(code)
		} else {
			if place, ok := r.from(at, old); ok && !used[place] {
				used[place] = true
				row.Set(old.Index(place))
			}
			r.row(spec, row, at)
		}
		if !r.blank(row) {
			r.places[i18n.At(r.stored(path), next.Len())] = at
			next = reflect.Append(next, row)
		}
	}
	if next.Len() == 0 {
		next = reflect.Zero(v.Type())
	}
	v.Set(next)
}

// from is the place of the row in the practice that a row of the form was made
// of: the one with its id, in lists that have ids.
func (r *formReader) from(at string, rows reflect.Value) (place int, ok bool) {
	s, _ := r.take(i18n.Join(at, "from"))
	if id := r.values.Get(i18n.Join(at, "id")); id != "" {
		for i := range rows.Len() {
			if one := rows.Index(i).FieldByName("ID"); one.IsValid() && one.String() == id {
				return i, true
			}
		}
		return 0, false
	}
	place, err := strconv.Atoi(s)
	return place, err == nil && place >= 0 && place < rows.Len()
}

func (r *formReader) row(spec fieldSpec, row reflect.Value, at string) {
	if id := row.FieldByName("ID"); id.IsValid() {
		if s, ok := r.take(i18n.Join(at, "id")); ok {
			id.SetString(s)
		}
	}
	r.fields(spec.Fields, row, at)
	// A share without its base is unfinished, and may be while it is written.
	if result, ok := row.Addr().Interface().(*catalogue.Result); ok && result.Measure == "share" && result.Base == nil {
		result.Base = &catalogue.Base{}
	}
}

// blank tells whether nothing is told in a row. A source that something names is
// not blank: its title will come.
func (r *formReader) blank(row reflect.Value) bool {
	if row.Kind() == reflect.String {
		return row.String() == ""
	}
	empty := reflect.New(row.Type()).Elem()
	empty.Set(row)
	if id := empty.FieldByName("ID"); id.IsValid() {
		if row.Type() == reflect.TypeFor[catalogue.Source]() && r.named(id.String()) {
			return false
		}
		id.SetString("")
	}
	return empty.IsZero()
}

// named tells whether a field of the form names the source.
func (r *formReader) named(source string) bool {
	for name, values := range r.values {
		if strings.HasSuffix(name, "].source") || strings.HasSuffix(name, ".baseline.source") {
			if source != "" && slices.Contains(values, source) {
				return true
			}
		}
	}
	return false
}

// stored is the path in the practice of a list in the form: its row may have
// moved forward where rows before it are blank.
func (r *formReader) stored(path string) string { return swapPrefix(path, reversed(r.places)) }

func reversed(m map[string]string) map[string]string {
	back := make(map[string]string, len(m))
	for k, v := range m {
		back[v] = k
	}
	return back
}

// swapPrefix replaces the longest row at the beginning of a path that the table
// has.
func swapPrefix(path string, table map[string]string) string {
	for end := len(path); end > 0; {
		close := strings.LastIndexByte(path[:end], ']')
		if close < 0 {
			break
		}
		if to, ok := table[path[:close+1]]; ok {
			return to + path[close+1:]
		}
		end = close
	}
	return path
}

// rowNumbers are the numbers of a list's rows in a form, in order.
func rowNumbers(values url.Values, list string) []int {
	seen := map[int]bool{}
	for name := range values {
		rest, ok := strings.CutPrefix(name, list+"[")
		if !ok {
			continue
		}
		digits, _, _ := strings.Cut(rest, "]")
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 && strconv.Itoa(n) == digits && len(seen) < mostFormRows {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
