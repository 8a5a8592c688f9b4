package ui

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
)

//go:embed templates
var templateFiles embed.FS

// templates are the pages' in one language. The language is bound here, once:
// bound for each answer, languages would mix. What pages have in common is read
// at start; a page's own set is made when it is first asked for, since each is a
// copy of it all.
type templates struct {
	common *template.Template // never executed, so that it can be copied
	mu     sync.Mutex
	pages  map[string]*template.Template
}

func (p *Pages) parse(lang i18n.Lang) (*templates, error) {
	common, err := template.New("layout.html").Option("missingkey=error").Funcs(p.functions(lang)).
		ParseFS(templateFiles, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, err
	}
	return &templates{common: common, pages: map[string]*template.Template{}}, nil
}

// page is the set of a page.
func (t *templates) page(name string) (*template.Template, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if page := t.pages[name]; page != nil {
		return page, nil
	}
	page, err := t.common.Clone()
	if err != nil {
		return nil, err
	}
	if page, err = page.ParseFS(templateFiles, "templates/pages/"+name+".html"); err != nil {
		return nil, err
	}
	t.pages[name] = page
	return page, nil
}

// functions are what templates may call, bound to a language. Each returns
// text, never markup.
func (p *Pages) functions(lang i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"lang":   func() i18n.Lang { return lang },
		"t":      func(key string, args ...any) string { return p.Messages.T(lang, key, counted(lang, args)...) },
		"number": func(v any) string { return number(lang, v) },
		"date":   func(s string) string { return i18n.Date(lang, s) },
		"moment": func(t time.Time) string { return moment(lang, t) },
		"day":    func(t time.Time) string { return day(lang, t) },
		"period": func(start, end string) string { return i18n.Period(lang, start, end) },
		"label": func(scheme string, id any) string {
			return first(p.Catalogue.Vocabularies.Label(scheme, fmt.Sprint(id)).Best(lang))
		},
		"labels":   func(scheme string, ids []string) []string { return p.labels(lang, scheme, ids) },
		"small":    func(scheme string, id any) string { return p.small(lang, scheme, id) },
		"scale":    func() []concept { return p.scale(lang) },
		"baseless": baseless,
		"explain":  func(scheme string, id any) string { return p.explain(lang, scheme, id) },
		"share":    func(v float64) string { return p.share(lang, v) },
		"bytes":    func(n int64) string { return p.Messages.FileSize(lang, n) },
		"money":    func(v float64, currency string) string { return i18n.Money(lang, v, currency) },
		"value":    func(r *catalogue.Result, original i18n.Lang) shown { return p.valueWords(lang, r, original) },
		"place":    func(code string) string { return p.placeName(lang, code) },
		"region":   func(code string) string { return p.regionName(lang, code) },
		"language": func(code any) string { return p.languageName(lang, fmt.Sprint(code)) },
		"show":     func(t i18n.Text, original i18n.Lang) shown { return show(lang, t, original) },
		"static":   p.static.url,
		"add":      func(a, b int) int { return a + b },
		"tenth":    func(v float64) string { return i18n.Number(lang, rounded(v, 10)) },
		"stop":     i18n.Stop,
		"clock":    clock,
		"licence":  exchange.LicenceName,
		"writeAt":  func(id, path string) string { return sectionURL(lang, id, path) },
		"field":    func(path string) string { return p.fieldName(lang, path) },
		"section":  func(name string) string { return p.sectionName(lang, name) },
		"hint":     func(h catalogue.Hint) string { return p.hintWords(lang, h) },
	}
}

// frame is what every page has around its own content.
type frame struct {
	Lang       i18n.Lang
	Title      string // of the document, without the service's name
	Here       string // the main menu's entry that the page belongs to
	Alternates []alternate
	Canonical  string // the address that the page is known by, with its host; empty for what is no public page
	Feed       string // address of the feed of what the page lists; may be empty
	Site       string // how the service is reached
	Back       string // the page's own address, for forms that come back to it
	Chosen     int    // how many practices are in the basket
	Hidden     bool   // not for search engines
	Failed     bool   // the page shows what is wrong with an input
	Settings   Settings
	SignedIn   string      // name of the person, empty when nobody is signed in
	Desk       []deskEntry // the menu within the desk
	Under      bool        // the page is one of those for who looks after something
}

// frame begins a page; its title is a message.
func (p *Pages) frame(c echo.Context, entry, title string) frame {
	lang := pageLanguage(c)
	var desk []deskEntry
	if entry == "desk" {
		desk = deskMenu(c)
	}
	under := entry == "desk" && underAdministration(c)
	canonical := p.site(c) + c.Request().URL.EscapedPath()
	if entry == "desk" || entry == "basket" || entry == "sign-in" {
		canonical = ""
	}
	return frame{
		Lang: lang, Title: title, Here: entry, Alternates: alternates(c, lang), Canonical: canonical, Site: p.site(c),
		Back: here(c), Chosen: len(p.readBasket(c)), Settings: p.Settings,
		SignedIn: actorOf(c).Name, Desk: desk, Under: under,
	}
}

// render executes the whole page in memory before anything is sent, so that a
// failing template becomes an error page and never half an answer.
func (p *Pages) render(c echo.Context, status int, page string, data any) error {
	var b bytes.Buffer
	set, err := p.templates[pageLanguage(c)].page(page)
	if err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	if err := set.Execute(&b, data); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// ok renders a page that was found.
func (p *Pages) ok(c echo.Context, page string, data any) error {
	return p.render(c, http.StatusOK, page, data)
}

func first(s string, _ i18n.Lang) string { return s }
