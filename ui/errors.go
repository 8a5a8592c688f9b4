package ui

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// errorPage says in the page's language what went wrong and what can be done.
type errorPage struct {
	frame
	Status   int
	Kind     string // of the messages "page.error.<kind>.title" and ".text"
	Problems []string
	Format   string
	Formats  []file // instead of the format that is not known
	Sent     sentForm
	Again    bool   // whether what was sent may be taken when it is sent again
	Request  string // id, to be told to the operator where the fault is ours
}

// formatError refuses a format by name.
type formatError struct {
	format string
	known  []string
}

func (e formatError) Error() string { return "no format " + e.format }

// instead are the addresses of the same thing in the formats that there are.
func (e formatError) instead(asked *url.URL) []file {
	const before = "/export."
	address := asked.EscapedPath()
	i := strings.LastIndex(address, before)
	if i < 0 {
		return nil
	}
	query := ""
	if asked.RawQuery != "" {
		query = "?" + asked.RawQuery
	}
	var files []file
	for _, format := range e.known {
		files = append(files, file{format, address[:i] + before + format + query})
	}
	return files
}

// Error is the error handler of the pages: it maps an error to a status and a
// page once, and logs once what is our own fault. Its text is never shown.
func (p *Pages) Error(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	h := c.Response().Header()
	setHeaders(h)
	h.Set("Cache-Control", "no-store")
	if errors.Is(err, account.ErrUnknown) {
		if p.unknownPerson(c) == nil {
			return
		}
	}
	status, kind := classify(err)
	request := h.Get(echo.HeaderXRequestID)
	if status == http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		// Not the address: some have a secret.
		p.Log.Error("page failed", "method", c.Request().Method, "route", c.Path(), "request", request, "error", err)
	}
	lang := pageLanguage(c)
	page := errorPage{frame: p.frame(c, "", p.Messages.T(lang, "page.error."+kind+".title")), Status: status, Kind: kind}
	if status >= http.StatusInternalServerError {
		page.Request, page.Again = request, true
	}
	page.Sent = p.unsaved(c, err)
	page.frame.Hidden, page.frame.Canonical = true, ""
	var problems i18n.Problems
	if errors.As(err, &problems) {
		for _, one := range problems {
			words := p.Messages.Problem(lang, one)
			if p.Messages.Has(lang, "field."+catalogue.FieldOf(one.Path)) {
				words = p.rowName(lang, one.Path) + ": " + words
			}
			page.Problems = append(page.Problems, words)
		}
		page.Failed = true
	}
	var format formatError
	if errors.As(err, &format) {
		page.Format, page.Formats = format.format, format.instead(c.Request().URL)
	}
	if err := p.render(c, status, "error", page); err != nil {
		p.Log.Error("error page failed", "request", request, "error", err)
		_ = c.NoContent(http.StatusInternalServerError)
	}
}

// classify is the only place that gives an error its status and its words.
func classify(err error) (status int, kind string) {
	var problems i18n.Problems
	var format formatError
	var web *echo.HTTPError
	switch {
	case errors.As(err, &format):
		return http.StatusNotFound, "format"
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound, "not_found"
	case errors.Is(err, store.ErrConflict):
		return http.StatusConflict, "conflict"
	case errors.Is(err, account.ErrDenied), errors.Is(err, account.ErrUnknown):
		return http.StatusForbidden, "denied"
	case errors.As(err, &problems):
		return http.StatusUnprocessableEntity, "problems"
	case errors.Is(err, store.ErrFull):
		return http.StatusInsufficientStorage, "full"
	case errors.As(err, &web):
		return web.Code, webKind(web.Code)
	}
	return http.StatusInternalServerError, "internal"
}

func webKind(status int) string {
	switch {
	case status == http.StatusNotFound:
		return "not_found"
	case status == http.StatusForbidden:
		return "denied"
	case status == http.StatusRequestEntityTooLarge:
		return "too_large"
	case status == http.StatusRequestURITooLong:
		return "address"
	case status >= 500:
		return "internal"
	}
	return "request"
}
