package exchange

import (
	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// RoadmapDocument makes a document of a roadmap in one language: cover, the
// roadmap in figures, its chapters with the table of five columns, what is
// still to be decided, and sources. What the roadmap does not hold gets no
// heading.
func RoadmapDocument(r *roadmap.Roadmap, lang i18n.Lang, k Known) *document.Document {
	c := &roadmapComposer{composer: newComposer(k, lang, r.OriginalLanguage), r: r}
	c.numberSources(r.Sources)
	c.cover()
	c.doc.Contents = 1
	c.doc.Add(c.foreword())
	c.doc.Add(c.situation())
	c.doc.Add(c.timeline())
	c.doc.Add(c.coverage())
	for i := range r.Sections {
		c.doc.Add(c.section(i))
	}
	c.doc.Add(c.budget())
	c.doc.Add(c.followUp())
	c.doc.Add(c.decisions())
	c.doc.Add(c.origins())
	c.doc.Front = c.front() // last, because it knows the languages that stood in
	return c.doc
}

type roadmapComposer struct {
	*composer
	r *roadmap.Roadmap
}

// isOpen tells whether the roadmap can still be changed by those who read it.
func (c *roadmapComposer) isOpen() bool {
	return c.r.State == "" || c.r.State == "draft" || c.r.State == "consultation"
}

func (c *roadmapComposer) state() string {
	if c.r.State == "" {
		return "draft"
	}
	return c.r.State
}

func (c *roadmapComposer) cover() {
	r, d := c.r, c.doc
	d.Title = c.words(r.Title)
	d.Meta.Author = c.organisation(r.Organisation)
	d.Meta.Identifier = r.ID
	if r.Version > 0 {
		d.Meta.Edition = c.t("doc.version_of", "Version", r.Version)
	}
	period := i18n.Period(c.lang, r.Period.Start, r.Period.End)
	if c.isOpen() {
		d.Stamp = c.t("doc.stamp." + c.state())
	}
	c.entry(&d.Cover, "doc.period", c.line(period))
	if r.Kind != "" {
		c.entry(&d.Cover, "doc.kind", c.line(capital(c.label("roadmap_kind", r.Kind))))
	}
	c.entry(&d.Cover, "doc.state", c.line(capital(c.label("roadmap_state", c.state()))))
	places, municipalities := "", "doc.municipality"
	for i, code := range r.Municipalities {
		if i > 0 {
			places, municipalities = places+", ", "doc.municipalities"
		}
		places += c.place(code)
	}
	c.entry(&d.Cover, municipalities, c.line(places))
	c.approval()
	if !r.UpdatedAt.IsZero() {
		d.Meta.Date = r.UpdatedAt.Format("2006-01-02")
		c.entry(&d.Cover, "doc.updated", c.line(i18n.Date(c.lang, d.Meta.Date)))
	}
	d.Meta.Description = c.t("doc.roadmap.description", "Title", document.Plainly(d.Title), "Organisation", d.Meta.Author, "Period", period)
}

func (c *roadmapComposer) approval() {
	a := c.r.Approval
	if c.isOpen() || a == (roadmap.Approval{}) {
		return
	}
	var runs []document.Run
	for _, part := range []document.Run{c.name(a.Body), {Text: i18n.Date(c.lang, a.Date), Lang: c.lang}, c.name(a.Decision)} {
		if part.Text == "" {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, document.Run{Text: ", ", Lang: c.lang})
		}
		runs = append(runs, part)
	}
	if len(runs) > 0 {
		runs[len(runs)-1].Link = a.URL // that of the decision
	}
	c.entry(&c.doc.Cover, "doc.approved", document.Paragraph{Runs: runs})
}

// front is the roadmap in figures and what a reader must know first.
func (c *roadmapComposer) front() *document.Section {
	s := c.chapter("summary", "doc.summary")
	goals, actions, practices := 0, 0, map[string]bool{}
	c.eachAction(func(_ *roadmap.Section, _ *roadmap.Goal, a *roadmap.Action) {
		actions++
		if a.Practice != nil {
			practices[a.Practice.ID] = true
		}
	})
	for _, section := range c.r.Sections {
		goals += len(section.Goals)
	}
	var facts document.Facts
	for _, fact := range []struct {
		key string
		n   int
	}{{"doc.count.sections", len(c.r.Sections)}, {"doc.count.goals", goals}, {"doc.count.actions", actions}, {"doc.count.practices", len(practices)}} {
		if fact.n > 0 {
			facts.Items = append(facts.Items, document.Fact{Value: i18n.Number(c.lang, float64(fact.n)), Label: c.say(fact.key, "N", fact.n)})
		}
	}
	s.Add(facts)
	if c.isOpen() {
		s.Add(c.draftNotice(len(practices) > 0))
	}
	if callout, ok := c.fallbacks(); ok {
		s.Add(callout)
	}
	return s
}

func (c *roadmapComposer) foreword() *document.Section {
	s := c.chapter("foreword", "doc.foreword")
	s.Add(c.prose("foreword", c.r.Foreword)...)
	return s
}

func (c *roadmapComposer) situation() *document.Section {
	s := c.chapter("situation", "doc.situation")
	s.Add(c.prose("situation.text", c.r.Situation.Text)...)
	c.results(s, c.r.Situation.Figures, "doc.situation.figures")
	return s
}

// eachAction calls f for every action with its section and goal.
func (c *roadmapComposer) eachAction(f func(*roadmap.Section, *roadmap.Goal, *roadmap.Action)) {
	for i := range c.r.Sections {
		s := &c.r.Sections[i]
		for j := range s.Goals {
			g := &s.Goals[j]
			for n := range g.Actions {
				f(s, g, &g.Actions[n])
			}
		}
	}
}

// sectionTitle is the section's own or the name of its domain.
func (c *roadmapComposer) sectionTitle(s *roadmap.Section) document.Run {
	if s.Title.Empty() && s.Domain != "" {
		return document.Run{Text: capital(c.label("domain", s.Domain)), Lang: c.lang}
	}
	return c.run(s.Title)
}

// origins lists the practices and sources that the roadmap rests on.
func (c *roadmapComposer) origins() *document.Section {
	s := c.chapter("sources", "doc.origins")
	practices := c.chapter("practices", "doc.practices")
	var list document.List
	seen := map[string]bool{}
	c.eachAction(func(_ *roadmap.Section, _ *roadmap.Goal, a *roadmap.Action) {
		if a.Practice == nil {
			return
		}
		if anchor := practiceAnchor(a.Practice); !seen[anchor] {
			seen[anchor] = true
			one := c.practiceItem(a.Practice)
			one.ID = anchor
			list.Items = append(list.Items, one)
		}
	})
	practices.Add(list)
	sources := c.chapter("source-list", "doc.sources")
	sources.Add(c.sourceItems(c.r.Sources))
	if practices.Hollow() && !sources.Hollow() {
		sources.ID = "sources"
		return sources
	}
	s.Under(practices)
	s.Under(sources)
	return s
}
