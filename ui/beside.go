package ui

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// documentAside is the document that an entry began with, beside a section of
// its form, with the words marked that suggestions for this section come from.
type documentAside struct {
	File        string
	Language    i18n.Lang
	Lines       []documentLine
	Suggestions int // for this section, that nobody has decided about
}

// documentAside is nil for an entry without a document.
func (p *Pages) documentAside(c echo.Context, practice *catalogue.Practice, section string) (*documentAside, error) {
	document, text, found, err := p.read(c, practice.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	here := *found
	here.List = slices.DeleteFunc(slices.Clone(found.List), func(one exchange.Suggestion) bool { return sectionOf(one.Path) != section })
	aside := &documentAside{File: text.Name, Language: found.Language, Lines: linesOf(text, &here)}
	for _, one := range here.List {
		if document.Choices[one.ID] == "" {
			aside.Suggestions++
		}
	}
	return aside, nil
}
