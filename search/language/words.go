package language

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

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
	EachWord(text, func(letters []byte, start, end int) {
		found = append(found, Word{string(letters), start, end})
	})
	return found
}

// EachWord gives f the words one by one, in UTF-8; letters are f's only until it
// returns.
func EachWord(text string, f func(letters []byte, start, end int)) {
	buffer, _ := letterBuffers.Get().(*letterBuffer)
	if buffer == nil {
		buffer = &letterBuffer{}
	}
	defer letterBuffers.Put(buffer)
	letters := buffer[:0]
	count, start, end, at := 0, 0, 0, 0
	for i := 0; i < len(text); at++ {
		if c := text[i]; c < utf8.RuneSelf && lowered[c] > 0 && count < LongestWord { // as nearly all are
			if count == 0 {
				start = at
			}
			letters, count, end = append(letters, lowered[c]), count+1, at+1
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		i += width
		letter := smallOf(r)
		switch {
		case letter > 0 && count == LongestWord:
		case letter > 0:
			if count == 0 {
				start = at
			}
			letters, count, end = utf8.AppendRune(letters, letter), count+1, at+1
		case count == 0 || r == '\u00ad':
		case r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r):
			letters, count = mark(letters, count, r)
			end = at + 1
		default:
			f(letters, start, end)
			letters, count = letters[:0], 0
		}
	}
	if count > 0 {
		f(letters, start, end)
	}
}

// letterBuffers hold the letters of a word: many texts are short, and each would need
// a buffer of its own.
var letterBuffers sync.Pool // of *letterBuffer

type letterBuffer [LongestWord * utf8.UTFMax]byte

// smallOf is the small letter of a letter or digit, 0 of anything else.
func smallOf(r rune) rune {
	switch {
	case r < rune(len(lowered)):
		return rune(lowered[r])
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return 0
}

// lowered has the small letters of the letters and digits of Latin-1, 0 for what is
// none: nearly all of a text, and much faster to look up here.
var lowered = func() (list [unicode.MaxLatin1 + 1]byte) {
	for r := range rune(len(list)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			list[r] = byte(unicode.ToLower(r))
		}
	}
	return list
}()

// composed are the letters with a mark that have a letter of their own in Finnish,
// Swedish or a common name, by the mark.
var composed = map[rune]map[rune]rune{
	'\u030a': {'a': 'å'},
	'\u0308': {'a': 'ä', 'o': 'ö', 'u': 'ü', 'e': 'ë', 'i': 'ï', 'y': 'ÿ'},
	'\u0301': {'a': 'á', 'e': 'é', 'i': 'í', 'o': 'ó', 'u': 'ú', 'y': 'ý'},
	'\u0300': {'a': 'à', 'e': 'è', 'i': 'ì', 'o': 'ò', 'u': 'ù'},
	'\u030c': {'s': 'š', 'z': 'ž', 'c': 'č'},
}

// mark joins a combining mark with the last of so many letters, where the two
// have a letter of their own: texts copied from some systems write å ä ö as two
// characters. Other marks stay as they are.
func mark(letters []byte, count int, m rune) ([]byte, int) {
	last, size := utf8.DecodeLastRune(letters)
	if one, ok := composed[m][last]; ok {
		return utf8.AppendRune(letters[:len(letters)-size], one), count
	}
	if count == LongestWord {
		return letters, count
	}
	return utf8.AppendRune(letters, m), count + 1
}
