package exchange

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// readMarkdown reads Markdown: its blocks line by line, so that hostile nesting
// costs nothing, and the marks within a block as goldmark does.
func readMarkdown(source string) (*Text, error) {
	r := &plainReader{marks: newMarks()}
	r.read(source)
	return r.text("md")
}

// marks reads emphasis, links and code within one block.
type marks struct {
	inline parser.Parser
	work   int
}

func newMarks() *marks { return &marks{inline: inlineParser()} }

// words are a block's words without marks, and how many bytes of them at the
// beginning are strong. What would take too long keeps its marks.
func (m *marks) words(source string) (words string, lead int) {
	m.work += len(source) * len(source)
	if len(source) > maxBlock || m.work > maxWork || !strings.ContainsAny(source, "*_[`<\\&!~") {
		return source, 0
	}
	var b strings.Builder
	led := false
	raw := []byte(source)
	_ = ast.Walk(m.inline.Parse(text.NewReader(raw)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		piece := ""
		switch n := n.(type) {
		case *ast.Text:
			piece = unescaped(n.Value(raw), n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan)
			if n.SoftLineBreak() || n.HardLineBreak() {
				piece += "\n"
			}
		case *ast.String:
			piece = string(n.Value)
		case *ast.AutoLink:
			piece = string(n.Label(raw))
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				piece += tagWords(string(segment.Value(raw)))
			}
		}
		if strings.TrimSpace(piece) != "" && !strong(n) {
			led = true
		}
		b.WriteString(piece)
		if !led {
			lead = b.Len()
		}
		return ast.WalkContinue, nil
	})
	return b.String(), lead
}

// tagWords is what a tag in Markdown leaves behind: a line break, or nothing.
func tagWords(tag string) string {
	if m := knownTag.FindStringSubmatch(tag); m != nil {
		if strings.EqualFold(m[2], "br") {
			return "\n"
		}
		return ""
	}
	if strings.HasPrefix(tag, "<!--") {
		return ""
	}
	return tag
}

func strong(n ast.Node) bool {
	for depth := 0; n != nil && depth < 50; n, depth = n.Parent(), depth+1 {
		if e, ok := n.(*ast.Emphasis); ok && e.Level == 2 {
			return true
		}
	}
	return false
}
