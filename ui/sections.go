package ui

import (
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// sections are the parts in which an entry is written, one page each, in the
// order of the task list.
func sections() []string {
	return []string{"basics", "need", "how", "resources", "results", "transfer", "contact"}
}

// sectionOf is the section in which the field with that path is written; empty
// for what the service keeps itself.
func sectionOf(path string) string {
	field, _, _ := strings.Cut(catalogue.FieldOf(path), ".")
	switch field {
	case "title", "organisation", "originalLanguage", "summary", "plainSummary", "maturity", "domains", "country", "municipalities", "regions",
		"area", "serviceLanguages", "period":
		return "basics"
	case "challenge", "goals", "targetGroups", "targetGroupNote", "reach", "participation":
		return "need"
	case "howItWorks", "components", "delivery", "partners":
		return "how"
	case "resources", "funding":
		return "resources"
	case "results", "evaluations", "sources":
		return "results"
	case "lessons", "conditions", "criteria", "related":
		return "transfer"
	case "contact", "attachments", "licence", "reviewDue":
		return "contact"
	}
	return ""
}

// sectionURL is the address at which the field with that path is written.
func sectionURL(lang i18n.Lang, id, path string) string {
	section := sectionOf(path)
	if section == "" {
		return deskURL(lang, id)
	}
	return deskURL(lang, id) + "/" + section + "#" + path
}

// deskURL is where an entry is written: the page with its list of sections.
func deskURL(lang i18n.Lang, id string) string { return "/" + string(lang) + "/desk/practices/" + id }

// fieldName is what a page calls the field with that path.
func (p *Pages) fieldName(lang i18n.Lang, path string) string {
	return p.Messages.T(lang, "field."+catalogue.FieldOf(path))
}

// rowName is what people call the field at a path, with the rows that it is in.
func (p *Pages) rowName(lang i18n.Lang, path string) string {
	var names []string
	for at, c := range path {
		if c != '[' {
			continue
		}
		digits, _, _ := strings.Cut(path[at+1:], "]")
		number, err := strconv.Atoi(digits)
		key := "page.write.row." + catalogue.FieldOf(path[:at])
		if err == nil && p.Messages.Has(lang, key) {
			names = append(names, p.Messages.T(lang, key, "Number", number+1))
		}
	}
	if !strings.HasSuffix(path, "]") || len(names) == 0 {
		names = append(names, p.fieldName(lang, path))
	}
	return strings.Join(names, ", ")
}

// sectionName is what a page calls a section.
func (p *Pages) sectionName(lang i18n.Lang, section string) string {
	return p.Messages.T(lang, "page.section."+section)
}
