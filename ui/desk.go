package ui

import (
	"github.com/labstack/echo/v4"

	"tiekartta/account"
)

// deskPage is a specialist's own work.
type deskPage struct {
	frame
	Actor   account.Actor
	Letters letters      // what has been sent to the operator
	Reviews []reviewLine // those that wait for the actor
}

func (p *Pages) desk(c echo.Context) error {
	page := deskPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.desk.title")), Actor: actorOf(c)}
	var err error
	if page.Letters, err = p.letters(c); err != nil {
		return err
	}
	if page.Reviews, err = p.waitingReviews(c); err != nil {
		return err
	}
	return p.ok(c, "desk", page)
}
