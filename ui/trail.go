package ui

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/store"
)

// trailPage tells who has done what.
type trailPage struct {
	frame
	Looked
	All    bool // of all organisations, for operators
	Rows   []trailRow
	Person string // filtered by this person's id
	Thing  string // filtered by this thing
	Older  string // address of the next page
	Whole  string // address without filters
}

// trailRow is an act in words.
type trailRow struct {
	account.Recorded
	What   string
	Detail string
	Where  string // name of the organisation
	ByURL  string
	OfURL  string
	Thing  string
}

func (p *Pages) trailRoutes(d *echo.Group) { get(d, "/trail", p.trail) }

func (p *Pages) trail(c echo.Context) error {
	lang, actor := pageLanguage(c), actorOf(c)
	page := trailPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.trail.title")), Person: c.QueryParam("person")}
	q := account.TrailQuery{User: page.Person, Noun: c.QueryParam("noun"), ID: c.QueryParam("id")}
	q.Before, _ = strconv.ParseInt(c.QueryParam("before"), 10, 64)
	page.Thing = q.ID
	var err error
	if page.All = actor.Operate() == nil && c.QueryParam("organisation") == ""; page.All {
		page.Looked, err = p.allOrganisations(c)
	} else {
		page.Looked, err = p.looked(c, "trail")
		q.Organisation = page.Organisation
	}
	if err != nil {
		return err
	}
	rows, more, err := p.Accounts.Trail(c.Request().Context(), actor, q)
	if err != nil {
		return err
	}
	address := func(change url.Values) string {
		query := url.Values{}
		for name, value := range map[string]string{"organisation": q.Organisation, "person": q.User, "noun": q.Noun, "id": q.ID} {
			if value != "" {
				query.Set(name, value)
			}
		}
		for name, values := range change {
			query[name] = values
		}
		return page.Action + "?" + query.Encode()
	}
	for _, r := range rows {
		row := p.trailRow(lang, page.Looked, r, address)
		if row.Thing, err = p.thingWords(c, r.Act); err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	if more {
		page.Older = address(url.Values{"before": {strconv.FormatInt(rows[len(rows)-1].Position, 10)}})
	}
	page.Whole = page.Action + "?" + url.Values{"organisation": {q.Organisation}}.Encode()
	return p.ok(c, "trail", page)
}

// allOrganisations offers every organisation and, first, all together.
func (p *Pages) allOrganisations(c echo.Context) (Looked, error) {
	l, err := p.looked(c, "trail")
	all := option{Text: p.Messages.T(pageLanguage(c), "page.trail.all")}
	l.Organisation, l.Name, l.Choices = "", all.Text, append([]option{all}, l.Choices...)
	return l, err
}

func (p *Pages) trailRow(lang i18n.Lang, l Looked, r account.Recorded, address func(url.Values) string) trailRow {
	row := trailRow{Recorded: r, What: p.actWords(lang, r.Act), Where: r.Organisation}
	if r.User != "" {
		row.ByURL = address(url.Values{"person": {r.User}})
	}
	if r.ID != "" {
		row.OfURL = address(url.Values{"noun": {r.Noun}, "id": {r.ID}})
	}
	for _, choice := range l.Choices {
		if choice.Value == r.Organisation && choice.Value != "" {
			row.Where = choice.Text
		}
	}
	if account.IsRole(r.Act.Detail) {
		row.Detail = p.Messages.T(lang, "page.role."+r.Act.Detail)
	} else {
		row.Detail = r.Act.Detail
	}
	return row
}

// thingWords names what was acted on: people by their names, what has only a
// random id by what it is, all else by its id, which was made of its title.
func (p *Pages) thingWords(c echo.Context, act account.Act) (string, error) {
	switch act.Noun {
	case account.TokenNoun:
		return p.Messages.T(pageLanguage(c), "page.trail.token"), nil
	case search.UnfoundNoun:
		return p.Messages.T(pageLanguage(c), "page.trail.unfound"), nil
	case account.SearchNoun:
		return p.Messages.T(pageLanguage(c), "page.trail.search"), nil
	case account.InvitationNoun:
		return p.Messages.T(pageLanguage(c), "page.trail.invitation"), nil
	case account.UserNoun:
		u, err := p.Accounts.User(c.Request().Context(), act.ID)
		if errors.Is(err, store.ErrNotFound) {
			return p.Messages.T(pageLanguage(c), "page.trail.removed"), nil
		}
		return u.Name, err
	}
	return act.ID, nil
}

// actWords says what was done: the noun's own words where there are some, since
// to add a person is called something else than to add a practice.
func (p *Pages) actWords(lang i18n.Lang, act account.Act) string {
	for _, key := range []string{"trail." + act.Verb + "." + act.Noun, "trail." + act.Verb} {
		if p.Messages.Has(lang, key) {
			return p.Messages.T(lang, key)
		}
	}
	return act.Verb
}
