package search

import (
	"context"
	"errors"
	"sync"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// passage is one text of an item with the name of its field in the model; parts
// of a list share the list's name.
type passage struct {
	field string
	text  i18n.Text
}

// areaField says in words where something is at work.
const areaField = "area"

// passages are the practice's own texts in reading order, title and summary
// first. They are what is searched and what is highlighted.
func passages(p *catalogue.Practice) []passage {
	list := []passage{
		{"title", p.Title}, {"summary", p.Summary}, {"plainSummary", p.PlainSummary},
		{"challenge", p.Challenge}, {"goals", p.Goals}, {"howItWorks", p.HowItWorks},
	}
	add := func(field string, texts ...i18n.Text) {
		for _, text := range texts {
			if !text.Empty() {
				list = append(list, passage{field, text})
			}
		}
	}
	for _, c := range p.Components {
		add("components", c.Name, c.Description)
	}
	add("delivery", p.Delivery.Who, p.Delivery.Where, p.Delivery.Dose)
	add("targetGroupNote", p.TargetGroupNote)
	add(areaField, p.Area)
	add("resources", p.Resources)
	for _, r := range p.Results {
		add("results", r.Label, r.Text)
	}
	for _, e := range p.Evaluations {
		add("evaluations", e.Finding)
	}
	for _, l := range p.Lessons {
		add("lessons", l.Text)
	}
	for _, c := range p.Conditions {
		add("conditions", c.Statement)
	}
	for _, partner := range p.Partners {
		add("partners", in(p.OriginalLanguage, partner.Name), partner.Role)
	}
	for _, f := range p.Funding {
		add("funding", in(p.OriginalLanguage, f.Source), f.Note)
	}
	for _, s := range p.Sources {
		lang, ok := i18n.ParseLang(s.Language)
		if !ok {
			lang = p.OriginalLanguage
		}
		add("sources", in(lang, s.Title))
	}
	return list
}

func in(lang i18n.Lang, s string) i18n.Text { return i18n.Text{}.Set(lang, s) }

// names are the names that stand in every language's field, because people
// type them in any: partners and funders.
func names(p *catalogue.Practice) []string {
	var list []string
	for _, partner := range p.Partners {
		list = append(list, partner.Name)
	}
	for _, f := range p.Funding {
		list = append(list, f.Source)
	}
	return list
}

// labels are the words that the service has for the practice's codes in one
// language: its owner, country, domains, target groups, municipalities and regions.
func (c *codes) labels(p *catalogue.Practice, owner i18n.Text, regions []string, lang i18n.Lang) []string {
	list := []string{owner.In(lang)}
	if p.Country != "" && p.Country != "FI" { // of Finland are most, and "suomi" is a language
		list = append(list, c.catalogue.Vocabularies.Label("country", p.Country).In(lang))
	}
	for _, id := range p.Domains {
		list = append(list, c.catalogue.Vocabularies.Label("domain", id).In(lang))
	}
	for _, id := range p.TargetGroups {
		list = append(list, c.catalogue.Vocabularies.Label("target_group", id).In(lang))
	}
	return append(list, c.placeNames(p.Municipalities, regions, lang)...)
}

// placeNames are the names of municipalities and regions in one language.
func (c *codes) placeNames(municipalities, regions []string, lang i18n.Lang) (list []string) {
	for _, code := range municipalities {
		if m, ok := c.catalogue.Places.Municipality(code); ok {
			list = append(list, m.Name.In(lang))
		}
	}
	for _, code := range regions {
		if r, ok := c.catalogue.Places.Region(code); ok {
			list = append(list, r.Name.In(lang))
		}
	}
	return list
}

// regions are those that municipalities imply.
func (c *codes) regions(municipalities []string) []string {
	return c.catalogue.Places.RegionsOf(&catalogue.Practice{Municipalities: municipalities})
}

// codes explains the codes of practices and roadmaps. Owners are remembered
// until the feed says that one has changed.
type codes struct {
	catalogue *catalogue.Catalogue
	messages  *i18n.Messages
	mu        sync.Mutex // held for owners while several items are made at once
	owners    map[string]i18n.Text
}

func newCodes(c *catalogue.Catalogue, messages *i18n.Messages) *codes {
	return &codes{catalogue: c, messages: messages, owners: map[string]i18n.Text{}}
}

// owner is the name of an organisation, empty when there is none.
func (c *codes) owner(ctx context.Context, id string) (i18n.Text, error) {
	if id == "" {
		return i18n.Text{}, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if name, ok := c.owners[id]; ok {
		return name, nil
	}
	o, err := c.catalogue.Organisation(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return i18n.Text{}, err
	}
	c.owners[id] = o.Name
	return o.Name, nil
}
