package language

import (
	"iter"
	"slices"
	"strings"
	"sync/atomic"
)

// mostLabelWords is the most words of a label that is looked up; longer ones
// are sentences.
const mostLabelWords = 4

// mostNamesakes is the most labels of a thesaurus that the same words stand for:
// more say nothing, and every text that has the words would be compared with all.
const mostNamesakes = 100

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

// Thesauri are those in use, ours first.
func (l *Language) Thesauri() []*Thesaurus {
	list := l.Held()
	l.Ready(list...)
	return list
}

// Held are those in use, whether their labels have been looked at or not.
func (l *Language) Held() []*Thesaurus { return *l.thesauri.Load() }

// Use puts thesauri in the place of those in use. What is asked meanwhile is
// answered from the old ones.
func (l *Language) Use(list ...*Thesaurus) { l.thesauri.Store(&list) }

// Ready looks at the labels of thesauri before they are used, which may take
// seconds for large ones.
func (l *Language) Ready(list ...*Thesaurus) {
	for _, t := range list {
		l.ready(t)
	}
}

// Own is a Language that knows the same and may use other thesauri.
func (l *Language) Own() *Language {
	own := *l
	own.thesauri = &atomic.Pointer[[]*Thesaurus]{}
	own.thesauri.Store(l.thesauri.Load())
	return &own
}

// Concept is the concept with an id in the first thesaurus that has it, nil
// when none has.
func (l *Language) Concept(id string) *Concept {
	for _, t := range l.Held() {
		if c := t.Concept(id); c != nil {
			return c
		}
	}
	return nil
}

// Labels are the labels of the thesauri that words of a language, without stop
// words, are a form of. The labels are looked at when first asked for.
func (l *Language) Labels(lang int, words []string) []LabelRef {
	return l.labelsOf(lang, l.keys(lang, words))
}

// PartLabels are the labels that each part of a compound is a form of, with the
// part's letters.
func (l *Language) PartLabels(lang int, word string) iter.Seq2[string, []LabelRef] {
	return func(yield func(string, []LabelRef) bool) {
		letters := []rune(word)
		for _, token := range l.Tokens(lang, word) {
			if token.Kind == Part && !yield(string(letters[token.Start:token.End]), l.TermLabels(lang, token.Term)) {
				return
			}
		}
	}
}

// TermLabels are the labels of one word that has a term.
func (l *Language) TermLabels(lang int, term string) []LabelRef {
	return l.labelsOf(lang, []string{term})
}

func (l *Language) labelsOf(lang int, keys []string) (list []LabelRef) {
	for _, t := range l.Thesauri() {
		for _, key := range keys {
			for _, ref := range t.terms[lang][key] {
				if !slices.Contains(list, ref) {
					list = append(list, ref)
				}
			}
		}
	}
	return list
}

// Narrower are the concepts right below the concept in its thesaurus, which is
// read whole.
func (c *Concept) Narrower() []*Concept {
	c.of.linked.Do(func() {
		for _, one := range c.of.Concepts {
			for _, id := range one.Broader {
				if above := c.of.places[id]; above != nil {
					above.narrower = append(above.narrower, one)
				}
			}
		}
	})
	return c.narrower
}

// ready makes the labels of a thesaurus ready to be looked up.
func (l *Language) ready(t *Thesaurus) { t.once.Do(func() { l.index(t) }) }

func (l *Language) index(t *Thesaurus) {
	for i := range t.terms {
		t.terms[i], t.begins[i] = map[string][]LabelRef{}, map[string]bool{}
	}
	t.named = map[Label]*Concept{}
	for _, c := range t.Concepts {
		for _, label := range c.Labels {
			if label.Preferred {
				t.named[small(label)] = c
			}
			words := l.LabelTerms(label)
			if len(words) == 0 || len(words) > mostLabelWords {
				continue
			}
			t.longest = max(t.longest, len(words))
			t.words.Add(label.Lang, words...)
			for _, key := range l.keys(label.Lang, words) {
				if len(t.terms[label.Lang][key]) == mostNamesakes {
					continue
				}
				t.terms[label.Lang][key] = append(t.terms[label.Lang][key], LabelRef{c, label})
				if first, _, several := strings.Cut(key, " "); several {
					t.begins[label.Lang][first] = true
				}
			}
		}
	}
}

func small(label Label) Label {
	label.Text = strings.ToLower(label.Text)
	return label
}

// First is the concept of the first thesaurus that has the same preferred label
// in some language: the same thing, or the concept itself.
func (l *Language) First(c *Concept) *Concept {
	for _, t := range l.Thesauri() {
		if t == c.of {
			break
		}
		for _, label := range c.Labels {
			if o := t.named[small(label)]; label.Preferred && o != nil {
				return o
			}
		}
	}
	return c
}

// labelWord tells whether a word stands in a label.
func (l *Language) labelWord(word string) bool {
	return slices.ContainsFunc(l.Thesauri(), func(t *Thesaurus) bool { return t.words.Has(word) })
}

// AccentedLabels are the words of labels that differ from one only by accents.
func (l *Language) AccentedLabels(word string) (list []string) {
	for _, t := range l.Thesauri() {
		for _, same := range t.words.Accented(word) {
			if !slices.Contains(list, same.Word) {
				list = append(list, same.Word)
			}
		}
	}
	return list
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

// LabelForms are the term of each word of a concept's label, and its key. The caller
// must not change them.
func (l *Language) LabelForms(label Label) (terms []string, key string) {
	forms := l.labels[label.Lang].of(label.Text, func(string) labelForms {
		words := l.LabelTerms(label)
		list := make([]string, 0, len(words))
		for _, w := range words {
			if tokens := l.Tokens(label.Lang, w); len(tokens) > 0 {
				list = append(list, tokens[0].Term)
			}
		}
		return labelForms{list, l.LabelKey(label)}
	})
	return forms.terms, forms.key
}

type labelForms struct {
	terms []string
	key   string
}

// LabelKeys are the terms of the labels of several words that stand in a text,
// given its words without stop words, once for each place.
func (l *Language) LabelKeys(lang int, words []string) (found []string) {
	l.Names(lang, words, func(first, n int, refs []LabelRef) {
		if n == 1 {
			return
		}
		from := len(found)
		for _, ref := range refs {
			if own := l.LabelKey(ref.Label); !slices.Contains(found[from:], own) {
				found = append(found, own)
			}
		}
	})
	return found
}

// Names calls f with the labels that stand in a text, given its words without
// stop words: where they begin and of how many words they are, at each place
// the longest ones last.
func (l *Language) Names(lang int, words []string, f func(first, n int, refs []LabelRef)) {
	list := l.Thesauri()
	for first, w := range words {
		keys, longest := l.keys(lang, []string{w}), 1
		for _, t := range list {
			if slices.ContainsFunc(keys, func(key string) bool { return t.begins[lang][key] }) {
				longest = max(longest, t.longest)
			}
		}
		for n := 1; n <= longest && first+n <= len(words); n++ {
			if n > 1 {
				keys = l.keys(lang, words[first:first+n])
			}
			if refs := l.labelsOf(lang, keys); len(refs) > 0 {
				f(first, n, refs)
			}
		}
	}
}

// mostKeys bounds the terms that several words are looked up by.
const mostKeys = 16

// keys are what words are looked up by: their whole terms, joined in each
// combination, the stems first.
func (l *Language) keys(lang int, words []string) []string {
	var keys []string
	for i, w := range words {
		var joined []string
		for _, t := range l.Tokens(lang, w) {
			if t.Kind != Whole {
				continue
			}
			if i == 0 {
				joined = append(joined, t.Term)
			}
			for _, key := range keys {
				joined = append(joined, key+" "+t.Term)
			}
		}
		if len(joined) == 0 {
			return nil
		}
		keys = joined[:min(len(joined), mostKeys)]
	}
	return keys
}
