package ui

import (
	"bytes"
	"io"

	"github.com/labstack/echo/v4"

	"tiekartta/exchange"
)

func (p *Pages) catalogTurtle(c echo.Context) error {
	return p.record(c, "text/turtle; charset=utf-8", exchange.Record.WriteTurtle)
}

func (p *Pages) catalogLinked(c echo.Context) error {
	return p.record(c, "application/ld+json", exchange.Record.WriteLinked)
}

// record answers with what other catalogues need to know of this one.
func (p *Pages) record(c echo.Context, mediaType string, write func(exchange.Record, io.Writer) error) error {
	r := exchange.Record{Site: p.site(c), Operator: p.Settings.Operator, Contact: p.Settings.Contact, Messages: p.Messages}
	listings, err := p.Catalogue.Listings(c.Request().Context())
	if err != nil {
		return err
	}
	for _, one := range listings {
		if one.At.After(r.Changed) {
			r.Changed = one.At
		}
	}
	var b bytes.Buffer
	if err := write(r, &b); err != nil {
		return err
	}
	return forMachines(c, mediaType, b.Bytes())
}
