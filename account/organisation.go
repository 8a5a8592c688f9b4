// Package account holds organisations, tokens, roles and rights.
package account

import (
	"encoding/json"

	"tiekartta/i18n"
)

// OrganisationNoun is the name of organisations in the feed of changes and the
// trail.
const OrganisationNoun = "organisation"

// Organisation owns practices and roadmaps. Municipality is a three-digit code
// or empty.
type Organisation struct {
	ID           string      `json:"id,omitempty"`
	Name         i18n.Text   `json:"name,omitzero"`
	Type         string      `json:"type,omitempty"`
	Municipality string      `json:"municipality,omitempty"`
	Languages    []i18n.Lang `json:"languages,omitempty"`
}

// Mark is another one for each state of an organisation.
func (o Organisation) Mark() string {
	body, _ := json.Marshal(o)
	return hash(string(body))[:16]
}
