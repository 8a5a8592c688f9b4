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
	labels := b.Labels()
	lines := []string{row(escapeAll(labels)), p.rule(b)}
	var below []string
	for _, places := range document.Grid(b.Rows, len(b.Columns)) {
		cells := make([]string, len(places))
		for x, place := range places {
			if place.First {
				cells[x] = p.cell(place.Cell, b.Verbatim)
			}
		}
		lines = append(lines, row(cells))
		if b.Verbatim {
			below = append(below, p.below(places, labels)...)
		}
	}
	p.paragraph(lines...)
	if len(below) > 0 {
		p.paragraph(below...)
	}
}

func row(cells []string) string {
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(cell, "|", `\|`)
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

func escapeAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = escape(text)
	}
	return out
}

func (p *page) rule(b document.Table) string {
	cells := make([]string, len(b.Columns))
	for i, column := range b.Columns {
		cells[i] = "---"
		if column.Numbers {
			cells[i] = "--:"
		}
	}
	return row(cells)
}

// cell is the text of a cell on one line.
func (p *page) cell(c *document.Cell, verbatim bool) string {
	var parts []string
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case document.Paragraph:
			if verbatim && b.Style == document.Aside {
				continue
			}
			parts = append(parts, p.line(own(b.Runs, verbatim)))
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
			parts = append(parts, p.line(own(paragraph.Runs, verbatim)))
		}
	}
	return strings.Join(parts, " ")
}

// own are the runs that are the author's own.
func own(runs []document.Run, verbatim bool) []document.Run {
	if !verbatim {
		return runs
	}
	var kept []document.Run
	for _, run := range runs {
		if run.Style != document.Tag {
			run.Note = ""
			kept = append(kept, run)
		}
	}
	return kept
}

// below are the labels and explanations of a row, as items that name what they
// belong to.
func (p *page) below(places []document.Place, labels []string) []string {
	var lines []string
	for x, place := range places {
		if !place.First {
			continue
		}
		for _, b := range place.Cell.Blocks {
			switch b := b.(type) {
			case document.Paragraph:
				if b.Style == document.Aside {
					lines = append(lines, "- "+escape(labels[x])+": "+p.line(b.Runs))
					continue
				}
				lines = append(lines, p.labelled(b.Runs)...)
			case document.List:
				for _, item := range b.Items {
					for _, part := range item.Blocks {
						if paragraph, ok := part.(document.Paragraph); ok {
							lines = append(lines, p.labelled(paragraph.Runs)...)
						}
					}
				}
			}
		}
	}
	return lines
}

// labelled is a line for each label among runs.
func (p *page) labelled(runs []document.Run) []string {
	var lines []string
	for _, run := range runs {
		if run.Style == document.Tag {
			lines = append(lines, "- "+escape(document.Plainly(runs))+": "+escape(run.Text))
		}
	}
	return lines
}
