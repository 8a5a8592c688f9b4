package html

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tiekartta/document"
	"tiekartta/i18n"
)

const evil = `<script>alert("x")</script></title></style>'"&amp;`

func messages(t *testing.T) *i18n.Messages {
	t.Helper()
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func words(s string) []document.Block {
	return []document.Block{document.Paragraph{Runs: document.Words(s)}}
}

// everything is a document with one of each thing, and a text that would break
// out wherever it is not escaped.
func everything(lang i18n.Lang) *document.Document {
	plan := document.Table{
		Caption: document.Words("Tavoitteet " + evil), Columns: []document.Column{{Width: 1}, {Width: 2}, {Width: 1, Numbers: true}},
		Head: [][]document.Cell{document.Heads("Tavoite", "Toimenpiteet", evil)}, Wide: true, Verbatim: true,
		Rows: [][]document.Cell{
			{{Header: true, Rows: 2, Blocks: words("Työ")}, {Lang: i18n.Swedish, Blocks: []document.Block{document.List{Items: []document.Item{
				{Blocks: []document.Block{document.Paragraph{Runs: []document.Run{{Text: "Handledning"}, {Text: "ydinosa", Lang: lang, Style: document.Tag}}}}},
			}}}}, {Blocks: words("1")}},
			{{Blocks: words("b")}, {}},
			{{Header: true, Blocks: words("Kieli")}, {Columns: 2, Blocks: words("c")}},
		},
	}
	timeline := document.Timeline{Title: evil, Words: document.InWords{Summary: evil, Lines: []document.Point{{Label: document.Run{Text: evil}, Items: [][]document.Run{{{Text: evil}}}}}}, Lang: lang, First: 2027, Last: 2028, Groups: []document.TimelineGroup{
		{Label: document.Run{Text: evil}, Bars: []document.TimelineBar{{Label: document.Run{Text: evil}, Open: true}}},
	}}
	chapter := &document.Section{Title: document.Words("Työ " + evil), Wide: true, Blocks: []document.Block{
		document.Paragraph{Runs: []document.Run{{Text: "Text på svenska", Lang: i18n.Swedish}, {Text: "kieli", Lang: lang, Style: document.Tag}}},
		document.Paragraph{Runs: []document.Run{{Text: "allt på svenska", Lang: i18n.Swedish}}, Style: document.Lead},
		document.Paragraph{Runs: []document.Run{{Text: "a", Note: "n"}, {Text: "b", Note: "n", Link: "javascript:alert(1)"}, {Text: "c", Link: "https://example.org/?a=1&b=\"2\""}}},
		document.List{Kind: document.Numbers, Items: []document.Item{{ID: "source-1", Blocks: words("x")}, {ID: "source-1", Blocks: words("y")}}},
		document.List{Kind: document.Boxes, Items: []document.Item{{Blocks: words("x")}}},
		document.Definitions{Entries: []document.Definition{{Term: document.Words(evil), Blocks: words(evil)}}},
		document.Callout{Title: document.Words(evil), Blocks: words(evil)},
		plan, plan,
		document.Figure{ID: "figure", Chart: timeline}, document.Figure{ID: "figure", Chart: timeline}, document.Figure{Chart: timeline},
	}, Sections: []*document.Section{{Title: document.Words("Työ " + evil), Blocks: words("x"), Sections: []*document.Section{{Title: document.Words("Syvä"), Blocks: words("x")}}}}}
	return &document.Document{
		Lang: lang, Title: []document.Run{{Text: evil, Lang: i18n.English}}, Subtitle: document.Words(evil), Stamp: evil,
		Cover: document.Definitions{Entries: []document.Definition{{Term: document.Words("Kausi"), Blocks: words(evil)}}},
		Meta:  document.Meta{Author: evil, Description: evil, Date: "2026-11-21", Licence: "CC-BY-4.0", Identifier: evil, Edition: evil},
		Front: &document.Section{ID: "summary", Title: document.Words("Lyhyesti"), Blocks: []document.Block{
			document.Facts{Items: []document.Fact{{Value: evil, Label: document.Words(evil)}}},
		}},
		Contents: 2, Sections: []*document.Section{chapter, {ID: "s-tyo", Title: document.Words("Muu"), Blocks: words("x")}},
		Notes: []document.Note{{ID: "n", Runs: document.Words(evil)}},
	}
}

func parsed(t *testing.T, d *document.Document) (*html.Node, string) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, messages(t)); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return root, b.String()
}

// all are the elements with one of the names, in the order of the page.
func all(root *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	s := ""
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s += d.Data
		}
	}
	return s
}

func TestNoTextBreaksOutOfThePage(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	if n := len(all(root, "script")); n > 0 {
		t.Errorf("%d script elements", n)
	}
	if n := len(all(root, "style")); n != 1 {
		t.Errorf("%d style elements", n)
	}
	if n := len(all(root, "title")); n != 7 { // the page's and one for each of six drawings
		t.Errorf("%d title elements", n)
	}
	for _, n := range all(root) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "javascript:") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	if got := text(all(root, "h1")[0]); got != evil {
		t.Errorf("the title reads %q", got)
	}
	if sheet := text(all(root, "style")[0]); strings.Contains(sheet, "<") || !strings.HasSuffix(strings.TrimSpace(sheet), "}}}") {
		t.Error("the title has broken the style sheet")
	}
}

func TestThePageNeedsNothingElse(t *testing.T) {
	root, source := parsed(t, everything(i18n.Finnish))
	for _, n := range all(root, "link", "img", "iframe", "object", "script", "base") {
		t.Errorf("<%s> in a file that stands alone", n.Data)
	}
	if regexp.MustCompile(`url\(|@import`).MatchString(source) {
		t.Error("the style sheet loads something")
	}
}

func TestIDsAreUniqueAndLinksLeadSomewhere(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	ids := map[string]bool{}
	for _, n := range all(root) {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	links := 0
	for _, n := range all(root) {
		for _, name := range []string{"href", "aria-labelledby", "aria-describedby"} {
			value := attr(n, name)
			if name == "href" && !strings.HasPrefix(value, "#") || value == "" {
				continue
			}
			links++
			if !ids[strings.TrimPrefix(value, "#")] {
				t.Errorf("<%s %s=%q> leads nowhere", n.Data, name, value)
			}
		}
	}
	if links < 20 {
		t.Errorf("only %d references were looked at", links)
	}
}

func TestHeadingsStepDownOneAtATime(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	last, first := 0, 0
	for _, n := range all(root, "h1", "h2", "h3", "h4", "h5", "h6") {
		level := int(n.Data[1] - '0')
		if level > last+1 {
			t.Errorf("%s %q follows a heading of level %d", n.Data, text(n), last)
		}
		if level == 1 {
			first++
		}
		last = level
	}
	if first != 1 {
		t.Errorf("%d headings of the first level", first)
	}
	if len(all(root, "h4")) != 1 {
		t.Error("the deepest section has lost its level")
	}
}

func TestThePageHasLandmarksAndASkipLink(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	for _, name := range []string{"header", "main", "nav", "footer"} {
		if n := len(all(root, name)); n != 1 {
			t.Errorf("%d <%s>", n, name)
		}
	}
	if link := all(root, "a")[0]; attr(link, "href") != "#content" || attr(all(root, "main")[0], "id") != "content" {
		t.Error("the first link does not lead to the content")
	}
}

func TestTablesTellWhatHeadsWhat(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	for _, table := range all(root, "table") {
		if captions := all(table, "caption"); len(captions) != 1 || text(captions[0]) == "" {
			t.Error("a table without a caption")
		}
		scopes := map[string]int{}
		for _, th := range all(table, "th") {
			scopes[attr(th, "scope")]++
			if attr(th, "scope") == "rowgroup" {
				if rows := all(th.Parent.Parent, "tr"); attr(th, "rowspan") != "2" || len(rows) != 2 {
					t.Errorf("a header of a group spans %s of the %d rows of its group", attr(th, "rowspan"), len(rows))
				}
			}
		}
		if scopes["col"] != 3 || scopes["row"] != 1 || scopes["rowgroup"] != 1 || len(scopes) != 3 {
			t.Errorf("scopes %v", scopes)
		}
		roles := map[string]string{"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
		for _, n := range append(all(table, "thead", "tbody", "tr", "td"), table) {
			if attr(n, "role") != roles[n.Data] {
				t.Errorf("<%s role=%q>", n.Data, attr(n, "role"))
			}
		}
		for i, td := range all(table, "td") {
			if attr(td, "data-label") == "" {
				t.Errorf("cell %d has no label for telephones", i)
			}
		}
	}
}

func TestDrawingsHaveANameAndADescription(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	drawings := all(root, "svg")
	if len(drawings) != 6 { // three figures, for pages and for telephones
		t.Fatalf("%d drawings", len(drawings))
	}
	for _, svg := range drawings {
		if attr(svg, "role") != "img" || len(all(svg, "title")) == 0 || len(all(svg, "desc")) != 1 || !strings.HasPrefix(text(all(svg, "desc")[0]), evil) {
			t.Error("a drawing without role, name or description")
		}
	}
	for _, figure := range all(root, "figure") {
		if len(all(figure, "figcaption")) != 1 || len(all(figure, "summary")) != 1 {
			t.Error("a figure without caption or words")
		}
	}
}

func TestEveryTextCarriesItsLanguage(t *testing.T) {
	for _, lang := range i18n.Langs() {
		root, _ := parsed(t, everything(lang))
		if got := attr(all(root, "html")[0], "lang"); got != string(lang) {
			t.Errorf("the page is in %q", got)
		}
		for n := range root.Descendants() {
			want := map[string]string{"Text på svenska": "sv", "allt på svenska": "sv", "Handledning": "sv", "ydinosa": string(lang), "kieli": string(lang), evil: ""}[n.Data]
			if n.Type != html.TextNode || want == "" {
				continue
			}
			got := ""
			for p := n.Parent; p != nil && got == ""; p = p.Parent {
				got = attr(p, "lang")
			}
			if got != want {
				t.Errorf("%s: %q is marked as %q", lang, n.Data, got)
			}
		}
		wantTitle := "en"
		if lang == i18n.English {
			wantTitle = ""
		}
		if h1 := all(root, "h1")[0]; attr(h1.FirstChild, "lang") != wantTitle {
			t.Errorf("%s: the title is marked as %q", lang, attr(h1.FirstChild, "lang"))
		}
	}
}

func TestNotesLeadThereAndBack(t *testing.T) {
	root, _ := parsed(t, everything(i18n.Finnish))
	there, back := 0, 0
	for _, a := range all(root, "a") {
		switch attr(a, "role") {
		case "doc-noteref":
			there++
		case "doc-backlink":
			back++
		default:
			continue
		}
		if attr(a, "aria-label") == "" {
			t.Error("a reference without a name")
		}
	}
	if there != 2 || back != 2 {
		t.Errorf("%d references, %d ways back", there, back)
	}
}

func TestNoMessageIsMissing(t *testing.T) {
	for _, lang := range i18n.Langs() {
		root, _ := parsed(t, everything(lang))
		if found := regexp.MustCompile(`\bdoc\.[a-z_.]+`).FindString(text(all(root, "body")[0])); found != "" {
			t.Errorf("%s: no text for %s", lang, found)
		}
	}
}

func TestABrokenTableIsRefusedAndNothingIsWritten(t *testing.T) {
	d := everything(i18n.Finnish)
	d.Sections[0].Add(document.Table{Caption: document.Words("rikki"), Rows: [][]document.Cell{{}}})
	var b bytes.Buffer
	if err := Write(&b, d, messages(t)); err == nil || b.Len() > 0 {
		t.Errorf("error %v after %d bytes", err, b.Len())
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	m := messages(t)
	var a, b bytes.Buffer
	for _, w := range []io.Writer{&a, &b} {
		if err := Write(w, everything(i18n.Swedish), m); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two writings differ")
	}
}

func TestALongDrawingIsCutForPagesAndReadAloudOnce(t *testing.T) {
	tl := document.Timeline{Title: "Aikajana", Lang: i18n.Finnish, First: 2027, Last: 2030, Words: document.InWords{Summary: "Kolme."}}
	for range 3 {
		tl.Groups = append(tl.Groups, document.TimelineGroup{Label: document.Run{Text: "g"}, Bars: []document.TimelineBar{{Open: true}}})
	}
	root, _ := parsed(t, &document.Document{Lang: i18n.Finnish, Title: document.Words("x"), Sections: []*document.Section{{
		Title: document.Words("y"), Blocks: []document.Block{document.Figure{Chart: tl, Legend: document.Words("Nuoli.")}},
	}}})
	spoken, hidden := 0, 0
	for _, svg := range all(root, "svg") {
		switch {
		case attr(svg, "role") == "img":
			spoken++
		case attr(svg, "aria-hidden") == "true":
			hidden++
		}
	}
	if spoken != 2 || hidden != 2 { // for pages in three slices, for telephones whole
		t.Errorf("%d drawings are read aloud, %d are not", spoken, hidden)
	}
	if !strings.Contains(text(all(root, "figure")[0]), "Nuoli.") {
		t.Error("how to read the drawing is not told")
	}
}

func TestLinksLeadToOtherPagesOfTheServiceAndToNoScript(t *testing.T) {
	for link, want := range map[string]bool{
		"/fi/practices/smile?version=2": true, "#source-1": true, "https://example.org/": true, "mailto:a@example.org": true,
		"//evil.example/fi": false, "/\\evil.example": false, "javascript:alert(1)": false, "data:text/html,x": false, "fi/practices": false, "https:": false,
	} {
		if got := safe(link); got != "" != want || want && got != link {
			t.Errorf("%q became %q", link, got)
		}
	}
}
