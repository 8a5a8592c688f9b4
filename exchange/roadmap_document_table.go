package exchange

import (
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// section is the chapter of one domain: its introduction, the table, why its
// goals were chosen, and the actions of which there is more to tell.
func (c *roadmapComposer) section(i int) *document.Section {
	section := &c.r.Sections[i]
	s := &document.Section{Title: []document.Run{c.sectionTitle(section)}, Wide: true}
	s.Add(c.prose(i18n.At("sections", i)+".intro", section.Intro)...)
	s.Add(c.table(section, s.Title))
	s.Under(c.reasons(section))
	details := c.chapter("", "doc.actions.more")
	for j := range section.Goals {
		for n := range section.Goals[j].Actions {
			details.Under(c.action(&section.Goals[j].Actions[n]))
		}
	}
	s.Under(details)
	return s
}

// reasons tells of each goal why it was chosen and how it is measured as a
// whole.
func (c *roadmapComposer) reasons(section *roadmap.Section) *document.Section {
	s := c.chapter("", "doc.goals.why")
	var list document.Definitions
	for j := range section.Goals {
		goal := &section.Goals[j]
		blocks := c.prose("", goal.Rationale)
		if len(goal.Indicators) > 0 {
			blocks = append(blocks, document.Paragraph{Runs: c.say("doc.goal.indicators")})
			blocks = append(blocks, c.indicatorBlocks(goal.Indicators)...)
		}
		if len(blocks) > 0 {
			list.Entries = append(list.Entries, document.Definition{Term: c.words(goal.Title), Blocks: blocks})
		}
	}
	s.Add(list)
	return s
}

// table is the roadmap's table: goal, actions, schedule, responsible party and
// partners, indicator.
func (c *roadmapComposer) table(section *roadmap.Section, title []document.Run) document.Table {
	t := document.Table{
		Caption: append(append(c.say("doc.table.caption"), document.Run{Text: " "}), title...),
		Columns: []document.Column{{Width: 17}, {Width: 30}, {Width: 11}, {Width: 18}, {Width: 24}},
		Head: [][]document.Cell{document.Heads(c.t("doc.goal"), c.t("doc.action"), c.t("doc.schedule"),
			c.t("doc.responsible"), c.t("doc.indicator"))},
		Wide: true, Verbatim: true,
	}
	for j := range section.Goals {
		goal := &section.Goals[j]
		head := document.Text(c.words(goal.Title)...)
		head.ID, head.Header, head.Rows = roadmap.Anchor("goal", goal.ID), true, max(len(goal.Actions), 1)
		if len(goal.Actions) == 0 {
			t.Rows = append(t.Rows, []document.Cell{head, {}, {}, {}, {}})
		}
		for n := range goal.Actions {
			row := c.row(goal, &goal.Actions[n])
			if n == 0 {
				row = append([]document.Cell{head}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// row is one action. What people have not decided yet is said, not left blank;
// an action needs no indicator of its own where its goal has one.
func (c *roadmapComposer) row(goal *roadmap.Goal, a *roadmap.Action) []document.Cell {
	cells := []document.Cell{
		{ID: roadmap.Anchor("action", a.ID), Blocks: c.items(a)},
		{Blocks: c.scheduleCell(a)},
		{Blocks: c.responsible(a)},
		{Blocks: c.indicatorCell(a)},
	}
	for i := range cells {
		measured := i == len(cells)-1 && len(goal.Indicators) > 0
		if len(cells[i].Blocks) == 0 && c.isOpen() && !measured {
			cells[i].Blocks = []document.Block{c.aside("doc.not_decided")}
		}
	}
	return cells
}

// items are the bullets of an action. The name of a component stands out, and a
// core one that does not say so itself is marked.
func (c *roadmapComposer) items(a *roadmap.Action) []document.Block {
	var list document.List
	for _, text := range a.Items {
		if text.Empty() {
			continue
		}
		list.Items = append(list.Items, item(c.itemRuns(a, text)...))
	}
	if len(list.Items) == 0 {
		return nil
	}
	return []document.Block{list}
}

func (c *roadmapComposer) itemRuns(a *roadmap.Action, text i18n.Text) []document.Run {
	run := c.run(text)
	component := c.componentOf(a, run)
	if component == nil {
		return []document.Run{run}
	}
	runs := []document.Run{run}
	if name, rest, ok := strings.Cut(run.Text, ": "); ok {
		runs = []document.Run{
			{Text: name + ":", Lang: run.Lang, Style: document.Strong},
			{Text: " " + rest, Lang: run.Lang},
		}
	}
	mark := c.Messages.T(run.Lang, "assemble.core", "Part", "")
	if component.Kind == "core" && !strings.Contains(run.Text, strings.TrimSpace(mark)) {
		runs = append(runs, c.tag("doc.core"))
	}
	return runs
}

// componentOf finds the component of the action's practice that an item names
// at its beginning.
func (c *roadmapComposer) componentOf(a *roadmap.Action, run document.Run) *catalogue.Component {
	if a.Practice == nil || c.Practices[a.Practice.ID] == nil {
		return nil
	}
	components := c.Practices[a.Practice.ID].Components
	i := slices.IndexFunc(components, func(one catalogue.Component) bool {
		name := joinSpace(one.Name.In(run.Lang))
		return name != "" && strings.HasPrefix(run.Text, name)
	})
	if i < 0 {
		return nil
	}
	return &components[i]
}

// schedule says when an action happens: as written, but in the language of the
// document where it was understood and was written in another.
func (c *roadmapComposer) schedule(s roadmap.Schedule) document.Run {
	foreign := c.original != "" && c.original != c.lang
	text := ""
	switch s.Kind {
	case "continuous":
		text = c.t("doc.continuous")
		if s.Start != "" {
			text = c.t("doc.continuous_from", "Start", i18n.Date(c.lang, s.Start))
		}
	case "recurring":
		if s.Every != nil && s.Every.Per != "" {
			text = c.t("doc.every."+s.Every.Per, "N", s.Every.Times)
		}
		if period := i18n.Period(c.lang, s.Start, s.End); period != "" {
			text = strings.TrimSuffix(period+", "+text, ", ")
		}
	default:
		text = i18n.Period(c.lang, s.Start, s.End)
	}
	if s.Text != "" && (text == "" || !foreign) {
		return document.Run{Text: joinSpace(s.Text), Lang: c.original}
	}
	return document.Run{Text: text, Lang: c.lang}
}

func (c *roadmapComposer) scheduleCell(a *roadmap.Action) []document.Block {
	var blocks []document.Block
	if run := c.schedule(a.Schedule); run.Text != "" {
		blocks = append(blocks, document.Paragraph{Runs: []document.Run{run}})
	}
	if a.Schedule.Review != "" {
		blocks = append(blocks, c.aside("doc.review", "Date", i18n.Date(c.lang, a.Schedule.Review)))
	}
	if a.Status != "" && a.Status != "not_started" {
		blocks = append(blocks, c.aside("doc.status", "Status", c.small("status", a.Status)))
	}
	return blocks
}

func (c *composer) aside(key string, args ...any) document.Paragraph {
	return document.Paragraph{Runs: c.say(key, args...), Style: document.Aside}
}

// responsible is the cell as written or, where only parties are known, their
// names; those without a name are named by their type. Suggestions are marked.
func (c *roadmapComposer) responsible(a *roadmap.Action) []document.Block {
	if !a.ResponsibleText.Empty() {
		return []document.Block{document.Paragraph{Runs: c.words(a.ResponsibleText)}}
	}
	var leads, partners []document.Run
	open := 0
	for _, party := range a.Parties {
		if party.Suggested && party.Confirmed == "" {
			open++
		}
	}
	all := open == len(a.Parties)
	for _, party := range a.Parties {
		list := &partners
		if party.Role == "lead" || party.Role == "co_lead" {
			list = &leads
		}
		if len(*list) > 0 {
			*list = append(*list, document.Run{Text: ", ", Lang: c.lang})
		}
		name := c.party(party)
		if len(*list) == 0 && len(leads) == 0 {
			name.Text = capital(name.Text)
		}
		*list = append(*list, name)
		if party.Suggested && party.Confirmed == "" && !all {
			*list = append(*list, c.tag("doc.suggested"))
		}
	}
	var blocks []document.Block
	if len(leads) > 0 {
		blocks = append(blocks, document.Paragraph{Runs: leads})
	}
	if len(partners) > 0 {
		head := document.Run{Text: c.t("doc.partners_are") + " ", Lang: c.lang}
		blocks = append(blocks, document.Paragraph{Runs: append([]document.Run{head}, partners...)})
	}
	if open > 0 && all {
		blocks = append(blocks, c.aside("doc.suggested_all", "N", open))
	}
	return blocks
}

// party names a party: an organisation that is known in the language of the
// document, any other by the name that was written.
func (c *roadmapComposer) party(p roadmap.Party) document.Run {
	if o, ok := c.Organisations[p.Organisation]; ok && !o.Name.Empty() {
		text, lang := o.Name.Best(c.lang, c.original)
		return document.Run{Text: joinSpace(text), Lang: lang}
	}
	if p.Name != "" {
		return c.name(p.Name)
	}
	return document.Run{Text: c.small("organisation_type", p.Type), Lang: c.lang}
}

func (c *roadmapComposer) indicatorCell(a *roadmap.Action) []document.Block {
	var blocks []document.Block
	if !a.IndicatorText.Empty() {
		blocks = append(blocks, document.Paragraph{Runs: c.words(a.IndicatorText)})
	}
	return append(blocks, c.indicatorBlocks(a.Indicators)...)
}
