package language

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Base forms of Swedish words, as those of Finnish ones: an ending is taken
// off, what may stand in its place is tried, the word list decides. Source of
// the declensions: Svenska Akademiens språklära, § 18–20.

type declension struct {
	from string
	to   []string
}

func swedishDeclensions() []declension {
	return []declension{
		{"arnas", []string{"", "e"}}, {"arna", []string{"", "e"}}, {"ernas", []string{"", "e"}}, {"erna", []string{"", "e"}}, {"ornas", []string{"a"}}, {"orna", []string{"a"}},
		{"or", []string{"a"}}, {"ar", []string{"", "e", "a"}}, {"er", []string{"", "e", "a"}}, {"an", []string{"a"}}, {"en", []string{"", "e", "a"}}, {"et", []string{"", "e"}},
		{"rar", []string{"er"}}, {"rarna", []string{"er"}}, {"lar", []string{"el"}}, {"larna", []string{"el"}}, {"nar", []string{"en"}}, {"narna", []string{"en"}},
		{"ena", []string{"e"}}, {"na", []string{"", "e"}}, {"n", []string{""}}, {"t", []string{""}}, {"a", []string{""}}, {"de", []string{""}}, {"ade", []string{"a"}}, {"at", []string{"a"}},
		{"it", []string{"a"}}, {"ats", []string{"a"}}, {"as", []string{"a"}}, {"te", []string{"a"}}, {"tes", []string{"a"}},
	}
}

// swedishBases are the listed words that a word may be a form of, the likeliest
// first.
func (l *Language) swedishBases(word string) []string {
	list := l.lists[1]
	found := map[string]float64{}
	floor := float64(list.words[word].count) / 30
	try := func(base string, cost float64) {
		e := list.words[base]
		if base == word || e.name && e.count < 8 || float64(e.count) < max(4, floor) || utf8.RuneCountInString(base) < 3 {
			return
		}
		score := math.Log(float64(e.count)) - cost
		if old, ok := found[base]; !ok || score > old {
			found[base] = score
		}
	}
	forms := []string{word}
	if rest, ok := strings.CutSuffix(word, "s"); ok {
		try(rest, 0)
		forms = append(forms, rest)
	}
	for _, form := range forms {
		for _, d := range swedishDeclensions() {
			stem, ok := strings.CutSuffix(form, d.from)
			if !ok || utf8.RuneCountInString(stem) < 2 {
				continue
			}
			for _, to := range d.to {
				cost := -float64(len(d.from)) / 2
				try(stem+to, cost)
				if single, ok := undoubled(stem); ok {
					try(single+to, cost)
				}
			}
		}
	}
	return likeliest(found)
}

// undoubled takes one of two last consonants away that are two only before an
// ending: hemmen, hem; workshoppar, workshop.
func undoubled(stem string) (string, bool) {
	n := len(stem)
	if n < 3 || stem[n-1] != stem[n-2] || !strings.Contains("mnp", stem[n-1:]) {
		return "", false
	}
	return stem[:n-1], true
}

// swedishFirst is the word that the first part of a compound stands for, and
// how readily it opens one: it knows the joint s and the lost or changed vowel
// of arbets-, skol-, flick-, hälso-, vänte-, sim-.
func (l *list) swedishFirst(text string) (word string, opens int) {
	e := l.words[text]
	if e.opens > 0 {
		return l.swedishWhole(text), int(e.opens)
	}
	base, joint := strings.CutSuffix(text, "s")
	if e := l.words[base]; joint && len(base) >= 4 && !e.name {
		switch {
		case e.opens > 1:
			return l.swedishWhole(base), int(e.opens) / 2
		case e.count >= commonSwedish:
			return base, 2
		}
		for _, end := range []string{"ion", "ing", "het", "skap", "dom", "tet", "liv", "verk"} {
			if strings.HasSuffix(base, end) && e.count >= 5 {
				return base, 3
			}
		}
	}
	if utf8.RuneCountInString(text) < 4 || e.name {
		return "", 0
	}
	if whole := l.swedishWhole(text); whole != text && l.words[whole].count >= commonSwedish {
		return whole, 2
	}
	if e.count >= commonSwedish {
		return text, 1
	}
	return "", 0
}

// commonSwedish is how common a Swedish word must be to open compounds without
// a mark in the list.
const commonSwedish = 30

// swedishWhole is the word with the vowel that it loses or changes in a
// compound, where only that is a usual word.
func (l *list) swedishWhole(text string) string {
	best, most := text, 2*l.words[text].count
	try := func(word string) {
		if e := l.words[word]; !e.name && e.count > most {
			best, most = word, e.count
		}
	}
	try(text + "a")
	try(text + "e")
	for _, end := range []string{"o", "u", "e"} {
		if head, ok := strings.CutSuffix(text, end); ok {
			try(head + "a")
		}
	}
	return best
}

// likeliest are the base forms with the highest scores, in order.
func likeliest(found map[string]float64) []string {
	var bases []string
	for base := range found {
		bases = append(bases, base)
	}
	slices.SortFunc(bases, func(a, b string) int {
		switch {
		case found[a] > found[b]:
			return -1
		case found[a] < found[b]:
			return 1
		}
		return strings.Compare(a, b)
	})
	return bases[:min(len(bases), mostBases)]
}
