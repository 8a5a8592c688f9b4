package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// What a suggestion is beside a practice or a roadmap.
const (
	KindDomain       = "domain"
	KindConcept      = "concept"
	KindMunicipality = "municipality"
	KindRegion       = "region"
	KindOrganisation = "organisation"
)

// Suggestion is something that is called what somebody has begun to type. Label
// is the name that matched and Lang its language. Own is what the reader's
// language calls it where that is another name, else empty. Count is how many
// practices it leads to.
type Suggestion struct {
	Kind, ID, Label, Own string
	Lang                 i18n.Lang
	Count                int
}

// How much is suggested, and looked at for it.
const (
	usualSuggestions = 8
	mostSuggestions  = 50
	mostBegun        = 6  // words of what was typed
	mostOfARank      = 64 // titles that match equally well
	shortestNearly   = 6  // letters of a word that may be mistyped: of fewer, another word has begun
	shortestForm     = 3  // letters of a base form
)

// Suggest returns what is called as somebody has begun to type: titles, domains, concepts,
// places and organisations that practices have, by the beginnings of any of
// their words. Letters as they were typed come before folded ones, names in the
// reader's language before others, beginnings of names before other words, then
// what has most practices. When nothing begins so, an inflected word stands for
// its base form, and then one letter may be wrong. It is answered from memory.
func (x *Index) Suggest(typed string, lang i18n.Lang, limit int) ([]Suggestion, error) {
	typed = Query{Words: typed}.bounded().Words
	if limit <= 0 {
		limit = usualSuggestions
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.engine == nil {
		return nil, errClosed
	}
	s := &x.columns.suggestions
	s.ready(x.columns)
	var begun []string
	language.EachWord(typed, func(letters []byte, _, _ int) {
		if word := string(letters); len(begun) < mostBegun && !slices.Contains(begun, word) {
			begun = append(begun, word)
		}
	})
	if len(begun) == 0 {
		return nil, nil
	}
	a := asked{suggestions: s, rows: x.columns.rows, language: x.language, typed: begun, lang: languageOf(lang)}
	for _, way := range []func(*register, string) []span{a.beginning, a.inflected, a.mistyped} {
		a.unknown = false
		if list := a.answer(way); len(list) > 0 || !a.unknown {
			return list[:min(limit, mostSuggestions, len(list))], nil
		}
	}
	return nil, nil
}

// asked is the work on one set of suggestions.
type asked struct {
	*suggestions
	rows     []*row
	language *language.Language
	typed    []string
	lang     int  // the reader's
	unknown  bool // some typed word begins no word, as it is looked up
}

func (a *asked) beginning(g *register, word string) []span {
	if s := g.beginning(folded(word)); s.from < s.to {
		return []span{s}
	}
	return nil
}

// inflected are the words that begin with a base form of the word where none
// begins with the word itself.
func (a *asked) inflected(g *register, word string) []span {
	if list := a.beginning(g, word); list != nil {
		return list
	}
	var list []span
	for lang := range language.Languages {
		for _, t := range a.language.Tokens(lang, word) {
			// What a short word is a stem of may be anything: kokk, kokouksessa.
			short := utf8.RuneCountInString(word) < shortestNearly && t.Term == language.Stem(lang, word)
			if t.Kind == language.Whole && len(t.Term) >= shortestForm && !short {
				list = append(list, a.beginning(g, t.Term)...)
			}
		}
	}
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	return joinedSpans(list)
}

// mistyped are the words that begin with the word but for a letter, where none
// begins with a form of it.
func (a *asked) mistyped(g *register, word string) []span {
	list := a.inflected(g, word)
	if letters := folded(word); list == nil && len(letters) >= shortestNearly {
		list = g.nearly(letters)
	}
	return list
}

// candidate is a suggestion with what decides its place.
type candidate struct {
	Suggestion
	rank rank
}

// rank is how well a name matches, the lowest best.
type rank uint8

const (
	rankMiddle  rank = 1 << iota // another word than the first begins so
	rankForeign                  // the name is not in the reader's language
	rankFolded                   // only its folded letters do
	rankCount   = 1 << iota
)

// answer are the suggestions that one way of looking up words finds.
func (a *asked) answer(way func(*register, string) []span) []Suggestion {
	list := append(a.things(way), a.titles(way)...)
	if len(a.typed) > 1 {
		a.inARow(list)
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), b.Count-a.Count, len(a.Label)-len(b.Label), strings.Compare(a.Label, b.Label), strings.Compare(a.ID, b.ID))
	})
	var answer []Suggestion
	seen := map[[2]string]bool{}
	for _, c := range list {
		if key := [2]string{c.Kind, c.ID}; !seen[key] {
			seen[key] = true
			answer = append(answer, c.Suggestion)
		}
	}
	return answer
}

// inARow takes only those for beginning so that have all words in a row.
func (a *asked) inARow(list []candidate) {
	typed := folded(strings.Join(a.typed, " "))
	for i, c := range list {
		if c.rank&rankMiddle == 0 && !strings.HasPrefix(folded(nameOf(c.Label))[1:], typed) {
			list[i].rank |= rankMiddle
		}
	}
}

func (a *asked) titles(way func(*register, string) []span) (list []candidate) {
	var taken [rankCount]int
	a.look(&a.suggestions.titles, way, language.Languages*len(a.rows), func(number uint32, r rank) {
		lang := int(number % language.Languages)
		if lang != a.lang {
			r |= rankForeign
		}
		if taken[r]++; taken[r] > mostOfARank {
			return
		}
		row := a.rows[number/language.Languages]
		of := originOf(row.id)
		one := candidate{Suggestion{Kind: of.kind, ID: of.id, Label: row.titles[lang], Lang: i18n.Langs()[lang], Count: 1}, r}
		if lang != a.lang && row.has(a.lang) {
			one.Own = row.titles[a.lang]
		}
		list = append(list, one)
	})
	return list
}

func (a *asked) things(way func(*register, string) []span) (list []candidate) {
	places := map[*thing]int{} // in the list
	a.look(&a.suggestions.names, way, len(a.labels), func(number uint32, r rank) {
		l := a.labels[number]
		if l.thing.count == 0 {
			return
		}
		lang := i18n.Langs()[l.lang]
		one := candidate{Suggestion{Kind: l.thing.kind, ID: l.thing.id, Label: l.text, Lang: lang, Count: l.thing.count}, r}
		if l.lang != a.lang {
			one.rank |= rankForeign
		}
		if own := l.thing.name.In(i18n.Langs()[a.lang]); own != l.text {
			one.Own = own
		}
		switch place, ok := places[l.thing]; {
		case !ok:
			places[l.thing] = len(list)
			list = append(list, one)
		case one.rank < list[place].rank || one.rank == list[place].rank && l.text == l.thing.name.In(lang):
			list[place] = one // what it is called first of all, where other names match as well
		}
	})
	return list
}

// marks say of names, by number, how many of the typed words they have so far.
type marks struct {
	seen    []uint8
	touched []uint32
}

// Above the number of words in a mark.
const (
	markWords  uint8 = 0x0f
	markFolded uint8 = 0x40
	markFirst  uint8 = 0x80 // the first word typed begins the name
)

// mostLooked is how many names a typed word is looked for in. Only beginnings of
// one or two letters have more.
const mostLooked = 50000

// begun is a typed word with the words that it may begin.
type begun struct {
	text  string
	first bool // of those typed
	parts [][]nameWord
	names int
}

// look gives f the names that have all typed words, each once but for a name
// that has a single one twice.
func (a *asked) look(g *register, way func(*register, string) []span, size int, f func(number uint32, r rank)) {
	list := make([]begun, len(a.typed))
	for i, word := range a.typed {
		b := begun{text: word, first: i == 0}
		for _, s := range way(g, word) {
			part := g.words[s.from:s.to]
			b.parts = append(b.parts, part)
			for i := range part {
				b.names += len(part[i].in)
			}
		}
		a.unknown = a.unknown || b.names == 0
		list[i] = b
	}
	slices.SortStableFunc(list, func(a, b begun) int { return a.names - b.names })
	if len(list) == 1 {
		list[0].each(func(number uint32, mark uint8) { f(number, rankOf(mark)) })
		return
	}
	m, ok := a.marks.Get().(*marks)
	if !ok {
		m = &marks{}
	}
	if len(m.seen) < size {
		m.seen = make([]uint8, size+size/8)
	}
	for i, b := range list {
		b.each(func(number uint32, mark uint8) { m.add(number, uint8(i), mark) })
	}
	for _, number := range m.touched {
		mark := m.seen[number]
		m.seen[number] = 0
		if mark&markWords == uint8(len(list)) {
			f(number, rankOf(mark))
		}
	}
	m.touched = m.touched[:0]
	a.marks.Put(m)
}

// each gives f the names that have the word, with the mark that it makes.
func (b *begun) each(f func(number uint32, mark uint8)) {
	looked := 0
	for _, part := range b.parts {
		for i := range part {
			w := &part[i]
			if looked += len(w.in); looked > mostLooked {
				return
			}
			mark := uint8(0)
			if !strings.HasPrefix(w.text, b.text) {
				mark = markFolded
			}
			for _, in := range w.in {
				first := uint8(in&1) * markFirst
				if !b.first {
					first = 0
				}
				f(in>>1, mark|first)
			}
		}
	}
}

// add notes that a name has a word when it has so many before it.
func (m *marks) add(number uint32, before, mark uint8) {
	switch seen := m.seen[number]; seen & markWords {
	case before:
		if before == 0 {
			m.touched = append(m.touched, number)
		}
		m.seen[number] = (seen | mark) + 1
	case before + 1: // another word of the name begins so too
		m.seen[number] = seen | mark&markFirst
	}
}

func rankOf(mark uint8) (r rank) {
	if mark&markFirst == 0 {
		r |= rankMiddle
	}
	if mark&markFolded != 0 {
		r |= rankFolded
	}
	return r
}
