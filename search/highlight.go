package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// longestExtract is the length of an extract in code points, with the dots that
// mark where it was cut.
const longestExtract = 240

// explain adds to each hit the places in its texts that match the query, and how
// they come to match it. What was deleted meanwhile may have no texts.
func (x *Index) explain(ctx context.Context, a answer, lang i18n.Lang) error {
	texts, book, err := x.leavesOf(ctx, a.Hits)
	if err != nil {
		return err
	}
	var markers [realms]*marker
	for i, winners := range a.winners {
		r := realmOf(a.Hits[i].Kind)
		if markers[r] == nil {
			markers[r] = newMarker(x.language, a.meanings[r])
		}
		markers[r].want(winners)
	}
	for _, m := range markers {
		if m != nil {
			m.open(book)
		}
	}
	for i, winners := range a.winners {
		list := texts[a.Hits[i].origin()]
		if list == nil {
			continue
		}
		m := markers[realmOf(a.Hits[i].Kind)]
		m.turn(winners)
		a.Hits[i].Matches = m.matches(list, winners, languageOf(lang)) // which notes the words that the hit has itself
		a.Hits[i].Highlights = m.highlights(list, languageOf(lang))
	}
	return nil
}

func (h Hit) origin() origin { return origin{h.Kind, h.ID, h.Part} }

// leastMarked is what an alternative must be worth to be marked wherever it
// stands; a weaker one is where some hit has nothing better. Where a hit has the
// word itself, only that is marked, else what is worth at least half of its best.
const (
	leastMarked = 0.3
	halfAsGood  = 0.5
)

// marker finds the words of texts that a query matches, by the same terms as
// the index.
type marker struct {
	language *language.Language
	meaning  *meaning
	wanted   [language.Languages]map[string]wish    // term of the index to what it is wanted for
	known    [language.Languages]map[string][]place // a text's word to what of it is marked
	phrases  []wanted
	looked   [language.Languages]int // how many words of the book were looked through
	telling  [language.Languages]set // those of them that have something wanted; nil where any word may
	kinds    int                     // how many different terms may be marked
	book     *wordbook
	// Of the hit in hand, by term of the query.
	least  []float64      // what an alternative must be worth to be marked
	direct []bool         // the hit has the word itself
	names  []*alternative // of several words, by which the hit was found
}

// wish is a term of a query, counted from 1, and what a match is worth for it.
type wish struct {
	term   int
	worth  float64
	direct bool         // the word itself
	name   *alternative // of several words, of which this is one; nil when it stands for itself
	key    string
}

// place is a part of a word, in letters, that a term of the index stands for.
type place struct {
	start, end int
	wish
}

func newMarker(l *language.Language, m *meaning) *marker {
	k := &marker{language: l, meaning: m}
	for lang := range language.Languages {
		k.wanted[lang], k.known[lang] = map[string]wish{}, map[string][]place{}
	}
	for i, t := range m.terms {
		for _, a := range t.alternatives {
			if a.how == ByPhrase {
				k.phrases = append(k.phrases, wanted{a.lang, a.terms, i + 1})
			}
			if !a.several() && a.worth >= leastMarked {
				k.wish(&a, i+1)
			}
		}
	}
	return k
}

func (m *marker) wish(a *alternative, term int) {
	if a.field == fieldWords(a.lang) {
		return // its form is wanted too
	}
	for _, t := range strings.Fields(strings.Join(a.terms, " ")) {
		if held, ok := m.wanted[a.lang][t]; !ok || held.worth < a.worth {
			one := wish{term: term, worth: a.worth, direct: a.direct(), key: t}
			if a.several() {
				one.name = a
			}
			m.wanted[a.lang][t] = one
		}
	}
}

// turn turns to the next hit.
func (m *marker) turn(winners []int) {
	m.least, m.direct = make([]float64, len(m.meaning.terms)+1), make([]bool, len(m.meaning.terms)+1)
	m.names = m.names[:0]
	for i, winner := range winners {
		if a, term := m.alternative(i, winner); a != nil {
			m.least[term+1] = max(m.least[term+1], halfAsGood*a.worth)
			m.direct[term+1] = m.direct[term+1] || a.direct() && i < len(m.meaning.terms)
			if a.several() {
				m.names = append(m.names, a)
			}
		}
	}
}

// want marks the alternatives that a hit has won by, too.
func (m *marker) want(winners []int) {
	for i, winner := range winners {
		if a, term := m.alternative(i, winner); a != nil {
			m.wish(a, term+1)
		}
	}
}

// open looks up which words of a book have something wanted, when all that is
// wanted is known. Phrases may have any word.
func (m *marker) open(book *wordbook) {
	m.book, m.kinds = book, len(m.meaning.terms)
	if len(m.phrases) > 0 {
		return
	}
	wanted := make([]bool, len(m.meaning.terms)+1)
	for lang := range language.Languages {
		m.looked[lang] = book.size(lang)
		m.telling[lang] = make(set, m.looked[lang]/64+1)
		for term, wish := range m.wanted[lang] {
			wanted[wish.term] = true
			for _, n := range book.with(lang, term) {
				if int(n) < m.looked[lang] {
					m.telling[lang].add(n)
				}
			}
		}
	}
	m.kinds = 0
	for _, is := range wanted {
		if is {
			m.kinds++
		}
	}
}

// tells tells whether a word of the book may have something wanted: one that came
// later was not looked at.
func (m *marker) tells(lang int, n uint32) bool {
	return int(n) >= m.looked[lang] || m.telling[lang].has(n)
}

// alternative is the winner of a term or group, with the term that it counts
// for; nil when there is none.
func (m *marker) alternative(i, winner int) (*alternative, int) {
	switch n := len(m.meaning.terms); {
	case winner < 0:
		return nil, 0
	case i < n:
		return &m.meaning.terms[i].alternatives[winner], i
	default:
		g := &m.meaning.groups[i-n]
		return &g.alternatives[winner], g.first
	}
}

// places are the parts of a word of a text in a language that match: the whole
// word, or parts of a compound.
func (m *marker) places(w string, lang int) []place {
	if list, ok := m.known[lang][w]; ok {
		return list
	}
	var parts []place
	var whole place
	best := 0.0
	for _, t := range m.language.Tokens(lang, w) {
		wish, ok := m.wanted[lang][keyOf(t)]
		if !ok {
			continue
		}
		one := place{t.Start, t.End, wish}
		switch {
		case t.Kind != language.Part && wish.worth > whole.worth:
			whole = one
		case t.Kind == language.Part && !slices.ContainsFunc(parts, func(o place) bool { return o.start < one.end && one.start < o.end }):
			parts, best = append(parts, one), max(best, wish.worth)
		}
	}
	list := parts
	if whole.worth > best {
		list = []place{whole}
	}
	slices.SortFunc(list, func(a, b place) int { return a.start - b.start })
	m.known[lang][w] = list
	return list
}

// marked is a text with its matches.
type marked struct {
	field  string
	lang   i18n.Lang
	text   string
	ranges [][2]int
	terms  []int // which term each range matches
	kinds  int   // how many different terms
	worth  float64
}

// shows tells whether a match is marked in the hit in hand: a word of a name only
// where the hit was found by that name.
func (m *marker) shows(p place) bool {
	if p.name != nil && !slices.Contains(m.names, p.name) {
		return false
	}
	return m.least == nil || p.direct || !m.direct[p.term] && p.worth >= m.least[p.term]
}

// promised is how many different terms a text may match, given the numbers of its
// words: as many as it has wanted words of.
func (m *marker) promised(words []uint32, lang int) int {
	if m.telling[lang] == nil {
		return len(words) // a phrase may be anywhere
	}
	kinds, seen := 0, make([]bool, len(m.meaning.terms)+1)
	for _, n := range words {
		if !m.tells(lang, n) {
			continue
		}
		for _, p := range m.places(m.book.word(lang, n), lang) {
			if m.shows(p) && !seen[p.term] {
				seen[p.term] = true
				kinds++
			}
		}
	}
	return kinds
}

// mark marks a text, given the numbers of its words where they are known.
func (m *marker) mark(field, text string, lang int, words []uint32) marked {
	var list []place
	add := func(p place) {
		if n := len(list); n == 0 || list[n-1].end <= p.start {
			list = append(list, p)
		}
	}
	runs := m.runs(text, lang)
	at := -1
	language.EachWord(text, func(letters []byte, start, end int) {
		at++
		if len(runs) > 0 && runs[0].start == start {
			add(runs[0])
			runs = runs[1:]
		}
		if end-start > longestExtract/2 {
			return // a real word is short: marks and soft hyphens can make one of any length
		}
		if words != nil && m.telling[lang] != nil && !m.tells(lang, words[at]) {
			return
		}
		for _, p := range m.places(string(letters), lang) {
			if !m.shows(p) {
				continue
			}
			if p.start, p.end = start+p.start, start+p.end; end-start != utf8.RuneCount(letters) { // it has marks of its own: letters cannot be counted
				p.start, p.end = start, end
			}
			add(p)
		}
	})
	return m.markedAt(wholeNames(list), marked{field: field, lang: i18n.Langs()[lang], text: text})
}

// markedAt is a text marked at some places.
func (m *marker) markedAt(list []place, text marked) marked {
	best := make([]float64, len(m.meaning.terms)+1)
	for _, p := range list {
		text.ranges = append(text.ranges, [2]int{p.start, p.end})
		text.terms = append(text.terms, p.term)
		if best[p.term] == 0 {
			text.kinds++
		}
		best[p.term] = max(best[p.term], p.worth)
	}
	for _, worth := range best {
		text.worth += worth
	}
	return text
}

// best marks a passage in the reader's language or, when nothing of it matches,
// in the language that matches best; not at all when none can match more than so
// many terms.
func (m *marker) best(l *leaf, i, reader, kinds int) (best marked) {
	if kinds >= m.kinds {
		return marked{}
	}
	mark := func(lang int) marked {
		return m.mark(l.passages[i].field, l.text(i, lang), lang, l.words(i, lang))
	}
	own := m.promised(l.words(i, reader), reader)
	if own > kinds {
		if found := mark(reader); found.kinds > 0 {
			return found
		}
	}
	var promised [language.Languages]int
	for lang := range language.Languages {
		if lang != reader {
			promised[lang] = m.promised(l.words(i, lang), lang)
		}
	}
	if slices.Max(promised[:]) <= kinds {
		return marked{}
	}
	if own > 0 && own <= kinds {
		if found := mark(reader); found.kinds > 0 {
			return found
		}
	}
	for lang, kinds := range promised {
		if kinds == 0 {
			continue
		}
		if found := mark(lang); found.worth > best.worth {
			best = found
		}
	}
	return best
}

// highlights are title and summary where they match, and an extract of the
// other text that matches most terms.
func (m *marker) highlights(l *leaf, reader int) []Highlight {
	var list []Highlight
	var extract marked
	for i, p := range l.passages {
		if p.field == "title" || p.field == "summary" {
			if found := m.best(l, i, reader, 0); found.kinds > 0 {
				list = append(list, Highlight{found.field, found.lang, found.text, found.ranges})
			}
		} else if found := m.best(l, i, reader, extract.kinds); found.kinds > extract.kinds {
			extract = found
		}
	}
	if extract.kinds > 0 {
		list = append(list, extract.extract())
	}
	return list
}
