package ui

import (
	"encoding/json"
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
			{suggestionsType, "suggestions", address + "/suggest?q={searchTerms}"},
			{"application/opensearchdescription+xml", "self", address + "/opensearch.xml"},
		},
	})
}

// suggestionsType is that of OpenSearch Suggestions.
const suggestionsType = "application/x-suggestions+json"

// offered answers a browser's own search field with what is called as its
// user has begun to type: what was typed, names, and what each of them is.
func (p *Pages) offered(c echo.Context) error {
	lang, typed := pageLanguage(c), c.QueryParam("q")
	list, err := p.Index.Suggest(typed, lang, 0)
	if err != nil {
		return err
	}
	names, kinds := make([]string, len(list)), make([]string, len(list))
	for i, s := range list {
		names[i], kinds[i] = s.Label, p.Messages.T(lang, "page.suggest."+s.Kind)
	}
	body, err := json.Marshal([]any{typed, names, kinds})
	if err != nil {
		return err
	}
	return forMachines(c, suggestionsType, body)
}
