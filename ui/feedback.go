package ui

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// feedbackRoutes registers what anybody may send to the operator.
func (p *Pages) feedbackRoutes(g *echo.Group) {
	get(g, "/accessibility", p.accessibility)
	g.POST("/accessibility", p.feedbackSent, smallForm)
}

// deskFeedbackRoutes registers the operator's side of it.
func (p *Pages) deskFeedbackRoutes(d *echo.Group) {
	get(d, "/feedback", p.feedbackDesk)
	d.POST("/feedback/:number/answer", p.feedbackAnswer, smallForm)
	d.POST("/feedback/:number/reopen", p.feedbackReopen, smallForm)
	d.POST("/feedback/:number/erase", p.feedbackErase, smallForm)
}

// statementPage is the accessibility statement with the form for feedback.
type statementPage struct {
	frame
	Date     string // when its text was last held against the tests
	Sent     account.Feedback
	Kinds    []string
	Errors   []fieldError
	Received int // number of what was just sent
}

// Error is the message at a field, empty where nothing is wrong.
func (page statementPage) Error(field string) string {
	for _, e := range page.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// statementDate changes whenever what the statement claims changes.
const statementDate = "2026-11-27"

func (p *Pages) statement(c echo.Context) statementPage {
	page := statementPage{frame: p.frame(c, "", p.Messages.T(pageLanguage(c), "page.accessibility.title")), Date: statementDate, Kinds: account.FeedbackKinds()}
	page.Sent.Kind = "accessibility"
	return page
}

func (p *Pages) accessibility(c echo.Context) error {
	page := p.statement(c)
	page.Sent.Page = ownPath(c.QueryParam("about"))
	if n, err := strconv.Atoi(c.QueryParam("received")); err == nil && n > 0 {
		page.Received = n
	}
	return p.ok(c, "accessibility", page)
}

// feedbackSent stores feedback. Programs that fill in every field fill in the
// one that is not shown, too; a person who has met it is told to leave it empty
// and loses nothing.
func (p *Pages) feedbackSent(c echo.Context) error {
	page := p.statement(c)
	page.Sent = account.Feedback{
		Kind: c.FormValue("kind"), Text: c.FormValue("text"), Email: c.FormValue("email"), Page: c.FormValue("page"), Language: page.Lang,
	}
	if c.FormValue("website") != "" {
		page.Errors = []fieldError{{Field: "website", Text: p.Messages.T(page.Lang, "page.feedback.website.error")}}
		page.Failed = true
		return p.render(c, http.StatusUnprocessableEntity, "accessibility", page)
	}
	stored, err := p.Accounts.AddFeedback(c.Request().Context(), c.RealIP(), page.Sent)
	var problems i18n.Problems
	var wait account.WaitError
	switch {
	case errors.As(err, &wait):
		page.Errors, page.Failed = []fieldError{{Field: "send", Text: p.waitText(c, wait)}}, true
		return p.render(c, http.StatusTooManyRequests, "accessibility", page)
	case errors.As(err, &problems):
		for _, one := range problems {
			page.Errors = append(page.Errors, fieldError{Field: one.Path, Text: p.Messages.T(page.Lang, "page.feedback."+one.Path) + ": " + p.Messages.Problem(page.Lang, one)})
		}
		page.Failed = true
		return p.render(c, http.StatusUnprocessableEntity, "accessibility", page)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(page.Lang)+"/accessibility?"+url.Values{"received": {strconv.Itoa(stored.Number)}}.Encode()+"#received")
}

// feedbackPage is what has been sent to the operator.
type feedbackPage struct {
	frame
	Open     []feedbackItem
	Answered []feedbackItem
	Count    account.FeedbackCount
	paging
	Done   string
	Number int // of what was just changed
}

// feedbackItem is one of them.
type feedbackItem struct {
	account.Feedback
	Late  bool
	Days  int    // until it must be answered; 0 is today
	About string // address of the page, when it is one of ours
}

// mostFeedback is how much one page lists.
const mostFeedback = 50

// letters is how much waits for an operator; nobody else is shown it.
type letters struct {
	Shown      bool
	Open, Late int
}

func (p *Pages) letters(c echo.Context) (letters, error) {
	if actorOf(c).Operate() != nil {
		return letters{}, nil
	}
	n, err := p.Accounts.CountFeedback(c.Request().Context(), actorOf(c))
	return letters{true, n.Open, n.Overdue}, err
}

func (p *Pages) feedbackDesk(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	n, _ := strconv.Atoi(c.QueryParam("page"))
	n = min(max(n, 1), math.MaxInt32/mostFeedback)
	list, err := p.Accounts.Feedback(ctx, actor, (n-1)*mostFeedback, mostFeedback)
	if err != nil {
		return err
	}
	page := feedbackPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.feedback.desk"))}
	if page.Count, err = p.Accounts.CountFeedback(ctx, actor); err != nil {
		return err
	}
	page.paging = pagesTo(n, pagesFor(page.Count.Open+page.Count.Answered, mostFeedback), func(n int) string {
		return "/" + string(page.Lang) + "/desk/feedback?page=" + strconv.Itoa(n)
	})
	page.Number, _ = strconv.Atoi(c.QueryParam("number"))
	for _, done := range []string{"answer", "reopen", "erase"} {
		if c.QueryParam("done") == done && page.Number > 0 {
			page.Done = done
		}
	}
	now := p.Accounts.Now()
	for _, f := range list {
		item := feedbackItem{Feedback: f, Late: f.Overdue(now), About: ownPath(f.Page)}
		if due, err := time.Parse(time.DateOnly, f.Due); err == nil {
			item.Days = int(due.Sub(now.UTC().Truncate(24*time.Hour)) / (24 * time.Hour))
		}
		if f.Answered.IsZero() {
			page.Open = append(page.Open, item)
		} else {
			page.Answered = append(page.Answered, item)
		}
	}
	return p.ok(c, "feedback", page)
}

func (p *Pages) feedbackAnswer(c echo.Context) error {
	return p.feedbackChange(c, "answer", func(number int) error {
		return p.Accounts.AnswerFeedback(c.Request().Context(), actorOf(c), number, c.FormValue("note"))
	})
}

func (p *Pages) feedbackReopen(c echo.Context) error {
	return p.feedbackChange(c, "reopen", func(number int) error {
		return p.Accounts.ReopenFeedback(c.Request().Context(), actorOf(c), number)
	})
}

func (p *Pages) feedbackErase(c echo.Context) error {
	return p.feedbackChange(c, "erase", func(number int) error {
		return p.Accounts.EraseFeedback(c.Request().Context(), actorOf(c), number)
	})
}

// feedbackChange does one thing to one piece of feedback, and shows the list
// again.
func (p *Pages) feedbackChange(c echo.Context, done string, change func(number int) error) error {
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return store.ErrNotFound
	}
	if err := change(number); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/feedback?"+url.Values{"done": {done}, "number": {strconv.Itoa(number)}}.Encode())
}
