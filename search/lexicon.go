package search

import (
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"

	"tiekartta/search/language"
)

// lexicon is what the catalogue's texts speak of, kept in memory: their words,
// and which of the word vectors stand for one of them. What no text has any
// more stays until the index is opened again; it matches nothing.
type lexicon struct {
	words *language.Vocabulary
	rows  []bool // by row of the vectors
	mu    sync.Mutex
	near  map[nearKey][]language.Near // what was looked for since rows changed
}

// nearKey is a word as of a language, and the language in which its nearest
// words are looked for.
type nearKey struct {
	word     string
	from, in int
}

// mostNearKept bounds the nearest words that are remembered; looking for them is
// the dearest part of understanding a word.
const mostNearKept = 1 << 14

// nearest are the catalogue's words of a language nearest to a word's direction.
func (x *lexicon) nearest(v *language.Vectors, key nearKey, direction language.Vector, least float64) []language.Near {
	x.mu.Lock()
	list, ok := x.near[key]
	x.mu.Unlock()
	if ok {
		return list
	}
	list = v.Nearest(direction, language.Sought{Lang: key.in, Most: mostNear, Least: least, Has: x.rows})
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.near == nil || len(x.near) >= mostNearKept {
		x.near = map[nearKey][]language.Near{}
	}
	x.near[key] = list
	return list
}

func newLexicon(l *language.Language) *lexicon {
	return &lexicon{words: &language.Vocabulary{}, rows: make([]bool, l.Vectors.Size())}
}

func newLexicons(l *language.Language) (list [realms]*lexicon) {
	for r := range realms {
		list[r] = newLexicon(l)
	}
	return list
}

// add takes in what an entry has. The caller holds off searches.
func (x *lexicon) add(made *indexed) {
	for lang, words := range made.words {
		x.words.Add(lang, words...)
	}
	for _, row := range made.rows {
		if !x.rows[row] {
			x.rows[row], x.near = true, nil
		}
	}
}

// lexicon reads the dictionaries of a realm of the index.
func (e *engine) lexicon(l *language.Language, r realm) (x *lexicon, err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	whole, err := e.inner.Reader()
	if err != nil {
		return nil, err
	}
	defer whole.Close()
	x = newLexicon(l)
	for lang := range language.Languages {
		var words []string
		err := eachTerm(whole, r.field(fieldWords(lang)), func(term string) { words = append(words, term) })
		if err != nil {
			return nil, err
		}
		x.words.Add(lang, words...)
		err = eachTerm(whole, r.field(fieldText(lang)), func(term string) {
			if len(term) > 0 && term[:1] == inPart {
				term = term[1:]
			}
			if row, ok := l.Vectors.Row(lang, term); ok {
				x.rows[row] = true
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return x, nil
}

// termsOf goes through the terms of a dictionary, if it can without counting the
// documents of each, which takes as long again.
func termsOf(dict segments.TermDictionary) segments.DictionaryIterator {
	if d, ok := dict.(interface {
		AutomatonIteratorOmitCount(a segments.Automaton, first, end []byte) segments.DictionaryIterator
	}); ok {
		return d.AutomatonIteratorOmitCount(nil, nil, nil)
	}
	return dict.AutomatonIterator(nil, nil, nil)
}

// eachTerm calls f with the terms of a field, with one for each segment that has
// it. bleve opens its own dictionaries in routines of its own, where a fault of
// memory behind the end of a cut file would be the end of the program.
func eachTerm(reader index.IndexReader, field string, f func(string)) error {
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("search index is a %T", reader)
	}
	for _, s := range snapshot.Segments() {
		dict, err := s.Segment().Dictionary(field)
		if err != nil {
			return fmt.Errorf("dictionary of %s: %w", field, err)
		}
		terms := termsOf(dict)
		e, err := terms.Next()
		for ; err == nil && e != nil; e, err = terms.Next() {
			if e.Term != "" { // which bleve gives for an empty field
				f(e.Term)
			}
		}
		if err != nil {
			return fmt.Errorf("dictionary of %s: %w", field, err)
		}
	}
	return nil
}
