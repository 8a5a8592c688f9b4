package ui

import (
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// hintWords is what a hint says in words.
func (p *Pages) hintWords(lang i18n.Lang, h catalogue.Hint) string {
	return p.Messages.Filled(lang, "hint."+h.Key, h.Args)
}
