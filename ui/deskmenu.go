package ui

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
)

// deskEntry is an entry of the menu within the desk.
type deskEntry struct {
	Key     string // of its message, without "page.desk.menu."
	Path    string // behind /{lang}/desk
	Current bool
}

// deskMenu lists what the actor may use, and only that.
func deskMenu(c echo.Context) []deskEntry {
	actor := actorOf(c)
	if !actor.Known() {
		return nil
	}
	list := []deskEntry{{Key: "work", Path: ""}}
	if writes(actor) {
		list = append(list, deskEntry{Key: "bulk", Path: "/bulk"})
	}
	if actor.Operate() == nil {
		list = append(list, deskEntry{Key: "feedback", Path: "/feedback"}, deskEntry{Key: "privacy", Path: "/privacy"})
	}
	if slices.ContainsFunc(actor.Memberships(), func(m account.Membership) bool { return m.Role == "reviewer" }) {
		list = append(list, deskEntry{Key: "reviews", Path: "/reviews"})
	}
	if administers(actor) {
		list = append(list, deskEntry{Key: "people", Path: "/people"}, deskEntry{Key: "organisation", Path: "/organisation"},
			deskEntry{Key: "tokens", Path: "/tokens"}, deskEntry{Key: "trail", Path: "/trail"})
	}
	list = append(list, deskEntry{Key: "account", Path: "/account"})
	_, here, _ := strings.Cut(c.Request().URL.Path, "/desk")
	for i := range list {
		list[i].Current = here == list[i].Path || list[i].Path != "" && strings.HasPrefix(here, list[i].Path+"/")
	}
	return list
}

// administers tells whether the actor looks after an organisation's people.
func administers(actor account.Actor) bool {
	if actor.Operate() == nil {
		return true
	}
	for _, m := range actor.Memberships() {
		if actor.May(account.Administer, m.Organisation) == nil {
			return true
		}
	}
	return false
}
