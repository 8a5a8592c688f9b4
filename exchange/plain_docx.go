package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"tiekartta/i18n"
)

// Limits of a DOCX file, which is a zip file of XML: no part is read that says
// it is larger, and nothing deeper nested than any word processor writes.
const (
	maxEntries  = 2_000
	maxUnpacked = 60 << 20 // bytes of one part
	maxTokens   = 4_000_000
	maxDepth    = 300
	maxStyles   = 5_000
)

// readDOCX reads the text of a DOCX file: what was deleted in a tracked change
// or is hidden is left out, text boxes follow the paragraph that they hang on,
// and footnotes stand at the end.
func readDOCX(data []byte) (*Text, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > maxEntries {
		return nil, i18n.Problems{{Key: "document.damaged"}}
	}
	d := &docx{styles: map[string]docxStyle{}, tokens: maxTokens}
	if err := d.part(z, "word/styles.xml", d.style); err != nil {
		return nil, err
	}
	for _, name := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"} {
		d.stack, d.tables, d.skip = nil, nil, 0
		if err := d.part(z, name, d.body); err != nil {
			return nil, err
		}
		if name == "word/document.xml" && !d.seen {
			return nil, i18n.Problems{{Key: "document.damaged"}}
		}
	}
	return d.text("docx")
}

// docx reads the parts of a file token by token, so that depth and size are
// counted and nothing is built that hostile input could make large.
type docx struct {
	gathered
	styles map[string]docxStyle
	under  docxStyle // the style under way
	stack  []*docxParagraph
	tables []*docxTable
	number int // of paragraphs
	depth  int
	skip   int // the depth at which left-out content began, 0 when none
	tokens int
	inText bool
	seen   bool // a paragraph
}

// docxStyle is what a style says of its paragraphs. level is that of a heading.
type docxStyle struct {
	id, basedOn string
	level       int
	item        bool
	itemLevel   int
}

// part hands the tokens of one part to a reader. A missing part has none.
func (d *docx) part(z *zip.Reader, name string, token func(xml.Token)) error {
	f, err := z.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	damaged := i18n.Problems{{Key: "document.damaged"}}
	// One that says less than it holds ends as broken where it said that it would.
	if info, err := f.Stat(); err != nil || info.Size() > maxUnpacked {
		return i18n.Problems{{Key: "document.too_long"}}
	}
	x := xml.NewDecoder(f)
	d.depth = 0
	for {
		t, err := x.RawToken()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return damaged
		}
		if d.tokens--; d.tokens < 0 || d.over {
			return i18n.Problems{{Key: "document.too_long"}}
		}
		switch t.(type) {
		case xml.StartElement:
			if d.depth++; d.depth > maxDepth {
				return damaged
			}
			token(t)
		case xml.EndElement:
			token(t)
			d.depth--
		default:
			token(t)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on is the value of a switch such as <w:b/>, which may also say "no".
func on(e xml.StartElement) bool {
	switch attribute(e, "val") {
	case "0", "false", "none", "off":
		return false
	}
	return true
}

// style reads styles.xml.
func (d *docx) style(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "style":
			d.under = docxStyle{id: attribute(t, "styleId")}
		case "name":
			d.under.level = max(d.under.level, headingStyle(attribute(t, "val")))
		case "basedOn":
			d.under.basedOn = attribute(t, "val")
		case "outlineLvl":
			d.under.level = outlineLevel(t)
		case "numId":
			d.under.item = attribute(t, "val") != "0"
		case "ilvl":
			d.under.itemLevel, _ = strconv.Atoi(attribute(t, "val"))
		}
	case xml.EndElement:
		if t.Name.Local == "style" && d.under.id != "" && len(d.styles) < maxStyles {
			d.styles[d.under.id] = d.under
		}
	}
}

// outlineLevel is a heading's level; 9 means body text.
func outlineLevel(e xml.StartElement) int {
	level, err := strconv.Atoi(attribute(e, "val"))
	if err != nil || level < 0 || level > 8 {
		return 0
	}
	return min(level+1, 6)
}

// headingStyle is the level of styles that are called heading in the languages
// that word processors here speak.
func headingStyle(name string) int {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	switch name {
	case "title", "otsikko", "rubrik":
		return 1
	}
	for _, word := range []string{"heading", "otsikko", "rubrik"} {
		rest, ok := strings.CutPrefix(name, word)
		if level, err := strconv.Atoi(rest); ok && err == nil && level >= 1 && level <= 9 {
			return min(level, 6)
		}
	}
	return 0
}

// styled looks a style up, with what it is based on.
func (d *docx) styled(id string) docxStyle {
	var found docxStyle
	for range 10 {
		s, ok := d.styles[id]
		if !ok {
			if found.level == 0 {
				found.level = headingStyle(id)
			}
			return found
		}
		if found.level == 0 {
			found.level = s.level
		}
		if !found.item && s.item {
			found.item, found.itemLevel = true, s.itemLevel
		}
		id = s.basedOn
	}
	return found
}
