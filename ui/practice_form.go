package ui

import (
	"net/url"
	"reflect"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// formOf is a section of a practice as its form holds it: names are the model's
// paths. Rows name in "from" the row of the practice that they were made of, so
// that what the form does not show of them is kept.
func formOf(lang i18n.Lang, section writeSection, p *catalogue.Practice) url.Values {
	w := formWriter{lang: lang, original: p.OriginalLanguage, values: url.Values{}}
	w.fields(section.Fields, reflect.ValueOf(p).Elem(), "")
	return w.values
}

type formWriter struct {
	lang, original i18n.Lang
	values         url.Values
}

func (w formWriter) fields(specs []fieldSpec, v reflect.Value, name string) {
	for _, spec := range specs {
		at := modelPart(v, spec.Path)
		switch path := i18n.Join(name, spec.Path); spec.Kind {
		case kindGroup, kindFold:
			w.fields(spec.Fields, at, path)
		case kindRows, kindPlaces:
			w.values.Set(path, "")
			for i := range at.Len() {
				w.row(spec, at.Index(i), i18n.At(path, i), i)
			}
		default:
			w.field(spec, at, path)
		}
	}
}

func (w formWriter) row(spec fieldSpec, v reflect.Value, path string, place int) {
	if spec.Kind == kindPlaces {
		w.values.Set(path, v.String())
		return
	}
	w.values.Set(i18n.Join(path, "from"), writeNumber(w.lang, float64(place)))
	if id := v.FieldByName("ID"); id.IsValid() {
		w.values.Set(i18n.Join(path, "id"), id.String())
	}
	w.fields(spec.Fields, v, path)
}

func (w formWriter) field(spec fieldSpec, v reflect.Value, path string) {
	if !v.IsValid() { // within something that is not told
		v = reflect.ValueOf("")
	}
	switch value := v.Interface().(type) {
	case i18n.Text:
		w.values.Set(i18n.Join(path, string(w.original)), value.In(w.original))
	case []string:
		w.values[path] = append([]string{""}, value...)
	case bool:
		w.values[path] = []string{""}
		if value {
			w.values[path] = []string{"", "true"}
		}
	case int:
		w.number(path, value != 0, float64(value))
	case *int:
		if w.number(path, value != nil, 0); value != nil {
			w.number(path, true, float64(*value))
		}
	case *float64:
		if w.number(path, value != nil, 0); value != nil {
			w.number(path, true, *value)
		}
	case string:
		switch spec.Kind {
		case kindDate:
			value = writeDate(value)
		case kindText, kindProse:
			path = i18n.Join(path, string(w.original))
		}
		w.values.Set(path, value)
	}
}

func (w formWriter) number(path string, told bool, v float64) {
	w.values.Set(path, "")
	if told {
		w.values.Set(path, writeNumber(w.lang, v))
	}
}

// modelPart is the field of a struct with that name in the model; the struct itself
// for no name, and no value within a pointer to nothing.
func modelPart(v reflect.Value, name string) reflect.Value {
	if v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if name == "" || !v.IsValid() {
		return v
	}
	for i := range v.NumField() {
		if json, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); json == name {
			return v.Field(i)
		}
	}
	panic("the model has no field " + name + " in " + v.Type().String())
}
