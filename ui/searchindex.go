package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/search"
	"tiekartta/search/language"
)

const searchIndexPath = "/search-index"

// searchIndexPage shows those who look after the service how the index is.
type searchIndexPage struct {
	frame
	Says      string // key of what the index is at
	Percent   int
	Busy      bool // something is under way, so that the page will soon be out of date
	Asked     bool
	Number    int
	Megabytes int
	Documents []indexedKind
	Data      []language.Data
	Missing   []string
}

type indexedKind struct {
	Kind  string
	Count int
}

func (p *Pages) searchIndexRoutes(d *echo.Group) {
	get(d, searchIndexPath, p.searchIndex)
	d.POST(searchIndexPath, p.searchIndexAsked, smallForm)
}

func (p *Pages) searchIndex(c echo.Context) error {
	if err := actorOf(c).Operate(); err != nil {
		return err
	}
	newest, err := p.Exporter.Store.Newest(c.Request().Context())
	if err != nil {
		return err
	}
	is := p.Index.Status()
	page := searchIndexPage{
		frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.search_index.title")), Percent: is.Progress, Asked: c.QueryParam("asked") != "",
		Number: is.Generation, Megabytes: int((is.Bytes + 1<<20 - 1) >> 20), Data: is.Data, Missing: is.Missing,
	}
	page.Hidden = true
	page.Says = saysOf(is, newest)
	page.Busy = page.Says != "following"
	for _, kind := range search.Kinds() {
		page.Documents = append(page.Documents, indexedKind{kind, is.Documents[kind]})
	}
	return p.ok(c, "search-index", page)
}

// saysOf is the end of the key that says how the index is.
func saysOf(is search.Status, newest int64) string {
	switch {
	case is.State == search.StateBuilding && is.Beside:
		return "beside"
	case is.State == search.StateFollowing && is.Position < newest:
		return "waiting"
	}
	return string(is.State)
}

func (p *Pages) searchIndexAsked(c echo.Context) error {
	if err := actorOf(c).Operate(); err != nil {
		return err
	}
	p.Log.InfoContext(c.Request().Context(), "the search index is to be built anew", "by", actorOf(c).User)
	p.Index.RebuildSoon()
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk"+searchIndexPath+"?asked=1")
}
