package language

import (
	"strings"
	"unicode/utf8"
)

// bases are the base forms of a word in small letters that the stemmer does not
// join with it, as far as the word list knows them; of a compound, those with
// the base form of its last part.
func (l *Language) bases(lang int, word string) []string {
	listed := l.finnishBases
	switch lang {
	case 1:
		listed = l.swedishBases
	case 2:
		listed = l.englishBases
	}
	if found := l.irregularLast(lang, word); len(found) > 0 {
		return found
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

// englishBases are what a word is the plural of where the stemmer does not join
// the two: wives of wife, shelves of shelf.
func (l *Language) englishBases(word string) []string {
	stem, ok := strings.CutSuffix(word, "ves")
	if !ok {
		return nil
	}
	var found []string
	for _, base := range []string{stem + "fe", stem + "f"} {
		if e := l.lists[2].words[base]; e.count > 0 && !e.name {
			found = append(found, base)
		}
	}
	return found
}

// irregularLast is what a compound is a form of whose last part is irregular:
// barnböcker of barnbok, schoolchildren of schoolchild.
func (l *Language) irregularLast(lang int, word string) []string {
	for i := range word {
		head, last := word[:i], word[i:]
		if utf8.RuneCountInString(head) < shortestPart || utf8.RuneCountInString(last) <= shortestPart {
			continue
		}
		forms := l.forms[lang][last]
		if len(forms) == 0 {
			continue
		}
		if _, opens := l.lists[lang].first(head); opens == 0 {
			continue
		}
		var found []string
		for _, base := range forms {
			found = append(found, head+base)
		}
		return found
	}
	return nil
}
