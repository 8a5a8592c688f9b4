package ui

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// reviewed is the entry that a review is about: as it is being written for
// those who are at work on the review, else the published one, nil when there
// is none for the actor to see.
func (p *Pages) reviewed(c echo.Context, r *catalogue.Review) (*catalogue.Practice, error) {
	ctx, actor := c.Request().Context(), actorOf(c)
	practice, err := p.Catalogue.Draft(ctx, actor, r.Practice)
	if errors.Is(err, store.ErrNotFound) {
		practice, err = p.Catalogue.Practice(ctx, account.Actor{}, r.Practice)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return practice, err
}

// assessPage is a reviewer's work on one review. The entry is shown in the form
// of its public page.
type assessPage struct {
	practicePage
	R         *catalogue.Review
	Mine      catalogue.ReviewTask
	Others    []reviewerRow
	Step      string // criteria, recommendation, check, changes; "" is the overview
	Questions []question
	Answered  int
	Missing   []fieldError    // what keeps the assessment from being sent; Field is an address
	Changes   []changeSection // of the text that the reviewer knows
	Stale     bool            // the text has changed since the page was opened
	Reply     catalogue.Reply
	Comment   catalogue.Comment // as it was typed
	Commented bool              // a comment has just been kept
	Said      []comment         // by the reviewer
	Language  i18n.Lang
	Stands    catalogue.Assessment // what is stored, where the form shows something else
	Elsewhere map[string]shown     // what stands in fields that were changed elsewhere too
	Errors    []fieldError

	known map[string]string
}

// knownField is a field of an assessment and the fingerprint of what is stored in
// it.
type knownField struct{ Path, Print string }

// Known is what the form has to remember of a field.
func (page *assessPage) Known(path string) knownField { return knownField{path, page.known[path]} }

// question is one criterion with the reviewer's answer and the author's own.
type question struct {
	catalogue.Answer
	Text string // the reason as it stands in its field
	Own  catalogue.Criterion
}

// Wrong is what is wrong at a field.
func (page *assessPage) Wrong(at string) string { return textAt(page.Errors, at) }

// Answers are those that a criterion may have.
func (page *assessPage) Answers() []string { return []string{"yes", "partly", "no"} }

// Recommendations are those that a reviewer may give.
func (page *assessPage) Recommendations() []string {
	return []string{catalogue.RecommendPublish, catalogue.RecommendChanges, catalogue.RecommendNot}
}

// Works tells whether the reviewer is writing.
func (page *assessPage) Works() bool {
	return page.Mine.State == catalogue.ReviewerAssessing && page.R.Open()
}

// Reads tells whether the reviewer has still to judge the text.
func (page *assessPage) Reads() bool {
	return page.R.Open() && (page.Mine.State == catalogue.ReviewerAsked || page.Mine.State == catalogue.ReviewerAssessing)
}

// Published tells whether the entry was published after the reviewer was asked.
func (page *assessPage) Published() bool {
	return page.Reads() && page.P != nil && page.P.Version > 0 && page.P.PublishedAt.After(page.Mine.AskedAt)
}

// assessPage loads a review for somebody who was asked for it.
func (p *Pages) assessPage(c echo.Context, step string) (*assessPage, error) {
	r, err := p.Catalogue.ReviewTask(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return nil, err
	}
	lang := pageLanguage(c)
	page := &assessPage{R: r, Mine: *r.Task(actorOf(c).User), Step: step, Language: lang}
	page.Name = shown{Text: r.Practice}
	if page.P, err = p.reviewed(c, r); err != nil {
		return nil, err
	}
	if page.P != nil {
		page.Name = show(lang, page.P.Title, page.P.OriginalLanguage)
		if page.Owner, err = p.organisation(c, page.P.Organisation); err != nil {
			return nil, err
		}
	}
	page.Commented = c.QueryParam("commented") != ""
	title := "page.assess.title"
	if step != "" {
		title = "page.assess.title." + step
	}
	page.frame = p.frame(c, "desk", p.Messages.T(lang, title, "Title", page.Name.Text))
	page.Hidden = true
	if page.P != nil {
		page.describe(p)
		if page.Standing, err = p.standing(c, page.P); err != nil {
			return nil, err
		}
	}
	if page.Mine.Assessment.Language != "" {
		page.Language = page.Mine.Assessment.Language
	}
	page.Stands = page.Mine.Assessment
	page.ask(p)
	unfinished := p.Catalogue.UnfinishedIn(page.Mine.Assessment)
	for i, one := range p.assessProblems(c, unfinished) {
		if unfinished[i].Key == "required" {
			one.Text = p.Messages.T(lang, "page.assess.open")
			if strings.HasSuffix(one.Field, ".reason") || one.Field == "text" {
				one.Text = p.Messages.T(lang, "page.assess.no_reason")
			}
		}
		one.Field = p.assessURL(c, "/"+stepOf(one.Field)) + "#" + one.Field
		page.Missing = append(page.Missing, one)
	}
	if page.Changes, err = p.changedSince(lang, r, page.Mine); err != nil {
		return nil, err
	}
	if page.Said, err = p.ownComments(c, page); err != nil {
		return nil, err
	}
	return page, p.others(c, page)
}

// ask puts the six criteria with the answers so far.
func (page *assessPage) ask(p *Pages) {
	page.Questions, page.Answered = nil, 0
	page.known = p.Catalogue.AssessmentKnown(page.Stands)
	for _, id := range p.Catalogue.CriteriaIDs() {
		q := question{Answer: page.Mine.Assessment.Answer(id)}
		q.Text = first(q.Reason.Best(page.Language))
		if page.P != nil {
			for _, own := range criteria(page.P) {
				if own.ID == id {
					q.Own = own.Criterion
				}
			}
		}
		if q.Met != "" && q.Text != "" {
			page.Answered++
		}
		page.Questions = append(page.Questions, q)
	}
}

// others are the other reviewers once all assessments are in.
func (p *Pages) others(c echo.Context, page *assessPage) error {
	if page.R.State != catalogue.ReviewComplete && page.R.State != catalogue.ReviewPublished {
		return nil
	}
	rows, err := p.reviewerRows(c, page.R)
	for _, row := range rows {
		if row.User != page.Mine.User && row.State == catalogue.ReviewerComplete {
			page.Others = append(page.Others, row)
		}
	}
	return err
}

func (p *Pages) assess(c echo.Context) error {
	page, err := p.assessPage(c, "")
	if err != nil {
		return err
	}
	return p.ok(c, "assess", page)
}

func (p *Pages) assessCriteria(c echo.Context) error { return p.assessStep(c, "criteria") }

func (p *Pages) assessAdvice(c echo.Context) error { return p.assessStep(c, "recommendation") }

func (p *Pages) assessCheck(c echo.Context) error { return p.assessStep(c, "check") }

// assessStep shows a step to somebody who is writing, and leads all others to
// the overview.
func (p *Pages) assessStep(c echo.Context, step string) error {
	page, err := p.assessPage(c, step)
	if err != nil {
		return err
	}
	if !page.Works() {
		return c.Redirect(http.StatusSeeOther, p.assessURL(c, ""))
	}
	return p.ok(c, "assess", page)
}

// assessChanges shows what has changed in the text meanwhile.
func (p *Pages) assessChanges(c echo.Context) error {
	page, err := p.assessPage(c, "changes")
	if err != nil {
		return err
	}
	if !page.Reads() {
		return c.Redirect(http.StatusSeeOther, p.assessURL(c, ""))
	}
	return p.ok(c, "assess", page)
}

func (p *Pages) assessURL(c echo.Context, step string) string {
	return "/" + string(pageLanguage(c)) + "/desk/reviews/" + c.Param("id") + step
}

func (p *Pages) assessReply(c echo.Context) error {
	reply := catalogue.Reply{Answer: c.FormValue("answer"), Conflict: c.FormValue("conflict")}
	err := p.Catalogue.ReplyToReview(c.Request().Context(), actorOf(c), c.Param("id"), reply)
	return p.assessed(c, err, "", func(page *assessPage) string { page.Reply = reply; return "" })
}

func (p *Pages) assessSend(c echo.Context) error {
	err := p.Catalogue.SendAssessment(c.Request().Context(), actorOf(c), c.Param("id"), c.FormValue("shown"))
	return p.assessed(c, err, "check", func(*assessPage) string { return "" })
}

func (p *Pages) assessConfirm(c echo.Context) error {
	err := p.Catalogue.ConfirmReview(c.Request().Context(), actorOf(c), c.Param("id"), c.FormValue("shown"))
	return p.assessed(c, err, "", func(*assessPage) string { return "" })
}

// assessRevise lets a reviewer change what they have sent.
func (p *Pages) assessRevise(c echo.Context) error {
	err := p.Catalogue.ReviseAssessment(c.Request().Context(), actorOf(c), c.Param("id"))
	return p.assessed(c, err, "", func(*assessPage) string { return "" })
}

// assessRead notes that a reviewer has read what has changed.
func (p *Pages) assessRead(c echo.Context) error {
	err := p.Catalogue.ReadChanges(c.Request().Context(), actorOf(c), c.Param("id"), c.FormValue("shown"))
	return p.assessed(c, err, "changes", func(*assessPage) string { return "" })
}

// Fields are those that a reviewer may comment on.
func (page *assessPage) Fields() []string {
	return []string{"summary", "challenge", "goals", "howItWorks", "components", "delivery", "targetGroups", "participation", "results",
		"evaluations", "lessons", "conditions", "resources", "funding", "partners", "sources"}
}

// assessComment keeps what a reviewer says of a field for those who write.
func (p *Pages) assessComment(c echo.Context) error {
	r, err := p.Catalogue.ReviewTask(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	comment := catalogue.Comment{Path: c.FormValue("path"), Text: cleaned(c.FormValue("text"))}
	_, err = p.Catalogue.AddComment(c.Request().Context(), actorOf(c), r.Practice, comment.Path, comment.Text)
	return p.assessed(c, err, "", func(page *assessPage) string {
		page.Comment = comment
		return "?commented=1#commented"
	})
}

// assessed leads on when all went well, and shows the step again with what was
// wrong, or with what has changed in the text; fill keeps what was typed and
// names the next step.
func (p *Pages) assessed(c echo.Context, err error, step string, fill func(*assessPage) string) error {
	var problems i18n.Problems
	stale := errors.Is(err, store.ErrConflict)
	if err != nil && !stale && !errors.As(err, &problems) {
		return err
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, p.assessURL(c, fill(&assessPage{})))
	}
	page, err := p.assessPage(c, step)
	if err != nil {
		return err
	}
	if page.Stale = stale; stale {
		return p.render(c, http.StatusConflict, "assess", page)
	}
	fill(page)
	if step == "check" && len(page.Missing) > 0 { // the page lists it
		return p.render(c, http.StatusUnprocessableEntity, "assess", page)
	}
	page.Failed, page.Errors, page.Elsewhere = true, p.assessProblems(c, problems), p.elsewhere(page, problems)
	return p.render(c, http.StatusUnprocessableEntity, "assess", page)
}

// assessProblems are the messages at the fields.
func (p *Pages) assessProblems(c echo.Context, problems i18n.Problems) []fieldError {
	lang := pageLanguage(c)
	list := p.problemsAt(lang, problems, map[string]string{"": "top", "note": "comment", "comments[0].text": "comment"})
	for i := range list {
		at := list[i].Field
		if parts := strings.Split(at, "."); parts[0] == "criteria" && len(parts) > 1 {
			list[i].Label = first(p.Catalogue.Vocabularies.Label("criterion", parts[1]).Best(lang))
		}
		for _, lang := range i18n.Langs() { // a text is one field here
			at = strings.TrimSuffix(at, "."+string(lang))
		}
		if strings.HasSuffix(at, ".met") {
			at += ".yes" // the first of its answers
		}
		if at == "recommendation" || at == "text" || at == "language" {
			list[i].Label = p.Messages.T(lang, "page.assess."+at)
		}
		if at == "recommendation" || at == "answer" {
			at += ".first"
		}
		list[i].Field = at
	}
	return list
}
