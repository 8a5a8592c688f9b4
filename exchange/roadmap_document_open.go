package exchange

import (
	"maps"
	"strings"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// draftNotice says what the state of a roadmap means for its readers, and how
// much is still to be decided in it. Notes are told apart: they ask for nothing.
func (c *roadmapComposer) draftNotice(assembled bool) document.Callout {
	notice := document.Callout{Title: c.say("doc.notice." + c.state())}
	if assembled && c.state() == "draft" {
		notice.Blocks = append(notice.Blocks, c.paragraph("doc.notice.assembled"), c.paragraph("doc.notice.wording"))
	} else {
		notice.Blocks = append(notice.Blocks, c.paragraph("doc.notice."+c.state()+".text"))
	}
	must, should, notes := c.findings("must"), c.findings("should"), c.findings("note")
	var runs []document.Run
	if n := len(must) + len(should); n > 0 {
		runs = c.sentence(runs, c.say("doc.notice.decisions", "N", n))
	}
	if n := len(notes); n > 0 {
		runs = c.sentence(runs, c.say("doc.notice.notes", "N", n))
	}
	if len(runs) > 0 {
		link := document.Run{Text: c.t("doc.notice.link"), Lang: c.lang, Link: "#decisions"}
		notice.Blocks = append(notice.Blocks, document.Paragraph{Runs: c.sentence(runs, []document.Run{link})})
	}
	return notice
}

func (c *roadmapComposer) findings(severity string) []roadmap.Finding {
	var list []roadmap.Finding
	for _, f := range c.Checks {
		if f.Severity == severity {
			list = append(list, f)
		}
	}
	return list
}

// decisions lists what people have still to decide, by section and action, and
// then what is worth a look.
func (c *roadmapComposer) decisions() *document.Section {
	s := c.chapter("decisions", "doc.decisions")
	if !c.isOpen() || len(c.Checks) == 0 {
		return s
	}
	open := append(c.findings("must"), c.findings("should")...)
	if len(open) == 0 {
		s.Title = c.say("doc.decisions.note")
		s.Add(c.paragraph("doc.decisions.only_notes"), c.noteList())
		return s
	}
	s.Add(c.paragraph("doc.decisions.intro"))
	taken := map[int]bool{}
	for i := range c.r.Sections {
		s.Under(c.sectionDecisions(i, open, taken))
	}
	general := document.List{Kind: document.Boxes}
	for i, f := range open {
		if !taken[i] {
			general.Items = append(general.Items, c.decision(f, f.Message(c.Messages, c.lang)))
		}
	}
	s.Add(general)
	notes := c.chapter("decisions-note", "doc.decisions.note")
	notes.Add(c.noteList())
	s.Under(notes)
	return s
}

// sectionDecisions lists what is open in a section: first in its goals, then
// action by action. It marks in taken which of the findings it holds.
func (c *roadmapComposer) sectionDecisions(i int, open []roadmap.Finding, taken map[int]bool) *document.Section {
	section := &c.r.Sections[i]
	s := &document.Section{Title: []document.Run{c.sectionTitle(section)}}
	at := i18n.At("sections", i)
	var actions []*document.Section
	for j := range section.Goals {
		for n := range section.Goals[j].Actions {
			place := i18n.At(i18n.Join(i18n.At(i18n.Join(at, "goals"), j), "actions"), n)
			part := &document.Section{Title: c.actionTitle(&section.Goals[j].Actions[n])}
			list := document.List{Kind: document.Boxes}
			for k, f := range open {
				if within(f.Place, place) {
					taken[k] = true
					list.Items = append(list.Items, c.decision(f, c.withoutSubject(f)))
				}
			}
			part.Add(list)
			actions = append(actions, part)
		}
	}
	list := document.List{Kind: document.Boxes}
	for k, f := range open {
		if !taken[k] && within(f.Place, at) {
			taken[k] = true
			list.Items = append(list.Items, c.decision(f, f.Message(c.Messages, c.lang)))
		}
	}
	s.Add(list)
	for _, part := range actions {
		s.Under(part)
	}
	return s
}

// within tells whether a path is that of a place or leads on from there.
func within(path, place string) bool {
	rest, ok := strings.CutPrefix(path, place)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// decision is one open question; what must be decided before approval is marked.
func (c *roadmapComposer) decision(f roadmap.Finding, text string) document.Item {
	runs := []document.Run{{Text: text, Lang: c.lang}}
	if f.Severity == "must" {
		runs = append(runs, c.tag("doc.decisions.must"))
	}
	return item(runs...)
}

// withoutSubject is a finding as a sentence below a heading that names what it
// is about. The messages about actions begin with their subject and a colon.
func (c *roadmapComposer) withoutSubject(f roadmap.Finding) string {
	if _, ok := f.Args["Subject"]; !ok {
		return f.Message(c.Messages, c.lang)
	}
	f.Args = maps.Clone(f.Args)
	f.Args["Subject"] = ""
	return capital(strings.TrimPrefix(f.Message(c.Messages, c.lang), ": "))
}

func (c *roadmapComposer) noteList() document.List {
	var list document.List
	for _, f := range c.findings("note") {
		list.Items = append(list.Items, item(document.Run{Text: f.Message(c.Messages, c.lang), Lang: c.lang}))
	}
	return list
}
