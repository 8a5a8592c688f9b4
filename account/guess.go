package account

import (
	_ "embed"
	"slices"
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

// guessable says why a password is one of those that are tried first, and which
// part of it makes it so; nil for one that is not. A list of whole passwords would be
// long and still miss next year's; so what stands around and instead of letters
// is taken away, and what is left must be more than a few common words.
func guessable(password string, own []string) i18n.Problems {
	low := strings.ToLower(password)
	if problems := monotonous(low); problems != nil {
		return problems
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
	all := slices.DeleteFunc(readings(low), func(letters string) bool { return letters == "" })
	for _, letters := range all {
		if parts, ok := madeOf(letters, mostWords, known); ok {
			return weak("password_common", parts...)
		}
	}
	for _, letters := range all {
		if problems := monotonous(letters); len(letters) > 4 && problems != nil {
			return problems
		}
	}
	for _, letters := range all {
		if parts, ok := madeOf(letters, 2*mostWords, ownOrKnown); ok {
			return weak("password_own", parts...)
		}
	}
	return nil
}

// weak is the problem of a password with the parts that make it weak.
func weak(key string, parts ...string) i18n.Problems {
	slices.Sort(parts)
	return i18n.Problems{{Path: "password", Key: key, Args: map[string]any{"Words": strings.Join(slices.Compact(parts), ", ")}}}
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

// madeOf tells whether letters are nothing but at most n of the words, and which.
func madeOf(letters string, n int, known func(string) bool) (words []string, ok bool) {
	if letters == "" {
		return nil, true
	}
	for i := min(len(letters), 20); n > 0 && i > 0; i-- {
		if !known(letters[:i]) {
			continue
		}
		if rest, ok := madeOf(letters[i:], n-1, known); ok {
			return append(rest, letters[:i]), true
		}
	}
	return nil, false
}

// rows are the keys as they lie beside each other, and the alphabet.
var rows = []string{"1234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qwertzuiop"}

// monotonous is a problem when a password is a number, repeats one piece, when
// most of it follows from the character before (the same, the next on the
// keyboard or in the alphabet), or when it has fewer than five different
// characters.
func monotonous(s string) i18n.Problems {
	runes := []rune(s)
	different, letters := map[rune]bool{}, false
	follows, from, longest := 0, 0, ""
	for i, r := range runes {
		different[r] = true
		letters = letters || !unicode.IsDigit(r) && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r)
		if i > 0 && (r == runes[i-1] || beside(runes[i-1], r)) {
			follows++
		} else {
			from = i
		}
		if run := string(runes[from : i+1]); len(run) > len(longest) {
			longest = run
		}
	}
	piece := repeated(s)
	switch {
	case !letters:
		return weak("password_digits")
	case piece != "":
		return weak("password_repeated", piece)
	case follows*10 >= (len(runes)-1)*7:
		return weak("password_row", longest)
	case len(different) < 5:
		return weak("password_few")
	}
	return nil
}

func beside(a, b rune) bool {
	for _, row := range rows {
		if strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a})) {
			return true
		}
	}
	return false
}

// repeated is the piece of at most six characters that the text is, over and
// over; empty for other texts.
func repeated(s string) string {
	runes := []rune(s)
	for n := 1; n <= 6 && n < len(runes); n++ {
		if piece := string(runes[:n]); strings.HasPrefix(strings.Repeat(piece, len(runes)/n+1), s) {
			return piece
		}
	}
	return ""
}
