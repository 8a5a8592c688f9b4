package catalogue

import (
	"math"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
)

// TitleLimit is the hard limit of a title, in characters of each language.
const TitleLimit = 300

// Checker gathers what is wrong with a practice or a roadmap. Its methods name
// the place of each problem by path and let empty values pass, so that a field
// is made obligatory by Required alone.
type Checker struct {
	Problems     *i18n.Problems
	Vocabularies *Vocabularies
}

// Required adds a problem unless the field is present.
func (c Checker) Required(path string, present bool) {
	if !present {
		c.Problems.Add(path, "required")
	}
}

// Text holds a text to that many characters in each language.
func (c Checker) Text(path string, t i18n.Text, most int) {
	for _, lang := range t.Languages() {
		c.Line(i18n.Join(path, string(lang)), t.In(lang), most)
	}
}

// A word is seldom longer, markup and addresses included.
const wordLength = 40

// Words holds a text to three times the number of words that the model
// recommends for it, in each language, and to the characters of as many long
// words.
func (c Checker) Words(path string, t i18n.Text, recommended int) {
	for _, lang := range t.Languages() {
		most := 3 * recommended
		if text := t.In(lang); len(text) > most*wordLength && utf8.RuneCountInString(text) > most*wordLength {
			c.Problems.Add(i18n.Join(path, string(lang)), "too_long", "Max", most*wordLength)
		} else if len(strings.Fields(text)) > most {
			c.Problems.Add(i18n.Join(path, string(lang)), "too_many_words", "Max", most)
		}
	}
}

// Line holds a text without a language to that many characters.
func (c Checker) Line(path, s string, most int) {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		c.Problems.Add(path, "too_long", "Max", most)
	}
}

// Most holds a list to that many elements.
func (c Checker) Most(path string, n, most int) {
	if n > most {
		c.Problems.Add(path, "too_many", "Max", most)
	}
}

// Date takes the three forms YYYY, YYYY-MM and YYYY-MM-DD of days that exist.
func (c Checker) Date(path, s string) {
	if s != "" && !IsDate(s) {
		c.Problems.Add(path, "bad_date", "Value", s)
	}
}

// Period checks both dates, and that the end is not before the start.
func (c Checker) Period(path string, p Period) {
	c.Date(i18n.Join(path, "start"), p.Start)
	c.Date(i18n.Join(path, "end"), p.End)
	if IsDate(p.Start) && IsDate(p.End) && Earlier(p.End, p.Start) {
		c.Problems.Add(i18n.Join(path, "end"), "ends_before_start")
	}
}

// Concept takes an id of the scheme.
func (c Checker) Concept(path, scheme, id string) {
	if id != "" && !c.Vocabularies.Has(scheme, id) {
		c.Problems.Add(path, "unknown_value", "Value", id, "Scheme", scheme)
	}
}

// Concepts takes a list of ids of the scheme.
func (c Checker) Concepts(path, scheme string, ids []string) {
	for i, id := range ids {
		c.Concept(i18n.At(path, i), scheme, id)
	}
}

// longestID is the most that an id within a document may have, in bytes.
const longestID = 200

// Unique demands an id and refuses one that was seen before; it remembers it
// in seen.
func (c Checker) Unique(path, id string, seen map[string]bool) {
	switch {
	case id == "":
		c.Problems.Add(path, "required")
	case len(id) > longestID:
		c.Problems.Add(path, "too_long", "Max", longestID)
	case seen[id]:
		c.Problems.Add(path, "duplicate_id", "Value", id)
	default:
		seen[id] = true
	}
}

// Reference takes an id that is known.
func (c Checker) Reference(path, id string, known map[string]bool) {
	if id != "" && !known[id] {
		c.Problems.Add(path, "unknown_reference", "Value", id)
	}
}

// A number beyond this is a slip of the hand, and no table could show it.
const largestNumber = 1e15

// Number refuses what is no finite number, and what is too large for any figure.
func (c Checker) Number(path string, v *float64) {
	switch {
	case v == nil:
	case math.IsNaN(*v) || math.IsInf(*v, 0):
		c.Problems.Add(path, "bad_number")
	case math.Abs(*v) > largestNumber:
		c.Problems.Add(path, "number_too_large")
	}
}

// URL takes absolute addresses of the web, so that no document carries a link
// that runs something.
func (c Checker) URL(path, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.Problems.Add(path, "bad_url", "Value", s)
	}
}

// Sources checks a list of sources and returns their ids.
func (c Checker) Sources(path string, sources []Source) map[string]bool {
	known := map[string]bool{}
	for i, s := range sources {
		at := i18n.At(path, i)
		c.Unique(i18n.Join(at, "id"), s.ID, known)
		c.Concept(i18n.Join(at, "language"), "language", s.Language)
		c.URL(i18n.Join(at, "url"), s.URL)
		c.Line(i18n.Join(at, "url"), s.URL, 2000)
		c.Line(i18n.Join(at, "title"), s.Title, 1000)
		c.Line(i18n.Join(at, "publisher"), s.Publisher, 500)
		c.Line(i18n.Join(at, "note"), s.Note, 5000)
	}
	return known
}

// IsDate tells whether s is YYYY, YYYY-MM or YYYY-MM-DD and the day exists.
func IsDate(s string) bool {
	const day = "2006-01-02"
	if n := len(s); n != 4 && n != 7 && n != len(day) {
		return false
	}
	t, err := time.Parse(day[:len(s)], s)
	return err == nil && t.Year() >= 1000
}

// Earlier tells whether date a lies before date b. A date without month or day
// stands for all of its year or month: 2027 is not earlier than 2027-06, nor
// the other way round.
func Earlier(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] < b[:n]
}
