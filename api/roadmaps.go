package api

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/exchange"
	"tiekartta/roadmap"
)

func (a *API) roadmaps(c echo.Context) error {
	in := readParameters(c, "lang", "limit", "offset")
	in.lang()
	p := in.page(usualItems)
	if err := in.err(); err != nil {
		return err
	}
	cards, err := a.Roadmaps.Cards(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	part := paged(cards, p)
	for i := range part.Items {
		part.Items[i].Municipalities = append([]string{}, part.Items[i].Municipalities...)
	}
	return answer(c, part)
}

func (a *API) roadmap(c echo.Context) error {
	ctx, actor, id := c.Request().Context(), actorOf(c), c.Param("id")
	in := readParameters(c, "version", "lang")
	version := in.number("version", 0, 1, largestNumber)
	in.lang()
	if err := in.err(); err != nil {
		return err
	}
	r, err := a.Roadmaps.Roadmap(ctx, actor, id)
	if err == nil && version != 0 {
		r, err = a.Roadmaps.RoadmapVersion(ctx, actor, id, version)
	}
	if err != nil {
		return err
	}
	setRevision(c, r.Revision)
	return answer(c, r)
}

func (a *API) addRoadmap(c echo.Context) error {
	ctx := c.Request().Context()
	var r roadmap.Roadmap
	err := readParameters(c).err()
	if err == nil {
		err = readJSON(c, &r, largestThing)
	}
	if err == nil {
		r.Organisation, err = a.ownerID(ctx, r.Organisation)
	}
	if err != nil {
		return err
	}
	added, err := a.Roadmaps.Add(ctx, actorOf(c), r)
	if err != nil {
		return err
	}
	setRevision(c, added.Revision)
	return created(c, "/roadmaps/"+added.ID, added)
}

func (a *API) changeRoadmap(c echo.Context) error {
	ctx := c.Request().Context()
	var r roadmap.Roadmap
	revision, err := readChange(c, &r)
	if err == nil {
		err = sameID(c, r.ID)
	}
	if err == nil {
		r.Organisation, err = a.ownerID(ctx, r.Organisation)
	}
	if err != nil {
		return err
	}
	r.ID, r.Revision = c.Param("id"), revision
	changed, err := a.Roadmaps.Change(ctx, actorOf(c), r)
	if err != nil {
		return stale(err)
	}
	setRevision(c, changed.Revision)
	return send(c, http.StatusOK, jsonType, changed)
}

func (a *API) export(c echo.Context) error {
	ctx, actor := c.Request().Context(), actorOf(c)
	in := readParameters(c, "format", "lang")
	as := exchange.As{Format: in.one("format"), Lang: in.lang()}
	if err := in.err(); err != nil {
		return err
	}
	if err := exchange.CheckFormat(short(as.Format), exchange.RoadmapFormats()); err != nil {
		return err
	}
	r, err := a.Roadmaps.Roadmap(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	as.To = &file
	if err := a.Exporter.Roadmap(ctx, actor, r, as); err != nil {
		return err
	}
	name := r.ID + "-" + string(as.Lang) + "." + as.Format
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return answerBytes(c, exchange.MediaType(as.Format), file.Bytes())
}

// finding is something that a person has still to decide, in words.
type finding struct {
	Key      string `json:"key"`
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

func (a *API) checks(c echo.Context) error {
	in := readParameters(c, "lang", "limit", "offset")
	lang, p := in.lang(), in.page(mostItems)
	if err := in.err(); err != nil {
		return err
	}
	r, err := a.Roadmaps.Roadmap(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	findings := []finding{}
	for _, f := range a.Exporter.Assembler.Checks(r) {
		findings = append(findings, finding{f.Key, f.Place, f.Severity, f.Message(a.Messages, lang)})
	}
	return answer(c, paged(findings, p))
}
