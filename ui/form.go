package ui

import (
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"
)

// largestForm is more than the longest form of readers needs. Anybody may send
// one without signing in, so what is larger is not even read. The form for a
// section of a practice holds all its rows, that of a reviewer texts that are still
// to be shortened, and that for a return a comment at each field.
const (
	largestForm    = 64 << 10
	largestSection = 1 << 20
)

// smallForm is the middleware that takes small plain forms and nothing else.
func smallForm(next echo.HandlerFunc) echo.HandlerFunc { return plainForm(largestForm)(next) }

// plainForm makes the middleware that takes plain forms of at most that many
// bytes and nothing else.
func plainForm(most int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
			if kind != echo.MIMEApplicationForm && r.ContentLength != 0 {
				return echo.ErrUnsupportedMediaType
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
			var large *http.MaxBytesError
			switch err := r.ParseForm(); {
			case errors.As(err, &large):
				return echo.ErrStatusRequestEntityTooLarge
			case err != nil:
				return echo.ErrBadRequest
			}
			return next(c)
		}
	}
}
