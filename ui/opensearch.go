package ui

import (
	"encoding/xml"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
)

// searchDescription tells a browser how to search here (OpenSearch 1.1).
type searchDescription struct {
	XMLName     xml.Name    `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string      `xml:"ShortName"`
	Description string      `xml:"Description"`
	Language    i18n.Lang   `xml:"Language"`
	Encoding    string      `xml:"InputEncoding"`
	URLs        []searchURL `xml:"Url"`
}

type searchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr"`
	Template string `xml:"template,attr"`
}

func (p *Pages) opensearch(c echo.Context) error {
	lang := pageLanguage(c)
	address := p.site(c) + "/" + string(lang)
	return sendXML(c, "application/opensearchdescription+xml; charset=utf-8", searchDescription{
		ShortName: p.Messages.T(lang, "page.service"), Description: p.Messages.T(lang, "page.search.label"), Language: lang, Encoding: "UTF-8",
		URLs: []searchURL{
			{"text/html", "results", address + "/practices?q={searchTerms}"},
			{atomType, "results", address + "/practices.atom?q={searchTerms}"},
			{"application/opensearchdescription+xml", "self", address + "/opensearch.xml"},
		},
	})
}
