package catalogue

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tiekartta/i18n"
	"tiekartta/store"
)

// TextField is one text of a practice that people write and translate.
type TextField struct {
	Path   string    // as forms and problems name it: "results[0].label"
	Stable string    // the same in all versions: "results[r1].label"; by place where elements have no id
	Text   i18n.Text // as it stands now
	Words  int       // how many are recommended at most; 0 for a line

	at *i18n.Text
}

// Set replaces the text of one language in the practice that the field was
// found in.
func (f TextField) Set(lang i18n.Lang, s string) { *f.at = f.at.Set(lang, s) }

// Texts returns the published versions of practices as they were written, those that
// are published now, in no order. Nothing is worked out of them, and what others say
// of them is left out, which makes up half of the time that Practices takes.
func (c *Catalogue) Texts(ctx context.Context, ids []string) (list []*Practice, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	which, args := oneOf(ids)
	err = c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select v.body from practices p join practice_versions v on v.practice = p.id and v.version = p.version
			where p.listed and p.id `+which, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var body string
			if err := rows.Scan(&body); err != nil {
				return err
			}
			p, err := asWritten(body)
			if err != nil {
				return err
			}
			p.Contact = withoutPerson(p.Contact)
			list = append(list, p)
		}
		return rows.Err()
	})
	return list, err
}

// oneOf is the condition to be one of some ids, with its arguments.
func oneOf(ids []string) (condition string, args []any) {
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i], args = "$"+strconv.Itoa(i+1), append(args, id)
	}
	return `in (` + strings.Join(marks, ", ") + `)`, args
}

// asStored reads what encode has written three times as fast as encoding/json. It
// refuses nothing more: whoever starts reads all practices.
var asStored = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// asWritten is a stored practice with nothing worked out of it.
func asWritten(body string) (*Practice, error) {
	p := &Practice{}
	if err := json.UnmarshalRead(strings.NewReader(body), p, asStored); err != nil {
		return nil, fmt.Errorf("stored practice: %w", err)
	}
	return p, nil
}

// textOrder is the order of the sections in which an entry is written.
func textOrder() []string {
	return []string{
		"title", "summary", "plainSummary", "area",
		"challenge", "goals", "targetGroupNote",
		"howItWorks", "components", "delivery", "partners",
		"resources", "funding",
		"results", "evaluations",
		"lessons", "conditions", "criteria",
		"contact", "attachments",
	}
}

// recommended is how many words the model recommends at most for the text with
// that path; 0 for what is a line and not a text. known is false for a path
// that it does not have.
func recommended(path string) (words int, known bool) {
	switch generic(path) {
	case "title", "components.name", "results.label", "results.unit", "results.base.label", "results.breakdowns.group":
		return 0, true
	case "lessons.text", "conditions.statement":
		return 30, true
	case "partners.role", "contact.role":
		return 50, true
	case "plainSummary":
		return 60, true
	case "summary", "goals", "targetGroupNote", "area", "resources", "delivery.who", "delivery.where", "delivery.dose",
		"components.description", "funding.note", "results.text", "attachments.alt", "criteria.goal_oriented.reason",
		"criteria.customer_responsive.reason", "criteria.context_sensitive.reason", "criteria.high_impact.reason",
		"criteria.modelled.reason", "criteria.generalisable.reason":
		return 100, true
	case "challenge", "evaluations.finding", "evaluations.limitations":
		return 150, true
	case "howItWorks":
		return 250, true
	}
	return 0, false
}

// generic is a path without the places in lists.
func generic(path string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, path, _ = strings.Cut(rest, "]")
	}
}

// Texts lists every text that a practice has or may have, in the order in which
// it is written: of lists, the elements that there are. It goes by the types of
// the model, so that a field added there is found here.
func Texts(p *Practice) []TextField {
	v := reflect.ValueOf(p).Elem()
	order := textOrder()
	groups := make([][]TextField, len(order)+1)
	for i := range v.NumField() {
		name := jsonName(v.Type().Field(i))
		if name == "computed" {
			continue // is worked out
		}
		place := slices.Index(order, name)
		if place < 0 {
			place = len(order)
		}
		groups[place] = append(groups[place], textsIn(v.Field(i), name, name)...)
	}
	return slices.Concat(groups...)
}

func textsIn(v reflect.Value, path, stable string) []TextField {
	if t, ok := v.Addr().Interface().(*i18n.Text); ok {
		words, _ := recommended(path)
		return []TextField{{Path: path, Stable: stable, Text: *t, Words: words, at: t}}
	}
	var found []TextField
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return textsIn(v.Elem(), path, stable)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				name := jsonName(f)
				found = append(found, textsIn(v.Field(i), i18n.Join(path, name), i18n.Join(stable, name))...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			element := v.Index(i)
			found = append(found, textsIn(element, i18n.At(path, i), stable+"["+nameOf(element, i)+"]")...)
		}
	}
	return found
}

// nameOf is the id of a list's element or, where it has none, its place.
func nameOf(element reflect.Value, i int) string {
	if element.Kind() == reflect.Struct {
		if id := element.FieldByName("ID"); id.IsValid() && id.String() != "" {
			return id.String()
		}
	}
	return strconv.Itoa(i)
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// TextAt finds a text by its stable path or, where there is none such, by its
// path.
func TextAt(p *Practice, path string) (TextField, bool) {
	fields := Texts(p)
	for _, name := range []func(TextField) string{
		func(f TextField) string { return f.Stable }, func(f TextField) string { return f.Path },
	} {
		if i := slices.IndexFunc(fields, func(f TextField) bool { return name(f) == path }); i >= 0 {
			return fields[i], true
		}
	}
	return TextField{}, false
}
