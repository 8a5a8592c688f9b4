package exchange

import (
	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// Known is what a document needs beside the thing it is about. Messages,
// Vocabularies and Places must be there; an organisation or practice that is
// missing is named by its id, or left out where only its texts were wanted.
// Checks are the open questions of a roadmap, empty where they are not wanted.
// Link gives the address of a practice's version, 0 being the newest; without it
// practices are named without one. File gives the address of an attachment of the
// practice that is written; without it attachments are named without one. Outdated
// are the texts of it that are older than the original that they translate.
type Known struct {
	Messages      *i18n.Messages
	Vocabularies  *catalogue.Vocabularies
	Places        *catalogue.Places
	Organisations map[string]account.Organisation
	Practices     map[string]*catalogue.Practice
	Checks        []roadmap.Finding
	Link          func(practice string, version int) string
	File          func(id string) string
	Outdated      []catalogue.OutdatedText
}
