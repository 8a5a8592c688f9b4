package exchange

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestTextsAreNeverFormulas(t *testing.T) {
	e := tablesOf(t)
	p := e.newest(t, "smile")[0]
	hostile := []string{`=HYPERLINK("http://evil.example")`, "+1", "-2", "@SUM(A1)", "\t=1", "'=1"}
	for _, text := range hostile {
		p.Title.FI = text
		if line := strings.Split(string(csvOf(t, []*catalogue.Practice{p})), "\r\n")[1]; strings.Contains(line, ";=") || strings.Contains(line, `;"=`) || strings.Contains(line, ";+") || strings.Contains(line, ";@") {
			t.Errorf("%q is a formula in CSV: %.120s", text, line)
		}
		f, err := excelize.OpenReader(bytes.NewReader(e.xlsx(t, []*catalogue.Practice{p})))
		if err != nil {
			t.Fatal(err)
		}
		sheet, cell, _ := strings.Cut(at(t, "practices", "title.fi", 0), "!")
		if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
			t.Errorf("%q is a formula: %q %v", text, formula, err)
		}
		if value, _ := f.GetCellValue(sheet, cell); value != strings.TrimSpace(text) {
			t.Errorf("%q is written as %q", text, value)
		}
	}
	p.Title.FI = hostile[0]
	if _, err := e.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"xlsx": e.xlsx(t, e.newest(t, "smile")), "csv": csvOf(t, e.newest(t, "smile"))} {
		if plan := e.planned(t, data); len(plan.Practices) != 0 || len(plan.Problems) != 0 {
			t.Errorf("%s: %+v", name, plan)
		}
	}
}

func TestFilesThatAreNoTableAreRefused(t *testing.T) {
	e := tablesOf(t)
	wide, err := excelize.OpenReader(bytes.NewReader(e.xlsx(t, nil)))
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(wide.SetCellValue("practices", "XFD3", "x"))
	wideData, err := wide.WriteToBuffer()
	must(err)
	long := "id;revision\r\n" + strings.Repeat("x;1\r\n", 6000)
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"zip": {packed(t, bombPart{name: "other", begin: "x"}), "table.no_table"}, "large": {bytes.Repeat([]byte("x"), LargestTable+1), "file_too_large"},
		"picture": {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "table.no_table"}, "text": {[]byte("Hei vaan"), "import.no_column"}, "latin": {[]byte("id;revision;title.fi\r\n;;p\xe4iv\xe4\r\n"), "not_utf8"},
		"empty": {nil, "import.no_column"}, "wide": {wideData.Bytes(), "table.columns"}, "long": {[]byte(long), "table.rows"}, "cut": {e.xlsx(t, nil)[:2000], "table.no_table"},
	} {
		var problems i18n.Problems
		if _, err := ReadPracticeTable(c.data); !errors.As(err, &problems) || problems[0].Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}
