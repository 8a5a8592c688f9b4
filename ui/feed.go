package ui

import (
	"encoding/xml"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

const atomType = "application/atom+xml"

// atomFeed is a feed as RFC 4287 has it. Its id and those of its entries are
// the same in every language: a translation is no other practice.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    i18n.Lang   `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Rights  string      `xml:"rights"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string    `xml:"rel,attr"`
	Type string    `xml:"type,attr,omitempty"`
	Lang i18n.Lang `xml:"hreflang,attr,omitempty"`
	Href string    `xml:"href,attr"`
}

// atomText is a text in the language that it has.
type atomText struct {
	Lang i18n.Lang `xml:"xml:lang,attr,omitempty"`
	Text string    `xml:",chardata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"` // what tells the terms of vocabularies apart
	Label  string `xml:"label,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      atomText       `xml:"title"`
	Updated    string         `xml:"updated"`
	Author     *atomPerson    `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    *atomText      `xml:"summary"`
	Rights     string         `xml:"rights"`
}

// feed lists the practices that answer any search, the newest first.
func (p *Pages) feed(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	w := readSaved(c.QueryParams().Encode())
	w.Sort = "newest"
	query := w.search(lang)
	query.Wholly = true
	result, err := p.Index.Search(ctx, query)
	if err != nil {
		return err
	}
	ids := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		ids[i] = hit.ID
	}
	practices, err := p.Catalogue.Practices(ctx, account.Actor{}, ids)
	if err != nil {
		return err
	}
	n, err := p.names(ctx, lang)
	if err != nil {
		return err
	}
	feed := p.feedHead(c, n, w, pagesFor(result.Total, pageSize))
	for _, practice := range practices {
		entry, err := p.feedEntry(c, practice)
		if err != nil {
			return err
		}
		feed.Entries = append(feed.Entries, entry)
		feed.Updated = max(feed.Updated, entry.Updated) // RFC 3339 in UTC sorts as text
	}
	return sendXML(c, atomType+"; charset=utf-8", feed)
}

// feedHead is the feed without entries. The order of the search is no part of
// its identity, nor is the page.
func (p *Pages) feedHead(c echo.Context, n names, w wish, last int) atomFeed {
	lang, site := pageLanguage(c), p.site(c)
	w.Sort = ""
	page := func(number int) string {
		other := w
		other.Page = number
		return site + other.feed(lang)
	}
	whole := w
	whole.Page = 1
	id := p.tag(c, "practices")
	if query := whole.query().Encode(); query != "" {
		id += "?" + query
	}
	feed := atomFeed{
		Lang: lang, ID: id, Title: n.title(w), Author: atomPerson{p.publisher(lang)}, Rights: p.Messages.T(lang, "page.footer.licence"),
		Updated: never,
		Links:   []atomLink{{Rel: "self", Type: atomType, Href: page(w.Page)}, {Rel: "alternate", Type: "text/html", Lang: lang, Href: site + whole.url(lang)}},
	}
	if w.Page > 1 {
		feed.Links = append(feed.Links, atomLink{Rel: "first", Type: atomType, Href: page(1)}, atomLink{Rel: "previous", Type: atomType, Href: page(min(w.Page-1, max(last, 1)))})
	}
	if w.Page < last {
		feed.Links = append(feed.Links, atomLink{Rel: "next", Type: atomType, Href: page(w.Page + 1)}, atomLink{Rel: "last", Type: atomType, Href: page(last)})
	}
	return feed
}

// never is when a feed without entries was last changed: never.
const never = "1970-01-01T00:00:00Z"

// title names the search that a feed is of.
func (n names) title(w wish) string {
	if what := n.wish(w); what != "" {
		return n.pages.Messages.T(n.lang, "page.feed.some", "What", what)
	}
	return n.pages.Messages.T(n.lang, "page.feed.all")
}

// wish are the words and filters of a search, empty where it has none.
func (n names) wish(w wish) string {
	var what []string
	if w.Words != "" {
		what = append(what, w.Words)
	}
	for _, chip := range n.chips(w) {
		what = append(what, chip.Text)
	}
	return strings.Join(what, ", ")
}

func (p *Pages) feedEntry(c echo.Context, practice *catalogue.Practice) (atomEntry, error) {
	lang := pageLanguage(c)
	text := func(t i18n.Text) atomText {
		s := show(lang, t, practice.OriginalLanguage)
		return atomText{s.Lang, s.Text}
	}
	entry := atomEntry{
		ID: p.tag(c, "practices/"+practice.ID), Title: text(practice.Title),
		Updated: practice.PublishedAt.UTC().Truncate(time.Second).Format(time.RFC3339),
		Links: []atomLink{
			{Rel: "alternate", Type: "text/html", Lang: lang, Href: p.site(c) + practiceURL(lang, practice.ID, 0)},
		},
		Rights: exchange.LicenceName(practice.Licence),
	}
	if licence := exchange.LicenceURL(practice.Licence); licence != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "license", Href: licence})
	}
	if summary := text(practice.Summary); summary.Text != "" {
		entry.Summary = &summary
	}
	for _, domain := range practice.Domains {
		entry.Categories = append(entry.Categories, atomCategory{Term: domain, Label: first(p.Catalogue.Vocabularies.Label("domain", domain).Best(lang))})
	}
	if practice.Computed != nil {
		entry.Categories = append(entry.Categories, p.feedMark(c, practice.Computed.Review))
	}
	// Who keeps an entry is not its author unless somebody there answers for it.
	if exchange.HasContact(practice) {
		owner, err := p.organisation(c, practice.Organisation)
		if err != nil {
			return entry, err
		}
		entry.Author = &atomPerson{show(lang, owner.Name, practice.OriginalLanguage).Text}
	}
	return entry, nil
}

// feedMark tells whether others have reviewed an entry, and until when that is
// valid.
func (p *Pages) feedMark(c echo.Context, mark catalogue.ReviewMark) atomCategory {
	lang := pageLanguage(c)
	label := first(p.Catalogue.Vocabularies.Label("review_mark", mark.Mark).Best(lang))
	if mark.Mark == catalogue.PeerReviewed {
		label = p.Messages.T(lang, "page.feed.reviewed", "Date", i18n.Date(lang, mark.ValidUntil))
	}
	return atomCategory{Term: mark.Mark, Scheme: p.tag(c, "review_mark"), Label: label}
}

// tag is an identifier that stays when the service changes its programs
// (RFC 4151).
func (p *Pages) tag(c echo.Context, of string) string {
	host := "localhost"
	if u, err := url.Parse(p.site(c)); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + ",2026:" + of
}

// publisher is who stands behind the service: its operator, or its name where
// none is set.
func (p *Pages) publisher(lang i18n.Lang) string {
	if p.Settings.Operator != "" {
		return p.Settings.Operator
	}
	return p.Messages.T(lang, "page.service")
}
