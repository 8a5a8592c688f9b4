package exchange

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const maxNested = 20 // tables within tables

// htmlPage reads HTML token by token: a parser would correct the markup and forget
// where each cell stands in the file.
type htmlPage struct {
	data []byte
	at   int // offset of the token under way
	line int
	elements
	tables  []*htmlTable
	heading *cellText // open h1 to h6
	text    strings.Builder
	skip    string // element whose text is not shown
}

// htmlTable is a table under way.
type htmlTable struct {
	row     *element
	cell    *htmlCell
	reach   map[int]htmlReach // column → cell that reaches down
	skipped bool              // nested too deep
}

type htmlCell struct {
	from             int // offset of its content
	text             cellText
	rowspan, colspan int
}

type htmlReach struct {
	rows int
	cell cell
}

// htmlElements reads headings and tables, with cells that span rows or columns.
func htmlElements(data []byte) *elements {
	p := &htmlPage{data: data, line: 1}
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken { // the end: reading from memory cannot fail
			p.see(kind, p.data[p.at:])
			p.closeHeading()
			for len(p.tables) > 0 {
				p.closeTable()
			}
			p.flushText()
			return &p.elements
		}
		size := len(z.Raw())
		raw, token := p.data[p.at:p.at+size], z.Token()
		if token.Data != "script" && token.Data != "style" {
			z.NextIsNotRawText() // else one that is not closed would swallow the rows below
		}
		p.see(kind, raw)
		p.token(kind, token, size)
		p.at += size
		p.line += bytes.Count(raw, []byte("\n"))
	}
}

// rowTag matches what begins rows and cells.
var rowTag = regexp.MustCompile(`(?i)<(?:table|tr|td|th)\b`)

// see remembers where markup that is not closed hides rows of a table: a
// script, a comment, or a tag with an open quotation mark. Scripts outside
// tables and comments may hold such tags when they are closed.
func (p *htmlPage) see(kind html.TokenType, raw []byte) {
	if p.hidden > 0 || len(raw) < 2 || bytes.IndexByte(raw[1:], '<') < 0 || !rowTag.Match(raw[1:]) {
		return
	}
	switch kind {
	case html.CommentToken:
		if bytes.HasSuffix(raw, []byte("->")) && !bytes.Contains(raw[1:], []byte("<!--")) {
			return
		}
	case html.TextToken:
		if p.skip == "script" && p.table() == nil && p.at+len(raw) < len(p.data) {
			return
		}
	}
	p.hidden = p.line
}

func (p *htmlPage) token(kind html.TokenType, t html.Token, size int) {
	switch kind {
	case html.TextToken:
		if p.skip == "" {
			p.write(t.Data)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		p.start(t, size)
	case html.EndTagToken:
		p.end(t.Data)
	}
}

func (p *htmlPage) table() *htmlTable {
	if len(p.tables) == 0 {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

// write takes shown text to where it stands; white space in HTML is one space.
func (p *htmlPage) write(s string) {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
	t := p.table()
	switch {
	case t != nil && t.cell != nil:
		t.cell.text.write(s)
	case p.heading != nil:
		p.heading.write(s)
	default:
		p.text.WriteString(s)
	}
}

func (p *htmlPage) start(t html.Token, size int) {
	table := p.table()
	p.bound(t.Data)
	switch t.Data {
	case "script", "style":
		p.skip = t.Data
	case "title", "template", "noscript", "textarea", "select":
		if table == nil || table.cell == nil { // no word of a plan is left out
			p.skip = t.Data
		}
	case "table":
		p.flushText()
		p.tables = append(p.tables, &htmlTable{reach: map[int]htmlReach{}, skipped: len(p.tables) >= maxNested})
		p.add(element{kind: startElement, line: p.line})
	case "tr":
		p.closeRow()
		if table != nil {
			table.row = &element{kind: rowElement, line: p.line}
		}
	case "td", "th":
		p.closeCell()
		if table != nil {
			if table.row == nil {
				table.row = &element{kind: rowElement, line: p.line}
			}
			table.cell = &htmlCell{from: p.at + size, rowspan: span(t, "rowspan"), colspan: span(t, "colspan")}
		}
	case "thead", "tbody", "tfoot":
		p.closeRow()
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if table != nil && table.cell != nil {
			table.cell.text.tag(t.Data, false)
			return
		}
		p.closeHeading()
		p.flushText()
		p.heading = &cellText{}
	default:
		p.mark(t.Data, false)
	}
}

// bound ends what is open where a table, a part of it or a heading begins or
// ends: people forget end tags, and no row or heading may be lost by that.
func (p *htmlPage) bound(name string) {
	switch name {
	case "table", "thead", "tbody", "tfoot", "tr", "td", "th":
		p.closeHeading()
		p.skip = ""
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.skip = ""
	}
}

func (p *htmlPage) end(name string) {
	p.bound(name)
	switch name {
	case p.skip:
		p.skip = ""
	case "table":
		p.closeTable()
	case "tr", "thead", "tbody", "tfoot":
		p.closeRow()
	case "td", "th":
		p.closeCell()
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if p.heading != nil {
			p.closeHeading()
			return
		}
		p.mark(name, true)
	default:
		p.mark(name, true)
	}
}

// mark is a tag within text.
func (p *htmlPage) mark(name string, end bool) {
	if t := p.table(); t != nil && t.cell != nil {
		t.cell.text.tag(name, end)
		return
	}
	switch name {
	case "p", "div", "li", "section", "article", "caption", "br", "header", "footer", "main":
		p.flushText()
	}
}

func (p *htmlPage) flushText() {
	if text := joinSpace(p.text.String()); text != "" {
		p.add(element{kind: textElement, line: p.line, text: text})
	}
	p.text.Reset()
}

func (p *htmlPage) closeHeading() {
	if p.heading != nil {
		p.add(element{kind: headingElement, line: p.line, text: cell{lines: p.heading.done()}.joined()})
		p.heading = nil
	}
}

func (p *htmlPage) closeCell() {
	t := p.table()
	if t == nil || t.cell == nil {
		return
	}
	if t.skipped {
		t.cell = nil
		return
	}
	raw := string(p.data[min(t.cell.from, p.at):p.at])
	t.place(cell{raw: raw, lines: t.cell.text.done()}, t.cell.rowspan, t.cell.colspan)
	t.cell = nil
}

// place puts a cell in the next column that no cell above reaches into.
func (t *htmlTable) place(c cell, rowspan, colspan int) {
	t.fill()
	for i := range colspan {
		one := c
		if i > 0 {
			one = cell{spanned: true}
		}
		if rowspan > 1 {
			below := one
			below.merged = true
			t.reach[len(t.row.cells)] = htmlReach{rows: rowspan - 1, cell: below}
		}
		if len(t.row.cells) <= maxColumns {
			t.row.cells = append(t.row.cells, one)
		}
	}
}

// fill takes over the cells that reach down into the next columns.
func (t *htmlTable) fill() {
	for {
		column := len(t.row.cells)
		r, ok := t.reach[column]
		if !ok || column >= maxColumns {
			return
		}
		t.row.cells = append(t.row.cells, r.cell)
		if r.rows--; r.rows == 0 {
			delete(t.reach, column)
			continue
		}
		t.reach[column] = r
	}
}

func (p *htmlPage) closeRow() {
	p.closeCell()
	t := p.table()
	if t == nil || t.row == nil {
		return
	}
	t.fill()
	row := *t.row
	t.row = nil
	switch {
	case t.skipped || len(row.cells) == 0:
	case crossing(row.cells):
		p.add(element{kind: titleElement, line: row.line, text: row.cells[0].joined()})
	default:
		p.add(row)
	}
}

// crossing tells whether one cell takes the whole width of a table.
func crossing(cells []cell) bool {
	for _, c := range cells[1:] {
		if !c.spanned {
			return false
		}
	}
	return len(cells) > 2
}

func (p *htmlPage) closeTable() {
	if len(p.tables) == 0 {
		return
	}
	p.closeRow()
	p.tables = p.tables[:len(p.tables)-1]
	p.add(element{kind: gapElement, line: p.line})
}

// span reads rowspan and colspan; what is no number is one.
func span(t html.Token, name string) int {
	for _, a := range t.Attr {
		if a.Key == name {
			n, err := strconv.Atoi(strings.TrimSpace(a.Val))
			if err == nil && n > 1 {
				most := maxColumns
				if name == "rowspan" {
					most = maxRows
				}
				return min(n, most)
			}
		}
	}
	return 1
}
