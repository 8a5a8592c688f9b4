package ui

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// standing tells readers which texts of a page are older than the original that
// they translate, and which a machine has translated.
type standing struct {
	Lang     i18n.Lang
	Outdated []string // names of fields
	Since    string   // date on which the first of their originals changed, empty where only a draft says so
	Machine  []string
}

func (p *Pages) standing(c echo.Context, practice *catalogue.Practice) (standing, error) {
	s := standing{Lang: pageLanguage(c)}
	outdated, err := p.Catalogue.OutdatedIn(c.Request().Context(), practice, s.Lang)
	if err != nil {
		return s, err
	}
	for _, t := range outdated {
		s.Outdated = p.named(s.Lang, s.Outdated, t.Path)
		if date := t.Since.In(finland()).Format("2006-01-02"); !t.Since.IsZero() && (s.Since == "" || date < s.Since) {
			s.Since = date
		}
	}
	if s.Since == "" && practice.State == "published" {
		s.Since = practice.PublishedAt.In(finland()).Format("2006-01-02")
	}
	for _, f := range catalogue.MachineTexts(practice, s.Lang) {
		s.Machine = p.named(s.Lang, s.Machine, f.Path)
	}
	return s, nil
}

// named adds the name of a field to names, once.
func (p *Pages) named(lang i18n.Lang, names []string, path string) []string {
	if name := p.fieldName(lang, path); !slices.Contains(names, name) {
		names = append(names, name)
	}
	return names
}
