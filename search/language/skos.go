package language

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
)

// The parts of SKOS that are read. https://www.w3.org/TR/skos-reference/
const (
	skos       = "http://www.w3.org/2004/02/skos/core#"
	untagged   = "urn:tiekartta:untagged" // our own: no practice is tagged with the concept
	rdfType    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	deprecated = "http://www.w3.org/2002/07/owl#deprecated"
)

// reading gathers what a file says of its concepts.
type reading struct {
	found  map[string]*Concept
	order  []string
	other  map[string]bool // things that are no concepts, or no more
	labels int
	long   int // labels that were left out
}

// ReadTurtle adds the concepts of a SKOS thesaurus in Turtle: preferred and
// alternative labels in our languages, notes, and what is broader, narrower or
// related. What has no such label is left out, and what is no more in use. What
// is wrong with the file is an i18n.Problems with the line.
func (t *Thesaurus) ReadTurtle(r io.Reader) error {
	read := newReading()
	if err := readTurtle(r, read.hear); err != nil {
		return err
	}
	t.take(read)
	return nil
}

func newReading() *reading { return &reading{found: map[string]*Concept{}, other: map[string]bool{}} }

// take adds what was read, once it is known to be whole.
func (t *Thesaurus) take(read *reading) {
	for _, id := range read.order {
		if !read.other[id] {
			t.Add(*read.found[id])
		}
	}
	t.Skipped += read.long
}

// hear takes in one statement.
func (r *reading) hear(subject, predicate string, object item) error {
	kind, ok := strings.CutPrefix(predicate, skos)
	switch {
	case predicate == rdfType:
		kind, _ = strings.CutPrefix(object.text, skos)
		if slices.Contains([]string{"ConceptScheme", "Collection", "OrderedCollection"}, kind) {
			r.other[subject] = true
		}
		return nil
	case predicate == deprecated:
		r.other[subject] = r.other[subject] || object.text == "true"
		return nil
	case predicate == untagged:
		return r.about(subject, func(c *Concept) { c.Untagged = object.text == "true" })
	case !ok:
		return nil
	}
	switch kind {
	case "broader":
		return r.about(subject, func(c *Concept) { c.Broader = append(c.Broader, object.text) })
	case "narrower":
		return r.about(object.text, func(c *Concept) { c.Broader = append(c.Broader, subject) })
	case "related":
		return r.about(subject, func(c *Concept) { c.Related = append(c.Related, object.text) })
	}
	lang := slices.Index(i18n.Langs(), i18n.Lang(object.lang))
	text := strings.Join(strings.Fields(object.text), " ")
	switch {
	case lang < 0 || text == "":
	case kind == "scopeNote":
		return r.about(subject, func(c *Concept) { c.Note = c.Note.Set(i18n.Langs()[lang], text) })
	case kind == "prefLabel" || kind == "altLabel":
		return r.called(subject, Label{lang, text, kind == "prefLabel"})
	}
	return nil
}

// called takes in a label of a concept.
func (r *reading) called(id string, label Label) error {
	switch {
	case utf8.RuneCountInString(label.Text) > LongestLabel:
		r.long++
		return nil
	case r.labels == mostLabels:
		return i18n.Problems{{Key: "skos_many", Args: map[string]any{"Max": mostLabels}}}
	}
	r.labels++
	return r.about(id, func(c *Concept) { c.Labels = append(c.Labels, label) })
}

// about takes in something about a concept.
func (r *reading) about(id string, f func(*Concept)) error {
	c := r.found[id]
	if c == nil {
		if len(r.found) == mostConcepts {
			return i18n.Problems{{Key: "skos_many", Args: map[string]any{"Max": mostConcepts}}}
		}
		c = &Concept{ID: id}
		r.found[id] = c
		r.order = append(r.order, id)
	}
	f(c)
	if max(len(c.Labels), len(c.Broader), len(c.Related)) > mostOfConcept {
		return i18n.Problems{{Key: "skos_concept", Args: map[string]any{"Name": shortened(id), "Max": mostOfConcept}}}
	}
	return nil
}

// table is a table that is read: what each of its columns holds.
type table struct{ columns []int }

const (
	columnID   = -1
	columnNone = -2 // nothing of ours
)

// ReadTable adds the concepts of a table: a head that names the columns uri and
// the languages, tabs between the columns, several labels of a language with |
// between them, the first preferred. What is wrong with the file is an
// i18n.Problems with the line.
func (t *Thesaurus) ReadTable(r io.Reader) error {
	lines := bufio.NewScanner(beyondMark(r))
	lines.Buffer(nil, longestText)
	var head table
	read, n := newReading(), 0
	for lines.Scan() {
		n++
		line, err := utf8Text(strings.TrimSuffix(lines.Text(), "\r"))
		if err == nil && n == 1 {
			head, err = tableOf(strings.Split(line, "\t"))
		} else if err == nil && line != "" {
			err = read.row(head, strings.Split(line, "\t"))
		}
		if err != nil {
			return atLine(n, err)
		}
	}
	err := lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		err = i18n.Problems{{Key: "skos_long"}}
	}
	if err == nil && n == 0 {
		n, err = 1, i18n.Problems{{Key: "skos_no_id"}}
	} else if err != nil {
		n++
	}
	if err == nil {
		t.take(read)
	}
	return atLine(n, err)
}

func tableOf(names []string) (table, error) {
	var head table
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		column := slices.Index(i18n.Langs(), i18n.Lang(name))
		switch {
		case name == "uri" || name == "id":
			column = columnID
		case column < 0:
			column = columnNone
		}
		head.columns = append(head.columns, column)
	}
	if !slices.Contains(head.columns, columnID) {
		return head, i18n.Problems{{Key: "skos_no_id"}}
	}
	return head, nil
}

// row takes in the concept of a line.
func (r *reading) row(head table, fields []string) error {
	if len(fields) > len(head.columns) {
		return i18n.Problems{{Key: "skos_columns", Args: map[string]any{"N": len(fields), "Max": len(head.columns)}}}
	}
	at := slices.Index(head.columns, columnID)
	if at >= len(fields) || strings.TrimSpace(fields[at]) == "" {
		return nil
	}
	id, err := address(strings.TrimSpace(fields[at]))
	if err != nil {
		return err
	}
	for i, field := range fields {
		if head.columns[i] < 0 {
			continue
		}
		for j, text := range strings.Split(field, "|") {
			text = strings.Join(strings.Fields(text), " ")
			if text == "" {
				continue
			}
			if err := r.called(id.text, Label{head.columns[i], text, j == 0}); err != nil {
				return err
			}
		}
	}
	return nil
}
