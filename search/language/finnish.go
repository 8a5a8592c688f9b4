package language

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Base forms of Finnish words: an ending is taken off, the stem before it is
// put back into the forms that a word with such a stem may have, and those that
// the word list knows are the answer. Source of the types of inflection:
// VISK § 63–96, https://scripta.kotus.fi/visk/

// Which stem an ending leaves.
const (
	stemVowel     = iota // kadu|lla
	stemConsonant        // kiel|tä
	stemPlural           // kodei|ssa
)

type ending struct {
	text string
	stem int
}

// finnishEndings are the endings of cases. Those of the plural leave their i
// with the stem.
func finnishEndings() []ending {
	list := []ending{
		{"n", stemVowel}, {"t", stemVowel}, {"aan", stemVowel}, {"ään", stemVowel}, {"een", stemVowel}, {"oon", stemVowel}, {"uun", stemVowel},
		{"yyn", stemVowel}, {"öön", stemVowel}, {"iin", stemVowel}, {"seen", stemVowel}, {"a", stemVowel}, {"ä", stemVowel}, {"ta", stemVowel}, {"tä", stemVowel},
		{"han", stemVowel}, {"hön", stemVowel}, {"hun", stemVowel}, {"hyn", stemVowel}, {"hin", stemVowel}, {"hon", stemVowel}, {"hen", stemVowel}, {"hän", stemVowel},
		{"ta", stemConsonant}, {"tä", stemConsonant}, {"ten", stemConsonant},
		{"en", stemPlural}, {"jen", stemPlural}, {"den", stemPlural}, {"tten", stemPlural}, {"ja", stemPlural}, {"jä", stemPlural},
		{"a", stemPlural}, {"ä", stemPlural}, {"ta", stemPlural}, {"tä", stemPlural}, {"in", stemPlural}, {"siin", stemPlural}, {"hin", stemPlural}, {"neen", stemPlural},
	}
	for _, text := range []string{"ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "na", "nä", "ksi", "kse", "tta", "ttä"} {
		list = append(list, ending{text, stemVowel}, ending{text, stemPlural})
	}
	return list
}

// placeOf is the place that a Finnish word names the people of, in any form:
// Vaasa of vaasalaisille. It is empty when there is none.
func (l *Language) placeOf(lang int, word string) string {
	if lang != 0 {
		return ""
	}
	for _, people := range []string{"lais", "läis", "lainen", "läinen"} {
		if at := strings.LastIndex(word, people); at > 0 && l.lists[0].words[word[:at]].name {
			return word[:at]
		}
	}
	return ""
}

// CaseEnding tells whether letters are what a name takes at its end in a case of
// any language: Monan, Monaan, Monas.
func CaseEnding(letters string) bool {
	if letters == "s" {
		return true
	}
	if r, size := utf8.DecodeRuneInString(letters); vowel(r) && letters[size:] == "n" {
		return true
	}
	return slices.ContainsFunc(finnishEndings(), func(e ending) bool { return e.text == letters && e.stem == stemVowel })
}

// possessives stand after the case; before some of them the case loses its n.
func possessives() []string {
	return []string{"mme", "nne", "nsa", "nsä", "ni", "si", "an", "än", "en"}
}

// mostBases is how many base forms a word is given; more would be guesses.
const mostBases = 2

// finnishBases are the listed words that a word may be a form of, the likeliest
// first.
func (l *Language) finnishBases(word string) []string {
	list := l.lists[0]
	found := map[string]float64{}
	floor := float64(list.words[word].count) / 30 // a form is seldom much commoner than its word
	try := func(base string, cost float64) {
		e := list.words[base]
		if base == word || e.name && e.count < 8 || float64(e.count) < max(2, floor) || utf8.RuneCountInString(base) < 3 {
			return
		}
		score := math.Log(float64(e.count)) - cost
		if old, ok := found[base]; !ok || score > old {
			found[base] = score
		}
	}
	forms := []string{word}
	for _, p := range possessives() {
		rest, ok := strings.CutSuffix(word, p)
		if ok && utf8.RuneCountInString(rest) >= 4 && endsInVowel(rest) {
			forms = append(forms, rest, rest+"n")
		}
	}
	for i, form := range forms {
		cost := 0.0
		if i > 0 {
			cost = 1.5
			try(form, cost)
		}
		for _, e := range finnishEndings() {
			stem, ok := strings.CutSuffix(form, e.text)
			if !ok || utf8.RuneCountInString(stem) < 2 {
				continue
			}
			finnishStem(stem, e, func(base string, more float64) { try(base, cost+more-float64(len(e.text))/2) })
		}
	}
	return likeliest(found)
}

func endsInVowel(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return vowel(r)
}

// change puts other letters at the end of a stem. Weak tells that the base form
// has the weak grade where the stem has the strong one.
type change struct {
	from, to string
	weak     bool
}

func finnishChanges(kind int) []change {
	switch kind {
	case stemConsonant:
		return []change{
			{"s", "nen", false}, {"s", "s", false}, {"l", "li", false}, {"r", "ri", false}, {"n", "ni", false}, {"t", "si", false}, {"ut", "us", false},
			{"yt", "ys", false}, {"ht", "hti", false}, {"s", "psi", false}, {"et", "e", true}, {"n", "n", false}, {"st", "ksi", false}, {"nut", "nut", false}, {"nyt", "nyt", false},
		}
	case stemPlural:
		return []change{
			{"i", "a", false}, {"i", "ä", false}, {"i", "i", false}, {"ei", "i", false}, {"oi", "a", false}, {"öi", "ä", false}, {"oi", "o", false}, {"öi", "ö", false},
			{"öi", "yö", false}, {"oi", "uo", false}, {"ei", "ie", false}, {"oi", "oo", false}, {"ui", "u", false}, {"yi", "y", false}, {"ai", "as", true}, {"äi", "äs", true},
			{"ii", "is", true}, {"ei", "e", true}, {"si", "nen", false}, {"ksi", "s", false}, {"ksi", "nen", false}, {"nei", "nut", false}, {"nei", "nyt", false}, {"nei", "a", false}, {"nei", "ä", false}, {"elevi", "ella", false}, {"elevi", "ellä", false}, {"mi", "n", true},
			{"ttomi", "ton", false}, {"ttömi", "tön", false}, {"ai", "aa", false}, {"ei", "ee", false}, {"o", "a", false}, {"ö", "ä", false}, {"e", "i", false}, {"o", "o", false}, {"ö", "ö", false},
			{"u", "u", false}, {"y", "y", false}, {"vi", "a", false}, {"vi", "ä", false}, {"tei", "s", false}, {"ui", "ut", false}, {"ksi", "si", false},
		}
	}
	return []change{
		{"", "", false}, {"e", "i", false}, {"se", "nen", false}, {"kse", "s", false}, {"de", "s", false}, {"te", "s", false}, {"de", "si", false}, {"te", "si", false},
		{"aa", "as", true}, {"ää", "äs", true}, {"a", "as", true}, {"ä", "äs", true}, {"ii", "is", true}, {"i", "is", true}, {"ee", "e", true}, {"e", "e", true}, {"uu", "ut", false}, {"nee", "nut", false}, {"nee", "nyt", false}, {"nee", "a", false}, {"nee", "ä", false},
		{"eleva", "ella", false}, {"elevä", "ellä", false}, {"itsema", "ita", false}, {"itsemä", "itä", false},
		{"ttoma", "ton", false}, {"ttömä", "tön", false}, {"ime", "in", true}, {"ma", "a", false}, {"ma", "ä", false}, {"mä", "ä", false}, {"me", "n", true},
		{"va", "a", false}, {"vä", "ä", false}, {"mise", "minen", false}, {"mpa", "mpi", false}, {"mma", "mpi", false}, {"mpä", "mpi", false}, {"mmä", "mpi", false}, {"ehe", "es", false},
		{"kse", "si", false}, {"ma", "ta", false}, {"mä", "tä", false}, {"e", "a", false}, {"e", "ä", false}, {"hde", "ksi", false},
	}
}

// finnishStem calls f with what a stem may be a stem of, and with how far that
// is fetched.
func finnishStem(stem string, e ending, f func(base string, cost float64)) {
	for _, c := range finnishChanges(e.stem) {
		head, ok := strings.CutSuffix(stem, c.from)
		if !ok || head == "" {
			continue
		}
		cost := 0.0
		if c.from != c.to {
			cost = 0.5
		}
		if c.weak {
			for i, g := range grades(head+"a", weakened()) { // whatever vowel: the consonants before it
				f(strings.TrimSuffix(g, "a")+c.to, cost+0.7*float64(min(i, 1)))
			}
			if at := strings.TrimRight(head, "aeiouyäö"); at != head {
				f(head+c.to, cost)
			}
			continue
		}
		for i, g := range grades(head+c.to, strengthened()) {
			f(g, cost+0.7*float64(min(i, 1)))
		}
		for _, g := range hiatus(head + c.to) {
			f(g, cost+1)
		}
	}
}
