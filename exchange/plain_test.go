package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"tiekartta/i18n"
)

func readsAs(t *testing.T, name string, data []byte, want ...string) {
	t.Helper()
	text, err := ReadText(name, data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	var got []string
	for _, b := range text.Blocks {
		got = append(got, fmt.Sprintf("%s%d %s", b.Kind[:1], b.Level, strings.ReplaceAll(b.Text, "\n", "¶")))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func refusedAs(t *testing.T, name string, data []byte, key string) {
	t.Helper()
	_, err := ReadText(name, data)
	var problems i18n.Problems
	if !errors.As(err, &problems) || problems[0].Key != key {
		t.Errorf("%s: %v, want %s", name, err, key)
	}
}

// docxFile packs the parts of a DOCX file.
func docxFile(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wordDocument(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="x" xmlns:wps="y"><w:body>` + body + `</w:body></w:document>`
}

func TestDOCXIsReadAsItIsSeen(t *testing.T) {
	p := func(properties, runs string) string {
		return `<w:p><w:pPr>` + properties + `</w:pPr>` + runs + `</w:p>`
	}
	r := func(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
	body := p(`<w:pStyle w:val="Otsikko1"/>`, r("Kielikummit")) +
		p(``, `<w:r><w:rPr><w:b/></w:rPr><w:t>456</w:t></w:r>`+r(" osallistujaa.")+`<w:del><w:r><w:delText>poistettu</w:delText></w:r></w:del><w:ins>`+r(" lisätty.")+`</w:ins>`) +
		p(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>`, r("ensimmäinen")) +
		p(`<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>`, r("sisempi")) +
		p(`<w:pStyle w:val="Luettelo"/>`, r("tyylin kohta")) +
		`<w:tbl><w:tr><w:tc>` + p(``, r("Kesto")) + `</w:tc><w:tc>` + p(``, r("2019")) + p(``, r("–2021")) + `</w:tc></w:tr></w:tbl>` +
		`<w:p>` + r("ennen") + `<mc:AlternateContent><mc:Choice><w:txbxContent>` + p(``, r("laatikossa")) + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p(``, r("laatikossa")) + `</w:txbxContent></mc:Fallback></mc:AlternateContent>` + r(" jälkeen") + `</w:p>` +
		p(``, `<w:r><w:rPr><w:vanish/></w:rPr><w:t>piilossa</w:t></w:r>`)
	styles := `<w:styles xmlns:w="w"><w:style w:styleId="Otsikko1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Luettelo"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`
	notes := `<w:footnotes xmlns:w="w"><w:footnote w:type="separator"><w:p>` + r("viiva") + `</w:p></w:footnote><w:footnote w:id="2"><w:p>` + r("Alaviite") + `</w:p></w:footnote></w:footnotes>`
	data := docxFile(t, map[string]string{"word/document.xml": wordDocument(body), "word/styles.xml": styles, "word/footnotes.xml": notes})
	readsAs(t, "nimi.doc", data, "h1 Kielikummit", "p0 456 osallistujaa. lisätty.", "i1 ensimmäinen", "i2 sisempi", "i1 tyylin kohta", "r0 Kesto\t2019 –2021",
		"p0 ennen jälkeen", "p0 laatikossa", "p0 Alaviite")
	text, err := ReadText("x.docx", data)
	if err != nil || text.Blocks[1].Lead != 3 {
		t.Errorf("what is stressed: %+v, %v", text, err)
	}
}

func TestAHostileDOCXIsRefusedInTime(t *testing.T) {
	began := time.Now()
	deep := wordDocument(strings.Repeat("<w:p>", 100_000))
	refusedAs(t, "deep.docx", docxFile(t, map[string]string{"word/document.xml": deep}), "document.damaged")
	many := wordDocument(strings.Repeat("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>", 200_000))
	refusedAs(t, "many.docx", docxFile(t, map[string]string{"word/document.xml": many}), "document.too_long")
	refusedAs(t, "no.docx", []byte("PK\x03\x04 and then nothing"), "document.damaged")
	parts := map[string]string{"word/document.xml": wordDocument("<w:p/>")}
	for n := range maxEntries + 1 {
		parts[fmt.Sprint("x", n)] = ""
	}
	refusedAs(t, "entries.docx", docxFile(t, parts), "document.damaged")
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestHTMLIsReadWithoutWhatIsNotItsText(t *testing.T) {
	page := `<!doctype html><html><head><title>No</title><body><nav><ul><li>Menu</ul></nav><script>var a = "no"</script>
<h1>Rubrik</h1><p>Ett <b>fetstilt</b> ord<br>och en rad<p>Nästa<ul><li>ett<ul><li>inre</ul><li>två</ul>
<table><tr><th>Tid<td>2019<tr><td>Ensam</table><template>no</template><footer>no</footer>`
	readsAs(t, "a.txt", []byte(page), "h1 Rubrik", "p0 Ett fetstilt ord¶och en rad", "h7 Nästa", "i1 ett", "i2 inre", "i1 två", "r0 Tid\t2019", "p0 Ensam")
}

func TestMarkdownIsRead(t *testing.T) {
	source := "Title\n=====\n\nSome **bold** and\n[a link](https://example.org) here.\n\n- one\n  - inner\n- two *stressed*\n  goes on\n\n1. first\n\n| A | B |\n|---|---|\n| x | 5 |\n\n> quoted\n"
	readsAs(t, "a.md", []byte(source), "h1 Title", "p0 Some bold and¶a link here.", "i1 one", "i2 inner", "i1 two stressed goes on", "i1 first", "r0 A\tB", "r0 x\t5", "p0 quoted")
}

func TestTextFromAPDFIsJoined(t *testing.T) {
	source := `Kotoutumisen kumppanuus kunnassa

Hankkeessa kehitettiin kunnan ja järjestöjen yhteistyötä niin, että maahan muuttaneiden osal-
listuminen lisääntyi. Mukana olivat kulttuuri-
ja liikuntapalvelut sekä maahanmuutto-
ohjelman toimijat, jotka kokoontuivat kuukausittain suunnittelemaan toimintaa yhdessä.
Toinen kappale alkaa tästä, ja sekin jatkuu useammalle riville, jotta leveys on selvä.
• Ensimmäinen kohta, joka on niin pitkä että se jatkuu seuraavalle riville ja
loppuu siihen.
• Toinen kohta
12
Lyhyt rivi.
13
` + "\f" + `Sivu 3/14
Uusi sivu alkaa.`
	readsAs(t, "p.txt", []byte(source), "h7 Kotoutumisen kumppanuus kunnassa",
		"p0 Hankkeessa kehitettiin kunnan ja järjestöjen yhteistyötä niin, että maahan muuttaneiden osallistuminen lisääntyi. Mukana olivat kulttuuri- ja liikuntapalvelut sekä maahanmuutto-ohjelman toimijat, jotka kokoontuivat kuukausittain suunnittelemaan toimintaa yhdessä. Toinen kappale alkaa tästä, ja sekin jatkuu useammalle riville, jotta leveys on selvä.",
		"i1 Ensimmäinen kohta, joka on niin pitkä että se jatkuu seuraavalle riville ja loppuu siihen.", "i1 Toinen kohta", "p0 Lyhyt rivi.", "p0 Uusi sivu alkaa.")
}

func TestTextInOldEncodingsIsRead(t *testing.T) {
	readsAs(t, "a.txt", []byte("\xc5bo stad \x96 f\xf6rsta \x80\n"), "p0 Åbo stad – första €")
	units := utf16.Encode([]rune("Äänekoski 5 €\r\n"))
	for _, mark := range []string{"\xff\xfe", ""} {
		data := []byte(mark)
		for _, u := range units {
			data = append(data, byte(u), byte(u>>8))
		}
		if mark == "" {
			data = bytes.Replace(data, []byte{0xac, 0x20}, []byte("E\x00"), 1)
			readsAs(t, "u.txt", data, "p0 Äänekoski 5 E")
			continue
		}
		readsAs(t, "u.txt", data, "p0 Äänekoski 5 €")
	}
}

func TestWhatCannotBeReadIsRefusedByItsContent(t *testing.T) {
	refusedAs(t, "sheet.txt", []byte("%PDF-1.7\n..."), "document.pdf")
	refusedAs(t, "a.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1......"), "document.old_office")
	refusedAs(t, "a.txt", []byte(`{\rtf1 hello}`), "document.rtf")
	refusedAs(t, "a.txt", []byte("\x89PNG\r\n\x1a\n0000"), "document.image")
	refusedAs(t, "a.txt", []byte("\xff\xd8\xff\xe0 jpeg"), "document.image")
	refusedAs(t, "a.docx", docxFile(t, map[string]string{"xl/workbook.xml": "x"}), "document.spreadsheet")
	refusedAs(t, "a.docx", docxFile(t, map[string]string{"ppt/presentation.xml": "x"}), "document.slides")
	refusedAs(t, "a.docx", docxFile(t, map[string]string{"content.xml": "x"}), "document.opendocument")
	refusedAs(t, "a.zip", docxFile(t, map[string]string{"hello.txt": "x"}), "document.archive")
	refusedAs(t, "a.txt", []byte("abc\x00\x01\x02\x03"), "document.not_text")
	refusedAs(t, "a.txt", []byte(" \n\t\n"), "document.empty")
	refusedAs(t, "a.txt", bytes.Repeat([]byte("a"), maxFile+1), "file_too_large")
	refusedAs(t, "a.txt", []byte(strings.Repeat("Sana ja toinen.\n\nKolmas sana.\n\n", 40_000)), "document.too_long")
}

func TestHostileTextIsReadInTime(t *testing.T) {
	for name, piece := range map[string]string{
		"a.md": "**a", "b.md": "[", "c.md": "> ", "d.md": "- ", "e.md": "`", "f.html": "<p><b>a</b>", "g.html": "<table><tr><td>", "h.html": "<ul><li>", "i.txt": "1 ", "j.txt": "a-\n", "k.txt": "1.1.2018–", "l.txt": "\t", "m.txt": "A, ", "n.txt": "% ",
	} {
		data := []byte("<p>" + strings.Repeat(piece, 700_000/len(piece)))
		if !strings.HasSuffix(name, "html") {
			data = data[3:]
		}
		began := time.Now()
		if text, err := ReadText(name, data); err == nil {
			suggested(t, name, data)
			_ = text.Section(len(text.Blocks) - 1)
		}
		if took := time.Since(began); took > 90*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// A text comes back from a browser; whatever reading cannot make is refused.
func TestATextThatReadingCannotHaveMadeIsRefused(t *testing.T) {
	sound := func() *Text {
		return &Text{Name: "esite.md", Format: "md", Blocks: []Block{{Kind: HeadingBlock, Level: 1, Text: "Otsikko", Line: 1}}}
	}
	if err := sound().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Text){
		"a name of a megabyte": func(t *Text) { t.Name = strings.Repeat("ä", 1<<20) }, "a name of two lines": func(t *Text) { t.Name = "a\nb" },
		"no format": func(t *Text) { t.Format = "" }, "a format of ours": func(t *Text) { t.Format = strings.Repeat("x", 1<<20) },
		"a title of a megabyte": func(t *Text) { t.Title = strings.Repeat("ä", 1<<20) }, "a year": func(t *Text) { t.Year = 20255 },
		"a level": func(t *Text) { t.Blocks[0].Level = 1 << 40 }, "a level below": func(t *Text) { t.Blocks[0].Level = -1 },
		"a line": func(t *Text) { t.Blocks[0].Line = 1 << 40 }, "a line below": func(t *Text) { t.Blocks[0].Line = -1 },
		"a kind": func(t *Text) { t.Blocks[0].Kind = "script" }, "a stress": func(t *Text) { t.Blocks[0].Lead = 100 },
	} {
		text := sound()
		spoil(text)
		if text.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func FuzzReadText(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "document-*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Base(file), data)
	}
	f.Add("a.md", []byte("# a\n\n- **b** c\n\n|d|e|\n|---|---|\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		text, err := ReadText(name, data)
		if err != nil {
			return
		}
		if err := text.Check(); err != nil {
			t.Fatal(err)
		}
		suggested(t, name, data)
	})
}

func FuzzReadDOCX(f *testing.F) {
	f.Add([]byte(wordDocument(`<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`)))
	f.Fuzz(func(t *testing.T, document []byte) {
		data := docxFile(t, map[string]string{"word/document.xml": string(document), "word/styles.xml": string(document)})
		if text, err := ReadText("a.docx", data); err == nil && text.Check() != nil {
			t.Fatal(text.Check())
		}
	})
}
