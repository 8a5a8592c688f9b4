package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	ByPhrase    = "phrase"    // it has the words in a row
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
	of    string // the word of the query, where its term has several to choose from

	listed map[uint32]int // the documents that have it and how often, where that is known already
}

// direct tells whether it is the word itself, alone or in a longer word.
func (a alternative) direct() bool { return a.how == ByForm || a.how == ByInPart }

// guessed tells whether it only comes near the word: what it finds is worth a look,
// but answers nothing for sure.
func (a alternative) guessed() bool { return a.how == ByNear || a.how == BySimilar }

// several tells whether it is a name of several words, wherever they stand.
func (a alternative) several() bool { return len(a.terms) > 1 || strings.Contains(a.terms[0], " ") }

// term is one word of a query, mended, with all it may stand for, the worthiest
// first; or words that stand in a row, or of which one is enough.
type term struct {
	word, typed  string
	each         []string // its words
	alternatives []alternative
	parts        [language.Languages]uint16 // of a compound: all its bits in each language
}

// single tells whether a term is one word.
func (t *term) single() bool { return len(t.each) == 1 && t.each[0] == t.word }

// group are words of a query that stand together for a concept.
type group struct {
	first, last  int // terms, the last one included
	alternatives []alternative
}

// meaning is what a query is understood as.
type meaning struct {
	terms     []term
	groups    []group
	named     set // the documents that have each term as a name
	limits    limits
	corrected string          // "" when nothing was mended
	vector    language.Vector // its subject, of length 1
	directed  bool            // false when nothing is known of its subject
}

// surely is how likely a language of a query must be to be taken for one of it.
const surely = 0.8

// languageOf is the place of a language; an unknown one counts as Finnish.
func languageOf(lang i18n.Lang) int { return max(0, slices.Index(i18n.Langs(), lang)) }

// understanding is the work on one query.
type understanding struct {
	*Index
	view    realmView
	lexicon *lexicon // of the realm that is read
	asked   request
	likely  [language.Languages]float64
	first   int               // the reader's language
	used    map[string]bool   // words that have a term
	mended  map[string]string // words by what was typed for them
	rows    map[string]rows   // documents of words in a row, by these
	left    *int              // how many texts' places may still be read
	absent  [][]string        // names of places that no practice is of, by their words
}

func (x *Index) understanding(v realmView, r request) *understanding {
	return &understanding{x, v, x.lexicons[v.realm], r, r.likely, languageOf(r.Lang), map[string]bool{}, map[string]string{}, map[string]rows{}, r.left, x.absentNames(v.realm, r)}
}

// understand finds out what a query may stand for in the index.
func (x *Index) understand(ctx context.Context, v realmView, r request) (*meaning, error) {
	u := x.understanding(v, r)
	m := &meaning{vector: x.language.Vectors.Zero()}
	for _, c := range r.clauses {
		if !r.ranks(c) {
			continue
		}
		terms, err := u.clause(ctx, c)
		if err != nil {
			return nil, err
		}
		m.terms = append(m.terms, terms...)
	}
	apart(m.terms)
	var err error
	if m.limits, err = u.limits(ctx, r.clauses); err != nil {
		return nil, err
	}
	if m.named, err = u.namedBy(m.terms); err != nil {
		return nil, err
	}
	m.corrected = u.correction()
	u.groups(m)
	u.direction(m)
	return m, nil
}

// correction is the query with its mended words, "" when none was. What stands in
// quotes, belongs to a field or is excluded was not mended.
func (u *understanding) correction() string {
	if len(u.mended) == 0 {
		return ""
	}
	letters, last := []rune(strings.ToValidUTF8(u.asked.Words, "\ufffd")), 0
	var text []rune
	for _, c := range u.asked.typed {
		for _, a := range c.any {
			if c.not || !a.loose() {
				continue
			}
			for _, w := range language.Words(a.text) {
				if better, ok := u.mended[w.Text]; ok {
					text = append(append(text, letters[last:a.start+w.Start]...), []rune(better)...)
					last = a.start + w.End
				}
			}
		}
	}
	return string(append(text, letters[last:]...))
}

// count is in how many entries a word stands, at least.
func (u *understanding) count(word string) (most int, err error) {
	for lang := range language.Languages {
		p, err := u.view.postings(fieldWords(lang), word)
		if err != nil {
			return 0, err
		}
		most = max(most, p.count)
	}
	return most, nil
}

func (u *understanding) term(typed string) (term, error) {
	t := term{word: typed, typed: typed}
	n, err := u.count(typed)
	if err != nil {
		return t, err
	}
	var faint []alternative
	if n < manyHave {
		if faint, err = u.mend(&t); err != nil {
			return t, err
		}
	}
	t.each = []string{t.word}
	list := u.forms(&t)
	for _, same := range u.lexicon.words.Accented(t.word) {
		list = append(list, u.wholes(same, u.weights.Form*notTheReaders, 1, ByForm)...)
	}
	list = append(list, u.labels(t.word)...)
	for _, same := range u.language.AccentedLabels(t.word) {
		list = append(list, u.labels(same)...)
	}
	plenty, err := u.plenty(list)
	if err != nil {
		return t, err
	}
	if !plenty {
		list = append(list, u.narrowerThan(t.word)...)
	}
	list = append(list, u.near(t.word)...)
	list = append(list, faint...)
	u.displace(typed, list)
	t.alternatives = worthiest(list)
	return t, nil
}

// ofPractice tells, of a word that is looked for in roadmaps, whether practices have
// it: then it is no mistake.
func (u *understanding) ofPractice(word string) (has bool, err error) {
	if u.view.realm == practices {
		return false, nil
	}
	for lang := range language.Languages {
		p, err := u.view.view.postings(practices.field(fieldWords(lang)), word)
		if err != nil {
			return false, err
		}
		has = has || p.count > 0
	}
	return has, nil
}

// mend mends a word that few texts or none have, and finds what it may be the
// beginning of or what looks like it.
func (u *understanding) mend(t *term) (list []alternative, err error) {
	begun, err := u.beginnings(t.typed)
	if err != nil {
		return nil, err
	}
	mending := !u.asked.Verbatim && len(begun) == 0 && len(u.gazetteer().find(t.typed)) == 0 // a small town is no mistake
	if mending {
		known, err := u.ofPractice(t.typed)
		if err != nil {
			return nil, err
		}
		mending = !known
	}
	if utf8.RuneCountInString(t.typed) < shortestBeginning {
		begun = nil
	}
	if mending {
		t.word = u.language.Mend(t.typed, u.lexicon.words, func(w string) int {
			n, failed := u.count(w)
			err = cmp.Or(err, failed)
			return n
		})
		if err != nil {
			return nil, err
		}
	}
	if t.word != t.typed {
		u.mended[t.typed] = t.word
	}
	for _, w := range begun {
		list = append(list, u.wholes(w, u.weights.Beginning, coverBeginning, ByBeginning)...)
	}
	for _, w := range slices.Compact([]string{t.word, t.typed}) {
		list = append(list, u.similar(w, u.alike(t.word))...)
	}
	return list, nil
}

// similar are words of the catalogue that look like a word, given how much of it
// they answer. Numbers and names that look alike are others; a word that is known
// is like those alone that begin as it does.
func (u *understanding) similar(word string, alike float64) (list []alternative) {
	if !strings.ContainsFunc(word, unicode.IsLetter) || u.language.Name(word) {
		return nil
	}
	letters := []rune(word)
	for _, s := range u.lexicon.words.Similar(word, mostSimilar, u.weights.SimilarLeast) {
		if alike == coverOther && !strings.HasPrefix(s.Word, string(letters[:min(len(letters), sameBeginning)])) {
			continue
		}
		square := s.Similarity * s.Similarity
		list = append(list, u.wholes(s, u.weights.Similar*square, alike*square, BySimilar)...)
	}
	return list
}

// sameBeginning is how many letters two words share that are forms of one.
const sameBeginning = 3

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
	coverWhole     = 0.6 // of a query that is answered as a whole; then its subject needs not be the practice's
	nearName       = 0.5 // times: towns near each other are not the same
	coverPartLabel = 0.25
)

// apart takes from each term what only comes near it and is another one's word:
// one word of a text does not answer two of a query.
func apart(terms []term) {
	own := map[[2]string]int{}
	key := func(a alternative) [2]string { return [2]string{a.field, strings.TrimPrefix(a.terms[0], inPart)} }
	for i, t := range terms {
		for _, a := range t.alternatives {
			if a.direct() && !a.several() {
				own[key(a)] = i
			}
		}
	}
	for i := range terms {
		terms[i].alternatives = slices.DeleteFunc(terms[i].alternatives, func(a alternative) bool {
			if a.how != ByNear && a.how != BySimilar {
				return false
			}
			of, taken := own[key(a)]
			return taken && of != i
		})
	}
}

// worthiest sorts alternatives and leaves the best of the same ones, no more than
// can be numbered.
func worthiest(list []alternative) []alternative {
	order := make([]int, 0, len(list)) // to move numbers is cheaper
	for i, a := range list {
		if a.worth > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(list[b].worth, list[a].worth) })
	type key struct{ field, terms string }
	seen, kept := make(map[key]bool, len(order)), make([]alternative, 0, len(order))
	for _, i := range order {
		one := key{list[i].field, list[i].terms[0]}
		if len(list[i].terms) > 1 {
			one.terms = strings.Join(list[i].terms, "\x00")
		}
		if !seen[one] {
			seen[one] = true
			kept = append(kept, list[i])
		}
	}
	return kept[:min(len(kept), mostAlternatives)]
}

// mostAlternatives bounds what a term may stand for: boards number alternatives
// with few bits.
const mostAlternatives = 1<<numberBits - 1

// direction is the subject of the whole query.
func (u *understanding) direction(m *meaning) {
	v := u.language.Vectors
	for lang, likely := range u.likely {
		if likely < surely/2 {
			continue
		}
		one := v.Zero()
		for _, t := range m.terms {
			for _, w := range t.each {
				v.Add(one, lang, u.language.Tokens(lang, w), 1)
			}
		}
		if one.Unit() {
			m.vector.Plus(one, likely*likely)
		}
	}
	m.directed = m.vector.Unit()
}
