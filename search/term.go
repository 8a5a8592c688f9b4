package search

import (
	"unicode/utf8"

	"tiekartta/i18n"
)

// term is one word of a query and what it is looked up as.
type term struct {
	word  string
	stems []string // by language; "" where the word says nothing in it
	base  string   // what the stems have in common: the word without its ending
	stop  bool     // says nothing in some language, so is not looked up as it is
}

// terms are the words of a query, each once. A word that says nothing in the
// reader's language is left out: a query without any other word has no terms
// and is treated like one without words. A word that says nothing in another
// language only ("men" is but in Swedish) is not looked up in that one.
func (ls languages) terms(q Query) []term {
	var list []term
	seen := map[string]bool{}
	reader := ls[ls.in(q.Lang)]
	for _, w := range words(q.Words) {
		if seen[w.text] || reader.stop[w.text] {
			continue
		}
		if len(list) == mostWords {
			break
		}
		seen[w.text] = true
		list = append(list, ls.term(w.text))
	}
	return list
}

func (ls languages) term(w string) term {
	t := term{word: w, base: w}
	for _, l := range ls {
		stem := ""
		if l.stop[w] {
			t.stop = true
		} else {
			stem = l.stem(w)
			t.base = t.base[:common(t.base, stem)]
		}
		t.stems = append(t.stems, stem)
	}
	return t
}

// What a match is worth beside that of a stem or of the whole word, which is 1.
const (
	worthBeginning = 0.5 // the query's word begins the text's word
	worthCousin    = 0.4 // both begin alike and differ in their endings
	worthHead      = 0.2 // both begin alike: compounds with the same first part
)

// shortestBeginning is the fewest letters of a word that may stand for a longer
// one.
const shortestBeginning = 5

// worth is what the match of a text's word is worth by its beginning alone, 0
// when it is none. Snowball does not see that turvakodissa is turvakoti and
// that a compound's parts are words; what two words begin with alike tells much
// of it in Finnish and Swedish.
func (t term) worth(other string) float64 {
	if utf8.RuneCountInString(t.word) < shortestBeginning || other == t.word {
		return 0
	}
	n := common(t.word, other)
	if n == len(t.word) {
		return worthBeginning
	}
	alike, base := utf8.RuneCountInString(t.word[:n]), utf8.RuneCountInString(t.base)
	switch {
	case alike < shortestBeginning:
	case base > shortestBeginning && alike >= base-1 && utf8.RuneCountInString(other) <= base+5:
		return worthCousin
	case alike > shortestBeginning && alike*5 >= utf8.RuneCountInString(t.word)*3:
		return worthHead
	}
	return 0
}

// beginning is what a word must begin with to be worth anything.
func (t term) beginning() string {
	letters := utf8.RuneCountInString(t.word)
	if letters < shortestBeginning {
		return ""
	}
	base := utf8.RuneCountInString(t.base)
	n := max(shortestBeginning, min(base-1, (letters*3+4)/5))
	return prefix(t.word, n)
}

// prefix is the first n letters of a word.
func prefix(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// common is how many bytes two words begin with alike, in whole letters.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// readerFirst is how much a match in the reader's own language counts more, so
// that it comes first among equals and no more.
func (ls languages) readerFirst(i int, lang i18n.Lang) float64 {
	if ls.in(lang) == i {
		return 1.02
	}
	return 1
}
