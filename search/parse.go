package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiekartta/search/language"
)

// parsed is a query taken apart into clauses that hold together. Nothing that is
// typed is an error: what cannot be read as an operator is words.
type parsed []clause

// clause are atoms of which one is enough, or one that is excluded.
type clause struct {
	any []atom
	not bool
}

// atom is a word, words in quotes, or the value of a field. Its text begins with
// a letter or digit and ends in a word.
type atom struct {
	field      field
	phrase     bool // in quotes
	text       string
	start, end int // of the text in the query, in code points
	from, to   int // of all that was typed for it: sign, field and quotes, too
}

// loose tells whether an atom is just words.
func (a atom) loose() bool { return a.field == fieldAny && !a.phrase }

// field is what a word is looked for in.
type field int

const (
	fieldAny field = iota
	fieldOfTitle
	fieldOfPlace
	fieldOfFunder
	fieldOfPartner
)

// fieldNames are the names that a field has in a query, the usual one first.
func fieldNames() map[field][]string {
	return map[field][]string{
		fieldOfTitle:   {"title", "otsikko", "titel", "nimi", "namn", "name"},
		fieldOfPlace:   {"place", "paikka", "kunta", "plats", "ort", "kommun", "municipality", "maakunta", "alue", "landskap", "region"},
		fieldOfFunder:  {"funder", "rahoittaja", "finansiär"},
		fieldOfPartner: {"partner", "kumppani"},
	}
}

// fieldOf is the field with a name, fieldAny when there is none.
func fieldOf(name string) field {
	words := language.Words(name)
	if len(words) != 1 || words[0].End != utf8.RuneCountInString(name) {
		return fieldAny
	}
	for f, names := range fieldNames() {
		if slices.Contains(names, words[0].Text) {
			return f
		}
	}
	return fieldAny
}

// mostAtoms bounds a query; what is beyond is left out.
const mostAtoms = 64

// parse takes a query apart.
func parse(query string) parsed {
	p, _ := parseAll(query)
	return p
}

// parseAll takes a query apart and tells whether those were all of its words.
func parseAll(query string) (p parsed, all bool) {
	l := lexer{rest: strings.ToValidUTF8(query, "\ufffd")}
	for l.rest != "" && len(l.tokens) < mostAtoms {
		l.next()
	}
	return joinedBy(l.tokens), !strings.ContainsFunc(l.rest, isWord)
}

// token is an atom as it stands in a query.
type token struct {
	atom
	not bool
}

// or tells whether an atom may be an operator.
func (a atom) or() bool { return a.loose() && slices.Contains([]string{"OR", "TAI", "ELLER"}, a.text) }

// joinedBy makes clauses of tokens: those with OR between them are alternatives.
// An OR that has nothing to join is a word, several in a row are one.
func joinedBy(tokens []token) (p parsed) {
	joining := false
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if t.or() && !t.not {
			end := i
			for end < len(tokens) && tokens[end].or() && !tokens[end].not {
				end++
			}
			if i > 0 && !tokens[i-1].not && end < len(tokens) && !tokens[end].not {
				joining, i = true, end-1
				continue
			}
		}
		if joining {
			last := &p[len(p)-1]
			last.any = append(last.any, t.atom)
		} else {
			p = append(p, clause{[]atom{t.atom}, t.not})
		}
		joining = false
	}
	return p
}

// lexer cuts a query into tokens. What says nothing gives none.
type lexer struct {
	rest   string
	at     int // code points before rest
	tokens []token
}

func (l *lexer) skip(bytes int) {
	l.at += utf8.RuneCountInString(l.rest[:bytes])
	l.rest = l.rest[bytes:]
}

// add adds a token of the next bytes, without what stands around its words.
func (l *lexer) add(bytes int, t token) {
	text := strings.TrimLeftFunc(l.rest[:bytes], notWord)
	t.start = l.at + utf8.RuneCountInString(l.rest[:bytes-len(text)])
	t.text = strings.TrimRightFunc(text, func(r rune) bool { return notWord(r) && !unicode.Is(unicode.Mn, r) })
	t.end = t.start + utf8.RuneCountInString(t.text)
	t.to = l.at + utf8.RuneCountInString(l.rest[:bytes])
	if t.phrase {
		t.to++ // the quote that closes it
	}
	if t.text != "" {
		l.tokens = append(l.tokens, t)
	}
	l.skip(bytes)
}

// next reads up to the end of the next token.
func (l *lexer) next() {
	if l.skip(length(l.rest, between)); l.rest == "" {
		return
	}
	var t token
	t.from = l.at
	before := length(l.rest, func(r rune) bool { return notWord(r) && !isQuote(r) && !between(r) })
	t.not = l.rest[:before] == "-" && l.mayExclude(l.rest[before:])
	l.skip(before)
	run := length(l.rest, func(r rune) bool { return !between(r) && !isQuote(r) })
	if name, value, ok := strings.Cut(l.rest[:run], ":"); ok || name == l.rest[:run] {
		field := fieldOf(name)
		switch {
		case ok && field != fieldAny && strings.ContainsFunc(value, isWord):
			t.field = field
			l.skip(len(name) + 1)
			run = len(value)
		case ok && field != fieldAny && value == "" && l.quoted(run) > 0:
			t.field = field
			l.skip(run)
			run = 0
		}
	}
	if run > 0 {
		l.add(run, t)
		return
	}
	end := l.quoted(0)
	if end == 0 { // a quote that nothing closes, or the end
		l.skip(length(l.rest, isQuote))
		return
	}
	l.skip(length(l.rest[:end], isQuote))
	inside := length(l.rest, func(r rune) bool { return !isQuote(r) })
	t.phrase = true
	l.add(inside, t)
	_, quote := utf8.DecodeRuneInString(l.rest)
	l.skip(quote)
}

// quoted is where what is in quotes from a place on ends, 0 where no quotes
// begin, nothing closes them or no word is in them.
func (l *lexer) quoted(from int) int {
	text := l.rest[from:]
	opening := length(text, isQuote)
	inside := length(text[opening:], func(r rune) bool { return !isQuote(r) })
	end := opening + inside
	if opening == 0 || end == len(text) || !strings.ContainsFunc(text[opening:end], isWord) {
		return 0
	}
	return from + end
}

// mayExclude tells whether a minus before the rest excludes what follows. It does
// not in a range (6 -12) nor where it stands for the first part of a compound
// (kielikurssit ja -kahvilat).
func (l *lexer) mayExclude(rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	if !isWord(first) && (&lexer{rest: rest}).quoted(0) == 0 {
		return false
	}
	if len(l.tokens) == 0 {
		return true
	}
	last := l.tokens[len(l.tokens)-1]
	if !last.loose() || last.not {
		return true
	}
	letter, _ := utf8.DecodeLastRuneInString(last.text)
	return !slices.Contains(conjunctions(), last.text) && !(unicode.IsDigit(letter) && unicode.IsDigit(first))
}

func conjunctions() []string {
	return []string{"ja", "sekä", "tai", "eli", "och", "samt", "eller", "and", "or"}
}

// String is the query in the plainest way to write it.
func (p parsed) String() string {
	var b strings.Builder
	for i, c := range p {
		if i > 0 {
			b.WriteByte(' ')
		}
		if c.not {
			b.WriteByte('-')
		}
		for j, a := range c.any {
			if j > 0 {
				b.WriteString(" OR ")
			}
			b.WriteString(a.String())
		}
	}
	return b.String()
}

// String is the atom as a query has it.
func (a atom) String() string {
	text := a.text
	if a.phrase {
		text = `"` + text + `"`
	}
	if a.field != fieldAny {
		text = fieldNames()[a.field][0] + ":" + text
	}
	return text
}

// words are the words of an atom as they are looked up.
func (a atom) words() (list []string) {
	for _, w := range language.Words(a.text) {
		if len(list) < mostWords {
			list = append(list, w.Text)
		}
	}
	return list
}

// length is how many bytes at the beginning of a text are letters that f holds for.
func length(text string, f func(rune) bool) int {
	if end := strings.IndexFunc(text, func(r rune) bool { return !f(r) }); end >= 0 {
		return end
	}
	return len(text)
}

func isWord(r rune) bool  { return unicode.IsLetter(r) || unicode.IsDigit(r) }
func notWord(r rune) bool { return !isWord(r) }

// between tells whether a letter parts tokens.
func between(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isQuote tells whether a letter begins or ends words in a row, as people and
// their telephones write it in Finnish, Swedish and English.
func isQuote(r rune) bool { return strings.ContainsRune("\"“”„‟«»″", r) }
