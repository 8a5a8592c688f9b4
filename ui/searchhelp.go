package ui

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
)

// searchHelpPage tells how to search, with examples that are links.
type searchHelpPage struct {
	frame
	Sections []helpSection
}

type helpSection struct {
	Key      string // of its messages
	Fields   []string
	Examples []link
}

func (p *Pages) searchHelpRoutes(g *echo.Group) { get(g, "/search-help", p.searchHelp) }

func (p *Pages) searchHelp(c echo.Context) error {
	lang := pageLanguage(c)
	page := searchHelpPage{frame: p.frame(c, "practices", p.Messages.T(lang, "page.searchhelp.title"))}
	for _, topic := range helpTopics() {
		section := helpSection{Key: topic}
		for i := range examplesOfTopic {
			section.Examples = append(section.Examples, p.example(lang, topic+".example."+strconv.Itoa(i+1)))
		}
		if topic == "fields" {
			section.Fields = []string{"title", "place", "funder", "partner"}
		}
		page.Sections = append(page.Sections, section)
	}
	filtered := wish{Words: p.Messages.T(lang, "page.searchhelp.filters.words"), Chosen: map[string][]string{"targetGroup": {"parents"}}}
	page.Sections = append(page.Sections, helpSection{Key: "filters", Examples: []link{
		{Text: p.Messages.T(lang, "page.searchhelp.filters.example"), URL: filtered.url(lang)},
	}})
	return p.ok(c, "search-help", page)
}

// examplesOfTopic is how many examples a topic has.
const examplesOfTopic = 2

// helpTopics are what the page tells of, what everybody needs first.
func helpTopics() []string {
	return []string{"words", "compounds", "spelling", "languages", "phrases", "without", "or", "fields"}
}

// example is a query of the page with the way to what it finds.
func (p *Pages) example(lang i18n.Lang, key string) link {
	words := p.Messages.T(lang, "page.searchhelp."+key)
	return link{Text: words, URL: wish{Words: words}.url(lang)}
}
