package ui

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// deskPage is a specialist's own work.
type deskPage struct {
	frame
	Actor   account.Actor
	Letters letters      // what has been sent to the operator
	Reviews []reviewLine // those that wait for the actor
	Lists   []deskList
	Write   bool // the actor may begin an entry
	Several bool // entries are of several organisations
	Done    string
	One     bool // one list only, page by page
	paging
}

// deskList holds the entries that wait for the same thing.
type deskList struct {
	Key   string // of its messages, without "page.desk.list."
	Total int
	Rows  []deskRow
	More  string // address of the whole list, where there is more of it
}

const (
	// firstOnDesk is how many entries of each list stand on the desk itself.
	firstOnDesk = 20
	// deskPageSize is how many stand on a page of one list.
	deskPageSize = 50
)

// deskRow is an entry on the desk.
type deskRow struct {
	catalogue.Work
	Name         shown
	Owner        shown
	URL          string
	Translations []catalogue.Count // those that have been begun
}

func (p *Pages) desk(c echo.Context) error {
	actor, lang := actorOf(c), pageLanguage(c)
	waiting, err := p.Catalogue.Waiting(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	page := deskPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.desk.title")), Actor: actor, Done: known(c.QueryParam("done"), "delete")}
	page.Several = slices.ContainsFunc(waiting, func(w catalogue.Waiting) bool { return w.Organisation != waiting[0].Organisation })
	if list := c.QueryParam("list"); list != "" {
		return p.deskOne(c, page, list, waiting)
	}
	page.Write = slices.ContainsFunc(actor.Memberships(), func(m account.Membership) bool { return actor.May(account.Write, m.Organisation) == nil })
	if page.Letters, err = p.letters(c); err != nil {
		return err
	}
	if page.Reviews, err = p.waitingReviews(c); err != nil {
		return err
	}
	for _, key := range catalogue.DeskLists() {
		list := deskList{Key: key, Total: total(waiting, key)}
		if list.Total == 0 && (key == "archived" || key == "update" || key == "returned") {
			continue
		}
		if list.Rows, err = p.deskRows(c, catalogue.DeskPart{List: key, Most: firstOnDesk}); err != nil {
			return err
		}
		if list.Total > firstOnDesk {
			list.More = deskListURL(lang, key, 1)
		}
		page.Lists = append(page.Lists, list)
	}
	return p.ok(c, "desk", page)
}

// deskOne shows one list, page by page.
func (p *Pages) deskOne(c echo.Context, page deskPage, key string, waiting []catalogue.Waiting) error {
	list := deskList{Key: known(key, catalogue.DeskLists()...), Total: total(waiting, key)}
	now, err := numberOr(c.QueryParam("page"), 1)
	if err != nil {
		return err
	}
	last := max(pagesFor(list.Total, deskPageSize), 1)
	if list.Key == "" || now < 1 || now > last {
		return store.ErrNotFound
	}
	if list.Rows, err = p.deskRows(c, catalogue.DeskPart{List: key, From: (now - 1) * deskPageSize, Most: deskPageSize}); err != nil {
		return err
	}
	page.One, page.Lists = true, []deskList{list}
	page.Title = p.Messages.T(page.Lang, "page.desk.list."+key)
	page.paging = pagesTo(now, last, func(n int) string { return deskListURL(page.Lang, key, n) })
	return p.ok(c, "desk", page)
}

func total(waiting []catalogue.Waiting, list string) int {
	n := 0
	for _, w := range waiting {
		if w.List == list {
			n += w.N
		}
	}
	return n
}

func deskListURL(lang i18n.Lang, list string, page int) string {
	return "/" + string(lang) + "/desk?list=" + list + "&page=" + strconv.Itoa(page)
}

func (p *Pages) deskRows(c echo.Context, part catalogue.DeskPart) ([]deskRow, error) {
	actor := actorOf(c)
	work, err := p.Catalogue.Desk(c.Request().Context(), actor, part)
	if err != nil {
		return nil, err
	}
	var rows []deskRow
	owners := map[string]account.Organisation{}
	for _, w := range work {
		owner, known := owners[w.Practice.Organisation]
		if !known {
			if owner, err = p.organisation(c, w.Practice.Organisation); err != nil {
				return nil, err
			}
			owners[w.Practice.Organisation] = owner
		}
		row := p.deskRow(pageLanguage(c), actor, w)
		row.Owner = show(pageLanguage(c), owner.Name, w.Practice.OriginalLanguage)
		if row.Translations, err = p.begunTranslations(c, w.Practice); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// deskRow leads to where the actor goes on with an entry: those who write to its
// sections, those who decide to the whole.
func (p *Pages) deskRow(lang i18n.Lang, actor account.Actor, w catalogue.Work) deskRow {
	row := deskRow{Work: w, Name: show(lang, w.Practice.Title, w.Practice.OriginalLanguage), URL: deskURL(lang, w.Practice.ID)}
	if w.Practice.State != "draft" || actor.May(account.Write, w.Practice.Organisation) != nil {
		row.URL += "/check"
	}
	return row
}
