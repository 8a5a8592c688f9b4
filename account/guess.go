package account

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"tiekartta/i18n"
)

//go:embed common.txt
var commonWords string

// mostWords is how many common words in a row are still no secret.
const mostWords = 3

var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonWords) {
		if !strings.HasPrefix(line, "#") {
			for word := range strings.FieldsSeq(line) {
				words[word] = true
			}
		}
	}
	return words
})

// guessable says why a password is one of those that are tried first: its
// problem's key, or "" for one that is not. A list of whole passwords would be
// long and still miss next year's; so what stands around and instead of letters
// is taken away, and what is left must be more than a few common words.
func guessable(password string, own []string) string {
	low := strings.ToLower(password)
	if monotonous(low) {
		return "password_common"
	}
	words := common()
	names := map[string]bool{}
	for _, text := range append(own, "tiekartta fardplan roadmap fi se com org net") {
		for _, word := range strings.Split(i18n.Slug(text), "-") {
			if len(word) >= 2 {
				names[word] = true
			}
		}
	}
	known := func(w string) bool { return words[w] }
	ownOrKnown := func(w string) bool { return names[w] || words[w] }
	for _, letters := range readings(low) {
		switch {
		case letters == "":
		case madeOf(letters, mostWords, known), len(letters) > 4 && monotonous(letters):
			return "password_common"
		case madeOf(letters, 2*mostWords, ownOrKnown):
			return "password_own"
		}
	}
	return ""
}

// readings are the letters that a password may stand for: those that are there,
// and those with digits and signs read as letters, as in "s4l4s4n4!2026". How
// much at the end is a number and no letter, cannot be known.
func readings(s string) []string {
	list := []string{lettersOf(s)}
	letter := func(r rune) bool { return unicode.IsLetter(r) || r == '@' || r == '$' }
	s = s[max(strings.IndexFunc(s, letter), 0):]
	end := strings.LastIndexFunc(s, letter) + 1
	for n := 0; n <= 3 && end+n <= len(s); n++ {
		list = append(list, lettersOf(unmasked.Replace(s[:end+n])))
	}
	return list
}

var unmasked = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "|", "l")

// lettersOf folds a password to its letters a to z. A letter of another script
// stays as it is.
func lettersOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) {
			if folded := i18n.Slug(string(r)); folded != "" {
				b.WriteString(folded)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// madeOf tells whether letters are nothing but at most n of the words.
func madeOf(letters string, n int, known func(string) bool) bool {
	if letters == "" {
		return true
	}
	for i := 1; n > 0 && i <= len(letters) && i <= 20; i++ {
		if known(letters[:i]) && madeOf(letters[i:], n-1, known) {
			return true
		}
	}
	return false
}

// rows are the keys as they lie beside each other, and the alphabet.
var rows = []string{"1234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qwertzuiop"}

// monotonous tells whether most of a password follows from the character
// before: repeated, the next on the keyboard or in the alphabet; or whether it
// has fewer than five different characters, repeats one piece, or is a number.
func monotonous(s string) bool {
	runes := []rune(s)
	different, letters := map[rune]bool{}, false
	follows := 0
	for i, r := range runes {
		different[r] = true
		letters = letters || !unicode.IsDigit(r) && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r)
		if i > 0 && (r == runes[i-1] || beside(runes[i-1], r)) {
			follows++
		}
	}
	return len(different) < 5 || !letters || follows*10 >= (len(runes)-1)*7 || repeats(s)
}

func beside(a, b rune) bool {
	for _, row := range rows {
		if strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a})) {
			return true
		}
	}
	return false
}

// repeats tells whether the text is one piece of at most six characters over
// and over.
func repeats(s string) bool {
	for n := 1; n <= 6 && n < len(s); n++ {
		if strings.HasPrefix(strings.Repeat(s[:n], len(s)/n+1), s) {
			return true
		}
	}
	return false
}
