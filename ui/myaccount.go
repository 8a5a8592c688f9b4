package ui

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
)

// accountPage is a person's own account.
type accountPage struct {
	frame
	User        account.User
	Person      []control
	Password    []control
	Faults      []fieldError
	Done        string // what has just been done, in words
	Memberships []membershipRow
	First       string // organisation that the person acts for first
	Sessions    []sessionRow
	Keepers     []account.User // who may change the address
	ByOneself   string         // where whoever looks after themselves changes it
	Recents     bool           // recent searches are noted
	Provider    *connection    // nil where people sign in with passwords only
}

// sessionRow is a browser on which the person is signed in, by its name.
type sessionRow struct {
	account.Session
	Browser string
}

// membershipRow is what a person may do in one organisation.
type membershipRow struct {
	account.Membership
	Name string // of the organisation
}

func (p *Pages) accountRoutes(d *echo.Group) {
	get(d, "/account", p.account)
	d.POST("/account", p.accountPut, smallForm)
	d.POST("/account/password", p.accountPassword, smallForm)
	d.POST("/account/first", p.accountFirst, smallForm)
	d.POST("/account/sessions/end", p.accountEnd, smallForm)
	d.POST("/account/sessions/end-all", p.accountEndAll, smallForm)
	get(d, "/account/data.json", p.accountData)
	get(d, "/account/remove", p.accountRemove)
	d.POST("/account/remove", p.accountRemoved, smallForm)
}

func (p *Pages) account(c echo.Context) error {
	page, err := p.accountPage(c)
	if err != nil {
		return err
	}
	for name, key := range map[string]string{
		"saved": "page.account.done.saved", "password": "page.account.done.password", "ended": "page.account.done.ended", "first": "page.account.done.first",
		"connected": "page.account.done.connected", "disconnected": "page.account.done.disconnected",
		"recents_on": "page.account.done.recents_on", "recents_off": "page.account.done.recents_off",
	} {
		if c.QueryParam("done") == name {
			page.Done = p.Messages.T(page.Lang, key)
		}
	}
	return p.ok(c, "account", page)
}

func (p *Pages) accountPage(c echo.Context) (accountPage, error) {
	ctx, lang, actor := c.Request().Context(), pageLanguage(c), actorOf(c)
	page := accountPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.account.title")), First: actor.Organisation}
	var err error
	if page.User, err = p.Accounts.User(ctx, actor.User); err != nil {
		return page, err
	}
	sessions, err := p.Accounts.Sessions(ctx, actor, p.sessionSecret(c))
	if err != nil {
		return page, err
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, sessionRow{s, browserName(s.Agent)})
	}
	if page.Recents, err = p.Accounts.KeepsRecents(ctx, actor); err != nil {
		return page, err
	}
	if page.Keepers, err = p.Accounts.Keepers(ctx, actor); err != nil {
		return page, err
	}
	if looksAfterOneself(actor) {
		page.ByOneself = "/" + string(lang) + "/desk/people/" + actor.User + "?organisation=" + actor.Organisation
	}
	if page.Provider, err = p.connection(c); err != nil {
		return page, err
	}
	if page.Memberships, err = p.membershipRows(c, actor.Memberships()); err != nil {
		return page, err
	}
	page.Person = []control{
		{Kind: "text", Name: "name", Label: "page.person.name", Hint: "page.person.name.hint", Value: page.User.Name, Complete: "name"},
		{Kind: "select", Name: "language", Label: "page.person.language", Value: string(page.User.Language), Options: p.languageOptions(lang)},
	}
	page.Password = []control{
		{Kind: "password", Name: "old", Label: "page.password.old", Complete: "current-password"},
		{Kind: "password", Name: "password", Label: "page.password.new", Hint: "page.password.hint", Complete: "new-password"},
	}
	return page, nil
}

// looksAfterOneself tells whether somebody finds themselves on a page of people
// where they may do all.
func looksAfterOneself(actor account.Actor) bool {
	elsewhere := func(m account.Membership) bool { return actor.May(account.Administer, m.Organisation) != nil }
	return len(actor.Memberships()) > 0 && !slices.ContainsFunc(actor.Memberships(), elsewhere)
}

// browserName makes a name out of what a browser says that it is: the first of
// each list that it mentions, since most browsers mention others, too.
func browserName(agent string) string {
	find := func(names ...string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := find("Edg", "Edge", "OPR/", "Opera", "Vivaldi", "Vivaldi", "SamsungBrowser", "Samsung Internet", "Firefox/", "Firefox", "FxiOS", "Firefox",
		"CriOS", "Chrome", "Chrome/", "Chrome", "Safari/", "Safari")
	system := find("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "CrOS", "ChromeOS", "Linux", "Linux")
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " · " + system
}

func (p *Pages) membershipRows(c echo.Context, list []account.Membership) ([]membershipRow, error) {
	var rows []membershipRow
	for _, m := range list {
		o, err := p.Accounts.Organisation(c.Request().Context(), m.Organisation)
		if err != nil {
			return nil, err
		}
		rows = append(rows, membershipRow{m, first(o.Name.Best(pageLanguage(c)))})
	}
	slices.SortFunc(rows, func(a, b membershipRow) int { return i18n.Compare(pageLanguage(c), a.Name, b.Name) })
	return rows, nil
}

func (p *Pages) languageOptions(lang i18n.Lang) []option {
	var options []option
	for _, other := range i18n.Langs() {
		options = append(options, option{Value: string(other), Text: p.languageName(lang, string(other))})
	}
	return options
}

// sessionSecret is the secret of the cookie that asks.
func (p *Pages) sessionSecret(c echo.Context) string {
	cookie, err := c.Cookie(p.sessionName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// accountDone leads back to the account and says what has been done.
func accountDone(c echo.Context, done string) error {
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/account?done="+done)
}

// accountFaulty shows the account again with what is wrong in one of its forms.
func (p *Pages) accountFaulty(c echo.Context, page accountPage, problems i18n.Problems) error {
	both, n := slices.Concat(page.Person, page.Password), len(page.Person)
	page.Faults, page.Failed = p.marked(page.Lang, problems, both), true
	page.Person, page.Password = both[:n], both[n:]
	return p.render(c, http.StatusUnprocessableEntity, "account", page)
}

func (p *Pages) accountPut(c echo.Context) error {
	page, err := p.accountPage(c)
	if err != nil {
		return err
	}
	u := page.User
	u.Name = strings.TrimSpace(c.FormValue("name"))
	if lang, ok := i18n.ParseLang(c.FormValue("language")); ok {
		u.Language = lang
	}
	err = p.Accounts.PutUser(c.Request().Context(), actorOf(c), u)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page.Person[0].Value = u.Name
		return p.accountFaulty(c, page, problems)
	}
	if err != nil {
		return err
	}
	if u.Language != page.User.Language {
		c.Set(languageKey, u.Language)
	}
	return accountDone(c, "saved")
}

func (p *Pages) accountPassword(c echo.Context) error {
	if !p.guarded(c) {
		return account.ErrDenied
	}
	page, err := p.accountPage(c)
	if err != nil {
		return err
	}
	err = p.Accounts.ChangePassword(c.Request().Context(), actorOf(c), c.FormValue("old"), c.FormValue("password"), p.sessionSecret(c))
	var problems i18n.Problems
	var wait account.WaitError
	switch {
	case errors.As(err, &wait):
		page.Faults, page.Failed = []fieldError{{Field: "old", Text: p.waitText(c, wait)}}, true
		return p.render(c, http.StatusTooManyRequests, "account", page)
	case errors.As(err, &problems):
		return p.accountFaulty(c, page, problems)
	case err != nil:
		return err
	}
	return accountDone(c, "password")
}

func (p *Pages) accountFirst(c echo.Context) error {
	if err := p.Accounts.ActFor(c.Request().Context(), actorOf(c), p.sessionSecret(c), c.FormValue("organisation")); err != nil {
		return err
	}
	return accountDone(c, "first")
}

func (p *Pages) accountEnd(c echo.Context) error {
	if err := p.Accounts.EndSession(c.Request().Context(), actorOf(c), c.FormValue("session")); err != nil {
		return err
	}
	return accountDone(c, "ended")
}

func (p *Pages) accountEndAll(c echo.Context) error {
	if err := p.Accounts.EndSessions(c.Request().Context(), actorOf(c), ""); err != nil {
		return err
	}
	p.endSession(c)
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/sign-in?done=out")
}

func (p *Pages) accountData(c echo.Context) error {
	data, err := p.Exporter.MyData(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="tiekartta-account.json"`)
	return c.JSONPretty(http.StatusOK, data, "  ")
}

// removePage asks once more before an account is removed.
type removePage struct {
	frame
	Faults []fieldError
}

func (p *Pages) removePage(c echo.Context) removePage {
	return removePage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.account.remove"))}
}

func (p *Pages) accountRemove(c echo.Context) error {
	return p.ok(c, "account-remove", p.removePage(c))
}

func (p *Pages) accountRemoved(c echo.Context) error {
	err := p.Catalogue.DeleteUser(c.Request().Context(), actorOf(c), actorOf(c).User)
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page := p.removePage(c)
		page.Faults, page.Failed = p.marked(page.Lang, problems, nil), true
		return p.render(c, http.StatusUnprocessableEntity, "account-remove", page)
	}
	if err != nil {
		return err
	}
	p.endSession(c)
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/sign-in?done=erased")
}
