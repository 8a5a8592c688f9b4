package search

import (
	"cmp"
	"slices"
	"strings"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// Named are the concepts that words name as a whole, in any form: in a language or,
// when none does so, in another.
func (x *Index) Named(words string, lang i18n.Lang) (list []*language.Concept) {
	first := languageOf(lang)
	for i := 0; i < language.Languages && len(list) == 0; i++ {
		in := (first + i) % language.Languages
		telling := x.language.LabelTerms(language.Label{Lang: in, Text: words})
		if len(telling) == 0 {
			continue
		}
		for _, ref := range x.language.Labels(in, telling) {
			if !slices.Contains(list, ref.Concept) {
				list = append(list, ref.Concept)
			}
		}
	}
	return list
}

// refs are the labels of the concepts that the thesaurus knows by a word of a language
// or, homevisits being home visits, by its parts together.
func (u *understanding) refs(lang int, word string) []language.LabelRef {
	refs := u.language.Labels(lang, []string{word})
	if parts := u.parts(lang, word); len(parts) > 1 {
		refs = slices.Concat(refs, u.language.Labels(lang, parts))
	}
	if u.placeName(word) {
		refs = alike(refs, word)
	}
	return refs
}

// labels are the names of the concepts that the thesaurus knows by a word or by
// a part of it.
func (u *understanding) labels(word string) (list []alternative) {
	w := u.weights
	if w.Label == 0 {
		return nil
	}
	for lang := range language.Languages {
		doubt := u.doubt(lang)
		list = append(list, u.names(u.refs(lang, word), doubt)...)
		for part, refs := range u.language.PartLabels(lang, word) {
			for _, ref := range refs {
				for _, a := range u.namesOf(ref.Concept, w.PartLabel*doubt, coverPartLabel, ByLabel) {
					if a.of = part; a.lang == lang && u.isForm(lang, part, a) {
						a.how, a.of = ByPart, ""
					}
					list = append(list, a)
				}
			}
		}
	}
	return list
}

// narrowerThan are the names of what is narrower than a word's concepts.
func (u *understanding) narrowerThan(word string) (list []alternative) {
	for lang := range language.Languages {
		list = append(list, u.narrower(u.refs(lang, word), u.doubt(lang))...)
	}
	return list
}

// plenty tells whether so many documents have a word, or a name of what it means,
// that those which only have something narrower are left out: a concept like work
// has hundreds of names that are narrower. Where not the best hits are asked for, but all
// there are, they never are.
func (u *understanding) plenty(list []alternative) (bool, error) {
	if u.asked.exact() {
		return false, nil
	}
	for _, a := range list {
		if len(a.terms) > 1 || a.worth < goodWorth {
			continue
		}
		p, err := u.view.postings(a.field, a.terms[0])
		if err != nil || p.count >= u.weights.Plenty {
			return err == nil, err
		}
	}
	return false, nil
}

// alike are the labels that begin as the name of a place: short stems of names are
// those of other words, too (Lappi, lapset).
func alike(refs []language.LabelRef, name string) []language.LabelRef {
	letters := []rune(name)
	begin := string(letters[:min(len(letters), shortestStem)])
	return slices.DeleteFunc(slices.Clone(refs), func(r language.LabelRef) bool { return !strings.HasPrefix(strings.ToLower(r.Label.Text), begin) })
}

// placeName tells whether a word as it stands is the name of a place.
func (u *understanding) placeName(word string) bool {
	return len(u.gazetteer().names[nameOf(word)]) > 0
}

// isForm tells whether an alternative is a word itself.
func (u *understanding) isForm(lang int, word string, a alternative) bool {
	return slices.ContainsFunc(u.language.Tokens(lang, word), func(t language.Token) bool {
		return t.Kind == language.Whole && t.Term == strings.TrimPrefix(a.terms[0], inPart)
	})
}

// parts are the smallest parts of a compound, in order.
func (u *understanding) parts(lang int, word string) (parts []string) {
	letters, end := []rune(word), 0
	tokens := slices.Clone(u.language.Tokens(lang, word))
	slices.SortStableFunc(tokens, func(a, b language.Token) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	for _, t := range tokens {
		if t.Kind == language.Part && t.Start >= end {
			parts, end = append(parts, string(letters[t.Start:t.End])), t.End
		}
	}
	return parts
}

// names are all names of the labels' concepts.
func (u *understanding) names(refs []language.LabelRef, doubt float64) (list []alternative) {
	for _, ref := range refs {
		list = append(list, u.namesOf(ref.Concept, u.weights.Label*doubt, coverLabel, ByLabel)...)
	}
	return list
}

// narrower are all names of what is narrower than the labels' concepts.
func (u *understanding) narrower(refs []language.LabelRef, doubt float64) (list []alternative) {
	if u.weights.Narrower == 0 {
		return nil
	}
	for _, ref := range refs {
		for _, narrower := range ref.Concept.Narrower() {
			list = append(list, u.namesOf(narrower, u.weights.Narrower*doubt, coverNarrower, ByNarrower)...)
		}
	}
	return list
}

// namesOf are the names of a concept in all languages.
func (u *understanding) namesOf(concept *language.Concept, worth, cover float64, how string) (list []alternative) {
	for _, label := range concept.Labels {
		terms, key := u.language.LabelForms(label)
		if len(terms) == 0 {
			continue
		}
		a := alternative{lang: label.Lang, field: fieldText(label.Lang), terms: terms, worth: worth, cover: cover, how: how, name: label.Text}
		one := a
		if len(terms) == 1 {
			one.terms, one.worth, one.cover = []string{inPart + terms[0]}, worth*u.weights.InPart, cover*coverInPart
		} else {
			a.worth, a.cover = worth*u.weights.Scattered, cover*u.weights.Scattered
			one.terms = []string{key}
		}
		if one.terms[0] != "" {
			list = append(list, one)
		}
		list = append(list, a)
	}
	return list
}

// longestGroup is the most words of a query that may stand for one concept.
const longestGroup = 3

// groups finds the words of a query that name a concept together.
func (u *understanding) groups(m *meaning) {
	for n := 2; n <= longestGroup; n++ {
		for first := 0; first+n <= len(m.terms); first++ {
			var words []string
			for _, t := range m.terms[first : first+n] {
				if t.single() {
					words = append(words, t.word)
				}
			}
			if len(words) < n {
				continue
			}
			g := group{first: first, last: first + n - 1}
			for lang := range language.Languages {
				refs := u.language.Labels(lang, words)
				g.alternatives = append(g.alternatives, u.names(refs, u.doubt(lang))...)
				g.alternatives = append(g.alternatives, u.narrower(refs, u.doubt(lang))...)
			}
			g.alternatives = append(g.alternatives, u.inForms(words)...)
			if n == 2 {
				g.alternatives = append(g.alternatives, u.joined(words[0]+words[1])...)
			}
			if g.alternatives = worthiest(g.alternatives); len(g.alternatives) > 0 {
				m.groups = append(m.groups, g)
			}
		}
	}
}

// mostExpanded is how many other words of a query are told.
const mostExpanded = 12

// expanded are the other names that were looked for.
func (m *meaning) expanded() (list []string) {
	add := func(alternatives []alternative) {
		for _, a := range alternatives {
			if a.how == ByLabel && len(list) < mostExpanded && !slices.Contains(list, a.name) {
				list = append(list, a.name)
			}
		}
	}
	for _, g := range m.groups {
		add(g.alternatives)
	}
	for _, t := range m.terms {
		add(t.alternatives)
	}
	return list
}

// joined are two words of a query as one compound, where it is a word: kieli
// kahvila, kielikahvila.
func (u *understanding) joined(word string) (list []alternative) {
	n, err := u.count(word)
	listed := err == nil && n > 0 // a fault comes again when its alternatives are looked up
	for lang := range language.Languages {
		listed = listed || u.language.Listed(lang, word) || len(u.language.Labels(lang, []string{word})) > 0
	}
	if !listed {
		return nil
	}
	for _, a := range append(u.forms(&term{word: word}), slices.Concat(u.labels(word), u.narrowerThan(word))...) {
		if a.how != ByPart {
			list = append(list, a)
		}
	}
	return list
}
