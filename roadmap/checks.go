package roadmap

import (
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// Finding is something in a roadmap that a person has still to decide or that
// does not fit together. Place is a path such as "sections[0].goals[1]",
// Severity is must, should or note. Args are values for the message
// "check."+Key; a value may be an i18n.Text, see Message.
type Finding struct {
	Key      string
	Place    string
	Severity string
	Args     map[string]any
}

// Message is the finding as a sentence; texts among its values are given in
// that language or, where they lack it, in another.
func (f Finding) Message(m *i18n.Messages, lang i18n.Lang) string {
	args := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		if t, ok := value.(i18n.Text); ok {
			value, _ = t.Best(lang)
		}
		args = append(args, name, value)
	}
	return m.T(lang, "check."+f.Key, args...)
}

// checks gathers the findings of one roadmap.
type checks struct {
	Assembler
	period   catalogue.Period
	findings []Finding
}

// Checks lists what is open in a roadmap, in the roadmap's order. An action has
// at most one finding of each key, however many indicators it has. Cancelled
// actions are left alone, and so is the practice's own text: what is wrong with
// the form of a roadmap is told by Check.
func (a Assembler) Checks(r *Roadmap) []Finding {
	c := checks{Assembler: a, period: r.Period}
	if r.Foreword.Empty() {
		c.add("foreword_missing", "foreword", "note")
	}
	c.translations(r)
	for i, figure := range r.Situation.Figures {
		if figure.Measure == "share" && (figure.Base == nil || figure.Base.Label.Empty()) {
			c.add("figure_without_base", i18n.At("situation.figures", i), "should", "Figure", figure.Label)
		}
	}
	for i, s := range r.Sections {
		c.section(i18n.At("sections", i), s)
	}
	return c.findings
}

func (c *checks) add(key, place, severity string, args ...any) {
	f := Finding{Key: key, Place: place, Severity: severity, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	c.findings = append(c.findings, f)
}

func (c *checks) section(at string, s Section) {
	if len(s.Goals) == 0 {
		c.add("section_without_goal", at, "should", "Section", s.Title)
	}
	asText := 0
	for i, g := range s.Goals {
		place := i18n.At(i18n.Join(at, "goals"), i)
		if len(g.Actions) == 0 {
			c.add("goal_without_action", place, "must", "Goal", short(g.Title))
		}
		if !g.Title.Empty() && g.Title == c.generalGoal(s.Domain) {
			c.add("goal_general", place, "should", "Goal", short(g.Title))
		}
		c.indicators(place, c.subject("checks.goal", short(g.Title)), g.Indicators)
		for j, action := range g.Actions {
			if action.Status == "cancelled" {
				continue
			}
			if len(action.Indicators) == 0 && !action.IndicatorText.Empty() {
				asText++
			}
			c.action(i18n.At(i18n.Join(place, "actions"), j), action, len(g.Indicators) > 0)
		}
	}
	if asText > 0 {
		c.add("indicators_as_text", at, "note", "Section", s.Title, "N", asText)
	}
}

// action checks one action; measured tells whether its goal has indicators.
func (c *checks) action(at string, a Action, measured bool) {
	subject := c.subject("checks.action", short(a.Name(c.Messages)))
	c.parties(at, subject, a)
	c.schedule(at, subject, a)
	if len(a.Indicators) == 0 && a.IndicatorText.Empty() && !measured {
		c.add("indicator_missing", i18n.Join(at, "indicators"), "should", "Subject", subject)
	}
	c.indicators(at, subject, a.Indicators)
}

func (c *checks) parties(at string, subject i18n.Text, a Action) {
	var decided, lead, partner bool // decided: somebody responsible is; the others: suggestions are open
	for _, p := range a.Parties {
		open, leads := p.Suggested && p.Confirmed == "", p.Role == "lead" || p.Role == "co_lead"
		decided = decided || leads && !open
		lead = lead || leads && open
		partner = partner || !leads && open
	}
	place := i18n.Join(at, "parties")
	switch {
	case decided && partner:
		c.add("partner_suggested", place, "should", "Subject", subject)
	case decided:
	case lead && partner:
		c.add("party_suggested", place, "must", "Subject", subject)
	case lead:
		c.add("lead_suggested", place, "must", "Subject", subject)
	case a.ResponsibleText.Empty():
		c.add("party_missing", place, "must", "Subject", subject)
	}
}

func (c *checks) schedule(at string, subject i18n.Text, a Action) {
	s, place := a.Schedule, i18n.Join(at, "schedule")
	switch {
	case s.Kind == "" && s.Start == "" && s.End == "" && s.Text == "":
		c.add("schedule_missing", place, "must", "Subject", subject)
		return
	case s.Kind == "" && s.Start == "" && s.End == "":
		c.add("schedule_text", place, "should", "Subject", subject, "Text", s.Text)
		return
	}
	written := i18n.Text{}
	roadmapPeriod := i18n.Text{}
	for _, lang := range i18n.Langs() {
		written = written.Set(lang, i18n.Period(lang, s.Start, s.End))
		roadmapPeriod = roadmapPeriod.Set(lang, i18n.Period(lang, c.period.Start, c.period.End))
	}
	before := s.Start != "" && c.period.Start != "" && catalogue.Earlier(s.Start, c.period.Start)
	gone := s.End != "" && c.period.Start != "" && catalogue.Earlier(s.End, c.period.Start)
	after := c.period.End != "" && (s.End != "" && catalogue.Earlier(c.period.End, s.End) || s.Start != "" && catalogue.Earlier(c.period.End, s.Start))
	switch {
	case gone || after:
		c.add("schedule_outside", place, "should", "Subject", subject, "Schedule", written, "Period", roadmapPeriod)
	case before:
		c.add("schedule_starts_before", place, "note", "Subject", subject, "Schedule", written, "Period", roadmapPeriod)
	case a.Practice != nil && isProposed(a):
		c.add("schedule_proposed", place, "should", "Subject", subject, "Schedule", written)
	}
}

// isProposed tells whether nobody has confirmed any part of an action, so that
// its schedule, too, is what the assembler proposed.
func isProposed(a Action) bool {
	for _, p := range a.Parties {
		if !p.Suggested || p.Confirmed != "" {
			return false
		}
	}
	return len(a.Parties) > 0 && a.Schedule.Text == ""
}

// indicators counts what the indicators of one goal or action lack.
func (c *checks) indicators(at string, subject i18n.Text, indicators []Indicator) {
	var bare, targetOnly, aimless, ofWhat int
	for _, use := range indicators {
		b := use.Baseline
		known := b != nil && (b.Value != nil || b.Text != "" || b.Unknown != "")
		switch {
		case !known && len(use.Targets) > 0:
			targetOnly++
		case !known:
			bare++
		}
		if len(use.Targets) == 0 {
			aimless++
		}
		if use.Measure == "share" && isBarePercent(use.Unit) {
			ofWhat++
		}
	}
	for _, one := range []struct {
		key string
		n   int
	}{{"baseline_missing", bare}, {"target_missing", aimless}, {"target_without_baseline", targetOnly}, {"share_without_base", ofWhat}} {
		if one.n > 0 {
			c.add(one.key, i18n.Join(at, "indicators"), "should", "Subject", subject, "N", one.n)
		}
	}
}

// isBarePercent tells whether a unit does not say of what it is a share.
func isBarePercent(unit i18n.Text) bool {
	for _, lang := range unit.Languages() {
		switch strings.Trim(strings.ToLower(unit.In(lang)), " .") {
		case "%", "prosentti", "prosenttia", "procent", "per cent", "percent":
		default:
			return false
		}
	}
	return true
}

// subject is "Action “…”" or "Goal “…”" in every language.
func (c *checks) subject(key string, name i18n.Text) i18n.Text {
	var t i18n.Text
	for _, lang := range i18n.Langs() {
		s, _ := name.Best(lang)
		t = t.Set(lang, c.Messages.T(lang, key, "Name", s))
	}
	return t
}
