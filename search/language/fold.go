package language

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// fold takes dots, rings and accents off a word in small letters, as people
// type it who do not have the keys.
func fold(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return strings.Map(folded, word)
		}
	}
	return word
}

func folded(r rune) rune {
	switch r {
	case 'ä', 'å', 'á', 'à', 'â', 'ã':
		return 'a'
	case 'ö', 'ó', 'ò', 'ô', 'ø', 'õ':
		return 'o'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'ü', 'ú', 'ù', 'û':
		return 'u'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	case 'š':
		return 's'
	case 'ž':
		return 'z'
	case 'ç', 'č':
		return 'c'
	case 'ñ':
		return 'n'
	}
	return r
}

// trigrams are the different groups of three letters of the folded word with a
// mark before and after it, in order. A word of one letter has one.
func trigrams(word string) []string {
	letters := []rune("^" + fold(word) + "$")
	groups := make([]string, 0, len(letters))
	for i := 0; i+3 <= len(letters); i++ {
		groups = append(groups, string(letters[i:i+3]))
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}
