package ui

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// stepRoutes registers an entry's way from the draft to publication and back.
func (p *Pages) stepRoutes(d *echo.Group) {
	get(d, "/practices/:id/check", p.checkAnswers)
	get(d, "/practices/:id/return", p.returnForm)
	get(d, "/practices/:id/manage", p.manage)
	d.POST("/practices/:id/submit", p.step("submit"), smallForm)
	d.POST("/practices/:id/withdraw", p.step("withdraw"), smallForm)
	d.POST("/practices/:id/publish", p.step("publish"), smallForm)
	d.POST("/practices/:id/return", p.giveBack, plainForm(largestSection))
	d.POST("/practices/:id/archive", p.step("archive"), smallForm)
	d.POST("/practices/:id/reopen", p.step("reopen"), smallForm)
	d.POST("/practices/:id/restore", p.restore, smallForm)
	d.POST("/practices/:id/delete", p.deleteDraft, smallForm)
	d.POST("/practices/:id/comments/:comment/resolve", p.resolveComment, smallForm)
	d.POST("/practices/:id/comments/:comment/reopen", p.reopenComment, smallForm)
}

// revisionOf is the revision that a form was made from; -1, which no entry has,
// where it names none.
func revisionOf(c echo.Context) int {
	revision, err := strconv.Atoi(c.FormValue("revision"))
	if err != nil || revision < 1 {
		return -1
	}
	return revision
}

// step takes a step that needs nothing but a button, and for publication a note.
func (p *Pages) step(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		take := map[string]func(context.Context, account.Actor, string, int) (*catalogue.Practice, error){
			"submit": p.Catalogue.Submit, "withdraw": p.Catalogue.Withdraw, "archive": p.Catalogue.Archive, "reopen": p.Catalogue.Reopen,
			"publish": func(ctx context.Context, actor account.Actor, id string, revision int) (*catalogue.Practice, error) {
				return p.Catalogue.PublishNoted(ctx, actor, id, revision, c.FormValue("note"))
			},
		}[name]
		if right, ok := map[string]account.Right{"submit": account.Write, "publish": account.Publish}[name]; ok {
			if open, err := p.openCommentsAsked(c, right); err != nil {
				return err
			} else if open {
				return p.checkOver(c, name)
			}
		}
		_, err := take(c.Request().Context(), actorOf(c), c.Param("id"), revisionOf(c))
		return p.stepTaken(c, name, err, func(problems i18n.Problems) error {
			return p.checkAgain(c, http.StatusUnprocessableEntity, problems)
		})
	}
}

// openCommentsAsked tells whether there are comments that nobody has dealt with,
// and whoever takes the step has not said that they take it all the same.
func (p *Pages) openCommentsAsked(c echo.Context, right account.Right) (bool, error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := p.Catalogue.May(ctx, actorOf(c), id, right); err != nil {
		return false, err
	}
	work, err := p.Catalogue.WorkOn(ctx, actorOf(c), id)
	current := work.Practice != nil && work.Practice.Revision == revisionOf(c)
	return current && work.Comments > 0 && c.FormValue("open") != strconv.Itoa(work.Comments), err
}

// stepTaken leads on from a step: to the entry, which says what was done; to the
// form again where something is missing; to the entry as it is now where somebody
// has changed it meanwhile.
func (p *Pages) stepTaken(c echo.Context, name string, err error, again func(i18n.Problems) error) error {
	var problems i18n.Problems
	switch {
	case errors.As(err, &problems):
		return again(problems)
	case errors.Is(err, store.ErrConflict):
		return p.checkAgain(c, http.StatusConflict, nil)
	case err != nil:
		return err
	}
	p.Index.Settle(c.Request().Context())
	return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/check?"+url.Values{"done": {name}}.Encode())
}

// deleteDraft gives up a draft, and leads to what is left.
func (p *Pages) deleteDraft(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	err := p.Catalogue.DeleteDraft(ctx, actorOf(c), id, revisionOf(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk?done=delete")
	}
	return p.stepTaken(c, "delete", err, func(problems i18n.Problems) error {
		return p.checkAgain(c, http.StatusUnprocessableEntity, problems)
	})
}

// restorePage asks whether an old version shall replace what is being written.
type restorePage struct {
	frame
	Work    catalogue.Work
	Name    shown
	Version int
}

// restore makes an old version the draft; where somebody is writing one, it asks
// first.
func (p *Pages) restore(c echo.Context) error {
	ctx, id, lang := c.Request().Context(), c.Param("id"), pageLanguage(c)
	version, _ := strconv.Atoi(c.FormValue("version"))
	revision, _ := strconv.Atoi(c.FormValue("revision"))
	_, err := p.Catalogue.Restore(ctx, actorOf(c), id, version, max(revision, 0))
	if !errors.Is(err, store.ErrConflict) {
		return p.stepTaken(c, "restore", err, func(problems i18n.Problems) error { return problems })
	}
	page := restorePage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.restore.title")), Version: version}
	if page.Work, err = p.Catalogue.WorkOn(ctx, actorOf(c), id); err != nil {
		return err
	}
	page.Name = show(lang, page.Work.Practice.Title, page.Work.Practice.OriginalLanguage)
	return p.render(c, http.StatusConflict, "restore", page)
}
