package ui

import (
	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
)

// reviewFound is a review as readers see it: with its reviewers' organisations
// by name.
type reviewFound struct {
	catalogue.ReviewMark
	By []string
}

// reviewFound is nil for a practice whose text nobody has reviewed.
func (p *Pages) reviewFound(c echo.Context, practice *catalogue.Practice) (*reviewFound, error) {
	if practice.Computed == nil || practice.Computed.Review.Mark == catalogue.SelfDeclared {
		return nil, nil
	}
	found := &reviewFound{ReviewMark: practice.Computed.Review}
	for _, id := range found.Organisations {
		o, err := p.organisation(c, id)
		if err != nil {
			return nil, err
		}
		found.By = append(found.By, first(o.Name.Best(pageLanguage(c), practice.OriginalLanguage)))
	}
	return found, nil
}
