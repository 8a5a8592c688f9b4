package roadmap

import (
	"strconv"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// Hard limits. Texts are counted in characters of one language; they leave room
// for what towns have in fact written, because a programme is read without loss.
const (
	maxSections = 200
	maxGoals    = 2000
	maxActions  = 5000
	maxList     = 500 // items, parties, indicators, targets, steps of one action

	maxGoalTitle = 1000
	maxItem      = 3000
	maxLine      = 500
	maxText      = 10000
	maxForeword  = 30000
)

// checker carries what must be known of the whole roadmap while its parts are
// checked. Goals, actions and indicators have one space of ids each.
type checker struct {
	catalogue.Checker
	sources    map[string]bool
	goals      map[string]bool
	actions    map[string]bool
	indicators map[string]bool
}

// Check lists what is wrong with a roadmap that is to be stored, each problem
// with its path. What a person has still to decide is no problem: see
// Assembler.Checks.
func (r *Roadmap) Check(v *catalogue.Vocabularies) i18n.Problems {
	var problems i18n.Problems
	c := checker{
		Checker: catalogue.Checker{Problems: &problems, Vocabularies: v},
		goals:   map[string]bool{}, actions: map[string]bool{}, indicators: map[string]bool{},
	}
	if r.ID != "" && !catalogue.IsSlug(r.ID) {
		c.Problems.Add("id", "bad_id", "Value", r.ID)
	}
	if r.ID == reserved {
		c.Problems.Add("id", "reserved_id", "Value", r.ID)
	}
	c.Required("title", !r.Title.Empty())
	c.Text("title", r.Title, catalogue.TitleLimit)
	if r.State != "" && r.State != "draft" {
		// A draft may begin as a table, which says neither whose it is nor when.
		c.Required("organisation", r.Organisation != "")
		c.Required("period.start", r.Period.Start != "")
		c.Required("period.end", r.Period.End != "")
	}
	c.Period("period", r.Period)
	c.Concept("kind", "roadmap_kind", r.Kind)
	c.Concept("state", "roadmap_state", r.State)
	c.Concept("framework", "framework", r.Framework)
	if _, ok := i18n.ParseLang(string(r.OriginalLanguage)); !ok && r.OriginalLanguage != "" {
		c.Problems.Add("originalLanguage", "unknown_value", "Value", string(r.OriginalLanguage), "Scheme", "language")
	}
	for i, code := range r.Municipalities {
		if !isMunicipalityCode(code) {
			c.Problems.Add(i18n.At("municipalities", i), "unknown_municipality", "Value", code)
		}
	}
	c.Line("approval.body", r.Approval.Body, maxLine)
	c.Line("approval.decision", r.Approval.Decision, maxLine)
	c.Date("approval.date", r.Approval.Date)
	c.URL("approval.url", r.Approval.URL)
	c.Text("foreword", r.Foreword, maxForeword)
	c.sources = c.Sources("sources", r.Sources)
	c.situation(r.Situation)
	c.sections(r.Sections)
	return problems
}

func isMunicipalityCode(code string) bool {
	_, err := strconv.ParseUint(code, 10, 16)
	return err == nil && len(code) == 3
}

func (c checker) situation(s Situation) {
	c.Text("situation.text", s.Text, maxForeword)
	ids := map[string]bool{}
	for i, figure := range s.Figures {
		at := i18n.At("situation.figures", i)
		c.Unique(i18n.Join(at, "id"), figure.ID, ids)
		c.Text(i18n.Join(at, "label"), figure.Label, maxLine)
		c.Concept(i18n.Join(at, "level"), "result_level", figure.Level)
		c.Concept(i18n.Join(at, "measure"), "measure", figure.Measure)
		c.Concept(i18n.Join(at, "direction"), "direction", figure.Direction)
		c.Number(i18n.Join(at, "value"), figure.Value)
		c.Period(i18n.Join(at, "period"), figure.Period)
		c.Reference(i18n.Join(at, "source"), figure.Source, c.sources)
	}
}

func (c checker) sections(sections []Section) {
	c.Most("sections", len(sections), maxSections)
	ids, goals, actions := map[string]bool{}, 0, 0
	for i, s := range sections {
		at := i18n.At("sections", i)
		c.Unique(i18n.Join(at, "id"), s.ID, ids)
		c.Concept(i18n.Join(at, "domain"), "domain", s.Domain)
		c.Text(i18n.Join(at, "title"), s.Title, catalogue.TitleLimit)
		c.Text(i18n.Join(at, "intro"), s.Intro, maxText)
		goals += len(s.Goals)
		for j, g := range s.Goals {
			actions += len(g.Actions)
			c.goal(i18n.At(i18n.Join(at, "goals"), j), g)
		}
	}
	if goals > maxGoals {
		c.Problems.Add("sections", "too_many_goals", "Max", maxGoals)
	}
	if actions > maxActions {
		c.Problems.Add("sections", "too_many_actions", "Max", maxActions)
	}
}

func (c checker) goal(at string, g Goal) {
	c.Unique(i18n.Join(at, "id"), g.ID, c.goals)
	c.Text(i18n.Join(at, "title"), g.Title, maxGoalTitle)
	c.Text(i18n.Join(at, "rationale"), g.Rationale, maxText)
	c.uses(i18n.Join(at, "indicators"), g.Indicators)
	for i, a := range g.Actions {
		c.action(i18n.At(i18n.Join(at, "actions"), i), a)
	}
}

func (c checker) action(at string, a Action) {
	under := func(field string) string { return i18n.Join(at, field) }
	c.Unique(under("id"), a.ID, c.actions)
	c.Most(under("items"), len(a.Items), maxList)
	for i, item := range a.Items {
		c.Text(i18n.At(under("items"), i), item, maxItem)
	}
	c.Text(under("description"), a.Description, maxText)
	c.Text(under("responsibleText"), a.ResponsibleText, maxItem)
	c.Text(under("indicatorText"), a.IndicatorText, maxItem)
	c.Concept(under("status"), "status", a.Status)
	c.Text(under("statusReason"), a.StatusReason, maxItem)
	if a.AsRead != nil {
		c.Required(under("asRead.place"), a.AsRead.Place != "")
		c.Most(under("asRead.cells"), len(a.AsRead.Cells), 5)
	}
	c.practice(under("practice"), a.Practice)
	c.schedule(under("schedule"), a.Schedule)
	c.parties(under("parties"), a.Parties)
	c.uses(under("indicators"), a.Indicators)
	c.budget(under("budget"), a.Budget)
	c.Most(under("steps"), len(a.Steps), maxList)
	for i, step := range a.Steps {
		c.Text(i18n.Join(i18n.At(under("steps"), i), "title"), step.Title, maxItem)
		c.Date(i18n.Join(i18n.At(under("steps"), i), "due"), step.Due)
	}
}

func (c checker) practice(at string, p *PracticeUse) {
	if p == nil {
		return
	}
	c.Required(i18n.Join(at, "id"), p.ID != "")
	ids := map[string]bool{}
	for i, use := range p.Components {
		one := i18n.At(i18n.Join(at, "components"), i)
		c.Unique(i18n.Join(one, "id"), use.ID, ids)
		c.Concept(i18n.Join(one, "use"), "component_use", use.Use)
		c.Text(i18n.Join(one, "note"), use.Note, maxItem)
	}
}

func (c checker) schedule(at string, s Schedule) {
	c.Concept(i18n.Join(at, "kind"), "schedule_kind", s.Kind)
	c.Period(at, catalogue.Period{Start: s.Start, End: s.End})
	c.Date(i18n.Join(at, "review"), s.Review)
	c.Line(i18n.Join(at, "text"), s.Text, maxItem)
	if s.Every != nil {
		c.Required(i18n.Join(at, "every.times"), s.Every.Times > 0)
		c.Required(i18n.Join(at, "every.per"), s.Every.Per != "")
		c.Concept(i18n.Join(at, "every.per"), "schedule_per", s.Every.Per)
	}
}

func (c checker) parties(at string, parties []Party) {
	c.Most(at, len(parties), maxList)
	for i, p := range parties {
		one := i18n.At(at, i)
		c.Line(i18n.Join(one, "name"), p.Name, maxItem)
		c.Concept(i18n.Join(one, "type"), "organisation_type", p.Type)
		c.Concept(i18n.Join(one, "role"), "party_role", p.Role)
		c.Date(i18n.Join(one, "confirmed"), p.Confirmed)
	}
}

func (c checker) uses(at string, indicators []Indicator) {
	c.Most(at, len(indicators), maxList)
	for i, use := range indicators {
		one := i18n.At(at, i)
		under := func(field string) string { return i18n.Join(one, field) }
		c.Unique(under("id"), use.ID, c.indicators)
		c.Text(under("label"), use.Label, maxItem)
		c.Text(under("unit"), use.Unit, maxLine)
		c.Concept(under("level"), "result_level", use.Level)
		c.Concept(under("measure"), "measure", use.Measure)
		c.Concept(under("desired"), "desired", use.Desired)
		c.Reference(under("source"), use.Source, c.sources)
		if b := use.Baseline; b != nil {
			c.Number(under("baseline.value"), b.Value)
			c.Line(under("baseline.text"), b.Text, maxItem)
			c.Line(under("baseline.unknown"), b.Unknown, maxItem)
			c.Date(under("baseline.date"), b.Date)
			c.Reference(under("baseline.source"), b.Source, c.sources)
		}
		c.Most(under("targets"), len(use.Targets), maxList)
		for j, target := range use.Targets {
			c.Number(i18n.Join(i18n.At(under("targets"), j), "value"), target.Value)
			c.Date(i18n.Join(i18n.At(under("targets"), j), "date"), target.Date)
		}
		if ref := use.Reference; ref != nil {
			c.Required(under("reference.practice"), ref.Practice != "")
			c.Number(under("reference.value"), ref.Value)
			c.Period(under("reference.period"), ref.Period)
		}
	}
}

func (c checker) budget(at string, years []Budget) {
	c.Most(at, len(years), maxList)
	for i, b := range years {
		one := i18n.At(at, i)
		if b.Year < 1900 || b.Year > 2200 {
			c.Problems.Add(i18n.Join(one, "year"), "bad_date", "Value", strconv.Itoa(b.Year))
		}
		c.Number(i18n.Join(one, "planned"), b.Planned)
		c.Number(i18n.Join(one, "actual"), b.Actual)
		c.Line(i18n.Join(one, "currency"), b.Currency, 3)
	}
}
