package markdown

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"tiekartta/document"
	"tiekartta/i18n"
)

func written(t *testing.T, d *document.Document) string {
	t.Helper()
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, d, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rendered is the file as a program shows it that lets HTML through, so that
// whatever the escaping forgets is seen. Addresses in plain text are left alone:
// that some programs make links of them does no harm.
func rendered(t *testing.T, source string) *html.Node {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	var b bytes.Buffer
	if err := md.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func all(root *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(names, n.Data) {
			found = append(found, n)
		}
	}
	return found
}

func text(n *html.Node) string {
	s := ""
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			s += d.Data
		case d.Data == "br":
			s += "\n"
		}
	}
	return strings.TrimSpace(s)
}

// awkward are texts that mean something in Markdown unless they are escaped.
var awkward = []string{
	"<script>alert(1)</script>", "a | b", `a \| b`, `C:\polku\`, "*tähti* ja _viiva_", "snake_case_nimi", "# ei otsikko", "## ei", "- ei lista", "+ ei lista", "1. ei lista",
	"12) ei lista", "> ei lainaus", "[linkki](https://example.org)", "![kuva](x)", "`koodi`", "```", "~~yli~~", "---", "===", "&amp; &#60; &copy; &", "5 < 7 ja 7 > 5", "<b>ei</b>",
	"<https://example.org>", "**", "Ohjelma C #", "a\\", "kaksi  väliä", "–––", "1–2 päivää", "[^1]", "[x]: https://example.org", "* * *", "| a | b |", "_", "2026. vuosi", "tavu\\_viiva",
}

// flat is what a text looks like once white space is joined, as in HTML.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestTextsReadAsTheyWereWritten(t *testing.T) {
	for _, want := range awkward {
		d := &document.Document{Lang: i18n.Finnish, Title: document.Words(want), Sections: []*document.Section{
			{Title: document.Words(want), Blocks: []document.Block{
				document.Paragraph{Runs: document.Words(want)},
				document.List{Items: []document.Item{{Blocks: []document.Block{document.Paragraph{Runs: document.Words(want)}}}}},
				document.Table{
					Caption: document.Words("c"), Columns: make([]document.Column, 2), Head: [][]document.Cell{document.Heads("a", want)},
					Rows: [][]document.Cell{{document.Text(document.Words(want)...), document.Text(document.Words("viimeinen")...)}},
				},
			}},
		}}
		root := rendered(t, written(t, d))
		for _, place := range []string{"h1", "h2", "p", "li", "th", "td"} {
			found := all(root, place)
			if len(found) == 0 {
				t.Errorf("%q: no <%s>", want, place)
				continue
			}
			n := found[0]
			if place == "th" {
				n = found[1]
			}
			if got := flat(text(n)); got != flat(want) {
				t.Errorf("%q reads %q as <%s>", want, got, place)
			}
		}
		for _, name := range []string{"script", "b", "img", "a", "code", "pre", "del", "hr", "blockquote", "ol", "em"} {
			if n := all(root, name); len(n) > 0 {
				t.Errorf("%q became <%s>", want, name)
			}
		}
	}
}

func TestATableKeepsItsShape(t *testing.T) {
	cell := func(s string) document.Cell { return document.Text(document.Words(s)...) }
	head := cell("Tavoite | 1")
	head.Header, head.Rows = true, 2
	list := document.Cell{Blocks: []document.Block{document.List{Items: []document.Item{
		{Blocks: []document.Block{document.Paragraph{Runs: document.Words("eka | a")}}},
		{Blocks: []document.Block{document.Paragraph{Runs: document.Words("toka")}}},
	}}}}
	d := &document.Document{Lang: i18n.Finnish, Title: document.Words("x"), Sections: []*document.Section{{Title: document.Words("Työ"), Blocks: []document.Block{
		document.Table{
			Caption: document.Words("c"), Columns: make([]document.Column, 3), Head: [][]document.Cell{document.Heads("a", "b", "c")},
			Rows: [][]document.Cell{{head, list, {}}, {cell("z"), cell("å")}},
		},
	}}}}
	var got [][]string
	for _, tr := range all(rendered(t, written(t, d)), "tr") {
		var row []string
		for _, n := range all(tr, "td", "th") {
			row = append(row, text(n))
		}
		got = append(got, row)
	}
	want := [][]string{{"a", "b", "c"}, {"Tavoite | 1", "• eka | a\n• toka", ""}, {"", "z", "å"}}
	if len(got) != len(want) {
		t.Fatalf("rows %q", got)
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d: %q", i, got[i])
		}
	}
}

func TestLabelsStandBelowAVerbatimTable(t *testing.T) {
	d := &document.Document{Lang: i18n.Finnish, Title: document.Words("x"), Sections: []*document.Section{{Title: document.Words("Työ"), Blocks: []document.Block{
		document.Table{
			Caption: document.Words("c"), Columns: make([]document.Column, 2), Head: [][]document.Cell{document.Heads("Toimenpide", "Mittari")}, Verbatim: true,
			Rows: [][]document.Cell{{
				document.Text(document.Run{Text: "Valmennus: ryhmissä"}, document.Run{Text: "ydinosa", Style: document.Tag}),
				{Blocks: []document.Block{
					document.List{Items: []document.Item{{Blocks: []document.Block{
						document.Paragraph{Runs: document.Words("osallistujat")},
						document.Paragraph{Runs: document.Words("Lähtötaso: 0. Tavoitetaso: 3."), Style: document.Aside},
					}}}},
					document.Paragraph{Runs: document.Words("Arviointi: 2028"), Style: document.Aside},
					document.Paragraph{Runs: document.Words("Ehdotus, jota ei ole vahvistettu."), Style: document.Aside},
				}},
			}},
		},
	}}}}
	root := rendered(t, written(t, d))
	cells := all(root, "td")
	if text(cells[0]) != "Valmennus: ryhmissä" || text(cells[1]) != "• osallistujat" {
		t.Errorf("cells %q, %q", text(cells[0]), text(cells[1]))
	}
	var lines []string
	for _, li := range all(root, "li") {
		lines = append(lines, text(li))
	}
	// What names itself needs no other name before it.
	want := []string{"Valmennus: ryhmissä (ydinosa)", "osallistujat. Lähtötaso: 0. Tavoitetaso: 3.", "Arviointi: 2028", "Mittari: Ehdotus, jota ei ole vahvistettu."}
	if len(lines) != 5 || !slices.Equal(lines[1:], want) {
		t.Errorf("got %q", lines)
	}
}

func TestNotesLinksAndListsSurvive(t *testing.T) {
	d := &document.Document{
		Lang: i18n.Swedish, Title: document.Words("x"), Stamp: "Utkast",
		Cover: document.Definitions{Entries: []document.Definition{{Term: document.Words("Period"), Blocks: []document.Block{document.Paragraph{Runs: document.Words("2027–2030")}}}}},
		Sections: []*document.Section{{ID: "källor", Title: document.Words("Källor & annat"), Blocks: []document.Block{
			document.Paragraph{Runs: []document.Run{{Text: "se ", Note: "n"}, {Text: "källan", Link: "https://example.org/a_b?(c)"}, {Text: "fara", Link: "javascript:alert(1)"}, {Text: "listan", Link: "#källor"}}},
			document.List{Kind: document.Numbers, Items: []document.Item{{Blocks: []document.Block{
				document.Paragraph{Runs: document.Words("ett")}, document.Paragraph{Runs: document.Words("# två")},
			}}}},
			document.List{Kind: document.Boxes, Items: []document.Item{{Blocks: []document.Block{document.Paragraph{Runs: document.Words("villkor")}}}}},
			document.Callout{Title: document.Words("Obs"), Blocks: []document.Block{document.Paragraph{Runs: document.Words("> viktigt")}}},
			document.Facts{Items: []document.Fact{{Value: "7", Label: document.Words("åtgärder")}}},
		}}},
		Notes: []document.Note{{ID: "n", Runs: document.Words("en not")}},
	}
	root := rendered(t, written(t, d))
	links := map[string]string{}
	for _, a := range all(root, "a") {
		for _, at := range a.Attr {
			if at.Key == "href" {
				links[text(a)] = at.Val
			}
		}
	}
	if links["källan"] != "https://example.org/a_b?(c)" || links["fara"] != "" || !strings.HasPrefix(links["listan"], "#k") {
		t.Errorf("links %v", links)
	}
	if len(all(root, "sup")) != 1 || !strings.Contains(text(root), "en not") {
		t.Error("the note is lost")
	}
	if n := all(root, "ol"); len(n) < 1 || text(n[0]) != "ett\n\n# två" && flat(text(n[0])) != "ett # två" {
		t.Errorf("the numbered item reads %q", text(n[0]))
	}
	if len(all(root, "input")) != 1 || len(all(root, "blockquote")) != 1 || flat(text(all(root, "blockquote")[0])) != "Obs > viktigt" {
		t.Error("the box or the callout is lost")
	}
	if !strings.Contains(flat(text(root)), "7 åtgärder") || !strings.Contains(flat(text(root)), "Period: 2027–2030") {
		t.Error("facts or cover are lost")
	}
}

func TestAChartIsWrittenAsAListWithoutHowToReadTheDrawing(t *testing.T) {
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	tl := document.Timeline{Title: "Aikajana", Lang: i18n.Finnish, First: 2027, Last: 2030, Groups: []document.TimelineGroup{
		{Label: document.Run{Text: "Työ"}, Bars: []document.TimelineBar{
			{Label: document.Run{Text: "Valmennus omalla kielellä ja ryhmissä"}, When: document.Run{Text: "2027–2028"}},
			{Label: document.Run{Text: "Yhteinen tiimi yli hallintorajojen"}, When: document.Run{Text: "Jatkuva"}},
		}},
		{Label: document.Run{Text: "Kieli"}, Bars: []document.TimelineBar{{Label: document.Run{Text: "Kahvila"}, When: document.Run{Text: "2029"}}}},
	}}
	got := written(t, &document.Document{Lang: i18n.Finnish, Title: document.Words("x"), Sections: []*document.Section{{
		Title: document.Words("y"), Blocks: []document.Block{document.Figure{Chart: tl.Describe(m), Legend: document.Words("Tumma palkki.")}},
	}}})
	want := `**Aikajana.** Aikajanalla on 3 toimenpidettä. Kausi: 2027–2030.

- **Työ:**
  - Valmennus omalla kielellä ja ryhmissä (2027–2028)
  - Yhteinen tiimi yli hallintorajojen (Jatkuva)
- **Kieli:** Kahvila (2029)
`
	if !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got)
	}
	if len(all(rendered(t, got), "ul")) != 2 {
		t.Error("the list is not one")
	}
}

func TestADateBehindItsTermNeedsNoEscape(t *testing.T) {
	got := written(t, &document.Document{Lang: i18n.Finnish, Title: document.Words("x"), Cover: document.Definitions{Entries: []document.Definition{
		{Term: document.Words("Päivitetty"), Blocks: []document.Block{document.Paragraph{Runs: document.Words("21.11.2026")}}},
	}}})
	if !strings.Contains(got, "- **Päivitetty:** 21.11.2026\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestABrokenTableIsRefused(t *testing.T) {
	d := &document.Document{Sections: []*document.Section{{Blocks: []document.Block{document.Table{Rows: [][]document.Cell{{}}}}}}}
	var b bytes.Buffer
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, d, m); err == nil || b.Len() > 0 {
		t.Errorf("error %v after %d bytes", err, b.Len())
	}
}
