package search

import (
	"cmp"
	"slices"
	"strings"

	"tiekartta/i18n"
)

// matches tells how a hit came to match each term and group. The word itself, or
// another name of it, in the reader's language explains more than what won in another.
func (m *marker) matches(winners []int, reader int) (told []Match) {
	together := m.together(winners)
	for i, winner := range winners {
		a, _ := m.alternative(i, winner)
		if a == nil || a.how == "" || i < len(m.meaning.terms) && together[i] {
			continue
		}
		if i < len(m.meaning.terms) && !(a.direct() && a.lang == reader) {
			if one, ok := m.plain(i, a, reader); ok {
				told = append(told, one)
				continue
			}
		}
		one := Match{How: a.how, Lang: i18n.Langs()[a.lang]}
		if n := len(m.meaning.terms); i < n {
			one.Word = cmp.Or(a.of, m.meaning.terms[i].word)
		} else {
			var words []string
			for _, t := range m.meaning.terms[m.meaning.groups[i-n].first : m.meaning.groups[i-n].last+1] {
				words = append(words, t.word)
			}
			one.Word = strings.Join(words, " ")
		}
		switch {
		case a.field == fieldWords(a.lang):
			one.Found = strings.Join(a.terms, " ")
		case a.several():
			one.Found = m.wordsOf(a)
		default:
			one.Found = m.word(a.lang, a.terms[0])
		}
		told = append(told, one)
	}
	return told
}

// plain tells that a hit has a term's word itself in the reader's language or, when
// it won by a name of the same concept, such a name.
func (m *marker) plain(term int, won *alternative, reader int) (one Match, ok bool) {
	t := m.meaning.terms[term]
	for _, a := range t.alternatives {
		named := a.how == ByLabel && won.how == ByLabel && a.of == won.of && won.lang != reader && !a.several()
		if !a.direct() && (ok || !named) || a.lang != reader || a.field != fieldText(reader) {
			continue
		}
		found := m.word(reader, a.terms[0])
		if found == "" {
			continue
		}
		one, ok = Match{Word: cmp.Or(a.of, t.word), How: a.how, Found: found, Lang: i18n.Langs()[reader]}, true
		if a.direct() {
			m.direct[term+1] = true
			break
		}
	}
	return one, ok
}

// together are the terms that a hit answers as a group.
func (m *marker) together(winners []int) []bool {
	n := len(m.meaning.terms)
	list := make([]bool, n)
	for i, g := range m.meaning.groups {
		for t := g.first; winners[n+i] >= 0 && t <= g.last; t++ {
			list[t] = true
		}
	}
	return list
}

// wordsOf are the words of a hit that a name of several words stands for, "" when
// its own texts have not all of them.
func (m *marker) wordsOf(a *alternative) string {
	apart, terms := ", ", a.terms
	if len(terms) == 1 { // they stand in a row
		apart, terms = " ", strings.Fields(terms[0])
	}
	var found []string
	for _, t := range terms {
		w := m.word(a.lang, t)
		if w == "" {
			return ""
		}
		if !slices.Contains(found, w) {
			found = append(found, w)
		}
	}
	return strings.Join(found, apart)
}

// word is the first word of a hit that has a term of the index, "" when none of
// its own texts has.
func (m *marker) word(lang int, term string) string {
	for i := range m.hit.passages {
		words := m.words(i, lang)
		having := m.book.with(lang, term) // which may have grown by them
		for _, w := range words {
			if _, ok := slices.BinarySearch(having, w.number); ok {
				return m.book.word(lang, w.number)
			}
		}
	}
	return ""
}
