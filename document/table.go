package document

import (
	"fmt"

	"tiekartta/i18n"
)

// Table is rows of cells below header rows. A cell may span several rows or
// columns; Check tells whether all places of the grid are filled.
type Table struct {
	ID      string
	Caption []Run
	Columns []Column
	Head    [][]Cell
	Rows    [][]Cell
	Wide    bool // needs the whole width of the page
	// Verbatim says that cells hold an author's own words and may be read back
	// from the file: a format that can be read back puts labels (Tag) and
	// explanations (Aside) elsewhere than into the cells.
	Verbatim bool
}

// Column says how wide a column is beside the others, and which way it is set.
type Column struct {
	Width   float64
	Numbers bool // figures, to be set one below the other
}

// Cell is one cell. Rows and Columns are how many it spans; 0 means 1. Header
// makes it the header of its row or rows, or, in a header row, of its column.
// Lang is that of its text where it differs from the document's.
type Cell struct {
	ID      string // may be empty; addresses of pages need it
	Header  bool
	Rows    int
	Columns int
	Lang    i18n.Lang
	Blocks  []Block
}

// Text is a cell with one paragraph, empty when the runs hold no text.
func Text(runs ...Run) Cell {
	text := ""
	for _, run := range runs {
		text += run.Text
	}
	if text == "" {
		return Cell{}
	}
	return Cell{Blocks: []Block{Paragraph{Runs: runs}}}
}

// Heads is a header row of plain texts.
func Heads(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i] = Text(Run{Text: text})
		cells[i].Header = true
	}
	return cells
}

// Place is one place of a table's grid and the cell that covers it.
type Place struct {
	Cell  *Cell
	First bool // whether the cell begins here; else it spans to here
}

// Grid lays rows out as a full grid, for formats that have no spans or number
// them otherwise. A place that no cell covers has a nil cell.
func Grid(rows [][]Cell, width int) [][]Place {
	grid := make([][]Place, len(rows))
	for i := range grid {
		grid[i] = make([]Place, width)
	}
	for i := range rows {
		column := 0
		for j := range rows[i] {
			cell := &rows[i][j]
			for column < width && grid[i][column].Cell != nil {
				column++
			}
			spread(grid, i, column, cell)
			column += max(cell.Columns, 1)
		}
	}
	return grid
}

func spread(grid [][]Place, row, column int, cell *Cell) {
	for y := row; y < row+max(cell.Rows, 1) && y < len(grid); y++ {
		for x := column; x < column+max(cell.Columns, 1) && x < len(grid[y]); x++ {
			grid[y][x] = Place{Cell: cell, First: y == row && x == column}
		}
	}
}

// Check tells what is wrong with the shape of a table: a missing caption or
// header row, or a row that does not fill the grid.
func (t *Table) Check() error {
	if len(t.Caption) == 0 || len(t.Head) == 0 || len(t.Columns) == 0 {
		return fmt.Errorf("table %q: caption, columns and header row are needed", Plainly(t.Caption))
	}
	for _, rows := range [][][]Cell{t.Head, t.Rows} {
		covered := make([]int, len(rows))
		for i, row := range rows {
			for _, cell := range row {
				for y := i; y < i+max(cell.Rows, 1); y++ {
					if y >= len(rows) {
						return fmt.Errorf("table %q: a cell of row %d spans beyond the last row", Plainly(t.Caption), i+1)
					}
					covered[y] += max(cell.Columns, 1)
				}
			}
		}
		for i, n := range covered {
			if n != len(t.Columns) {
				return fmt.Errorf("table %q: row %d covers %d of %d columns", Plainly(t.Caption), i+1, n, len(t.Columns))
			}
		}
	}
	return nil
}

// Filled is the table without the columns in which no row has anything. The
// first column stays.
func (t Table) Filled() Table {
	grid := Grid(t.Rows, len(t.Columns))
	kept := make([]bool, len(t.Columns))
	for x := range t.Columns {
		kept[x] = x == 0
		for _, row := range grid {
			kept[x] = kept[x] || row[x].Cell != nil && (len(row[x].Cell.Blocks) > 0 || row[x].Cell.Columns > 1)
		}
	}
	filled := t
	filled.Columns, filled.Head, filled.Rows = nil, without(t.Head, kept), without(t.Rows, kept)
	for x, column := range t.Columns {
		if kept[x] {
			filled.Columns = append(filled.Columns, column)
		}
	}
	return filled
}

// without are rows without the cells of the columns that are not kept.
func without(rows [][]Cell, kept []bool) [][]Cell {
	out := make([][]Cell, len(rows))
	for y, places := range Grid(rows, len(kept)) {
		for x, place := range places {
			if place.First && kept[x] {
				out[y] = append(out[y], *place.Cell)
			}
		}
	}
	return out
}

// Labels are the plain texts of the last header row, one a column.
func (t *Table) Labels() []string {
	labels := make([]string, len(t.Columns))
	if len(t.Head) == 0 {
		return labels
	}
	grid := Grid(t.Head, len(t.Columns))
	for x, place := range grid[len(grid)-1] {
		if place.Cell != nil {
			labels[x] = place.Cell.Plain()
		}
	}
	return labels
}

// Plain is the text of a cell's paragraphs and items, without labels and
// explanations, joined by spaces.
func (c *Cell) Plain() string {
	return plain(c.Blocks)
}

func plain(blocks []Block) string {
	s := ""
	add := func(text string) {
		if s != "" && text != "" {
			s += " "
		}
		s += text
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			if b.Style != Aside {
				add(Plainly(b.Runs))
			}
		case List:
			for _, item := range b.Items {
				add(plain(item.Blocks))
			}
		}
	}
	return s
}
