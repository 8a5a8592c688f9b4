package language

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind is what a token is of its word.
type Kind int

// The kinds of tokens.
const (
	Whole Kind = iota // the word: its stem, its base form where one is known
	Part              // a part of a compound
)

// Token is a term that a word is looked up by, a Snowball stem, with its place
// in the word in letters, its end excluded.
type Token struct {
	Term       string
	Kind       Kind
	Start, End int
}

// Tokens are the tokens of a word in small letters, the whole word's stem
// first; none for a stop word. The caller must not change them.
func (l *Language) Tokens(lang int, word string) []Token {
	if l.stop[lang][word] {
		return nil
	}
	return l.tokens[lang].of(word, func(word string) []Token { return l.analyse(lang, word) })
}

func (l *Language) analyse(lang int, word string) []Token {
	length := utf8.RuneCountInString(word)
	stem := Stem(lang, word)
	list := []Token{{stem, Whole, 0, length}}
	add := func(word string, kind Kind, start, end int) {
		s := Stem(lang, word)
		same := func(o Token) bool { return o.Term == s && o.Kind == kind }
		if s != "" && !slices.ContainsFunc(list, same) {
			list = append(list, Token{s, kind, start, end})
		}
	}
	bases := l.bases(lang, word)
	for _, base := range slices.Concat(l.forms[lang][word], bases) {
		add(base, Whole, 0, length)
	}
	var parts func(word string, bases []string, shift, depth int)
	parts = func(word string, bases []string, shift, depth int) {
		for _, p := range l.split(lang, word, bases) {
			if l.stop[lang][p.text] {
				continue
			}
			bases := l.bases(lang, p.word)
			for _, w := range slices.Concat([]string{p.word}, l.forms[lang][p.word], bases) {
				add(w, Part, shift+p.start, shift+p.end)
			}
			if depth < 2 && p.end-p.start >= shortestCompound {
				parts(prefixed(p), bases, shift+p.start, depth+1)
			}
		}
	}
	parts(word, bases, 0, 0)
	if place := l.placeOf(lang, word); place != "" {
		add(place, Part, 0, utf8.RuneCountInString(place))
	}
	for _, r := range l.readings(lang, word) {
		add(r.Base, Whole, 0, length)
		add(r.Verb, Whole, 0, length)
		for _, p := range r.Parts {
			if len(r.Parts) > 1 && !l.stop[lang][p.Base] {
				add(p.Base, Part, p.Start, p.End)
			}
		}
	}
	return list
}

// prefixed is the word that a part stands for where the part only adds letters
// to it: fotbolls-, fotboll.
func prefixed(p part) string {
	if strings.HasPrefix(p.text, p.word) {
		return p.word
	}
	return p.text
}

// Listed tells whether a word, or another form of it, is in the word list.
func (l *Language) Listed(lang int, word string) bool {
	return l.stop[lang][word] || l.lists[lang].known(word)
}

// Known tells whether word lists, stop words, a base form, the parts of a
// compound or the dictionary explain a word in small letters.
func (l *Language) Known(lang int, word string) bool {
	return l.Listed(lang, word) || len(l.Tokens(lang, word)) > 1 || len(l.readings(lang, word)) > 0
}
