package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxWork bounds the time for marks, which grows with the square of a text's
// length: half a second at the worst, ten times what a thousand rows need.
const maxWork = 1_000_000_000

// markdownReader reads Markdown in two steps, so that time stays bounded: the blocks
// of the whole file first, the marks within a cell only for cells of a plan.
type markdownReader struct {
	source []byte
	line   int // of offset at
	at     int
	work   int // squared lengths of the texts whose marks were read
	elements
	inline parser.Parser
}

// markdownElements reads headings and pipe tables. A text without any pipe
// table is read as plain text, because programmes with tabs between their
// cells and Markdown headings go by both names.
func markdownElements(data []byte) *elements {
	m := &markdownReader{source: data, line: 1, inline: inlineParser()}
	root := blockParser().Parse(text.NewReader(data))
	piped := false
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			m.heading(n)
		case *tables.Table:
			piped = true
			m.table(n)
		case *ast.Paragraph:
			m.paragraph(n)
		case *ast.FencedCodeBlock:
			m.code(n)
		default:
			m.add(element{kind: textElement, line: m.lineAt(n.Pos())})
		}
	}
	if !piped && bytes.IndexByte(data, '\t') >= 0 {
		return textElements(data)
	}
	return &m.elements
}

// blockParser knows the blocks in which a programme's tables stand. Without
// lists and quotations nothing nests, so that depth is no concern.
func blockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
}

func inlineParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)
}

// lineAt counts on from the last offset; elements come in the file's order.
func (m *markdownReader) lineAt(offset int) int {
	if offset < m.at || offset > len(m.source) {
		return m.line
	}
	m.line += bytes.Count(m.source[m.at:offset], []byte("\n"))
	m.at = offset
	return m.line
}

func (m *markdownReader) heading(n *ast.Heading) {
	words, line := "", m.lineAt(n.Pos())
	if n.Lines().Len() > 0 {
		segment := n.Lines().At(0)
		words = cell{lines: m.lines(segment.Value(m.source))}.joined()
	}
	m.add(element{kind: headingElement, line: line, text: words})
}

// table splits the rows itself: the parser fills short rows up and cuts long
// ones, and neither may happen to a plan.
func (m *markdownReader) table(n *tables.Table) {
	m.add(element{kind: startElement, line: m.line})
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		m.row(row.Pos())
	}
}

func (m *markdownReader) row(offset int) {
	line := m.lineAt(offset)
	end := bytes.IndexByte(m.source[offset:], '\n')
	if end < 0 {
		end = len(m.source) - offset
	}
	e := element{kind: rowElement, line: line}
	for _, raw := range pipedCells(string(m.source[offset : offset+end])) {
		e.cells = append(e.cells, cell{raw: raw, lines: m.lines([]byte(strings.ReplaceAll(raw, `\|`, `|`)))})
	}
	m.add(e)
}

// paragraph holds text, or rows of a table that an empty line cut off from its
// header.
func (m *markdownReader) paragraph(n *ast.Paragraph) {
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		value := bytes.TrimSpace(segment.Value(m.source))
		if bytes.HasPrefix(value, []byte("|")) {
			m.add(element{kind: gapElement, line: m.lineAt(segment.Start)})
			m.row(segment.Start)
			continue
		}
		m.add(element{kind: textElement, line: m.lineAt(segment.Start), text: joinSpace(string(value))})
	}
}

// code is not read. When it holds rows, its fence has been forgotten or the plan
// stands in it; both would lose rows.
func (m *markdownReader) code(n *ast.FencedCodeBlock) {
	line := m.lineAt(n.Pos())
	m.add(element{kind: textElement, line: line})
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		text := string(bytes.TrimSpace(segment.Value(m.source)))
		if m.fence == 0 && (strings.HasPrefix(text, "|") || len(pipedCells(text)) >= planCells) {
			m.fence = line
		}
	}
}

// pipedCells splits a row at the pipes that are not escaped. The spaces around
// a cell belong to the format.
func pipedCells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	var cells []string
	from := 0
	for i := 0; i < len(row) && len(cells) < maxColumns; i++ {
		switch row[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, strings.TrimSpace(row[from:i]))
			from = i + 1
		}
	}
	if strings.TrimSpace(row[from:]) != "" {
		cells = append(cells, strings.TrimSpace(row[from:]))
	}
	return cells
}

// lines reads the marks within a cell: emphasis, links and code leave their
// words, tags do as in plain text. A cell beyond the limit keeps its marks; it
// is refused later, with its place.
func (m *markdownReader) lines(source []byte) []textLine {
	m.work += len(source) * len(source)
	if utf8.RuneCount(source) > maxCell || m.work > maxWork {
		if m.work > maxWork && m.heavy == 0 {
			m.heavy = m.line
		}
		return plainLines(string(source))
	}
	var c cellText
	root := m.inline.Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			c.write(unescaped(n.Value(source), n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan))
			if n.SoftLineBreak() || n.HardLineBreak() {
				c.breakLine(false)
			}
		case *ast.String:
			c.write(string(n.Value))
		case *ast.AutoLink:
			c.write(string(n.Label(source)))
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				plainText(&c, string(segment.Value(source)))
			}
		}
		return ast.WalkContinue, nil
	})
	return c.done()
}

// unescaped resolves backslashes and character references, except in code.
func unescaped(value []byte, code bool) string {
	if code {
		return string(value)
	}
	value = util.UnescapePunctuations(value)
	value = util.ResolveNumericReferences(value)
	return string(util.ResolveEntityNames(value))
}
