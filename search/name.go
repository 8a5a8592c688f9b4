package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/search/language"
)

// nameForms are the words of names as they are written and in every form that
// they are looked up by, with their places.
func nameForms(l *language.Language, names []string) (list inPlaces) {
	place := 0
	for _, name := range names {
		for _, w := range language.Words(name) {
			place++
			for _, form := range formsOf(l, w.Text) {
				list = append(list, standing{form, place})
			}
		}
		place++
	}
	return list
}

// formsOf are a word as it is written and its terms in all languages, each once.
func formsOf(l *language.Language, word string) []string {
	forms := []string{word}
	for lang := range language.Languages {
		for _, t := range l.Tokens(lang, word) {
			if t.Kind == language.Whole && !slices.Contains(forms, t.Term) {
				forms = append(forms, t.Term)
			}
		}
	}
	return forms
}

// named are the words of an entry that are names: they are meant when they are
// typed, whatever else they could be a form of.
func (e *entry) named(l *language.Language) (list tokens) {
	for _, title := range e.titles {
		list = append(list, namesIn(l, title)...)
	}
	for _, name := range slices.Concat(e.partners, e.funders, []string{e.owner.FI, e.owner.SV, e.owner.EN}) {
		list = append(list, namesIn(l, associations.Replace(name))...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// associations are what ends the name of an association in Finland.
var associations = strings.NewReplacer(" r.y.", " ry", " r.f.", " rf", " r.y", " ry", " r.f", " rf")

func isAssociation(word string) bool { return word == "ry" || word == "rf" || word == "sr" }

// namesIn are the words of a title or of an organisation's name that are names:
// what stands alone in a part of it ("Silta: …", "… – SMILE"), and words with a
// capital letter that no word list has as another word, or that stand inside a
// part where other words have small letters.
func namesIn(l *language.Language, title string) (names []string) {
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(":–—(),.!?/|\"“”»«", r) }) {
		if alone(part) {
			for _, w := range language.Words(strings.Fields(part)[0]) {
				names = append(names, w.Text)
			}
			continue
		}
		letters, sentence := []rune(part), isSentence(part)
		for i, w := range language.Words(part) {
			if first := letters[w.Start]; !unicode.IsUpper(first) && !unicode.IsDigit(first) || utf8.RuneCountInString(w.Text) < 2 {
				continue
			}
			if sentence && i > 0 && letters[w.Start-1] != '-' || l.Name(w.Text) || !explained(l, w.Text) {
				names = append(names, w.Text)
			}
		}
	}
	return names
}

// alone tells whether a text is one word, without what makes it an association.
func alone(text string) bool {
	words := strings.Fields(text)
	return len(words) == 1 || len(words) == 2 && isAssociation(words[1])
}

// isSentence tells whether a word of some length has a small first letter, or the
// text is an association's name in Finnish or Swedish, so that a capital letter
// inside it tells something.
func isSentence(text string) bool {
	for _, w := range strings.Fields(text) {
		if first, _ := utf8.DecodeRuneInString(w); isAssociation(w) || unicode.IsLower(first) && utf8.RuneCountInString(w) >= 4 {
			return true
		}
	}
	return false
}

// explained tells whether the word list of any language has a word or the parts of
// a compound.
func explained(l *language.Language, word string) bool {
	for lang := range language.Languages {
		if l.Known(lang, word) {
			return true
		}
	}
	return false
}

// mostNamed is how many of the best hits may be what the query names.
const mostNamed = 100

// named brings up what the query names: who types a name means it. Hits that have
// all words of the query as names come before all others; those that have them, or
// a phrase, in their title as they stand come up.
func (x *Index) named(r request, m *meaning, list []found) {
	if len(list) == 0 {
		return
	}
	compared := list[:min(len(list), mostCompared)] // where the best are
	best := compared[:min(len(compared), mostNamed)]
	lead(compared, len(best), better)
	top := best[0].score
	if names := r.names(); len(names) > 0 {
		for i, f := range best {
			if x.columns.rows[f.slot].titled(names) {
				best[i].score += x.weights.Name * top
			}
		}
	}
	for i := 0; m.named != nil && i < len(list); i++ {
		if m.named.has(list[i].doc) {
			list[i].score += x.weights.Named * top
		}
	}
}

// titled tells whether one of the row's titles has one of some names.
func (r *row) titled(names []string) bool {
	for i, title := range r.titles {
		if slices.Contains(r.titles[:i], title) {
			continue // of another language, which has none of its own
		}
		title = nameOf(title)
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(title, name) }) {
			return true
		}
	}
	return false
}

// names are the words of a query that stand in a row. Of a single word, the
// title's weight decides.
func (r *request) names() (names []string) {
	add := func(text string) {
		if name := nameOf(text); strings.Contains(name[1:len(name)-1], " ") {
			names = append(names, name)
		}
	}
	if r.plain() {
		add(r.Words)
		return names
	}
	for _, c := range r.clauses {
		for _, a := range c.any {
			if a.phrase && !c.not && a.field == fieldAny {
				add(a.text)
			}
		}
	}
	return names
}

// nameOf are the words of a text with a space before and after each.
func nameOf(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 2)
	b.WriteByte(' ')
	language.EachWord(text, func(letters []byte, _, _ int) {
		b.Write(letters)
		b.WriteByte(' ')
	})
	return b.String()
}
