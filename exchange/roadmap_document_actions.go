package exchange

import (
	"strconv"
	"strings"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// action tells what the table has no room for, first which practice the action
// takes over; it is hollow when there is no more to tell.
func (c *roadmapComposer) action(a *roadmap.Action) *document.Section {
	s := &document.Section{Title: c.actionTitle(a)}
	s.Add(c.basedOn(a))
	s.Add(c.prose("", a.Description)...)
	var facts document.Definitions
	if !a.StatusReason.Empty() {
		c.entry(&facts, "doc.status_reason", document.Paragraph{Runs: c.words(a.StatusReason)})
	}
	c.entry(&facts, "doc.left_out", c.componentUses(a)...)
	if len(a.Steps) > 0 {
		list := document.List{}
		for _, step := range a.Steps {
			runs := []document.Run{c.run(step.Title)}
			if step.Due != "" {
				runs = append(runs, document.Run{Text: ", " + i18n.Date(c.lang, step.Due), Lang: c.lang})
			}
			if step.Done {
				runs = append(runs, c.tag("doc.done"))
			}
			list.Items = append(list.Items, item(runs...))
		}
		c.entry(&facts, "doc.steps", list)
	}
	s.Add(facts)
	return s
}

// basedOn names the practice that an action takes over, where it comes from and
// in which version, with a link to the practice itself or else to its entry
// among the practices.
func (c *roadmapComposer) basedOn(a *roadmap.Action) document.Paragraph {
	if a.Practice == nil {
		return document.Paragraph{}
	}
	link := "#" + practiceAnchor(a.Practice)
	runs := append(c.say("doc.based_on"), document.Run{Text: " ", Lang: c.lang})
	p := c.practice(a)
	if p == nil {
		runs = append(runs, document.Run{Text: a.Practice.ID, Link: link})
	} else {
		title := c.run(p.Title)
		title.Link = link
		if c.Link != nil {
			title.Link = c.Link(a.Practice.ID, a.Practice.Version)
		}
		runs = append(runs, title)
		runs = append(runs, document.Run{Text: " (", Lang: c.lang})
		runs = append(runs, c.home(p)...)
		runs = append(runs, document.Run{Text: ")", Lang: c.lang})
	}
	if a.Practice.Version > 0 {
		runs = append(runs, document.Run{Text: ", " + c.t("doc.version_of", "Version", a.Practice.Version), Lang: c.lang})
	}
	return document.Paragraph{Runs: runs, Style: document.Aside}
}

// practiceAnchor is the id of a practice's entry among the practices.
func practiceAnchor(use *roadmap.PracticeUse) string {
	return "practice-" + use.ID + "-" + strconv.Itoa(use.Version)
}

// actionTitle names an action, as the findings name it. In a draft the practice
// that it takes over stands beside its name: there nobody has yet put the action
// into the town's own words, and one component says little of the whole.
func (c *roadmapComposer) actionTitle(a *roadmap.Action) []document.Run {
	title := c.words(a.Name(c.Messages))
	p := c.practice(a)
	if c.r.State != "draft" || p == nil || len(p.Components) == 0 {
		return title
	}
	return append(title, document.Run{Text: " (", Lang: c.lang}, c.run(shortTitle(p.Title)), document.Run{Text: ")", Lang: c.lang})
}

// shortTitle is a title without what follows its first colon or dash.
func shortTitle(t i18n.Text) i18n.Text {
	for _, lang := range t.Languages() {
		short, _, _ := strings.Cut(t.In(lang), ": ")
		short, _, _ = strings.Cut(short, " – ")
		t = t.Set(lang, short)
	}
	return t
}

// componentUses tells what became of components that are not simply kept.
func (c *roadmapComposer) componentUses(a *roadmap.Action) []document.Block {
	p := c.practice(a)
	if p == nil {
		return nil
	}
	var list document.List
	for _, use := range a.Practice.Components {
		if use.Use == "" || use.Use == "kept" && use.Note.Empty() {
			continue
		}
		for _, component := range p.Components {
			if component.ID != use.ID {
				continue
			}
			runs := append(c.words(component.Name), c.tagOf("component_use", use.Use))
			if !use.Note.Empty() {
				runs = append(runs, document.Run{Text: " "}, c.run(use.Note))
			}
			list.Items = append(list.Items, item(runs...))
		}
	}
	if len(list.Items) == 0 {
		return nil
	}
	return []document.Block{list}
}

func (c *composer) tagOf(scheme, id string) document.Run {
	return document.Run{Text: c.label(scheme, id), Lang: c.lang, Style: document.Tag}
}

// budget gathers the money of all actions in one table.
func (c *roadmapComposer) budget() *document.Section {
	s := c.chapter("budget", "doc.budget")
	t := document.Table{
		Caption: c.say("doc.budget.caption"),
		Columns: []document.Column{{Width: 40}, {Width: 12}, {Width: 16, Numbers: true}, {Width: 16, Numbers: true}, {Width: 26}},
		Head: [][]document.Cell{document.Heads(c.t("doc.action"), c.t("doc.year"), c.t("doc.planned"),
			c.t("doc.actual"), c.t("doc.funding_source"))},
	}
	c.eachAction(func(_ *roadmap.Section, _ *roadmap.Goal, a *roadmap.Action) {
		for i, b := range a.Budget {
			row := []document.Cell{
				document.Text(document.Run{Text: strconv.Itoa(b.Year)}),
				c.sum(b.Planned, b.Currency), c.sum(b.Actual, b.Currency),
				document.Text(c.name(b.Source)),
			}
			if i == 0 {
				head := document.Text(c.actionTitle(a)...)
				head.Header, head.Rows = true, len(a.Budget)
				row = append([]document.Cell{head}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	})
	s.Add(t.Filled())
	return s
}

func (c *roadmapComposer) sum(v *float64, currency string) document.Cell {
	if v == nil {
		return document.Cell{}
	}
	return document.Text(document.Run{Text: c.money(*v, currency), Lang: c.lang})
}

// followUp lists what is reviewed when.
func (c *roadmapComposer) followUp() *document.Section {
	s := c.chapter("follow-up", "doc.follow_up")
	t := document.Table{
		Caption: c.say("doc.follow_up.caption"),
		Columns: []document.Column{{Width: 20}, {Width: 80}},
		Head:    [][]document.Cell{document.Heads(c.t("doc.review_date"), c.t("doc.follow_up.actions"))},
	}
	byDate := map[string]*document.List{}
	var dates []string
	c.eachAction(func(_ *roadmap.Section, _ *roadmap.Goal, a *roadmap.Action) {
		date := a.Schedule.Review
		if date == "" || a.Status == "cancelled" {
			return
		}
		if byDate[date] == nil {
			byDate[date] = &document.List{}
			dates = append(dates, date)
		}
		byDate[date].Items = append(byDate[date].Items, item(c.actionTitle(a)...))
	})
	sortDates(dates)
	for _, date := range dates {
		head := document.Text(document.Run{Text: i18n.Date(c.lang, date), Lang: c.lang})
		head.Header = true
		t.Rows = append(t.Rows, []document.Cell{head, {Blocks: []document.Block{*byDate[date]}}})
	}
	s.Add(t)
	return s
}
