package catalogue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameEndings are what may follow on the last word of a name in a text that
// nobody looks at before the person is taken out of it: the cases of Finnish with
// its particles, and the possession of Swedish and English. After a vowel, after
// a consonant, and on a stem that is not the name itself. Anything else may be
// somebody else's name.
func nameEndings(after string) []string {
	vowel := []string{"n", "a", "ta", "tta", "ssa", "sta", "lla", "lta", "lle", "na", "ksi"}
	switch after {
	case "consonant":
		linked := []string{"", "s", "'s", "’s"}
		for _, ending := range append(vowel, "in") {
			if ending != "ta" && ending != "tta" {
				linked = append(linked, "i"+ending)
			}
		}
		return linked
	case "stem":
		return append(vowel, "en", "ena", "ta", "an", "in", "on", "un", "yn", "seen", "elle", "ella", "elta", "essa", "esta", "eksi")
	}
	return append(vowel, "", "s", "'s", "’s", "an", "en", "in", "on", "un", "yn", "han", "hen", "hin", "hon", "hun", "hyn")
}

func particles() []string { return []string{"", "kin", "kaan", "ko", "han"} }

// lowerNames are parts of a name that are written small.
func lowerNames() []string {
	return []string{"von", "af", "de", "la", "van", "der", "den", "di", "da", "zu", "bin", "al", "el", "ibn"}
}

// certain finds only what is this person and nobody else, so that it may be
// taken out: their whole name as names are written, their address, their number.
func (s Sought) certain(r *reading) []span {
	var found []span
	switch {
	case !s.Sure():
	case s.digits != "":
		for _, one := range s.phones(r.folded) {
			if s.wholeNumber(r.folded, one) {
				found = append(found, one)
			}
		}
	case strings.Contains(s.words, "@"):
		for _, one := range s.whole(r.folded) {
			if stopsAt(r.folded, one, "-_.+") {
				found = append(found, one)
			}
		}
	default:
		found = s.fullName(r)
	}
	return r.spans(found)
}

// stopsAt tells whether no letter, digit or joining sign goes on around a span. A
// sign at the end joins only what comes behind it.
func stopsAt(text string, at span, joins string) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at.from])
	after, size := utf8.DecodeRuneInString(text[at.to:])
	next, _ := utf8.DecodeRuneInString(text[min(at.to+size, len(text)):])
	return !inWord(before) && !strings.ContainsRune(joins, before) && !inWord(after) && (!strings.ContainsRune(joins, after) || !inWord(next))
}

func (s Sought) wholeNumber(text string, at span) bool {
	const unmistakable = 9 // digits that need no sign that they are a phone's
	led := text[at.from] == '0' || text[at.from] == '+' || strings.HasPrefix(text[at.from:], "358")
	return (led || len(s.digits) >= unmistakable) && stopsAt(text, at, "-/=.")
}

// joined are the words of a text with what is joined to them: "Lind-Berg", "Lind's".
func joined(text string) []span {
	var list []span
	for _, word := range tokens(text) {
		if n := len(list) - 1; n >= 0 && slices.Contains([]string{"-", "'", "’"}, text[list[n].to:word.from]) {
			list[n].to = word.to
			continue
		}
		list = append(list, word)
	}
	return list
}

func (s Sought) fullName(r *reading) []span {
	var names []string
	for _, word := range joined(s.words) {
		names = append(names, s.words[word.from:word.to])
	}
	if len(names) < 2 {
		return nil
	}
	last := len(names) - 1
	words := joined(r.folded)
	var found []span
	for i := range words {
		for _, order := range [][]string{names, append([]string{names[last]}, names[:last]...)} {
			one := naming{r: r, surname: names[last], order: order}
			if i+last < len(words) && one.is(words[i:i+last+1]) {
				found = append(found, span{words[i].from, words[i+last].to})
			}
		}
	}
	return found
}

// naming is a full name in one of its orders. Only where the surname is the last
// is it inflected, and first a genitive at most (Virtasen Liisa): "Maria" is not Mari.
type naming struct {
	r       *reading
	surname string
	order   []string
}

func (n naming) is(words []span) bool {
	text := n.r.folded
	for i, name := range n.order {
		word := text[words[i].from:words[i].to]
		isInitial := len(word) == 1 && strings.HasPrefix(name, word) && name != n.surname && strings.HasPrefix(text[words[i].to:], ".")
		if i > 0 && !n.follows(words[i-1], words[i]) {
			return false
		}
		switch {
		case !n.r.capital(words[i]) && !slices.Contains(lowerNames(), name):
			return false
		case isInitial, word == name && len(name) > 1:
		case name == n.surname && i == len(n.order)-1 && inflected(word, name, nil):
		case name == n.surname && i == 0 && inflected(word, name, []string{"n", "en", "in"}):
		default:
			return false
		}
	}
	from, to := words[0], words[len(words)-1]
	return stopsAt(text, span{from.from, to.to}, "-_@/'’")
}

// follows tells whether two words stand beside each other as those of a name do.
func (n naming) follows(before, after span) bool {
	gap := n.r.folded[before.to:after.from]
	switch {
	case before.to-before.from == 1:
		gap = strings.TrimPrefix(gap, ".")
	case n.order[0] == n.surname:
		gap = strings.TrimPrefix(gap, ",")
	}
	return len(gap) <= 3 && strings.TrimSpace(gap) == "" && (gap != "" || before.to-before.from == 1)
}

// inflected tells whether a word is a form of a name; endings are the ones that
// count, nil for all.
func inflected(word, name string, endings []string) bool {
	for _, stem := range beginnings(name) {
		rest, ok := strings.CutPrefix(word, stem)
		if !ok {
			continue
		}
		after := "stem"
		if stem == name {
			after = "consonant"
			if strings.Contains("aeiouy", name[len(name)-1:]) {
				after = "vowel"
			}
		}
		for _, particle := range particles() {
			ending, ok := strings.CutSuffix(rest, particle)
			if ok && slices.Contains(nameEndings(after), ending) && (endings == nil || slices.Contains(endings, ending)) {
				return true
			}
		}
	}
	return false
}

// capital tells whether a word begins with one in the text as it was written.
func (r *reading) capital(word span) bool {
	first, _ := utf8.DecodeRuneInString(r.original[r.at[word.from]:])
	return unicode.IsUpper(first)
}
