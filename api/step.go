package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
)

// returned is what a draft is given back with.
type returned struct {
	Note     string        `json:"note,omitempty"`
	Comments []commentWish `json:"comments,omitempty"`
}

// commentWish is what is said of a field.
type commentWish struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// noted is what readers are told about a publication.
type noted struct {
	Note string `json:"note,omitempty"`
}

func (a *API) submit(c echo.Context) error {
	return a.decide(c, func(ctx context.Context, id string, revision int) (*catalogue.Practice, error) {
		return a.Catalogue.Submit(ctx, actorOf(c), id, revision)
	})
}

func (a *API) giveBack(c echo.Context) error {
	return a.decide(c, func(ctx context.Context, id string, revision int) (*catalogue.Practice, error) {
		var in returned
		if err := a.readStep(c, &in); err != nil {
			return nil, err
		}
		comments := []catalogue.Comment{{Text: in.Note}}
		for _, one := range in.Comments {
			comments = append(comments, catalogue.Comment{Path: one.Path, Text: one.Text})
		}
		return a.Catalogue.Return(ctx, actorOf(c), id, revision, comments)
	})
}

func (a *API) publish(c echo.Context) error {
	return a.decide(c, func(ctx context.Context, id string, revision int) (*catalogue.Practice, error) {
		var in noted
		if err := a.readStep(c, &in); err != nil {
			return nil, err
		}
		return a.Catalogue.PublishNoted(ctx, actorOf(c), id, revision, in.Note)
	})
}

func (a *API) archive(c echo.Context) error {
	return a.decide(c, func(ctx context.Context, id string, revision int) (*catalogue.Practice, error) {
		return a.Catalogue.Archive(ctx, actorOf(c), id, revision)
	})
}

// readStep reads the body of a step that an editor takes, which may be empty;
// only for those who may take it.
func (a *API) readStep(c echo.Context, into any) error {
	if err := a.Catalogue.May(c.Request().Context(), actorOf(c), c.Param("id"), account.Publish); err != nil {
		return err
	}
	text, err := readBody(c, largestWish)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		return err
	}
	if _, err := mediaType(c, "application/json"); err != nil {
		return err
	}
	return catalogue.Decode(text, into)
}

// decide changes a practice's state and waits a little for the index, so that
// the next search of whoever decided shows it.
func (a *API) decide(c echo.Context, do func(ctx context.Context, id string, revision int) (*catalogue.Practice, error)) error {
	ctx := c.Request().Context()
	if err := readParameters(c).err(); err != nil {
		return err
	}
	revision, err := matched(c)
	if err != nil {
		return err
	}
	p, err := do(ctx, c.Param("id"), revision)
	if err != nil {
		return stale(err)
	}
	a.Index.Settle(ctx)
	setRevision(c, p.Revision)
	return send(c, http.StatusOK, jsonType, p)
}
