package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// problemType is the content type of refusals: RFC 9457.
const problemType = "application/problem+json; charset=utf-8"

// problem is a refusal as it is answered. Problems is never null.
type problem struct {
	Type     string       `json:"type"`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail"`
	Request  string       `json:"request,omitempty"` // id, to be told to the operator
	Problems []problemRow `json:"problems"`
}

type problemRow struct {
	Path    string `json:"path"`
	Key     string `json:"key"`
	Message string `json:"message"`
}

// mostRows bounds an answer: a hostile file can have a problem every few bytes.
const mostRows = 200

// refusal is an error of this door alone. Its words are the messages
// "api.<kind>.title" and "api.<kind>.detail", the latter with args.
type refusal struct {
	status int
	kind   string
	args   []any
}

func (r *refusal) Error() string { return r.kind }

var (
	errNoToken  = &refusal{http.StatusUnauthorized, "no_token", nil}
	errBadToken = &refusal{http.StatusUnauthorized, "bad_token", nil}
	errStale    = &refusal{http.StatusPreconditionFailed, "stale", nil}
	errNoMatch  = &refusal{http.StatusPreconditionRequired, "no_match", nil}
	errBusy     = &refusal{http.StatusServiceUnavailable, "busy", nil}
)

// Error answers what went wrong under the addresses of Answers: it maps an error
// to a refusal once, and logs once what is our own fault. The error's text is
// never shown.
func (a *API) Error(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	setHeaders(c)
	r := refusalOf(err)
	lang := problemLanguage(c)
	answer := problem{
		Type: "about:blank", Status: r.status, Problems: a.rows(lang, err),
		Title:  a.Messages.T(lang, "api."+r.kind+".title"),
		Detail: a.Messages.T(lang, "api."+r.kind+".detail", r.args...),
	}
	if r.status == http.StatusInternalServerError {
		answer.Request = c.Response().Header().Get(echo.HeaderXRequestID)
		a.Log.Error("call failed", "method", c.Request().Method, "route", c.Path(), "request", answer.Request, "error", err)
	}
	setProblemHeaders(c.Response().Header(), r, lang)
	if err := send(c, r.status, problemType, answer); err != nil {
		a.Log.Error("answer failed", "request", answer.Request, "error", err)
	}
}

// setProblemHeaders replaces what the answer that failed had set.
func setProblemHeaders(h http.Header, r *refusal, lang i18n.Lang) {
	for _, of := range []string{"ETag", echo.HeaderLocation, echo.HeaderContentDisposition} {
		h.Del(of)
	}
	switch r {
	case errNoToken:
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="tiekartta"`)
	case errBadToken:
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="tiekartta", error="invalid_token"`)
	case errBusy:
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(int(importWait.Seconds())))
	}
	h.Set("Content-Language", string(lang))
}

// rows are the problems in words, as many as an answer may have.
func (a *API) rows(lang i18n.Lang, err error) []problemRow {
	var problems i18n.Problems
	errors.As(err, &problems)
	rows := []problemRow{}
	for _, p := range problems[:min(mostRows, len(problems))] {
		rows = append(rows, problemRow{p.Path, p.Key, a.Messages.Problem(lang, p)})
	}
	return rows
}

// refusalOf is the only place that gives an error its status and its code.
func refusalOf(err error) *refusal {
	var own *refusal
	var problems i18n.Problems
	var web *echo.HTTPError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &problems):
		return refusalOfProblems(problems)
	case errors.As(err, &large):
		return &refusal{http.StatusRequestEntityTooLarge, "too_large", []any{"Max", large.Limit >> 20}}
	case errors.As(err, &web):
		return refusalOfWeb(web)
	case errors.Is(err, store.ErrNotFound):
		return &refusal{http.StatusNotFound, "not_found", nil}
	case errors.Is(err, account.ErrUnknown):
		return errBadToken
	case errors.Is(err, account.ErrDenied):
		return &refusal{http.StatusForbidden, "denied", nil}
	case errors.Is(err, store.ErrConflict):
		return &refusal{http.StatusConflict, "conflict", nil}
	case errors.Is(err, store.ErrFull):
		return &refusal{http.StatusInsufficientStorage, "full", nil}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, store.ErrClosed):
		return &refusal{http.StatusServiceUnavailable, "unavailable", nil}
	}
	return &refusal{http.StatusInternalServerError, "internal", nil}
}

// refusalOfProblems tells apart what is no JSON at all, what is too large, and
// what can be read but is not right.
func refusalOfProblems(problems i18n.Problems) *refusal {
	has := func(keys ...string) bool {
		return slices.ContainsFunc(problems, func(p i18n.Problem) bool { return slices.Contains(keys, p.Key) })
	}
	switch {
	case has(catalogue.ErrNotJSON, "not_utf8"):
		return &refusal{http.StatusBadRequest, "not_json", nil}
	case has("file_too_large"):
		return &refusal{http.StatusRequestEntityTooLarge, "file_too_large", nil}
	}
	return &refusal{http.StatusUnprocessableEntity, "problems", []any{"N", len(problems)}}
}

// refusalOfWeb maps what echo answers itself.
func refusalOfWeb(err *echo.HTTPError) *refusal {
	switch err.Code {
	case http.StatusNotFound:
		return &refusal{err.Code, "not_found", nil}
	case http.StatusMethodNotAllowed:
		return &refusal{err.Code, "method", nil}
	case http.StatusRequestURITooLong:
		return &refusal{err.Code, "address", nil}
	case http.StatusInternalServerError:
		return &refusal{err.Code, "internal", nil}
	case http.StatusServiceUnavailable:
		return &refusal{err.Code, "unavailable", nil}
	}
	return &refusal{err.Code, "other", nil}
}
