package exchange

import (
	"slices"
	"strconv"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

// PracticeDocument makes a document of a practice in one language: what a
// reader needs in a minute and a half, then everything that the entry tells.
// What it does not tell gets no heading.
func PracticeDocument(p *catalogue.Practice, lang i18n.Lang, k Known) *document.Document {
	c := &practiceComposer{composer: newComposer(k, lang, p.OriginalLanguage), p: p}
	c.machine = p.Machine
	c.numberSources(p.Sources)
	c.cover()
	c.doc.Contents = 1
	c.doc.Add(c.texts("challenge", "doc.challenge", p.Challenge))
	c.doc.Add(c.texts("goals", "doc.goals", p.Goals))
	c.doc.Add(c.howItWorks())
	c.doc.Add(c.resources())
	c.doc.Add(c.outcomes())
	c.doc.Add(c.lessons())
	c.doc.Add(c.conditions())
	c.doc.Add(c.criteria())
	c.doc.Add(c.related())
	sources := c.chapter("sources", "doc.sources")
	sources.Add(c.sourceItems(p.Sources))
	c.doc.Add(sources)
	c.doc.Add(c.attachments())
	c.doc.Add(c.about())
	c.doc.Front = c.front() // last, because it knows the languages that stood in
	return c.doc
}

type practiceComposer struct {
	*composer
	p *catalogue.Practice
}

func (c *practiceComposer) cover() {
	p, d := c.p, c.doc
	d.Title = c.words(p.Title)
	d.Meta.Author = c.organisation(p.Organisation)
	d.Meta.Identifier = p.ID
	d.Meta.Licence = LicenceID(c.p.Licence)
	summary, _ := p.Summary.Best(c.lang, c.original)
	d.Meta.Description = joinSpace(summary)
	switch p.State {
	case "draft", "in_review":
		d.Stamp = c.t("doc.stamp.practice")
	case "archived":
		d.Stamp = c.t("doc.stamp.archived")
	}
	c.entry(&d.Cover, "doc.place", c.line(c.places(p)))
	c.entry(&d.Cover, "doc.period", c.line(c.period()))
	if p.Maturity != "" {
		c.entry(&d.Cover, "doc.maturity", c.line(capital(c.label("maturity", p.Maturity))))
	}
	if p.Version > 0 {
		d.Meta.Edition = c.t("doc.version_of", "Version", p.Version)
		c.entry(&d.Cover, "doc.version", c.line(strconv.Itoa(p.Version)))
	}
	if date := c.date(); date != "" {
		d.Meta.Date = date
		c.entry(&d.Cover, "doc.updated", c.line(i18n.Date(c.lang, date)))
	}
}

// date is when this text of the practice was made.
func (c *practiceComposer) date() string {
	for _, t := range []interface {
		IsZero() bool
		Format(string) string
	}{c.p.PublishedAt, c.p.UpdatedAt} {
		if !t.IsZero() {
			return t.Format("2006-01-02")
		}
	}
	return ""
}

func (c *practiceComposer) period() string {
	p := c.p.Period
	if p.Continues {
		return i18n.Period(c.lang, p.Start, "")
	}
	return i18n.Period(c.lang, p.Start, p.End)
}

// front is the view of a minute and a half: what, for whom, where, when, with
// what result, how sure, what it cost, whom to ask.
func (c *practiceComposer) front() *document.Section {
	p, s := c.p, c.chapter("summary", "doc.practice.summary")
	summary := c.prose("summary", p.Summary)
	if first, ok := firstParagraph(summary); ok {
		first.Style = document.Lead
		summary[0] = first
	}
	s.Add(summary...)
	if !p.PlainSummary.Empty() {
		s.Add(document.Callout{Title: c.say("doc.plain_summary"), Blocks: c.prose("plainSummary", p.PlainSummary)})
	}
	var list document.Definitions
	c.entry(&list, "doc.domains", c.line(capital(c.labels("domain", p.Domains))))
	c.entry(&list, "doc.for_whom", c.line(capital(c.labels("target_group", p.TargetGroups))),
		document.Paragraph{Runs: c.words(p.TargetGroupNote)})
	where := c.line(c.places(p))
	c.entry(&list, "doc.where", where, document.Paragraph{Runs: c.words(p.Area)})
	c.entry(&list, "doc.when", c.line(c.period()))
	c.entry(&list, "doc.with_result", c.keyResults()...)
	c.entry(&list, "doc.how_sure", c.evidence()...)
	c.entry(&list, "doc.peer_review", c.review()...)
	c.entry(&list, "doc.cost", c.cost()...)
	c.entry(&list, "doc.whom_to_ask", c.contact()...)
	s.Add(list)
	if callout, ok := c.fallbacks(); ok {
		s.Add(callout)
	}
	var outdated, machine []string // paths
	for _, t := range c.Outdated {
		outdated = append(outdated, t.Path)
	}
	for _, f := range catalogue.MachineTexts(c.p, c.lang) {
		machine = append(machine, f.Path)
	}
	s.Add(c.warning("doc.outdated", "doc.outdated.list", outdated)...)
	s.Add(c.warning("doc.machine", "doc.machine.list", machine)...)
	return s
}

// warning tells which texts are not what they should be; nothing where there are
// none.
func (c *practiceComposer) warning(title, list string, paths []string) []document.Block {
	var names []string
	for _, path := range paths {
		if name := c.t("field." + catalogue.FieldOf(path)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []document.Block{document.Callout{
		Title:  c.say(title),
		Blocks: []document.Block{c.paragraph(list, "List", strings.Join(names, ", "))},
	}}
}

const mostKeyResults = 4

// keyResults are the first of the practice's key results.
func (c *practiceComposer) keyResults() []document.Block {
	var list document.List
	for _, r := range KeyResults(c.p.Results) {
		if len(list.Items) < mostKeyResults {
			runs := []document.Run{c.run(r.Label), {Text: ": ", Lang: c.lang}, {Text: c.value(r, *r.Value), Lang: c.lang, Style: document.Strong}}
			list.Items = append(list.Items, item(runs...))
		}
	}
	if len(list.Items) == 0 {
		return []document.Block{c.paragraph("doc.no_figures")}
	}
	return []document.Block{list}
}

// evidence tells how strong the facts are and, apart from that, which way they
// point.
func (c *practiceComposer) evidence() []document.Block {
	e := catalogue.EvidenceOf(c.p)
	if c.p.Computed != nil { // with what others say of it
		e = c.p.Computed.Evidence
	}
	text := capital(c.label("evidence_level", strconv.Itoa(e.High)))
	if e.Low < e.High {
		text = capital(c.label("evidence_level", strconv.Itoa(e.Low))) + "–" + c.small("evidence_level", strconv.Itoa(e.High))
	}
	blocks := []document.Block{c.paragraph("doc.evidence_is", "Level", text)}
	var told []string
	for _, reason := range e.Reasons {
		if !slices.Contains(told, reason.Key) {
			told = append(told, reason.Key)
			blocks = append(blocks, document.Paragraph{Runs: c.say("evidence." + reason.Key), Style: document.Aside})
		}
	}
	if e.Direction != "unknown" {
		blocks = append(blocks, c.paragraph("doc.effect_is", "Direction", c.small("direction", e.Direction)))
	}
	return blocks
}

// cost adds up what is known of the money, currency by currency.
func (c *practiceComposer) cost() []document.Block {
	sums, order, open := map[string]float64{}, []string{}, false
	funding := c.p.Funding
	if whole := catalogue.WholeCost(funding); whole >= 0 {
		funding = funding[whole : whole+1]
	}
	for _, f := range funding {
		if f.Amount == nil {
			open = true
			continue
		}
		if _, ok := sums[f.Currency]; !ok {
			order = append(order, f.Currency)
		}
		sums[f.Currency] += *f.Amount
	}
	var texts []string
	for _, currency := range order {
		texts = append(texts, c.money(sums[currency], currency))
	}
	switch {
	case len(texts) == 0:
		return []document.Block{c.paragraph("doc.cost_unknown")}
	case open:
		return []document.Block{c.paragraph("doc.cost_part", "Sum", strings.Join(texts, ", "))}
	}
	if sum := catalogue.CostOf(c.p); sum.Each > 0 {
		return []document.Block{c.line(strings.Join(texts, ", ")), c.paragraph("doc.cost_each", "Each", c.money(sum.Each, sum.Currency),
			"Sum", c.money(sum.Total, sum.Currency), "People", i18n.Number(c.lang, float64(sum.People)), "Is", map[bool]string{true: "=", false: "≈"}[sum.Exact])}
	}
	return []document.Block{c.line(strings.Join(texts, ", "))}
}

// HasContact tells whether a practice names somebody whom anybody may ask: a
// person, and only with their consent.
func HasContact(p *catalogue.Practice) bool {
	return p.Contact.Public && p.Contact.Erased == "" && p.Contact.Name != ""
}

// contact is the person, or else what the entry says of whom to ask. The
// organisation that keeps the entry is not one to ask because of that.
func (c *practiceComposer) contact() []document.Block {
	p := c.p.Contact
	switch {
	case HasContact(c.p):
	case p.Erased == "" && !p.Role.Empty():
		return []document.Block{document.Paragraph{Runs: c.words(p.Role)}}
	case p.Erased != "":
		return []document.Block{c.paragraph("doc.erased_contact", "Date", i18n.Date(c.lang, p.Erased))}
	default:
		return []document.Block{c.paragraph("doc.no_contact")}
	}
	runs := []document.Run{{Text: joinSpace(p.Name), Lang: c.lang}}
	if !p.Role.Empty() {
		runs = append(runs, document.Run{Text: ", ", Lang: c.lang}, c.run(p.Role))
	}
	if p.Email != "" {
		runs = append(runs, document.Run{Text: ", "}, document.Run{Text: p.Email, Link: "mailto:" + p.Email})
	}
	if p.Phone != "" {
		runs = append(runs, document.Run{Text: ", " + p.Phone})
	}
	return []document.Block{document.Paragraph{Runs: runs}}
}

// texts is a chapter that holds one longer text.
func (c *practiceComposer) texts(path, key string, t i18n.Text) *document.Section {
	s := c.chapter(path, key)
	s.Add(c.prose(path, t)...)
	return s
}
