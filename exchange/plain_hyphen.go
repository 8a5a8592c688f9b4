package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// join puts the next line of a paragraph behind it. A word that was divided at
// the end of a line becomes whole; a hyphen that belongs to the word stays.
func (r *plainReader) join(text, next, separator string) string {
	if healed, ok := strings.CutSuffix(text, "\u00ad"); ok {
		return healed + next
	}
	stem, ok := strings.CutSuffix(text, "-")
	if !ok {
		stem, ok = strings.CutSuffix(text, "\u2010")
	}
	before, _ := utf8.DecodeLastRuneInString(stem)
	after, _ := utf8.DecodeRuneInString(next)
	switch {
	case !ok, !unicode.IsLetter(before) && !unicode.IsDigit(before):
		return text + separator + next
	case !unicode.IsLower(after):
		return text + next // "EU-\nRahoitus", "2018-\n2019"
	}
	head := stem[strings.LastIndexFunc(stem, unicode.IsSpace)+1:]
	tail, _, _ := strings.Cut(next, " ")
	if suspended(tail) {
		return text + " " + next // "kulttuuri-\nja kirjastopalvelut"
	}
	if r.hyphenated(head, tail) {
		return text + next
	}
	return stem + next
}

// suspended tells the words that follow a hyphen which stands for the rest of a
// compound.
func suspended(word string) bool {
	switch strings.ToLower(word) {
	case "ja", "tai", "sekä", "eikä", "och", "eller", "samt", "and", "or", "to":
		return true
	}
	return false
}

// hyphenated tells whether a hyphen belongs to the word: the text writes it so
// elsewhere, Finnish parts two like vowels, or English likes it there.
func (r *plainReader) hyphenated(head, tail string) bool {
	letters := func(s string) string {
		return strings.ToLower(strings.TrimFunc(s, func(c rune) bool { return !unicode.IsLetter(c) }))
	}
	head, tail = letters(head), letters(tail)
	switch {
	case r.words[head+"-"+tail]:
		return true
	case r.words[head+tail]:
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(head)
	after, _ := utf8.DecodeRuneInString(tail)
	if before == after && strings.ContainsRune("aeiouyäö", before) {
		return true
	}
	switch head {
	case "non", "self", "co", "well", "full", "part", "long", "short", "cross", "follow", "face", "multi", "job", "one":
		return true
	}
	return false
}
