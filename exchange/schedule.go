package exchange

import (
	"regexp"
	"strings"

	"tiekartta/roadmap"
)

// dashes that people write between two years.
const dash = `[-‐‑‒–—―−]`

var (
	yearOnly  = regexp.MustCompile(`^(?:19|20)\d\d$`)
	yearRange = regexp.MustCompile(`^((?:19|20)\d\d)\s*` + dash + `\s*((?:19|20)\d\d)$`)
)

// schedule understands a year, two years with any dash between, and the words
// for "all the time". Anything else is kept as text alone, and known is false:
// "4–5 times" is no schedule, and "spring 2024" says more than a year.
func (w *words) schedule(text string) (s roadmap.Schedule, known bool) {
	s.Text = text
	if w.continuous[strings.ToLower(strings.TrimRight(text, ". "))] {
		s.Kind = "continuous"
		return s, true
	}
	if yearOnly.MatchString(text) {
		s.Kind, s.Start, s.End = "years", text, text
		return s, true
	}
	if m := yearRange.FindStringSubmatch(text); m != nil && m[1] <= m[2] {
		s.Kind, s.Start, s.End = "years", m[1], m[2]
		return s, true
	}
	return s, false
}
