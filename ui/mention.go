package ui

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// mentionGroup is what is found of a person in one kind of things.
type mentionGroup struct {
	Key  string // of its heading, behind "page.privacy.of."
	Rows []mentionRow
}

// mentionRow is a thing in which a person occurs, in words.
type mentionRow struct {
	Name   shown
	URL    string    // where somebody sees to it; empty where nobody can
	Erase  reference // where a practice's contact is erased, or an account removed
	Places []placeRow
}

// placeRow is a place of it.
type placeRow struct {
	What   string
	Parts  []reference
	Fields []fieldRow
}

// reference is a text that may lead somewhere.
type reference struct{ Text, URL string }

// fieldRow is a field with what stands there around the person.
type fieldRow struct {
	Name reference
	Code string // its path, where it has no name
	Text string
}

// mentionGroups puts what was found into words, by kinds of things.
func (p *Pages) mentionGroups(c echo.Context, list []catalogue.Mention) ([]mentionGroup, error) {
	nouns := []string{catalogue.Noun, roadmap.Noun, account.UserNoun, account.OrganisationNoun, "feedback"}
	groups := make([]mentionGroup, len(nouns)+1)
	for i, noun := range append(nouns, "other") {
		groups[i].Key = noun
	}
	for _, m := range list {
		row, err := p.mentionRow(c, m)
		if err != nil {
			return nil, err
		}
		at := len(nouns)
		for i, noun := range nouns {
			if noun == m.Noun {
				at = i
			}
		}
		groups[at].Rows = append(groups[at].Rows, row)
	}
	return groups, nil
}

func (p *Pages) mentionRow(c echo.Context, m catalogue.Mention) (mentionRow, error) {
	lang := pageLanguage(c)
	row := mentionRow{Name: show(lang, m.Title, lang)}
	desk := "/" + string(lang) + "/desk"
	var err error
	switch m.Noun {
	case catalogue.Noun:
		row.Erase = reference{p.Messages.T(lang, "page.privacy.erase"), deskURL(lang, m.ID) + "/erase"}
	case roadmap.Noun:
		row.URL = "/" + string(lang) + "/roadmaps/" + m.ID
	case account.UserNoun:
		row.URL = desk + "/trail?person=" + m.ID
		row.Name.Text, err = p.thingWords(c, account.Act{Noun: m.Noun, ID: m.ID})
		if slices.ContainsFunc(m.Places, func(place catalogue.Place) bool { return place.In == "users" }) {
			row.Erase = reference{p.Messages.T(lang, "page.removal.title"), desk + "/people/" + m.ID + "/remove"}
		}
	case account.OrganisationNoun:
		row.URL = desk + "/people?organisation=" + m.ID
		var o account.Organisation
		o, err = p.organisation(c, m.ID)
		row.Name = show(lang, o.Name, lang)
	case "feedback":
		row.URL = desk + "/feedback"
		row.Name.Text = p.Messages.T(lang, "page.feedback.number", "Number", m.ID)
	}
	if row.Name.Text == "" {
		row.Name.Text = m.ID
	}
	row.Places = placing{p: p, lang: lang, id: m.ID}.rows(m.Places)
	return row, err
}

// placing puts places of a thing into words. Only who writes a practice is led
// to where its texts are written.
type placing struct {
	p      *Pages
	lang   i18n.Lang
	id     string
	writes bool
}

func (w placing) rows(places []catalogue.Place) []placeRow {
	var rows []placeRow
	for _, place := range places {
		row := placeRow{What: w.p.Messages.T(w.lang, "page.privacy.in."+place.In)}
		for _, part := range place.Parts {
			if named := w.part(place.In, part); named.Text != "" {
				row.Parts = append(row.Parts, named)
			}
		}
		if w.writes && place.In == "practice_comments" {
			row.Parts = append(row.Parts, reference{w.p.Messages.T(w.lang, "page.privacy.comments"), deskURL(w.lang, w.id) + "/check"})
		}
		for _, path := range place.Paths() {
			row.Fields = append(row.Fields, w.field(place, path))
		}
		rows = append(rows, row)
	}
	return rows
}

// part names a version with its address, or the field of a comment.
func (w placing) part(table, part string) reference {
	switch table {
	case "practice_versions":
		return reference{w.p.Messages.T(w.lang, "page.version", "Version", part), "/" + string(w.lang) + "/practices/" + w.id + "?version=" + part}
	case "roadmap_versions":
		return reference{w.p.Messages.T(w.lang, "page.version", "Version", part), ""}
	case "practice_comments":
		return reference{w.p.fieldName(w.lang, part), ""}
	}
	return reference{}
}

func (w placing) field(place catalogue.Place, path string) fieldRow {
	row := fieldRow{Text: place.Fields[path]}
	switch {
	case strings.HasPrefix(place.In, "practice") && w.p.Messages.Has(w.lang, "field."+catalogue.FieldOf(path)):
		row.Name.Text = w.p.fieldName(w.lang, path)
		if w.writes && place.In == "practices" {
			row.Name.URL = sectionURL(w.lang, w.id, path)
		}
	case strings.Contains(path, "."):
		row.Code = path
	}
	return row
}
