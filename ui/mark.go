package ui

import (
	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
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

// reviewBefore is the review of an earlier version, as readers of a later one
// are told of it.
type reviewBefore struct {
	URL     string // of the opinion
	Version int
	Until   string // its last day
}

// reviewedBefore is the newest review before a version that has none itself;
// nil where there is none. The versions are the newest first.
func reviewedBefore(lang i18n.Lang, asked *catalogue.Practice, versions []catalogue.Version) *reviewBefore {
	for _, v := range versions {
		switch {
		case v.ReviewUntil == "" || v.Version > asked.Version:
		case v.Version == asked.Version:
			return nil
		default:
			return &reviewBefore{practiceURL(lang, asked.ID, v.Version) + "#review", v.Version, v.ReviewUntil}
		}
	}
	return nil
}
