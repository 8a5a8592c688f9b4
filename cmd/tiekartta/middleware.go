package main

import (
	"compress/gzip"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// recovering turns a panic into an error that is nobody's but ours, so that the
// door that was asked answers and logs it like any other.
func recovering(log *slog.Logger) echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableStackAll: true,
		LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			// Not wrapped: a panic with "not found" is not the client's fault.
			panicked := fmt.Errorf("panic: %v\n%s", err, stack)
			if !c.Response().Committed {
				return panicked
			}
			request := c.Response().Header().Get(echo.HeaderXRequestID)
			log.Error("answer cut off", "method", c.Request().Method, "route", c.Path(), "request", request, "error", panicked)
			return nil
		},
	})
}

// longestAddress is more than all filters together make of one.
const longestAddress = 16 << 10

// addressing refuses an address that no page or call has: what is longer still,
// in a head of more than 64 kilobytes, never comes here.
func addressing() echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if len(c.Request().RequestURI) > longestAddress {
				c.Request().URL.RawQuery = "" // which would be repeated in the answer
				return echo.NewHTTPError(http.StatusRequestURITooLong)
			}
			return next(c)
		}
	}
}

// leastCompressed is what goes into one packet anyway.
const leastCompressed = 1400

// compressing compresses answers on their way out. The files of the pages' looks
// and the attachments are compressed already; all else that is long is text.
func compressing() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		Level: gzip.BestSpeed, MinLength: leastCompressed,
		Skipper: func(c echo.Context) bool {
			path := c.Request().URL.Path
			return strings.HasPrefix(path, "/static/") || strings.Contains(path, "/files/")
		},
	})
}

// ownRequestID gives each request an id of our own making. One that a client
// sends would come back in pages and logs as it is.
func ownRequestID() echo.MiddlewareFunc {
	give := middleware.RequestID()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		next = give(next)
		return func(c echo.Context) error {
			c.Request().Header.Del(echo.HeaderXRequestID)
			return next(c)
		}
	}
}
