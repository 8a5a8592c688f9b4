// Package markdown writes a document as Markdown with tables (GFM), to be read
// as it is and edited. The plan's table in it can be read back.
package markdown

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tiekartta/document"
	"tiekartta/i18n"
)

// Write writes the whole file, or nothing when the document cannot be written.
func Write(w io.Writer, d *document.Document, m *i18n.Messages) error {
	p := &page{d: d, m: m}
	p.cover()
	if d.Front != nil && !d.Front.Hollow() {
		p.section(d.Front, 1)
	}
	for _, s := range d.Sections {
		p.section(s, 1)
	}
	p.notes()
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(append(bytes.TrimRight(p.b.Bytes(), "\n"), '\n'))
	return err
}

type page struct {
	d   *document.Document
	m   *i18n.Messages
	b   bytes.Buffer
	err error
}

// paragraph writes a block of lines with an empty line behind it.
func (p *page) paragraph(lines ...string) {
	p.b.WriteString(strings.Join(lines, "\n") + "\n\n")
}

func (p *page) cover() {
	p.paragraph("# " + p.heading(p.d.Title))
	if len(p.d.Subtitle) > 0 {
		p.paragraph(p.start(p.d.Subtitle))
	}
	if p.d.Stamp != "" {
		p.paragraph("**" + escape(p.d.Stamp) + "**")
	}
	if len(p.d.Cover.Entries) > 0 {
		p.definitions(p.d.Cover)
	}
}

func (p *page) section(s *document.Section, level int) {
	p.paragraph(strings.Repeat("#", min(level+1, 6)) + " " + p.heading(s.Title))
	for _, b := range s.Blocks {
		p.block(b)
	}
	for _, part := range s.Sections {
		p.section(part, level+1)
	}
}

func (p *page) block(b document.Block) {
	switch b := b.(type) {
	case document.Paragraph:
		p.paragraph(p.start(b.Runs))
	case document.List:
		p.paragraph(p.items(b, "")...)
	case document.Definitions:
		p.definitions(b)
	case document.Facts:
		var lines []string
		for _, fact := range b.Items {
			lines = append(lines, "- **"+escape(fact.Value)+"** "+p.line(fact.Label))
		}
		p.paragraph(lines...)
	case document.Callout:
		p.callout(b)
	case document.Table:
		p.table(b)
	case document.Figure:
		p.figure(b)
	default:
		p.err = fmt.Errorf("markdown: no way to write a %T", b)
	}
}

func (p *page) definitions(b document.Definitions) {
	var lines []string
	for _, entry := range b.Entries {
		head := "- **" + p.line(entry.Term) + ":**"
		if len(entry.Blocks) == 1 {
			if b, ok := entry.Blocks[0].(document.Paragraph); ok {
				lines = append(lines, head+" "+strings.TrimSpace(p.line(b.Runs)))
				continue
			}
		}
		lines = append(lines, head)
		lines = append(lines, p.nested(entry.Blocks)...)
	}
	p.paragraph(lines...)
}

// nested are blocks inside an item, as items of a list one step in.
func (p *page) nested(blocks []document.Block) []string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case document.Paragraph:
			lines = append(lines, "  - "+p.start(b.Runs))
		case document.List:
			lines = append(lines, p.items(b, "  ")...)
		default:
			p.err = fmt.Errorf("markdown: no way to write a %T inside an item", b)
		}
	}
	return lines
}

func (p *page) items(b document.List, indent string) []string {
	var lines []string
	for i, item := range b.Items {
		mark := "- "
		switch b.Kind {
		case document.Numbers:
			mark = strconv.Itoa(i+1) + ". "
		case document.Boxes:
			mark = "- [ ] "
		}
		if text, ok := p.alone(item.Blocks); ok {
			lines = append(lines, indent+mark+text)
			continue
		}
		for k, part := range item.Blocks {
			paragraph, ok := part.(document.Paragraph)
			if !ok {
				lines = append(lines, p.nested([]document.Block{part})...)
				continue
			}
			before := strings.Repeat(" ", len(mark))
			if k == 0 {
				before = mark
			}
			end := ""
			if k+1 < len(item.Blocks) {
				if _, more := item.Blocks[k+1].(document.Paragraph); more {
					end = `\` // a line break
				}
			}
			lines = append(lines, indent+before+p.start(paragraph.Runs)+end)
		}
	}
	return lines
}

// alone is the text of blocks that are one paragraph.
func (p *page) alone(blocks []document.Block) (string, bool) {
	if len(blocks) != 1 {
		return "", false
	}
	b, ok := blocks[0].(document.Paragraph)
	return p.start(b.Runs), ok
}

func (p *page) callout(b document.Callout) {
	inner := &page{d: p.d, m: p.m}
	if len(b.Title) > 0 {
		inner.paragraph("**" + p.line(b.Title) + "**")
	}
	for _, part := range b.Blocks {
		inner.block(part)
	}
	if inner.err != nil {
		p.err = inner.err
	}
	lines := strings.Split(strings.TrimRight(inner.b.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight("> "+line, " ")
	}
	p.paragraph(lines...)
}

func (p *page) figure(b document.Figure) {
	drawing := b.Chart.Draw(document.Page)
	caption := escape(drawing.Title)
	if len(b.Caption) > 0 {
		caption = p.line(b.Caption)
	}
	p.paragraph("**" + caption + ".** " + escape(drawing.Words.Summary))
	p.paragraph(p.items(drawing.Words.List(), "")...)
}

func (p *page) notes() {
	for i, note := range p.d.Notes {
		p.paragraph("[^" + strconv.Itoa(i+1) + "]: " + p.line(note.Runs))
	}
}
