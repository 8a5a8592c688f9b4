package exchange

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeText reads text in UTF-8 or UTF-16, with or without the mark of the
// byte order, and else in Windows-1252, which old programs write. ok is false
// for what is no text.
func decodeText(data []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], binary.BigEndian)
	}
	if order := utf16Order(data); order != nil {
		return decodeUTF16(data, order)
	}
	if utf8.Valid(data) {
		return textual(string(data))
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		if c >= 0x80 && c < 0xa0 {
			b.WriteRune(windows1252[c-0x80])
			continue
		}
		b.WriteRune(rune(c))
	}
	return textual(b.String())
}

// windows1252 are the characters from 0x80 to 0x9f. The five that are not
// assigned become the sign for what could not be read.
var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// utf16Order tells UTF-16 without a mark: every other byte of Latin text is 0.
func utf16Order(data []byte) binary.ByteOrder {
	head := data[:min(len(data), 2000)&^1]
	var even, odd int
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch half := len(head) / 2; {
	case half < 4:
	case odd > half*8/10 && even == 0:
		return binary.LittleEndian
	case even > half*8/10 && odd == 0:
		return binary.BigEndian
	}
	return nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) (string, bool) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return textual(string(utf16.Decode(units)))
}

// textual refuses what has the control characters of a program's own file. Line
// ends become the same.
func textual(s string) (string, bool) {
	odd := 0
	for _, r := range s {
		switch {
		case r == 0:
			return "", false
		case r < ' ' && !strings.ContainsRune("\t\n\r\f\v\x1b", r), r == utf8.RuneError:
			odd++
		}
	}
	if odd > 10 && odd > len(s)/200 {
		return "", false
	}
	clean := func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\f' || r == '\ufeff' || r == 0x7f {
			return -1
		}
		return r
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(s)
	return strings.Map(clean, s), true
}
