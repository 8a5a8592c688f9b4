package exchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// A cell of our CSV holds text as written. Where an action has none, but holds
// parts instead (a schedule of two years, suggested parties, indicators), the
// cell shows the parts in square brackets, in the words of the file's language:
//
//	[2027–2030; arviointi 2028]                     schedule without a text
//	from spring 2027 [2027–]                        schedule whose parts its text does not give
//	[ehdotus, vastuutaho: Vaasan kaupunki (kunta)]  one party a line
//	[förslag, samarbetspart: nätverk]               known by its type alone
//	[Persons in training (s1-g1-a1-i1)]             one indicator a line, its id last
//
// The words of all three languages are read, in any case, whatever the language
// of the file, and the codes of the model as well, as earlier files have them.
// A line break within brackets is followed by a tab. A text with a line that
// begins with a bracket gets a space in front, and stays text.

// brackets are the words for what stands in brackets. They hold no state and
// may be used by several at once.
type brackets struct {
	words        *words // for schedules that are text
	vocabularies *catalogue.Vocabularies
	own          bracketWords
	roles, types map[string]string // words as they are folded → codes
	kinds        map[string]string
	every        map[string]string // "# times a year" → "year"
	suggested    map[string]bool
	noType       map[string]bool
	schedule     *regexp.Regexp
}

// bracketWords are the words that no vocabulary has: group → code → language.
// The first of a list is written, all are read.
type bracketWords struct {
	Mark  map[string]map[i18n.Lang][]string `json:"mark"`
	Role  map[string]map[i18n.Lang][]string `json:"role"`
	Kind  map[string]map[i18n.Lang][]string `json:"kind"`
	Every map[string]map[i18n.Lang][]string `json:"every"` // # stands for a number
}

// newBrackets needs the vocabularies for roles, types and kinds; without any it
// takes those of the program.
func newBrackets(w *words, v *catalogue.Vocabularies) (*brackets, error) {
	var file struct {
		Brackets bracketWords `json:"brackets"`
	}
	if err := json.Unmarshal(wordsFile, &file); err != nil {
		return nil, fmt.Errorf("words.json: %w", err)
	}
	if v == nil {
		var err error
		if v, err = catalogue.LoadVocabularies(); err != nil {
			return nil, err
		}
	}
	b := &brackets{words: w, vocabularies: v, own: file.Brackets}
	b.roles, b.kinds = codes(v, "party_role", b.own.Role), codes(v, "schedule_kind", b.own.Kind)
	b.kinds["none"] = "none"
	b.types = codes(v, "organisation_type", nil)
	for word := range w.continuous {
		b.kinds[fold(word)] = "continuous"
	}
	b.every = map[string]string{}
	for word, per := range codes(v, "schedule_per", nil) {
		b.every["#/"+word] = per
	}
	maps.Copy(b.every, codes(nil, "", b.own.Every))
	b.suggested, b.noType = set(b.marks("suggested")), set(append(b.marks("no_type"), ""))
	b.schedule = b.schedulePattern()
	return b, nil
}

// codes finds the code of a word: a scheme's codes and labels, and own words.
func codes(v *catalogue.Vocabularies, scheme string, own map[string]map[i18n.Lang][]string) map[string]string {
	m := map[string]string{}
	if v != nil {
		if s, err := v.Scheme(scheme); err == nil {
			for _, c := range s.Concepts {
				m[fold(c.ID)] = c.ID
				for _, lang := range c.Label.Languages() {
					m[fold(c.Label.In(lang))] = c.ID
				}
			}
		}
	}
	for code, byLang := range own {
		for _, list := range byLang {
			for _, word := range list {
				m[fold(word)] = code
			}
		}
	}
	return m
}

// marks are the words of a mark in all languages, folded.
func (b *brackets) marks(mark string) []string {
	var list []string
	for _, byLang := range b.own.Mark[mark] {
		for _, word := range byLang {
			list = append(list, fold(word))
		}
	}
	return list
}

// fold makes words comparable.
func fold(s string) string { return strings.ToLower(joinSpace(s)) }

// word is the first of the own words, else the label of a scheme as it stands
// within a sentence.
func (b *brackets) word(lang i18n.Lang, own map[i18n.Lang][]string, scheme, code string) string {
	if list := own[lang]; len(list) > 0 {
		return list[0]
	}
	label, _ := b.vocabularies.Label(scheme, code).Best(lang)
	return smallFirst(label)
}

func (b *brackets) mark(lang i18n.Lang, mark string) string { return b.own.Mark[mark][lang][0] }

// anyOf is a pattern for the longest of the words; digits stand for #.
func anyOf(words []string) string {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int {
		if n := len(b) - len(a); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for i, word := range words {
		words[i] = strings.ReplaceAll(regexp.QuoteMeta(word), "#", `\d+`)
	}
	return "(?:" + strings.Join(words, "|") + ")"
}

func keys(m map[string]string) []string { return slices.Collect(maps.Keys(m)) }

// bracketed tells a cell that holds brackets, or is meant to: a line begins with
// one. A cell that begins with a space is text.
func bracketed(cell string) bool {
	return !strings.HasPrefix(cell, " ") && hasBracketLine(cell)
}

func hasBracketLine(text string) bool {
	return strings.HasPrefix(text, "[") || strings.Contains(unixLines(text), "\n[")
}

// unbracketed keeps a text from being read as brackets.
func unbracketed(s string) string {
	if hasBracketLine(s) {
		return " " + s
	}
	return s
}

// oneCellLine keeps the line breaks of a text within one line of a cell.
func oneCellLine(s string) string {
	return strings.ReplaceAll(strings.TrimSpace(unixLines(s)), "\n", "\n\t")
}

// inBrackets is what stands between the brackets of a line, as written.
func inBrackets(line string) (string, bool) {
	rest, open := strings.CutPrefix(line, "[")
	rest, closed := strings.CutSuffix(rest, "]")
	return rest, open && closed
}
