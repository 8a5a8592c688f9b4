package exchange

import (
	"regexp"
	"strings"
)

var markedHeading = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)

// textElements reads plain text: a line with a tab is a row, a line that
// begins with # is a heading.
func textElements(data []byte) *elements {
	e, line := &elements{}, 0
	for text := range strings.SplitSeq(string(data), "\n") {
		line++
		e.add(textLineElement(strings.TrimSuffix(text, "\r"), line))
	}
	return e
}

func textLineElement(text string, line int) element {
	if strings.TrimSpace(text) == "" {
		return element{kind: gapElement, line: line}
	}
	if strings.Contains(text, "\t") {
		return plainRow(strings.SplitN(text, "\t", maxColumns+1), line)
	}
	return proseElement(text, line)
}

func plainRow(fields []string, line int) element {
	e := element{kind: rowElement, line: line}
	for _, raw := range fields {
		e.cells = append(e.cells, cell{raw: raw, lines: plainLines(raw)})
	}
	return e
}

// proseElement is a line that is no row. Emphasis around a heading is not part
// of its words.
func proseElement(text string, line int) element {
	if m := markedHeading.FindStringSubmatch(text); m != nil {
		return element{kind: headingElement, line: line, text: joinSpace(strings.ReplaceAll(m[1], "**", ""))}
	}
	return element{kind: textElement, line: line, text: joinSpace(text)}
}
