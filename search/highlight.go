package search

import (
	"context"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// longestExtract is the length of an extract in code points, with the dots that
// mark where it was cut.
const longestExtract = 240

// explain adds to each hit the places in its texts that match the query, and how
// they come to match it. The texts are the database's; what was deleted meanwhile
// has none.
func (x *Index) explain(ctx context.Context, a answer, lang i18n.Lang) error {
	texts, err := x.texts(ctx, a.Hits)
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
	for i, winners := range a.winners {
		list, ok := texts[a.Hits[i].origin()]
		if !ok {
			continue
		}
		m := markers[realmOf(a.Hits[i].Kind)]
		m.turn(winners)
		a.Hits[i].Highlights = m.highlights(list, i18n.Langs()[languageOf(lang)])
		a.Hits[i].Matches = m.matches(list, winners, languageOf(lang))
	}
	return nil
}

func (h Hit) origin() origin { return origin{h.Kind, h.ID, h.Part} }

// texts are the hits' own texts, as they are now in the database.
func (x *Index) texts(ctx context.Context, hits []Hit) (map[origin][]passage, error) {
	var ids []string
	wanted := map[string]bool{}
	for _, h := range hits {
		if h.Kind == KindPractice {
			ids = append(ids, h.ID)
		} else {
			wanted[h.ID] = true
		}
	}
	texts := make(map[origin][]passage, len(hits))
	found, err := x.catalogue.Practices(ctx, account.Machine(), ids)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		texts[origin{kind: KindPractice, id: p.ID}] = passages(p)
	}
	for id := range wanted {
		r, err := x.public(ctx, id)
		if err != nil {
			return nil, err
		}
		if r != nil {
			for _, it := range x.codes.parts(r, i18n.Text{}) {
				texts[it.origin] = it.passages
			}
		}
	}
	return texts, nil
}

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
	// Of the hit in hand, by term of the query.
	least  []float64 // what an alternative must be worth to be marked
	direct []bool    // the hit has the word itself
}

// wish is a term of a query, counted from 1, and what a match is worth for it.
type wish struct {
	term   int
	worth  float64
	direct bool // the word itself
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
				k.wish(a, i+1)
			}
		}
	}
	return k
}

func (m *marker) wish(a alternative, term int) {
	if a.field == fieldWords(a.lang) {
		return // its form is wanted too
	}
	for _, t := range strings.Fields(strings.Join(a.terms, " ")) {
		if held, ok := m.wanted[a.lang][t]; !ok || held.worth < a.worth {
			m.wanted[a.lang][t] = wish{term, a.worth, a.direct()}
		}
	}
}

// turn turns to the next hit.
func (m *marker) turn(winners []int) {
	m.least, m.direct = make([]float64, len(m.meaning.terms)+1), make([]bool, len(m.meaning.terms)+1)
	for i, winner := range winners {
		if a, term := m.alternative(i, winner); a != nil {
			m.least[term+1] = max(m.least[term+1], halfAsGood*a.worth)
			m.direct[term+1] = m.direct[term+1] || a.direct() && i < len(m.meaning.terms)
		}
	}
}

// want marks the alternatives that a hit has won by, too.
func (m *marker) want(winners []int) {
	for i, winner := range winners {
		if a, term := m.alternative(i, winner); a != nil {
			m.wish(*a, term+1)
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
		key := t.Term
		if t.Kind == language.Part {
			key = inPart + t.Term
		}
		wish, ok := m.wanted[lang][key]
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

func (m *marker) mark(field, text string, lang int) marked {
	found := marked{field: field, lang: i18n.Langs()[lang], text: text}
	best := make([]float64, len(m.meaning.terms)+1)
	add := func(from, to, term int, worth float64) {
		if n := len(found.ranges); n > 0 && found.ranges[n-1][1] > from {
			return
		}
		found.ranges = append(found.ranges, [2]int{from, to})
		found.terms = append(found.terms, term)
		if best[term] == 0 {
			found.kinds++
		}
		best[term] = max(best[term], worth)
	}
	runs := m.runs(text, lang)
	language.EachWord(text, func(letters []rune, start, end int) {
		if len(runs) > 0 && runs[0].start == start {
			add(start, runs[0].end, runs[0].term, runs[0].worth)
			runs = runs[1:]
		}
		if end-start > longestExtract/2 {
			return // a real word is short: marks and soft hyphens can make one of any length
		}
		for _, p := range m.places(string(letters), lang) {
			if m.least != nil && !p.direct && (m.direct[p.term] || p.worth < m.least[p.term]) {
				continue
			}
			from, to := start+p.start, start+p.end
			if end-start != len(letters) { // it has marks of its own: letters cannot be counted
				from, to = start, end
			}
			add(from, to, p.term, p.worth)
		}
	})
	for _, worth := range best {
		found.worth += worth
	}
	return found
}

// best marks a text in the reader's language or, when nothing of it matches,
// in the language that matches best.
func (m *marker) best(p passage, reader i18n.Lang) marked {
	var best marked
	for i, lang := range i18n.Langs() {
		text := p.text.In(lang)
		if text == "" {
			continue
		}
		found := m.mark(p.field, text, i)
		if lang == reader && found.kinds > 0 {
			return found
		}
		if found.worth > best.worth {
			best = found
		}
	}
	return best
}

// highlights are title and summary where they match, and an extract of the
// other text that matches most terms.
func (m *marker) highlights(passages []passage, reader i18n.Lang) []Highlight {
	var list []Highlight
	var extract marked
	for _, passage := range passages {
		found := m.best(passage, reader)
		switch {
		case found.kinds == 0:
		case passage.field == "title" || passage.field == "summary":
			list = append(list, Highlight{found.field, found.lang, found.text, found.ranges})
		case found.kinds > extract.kinds:
			extract = found
		}
	}
	if extract.kinds > 0 {
		list = append(list, extract.extract())
	}
	return list
}

// extract cuts the part out that has most different terms and then most
// matches, at gaps between words.
func (t marked) extract() Highlight {
	letters := []rune(t.text)
	h := Highlight{t.field, t.lang, t.text, t.ranges}
	if len(letters) <= longestExtract {
		return h
	}
	const dots = "…"
	room := longestExtract - 2*len([]rune(dots))
	first, last := t.densest(room)
	spare := room - (t.ranges[last][1] - t.ranges[first][0])
	start := max(0, t.ranges[first][0]-spare/3)
	end := min(len(letters), start+room)
	start = max(0, end-room)
	if start > 0 {
		start = gap(letters, start, t.ranges[first][0])
	}
	if end < len(letters) {
		end = t.ranges[last][1] + lastGap(letters[t.ranges[last][1]:end])
	}
	text, shift := string(letters[start:end]), -start
	if start > 0 {
		text, shift = dots+text, shift+1
	}
	if end < len(letters) {
		text += dots
	}
	h.Text, h.Ranges = text, nil
	for _, r := range t.ranges {
		if r[0] >= start && r[1] <= end {
			h.Ranges = append(h.Ranges, [2]int{r[0] + shift, r[1] + shift})
		}
	}
	return h
}

// densest is the row of ranges, first and last, that fits into so many code
// points and has most different terms, then most ranges.
func (t marked) densest(room int) (first, last int) {
	most := 0
	for i := range t.ranges {
		seen := map[int]bool{}
		for j := i; j < len(t.ranges) && t.ranges[j][1]-t.ranges[i][0] <= room; j++ {
			seen[t.terms[j]] = true
			if worth := len(seen)*longestExtract + j - i; worth > most {
				most, first, last = worth, i, j
			}
		}
	}
	return first, last
}

// gap is the first place from start on that begins a word, at most limit.
func gap(letters []rune, start, limit int) int {
	for i := start; i < limit; i++ {
		if letters[i-1] == ' ' || letters[i-1] == '\n' {
			return i
		}
	}
	return limit
}

// lastGap is the length of the longest part of letters that ends a word, all of
// them when there is no gap.
func lastGap(letters []rune) int {
	for i := len(letters) - 1; i >= 0; i-- {
		if letters[i] == ' ' || letters[i] == '\n' {
			return i
		}
	}
	return len(letters)
}
