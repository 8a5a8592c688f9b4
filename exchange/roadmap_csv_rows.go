package exchange

import (
	"strconv"
	"strings"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// put takes one row to its section, goal and action, which it makes when they
// are new. What a row leaves empty at its end it does not make.
func (r *ownReader) put(row ownRow) {
	section := r.section(row)
	if section == nil {
		return
	}
	action := row.ids[2] != "" || row.any("actions", "schedule", "responsible", "indicator", "practice", "status")
	if row.ids[1] == "" && row.text("goal") == "" && !action {
		return
	}
	goal := r.goal(row, section)
	if goal != nil && action {
		r.action(row, goal)
	}
}

func (r *ownReader) section(row ownRow) *part {
	title, domain := row.text("section"), row.text("domain")
	id := row.ids[0]
	switch {
	case id != "":
	case title != "":
		if id = r.named[title]; id == "" {
			id = r.fresh("s")
			r.named[title] = id
		}
	case r.latest[0] != nil:
		id = r.latest[0].id
	default:
		r.problems.Add(place(row.line), "import.no_section", "Line", row.line)
		return nil
	}
	sections := &r.reading.Roadmap.Sections
	s := r.parts[id]
	if s == nil {
		s = &part{id: id, section: len(*sections), line: row.line}
		r.parts[id] = s
		*sections = append(*sections, roadmap.Section{ID: id})
	}
	r.same(row, s, "section", &s.title)
	r.same(row, s, "domain", &s.domain)
	if domain != "" && r.known != nil && !r.known.Has("domain", domain) {
		r.unknown(row, "domain")
	}
	one := &(*sections)[s.section]
	one.Title, one.Domain = r.text(s.title), s.domain
	if r.latest[0] != s {
		r.latest = [2]*part{s, nil}
	}
	return s
}

func (r *ownReader) goal(row ownRow, section *part) *part {
	title, id := row.text("goal"), row.ids[1]
	switch {
	case id != "":
	case title != "":
		if id = r.named[key(section.id, title)]; id == "" {
			id = r.fresh(section.id + "-g")
			r.named[key(section.id, title)] = id
		}
	case r.latest[1] != nil:
		id = r.latest[1].id
	default:
		r.problems.Add(place(row.line), "import.no_goal", "Line", row.line)
		return nil
	}
	goals := &r.reading.Roadmap.Sections[section.section].Goals
	g := r.parts[key(section.id, id)]
	if g == nil {
		g = &part{id: id, section: section.section, goal: len(*goals), line: row.line}
		r.parts[key(section.id, id)] = g
		*goals = append(*goals, roadmap.Goal{ID: id})
	}
	r.same(row, g, "goal", &g.title)
	(*goals)[g.goal].Title = r.text(g.title)
	r.latest[1] = g
	return g
}

// same keeps what the rows of one section or goal say about it, and refuses
// two rows that differ: which of them was meant to change is not for a program
// to guess. An empty cell says nothing.
func (r *ownReader) same(row ownRow, p *part, column string, value *string) {
	switch said := row.text(column); {
	case said == "" || said == *value:
	case *value == "":
		*value = said
	default:
		r.problems.Add(place(row.line), "import.two_texts", "Line", row.line, "First", p.line, "Column", column)
	}
}

func (r *ownReader) action(row ownRow, goal *part) {
	id := row.ids[2]
	if id == "" {
		id = r.fresh(goal.id + "-a")
	}
	a := roadmap.Action{ID: id, Status: row.text("status"), Practice: r.practice(row)}
	for _, item := range splitItems(row.cells["actions"]) {
		a.Items = append(a.Items, r.text(item))
	}
	schedule, known := r.brackets.readSchedule(row.cells["schedule"])
	if a.Schedule = schedule; !known && schedule.Text != "" {
		r.warn(row, "schedule", schedule.Text)
	}
	r.responsible(row, &a)
	r.indicator(row, &a)
	if a.Status != "" && r.known != nil && !r.known.Has("status", a.Status) {
		r.unknown(row, "status")
	}
	goals := r.reading.Roadmap.Sections[goal.section].Goals
	goals[goal.goal].Actions = append(goals[goal.goal].Actions, a)
}

// responsible reads parties, or a text that may name them. Brackets of which a
// line was not understood are kept as text beside the parties that were.
func (r *ownReader) responsible(row ownRow, a *roadmap.Action) {
	cell, bad := row.cells["responsible"], ""
	if bracketed(cell) {
		if a.Parties, bad = r.brackets.readParties(cell); bad == "" {
			return
		}
		r.warn(row, "bracket_party", bad)
	}
	written := row.text("responsible")
	a.ResponsibleText = r.text(written)
	if len(a.Parties) == 0 {
		a.Parties = r.words.parties(joinSpace(written)).list
	}
}

func (r *ownReader) indicator(row ownRow, a *roadmap.Action) {
	cell, bad := row.cells["indicator"], ""
	if bracketed(cell) {
		if a.Indicators, bad = readIndicators(cell, r.lang); bad == "" {
			return
		}
		r.warn(row, "bracket_indicator", bad)
	}
	a.IndicatorText = r.text(row.text("indicator"))
}

func (r *ownReader) warn(row ownRow, key, text string) {
	r.reading.Warnings = append(r.reading.Warnings, warning(row.line, key, "Text", joinSpace(text)))
}

// codes puts the codes of domain and status where somebody wrote their names.
func (r *ownReader) codes(row ownRow) {
	for _, scheme := range []string{"domain", "status"} {
		if code, ok := r.names[scheme][fold(row.cells[scheme])]; ok {
			row.cells[scheme] = code
		}
	}
}

// practice reads "id@version".
func (r *ownReader) practice(row ownRow) *roadmap.PracticeUse {
	written := row.text("practice")
	if written == "" {
		return nil
	}
	id, version, _ := strings.Cut(written, "@")
	n, err := strconv.Atoi(version)
	if err != nil || id == "" || n < 0 {
		r.problems.Add(r.cellOf(row, "practice"), "import.practice", "Line", row.line, "Value", written)
		return nil
	}
	return &roadmap.PracticeUse{ID: id, Version: n}
}

func (r *ownReader) unknown(row ownRow, column string) {
	r.problems.Add(r.cellOf(row, column), "unknown_value", "Value", row.text(column), "Scheme", column)
}

func (r *ownReader) cellOf(row ownRow, column string) string {
	for i, name := range r.columns {
		if name == column {
			return placeOf(row.line, i)
		}
	}
	return place(row.line)
}

// fresh is the first id with that beginning and a number that no row has.
func (r *ownReader) fresh(prefix string) string {
	for {
		r.numbers[prefix]++
		id := prefix + strconv.Itoa(r.numbers[prefix])
		if !r.used[id] {
			r.used[id] = true
			return id
		}
	}
}

func (r *ownReader) text(s string) i18n.Text { return i18n.Text{}.Set(r.lang, s) }
