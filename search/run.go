package search

import (
	"slices"
	"strings"

	"tiekartta/search/language"
)

// wanted is a phrase that is marked as a whole in texts of a language.
type wanted struct {
	lang  int
	words []string
	term  int // counted from 1
}

// runs are where the phrases of a query stand in a text, in order of their
// beginning, one at each. One that is too long to be shown is not marked.
func (m *marker) runs(text string, lang int) (list []place) {
	if len(m.phrases) == 0 {
		return nil
	}
	words := language.Words(text)
	for i := range words {
		for _, p := range m.phrases {
			if p.lang != lang || !follow(words[i:], p.words) {
				continue
			}
			start, end := words[i].Start, words[i+len(p.words)-1].End
			if end-start <= longestExtract/2 {
				list = append(list, place{start, end, wish{term: p.term, worth: 1, direct: true}})
				break
			}
		}
	}
	return list
}

// follow tells whether a text goes on with the words of a phrase.
func follow(text []language.Word, phrase []string) bool {
	if len(text) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if text[i].Text != w {
			return false
		}
	}
	return true
}

// wholeNames takes out the words of names that a text has not all words of.
func wholeNames(list []place) []place {
	have := map[*alternative][]string{}
	for _, p := range list {
		if p.name != nil && !slices.Contains(have[p.name], p.key) {
			have[p.name] = append(have[p.name], p.key)
		}
	}
	return slices.DeleteFunc(list, func(p place) bool {
		return p.name != nil && slices.ContainsFunc(strings.Fields(strings.Join(p.name.terms, " ")), func(t string) bool { return !slices.Contains(have[p.name], t) })
	})
}
