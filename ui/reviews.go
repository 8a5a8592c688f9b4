package ui

import (
	"slices"

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
	Owner string
}

// Waits tells whether the reviewer has something to do.
func (l reviewLine) Waits() bool {
	return l.Open() && (l.Mine.State == catalogue.ReviewerAsked || l.Mine.State == catalogue.ReviewerAssessing || l.Mine.Outdated())
}

func (p *Pages) reviews(c echo.Context) error {
	page := reviewsPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.reviews.title"))}
	page.Hidden = true
	lines, err := p.reviewLines(c)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.Waits() {
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
	lines, err := p.reviewLines(c)
	return slices.DeleteFunc(lines, func(l reviewLine) bool { return !l.Waits() }), err
}

// reviewLines are the reviews that the actor was asked for.
func (p *Pages) reviewLines(c echo.Context) ([]reviewLine, error) {
	list, err := p.Catalogue.ReviewTasks(c.Request().Context(), actorOf(c))
	if err != nil {
		return nil, err
	}
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
			line.Owner = first(o.Name.Best(pageLanguage(c)))
		}
		lines = append(lines, line)
	}
	return lines, nil
}
