package ui

import (
	"net/url"

	"tiekartta/i18n"
	"tiekartta/search/language"
)

// conceptName is what a concept of the thesaurus is called in a language, or in
// another where it has no name there; its id when it is none.
func (p *Pages) conceptName(lang i18n.Lang, id string) shown {
	if c := p.Index.Concept(id); c != nil {
		return nameOfConcept(lang, c)
	}
	return shown{Text: id, Lang: lang}
}

func nameOfConcept(lang i18n.Lang, c *language.Concept) shown {
	return show(lang, c.Name(), i18n.Finnish)
}

// tags are the concepts that a practice is tagged with, each with the address of
// all practices that are.
func (p *Pages) tags(lang i18n.Lang, id string) []link {
	var list []link
	for _, c := range p.Index.Concepts(id) {
		list = append(list, link{Name: c.ID, Title: nameOfConcept(lang, c), URL: tagged(lang, c.ID)})
	}
	return list
}

// tagged is the address of the practices that are tagged with a concept.
func tagged(lang i18n.Lang, concept string) string {
	return "/" + string(lang) + "/practices?" + url.Values{"concept": {concept}}.Encode()
}
