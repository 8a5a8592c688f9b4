package language

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"tiekartta/i18n"
)

// Thesaurus holds concepts with what they are called. The zero value is empty
// and ready. It is read whole before it is asked.
type Thesaurus struct {
	Concepts []Concept

	places map[string]int // id to place in Concepts

	once     sync.Once
	terms    [Languages]map[string][]LabelRef // the terms of a label's words, joined
	narrower [][]int                          // by concept
	longest  int                              // words of a label
	begins   [Languages]map[string]bool       // terms that a label of several words begins with
	words    Vocabulary                       // of the labels
}

// Concept is one thing with its labels, the preferred ones first, and the ids
// of the concepts that it is a part or kind of.
type Concept struct {
	ID      string
	Labels  []Label
	Broader []string
}

// Label is what a concept is called in a language.
type Label struct {
	Lang      int
	Text      string
	Preferred bool
}

// LabelRef names a label of a concept, by their places.
type LabelRef struct{ Concept, Label int }

// The parts of SKOS that are read. https://www.w3.org/TR/skos-reference/
const (
	skos        = "http://www.w3.org/2004/02/skos/core#"
	skosConcept = skos + "Concept"
	rdfType     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
)

// ReadTurtle adds the concepts of a SKOS thesaurus in Turtle: preferred and
// alternative labels in our languages, and broader concepts. What has no such
// label is left out.
func (t *Thesaurus) ReadTurtle(r io.Reader) error {
	found := map[string]*Concept{}
	var order []string
	err := readTurtle(r, func(subject, predicate string, object item) {
		kind, ok := strings.CutPrefix(predicate, skos)
		if !ok && !(predicate == rdfType && object.text == skosConcept) {
			return
		}
		switch kind {
		case "prefLabel", "altLabel", "broader", "":
		default:
			return
		}
		c := found[subject]
		if c == nil {
			c = &Concept{ID: subject}
			found[subject] = c
			order = append(order, subject)
		}
		if kind == "broader" {
			c.Broader = append(c.Broader, object.text)
			return
		}
		if lang := slices.Index(i18n.Langs(), i18n.Lang(object.lang)); lang >= 0 && kind != "" {
			c.Labels = append(c.Labels, Label{lang, object.text, kind == "prefLabel"})
		}
	})
	if err != nil {
		return err
	}
	for _, id := range order {
		t.add(*found[id])
	}
	return nil
}

// ReadTable adds the concepts of a table: a head that names the columns uri and
// the languages, tabs between the columns, several labels of a language with |
// between them, the first preferred.
func (t *Thesaurus) ReadTable(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var columns []int // -1 the id, -2 nothing of ours
	id := false
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(strings.TrimSuffix(lines.Text(), "\r"), "\t")
		if n == 1 {
			for _, name := range fields {
				column := slices.Index(i18n.Langs(), i18n.Lang(strings.ToLower(name)))
				if column < 0 {
					column = -2
				}
				if strings.EqualFold(name, "uri") || strings.EqualFold(name, "id") {
					column, id = -1, true
				}
				columns = append(columns, column)
			}
			if !id {
				return errors.New("line 1: no column uri")
			}
			continue
		}
		if len(fields) > len(columns) {
			return fmt.Errorf("line %d: %d columns, %d in the head", n, len(fields), len(columns))
		}
		var c Concept
		for i, field := range fields {
			if columns[i] == -1 {
				c.ID = field
			} else if columns[i] >= 0 {
				for j, text := range strings.Split(field, "|") {
					if text = strings.TrimSpace(text); text != "" {
						c.Labels = append(c.Labels, Label{columns[i], text, j == 0})
					}
				}
			}
		}
		t.add(c)
	}
	return lines.Err()
}

// add adds a concept; of one that is there, the new labels.
func (t *Thesaurus) add(c Concept) {
	if c.ID == "" || len(c.Labels) == 0 {
		return
	}
	if t.places == nil {
		t.places = map[string]int{}
	}
	place, ok := t.places[c.ID]
	if !ok {
		place = len(t.Concepts)
		t.places[c.ID] = place
		t.Concepts = append(t.Concepts, Concept{ID: c.ID})
	}
	held := &t.Concepts[place]
	for _, label := range c.Labels {
		if !slices.Contains(held.Labels, label) {
			held.Labels = append(held.Labels, label)
		}
	}
	slices.SortStableFunc(held.Labels, func(a, b Label) int {
		switch {
		case a.Preferred == b.Preferred:
			return 0
		case a.Preferred:
			return -1
		}
		return 1
	})
	held.Broader = append(held.Broader, c.Broader...)
}

// Concept is the concept with an id.
func (t *Thesaurus) Concept(id string) (Concept, bool) {
	place, ok := t.places[id]
	if !ok {
		return Concept{}, false
	}
	return t.Concepts[place], true
}

// mostLabelWords is the most words of a label that is looked up; longer ones
// are sentences.
const mostLabelWords = 4

// LabelTerms are the words of a label that say something.
func (l *Language) LabelTerms(label Label) []string {
	var words []string
	for _, w := range Words(label.Text) {
		if !l.stop[label.Lang][w.Text] {
			words = append(words, w.Text)
		}
	}
	return words
}

// Labels are the labels of the thesaurus that words of a language, without stop
// words, are a form of. The labels are looked at when first asked for.
func (l *Language) Labels(lang int, words []string) []LabelRef {
	t := l.labelled()
	var list []LabelRef
	for _, key := range l.keys(lang, words) {
		for _, ref := range t.terms[lang][key] {
			if !slices.Contains(list, ref) {
				list = append(list, ref)
			}
		}
	}
	return list
}

// PartLabels are the labels that a part of a compound is a form of.
func (l *Language) PartLabels(lang int, word string) []LabelRef {
	t := l.labelled()
	var list []LabelRef
	for _, token := range l.Tokens(lang, word) {
		if token.Kind != Part {
			continue
		}
		for _, ref := range t.terms[lang][token.Term] {
			if !slices.Contains(list, ref) {
				list = append(list, ref)
			}
		}
	}
	return list
}

// Narrower are the concepts right below a concept, by their places.
func (l *Language) Narrower(concept int) []int { return l.labelled().narrower[concept] }

// labelled is the thesaurus with its labels ready to be looked up.
func (l *Language) labelled() *Thesaurus {
	l.Thesaurus.once.Do(l.indexLabels)
	return l.Thesaurus
}

func (l *Language) indexLabels() {
	t := l.Thesaurus
	t.narrower = make([][]int, len(t.Concepts))
	for i, c := range t.Concepts {
		for _, id := range c.Broader {
			if place, ok := t.places[id]; ok && !slices.Contains(t.narrower[place], i) {
				t.narrower[place] = append(t.narrower[place], i)
			}
		}
	}
	for i := range t.terms {
		t.terms[i], t.begins[i] = map[string][]LabelRef{}, map[string]bool{}
	}
	for c, concept := range t.Concepts {
		for i, label := range concept.Labels {
			words := l.LabelTerms(label)
			if len(words) == 0 || len(words) > mostLabelWords {
				continue
			}
			t.longest = max(t.longest, len(words))
			t.words.Add(label.Lang, words...)
			for _, key := range l.keys(label.Lang, words) {
				t.terms[label.Lang][key] = append(t.terms[label.Lang][key], LabelRef{c, i})
				if first, _, several := strings.Cut(key, " "); several {
					t.begins[label.Lang][first] = true
				}
			}
		}
	}
}

// LabelKey is the term of a label of several words, in any form: the stems of
// its words. It is empty for one of a single word.
func (l *Language) LabelKey(label Label) string {
	words := l.LabelTerms(label)
	if len(words) < 2 || len(words) > mostLabelWords {
		return ""
	}
	keys := l.keys(label.Lang, words)
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// LabelKeys are the terms of the labels of several words that stand in a text,
// given its words without stop words, once for each place.
func (l *Language) LabelKeys(lang int, words []string) (found []string) {
	t := l.labelled()
	for first, w := range words {
		if !slices.ContainsFunc(l.keys(lang, []string{w}), func(key string) bool { return t.begins[lang][key] }) {
			continue
		}
		for n := 2; n <= t.longest && first+n <= len(words); n++ {
			from := len(found)
			for _, key := range l.keys(lang, words[first:first+n]) {
				for _, ref := range t.terms[lang][key] {
					if own := l.LabelKey(t.Concepts[ref.Concept].Labels[ref.Label]); !slices.Contains(found[from:], own) {
						found = append(found, own)
					}
				}
			}
		}
	}
	return found
}

// keys are what words are looked up by: of a single word each of its whole
// terms, of several the stems and the base forms.
func (l *Language) keys(lang int, words []string) []string {
	var stems, bases []string
	for _, w := range words {
		var whole []string
		for _, t := range l.Tokens(lang, w) {
			if t.Kind == Whole {
				whole = append(whole, t.Term)
			}
		}
		switch {
		case len(whole) == 0:
			return nil
		case len(words) == 1:
			return whole
		}
		stems, bases = append(stems, whole[0]), append(bases, whole[len(whole)-1])
	}
	return slices.Compact([]string{strings.Join(stems, " "), strings.Join(bases, " ")})
}
