package ui

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// changeRows does with a row of a saved form what its button says, and leads to
// the form with the focus at the row.
func (p *Pages) changeRows(c echo.Context, form *sectionForm, act rowAct) error {
	query := url.Values{}
	before := form.saved.Practice.Revision
	if act.Verb == "undo" {
		if err := p.undo(c, form, act); err != nil {
			return err
		}
		query.Set("at", i18n.At(act.List, act.Row))
	} else {
		stored := reversed(form.places)[i18n.At(act.List, act.Row)] // empty rows of the form are not among the stored
		removed, err := p.actOn(c, form, act, query)
		if err != nil {
			return err
		}
		if removed {
			query.Set("removed", fmt.Sprintf("undo:%d:%s", before, stored))
		}
	}
	if form.saved == nil || len(form.problems) > 0 {
		practice, err := p.entryToWrite(c)
		if err != nil {
			return err
		}
		return p.showForm(c, form, practice)
	}
	for _, blank := range blankRows(form.values, form.section, form.places) {
		query.Add("add", blank)
	}
	address := deskURL(pageLanguage(c), form.saved.Practice.ID) + "/" + form.section.Name + "?" + query.Encode()
	if !query.Has("at") && !query.Has("removed") { // else a field takes the focus, which a fragment would keep from it
		address += "#" + act.List + "-list"
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// actOn changes the rows of the form and saves it again. removed tells whether a
// row that was stored is gone.
func (p *Pages) actOn(c echo.Context, form *sectionForm, act rowAct, query url.Values) (removed bool, err error) {
	values := form.values
	kept(values, form.section, form.places)
	values.Set("revision", fmt.Sprint(form.saved.Practice.Revision))
	_, stored := reversed(form.places)[i18n.At(act.List, act.Row)]
	switch act.Verb {
	case "add":
		place, err := p.addRow(c, form, act.List)
		if err != nil {
			return false, err
		}
		query.Set("at", i18n.At(act.List, place))
	case "source":
		place, err := p.addRow(c, form, "sources")
		if err != nil {
			return false, err
		}
		at := i18n.At("sources", place)
		values.Set(i18n.Join(i18n.At(act.List, act.Row), "source"), values.Get(at+".id"))
		query.Set("at", at)
	case "remove":
		removed = removeRow(values, act) && stored
	default:
		query.Set("at", i18n.At(act.List, move(values, act)))
		query.Set("moved", act.Verb)
	}
	return removed, p.saveForm(c, form)
}

// addRow adds an empty row to a list of the form, with an id of its own where
// rows have one, and returns its place.
func (p *Pages) addRow(c echo.Context, form *sectionForm, list string) (int, error) {
	spec, _ := form.section.list(list)
	id, err := p.Catalogue.NewRow(c.Request().Context(), actorOf(c), c.Param("id"), list)
	if err != nil {
		return 0, err
	}
	rows := takeRows(form.values, list)
	putRows(form.values, list, append(rows, newRow(spec, id)))
	return len(rows), nil
}

// undo brings a removed row back, with all that the form does not show of it.
func (p *Pages) undo(c echo.Context, form *sectionForm, act rowAct) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	older, err := p.Catalogue.DraftAt(ctx, actor, c.Param("id"), act.At)
	if err != nil {
		return err
	}
	without := &catalogue.Practice{}
	copyJSON(without, older)
	if !takeOut(without, act) {
		return nil
	}
	if err := catalogue.MarkTexts(without, older); err != nil {
		return err
	}
	form.saved, err = p.Catalogue.SaveOn(ctx, actor, without, older)
	return err
}
