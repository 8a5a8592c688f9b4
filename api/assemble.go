package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

// assembleRequest is what a draft roadmap is made of.
type assembleRequest struct {
	Title            string           `json:"title"`
	Organisation     string           `json:"organisation"` // id, or a municipality's code
	Period           catalogue.Period `json:"period"`
	Practices        []string         `json:"practices"`
	OriginalLanguage i18n.Lang        `json:"originalLanguage"`
	Save             bool             `json:"save"`
}

// mostChosen is how many practices a roadmap can be assembled of.
const mostChosen = 200

// assemble answers a draft made of practices. It is stored only when asked.
func (a *API) assemble(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	in := readParameters(c, "lang")
	body := assembleRequest{OriginalLanguage: in.lang()}
	err := in.err()
	if err == nil {
		err = readJSON(c, &body, largestWish)
	}
	if err != nil {
		return err
	}
	if body.Save && !actor.Known() {
		return errNoToken
	}
	r, err := a.assembled(ctx, actor, body)
	if err != nil {
		return err
	}
	if !body.Save {
		return send(c, http.StatusOK, jsonType, r)
	}
	if r, err = a.Roadmaps.Add(ctx, actor, *r); err != nil {
		return err
	}
	setRevision(c, r.Revision)
	return created(c, "/roadmaps/"+r.ID, r)
}

func (a *API) assembled(ctx context.Context, actor account.Actor, body assembleRequest) (*roadmap.Roadmap, error) {
	var problems i18n.Problems
	if _, ok := i18n.ParseLang(string(body.OriginalLanguage)); !ok {
		problems.Add("originalLanguage", "unknown_value", "Value", short(string(body.OriginalLanguage)))
	}
	if body.Organisation == "" {
		body.Organisation = actor.Organisation
	}
	owner, err := a.owner(ctx, body.Organisation, &problems)
	if err != nil {
		return nil, err
	}
	practices, err := a.chosen(ctx, actor, body.Practices, &problems)
	if err != nil {
		return nil, err
	}
	r, err := a.Exporter.Assembler.Assemble(roadmap.Request{
		Title: body.Title, Organisation: owner, Period: body.Period, Language: body.OriginalLanguage, Practices: practices,
	})
	var open i18n.Problems
	if err != nil && !errors.As(err, &open) {
		return nil, err
	}
	for _, p := range open {
		if p.Path != "practices" || len(body.Practices) == 0 { // else each is named already
			problems = append(problems, p)
		}
	}
	return r, problems.Err()
}

// owner is the organisation that an id or a municipality's code names; for a
// municipality without one it is the one that would be made.
func (a *API) owner(ctx context.Context, idOrCode string, problems *i18n.Problems) (account.Organisation, error) {
	if idOrCode == "" {
		problems.Add("organisation", "required")
		return account.Organisation{}, nil
	}
	o, _, err := a.Catalogue.OrganisationOrNew(ctx, idOrCode)
	if errors.Is(err, store.ErrNotFound) {
		problems.Add("organisation", "unknown_reference", "Value", short(idOrCode))
		return o, nil
	}
	return o, err
}

// chosen loads published practices; each that is not there is a problem.
func (a *API) chosen(ctx context.Context, actor account.Actor, ids []string, problems *i18n.Problems) ([]*catalogue.Practice, error) {
	if len(ids) > mostChosen {
		problems.Add("practices", "too_many", "Max", mostChosen)
		return nil, nil
	}
	practices, err := a.Catalogue.Practices(ctx, actor, ids)
	there := map[string]bool{}
	for _, p := range practices {
		there[p.ID] = true
	}
	for i, id := range ids {
		if !there[id] {
			problems.Add(i18n.At("practices", i), "unknown_reference", "Value", short(id))
		}
	}
	return practices, err
}
