package language

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// When a word is mended.
const (
	shortestMended = 4       // letters
	farMended      = 7       // letters from which two mistakes are allowed
	leastCount     = 20      // of a listed word that a mistake may be mended to
	muchCommoner   = 50      // times, than a listed word that is the same without dots
	ownWord        = 1 << 24 // what a word of the vocabulary weighs beside one of a list,
	ofThesaurus    = 1 << 23 // and one of the thesaurus
)

// Mend is the word that was meant by a misspelt one: the same with its dots, or
// the nearest, words of the vocabulary before others. It is the word itself
// when something explains it or nothing is near. count tells in how many texts
// a word of the vocabulary stands.
func (l *Language) Mend(word string, v *Vocabulary, count func(string) int) string {
	if count(word) > 0 || strings.ContainsFunc(word, unicode.IsDigit) {
		return word // a year is no mistake for another
	}
	best, most := "", 0
	for _, same := range v.sameFolded(word) {
		if n := count(same); n > most {
			best, most = same, n
		}
	}
	if l.explained(word) && (best == "" || !l.rather(best, word)) {
		return word
	}
	if best != "" {
		return best
	}
	for _, t := range l.Thesauri() {
		for _, same := range t.words.sameFolded(word) {
			return same
		}
	}
	if utf8.RuneCountInString(word) < shortestMended {
		return word
	}
	return l.nearest(word, v, count)
}

// rather tells whether a word is so much commoner than another, which is listed
// too, that the other is the same without its dots: tyo, työ.
func (l *Language) rather(word, other string) bool {
	for lang, list := range l.lists {
		if n := list.words[other].count; n > 0 && list.words[word].count < muchCommoner*n || n == 0 && l.Known(lang, other) {
			return false
		}
	}
	return !l.labelWord(other)
}

// explained tells whether a word is one in any language.
func (l *Language) explained(word string) bool {
	for lang := range Languages {
		if l.Known(lang, word) {
			return true
		}
	}
	return l.labelWord(word)
}

// nearest is the nearest word that is not the same in another form. A word that
// the vocabulary has not must be very near.
func (l *Language) nearest(word string, v *Vocabulary, count func(string) int) string {
	mine := []rune(fold(word))
	limit := 1
	if len(mine) >= farMended {
		limit = 2
	}
	best, least, most := word, limit+1, 0
	try := func(other string, limit int, weight func() int) {
		letters := []rune(fold(other))
		if len(letters) < shortestMended {
			return
		}
		n := distance(mine, letters, min(limit, least))
		if n > least || n > limit {
			return
		}
		if w := weight(); w > 0 && (n < least || w > most || w == most && other < best) && !l.sameWord(word, other) {
			best, least, most = other, n, w
		}
	}
	v.nearly(mine, limit, func(other string) {
		try(other, limit, func() int {
			if n := count(other); n > 0 {
				return ownWord + n
			}
			return 0
		})
	})
	for _, t := range l.Thesauri() {
		t.words.nearly(mine, limit, func(other string) { try(other, limit, func() int { return ofThesaurus }) })
	}
	for _, list := range l.lists {
		list.nearly(mine, 1, func(other string) {
			try(other, 1, func() int { return int(list.words[other].count) })
		})
	}
	return best
}

// sameWord tells whether two words are forms of one.
func (l *Language) sameWord(a, b string) bool {
	for lang := range Languages {
		for _, t := range l.Tokens(lang, a) {
			if t.Kind == Whole && slices.ContainsFunc(l.Tokens(lang, b), func(o Token) bool { return o.Kind == Whole && o.Term == t.Term }) {
				return true
			}
		}
	}
	return false
}
