package catalogue

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tiekartta/i18n"
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
