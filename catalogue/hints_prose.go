package catalogue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// leastWords is how many words a text may have at least to be looked at as prose.
const leastWords = 30

// prose looks at figures in texts. Translations say the same as the original,
// so a text is looked at in one language.
func (h *hints) prose() {
	known := h.known()
	for _, f := range Texts(h.p) {
		if f.Words < leastWords {
			continue
		}
		text, lang := f.Text.Best(h.p.OriginalLanguage)
		if text == "" {
			continue
		}
		path := i18n.Join(f.Path, string(lang))
		numbers := numbersIn(text, lang)
		h.proseShares(path, text, lang, numbers)
		if f.Path == "summary" || f.Path == "howItWorks" {
			h.proseFigures(path, text, numbers, known)
		}
	}
}

// proseShares looks at each share in a text: whether the text says of what, and
// whether the count before it fits it.
func (h *hints) proseShares(path, text string, lang i18n.Lang, numbers []found) {
	asked := false
	for i, n := range numbers {
		if !n.percent {
			continue
		}
		part, wholes := around(text, numbers, i)
		if part != nil && len(wholes) > 0 {
			h.proseMisfit(path, part.value, wholes, n.value)
		}
		if !asked && !saysOfWhat(text, n, lang) {
			asked = true
			h.advise(path, "text_share_of_what", "Share", written(n.value))
		}
	}
}

// around are the count that stands next to a share, and the numbers near it that
// may be the whole.
func around(text string, numbers []found, i int) (part *found, wholes []float64) {
	const near, far = 25, 300 // bytes
	share := numbers[i]
	count := func(n found) bool { return !n.percent && !n.decimals && n.currency == "" && !isYear(n, text) }
	if i > 0 && count(numbers[i-1]) && share.start-numbers[i-1].end <= near && !strings.ContainsAny(text[numbers[i-1].end:share.start], ".;") {
		part = &numbers[i-1]
	}
	if part == nil {
		return nil, nil
	}
	for _, n := range numbers {
		if count(n) && n.value > 0 && n.start != part.start && share.start-n.end < far && n.start-share.end < far {
			wholes = append(wholes, n.value)
		}
	}
	return part, wholes
}

// proseMisfit warns only where a slip of the hand explains it: a text may speak
// of other wholes than those that it names.
func (h *hints) proseMisfit(path string, part float64, wholes []float64, share float64) {
	if slices.ContainsFunc(wholes, func(whole float64) bool { return ShareFits(part, whole, share) }) {
		return
	}
	for _, whole := range wholes {
		if meant, ok := LikelySlip(part, whole, share); ok {
			h.warn(path, "share_misfit_meant", "Part", written(part), "Whole", written(whole), "Share", written(share), "Meant", written(meant))
			return
		}
	}
}

func isYear(n found, text string) bool {
	return n.end-n.start == 4 && !n.percent && n.currency == "" && n.value >= 1900 && n.value <= 2100 && isASCIIDigitRun(text[n.start:n.end])
}

// saysOfWhat tells whether a share's sentence, or a count in the one before it,
// may say of what it is a share. It speaks of change where it needs no whole.
func saysOfWhat(text string, n found, lang i18n.Lang) bool {
	start, end := sentenceAround(text, n.start, n.end)
	sentence := strings.ToLower(text[start:end])
	words := strings.FieldsFunc(sentence, func(r rune) bool { return !unicode.IsLetter(r) })
	if slices.ContainsFunc(words, func(word string) bool { return namesWhole(word, lang) || namesChange(word, lang) }) {
		return true
	}
	before := 0
	if start > 0 {
		before, _ = sentenceAround(text, start-1, start-1)
	}
	for _, other := range numbersIn(text[before:end], lang) {
		if !other.percent && !isYear(other, text[before:end]) && other.value >= 10 {
			return true
		}
	}
	return false
}

// sentenceAround is the sentence of a place in a text.
func sentenceAround(text string, from, to int) (start, end int) {
	stop := func(i int) bool {
		return text[i] == '\n' || (strings.IndexByte(".!?", text[i]) >= 0 && i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '\n'))
	}
	for start = from; start > 0 && !stop(start-1); start-- {
	}
	for end = to; end < len(text) && !stop(end); end++ {
	}
	return start, end
}

func namesWhole(word string, lang i18n.Lang) bool {
	switch lang {
	case i18n.Finnish:
		return utf8.RuneCountInString(word) > 4 && (strings.HasSuffix(word, "sta") || strings.HasSuffix(word, "stä"))
	case i18n.Swedish:
		return word == "av" || word == "bland" || word == "utav"
	}
	return word == "of" || word == "among"
}

// changes begin the words that say how much more or less something became.
func changes(lang i18n.Lang) []string {
	switch lang {
	case i18n.Finnish:
		return []string{"kasv", "nous", "lisäänty", "vähen", "lask", "enemmän", "vähemmän", "puto", "alene"}
	case i18n.Swedish:
		return []string{"ök", "minsk", "mer", "fler", "färre", "mindre", "sjönk", "steg", "väx"}
	}
	return []string{"increas", "decreas", "rose", "rise", "fell", "fall", "more", "fewer", "less", "grew", "grow", "drop", "declin"}
}

func namesChange(word string, lang i18n.Lang) bool {
	return slices.ContainsFunc(changes(lang), func(stem string) bool { return strings.HasPrefix(word, stem) })
}

// known are the figures that the entry states as such.
func (h *hints) known() map[float64]bool {
	known := map[float64]bool{}
	note := func(v *float64) {
		if v != nil {
			known[*v] = true
		}
	}
	count := func(n *int) {
		if n != nil {
			known[float64(*n)] = true
		}
	}
	for _, r := range h.p.Results {
		note(r.Value)
		if r.Base != nil {
			note(r.Base.Value)
		}
		if r.Baseline != nil {
			note(r.Baseline.Value)
		}
		for _, b := range r.Breakdowns {
			note(b.Value)
		}
	}
	for _, e := range h.p.Evaluations {
		count(e.Sample)
	}
	count(h.p.Reach.Actual)
	count(h.p.Reach.Expected)
	for _, f := range h.p.Funding {
		note(f.Amount)
	}
	return known
}

// mostFigures is how many figures of one text are asked about.
const mostFigures = 3

// proseFigures asks for figures that a text tells and the results do not.
func (h *hints) proseFigures(path, text string, numbers []found, known map[float64]bool) {
	const least = 10 // "three parts" is no result
	asked := 0
	for _, n := range numbers {
		if asked == mostFigures {
			return
		}
		if known[n.value] || n.currency != "" || isYear(n, text) || n.value < least && !n.percent || ofTime(text[n.end:]) {
			continue
		}
		known[n.value] = true
		asked++
		h.advise(path, "text_figure", "Figure", quoted(text, n))
	}
}

// timeWords begin the words for ages, times and sizes, which are no results.
func timeWords() []string {
	return []string{
		"vuot", "vuode", "kuukau", "viik", "tunti", "tunnin", "minuut", "päiv", "kilomet", "neliö", "opintopis", "luo", "klo",
		"meter", "år", "månad", "veck", "timm", "minut", "dag", "dyg", "kvadrat", "studiepo",
		"year", "month", "week", "hour", "minute", "day", "credit", "square", "january", "february", "march", "april", "may ", "june",
		"july", "august", "september", "october", "november", "december", "januari", "februari", "mars", "maj", "juni", "juli", "augusti",
		"oktober", "tammik", "helmik", "maalisk", "huhtik", "touko", "kesäk", "heinäk", "elok", "syysk", "lokak", "marrask", "jouluk",
	}
}

func ofTime(rest string) bool {
	rest = strings.ToLower(strings.TrimLeft(rest[:min(len(rest), 20)], " \u00a0"))
	return slices.ContainsFunc(timeWords(), func(stem string) bool { return strings.HasPrefix(rest, stem) })
}

// quoted is a figure with the word behind it, as the text has them.
func quoted(text string, n found) string {
	rest := text[n.end:]
	gap := len(rest) - len(strings.TrimLeft(rest, " \u00a0"))
	end := gap
	for end < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[end:])
		if !unicode.IsLetter(r) && r != '%' && r != '-' {
			break
		}
		end += size
	}
	if end == gap {
		return text[n.start:n.end]
	}
	return text[n.start : n.end+end]
}
