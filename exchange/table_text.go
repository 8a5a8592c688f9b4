package exchange

import "strings"

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
	if words, ok := markedHeading(text); ok {
		return element{kind: headingElement, line: line, text: joinSpace(strings.ReplaceAll(words, "**", ""))}
	}
	return element{kind: textElement, line: line, text: joinSpace(text)}
}

// markedHeading takes one to six # and a space before the words of a heading.
func markedHeading(text string) (words string, ok bool) {
	words = strings.TrimLeft(text, "#")
	marks := len(text) - len(words)
	if marks < 1 || marks > 6 || !strings.HasPrefix(words, " ") {
		return "", false
	}
	return strings.TrimRight(words, "# "), true
}
