package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// figure is a number of a text that counts something: not a year, a date, an
// age or a number of a law.
type figure struct {
	value    float64
	from, to int    // of the digits with their sign, in bytes of the block
	kind     string // count, share, money
	unitAt   int    // where the words behind it begin
	approx   bool
	often    bool // how many times something was held
	average  bool // so many each time
}

var (
	digits    = regexp.MustCompile(`\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,3})?`)
	shareSign = regexp.MustCompile(`^[\s\x{a0}\x{202f}]*(?:%|(?i:prosent\pL*|procent\b|per ?cent\b))(?::?\pL{1,3}\b)?`)
	moneySign = regexp.MustCompile(`^[\s\x{a0}\x{202f}]*((?i:(?:milj(?:\.|oona\pL*|oner|on)|million|mn|tuhat\pL*|tusen|thousand|tkr|t)?))[\s\x{a0}\x{202f}]*(?:€|(?i:euro[a-zäö]*|EUR)\b)(?::?\pL{1,3}\b)?`)
	moneyFore = regexp.MustCompile(`(?:€|EUR)[\s\x{a0}]*$`)
	million   = regexp.MustCompile(`^[\s\x{a0}]*(?i:million|m\b)`)
	notCount  = regexp.MustCompile(`(?i)(?:nro|no\.|n:o|nr|§|lag|laki|lain|act|puh|tel|klo|kl\.|sivu|sidan?|page|s\.|p\.|version|versio|chapter|luku|taulukko|kuvio|kuva|tabell|figur|bild|table|figure|kapitel|covid|katu|kadulla|gatan|vägen|huone|huoneessa|\brum|\broom|section|grades?|årskurs|numero|numerosta|numerossa|\+)[\s\x{a0}.:]*$`)
)

// figures finds the figures of a block.
func (s *suggester) figures(block int) []figure {
	b := s.text.Blocks[block]
	if b.Kind == RowBlock && s.blocks[block].label == "" && strings.Count(b.Text, "\t") != 1 {
		return nil
	}
	var list []figure
	for _, m := range digits.FindAllStringIndex(b.Text, 200) {
		before, rest := b.Text[:m[0]], b.Text[m[1]:]
		value, ok := numberIn(b.Text[m[0]:m[1]], s.found.Language)
		f := figure{value: value, from: m[0], to: m[1], kind: "count"}
		if !ok || joined(before, rest) {
			continue
		}
		switch sign := shareSign.FindString(rest); {
		case sign != "":
			f.kind, f.to = "share", m[1]+len(sign)
		case s.money(&f, before, rest):
		case s.year(b.Text[m[0]:m[1]], rest), notCount.MatchString(lastBytes(before, 12)), strings.HasPrefix(strings.TrimLeftFunc(rest, unicode.IsSpace), "§"):
			continue
		}
		f.unitAt = f.to
		f.approx = s.words.approximately.has(lastWord(before))
		f.average = f.kind == "count" && average.MatchString(lastBytes(before, 50))
		f.often = f.kind == "count" && s.met(b.Text, f)
		if f.kind == "count" && (s.duration(rest) && !f.often || f.value < 100 && ageLimit[lastWord(before)]) {
			continue
		}
		list = append(list, f)
	}
	return list
}

// average is what tells of an average, up to two words in front of the figure.
var average = regexp.MustCompile(`(?i)(?:keskimäärin|i genomsnitt|i snitt|i medeltal|on average,?|an average of|averaged|averages)\s+(?:\pL+\s+){0,2}$`)

// ageLimit are words in front of an age: "aged under 35", "alle 30".
var ageLimit = set([]string{"alle", "under", "aged"})

// joined tells whether a number is a part of something longer: a date, a law,
// a telephone number, "18–29", "A4", "30-vuotiaat".
func joined(before, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, size := utf8.DecodeRuneInString(rest)
	after, _ := utf8.DecodeRuneInString(rest[min(size, len(rest)):])
	switch {
	case unicode.IsLetter(last), unicode.IsDigit(last), strings.ContainsRune("./-–—−_:@#+", last) && before != "":
		return !(strings.ContainsRune("-–—−:.", last) && strings.HasSuffix(strings.TrimRight(before, "-–—−:."), " "))
	case unicode.IsLetter(next):
		return true
	case strings.ContainsRune("./-–—−_", next) && rest != "":
		return unicode.IsDigit(after) || unicode.IsLetter(after) || next == '.' && lowerAfter(rest[size:])
	case next == ':':
		return unicode.IsDigit(after)
	case next == ' ' && strings.ContainsRune("-–—−", after):
		trail := strings.TrimLeft(rest, " -–—−")
		return trail != "" && trail[0] >= '0' && trail[0] <= '9'
	}
	return false
}

// lowerAfter tells "3. luokka" from the end of a sentence.
func lowerAfter(s string) bool {
	return strings.HasPrefix(s, " ") && unicode.IsLower(firstRune(strings.TrimLeft(s, " ")))
}

func lastBytes(s string, n int) string {
	from := max(len(s)-n, 0)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}

func lastWord(s string) string {
	words := strings.Fields(lastBytes(s, 40))
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(strings.Trim(words[len(words)-1], "(,:;"))
}

// numberIn reads digits with the separators of the language.
func numberIn(s string, lang i18n.Lang) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if strings.Count(s, ",") > 1 || strings.Contains(s, ",") && strings.Contains(s, ".") {
		s = strings.ReplaceAll(s, ",", "")
	}
	mark := strings.IndexAny(s, ",.")
	if mark >= 0 && len(s)-mark-1 == 3 && (lang == i18n.English && s[mark] == ',' || lang != i18n.English && s[mark] == '.') {
		s = s[:mark] + s[mark+1:]
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil && v < 1e12
}

// money tells whether a number is a sum, and reads millions and thousands.
func (s *suggester) money(f *figure, before, rest string) bool {
	m := moneySign.FindStringSubmatchIndex(rest)
	fore := moneyFore.FindString(lastBytes(before, 8))
	if m == nil && fore == "" {
		return false
	}
	f.kind = "money"
	scale := ""
	if m != nil {
		scale = strings.ToLower(rest[m[2]:m[3]])
		f.to += m[1]
	} else {
		f.from -= len(fore)
		if sign := million.FindString(rest); sign != "" {
			scale, f.to = "m", f.to+len(sign)
		}
	}
	switch {
	case strings.HasPrefix(scale, "m"):
		f.value *= 1e6
	case scale != "":
		f.value *= 1e3
	}
	return true
}

// year tells a year from a count: four digits without a gap, and no people
// behind them.
func (s *suggester) year(digits, rest string) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && len(digits) == 4 && n >= 1900 && n <= 2100 && !s.words.people.has(nextWord(rest))
}

func nextWord(s string) string {
	words := plainWords(s[:min(len(s), 60)])
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func (s *suggester) duration(rest string) bool { return s.words.durations.has(nextWord(rest)) }
