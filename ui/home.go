package ui

import (
	"net/url"
	"slices"

	"tiekartta/account"
	"tiekartta/i18n"
)

// home asks in which municipality a new entry is carried out: that of the
// organisation unless somebody says otherwise, so that a town's practice is not
// taken for a nationwide one.
type home struct {
	Chosen  string // a code, "" for none, homeOfOrganisation
	Several bool   // whether there is an organisation to choose
	Options []formOption
}

// homeOfOrganisation stands for the municipality of the organisation that is
// chosen on the same page.
const homeOfOrganisation = "organisation"

// home is the question as it is first asked.
func (p *Pages) home(lang i18n.Lang, organisations []account.Organisation) home {
	h := home{Several: len(organisations) > 1, Options: p.choices(lang, "municipality")}
	switch {
	case h.Several && slices.ContainsFunc(organisations, func(o account.Organisation) bool { return homeOf(o) != "" }):
		h.Chosen = homeOfOrganisation
	case len(organisations) == 1:
		h.Chosen = homeOf(organisations[0])
	}
	return h
}

// homeOf is the municipality that an organisation is, empty where it is none.
func homeOf(o account.Organisation) string {
	if o.Type == "municipality" {
		return o.Municipality
	}
	return ""
}

// answer keeps what a form says; a form that does not ask leaves it as it was.
func (h *home) answer(form url.Values) {
	if values, ok := form["municipality"]; ok {
		h.Chosen = ""
		known := func(o formOption) bool { return o.Value == values[0] }
		if values[0] == homeOfOrganisation || slices.ContainsFunc(h.Options, known) {
			h.Chosen = values[0]
		}
	}
}

// municipalities are those that the entry of an organisation begins with.
func (h *home) municipalities(o account.Organisation) []string {
	code := h.Chosen
	if code == homeOfOrganisation {
		code = homeOf(o)
	}
	if code == "" {
		return nil
	}
	return []string{code}
}
