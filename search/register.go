package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// register finds names by the beginnings of their words, however many there
// are: the different words of all names in the order of their folded letters,
// each with the names that it stands in. A name is a number; its text is
// elsewhere.
type register struct{ words []nameWord }

// nameWord is a word of names. in holds the numbers of the names in order, each
// times 2, and 1 more where it is the name's first word.
type nameWord struct {
	folded, text string
	in           []uint32
}

func (w nameWord) compare(o nameWord) int {
	return cmp.Or(strings.Compare(w.folded, o.folded), strings.Compare(w.text, o.text))
}

// entries are what is put into a register or taken out: words with what in is to gain
// or to lose.
type entries map[string][]uint32

// add takes the words of a name.
func (m entries) add(number uint32, text string) {
	first := uint32(1)
	language.EachWord(text, func(letters []byte, _, _ int) {
		m[string(letters)] = append(m[string(letters)], number<<1|first)
		first = 0
	})
}

// folded is a word as it is sorted.
func folded(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return i18n.Fold(word)
		}
	}
	return word // of small letters already
}

// change takes names out and puts others in.
func (g *register) change(gone, put entries) {
	emptied := false
	for word, numbers := range gone {
		if w := g.find(word); w != nil {
			slices.Sort(numbers)
			w.in = slices.DeleteFunc(w.in, func(number uint32) bool {
				_, leaves := slices.BinarySearch(numbers, number)
				return leaves
			})
			emptied = emptied || len(w.in) == 0 && len(put[word]) == 0
		}
	}
	var fresh []nameWord
	for word, numbers := range put {
		w := g.find(word)
		if w == nil {
			fresh = append(fresh, nameWord{folded: folded(word), text: word})
			w = &fresh[len(fresh)-1]
		}
		w.in = append(w.in, numbers...)
		slices.Sort(w.in)
		w.in = slices.Clip(slices.Compact(w.in))
	}
	if len(fresh) == 0 && !emptied { // a word without names would stand in the way of those that look like it
		return
	}
	slices.SortFunc(fresh, nameWord.compare)
	if len(g.words) == 0 {
		packWords(fresh)
	}
	merged := make([]nameWord, 0, len(g.words)+len(fresh))
	for _, w := range g.words {
		for len(fresh) > 0 && fresh[0].compare(w) < 0 {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
		if len(w.in) > 0 {
			merged = append(merged, w)
		}
	}
	g.words = append(merged, fresh...)
}

// packWords puts the texts and numbers of the first words together in memory: they are
// a hundred thousand and more, and most of them stay.
func packWords(words []nameWord) {
	var text []byte
	numbers := 0
	for _, w := range words {
		if text = append(text, w.text...); w.folded != w.text {
			text = append(text, w.folded...)
		}
		numbers += len(w.in)
	}
	room := packing{text: string(text), values: make([]uint32, 0, numbers)}
	for i := range words {
		w := &words[i]
		same := w.folded == w.text
		if w.text = room.cut(len(w.text)); same {
			w.folded = w.text
		} else {
			w.folded = room.cut(len(w.folded))
		}
		w.in = room.put(w.in)
	}
}

func (g *register) find(word string) *nameWord {
	at, ok := slices.BinarySearchFunc(g.words, nameWord{folded: folded(word), text: word}, nameWord.compare)
	if !ok {
		return nil
	}
	return &g.words[at]
}

// span is a part of the words.
type span struct{ from, to int }

// beginning are the words whose folded letters begin with some.
func (g *register) beginning(letters string) span {
	at := func(letters string) int {
		place, _ := slices.BinarySearchFunc(g.words, letters, func(w nameWord, letters string) int { return strings.Compare(w.folded, letters) })
		return place
	}
	from := at(letters)
	// No letter is behind the last one that UTF-8 can write.
	return span{from, from + max(0, at(letters+string(utf8.MaxRune))-from)}
}

// nearly are the words that begin with some letters but for one mistake: a
// letter too many, too few, another, or two exchanged. The first letter is
// right: few mistake it, and a mistake there means too many words.
func (g *register) nearly(letters string) (spans []span) {
	add := func(parts ...string) {
		if s := g.beginning(strings.Join(parts, "")); s.from < s.to {
			spans = append(spans, s)
		}
	}
	list := []rune(letters)
	for i := 1; i < len(list); i++ {
		before, after := string(list[:i]), string(list[i+1:])
		if s := g.beginning(before); s.from == s.to {
			break // nor does anything begin with more
		}
		add(before, after)
		if i+1 < len(list) {
			add(before, string([]rune{list[i+1], list[i]}), string(list[i+2:]))
		}
		for other := 'a'; other <= 'z'; other++ {
			add(before, string(other), after)
			add(before, string(other), string(list[i:]))
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	return joinedSpans(spans)
}

// joinedSpans are spans in order without what they have in common.
func joinedSpans(spans []span) []span {
	kept := spans[:0]
	for _, s := range spans {
		if last := len(kept) - 1; last >= 0 && s.from <= kept[last].to {
			kept[last].to = max(kept[last].to, s.to)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}
