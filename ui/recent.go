package ui

import (
	"context"
	"net/http"
	"net/url"
	"regexp"

	"github.com/labstack/echo/v4"

	"tiekartta/search"
)

func (p *Pages) recentRoutes(d *echo.Group) {
	d.POST("/recents/clear", p.recentsCleared, smallForm)
	d.POST("/account/recents", p.accountRecents, smallForm)
}

// robot is what programs that read all pages say of themselves.
var robot = regexp.MustCompile(`(?i)bot\b|crawl|spider|slurp`)

// typing is the header of a search that is not finished: the page asks while
// somebody types.
const typing = "X-Typing"

// isMeant tells whether somebody has asked for a search: no further page, no half
// typed word, no browser that fetches ahead, no program.
func isMeant(r *http.Request, w wish) bool {
	h := r.Header
	return w.Page == 1 && h.Get(typing) == "" && h.Get("Sec-Purpose") == "" && h.Get("Purpose") == "" && !robot.MatchString(h.Get("User-Agent"))
}

// heard remembers a search that was answered: for whoever made it, if they want
// that, and as one without a result, without them.
func (p *Pages) heard(c echo.Context, w wish, result search.Result) {
	lang, actor := pageLanguage(c), actorOf(c)
	if !isMeant(c.Request(), w) {
		return
	}
	w.Sort, w.Verbatim, w.Wholly = "", false, false
	query := w.query()
	if w.Words != "" && len(query) == 1 { // filters may be why nothing was found
		p.Unfound.Count(w.Words, lang, result)
	}
	if actor.User != "" && len(query) > 0 {
		p.Later.add(func(ctx context.Context) error { return p.Accounts.NoteRecent(ctx, actor, query.Encode(), lang) })
	}
}

// recents are the ways back to what the actor has searched for lately; none while
// they search.
func (p *Pages) recents(c echo.Context, w wish) ([]link, error) {
	if len(w.query()) > 0 {
		return nil, nil
	}
	list, err := p.Accounts.Recents(c.Request().Context(), actorOf(c))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	n, err := p.names(c.Request().Context(), pageLanguage(c))
	var links []link
	for _, one := range list {
		query, _ := url.ParseQuery(one.Query)
		w := readKept(query)
		links = append(links, link{Text: n.recent(w), URL: w.url(one.Lang)})
	}
	return links, err
}

// recent says what was searched for, and among what when not among practices.
func (n names) recent(w wish) string {
	kind := w.query().Get("kind")
	if kind == "" {
		return n.saved(w)
	}
	name := n.pages.Messages.T(n.lang, "page.kind."+kind)
	if words := n.wish(w); words != "" {
		return name + ": " + words
	}
	return name
}

func (p *Pages) recentsCleared(c echo.Context) error {
	if err := p.Accounts.ClearRecents(c.Request().Context(), actorOf(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/practices")
}

func (p *Pages) accountRecents(c echo.Context) error {
	change, done := p.Accounts.StopRecents, "recents_off"
	if c.FormValue("keep") == "yes" {
		change, done = p.Accounts.StartRecents, "recents_on"
	}
	if err := change(c.Request().Context(), actorOf(c)); err != nil {
		return err
	}
	return accountDone(c, done)
}
