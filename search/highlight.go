package search

import (
	"cmp"
	"context"
	"fmt"
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
func (x *Index) explain(ctx context.Context, a answer, lang i18n.Lang) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *fault: // of ours: no file of the index is read here
			err = fmt.Errorf("explaining hits: %v\n%s", r.what, r.stack)
		default:
			panic(r)
		}
	}()
	parts := min(processors(), (len(a.winners)+fewExplained-1)/fewExplained)
	failed := make([]error, parts)
	atOnce(parts, func(part int) {
		failed[part] = x.explainSome(ctx, a, len(a.winners)*part/parts, len(a.winners)*(part+1)/parts, lang)
	})
	return cmp.Or(failed...)
}

// fewExplained is how many hits are explained sooner than somebody else could begin.
const fewExplained = 4

// explainSome explains the hits from one to before another.
func (x *Index) explainSome(ctx context.Context, a answer, from, to int, lang i18n.Lang) error {
	texts, err := x.leavesOf(ctx, a.Hits[from:to])
	if err != nil {
		return err
	}
	markers := a.markers(x.wordbooks.current(x.language))
	for i, winners := range a.winners[from:to] {
		hit := &a.Hits[from+i]
		list := texts[hit.origin()]
		if list == nil {
			continue
		}
		m := markers[realmOf(hit.Kind)]
		m.turn(list, winners)
		hit.Matches = m.matches(winners, languageOf(lang)) // which notes the words that the hit has itself
		hit.Highlights = m.highlights(languageOf(lang))
	}
	return nil
}

// markers mark what all hits have won by, whichever hit they are shown.
func (a answer) markers(book *wordbook) (markers [realms]*marker) {
	for i, winners := range a.winners {
		r := realmOf(a.Hits[i].Kind)
		if markers[r] == nil {
			markers[r] = newMarker(book, a.meanings[r])
		}
		markers[r].want(winners)
	}
	return markers
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
	meaning *meaning
	book    *wordbook
	wanted  [language.Languages]map[string]wish    // term of the index to what it is wanted for
	known   [language.Languages]map[uint32][]place // a word of the book to what of it is marked
	phrases []wanted
	looked  [language.Languages]int // how many words of the book were looked through
	telling [language.Languages]set // those of them that may be marked or told
	able    map[int]bool            // the terms that may be marked
	// Of the hit in hand, by term of the query.
	least  []float64      // what an alternative must be worth to be marked
	direct []bool         // the hit has the word itself
	names  []*alternative // of several words, by which the hit was found
	// And by passage.
	hit      *leaf
	mentions [][language.Languages][]mention // the words of it that may be marked or told; nil where not looked for yet
	cuts     []cut
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

func newMarker(book *wordbook, m *meaning) *marker {
	k := &marker{meaning: m, book: book, able: map[int]bool{}}
	for lang := range language.Languages {
		k.wanted[lang], k.known[lang] = map[string]wish{}, map[uint32][]place{}
		k.looked[lang] = book.size(lang)
		k.telling[lang] = make(set, k.looked[lang]/64+1)
	}
	for i, t := range m.terms {
		for j := range t.alternatives {
			a := &t.alternatives[j]
			if a.how == ByPhrase {
				k.phrases, k.able[i+1] = append(k.phrases, wanted{a.lang, a.terms, i + 1}), true
			}
			if !a.several() && a.worth >= leastMarked {
				k.wish(a, i+1)
			} else if a.direct() || a.how == ByLabel {
				k.tell(a.lang, a.terms[0])
			}
		}
	}
	return k
}

func (m *marker) wish(a *alternative, term int) {
	if a.field == fieldWords(a.lang) {
		return // its form is wanted too
	}
	m.able[term] = true
	for _, terms := range a.terms {
		for t := range strings.FieldsSeq(terms) {
			held, ok := m.wanted[a.lang][t]
			if ok && held.worth >= a.worth {
				continue
			}
			one := wish{term: term, worth: a.worth, direct: a.direct(), key: t}
			if a.several() {
				one.name = a
			}
			m.wanted[a.lang][t] = one
			m.tell(a.lang, t)
		}
	}
}

// tell has the words looked at that have a term of the index.
func (m *marker) tell(lang int, term string) {
	for _, n := range m.book.with(lang, term) {
		if int(n) < m.looked[lang] {
			m.telling[lang].add(n)
		}
	}
}

// tells tells whether a word of the book is looked at: one that came later may have
// any term.
func (m *marker) tells(lang int, n uint32) bool {
	return int(n) >= m.looked[lang] || m.telling[lang].has(n)
}

// mention is a word of the book in a text, with its place there in code points.
type mention struct {
	number     uint32
	start, end int
}

// words are the words of a passage that may be marked or told.
func (m *marker) words(i, lang int) []mention {
	if m.mentions[i][lang] == nil {
		m.mentions[i][lang] = m.look(i, lang)
	}
	return m.mentions[i][lang]
}

func (m *marker) look(i, lang int) []mention {
	list, text := []mention{}, m.hit.text(i, lang)
	tells := func(n uint32) bool { return m.tells(lang, n) }
	numbers := m.hit.known(m.book, i, lang)
	if text == "" || numbers != nil && !slices.ContainsFunc(numbers, tells) {
		return list
	}
	m.cuts = m.book.cut(m.cuts[:0], text)
	if numbers == nil {
		numbers = m.book.numbersOf(lang, text, m.cuts)
		m.hit.know(m.book, i, lang, numbers)
	}
	for k, w := range m.cuts {
		if tells(numbers[k]) {
			list = append(list, mention{numbers[k], w.start, w.end})
		}
	}
	return list
}

// turn turns to the next hit.
func (m *marker) turn(hit *leaf, winners []int) {
	m.hit, m.mentions = hit, make([][language.Languages][]mention, len(hit.passages))
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

// places are the parts of a word of the book that match: the whole word, or parts
// of a compound.
func (m *marker) places(n uint32, lang int) []place {
	if list, ok := m.known[lang][n]; ok {
		return list
	}
	var parts []place
	var whole place
	best := 0.0
	for _, t := range m.book.language.Tokens(lang, m.book.word(lang, n)) {
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
	m.known[lang][n] = list
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

// mark marks a passage in a language.
func (m *marker) mark(i, lang int) marked {
	var list []place
	add := func(p place) {
		if n := len(list); n == 0 || list[n-1].end <= p.start {
			list = append(list, p)
		}
	}
	text := m.hit.text(i, lang)
	runs := m.runs(text, lang)
	for _, w := range m.words(i, lang) {
		for ; len(runs) > 0 && runs[0].start <= w.start; runs = runs[1:] {
			add(runs[0])
		}
		if w.end-w.start > longestExtract/2 {
			continue // a real word is short: marks and soft hyphens can make one of any length
		}
		for _, p := range m.places(w.number, lang) {
			if !m.shows(p) {
				continue
			}
			if p.start, p.end = w.start+p.start, w.start+p.end; w.end-w.start != utf8.RuneCountInString(m.book.word(lang, w.number)) { // it has marks of its own: letters cannot be counted
				p.start, p.end = w.start, w.end
			}
			add(p)
		}
	}
	for _, p := range runs {
		add(p)
	}
	return m.markedAt(wholeNames(list), marked{field: m.hit.passages[i].field, lang: i18n.Langs()[lang], text: text})
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
func (m *marker) best(i, reader, kinds int) (best marked) {
	if kinds >= len(m.able) {
		return marked{}
	}
	if own := m.mark(i, reader); own.kinds > 0 {
		return own
	}
	for lang := range language.Languages {
		if found := m.mark(i, lang); found.worth > best.worth {
			best = found
		}
	}
	return best
}

// highlights are title and summary where they match, and an extract of the
// other text that matches most terms.
func (m *marker) highlights(reader int) []Highlight {
	var list []Highlight
	var extract marked
	for i, p := range m.hit.passages {
		if p.field == "title" || p.field == "summary" {
			if found := m.best(i, reader, 0); found.kinds > 0 {
				list = append(list, Highlight{found.field, found.lang, found.text, found.ranges})
			}
		} else if found := m.best(i, reader, extract.kinds); found.kinds > extract.kinds {
			extract = found
		}
	}
	if extract.kinds > 0 {
		list = append(list, extract.extract())
	}
	return list
}
