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
