package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
)

// ErrNotJSON is the key of the problem that Decode answers for what is no JSON
// at all; a door may answer it differently from a wrong field.
const ErrNotJSON = "not_json"

// Decode reads one JSON value into a struct of the model. It answers
// i18n.Problems that name, with their paths, all fields that are unknown, stand
// twice, or have a wrong type, so that no typing mistake loses data; after the
// hundredth it reads no further. Fields
// tagged input:"ignored" may hold anything and are not read. The value null
// means the same as a missing field.
func Decode(text []byte, into any) error {
	if at := invalidUTF8(text); at >= 0 {
		line := 1 + bytes.Count(text[:at], []byte("\n"))
		return i18n.Problems{{Path: fmt.Sprintf("line %d", line), Key: "not_utf8", Args: map[string]any{"Byte": at + 1}}}
	}
	d := &decoder{json: json.NewDecoder(bytes.NewReader(text)), text: text}
	d.json.UseNumber()
	d.value("", reflect.TypeOf(into).Elem())
	if d.failed == nil {
		if _, err := d.json.Token(); err != io.EOF {
			d.broken(err)
		}
	}
	if err := d.problems.Err(); err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return i18n.Problems{{Key: ErrNotJSON, Args: map[string]any{"Line": 1}}}
	}
	clearIgnored(reflect.ValueOf(into).Elem())
	return nil
}

// decoder walks the JSON beside the type that it shall fill.
type decoder struct {
	json     *json.Decoder
	text     []byte
	problems i18n.Problems
	failed   error // why the walk ends: the text is no JSON from here on, or has too many problems
	depth    int
}

const (
	deepest      = 64
	mostProblems = 100
)

// anything is the type of a value that is passed over.
var anything = reflect.TypeFor[any]()

var moment = reflect.TypeFor[time.Time]()

func (d *decoder) broken(err error) {
	if d.failed != nil {
		return
	}
	d.failed = fmt.Errorf("broken JSON: %w", err)
	line := 1 + bytes.Count(d.text[:min(int(d.json.InputOffset()), len(d.text))], []byte("\n"))
	d.problems.Add(fmt.Sprintf("line %d", line), ErrNotJSON, "Line", line)
}

// add ends the walk with the last problem that is told.
func (d *decoder) add(path, key string, args ...any) {
	if d.failed != nil {
		return
	}
	if d.problems.Add(path, key, args...); len(d.problems) == mostProblems {
		d.failed = errors.New("too many problems")
	}
}

func (d *decoder) value(path string, t reflect.Type) {
	if d.failed != nil {
		return
	}
	token, err := d.json.Token()
	if err != nil {
		d.broken(err)
		return
	}
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > deepest {
		d.broken(fmt.Errorf("nested deeper than %d", deepest))
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			d.object(path, t)
		} else {
			d.list(path, t)
		}
	case nil:
	default:
		d.scalar(path, t, v)
	}
}

func (d *decoder) object(path string, t reflect.Type) {
	fields := map[string]reflect.Type{}
	switch {
	case t == anything || t.Kind() == reflect.Map:
	case t.Kind() == reflect.Struct && t != moment:
		fields = fieldsOf(t)
	default:
		d.add(path, "wrong_type", "Expected", i18n.Key("type."+expected(t)))
		t = anything
	}
	seen := map[string]bool{}
	for d.failed == nil && d.json.More() {
		token, err := d.json.Token()
		if err != nil {
			d.broken(err)
			return
		}
		name := token.(string)
		field, known := fields[name]
		switch {
		case t == anything:
			field = anything
		case t.Kind() == reflect.Map:
			field = t.Elem()
		case !known:
			d.add(i18n.Join(path, name), "unknown_field", "Field", name)
			field = anything
		}
		if seen[name] {
			d.add(i18n.Join(path, name), "field_twice", "Field", name)
		}
		seen[name] = true
		d.value(i18n.Join(path, name), field)
	}
	d.end()
}

func (d *decoder) list(path string, t reflect.Type) {
	element := anything
	switch {
	case t == anything:
	case t.Kind() == reflect.Slice:
		element = t.Elem()
	default:
		d.add(path, "wrong_type", "Expected", i18n.Key("type."+expected(t)))
	}
	for i := 0; d.failed == nil && d.json.More(); i++ {
		d.value(i18n.At(path, i), element)
	}
	d.end()
}

func (d *decoder) end() {
	if d.failed != nil {
		return
	}
	if _, err := d.json.Token(); err != nil {
		d.broken(err)
	}
}

func (d *decoder) scalar(path string, t reflect.Type, v any) {
	if t == anything {
		return
	}
	ok := false
	switch v := v.(type) {
	case bool:
		ok = t.Kind() == reflect.Bool
	case string:
		ok = t.Kind() == reflect.String
		if t == moment {
			_, err := time.Parse(time.RFC3339, v)
			ok = err == nil
		}
	case json.Number:
		switch t.Kind() {
		case reflect.Int, reflect.Int64:
			_, err := v.Int64()
			ok = err == nil
		case reflect.Float64:
			_, err := v.Float64()
			ok = err == nil
		}
	}
	if !ok {
		d.add(path, "wrong_type", "Expected", i18n.Key("type."+expected(t)))
	}
}

// expected is the code of what a field wants, which its message names.
func expected(t reflect.Type) string {
	switch {
	case t == moment:
		return "time"
	case t == reflect.TypeFor[i18n.Text]():
		return "texts"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "list"
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	}
	return "text"
}

func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := make(map[string]reflect.Type, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case f.Tag.Get("input") == "ignored":
			fields[name] = anything
		default:
			fields[name] = f.Type
		}
	}
	return fields
}

func clearIgnored(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("input") == "ignored" {
				v.Field(i).SetZero()
			} else if v.Field(i).CanSet() {
				clearIgnored(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			clearIgnored(v.Index(i))
		}
	}
}

func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
