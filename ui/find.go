package ui

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/search"
)

// findPage is search and browsing in one; all of its state is in the address.
type findPage struct {
	frame
	Wish      wish
	SortLinks []link // the one in force has a name
	Facets    []facet
	More      []facet // what is folded away,
	MoreOpen  bool    // unless something of it is in use
	Bad       []rangeField
	Gone      []string // filters that the address has and the catalogue has not, which are left out
	Chips     []link
	Clear     string // the address without filters
	Total     int
	Kinds     []kindLink
	Count     string // the message that counts what is looked for
	Cards     []card
	Plans     []planCard
	Behind    bool  // the index does not know all practices yet
	Corrected *link // what was looked for, and the way to the words as typed
	Shortened bool  // words at the end were not looked for
	Partial   bool  // what is listed is only near the search
	Whole     *link // to what answers the whole search, where the rest is only near
	Few       bool  // so little was found that there may be more beside it
	Empty     empty // ways on
	Absent    []absentPlace
	Added     *notice
	Save      string // where the search is saved; empty where it cannot be
	Recents   []link // what the reader has searched for lately
	paging
}

// link is an address with its words.
type link struct {
	Text, URL, Name string
	Count           int
	Title           shown // of a practice, which may be in another language
}

func (p *Pages) find(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	w, position := p.readWish(c.QueryParams()), p.Index.Position()
	result, err := p.Index.Search(ctx, w.search(lang))
	if err != nil {
		return err
	}
	if last := pagesFor(result.Total, pageSize); result.Total > 0 && w.Page > last {
		w.Page = last
		return c.Redirect(http.StatusSeeOther, w.url(lang))
	}
	page := findPage{
		frame: p.frame(c, "practices", p.Messages.T(lang, "page.find.title")), Wish: w, SortLinks: p.sortLinks(lang, w),
		Clear: wish{Kind: w.Kind, Words: w.Words, Sort: w.Sort}.url(lang), Total: result.Total, Count: countKey(w.kind()),
	}
	if w.Kind != "" {
		page.frame = p.frame(c, "roadmaps", p.Messages.T(lang, "page.find.title.plan"))
	}
	page.identify(p.site(c))
	if w.Kind == "" {
		page.Cards, err = p.cards(c, result.Hits)
	} else {
		page.Plans, err = p.planCards(c, result.Hits)
	}
	if err != nil {
		return err
	}
	if page.Kinds, err = p.kinds(ctx, w, lang, result); err != nil {
		return err
	}
	newest, err := p.Exporter.Store.Newest(ctx)
	if err != nil {
		return err
	}
	page.Behind = position < newest
	if err = p.facets(c, &page, result); err != nil {
		return err
	}
	page.paging = pagesTo(page.Wish.Page, pagesFor(page.Total, pageSize), func(n int) string {
		w := page.Wish
		w.Page = n
		return w.url(lang)
	})
	if err = p.suggest(c, &page, result); err != nil {
		return err
	}
	if page.Added, err = p.addedNotice(c, page.Back); err != nil {
		return err
	}
	if page.Recents, err = p.recents(c, w); err != nil {
		return err
	}
	if err = p.ok(c, "find", page); err == nil {
		p.heard(c, w, result)
	}
	return err
}

// identify says by which address the page is known: the search without its
// order. What somebody has typed is no page for search engines.
func (page *findPage) identify(site string) {
	w := page.Wish
	w.Sort = ""
	page.Canonical, page.Hidden = site+w.url(page.Lang), w.Words != ""
	w.Page = 1
	if w.Kind == "" { // what is saved or followed is about practices
		page.Feed = w.feed(page.Lang)
		w.Sort = page.Wish.Sort
		page.Save = w.address(searchesURL(page.Lang) + "/new")
	}
}

// sortLinks lead to the same result in another order. "Relevance" needs words.
func (p *Pages) sortLinks(lang i18n.Lang, w wish) []link {
	now := w.Sort
	if now == "" || now == "relevance" && w.Words == "" {
		now = "newest"
		if w.Words != "" {
			now = "relevance"
		}
	}
	var links []link
	for _, by := range w.sorts() {
		if by == "relevance" && w.Words == "" {
			continue
		}
		other := w
		other.Sort, other.Page = by, 1
		one := link{Text: p.Messages.T(lang, "page.sort."+by), URL: other.url(lang)}
		if by == now {
			one.Name = by
		}
		links = append(links, one)
	}
	return links
}

// facets fills in the filters with their counts, and the chips of those that
// hold.
func (p *Pages) facets(c echo.Context, page *findPage, result search.Result) error {
	ctx := c.Request().Context()
	all, err := p.count(ctx, wish{Kind: page.Wish.Kind}, page.Lang)
	if err != nil {
		return err
	}
	n, err := p.names(ctx, page.Lang)
	if err != nil {
		return err
	}
	page.Facets, page.More = n.offered(page.Wish, result, all)
	page.Chips = n.chips(page.Wish)
	page.Gone = n.gone(page.Wish, c.QueryParams())
	for _, one := range slices.Concat(page.Facets, page.More) {
		for _, end := range []rangeField{one.From, one.To} {
			if end.Error != "" {
				page.Bad = append(page.Bad, end)
			}
		}
	}
	page.MoreOpen = slices.ContainsFunc(page.More, func(one facet) bool { return one.Open })
	return nil
}
