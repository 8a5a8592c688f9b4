package ui

import (
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// hintWords is what a hint says in words.
func (p *Pages) hintWords(lang i18n.Lang, h catalogue.Hint) string {
	return p.Messages.Filled(lang, "hint."+h.Key, h.Args)
}

// nextLevel says what would raise the evidence of a reason's result, empty where
// there is nothing above it.
func (p *Pages) nextLevel(lang i18n.Lang, key string) string {
	if key = "evidence.next." + key; !p.Messages.Has(lang, key) {
		return ""
	}
	return p.Messages.T(lang, key)
}
