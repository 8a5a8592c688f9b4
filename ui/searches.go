package ui

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/store"
)

// searchesPage lists what a person has saved.
type searchesPage struct {
	frame
	Mail bool // the service sends mail
	Rows []searchRow
	Most int
	Done string
}

// searchRow is a saved search with how much it finds.
type searchRow struct {
	account.Search
	Page    string // where it is changed and what is new stands
	Results string // where all that it finds stands
	What    string // words and filters, where its name does not say them
	Total   int
	New     int
	Wide    int  // more than so many are found: nothing can be new
	Heavy   bool // how much it finds takes too long to count
}

func (p *Pages) searchRoutes(g, d *echo.Group) {
	get(g, "/searches/:feed", p.searchFeed)
	get(d, searchesPath, p.searches)
	get(d, searchesPath+"/new", p.searchNew)
	d.POST(searchesPath, p.searchSaved, smallForm)
	get(d, searchesPath+"/:search", p.search)
	d.POST(searchesPath+"/:search", p.searchChanged, smallForm)
	d.POST(searchesPath+"/:search/address", p.searchAddress, smallForm)
	d.POST(searchesPath+"/:search/delete", p.searchDeleted, smallForm)
}

const searchesPath = "/searches"

func searchesURL(lang i18n.Lang) string { return "/" + string(lang) + "/desk" + searchesPath }

func (p *Pages) searches(c echo.Context) error {
	lang := pageLanguage(c)
	page := searchesPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.searches.title")), Most: account.MostSearches, Done: known(c.QueryParam("done"), "saved", "delete")}
	page.Mail = p.Mail != nil
	list, err := p.Accounts.Searches(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	for _, s := range list {
		row, err := p.searchRow(c, s)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	return p.ok(c, "searches", page)
}

func (p *Pages) searchRow(c echo.Context, s account.Search) (searchRow, error) {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	w := wishOf(s)
	n, err := p.names(ctx, lang)
	if err != nil {
		return searchRow{}, err
	}
	row := searchRow{Search: s, Page: searchesURL(lang) + "/" + s.ID, Results: w.results(s.Lang), What: n.saved(w)}
	if row.What == s.Name {
		row.What = ""
	}
	count, err := p.countOf(ctx, s)
	row.Total, row.New, row.Heavy = count.total, count.fresh, count.heavy
	if row.Total > account.MostMatches {
		row.Wide = account.MostMatches
	}
	return row, err
}

// wishOf is what a saved search looks for. It is about practices.
func wishOf(s account.Search) wish { return readSaved(s.Query) }

// readSaved reads a search of practices as an address holds it.
func readSaved(query string) wish {
	values, _ := url.ParseQuery(query) // what cannot be read is left out, as in any address
	values.Del("kind")
	return readKept(values)
}

// saved is the wish as a saved search is asked: nobody is told of what is only
// near it.
func (w wish) saved(lang i18n.Lang) search.Query {
	q := w.search(lang)
	q.Kinds, q.Wholly = nil, true
	return q
}

// results is the address of what the wish finds when it is asked so.
func (w wish) results(lang i18n.Lang) string {
	w.Wholly = w.Words != ""
	return w.url(lang)
}

// saved says what a saved search looks for.
func (n names) saved(w wish) string {
	return cmp.Or(n.wish(w), n.pages.Messages.T(n.lang, "page.searches.all"))
}

// lookAt asks for what a saved search finds now, and notes what is new.
func (p *Pages) lookAt(ctx context.Context, s account.Search) ([]string, error) {
	found, position, err := p.Index.Matching(ctx, wishOf(s).saved(s.Lang))
	// An index that is filled anew may find what a whole one does not.
	if err != nil || position < s.Position {
		return found, err
	}
	err = p.Accounts.NoteMatches(ctx, s, position, found)
	if errors.Is(err, store.ErrFull) { // then reading must still be possible
		err = nil
	}
	return found, err
}

// searchNewPage asks for the name of a search that is about to be saved.
type searchNewPage struct {
	frame
	Mail   bool   // the service sends mail
	What   string // words and filters
	Back   string // where the search was asked
	Query  string
	Fields []control
	Faults []fieldError
}

func (p *Pages) searchNewPage(c echo.Context, w wish) (searchNewPage, error) {
	lang := pageLanguage(c)
	n, err := p.names(c.Request().Context(), lang)
	w.Page = 1
	page := searchNewPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.searches.new")), Mail: p.Mail != nil, What: n.saved(w), Back: w.url(lang), Query: w.query().Encode()}
	page.Fields = p.searchFields(lang, account.Search{Name: cut(page.What, account.SearchNameLength), Notify: account.NotifyNone})
	return page, err
}

// cut is a text of at most that many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// searchFields are what a person may choose of a saved search. Where the service
// sends no mail, nobody is offered any.
func (p *Pages) searchFields(lang i18n.Lang, s account.Search) []control {
	fields := []control{{Kind: "text", Name: "name", Label: "page.searches.name", Value: s.Name, Complete: "off"}}
	if p.Mail == nil {
		return fields
	}
	ways := control{Kind: "select", Name: "notify", Label: "page.searches.notify", Hint: "page.searches.notify.hint", Value: s.Notify}
	for _, way := range account.Notifications() {
		ways.Options = append(ways.Options, option{Value: way, Text: p.Messages.T(lang, "page.searches.notify."+way)})
	}
	return append(fields, ways)
}

// wayOf is how the form of a search says that somebody is told, else as before.
func (p *Pages) wayOf(c echo.Context, before string) string {
	if p.Mail == nil {
		return before
	}
	return c.FormValue("notify")
}

func (p *Pages) searchNew(c echo.Context) error {
	page, err := p.searchNewPage(c, readSaved(c.QueryParams().Encode()))
	if err != nil {
		return err
	}
	return p.ok(c, "search-new", page)
}

// indexWait is how long saving waits until the index knows all practices: what
// it does not know yet would later seem to be new.
const indexWait = 5 * time.Second

func (p *Pages) searchSaved(c echo.Context) error {
	page, err := p.searchNewPage(c, readSaved(c.FormValue("query")))
	if err != nil {
		return err
	}
	s := account.Search{Name: c.FormValue("name"), Query: page.Query, Lang: page.Lang, Notify: p.wayOf(c, account.NotifyNone)}
	err = p.save(c, s)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page.Fields = p.searchFields(page.Lang, s)
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Fields), true
		return p.render(c, http.StatusUnprocessableEntity, "search-new", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, searchesURL(page.Lang)+"?done=saved")
}

func (p *Pages) save(c echo.Context, s account.Search) error {
	ctx := c.Request().Context()
	newest, err := p.Exporter.Store.Newest(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, indexWait)
	defer cancel()
	if p.Index.WaitFor(waiting, newest) != nil {
		return i18n.Problems{{Key: "search_behind"}}
	}
	found, position, err := p.Index.Matching(ctx, wishOf(s).saved(s.Lang))
	if err != nil {
		return err
	}
	if position < newest { // it is filled anew since
		return i18n.Problems{{Key: "search_behind"}}
	}
	s.Position = position
	_, err = p.Accounts.AddSearch(ctx, actorOf(c), s, found)
	return err
}

// searchPage is one saved search: what is new, and what may be changed.
type searchPage struct {
	frame
	Mail bool // the service sends mail
	searchRow
	Found  []foundRow
	Fields []control
	Faults []fieldError
	Feed   string
	Done   string
	seen   time.Time // when the newest of what is shown was found
}

// foundRow is a practice that a search came to find.
type foundRow struct {
	Name shown
	URL  string
	At   time.Time
	New  bool // since its owner last looked
}

// mostFound is how many practices the page of a search and its feed list.
const mostFound = 50

func (p *Pages) searchPage(c echo.Context) (searchPage, error) {
	page := searchPage{frame: p.frame(c, "desk", ""), Mail: p.Mail != nil}
	s, err := p.Accounts.Search(c.Request().Context(), actorOf(c), c.Param("search"))
	if err != nil {
		return page, err
	}
	page.Title, page.Feed, page.Fields = s.Name, p.site(c)+searchFeedPath(page.Lang, s), p.searchFields(page.Lang, s)
	if page.searchRow, err = p.searchRow(c, s); err != nil {
		return page, err
	}
	matches, err := p.Accounts.Matches(c.Request().Context(), s, mostFound)
	if err != nil {
		return page, err
	}
	if len(matches) > 0 {
		page.seen = matches[0].At
	}
	found, practices, err := p.stillThere(c.Request().Context(), matches)
	for i, practice := range practices {
		page.Found = append(page.Found, foundRow{
			Name: show(page.Lang, practice.Title, practice.OriginalLanguage), URL: practiceURL(page.Lang, practice.ID, 0),
			At: found[i].At, New: found[i].At.After(s.Looked),
		})
	}
	return page, err
}

func (p *Pages) search(c echo.Context) error {
	page, err := p.searchPage(c)
	if err != nil {
		return err
	}
	page.Done = known(c.QueryParam("done"), "change", "address")
	// A browser that fetches ahead shows it to nobody.
	if c.Request().Header.Get("Sec-Purpose") == "" && c.Request().Method == http.MethodGet {
		if err := p.Accounts.LookedAtSearch(c.Request().Context(), actorOf(c), page.ID, page.seen); err != nil && !errors.Is(err, store.ErrFull) {
			return err
		}
	}
	return p.ok(c, "search", page)
}

func (p *Pages) searchChanged(c echo.Context) error {
	s, err := p.Accounts.Search(c.Request().Context(), actorOf(c), c.Param("search"))
	if err != nil {
		return err
	}
	s.Name, s.Notify = c.FormValue("name"), p.wayOf(c, s.Notify)
	err = p.Accounts.ChangeSearch(c.Request().Context(), actorOf(c), s)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page, err := p.searchPage(c)
		if err != nil {
			return err
		}
		page.Fields = p.searchFields(page.Lang, s)
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Fields), true
		return p.render(c, http.StatusUnprocessableEntity, "search", page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, searchesURL(pageLanguage(c))+"/"+s.ID+"?done=change")
}

func (p *Pages) searchAddress(c echo.Context) error {
	if err := p.Accounts.RenewSearchToken(c.Request().Context(), actorOf(c), c.Param("search")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, searchesURL(pageLanguage(c))+"/"+c.Param("search")+"?done=address")
}

func (p *Pages) searchDeleted(c echo.Context) error {
	if err := p.Accounts.DeleteSearch(c.Request().Context(), actorOf(c), c.Param("search")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, searchesURL(pageLanguage(c))+"?done=delete")
}
