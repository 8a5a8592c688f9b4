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
// and ready. It is read whole before a Language uses it, and not changed then.
type Thesaurus struct {
	Concepts []*Concept

	places map[string]*Concept

	once    sync.Once
	terms   [Languages]map[string][]LabelRef // the terms of a label's words, joined
	longest int                              // words of a label
	begins  [Languages]map[string]bool       // terms that a label of several words begins with
	words   Vocabulary                       // of the labels
}

// Concept is one thing with its labels, the preferred ones first, and the ids
// of the concepts that it is a part or kind of, or has to do with.
type Concept struct {
	ID      string
	Labels  []Label
	Broader []string
	Related []string
	Note    i18n.Text
	// Untagged marks a concept that texts name without being about it.
	Untagged bool

	narrower []*Concept
}

// Label is what the concept is called in a language: its preferred label there,
// else the first of its others; "" when it has none.
func (c *Concept) Label(lang i18n.Lang) string {
	for _, label := range c.Labels {
		if i18n.Langs()[label.Lang] == lang {
			return label.Text
		}
	}
	return ""
}

// Name is what the concept is called in all languages.
func (c *Concept) Name() i18n.Text {
	var name i18n.Text
	for _, lang := range i18n.Langs() {
		name = name.Set(lang, c.Label(lang))
	}
	return name
}

// Label is what a concept is called in a language.
type Label struct {
	Lang      int
	Text      string
	Preferred bool
}

// LabelRef is a label of a concept.
type LabelRef struct {
	Concept *Concept
	Label   Label
}

// The parts of SKOS that are read. https://www.w3.org/TR/skos-reference/
const (
	skos        = "http://www.w3.org/2004/02/skos/core#"
	skosConcept = skos + "Concept"
	untagged    = "urn:tiekartta:untagged" // our own: no practice is tagged with the concept
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
		if predicate == untagged {
			kind, ok = untagged, true
		}
		if !ok && !(predicate == rdfType && object.text == skosConcept) {
			return
		}
		switch kind {
		case "prefLabel", "altLabel", "broader", "related", "scopeNote", untagged, "":
		default:
			return
		}
		c := found[subject]
		if c == nil {
			c = &Concept{ID: subject}
			found[subject] = c
			order = append(order, subject)
		}
		c.hear(kind, object)
	})
	if err != nil {
		return err
	}
	for _, id := range order {
		t.add(*found[id])
	}
	return nil
}

// hear takes in one thing that a file says of the concept.
func (c *Concept) hear(kind string, object item) {
	lang := slices.Index(i18n.Langs(), i18n.Lang(object.lang))
	switch {
	case kind == "broader":
		c.Broader = append(c.Broader, object.text)
	case kind == untagged:
		c.Untagged = object.text == "true"
	case kind == "related":
		c.Related = append(c.Related, object.text)
	case lang < 0:
	case kind == "scopeNote":
		c.Note = c.Note.Set(i18n.Langs()[lang], object.text)
	case kind != "":
		c.Labels = append(c.Labels, Label{lang, object.text, kind == "prefLabel"})
	}
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
		t.places = map[string]*Concept{}
	}
	held, ok := t.places[c.ID]
	if !ok {
		held = &Concept{ID: c.ID}
		t.places[c.ID] = held
		t.Concepts = append(t.Concepts, held)
	}
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
	held.Untagged = held.Untagged || c.Untagged
	held.Broader = append(held.Broader, c.Broader...)
	held.Related = append(held.Related, c.Related...)
	for _, lang := range i18n.Langs() {
		if note := c.Note.In(lang); note != "" {
			held.Note = held.Note.Set(lang, note)
		}
	}
}

// Concept is the concept with an id, nil when there is none.
func (t *Thesaurus) Concept(id string) *Concept { return t.places[id] }
