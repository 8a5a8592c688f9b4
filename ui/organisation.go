package ui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// organisationPage is what an organisation says of itself.
type organisationPage struct {
	frame
	Looked
	Names     []control
	Languages []control
	Faults    []fieldError
	Done      bool
	Mark      string   // of the organisation as the form began
	Both      []twoSay // where somebody else has changed it meanwhile
}

// twoSay is a field of which the form and what is stored say different things.
type twoSay struct{ Label, Stored, Mine string }

func (p *Pages) organisationRoutes(d *echo.Group) {
	get(d, "/organisation", p.organisationForm)
	d.POST("/organisation", p.organisationPut, smallForm)
}

func (p *Pages) organisationForm(c echo.Context) error {
	page, _, err := p.organisationPage(c)
	if err != nil {
		return err
	}
	page.Done = c.QueryParam("done") == "saved"
	return p.ok(c, "organisation", page)
}

func (p *Pages) organisationPage(c echo.Context) (organisationPage, account.Organisation, error) {
	page := organisationPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.organisation.title"))}
	var o account.Organisation
	var err error
	if page.Looked, err = p.looked(c, "organisation"); err != nil {
		return page, o, err
	}
	if o, err = p.Accounts.Organisation(c.Request().Context(), page.Organisation); err != nil {
		return page, o, err
	}
	page.Mark = o.Mark()
	labels := map[i18n.Lang]string{i18n.Finnish: "page.organisation.name.fi", i18n.Swedish: "page.organisation.name.sv", i18n.English: "page.organisation.name.en"}
	uses := map[i18n.Lang]string{i18n.Finnish: "page.organisation.uses.fi", i18n.Swedish: "page.organisation.uses.sv", i18n.English: "page.organisation.uses.en"}
	for _, lang := range i18n.Langs() {
		page.Names = append(page.Names, control{
			Kind: "text", Name: "name." + string(lang), Label: labels[lang], Value: o.Name.In(lang), Complete: "off", Optional: true,
		})
		one := control{Kind: "check", Name: "language." + string(lang), Label: uses[lang]}
		for _, used := range o.Languages {
			one.Checked = one.Checked || used == lang
		}
		page.Languages = append(page.Languages, one)
	}
	return page, o, nil
}

func (p *Pages) organisationPut(c echo.Context) error {
	page, o, err := p.organisationPage(c)
	if err != nil {
		return err
	}
	stored := slices.Clone(page.Names)
	used := slices.Clone(page.Languages)
	o.Name, o.Languages = i18n.Text{}, nil
	for i, lang := range i18n.Langs() {
		page.Names[i].Value = strings.TrimSpace(c.FormValue(page.Names[i].Name))
		page.Languages[i].Checked = c.FormValue(page.Languages[i].Name) == "yes"
		o.Name = o.Name.Set(lang, page.Names[i].Value)
		if page.Languages[i].Checked {
			o.Languages = append(o.Languages, lang)
		}
	}
	err = p.Catalogue.ChangeOrganisation(c.Request().Context(), actorOf(c), o, c.FormValue("mark"))
	var problems i18n.Problems
	if errors.Is(err, store.ErrConflict) {
		page.Both, page.Failed = p.bothSay(page, stored, used), true
		return p.render(c, http.StatusConflict, "organisation", page)
	}
	if errors.As(err, &problems) {
		for i := range problems {
			if problems[i].Path == "name" {
				problems[i].Path = page.Names[0].Name
			}
		}
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Names), true
		return p.render(c, http.StatusUnprocessableEntity, "organisation", page)
	}
	if err != nil {
		return err
	}
	query := url.Values{"organisation": {o.ID}, "done": {"saved"}}
	return c.Redirect(http.StatusSeeOther, page.Action+"?"+query.Encode())
}

// bothSay lists where the form differs from what somebody else has stored.
func (p *Pages) bothSay(page organisationPage, names, languages []control) []twoSay {
	var list []twoSay
	for i, stored := range names {
		if mine := page.Names[i]; mine.Value != stored.Value {
			list = append(list, twoSay{p.Messages.T(page.Lang, mine.Label), stored.Value, mine.Value})
		}
	}
	yes := map[bool]string{true: p.Messages.T(page.Lang, "page.organisation.yes"), false: p.Messages.T(page.Lang, "page.organisation.no")}
	for i, stored := range languages {
		if mine := page.Languages[i]; mine.Checked != stored.Checked {
			label := p.Messages.T(page.Lang, "page.organisation.language", "Language", p.Messages.T(page.Lang, mine.Label))
			list = append(list, twoSay{label, yes[stored.Checked], yes[mine.Checked]})
		}
	}
	return list
}
