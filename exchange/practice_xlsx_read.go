package exchange

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"tiekartta/i18n"
)

// largestUnpacked is how many bytes a workbook may have unpacked: a small file
// can hold very many of the same. All of it stays in memory, none on disk.
const largestUnpacked = 32 << 20

// readPracticesXLSX reads the sheets of a workbook that are ours. Every other
// one but those of explanations is named: a sheet with a mistyped name would
// silently change nothing.
func readPracticesXLSX(data []byte) (table *PracticeTable, err error) {
	broken := i18n.Problems{{Key: "table.no_table"}}
	defer func() {
		if r := recover(); r != nil { // of a reader that a made-up file has led astray
			table, err = nil, broken
		}
	}()
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: largestUnpacked, UnzipXMLSizeLimit: largestUnpacked, RawCellValue: true,
	})
	if err != nil {
		return nil, broken
	}
	defer file.Close()
	ours := map[string]tableSheet{}
	for _, sheet := range tableSheets() {
		ours[sheet.name] = sheet
	}
	b := tableBuilder{table: &PracticeTable{sheets: map[string]*readSheet{}}}
	for _, name := range file.GetSheetList() {
		sheet, known := ours[name]
		switch {
		case name == infoSheet || name == codesSheet:
			continue
		case !known:
			b.problems.Add(name, "table.unknown_sheet", "Value", name)
			continue
		}
		if err := b.readSheet(file, sheet); err != nil {
			return nil, broken
		}
	}
	return b.finish()
}

func (b *tableBuilder) readSheet(file *excelize.File, sheet tableSheet) error {
	b.begin(sheet, sheet.name+"!")
	rows, err := file.Rows(sheet.name)
	if err != nil {
		return fmt.Errorf("sheet %s: %w", sheet.name, err)
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("sheet %s: %w", sheet.name, err)
		}
		if number > 4*mostTableRows {
			b.problems.Add(sheet.name, "table.rows", "Max", mostTableRows)
			return nil
		}
		if !b.row(number, cells) {
			return nil
		}
	}
	return rows.Error()
}
