package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// How a hit comes to match a word of a query.
const (
	ByForm      = "form"      // it has the word, in whatever form
	ByInPart    = "compound"  // a longer word of the text has it as a part
	ByPart      = "part"      // it has a part of the query's word
	ByBeginning = "beginning" // the query's word begins one of its words
	ByLabel     = "label"     // it has another name of the same concept
	ByNarrower  = "narrower"  // it has the name of a narrower concept
	BySimilar   = "similar"   // it has a word that looks like it
	ByNear      = "near"      // it has a word that means something like it
)

// alternative is one way in which a word of a query may stand in the index.
type alternative struct {
	lang  int
	field string
	terms []string // several for a name of several words
	worth float64  // 1 for the word itself
	cover float64  // how much of the word a text answers that has it
	how   string
	name  string // of a concept: what it is called
	part  uint16 // of a compound: a bit for each of its parts that it stands for
}

// direct tells whether it is the word itself, alone or in a longer word.
func (a alternative) direct() bool { return a.how == ByForm || a.how == ByInPart }

// term is one word of a query, mended, with all it may stand for, the worthiest
// first.
type term struct {
	word, typed  string
	alternatives []alternative
	parts        [language.Languages]uint16 // of a compound: all its bits in each language
}

// group are words of a query that stand together for a concept.
type group struct {
	first, last  int // terms, the last one included
	alternatives []alternative
}

// meaning is what a query is understood as.
type meaning struct {
	terms     []term
	groups    []group
	corrected string          // "" when nothing was mended
	vector    language.Vector // of length 1, or without direction
}

// queryWords are the words of a query that say something, each once, and all of
// its words. A word that says nothing in the reader's language is left out, and
// one that says nothing in the language that the query is in.
func (x *Index) queryWords(q Query) (telling []string, likely [language.Languages]float64) {
	var all []string
	for _, w := range language.Words(q.Words) {
		if len(all) < 2*mostWords {
			all = append(all, w.Text)
		}
	}
	likely = x.language.Guess(all)
	reader := languageOf(q.Lang)
	telling = x.telling(all, func(lang int) bool { return lang == reader || likely[lang] >= surely })
	if len(telling) == 0 { // "men" says nothing in Swedish, but an English reader may mean it
		telling = x.telling(all, func(lang int) bool { return lang == reader })
	}
	return telling, likely
}

// telling are the words that say something in the languages that count.
func (x *Index) telling(all []string, counts func(lang int) bool) (list []string) {
	for _, w := range all {
		stop := false
		for lang := range language.Languages {
			stop = stop || counts(lang) && x.language.Stop(lang, w)
		}
		if !stop && !slices.Contains(list, w) && len(list) < mostWords {
			list = append(list, w)
		}
	}
	return list
}

// surely is how likely a language of a query must be to be taken for one of it.
const surely = 0.8

// languageOf is the place of a language; an unknown one counts as Finnish.
func languageOf(lang i18n.Lang) int { return max(0, slices.Index(i18n.Langs(), lang)) }

// understanding is the work on one query.
type understanding struct {
	*Index
	reader index.IndexReader
	likely [language.Languages]float64
	first  int // the reader's language
}

// understand finds out what the words of a query may stand for in the index.
func (x *Index) understand(reader index.IndexReader, q Query, words []string, likely [language.Languages]float64) (*meaning, error) {
	u := &understanding{x, reader, likely, languageOf(q.Lang)}
	m := &meaning{vector: x.language.Vectors.Zero()}
	for _, w := range words {
		t, err := u.term(w, !q.Verbatim)
		if err != nil {
			return nil, err
		}
		m.terms = append(m.terms, t)
	}
	if !q.Verbatim {
		m.corrected = correction(q.Words, m.terms)
	}
	u.groups(m)
	u.direction(m)
	return m, nil
}

// correction is the query with its mended words, "" when none was.
func correction(typed string, terms []term) string {
	mended := map[string]string{}
	for _, t := range terms {
		if t.word != t.typed {
			mended[t.typed] = t.word
		}
	}
	if len(mended) == 0 {
		return ""
	}
	letters, last := []rune(typed), 0
	var text []rune
	for _, w := range language.Words(typed) {
		if better, ok := mended[w.Text]; ok {
			text = append(append(text, letters[last:w.Start]...), []rune(better)...)
			last = w.End
		}
	}
	return string(append(text, letters[last:]...))
}

// count is in how many entries a word stands, at least.
func (u *understanding) count(word string) (int, error) {
	most := 0
	for lang := range language.Languages {
		postings, err := u.reader.TermFieldReader(nil, []byte(word), fieldWords(lang), false, false, false)
		if err != nil {
			return 0, err
		}
		most = max(most, int(postings.Count()))
		if err := postings.Close(); err != nil {
			return 0, err
		}
	}
	return most, nil
}

func (u *understanding) term(typed string, mending bool) (term, error) {
	t := term{word: typed, typed: typed}
	begun, err := u.beginnings(typed)
	if err != nil {
		return t, err
	}
	if mending && len(begun) == 0 {
		t.word = u.language.Mend(typed, u.lexicon.words, func(w string) int {
			n, failed := u.count(w)
			err = cmp.Or(err, failed)
			return n
		})
		if err != nil {
			return t, err
		}
	}
	list := u.forms(&t)
	list = append(list, u.labels(t.word)...)
	list = append(list, u.near(t.word)...)
	for _, w := range begun {
		list = append(list, u.wholes(w, u.weights.Beginning, coverBeginning, ByBeginning)...)
	}
	alike := u.alike(t.word)
	for _, w := range slices.Compact([]string{t.word, typed}) {
		for _, s := range u.lexicon.words.Similar(w, mostSimilar, u.weights.SimilarLeast) {
			square := s.Similarity * s.Similarity
			list = append(list, u.wholes(s, u.weights.Similar*square, alike*square, BySimilar)...)
		}
	}
	t.alternatives = worthiest(list)
	return t, nil
}

// alike is how much of a word is answered by one that looks like it, times how
// alike the two look: a word that is known is another, a compound that is not
// listed may be misspelt.
func (u *understanding) alike(word string) float64 {
	alike := coverAlike
	for lang := range language.Languages {
		switch {
		case u.language.Listed(lang, word):
			return coverOther
		case u.language.Known(lang, word):
			alike = coverCompound
		}
	}
	return alike
}

// How much of a word a text answers that has not the word itself, but an
// alternative. It decides what is a hit at all, as what an alternative is worth
// decides its place.
const (
	coverInPart    = 0.9
	coverParts     = 0.55 // all parts of a compound
	coverBeginning = 0.8
	coverAlike     = 1.0 // times how alike it looks to a word that is none
	coverOther     = 0.4 // to a word that is another
	coverCompound  = 0.7
	coverSibling   = 0.5 // times how near it means, in the same language: such words are seldom translations
	coverLabel     = 0.9
	coverNarrower  = 0.5
	nearName       = 0.5 // times: towns near each other are not the same
	coverPartLabel = 0.25
)

// worthiest sorts alternatives and leaves the best of the same ones.
func worthiest(list []alternative) []alternative {
	slices.SortStableFunc(list, func(a, b alternative) int { return cmp.Compare(b.worth, a.worth) })
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(a alternative) bool {
		key := a.field
		for _, t := range a.terms {
			key += "\x00" + t
		}
		if seen[key] || a.worth <= 0 {
			return true
		}
		seen[key] = true
		return false
	})
}

// doubt is what a match in a language is worth, by how likely the query is in
// it. Among equals the reader's language comes first.
func (u *understanding) doubt(lang int) float64 {
	worth := 1.0
	if u.likely[lang] < surely {
		worth = u.weights.OtherLanguage
	}
	if lang != u.first {
		worth *= notTheReaders
	}
	return worth
}

const notTheReaders = 0.98

// forms adds the word itself, its forms and its parts, in texts as words and as
// parts of words.
func (u *understanding) forms(t *term) (list []alternative) {
	w, bit := u.weights, 0
	for lang := range language.Languages {
		field, doubt := fieldText(lang), u.doubt(lang)
		tokens := u.language.Tokens(lang, t.word)
		if len(tokens) > 0 {
			list = append(list, alternative{lang: lang, field: fieldWords(lang), terms: []string{t.word}, worth: max(doubt, notTheReaders), cover: 1, how: ByForm})
		}
		if len(tokens) > 0 && u.language.Name(t.word) { // names are the same in all languages
			for other := range language.Languages {
				list = append(list, alternative{lang: other, field: fieldText(other), terms: []string{tokens[0].Term}, worth: w.Form * doubt * notTheReaders, cover: coverLabel, how: ByForm})
			}
		}
		bits, used := partBits(tokens, bit)
		bit += used
		for i, token := range tokens {
			whole := alternative{lang: lang, field: field, terms: []string{token.Term}, worth: w.Form * doubt, cover: 1, how: ByForm, part: bits[i]}
			within := whole
			within.terms, within.worth, within.cover, within.how = []string{inPart + token.Term}, whole.worth*w.InPart, coverInPart, ByInPart
			if token.Kind == language.Part {
				whole.worth, whole.how, whole.cover = w.Part*doubt, ByPart, 0
				within.worth, within.how, within.cover = w.Part*doubt*w.InPart, ByPart, 0
				t.parts[lang] |= bits[i]
			}
			list = append(list, whole, within)
		}
	}
	return list
}

// partBits gives each smallest part of a compound a bit, from a first one on,
// and each token those of the parts that it consists of; no more than there are
// bits.
func partBits(tokens []language.Token, first int) (bits []uint16, used int) {
	bits = make([]uint16, len(tokens))
	within := func(a, b language.Token) bool { return a.Start >= b.Start && a.End <= b.End }
	for i, t := range tokens {
		if t.Kind != language.Part {
			continue
		}
		smallest := true
		for j, o := range tokens {
			if o.Kind != language.Part || !within(o, t) {
				continue
			}
			smallest = smallest && within(t, o)
			if j < i && within(t, o) {
				bits[i] = bits[j] // the same letters in another form
			}
		}
		if smallest && bits[i] == 0 && first+used < 16 {
			bits[i] = 1 << (first + used)
			used++
		}
	}
	for i, t := range tokens {
		for j, o := range tokens {
			if t.Kind == language.Part && o.Kind == language.Part && within(o, t) {
				bits[i] |= bits[j]
			}
		}
	}
	return bits, used
}

// wholes are the whole terms of a word of the catalogue in the languages of its
// texts.
func (u *understanding) wholes(l language.Likeness, worth, cover float64, how string) (list []alternative) {
	for lang := range language.Languages {
		if l.Langs&(1<<lang) == 0 {
			continue
		}
		for _, t := range u.language.Tokens(lang, l.Word) {
			if t.Kind == language.Whole {
				list = append(list, alternative{lang: lang, field: fieldText(lang), terms: []string{t.Term}, worth: worth, cover: cover, how: how, name: l.Word})
				break
			}
		}
	}
	return list
}

// shortestBeginning is the fewest letters of a word that may stand for a longer
// one.
const shortestBeginning = 5

// beginnings are words of the index that begin with a word that is none itself:
// people search before they have typed to the end.
func (u *understanding) beginnings(word string) (list []language.Likeness, err error) {
	if u.weights.Beginning == 0 || utf8.RuneCountInString(word) < shortestBeginning {
		return nil, nil
	}
	for lang := range language.Languages {
		dict, err := u.reader.FieldDictPrefix(fieldWords(lang), []byte(word))
		if err != nil {
			return nil, err
		}
		for n := 0; n < mostBeginnings; n++ {
			e, err := dict.Next()
			if err != nil {
				return nil, cmp.Or(err, dict.Close())
			}
			if e == nil {
				break
			}
			list = append(list, language.Likeness{Word: e.Term, Langs: 1 << lang})
		}
		if err := dict.Close(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// near are words of the catalogue that mean something like the word.
func (u *understanding) near(word string) (list []alternative) {
	w, v := u.weights, u.language.Vectors
	if w.Near == 0 {
		return nil
	}
	sure := 1.0
	if u.language.Name(word) {
		sure = nearName
	}
	for from := range language.Languages {
		direction, own := v.Zero(), u.language.Tokens(from, word)
		if u.likely[from] < surely || !v.Add(direction, from, own, 1) || !direction.Unit() {
			continue
		}
		for lang := range language.Languages {
			for _, n := range v.Nearest(direction, lang, mostNear, w.NearLeast, func(row int32) bool { return u.lexicon.rows[row] }) {
				_, stem := v.Key(n.Row)
				if lang == from && slices.ContainsFunc(own, func(t language.Token) bool { return t.Term == stem }) {
					continue
				}
				cube := sure * n.Cosine * n.Cosine * n.Cosine
				cover := cube
				if lang == from {
					cover *= coverSibling
				}
				a := alternative{lang: lang, field: fieldText(lang), terms: []string{stem}, worth: w.Near * cube, cover: cover, how: ByNear}
				list = append(list, a)
				a.terms, a.worth, a.cover = []string{inPart + stem}, a.worth*w.InPart, a.cover*coverInPart
				list = append(list, a)
			}
		}
	}
	return list
}

// direction is the subject of the whole query.
func (u *understanding) direction(m *meaning) {
	v := u.language.Vectors
	for lang, likely := range u.likely {
		if likely < surely/2 {
			continue
		}
		one := v.Zero()
		for _, t := range m.terms {
			v.Add(one, lang, u.language.Tokens(lang, t.word), 1)
		}
		if one.Unit() {
			m.vector.Plus(one, likely*likely)
		}
	}
	m.vector.Unit()
}
