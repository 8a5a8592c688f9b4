package voikko

import (
	"slices"
	"strings"
	"unicode"
)

// Analysis is one way to understand a word. All of it is in small letters.
type Analysis struct {
	Base  string // its base form; of a compound that of the last part, with those before it
	Verb  string // the verb that the base form is a participle of
	Words int    // of the dictionary that it is put together from
	Parts []Part // in order; one for what is no compound. There may be more than Words
}

// Part is a part of a compound: its base form and its place in letters, its end
// excluded.
type Part struct {
	Base       string
	Start, End int
}

// Analyses are the ways to understand a word in small letters without hyphens,
// each once; none for a word that the dictionary does not know.
func (d *Dictionary) Analyses(word string) []Analysis {
	var list []Analysis
	d.outputs(word, func(symbols []uint16) {
		r := reader{baseAt: -1}
		for _, s := range symbols {
			r.read(d.symbols[s])
		}
		a, ok := r.end()
		same := func(o Analysis) bool {
			return o.Base == a.Base && o.Verb == a.Verb && slices.Equal(o.Parts, a.Parts)
		}
		if ok && string(r.letters) == word && !slices.ContainsFunc(list, same) {
			list = append(list, a)
		}
	})
	return list
}

// reader makes an analysis of what the transducer writes:
//
//	[Ln][Xp]kieli[X]kiel[Sn][Ny]i[Bh][Bc][Ln][Xp]kahvila[X]kahvila[Sine][Ny]ssa
//	[Ln][Xp]maahan=muuttaja[X]maahan[Bm]muuttaj[Sg][Nm]ien
//	[Lt][Xp]oppia[X]oppi[Ll][Ru]n[Xj]ut[X][Sn][Nm]eet
//
// That is the letters of the word, and between them tags. After [Xp] and [Xj],
// up to [X], comes what the base form has instead of the letters that follow.
type reader struct {
	letters []rune // of the word
	parts   []Part // those that have ended
	words   int    // that have ended
	verb    string
	other   bool // one that has ended is no number

	// Of the present word of the compound:
	start   int    // where it begins
	borders []int  // of its parts
	base    []rune // what its base form has from baseAt on, = between the parts
	baseAt  int    // -1: nothing else than the letters
	aside   string // the tag that says that letters are none of the word's
	number  bool

	verdict
}

// read takes the next symbol.
func (r *reader) read(symbol string) {
	r.tag(symbol)
	switch {
	case symbol == "[X]":
		r.aside = ""
	case symbol == "[Xp]", symbol == "[Xj]":
		r.base, r.baseAt, r.aside = nil, len(r.letters), symbol
	case strings.HasPrefix(symbol, "[X"):
		r.aside = symbol
	case symbol == "[Bm]":
		r.borders = append(r.borders, len(r.letters))
	case symbol == "[Bc]":
		r.close()
	case strings.HasPrefix(symbol, "[R"):
		r.verb = strings.ReplaceAll(r.before()+r.based(), "=", "")
	case strings.HasPrefix(symbol, "[L"):
		r.verb, r.number = "", strings.HasPrefix(symbol, "[Lu")
	case symbol[0] != '[':
		r.letter([]rune(symbol))
	}
}

func (r *reader) letter(text []rune) {
	for _, l := range text {
		l = unicode.ToLower(l)
		switch r.aside {
		case "":
			r.follow(r.letters, l)
			r.letters = append(r.letters, l)
		case "[Xp]", "[Xj]":
			r.base = append(r.base, l)
		}
	}
}

// before are the letters before the present word.
func (r *reader) before() string { return string(r.letters[:r.start]) }

// based is the base form of the present word with = between its parts.
func (r *reader) based() string {
	end := r.baseAt
	if end < 0 {
		end = len(r.letters)
	}
	var b strings.Builder
	for i := r.start; i <= end; i++ {
		if slices.Contains(r.borders, i) {
			b.WriteByte('=')
		}
		if i < end {
			b.WriteRune(r.letters[i])
		}
	}
	b.WriteString(string(r.base))
	return b.String()
}

// close ends the present word.
func (r *reader) close() {
	if len(r.letters) == r.start {
		return
	}
	bases := strings.Split(r.based(), "=")
	if len(bases) != len(r.borders)+1 {
		bases, r.borders = []string{strings.Join(bases, "")}, nil
	}
	start := r.start
	for i, end := range append(r.borders, len(r.letters)) {
		r.parts = append(r.parts, Part{bases[i], start, end})
		start = end
	}
	r.words++
	r.other = r.other || !r.number
	r.start, r.borders, r.base, r.baseAt = start, nil, nil, -1
}

func (r *reader) end() (a Analysis, ok bool) {
	a = Analysis{Base: strings.ReplaceAll(r.before()+r.based(), "=", ""), Verb: r.verb}
	r.close()
	a.Words, a.Parts = r.words, r.parts
	if !r.other { // kahdentoista: all of a number is inflected
		a.Base = ""
		for _, p := range r.parts {
			a.Base += p.Base
		}
	}
	return a, len(a.Parts) > 0 && r.good()
}

// verdict finds out whether a compound may be written in one: the transducer
// takes some that need a hyphen.
type verdict struct {
	border       bool // between the letter before and the next
	broken       bool
	hyphen       bool // a hyphen is wanted after the present word,
	missing      bool // and was wanted here
	name, common bool // a name begins it; a common noun ends it
}

func (v *verdict) tag(symbol string) {
	switch {
	case symbol == "[Bh]":
		v.broken = v.broken || v.missing
		v.border, v.missing = true, v.hyphen
	case symbol == "[Icu]":
		v.hyphen, v.border = true, false
	case symbol == "[Ica]":
		v.missing, v.common = false, false
	case symbol == "[Dg]":
		v.name = false
	case strings.HasPrefix(symbol, "[Le"):
		v.name, v.common = true, false
	case strings.HasPrefix(symbol, "[Ln"):
		v.common = true
	}
}

// follow looks at a letter behind those before it: two equal vowels are never
// joined without a hyphen, nor is anything with a number.
func (v *verdict) follow(letters []rune, next rune) {
	if v.border && len(letters) > 0 {
		last := letters[len(letters)-1]
		v.broken = v.broken || unicode.IsDigit(last) || last == next && strings.ContainsRune("aeiouyäöå", last)
	}
	v.border = false
}

func (v *verdict) good() bool { return !v.broken && !v.missing && !(v.name && v.common) }
