package exchange

import (
	"strings"

	"golang.org/x/net/html"
)

// readHTML reads the text of a page token by token, so that nothing nests and
// time grows with length. What is not the page's own text is left out: scripts,
// menus, forms.
func readHTML(text string) (*Text, error) {
	p := &plainPage{}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken || p.over {
			p.flush()
			return p.text("html")
		}
		token := z.Token()
		switch kind {
		case html.TextToken:
			if p.skip == "" {
				p.write(token.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if p.skip == "" {
				p.start(token.Data, kind == html.SelfClosingTagToken)
			} else {
				p.within(token.Data, kind == html.SelfClosingTagToken)
			}
		case html.EndTagToken:
			p.end(token.Data)
		}
	}
}

// plainPage is a page under way.
type plainPage struct {
	gathered
	words  strings.Builder
	kind   BlockKind
	level  int
	lists  int // how deep
	bold   int
	lead   int
	led    bool
	row    []string
	tables int
	number int
	skip   string
	nested int // elements of the same name within the one left out
}

func skipped(name string) bool {
	switch name {
	case "script", "style", "noscript", "template", "head", "nav", "select", "button", "textarea", "svg", "iframe", "object", "dialog", "footer":
		return true
	}
	return false
}

func (p *plainPage) write(s string) {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\f' {
			return ' '
		}
		return r
	}, s)
	if p.bold == 0 && strings.TrimSpace(s) != "" {
		p.led = true
	}
	p.words.WriteString(s)
	if !p.led {
		p.lead = p.words.Len()
	}
}

// plainSpaces joins white space but keeps the line breaks that were set.
func plainSpaces(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = joinSpace(line)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

func (p *plainPage) start(name string, closed bool) {
	switch name {
	case "br":
		p.words.WriteString("\n")
	case "b", "strong":
		p.bold++
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.flush()
		p.kind, p.level = HeadingBlock, int(name[1]-'0')
	case "ul", "ol":
		p.flush()
		p.lists = min(p.lists+1, 8)
	case "li":
		p.flush()
		p.kind, p.level = ItemBlock, max(p.lists, 1)
	case "table":
		p.flush()
		p.tables++
	case "tr":
		p.endRow()
	case "td", "th":
		p.cell()
	case "p", "div", "section", "article", "main", "header", "aside", "blockquote", "figure", "figcaption", "caption", "dl", "dt", "dd", "address", "hr", "pre", "form", "fieldset", "summary", "details":
		if p.tables == 0 && !(p.kind == ItemBlock && p.words.Len() == 0) {
			p.flush()
		} else {
			p.words.WriteString(" ")
		}
	default:
		if skipped(name) && !closed {
			p.skip, p.nested = name, 0
		}
	}
}

// within is a tag in what is left out. People forget end tags: what only the
// page's own text has ends a head or a menu.
func (p *plainPage) within(name string, closed bool) {
	switch {
	case name == p.skip && !closed:
		p.nested++
	case name == "body" || name == "main" || name == "article" || name == "h1":
		p.skip = ""
		p.start(name, closed)
	}
}

func (p *plainPage) end(name string) {
	if p.skip != "" {
		if name == p.skip {
			if p.nested--; p.nested < 0 {
				p.skip = ""
			}
		}
		return
	}
	switch name {
	case "b", "strong":
		p.bold = max(p.bold-1, 0)
	case "ul", "ol":
		p.flush()
		p.lists = max(p.lists-1, 0)
	case "td", "th":
		p.cell()
	case "tr":
		p.endRow()
	case "table":
		p.endRow()
		p.tables = max(p.tables-1, 0)
	case "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "div", "section", "article", "main", "header", "aside", "blockquote", "figcaption", "caption", "dt", "dd", "address", "pre", "summary":
		if p.tables == 0 || p.kind != ParagraphBlock && p.kind != "" {
			p.flush()
		} else {
			p.words.WriteString(" ")
		}
	}
}

// cell ends the cell before, if there is one. Headings and lists within cells
// have become blocks of their own by then.
func (p *plainPage) cell() {
	if p.kind == HeadingBlock || p.kind == ItemBlock {
		p.flush()
		return
	}
	if text := joinSpace(p.words.String()); text != "" && len(p.row) < maxColumns {
		p.row = append(p.row, text)
	}
	p.reset()
}

func (p *plainPage) endRow() {
	p.cell()
	if len(p.row) == 0 {
		return
	}
	kind := RowBlock
	if len(p.row) == 1 {
		kind = ParagraphBlock
	}
	p.number++
	p.add(Block{Kind: kind, Text: strings.Join(p.row, "\t"), Line: p.number})
	p.row = nil
}

func (p *plainPage) flush() {
	text := plainSpaces(p.words.String())
	if text == "" {
		p.reset()
		return
	}
	p.number++
	b := Block{Kind: ParagraphBlock, Text: text, Line: p.number}
	b.Lead = min(len(plainSpaces(p.words.String()[:p.lead])), len(text))
	switch p.kind {
	case HeadingBlock:
		b.Kind, b.Level, b.Text, b.Lead = HeadingBlock, p.level, joinSpace(text), 0
	case ItemBlock:
		b.Kind, b.Level = ItemBlock, p.level
	default:
		if rest := withoutBullet(text); rest != text && len(rest) <= longQuote {
			b.Kind, b.Level, b.Text, b.Lead = ItemBlock, 1, rest, 0
		}
	}
	p.add(b)
	p.reset()
}

func (p *plainPage) reset() {
	p.words.Reset()
	p.kind, p.level, p.lead, p.led = "", 0, 0, false
}
