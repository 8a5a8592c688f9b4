package ui

import (
	"net/url"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// formField is a field of the form as its page shows it.
type formField struct {
	Kind    kind
	Field   string // name of the field in the model, for its label and its words
	Name    string // in the form
	Anchor  string // path without the language, to which other pages lead
	Value   string
	Options []formOption
	Empty   string    // what choosing nothing means; without it something has to be chosen
	Lang    i18n.Lang // of the text, where it has one
	Words   int       // recommended at most; 0 for none
	Count   int       // of words now
	Error   string
	Notes   []note
	Said    []comment // what somebody who publishes has said of it
	Hint    bool      // there are words of help
	Example bool
	Fields  []formField
	Open    bool // what is folded away holds something
	List    *formList
	Focus   bool
}

// formOption is something to choose from.
type formOption struct {
	Value, Label, Text string
	Chosen             bool
}

// note is a hint about the quality of what stands in a field.
type note struct {
	Text    string
	Warning bool
}

// formList is a list of rows.
type formList struct {
	Path, Field string
	Rows        []formRow
	Removed     *rowAct // the row that was just taken out
	Inner       bool    // within a row
}

// formRow is one of them.
type formRow struct {
	Path        string
	Anchor      string
	Number      int
	Name        string // what it is about, where that is told
	Hidden      []formOption
	Fields      []formField
	First, Last bool
	Focus       string // the button that moved it, when it was just moved
	Folds       bool   // one of many: only its line is shown
	Open        bool
	Line        []string  // what stands in it, in short
	Notes       int       // hints about its fields
	Said        []comment // of it as a whole
}

// Described are the ids of what is said about a field.
func (c formField) Described() string {
	var ids []string
	for _, one := range []struct {
		there  bool
		suffix string
	}{{c.Hint, "-hint"}, {c.Words > 0, "-count"}, {c.Error != "", "-error"}, {len(c.Notes) > 0, "-notes"}, {len(c.Said) > 0, "-said"}} {
		if one.there {
			ids = append(ids, c.Name+one.suffix)
		}
	}
	return strings.Join(ids, " ")
}

// Rows is the height of the box for a text: what is recommended fits in.
func (c formField) Rows() int { return min(3+c.Words/18, 12) }

// formView makes controls of what a form holds.
type formView struct {
	pages          *Pages
	lang, original i18n.Lang
	values         url.Values
	practice       *catalogue.Practice
	problems       i18n.Problems
	notes          map[string][]note
	comments       []comment // those not dealt with
	focus          string    // path of the row to put the focus in
	moved          string    // verb of the button that moved it
	removed        *rowAct
	organisations  []formOption // to which the entry may be given, its own among them
}

func (v formView) controls(specs []fieldSpec, name string) []formField {
	var list []formField
	for _, spec := range specs {
		if spec.Scheme == "own_organisation" && len(v.organisations) < 2 {
			continue // there is nothing to choose
		}
		list = append(list, v.field(spec, i18n.Join(name, spec.Path)))
	}
	return list
}

func (v formView) field(spec fieldSpec, path string) formField {
	c := formField{Kind: spec.Kind, Field: catalogue.FieldOf(path), Name: path, Anchor: path}
	if spec.Path == "" {
		c.Field = i18n.Join(c.Field, "more")
	}
	c.Hint, c.Example = v.has("page.write.hint."+c.Field), v.has("page.write.example."+c.Field)
	switch spec.Kind {
	case kindGroup, kindFold:
		c.Fields = v.controls(spec.Fields, path)
		c.Open = slices.ContainsFunc(c.Fields, formField.told)
		c.Anchor, c.Name = path, path+"-group"
	case kindRows, kindPlaces:
		c.List, c.Name = v.list(spec, path), path+"-list"
	case kindText, kindProse:
		c.Name = i18n.Join(path, string(v.original))
		c.Lang = v.original
		if spec.Kind == kindProse {
			c.Words = catalogue.WordsFor(c.Field)
		}
	}
	c.Value = last(v.values[c.Name])
	c.Count = len(strings.Fields(c.Value))
	c.Options, c.Empty = v.options(spec, c), v.empty(spec)
	c.Error, c.Said = v.problem(c, path), commentsAt(v.comments, path)
	c.Notes = append(v.notes[path], v.notes[c.Name]...)
	if c.Name == path {
		c.Notes = v.notes[path]
	}
	return c
}

// told tells whether a field holds something, or something is wrong with it.
func (c formField) told() bool {
	return c.Value != "" || c.Error != "" || slices.ContainsFunc(c.Fields, formField.told) || c.List != nil && len(c.List.Rows) > 0
}

// Near tells whether a text comes near as many words as are recommended.
func (c formField) Near() bool { return 4*c.Count >= 3*c.Words }

func (v formView) has(key string) bool { return v.pages.Messages.Has(v.lang, key) }

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// problem is what is wrong with a field, in words.
func (v formView) problem(c formField, path string) string {
	for _, one := range v.problems {
		rest, within := strings.CutPrefix(one.Path, path)
		listed := within && strings.HasPrefix(rest, "[") && c.List == nil && len(c.Fields) == 0
		if one.Path == path || one.Path == c.Name || listed {
			return v.pages.Messages.Problem(v.lang, one)
		}
	}
	return ""
}

func (v formView) list(spec fieldSpec, path string) *formList {
	list := &formList{Path: path, Field: catalogue.FieldOf(path), Inner: strings.Contains(path, "[")}
	if v.removed != nil && v.removed.List == path {
		list.Removed = v.removed
	}
	numbers := rowNumbers(v.values, path)
	for i, n := range numbers {
		at := i18n.At(path, n)
		row := formRow{Path: at, Anchor: at, Number: i + 1, First: i == 0, Last: i == len(numbers)-1}
		if spec.Kind == kindRows {
			row.Said = commentsAt(v.comments, at)
		}
		if spec.Kind == kindPlaces {
			place := formField{Kind: kindSelect, Field: list.Field, Name: at, Anchor: at, Value: v.values.Get(at)}
			place.Empty = v.empty(spec)
			place.Options, place.Error = v.options(fieldSpec{Kind: kindSelect, Scheme: spec.Scheme}, place), v.problem(place, at)
			row.Fields, row.Anchor = []formField{place}, at+"-row"
		} else {
			for _, name := range []string{"from", "id"} {
				if values, ok := v.values[i18n.Join(at, name)]; ok {
					row.Hidden = append(row.Hidden, formOption{Label: i18n.Join(at, name), Value: last(values)})
				}
			}
			row.Fields = v.controls(spec.Fields, at)
			row.Line = oneLine(row.Fields)
			for _, field := range row.Fields {
				field.has(func(f formField) bool { row.Notes += len(f.Notes); return false })
			}
			row.Name = beginning(row.Fields[0].Value)
			if row.Fields[0].Kind == kindSelect {
				row.Name = ""
			}
		}
		if at == v.focus {
			row.Focus = v.moved
			row.Fields[0].Focus = v.moved == ""
		}
		row.Folds = len(numbers) > mostOpen && !list.Inner && spec.Kind == kindRows
		row.Open = at == v.focus || len(row.Line) == 0 || len(row.Said) > 0
		for _, field := range row.Fields {
			row.Open = row.Open || field.has(func(f formField) bool { return f.Error != "" || len(f.Said) > 0 })
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

// mostOpen is how many rows of a list are shown whole.
const mostOpen = 3

// oneLine is what stands in a row, in a line: at most three of its first fields, a
// figure with its unit.
func oneLine(fields []formField) []string {
	var line []string
	share := false
	for i, f := range fields {
		value := f.Value
		for _, option := range f.Options {
			if option.Chosen && f.Value != "" {
				value = option.Label
			}
		}
		switch {
		case f.Field == "results.measure":
			share = f.Value == "share"
			continue
		case f.Field == "results.unit", value == "":
			continue
		case f.Field == "results.value" && share:
			value += "\u00a0%"
		case f.Field == "results.value" && fields[i+1].Value != "":
			value += " " + fields[i+1].Value
		}
		if line = append(line, beginning(value)); len(line) == 3 {
			break
		}
	}
	return line
}

// has tells whether something is so of a field or of one within it.
func (c formField) has(so func(formField) bool) bool {
	within := slices.Clone(c.Fields)
	if c.List != nil {
		for _, row := range c.List.Rows {
			within = append(within, row.Fields...)
		}
	}
	return so(c) || slices.ContainsFunc(within, func(f formField) bool { return f.has(so) })
}

// beginning is a text short enough for a heading.
func beginning(s string) string {
	const most = 60
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= most {
		return string(r)
	}
	return strings.TrimSpace(string(r[:most])) + "…"
}
