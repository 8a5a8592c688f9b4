package html

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"tiekartta/document"
)

func (p *page) block(b document.Block) {
	switch b := b.(type) {
	case document.Paragraph:
		p.paragraph(b)
	case document.List:
		p.list(b)
	case document.Definitions:
		p.definitions(b, "terms")
	case document.Facts:
		p.facts(b)
	case document.Callout:
		p.callout(b)
	case document.Table:
		p.table(b)
	case document.Figure:
		p.figure(b)
	default:
		p.err = fmt.Errorf("html: no way to write a %T", b)
	}
}

func (p *page) paragraph(b document.Paragraph) {
	class := map[document.Style]string{document.Lead: ` class="lead"`, document.Aside: ` class="aside"`}[b.Style]
	lang := ""
	// A paragraph in one other language is that language as a whole.
	if shared := sharedLang(b.Runs); shared != "" {
		lang = p.in(shared)
		defer p.within(shared)()
	}
	p.put("<p", class, lang, ">")
	p.runs(b.Runs)
	p.put("</p>\n")
}

func (p *page) list(b document.List) {
	open, end := "<ul>", "</ul>\n"
	switch b.Kind {
	case document.Numbers:
		open, end = "<ol>", "</ol>\n"
	case document.Boxes:
		open = `<ul class="boxes">`
	}
	p.put(open, "\n")
	for _, item := range b.Items {
		p.put("<li", p.id(item.ID))
		undo := func() {}
		if runs, ok := alone(item.Blocks); ok {
			if lang := sharedLang(runs); lang != "" {
				p.put(p.in(lang))
				undo = p.within(lang)
			}
		}
		p.put(">")
		p.inside(item.Blocks)
		undo()
		p.put("</li>\n")
	}
	p.put(end)
}

// inside writes blocks into an item or cell: one plain paragraph stands there
// by itself.
func (p *page) inside(blocks []document.Block) {
	if runs, ok := alone(blocks); ok {
		p.runs(runs)
		return
	}
	for _, b := range blocks {
		p.block(b)
	}
}

// alone are the runs of blocks that are one plain paragraph.
func alone(blocks []document.Block) ([]document.Run, bool) {
	if len(blocks) != 1 {
		return nil, false
	}
	b, ok := blocks[0].(document.Paragraph)
	return b.Runs, ok && b.Style == document.Plain
}

// longTerm is how long a term may be, in characters, to stand beside what
// belongs to it and not above it.
const longTerm = 60

func (p *page) definitions(b document.Definitions, class string) {
	for _, entry := range b.Entries {
		if class == "terms" && utf8.RuneCountInString(document.Plainly(entry.Term)) > longTerm {
			class = "terms tall"
		}
	}
	p.put(`<dl class="`, class, `">`, "\n")
	for _, entry := range b.Entries {
		p.put("<div>\n<dt>")
		p.runs(entry.Term)
		p.put("</dt>\n<dd>")
		p.inside(entry.Blocks)
		p.put("</dd>\n</div>\n")
	}
	p.put("</dl>\n")
}

func (p *page) facts(b document.Facts) {
	p.put(`<dl class="facts">`, "\n")
	for _, fact := range b.Items {
		p.put("<div>\n<dt>")
		p.runs(fact.Label)
		p.put("</dt>\n<dd>", esc(fact.Value), "</dd>\n</div>\n")
	}
	p.put("</dl>\n")
}

func (p *page) callout(b document.Callout) {
	p.put(`<div class="callout" role="note">`, "\n")
	if len(b.Title) > 0 {
		p.put(`<p class="callout-title">`)
		p.runs(b.Title)
		p.put("</p>\n")
	}
	for _, part := range b.Blocks {
		p.block(part)
	}
	p.put("</div>\n")
}

// figure draws the chart twice, for pages and for telephones; the style sheet
// shows one of them, also to programs that read aloud.
func (p *page) figure(b document.Figure) {
	name := b.ID
	for name == "" || p.written[name] {
		p.figures++
		name = "figure-" + strconv.Itoa(p.figures)
	}
	wide, narrow := b.Chart.Draw(document.Page), b.Chart.Draw(document.Phone)
	p.put("<figure", p.id(name), ">\n<figcaption>")
	if len(b.Caption) > 0 {
		p.runs(b.Caption)
	} else {
		p.put(esc(wide.Title))
	}
	p.put("</figcaption>\n")
	if len(b.Legend) > 0 {
		p.paragraph(document.Paragraph{Runs: b.Legend, Style: document.Aside})
	}
	p.put(`<div class="on-page">`, "\n")
	for i, slice := range wide.Slices() { // a page may end between them
		id := name + "-a"
		if i > 0 {
			id = ""
		}
		p.put(slice.SVG(id), "\n")
	}
	p.put("</div>\n", `<div class="on-phone">`, "\n", narrow.SVG(name+"-b"), "\n</div>\n")
	p.put("<details>\n<summary>", p.t("doc.figure.words"), "</summary>\n<p>", esc(wide.Words.Summary), "</p>\n")
	p.list(wide.Words.List())
	p.put("</details>\n</figure>\n")
}

func (p *page) runs(runs []document.Run) {
	for i, run := range runs {
		if run.Style == document.Tag && i > 0 {
			p.put(" ")
		}
		p.run(run)
	}
}

func (p *page) run(run document.Run) {
	open, end := "", ""
	wrap := func(tag, attributes string) {
		open, end = open+"<"+tag+attributes+">", "</"+tag+">"+end
	}
	lang := p.in(run.Lang)
	if href := safe(run.Link); href != "" {
		wrap("a", ` href="`+esc(href)+`"`+lang)
		lang = ""
	}
	switch run.Style {
	case document.Strong:
		wrap("strong", lang)
		lang = ""
	case document.Quiet:
		wrap("span", ` class="quiet"`+lang)
		lang = ""
	case document.Tag:
		wrap("span", ` class="tag"`+lang)
		lang = ""
	}
	if lang != "" {
		wrap("span", lang)
	}
	p.put(open, strings.ReplaceAll(esc(run.Text), "\n", "<br>"), end)
	if n := p.d.NoteNumber(run.Note); n > 0 {
		p.references[run.Note]++
		p.put("<sup><a", p.id(reference(run.Note, p.references[run.Note])), ` class="ref" role="doc-noteref" href="#note-`, esc(run.Note),
			`" aria-label="`, p.t("doc.note.ref", "Number", n), `">`, strconv.Itoa(n), "</a></sup>")
	}
}

// safe is a link's address, empty for one that a document must not hold, such
// as a script. A path leads to another page of the service that shows the
// document; two slashes would lead to another host.
func safe(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	switch {
	case strings.HasPrefix(link, "/") && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(link, "//") && !strings.Contains(link, "\\"):
		return link
	case strings.HasPrefix(link, "#"), u.Scheme == "mailto", (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return link
	}
	return ""
}
