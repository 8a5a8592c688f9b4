package exchange

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// bombPart is a file of an archive: a text of which the middle is repeated so often
// that it is a MiB more than most. claims is the size that the archive tells, 0
// for the true one.
type bombPart struct {
	name, begin, repeated, end string
	most                       int
	claims                     uint64
}

// packed is an archive with such parts. None of them is ever unpacked here:
// deflated pieces that begin and end on their own can be strung together.
func packed(t *testing.T, parts ...bombPart) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	deflated := func(text string, last bool) []byte {
		var piece bytes.Buffer
		w, err := flate.NewWriter(&piece, flate.BestSpeed)
		must(err)
		_, err = w.Write([]byte(text))
		must(err)
		must(w.Flush())
		if last {
			must(w.Close())
		}
		return piece.Bytes()
	}
	for _, one := range parts {
		chunk, n := "", 0
		if one.repeated != "" {
			chunk = strings.Repeat(one.repeated, 1<<20/len(one.repeated)+1)
			n = one.most/len(chunk) + 2
		}
		body := append(deflated(one.begin, false), bytes.Repeat(deflated(chunk, false), n)...)
		body = append(body, deflated(one.end, true)...)
		h := &zip.FileHeader{Name: one.name, Method: zip.Deflate, CompressedSize64: uint64(len(body)), UncompressedSize64: one.claims}
		if one.claims == 0 {
			h.UncompressedSize64 = uint64(len(one.begin) + n*len(chunk) + len(one.end))
		}
		w, err := z.CreateRaw(h)
		must(err)
		_, err = w.Write(body)
		must(err)
	}
	must(z.Close())
	return b.Bytes()
}

// allocated is how much memory something asks for, altogether.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// sheetParts are the parts of a table of ours, the sheet of practices apart.
func sheetParts(t *testing.T) (others []bombPart, sheet bombPart) {
	t.Helper()
	data := tablesOf(t).xlsx(t, nil)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		text, err := unpack(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		one := bombPart{name: f.Name, begin: string(text)}
		if f.Name != "xl/worksheets/sheet1.xml" {
			others = append(others, one)
			continue
		}
		begin, end, _ := strings.Cut(one.begin, "</sheetData>")
		sheet = bombPart{name: f.Name, begin: begin, end: "</sheetData>" + end}
	}
	return others, sheet
}

// TestASmallFileNeverBecomesALargeOne holds every limit of what is unpacked:
// without it these files of a few hundred kB need hundreds of MiB.
func TestASmallFileNeverBecomesALargeOne(t *testing.T) {
	workbook, sheet := sheetParts(t)
	rows := sheet
	rows.repeated, rows.most = `<row><c><v>1</v></c></row>`, largestUnpacked
	strs := bombPart{name: "xl/sharedStrings.xml", begin: `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, repeated: `<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>`, most: largestUnpacked, end: `</sst>`}
	inner := packed(t, bombPart{name: "x", repeated: "x", most: 8 << 20})
	nested := bombPart{name: "xl/embeddings/inner.zip", begin: string(inner)}
	withoutStrings := slices.DeleteFunc(slices.Clone(workbook), func(p bombPart) bool { return p.name == strs.name })
	lying := strs
	lying.claims = 1000
	text := bombPart{name: "word/document.xml", begin: `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>`, repeated: "sana ", most: maxUnpacked, end: `</w:t></w:r></w:p></w:body></w:document>`}
	lyingText := text
	lyingText.claims = 1000
	word := bombPart{name: "[Content_Types].xml", begin: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`}
	attached := text
	attached.most = 100 << 20
	bundle := bombPart{name: archiveBundle, begin: `{"format": "tiekartta/1"`, repeated: " ", most: maxBundle, end: `}`}
	lyingBundle := bundle
	lyingBundle.claims = 1000
	table := func(data []byte) error { _, err := ReadPracticeTable(data); return err }
	document := func(data []byte) error { _, err := ReadText("x.docx", data); return err }
	archive := func(data []byte) error { _, err := ReadArchive(data); return err }
	files := catalogue.NewFiles(filepath.Join(t.TempDir(), "files"))
	file := func(data []byte) error { _, err := files.Put(bytes.NewReader(data), "x.docx"); return err }
	for name, c := range map[string]struct {
		data []byte
		read func([]byte) error
		key  string
	}{
		"bundle":                    {packed(t, bundle), archive, "file_too_large"},
		"bundle that lies":          {packed(t, lyingBundle), archive, "bad_archive"},
		"rows of a workbook":        {packed(t, append(workbook, rows)...), table, "table.no_table"},
		"strings of a workbook":     {packed(t, append(withoutStrings, sheet, strs)...), table, "table.no_table"},
		"strings that lie":          {packed(t, append(withoutStrings, sheet, lying)...), table, "table.no_table"},
		"archive within a workbook": {packed(t, append(workbook, sheet, nested)...), table, ""},
		"text":                      {packed(t, text), document, "document.too_long"},
		"text that lies":            {packed(t, lyingText), document, "document.damaged"},
		"attachment":                {packed(t, word, attached), file, "file_bomb"},
	} {
		if len(c.data) > 4<<20 {
			t.Errorf("%s is no small file: %d bytes", name, len(c.data))
		}
		var err error
		used := allocated(func() { err = c.read(c.data) })
		var problems i18n.Problems
		if errors.As(err, &problems) != (c.key != "") || c.key != "" && problems[0].Key != c.key || c.key == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if used > 16<<20 {
			t.Errorf("%s: %d MiB for a file of %d kB", name, used>>20, len(c.data)>>10)
		}
	}
}
