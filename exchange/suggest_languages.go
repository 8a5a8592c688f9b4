package exchange

import (
	"regexp"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

var (
	languageCount = regexp.MustCompile(`(?i)(?:(?:^|[^\pL])(?:in|på|i)\s+(?:(?:over|more than|at least|as many as|up to|över|minst|cirka|ungefär|fler än|hela|sammanlagt)\s+)?(\d{1,2}|\pL+)\s+(?:different |olika )?(?:languages|språk)(?:$|[^\pL]))|(?:(?:^|[^\pL\d])(\d{1,2}|\pL+llä)\s+(?:eri )?kielellä)`)
	ownLanguage   = regexp.MustCompile(`(?i)(?:inhabitants|population|speak|spoken|invånare|befolkning|talas|asukka|väestö|puhutaan)`)
)

// numberWords are the words for small numbers; Finnish in the case that goes
// with "kielellä".
func numberWords() map[string]float64 {
	words := map[string]float64{}
	for _, list := range []string{
		"two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
		"två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo",
		"kahdella kolmella neljällä viidellä kuudella seitsemällä kahdeksalla yhdeksällä kymmenellä yhdellätoista kahdellatoista kolmellatoista neljällätoista viidellätoista",
	} {
		for n, word := range strings.Fields(list) {
			words[word] = float64(n + 2)
		}
	}
	return words
}

// serviceLanguages suggests in which and in how many languages people are
// served; languages that the population speaks are left alone.
func (s *suggester) serviceLanguages() {
	forms := s.forms()
	for i, b := range s.text.Blocks {
		if b.Kind == RowBlock && s.blocks[i].label == "" || s.blocks[i].topics["statistics"] || b.Kind == HeadingBlock {
			continue
		}
		if s.blocks[i].label == "languages" {
			s.namedLanguages(s.value(i), forms, 1)
			continue
		}
		for _, q := range s.blocks[i].sentences {
			if ownLanguage.MatchString(s.at(q)) {
				continue
			}
			s.namedLanguages(q, forms, 2)
			s.languageNumber(q)
		}
	}
}

func (s *suggester) languageNumber(q Quote) {
	m := languageCount.FindStringSubmatchIndex(s.at(q))
	if m == nil || s.count["languages"] > 0 {
		return
	}
	text := s.at(q)
	word := ""
	for _, n := range []int{2, 4} {
		if m[n] >= 0 {
			word = strings.ToLower(text[m[n]:m[n+1]])
		}
	}
	n, ok := numberWords()[word]
	if !ok {
		if n = float64(number(word)); n < 2 {
			return
		}
	}
	left := len(text[m[0]:m[1]]) - len(strings.TrimLeftFunc(text[m[0]:m[1]], notLetterOrDigit))
	at := Quote{q.Block, q.From + m[0] + left, q.From + m[1]}
	at.To = at.From + len(strings.TrimRightFunc(s.at(at), notLetter))
	r := &catalogue.Result{Label: textIn(s.found.Language, shortLabel(s.around(q, at))), Level: "activity", Measure: "number", Value: &n, Unit: languagesUnit()}
	s.count["languages"]++
	s.add(Suggestion{Path: "results", Key: "languages_count", Why: "languages_count", Value: Value{Result: r}, Quotes: []Quote{at}})
}

func notLetterOrDigit(r rune) bool { return notLetter(r) && (r < '0' || r > '9') }

// around is the count with the few words that lead to it: "providing job
// services in nine languages".
func (s *suggester) around(q, at Quote) string {
	before := strings.Fields(s.text.Blocks[q.Block].Text[q.From:at.From])
	return strings.Join(before[max(len(before)-4, 0):], " ") + " " + s.at(at)
}

// languagesUnit is the unit of a count of languages: a word of the model's
// content, not of the pages.
func languagesUnit() i18n.Text { return i18n.Text{FI: "kieltä", SV: "språk", EN: "languages"} }

// forms are the names of languages, read once.
func (s *suggester) forms() map[string]string {
	if s.languages == nil {
		s.languages = s.languageForms()
	}
	return s.languages
}

// languageForms are the names of languages as texts write them, to their codes.
func (s *suggester) languageForms() map[string]string {
	forms := map[string]string{}
	scheme, err := s.vocabularies.Scheme("language")
	if err != nil {
		return forms
	}
	for _, c := range scheme.Concepts {
		name := func(lang i18n.Lang) string {
			plain, _, _ := strings.Cut(strings.ToLower(c.Label.In(lang)), " (")
			return plain
		}
		fi := name(i18n.Finnish)
		if fi != "" && !strings.Contains(fi, " ") {
			forms[finnishIn(fi)] = c.ID
			forms[genitive(fi)+" kielellä"] = c.ID
			forms[fi] = c.ID
		}
		for _, lang := range []i18n.Lang{i18n.Swedish, i18n.English} {
			if n := name(lang); n != "" {
				forms[n] = c.ID
			}
		}
	}
	return forms
}

// finnishIn is "in" a language: suomeksi, venäjäksi, arabiaksi.
func finnishIn(name string) string {
	if stem, ok := strings.CutSuffix(name, "suomi"); ok {
		return stem + "suomeksi"
	}
	if stem, ok := strings.CutSuffix(name, "nti"); ok {
		return stem + "nniksi"
	}
	return name + "ksi"
}

func genitive(name string) string {
	if stem, ok := strings.CutSuffix(name, "suomi"); ok {
		return stem + "suomen"
	}
	if stem, ok := strings.CutSuffix(name, "nti"); ok {
		return stem + "nnin"
	}
	return name + "n"
}

// namedLanguages suggests languages that are named, at least as many in one
// place as make a list.
func (s *suggester) namedLanguages(q Quote, forms map[string]string, least int) {
	text := strings.ToLower(s.at(q))
	if len(text) != len(s.at(q)) || least > 1 && !strings.Contains(text, "ksi") && !strings.Contains(text, " in ") && !strings.Contains(text, "på ") && !strings.Contains(text, "kielellä") {
		return
	}
	type hit struct {
		code string
		at   Quote
	}
	var hits []hit
	for _, w := range wordQuotes(q.Block, text) {
		word := text[w.From:w.To]
		code, ok := forms[word]
		if !ok || least > 1 && s.found.Language == i18n.Finnish && !strings.HasSuffix(word, "ksi") {
			continue
		}
		hits = append(hits, hit{code, Quote{q.Block, q.From + w.From, q.From + w.To}})
	}
	if len(hits) < least {
		return
	}
	first := strings.TrimRight(text[:hits[0].at.From-q.From], " ")
	if least > 1 && s.found.Language != i18n.Finnish && !strings.HasSuffix(first, " in") && !strings.HasSuffix(first, " på") && first != "in" && first != "på" {
		return
	}
	for _, h := range hits {
		s.add(Suggestion{Path: "serviceLanguages", Key: "language", Why: "language", Value: Value{Codes: []string{h.code}}, Quotes: []Quote{h.at}})
	}
}

// wordQuotes are the words of a text with their places.
func wordQuotes(block int, text string) []Quote {
	var list []Quote
	from := -1
	for i, r := range text {
		switch letter := !notLetter(r); {
		case letter && from < 0:
			from = i
		case !letter && from >= 0:
			list, from = append(list, Quote{block, from, i}), -1
		}
	}
	if from >= 0 {
		list = append(list, Quote{block, from, len(text)})
	}
	return list
}
