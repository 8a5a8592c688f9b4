package exchange

import (
	"strings"
	"unicode/utf8"

	"tiekartta/roadmap"
)

// dashes that people write between two years.
const dashes = "-‐‑‒–—―−"

// schedule understands a year, two years with any dash between, and the words
// for "all the time". Anything else is kept as text alone, and known is false:
// "4–5 times" is no schedule, and "spring 2024" says more than a year.
func (w *words) schedule(text string) (s roadmap.Schedule, known bool) {
	s.Text = text
	if w.continuous[strings.ToLower(strings.TrimRight(text, ". "))] {
		s.Kind = "continuous"
		return s, true
	}
	if isYear(text) {
		s.Kind, s.Start, s.End = "years", text, text
		return s, true
	}
	at := strings.IndexAny(text, dashes)
	if at < 0 {
		return s, false
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	start, end := strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+size:])
	if !isYear(start) || !isYear(end) || start > end {
		return s, false
	}
	s.Kind, s.Start, s.End = "years", start, end
	return s, true
}

// isYear takes the years from 1900 to 2099.
func isYear(s string) bool {
	if len(s) != 4 || !strings.HasPrefix(s, "19") && !strings.HasPrefix(s, "20") {
		return false
	}
	return '0' <= s[2] && s[2] <= '9' && '0' <= s[3] && s[3] <= '9'
}
