package language

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"tiekartta/i18n"
)

// space skips gaps and comments.
func (t *turtle) space() {
	for {
		c, err := t.r.ReadByte()
		switch {
		case err != nil:
			return
		case c == '\n':
			t.line++
		case c == '#':
			for c != '\n' {
				if c, err = t.r.ReadByte(); err != nil {
					return
				}
			}
			t.line++
		case c != ' ' && c != '\t' && c != '\r':
			_ = t.r.UnreadByte() // just read
			return
		}
	}
}

// upTo reads to a mark that ends something, without it.
func (t *turtle) upTo(end byte) (string, error) {
	var b strings.Builder
	for {
		c, err := t.r.ReadByte()
		switch {
		case err != nil:
			return "", err
		case c == end:
			return utf8Text(b.String())
		case c == '\n' || b.Len() > longestText:
			return "", i18n.Problems{{Key: "skos_open"}}
		}
		b.WriteByte(c)
	}
}

// resolved is an address as it is meant: one that is not whole begins where the
// file says.
func (t *turtle) resolved(address string) (string, error) {
	if t.base == "" || strings.Contains(address, ":") {
		return address, nil
	}
	base, err := url.Parse(t.base)
	if err != nil {
		return "", unexpected(item{text: t.base})
	}
	whole, err := base.Parse(address)
	if err != nil {
		return "", unexpected(item{text: address})
	}
	return whole.String(), nil
}

func (t *turtle) next() (item, error) {
	t.space()
	c, err := t.r.ReadByte()
	if err != nil {
		return item{}, err
	}
	switch c {
	case '.', ';', ',', '[', ']', '(', ')':
		return item{kind: c, text: string(c)}, nil
	case '<':
		text, err := t.upTo('>')
		if err != nil {
			return item{}, err
		}
		if text, err = t.resolved(unescaped(text)); err != nil {
			return item{}, err
		}
		return address(text)
	case '"', '\'':
		return t.literal(c)
	case '@':
		word, err := t.word("")
		return item{kind: '@', text: word}, err
	}
	word, err := t.word(string(c))
	if err != nil {
		return item{}, err
	}
	return t.name(word)
}

// name is a short name, or one of the words that stand for something.
func (t *turtle) name(word string) (item, error) {
	switch {
	case word == "a":
		return item{kind: '<', text: "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}, nil
	case strings.EqualFold(word, "prefix") || strings.EqualFold(word, "base"):
		return item{kind: '@', text: word}, nil
	case strings.HasPrefix(word, "_:"):
		return item{kind: '_', text: word}, nil
	}
	prefix, local, ok := strings.Cut(word, ":")
	if !ok {
		return item{kind: '"', text: word}, nil // a number or a truth
	}
	begin, known := t.prefixes[prefix]
	if !known {
		return item{}, i18n.Problems{{Key: "skos_prefix", Args: map[string]any{"Prefix": shortened(prefix)}}}
	}
	return address(begin + strings.ReplaceAll(local, `\`, ""))
}

// word reads on to a gap or a mark. A point inside a name belongs to it.
func (t *turtle) word(begun string) (string, error) {
	var b strings.Builder
	b.WriteString(begun)
	for {
		c, err := t.r.Peek(2)
		if len(c) == 0 || err != nil && len(c) == 0 {
			break
		}
		if strings.IndexByte(" \t\r\n;,[]()\"'<#@^", c[0]) >= 0 {
			break
		}
		if c[0] == '.' && (len(c) < 2 || strings.IndexByte(" \t\r\n;,[]()\"'<#.", c[1]) >= 0) {
			break
		}
		if b.Len() > longestText {
			return "", i18n.Problems{{Key: "skos_long"}}
		}
		b.WriteByte(c[0])
		_, _ = t.r.Discard(1) // just peeked
	}
	return utf8Text(b.String())
}

// literal reads a text in quotes, short or long, with its language.
func (t *turtle) literal(quote byte) (item, error) {
	long := false
	if c, _ := t.r.Peek(2); len(c) == 2 && c[0] == quote && c[1] == quote {
		long = true
		_, _ = t.r.Discard(2) // just peeked
	} else if len(c) > 0 && c[0] == quote {
		_, _ = t.r.Discard(1)
		return t.tagged("")
	}
	var b strings.Builder
	for quotes := 0; ; {
		c, err := t.r.ReadByte()
		if err != nil {
			return item{}, err
		}
		if b.Len() > longestText {
			return item{}, i18n.Problems{{Key: "skos_long"}}
		}
		if c == '\n' {
			t.line++
			if !long {
				return item{}, i18n.Problems{{Key: "skos_open"}}
			}
		}
		b.WriteByte(c)
		if c != quote {
			quotes = 0
			if c == '\\' {
				if c, err = t.r.ReadByte(); err != nil {
					return item{}, err
				}
				b.WriteByte(c)
			}
			continue
		}
		if quotes++; !long {
			return t.tagged(unescaped(b.String()[:b.Len()-1]))
		}
		if next, _ := t.r.Peek(1); quotes >= 3 && (len(next) == 0 || next[0] != quote) {
			return t.tagged(unescaped(b.String()[:b.Len()-3]))
		}
	}
}

// tagged adds what follows a text: its language, or its type, which is dropped.
func (t *turtle) tagged(text string) (item, error) {
	text, err := utf8Text(text)
	if err != nil {
		return item{}, err
	}
	i := item{kind: '"', text: text}
	c, _ := t.r.Peek(2)
	switch {
	case len(c) > 0 && c[0] == '@':
		_, _ = t.r.Discard(1) // just peeked
		word, err := t.word("")
		if err != nil {
			return item{}, err
		}
		i.lang, _, _ = strings.Cut(strings.ToLower(word), "-")
	case len(c) == 2 && c[0] == '^' && c[1] == '^':
		_, _ = t.r.Discard(2)
		if err := t.datatype(); err != nil {
			return item{}, err
		}
	}
	return i, nil
}

// datatype reads the type of a text, which is a name: a text there would have a
// type of its own.
func (t *turtle) datatype() error {
	t.space()
	if c, _ := t.r.Peek(1); len(c) == 1 && (c[0] == '"' || c[0] == '\'') {
		return unexpected(item{text: string(c)})
	}
	of, err := t.next()
	if err == nil && of.kind != '<' {
		err = unexpected(of)
	}
	return err
}

func unescaped(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		size := map[byte]int{'u': 4, 'U': 8}[s[i]]
		if n, err := strconv.ParseUint(s[i+1:min(len(s), i+1+size)], 16, 32); size > 0 && err == nil && n <= unicode.MaxRune {
			b.WriteRune(rune(n))
			i += size
			continue
		}
		if plain, ok := map[byte]byte{'t': '\t', 'n': '\n', 'r': '\r', 'b': '\b', 'f': '\f'}[s[i]]; ok {
			b.WriteByte(plain)
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
