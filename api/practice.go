package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/store"
)

func (a *API) practice(c echo.Context) error {
	ctx, actor, id := c.Request().Context(), actorOf(c), c.Param("id")
	in := readParameters(c, "version", "lang")
	version := in.version()
	in.lang()
	if err := in.err(); err != nil {
		return err
	}
	var p *catalogue.Practice
	var err error
	switch version {
	case 0:
		p, err = a.newest(ctx, actor, id)
	case draftVersion:
		p, err = a.Catalogue.Draft(ctx, actor, id)
	default:
		p, err = a.Catalogue.PracticeVersion(ctx, actor, id, version)
	}
	if err != nil {
		return err
	}
	setRevision(c, p.Revision)
	return answer(c, p)
}

// newest is the published version or, for those who may read drafts, the draft
// where nothing is published. They get the revision that a change starts from
// as long as nobody is writing a draft.
func (a *API) newest(ctx context.Context, actor account.Actor, id string) (*catalogue.Practice, error) {
	if !actor.Known() {
		return a.Catalogue.Practice(ctx, actor, id)
	}
	draft, noDraft := a.Catalogue.Draft(ctx, actor, id)
	if noDraft == nil && draft.State == "published" {
		return draft, nil
	}
	p, err := a.Catalogue.Practice(ctx, actor, id)
	if errors.Is(err, store.ErrNotFound) && noDraft == nil {
		return draft, nil
	}
	return p, err
}

func (a *API) versions(c echo.Context) error {
	in := readParameters(c, "lang", "limit", "offset")
	in.lang()
	p := in.page(mostItems)
	if err := in.err(); err != nil {
		return err
	}
	versions, err := a.Catalogue.Versions(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, paged(versions, p))
}

func (a *API) changes(c echo.Context) error {
	in := readParameters(c, "from", "to", "lang", "limit", "offset")
	in.lang()
	from, to, p := in.needed("from"), in.needed("to"), in.page(mostItems)
	if err := in.err(); err != nil {
		return err
	}
	changes, err := a.Catalogue.Changes(c.Request().Context(), actorOf(c), c.Param("id"), from, to)
	if err != nil {
		return err
	}
	return answer(c, paged(changes, p))
}

// usualSimilar is how many similar practices are answered unless told.
const usualSimilar = 5

func (a *API) similar(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	in := readParameters(c, "lang", "limit")
	lang := in.lang()
	limit := in.number("limit", usualSimilar, 1, mostItems)
	if err := in.err(); err != nil {
		return err
	}
	if _, err := a.Catalogue.Practice(ctx, actor, c.Param("id")); err != nil {
		return err
	}
	hits, err := a.Index.Similar(ctx, c.Param("id"), limit)
	if err != nil {
		return err
	}
	cards, err := a.cards(ctx, actor, lang, hits)
	if err != nil {
		return err
	}
	return answer(c, list[card]{len(cards), cards})
}

func (a *API) addPractice(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	var p catalogue.Practice
	err := readParameters(c).err()
	if err == nil {
		err = readJSON(c, &p, largestThing)
	}
	if err == nil {
		p.Organisation, err = a.ownerID(ctx, p.Organisation)
	}
	if err != nil {
		return err
	}
	added, err := a.Catalogue.Add(ctx, actor, p)
	if err != nil {
		return err
	}
	setRevision(c, added.Revision)
	return created(c, "/practices/"+added.ID, added)
}

func (a *API) changePractice(c echo.Context) error {
	ctx := c.Request().Context()
	var p catalogue.Practice
	revision, err := readChange(c, &p)
	if err == nil {
		err = sameID(c, p.ID)
	}
	if err == nil {
		p.Organisation, err = a.ownerID(ctx, p.Organisation)
	}
	if err != nil {
		return err
	}
	p.ID, p.Revision = c.Param("id"), revision
	changed, err := a.Catalogue.Change(ctx, actorOf(c), p)
	if err != nil {
		return stale(err)
	}
	setRevision(c, changed.Revision)
	return send(c, http.StatusOK, jsonType, changed)
}

// readChange reads what a PUT brings: the revision that it starts from, and the
// whole thing as it shall be.
func readChange(c echo.Context, into any) (revision int, err error) {
	if err := readParameters(c).err(); err != nil {
		return 0, err
	}
	if revision, err = mustMatch(c); err != nil {
		return 0, err
	}
	return revision, readJSON(c, into, largestThing)
}

// ownerID is the id of the organisation that an id or a municipality's code
// names. One that does not exist is left to the rules to refuse.
func (a *API) ownerID(ctx context.Context, idOrCode string) (string, error) {
	if idOrCode == "" {
		return "", nil
	}
	o, _, err := a.Catalogue.OrganisationOrNew(ctx, idOrCode)
	if errors.Is(err, store.ErrNotFound) {
		return idOrCode, nil
	}
	return o.ID, err
}
