package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const ellipsis = "…"

// textWidth is how wide a text gets at most, in the unit of size. The reader's
// font is not known, so the widths are those of a wide one (Verdana): a label
// that fits by this count fits in every usual font.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += advance(r)
	}
	return w * size
}

func advance(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlI.,:;'|!()[] \u00a0-ftr/", r):
		return 0.42
	case strings.ContainsRune("mwMW@%—…", r):
		return 1
	case r >= 0x2E80: // scripts of the Far East and pictures are square
		return 1.05
	case unicode.IsUpper(r):
		return 0.76
	}
	return 0.63
}

// wrap breaks a text into at most max lines that fit a width; what does not fit
// is left out behind an ellipsis. A word that is too long is broken.
func wrap(s string, width, size float64, most int) []string {
	var lines []string
	line := ""
	for _, word := range pieces(s, width, size) {
		joined := word
		if line != "" {
			joined = line + " " + word
		}
		if textWidth(joined, size) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	lines[most-1] = shorten(lines[most-1]+ellipsis, width, size)
	return lines
}

// shorten cuts a text that ends with an ellipsis until it fits.
func shorten(s string, width, size float64) string {
	s = strings.TrimSuffix(s, ellipsis)
	for s != "" && textWidth(s+ellipsis, size) > width {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return strings.TrimRight(s, " ,;:-–") + ellipsis
}

// pieces are the words of a text, those wider than a line broken.
func pieces(s string, width, size float64) []string {
	var words []string
	for _, word := range strings.FieldsFunc(s, breakable) {
		for textWidth(word, size) > width {
			cut, mark := breakAt(word, width, size)
			words, word = append(words, word[:cut]+mark), word[cut:]
		}
		words = append(words, word)
	}
	return words
}

// breakable tells whether a line may end there: at white space, except where it
// holds a number together.
func breakable(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// breakAt is where a word is broken and what is put there: behind its last
// hyphen, dash or stroke that fits; else, with a hyphen, before the last
// consonant that a vowel follows, where a syllable begins; else where the line
// is full. Between figures there is no hyphen, which would be read as a minus.
func breakAt(word string, width, size float64) (cut int, mark string) {
	runes := []rune(word)
	var at []int // where each rune begins in the word
	for i := range word {
		at = append(at, i)
	}
	if len(runes) == 1 {
		return len(word), ""
	}
	fits, joint, syllable := 1, 0, 0
	for end := 1; end < len(runes) && textWidth(string(runes[:end])+"-", size) <= width; end++ {
		fits = end
		switch {
		case strings.ContainsRune("-–—/", runes[end-1]):
			joint = end
		case end >= 3 && end <= len(runes)-3 && beginsSyllable(runes, end):
			syllable = end
		}
	}
	switch {
	case joint > 0:
		return at[joint], ""
	case syllable > 0:
		return at[syllable], "-"
	case !unicode.IsLetter(runes[fits-1]) || !unicode.IsLetter(runes[fits]):
		return at[fits], ""
	}
	return at[fits], "-"
}

// beginsSyllable tells whether a syllable begins with the rune at i. The rule is
// that of Finnish, and good enough for a Swedish or English word that would not
// fit at all.
func beginsSyllable(word []rune, i int) bool {
	return unicode.IsLetter(word[i-1]) && isConsonant(word[i]) && isVowel(word[i+1])
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouyåäöAEIOUYÅÄÖ", r) }

func isConsonant(r rune) bool { return unicode.IsLetter(r) && !isVowel(r) }
