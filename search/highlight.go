package search

import (
	"context"
	"slices"
	"unicode/utf8"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// longestExtract is the length of an extract in code points, with the dots that
// mark where it was cut.
const longestExtract = 240

// highlight adds to each hit the places in its texts that the terms match. The
// texts are the catalogue's; a practice deleted meanwhile has none.
func (x *Index) highlight(ctx context.Context, hits []Hit, lang i18n.Lang, terms []term) error {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	practices, err := x.catalogue.Practices(ctx, account.Machine(), ids)
	if err != nil {
		return err
	}
	m := newMarker(x.languages, terms)
	for _, p := range practices {
		i := slices.Index(ids, p.ID)
		hits[i].Highlights = m.highlights(p, x.languages[x.languages.in(lang)].lang)
	}
	return nil
}

// marker finds the words of texts that the terms of one query match, by the
// same rules as the index.
type marker struct {
	languages languages
	terms     []term
	known     []map[string]int // by language: a text's word and the term it matches, 0 for none, counted from 1
	initials  map[rune]bool    // letters that a matching word begins with: no stem begins otherwise than its word
}

func newMarker(ls languages, terms []term) *marker {
	m := &marker{languages: ls, terms: terms, initials: map[rune]bool{}}
	for _, t := range terms {
		for _, s := range append([]string{t.word}, t.stems...) {
			r, _ := utf8.DecodeRuneInString(s)
			m.initials[r] = true
		}
	}
	for range ls {
		m.known = append(m.known, map[string]int{})
	}
	return m
}

// term is the first term, counted from 1, that a word of a text in a language
// matches; 0 is none.
func (m *marker) term(w string, lang int) int {
	if n, ok := m.known[lang][w]; ok {
		return n
	}
	n := m.match(w, lang)
	m.known[lang][w] = n
	return n
}

func (m *marker) match(w string, lang int) int {
	l := m.languages[lang]
	if l.stop[w] {
		return 0
	}
	stem := l.stem(w)
	for i, t := range m.terms {
		if w == t.word || stem == t.stems[lang] {
			return i + 1
		}
	}
	for i, t := range m.terms {
		if t.worth(w) > 0 {
			return i + 1
		}
	}
	return 0
}

// marked is a text with its matches.
type marked struct {
	field  string
	lang   i18n.Lang
	text   string
	ranges [][2]int
	terms  []int // which term each range matches
	kinds  int   // how many different terms
}

func (m *marker) mark(field, text string, lang int) marked {
	found := marked{field: field, lang: m.languages[lang].lang, text: text}
	seen := make([]bool, len(m.terms)+1)
	eachWord(text, func(letters []rune, start, end int) {
		if !m.initials[letters[0]] || end-start > longestExtract/2 {
			return // a real word is short: marks and soft hyphens can make one of any length
		}
		n := m.term(string(letters), lang)
		if n == 0 {
			return
		}
		found.ranges = append(found.ranges, [2]int{start, end})
		found.terms = append(found.terms, n)
		if !seen[n] {
			seen[n] = true
			found.kinds++
		}
	})
	return found
}

// best marks a text in the reader's language or, when nothing of it matches,
// in the language that has most.
func (m *marker) best(p passage, reader i18n.Lang) marked {
	var best marked
	for i, l := range m.languages {
		text := p.text.In(l.lang)
		if text == "" {
			continue
		}
		found := m.mark(p.field, text, i)
		if l.lang == reader && found.kinds > 0 {
			return found
		}
		if found.kinds > best.kinds {
			best = found
		}
	}
	return best
}

// highlights are title and summary where they match, and an extract of the
// other text that matches most terms.
func (m *marker) highlights(p *catalogue.Practice, reader i18n.Lang) []Highlight {
	var list []Highlight
	var extract marked
	for _, passage := range passages(p) {
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
