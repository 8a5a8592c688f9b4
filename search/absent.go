package search

import (
	"slices"
	"strings"

	"tiekartta/search/language"
)

// Absent is a municipality or a region that a query names and that no practice is
// of. Rest is the query without its name.
type Absent struct{ Kind, ID, Rest string }

// Absent finds the places that a query names and that no practice is of, as the
// value of a field or by words of it.
func (x *Index) Absent(query string) (list []Absent) {
	query = Query{Words: query}.bounded().Words
	letters := lettersOf(query)
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, p := range x.gazetteer().named(parse(query)) {
		if !x.columns.absent(p.codes) {
			continue
		}
		rest := strings.Join(append(strings.Fields(string(letters[:p.from])), strings.Fields(string(letters[p.to:]))...), " ")
		for _, code := range p.codes {
			one := Absent{code.kind(), code.code, rest}
			if one.Kind != "" && !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
	}
	return list
}

// unplaced are the words of a query that say something, but for the names of places
// that no practice is of.
func (x *Index) unplaced(q Query) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := x.request(q)
	absent := slices.Concat(x.absentNames(practices, r)...)
	return slices.DeleteFunc(r.telling, func(w string) bool { return slices.Contains(absent, w) })
}

// absentNames are the words of each name in a query of places that no practice is
// of, where practices are looked for.
func (x *Index) absentNames(in realm, r request) (names [][]string) {
	if in != practices {
		return nil
	}
	for _, p := range x.gazetteer().named(r.clauses) {
		if x.columns.absent(p.codes) {
			names = append(names, strings.Fields(nameOf(p.text)))
		}
	}
	return names
}

// coverAbsent is how much of the name of a place that no practice is of is
// answered by what is only like it, or has one of its words: less than wholly.
const coverAbsent = 0.5

// displace lets what is only like such a name come near, but not answer it.
func (u *understanding) displace(word string, list []alternative) {
	n := 0
	for _, name := range u.absent {
		if slices.Contains(name, word) {
			n = max(n, len(name))
		}
	}
	for i, a := range list {
		if n > 1 || n == 1 && !a.direct() {
			list[i].cover = min(a.cover, coverAbsent)
		}
	}
}

// inForms answers such a name of several words by all of them, in any form.
func (u *understanding) inForms(name []string) (list []alternative) {
	if !slices.ContainsFunc(u.absent, func(one []string) bool { return slices.Equal(one, name) }) {
		return nil
	}
	for lang := range language.Languages {
		a := alternative{
			lang: lang, field: fieldText(lang), worth: u.weights.Scattered * u.doubt(lang), cover: 1, how: ByForm, name: strings.Join(name, " "),
		}
		for _, word := range name {
			if tokens := u.language.Tokens(lang, word); len(tokens) > 0 {
				a.terms = append(a.terms, tokens[0].Term)
			}
		}
		if len(a.terms) == len(name) {
			list = append(list, a)
		}
	}
	return list
}

// kind is what a place is, "" for a country.
func (p placeCode) kind() string {
	return map[facet]string{facetMunicipality: KindMunicipality, facetRegion: KindRegion}[p.facet]
}

// absent tells whether no practice is of any of some places.
func (c *columns) absent(codes []placeCode) bool {
	return !slices.ContainsFunc(codes, func(p placeCode) bool {
		of := c.having(p.facet, []string{p.code})
		of.keep(c.having(facetKind, []string{KindPractice}))
		return of.count() > 0
	})
}

// placeName is a part of a query that names places.
type placeName struct {
	codes    []placeCode
	text     string
	from, to int // of the query, in code points
}

// longestPlace is how many words the name of a place has at most.
const longestPlace = 3

// named are the parts of a query that name places. Of words in a row the longest
// name counts: "Mellersta Österbotten" is not of Österbotten.
func (g *gazetteer) named(clauses parsed) (list []placeName) {
	for i := 0; i < len(clauses); i++ {
		c := clauses[i]
		if c.not {
			continue
		}
		if len(c.any) > 1 || !c.any[0].loose() {
			for _, a := range c.any {
				list = g.also(list, a, clauses[i:i+1])
			}
			continue
		}
		row := i
		for row < len(clauses) && row < i+longestPlace && len(clauses[row].any) == 1 && clauses[row].any[0].loose() && !clauses[row].not {
			row++
		}
		for before := len(list); row > i; row-- {
			a := c.any[0]
			for _, next := range clauses[i+1 : row] {
				a.text += " " + next.any[0].text
			}
			if list = g.also(list, a, clauses[i:row]); len(list) > before {
				i = row - 1
				break
			}
		}
	}
	return list
}

// also adds what an atom names, which stands in some clauses.
func (g *gazetteer) also(list []placeName, a atom, in parsed) []placeName {
	var codes []placeCode
	switch a.field {
	case fieldOfPlace:
		codes = g.find(a.text)
	case fieldAny:
		codes = g.meant(a.text)
	}
	if len(codes) == 0 {
		return list
	}
	last := in[len(in)-1].any
	return append(list, placeName{codes, a.text, in[0].any[0].from, last[len(last)-1].to})
}

// meant are the places that words name. A word that is no name is not taken for
// an inflected one: elections (vaalit) are not of Vaala.
func (g *gazetteer) meant(text string) []placeCode {
	name := nameOf(text)
	words := strings.Fields(name)
	if codes := g.names[name]; len(codes) > 0 || len(words) == 0 {
		return codes
	}
	if len(words) == 1 && explained(g.language, words[0]) && !g.language.Name(words[0]) {
		return nil
	}
	return g.find(text)
}
