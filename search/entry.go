package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// mappingVersion is raised whenever entries are made differently; an index with
// another number is built anew.
const mappingVersion = "8"

// The fields of the index. Each language has a field of the terms of all its
// words, one of those of the title, and one of the words as they stand, whose
// dictionary tells what the catalogue speaks of. A term that is only a part of
// the text's word has inPart before it. Words that say nothing stand apart, for
// nothing but phrases.
const (
	fieldMark    = "mark"    // the entry's content in short, for comparing
	fieldVector  = "vector"  // the entry's place in the space of meanings
	fieldSource  = "source"  // of what a roadmap has: the roadmap's document
	fieldTags    = "tags"    // the ids of its concepts, a line each
	fieldFunder  = "funder"  // words of funders' names, in whatever form and language
	fieldPartner = "partner" // of partners' names
	fieldArea    = "area"    // of what is said of where it is, and of its owner
	fieldName    = "name"    // words that are names, in the title or of an organisation
	inPart       = "~"
)

func fieldText(lang int) string  { return "text_" + string(i18n.Langs()[lang]) }
func fieldTitle(lang int) string { return "title_" + string(i18n.Langs()[lang]) }
func fieldWords(lang int) string { return "words_" + string(i18n.Langs()[lang]) }
func fieldSmall(lang int) string { return "small_" + string(i18n.Langs()[lang]) }

// onceOnly tells whether a term counts once in a field, however often it stands
// there: how often a text has a word as it is written, its forms tell already.
func onceOnly(field string) bool { return strings.Contains(field, "words_") }

// entry is what the index holds of one item.
type entry struct {
	origin
	mark   string // changes whenever what is indexed changes
	titles []string
	texts  []string // by language; textEnd ends each of its texts
	own    []passage
	organisations
}

// entry gathers the item's words by language.
func (it *item) entry() *entry {
	e := &entry{origin: it.origin, mark: new(marking).of(it), own: it.passages, organisations: it.organisations}
	for lang := range language.Languages {
		e.titles = append(e.titles, it.title.In(i18n.Langs()[lang]))
		e.texts = append(e.texts, string(it.appendText(nil, lang)))
	}
	return e
}

// appendText adds the item's words in a language: its texts with the title counted
// twice, names, and labels of its codes. A title without a translation is a name
// in its original language.
func (it *item) appendText(text []byte, lang int) []byte {
	in := i18n.Langs()[lang]
	title := it.title.In(in)
	text = appendPart(text, title)
	for _, passage := range it.passages {
		text = appendPart(text, passage.text.In(in))
	}
	if title == "" {
		original, _ := it.title.Best(it.original)
		text = appendPart(text, original)
	}
	for _, list := range [][]string{it.names, it.labels[lang]} {
		for _, part := range list {
			text = appendPart(text, part)
		}
	}
	return text
}

// textEnd stands between two texts of an entry, so that no phrase begins in one
// and ends in the other.
const textEnd = "\x1d"

// appendPart adds one of several texts, leaving out an empty one.
func appendPart(text []byte, part string) []byte {
	if part == "" {
		return text
	}
	return append(append(text, part...), textEnd...)
}

// area is what is said of where it is, with who owns it: places without a code are
// known by that alone.
func area(own []passage, owner i18n.Text) (texts []string) {
	for _, passage := range own {
		if passage.field == areaField {
			texts = append(texts, passage.text.FI, passage.text.SV, passage.text.EN)
		}
	}
	return append(texts, owner.FI, owner.SV, owner.EN)
}

// tokens are terms already found; bleve takes them through its analyser.
type tokens []string

// Analyze gives bleve the tokens, whatever the text.
func (ts tokens) Analyze([]byte) analysis.TokenStream {
	stream := make(analysis.TokenStream, len(ts))
	for i, t := range ts {
		stream[i] = &analysis.Token{Term: []byte(t), Position: i + 1}
	}
	return stream
}

// standing is a term with its place in a text.
type standing struct {
	term string
	at   int
}

// inPlaces are terms for bleve that keep their places.
type inPlaces []standing

// Analyze gives bleve the terms, whatever the text.
func (list inPlaces) Analyze([]byte) analysis.TokenStream {
	stream := make(analysis.TokenStream, len(list))
	for i, s := range list {
		stream[i] = &analysis.Token{Term: []byte(s.term), Position: s.at}
	}
	return stream
}

// indexed is an entry as bleve wants it, with what is kept in memory of it.
type indexed struct {
	doc    *document.Document
	realm  realm
	vector []int8
	tags   []string
	words  [language.Languages][]string // each once
	rows   []int32                      // of the vectors of its terms
}

// index finds the entry's terms. Nothing is stored, places only of words as they
// are written, for phrases. They are found here and not in bleve's own goroutines, where a fault could not be caught.
func (e *entry) index(l *language.Language) (made *indexed, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("finding the words of %v: %v", e.origin, r)
		}
	}()
	made = &indexed{doc: document.NewDocument(e.document()), realm: realmOf(e.kind)}
	add := func(field string, ts tokens) {
		made.doc.AddField(document.NewTextFieldCustom(made.realm.field(field), nil, nil, index.IndexField, ts))
	}
	addInPlaces := func(field string, list inPlaces) {
		made.doc.AddField(document.NewTextFieldCustom(made.realm.field(field), nil, nil, index.IndexField|index.IncludeTermVectors, list))
	}
	meaning := l.Vectors.Zero()
	for lang := range language.Languages {
		f := newFinding(l, lang)
		f.read(e.texts[lang])
		f.name()
		add(fieldText(lang), f.terms)
		addInPlaces(fieldWords(lang), f.written)
		addInPlaces(fieldSmall(lang), f.small)
		if f.vector.Unit() {
			meaning.Plus(f.vector, 1)
		}
		slices.Sort(f.words)
		made.words[lang] = slices.Compact(f.words)
		for term := range f.seen {
			if row, ok := l.Vectors.Row(lang, term); ok {
				made.rows = append(made.rows, row)
			}
		}
		title := newFinding(l, lang)
		title.read(e.titles[lang])
		title.name()
		add(fieldTitle(lang), title.terms)
	}
	addInPlaces(fieldFunder, nameForms(l, e.funders))
	addInPlaces(fieldPartner, nameForms(l, e.partners))
	addInPlaces(fieldArea, nameForms(l, area(e.own, e.owner)))
	add(fieldName, e.named(l))
	if meaning.Unit() {
		made.vector = meaning.Packed()
	}
	value := func(field, text string) {
		made.doc.AddField(document.NewTextFieldCustom(field, nil, []byte(text), index.IndexField|index.DocValues|index.SkipFreqNorm, tokens{text}))
	}
	value(fieldMark, e.mark)
	value(fieldVector, written(made.vector))
	if made.realm == plans {
		made.doc.AddField(document.NewTextFieldCustom(fieldSource, nil, nil, index.IndexField|index.SkipFreqNorm, tokens{e.source()}))
	}
	made.tags = tags(l, e.own)
	value(fieldTags, joinedTags(made.tags))
	return made, nil
}

// joinedTags are tags as a value of the index.
func joinedTags(tags []string) string { return strings.Join(tags, "\n") }

// finding gathers the terms of a text in one language.
type finding struct {
	language *language.Language
	lang     int
	terms    tokens
	words    []string
	written  inPlaces        // the words again
	small    inPlaces        // those that say nothing
	place    int             // of the next word
	seen     map[string]bool // terms, of parts too
	vector   language.Vector
}

func newFinding(l *language.Language, lang int) *finding {
	return &finding{language: l, lang: lang, seen: map[string]bool{}, vector: l.Vectors.Zero()}
}

// read takes in a text, or several with textEnd between them.
func (f *finding) read(text string) {
	for part := range strings.SplitSeq(text, textEnd) {
		f.readOne(part)
		f.place++ // so that the next text's first word does not follow on this one's last
	}
}

func (f *finding) readOne(text string) {
	for _, w := range language.Words(text) {
		f.place++
		list := f.language.Tokens(f.lang, w.Text)
		if len(list) == 0 {
			f.small = append(f.small, standing{w.Text, f.place})
			continue
		}
		f.words = append(f.words, w.Text)
		f.written = append(f.written, standing{w.Text, f.place})
		f.language.Vectors.Add(f.vector, f.lang, list, 1)
		for _, t := range list {
			f.seen[t.Term] = true
			if t.Kind == language.Part {
				f.terms = append(f.terms, inPart+t.Term)
				continue
			}
			f.terms = append(f.terms, t.Term)
		}
	}
}

// name adds the names of several words that the thesaurus has.
func (f *finding) name() { f.terms = append(f.terms, f.language.LabelKeys(f.lang, f.words)...) }

// written is a vector as a value of the index, whose values must not contain
// the byte 255; a vector's numbers are at most 126.
func written(vector []int8) string {
	b := make([]byte, len(vector))
	for i, n := range vector {
		b[i] = byte(int(n) + 128)
	}
	return string(b)
}

// readVector is what written has written.
func readVector(b []byte) []int8 {
	vector := make([]int8, len(b))
	for i, c := range b {
		vector[i] = int8(int(c) - 128)
	}
	return vector
}
