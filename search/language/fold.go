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

// Folded is a text in small letters without dots, rings and accents.
func Folded(text string) string { return fold(text) }

// withoutAccents takes accents off a word in small letters; å, ä and ö stay.
func withoutAccents(word string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'å', 'ä', 'ö', 'ø':
			return r
		}
		return folded(r)
	}, word)
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

// trigram are three letters, 21 bits each: as a number it is nothing to follow for the
// garbage collector.
type trigram uint64

// trigrams are the different groups of three letters of the folded word with a
// mark before and after it, in order. A word of one letter has one.
func trigrams(word string) []trigram {
	groups := make([]trigram, 0, len(word)+2)
	group, letters := trigram(0), 0
	add := func(r rune) {
		group = (group<<21 | trigram(r)) & (1<<63 - 1)
		if letters++; letters >= 3 {
			groups = append(groups, group)
		}
	}
	add('^')
	for _, r := range fold(word) {
		add(r)
	}
	add('$')
	slices.Sort(groups)
	return slices.Compact(groups)
}
