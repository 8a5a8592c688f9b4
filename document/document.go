// Package document is a document that has no format yet: a title, sections,
// paragraphs, lists, tables and figures, every text with the language it is in.
// The packages below it write one, each in one format, and nothing of a format
// is known here. Charts are drawn here, once, for every format and for pages.
package document

import (
	"strconv"

	"tiekartta/i18n"
)

// Document is a whole document. Its headings follow from how sections stand in
// each other, so that no writer can get their order wrong.
type Document struct {
	Lang     i18n.Lang
	Title    []Run
	Subtitle []Run
	Stamp    string      // what the reader must know first, as "Draft"; may be empty
	Cover    Definitions // what stands below the title: period, kind, state
	Meta     Meta
	Front    *Section // a summary before the contents; may be nil
	Contents int      // levels of sections in the table of contents; 0 for none
	Sections []*Section
	Notes    []Note // numbered from 1 in this order
}

// Meta describes the document for machines; what people read stands on the
// cover as well.
type Meta struct {
	Author      string
	Description string // one or two sentences
	Date        string // YYYY-MM-DD; empty when the document must not change from day to day
	Licence     string // SPDX id
	Identifier  string // the id of what the document is made of, for machines
	Edition     string // which state of it, as people say it: "version 2"; may be empty
}

// Section is a heading with what belongs to it. ID may be empty; links need it.
type Section struct {
	ID       string
	Title    []Run
	Blocks   []Block
	Sections []*Section
	Wide     bool // its tables need a page on its side
}

// Note is what a run refers to by the note's id.
type Note struct {
	ID   string
	Runs []Run
}

// Style says what a run or paragraph is, never how it looks.
type Style int

// The styles of runs; Lead and Aside are of paragraphs as well.
const (
	Plain  Style = iota
	Strong       // important
	Quiet        // less important than what it stands beside
	Tag          // a label set by the service, as "core component": not the author's own words
	Lead         // a paragraph that opens a text
	Aside        // a paragraph that explains: not the author's own words
)

// Run is a stretch of text in one language, empty for the language of what it
// stands in. Link is an address (http, https, mailto) or "#" and a section's,
// item's or note's id; Note is the id of a note that the run ends with.
type Run struct {
	Text  string
	Lang  i18n.Lang
	Style Style
	Link  string
	Note  string
}

// Words is text in the language of what it stands in.
func Words(text string) []Run { return []Run{{Text: text}} }

// Plainly is the text of runs alone, without the labels among them.
func Plainly(runs []Run) string {
	s := ""
	for _, run := range runs {
		if run.Style != Tag {
			s += run.Text
		}
	}
	return s
}

// Entry is one line of the contents.
type Entry struct {
	ID      string
	Title   []Run
	Level   int // 1 for a chapter
	Entries []Entry
}

// Outline lists the sections for a table of contents, down to a level; ids are
// those that IDs gives.
func (d *Document) Outline(ids map[*Section]string, levels int) []Entry {
	return outline(d.Sections, ids, 1, levels)
}

func outline(sections []*Section, ids map[*Section]string, level, levels int) []Entry {
	if level > levels {
		return nil
	}
	var entries []Entry
	for _, s := range sections {
		entries = append(entries, Entry{
			ID: ids[s], Title: s.Title, Level: level,
			Entries: outline(s.Sections, ids, level+1, levels),
		})
	}
	return entries
}

// IDs gives every section an id of its own: the one it has, else one made of
// its title. The answer is the same each time.
func (d *Document) IDs() map[*Section]string {
	ids, taken := map[*Section]string{}, map[string]bool{}
	var all []*Section
	if d.Front != nil {
		all = append(all, d.Front)
	}
	var walk func([]*Section)
	walk = func(sections []*Section) {
		for _, s := range sections {
			all = append(all, s)
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	for _, s := range all { // ids that links may name come first
		if s.ID != "" && !taken[s.ID] {
			ids[s], taken[s.ID] = s.ID, true
		}
	}
	for _, s := range all {
		if ids[s] == "" {
			id := free("s-"+i18n.Slug(Plainly(s.Title)), taken)
			ids[s], taken[id] = id, true
		}
	}
	return ids
}

func free(id string, taken map[string]bool) string {
	for n, name := 2, id; ; n++ {
		if !taken[name] {
			return name
		}
		name = id + "-" + strconv.Itoa(n)
	}
}

// NoteNumber is the number of a note, 0 when there is no such note.
func (d *Document) NoteNumber(id string) int {
	for i, note := range d.Notes {
		if note.ID == id {
			return i + 1
		}
	}
	return 0
}
