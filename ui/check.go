package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

// checkPage is an entry as the public will see it, with what is missing and
// what can be done with it.
type checkPage struct {
	practicePage
	Work     catalogue.Work
	Missing  []missing
	Comments []comment
	Resolved []comment
	May      mayDo
	Done     string // the step that was just taken
	Over     string // the step to take over comments that nobody has dealt with
	Stale    bool   // somebody has changed the entry meanwhile
	Errors   []missing
	Note     string
	Remarks  []missing // what does not fit
	Advice   []missing // what readers would miss
	Lost     int       // the version whose review a publication would leave behind, or 0
}

// missing is what keeps an entry from being published.
type missing struct {
	Text string
	URL  string // of the field; empty for the whole
}

// mayDo is what the actor may do with an entry in its state. Main is the one
// step that the page is there for.
type mayDo struct {
	Main     string
	Submit   bool
	Publish  bool
	Return   bool
	Withdraw bool
	Write    bool
	Delete   bool
	Archive  bool
	Reopen   bool
}

func mayDoWith(actor account.Actor, w catalogue.Work) mayDo {
	write := actor.May(account.Write, w.Practice.Organisation) == nil
	publish := actor.May(account.Publish, w.Practice.Organisation) == nil
	state := w.Practice.State
	may := mayDo{
		Write: write && state != "archived", Submit: write && state == "draft", Withdraw: write && state == "in_review",
		Publish: publish && (state == "draft" || state == "in_review"), Return: publish && state == "in_review",
		Archive: publish && state != "archived", Reopen: publish && state == "archived",
		Delete: write && w.Draft && state != "archived",
	}
	switch {
	case may.Publish:
		may.Main = "publish"
	case may.Submit:
		may.Main = "submit"
	}
	return may
}

func (p *Pages) checkAnswers(c echo.Context) error {
	page, err := p.checkPage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "check", page)
}

// checkAgain shows the entry after a step that could not be taken.
func (p *Pages) checkAgain(c echo.Context, status int, problems i18n.Problems) error {
	page, err := p.checkPage(c)
	if err != nil {
		return err
	}
	page.Done, page.Failed, page.Stale = "", len(problems) > 0, status == http.StatusConflict
	page.Errors, page.Note = p.missing(page.Lang, page.P.ID, problems), c.FormValue("note")
	return p.render(c, status, "check", page)
}

// checkOver asks whether a step is to be taken although there are comments that
// nobody has dealt with.
func (p *Pages) checkOver(c echo.Context, step string) error {
	page, err := p.checkPage(c)
	if err != nil {
		return err
	}
	page.Done, page.Over, page.Note = "", step, c.FormValue("note")
	return p.render(c, http.StatusUnprocessableEntity, "check", page)
}

func (p *Pages) checkPage(c echo.Context) (page checkPage, err error) {
	lang := pageLanguage(c)
	if page.Work, err = p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), c.Param("id")); err != nil {
		return page, err
	}
	practice := page.Work.Practice
	page.Whole, page.P, page.Name = true, practice, show(lang, practice.Title, practice.OriginalLanguage)
	page.frame = p.frame(c, "desk", p.Messages.T(lang, "page.check.title", "Title", page.Name.Text))
	if page.Related, err = p.related(c, practice); err != nil {
		return page, err
	}
	if page.Review, err = p.reviewFound(c, practice); err != nil {
		return page, err
	}
	page.describe(p)
	page.Licence = exchange.LicenceURL(practice.Licence)
	if page.Owner, err = p.organisation(c, practice.Organisation); err != nil {
		return page, err
	}
	page.May = mayDoWith(actorOf(c), page.Work)
	page.Done = known(c.QueryParam("done"), "submit", "withdraw", "publish", "return", "archive", "reopen", "restore")
	page.Missing = p.missing(lang, practice.ID, p.Catalogue.Missing(practice))
	if page.Work.Draft {
		page.Remarks, page.Advice = p.remarks(lang, practice)
	}
	if page.Lost, err = p.Catalogue.ReviewLost(c.Request().Context(), actorOf(c), practice.ID); err != nil {
		return page, err
	}
	page.Comments, page.Resolved, err = p.comments(c, practice)
	return page, err
}

// missing names fields and says what is wrong with them.
func (p *Pages) missing(lang i18n.Lang, id string, problems i18n.Problems) []missing {
	var list []missing
	for _, one := range problems {
		text := p.Messages.Problem(lang, one)
		switch {
		case one.Path == "note":
			list = append(list, missing{p.Messages.T(lang, "page.check.note") + ": " + text, "#note"})
		case sectionOf(one.Path) != "":
			list = append(list, missing{p.fieldName(lang, one.Path) + ": " + text, sectionURL(lang, id, one.Path)})
		default:
			list = append(list, missing{Text: text})
		}
	}
	return list
}

// managePage holds what is seldom done with an entry.
type managePage struct {
	frame
	Work     catalogue.Work
	Name     shown
	May      mayDo
	MayErase bool // there is a contact person whom the actor may erase
}

func (p *Pages) manage(c echo.Context) error {
	lang := pageLanguage(c)
	work, err := p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	page := managePage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.manage.title")), Work: work}
	page.Name = show(lang, work.Practice.Title, work.Practice.OriginalLanguage)
	page.May = mayDoWith(actorOf(c), work)
	if page.MayErase, err = p.Catalogue.NamesContact(c.Request().Context(), actorOf(c), work.Practice.ID); err != nil {
		return err
	}
	return p.ok(c, "manage", page)
}
