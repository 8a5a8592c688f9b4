package document

import (
	"strconv"
	"strings"

	"tiekartta/i18n"
)

// Matrix draws how many of something fall on each pair of row and column, and
// so where there is none.
type Matrix struct {
	Title   string
	Words   InWords // Describe writes them
	Lang    i18n.Lang
	Rows    []string
	Columns []string
	Counts  [][]int // one list a row
	Empty   string  // what a row without any says
}

// Describe returns the matrix with what it shows in words.
func (x Matrix) Describe(m *i18n.Messages) Matrix {
	x.Words = InWords{Summary: m.T(x.Lang, "chart.matrix.summary")}
	list := func(label string, names []string) {
		if len(names) == 0 {
			return
		}
		line := Point{Label: Run{Text: label, Lang: x.Lang}}
		for _, name := range names {
			line.Items = append(line.Items, []Run{{Text: name, Lang: x.Lang}})
		}
		x.Words.Lines = append(x.Words.Lines, line)
	}
	var rows, columns []string
	for i, row := range x.Rows {
		found := x.found(i)
		if len(found) == 0 {
			rows = append(rows, row)
		}
		list(row, found)
	}
	for j, column := range x.Columns {
		if x.column(j) == 0 {
			columns = append(columns, column)
		}
	}
	list(m.T(x.Lang, "chart.matrix.rows_without"), rows)
	list(m.T(x.Lang, "chart.matrix.columns_without"), columns)
	return x
}

// found lists the columns of a row that have any, with their number.
func (x Matrix) found(row int) []string {
	var found []string
	for j, n := range x.Counts[row] {
		if n > 0 {
			found = append(found, x.Columns[j]+"\u00a0"+i18n.Number(x.Lang, float64(n)))
		}
	}
	return found
}

// column is the sum of a column.
func (x Matrix) column(j int) int {
	sum := 0
	for _, row := range x.Counts {
		sum += row[j]
	}
	return sum
}

const (
	placeSize = 24.0
	closeLead = 15.0 // of the column labels
	tilt      = 0.71 // sine and cosine of the angle of the column labels
)

// Draw lays the matrix out: a grid, or on a telephone a list of the rows.
func (x Matrix) Draw(width float64) Drawing {
	d := Drawing{Title: x.Title, Words: x.Words, Lang: x.Lang, Width: width}
	if width < Narrow {
		x.list(&d)
		return d
	}
	x.grid(&d)
	return d
}

func (x Matrix) list(d *Drawing) {
	y := 0.0
	for i, row := range x.Rows {
		head := wrap(row, d.Width-8, textSize, 2)
		body := []string{x.Empty}
		ink := InkQuiet
		if found := x.found(i); len(found) > 0 {
			ink = InkText
			body = wrapList(found, d.Width-8)
		}
		if i > 0 {
			d.Shapes = append(d.Shapes, Shape{Kind: Line, Ink: InkGrid, Points: []float64{0, y, d.Width, y}})
		}
		d.text(Shape{Ink: InkText, X: 4, Y: y + 20, Size: textSize, Bold: true}, head, lead, row)
		y += 20 + float64(len(head))*lead
		d.text(Shape{Ink: ink, X: 4, Y: y, Size: textSize}, body, lead, "")
		y += float64(len(body)-1)*lead + 12
	}
	d.Height = y + 2
}

// wrapList breaks a list of items into lines, never inside an item that fits.
func wrapList(items []string, width float64) []string {
	var lines []string
	line := ""
	for i, item := range items {
		if i < len(items)-1 {
			item += " ·"
		}
		joined := strings.TrimSpace(line + " " + item)
		if textWidth(joined, textSize) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		broken := wrap(item, width, textSize, 3)
		lines, line = append(lines, broken[:len(broken)-1]...), broken[len(broken)-1]
	}
	return append(lines, line)
}

func (x Matrix) grid(d *Drawing) {
	label := 0.0 // width of the row labels
	for _, row := range x.Rows {
		label = max(label, min(textWidth(row, textSize)+16, d.Width*0.32))
	}
	across := 300.0 // length of a column label along its slope
	heads := make([][]string, len(x.Columns))
	longest, step := 0.0, placeSize*2.1
	for j, column := range x.Columns {
		heads[j] = wrap(column, across, textSize, 2)
		for _, line := range heads[j] {
			w := textWidth(line, textSize)
			longest = max(longest, w)
			// The label leans out to the right of its column.
			step = min(step, (d.Width-label-w*tilt-16)/(float64(j)+0.5), (d.Width-label)/float64(len(x.Columns)))
		}
	}
	top := longest*tilt + 16
	for j, lines := range heads {
		cx := label + (float64(j)+0.5)*step
		for k, line := range lines {
			shift := (float64(k) - float64(len(lines)-1)/2) * closeLead
			d.text(Shape{Ink: InkText, X: cx + shift*tilt + 4, Y: top - 10 + shift*tilt, Size: textSize, Turn: -45}, []string{line}, lead, x.Columns[j])
		}
	}
	y := top
	for i, row := range x.Rows {
		lines := wrap(row, label-12, textSize, 2)
		height := max(placeSize, float64(len(lines))*lead+6)
		d.Shapes = append(d.Shapes, Shape{Kind: Line, Ink: InkGrid, Points: []float64{0, y, label + step*float64(len(x.Columns)), y}})
		if i%2 == 0 {
			d.Shapes = append(d.Shapes, Shape{Kind: Rectangle, Ink: InkBand, Y: y, W: label + step*float64(len(x.Columns)), H: height})
		}
		d.text(Shape{Ink: InkText, X: 4, Y: y + height/2 + 5 - float64(len(lines)-1)*lead/2, Size: textSize}, lines, lead, row)
		for j, n := range x.Counts[i] {
			x.place(d, n, label+(float64(j)+0.5)*step, y+height/2)
		}
		y += height
	}
	d.Height = y + 2
}

// place draws one number; the circle grows a little with it.
func (x Matrix) place(d *Drawing, n int, cx, cy float64) {
	if n == 0 {
		d.Shapes = append(d.Shapes, Shape{Kind: Circle, Ink: InkGrid, X: cx, Y: cy, R: 3})
		return
	}
	d.Shapes = append(d.Shapes, Shape{Kind: Circle, Ink: InkBar, X: cx, Y: cy, R: min(9.5+float64(n)/2, placeSize/2-0.5)})
	d.text(Shape{Ink: InkOn, X: cx, Y: cy + 5, Size: textSize, Bold: true, Anchor: Middle}, []string{strconv.Itoa(n)}, lead, "")
}
