package html

import (
	"fmt"
	"math"
	"strconv"

	"tiekartta/document"
	"tiekartta/i18n"
)

// within makes lang the language of what is being written until the returned
// function is called.
func (p *page) within(lang i18n.Lang) func() {
	before := p.lang
	if lang != "" {
		p.lang = lang
	}
	return func() { p.lang = before }
}

// sharedLang is the language in which all runs are, labels set by the service
// aside; empty when there is none.
func sharedLang(runs []document.Run) i18n.Lang {
	if len(runs) == 0 || runs[0].Lang == "" {
		return ""
	}
	for _, run := range runs {
		if run.Lang != runs[0].Lang {
			return ""
		}
	}
	return runs[0].Lang
}

// table writes a table whose parts have their roles spelt out: on telephones it
// is laid out as blocks, which takes its meaning from it otherwise.
func (p *page) table(b document.Table) {
	if err := b.Check(); err != nil {
		p.err = err
		return
	}
	class := ""
	if b.Wide {
		class = ` class="wide"`
	}
	p.put("<table", p.id(b.ID), class, ` role="table">`, "\n<caption>")
	p.runs(b.Caption)
	p.put("</caption>\n<colgroup>")
	p.columns(b)
	p.put("</colgroup>\n", `<thead role="rowgroup">`, "\n")
	for _, row := range b.Head {
		p.put(`<tr role="row">`, "\n")
		x := 0
		for _, cell := range row {
			attributes := ` scope="col" role="columnheader"`
			if x < len(b.Columns) && b.Columns[x].Numbers {
				attributes = ` class="n"` + attributes
			}
			p.cell(cell, "th", attributes)
			x += max(cell.Columns, 1)
		}
		p.put("</tr>\n")
	}
	p.put("</thead>\n")
	p.rows(b)
	p.put("</table>\n")
}

// The width of a table in the size of its letters: that of a page on its side,
// and of an upright page.
const (
	wideRoom    = 66
	uprightRoom = 58
)

func (p *page) columns(b document.Table) {
	room := float64(uprightRoom)
	if b.Wide {
		room = wideRoom
	}
	for _, share := range b.Shares(room) {
		width := int(math.Round(share))
		p.widths[width] = true
		p.put(`<col class="w`, strconv.Itoa(width), `">`)
	}
}

// rows writes the body. Rows below one header that spans them are a group of
// their own, as the scope "rowgroup" needs.
func (p *page) rows(b document.Table) {
	labels := b.Labels()
	grid := document.Grid(b.Rows, len(b.Columns))
	open, left := false, 0
	for i := range b.Rows {
		span := 1
		for _, cell := range b.Rows[i] {
			if cell.Header {
				span = max(span, cell.Rows)
			}
		}
		if left == 0 && (!open || span > 1) {
			if open {
				p.put("</tbody>\n")
			}
			p.put(`<tbody role="rowgroup">`, "\n")
			open = true
		}
		if left == 0 && span > 1 {
			left = span
		}
		p.row(b, grid[i], labels)
		if left > 0 {
			if left--; left == 0 {
				p.put("</tbody>\n")
				open = false
			}
		}
	}
	if open {
		p.put("</tbody>\n")
	}
}

func (p *page) row(b document.Table, places []document.Place, labels []string) {
	p.put(`<tr role="row">`, "\n")
	for x, place := range places {
		if !place.First {
			continue
		}
		attributes := ""
		if b.Columns[x].Numbers {
			attributes = ` class="n"`
		}
		if !place.Cell.Header {
			p.cell(*place.Cell, "td", attributes+` role="cell" data-label="`+esc(labels[x])+`"`)
			continue
		}
		scope := "row"
		if place.Cell.Rows > 1 {
			scope = "rowgroup"
		}
		p.cell(*place.Cell, "th", attributes+` scope="`+scope+`" role="rowheader"`)
	}
	p.put("</tr>\n")
}

func (p *page) cell(cell document.Cell, tag, attributes string) {
	if cell.Rows > 1 {
		attributes += fmt.Sprintf(` rowspan="%d"`, cell.Rows)
	}
	if cell.Columns > 1 {
		attributes += fmt.Sprintf(` colspan="%d"`, cell.Columns)
	}
	lang := cell.Lang
	if runs, ok := alone(cell.Blocks); ok && lang == "" {
		lang = sharedLang(runs)
	}
	p.put("<", tag, p.id(cell.ID), attributes, p.in(lang), ">")
	undo := p.within(lang)
	p.inside(cell.Blocks)
	undo()
	p.put("</", tag, ">\n")
}
