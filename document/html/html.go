// Package html writes a document as one HTML file that needs nothing else: no
// script, no font, no picture from elsewhere. It follows WCAG 2.2 AA on screen,
// on telephones and on paper.
package html

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	stdhtml "html"

	"tiekartta/document"
	"tiekartta/i18n"
)

//go:embed style.css
var style string

// Write writes the whole file, or nothing when the document cannot be written.
func Write(w io.Writer, d *document.Document, m *i18n.Messages) error {
	p := newPage(d, m)
	p.body()
	if p.err != nil {
		return p.err
	}
	var out bytes.Buffer
	p.head(&out)
	out.Write(p.b.Bytes())
	_, err := w.Write(out.Bytes())
	return err
}

// page is a file while it is written. The body comes first, because the head
// names the column widths that the tables use.
type page struct {
	d          *document.Document
	m          *i18n.Messages
	b          bytes.Buffer
	lang       i18n.Lang // language of what is being written
	ids        map[*document.Section]string
	written    map[string]bool // ids on the page
	widths     map[int]bool    // column widths in per cent
	references map[string]int  // how often each note was referred to
	figures    int
	err        error
}

func (p *page) put(parts ...string) {
	for _, part := range parts {
		p.b.WriteString(part)
	}
}

func (p *page) t(key string, args ...any) string { return esc(p.m.T(p.d.Lang, key, args...)) }

func esc(s string) string { return stdhtml.EscapeString(s) }

// id is the attribute for an id, empty when the page has it already: an id
// stands on a page once.
func (p *page) id(id string) string {
	if id == "" || p.written[id] {
		return ""
	}
	p.written[id] = true
	return ` id="` + esc(id) + `"`
}

// in is the attribute for a language that differs from what surrounds it.
func (p *page) in(lang i18n.Lang) string {
	if lang == "" || lang == p.lang {
		return ""
	}
	return ` lang="` + esc(string(lang)) + `"`
}

func (p *page) head(out *bytes.Buffer) {
	title := document.Plainly(p.d.Title)
	if p.d.Meta.Author != "" {
		title += " – " + p.d.Meta.Author
	}
	lines := []string{
		"<!doctype html>",
		`<html lang="` + esc(string(p.d.Lang)) + `">`,
		"<head>",
		`<meta charset="utf-8">`,
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
		`<meta name="viewport" content="width=device-width, initial-scale=1">`,
		`<meta name="color-scheme" content="light dark">`,
		"<title>" + esc(title) + "</title>",
	}
	for _, meta := range [][2]string{
		{"description", p.d.Meta.Description}, {"author", p.d.Meta.Author},
		{"dcterms.date", p.d.Meta.Date}, {"dcterms.license", p.d.Meta.Licence},
		{"dcterms.identifier", p.d.Meta.Identifier},
	} {
		if meta[1] != "" {
			lines = append(lines, `<meta name="`+meta[0]+`" content="`+esc(meta[1])+`">`)
		}
	}
	lines = append(lines, "<style>", strings.TrimSpace(style))
	for _, width := range sorted(p.widths) {
		lines = append(lines, fmt.Sprintf(".w%d{width:%d%%}", width, width))
	}
	lines = append(lines,
		"@media print{@page{@bottom-left{content:"+quoted(strings.TrimSuffix(document.Plainly(p.d.Title)+" · "+p.d.Meta.Edition, " · "))+"}}}",
		"</style>", "</head>", "")
	out.WriteString(strings.Join(lines, "\n"))
}

func sorted(set map[int]bool) []int {
	list := make([]int, 0, len(set))
	for n := range set {
		list = append(list, n)
	}
	sort.Ints(list)
	return list
}

// quoted is a string of CSS. Everything but letters, digits and spaces is
// written as a code, so that no title can end the string or the style sheet.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\%06x `, r) // the space ends the code
	}
	b.WriteByte('"')
	return b.String()
}

func (p *page) body() {
	p.put("<body>\n", `<a class="skip" href="#content">`, p.t("doc.skip"), "</a>\n")
	p.cover()
	p.put(`<main id="content">`, "\n")
	p.written["content"] = true
	p.content()
	p.put("</main>\n")
	p.footer()
	p.put("</body>\n</html>\n")
}

func (p *page) cover() {
	p.put(`<header class="cover">`, "\n", `<div class="inner">`, "\n")
	if p.d.Meta.Author != "" {
		p.put(`<p class="author">`, esc(p.d.Meta.Author), "</p>\n")
	}
	p.put("<h1>")
	p.runs(p.d.Title)
	p.put("</h1>\n")
	if len(p.d.Subtitle) > 0 {
		p.put(`<p class="subtitle">`)
		p.runs(p.d.Subtitle)
		p.put("</p>\n")
	}
	if p.d.Stamp != "" {
		p.put(`<p class="stamp">`, esc(p.d.Stamp), "</p>\n")
	}
	if len(p.d.Cover.Entries) > 0 {
		p.definitions(p.d.Cover, "cover-terms")
	}
	p.put("</div>\n</header>\n")
}

func (p *page) contents(entries []document.Entry) {
	p.put("<ol>\n")
	for _, entry := range entries {
		p.put(`<li><a href="#`, esc(entry.ID), `">`)
		p.runs(entry.Title)
		p.put("</a>")
		if len(entry.Entries) > 0 {
			p.put("\n")
			p.contents(entry.Entries)
		}
		p.put("</li>\n")
	}
	p.put("</ol>\n")
}

// section writes a section at a level, 1 for a chapter; its heading is one
// lower, because the title of the document is the first.
func (p *page) section(s *document.Section, level int, class string) {
	if s.Wide {
		class = strings.TrimSpace(class + " wide")
	}
	p.put("<section", p.id(p.ids[s]))
	if class != "" {
		p.put(` class="`, class, `"`)
	}
	h := "h" + strconv.Itoa(min(level+1, 6))
	p.put(">\n<", h, ">")
	p.runs(s.Title)
	p.put("</", h, ">\n")
	for _, b := range s.Blocks {
		p.block(b)
	}
	for _, part := range s.Sections {
		p.section(part, level+1, "")
	}
	p.put("</section>\n")
}

func (p *page) notes() {
	if len(p.d.Notes) == 0 {
		return
	}
	p.put(`<section class="notes"`, p.id("notes"), ">\n<h2>", p.t("doc.notes"), "</h2>\n<ol>\n")
	for _, note := range p.d.Notes {
		p.put("<li", p.id("note-"+note.ID), ">")
		p.runs(note.Runs)
		for n := 1; n <= p.references[note.ID]; n++ {
			p.put(` <a class="back" role="doc-backlink" href="#`, esc(reference(note.ID, n)), `" aria-label="`,
				p.t("doc.note.back", "Number", n), `">↩</a>`)
		}
		p.put("</li>\n")
	}
	p.put("</ol>\n</section>\n")
}

func reference(note string, n int) string { return "ref-" + note + "-" + strconv.Itoa(n) }

func (p *page) footer() {
	var parts []string
	for _, part := range []string{document.Plainly(p.d.Title), p.d.Meta.Author, p.d.Meta.Edition} {
		if part != "" {
			parts = append(parts, esc(part))
		}
	}
	p.put(`<footer class="foot">`, "\n<p>", strings.Join(parts, " · "), "</p>\n</footer>\n")
}
