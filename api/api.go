// Package api answers the calls of /api/v1 with JSON: it reads what a program
// sends, makes one call to catalogue, roadmap, search or exchange, and writes
// the answer. openapi.json describes every call; tests hold it against every
// answer.
package api

import (
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

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
	Unfound   *search.Unfound // nil: searches without a result are not counted
	Messages  *i18n.Messages
	Exporter  exchange.Exporter
	Version   string // of the program, named in openapi.json
	Log       *slog.Logger
	Measuring []netip.Prefix // who may read metrics, beside the machine itself
}

// API answers the calls. It may be used concurrently.
type API struct {
	Parts
	description []byte // openapi.json with the program's version
	files       *queue
	sendTime    time.Duration // within which a file has to arrive
}

// New returns the API over its parts.
func New(p Parts) *API {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return &API{
		Parts: p, description: describe(p.Version), files: newQueue(), sendTime: sendTime,
	}
}

const prefix = "/api/v1"

// Answers tells whether an address belongs to the API, so that its errors are
// answered by Error.
func Answers(path string) bool {
	return path == "/api" || strings.HasPrefix(path, "/api/") || path == "/healthz" || path == "/readyz" || path == "/metrics"
}

// Routes registers the addresses that openapi.json describes. The caller lets
// Error answer what goes wrong under them, unknown addresses too.
func (a *API) Routes(e *echo.Echo) {
	r := routes{e.Group(""), []echo.MiddlewareFunc{outer}, map[string][]string{}}
	r.get("/healthz", a.healthy)
	r.get("/readyz", a.ready)
	r.get("/metrics", a.metrics)
	r.refuseOthers()
	r = routes{e.Group(prefix), []echo.MiddlewareFunc{outer, a.identify}, map[string][]string{}}
	r.get("/openapi.json", a.openapi)
	r.get("/practices", a.practices)
	r.get("/practices/:id", a.practice)
	r.get("/practices/:id/versions", a.versions)
	r.get("/practices/:id/changes", a.changes)
	r.get("/practices/:id/similar", a.similar)
	r.add(http.MethodPost, "/practices", a.addPractice, signedIn)
	r.add(http.MethodPut, "/practices/:id", a.changePractice, signedIn)
	r.add(http.MethodPost, "/practices/:id/submit", a.submit, signedIn)
	r.add(http.MethodPost, "/practices/:id/return", a.giveBack, signedIn)
	r.add(http.MethodPost, "/practices/:id/publish", a.publish, signedIn)
	r.add(http.MethodPost, "/practices/:id/archive", a.archive, signedIn)
	r.add(http.MethodPost, "/files", a.addFile, signedIn)
	r.get("/suggest", a.suggest)
	r.get("/search", a.search)
	r.get("/roadmaps", a.roadmaps)
	r.get("/roadmaps/:id", a.roadmap)
	r.get("/roadmaps/:id/export", a.export)
	r.get("/roadmaps/:id/checks", a.checks)
	r.add(http.MethodPost, "/roadmaps", a.addRoadmap, signedIn)
	r.add(http.MethodPut, "/roadmaps/:id", a.changeRoadmap, signedIn)
	r.add(http.MethodPost, "/roadmaps/assemble", a.assemble)
	r.add(http.MethodPost, "/roadmaps/import", a.read)
	r.get("/organisations", a.organisations)
	r.get("/vocabularies/:scheme", a.vocabulary)
	r.refuseOthers()
	for _, unknown := range []string{"/api", "/api/*"} {
		e.RouteNotFound(unknown, echo.NotFoundHandler, outer)
	}
}

// routes registers addresses behind the same middleware and remembers which
// methods each has. The middleware is not the group's: echo would then answer
// every unknown address below the group itself, those of pages too.
type routes struct {
	group   *echo.Group
	before  []echo.MiddlewareFunc
	methods map[string][]string
}

func (r routes) add(method, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	r.group.Add(method, path, h, append(slices.Clone(r.before), m...)...)
	r.methods[path] = append(r.methods[path], method)
}

func (r routes) get(path string, h echo.HandlerFunc) {
	r.add(http.MethodGet, path, h)
	r.add(http.MethodHead, path, h)
}

// refuseOthers answers every other method of the addresses with 405. echo does
// so only where nobody has registered a handler for unknown addresses.
func (r routes) refuseOthers() {
	all := []string{
		http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPatch, http.MethodPost, http.MethodPut,
	}
	for path, own := range maps.Clone(r.methods) {
		// "/roadmaps/import" may be the address of a roadmap with that id.
		asID := path[:strings.LastIndexByte(path, '/')+1] + ":id"
		methods := append(slices.Clone(own), r.methods[asID]...)
		slices.Sort(methods)
		allowed := strings.Join(slices.Compact(methods), ", ")
		for _, method := range all {
			if !slices.Contains(methods, method) {
				r.group.Add(method, path, func(c echo.Context) error {
					c.Response().Header().Set(echo.HeaderAllow, allowed)
					return echo.ErrMethodNotAllowed
				}, r.before...)
			}
		}
	}
}

// outer is the middleware of every address: what each answer carries.
func outer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		setHeaders(c)
		return next(c)
	}
}

// varyBy are the headers of a request that any answer may depend on.
const varyBy = "Authorization, Accept-Language"

// setHeaders sets what every answer carries, errors too. What anyone may read
// may be read by scripts of any site; nothing of it depends on a cookie.
func setHeaders(c echo.Context) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
	if !slices.Contains(h.Values(echo.HeaderVary), varyBy) { // Error sets them again
		h.Add(echo.HeaderVary, varyBy)
	}
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
