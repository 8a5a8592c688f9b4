package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/search/language"
)

// doubt is what a match in a language is worth, by how likely the query is in
// it. Among equals the reader's language comes first.
func (u *understanding) doubt(lang int) float64 {
	worth := 1.0
	if u.likely[lang] < surely {
		worth = u.weights.OtherLanguage
	}
	if lang != u.first {
		worth *= notTheReaders
	}
	return worth
}

const notTheReaders = 0.98

// faint tells whether it is looked up only for want of better ones.
func (a alternative) faint() bool {
	return a.how == BySimilar || a.how == ByBeginning || len(a.terms) > 1
}

// manyHave is how many documents must have a word, or a name of what it means, so that
// what only looks like it or begins with it, and names whose words stand apart, are not looked
// up: they would stand behind all these, and cost most of the time in a large catalogue.
const manyHave = 100

// forms adds the word itself, its forms and its parts, in texts as words and as
// parts of words.
func (u *understanding) forms(t *term) (list []alternative) {
	w, bit, name := u.weights, 0, u.language.Name(t.word) || u.placeName(t.word)
	if name {
		list = u.nameForms(t.word)
	}
	for lang := range language.Languages {
		field, doubt := fieldText(lang), u.doubt(lang)
		tokens := u.language.Tokens(lang, t.word)
		if name {
			tokens = slices.DeleteFunc(slices.Clone(tokens), func(token language.Token) bool {
				return token.Term != t.word && utf8.RuneCountInString(token.Term) < shortestStem
			})
		}
		if len(tokens) > 0 || name {
			list = append(list, alternative{lang: lang, field: fieldWords(lang), terms: []string{t.word}, worth: max(doubt, notTheReaders), cover: 1, how: ByForm})
		}
		if len(tokens) > 0 && name { // names are the same in all languages
			for other := range language.Languages {
				list = append(list, alternative{lang: other, field: fieldText(other), terms: []string{tokens[0].Term}, worth: w.Form * doubt * notTheReaders, cover: coverLabel, how: ByForm})
			}
		}
		bits, used := partBits(tokens, bit)
		bit += used
		for i, token := range tokens {
			whole := alternative{lang: lang, field: field, terms: []string{token.Term}, worth: w.Form * doubt, cover: 1, how: ByForm, part: bits[i]}
			within := whole
			within.terms, within.worth, within.cover, within.how = []string{inPart + token.Term}, whole.worth*w.InPart, coverInPart, ByInPart
			if token.Kind == language.Part {
				whole.worth, whole.how, whole.cover = w.Part*doubt, ByPart, 0
				within.worth, within.how, within.cover = w.Part*doubt*w.InPart, ByPart, 0
				t.parts[lang] |= bits[i]
			}
			list = append(list, whole, within)
		}
	}
	return list
}

// shortestStem is the fewest letters of a stem that tells a name from other words:
// Vasa and vastaan have the same shorter one.
const shortestStem = 4

// nameForms are the words of the catalogue that are a name with the ending of a
// case.
func (u *understanding) nameForms(name string) (list []alternative) {
	for _, l := range u.lexicon.words.Beginning(name, mostBeginnings) {
		if l.Word == name || !language.CaseEnding(strings.TrimPrefix(l.Word, name)) {
			continue
		}
		for lang := range language.Languages {
			if l.Langs&(1<<lang) != 0 {
				list = append(list, alternative{lang: lang, field: fieldWords(lang), terms: []string{l.Word}, worth: u.weights.Form * u.doubt(lang), cover: 1, how: ByForm})
			}
		}
	}
	return list
}

// partBits gives each smallest part of a compound a bit, from a first one on,
// and each token those of the parts that it consists of; no more than there are
// bits.
func partBits(tokens []language.Token, first int) (bits []uint16, used int) {
	bits = make([]uint16, len(tokens))
	within := func(a, b language.Token) bool { return a.Start >= b.Start && a.End <= b.End }
	for i, t := range tokens {
		if t.Kind != language.Part {
			continue
		}
		smallest := true
		for j, o := range tokens {
			if o.Kind != language.Part || !within(o, t) {
				continue
			}
			smallest = smallest && within(t, o)
			if j < i && within(t, o) {
				bits[i] = bits[j] // the same letters in another form
			}
		}
		if smallest && bits[i] == 0 && first+used < 16 {
			bits[i] = 1 << (first + used)
			used++
		}
	}
	for i, t := range tokens {
		for j, o := range tokens {
			if t.Kind == language.Part && o.Kind == language.Part && within(o, t) {
				bits[i] |= bits[j]
			}
		}
	}
	return bits, used
}

// wholes are the whole terms of a word of the catalogue in the languages of its
// texts.
func (u *understanding) wholes(l language.Likeness, worth, cover float64, how string) (list []alternative) {
	for lang := range language.Languages {
		if l.Langs&(1<<lang) == 0 {
			continue
		}
		for _, t := range u.language.Tokens(lang, l.Word) {
			if t.Kind == language.Whole {
				list = append(list, alternative{lang: lang, field: fieldText(lang), terms: []string{t.Term}, worth: worth, cover: cover, how: how, name: l.Word})
				break
			}
		}
	}
	return list
}

// shortestBeginning is the fewest letters of a word that may stand for a longer
// one; one letter less is taken for no mistake.
const shortestBeginning = 5

// beginnings are words of the catalogue that begin with a word that is none
// itself: people search before they have typed to the end.
func (u *understanding) beginnings(word string) (list []language.Likeness, err error) {
	if u.weights.Beginning == 0 || utf8.RuneCountInString(word) < shortestBeginning-1 {
		return nil, nil
	}
	for _, one := range u.lexicon.words.Beginning(word, mostBeginnings) {
		n, err := u.count(one.Word)
		if err != nil {
			return nil, err
		}
		if n > 0 { // else it is a word of what was withdrawn
			list = append(list, one)
		}
	}
	return list, nil
}

// near are words of the catalogue that mean something like the word; names are
// near to names alone.
func (u *understanding) near(word string) (list []alternative) {
	w, v := u.weights, u.language.Vectors
	if w.Near == 0 {
		return nil
	}
	sure := 1.0
	if u.language.Name(word) {
		sure = nearName
	}
	for from := range language.Languages {
		direction, own := v.Zero(), u.language.Tokens(from, word)
		if u.likely[from] < surely || !v.Add(direction, from, own, 1) || !direction.Unit() {
			continue
		}
		for lang := range language.Languages {
			for _, n := range u.lexicon.nearest(v, nearKey{word, from, lang}, direction, w.NearLeast) {
				_, stem := v.Key(n.Row)
				if lang == from && slices.ContainsFunc(own, func(t language.Token) bool { return t.Term == stem }) {
					continue
				}
				if sure == 1 && u.language.NameStem(lang, stem) {
					continue
				}
				cube := sure * n.Cosine * n.Cosine * n.Cosine
				cover := cube
				if lang == from {
					cover *= coverSibling
				}
				a := alternative{lang: lang, field: fieldText(lang), terms: []string{stem}, worth: w.Near * cube, cover: cover, how: ByNear}
				list = append(list, a)
				a.terms, a.worth, a.cover = []string{inPart + stem}, a.worth*w.InPart, a.cover*coverInPart
				list = append(list, a)
			}
		}
	}
	return list
}
