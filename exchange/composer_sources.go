package exchange

import (
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// numberSources gives the sources the numbers under which the list of sources
// will have them. It comes before anything refers to one.
func (c *composer) numberSources(sources []catalogue.Source) {
	for i, s := range sources {
		if c.sources[s.ID] == 0 {
			c.sources[s.ID] = i + 1
			c.sourceLangs[i+1] = i18n.Lang(s.Language)
		}
	}
}

// cite refers to a source by its number and tells where in it.
func (c *composer) cite(id, location string) []document.Run {
	n := c.sources[id]
	if n == 0 {
		return nil
	}
	runs := []document.Run{{Text: "[" + strconv.Itoa(n) + "]", Link: "#source-" + strconv.Itoa(n)}}
	if location != "" {
		runs = append(runs, document.Run{Text: " " + joinSpace(location), Lang: c.sourceLangs[n], Style: document.Quiet})
	}
	return runs
}

// sourceItems is the list of sources that cite refers to.
func (c *composer) sourceItems(sources []catalogue.Source) document.List {
	list := document.List{Kind: document.Numbers}
	for i, s := range sources {
		one := item(c.source(s)...)
		one.ID = "source-" + strconv.Itoa(i+1)
		list.Items = append(list.Items, one)
	}
	return list
}

func (c *composer) source(s catalogue.Source) []document.Run {
	title := document.Run{Text: joinSpace(s.Title), Lang: i18n.Lang(s.Language)}
	if title.Text == "" {
		title = document.Run{Text: s.URL}
	}
	runs := []document.Run{title}
	var rest []string
	if s.Publisher != "" {
		rest = append(rest, joinSpace(s.Publisher))
	}
	if s.Year != 0 {
		rest = append(rest, strconv.Itoa(s.Year))
	}
	last := title.Text
	if len(rest) > 0 {
		runs = append(runs, document.Run{Text: i18n.Stop(last) + " " + strings.Join(rest, ", ")})
		last = rest[len(rest)-1]
	}
	runs = append(runs, document.Run{Text: i18n.Stop(last) + " "})
	if s.URL != "" && title.Text != s.URL {
		runs = append(runs, document.Run{Text: s.URL, Link: s.URL}, document.Run{Text: " "})
	}
	if s.Note != "" {
		runs = append(runs, document.Run{Text: joinSpace(s.Note), Lang: c.noteLang(s.ID), Style: document.Quiet})
	}
	return runs
}

// noteLang is the language of what is noted about a source: that of the entry
// in which it was written. The sources of an assembled roadmap carry the id of
// the practice that they come from.
func (c *composer) noteLang(source string) i18n.Lang {
	for id, p := range c.Practices {
		if strings.HasPrefix(source, id+"-") && slices.ContainsFunc(p.Sources, func(one catalogue.Source) bool { return source == id+"-"+one.ID }) {
			return p.OriginalLanguage
		}
	}
	return c.original
}

// practiceItem names a practice with its place, its owner and the version that
// was used; its id, by which the catalogue finds it, comes last.
func (c *composer) practiceItem(use *roadmap.PracticeUse) document.Item {
	id := document.Run{Text: c.t("doc.id_is", "ID", use.ID), Lang: c.lang, Style: document.Quiet}
	stop := document.Run{Text: ". ", Lang: c.lang}
	var runs []document.Run
	if p := c.Practices[use.ID]; p != nil {
		title := c.run(p.Title)
		if c.Link != nil {
			title.Link = c.Link(use.ID, use.Version)
		}
		runs = append(runs, title, stop)
		runs = append(append(runs, c.origin(p)...), stop)
		if owner := c.owner(p); len(owner) > 0 {
			runs = append(append(runs, c.around("doc.owner_is", "Name", owner)...), stop)
		}
	}
	if use.Version > 0 {
		runs = append(runs, document.Run{Text: capital(c.t("doc.version_of", "Version", use.Version)) + ". ", Lang: c.lang})
	}
	return item(append(runs, id)...)
}
