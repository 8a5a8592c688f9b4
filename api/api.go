// Package api answers the calls of /api/v1 with JSON: it reads what a program
// sends, makes one call to catalogue, roadmap, search or exchange, and writes
// the answer. openapi.json describes every call; tests hold it against every
// answer.
package api

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/store"
)

// Parts are what the answers are made from.
type Parts struct {
	Store     *store.Store
	Accounts  *account.Accounts
	Catalogue *catalogue.Catalogue
	Roadmaps  *roadmap.Roadmaps
	Index     *search.Index
	Messages  *i18n.Messages
	Exporter  exchange.Exporter
	Version   string // of the program, named in openapi.json
	Log       *slog.Logger
}

// API answers the calls. It may be used concurrently.
type API struct {
	Parts
	description []byte        // openapi.json with the program's version
	importing   chan struct{} // holds a value while a file is read
}

// New returns the API over its parts.
func New(p Parts) *API {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return &API{Parts: p, description: describe(p.Version), importing: make(chan struct{}, 1)}
}

const prefix = "/api/v1"

// Answers tells whether an address belongs to the API, so that its errors are
// answered by Error.
func Answers(path string) bool {
	return path == "/api" || strings.HasPrefix(path, "/api/") || path == "/healthz" || path == "/readyz"
}

// Routes registers the addresses of contract.md's chapter "JSON over HTTP". The
// caller lets Error answer what goes wrong under them, unknown addresses too.
func (a *API) Routes(e *echo.Echo) {
	reading := []string{http.MethodGet, http.MethodHead}
	e.Match(reading, "/healthz", a.healthy, outer)
	e.Match(reading, "/readyz", a.ready, outer)
	g := e.Group(prefix, outer, a.identify)
	get := func(path string, h echo.HandlerFunc) { g.Match(reading, path, h) }
	get("/openapi.json", a.openapi)
	get("/practices", a.practices)
	get("/practices/:id", a.practice)
	get("/practices/:id/versions", a.versions)
	get("/practices/:id/changes", a.changes)
	get("/practices/:id/similar", a.similar)
	g.POST("/practices", a.addPractice, signedIn)
	g.PUT("/practices/:id", a.changePractice, signedIn)
	g.POST("/practices/:id/publish", a.publish, signedIn)
	g.POST("/practices/:id/archive", a.archive, signedIn)
	get("/roadmaps", a.roadmaps)
	get("/roadmaps/:id", a.roadmap)
	get("/roadmaps/:id/export", a.export)
	get("/roadmaps/:id/checks", a.checks)
	g.POST("/roadmaps", a.addRoadmap, signedIn)
	g.PUT("/roadmaps/:id", a.changeRoadmap, signedIn)
	g.POST("/roadmaps/assemble", a.assemble)
	g.POST("/roadmaps/import", a.read)
	get("/organisations", a.organisations)
	get("/vocabularies/:scheme", a.vocabulary)
}

// outer is the middleware of every address: what each answer carries.
func outer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		setHeaders(c)
		return next(c)
	}
}

// setHeaders sets what every answer carries, errors too. What anyone may read
// may be read by scripts of any site; nothing of it depends on a cookie.
func setHeaders(c echo.Context) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if isReading(c) {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Content-Disposition, "+echo.HeaderXRequestID)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
}

func isReading(c echo.Context) bool {
	m := c.Request().Method
	return m == http.MethodGet || m == http.MethodHead
}

// actorKey is where identify leaves the actor in echo's context.
const actorKey = "actor"

// identify finds out who asks. A token that is not valid is refused even where
// none is needed: whoever sends one counts on what it allows.
func (a *API) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Add(echo.HeaderVary, echo.HeaderAuthorization)
		header := c.Request().Header.Get(echo.HeaderAuthorization)
		if header == "" {
			c.Set(actorKey, account.Actor{})
			return next(c)
		}
		scheme, token, _ := strings.Cut(header, " ")
		if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
			return errBadToken
		}
		actor, err := a.Accounts.TokenActor(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.Set(actorKey, actor)
		return next(c)
	}
}

// signedIn refuses those without a token before anything else is looked at, so
// that nobody learns from a refusal what exists.
func signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !actorOf(c).Known() {
			return errNoToken
		}
		return next(c)
	}
}

func actorOf(c echo.Context) account.Actor {
	actor, _ := c.Get(actorKey).(account.Actor)
	return actor
}
