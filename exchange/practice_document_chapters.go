package exchange

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

func (c *practiceComposer) howItWorks() *document.Section {
	p := c.p
	s := c.texts("howItWorks", "doc.how_it_works", p.HowItWorks)
	parts := c.chapter("components", "doc.components")
	var list document.Definitions
	for _, one := range p.Components {
		term := c.words(one.Name)
		if len(term) == 0 {
			term = c.words(one.Description)
		}
		definition := document.Definition{Term: term}
		if one.Kind != "" {
			kind := document.Paragraph{Runs: []document.Run{{Text: c.label("component_kind", one.Kind), Lang: c.lang, Style: document.Quiet}}}
			definition.Blocks = append(definition.Blocks, kind)
		}
		if !one.Name.Empty() {
			definition.Blocks = append(definition.Blocks, c.prose("", one.Description)...)
		}
		if len(definition.Blocks) == 0 {
			definition.Blocks = []document.Block{c.paragraph("doc.not_described")}
		}
		list.Entries = append(list.Entries, definition)
	}
	if hasCore(p.Components) {
		parts.Add(c.paragraph("doc.components.intro"))
	}
	parts.Add(list)
	s.Under(parts)
	delivery := c.chapter("delivery", "doc.delivery")
	var facts document.Definitions
	c.entry(&facts, "doc.delivery.who", c.prose("delivery.who", p.Delivery.Who)...)
	c.entry(&facts, "doc.delivery.where", c.prose("delivery.where", p.Delivery.Where)...)
	c.entry(&facts, "doc.delivery.dose", c.prose("delivery.dose", p.Delivery.Dose)...)
	if p.Participation != "" {
		c.entry(&facts, "doc.participation", c.line(capital(c.label("participation", p.Participation))))
	}
	c.entry(&facts, "doc.service_languages", c.line(c.labels("language", p.ServiceLanguages)))
	c.entry(&facts, "doc.reach", c.reach()...)
	c.entry(&facts, "doc.partners", c.partners()...)
	delivery.Add(facts)
	s.Under(delivery)
	return s
}

func hasCore(components []catalogue.Component) bool {
	for _, one := range components {
		if one.Kind == "core" {
			return true
		}
	}
	return false
}

func (c *practiceComposer) reach() []document.Block {
	var blocks []document.Block
	period := i18n.Period(c.lang, c.p.Reach.Period.Start, c.p.Reach.Period.End)
	for _, one := range []struct {
		key string
		n   *int
	}{{"doc.reach.actual", c.p.Reach.Actual}, {"doc.reach.expected", c.p.Reach.Expected}} {
		if one.n == nil {
			continue
		}
		text := c.t(one.key, "N", *one.n, "Count", i18n.Number(c.lang, float64(*one.n)))
		if period != "" {
			text += " (" + period + ")"
		}
		blocks = append(blocks, c.line(text))
	}
	return blocks
}

func (c *practiceComposer) partners() []document.Block {
	var list document.List
	for _, partner := range c.p.Partners {
		runs := []document.Run{c.name(partner.Name)}
		if !partner.Role.Empty() {
			runs = append(runs, document.Run{Text: " – "}, c.run(partner.Role))
		}
		if partner.Type != "" && partner.Type != "other" {
			runs = append(runs, c.tagOf("organisation_type", partner.Type))
		}
		list.Items = append(list.Items, item(runs...))
	}
	if len(list.Items) == 0 {
		return nil
	}
	return []document.Block{list}
}

func (c *practiceComposer) resources() *document.Section {
	s := c.texts("resources", "doc.resources", c.p.Resources)
	t := document.Table{
		Caption: c.say("doc.funding"),
		Columns: []document.Column{{Width: 34}, {Width: 18, Numbers: true}, {Width: 16}, {Width: 32}},
		Head: [][]document.Cell{document.Heads(c.t("doc.funding_source"), c.t("doc.sum"),
			c.t("doc.time"), c.t("doc.remark"))},
	}
	for _, f := range c.p.Funding {
		head := document.Text(c.name(f.Source))
		if f.Source == "" {
			head = document.Text(c.say("doc.no_funder")...)
		}
		head.Header = true
		sum := document.Text(c.say("doc.not_told")...)
		if f.Amount != nil {
			sum = document.Text(document.Run{Text: c.money(*f.Amount, f.Currency), Lang: c.lang})
		}
		period := document.Text(document.Run{Text: i18n.Period(c.lang, f.Period.Start, f.Period.End), Lang: c.lang})
		t.Rows = append(t.Rows, []document.Cell{head, sum, period, document.Text(c.words(f.Note)...)})
	}
	s.Add(t.Filled())
	return s
}

func (c *practiceComposer) outcomes() *document.Section {
	s := c.chapter("results", "doc.results")
	c.results(s, c.p.Results, "doc.results.caption")
	part := c.chapter("evaluations", "doc.evaluations")
	var list document.Definitions
	for _, e := range c.p.Evaluations {
		term := c.label("evaluation_type", e.Type)
		if e.Type == "" {
			term = c.t("doc.evaluation")
		}
		if e.Year != 0 {
			term += ", " + strconv.Itoa(e.Year)
		}
		definition := document.Definition{Term: []document.Run{{Text: capital(term), Lang: c.lang}}}
		definition.Blocks = c.prose("", e.Finding)
		if !e.Limitations.Empty() {
			runs := append(c.say("doc.limitations"), document.Run{Text: " "}, c.run(e.Limitations))
			definition.Blocks = append(definition.Blocks, document.Paragraph{Runs: runs})
		}
		definition.Blocks = append(definition.Blocks, c.evaluator(e)...)
		list.Entries = append(list.Entries, definition)
	}
	part.Add(list)
	s.Under(part)
	return s
}

func (c *practiceComposer) evaluator(e catalogue.Evaluation) []document.Block {
	var parts []string
	if e.By != "" {
		parts = append(parts, capital(c.label("evaluation_by", e.By)))
	}
	if e.Sample != nil {
		parts = append(parts, c.t("doc.sample", "Count", i18n.Number(c.lang, float64(*e.Sample))))
	}
	runs := []document.Run{}
	if len(parts) > 0 {
		runs = append(runs, document.Run{Text: strings.Join(parts, ". ") + ". ", Lang: c.lang})
	}
	runs = append(runs, c.cite(e.Source, "")...)
	if len(runs) == 0 {
		return nil
	}
	return []document.Block{document.Paragraph{Runs: runs, Style: document.Aside}}
}

// lessons groups what was learnt by kind, in the order of the vocabulary.
func (c *practiceComposer) lessons() *document.Section {
	s := c.chapter("lessons", "doc.lessons")
	kinds, err := c.Vocabularies.Scheme("lesson_kind")
	if err != nil {
		return s
	}
	for _, kind := range slices.Concat(kinds.Concepts, []catalogue.Concept{{}}) { // a copy: others read the vocabulary, too
		var list document.List
		for _, lesson := range c.p.Lessons {
			if lesson.Kind == kind.ID && !lesson.Text.Empty() {
				list.Items = append(list.Items, item(c.run(lesson.Text)))
			}
		}
		if kind.ID == "" {
			s.Add(list)
			continue
		}
		part := &document.Section{Title: []document.Run{{Text: capital(c.label("lesson_kind", kind.ID)), Lang: c.lang}}}
		part.Add(list)
		s.Under(part)
	}
	return s
}

// conditions is a list that readers tick for their own town.
func (c *practiceComposer) conditions() *document.Section {
	s := c.chapter("conditions", "doc.conditions")
	for _, need := range []string{"must", "helps", ""} {
		list := document.List{Kind: document.Boxes}
		for _, one := range c.p.Conditions {
			if one.Need != need || one.Statement.Empty() {
				continue
			}
			runs := []document.Run{c.run(one.Statement)}
			if one.Category != "" {
				runs = append(runs, c.tagOf("condition_category", one.Category))
			}
			list.Items = append(list.Items, item(runs...))
		}
		if need == "" {
			s.Add(list)
			continue
		}
		part := c.chapter("conditions-"+need, "doc.conditions."+need)
		part.Add(list)
		s.Under(part)
	}
	if !s.Hollow() {
		s.Blocks = append([]document.Block{c.paragraph("doc.conditions.intro")}, s.Blocks...)
	}
	return s
}

func (c *practiceComposer) criteria() *document.Section {
	s := c.chapter("criteria", "doc.criteria")
	t := document.Table{
		Caption: c.say("doc.criteria.caption"),
		Columns: []document.Column{{Width: 30}, {Width: 15}, {Width: 55}},
		Head:    [][]document.Cell{document.Heads(c.t("doc.criterion"), c.t("doc.met"), c.t("doc.reason"))},
	}
	if c.reviewed(&t) {
		s.Add(c.paragraph("doc.criteria.reviewed"), t.Filled())
		return s
	}
	k := c.p.Criteria
	for _, one := range []struct {
		id string
		catalogue.Criterion
	}{
		{"goal_oriented", k.GoalOriented}, {"customer_responsive", k.CustomerResponsive}, {"context_sensitive", k.ContextSensitive},
		{"high_impact", k.HighImpact}, {"modelled", k.Modelled}, {"generalisable", k.Generalisable},
	} {
		if one.Met == "" {
			continue
		}
		t.Rows = append(t.Rows, c.criterionRow(one.id, one.Met, c.words(one.Reason)))
	}
	if len(t.Rows) > 0 {
		s.Add(c.paragraph("doc.criteria.intro"), t.Filled())
	}
	return s
}

func (c *practiceComposer) related() *document.Section {
	s := c.chapter("related", "doc.related")
	var list document.List
	for _, one := range c.p.Related {
		runs := []document.Run{{Text: one.Practice}}
		if p := c.Practices[one.Practice]; p != nil {
			runs = c.words(p.Title)
		}
		if one.Relation != "" {
			runs = append(runs, c.tagOf("relation", one.Relation))
		}
		list.Items = append(list.Items, item(runs...))
	}
	s.Add(list)
	return s
}

// attachments names the files that are kept beside the practice: what each is,
// how large, and what it shows.
func (c *practiceComposer) attachments() *document.Section {
	s := c.chapter("attachments", "doc.attachments")
	var list document.List
	for _, a := range c.p.Attachments {
		name := document.Run{Text: joinSpace(a.Name)}
		if c.File != nil {
			name.Link = c.File(a.ID)
		}
		runs := []document.Run{name}
		kind := strings.ToUpper(strings.TrimPrefix(path.Ext(a.Name), "."))
		runs = append(runs, document.Run{Text: " (" + kind + ", " + c.Messages.FileSize(c.lang, a.Size) + ")", Lang: c.lang, Style: document.Quiet})
		if !a.Alt.Empty() {
			runs = append(runs, document.Run{Text: " – "}, c.run(a.Alt))
		}
		list.Items = append(list.Items, item(runs...))
	}
	s.Add(list)
	return s
}

// about tells how the description may be used and cited.
func (c *practiceComposer) about() *document.Section {
	s := c.chapter("about", "doc.about")
	var facts document.Definitions
	c.entry(&facts, "doc.owner", c.line(c.organisation(c.p.Organisation)))
	if c.p.Version > 0 {
		c.entry(&facts, "doc.version", c.line(strconv.Itoa(c.p.Version)))
	}
	c.entry(&facts, "doc.id", c.line(c.p.ID))
	if date := c.date(); date != "" {
		c.entry(&facts, "doc.updated", c.line(i18n.Date(c.lang, date)))
	}
	if c.p.ReviewDue != "" {
		c.entry(&facts, "doc.review_due", c.line(i18n.Date(c.lang, c.p.ReviewDue)))
	}
	licence := document.Run{Text: LicenceName(c.p.Licence), Link: LicenceURL(c.p.Licence)}
	if strings.HasPrefix(licence.Link, "https://creativecommons.org/") {
		licence.Link += "deed." + string(c.lang)
	}
	c.entry(&facts, "doc.licence", document.Paragraph{Runs: []document.Run{licence}})
	if citation := c.citation(); citation != "" {
		c.entry(&facts, "doc.cite", c.line(citation))
	}
	s.Add(facts)
	return s
}

// Citation is how a practice's description is cited: with version, date, licence,
// and its address where that is known; empty for one that has not been published. Its organisation stands
// as the author only where it answers for the description with a name.
func Citation(p *catalogue.Practice, lang i18n.Lang, k Known) string {
	c := &practiceComposer{composer: newComposer(k, lang, p.OriginalLanguage), p: p}
	return c.citation()
}

func (c *practiceComposer) citation() string {
	if c.p.Version == 0 {
		return ""
	}
	title, _ := c.p.Title.Best(c.lang, c.original)
	text := c.t("doc.cite_as", "Title", joinSpace(title), "Version", c.p.Version, "Date", i18n.Date(c.lang, c.date()))
	if HasContact(c.p) {
		text = c.organisation(c.p.Organisation) + ". " + text
	}
	text += " " + LicenceName(c.p.Licence) + "."
	if c.Link != nil {
		text += " " + c.Link(c.p.ID, c.p.Version)
	}
	return text
}
