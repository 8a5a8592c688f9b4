package catalogue

import (
	"slices"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// The summary is what most readers read.
const (
	shortestSummary = 30 // words
	longestSummary  = 100
	longSentence    = 40 // words, in any text
	plainSentence   = 20 // in easy language
)

// texts looks at how texts are written, as far as that can be decided surely.
func (h *hints) texts() {
	for _, f := range Texts(h.p) {
		for _, lang := range f.Text.Languages() {
			path, words := i18n.Join(f.Path, string(lang)), len(strings.Fields(f.Text.In(lang)))
			switch {
			case f.Path == "summary" && words < shortestSummary:
				h.advise(path, "summary_short", "N", words, "Least", shortestSummary, "Most", longestSummary)
			case f.Path == "summary" && words > longestSummary:
				h.advise(path, "summary_long", "N", words, "Most", longestSummary)
			case f.Path != "summary" && f.Words > 0 && words > f.Words+f.Words/4:
				h.advise(path, "text_long", "N", words, "Most", f.Words)
			}
			h.sentences(f, lang)
		}
	}
	h.summary()
	for i, l := range h.p.Lessons {
		const least = 6 // words: fewer do not hold a reason
		text, lang := l.Text.Best(h.p.OriginalLanguage)
		if text != "" && len(strings.Fields(text)) < least {
			h.advise(i18n.Join(i18n.At("lessons", i)+".text", string(lang)), "lesson_short")
		}
	}
}

func (h *hints) sentences(f TextField, lang i18n.Lang) {
	most := longSentence
	if f.Path == "plainSummary" {
		most = plainSentence
	}
	if f.Words < leastWords {
		return
	}
	if n := longest(f.Text.In(lang)); n > most {
		h.advise(i18n.Join(f.Path, string(lang)), "sentence_long", "N", n, "Most", most)
	}
}

// longest is the number of words of a text's longest sentence. Items of a list
// are sentences of their own.
func longest(text string) int {
	most, n := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		for word := range strings.FieldsSeq(line) {
			n++
			most = max(most, n)
			if strings.ContainsAny(word[len(word)-1:], ".!?:;") {
				n = 0
			}
		}
		n = 0
	}
	return most
}

// summary looks for the result and for whom it is.
func (h *hints) summary() {
	text, lang := h.p.Summary.Best(h.p.OriginalLanguage)
	if text == "" {
		return
	}
	path := i18n.Join("summary", string(lang))
	hasFigure := slices.ContainsFunc(h.p.Results, func(r Result) bool {
		return r.Value != nil && (r.Level == "output" || r.Level == "outcome" || r.Level == "impact")
	})
	if hasFigure && !strings.ContainsFunc(text, unicode.IsDigit) {
		h.advise(path, "summary_without_result")
	}
	if !namesPeople(text, lang) {
		h.advise(path, "summary_for_whom")
	}
}

// peopleStems begin the words that a text may name people by.
func peopleStems(lang i18n.Lang) []string {
	switch lang {
	case i18n.Finnish:
		return []string{"maahan", "pakolai", "turvapaik", "äiti", "äide", "äite", "isä", "vanhem", "lapsi", "laste", "lapse", "nuor", "opiskel", "oppila",
			"työttöm", "työnhak", "osallistuj", "asiak", "perhe", "naisi", "naise", "miehi", "miehe", "työntek", "yrittäj", "asuk", "asukka", "ihmis", "henkilö",
			"tulij", "muuttan", "muuttaj", "siirtolai", "ikääntyn", "ikäihm", "kuntalai", "vieraskieli", "puoliso", "osaaj", "ulkomaalai", "kotoutuj", "viranomai", "ammattilai"}
	case i18n.Swedish:
		return []string{"invandr", "inflytt", "flykting", "asyl", "mamma", "mammor", "mödr", "mor", "pappa", "pappor", "föräldr", "barn", "unga", "ungdom",
			"elev", "studer", "stude", "arbetslös", "arbetssök", "deltag", "familj", "kvinn", "män", "klient", "kund", "invån", "anställd", "företag", "person",
			"människ", "nyanländ", "äldre", "kommuninv", "migrant", "medborg", "boende", "make", "utländ", "tjänstem", "myndighet"}
	}
	return []string{"immigrant", "migrant", "refugee", "asylum", "mother", "father", "parent", "child", "young", "youth", "student", "pupil",
		"unemployed", "jobseek", "participant", "famil", "women", "men", "client", "customer", "resident", "newcomer", "people", "person", "employee",
		"entrepreneur", "older", "spouse", "citizen", "professional", "worker", "arriv", "staff", "authorit", "foreign"}
}

func namesPeople(text string, lang i18n.Lang) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(peopleStems(lang), func(stem string) bool { return strings.Contains(word, stem) })
	})
}

// wholeness asks for what readers ask first, once there are results to speak of.
func (h *hints) wholeness() {
	p := h.p
	if p.Maturity == "stopped" && !slices.ContainsFunc(p.Lessons, func(l Lesson) bool { return l.Kind == "failure" || l.Kind == "critical_issue" }) {
		h.advise("lessons", "stopped_without_reason")
	}
	if p.Maturity == "ended" && p.Period.End == "" {
		h.advise("period.end", "ended_when")
	}
	if len(p.Machine) > 0 {
		h.advise("machine", "machine_text", "N", len(p.Machine))
	}
	if len(p.Results) == 0 {
		return
	}
	people := p.Reach.Actual != nil
	for i := range p.Results {
		people = people || countsPeople(&p.Results[i])
	}
	if !people {
		h.advise("reach.actual", "no_number_of_people")
	}
	if !slices.ContainsFunc(p.Lessons, func(l Lesson) bool { return l.Kind == "critical_issue" }) && p.Maturity != "stopped" {
		h.advise("lessons", "no_critical_issue")
	}
	if p.Participation == "" {
		h.advise("participation", "participation_not_told")
	}
	if !slices.ContainsFunc(p.Funding, func(f Funding) bool { return f.Amount != nil }) {
		h.advise("funding", "cost_not_told")
	}
	if c := p.Contact; c.Name == "" && c.Email == "" && c.Phone == "" && c.Erased == "" {
		h.advise("contact", "no_one_to_ask")
	}
}

// languages asks for both languages of a bilingual municipality.
func (h *hints) languages(places *Places) {
	p := h.p
	for _, code := range p.Municipalities {
		m, ok := places.Municipality(code)
		if !ok || !m.Bilingual() {
			continue
		}
		whole := func(lang i18n.Lang) bool { return p.Title.In(lang) != "" && p.Summary.In(lang) != "" }
		switch {
		case whole(i18n.Finnish) && !whole(i18n.Swedish):
			h.advise("summary.sv", "bilingual_sv", "Place", m.Name)
		case whole(i18n.Swedish) && !whole(i18n.Finnish):
			h.advise("summary.fi", "bilingual_fi", "Place", m.Name)
		default:
			continue
		}
		return
	}
}
