package ui

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// reviewPage is where the owner's editors run the review of an entry.
type reviewPage struct {
	frame
	P       *catalogue.Practice
	Name    shown
	Open    *catalogue.Review // nil while none is going on
	Past    []*catalogue.Review
	Able    catalogue.Reviewable
	Rule    bool // the organisation publishes only what has been reviewed
	Runs    bool // the actor may do more than look
	People  []candidate
	Tasks   []reviewerRow
	Mail    []reviewMail
	Changes []changeSection
	Opinion catalogue.Opinion
	Picked  []string // who is chosen in the form
	Errors  []fieldError
}

// candidate is somebody who may be asked for a review.
type candidate struct {
	account.Reviewer
	Place string // their organisation's name
}

// reviewerRow is a reviewer with the name of their organisation.
type reviewerRow struct {
	catalogue.ReviewTask
	Place string
}

// reviewRoutes registers the pages of reviews.
func (p *Pages) reviewRoutes(d *echo.Group) {
	get(d, "/practices/:id/review", p.review)
	d.POST("/practices/:id/review/ask", p.reviewAsk, smallForm)
	d.POST("/practices/:id/review/cancel", p.reviewCancel, smallForm)
	d.POST("/practices/:id/review/release", p.reviewRelease, smallForm)
	d.POST("/practices/:id/review/publish", p.reviewPublish, smallForm)
	get(d, "/review-rules", p.reviewRules)
	d.POST("/review-rules", p.reviewRuleSent, smallForm)
	get(d, "/reviews", p.reviews)
	get(d, "/reviews/:id", p.assess)
	d.POST("/reviews/:id/reply", p.assessReply, smallForm)
	get(d, "/reviews/:id/changes", p.assessChanges)
	d.POST("/reviews/:id/changes", p.assessRead, smallForm)
	get(d, "/reviews/:id/criteria", p.assessCriteria)
	d.POST("/reviews/:id/criteria", p.assessCriteriaSent, plainForm(largestSection))
	get(d, "/reviews/:id/recommendation", p.assessAdvice)
	d.POST("/reviews/:id/recommendation", p.assessAdviceSent, plainForm(largestSection))
	get(d, "/reviews/:id/check", p.assessCheck)
	d.POST("/reviews/:id/send", p.assessSend, smallForm)
	d.POST("/reviews/:id/confirm", p.assessConfirm, smallForm)
	d.POST("/reviews/:id/revise", p.assessRevise, smallForm)
	d.POST("/reviews/:id/comment", p.assessComment, smallForm)
}

func (p *Pages) review(c echo.Context) error {
	page, err := p.reviewPage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "review", page)
}

// reviewPage loads all that the page says.
func (p *Pages) reviewPage(c echo.Context) (*reviewPage, error) {
	ctx, actor, id, lang := c.Request().Context(), actorOf(c), c.Param("id"), pageLanguage(c)
	list, err := p.Catalogue.ReviewsOf(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	page := &reviewPage{Past: list, Opinion: catalogue.Opinion{ValidUntil: p.Catalogue.ReviewValidUntil()}}
	if page.P, err = p.Catalogue.Draft(ctx, actor, id); err != nil {
		return nil, err
	}
	page.Name = show(lang, page.P.Title, page.P.OriginalLanguage)
	page.frame = p.frame(c, "desk", p.Messages.T(lang, "page.review.title", "Title", page.Name.Text))
	page.Hidden = true
	page.Runs = actor.May(account.Publish, page.P.Organisation) == nil
	if page.Able, err = p.Catalogue.Reviewable(ctx, actor, id); err != nil {
		return nil, err
	}
	if page.Rule, err = p.Catalogue.ReviewRequired(ctx, page.P.Organisation); err != nil {
		return nil, err
	}
	if len(list) > 0 && list[0].Open() {
		page.Open, page.Past = list[0], list[1:]
		for _, t := range page.Open.Reviewers {
			if page.Changes == nil && t.Outdated() {
				if page.Changes, err = p.changedSince(lang, page.Open, t); err != nil {
					return nil, err
				}
			}
		}
		page.Mail = p.reviewMail(c, page)
	}
	if page.Tasks, err = p.reviewerRows(c, page.Open); err != nil {
		return nil, err
	}
	if page.Runs && page.Able.Now && (page.Open == nil || page.Open.Wanted() > 0) {
		page.People, err = p.candidates(c, id)
	}
	return page, err
}

func (p *Pages) reviewerRows(c echo.Context, r *catalogue.Review) ([]reviewerRow, error) {
	if r == nil {
		return nil, nil
	}
	var rows []reviewerRow
	for _, t := range r.Reviewers {
		o, err := p.organisation(c, t.Organisation)
		if err != nil {
			return nil, err
		}
		rows = append(rows, reviewerRow{t, first(o.Name.Best(pageLanguage(c)))})
	}
	return rows, nil
}

// candidates lists who may be asked, in the order of the page's language.
func (p *Pages) candidates(c echo.Context, practice string) ([]candidate, error) {
	list, err := p.Catalogue.Candidates(c.Request().Context(), actorOf(c), practice)
	if err != nil {
		return nil, err
	}
	var people []candidate
	for _, r := range list {
		o, err := p.organisation(c, r.Organisation)
		if err != nil {
			return nil, err
		}
		people = append(people, candidate{r, first(o.Name.Best(pageLanguage(c)))})
	}
	slices.SortFunc(people, func(a, b candidate) int {
		lang := pageLanguage(c)
		return cmp.Or(i18n.Compare(lang, a.Place, b.Place), i18n.Compare(lang, a.Name, b.Name))
	})
	return people, nil
}

// reviewMail is a message to the reviewers in one language, to be copied: the
// service itself sends nothing.
type reviewMail struct {
	Lang i18n.Lang
	Text string
}

func (p *Pages) reviewMail(c echo.Context, page *reviewPage) []reviewMail {
	var list []reviewMail
	for _, lang := range i18n.Langs() {
		title := show(lang, page.P.Title, page.P.OriginalLanguage)
		list = append(list, reviewMail{lang, p.Messages.T(lang, "page.review.mail", "Title", title.Text,
			"URL", p.site(c)+"/"+string(lang)+"/desk/reviews/"+page.Open.ID)})
	}
	return list
}

// NotNow names the message that tells why no reviewers can be asked.
func (page *reviewPage) NotNow() string {
	switch {
	case page.P.State == "archived":
		return "archived"
	case page.P.Version > 0:
		return "changed"
	}
	return "draft"
}

// changedSince is what has changed in the text that a reviewer knows.
func (p *Pages) changedSince(lang i18n.Lang, r *catalogue.Review, t catalogue.ReviewTask) ([]changeSection, error) {
	if t.Was == nil {
		return nil, nil
	}
	return p.changesBetween(lang, t.Was, r.Now)
}

// problemsAt turns problems into messages at the fields of a form; ids gives a
// field's id where that is not its path.
func (p *Pages) problemsAt(lang i18n.Lang, problems i18n.Problems, ids map[string]string) []fieldError {
	var list []fieldError
	for _, one := range problems {
		at := one.Path
		if id, ok := ids[at]; ok {
			at = id
		}
		list = append(list, fieldError{Field: at, Text: p.Messages.Problem(lang, one)})
	}
	return list
}

// answered leads on when all went well, and shows the editor's page again with
// what was wrong.
func (p *Pages) answered(c echo.Context, err error, ids map[string]string, fill func(*reviewPage)) error {
	var problems i18n.Problems
	if err == nil {
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/review")
	}
	status := http.StatusUnprocessableEntity
	if errors.Is(err, store.ErrConflict) {
		status, problems = http.StatusConflict, i18n.Problems{{Key: "review_assessments_changed"}}
	} else if !errors.As(err, &problems) {
		return err
	}
	page, err := p.reviewPage(c)
	if err != nil {
		return err
	}
	fill(page)
	page.Failed, page.Errors = true, p.problemsAt(page.Lang, problems, ids)
	for i, one := range page.Errors {
		switch {
		case strings.HasPrefix(one.Field, "opinion."):
			page.Errors[i].Label = p.Messages.T(page.Lang, "page.review.opinion")
		case one.Field == "validUntil":
			page.Errors[i].Label = p.Messages.T(page.Lang, "page.read.review.valid")
		}
	}
	return p.render(c, status, "review", page)
}

// MayPublish tells whether an opinion can be published now.
func (page *reviewPage) MayPublish() bool {
	return page.Runs && page.Open != nil && page.Open.State == catalogue.ReviewComplete && page.Changes == nil && page.Open.Recommended()
}

// opinionText is an opinion in one language.
type opinionText struct {
	Lang i18n.Lang
	Text string
}

// Languages are the opinion in all languages, that of the entry first.
func (page *reviewPage) Languages() []opinionText {
	var list []opinionText
	for _, lang := range i18n.Langs() {
		one := opinionText{lang, page.Opinion.Text.In(lang)}
		if lang == page.P.OriginalLanguage {
			list = slices.Insert(list, 0, one)
		} else {
			list = append(list, one)
		}
	}
	return list
}

// Wrong is what is wrong at a field.
func (page *reviewPage) Wrong(at string) string { return textAt(page.Errors, at) }

func textAt(list []fieldError, at string) string {
	for _, one := range list {
		if one.Field == at {
			return one.Text
		}
	}
	return ""
}

// Asked tells whether somebody has just been chosen in the form.
func (page *reviewPage) Asked(user string) bool { return slices.Contains(page.Picked, user) }

func (p *Pages) reviewAsk(c echo.Context) error {
	form := c.Request().PostForm
	err := p.Catalogue.AskReview(c.Request().Context(), actorOf(c), c.Param("id"), form["reviewer"])
	return p.answered(c, err, map[string]string{"": "ask", "reviewers": "ask"}, func(page *reviewPage) { page.Picked = form["reviewer"] })
}

func (p *Pages) reviewCancel(c echo.Context) error {
	err := p.Catalogue.CancelReview(c.Request().Context(), actorOf(c), c.Param("id"))
	return p.answered(c, err, map[string]string{"": "cancel"}, func(*reviewPage) {})
}

// reviewRelease takes a reviewer off who has not sent an assessment.
func (p *Pages) reviewRelease(c echo.Context) error {
	err := p.Catalogue.ReleaseReviewer(c.Request().Context(), actorOf(c), c.Param("id"), c.FormValue("user"))
	return p.answered(c, err, map[string]string{"": "now"}, func(*reviewPage) {})
}

func (p *Pages) reviewPublish(c echo.Context) error {
	o := catalogue.Opinion{ValidUntil: strings.TrimSpace(c.FormValue("validUntil")), Of: c.FormValue("of")}
	for _, lang := range i18n.Langs() {
		o.Text = o.Text.Set(lang, cleaned(c.FormValue("opinion."+string(lang))))
	}
	err := p.Catalogue.FinishReview(c.Request().Context(), actorOf(c), c.Param("id"), o)
	return p.answered(c, err, map[string]string{"": "publish", "opinion": "opinion." + c.FormValue("original")}, func(page *reviewPage) { page.Opinion = o })
}

// cleaned is a text of a form with line ends as they are stored.
func cleaned(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// reviewRulesPage is where administrators say whether their organisations
// publish only what has been reviewed.
type reviewRulesPage struct {
	frame
	Rules []reviewRule
	Saved bool
}

type reviewRule struct {
	catalogue.ReviewRule
	Name string
}

func (p *Pages) reviewRules(c echo.Context) error {
	page := reviewRulesPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.review_rules.title")), Saved: c.QueryParam("saved") != ""}
	page.Hidden = true
	for _, m := range actorOf(c).Memberships() {
		if actorOf(c).May(account.Administer, m.Organisation) != nil {
			continue
		}
		o, err := p.organisation(c, m.Organisation)
		if err != nil {
			return err
		}
		required, err := p.Catalogue.ReviewRequired(c.Request().Context(), m.Organisation)
		if err != nil {
			return err
		}
		page.Rules = append(page.Rules, reviewRule{catalogue.ReviewRule{Organisation: m.Organisation, Required: required}, first(o.Name.Best(page.Lang))})
	}
	if len(page.Rules) == 0 {
		return account.ErrDenied
	}
	return p.ok(c, "review-rules", page)
}

func (p *Pages) reviewRuleSent(c echo.Context) error {
	rule := catalogue.ReviewRule{Organisation: c.FormValue("organisation"), Required: c.FormValue("required") != ""}
	if err := p.Catalogue.PutReviewRule(c.Request().Context(), actorOf(c), rule); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/review-rules?saved=1")
}
