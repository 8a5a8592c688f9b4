package api

import (
	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func (a *API) organisations(c echo.Context) error {
	in := readParameters(c, "lang", "limit", "offset")
	in.lang()
	p := in.page(mostItems)
	if err := in.err(); err != nil {
		return err
	}
	organisations, err := a.Accounts.Organisations(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, paged(organisations, p))
}

// vocabularyAnswer is a part of a scheme's concepts, in display order.
type vocabularyAnswer struct {
	ID    string    `json:"id"`
	Label i18n.Text `json:"label"`
	list[catalogue.Concept]
}

func (a *API) vocabulary(c echo.Context) error {
	in := readParameters(c, "lang", "limit", "offset")
	in.lang()
	p := in.page(mostItems)
	if err := in.err(); err != nil {
		return err
	}
	scheme, err := a.Catalogue.Vocabularies.Scheme(c.Param("scheme"))
	if err != nil {
		return err
	}
	return answer(c, vocabularyAnswer{scheme.ID, scheme.Label, paged(scheme.Concepts, p)})
}
