package ui

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// peoplePage lists who belongs to an organisation, and invites others.
type peoplePage struct {
	frame
	Looked
	People   []account.Person
	Open     []account.OpenInvitation
	Invite   []control
	New      []control // a new organisation, for operators
	Faults   []fieldError
	Link     string // an invitation, shown once
	Invited  string // whom it is for
	Done     string
	Operator bool
}

// Looked is the organisation that a page of the desk is about, with the others
// that could be chosen instead.
type Looked struct {
	Organisation string
	Name         string
	Choices      []option
	Action       string // address of the page
}

func (p *Pages) peopleRoutes(d *echo.Group) {
	get(d, "/people", p.people)
	d.POST("/people", p.peopleInvite, smallForm)
	d.POST("/people/organisation", p.peopleOrganisation, smallForm)
	get(d, "/people/:user", p.person)
	d.POST("/people/:user", p.personPut, smallForm)
	d.POST("/people/:user/address", p.personAddress, smallForm)
	d.POST("/people/:user/password", p.personPassword, smallForm)
	d.POST("/people/:user/leave", p.personLeave, smallForm)
	d.POST("/people/:user/disable", p.personDisable, smallForm)
	d.POST("/people/:user/enable", p.personEnable, smallForm)
	get(d, "/people/:user/remove", p.personRemove)
	d.POST("/people/:user/remove", p.personRemoved, smallForm)
	d.POST("/people/invitations/:invitation/withdraw", p.invitationWithdraw, smallForm)
}

// looked finds the organisation that the address names, else the first that the
// actor administers. One that is not theirs is refused.
func (p *Pages) looked(c echo.Context, page string) (Looked, error) {
	actor, lang := actorOf(c), pageLanguage(c)
	l := Looked{Action: "/" + string(lang) + "/desk/" + page, Organisation: c.FormValue("organisation")}
	all, err := p.Accounts.Organisations(c.Request().Context())
	if err != nil {
		return l, err
	}
	for _, o := range all {
		if actor.May(account.Administer, o.ID) == nil {
			l.Choices = append(l.Choices, option{Value: o.ID, Text: first(o.Name.Best(lang))})
		}
	}
	slices.SortFunc(l.Choices, func(a, b option) int { return i18n.Compare(lang, a.Text, b.Text) })
	if l.Organisation == "" && actor.May(account.Administer, actor.Organisation) == nil {
		l.Organisation = actor.Organisation
	}
	if l.Organisation == "" && len(l.Choices) > 0 {
		l.Organisation = l.Choices[0].Value
	}
	for _, choice := range l.Choices {
		if choice.Value == l.Organisation {
			l.Name = choice.Text
			return l, nil
		}
	}
	if actor.Operate() == nil {
		return l, store.ErrNotFound
	}
	return l, account.ErrDenied
}

func (p *Pages) people(c echo.Context) error {
	page, err := p.peoplePage(c)
	if err != nil {
		return err
	}
	for name, key := range map[string]string{
		"saved": "page.people.done.saved", "left": "page.people.done.left", "disabled": "page.people.done.disabled", "organisation": "page.people.done.organisation",
		"removed": "page.people.done.removed", "withdrawn": "page.people.done.withdrawn",
	} {
		if c.QueryParam("done") == name {
			page.Done = p.Messages.T(page.Lang, key)
		}
	}
	return p.ok(c, "people", page)
}

func (p *Pages) peoplePage(c echo.Context) (peoplePage, error) {
	lang := pageLanguage(c)
	page := peoplePage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.people.title")), Operator: actorOf(c).Operate() == nil}
	var err error
	if page.Looked, err = p.looked(c, "people"); err != nil {
		return page, err
	}
	if page.People, err = p.Accounts.People(c.Request().Context(), actorOf(c), page.Organisation); err != nil {
		return page, err
	}
	if page.Open, err = p.Accounts.Invitations(c.Request().Context(), actorOf(c), page.Organisation); err != nil {
		return page, err
	}
	slices.SortFunc(page.People, func(a, b account.Person) int {
		return cmp.Or(i18n.Compare(lang, a.User.Name, b.User.Name), cmp.Compare(a.Email, b.Email))
	})
	page.Invite = []control{
		{Kind: "email", Name: "email", Label: "page.sign_in.email", Complete: "off"},
		{Kind: "text", Name: "name", Label: "page.person.name", Complete: "off"},
		{Kind: "select", Name: "role", Label: "page.person.role", Value: "contributor", Options: p.roleOptions(lang)},
		{Kind: "check", Name: "approve", Label: "page.role.approve", Hint: "page.role.approve.hint"},
	}
	if page.Operator {
		page.New = p.newOrganisationControls(lang)
	}
	return page, nil
}

// roleNames lists the roles from least to most.
func roleNames() []string {
	return []string{"reader", "contributor", "editor", "reviewer", "coordinator", "administrator"}
}

func (p *Pages) roleOptions(lang i18n.Lang) []option {
	var options []option
	for _, role := range roleNames() {
		options = append(options, option{Value: role, Text: p.Messages.T(lang, "page.role."+role)})
	}
	return options
}

func (p *Pages) peopleInvite(c echo.Context) error {
	page, err := p.peoplePage(c)
	if err != nil {
		return err
	}
	for i := range page.Invite {
		page.Invite[i].Value, page.Invite[i].Checked = c.FormValue(page.Invite[i].Name), c.FormValue("approve") == "yes"
	}
	inv := account.Invitation{Email: page.Invite[0].Value, Name: page.Invite[1].Value, Membership: account.Membership{
		Organisation: page.Organisation, Role: page.Invite[2].Value, Approve: c.FormValue("approve") == "yes",
	}}
	link, err := p.Accounts.Invite(c.Request().Context(), actorOf(c), inv)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.Invite), true
		return p.render(c, http.StatusUnprocessableEntity, "people", page)
	}
	if err != nil {
		return err
	}
	again, err := p.peoplePage(c) // with an empty form
	if err != nil {
		return err
	}
	again.Link, again.Invited = p.linkAddress(c, "/invitation/"+link), inv.Email
	return p.ok(c, "people", again)
}

func (p *Pages) invitationWithdraw(c echo.Context) error {
	if err := p.Accounts.DeleteInvitation(c.Request().Context(), actorOf(c), c.Param("invitation")); err != nil {
		return err
	}
	return peopleDone(c, c.FormValue("organisation"), "withdrawn")
}

// linkAddress is the whole address of one of our pages, as it is handed over.
func (p *Pages) linkAddress(c echo.Context, path string) string {
	base := p.Settings.URL
	if base == "" {
		base = "http://" + c.Request().Host
	}
	return base + "/" + string(pageLanguage(c)) + path
}

func (p *Pages) newOrganisationControls(lang i18n.Lang) []control {
	towns := []option{{Text: p.Messages.T(lang, "page.people.new.none")}}
	for _, m := range p.municipalities(lang) {
		towns = append(towns, option{Value: m.Code, Text: m.Name})
	}
	var types []option
	scheme, err := p.Catalogue.Vocabularies.Scheme("organisation_type")
	if err == nil {
		for _, concept := range scheme.Concepts {
			types = append(types, option{Value: concept.ID, Text: first(concept.Label.Best(lang))})
		}
	}
	return []control{
		{Kind: "select", Name: "municipality", ID: "new-municipality", Label: "page.plan.municipality", Hint: "page.people.new.hint", Options: towns, Optional: true},
		{Kind: "text", Name: "name", ID: "new-name", Label: "page.people.new.name", Complete: "off", Optional: true},
		{Kind: "select", Name: "type", ID: "new-type", Label: "page.people.new.type", Value: "association", Options: types, Optional: true},
	}
}

// peopleOrganisation makes an organisation: a municipality of the list, or any
// other by its name.
func (p *Pages) peopleOrganisation(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	if err := actor.Operate(); err != nil {
		return err
	}
	o, err := p.newOrganisation(ctx, c)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page, err := p.peoplePage(c)
		if err != nil {
			return err
		}
		page.Faults, page.Failed = p.marked(page.Lang, problems, page.New), true
		return p.render(c, http.StatusUnprocessableEntity, "people", page)
	}
	if err != nil {
		return err
	}
	return peopleDone(c, o.ID, "organisation")
}

func (p *Pages) newOrganisation(ctx context.Context, c echo.Context) (account.Organisation, error) {
	if code := c.FormValue("municipality"); code != "" {
		return p.Catalogue.EnsureOrganisation(ctx, code)
	}
	o := account.Organisation{Name: i18n.Text{}.Set(pageLanguage(c), c.FormValue("name")), Type: c.FormValue("type")}
	return p.Catalogue.AddOrganisation(ctx, actorOf(c), o)
}

// peopleDone leads back to the list of people.
func peopleDone(c echo.Context, organisation, done string) error {
	query := url.Values{"done": {done}}
	if organisation != "" {
		query.Set("organisation", organisation)
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/people?"+query.Encode())
}
