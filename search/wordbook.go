package search

import (
	"hash/maphash"
	"sync"
	"unsafe"

	"tiekartta/search/language"
)

// wordbook numbers the words of texts, by language, and knows which words have a
// term of the index: of thousands of words on a page only those are looked at
// that a query is about.
type wordbook struct {
	language *language.Language
	seed     maphash.Seed
	mu       sync.RWMutex
	bytes    int // about how much memory it takes
	parts    [language.Languages]numbered
}

// numbered are the words of a language.
type numbered struct {
	slots  []numberedAt        // at the word's hash or the next free place; half of them are free
	words  []string            // by number; only ever longer
	having map[string][]uint32 // term of the index to words that have it, in order
}

// numberedAt is the number of the word with a hash, counted from 1. The hash stands
// for the word: two words of a book have the same one once in a thousand million books.
type numberedAt struct {
	hash   uint64
	number uint32
}

// largestBook bounds a wordbook, in bytes.
const largestBook = 32 << 20

// What a word and a term that it has take beside their letters, about.
const (
	wordCost = int(unsafe.Sizeof("") + 3*unsafe.Sizeof(numberedAt{}))
	termCost = 100
	hasCost  = 8
)

func newWordbook(l *language.Language) *wordbook {
	b := &wordbook{language: l, seed: maphash.MakeSeed()}
	for lang := range b.parts {
		b.parts[lang] = numbered{slots: make([]numberedAt, 1<<10), having: map[string][]uint32{}}
	}
	return b
}

// full tells whether it has too many words, so that a new one must be begun.
func (b *wordbook) full() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.bytes >= largestBook
}

// cut is a word of a text by its hash, with its place there in code points.
type cut struct {
	hash       uint64
	start, end int
	there      numberedAt // what stands at its place in the book
}

// cut appends the words of a text to a list.
func (b *wordbook) cut(list []cut, text string) []cut {
	language.EachWord(text, func(letters []byte, start, end int) {
		list = append(list, cut{hash: maphash.Bytes(b.seed, letters), start: start, end: end})
	})
	return list
}

// numbersOf are the numbers of a text's words. Those that have none yet get one.
func (b *wordbook) numbersOf(lang int, text string, words []cut) []uint32 {
	list, fresh := make([]uint32, len(words)), false
	b.mu.RLock()
	part := &b.parts[lang]
	for i := range words { // at once: the memory answers many such questions in the time of one
		words[i].there = part.slots[words[i].hash&uint64(len(part.slots)-1)]
	}
	for i, w := range words {
		if w.there.hash != w.hash {
			w.there = *part.find(w.hash)
		}
		list[i], fresh = w.there.number-1, fresh || w.there.number == 0
	}
	b.mu.RUnlock()
	if !fresh {
		return list
	}
	for _, w := range language.Words(text) {
		b.add(lang, w.Text)
	}
	return b.numbersOf(lang, text, words)
}

// find is where a word is, or where there is room for it.
func (n *numbered) find(hash uint64) *numberedAt {
	last := uint64(len(n.slots) - 1)
	for i := hash & last; ; i = (i + 1) & last {
		if at := &n.slots[i]; at.number == 0 || at.hash == hash {
			return at
		}
	}
}

// add gives a word a number where it has none.
func (b *wordbook) add(lang int, word string) {
	part, hash := &b.parts[lang], maphash.String(b.seed, word)
	b.mu.RLock()
	known := part.find(hash).number > 0
	b.mu.RUnlock()
	if known {
		return
	}
	tokens := b.language.Tokens(lang, word) // which may take long
	b.mu.Lock()
	defer b.mu.Unlock()
	if 2*len(part.words) >= len(part.slots) {
		part.grow()
	}
	at := part.find(hash)
	if at.number > 0 {
		return // somebody else was faster
	}
	n := uint32(len(part.words))
	*at, part.words = numberedAt{hash, n + 1}, append(part.words, word)
	b.bytes += wordCost + len(word)
	for _, t := range tokens {
		term := keyOf(t)
		if part.having[term] == nil {
			b.bytes += termCost + len(term)
		}
		b.bytes += hasCost
		part.having[term] = append(part.having[term], n)
	}
}

func (n *numbered) grow() {
	old := n.slots
	n.slots = make([]numberedAt, 2*len(old))
	for _, one := range old {
		if one.number > 0 {
			*n.find(one.hash) = one
		}
	}
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
	return b.parts[lang].having[term]
}

// size is how many words of a language there are.
func (b *wordbook) size(lang int) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.parts[lang].words)
}

// word is the word with a number.
func (b *wordbook) word(lang int, n uint32) string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.parts[lang].words[n]
}

// wordbooks keeps the wordbook in use. The zero value is ready.
type wordbooks struct {
	mu   sync.Mutex
	held *wordbook
}

// current is the wordbook in use, a new one when that is full.
func (s *wordbooks) current(l *language.Language) *wordbook {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil || s.held.full() {
		s.held = newWordbook(l)
	}
	return s.held
}
