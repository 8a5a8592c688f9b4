package exchange

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/document/html"
	md "tiekartta/document/markdown"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// knownStarter is everything about the starter catalogue, each practice as its
// first version.
func knownStarter(t testing.TB) (Known, []*catalogue.Practice) {
	t.Helper()
	m, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	k := Known{
		Messages: m, Vocabularies: vocabularies(t), Places: places,
		Organisations: map[string]account.Organisation{}, Practices: map[string]*catalogue.Practice{},
	}
	var list []*catalogue.Practice
	for _, o := range bundle.Organisations {
		k.Organisations[o.ID] = o
	}
	for i := range bundle.Practices {
		p := &bundle.Practices[i]
		p.Version = 1
		k.Practices[p.ID] = p
		list = append(list, p)
	}
	return k, list
}

// assembled is a draft roadmap of practices, with its checks in k.
func assembled(t testing.TB, k *Known, practices ...*catalogue.Practice) *roadmap.Roadmap {
	t.Helper()
	a := roadmap.Assembler{Vocabularies: k.Vocabularies, Messages: k.Messages, Places: k.Places}
	town := account.Organisation{ID: "mallila", Type: "municipality", Municipality: "905", Name: i18n.Text{FI: "Mallilan kaupunki", SV: "Modellköpings stad", EN: "Town of Mallila"}}
	k.Organisations[town.ID] = town
	r, err := a.Assemble(roadmap.Request{
		Title: "Kotoutumisen tiekartta", Organisation: town, Period: catalogue.Period{Start: "2027", End: "2030"},
		Language: i18n.Finnish, Practices: practices,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.ID = "kotoutumisen-tiekartta"
	k.Checks = a.Checks(r)
	return r
}

// visit calls f for every section and block of a document, in order.
func visit(d *document.Document, section func(*document.Section), block func(document.Block)) {
	var blocks func([]document.Block)
	blocks = func(list []document.Block) {
		for _, b := range list {
			block(b)
			switch b := b.(type) {
			case document.List:
				for _, item := range b.Items {
					blocks(item.Blocks)
				}
			case document.Definitions:
				for _, entry := range b.Entries {
					block(document.Paragraph{Runs: entry.Term})
					blocks(entry.Blocks)
				}
			case document.Callout:
				blocks(b.Blocks)
			case document.Table:
				for _, row := range b.Rows {
					for _, cell := range row {
						blocks(cell.Blocks)
					}
				}
			}
		}
	}
	var sections func([]*document.Section)
	sections = func(list []*document.Section) {
		for _, s := range list {
			section(s)
			blocks(s.Blocks)
			sections(s.Sections)
		}
	}
	sections(append([]*document.Section{d.Front}, d.Sections...))
	blocks([]document.Block{d.Cover})
}

// keyShape is what a message looks like whose text is missing, or a place in a
// message that was not filled.
var keyShape = regexp.MustCompile(`\b(doc|chart|check|checks|assemble|evidence)\.[a-z_]+|<no value>|\{\{|%!`)

// sound checks what holds for every document: no empty heading, whole tables,
// no missing message, and that every format can write it.
func sound(t *testing.T, name string, k Known, d *document.Document) {
	t.Helper()
	if document.Plainly(d.Title) == "" || d.Front == nil {
		t.Errorf("%s: no title or no summary", name)
	}
	visit(d, func(s *document.Section) {
		if document.Plainly(s.Title) == "" || s.Hollow() {
			t.Errorf("%s: section %q without heading or content", name, document.Plainly(s.Title))
		}
	}, func(b document.Block) {
		switch b := b.(type) {
		case document.Paragraph:
			if strings.TrimSpace(document.Plainly(b.Runs)) == "" {
				t.Errorf("%s: an empty paragraph", name)
			}
		case document.Table:
			if err := b.Check(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	var page, text bytes.Buffer
	if err := html.Write(&page, d, k.Messages); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := md.Write(&text, d, k.Messages); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, s := range []string{page.String(), text.String()} {
		if found := keyShape.FindString(s); found != "" {
			t.Errorf("%s: %q instead of a text", name, found)
		}
	}
	soundPage(t, name, page.Bytes())
}

// soundPage checks what a browser and a screen reader need.
func soundPage(t *testing.T, name string, page []byte) {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, level := map[string]bool{}, []string{}, 0
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if next := int(n.Data[1] - '0'); next > level+1 {
				t.Errorf("%s: %s follows a heading of level %d", name, n.Data, level)
			} else {
				level = next
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("%s: id %q twice", name, a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case a.Key == "style":
				t.Errorf("%s: a style attribute on <%s>", name, n.Data)
			}
		}
	}
	for _, link := range links {
		if !ids[link] {
			t.Errorf("%s: #%s leads nowhere", name, link)
		}
	}
}

// textOf is all text that a document holds, a block a line.
func textOf(d *document.Document) string {
	var b strings.Builder
	line := func(runs []document.Run) {
		for _, run := range runs {
			b.WriteString(run.Text)
		}
		b.WriteString("\n")
	}
	b.WriteString(d.Stamp + "\n")
	line(d.Title)
	visit(d, func(s *document.Section) { line(s.Title) }, func(block document.Block) {
		switch block := block.(type) {
		case document.Paragraph:
			line(block.Runs)
		case document.Table:
			line(block.Caption)
			b.WriteString(strings.Join(block.Labels(), "\n") + "\n")
		case document.Callout:
			line(block.Title)
		case document.Facts:
			for _, fact := range block.Items {
				b.WriteString(fact.Value + " " + document.Plainly(fact.Label) + "\n")
			}
		case document.Figure:
			drawing := block.Chart.Draw(document.Page)
			line(block.Legend)
			b.WriteString(drawing.Title + "\n" + drawing.Words.String() + "\n")
		}
	})
	for _, note := range d.Notes {
		line(note.Runs)
	}
	return b.String()
}

func contain(t *testing.T, name, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s: %q is missing", name, want)
		}
	}
}

func lack(t *testing.T, name, text string, others ...string) {
	t.Helper()
	for _, other := range others {
		if strings.Contains(text, other) {
			t.Errorf("%s: %q must not be there", name, other)
		}
	}
}

// chapters are the headings of the first level.
func chapters(d *document.Document) string {
	var titles []string
	for _, s := range d.Sections {
		titles = append(titles, document.Plainly(s.Title))
	}
	return strings.Join(titles, " | ")
}
