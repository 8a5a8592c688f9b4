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

// forMachines answers with what programs fetch again and again: whoever has it
// already is told so. It says the same to everybody, but where the caller has said
// that it is nobody else's.
func forMachines(c echo.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	// Weak, because the answer may be compressed on its way.
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=300")
	}
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
	body, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return err
	}
	return forMachines(c, mediaType, append([]byte(xml.Header), append(body, '\n')...))
}
