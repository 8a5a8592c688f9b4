package ui

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/exchange"
	"tiekartta/roadmap"
)

// send answers with a file to be kept, whose name has only letters that every
// system takes.
func send(c echo.Context, name, format string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
	h.Set("X-Robots-Tag", "noindex")
	return c.Blob(http.StatusOK, exchange.MediaType(format), body)
}

func (p *Pages) practiceFile(c echo.Context) error {
	format, lang := c.Param("format"), pageLanguage(c)
	practice, _, err := p.practiceAsked(c)
	if err != nil {
		return err
	}
	if known := exchange.PracticeFormats(); !slices.Contains(known, format) {
		return formatError{format, known}
	}
	var b bytes.Buffer
	if err := p.Exporter.Practice(c.Request().Context(), practice, exchange.As{Format: format, Lang: lang, To: &b, Site: p.site(c)}); err != nil {
		return err
	}
	return send(c, practice.ID+"-v"+strconv.Itoa(practice.Version)+"-"+string(lang), format, b.Bytes())
}

func (p *Pages) roadmapFile(c echo.Context) error {
	r, err := p.Roadmaps.Roadmap(c.Request().Context(), account.Actor{}, c.Param("id"))
	if err != nil {
		return err
	}
	return p.sendRoadmap(c, r, r.ID)
}

// sendRoadmap writes a roadmap, stored or drafted, in the format of the
// address, as a file of that name.
func (p *Pages) sendRoadmap(c echo.Context, r *roadmap.Roadmap, name string) error {
	format, lang := c.Param("format"), pageLanguage(c)
	if known := exchange.RoadmapFormats(); !slices.Contains(known, format) {
		return formatError{format, known}
	}
	var b bytes.Buffer
	as := exchange.As{Format: format, Lang: lang, To: &b}
	if err := p.Exporter.Roadmap(c.Request().Context(), account.Actor{}, r, as); err != nil {
		return err
	}
	if name == "" {
		name = "roadmap"
	}
	return send(c, name+"-"+string(lang), format, b.Bytes())
}
