package catalogue

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tiekartta/i18n"
)

// Sought is a person who is looked for in texts: a name, in whatever form it
// stands there, an e-mail address or a phone number.
type Sought struct {
	words  string     // as they were asked for, folded
	names  [][]string // how each word of a name may begin when it is inflected
	digits string     // of a phone number, without the country's
}

const (
	// longestEnding bounds what may follow on a name: cases, possession, "kin".
	longestEnding = 8
	// shortestPhone is how many digits say more than a year or a sum.
	shortestPhone = 6
)

// Seek reads what is looked for.
func Seek(words string) Sought {
	s := Sought{words: i18n.Fold(strings.TrimSpace(words))}
	if strings.Trim(s.words, "+-()./ 0123456789") == "" {
		if s.digits = national(s.words); len(s.digits) < shortestPhone {
			s.digits = ""
		}
	} else if !strings.ContainsAny(s.words, "@0123456789") {
		for _, word := range tokens(s.words) {
			s.names = append(s.names, beginnings(s.words[word.from:word.to]))
		}
	}
	return s
}

// Sure tells whether what is found is this person: a whole name, an address or
// a number, and not one word that others are called by, too.
func (s Sought) Sure() bool {
	return len(s.names) > 1 || s.digits != "" || strings.Contains(s.words, "@")
}

// In tells whether the person occurs in a text.
func (s Sought) In(text string) bool { return len(s.find(text)) > 0 }

// span is a piece of a text, in bytes.
type span struct{ from, to int }

// find returns where in a text the person stands, or may stand.
func (s Sought) find(text string) []span { return s.in(read(text)) }

func (s Sought) in(r *reading) []span {
	if s.words == "" || !s.mayBeIn(r.folded) {
		return nil
	}
	var found []span
	if len(s.names) < 2 {
		found = s.whole(r.folded)
	}
	found = append(found, s.named(r.folded)...)
	if s.digits != "" {
		found = append(found, s.phones(r.folded)...)
	}
	return r.spans(found)
}

// mayBeIn is a cheap test of a folded text, or of a document that has not been
// taken apart: is there anything that the person's surname, address or number
// could be.
func (s Sought) mayBeIn(folded string) bool {
	switch {
	case s.digits != "":
		return len(s.phones(folded)) > 0 || strings.Contains(folded, s.words)
	case len(s.names) > 0:
		stem := s.names[len(s.names)-1]
		return slices.ContainsFunc(stem, func(b string) bool { return strings.Contains(folded, b) }) || strings.Contains(folded, s.words)
	}
	return strings.Contains(folded, s.words)
}

// reading is a text that people are looked for in, folded once for all of them.
type reading struct {
	original, folded string
	at               []int // where in the original each byte of the folded one comes from
}

func read(text string) *reading {
	r := &reading{original: text}
	r.folded, r.at = foldedAt(text)
	return r
}

// spans puts what was found into order, as pieces of the original.
func (r *reading) spans(found []span) []span {
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	var list []span
	for _, one := range found {
		one.from, one.to = r.at[one.from], r.at[one.to]
		if n := len(list); n > 0 && one.from <= list[n-1].to {
			list[n-1].to = max(list[n-1].to, one.to)
			continue
		}
		list = append(list, one)
	}
	return list
}

// foldedAt is a folded text, and where in the text each of its bytes comes from.
func foldedAt(text string) (string, []int) {
	var b strings.Builder
	at := make([]int, 0, len(text)+1)
	for i, r := range text {
		piece := string(r)
		switch {
		case r >= 'A' && r <= 'Z':
			piece = string(r + 'a' - 'A')
		case r >= utf8.RuneSelf:
			piece = foldedRune(r)
		}
		for range len(piece) {
			at = append(at, i)
		}
		b.WriteString(piece)
	}
	return b.String(), append(at, len(text))
}

// foldedRune folds a letter. Those of European languages are folded once for all.
func foldedRune(r rune) string {
	if int(r) < len(foldedRunes()) {
		return foldedRunes()[r]
	}
	return i18n.Fold(string(r))
}

var foldedRunes = sync.OnceValue(func() []string {
	list := make([]string, 0x250)
	for r := range list {
		list[r] = i18n.Fold(string(rune(r)))
	}
	return list
})

// tokens are the words of a text.
func tokens(text string) []span {
	var list []span
	inside := false
	for i, r := range text {
		switch letter := unicode.IsLetter(r); {
		case letter && !inside:
			list = append(list, span{i, len(text)})
		case !letter && inside:
			list[len(list)-1].to = i
		}
		inside = unicode.IsLetter(r)
	}
	return list
}

// whole finds the words as they were asked for, where a word begins.
func (s Sought) whole(text string) []span {
	var found []span
	for from := 0; ; {
		i := strings.Index(text[from:], s.words)
		if i < 0 {
			return found
		}
		from += i
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(s.words)
		if !inWord(before) || !inWord(after) {
			found = append(found, span{from, from + len(s.words)})
		}
		from += len(s.words)
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// named finds the words of a name in their order, or with the last one first.
func (s Sought) named(text string) []span {
	if len(s.names) == 0 {
		return nil
	}
	words := tokens(text)
	orders := [][][]string{s.names}
	if n := len(s.names) - 1; n > 0 {
		orders = append(orders, append([][]string{s.names[n]}, s.names[:n]...))
	}
	var found []span
	for _, order := range orders {
		for i := range words {
			if last := s.sequence(text, words[i:], order); last >= 0 {
				found = append(found, span{words[i].from, words[i+last].to})
			}
		}
	}
	return found
}

// sequence is the index of the word with which a name ends that begins with the
// first one, -1 where none does. One other name may stand in between.
func (s Sought) sequence(text string, words []span, names [][]string) int {
	const farthest = 3 // bytes between two words of a name
	at := 0
	for n, name := range names {
		if n > 0 {
			at++
			if at+1 < len(words) && !s.called(text, words[at], name) {
				at++
			}
		}
		if at >= len(words) || !s.called(text, words[at], name) {
			return -1
		}
	}
	for i := 1; i <= at; i++ {
		if words[i].from-words[i-1].to > farthest {
			return -1
		}
	}
	return at
}

// called tells whether a word is a name in one of its forms. Of a first name an
// initial is enough.
func (s Sought) called(text string, word span, beginnings []string) bool {
	token := text[word.from:word.to]
	isLast := slices.Equal(beginnings, s.names[len(s.names)-1])
	if !isLast && len(token) == 1 && strings.HasPrefix(beginnings[0], token) {
		return true
	}
	return slices.ContainsFunc(beginnings, func(b string) bool {
		return strings.HasPrefix(token, b) && len(token)-len(b) <= longestEnding
	})
}

// national is a phone number's digits without what a country's or a trunk's are.
func national(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	digits = strings.TrimPrefix(digits, "00")
	return strings.TrimPrefix(strings.TrimPrefix(digits, "358"), "0")
}

// phones finds the number however it is grouped.
func (s Sought) phones(text string) []span {
	var digits strings.Builder
	var at []int
	for i, r := range text {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
			at = append(at, i)
		} else if !strings.ContainsRune(" -()./\u00a0", r) {
			digits.WriteByte(' ')
			at = append(at, i)
		}
	}
	all := digits.String()
	var found []span
	for from := 0; ; {
		i := strings.Index(all[from:], s.digits)
		if i < 0 {
			return found
		}
		from += i
		begin := at[from]
		for _, lead := range []string{"00358", "358", "0"} {
			if strings.HasSuffix(all[:from], lead) {
				begin = at[from-len(lead)]
				break
			}
		}
		if begin > 0 && text[begin-1] == '+' {
			begin--
		}
		found = append(found, span{begin, at[from+len(s.digits)-1] + 1})
		from += len(s.digits)
	}
}
