package catalogue

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// found is a number in a text.
type found struct {
	value      float64
	start, end int    // in bytes
	currency   string // where it is a sum
	percent    bool
	decimals   bool
}

// mostNumbers is how many numbers of one text are looked at.
const mostNumbers = 200

// numbersIn finds the numbers that stand alone in a text: not those of dates,
// clock times, ranges, ordinals, addresses and names such as "COVID-19" or
// "Kotopaikka2".
func numbersIn(text string, lang i18n.Lang) []found {
	var list []found
	for at := 0; at < len(text) && len(list) < mostNumbers; {
		if text[at] < '0' || text[at] > '9' {
			at++
			continue
		}
		end := numberEnd(text, at, lang)
		if n, ok := standing(text, at, end, lang); ok {
			list = append(list, n)
		}
		at = end
	}
	return list
}

// numberEnd is where a number ends that begins at start: digits, groups of
// three, and one decimal mark with digits behind it.
func numberEnd(text string, start int, lang i18n.Lang) int {
	end := digitsEnd(text, start)
	for end-start > 0 && (end-start <= 3 || !isASCIIDigitRun(text[start:end])) {
		group := groupEnd(text, end, lang)
		if group == 0 {
			break
		}
		end = group
	}
	if end < len(text) && strings.IndexByte(decimalMark(lang), text[end]) >= 0 {
		if behind := digitsEnd(text, end+1); behind > end+1 {
			end = behind
		}
	}
	return end
}

func isASCIIDigitRun(s string) bool { return digitsEnd(s, 0) == len(s) }

func digitsEnd(text string, from int) int {
	for from < len(text) && text[from] >= '0' && text[from] <= '9' {
		from++
	}
	return from
}

// groupEnd is the end of a group of three digits behind a mark at end, 0 where
// there is none.
func groupEnd(text string, end int, lang i18n.Lang) int {
	r, size := utf8.DecodeRuneInString(text[end:])
	space := r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009'
	if !space && !(lang == i18n.English && r == ',') {
		return 0
	}
	if stop := digitsEnd(text, end+size); stop == end+size+3 {
		return stop
	}
	return 0
}

func decimalMark(lang i18n.Lang) string {
	if lang == i18n.English {
		return "."
	}
	return ",."
}

// standing reads the number of a text's part, unless what stands around it makes
// it something else.
func standing(text string, start, end int, lang i18n.Lang) (found, bool) {
	n := found{start: start, end: end}
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, size := utf8.DecodeRuneInString(text[end:])
	if unicode.IsLetter(before) || strings.ContainsRune("-–—/.:@#§+", before) && start > 0 || unicode.IsLetter(after) {
		return n, false
	}
	if strings.ContainsRune("-–—/:@§", after) && size > 0 {
		return n, false
	}
	if after == '.' && digitsEnd(text, end+1) > end+1 { // 1.1.2018
		return n, false
	}
	if after == '.' && !sentenceEndsAt(text[end+1:]) { // an ordinal: "19. luku"
		return n, false
	}
	value, decimals, ok := parseNumber(text[start:end], lang)
	if !ok {
		return n, false
	}
	n.value, n.decimals = value, decimals
	n.percent = isPercent(text[end:])
	n.currency = currencyAround(text, start, end)
	return n, true
}

func sentenceEndsAt(rest string) bool {
	rest = strings.TrimLeft(rest, ")\"”")
	next := strings.TrimLeft(rest, " \n")
	r, _ := utf8.DecodeRuneInString(next)
	return next == "" || len(next) < len(rest) && !unicode.IsLower(r)
}

func parseNumber(s string, lang i18n.Lang) (v float64, decimals, ok bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '.' || r == ',' && lang != i18n.English:
			b.WriteByte('.')
			decimals = true
		}
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	return v, decimals, err == nil
}

// percentWords are how the three languages write per cent.
func percentWords() []string {
	return []string{"%", "prosent", "procent", "per cent", "percent"}
}

func isPercent(rest string) bool {
	rest = strings.ToLower(strings.TrimLeft(rest[:min(len(rest), 20)], " \u00a0\u202f"))
	for _, word := range percentWords() {
		if strings.HasPrefix(rest, word) && !strings.HasPrefix(rest, "procentenh") && !strings.HasPrefix(rest, "prosenttiyks") {
			return true
		}
	}
	return false
}

// currencyAround is the currency that a number is a sum of, empty where it is
// none. "1,5 milj. euroa" is none that can be compared.
func currencyAround(text string, start, end int) string {
	if strings.HasSuffix(strings.TrimRight(text[:start], " \u00a0"), "€") {
		return "EUR"
	}
	rest := strings.ToLower(strings.TrimLeft(text[end:min(len(text), end+20)], " \u00a0\u202f"))
	for _, one := range []struct{ word, code string }{{"€", "EUR"}, {"eur", "EUR"}, {"sek", "SEK"}, {"nok", "NOK"}, {"dkk", "DKK"}} {
		if strings.HasPrefix(rest, one.word) {
			return one.code
		}
	}
	return ""
}

// totalWords begin or contain the words by which a text names a whole budget.
func totalWords(lang i18n.Lang) []string {
	switch lang {
	case i18n.Finnish:
		return []string{"kokonaisbudjet", "koko budjet", "kokonaisrahoitu", "kokonaiskustannu", "budjetti yhteensä", "rahoitus yhteensä"}
	case i18n.Swedish:
		return []string{"totala budget", "totalbudget", "hela budget", "totala finansiering", "totalfinansiering", "totala kostnad", "totalkostnad"}
	}
	return []string{"total budget", "whole budget", "overall budget", "total funding", "total cost"}
}

// totalsIn finds the sums that a text calls the whole budget: the sum must stand
// shortly behind that name, in the same sentence.
func totalsIn(text string, lang i18n.Lang) []found {
	const reach = 60
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return nil // places would not be the same
	}
	var totals []found
	for _, word := range totalWords(lang) {
		at := strings.Index(lower, word)
		if at < 0 {
			continue
		}
		for _, n := range numbersIn(text, lang) {
			if n.currency != "" && n.start > at && n.start < at+len(word)+reach && !strings.Contains(text[at:n.start], ". ") {
				totals = append(totals, n)
				break
			}
		}
	}
	return totals
}
