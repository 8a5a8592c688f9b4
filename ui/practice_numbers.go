package ui

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

var (
	scaled    = regexp.MustCompile(`(?i)^(?:€\s*)?(.*\d)\s*(?:(milj\.?|miljoonaa?|miljon(?:er)?|millions?|mn|tuhatta|tuh\.?|tusen|thousand)\s*(?:€|eur|euroa|euros?|kronor|kr|sek)?\.?|([mtk])€)$`)
	inexact   = regexp.MustCompile(`(?i)^(?:n\.?|noin|suunnilleen|ca\.?|cirka|circa|omkring|about|approx\.?|approximately|around|yli|alle|vähintään|enintään|över|under|minst|högst|over|at least|at most|[~≈<>])\s*\d|\d\s*-\s*\d|\d\s*\+$`)
	kronor    = regexp.MustCompile(`(?i)\b(?:kr|sek|kronor)\b`)
	thousands = regexp.MustCompile(`^(\D*[1-9]\d{0,2})[.,](\d{3}\D*)$`)
	money     = regexp.MustCompile(`(?i)^(?:€|eur|sek|kr)?\s*(.*?)\s*(?:,-|€|eur|euroa|euros?|kronor|kr|sek|%|prosenttia|procent|per cent|percent)?\.?$`)
	grouped   = regexp.MustCompile(`^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$`)
	ungrouped = regexp.MustCompile(`^\d+(?:[.,]\d+)?$`)
	commas    = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+$`)
	dots      = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+$`)
	bothEN    = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+\.\d+$`)
	bothFI    = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+,\d+$`)
	spaces    = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2212", "-", "\u2013", "-", "'", "")
	isoDate   = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$`)
	dayDate   = regexp.MustCompile(`^(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})$`)
	monthly   = regexp.MustCompile(`^(\d{1,2})\s*[./]\s*(\d{4})$`)
	fullStop  = strings.NewReplacer(",", ".", " ", "")
)

// readNumber reads a figure as people write it in Finnish, Swedish or English:
// "501 704", "18,9", "1 234,5 €", "1,234.5", "1,5 milj. €". What could be two
// numbers, as "501.704" in Finnish or Swedish, is none, and neither is what is
// not exact, as "n. 40": the key of the problem says so.
func readNumber(lang i18n.Lang, s string) (v float64, problem string) {
	s = strings.TrimSpace(spaces.Replace(s))
	if inexact.MatchString(s) {
		return 0, "form.not_exact"
	}
	if m := scaled.FindStringSubmatch(s); m != nil {
		return readScaled(lang, m[1], strings.ToLower(m[2]+m[3]))
	}
	if m := money.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", strings.TrimSpace(rest)
	}
	switch {
	case commas.MatchString(s) && (lang == i18n.English || strings.Count(s, ",") > 1), bothEN.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	case dots.MatchString(s) && strings.Count(s, ".") > 1, bothFI.MatchString(s):
		s = fullStop.Replace(strings.ReplaceAll(s, ".", ""))
	case dots.MatchString(s) && lang != i18n.English && s[0] != '0':
		return 0, "form.ambiguous_number"
	case grouped.MatchString(s), ungrouped.MatchString(s):
		s = fullStop.Replace(s)
	default:
		return 0, "form.not_a_number"
	}
	v, err := strconv.ParseFloat(sign+s, 64)
	if err != nil {
		return 0, "form.not_a_number"
	}
	return v, ""
}

// readScaled reads a number of thousands or millions.
func readScaled(lang i18n.Lang, s, scale string) (v float64, problem string) {
	if v, problem = readNumber(lang, s); problem != "" {
		return 0, problem
	}
	zeros := "e6"
	if scale[0] == 't' || scale[0] == 'k' {
		zeros = "e3"
	}
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', -1, 64)+zeros, 64) // a product could be off in the last digit
	if err != nil {
		return 0, "form.not_a_number"
	}
	return v, ""
}

// readAmount reads a number of people or a sum of money, which have no
// thousandths: three digits after a mark are thousands.
func readAmount(lang i18n.Lang, s string) (v float64, problem string) {
	return readNumber(lang, thousands.ReplaceAllString(strings.TrimSpace(spaces.Replace(s)), "$1 $2"))
}

// writeNumber writes a figure so that readNumber gives the same one, however
// many decimals it has.
func writeNumber(lang i18n.Lang, v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, part, _ := strings.Cut(s, ".")
	sign := ""
	if rest, ok := strings.CutPrefix(whole, "-"); ok {
		sign, whole = "−", rest
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 {
			b.WriteRune(' ')
		}
		b.WriteRune(digit)
	}
	s = sign + b.String()
	switch {
	case part == "":
		return s
	case lang == i18n.English:
		return s + "." + part
	}
	return s + "," + part
}

// readCurrency reads the code of a currency, and what people call ours.
func readCurrency(s string) string {
	switch upper := strings.ToUpper(s); {
	case slices.Contains([]string{"€", "EURO", "EUROA", "EUROS"}, upper):
		return "EUR"
	case len(s) == 3:
		return upper
	}
	return s
}

// readURL puts in front of an address what people leave out.
func readURL(s string) string {
	if strings.HasPrefix(strings.ToLower(s), "www.") {
		return "https://" + s
	}
	return s
}

// readDate reads 2018, 2018-01, 2018-01-31, 1/2018, 1.2018 and 31.1.2018; ok is
// false for what is no date.
func readDate(s string) (date string, ok bool) {
	s = strings.TrimSpace(s)
	var parts []string
	if m := isoDate.FindStringSubmatch(s); m != nil {
		parts = m[1:]
	} else if m := dayDate.FindStringSubmatch(s); m != nil {
		parts = []string{m[3], m[2], m[1]}
	} else if m := monthly.FindStringSubmatch(s); m != nil {
		parts = []string{m[2], m[1]}
	} else {
		return "", false
	}
	for _, part := range parts {
		switch {
		case part == "":
		case date == "":
			date = part
		case len(part) == 1:
			date += "-0" + part
		default:
			date += "-" + part
		}
	}
	return date, catalogue.IsDate(date)
}

// writeDate writes a date as readDate reads it, in the way that Finnish and
// Swedish have in common; it is no sentence, so English has the same.
func writeDate(date string) string { return i18n.Date(i18n.Finnish, date) }
