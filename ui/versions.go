package ui

import (
	"errors"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/store"
)

// versionRoutes registers what readers see of an entry's history.
func (p *Pages) versionRoutes(g *echo.Group) {
	get(g, "/practices/:id/versions", p.versions)
	get(g, "/practices/:id/changes", p.changes)
}

// versionsPage lists the publications of an entry.
type versionsPage struct {
	frame
	ID       string
	Name     shown
	Versions []catalogue.Version
	Reviewed *reviewBefore // of an earlier text, where nobody has reviewed the newest
	Draft    bool          // the reader may see what is being written
	Inside   bool          // the reader may see who published
	Restore  bool
}

func (p *Pages) versions(c echo.Context) error {
	ctx, lang, id := c.Request().Context(), pageLanguage(c), c.Param("id")
	page := versionsPage{ID: id}
	var err error
	if page.Versions, err = p.Catalogue.Versions(ctx, actorOf(c), id); err != nil {
		return err
	}
	if len(page.Versions) == 0 {
		return store.ErrNotFound
	}
	newest, err := p.Catalogue.PracticeVersion(ctx, actorOf(c), id, page.Versions[0].Version)
	if err != nil {
		return err
	}
	page.Name = show(lang, newest.Title, newest.OriginalLanguage)
	page.Reviewed = reviewedBefore(lang, newest, page.Versions)
	work, err := p.Catalogue.WorkOn(ctx, actorOf(c), id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if page.Inside = err == nil; page.Inside {
		page.Draft = work.Draft
		page.Restore = actorOf(c).May(account.Write, work.Practice.Organisation) == nil
	}
	page.frame = p.frame(c, side(page.Inside), p.Messages.T(lang, "page.versions.title", "Title", page.Name.Text))
	return p.ok(c, "versions", page)
}

// side is the entry of the main menu that a page of both sides belongs to.
func side(inside bool) string {
	if inside {
		return "desk"
	}
	return "practices"
}

// changesPage shows what differs between two texts of an entry.
type changesPage struct {
	frame
	ID       string
	Name     shown
	From     int
	To       string // a version's number, or "draft"
	Note     string // of the later version
	Versions []catalogue.Version
	Draft    bool
	Sections []changeSection
}

func (p *Pages) changes(c echo.Context) error {
	ctx, lang, id := c.Request().Context(), pageLanguage(c), c.Param("id")
	page := changesPage{ID: id}
	var err error
	if page.Versions, err = p.Catalogue.Versions(ctx, actorOf(c), id); err != nil {
		return err
	}
	work, err := p.Catalogue.WorkOn(ctx, actorOf(c), id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page.Draft = err == nil && work.Draft
	before, after, err := p.compared(c, page.Versions)
	if err != nil {
		return err
	}
	page.From, page.To, page.Name = before.Version, c.QueryParam("to"), show(lang, after.Title, after.OriginalLanguage)
	if page.To != draft {
		page.To = strconv.Itoa(after.Version)
		if i := slices.IndexFunc(page.Versions, func(v catalogue.Version) bool { return v.Version == after.Version }); i >= 0 {
			page.Note = page.Versions[i].Note
		}
	}
	if page.Sections, err = p.changesBetween(lang, before, after); err != nil {
		return err
	}
	page.frame = p.frame(c, side(page.To == draft), p.Messages.T(lang, "page.changes.title", "Title", page.Name.Text))
	page.frame.Hidden = true
	return p.ok(c, "changes", page)
}

// draft stands for what is being written where a version is asked for.
const draft = "draft"

// compared are the two texts that the address names: "from" and "to", else the
// newest version and the one before. A draft is compared with the newest.
func (p *Pages) compared(c echo.Context, versions []catalogue.Version) (before, after *catalogue.Practice, err error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if len(versions) == 0 {
		return nil, nil, store.ErrNotFound
	}
	to, from := versions[0].Version, versions[0].Version
	if c.QueryParam("to") == draft {
		after, err = p.Catalogue.Draft(ctx, actorOf(c), id)
	} else {
		if to, err = numberOr(c.QueryParam("to"), to); err == nil {
			from = to - 1
			after, err = p.Catalogue.PracticeVersion(ctx, actorOf(c), id, to)
		}
	}
	if err == nil {
		from, err = numberOr(c.QueryParam("from"), from)
	}
	if err == nil {
		before, err = p.Catalogue.PracticeVersion(ctx, actorOf(c), id, from)
	}
	return before, after, err
}

// numberOr is the number of a version, or the usual one where none is named.
func numberOr(text string, usual int) (int, error) {
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, store.ErrNotFound
	}
	return n, nil
}
