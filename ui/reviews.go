package ui

import (
	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
)

// reviewsPage lists the reviews that somebody has been asked for.
type reviewsPage struct {
	frame
	Waiting []reviewLine // something is to be done
	Past    []reviewLine
}

// reviewLine is a review in the list of a reviewer.
type reviewLine struct {
	*catalogue.Review
	Mine  catalogue.ReviewTask
	Title shown
	Owner shown
}

func (p *Pages) reviews(c echo.Context) error {
	page := reviewsPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.reviews.title"))}
	page.Hidden = true
	list, err := p.Catalogue.ReviewTasks(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	lines, err := p.reviewLines(c, list)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.WaitsFor(line.Mine.User) {
			page.Waiting = append(page.Waiting, line)
		} else {
			page.Past = append(page.Past, line)
		}
	}
	return p.ok(c, "reviews", page)
}

// waitingReviews are those in which the actor has something to do.
func (p *Pages) waitingReviews(c echo.Context) ([]reviewLine, error) {
	if actorOf(c).User == "" {
		return nil, nil
	}
	list, err := p.Catalogue.WaitingReviews(c.Request().Context(), actorOf(c))
	if err != nil {
		return nil, err
	}
	return p.reviewLines(c, list)
}

// reviewLines are reviews that the actor was asked for.
func (p *Pages) reviewLines(c echo.Context, list []*catalogue.Review) ([]reviewLine, error) {
	var lines []reviewLine
	for _, r := range list {
		line := reviewLine{Review: r, Mine: *r.Task(actorOf(c).User), Title: shown{Text: r.Practice}}
		practice, err := p.reviewed(c, r)
		if err != nil {
			return nil, err
		}
		if practice != nil {
			line.Title = show(pageLanguage(c), practice.Title, practice.OriginalLanguage)
			o, err := p.organisation(c, practice.Organisation)
			if err != nil {
				return nil, err
			}
			line.Owner = show(pageLanguage(c), o.Name, practice.OriginalLanguage)
		}
		lines = append(lines, line)
	}
	return lines, nil
}
