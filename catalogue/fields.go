package catalogue

import (
	"reflect"
	"strings"

	"tiekartta/i18n"
)

// Fields lists the fields of a practice as FieldOf names them, in the model's
// order, lists and groups before what they hold. What is worked out is not among
// them.
func Fields() []string { return fieldsIn(reflect.TypeFor[Practice](), "") }

func fieldsIn(t reflect.Type, prefix string) []string {
	var list []string
	for i := range t.NumField() {
		name := jsonName(t.Field(i))
		if name == "computed" {
			continue
		}
		path, held := i18n.Join(prefix, name), t.Field(i).Type
		list = append(list, path)
		for held.Kind() == reflect.Slice || held.Kind() == reflect.Pointer {
			held = held.Elem()
		}
		if held.Kind() == reflect.Struct && held.PkgPath() == t.PkgPath() {
			list = append(list, fieldsIn(held, path)...)
		}
	}
	return list
}

// FieldOf is the field that a path leads to, whichever element and language it
// is of: "results.label" for "results[r1].label.sv".
func FieldOf(path string) string {
	field := generic(path)
	if i := strings.LastIndexByte(field, '.'); i >= 0 {
		if _, language := i18n.ParseLang(field[i+1:]); language {
			return field[:i]
		}
	}
	return field
}

// PlaceOf is the path by which forms and problems name what a stable path leads
// to: rows by their place instead of their id, and a text in the language that
// the practice is written in. It is empty where the practice has no such row any
// more.
func PlaceOf(p *Practice, path string) string {
	v, place := reflect.ValueOf(p).Elem(), ""
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' }) {
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		name, isRow := strings.CutSuffix(part, "]")
		switch {
		case isRow && v.Kind() == reflect.Slice:
			i := rowNamed(v, name)
			if i < 0 {
				return ""
			}
			v, place = v.Index(i), i18n.At(place, i)
		case v.Kind() == reflect.Struct:
			if v = fieldNamed(v, part); !v.IsValid() {
				return ""
			}
			place = i18n.Join(place, part)
		default:
			return i18n.Join(place, part) // within what is not told yet
		}
	}
	if v.Type() == reflect.TypeFor[i18n.Text]() && p.OriginalLanguage != "" {
		place = i18n.Join(place, string(p.OriginalLanguage))
	}
	return place
}

func rowNamed(list reflect.Value, name string) int {
	for i := range list.Len() {
		if nameOf(list.Index(i), i) == name {
			return i
		}
	}
	return -1
}

func fieldNamed(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		if jsonName(v.Type().Field(i)) == name {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}
