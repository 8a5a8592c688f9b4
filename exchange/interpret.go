package exchange

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// interpreter turns the elements of a file into a roadmap. It is the only
// place that knows what an existing programme looks like; the formats know
// nothing of goals and actions.
type interpreter struct {
	words    *words
	domains  domains
	lang     i18n.Lang
	marked   bool // the file marks its headings, so that other text is none
	reading  *Reading
	problems i18n.Problems

	heading  title // the nearest heading above
	section  title // of the section under way
	open     *header
	headerAt int       // line of the header of the table under way, 0 once a row has followed
	loose    []element // rows of a table that is no plan
	plans    int

	goalLine  int            // where the goal under way was first written
	goalLines map[string]int // titles of the section's goals → line
	broken    bool           // something stood between this row and the one above
	repeats   []Warning      // goals repeated in the next row; normal where every row names its goal
	continues bool           // the file leaves the cell of a repeated goal empty

	inflected []int // lines whose partners stand in the genitive
}

// title is a heading and the line where it stands.
type title struct {
	text string
	line int
}

func interpret(list *elements, w *words, o ReadOptions) (*Reading, error) {
	i := &interpreter{
		words: w, domains: newDomains(o.Vocabularies), lang: o.Language, marked: list.marked,
		reading: &Reading{Roadmap: &roadmap.Roadmap{}},
	}
	headers := i.survey(list.list)
	i.reading.Roadmap.OriginalLanguage = i.lang
	for at, e := range list.list {
		if len(i.problems) >= maxProblems {
			i.problems.Add("", "import.more", "Max", maxProblems)
			break
		}
		switch e.kind {
		case rowElement:
			i.row(e, headers[at], nextHeader(list.list[at+1:], headers, at+1))
		case gapElement:
			i.broken = true
		case titleElement:
			i.spanning(e)
		case textElement:
			i.closeTable()
			if !i.marked {
				i.heading = title{e.text, e.line}
			}
		case headingElement:
			i.closeTable()
			i.heading = title{e.text, e.line}
		case startElement:
			i.closeTable()
		}
	}
	i.closeTable()
	// Headings that a file does not mark are text, too: in such a file each
	// section has one.
	unmarked := 0
	if !list.marked {
		unmarked = len(i.reading.Roadmap.Sections)
	}
	if n := list.prose.pieces - unmarked; n > 0 {
		i.warn(list.prose.first, "prose", "N", n, "Last", list.prose.last)
	}
	return i.finish()
}

// survey finds the headers and the language, which must be known before the
// first text is kept.
func (i *interpreter) survey(list []element) map[int]*header {
	headers := map[int]*header{}
	votes := map[i18n.Lang]int{}
	first := 0
	for at, e := range list {
		if e.kind != rowElement {
			continue
		}
		h, ok := i.words.header(e.cells)
		if !ok {
			continue
		}
		headers[at] = h
		if first == 0 {
			first = e.line
		}
		for lang, n := range h.votes {
			votes[lang] += n
		}
	}
	found := (&header{votes: votes}).language()
	switch {
	case i.lang == "" && found != "":
		i.lang = found
	case i.lang == "":
		i.lang = i18n.Finnish
	case found != "" && found != i.lang:
		i.warn(first, "language."+string(found))
		last := &i.reading.Warnings[len(i.reading.Warnings)-1]
		last.Choices = []string{string(i.lang), string(found)}
	}
	return headers
}

// nextHeader tells whether the next row, over empty lines, is a header.
func nextHeader(rest []element, headers map[int]*header, from int) bool {
	for at, e := range rest {
		if e.kind != gapElement {
			return headers[from+at] != nil
		}
	}
	return false
}

// row takes one row: a header, a title above a header, a row of a plan, or a
// row of a table that is none.
func (i *interpreter) row(e element, h *header, beforeHeader bool) {
	switch {
	case h != nil && (i.open == nil || i.sameHeader(h)):
		i.openTable(h, e.line)
	case beforeHeader && !e.cells[0].blank() && blankCells(e.cells[1:]):
		i.closeTable()
		if !i.marked {
			i.heading = title{e.cells[0].joined(), e.line}
		}
	case blankCells(e.cells):
		i.broken = true
	case i.open == nil:
		i.loose = append(i.loose, e)
	case len(i.open.lacks) == 0: // a plan without all columns was refused at its header
		i.planRow(e)
	}
}

// sameHeader tells a header that is repeated after a page break, or that of
// the next table, from a row of the plan that happens to use such words.
func (i *interpreter) sameHeader(h *header) bool {
	return strings.Join(h.names, "\t") == strings.Join(i.open.names, "\t") || len(h.lacks) == 0 && h.exact >= 3
}

func (i *interpreter) openTable(h *header, line int) {
	i.closeLoose()
	i.open, i.headerAt, i.broken = h, line, true
	i.plans++
	names := columnNames()
	for _, lack := range h.lacks {
		i.problems.Add(place(line), "import.missing."+names[lack], "Line", line)
	}
	for _, at := range h.unread {
		i.warn(line, "column", "Column", h.names[at])
	}
}

// closeTable ends the table under way; the next one needs its own header.
func (i *interpreter) closeTable() {
	i.closeLoose()
	if i.open != nil && i.headerAt > 0 {
		i.warn(i.headerAt, "table_empty")
	}
	i.open, i.headerAt, i.broken = nil, 0, true
}

// closeLoose judges a table without a plan's header. What looks like rows of a
// plan all the same is refused, because rows would be lost; anything else is
// left out, and a person is told.
func (i *interpreter) closeLoose() {
	if len(i.loose) == 0 {
		return
	}
	first, last := i.loose[0], i.loose[len(i.loose)-1]
	switch {
	case i.planLike():
		i.problems.Add(place(first.line), "import.header", "Line", first.line)
		i.plans++
	case len(first.cells) > 2:
		i.warn(first.line, "table_skipped", "First", first.line, "Last", last.line)
	}
	i.loose = nil
}

// planLike tells whether rows without a header look like those of a plan: five
// cells, of which most thirds are schedules and most others are words.
func (i *interpreter) planLike() bool {
	n := 0
	for _, e := range i.loose {
		if len(e.cells) != planCells {
			continue
		}
		_, known := i.words.schedule(e.cells[scheduleColumn].joined())
		if known && hasLetter(e.cells[actionsColumn].joined()) && hasLetter(e.cells[responsibleColumn].joined()) {
			n++
		}
	}
	return n > 0 && n*2 >= len(i.loose)
}

// spanning takes a cell across a whole table, which titles the rows below it.
func (i *interpreter) spanning(e element) {
	if e.text == "" {
		return
	}
	i.broken = true
	if i.open != nil || !i.marked {
		i.heading = title{e.text, e.line}
	}
}

func (i *interpreter) warn(line int, key string, args ...any) {
	i.reading.Warnings = append(i.reading.Warnings, warning(line, key, args...))
}

// warning makes one; args are name and value in turn.
func warning(line int, key string, args ...any) Warning {
	m := map[string]any{"Line": line}
	for a := 0; a+1 < len(args); a += 2 {
		m[args[a].(string)] = args[a+1]
	}
	return Warning{Place: place(line), Key: key, Args: m, line: line}
}

// five are a plan row's cells in the order of the columns, and the section's.
func (i *interpreter) five(e element) (cells [columnCount]cell, ok bool) {
	width := len(e.cells)
	for width > i.open.width && e.cells[width-1].blank() {
		width--
	}
	if width != i.open.width {
		i.problems.Add(place(e.line), "import.cells", "Line", e.line, "Found", width, "Want", i.open.width)
		return cells, false
	}
	for at, c := range e.cells {
		if c.spanned {
			i.problems.Add(place(e.line), "import.spanned", "Line", e.line)
			return cells, false
		}
		if utf8.RuneCountInString(c.raw) > maxCell {
			i.problems.Add(fmt.Sprintf("%s, column %d", place(e.line), at+1), "import.long_cell", "Line", e.line, "Column", at+1, "Max", maxCell)
			return cells, false
		}
	}
	for role, at := range i.open.at {
		if at >= 0 {
			cells[role] = e.cells[at]
		}
	}
	return cells, true
}

func blankCells(cells []cell) bool {
	for _, c := range cells {
		if !c.blank() {
			return false
		}
	}
	return true
}
