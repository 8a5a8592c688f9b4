package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// kind says what an element of a file is.
type kind int

const (
	rowElement     kind = iota // a row of a table
	headingElement             // a marked heading
	textElement                // any other text
	gapElement                 // an empty line; a table goes on after it
	startElement               // a new table begins; it needs its own header
	titleElement               // a cell across a whole table: the title of a section
)

// element is one piece of a file, in the order of the file. Every format comes
// down to a list of them, and one interpreter reads that list.
type element struct {
	kind  kind
	line  int // in the file, from 1
	text  string
	cells []cell // of a row
}

// cell is one cell of a row.
type cell struct {
	raw     string     // byte for byte as in the file
	lines   []textLine // the text without marks of the format
	merged  bool       // the cell above reaches down into this row; raw and lines are that cell's
	spanned bool       // the cell to the left reaches over this column
}

// textLine is a line within a cell. An item line begins an item of a list that
// the format itself marks.
type textLine struct {
	text string
	item bool
}

// prose is the running text of a file, which is not read: how many pieces there
// are, and the lines of the first and the last.
type prose struct{ pieces, first, last int }

// elements gathers what a file holds. It keeps no more than reading needs, so
// that a file of ten million empty lines costs little.
type elements struct {
	list   []element
	rows   int
	marked bool // the file marks its headings
	prose  prose
	over   int // the line of the first row beyond the limit
	heavy  int // the line from which marks would take too long
	hidden int // the line of markup that is not closed and hides rows
	fence  int // the line of a block of code that holds rows
}

func (e *elements) add(one element) {
	last := kind(-1)
	if len(e.list) > 0 {
		last = e.list[len(e.list)-1].kind
	}
	switch one.kind {
	case rowElement:
		if e.rows++; e.rows > maxRows {
			if e.over == 0 {
				e.over = one.line
			}
			return
		}
	case gapElement:
		if last != rowElement {
			return
		}
	case headingElement, textElement, startElement:
		e.marked = e.marked || one.kind == headingElement
		if one.kind == textElement && one.text != "" {
			e.prose.see(one.line)
		}
		if last == one.kind {
			e.list[len(e.list)-1] = one
			return
		}
	}
	e.list = append(e.list, one)
}

func (p *prose) see(line int) {
	if p.pieces == 0 {
		p.first = line
	}
	p.pieces, p.last = p.pieces+1, line
}

// err is the problem of a file that holds more than is read.
func (e *elements) err() error {
	var p i18n.Problems
	if e.over > 0 {
		p.Add(place(e.over), "import.rows", "Line", e.over, "Max", maxRows)
	}
	if e.heavy > 0 {
		p.Add(place(e.heavy), "import.heavy", "Line", e.heavy)
	}
	if e.hidden > 0 {
		p.Add(place(e.hidden), "import.hidden", "Line", e.hidden)
	}
	if e.fence > 0 {
		p.Add(place(e.fence), "import.fence", "Line", e.fence)
	}
	return p.Err()
}

// place names a line as problems, warnings and Action.AsRead do.
func place(line int) string { return "line " + strconv.Itoa(line) }

// Inline bullets end an item wherever they stand; a dash, an asterisk or a
// middle dot is a bullet only at the beginning of a line with a space after it.
const (
	inlineBullets = "•●▪◦‣\uf0b7"
	lineBullets   = "-–—*·○■□►▸➢"
)

// joined is the cell's text with outer white space and a leading bullet taken
// off and inner white space joined; nothing else is corrected.
func (c cell) joined() string {
	var parts []string
	for _, l := range c.lines {
		parts = append(parts, l.text)
	}
	return unbulleted(strings.Join(parts, " "))
}

// items are the bullets of a cell, each as joined gives it. Lines without a
// bullet of their own go on with the item above. Where no line has a bullet
// there is one item; many tells that it was written on several lines, so that
// it may have been meant as a list.
func (c cell) items() (items []string, many bool) {
	var list []string
	bulleted, written := false, 0
	for _, l := range c.lines {
		text := strings.TrimSpace(l.text)
		if text != "" {
			written++
		}
		marked := l.item || withoutBullet(text) != text
		bulleted = bulleted || marked || strings.ContainsAny(text, inlineBullets)
		for i, part := range strings.FieldsFunc(text, isInlineBullet) {
			if i > 0 || marked || len(list) == 0 {
				list = append(list, part)
				continue
			}
			list[len(list)-1] += " " + part
		}
		if l.item && text == "" {
			list = append(list, "")
		}
	}
	for _, s := range list {
		if s = unbulleted(s); s != "" {
			items = append(items, s)
		}
	}
	return items, written > 1 && !bulleted
}

func (c cell) blank() bool {
	for _, l := range c.lines {
		if strings.TrimSpace(l.text) != "" {
			return false
		}
	}
	return true
}

func isInlineBullet(r rune) bool { return strings.ContainsRune(inlineBullets, r) }

// unbulleted joins white space and takes the bullets at the beginning off.
func unbulleted(s string) string {
	s = joinSpace(s)
	for {
		t := withoutBullet(s)
		if t == s {
			return s
		}
		s = t
	}
}

// withoutBullet takes one bullet off a text without outer white space.
func withoutBullet(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	rest := strings.TrimLeftFunc(s[size:], unicode.IsSpace)
	if isInlineBullet(r) || strings.ContainsRune(lineBullets, r) && len(rest) < len(s)-size {
		return rest
	}
	return s
}

func joinSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// cellText gathers the lines of a cell while a format's marks are read.
type cellText struct {
	lines []textLine
	text  strings.Builder
	item  bool
}

func (c *cellText) write(s string) { c.text.WriteString(s) }

func (c *cellText) breakLine(item bool) {
	c.lines = append(c.lines, textLine{text: c.text.String(), item: c.item})
	c.text.Reset()
	c.item = item
}

// tag takes an HTML tag: list items begin items, what follows a list is not
// part of its last item, other blocks break the line, and the rest vanishes.
func (c *cellText) tag(name string, end bool) {
	switch name {
	case "li":
		c.breakLine(!end)
	case "ul", "ol":
		c.breakLine(end)
	case "br", "p", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6":
		c.breakLine(false)
	}
}

func (c *cellText) done() []textLine {
	c.breakLine(false)
	return c.lines
}

// knownTag matches the tags that occur in the cells of text files. Anything
// else in angle brackets is text: "children < 7 years".
var knownTag = regexp.MustCompile(`(?i)<(/?)(ul|ol|li|br|p|div|span|i|b|u|em|strong|sub|sup|small|font|a|h[1-6])(?:\s[^<>]*)?/?>`)

// plainLines reads a cell of a text file: known tags are marks, line breaks
// are line breaks, everything else is text.
func plainLines(raw string) []textLine {
	var c cellText
	plainText(&c, raw)
	return c.done()
}

func plainText(c *cellText, raw string) {
	at := 0
	for _, m := range knownTag.FindAllStringSubmatchIndex(raw, -1) {
		plainBreaks(c, raw[at:m[0]])
		c.tag(strings.ToLower(raw[m[4]:m[5]]), m[3] > m[2])
		at = m[1]
	}
	plainBreaks(c, raw[at:])
}

func plainBreaks(c *cellText, s string) {
	for {
		at := strings.IndexAny(s, "\r\n")
		if at < 0 {
			c.write(s)
			return
		}
		c.write(s[:at])
		c.breakLine(false)
		s = s[at+1:]
	}
}
