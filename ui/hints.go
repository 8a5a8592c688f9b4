package ui

import (
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// hintWords is what a hint says in words.
func (p *Pages) hintWords(lang i18n.Lang, h catalogue.Hint) string {
	return p.Messages.Filled(lang, "hint."+h.Key, h.Args)
}

// remarks are the hints of all sections, each with the field that it is about:
// what does not fit, and what would make the entry better.
func (p *Pages) remarks(lang i18n.Lang, practice *catalogue.Practice) (warnings, advice []missing) {
	for _, h := range p.Catalogue.Hints(practice) {
		one := missing{p.rowName(lang, h.Path) + ": " + p.hintWords(lang, h), sectionURL(lang, practice.ID, h.Path)}
		if h.Kind == catalogue.Warning {
			warnings = append(warnings, one)
		} else {
			advice = append(advice, one)
		}
	}
	return warnings, advice
}
