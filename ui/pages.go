// Package ui answers with pages: it reads what a browser sends, makes one call
// to catalogue, roadmap or search, and renders a template.
package ui

import (
	"fmt"
	"log/slog"
	"net/http"
	"regexp"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/thesaurus"
)

// Parts are what pages are made from.
type Parts struct {
	Catalogue *catalogue.Catalogue
	Roadmaps  *roadmap.Roadmaps
	Index     *search.Index
	Accounts  *account.Accounts
	OpenID    *account.OpenID // nil where people sign in with passwords only
	Messages  *i18n.Messages
	Exporter  exchange.Exporter
	Settings  Settings
	Mail      Mailer          // nil where the service sends no mail
	Unfound   *search.Unfound // nil: searches without a result are not counted
	Later     *Later          // nil: recent searches are not noted
	Log       *slog.Logger
}

// Settings are what an operator says about an installation.
type Settings struct {
	URL      string // "https://…" as the outside sees the service, or empty
	Operator string // who runs it, for the accessibility statement; may be empty
	Contact  string // an e-mail address for feedback; may be empty
	Version  string // of the program
}

// release is the version of a released program.
var release = regexp.MustCompile(`^v?\d+\.\d+`)

// Pages are the service's pages in three languages. They may be used
// concurrently.
type Pages struct {
	Parts
	templates map[i18n.Lang]*templates
	static    *assets
	tables    heldTables // sent and not confirmed yet
	suggested suggested
	counted   searchCounts
	thesauri  *thesaurus.Thesaurus
	// tableTurn is held by who unpacks a table.
	tableTurn chan struct{}
}

// New reads templates and files; an error means that the program itself is
// broken.
func New(parts Parts) (*Pages, error) {
	if !release.MatchString(parts.Settings.Version) {
		parts.Settings.Version = "" // says nothing to a reader
	}
	p := &Pages{Parts: parts, thesauri: thesaurus.New(parts.Exporter.Store), templates: map[i18n.Lang]*templates{},
		tables: heldTables{files: map[string]heldTable{}}, tableTurn: make(chan struct{}, 1)}
	var err error
	if p.static, err = loadAssets(); err != nil {
		return nil, err
	}
	for _, lang := range i18n.Langs() {
		if p.templates[lang], err = p.parse(lang); err != nil {
			return nil, fmt.Errorf("templates in %s: %w", lang, err)
		}
	}
	return p, nil
}

// Routes registers the addresses of all pages.
func (p *Pages) Routes(e *echo.Echo) {
	top := e.Group("", secure)
	get(top, "/", p.root)
	get(top, staticPrefix+"*", p.static.serve)
	get(top, "/favicon.ico", p.static.favicon)
	g := e.Group("/:lang", secure, inLanguage, withoutSlash, p.recognising)
	get(g, "", fresh(p.front))
	get(g, "/practices", fresh(p.find))
	get(g, "/practices/:id", fresh(p.practice))
	get(g, "/practices/:id/export.:format", p.practiceFile)
	get(g, "/basket", p.basket)
	g.POST("/basket/add", p.basketAdd, smallForm)
	g.POST("/basket/remove", p.basketRemove, smallForm)
	g.POST("/basket/clear", p.basketClear, smallForm)
	get(g, "/roadmaps", p.roadmaps)
	get(g, "/roadmaps/draft", p.draft)
	get(g, "/roadmaps/draft/export.:format", p.draftFile)
	get(g, "/roadmaps/:id", p.roadmap)
	get(g, "/roadmaps/:id/export.:format", p.roadmapFile)
	p.searchHelpRoutes(g)
	p.feedbackRoutes(g)
	p.signInRoutes(g)
	p.invitationRoutes(g)
	p.machineRoutes(top, g)
	p.versionRoutes(g)
	d := e.Group("/:lang/desk", secure, inLanguage, withoutSlash, p.recognising, signedIn)
	get(d, "", p.desk)
	p.stepRoutes(d)
	p.deskFeedbackRoutes(d)
	p.documentRoutes(d)
	p.bulkRoutes(d)
	p.accountRoutes(d)
	p.searchRoutes(g, d)
	p.recentRoutes(d)
	p.unfoundRoutes(d)
	p.openidRoutes(top, g, d)
	p.administrationRoutes(d)
	p.searchIndexRoutes(d)
	p.peopleRoutes(d)
	p.tokenRoutes(d)
	p.trailRoutes(d)
	p.organisationRoutes(d)
	p.privacyRoutes(d)
	p.fileRoutes(g, d)
	p.translateRoutes(d)
	p.reviewRoutes(d)
	p.writeRoutes(d)
	p.thesaurusRoutes(top, g, d)
}

// get registers the address of a page.
func get(g *echo.Group, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	g.Match([]string{http.MethodGet, http.MethodHead}, path, h, m...)
}
