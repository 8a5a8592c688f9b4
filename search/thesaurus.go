package search

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"tiekartta/search/language"
	"tiekartta/store"
	"tiekartta/thesaurus"
)

// keyThesaurus is the mark of the thesauri that all documents were made with,
// unfinished while some may have been made with others: also when the thesauri
// are as before again, which their mark alone would not tell.
const (
	keyThesaurus = "tiekartta thesaurus"
	unfinished   = "unfinished"
)

// How documents are made again when the thesaurus has changed.
const (
	mostAgain  = 100 // in a batch, so that what is published meanwhile waits little
	mostNaming = 300 // changed labels that are looked up; with more of them, all documents are made again
)

// vocabulary is which thesauri the index uses, and what is still made with
// others. The one who follows the feed owns it.
type vocabulary struct {
	*thesaurus.Thesaurus
	mark    string
	edition int             // counts their changes
	again   map[string]bool // practices and roadmaps, by their documents
	owed    bool            // the mark is not in the index yet
	told    bool            // but that it is owed
}

// settled notes that all documents were made with the thesauri in use.
func (v *vocabulary) settled() {
	clear(v.again)
	v.owed, v.told = false, false
}

// useThesauri puts the thesauri in use in their place when the index is opened.
func (x *Index) useThesauri(ctx context.Context) error {
	list, mark, err := x.vocabulary.InUse(ctx)
	if err != nil {
		return fmt.Errorf("thesaurus of the search index: %w", err)
	}
	// What nobody has changed is looked at once in a program.
	if held := x.language.Held(); len(held) > 0 && len(list) > 0 && held[0].Same(list[0]) {
		list[0] = held[0]
	}
	x.language.Use(list...)
	x.vocabulary.mark, x.vocabulary.again = mark, map[string]bool{}
	return nil
}

// reviseThesauri does the same while the index answers, and notes what is to be
// made again. Words of queries mean the new at once.
func (x *Index) reviseThesauri(ctx context.Context) error {
	list, mark, err := x.vocabulary.InUse(ctx)
	if err != nil {
		return fmt.Errorf("thesaurus of the search index: %w", err)
	}
	if mark == x.vocabulary.mark {
		return nil
	}
	changed := changedLabels(x.language.Held(), list)
	x.language.Ready(list...)
	x.language.Use(list...)
	x.vocabulary.mark, x.vocabulary.owed = mark, true
	x.vocabulary.edition++
	if len(changed) <= mostNaming {
		if err = x.naming(changed); err == nil {
			return nil
		}
	}
	x.allAgain()
	return err
}

// owe tells the index, before a document is made with other thesauri than those
// that it says, that it has such ones.
func (x *Index) owe() error {
	v := &x.vocabulary
	if !v.owed || v.told {
		return nil
	}
	if err := x.engine.say(keyThesaurus, unfinished); err != nil {
		return err
	}
	v.told = true
	return nil
}

// changedLabels are the labels of the concepts that are not the same in two
// lists of thesauri, and of those that are called the same in another thesaurus:
// which of them is the tag may have changed.
func changedLabels(before, after []*language.Thesaurus) (list []language.Label) {
	changed, preferred := map[*language.Concept]bool{}, map[language.Label]bool{}
	named := func(all []*language.Thesaurus, name string) *language.Thesaurus {
		for _, t := range all {
			if t.Name == name {
				return t
			}
		}
		return &language.Thesaurus{}
	}
	differing := func(t, other *language.Thesaurus) {
		if t == other {
			return
		}
		for _, c := range t.Concepts {
			o := other.Concept(c.ID)
			if o != nil && o.Untagged == c.Untagged && slices.Equal(o.Labels, c.Labels) {
				continue
			}
			changed[c] = true
			list = append(list, c.Labels...)
			for _, l := range c.Labels {
				if l.Preferred {
					preferred[small(l)] = true
				}
			}
		}
	}
	for _, t := range before {
		differing(t, named(after, t.Name))
	}
	for _, t := range after {
		differing(t, named(before, t.Name))
	}
	same := func(l language.Label) bool { return l.Preferred && preferred[small(l)] }
	for _, t := range after {
		for _, c := range t.Concepts {
			if !changed[c] && slices.ContainsFunc(c.Labels, same) {
				list = append(list, c.Labels...)
			}
		}
	}
	return list
}

func small(l language.Label) language.Label {
	l.Text = strings.ToLower(l.Text)
	return l
}

// allAgain notes that everything is to be made again.
func (x *Index) allAgain() {
	x.vocabulary.owed = true
	for _, r := range x.columns.rows {
		if r != nil {
			x.vocabulary.again[originOf(r.id).source()] = true
		}
	}
}

// naming notes what has the words of labels.
func (x *Index) naming(labels []language.Label) (err error) {
	defer caught(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	reader, err := x.engine.inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, label := range labels {
		var found map[string]bool
		for i, word := range x.language.LabelTerms(label) {
			having := map[string]bool{}
			for r := range realms {
				if err := r.having(reader, label.Lang, x.language.Tokens(label.Lang, word), having); err != nil {
					return err
				}
			}
			for id := range found {
				if !having[id] {
					delete(found, id)
				}
			}
			if i == 0 {
				found = having
			}
		}
		for id := range found {
			x.vocabulary.again[originOf(id).source()] = true
		}
	}
	return nil
}

// having notes the documents of a realm that have a word, whole or as a part of
// another.
func (r realm) having(reader index.IndexReader, lang int, tokens []language.Token, found map[string]bool) error {
	for _, token := range tokens {
		if token.Kind != language.Whole {
			continue
		}
		for _, term := range []string{token.Term, inPart + token.Term} {
			postings, err := reader.TermFieldReader(context.Background(), []byte(term), r.field(fieldText(lang)), false, false, false)
			if err != nil {
				return err
			}
			for {
				doc, err := postings.Next(nil)
				if err != nil || doc == nil {
					_ = postings.Close() // of a reader
					if err != nil {
						return err
					}
					break
				}
				id, err := reader.ExternalID(doc.ID)
				if err != nil {
					return err
				}
				found[id] = true
			}
		}
	}
	return nil
}

// takeAgain makes some of the documents again that were made with another
// thesaurus, and tells whether there were any.
func (x *Index) takeAgain(ctx context.Context) (more bool, err error) {
	v := &x.vocabulary
	if len(v.again) == 0 {
		if !v.owed {
			return false, nil
		}
		if err := x.engine.say(keyThesaurus, v.mark); err != nil {
			return false, err
		}
		v.settled()
		return false, nil
	}
	var sources []string
	for source := range v.again {
		if sources = append(sources, source); len(sources) == mostAgain {
			break
		}
	}
	if err := x.take(ctx, sources, x.Position()); err != nil {
		return false, err
	}
	for _, source := range sources {
		delete(v.again, source)
	}
	return true, nil
}

// revised tells whether a thesaurus is among what has changed.
func revised(changes []store.Change) bool {
	return slices.ContainsFunc(changes, func(c store.Change) bool { return c.Noun == thesaurus.Noun })
}
