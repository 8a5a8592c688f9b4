package ui

import (
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// changeSection is what differs between two texts of an entry in one section.
type changeSection struct {
	Section string
	Groups  []changeGroup
}

// changeGroup is a field, or a row of a list, with what differs in it.
type changeGroup struct {
	Row     string // stable path
	Element shown  // the row's name; empty for a field
	Rows    []changeRow
}

// changeRow is one value in both texts.
type changeRow struct {
	Path  string
	Lang  i18n.Lang // of the text; empty for what has no language
	Edits []edit
	Moved bool // the rows of the list with that path stand in another order
}

// changesBetween puts the differences between two texts of an entry into words,
// in the order in which it is written.
func (p *Pages) changesBetween(lang i18n.Lang, before, after *catalogue.Practice) ([]changeSection, error) {
	differences, err := catalogue.Differences(before, after)
	if err != nil {
		return nil, err
	}
	fields := catalogue.Fields()
	slices.SortStableFunc(differences, func(a, b catalogue.Difference) int {
		return slices.Index(fields, catalogue.FieldOf(a.Path)) - slices.Index(fields, catalogue.FieldOf(b.Path))
	})
	was, is := valueWriter{p, lang, before}, valueWriter{p, lang, after}
	var rows []changeRow
	for _, d := range differences {
		if d.Moved {
			rows = append(rows, changeRow{Path: d.Path, Moved: true})
			continue
		}
		rows = append(rows, changeRows(was.leaves(d.Path, d.Before), is.leaves(d.Path, d.After))...)
	}
	var list []changeSection
	for _, name := range sections() {
		section := changeSection{Section: name}
		for _, row := range rows {
			if sectionOf(row.Path) != name {
				continue
			}
			at := rowOf(row.Path)
			i := slices.IndexFunc(section.Groups, func(g changeGroup) bool { return g.Row == at })
			if i < 0 {
				section.Groups = append(section.Groups, changeGroup{Row: at, Element: elementName(lang, after, before, at)})
				i = len(section.Groups) - 1
			}
			section.Groups[i].Rows = append(section.Groups[i].Rows, row)
		}
		if len(section.Groups) > 0 {
			list = append(list, section)
		}
	}
	return list, nil
}

// changeRows pairs the values of a field in both texts.
func changeRows(before, after []leaf) []changeRow {
	var rows []changeRow
	at := func(path string) *changeRow {
		if i := slices.IndexFunc(rows, func(r changeRow) bool { return r.Path == path }); i >= 0 {
			return &rows[i]
		}
		rows = append(rows, changeRow{Path: path})
		return &rows[len(rows)-1]
	}
	old := map[string]string{}
	for _, l := range before {
		old[l.Path] = l.Text.Text
		row := at(l.Path)
		row.Lang, row.Edits = languageOf(l.Path), []edit{{"remove", l.Text.Text}}
	}
	for _, l := range after {
		row := at(l.Path)
		row.Lang = languageOf(l.Path)
		if row.Edits = append(row.Edits, edit{"add", l.Text.Text}); row.Lang != "" {
			row.Edits = compareWords(old[l.Path], l.Text.Text)
		}
	}
	return rows
}

// languageOf is the language at the end of a text's path.
func languageOf(path string) i18n.Lang {
	if lang, ok := i18n.ParseLang(path[strings.LastIndexByte(path, '.')+1:]); ok {
		return lang
	}
	return ""
}

// elementName is what a row of a list is called, as it stands now or else as it
// stood before; empty for what is no row.
func elementName(lang i18n.Lang, after, before *catalogue.Practice, row string) shown {
	if !strings.HasSuffix(row, "]") {
		return shown{}
	}
	for _, practice := range []*catalogue.Practice{after, before} {
		for _, part := range []string{".label", ".name", ".statement", ".text", ".finding", ".title", ".source"} {
			if field, ok := catalogue.TextAt(practice, row+part); ok && !field.Text.Empty() {
				return show(lang, field.Text, practice.OriginalLanguage).Beginning()
			}
		}
		if name := plainName(practice, row); name != "" {
			return shown{Text: name, Lang: lang}
		}
	}
	return shown{}
}

// plainName is the name of a row whose name has no language.
func plainName(practice *catalogue.Practice, row string) string {
	for i, one := range practice.Partners {
		if row == i18n.At("partners", i) {
			return one.Name
		}
	}
	for i, one := range practice.Funding {
		if row == i18n.At("funding", i) {
			return one.Source
		}
	}
	for _, one := range practice.Sources {
		if row == "sources["+one.ID+"]" {
			return one.Title
		}
	}
	for _, one := range practice.Attachments {
		if row == "attachments["+one.ID+"]" {
			return one.Name
		}
	}
	return ""
}
