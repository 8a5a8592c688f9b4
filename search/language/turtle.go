package language

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"tiekartta/i18n"
)

// turtle reads statements in Turtle: prefixes, full and short names, texts with
// their languages, lists by ; and , blank nodes and collections. It leaves out
// what a thesaurus has no use for: what is said of blank nodes is read and
// dropped. https://www.w3.org/TR/turtle/
type turtle struct {
	r        *bufio.Reader
	line     int
	base     string
	prefixes map[string]string
}

// item is a name or a text of a statement.
type item struct {
	kind byte   // '<' name, '"' text, '_' of a blank node, or a mark of its own: . ; , [ ] ( )
	text string // of a name the whole address
	lang string
}

const deepest = 64 // blank nodes and collections in each other

// readTurtle calls f with every statement about a thing that has a name. What is
// wrong is an i18n.Problems with the line.
func readTurtle(r io.Reader, f func(subject, predicate string, object item) error) error {
	t := &turtle{r: beyondMark(r), line: 1, prefixes: map[string]string{}}
	for {
		subject, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = t.statement(subject, f)
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = i18n.Problems{{Key: "skos_cut"}}
			}
			return atLine(t.line, err)
		}
	}
}

func (t *turtle) statement(subject item, f func(string, string, item) error) error {
	switch {
	case subject.kind == '@':
		return t.directive(subject.text)
	case subject.kind == '[':
		if err := t.inside(']', 0); err != nil {
			return err
		}
		subject = item{kind: '_'}
	case subject.kind == '(':
		if err := t.inside(')', 0); err != nil {
			return err
		}
		subject = item{kind: '_'}
	case subject.kind != '<' && subject.kind != '_':
		return unexpected(subject)
	}
	for {
		predicate, err := t.next()
		if err != nil {
			return err
		}
		if predicate.kind == '.' {
			return nil
		}
		if predicate.kind == ';' {
			continue
		}
		if predicate.kind != '<' {
			return unexpected(predicate)
		}
		last, err := t.objects(subject, predicate.text, f)
		if err != nil || last == '.' {
			return err
		}
	}
}

// objects reads objects with commas between them, up to the mark after them.
func (t *turtle) objects(subject item, predicate string, f func(string, string, item) error) (byte, error) {
	for {
		object, err := t.next()
		if err != nil {
			return 0, err
		}
		switch object.kind {
		case '[':
			err = t.inside(']', 0)
		case '(':
			err = t.inside(')', 0)
		case '<', '"':
			if subject.kind == '<' {
				err = f(subject.text, predicate, object)
			}
		case '_':
		default:
			err = unexpected(object)
		}
		if err != nil {
			return 0, err
		}
		mark, err := t.next()
		if err != nil {
			return 0, err
		}
		switch mark.kind {
		case ',':
		case ';', '.':
			return mark.kind, nil
		default:
			return 0, unexpected(mark)
		}
	}
}

// inside reads to the end of a blank node or collection.
func (t *turtle) inside(end byte, depth int) error {
	if depth > deepest {
		return i18n.Problems{{Key: "skos_deep"}}
	}
	for {
		i, err := t.next()
		if err != nil || i.kind == end {
			return err
		}
		switch i.kind {
		case '[':
			err = t.inside(']', depth+1)
		case '(':
			err = t.inside(')', depth+1)
		}
		if err != nil {
			return err
		}
	}
}

func (t *turtle) directive(name string) error {
	var prefix string
	if strings.EqualFold(name, "prefix") {
		t.space()
		var err error
		if prefix, err = t.upTo(':'); err != nil {
			return err
		}
	}
	address, err := t.next()
	if err != nil {
		return err
	}
	if address.kind != '<' {
		return unexpected(address)
	}
	if strings.EqualFold(name, "prefix") {
		if t.prefixes[prefix] = address.text; len(t.prefixes) > mostPrefixes {
			return i18n.Problems{{Key: "skos_prefixes", Args: map[string]any{"Max": mostPrefixes}}}
		}
	} else {
		t.base = address.text
	}
	// In the old form a point ends it, in the new none does.
	t.space()
	if c, err := t.r.Peek(1); err == nil && c[0] == '.' {
		_, err = t.r.Discard(1)
		return err
	}
	return nil
}
