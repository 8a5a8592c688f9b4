package ui

import (
	"context"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// robots keeps search engines from what is made for one reader (baskets, drafts,
// files, the desk) and leads them to the map.
func (p *Pages) robots(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /*/basket\nDisallow: /*/roadmaps/draft\nDisallow: /*/export.\n"+
		"Disallow: /*/desk\nDisallow: /*/sign-in\nDisallow: /api/\nSitemap: "+p.site(c)+"/sitemap.xml\n")
}

// mostMapped is how many addresses a map may hold (sitemaps.org).
const mostMapped = 50_000

const mapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// mapped is a page in the map, in every language; path begins behind the
// language.
type mapped struct {
	path string
	at   time.Time // when it was last changed; zero where that is not known
}

type siteMap struct {
	XMLName xml.Name  `xml:"urlset"`
	Space   string    `xml:"xmlns,attr"`
	XHTML   string    `xml:"xmlns:xhtml,attr"`
	Pages   []mapPage `xml:"url"`
}

type mapPage struct {
	Address string    `xml:"loc"`
	Changed string    `xml:"lastmod,omitempty"`
	Links   []mapLink `xml:"xhtml:link"`
}

type mapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type mapIndex struct {
	XMLName xml.Name  `xml:"sitemapindex"`
	Space   string    `xml:"xmlns,attr"`
	Maps    []mapPage `xml:"sitemap"`
}

func (p *Pages) sitemap(c echo.Context) error {
	pages, err := p.mappedPages(c.Request().Context())
	if err != nil {
		return err
	}
	parts := mapParts(pages, mostMapped)
	if len(parts) == 1 {
		return sendXML(c, "application/xml; charset=utf-8", p.mapOf(c, parts[0]))
	}
	index := mapIndex{Space: mapSpace}
	for i := range parts {
		index.Maps = append(index.Maps, mapPage{Address: p.site(c) + "/sitemap-" + strconv.Itoa(i+1) + ".xml"})
	}
	return sendXML(c, "application/xml; charset=utf-8", index)
}

// sitemapPart is one of the maps that the index of a large catalogue names.
func (p *Pages) sitemapPart(c echo.Context) error {
	number, ok := strings.CutSuffix(c.Param("part"), ".xml")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return store.ErrNotFound
	}
	pages, err := p.mappedPages(c.Request().Context())
	if err != nil {
		return err
	}
	parts := mapParts(pages, mostMapped)
	if n < 1 || n > len(parts) {
		return store.ErrNotFound
	}
	return sendXML(c, "application/xml; charset=utf-8", p.mapOf(c, parts[n-1]))
}

// mapParts cuts pages into maps with at most that many addresses; a page has
// one in each language, which stay together. There is always one map.
func mapParts(pages []mapped, most int) [][]mapped {
	room := most / len(i18n.Langs())
	var parts [][]mapped
	for len(pages) > room {
		parts = append(parts, pages[:room])
		pages = pages[room:]
	}
	return append(parts, pages)
}

// mappedPages are all pages that anybody may read.
func (p *Pages) mappedPages(ctx context.Context) ([]mapped, error) {
	pages := []mapped{{path: ""}, {path: "/practices"}, {path: "/roadmaps"}, {path: "/accessibility"}, {path: "/search-help"}}
	listings, err := p.Catalogue.Listings(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range listings {
		pages = append(pages, mapped{"/practices/" + one.ID, one.At})
	}
	roadmaps, err := p.Roadmaps.Cards(ctx, account.Actor{})
	if err != nil {
		return nil, err
	}
	for _, card := range roadmaps {
		pages = append(pages, mapped{path: "/roadmaps/" + card.ID})
	}
	return pages, nil
}

func (p *Pages) mapOf(c echo.Context, pages []mapped) siteMap {
	site := p.site(c)
	whole := siteMap{Space: mapSpace, XHTML: "http://www.w3.org/1999/xhtml"}
	for _, page := range pages {
		changed := ""
		if !page.at.IsZero() {
			changed = page.at.UTC().Format(time.DateOnly)
		}
		var links []mapLink
		for _, lang := range i18n.Langs() {
			links = append(links, mapLink{"alternate", string(lang), site + "/" + string(lang) + page.path})
		}
		for _, link := range links {
			whole.Pages = append(whole.Pages, mapPage{link.Href, changed, links})
		}
	}
	return whole
}
