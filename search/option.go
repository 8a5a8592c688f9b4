package search

import (
	"context"
	"slices"
	"strings"

	"tiekartta/search/language"
)

// clause are the terms of a clause that ranks: one for each word, or one for all
// that are alternatives, so that none counts less for what the others are.
func (u *understanding) clause(ctx context.Context, c clause) ([]term, error) {
	var terms []term
	if len(c.any) == 1 && c.any[0].loose() {
		for _, w := range u.asked.words(c.any[0]) {
			if u.used[w] {
				continue
			}
			u.used[w] = true
			t, err := u.term(w)
			if err != nil {
				return nil, err
			}
			terms = append(terms, t)
		}
		return terms, nil
	}
	for _, a := range c.any {
		words := u.asked.words(a)
		if a.loose() && len(words) == 0 {
			continue
		}
		t, err := u.option(ctx, a, words)
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
	}
	return []term{oneOf(terms)}, nil
}

// option is one of the alternatives of a clause, given the words of a loose one.
func (u *understanding) option(ctx context.Context, a atom, words []string) (term, error) {
	switch {
	case a.loose() && len(words) == 1:
		return u.term(words[0])
	case a.field == fieldOfTitle && !a.phrase && len(a.words()) == 1:
		word := a.words()[0]
		return term{word: word, typed: word, each: []string{word}, alternatives: u.inTitle(word)}, nil
	case a.field == fieldAny || a.field == fieldOfTitle:
		return u.phrase(ctx, a)
	}
	docs, err := u.documents(ctx, a)
	listed := map[uint32]int{}
	for doc := range docs.all() {
		listed[doc] = 1
	}
	return term{alternatives: []alternative{{lang: u.first, terms: []string{a.String()}, worth: worthValue, cover: 1, listed: listed}}}, err
}

// worthValue is what the value of a field is worth beside words. How much a text
// speaks of them it does not tell.
const worthValue = 0.5

// phrase is what words in a row stand for: nothing but themselves.
func (u *understanding) phrase(ctx context.Context, a atom) (term, error) {
	words := a.words()
	found, err := u.phrases(ctx, a)
	t := term{word: strings.Join(words, " "), each: words}
	t.typed = t.word
	for lang, listed := range found {
		if len(listed) > 0 {
			t.alternatives = append(t.alternatives, alternative{
				lang: lang, field: fieldWords(lang), terms: words, worth: max(u.doubt(lang), notTheReaders), cover: 1, how: ByPhrase, listed: listed,
			})
		}
	}
	return t, err
}

// inTitle are the ways in which a word may stand in a title: in any form, alone
// or in a longer word.
func (u *understanding) inTitle(word string) (list []alternative) {
	for lang := range language.Languages {
		for _, token := range u.language.Tokens(lang, word) {
			if token.Kind != language.Whole {
				continue
			}
			a := alternative{lang: lang, field: fieldTitle(lang), terms: []string{token.Term}, worth: u.doubt(lang), cover: 1, how: ByForm}
			list = append(list, a)
			a.terms, a.worth, a.how = []string{inPart + token.Term}, a.worth*u.weights.InPart, ByInPart
			list = append(list, a)
		}
	}
	return worthiest(list)
}

// oneOf makes a term of several of which any may match. A compound among them is
// not answered by its parts.
func oneOf(options []term) term {
	if len(options) == 1 {
		return options[0]
	}
	var t term
	for _, o := range options {
		t.each = append(t.each, o.each...)
		for _, a := range o.alternatives {
			a.of, a.part = o.word, 0
			t.alternatives = append(t.alternatives, a)
		}
	}
	t.alternatives = worthiest(t.alternatives)
	return t
}

// namedBy are the documents that have each term's word as a name, nil when there
// are none.
func (u *understanding) namedBy(terms []term) (all set, err error) {
	for i, t := range terms {
		some := u.view.empty()
		for _, w := range slices.Compact([]string{t.word, t.typed}) {
			if err := u.view.having(fieldName, w, some); err != nil {
				return nil, err
			}
		}
		if i > 0 {
			some = some.cut(all)
		}
		if all = some; !slices.ContainsFunc(all, func(word uint64) bool { return word != 0 }) {
			return nil, nil
		}
	}
	return all, nil
}
