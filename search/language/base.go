package language

import "strings"

// bases are the base forms of a word in small letters that the stemmer does not
// join with it, as far as the word list knows them; of a compound, those with
// the base form of its last part.
func (l *Language) bases(lang int, word string) []string {
	listed := l.finnishBases
	switch lang {
	case 1:
		listed = l.swedishBases
	case 2:
		return nil
	}
	if found := listed(word); len(found) > 0 || l.lists[lang].words[word].count > 0 {
		return found
	}
	parts := l.cut(lang, word)
	if len(parts) == 0 {
		return nil
	}
	last := parts[len(parts)-1].text
	var found []string
	for _, base := range listed(last) {
		found = append(found, strings.TrimSuffix(word, last)+base)
	}
	return found
}
