package search

import (
	"sync"

	"tiekartta/search/language"
)

// wordbook numbers the words of texts, by language, so that a text is a row of
// numbers, and knows which words have a term of the index: of thousands of words
// on a page only those are looked at that a query is about.
type wordbook struct {
	language *language.Language
	mu       sync.RWMutex
	numbers  [language.Languages]map[string]uint32
	words    [language.Languages][]string            // by number; only ever longer
	having   [language.Languages]map[string][]uint32 // term of the index to words that have it, in order
}

// mostNumbered bounds the words of a language that are numbered.
const mostNumbered = 1 << 17

// unknown is no number.
const unknown = 1<<32 - 1

func newWordbook(l *language.Language) *wordbook {
	b := &wordbook{language: l}
	for lang := range language.Languages {
		b.numbers[lang], b.having[lang] = map[string]uint32{}, map[string][]uint32{}
	}
	return b
}

// full tells whether it has too many words, so that a new one must be begun.
func (b *wordbook) full() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, words := range b.words {
		if len(words) >= mostNumbered {
			return true
		}
	}
	return false
}

// read gives the numbers of a text's words, in order.
func (b *wordbook) read(lang int, text string) []uint32 {
	list := make([]uint32, 0, len(text)/usualWord+1)
	var fresh []string
	b.mu.RLock()
	language.EachWord(text, func(letters []byte, _, _ int) {
		n, ok := b.numbers[lang][string(letters)]
		if !ok {
			n, fresh = unknown, append(fresh, string(letters))
		}
		list = append(list, n)
	})
	b.mu.RUnlock()
	for i, n := range list {
		if n == unknown {
			list[i], fresh = b.number(lang, fresh[0]), fresh[1:]
		}
	}
	return list
}

// number is that of a word, a new one where it has none.
func (b *wordbook) number(lang int, word string) uint32 {
	tokens := b.language.Tokens(lang, word) // which may take long
	b.mu.Lock()
	defer b.mu.Unlock()
	n, ok := b.numbers[lang][word]
	if ok {
		return n
	}
	n = uint32(len(b.words[lang]))
	b.numbers[lang][word], b.words[lang] = n, append(b.words[lang], word)
	for _, t := range tokens {
		term := keyOf(t)
		b.having[lang][term] = append(b.having[lang][term], n)
	}
	return n
}

// keyOf is a token as a term of the index.
func keyOf(t language.Token) string {
	if t.Kind == language.Part {
		return inPart + t.Term
	}
	return t.Term
}

// with are the words that have a term of the index, in order.
func (b *wordbook) with(lang int, term string) []uint32 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.having[lang][term]
}

// size is how many words of a language there are.
func (b *wordbook) size(lang int) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.words[lang])
}

// word is the word with a number.
func (b *wordbook) word(lang int, n uint32) string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.words[lang][n]
}
