package ui

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
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
}

// deskList holds the entries that wait for the same thing.
type deskList struct {
	Key  string // of its messages, without "page.desk.list."
	Rows []deskRow
}

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
	page := deskPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.desk.title")), Actor: actor, Done: known(c.QueryParam("done"), "delete")}
	page.Write = slices.ContainsFunc(actor.Memberships(), func(m account.Membership) bool { return actor.May(account.Write, m.Organisation) == nil })
	var err error
	if page.Letters, err = p.letters(c); err != nil {
		return err
	}
	if page.Reviews, err = p.waitingReviews(c); err != nil {
		return err
	}
	work, err := p.Catalogue.Desk(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	if page.Lists, err = p.deskLists(c, actor, work); err != nil {
		return err
	}
	page.Several = slices.ContainsFunc(work, func(w catalogue.Work) bool { return w.Practice.Organisation != work[0].Practice.Organisation })
	return p.ok(c, "desk", page)
}

// deskLists sorts the entries by what they wait for. One that has to be brought
// up to date stands there too, whatever else is done with it.
func (p *Pages) deskLists(c echo.Context, actor account.Actor, work []catalogue.Work) ([]deskList, error) {
	lists := []deskList{{Key: "returned"}, {Key: "in_review"}, {Key: "draft"}, {Key: "update"}, {Key: "published"}, {Key: "archived"}}
	owners := map[string]account.Organisation{}
	for _, w := range work {
		owner, known := owners[w.Practice.Organisation]
		if !known {
			var err error
			if owner, err = p.organisation(c, w.Practice.Organisation); err != nil {
				return nil, err
			}
			owners[w.Practice.Organisation] = owner
		}
		row := p.deskRow(pageLanguage(c), actor, w)
		row.Owner = show(pageLanguage(c), owner.Name, w.Practice.OriginalLanguage)
		var err error
		if row.Translations, err = p.begunTranslations(c, w.Practice); err != nil {
			return nil, err
		}
		for i := range lists {
			if slices.Contains(waitsFor(w), lists[i].Key) {
				lists[i].Rows = append(lists[i].Rows, row)
			}
		}
	}
	return slices.DeleteFunc(lists, func(l deskList) bool {
		return len(l.Rows) == 0 && (l.Key == "archived" || l.Key == "update" || l.Key == "returned")
	}), nil
}

// waitsFor names the lists in which an entry stands.
func waitsFor(w catalogue.Work) []string {
	var lists []string
	switch state := w.Practice.State; {
	case state == "draft" && w.Returned:
		lists = append(lists, "returned")
	default:
		lists = append(lists, state)
	}
	if w.Listed && w.Practice.Computed != nil && w.Practice.Computed.NeedsUpdate {
		lists = append(lists, "update")
	}
	return lists
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
