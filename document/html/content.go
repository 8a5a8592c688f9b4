package html

import (
	"io"

	"tiekartta/document"
	"tiekartta/i18n"
)

// Content writes what stands below the cover, for a page that has a head and a
// style sheet of its own: summary, contents, chapters and notes. Headings begin
// at the second level. Nothing in it is styled where it stands: columns have the
// classes w1 to w100, their width in per cent.
func Content(w io.Writer, d *document.Document, m *i18n.Messages) error {
	p := newPage(d, m)
	p.content()
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

func newPage(d *document.Document, m *i18n.Messages) *page {
	return &page{
		d: d, m: m, lang: d.Lang, ids: d.IDs(), written: map[string]bool{},
		widths: map[int]bool{}, references: map[string]int{},
	}
}

func (p *page) content() {
	if p.d.Front != nil && !p.d.Front.Hollow() {
		p.section(p.d.Front, 1, "front")
	}
	if entries := p.d.Outline(p.ids, p.d.Contents); len(entries) > 0 {
		p.put(`<nav class="contents" aria-labelledby="contents">`, "\n", `<h2 id="contents">`, p.t("doc.contents"), "</h2>\n")
		p.written["contents"] = true
		p.contents(entries)
		p.put("</nav>\n")
	}
	for _, s := range p.d.Sections {
		p.section(s, 1, "chapter")
	}
	p.notes()
}
