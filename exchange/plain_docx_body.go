package exchange

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// docxParagraph is a paragraph under way. Text boxes hold paragraphs within a
// paragraph; those wait until it is done.
type docxParagraph struct {
	text      strings.Builder
	style     string
	level     int // of a heading, given on the paragraph itself
	item      bool
	plain     bool // a list style that the paragraph switches off
	itemLevel int
	bold      bool // of the run under way
	hidden    bool
	lead      int // bytes that are bold from the beginning
	led       bool
	boxes     []Block
}

// docxTable is a table under way.
type docxTable struct {
	cells []string
	cell  strings.Builder
}

// leftOut are elements whose content no reader of the document sees, or sees a
// second time.
func leftOut(name string) bool {
	switch name {
	case "del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "tcPrChange", "trPrChange", "numberingChange":
		return true
	}
	return false
}

func (d *docx) body(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		if d.skip == 0 && (leftOut(t.Name.Local) || separator(t)) {
			d.skip = d.depth
		}
		if d.skip == 0 {
			d.start(t)
		}
	case xml.EndElement:
		if d.skip == 0 {
			d.end(t.Name.Local)
		} else if d.skip == d.depth {
			d.skip = 0
		}
	case xml.CharData:
		if p := d.paragraph(); d.skip == 0 && d.inText && p != nil {
			p.write(string(t))
		}
	}
}

// separator is the line above the footnotes, which is stored as one of them.
func separator(e xml.StartElement) bool {
	kind := attribute(e, "type")
	return (e.Name.Local == "footnote" || e.Name.Local == "endnote") && strings.Contains(strings.ToLower(kind), "separator")
}

func (d *docx) paragraph() *docxParagraph {
	if len(d.stack) == 0 {
		return nil
	}
	return d.stack[len(d.stack)-1]
}

func (d *docx) start(e xml.StartElement) {
	switch e.Name.Local {
	case "p":
		if e.Name.Space != "a" { // DrawingML has paragraphs of its own
			d.seen = true
			d.stack = append(d.stack, &docxParagraph{})
		}
		return
	case "tbl":
		d.tables = append(d.tables, &docxTable{})
		return
	}
	if p := d.paragraph(); p != nil {
		d.inText = e.Name.Local == "t"
		p.start(e)
	}
}

func (p *docxParagraph) start(e xml.StartElement) {
	switch e.Name.Local {
	case "pStyle":
		p.style = attribute(e, "val")
	case "outlineLvl":
		p.level = outlineLevel(e)
	case "numId":
		p.item, p.plain = attribute(e, "val") != "0", attribute(e, "val") == "0"
	case "ilvl":
		p.itemLevel, _ = strconv.Atoi(attribute(e, "val"))
	case "r":
		p.bold, p.hidden = false, false
	case "b":
		p.bold = on(e)
	case "vanish":
		p.hidden = on(e)
	case "tab":
		p.write(" ")
	case "br", "cr":
		p.write("\n")
	case "noBreakHyphen":
		p.write("-")
	}
}

func (p *docxParagraph) write(s string) {
	if p.hidden {
		return
	}
	if !p.bold && strings.TrimSpace(s) != "" {
		p.led = true
	}
	p.text.WriteString(s)
	if !p.led {
		p.lead = p.text.Len()
	}
}

func (d *docx) end(name string) {
	d.inText = false
	switch name {
	case "p":
		d.endParagraph()
	case "tc":
		if t := d.table(); t != nil {
			t.cells = append(t.cells, joinSpace(t.cell.String()))
			t.cell.Reset()
		}
	case "tr":
		d.endRow()
	case "tbl":
		if len(d.tables) > 0 {
			d.tables = d.tables[:len(d.tables)-1]
		}
	}
}

func (d *docx) table() *docxTable {
	if len(d.tables) == 0 {
		return nil
	}
	return d.tables[len(d.tables)-1]
}

func (d *docx) endParagraph() {
	p := d.paragraph()
	if p == nil {
		return
	}
	d.stack = d.stack[:len(d.stack)-1]
	d.number++
	b := d.block(p)
	if outer := d.paragraph(); outer != nil {
		outer.boxes = append(append(outer.boxes, b), p.boxes...)
		return
	}
	if t := d.table(); t != nil && len(d.stack) == 0 && b.Kind != HeadingBlock {
		if t.cell.Len() > 0 {
			t.cell.WriteString(" ")
		}
		if t.cell.Len() < maxBlock {
			t.cell.WriteString(b.Text)
		}
	} else {
		d.add(b)
	}
	for _, box := range p.boxes {
		d.add(box)
	}
}

// block is a paragraph as its style and its own settings say.
func (d *docx) block(p *docxParagraph) Block {
	style := d.styled(p.style)
	b := Block{Kind: ParagraphBlock, Text: p.text.String(), Lead: p.lead, Line: d.number}
	switch {
	case p.level > 0 || style.level > 0:
		b.Kind, b.Level, b.Lead = HeadingBlock, max(p.level, style.level), 0
		b.Text = joinSpace(b.Text)
	case p.item:
		b.Kind, b.Level = ItemBlock, min(max(p.itemLevel, 0), 8)+1
	case style.item && !p.plain:
		b.Kind, b.Level = ItemBlock, min(max(style.itemLevel, p.itemLevel, 0), 8)+1
	default:
		if rest := withoutBullet(strings.TrimSpace(b.Text)); rest != strings.TrimSpace(b.Text) && len(rest) <= longQuote {
			b.Kind, b.Level, b.Text, b.Lead = ItemBlock, 1, rest, 0
		}
	}
	return b
}

// endRow adds a row. A row of one cell is a frame around text.
func (d *docx) endRow() {
	t := d.table()
	if t == nil {
		return
	}
	text := strings.TrimSpace(strings.Join(t.cells, "\t"))
	kind := RowBlock
	if !strings.Contains(text, "\t") {
		kind = ParagraphBlock
	}
	t.cells = nil
	if outer := len(d.tables) - 2; outer >= 0 {
		o := d.tables[outer]
		if o.cell.Len() < maxBlock {
			o.cell.WriteString(" " + strings.ReplaceAll(text, "\t", " "))
		}
		return
	}
	d.add(Block{Kind: kind, Text: text, Line: d.number})
}
