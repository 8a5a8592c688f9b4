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
			cut := breakAt(word, width, size)
			head := word[:cut]
			if !strings.HasSuffix(head, "-") {
				head += "-"
			}
			words, word = append(words, head), word[cut:]
		}
		words = append(words, word)
	}
	return words
}

// breakable tells whether a line may end there: at white space, except where it
// holds a number together.
func breakable(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// breakAt is where a word is broken: behind its last hyphen that fits, else
// where the line is full, with three letters left for the next line.
func breakAt(word string, width, size float64) int {
	fits, hyphen := 0, 0
	for end := 0; end < len(word); {
		r, n := utf8.DecodeRuneInString(word[end:])
		end += n
		if fits > 0 && textWidth(word[:end]+"-", size) > width {
			break
		}
		fits = end
		if r == '-' {
			hyphen = end
		}
	}
	if hyphen > 0 {
		return hyphen
	}
	rest := utf8.RuneCountInString(word[fits:])
	for ; rest < 3 && utf8.RuneCountInString(word[:fits]) > 4; rest++ {
		_, n := utf8.DecodeLastRuneInString(word[:fits])
		fits -= n
	}
	return fits
}
