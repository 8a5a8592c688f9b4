package language

import "unicode"

// LongestWord bounds a word, in letters; what is beyond is cut off. The longest
// Finnish compounds in use have about 60.
const LongestWord = 64

// Word is a run of letters and digits in small letters, with its place in the
// text, counted in code points, its end excluded.
type Word struct {
	Text       string
	Start, End int
}

// Words cuts a text into words. Letters of any script count; a combining mark
// belongs to its letter; a soft hyphen inside a word is no letter and no gap. A
// text that is not UTF-8 gives the words between the broken bytes.
func Words(text string) []Word {
	var found []Word
	EachWord(text, func(letters []rune, start, end int) {
		found = append(found, Word{string(letters), start, end})
	})
	return found
}

// EachWord gives f the words one by one; letters are f's only until it returns.
func EachWord(text string, f func(letters []rune, start, end int)) {
	var buffer [LongestWord]rune
	letters := buffer[:0]
	start, end, at := 0, 0, 0
	flush := func() {
		if len(letters) > 0 {
			f(letters, start, end)
			letters = letters[:0]
		}
	}
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if len(letters) == 0 {
				start = at
			}
			if len(letters) < LongestWord {
				letters, end = append(letters, unicode.ToLower(r)), at+1
			}
		case len(letters) > 0 && unicode.Is(unicode.Mn, r):
			letters, end = mark(letters, r), at+1
		case len(letters) > 0 && r == '\u00ad':
		default:
			flush()
		}
		at++
	}
	flush()
}

// mark joins a combining mark with the letter before it, where the two have a
// letter of their own in Finnish, Swedish or a common name: texts copied from
// some systems write å ä ö as two characters. Other marks stay as they are.
func mark(letters []rune, m rune) []rune {
	last := len(letters) - 1
	joined := func(from, to string) bool {
		f, t := []rune(from), []rune(to)
		for i := range f {
			if letters[last] == f[i] {
				letters[last] = t[i]
				return true
			}
		}
		return false
	}
	switch m {
	case '\u030a':
		if joined("a", "å") {
			return letters
		}
	case '\u0308':
		if joined("aoueiy", "äöüëïÿ") {
			return letters
		}
	case '\u0301':
		if joined("aeiouy", "áéíóúý") {
			return letters
		}
	case '\u0300':
		if joined("aeiou", "àèìòù") {
			return letters
		}
	case '\u030c':
		if joined("szc", "šžč") {
			return letters
		}
	}
	if len(letters) < LongestWord {
		letters = append(letters, m)
	}
	return letters
}
