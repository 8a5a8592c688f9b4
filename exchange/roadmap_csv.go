package exchange

import (
	"fmt"
	"io"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// Our own roadmap CSV has one row an action, with these columns. The row id is
// the ids of section, goal and action with "/" between, so that all three come
// back; a goal without actions and a section without goals have a row of their
// own with a shorter id. What has no text of its own but is held in parts is
// written in square brackets, in words (bracket.go); domain, practice and
// status are codes.
func csvColumns() []string {
	return []string{"row_id", "section", "goal", "actions", "schedule", "responsible", "indicator", "domain", "practice", "status"}
}

// WriteRoadmapCSV writes r as a table for spreadsheets: UTF-8 with BOM,
// semicolons, CRLF. A text that is missing in lang stands in the roadmap's
// original language, else in any. ReadRoadmap reads it back with the same ids,
// sections, goals, items, schedules, responsible and indicator texts; what the
// table cannot hold is lost, except when MergeCSV puts it into r again. The
// vocabularies name roles and types; nil are those of the program.
func WriteRoadmapCSV(w io.Writer, r *roadmap.Roadmap, lang i18n.Lang, v *catalogue.Vocabularies) error {
	words, err := loadWords()
	if err != nil {
		return err
	}
	brackets, err := newBrackets(words, v)
	if err != nil {
		return err
	}
	c := csvWriter{brackets: brackets, lang: lang, original: r.OriginalLanguage}
	c.out.WriteString("\ufeff")
	c.row(csvColumns())
	for _, s := range r.Sections {
		c.section(s)
	}
	_, err = io.WriteString(w, c.out.String())
	return err
}

type csvWriter struct {
	out            strings.Builder
	brackets       *brackets
	lang, original i18n.Lang
}

func (c *csvWriter) section(s roadmap.Section) {
	title := c.text(s.Title)
	if len(s.Goals) == 0 {
		c.row([]string{rowID(s.ID), title, "", "", "", "", "", s.Domain, "", ""})
	}
	for _, g := range s.Goals {
		goal := c.text(g.Title)
		if len(g.Actions) == 0 {
			c.row([]string{rowID(s.ID, g.ID), title, goal, "", "", "", "", s.Domain, "", ""})
		}
		for _, a := range g.Actions {
			c.row([]string{
				rowID(s.ID, g.ID, a.ID), title, goal, c.items(a.Items), c.brackets.scheduleCell(c.lang, a.Schedule),
				c.responsible(a), c.indicator(a), s.Domain, practiceCell(a.Practice), a.Status,
			})
		}
	}
}

// row writes one record; every field passes the guard against formulas.
func (c *csvWriter) row(fields []string) {
	for i, f := range fields {
		if i > 0 {
			c.out.WriteByte(';')
		}
		f = guarded(f)
		if strings.ContainsAny(f, ";,\t\"\r\n") || strings.TrimSpace(f) != f {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		c.out.WriteString(f)
	}
	c.out.WriteString("\r\n")
}

func (c *csvWriter) text(t i18n.Text) string {
	s, _ := t.Best(c.lang, c.original)
	return strings.TrimSpace(s)
}

// items are one a line. A line break within an item is followed by a tab.
func (c *csvWriter) items(items []i18n.Text) string {
	var lines []string
	for _, item := range items {
		lines = append(lines, oneCellLine(c.text(item)))
	}
	return strings.Join(lines, "\n")
}

func splitItems(cell string) []string {
	var items []string
	for line := range strings.SplitSeq(unixLines(cell), "\n") {
		if rest, more := strings.CutPrefix(line, "\t"); more && len(items) > 0 {
			items[len(items)-1] += "\n" + rest
			continue
		}
		if strings.TrimSpace(line) != "" {
			items = append(items, line)
		}
	}
	for i, item := range items {
		items[i] = strings.TrimSpace(item)
	}
	return items
}

func unixLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func (c *csvWriter) responsible(a roadmap.Action) string {
	if s := c.text(a.ResponsibleText); s != "" {
		return unbracketed(s)
	}
	return c.brackets.partyCell(c.lang, a.Parties)
}

func (c *csvWriter) indicator(a roadmap.Action) string {
	if s := c.text(a.IndicatorText); s != "" {
		return unbracketed(s)
	}
	var lines []string
	for _, one := range a.Indicators {
		lines = append(lines, indicatorLine(one.ID, c.text(one.Label)))
	}
	return strings.Join(lines, "\n")
}

func practiceCell(p *roadmap.PracticeUse) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%s@%d", p.ID, p.Version)
}

// rowID joins the ids of section, goal and action.
func rowID(ids ...string) string {
	for i, id := range ids {
		ids[i] = strings.ReplaceAll(strings.ReplaceAll(id, "%", "%25"), "/", "%2F")
	}
	return strings.Join(ids, "/")
}

// splitRowID returns the ids of a row id, at most three and none empty.
func splitRowID(s string) (ids []string, ok bool) {
	if s == "" {
		return nil, true
	}
	for id := range strings.SplitSeq(s, "/") {
		id = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(id, "%2F", "/"), "%25", "%"))
		if id == "" {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, len(ids) <= 3
}

// A spreadsheet runs a cell that begins with one of these as a formula, also
// behind an apostrophe of our own. The guard adds one apostrophe to exactly
// those texts from which it is taken off again, so that a text that begins
// with an apostrophe by itself is never changed.
func guarded(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func unguarded(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formula(rest) {
		return rest
	}
	return s
}

func formula(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0
}
