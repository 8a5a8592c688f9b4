package exchange

import (
	"slices"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// practice is the one that an action takes over; nil when there is none or it
// is not known.
func (c *roadmapComposer) practice(a *roadmap.Action) *catalogue.Practice {
	if a.Practice == nil {
		return nil
	}
	return c.Practices[a.Practice.ID]
}

func sortDates(dates []string) { slices.Sort(dates) }

// CoverageMatrix counts on which domains and target groups the practices of a
// roadmap fall. ok is false when no practice with a target group is known.
func CoverageMatrix(r *roadmap.Roadmap, lang i18n.Lang, k Known) (m document.Matrix, ok bool) {
	c := &roadmapComposer{composer: newComposer(k, lang, r.OriginalLanguage), r: r}
	return c.matrix()
}

func (c *roadmapComposer) matrix() (document.Matrix, bool) {
	domains, err := c.Vocabularies.Scheme("domain")
	if err != nil {
		return document.Matrix{}, false
	}
	groups, err := c.Vocabularies.Scheme("target_group")
	if err != nil {
		return document.Matrix{}, false
	}
	m := document.Matrix{Title: c.t("chart.matrix.title"), Lang: c.lang, Empty: c.t("chart.matrix.empty")}
	for _, domain := range domains.Concepts {
		m.Columns = append(m.Columns, capital(c.label("domain", domain.ID)))
	}
	for _, group := range groups.Concepts {
		m.Rows = append(m.Rows, capital(c.label("target_group", group.ID)))
		m.Counts = append(m.Counts, make([]int, len(domains.Concepts)))
	}
	found, seen := false, map[string]bool{}
	c.eachAction(func(_ *roadmap.Section, _ *roadmap.Goal, a *roadmap.Action) {
		p := c.practice(a)
		if p == nil || seen[p.ID] {
			return
		}
		seen[p.ID] = true
		for _, domain := range p.Domains {
			for _, group := range p.TargetGroups {
				i, j := c.Vocabularies.Place("target_group", group), c.Vocabularies.Place("domain", domain)
				if i < len(m.Rows) && j < len(m.Columns) {
					m.Counts[i][j]++
					found = true
				}
			}
		}
	})
	return m.Describe(c.Messages), found
}

func (c *roadmapComposer) coverage() *document.Section {
	s := c.chapter("coverage", "doc.coverage")
	if m, ok := c.matrix(); ok {
		s.Add(c.paragraph("doc.coverage.intro"), document.Figure{ID: "coverage-matrix", Chart: m})
	}
	return s
}

// RoadmapTimeline draws the actions of a roadmap over the years of its period.
// ok is false when it has no period or no action.
func RoadmapTimeline(r *roadmap.Roadmap, lang i18n.Lang, k Known) (t document.Timeline, ok bool) {
	c := &roadmapComposer{composer: newComposer(k, lang, r.OriginalLanguage), r: r}
	return c.chart()
}

func (c *roadmapComposer) chart() (document.Timeline, bool) {
	first, okFirst := document.Year(c.r.Period.Start, false)
	last, okLast := document.Year(c.r.Period.End, false)
	t := document.Timeline{Title: c.t("chart.timeline.title"), Lang: c.lang, First: int(first), Last: int(last)}
	if !okFirst || !okLast || last < first {
		return t, false
	}
	for i := range c.r.Sections {
		section := &c.r.Sections[i]
		group := document.TimelineGroup{Label: c.sectionTitle(section)}
		for j := range section.Goals {
			for n := range section.Goals[j].Actions {
				group.Bars = append(group.Bars, c.bar(&section.Goals[j].Actions[n]))
			}
		}
		if len(group.Bars) > 0 {
			t.Groups = append(t.Groups, group)
		}
	}
	return t.Describe(c.Messages), len(t.Groups) > 0
}

func (c *roadmapComposer) bar(a *roadmap.Action) document.TimelineBar {
	title := c.actionTitle(a)
	bar := document.TimelineBar{
		Label: document.Run{Text: document.Plainly(title), Lang: title[0].Lang},
		When:  c.schedule(a.Schedule),
	}
	s := a.Schedule
	if s.Kind == "" {
		return bar
	}
	bar.From, _ = document.Year(s.Start, false)
	to, closed := document.Year(s.End, true)
	bar.To, bar.Open = to, !closed || s.Kind == "continuous"
	return bar
}

func (c *roadmapComposer) timeline() *document.Section {
	s := c.chapter("timeline", "doc.timeline")
	if t, ok := c.chart(); ok {
		s.Add(document.Figure{ID: "timeline-actions", Chart: t, Legend: c.timelineLegend(t)})
	}
	return s
}

// timelineLegend explains the shapes that there are on a timeline, and no other.
func (c *roadmapComposer) timelineLegend(t document.Timeline) []document.Run {
	found := map[string]bool{}
	for _, group := range t.Groups {
		for _, bar := range group.Bars {
			drawn := bar.Open || bar.To > 0
			found["bar"] = found["bar"] || drawn && !bar.Open
			found["open"] = found["open"] || bar.Open
			found["before"] = found["before"] || drawn && bar.From > 0 && bar.From < float64(t.First)
			found["after"] = found["after"] || !bar.Open && bar.To > float64(t.Last+1)
		}
	}
	var legend []document.Run
	for _, kind := range []string{"bar", "open", "before", "after"} {
		if found[kind] {
			legend = c.sentence(legend, c.say("doc.timeline."+kind))
		}
	}
	return legend
}
