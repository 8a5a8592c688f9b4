package search

import (
	"slices"
	"strings"
)

// Unquoted is a query whose words in quotes are just words; the value of a field
// and what is excluded keep theirs.
func Unquoted(query string) string {
	letters := lettersOf(query)
	for _, c := range slices.Backward(parse(query)) {
		for _, a := range slices.Backward(c.any) {
			if !c.not && a.phrase && a.field == fieldAny {
				letters = slices.Replace(letters, a.from, a.to, []rune(a.text)...)
			}
		}
	}
	return string(letters)
}

// Shorter are the queries that are left of one of several clauses without one of
// them: a word, a phrase, the value of a field, or alternatives together.
func Shorter(query string) (list []string) {
	clauses := parse(query)
	if len(clauses) < 2 {
		return nil
	}
	letters := lettersOf(query)
	for i, c := range clauses {
		from, to := c.any[0].from, c.any[len(c.any)-1].to
		words := append(strings.Fields(string(letters[:from])), strings.Fields(string(letters[to:]))...)
		shorter := strings.Join(words, " ")
		// What stands beside what was taken out may mean something else now.
		if parse(shorter).String() == slices.Delete(slices.Clone(clauses), i, i+1).String() {
			list = append(list, shorter)
		}
	}
	return list
}

// lettersOf are the letters of a query that places of its atoms count.
func lettersOf(query string) []rune { return []rune(strings.ToValidUTF8(query, "\ufffd")) }
