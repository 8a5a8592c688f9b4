package roadmap

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// maxGoalHeading is how long, in characters, a sentence may be to serve as the
// title of a goal.
const maxGoalHeading = 250

// goalOf makes title and rationale of a practice's goals: the first sentence
// and the rest. Where there are no goals, or their first sentence is no title,
// the title is the general goal of the domain.
func (a Assembler) goalOf(domain string, goals i18n.Text) (title, rationale i18n.Text) {
	for _, lang := range goals.Languages() {
		first, rest := firstSentence(goals.In(lang))
		if strings.HasSuffix(first, ":") || utf8.RuneCountInString(first) > maxGoalHeading {
			return a.generalGoal(domain), trimmed(goals)
		}
		title, rationale = title.Set(lang, withoutStop(first)), rationale.Set(lang, rest)
	}
	if title.Empty() {
		return a.generalGoal(domain), i18n.Text{}
	}
	return title, rationale
}

// generalGoal is a goal that fits any practice of the domain.
func (a Assembler) generalGoal(domain string) i18n.Text {
	if domain == "" {
		return a.Messages.All("assemble.goal.none")
	}
	if key := "assemble.goal." + domain; a.Messages.Has(i18n.Finnish, key) {
		return a.Messages.All(key)
	}
	var t i18n.Text
	label := a.Vocabularies.Label(framework, domain)
	for _, lang := range i18n.Langs() {
		name, _ := label.Best(lang)
		t = t.Set(lang, a.Messages.T(lang, "assemble.goal.other", "Domain", name))
	}
	return t
}

// firstSentence parts a text after its first sentence or its first line,
// whichever is shorter.
func firstSentence(text string) (first, rest string) {
	text = strings.TrimSpace(text)
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		switch {
		case r == '\n':
			return strings.TrimSpace(text[:i]), strings.TrimSpace(text[end:])
		case !strings.ContainsRune(".!?…", r):
			continue
		}
		end += closing(text[end:])
		if endsSentence(text[:i], r, text[end:]) {
			return strings.TrimSpace(text[:end]), strings.TrimSpace(text[end:])
		}
	}
	return text, ""
}

// closing counts the bytes of quotation marks and brackets at the beginning.
func closing(s string) int {
	return len(s) - len(strings.TrimLeft(s, `)]”"'’»`))
}

// endsSentence tells whether a mark between before and after ends a sentence:
// white space and something that can begin a sentence must follow, and a full
// stop must not belong to an abbreviation, an initial or a number in a list.
func endsSentence(before string, mark rune, after string) bool {
	next := strings.TrimLeftFunc(after, unicode.IsSpace)
	if next == "" {
		return true
	}
	if next == after {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(next); unicode.IsLower(r) || unicode.IsPunct(r) && !strings.ContainsRune(`"”“»(–-•`, r) {
		return false
	}
	if mark != '.' {
		return true
	}
	word := before[strings.LastIndexFunc(before, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`("”“/`, r)
	})+1:]
	word = strings.TrimLeft(word, "”“»–-")
	if utf8.RuneCountInString(word) == 1 && unicode.IsLetter([]rune(word)[0]) || isAbbreviation(strings.ToLower(word)) {
		return false
	}
	return strings.Trim(before, "0123456789 ") != ""
}

// isAbbreviation knows, without their last full stop, the abbreviations that
// stand within a sentence. Those that mostly end one (jne., osv., etc.) are not
// among them.
func isAbbreviation(word string) bool {
	switch word {
	case "esim", "mm", "ns", "ks", "vrt", "huom", "nk", "ts", "eli", "klo", "puh", "n", "prof", "tri", "toim", "kts", "ml", "lk", "os", "vast", "ap", "ip", "ev.lut", "ev.-lut",
		"bl.a", "bl", "t.ex", "t.o.m", "tex", "ex", "d.v.s", "dvs", "s.k", "f.d", "fr.o.m", "o.d", "p.g.a", "m.a.o", "resp", "ca", "kl", "nr", "jfr", "inkl", "exkl", "tfn", "st", "evang", "fil",
		"e.g", "i.e", "cf", "vs", "no", "approx", "incl", "dr", "mr", "mrs", "ms", "fig", "dept", "u.s", "u.k":
		return true
	}
	return false
}

// withoutStop takes the full stop off a sentence that becomes a heading.
func withoutStop(s string) string {
	if strings.HasSuffix(s, "..") {
		return s
	}
	return strings.TrimSuffix(s, ".")
}

func trimmed(t i18n.Text) i18n.Text {
	for _, lang := range t.Languages() {
		t = t.Set(lang, strings.TrimSpace(t.In(lang)))
	}
	return t
}
