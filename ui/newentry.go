package ui

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// newEntry is what every new entry is asked for, whether it begins with a title
// or with a document.
type newEntry struct {
	Titled        string
	Language      i18n.Lang
	Organisation  string
	Organisations []account.Organisation
	Home          home
}

// newEntry asks somebody who may write for at least one organisation.
func (p *Pages) newEntry(c echo.Context) (newEntry, error) {
	actor := actorOf(c)
	e := newEntry{Language: pageLanguage(c)}
	for _, m := range actor.Memberships() {
		if actor.May(account.Write, m.Organisation) != nil {
			continue
		}
		o, err := p.Catalogue.Organisation(c.Request().Context(), m.Organisation)
		if err != nil {
			return e, err
		}
		e.Organisations = append(e.Organisations, o)
	}
	if len(e.Organisations) == 0 {
		return e, account.ErrDenied
	}
	e.Home = p.home(e.Language, e.Organisations)
	return e, nil
}

// answer keeps what the form says. Who writes for one organisation is not asked
// for which.
func (e *newEntry) answer(c echo.Context) {
	e.Titled, e.Organisation = strings.TrimSpace(c.FormValue("title")), c.FormValue("organisation")
	if lang, ok := i18n.ParseLang(c.FormValue("originalLanguage")); ok {
		e.Language = lang
	}
	if len(e.Organisations) == 1 {
		e.Organisation = e.Organisations[0].ID
	}
	e.Home.answer(c.Request().PostForm)
}

// check lists what the form left out.
func (e *newEntry) check() i18n.Problems {
	var problems i18n.Problems
	if e.Titled == "" {
		problems.Add("title", "required")
	}
	if e.owner() < 0 {
		problems.Add("organisation", "required")
	}
	return problems
}

// owner is the place of the organisation that is chosen, -1 where none is.
func (e *newEntry) owner() int {
	return slices.IndexFunc(e.Organisations, func(o account.Organisation) bool { return o.ID == e.Organisation })
}

// practice is the entry as it begins; check has found nothing.
func (e *newEntry) practice() catalogue.Practice {
	return catalogue.Practice{
		Organisation: e.Organisation, OriginalLanguage: e.Language, Title: i18n.Text{}.Set(e.Language, e.Titled),
		Municipalities: e.Home.municipalities(e.Organisations[e.owner()]),
	}
}
