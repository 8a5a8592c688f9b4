package language

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"tiekartta/i18n"
)

// Bounds of a thesaurus that is read, so that no file fills the memory.
const (
	longestText   = 1 << 16   // bytes of a text or a line of a table
	longestName   = 2_000     // bytes of a whole address
	mostPrefixes  = 1_000     // of a file
	mostConcepts  = 200_000   // things that a file says something of
	mostLabels    = 1_000_000 // of all of them
	mostOfConcept = 1_000     // labels of one of them, or others that it names
	longestShown  = 40        // code points of what a message repeats
)

// LongestLabel is how many code points a label may have. Longer ones are left
// out.
const LongestLabel = 200

// beyondMark reads behind the mark that some programs put before UTF-8.
func beyondMark(r io.Reader) *bufio.Reader {
	b := bufio.NewReaderSize(r, longestText)
	if mark, _ := b.Peek(3); string(mark) == "\uFEFF" {
		_, _ = b.Discard(3) // just peeked
	}
	return b
}

// atLine puts a line before problems that have no place yet.
func atLine(line int, err error) error {
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		return err
	}
	for i := range problems {
		if problems[i].Path == "" {
			problems[i].Path = "line " + strconv.Itoa(line)
		}
	}
	return problems
}

// utf8Text is the text itself, or the problem that it is none.
func utf8Text(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", i18n.Problems{{Key: "skos_not_utf8"}}
	}
	return text, nil
}

// address is a whole address, or the problem that it is too long.
func address(text string) (item, error) {
	if len(text) > longestName {
		return item{}, i18n.Problems{{Key: "skos_long"}}
	}
	return item{kind: '<', text: text}, nil
}

// unexpected is the problem that something stands where it must not.
func unexpected(i item) error {
	return i18n.Problems{{Key: "skos_unexpected", Args: map[string]any{"What": shortened(i.text)}}}
}

// shortened is a text as a message may repeat it.
func shortened(text string) string {
	if r := []rune(text); len(r) > longestShown {
		return string(r[:longestShown]) + "…"
	}
	return text
}
