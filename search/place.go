package search

import (
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search/language"
)

// gazetteer knows municipalities, regions and countries by their names in all
// languages.
type gazetteer struct {
	language *language.Language
	names    map[string][]placeCode
	folded   map[string][]placeCode // by the names without dots and accents
	forms    [language.Languages]map[string][]placeCode
}

// placeCode is a value of one of the facets of places.
type placeCode struct {
	facet facet
	code  string
}

func newGazetteer(l *language.Language, c *catalogue.Catalogue) *gazetteer {
	g := &gazetteer{language: l, names: map[string][]placeCode{}, folded: map[string][]placeCode{}}
	for lang := range g.forms {
		g.forms[lang] = map[string][]placeCode{}
	}
	for _, m := range c.Places.Municipalities() {
		g.add(m.Name, placeCode{facetMunicipality, m.Code})
	}
	for _, r := range c.Places.Regions() {
		g.add(r.Name, placeCode{facetRegion, r.Code})
	}
	if countries, err := c.Vocabularies.Scheme("country"); err == nil {
		for _, country := range countries.Concepts {
			g.add(country.Label, placeCode{facetCountry, country.ID})
		}
	}
	return g
}

func (g *gazetteer) add(name i18n.Text, code placeCode) {
	put := func(into map[string][]placeCode, key string) {
		if !slices.Contains(into[key], code) {
			into[key] = append(into[key], code)
		}
	}
	for lang, one := range i18n.Langs() {
		key := nameOf(name.In(one))
		if key == " " {
			continue
		}
		put(g.names, key)
		put(g.folded, language.Folded(key))
		for _, form := range g.keys(lang, key) {
			put(g.forms[lang], form)
		}
	}
}

// keys are a name with its last word in every form that it is looked up by: that
// is the one which is inflected.
func (g *gazetteer) keys(lang int, name string) (keys []string) {
	words := strings.Fields(name)
	last := len(words) - 1
	for _, t := range g.language.Tokens(lang, words[last]) {
		if t.Kind == language.Whole {
			keys = append(keys, strings.Join(words[:last], " ")+" "+t.Term)
		}
	}
	return keys
}

// find are the places that a name stands for, in its plain form, else inflected, else
// without its dots.
func (g *gazetteer) find(text string) (codes []placeCode) {
	name := nameOf(text)
	if codes = g.names[name]; len(codes) > 0 || name == " " {
		return codes
	}
	for lang := range language.Languages {
		for _, key := range g.keys(lang, name) {
			codes = append(codes, g.forms[lang][key]...)
		}
	}
	if len(codes) == 0 {
		return g.folded[language.Folded(name)]
	}
	return codes
}

// within are the rows that are in one of some places.
func (c *columns) within(codes []placeCode) slotSet {
	inside := newSlotSet(len(c.rows))
	for _, p := range codes {
		if have := c.numberings[p.facet].of(p.code); have != nil {
			have.addTo(inside)
		}
	}
	return inside
}
