package ui

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// leaf is one value of an entry in words.
type leaf struct {
	Path string // stable: rows by their id, texts with their language
	Row  string // stable path of what it is a part of: a text, a list's row, a group
	Text shown
}

// schemes says in which vocabulary a field's codes are.
func schemes() map[string]string {
	return map[string]string{
		"maturity": "maturity", "domains": "domain", "targetGroups": "target_group", "participation": "participation",
		"serviceLanguages": "language", "originalLanguage": "language", "country": "country", "partners.type": "organisation_type",
		"components.kind": "component_kind", "results.level": "result_level", "results.measure": "measure", "results.direction": "direction",
		"results.breakdowns.dimension": "breakdown_dimension", "evaluations.type": "evaluation_type", "evaluations.by": "evaluation_by",
		"lessons.kind": "lesson_kind", "conditions.category": "condition_category", "conditions.need": "condition_need",
		"criteria.goal_oriented.met": "criterion_met", "criteria.customer_responsive.met": "criterion_met", "criteria.context_sensitive.met": "criterion_met",
		"criteria.high_impact.met": "criterion_met", "criteria.modelled.met": "criterion_met", "criteria.generalisable.met": "criterion_met",
		"related.relation": "relation", "sources.language": "language",
	}
}

// isDate tells whether a field holds a date.
func isDate(field string) bool {
	return field == "reviewDue" || strings.HasSuffix(field, ".start") || strings.HasSuffix(field, ".end") || strings.HasSuffix(field, ".date") ||
		field == "contact.validUntil" || field == "contact.erased"
}

// leaves lists what an entry tells, in the model's order, in words. What the
// service keeps itself is not among it.
func (p *Pages) leaves(lang i18n.Lang, practice *catalogue.Practice) ([]leaf, error) {
	stored := *practice
	stored.Computed = nil
	text, err := json.Marshal(stored)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	v := valueWriter{pages: p, lang: lang, practice: practice}
	return v.leaves("", tree), nil
}

// valueWriter puts the values of one text of an entry into words.
type valueWriter struct {
	pages    *Pages
	lang     i18n.Lang
	practice *catalogue.Practice
}

func (v valueWriter) leaves(path string, value any) []leaf {
	var list []leaf
	switch value := value.(type) {
	case map[string]any:
		for _, name := range inModelOrder(path, value) {
			list = append(list, v.leaves(i18n.Join(path, name), value[name])...)
		}
	case []any:
		for i, element := range value {
			at := i18n.At(path, i)
			if object, ok := element.(map[string]any); ok {
				if id, _ := object["id"].(string); id != "" {
					at = path + "[" + id + "]"
				}
			}
			list = append(list, v.leaves(at, element)...)
		}
	default:
		if value != nil && written(path) {
			list = append(list, leaf{Path: path, Row: rowOf(path), Text: v.words(path, value)})
		}
	}
	return list
}

// written tells whether a value is something that people wrote.
func written(path string) bool {
	field := catalogue.FieldOf(path)
	return sectionOf(path) != "" && field != "organisation" && !strings.HasSuffix(field, ".id") && field != "attachments.size" && field != "attachments.mediaType"
}

// inModelOrder are the names of an object's parts in the order of the model,
// languages in that of pages.
func inModelOrder(path string, object map[string]any) []string {
	fields := catalogue.Fields()
	place := func(name string) int {
		if _, language := i18n.ParseLang(name); language {
			return slices.Index(i18n.Langs(), i18n.Lang(name))
		}
		return slices.Index(fields, catalogue.FieldOf(i18n.Join(path, name)))
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return place(names[i]) < place(names[j]) })
	return names
}

// rowOf is what a value is a part of: the row of a list, one criterion, a part
// of the delivery, else the field at the top.
func rowOf(path string) string {
	top := path
	if i := strings.IndexAny(path, ".["); i >= 0 {
		top = path[:i]
		switch {
		case top == "criteria" || top == "delivery":
			rest, _, _ := strings.Cut(path[i+1:], ".")
			return top + "." + rest
		case path[i] == '[' && !slices.Contains([]string{"domains", "targetGroups", "municipalities", "regions", "serviceLanguages"}, top):
			return path[:strings.IndexByte(path, ']')+1]
		}
	}
	return top
}

// words puts a value into words: codes by their labels, numbers with what they
// count, dates and sums as the language writes them, sources by their titles.
func (v valueWriter) words(path string, value any) shown {
	field := catalogue.FieldOf(path)
	own := func(text string) shown { return shown{Text: text, Lang: v.lang} }
	switch value := value.(type) {
	case bool:
		return own(v.pages.Messages.T(v.lang, map[bool]string{true: "page.answer.1", false: "page.answer.0"}[value]))
	case float64:
		return v.number(path, field, value)
	case string:
		if in, ok := i18n.ParseLang(path[strings.LastIndexByte(path, '.')+1:]); ok {
			return shown{Text: value, Lang: in, Foreign: in != v.lang}
		}
		switch {
		case schemes()[field] != "":
			return own(first(v.pages.Catalogue.Vocabularies.Label(schemes()[field], value).Best(v.lang)))
		case field == "municipalities":
			return own(v.pages.placeName(v.lang, value))
		case field == "regions":
			return own(v.pages.regionName(v.lang, value))
		case field == "results.breakdowns.as" && (value == "count" || value == "share"):
			return own(v.pages.Messages.T(v.lang, "page.changes.as."+value))
		case strings.HasSuffix(field, ".source") && field != "funding.source":
			for _, source := range v.practice.Sources {
				if source.ID == value && source.Title != "" {
					return own(source.Title)
				}
			}
		case isDate(field):
			return own(i18n.Date(v.lang, value))
		}
		return own(value)
	}
	return shown{}
}

func (v valueWriter) number(path, field string, value float64) shown {
	switch row := rowOf(path); field {
	case "evaluations.year", "sources.year":
		return shown{Text: strconv.Itoa(int(value)), Lang: v.lang}
	case "funding.amount":
		for i, f := range v.practice.Funding {
			if row == i18n.At("funding", i) && f.Amount != nil && *f.Amount == value {
				return shown{Text: i18n.Money(v.lang, value, f.Currency), Lang: v.lang}
			}
		}
	case "results.value":
		for i := range v.practice.Results {
			if r := &v.practice.Results[i]; row == "results["+r.ID+"]" {
				return v.pages.valueWords(v.lang, r, v.practice.OriginalLanguage)
			}
		}
	}
	return shown{Text: i18n.Number(v.lang, value), Lang: v.lang}
}
