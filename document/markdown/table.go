package markdown

import (
	"strings"

	"tiekartta/document"
)

// table writes a table with its caption above it. A cell that spans rows is
// written once; the places below stay empty, which a reader of programmes takes
// as "continues". Labels and explanations in a verbatim table follow below it.
func (p *page) table(b document.Table) {
	if err := b.Check(); err != nil {
		p.err = err
		return
	}
	p.paragraph("**" + p.line(b.Caption) + "**")
	var lines, below []string
	for i, places := range document.Grid(b.Head, len(b.Columns)) {
		if i == len(b.Head)-1 { // there is room for one header row
			lines = append(lines, p.row(places, b.Verbatim), rule(b))
		}
	}
	labels := b.Labels()
	for _, places := range document.Grid(b.Rows, len(b.Columns)) {
		lines = append(lines, p.row(places, b.Verbatim))
		if b.Verbatim {
			below = append(below, p.below(places, labels)...)
		}
	}
	p.paragraph(lines...)
	if len(below) > 0 {
		p.paragraph(below...)
	}
}

func (p *page) row(places []document.Place, verbatim bool) string {
	cells := make([]string, len(places))
	for x, place := range places {
		if place.First {
			cells[x] = strings.ReplaceAll(p.cell(place.Cell, verbatim), "|", `\|`)
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

func rule(b document.Table) string {
	cells := make([]string, len(b.Columns))
	for i, column := range b.Columns {
		cells[i] = "---"
		if column.Numbers {
			cells[i] = "--:"
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// cell is the text of a cell on one line.
func (p *page) cell(c *document.Cell, verbatim bool) string {
	var parts []string
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case document.Paragraph:
			if text := p.words(b, verbatim); text != "" {
				parts = append(parts, text)
			}
		case document.List:
			for _, item := range b.Items {
				parts = append(parts, "• "+p.flat(item.Blocks, verbatim))
			}
		}
	}
	return strings.Join(parts, "<br>")
}

func (p *page) flat(blocks []document.Block, verbatim bool) string {
	var parts []string
	for _, b := range blocks {
		if paragraph, ok := b.(document.Paragraph); ok {
			if text := p.words(paragraph, verbatim); text != "" {
				parts = append(parts, text)
			}
		}
	}
	return strings.Join(parts, " ")
}

// words is a paragraph; in a verbatim table only what is the author's own.
func (p *page) words(b document.Paragraph, verbatim bool) string {
	if !verbatim {
		return p.line(b.Runs)
	}
	if b.Style == document.Aside {
		return ""
	}
	var own []document.Run
	for _, run := range b.Runs {
		if run.Style != document.Tag {
			run.Note = ""
			own = append(own, run)
		}
	}
	return p.line(own)
}

// below are the labels and explanations of a row, below an item that names the
// row by the beginning of its first cell.
func (p *page) below(places []document.Place, labels []string) []string {
	var lines []string
	name := ""
	for x, place := range places {
		if !place.First {
			continue
		}
		if !place.Cell.Header && name == "" {
			name = beginning(place.Cell.Blocks)
		}
		for _, line := range p.explained(place.Cell.Blocks, escape(labels[x])) {
			lines = append(lines, "  - "+line)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{"- **" + escape(name) + "**"}, lines...)
}

// beginning is the text of the first paragraph or item, up to its colon.
func beginning(blocks []document.Block) string {
	for _, b := range blocks {
		switch b := b.(type) {
		case document.Paragraph:
			name, _, _ := strings.Cut(document.Plainly(b.Runs), ": ")
			return strings.TrimSuffix(name, ":")
		case document.List:
			if len(b.Items) > 0 {
				return beginning(b.Items[0].Blocks)
			}
		}
	}
	return ""
}

// explained are the labels and explanations among blocks, each after what it
// belongs to: the words beside it, or else the column.
func (p *page) explained(blocks []document.Block, column string) []string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case document.Paragraph:
			if b.Style == document.Aside {
				lines = append(lines, p.labelled(b, column))
			}
			lines = append(lines, tags(b)...)
		case document.List:
			for _, item := range b.Items {
				for _, part := range item.Blocks {
					paragraph, ok := part.(document.Paragraph)
					if ok && paragraph.Style == document.Aside {
						lines = append(lines, escape(beginning(item.Blocks))+". "+p.line(paragraph.Runs))
					}
					lines = append(lines, tags(paragraph)...)
				}
			}
		}
	}
	return lines
}

// tags are the labels of a paragraph, each behind the paragraph's words.
func tags(b document.Paragraph) []string {
	var lines []string
	for _, run := range b.Runs {
		if run.Style == document.Tag {
			lines = append(lines, escape(document.Plainly(b.Runs))+" ("+escape(run.Text)+")")
		}
	}
	return lines
}

// labelled is an explanation behind the name of its column, unless it begins
// with a name of its own ("Review: 2028").
func (p *page) labelled(b document.Paragraph, column string) string {
	text := p.line(b.Runs)
	if column == "" || strings.Contains(document.Plainly(b.Runs), ": ") {
		return text
	}
	return column + ": " + text
}
