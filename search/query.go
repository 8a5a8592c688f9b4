package search

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
)

// Query asks for practices or for what its kinds say. Words may be empty; then everything that the
// filters let through is browsed. Values of one filter are alternatives, the
// filters hold together. Limit 0 means 20.
type Query struct {
	Words         string
	Verbatim      bool                // the words are meant as they are typed: none is mended
	Wholly        bool                // only what answers the whole query is found, nothing that is only near it
	Lang          i18n.Lang           // of the reader: for titles' order and highlights; it never filters
	Kinds         []string            // none is practices alone
	Filters       map[string][]string // by FacetNames; those of evidence are "0" to "5": the level of the strongest result
	Years         Range               // at least one of them is a year in which it ran
	Reach         Range               // of people reached; what does not tell how many is left out
	Sort          string              // relevance, newest, evidence, title; "" is relevance with words, newest without
	Limit, Offset int

	shortened bool // words at the end were left out already
}

// Hit is one thing found. Score is 0 without words; it compares hits of one
// query only.
type Hit struct {
	Kind       string
	ID         string // of the practice, or of the roadmap that it is or is part of
	Part       string // of a goal or action: its id in the roadmap
	Score      float64
	Whole      bool // it answers the whole query; else it only comes near
	Highlights []Highlight
	Matches    []Match
}

// Match tells how a hit comes to match a word of the query, or words that stand
// together. Found is the word of the hit in small letters; it is empty when it
// stands only in the label of a code.
type Match struct {
	Word  string    `json:"word"`
	How   string    `json:"how"`
	Found string    `json:"found"`
	Lang  i18n.Lang `json:"lang"` // of what was found
}

// Highlight is a text of a hit with the places that the query's words matched:
// in code points, end excluded, in order, not overlapping. Title and summary
// are whole; another text is an extract of at most 240 code points.
type Highlight struct {
	Field  string    `json:"field"`
	Lang   i18n.Lang `json:"lang"`
	Text   string    `json:"text"`
	Ranges [][2]int  `json:"ranges"`
}

// FacetCount is one value of a facet and how many practices have it, among
// those that the words and all other facets' filters let through.
type FacetCount struct {
	ID    string
	Count int
}

// Result is a page of hits. Facets has the keys of FacetNames, and kind when the
// query asks for kinds, each with its values by falling count, then by id; a value
// that is filtered for is there even when its count is 0. The caller must not
// change them. Corrected is the query
// as it was looked for when words of it were mended, else empty; Expanded are
// other words that were looked for. Shortened tells that words at the query's end
// were left out, of which there are more than are looked up. Whole is how many of Total answer the whole
// query.
type Result struct {
	Total     int
	Hits      []Hit
	Facets    map[string][]FacetCount
	Corrected string
	Shortened bool
	Expanded  []string
	Whole     int
}

// Partial tells whether nothing that was found answers the whole query: the hits
// are only what comes nearest.
func (r Result) Partial() bool { return r.Total > 0 && r.Whole == 0 }

// What is beyond these is left out, so that any query is answered in bounded
// time.
const (
	longestQuery = 500 // code points
	mostWords    = 32
	defaultLimit = 20
)

// bounded cuts a query to its limits.
func (q Query) bounded() Query {
	if utf8.RuneCountInString(q.Words) > longestQuery {
		n := 0
		for i := range q.Words {
			if n == longestQuery {
				q.Words, q.shortened = q.Words[:i], strings.ContainsFunc(q.Words[i:], isWord)
				break
			}
			n++
		}
	}
	q.Offset = max(q.Offset, 0)
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	return q
}

// longestSearch is how long a search may be worked on: whatever changes the index
// waits for it, and all others wait for that.
const longestSearch = 2 * time.Second

// tooMuch is what a search ends with that would take too long.
func tooMuch() error { return i18n.Problems{{Path: "q", Key: tooMuchKey}} }

const tooMuchKey, tooManyKey = "search_too_much", "search_too_many"

// IsTooMuch tells whether a search is more than is worked on: it would take too
// long, or has too many phrases and values of fields.
func IsTooMuch(err error) bool {
	var problems i18n.Problems
	return errors.As(err, &problems) && len(problems) == 1 && (problems[0].Key == tooMuchKey || problems[0].Key == tooManyKey)
}

// tooMany is what a query ends with that has more phrases and values of
// fields than are looked up.
func tooMany() error {
	var told i18n.Problems
	told.Add("q", tooManyKey, "Max", mostLookedUp)
	return told
}

// filter are the wanted values of a facet.
func (q Query) filter(f facet) []string {
	if f != facetKind {
		return q.Filters[f.String()]
	}
	if len(q.Kinds) == 0 {
		return []string{KindPractice}
	}
	return q.Kinds
}

// asksNothing tells whether a query finds all practices.
func (q Query) asksNothing() bool {
	for _, wanted := range q.Filters {
		if len(wanted) > 0 {
			return false
		}
	}
	return len(q.Kinds) == 0 && q.Years.open() && q.Reach.open()
}
