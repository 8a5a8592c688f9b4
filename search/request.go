package search

import (
	"fmt"
	"slices"

	"tiekartta/search/language"
)

// request is a query taken apart, with what of it says something.
type request struct {
	Query
	typed   parsed
	clauses parsed   // of those, each once
	left    *int     // how many texts' places may still be read
	crowded bool     // more of it would have to be looked up than may be
	telling []string // of its loose words, each once
	likely  [language.Languages]float64
}

// request reads a query. A word that says nothing in the reader's language is
// left out, and one that says nothing in a language that the query is surely in.
func (x *Index) request(q Query) request {
	left := mostPlaced
	typed, complete := parseAll(q.Words)
	r := request{Query: q, typed: typed, left: &left}
	r.shortened = r.shortened || !complete
	r.clauses, r.crowded = typed.once()
	var all, loose []string
	for _, c := range r.clauses {
		for _, a := range c.any {
			if c.not || a.or() || a.field != fieldAny && a.field != fieldOfTitle {
				continue
			}
			words := a.words()
			all = append(all, words...)
			if a.loose() {
				loose = append(loose, words...)
			}
		}
	}
	r.likely = x.language.Guess(all[:min(len(all), 2*mostWords)])
	reader := languageOf(q.Lang)
	r.telling = x.telling(loose, func(lang int) bool { return lang == reader || r.likely[lang] >= surely })
	if !r.scores() { // "men" says nothing in Swedish, but an English reader may mean it
		r.telling = x.telling(loose, func(lang int) bool { return lang == reader })
	}
	if len(r.telling) > mostWords {
		r.telling, r.shortened = r.telling[:mostWords], true
	}
	return r
}

// mostLookedUp bounds the atoms of a query whose documents are looked up. One with
// more is refused: without what is beyond it would find more, or something else.
const mostLookedUp = 16

// once are the clauses and their atoms, each once. Loose words alone are not
// counted: they have a term once anyway. crowded tells whether some were left out.
func (p parsed) once() (list parsed, crowded bool) {
	seen, lookedUp := map[string]bool{}, 0
	for _, c := range p {
		once, key := clause{not: c.not}, fmt.Sprint(c.not)
		inside := map[string]bool{}
		for _, a := range c.any {
			atom := fmt.Sprint(a.field, a.phrase, a.words())
			if inside[atom] {
				continue
			}
			inside[atom] = true
			once.any = append(once.any, a)
			key += atom
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		once.any = slices.DeleteFunc(once.any, func(a atom) bool {
			if a.loose() && (len(a.words()) == 1 || len(once.any) == 1 && !c.not) {
				return false
			}
			lookedUp++
			crowded = lookedUp > mostLookedUp
			return crowded
		})
		if len(once.any) > 0 {
			list = append(list, once)
		}
	}
	return list, crowded
}

// telling are the words that say something in the languages that count.
func (x *Index) telling(all []string, counts func(lang int) bool) (list []string) {
	for _, w := range all {
		stop := false
		for lang := range language.Languages {
			stop = stop || counts(lang) && x.language.Stop(lang, w)
		}
		if !stop && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// words are those of a loose atom that say something.
func (r *request) words(a atom) (list []string) {
	for _, w := range a.words() {
		if slices.Contains(r.telling, w) {
			list = append(list, w)
		}
	}
	return list
}

// scores tells whether anything of the query ranks what it finds.
func (r *request) scores() bool { return slices.ContainsFunc(r.clauses, r.ranks) }

// ranks tells whether a clause ranks what it finds. Places, funders and partners
// alone only let through.
func (r *request) ranks(c clause) bool {
	return !c.not && slices.ContainsFunc(c.any, func(a atom) bool {
		return a.field == fieldOfTitle || a.field == fieldAny && (a.phrase || len(r.words(a)) > 0)
	})
}

// restricts tells whether a clause stops whatever does not match it. One with a
// loose word does not: what is like the word matches, too.
func (c clause) restricts() bool { return c.not || !slices.ContainsFunc(c.any, atom.loose) }

// restricted tells whether anything of the query stops what does not match it.
func (r *request) restricted() bool { return slices.ContainsFunc(r.clauses, clause.restricts) }

// exact tells whether all hits are asked for, not only the best ones of all there are.
func (r *request) exact() bool {
	for _, wanted := range r.Filters {
		if len(wanted) > 0 {
			return true
		}
	}
	return r.Wholly || !r.Years.open() || !r.Reach.open() || r.restricted() || r.Sort != "" && r.Sort != "relevance"
}

// plain tells whether the query is nothing but words.
func (r *request) plain() bool {
	return !slices.ContainsFunc(r.clauses, func(c clause) bool { return c.not || len(c.any) > 1 || !c.any[0].loose() })
}
