package ui

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
)

const administrationPath = "/administration"

// administrationPage leads to what those use who look after an organisation or
// the service.
type administrationPage struct {
	frame
	Entries []deskEntry
	Letters letters
}

func (p *Pages) administrationRoutes(d *echo.Group) { get(d, administrationPath, p.administration) }

func (p *Pages) administration(c echo.Context) error {
	actor := actorOf(c)
	if !administers(actor) {
		return account.ErrDenied
	}
	page := administrationPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.desk.menu.administration")), Entries: administration(actor)}
	var err error
	if page.Letters, err = p.letters(c); err != nil {
		return err
	}
	return p.ok(c, "administration", page)
}

// administration lists the pages that the actor may use.
func administration(actor account.Actor) []deskEntry {
	list := []deskEntry{{Key: "people", Path: "/people"}, {Key: "organisation", Path: "/organisation"}}
	if slices.ContainsFunc(actor.Memberships(), func(m account.Membership) bool { return actor.May(account.Administer, m.Organisation) == nil }) {
		list = append(list, deskEntry{Key: "review_rules", Path: "/review-rules"})
	}
	list = append(list, deskEntry{Key: "thesaurus", Path: "/thesaurus"}, deskEntry{Key: "tokens", Path: "/tokens"}, deskEntry{Key: "trail", Path: "/trail"})
	if actor.Operate() == nil {
		list = append(list, deskEntry{Key: "feedback", Path: "/feedback"}, deskEntry{Key: "privacy", Path: "/privacy"}, deskEntry{Key: "search_index", Path: searchIndexPath})
	}
	return list
}

// underAdministration tells whether a page is one of those.
func underAdministration(c echo.Context) bool {
	return administers(actorOf(c)) && slices.ContainsFunc(administration(actorOf(c)), func(e deskEntry) bool { return isAt(c, e.Path) })
}
