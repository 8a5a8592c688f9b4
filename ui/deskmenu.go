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

// deskMenu lists what the actor may use, and only that. What is for those who look
// after an organisation or the service is behind one entry.
func deskMenu(c echo.Context) []deskEntry {
	actor := actorOf(c)
	if !actor.Known() {
		return nil
	}
	list := []deskEntry{{Key: "work", Path: ""}}
	if writes(actor) {
		list = append(list, deskEntry{Key: "bulk", Path: "/bulk"})
	}
	if slices.ContainsFunc(actor.Memberships(), func(m account.Membership) bool { return m.Role == "reviewer" }) {
		list = append(list, deskEntry{Key: "reviews", Path: "/reviews"})
	}
	if administers(actor) {
		list = append(list, deskEntry{Key: "administration", Path: administrationPath})
	}
	if readsUnfound(actor) {
		list = append(list, deskEntry{Key: "unfound", Path: unfoundPath})
	}
	list = append(list, deskEntry{Key: "searches", Path: searchesPath}, deskEntry{Key: "account", Path: "/account"})
	for i := range list {
		list[i].Current = isAt(c, list[i].Path) || list[i].Path == administrationPath && underAdministration(c)
	}
	return list
}

// isAt tells whether the page asked for is that of the desk, or one below it.
func isAt(c echo.Context, path string) bool {
	_, here, _ := strings.Cut(c.Request().URL.Path, "/desk")
	return here == path || path != "" && strings.HasPrefix(here, path+"/")
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
