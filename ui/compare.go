package ui

import (
	"strings"
	"unicode"
)

// edit is a part of a text that was compared with an earlier one.
type edit struct {
	Kind string // keep, remove, add
	Text string
}

// mostCompared bounds the work of comparing words: the product of the numbers
// of words that differ. Beyond it the whole is shown as replaced.
const mostCompared = 1 << 20

// compareWords tells which words of a text were taken out and put in.
func compareWords(before, after string) []edit {
	a, b := splitWords(before), splitWords(after)
	front := 0
	for front < len(a) && front < len(b) && a[front] == b[front] {
		front++
	}
	back := 0
	for back < len(a)-front && back < len(b)-front && a[len(a)-1-back] == b[len(b)-1-back] {
		back++
	}
	var edits editList
	edits.add("keep", a[:front]...)
	edits.middle(a[front:len(a)-back], b[front:len(b)-back])
	edits.add("keep", a[len(a)-back:]...)
	return edits
}

// splitWords cuts behind white space, so that the words put together again are
// the text.
func splitWords(s string) []string {
	var words []string
	start, space := 0, false
	for i, r := range s {
		white := unicode.IsSpace(r)
		if space && !white {
			words = append(words, s[start:i])
			start = i
		}
		space = white
	}
	if start < len(s) {
		words = append(words, s[start:])
	}
	return words
}

// editList joins neighbours of one kind.
type editList []edit

func (l *editList) add(kind string, words ...string) {
	text := strings.Join(words, "")
	switch last := len(*l) - 1; {
	case text == "":
	case last >= 0 && (*l)[last].Kind == kind:
		(*l)[last].Text += text
	default:
		*l = append(*l, edit{kind, text})
	}
}

// middle goes along a longest common subsequence of the words.
func (l *editList) middle(a, b []string) {
	if len(a)*len(b) > mostCompared {
		l.add("remove", a...)
		l.add("add", b...)
		return
	}
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var removed, added []string
	flush := func() {
		l.add("remove", removed...)
		l.add("add", added...)
		removed, added = nil, nil
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case same(a[i], b[j]):
			flush()
			l.add("keep", spaced(a[i], b[j]))
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			removed = append(removed, a[i])
			i++
		default:
			added = append(added, b[j])
			j++
		}
	}
	removed, added = append(removed, a[i:]...), append(added, b[j:]...)
	flush()
}

// same compares words whatever white space follows them.
func same(a, b string) bool {
	return strings.TrimRightFunc(a, unicode.IsSpace) == strings.TrimRightFunc(b, unicode.IsSpace)
}

// spaced is the word with the white space that keeps it apart from what follows
// in either text.
func spaced(a, b string) string {
	if len(a) > len(b) {
		return a
	}
	return b
}
