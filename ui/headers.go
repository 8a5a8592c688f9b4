package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// contentPolicy lets a page use what comes from the service itself and nothing
// else; no inline script or style runs, and only the module's own policy may
// turn text into markup.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types tiekartta"

// setHeaders sets what every answer of the pages carries, errors too.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
}

// fresh is for pages with buttons that say whether a practice is chosen. A
// browser that goes back shows a page as it was, without asking again, unless it
// kept nothing. All of the state of these pages is in their address.
func fresh(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "private, no-store")
		return next(c)
	}
}

// secure is the middleware of every address of the pages. A page depends on the
// cookie of chosen practices, so only the browser may keep it, and asks again.
// Going back it does not ask, which keeps what was typed into a form.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		setHeaders(h)
		h.Set("Cache-Control", "private, no-cache")
		return next(c)
	}
}
