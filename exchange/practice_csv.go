package exchange

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// WritePracticesCSV writes what stands once in each practice: UTF-8 with BOM,
// semicolons, CRLF, formulas behind an apostrophe. Lists need a workbook.
func WritePracticesCSV(w io.Writer, practices []*catalogue.Practice) error {
	sheet := tableSheets()[0]
	c := &csvWriter{}
	c.out.WriteString("\ufeff")
	c.row(sheet.names())
	for _, p := range practices {
		c.row(sheet.rowsOf(p)[0])
	}
	_, err := io.WriteString(w, c.out.String())
	return err
}

// The limits of a table that is read.
const (
	// LargestTable is how many bytes its file may have.
	LargestTable     = 8 << 20
	mostTableRows    = 5000
	mostTableColumns = 300
)

// ReadPracticeTable reads a workbook or a CSV file, whichever it is.
func ReadPracticeTable(data []byte) (*PracticeTable, error) {
	switch {
	case len(data) > LargestTable:
		return nil, i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": LargestTable >> 20}}}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readPracticesXLSX(data)
	case bytes.IndexByte(data, 0) >= 0:
		return nil, i18n.Problems{{Key: "table.no_table"}}
	}
	return readPracticesCSV(data)
}

func readPracticesCSV(data []byte) (*PracticeTable, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(text) {
		at := strings.IndexFunc(strings.ToValidUTF8(text, "\x00"), func(r rune) bool { return r == 0 })
		return nil, i18n.Problems{{Key: "not_utf8", Args: map[string]any{"Byte": at + 1}}}
	}
	records, err := parseRecords(text, delimiter(text))
	if err != nil {
		return nil, err
	}
	b := tableBuilder{table: &PracticeTable{sheets: map[string]*readSheet{}}}
	b.begin(tableSheets()[0], "")
	for i, r := range records {
		fields := make([]string, len(r.fields))
		for j, field := range r.fields {
			fields[j] = unguarded(field)
		}
		if !b.row(i+1, fields) {
			break
		}
	}
	return b.finish()
}

// tableBuilder puts a table together row by row, and collects what is wrong
// with its form.
type tableBuilder struct {
	table    *PracticeTable
	sheet    *readSheet
	columns  []string // of the sheet, by place; empty where none
	problems i18n.Problems
}

func (b *tableBuilder) begin(sheet tableSheet, prefix string) {
	b.sheet, b.columns = &readSheet{tableSheet: sheet, prefix: prefix, places: map[string]string{}}, nil
	b.table.sheets[sheet.name] = b.sheet
}

// headerWithin is how many rows may stand above the names of the columns.
const headerWithin = 10

// row takes a row's cells, counted from 1; false ends the sheet.
func (b *tableBuilder) row(number int, cells []string) bool {
	at := b.sheet.prefix + "A" + strconv.Itoa(number)
	if len(cells) > mostTableColumns {
		b.problems.Add(at, "table.columns", "Max", mostTableColumns)
		return false
	}
	if b.columns == nil {
		if len(cells) > 0 && strings.TrimSpace(cells[0]) == b.sheet.key[0] {
			b.header(number, cells)
		}
		return b.columns != nil || number < headerWithin
	}
	row := readRow{number: number, cells: map[string]string{}}
	filled := false
	for i, name := range b.columns {
		if name == "" {
			continue
		}
		row.cells[name] = ""
		if i < len(cells) {
			row.cells[name] = shownText(cells[i])
		}
		filled = filled || row.cells[name] != ""
	}
	if filled {
		if len(b.sheet.rows) == mostTableRows {
			b.problems.Add(at, "table.rows", "Max", mostTableRows)
			return false
		}
		b.sheet.rows = append(b.sheet.rows, row)
	}
	return true
}

// header learns the columns; every one must be known, or a typing mistake would
// lose what stands below.
func (b *tableBuilder) header(number int, cells []string) {
	known := map[string]bool{}
	for _, name := range b.sheet.names() {
		known[name] = true
	}
	b.columns = make([]string, len(cells))
	for i, cell := range cells {
		name, place := strings.TrimSpace(cell), columnLetters(i)
		switch {
		case name == "":
			continue
		case !known[name]:
			b.problems.Add(b.sheet.prefix+place+strconv.Itoa(number), "table.unknown_column", "Value", name)
			continue
		case b.sheet.places[name] != "":
			b.problems.Add(b.sheet.prefix+place+strconv.Itoa(number), "import.column_twice", "Column", name)
			continue
		}
		b.columns[i], b.sheet.places[name] = name, place
	}
	for _, name := range b.sheet.key {
		if b.sheet.places[name] == "" {
			b.problems.Add(strings.TrimSuffix(b.sheet.prefix, "!"), "import.no_column", "Column", name)
		}
	}
}

func (b *tableBuilder) finish() (*PracticeTable, error) {
	for _, sheet := range tableSheets() {
		if read := b.table.sheets[sheet.name]; read != nil && len(read.places) == 0 && len(b.problems) == 0 {
			b.problems.Add(strings.TrimSuffix(read.prefix, "!"), "import.no_column", "Column", sheet.key[0])
		}
	}
	if b.table.sheets[firstSheet] == nil {
		b.problems.Add("", "table.no_sheet", "Sheet", firstSheet)
	}
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	return b.table, nil
}

// columnLetters is how a spreadsheet names a column, counted from 0.
func columnLetters(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}

// rowsOf are a practice's rows of a sheet.
func (s tableSheet) rowsOf(p *catalogue.Practice) [][]string {
	if s.steps == nil {
		return [][]string{s.cells([]string{p.ID, strconv.Itoa(p.Revision)}, p)}
	}
	var rows [][]string
	elements := s.elements(p)
	for i := range elements.Len() {
		element := elements.Index(i)
		rows = append(rows, s.cells([]string{p.ID, s.elementName(element, i)}, element.Addr().Interface()))
	}
	return rows
}

// WriteCSV writes rows as WritePracticesCSV does.
func WriteCSV(w io.Writer, rows [][]string) error {
	c := &csvWriter{}
	c.out.WriteString("\ufeff")
	for _, row := range rows {
		c.row(row)
	}
	_, err := io.WriteString(w, c.out.String())
	return err
}
