package ui

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/store"
)

// unfoundPage lists what people have searched for and not found, for those who
// can see to it.
type unfoundPage struct {
	frame
	Rows  []unfoundRow
	Total int
	Done  bool
	Page  int
	paging
}

// unfoundRow is such a search with what it finds now.
type unfoundRow struct {
	search.UnfoundSearch
	Now    int
	Near   bool // that is only near the search
	Heavy  bool // asking again takes too long
	Search string
	Named  []conceptLink // concepts that have the words already
	New    string        // where they become a concept
}

const (
	unfoundPath = "/unfound"
	// unfoundPageSize bounds how many searches a page asks again.
	unfoundPageSize = 50
	// mostAskedAgain is how many searches a table asks again, those asked most.
	mostAskedAgain = 500
	// mostUnfoundRows is more than are ever kept.
	mostUnfoundRows = 100_000
)

func (p *Pages) unfoundRoutes(d *echo.Group) {
	u := d.Group(unfoundPath, unfoundReaders)
	get(u, "", p.unfound)
	get(u, "/searches.csv", p.unfoundCSV)
	u.POST("/seen", p.unfoundSeen, smallForm)
}

// unfoundReaders is the middleware for those who may see what was not found.
func unfoundReaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := search.MayReadUnfound(actorOf(c)); err != nil {
			return err
		}
		return next(c)
	}
}

// readsUnfound tells whether the menu of the desk offers it.
func readsUnfound(actor account.Actor) bool { return search.MayReadUnfound(actor) == nil }

func (p *Pages) unfound(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	now, err := numberOr(c.QueryParam("page"), 1)
	if err != nil || now < 1 {
		return store.ErrNotFound
	}
	page := unfoundPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.unfound.title")), Done: c.QueryParam("done") == "seen", Page: now}
	list, total, err := p.Unfound.List(ctx, actorOf(c), (now-1)*unfoundPageSize, unfoundPageSize)
	if err != nil {
		return err
	}
	last := max(pagesFor(total, unfoundPageSize), 1)
	if now > last {
		return c.Redirect(http.StatusSeeOther, unfoundURL(lang, last))
	}
	page.Total = total
	page.paging = pagesTo(now, last, func(n int) string { return unfoundURL(lang, n) })
	for _, one := range list {
		row, err := p.unfoundRow(ctx, lang, one)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	return p.ok(c, "unfound", page)
}

// unfoundRow asks a search again.
func (p *Pages) unfoundRow(ctx context.Context, lang i18n.Lang, one search.UnfoundSearch) (unfoundRow, error) {
	w := wish{Words: one.Words}
	query := search.Query{Words: one.Words, Lang: one.Lang, Limit: 1, Wholly: true}
	result, err := p.Index.Search(ctx, query)
	row := unfoundRow{UnfoundSearch: one, Now: result.Total, Search: w.url(one.Lang)}
	row.New = "/desk/thesaurus/new?" + url.Values{"name": {one.Words}, "language": {string(one.Lang)}}.Encode()
	for _, concept := range p.Index.Named(one.Words, one.Lang) {
		row.Named = append(row.Named, conceptLink{Name: nameOfConcept(lang, concept), URL: conceptURL(lang, concept.ID)})
	}
	if err == nil && row.Now == 0 {
		query.Wholly = false
		result, err = p.Index.Search(ctx, query)
		row.Now, row.Near = result.Total, result.Total > 0
	}
	if search.IsTooMuch(err) {
		row.Heavy, err = true, nil
	}
	return row, err
}

func unfoundURL(lang i18n.Lang, page int) string {
	address := "/" + string(lang) + "/desk" + unfoundPath
	if page > 1 {
		address += "?page=" + strconv.Itoa(page)
	}
	return address
}

func (p *Pages) unfoundSeen(c echo.Context) error {
	lang, ok := i18n.ParseLang(c.FormValue("language"))
	if !ok {
		return store.ErrNotFound
	}
	if err := p.Unfound.SeenTo(c.Request().Context(), actorOf(c), c.FormValue("words"), lang); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, unfoundURL(pageLanguage(c), 1)+"?done=seen")
}

// names are those of the concepts that have the words.
func (row unfoundRow) names() (list []string) {
	for _, one := range row.Named {
		list = append(list, one.Name.Text)
	}
	return list
}

// unfoundCSV is the whole list as a table.
func (p *Pages) unfoundCSV(c echo.Context) error {
	list, _, err := p.Unfound.List(c.Request().Context(), actorOf(c), 0, mostUnfoundRows)
	if err != nil {
		return err
	}
	lang := pageLanguage(c)
	rows := [][]string{{}}
	for _, column := range []string{"words", "language", "times", "last", "now", "thesaurus"} {
		rows[0] = append(rows[0], p.Messages.T(lang, "page.unfound."+column))
	}
	for i, one := range list {
		cells := []string{one.Words, string(one.Lang), strconv.Itoa(one.Times), one.Last, "", ""}
		if i < mostAskedAgain {
			row, err := p.unfoundRow(c.Request().Context(), lang, one)
			if err != nil {
				return err
			}
			switch {
			case row.Heavy: // it is not known
			case row.Near:
				cells[4] = "0"
			default:
				cells[4] = strconv.Itoa(row.Now)
			}
			cells[5] = strings.Join(row.names(), ", ")
		}
		rows = append(rows, cells)
	}
	var b bytes.Buffer
	if err := exchange.WriteCSV(&b, rows); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="tiekartta-searches.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}
