package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// machineRoutes are the addresses that feed readers, search engines and other
// catalogues ask for.
func (p *Pages) machineRoutes(top, g *echo.Group) {
	get(top, "/robots.txt", p.robots)
	get(top, "/sitemap.xml", p.sitemap)
	get(top, "/sitemap-:part", p.sitemapPart)
	get(top, "/catalog.ttl", p.catalogTurtle)
	get(top, "/catalog.jsonld", p.catalogLinked)
	get(g, "/practices.atom", p.feed)
	get(g, "/opensearch.xml", p.opensearch)
	get(g, "/suggest", p.offered)
}

// forMachines answers with what programs fetch again and again. It says the same
// to everybody.
func forMachines(c echo.Context, mediaType string, body []byte) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=300")
	return unlessKnown(c, mediaType, body)
}

// unlessKnown answers with what is fetched again and again: whoever has it already
// is told so.
func unlessKnown(c echo.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	// Weak, because the answer may be compressed on its way.
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	c.Response().Header().Set("ETag", tag)
	for known := range strings.SplitSeq(c.Request().Header.Get("If-None-Match"), ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
			return c.NoContent(http.StatusNotModified)
		}
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

// sendXML answers with a document of elements.
func sendXML(c echo.Context, mediaType string, document any) error {
	body, err := xmlOf(document)
	if err != nil {
		return err
	}
	return forMachines(c, mediaType, body)
}

func xmlOf(document any) ([]byte, error) {
	body, err := xml.MarshalIndent(document, "", " ")
	return append([]byte(xml.Header), append(body, '\n')...), err
}
