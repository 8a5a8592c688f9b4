package language

import (
	"slices"
	"sync"

	"tiekartta/i18n"
)

// Thesaurus holds concepts with what they are called. The zero value is empty
// and ready. It is read whole before a Language uses it, and not changed then.
type Thesaurus struct {
	Concepts []*Concept

	// Name is what it is called among those in use; empty for our own.
	Name string
	// Skipped is how many labels were too long to be read.
	Skipped int

	places map[string]*Concept

	linked  sync.Once // whether concepts know those below them
	once    sync.Once
	terms   [Languages]map[string][]LabelRef // the terms of a label's words, joined
	longest int                              // words of a label
	begins  [Languages]map[string]bool       // terms that a label of several words begins with
	words   Vocabulary                       // of the labels
	named   map[Label]*Concept               // by preferred label, in small letters
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

	of       *Thesaurus
	narrower []*Concept
}

// Same tells whether two thesauri say the same.
func (t *Thesaurus) Same(other *Thesaurus) bool {
	return t.Name == other.Name && slices.EqualFunc(t.Concepts, other.Concepts, func(a, b *Concept) bool {
		return a.ID == b.ID && a.Note == b.Note && a.Untagged == b.Untagged && slices.Equal(a.Labels, b.Labels) &&
			slices.Equal(a.Broader, b.Broader) && slices.Equal(a.Related, b.Related)
	})
}

// Thesaurus is the one that the concept is from.
func (c *Concept) Thesaurus() *Thesaurus { return c.of }

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

// Add adds a concept; of one that is there, what is new. It is not for a
// thesaurus in use.
func (t *Thesaurus) Add(c Concept) {
	if c.ID == "" || len(c.Labels) == 0 {
		return
	}
	if t.places == nil {
		t.places = map[string]*Concept{}
	}
	held, ok := t.places[c.ID]
	if !ok {
		held = &Concept{ID: c.ID, of: t}
		t.places[c.ID] = held
		t.Concepts = append(t.Concepts, held)
	}
	held.Labels = joined(held.Labels, c.Labels)
	held.sortLabels()
	held.Untagged = held.Untagged || c.Untagged
	held.Broader, held.Related = joined(held.Broader, c.Broader), joined(held.Related, c.Related)
	for _, lang := range i18n.Langs() {
		if note := c.Note.In(lang); note != "" {
			held.Note = held.Note.Set(lang, note)
		}
	}
}

// Concept is the concept with an id, nil when there is none.
func (t *Thesaurus) Concept(id string) *Concept { return t.places[id] }

// sortLabels puts the preferred labels first, one a language.
func (c *Concept) sortLabels() {
	var has [Languages]bool
	for i, label := range c.Labels {
		c.Labels[i].Preferred = label.Preferred && !has[label.Lang]
		has[label.Lang] = has[label.Lang] || label.Preferred
	}
	slices.SortStableFunc(c.Labels, func(a, b Label) int {
		switch {
		case a.Preferred == b.Preferred:
			return 0
		case a.Preferred:
			return -1
		}
		return 1
	})
}

// joined adds to a list what it has not.
func joined[T comparable](list, more []T) []T {
	if len(more) == 0 {
		return list
	}
	has := make(map[T]bool, len(list)+len(more))
	for _, one := range list {
		has[one] = true
	}
	for _, one := range more {
		if !has[one] {
			has[one] = true
			list = append(list, one)
		}
	}
	return list
}
