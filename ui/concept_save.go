package ui

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/thesaurus"
)

// conceptPut saves a concept that was sent, or shows the form again with all
// that was typed.
func (p *Pages) conceptPut(c echo.Context, put func(context.Context, account.Actor, thesaurus.Concept) (thesaurus.Concept, error), done string) error {
	ctx, lang := c.Request().Context(), pageLanguage(c)
	if err := thesaurus.MayEdit(actorOf(c)); err != nil {
		return err
	}
	list, err := p.thesauri.Concepts(ctx)
	if err != nil {
		return err
	}
	typed := readConcept(c, list)
	saved, err := put(ctx, actorOf(c), typed)
	var problems i18n.Problems
	switch {
	case errors.As(err, &problems):
		page := p.conceptForm(c, typed, list)
		page.blame(p, problems)
		return p.render(c, http.StatusUnprocessableEntity, "concept-form", page)
	case errors.Is(err, store.ErrConflict):
		return p.conceptConflict(c, typed)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, conceptURL(lang, saved.ID)+"&done="+done)
}

// blame puts what is wrong beside the fields.
func (page *conceptForm) blame(p *Pages, problems i18n.Problems) {
	page.Failed = true
	controls := slices.Clone(page.Names)
	for _, one := range slices.Concat(page.Others, page.Notes) {
		controls = append(controls, one.control)
	}
	places := len(controls)
	controls = append(controls, control{Name: "broader", ID: "broader-1", Label: page.Broader.Label}, control{Name: "related", ID: "related-1", Label: page.Related.Label})
	page.Faults = p.marked(page.Lang, problems, controls)
	copy(page.Names, controls)
	for i := range page.Others {
		page.Others[i].control = controls[len(page.Names)+i]
		page.Notes[i].control = controls[len(page.Names)+len(page.Others)+i]
	}
	page.Broader.Error, page.Related.Error = controls[places].Error, controls[places+1].Error
	for i, fault := range page.Faults {
		for _, one := range controls {
			if fault.Field == one.Field() {
				page.Faults[i].Label = p.Messages.T(page.Lang, one.Label)
			}
		}
	}
	if slices.ContainsFunc(problems, func(one i18n.Problem) bool { return one.Key == "concept_shared" }) {
		page.Marks = append(page.Marks, sharedMark(false))
	}
	for _, one := range problems {
		id, ok := one.Args["ID"].(string)
		if url := conceptURL(page.Lang, id); ok && !slices.ContainsFunc(page.Taken, func(other link) bool { return other.URL == url }) {
			page.Taken = append(page.Taken, link{Text: one.Args["Name"].(string), URL: url})
		}
	}
}

// conceptConflict shows what was typed beside what somebody else has saved
// meanwhile. Sent again, it takes that one's place.
func (p *Pages) conceptConflict(c echo.Context, typed thesaurus.Concept) error {
	list, err := p.thesauri.Concepts(c.Request().Context())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(one thesaurus.Concept) bool { return one.ID == typed.ID })
	if at < 0 {
		return store.ErrNotFound
	}
	typed.Revision = list[at].Revision
	page, stored := p.conceptForm(c, typed, list), p.conceptForm(c, list[at], list)
	page.Failed = true
	say := func(label, theirs, mine string) {
		if theirs != mine {
			page.Both = append(page.Both, twoSay{p.Messages.T(page.Lang, label), theirs, mine})
		}
	}
	for i := range page.Names {
		say(page.Names[i].Label, stored.Names[i].Value, page.Names[i].Value)
		say(page.Others[i].Label, stored.Others[i].Value, page.Others[i].Value)
		say(page.Notes[i].Label, stored.Notes[i].Value, page.Notes[i].Value)
	}
	for _, two := range [][2]placesControl{{stored.Broader, page.Broader}, {stored.Related, page.Related}} {
		say(two[1].Label, two[0].joined(), two[1].joined())
	}
	yes := map[bool]string{true: p.Messages.T(page.Lang, "page.organisation.yes"), false: p.Messages.T(page.Lang, "page.organisation.no")}
	for i := range stored.Marks { // what lets shared labels stand is not stored
		say(page.Marks[i].Label, yes[stored.Marks[i].Checked], yes[page.Marks[i].Checked])
	}
	return p.render(c, http.StatusConflict, "concept-form", page)
}

// joined are the named concepts as one text.
func (c placesControl) joined() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(c.Values), func(name string) bool { return name == "" }), ", ")
}
