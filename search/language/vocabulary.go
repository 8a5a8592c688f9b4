package language

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Vocabulary are the words that some texts use, and finds those that look like
// another word. The zero value is empty and ready. Its methods may be called
// concurrently.
type Vocabulary struct {
	mu     sync.RWMutex
	words  []string
	masks  []uint8          // by word: the languages of the texts it stands in, a bit each
	groups []uint8          // by word: how many groups of three letters it has
	room   strings.Builder  // of words, which share it and stay
	places map[string]int32 // word to its place in words
	folded map[string]int32 // folded word to the last word that is so,
	alike  []int32          // by word: to the one before that, or noWord
	having map[trigram][]int32
	begins initials
	sorted []int32 // places in the order of the words, but for the recent ones
	recent []int32
	counts sync.Pool // of *[]uint8, all zero
}

const noWord = -1

// Add adds words of a language; those that are there already cost little.
func (v *Vocabulary) Add(lang int, words ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.places == nil {
		v.places, v.folded, v.having, v.begins = map[string]int32{}, map[string]int32{}, map[trigram][]int32{}, initials{}
	}
	for _, w := range words {
		place, ok := v.places[w]
		if !ok {
			place, w = int32(len(v.words)), v.keep(w)
			groups := trigrams(w)
			v.words, v.masks, v.groups = append(v.words, w), append(v.masks, 0), append(v.groups, uint8(len(groups)))
			v.places[w] = place
			v.recent = append(v.recent, place)
			v.fold(w, place)
			v.begins.add(w, place)
			for _, g := range groups {
				v.having[g] = append(v.having[g], place)
			}
		}
		v.masks[place] |= 1 << lang
	}
	if len(v.recent) > max(mostRecent, len(v.sorted)/8) {
		v.sorted, v.recent = append(v.sorted, v.recent...), nil
		slices.SortFunc(v.sorted, func(a, b int32) int { return cmp.Compare(v.words[a], v.words[b]) })
	}
}

// roomOfWords is how many bytes of words share one piece of memory.
const roomOfWords = 1 << 14

// keep is a word among others in memory: so many of them are a burden for the garbage
// collector.
func (v *Vocabulary) keep(word string) string {
	if v.room.Cap()-v.room.Len() < len(word) {
		v.room.Reset()
		v.room.Grow(max(roomOfWords, len(word)))
	}
	from := v.room.Len()
	v.room.WriteString(word)
	return v.room.String()[from:]
}

// fold notes a word as it is without accents.
func (v *Vocabulary) fold(word string, place int32) {
	f := fold(word)
	before, ok := v.folded[f]
	switch {
	case !ok && f != word:
		f, before = v.keep(f), noWord
	case !ok:
		before = noWord
	}
	v.folded[f], v.alike = place, append(v.alike, before)
}

// mostRecent is how many new words are looked through one by one.
const mostRecent = 512

// Beginning are words that begin with some letters, at most n, in order.
func (v *Vocabulary) Beginning(letters string, n int) (list []Likeness) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	begins := func(place int32) bool { return strings.HasPrefix(v.words[place], letters) }
	add := func(place int32) {
		list = append(list, Likeness{Word: v.words[place], Langs: v.masks[place], Similarity: 1})
	}
	first, _ := slices.BinarySearchFunc(v.sorted, letters, func(place int32, letters string) int { return cmp.Compare(v.words[place], letters) })
	for _, place := range v.sorted[first:] {
		if len(list) == n || !begins(place) {
			break
		}
		add(place)
	}
	for _, place := range v.recent {
		if begins(place) {
			add(place)
		}
	}
	slices.SortFunc(list, func(a, b Likeness) int { return cmp.Compare(a.Word, b.Word) })
	return list[:min(n, len(list))]
}

// Has tells whether a word is one of the vocabulary.
func (v *Vocabulary) Has(word string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.places[word]
	return ok
}

// Likeness is a word that looks like another: 1 is the same but for accents.
type Likeness struct {
	Word       string
	Langs      uint8 // the languages of the texts it stands in, a bit each
	Similarity float64
}

// containment is how much of likeness one word within another is worth.
const containment = 0.75

// Similar are the words that look most like one, at most n, each with a
// similarity of at least least; the most similar first. The similarity of two
// words is the share of groups of three letters that they have in common.
func (v *Vocabulary) Similar(word string, n int, least float64) []Likeness {
	groups := trigrams(word)
	v.mu.RLock()
	defer v.mu.RUnlock()
	counts, _ := v.counts.Get().(*[]uint8)
	if counts == nil || len(*counts) < len(v.words) {
		counts = new(make([]uint8, len(v.words)+len(v.words)/8))
	}
	defer v.counts.Put(counts)
	var shared []int32
	for _, g := range groups {
		for _, place := range v.having[g] {
			if (*counts)[place]++; (*counts)[place] == 1 {
				shared = append(shared, place)
			}
		}
	}
	var list []Likeness
	for _, place := range shared {
		mine, other, c := float64(len(groups)), float64(v.groups[place]), float64((*counts)[place])
		(*counts)[place] = 0
		if min(mine, other) < 3 {
			continue // two letters look like everything
		}
		s := max(2*c/(mine+other), containment*c/min(mine, other))
		if s >= least && v.words[place] != word {
			list = append(list, Likeness{v.words[place], v.masks[place], s})
		}
	}
	slices.SortFunc(list, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(a.Word, b.Word))
	})
	return list[:min(n, len(list))]
}

// sameFolded are the words that are the same without accents, in order.
func (v *Vocabulary) sameFolded(word string) []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []string
	place, ok := v.folded[fold(word)]
	for ; ok && place != noWord; place = v.alike[place] {
		list = append(list, v.words[place])
	}
	slices.Sort(list)
	return list
}

// Accented are the words that differ from one only by accents, in order. Those of å, ä
// and ö make another letter and are none.
func (v *Vocabulary) Accented(word string) (list []Likeness) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	own := withoutAccents(word)
	place, ok := v.folded[fold(word)]
	for ; ok && place != noWord; place = v.alike[place] {
		if other := v.words[place]; other != word && withoutAccents(other) == own {
			list = append(list, Likeness{other, v.masks[place], 1})
		}
	}
	slices.SortFunc(list, func(a, b Likeness) int { return cmp.Compare(a.Word, b.Word) })
	return list
}

// nearly calls f with every word of the vocabulary that begins like one, given without
// dots, and whose length differs by at most limit.
func (v *Vocabulary) nearly(word []rune, limit int, f func(string)) {
	v.mu.RLock()
	lists, words := v.begins.like(word, limit), v.words
	v.mu.RUnlock()
	for _, list := range lists {
		for _, place := range list {
			f(words[place])
		}
	}
}

// Words are all words, in order, for a look at them.
func (v *Vocabulary) Words() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Sorted(maps.Keys(v.places))
}
