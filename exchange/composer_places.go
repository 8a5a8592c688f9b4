package exchange

import (
	"strings"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

// starterOrganisation owns the starter's entries that come from other
// organisations' public pages; it says nothing about where a practice is at home.
const starterOrganisation = "aloitusaineisto"

// place names a municipality, in both of its languages where it has two.
func (c *composer) place(code string) string {
	m, ok := c.Places.Municipality(code)
	if !ok {
		return code
	}
	name, _ := m.Name.Best(c.lang)
	other := map[i18n.Lang]string{i18n.Finnish: m.Name.SV, i18n.Swedish: m.Name.FI}[c.lang]
	if m.Bilingual() && other != "" && other != name {
		return name + " / " + other
	}
	return name
}

// places says where a practice is at home: its municipalities, else regions,
// and its country where that is not Finland.
func (c *composer) places(p *catalogue.Practice) string {
	var names []string
	for _, code := range p.Municipalities {
		names = append(names, c.place(code))
	}
	for _, code := range p.Regions {
		if region, ok := c.Places.Region(code); ok {
			name, _ := region.Name.Best(c.lang)
			names = append(names, name)
		}
	}
	switch {
	case p.Country != "" && p.Country != "FI":
		names = append(names, c.label("country", p.Country))
	case len(names) == 0:
		return ""
	}
	return strings.Join(names, ", ")
}

// origin says where a practice is at home as fully as its entry does: its area
// and its places. One in Finland without any is nationwide.
func (c *composer) origin(p *catalogue.Practice) []document.Run {
	runs := c.words(p.Area)
	names := c.places(p)
	switch {
	case names == "" && len(runs) > 0:
		return runs
	case names == "":
		names = c.t("doc.nationwide")
	case len(runs) > 0:
		names = ", " + names
	}
	return append(runs, document.Run{Text: names, Lang: c.lang})
}

// home is origin in a few words, for sentences: a municipality needs no area.
func (c *composer) home(p *catalogue.Practice) []document.Run {
	if len(p.Municipalities) > 0 {
		return []document.Run{{Text: c.places(p), Lang: c.lang}}
	}
	return c.origin(p)
}

// owner names the owner of a practice's entry, none for the starter's own
// organisation and for one that is not known.
func (c *composer) owner(p *catalogue.Practice) []document.Run {
	o, ok := c.Organisations[p.Organisation]
	if !ok || p.Organisation == starterOrganisation {
		return nil
	}
	return c.words(o.Name)
}
