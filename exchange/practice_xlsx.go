package exchange

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// The sheets that only explain. They are not read.
const (
	infoSheet  = "info"
	codesSheet = "codes"
)

// The first row of a sheet names the columns for people, the second for the
// program; entries follow.
const firstEntry = 3

// workbook is a table of practices that is being written.
type workbook struct {
	*excelize.File
	exporter                Exporter
	lang                    i18n.Lang
	bold, code, text, plain int               // styles
	lists                   map[string]string // where a column's codes stand, by field
	problem                 error             // the first one
}

// WritePracticesXLSX writes practices as a workbook with a sheet for each list,
// one that explains the columns in the reader's language, and one with all
// codes. Texts are never formulas.
func (e Exporter) WritePracticesXLSX(w io.Writer, practices []*catalogue.Practice, lang i18n.Lang) error {
	b := &workbook{File: excelize.NewFile(), exporter: e, lang: lang, lists: map[string]string{}}
	defer b.Close()
	b.styles()
	b.check(b.SetSheetName("Sheet1", infoSheet))
	sheets := tableSheets()
	for _, sheet := range sheets {
		_, err := b.NewSheet(sheet.name)
		b.check(err)
	}
	_, err := b.NewSheet(codesSheet)
	b.check(err)
	b.codes(sheets)
	for _, sheet := range sheets {
		b.sheet(sheet, practices)
	}
	b.info(sheets)
	b.SetActiveSheet(1)
	if b.problem != nil {
		return fmt.Errorf("workbook: %w", b.problem)
	}
	return b.Write(w)
}

// check keeps the first error; what follows it does no harm.
func (b *workbook) check(err error) {
	if b.problem == nil {
		b.problem = err
	}
}

func (b *workbook) t(key string, args ...any) string {
	return b.exporter.Assembler.Messages.T(b.lang, key, args...)
}

func (b *workbook) styles() {
	const asText = 49 // the number format "@": what is typed stays as it is
	style := func(s excelize.Style) int {
		s.Alignment = &excelize.Alignment{WrapText: true, Vertical: "top"}
		id, err := b.NewStyle(&s)
		b.check(err)
		return id
	}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3ECEF"}}
	b.bold = style(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill})
	b.code = style(excelize.Style{Font: &excelize.Font{Size: 9, Color: "4A5A63"}, Fill: fill, NumFmt: asText})
	b.text = style(excelize.Style{NumFmt: asText})
	b.plain = style(excelize.Style{})
}

// sheet writes one sheet: head, rows, widths, lists to choose from.
func (b *workbook) sheet(sheet tableSheet, practices []*catalogue.Practice) {
	width := map[int]float64{}
	for i, name := range sheet.names() {
		letters := columnLetters(i)
		b.put(sheet.name, letters+"1", b.label(sheet, name), b.bold)
		b.put(sheet.name, letters+"2", name, b.code)
		style := b.text
		width[i] = 14
		if i >= len(sheet.key) {
			c := sheet.columns[i-len(sheet.key)]
			if width[i] = widthOf(c); c.numeric() {
				style = b.plain
			}
		} else if name == "id" || name == "practice_id" {
			width[i] = 24
		}
		b.check(b.SetColWidth(sheet.name, letters, letters, width[i]))
		b.check(b.SetColStyle(sheet.name, letters, style))
	}
	b.check(b.SetRowHeight(sheet.name, 1, 45))
	b.head(sheet.name, len(sheet.names()))
	n := firstEntry
	for _, p := range practices {
		for _, row := range sheet.rowsOf(p) {
			b.row(sheet, n, row, width)
			n++
		}
	}
	for i, c := range sheet.columns {
		if list := b.lists[i18n.Join(sheet.name, c.path)]; list != "" && c.of.Kind() != reflect.Slice {
			letters := columnLetters(i + len(sheet.key))
			choice := excelize.NewDataValidation(true)
			choice.Sqref = letters + strconv.Itoa(firstEntry) + ":" + letters + strconv.Itoa(n+500)
			choice.SetSqrefDropList(list)
			b.check(b.AddDataValidation(sheet.name, choice))
		}
	}
}

// head gives the two head rows their looks and keeps them in sight with the
// columns that say whose a row is.
func (b *workbook) head(sheet string, columns int) {
	last := columnLetters(columns - 1)
	b.check(b.SetCellStyle(sheet, "A1", last+"1", b.bold))
	b.check(b.SetCellStyle(sheet, "A2", last+"2", b.code))
	b.check(b.SetPanes(sheet, &excelize.Panes{
		Freeze: true, XSplit: 2, YSplit: firstEntry - 1, TopLeftCell: "C" + strconv.Itoa(firstEntry), ActivePane: "bottomRight",
	}))
}

func widthOf(c tableColumn) float64 {
	switch {
	case c.inner().Kind() == reflect.Bool, c.numeric(), isDateField(c.path):
		return 14
	case c.scheme != "" || c.path == "organisation" || c.path == "country" || c.path == "licence":
		return 22
	}
	return 44
}

// row writes a row as high as its longest text needs, up to a limit.
func (b *workbook) row(sheet tableSheet, n int, cells []string, width map[int]float64) {
	lines := 1
	for i, cell := range cells {
		at := columnLetters(i) + strconv.Itoa(n)
		number := i < len(sheet.key) && sheet.key[i] != "id" && sheet.key[i] != "practice_id" || i >= len(sheet.key) && sheet.columns[i-len(sheet.key)].numeric()
		if v, err := strconv.ParseFloat(cell, 64); err == nil && number {
			b.check(b.SetCellValue(sheet.name, at, v))
		} else {
			b.check(b.SetCellStr(sheet.name, at, cell))
		}
		needed := strings.Count(cell, "\n") + 1 + utf8.RuneCountInString(cell)/int(width[i])
		lines = max(lines, needed)
	}
	b.check(b.SetRowHeight(sheet.name, n, float64(min(lines, 12)*15)))
}

func (b *workbook) put(sheet, at, text string, style int) {
	b.check(b.SetCellStr(sheet, at, text))
	b.check(b.SetCellStyle(sheet, at, at, style))
}

// label names a column for people, with its language.
func (b *workbook) label(sheet tableSheet, column string) string {
	switch column {
	case "revision", "practice_id", "row":
		return b.t("table.column." + column)
	}
	name := b.t("field." + sheet.field(column))
	if i := strings.LastIndexByte(column, '.'); i >= 0 {
		if lang, ok := i18n.ParseLang(column[i+1:]); ok {
			return b.t("table.column.in."+string(lang), "Name", name)
		}
	}
	return name
}

// choices are the codes of a column with their meaning, nil where it has none.
func (b *workbook) choices(c tableColumn) (codes []catalogue.Concept) {
	switch {
	case c.scheme == "municipality":
		for _, m := range b.exporter.Catalogue.Places.Municipalities() {
			codes = append(codes, catalogue.Concept{ID: m.Code, Label: m.Name})
		}
	case c.scheme == "region":
		for _, r := range b.exporter.Catalogue.Places.Regions() {
			codes = append(codes, catalogue.Concept{ID: r.Code, Label: r.Name})
		}
	case c.path == "originalLanguage":
		for _, lang := range i18n.Langs() {
			codes = append(codes, catalogue.Concept{ID: string(lang), Label: b.exporter.Catalogue.Vocabularies.Label("language", string(lang))})
		}
	case c.inner().Kind() == reflect.Bool:
		codes = []catalogue.Concept{{ID: "yes", Label: b.exporter.Catalogue.Vocabularies.Label("criterion_met", "yes")}}
	case c.scheme != "":
		if scheme, err := b.exporter.Catalogue.Vocabularies.Scheme(c.scheme); err == nil {
			codes = scheme.Concepts
		}
	}
	return codes
}

// codes writes every column's codes, two columns each, and remembers where.
func (b *workbook) codes(sheets []tableSheet) {
	at := 0
	for _, sheet := range sheets {
		for _, c := range sheet.columns {
			list := b.choices(c)
			if len(list) == 0 {
				continue
			}
			code, name := columnLetters(at), columnLetters(at+1)
			b.put(codesSheet, code+"1", b.label(sheet, c.path), b.bold)
			b.put(codesSheet, name+"1", "", b.bold)
			b.put(codesSheet, code+"2", sheet.name+"."+c.path, b.code)
			b.put(codesSheet, name+"2", "", b.code)
			for i, concept := range list {
				text, _ := concept.Label.Best(b.lang)
				b.put(codesSheet, code+strconv.Itoa(firstEntry+i), concept.ID, b.text)
				b.put(codesSheet, name+strconv.Itoa(firstEntry+i), text, b.text)
			}
			b.check(b.SetColWidth(codesSheet, code, code, 20))
			b.check(b.SetColWidth(codesSheet, name, name, 30))
			b.lists[i18n.Join(sheet.name, c.path)] = fmt.Sprintf("%s!$%s$%d:$%s$%d", codesSheet, code, firstEntry, code, firstEntry+len(list)-1)
			at += 2
		}
	}
	b.check(b.SetRowHeight(codesSheet, 1, 45))
	b.check(b.SetPanes(codesSheet, &excelize.Panes{Freeze: true, YSplit: firstEntry - 1, TopLeftCell: "A" + strconv.Itoa(firstEntry), ActivePane: "bottomLeft"}))
}

// info explains the workbook and its columns.
func (b *workbook) info(sheets []tableSheet) {
	n := 1
	for _, key := range []string{"what", "rows", "empty", "codes", "lists", "contact"} {
		b.put(infoSheet, "A"+strconv.Itoa(n), b.t("table.info."+key), b.plain)
		b.check(b.SetCellStyle(infoSheet, "A"+strconv.Itoa(n), "A"+strconv.Itoa(n), b.text))
		b.check(b.SetRowHeight(infoSheet, n, 48))
		n++
	}
	n++
	for i, key := range []string{"name", "column", "content"} {
		b.put(infoSheet, columnLetters(i)+strconv.Itoa(n), b.t("table.info."+key), b.bold)
	}
	for i, width := range []float64{70, 36, 60} {
		b.check(b.SetColWidth(infoSheet, columnLetters(i), columnLetters(i), width))
	}
	for _, sheet := range sheets {
		for i, name := range sheet.names() {
			n++
			content := "table.content.key"
			if i >= len(sheet.key) {
				content = contentOf(sheet.columns[i-len(sheet.key)])
			}
			for j, text := range []string{b.label(sheet, name), sheet.name + "." + name, b.t(content)} {
				b.put(infoSheet, columnLetters(j)+strconv.Itoa(n), text, b.text)
			}
		}
	}
}

// contentOf is the message that says what a column takes.
func contentOf(c tableColumn) string {
	switch {
	case c.inner().Kind() == reflect.Slice:
		return "table.content.codes"
	case c.scheme != "" || c.path == "originalLanguage":
		return "table.content.code"
	case c.inner().Kind() == reflect.Bool:
		return "table.content.yes"
	case c.numeric():
		return "table.content.number"
	case isDateField(c.path):
		return "table.content.date"
	}
	return "table.content.text"
}
