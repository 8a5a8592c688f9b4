package ui

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
	"tiekartta/i18n"
	"tiekartta/store"
)

const languageKey = "language"

// inLanguage is the middleware that takes the language from the first part of
// the path; any other first part is not found.
func inLanguage(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		lang, ok := i18n.ParseLang(c.Param("lang"))
		if !ok {
			return store.ErrNotFound
		}
		c.Set(languageKey, lang)
		return next(c)
	}
}

// withoutSlash is the middleware that leads from an address with a slash at its
// end to the one without. It comes after inLanguage: what it leads to begins
// with a language and so never is another host.
func withoutSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		path := r.URL.EscapedPath()
		if r.Method != http.MethodGet && r.Method != http.MethodHead || !strings.HasSuffix(path, "/") {
			return next(c)
		}
		to := url.URL{Path: strings.TrimRight(r.URL.Path, "/"), RawPath: strings.TrimRight(path, "/"), RawQuery: r.URL.RawQuery}
		return c.Redirect(http.StatusPermanentRedirect, to.String())
	}
}

// pageLanguage is the language of the page asked for: that of the path, else the
// one that the browser prefers.
func pageLanguage(c echo.Context) i18n.Lang {
	if lang, ok := c.Get(languageKey).(i18n.Lang); ok {
		return lang
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(c.Request().URL.Path, "/"), "/")
	if lang, ok := i18n.ParseLang(first); ok {
		return lang
	}
	lang, _ := i18n.Accepted(c.Request().Header.Get("Accept-Language"))
	return lang
}

func (p *Pages) root(c echo.Context) error {
	c.Response().Header().Set("Vary", "Accept-Language")
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c)))
}

// here is the page's own address. What only tells of the last click (added,
// removed) is left out of it.
func here(c echo.Context) string {
	u := c.Request().URL.EscapedPath()
	if query := without(c.QueryParams(), "added", "removed"); len(query) > 0 {
		u += "?" + query.Encode()
	}
	return u
}

// alternate is the same page in one of the languages.
type alternate struct {
	Lang    i18n.Lang
	URL     string // with the whole query
	Current bool
}

// alternates lists the page's addresses in all languages.
func alternates(c echo.Context, current i18n.Lang) []alternate {
	rest, ok := strings.CutPrefix(here(c), "/"+string(current))
	if !ok { // no page of ours
		rest = ""
	}
	var list []alternate
	for _, lang := range i18n.Langs() {
		list = append(list, alternate{Lang: lang, URL: "/" + string(lang) + rest, Current: lang == current})
	}
	return list
}

// without copies a query, leaving out some names.
func without(query url.Values, names ...string) url.Values {
	left := url.Values{}
	for name, values := range query {
		left[name] = values
	}
	for _, name := range names {
		left.Del(name)
	}
	return left
}
