package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/store"
)

// searchFeedPath is the address of a saved search's feed. Its secret is all that
// a feed reader needs.
func searchFeedPath(lang i18n.Lang, s account.Search) string {
	return "/" + string(lang) + searchesPath + "/" + s.Token + ".atom"
}

// searchFeed lists what a saved search came to find after it was saved, the
// newest first. A practice keeps its place and time when it is updated, so that
// no reader shows it twice.
func (p *Pages) searchFeed(c echo.Context) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	token, isFeed := strings.CutSuffix(c.Param("feed"), ".atom")
	if !isFeed {
		return store.ErrNotFound
	}
	s, err := p.Accounts.SearchByToken(ctx, token)
	if err != nil {
		return err
	}
	if _, err := p.lookAt(ctx, s); err != nil && !search.IsTooMuch(err) { // then what it found before
		return err
	}
	matches, err := p.Accounts.Matches(ctx, s, mostFound)
	if err != nil {
		return err
	}
	found, practices, err := p.stillThere(ctx, matches)
	if err != nil {
		return err
	}
	feed := atomFeed{
		Lang: lang, ID: p.tag(c, "searches/"+s.ID), Title: p.Messages.T(lang, "page.feed.some", "What", s.Name), Author: atomPerson{p.publisher(lang)},
		Rights: p.Messages.T(lang, "page.footer.licence"), Updated: atomTime(s.Created),
		Links: []atomLink{
			{Rel: "self", Type: atomType, Href: p.site(c) + searchFeedPath(lang, s)},
			{Rel: "alternate", Type: "text/html", Lang: s.Lang, Href: p.site(c) + wishOf(s).results(s.Lang)},
		},
	}
	for i, practice := range practices {
		entry, err := p.feedEntry(c, practice)
		if err != nil {
			return err
		}
		entry.Updated = atomTime(found[i].At)
		feed.Entries = append(feed.Entries, entry)
		feed.Updated = max(feed.Updated, entry.Updated)
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	// As private as a page: an address that was replaced must not go on answering
	// from a shared cache.
	body, err := xmlOf(feed)
	if err != nil {
		return err
	}
	return unlessKnown(c, atomType+"; charset=utf-8", body)
}

func atomTime(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// stillThere are the matches that everybody may read now, with their practices.
func (p *Pages) stillThere(ctx context.Context, found []account.Match) ([]account.Match, []*catalogue.Practice, error) {
	ids := make([]string, len(found))
	for i, m := range found {
		ids[i] = m.Practice
	}
	practices, err := p.Catalogue.Practices(ctx, account.Actor{}, ids)
	found = slices.DeleteFunc(found, func(m account.Match) bool {
		return !slices.ContainsFunc(practices, func(one *catalogue.Practice) bool { return one.ID == m.Practice })
	})
	return found, practices, err
}
