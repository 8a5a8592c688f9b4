package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// planRow reads one row of a plan into the section and goal it belongs to.
func (i *interpreter) planRow(e element) {
	i.headerAt = 0
	cells, ok := i.five(e)
	if !ok {
		return
	}
	i.enterSection(cells[sectionColumn], e.line)
	items, many := cells[actionsColumn].items()
	bare := len(items) == 0 && blankCells(cells[scheduleColumn:sectionColumn])
	if !i.enterGoal(cells[goalColumn], e.line) {
		return
	}
	i.broken = false
	if bare {
		i.warn(e.line, "goal_bare")
		return
	}
	if len(items) == 0 {
		i.warn(e.line, "action_empty")
	}
	if len(items) > 0 && !hasLetter(strings.Join(items, "")) {
		i.problems.Add(place(e.line), "import.no_words", "Line", e.line)
		return
	}
	if many {
		i.warn(e.line, "action_lines")
	}
	for _, text := range items {
		i.fits(e.line, text, maxItem)
	}
	for _, c := range cells[scheduleColumn:sectionColumn] {
		i.fits(e.line, c.joined(), maxItem)
	}
	i.addAction(e.line, cells, items)
}

// enterSection begins a section where the heading, or the column of sections,
// has changed. The same title again with no other between is the same section.
func (i *interpreter) enterSection(c cell, line int) {
	above := i.heading
	if i.open.at[sectionColumn] >= 0 {
		above = title{c.joined(), line}
		if c.merged || above.text == "" {
			above = i.section
		}
	}
	sections := &i.reading.Roadmap.Sections
	if len(*sections) > 0 && above.text == i.section.text {
		if above.line != i.section.line && i.open.at[sectionColumn] < 0 {
			i.warn(above.line, "section_repeated", "First", i.section.line)
			i.section.line = above.line
		}
		return
	}
	i.section, i.goalLine, i.goalLines = above, 0, map[string]int{}
	i.fits(above.line, above.text, maxTitle)
	s := roadmap.Section{ID: fmt.Sprintf("s%d", len(*sections)+1), Title: i.text(above.text), Domain: i.domains.domain(above.text)}
	*sections = append(*sections, s)
	switch {
	case above.text == "":
		i.warn(line, "section_untitled")
	case s.Domain == "":
		i.warn(above.line, "section_domain", "Title", above.text)
		i.reading.Warnings[len(i.reading.Warnings)-1].Choices = i.domains.ids
	}
}

// enterGoal begins a goal unless the cell continues the goal above: because it
// is empty or merged with it, or because it repeats it.
func (i *interpreter) enterGoal(c cell, line int) bool {
	sections := i.reading.Roadmap.Sections
	section := &sections[len(sections)-1]
	name := c.joined()
	if c.merged || name == "" {
		if len(section.Goals) == 0 {
			i.problems.Add(place(line), "import.no_goal", "Line", line)
			return false
		}
		i.continues = true
		return true
	}
	n := len(section.Goals)
	if n > 0 && section.Goals[n-1].Title.In(i.lang) == name {
		i.warn(line, "goal_repeated", "First", i.goalLine)
		if !i.broken {
			last := len(i.reading.Warnings) - 1
			i.repeats = append(i.repeats, i.reading.Warnings[last])
			i.reading.Warnings = i.reading.Warnings[:last]
		}
		return true
	}
	if first, again := i.goalLines[name]; again {
		i.warn(line, "goal_again", "First", first)
	}
	i.fits(line, name, maxGoalTitle)
	i.goalLine, i.goalLines[name] = line, line
	section.Goals = append(section.Goals, roadmap.Goal{ID: fmt.Sprintf("%s-g%d", section.ID, n+1), Title: i.text(name)})
	return true
}

func (i *interpreter) addAction(line int, cells [columnCount]cell, items []string) {
	sections := i.reading.Roadmap.Sections
	goals := sections[len(sections)-1].Goals
	goal := &goals[len(goals)-1]
	a := roadmap.Action{
		ID:              fmt.Sprintf("%s-a%d", goal.ID, len(goal.Actions)+1),
		AsRead:          &roadmap.AsRead{Place: place(line)},
		ResponsibleText: i.text(cells[responsibleColumn].joined()),
		IndicatorText:   i.text(cells[indicatorColumn].joined()),
	}
	for role, c := range cells[:planCells] {
		raw := c.raw
		if column(role) == goalColumn && c.merged {
			raw = ""
		}
		a.AsRead.Cells = append(a.AsRead.Cells, raw)
	}
	for _, item := range items {
		a.Items = append(a.Items, i.text(item))
	}
	written := cells[scheduleColumn].joined()
	schedule, known := i.words.schedule(written)
	a.Schedule = schedule
	if !known && written != "" {
		i.warn(line, "schedule", "Text", written)
	}
	a.Parties = i.parties(line, cells[responsibleColumn])
	goal.Actions = append(goal.Actions, a)
}

// parties reads a cell of parties; bullets in it separate them.
func (i *interpreter) parties(line int, c cell) []roadmap.Party {
	written := c.joined()
	if items, _ := c.items(); len(items) > 1 {
		written = strings.Join(items, "; ")
	}
	found := i.words.parties(written)
	for _, name := range found.joint {
		i.warn(line, "party_and", "Text", name)
		i.reading.Warnings[len(i.reading.Warnings)-1].Choices = []string{name, i.words.apart(name)}
	}
	if found.unclear {
		i.warn(line, "party_unclear", "Text", written)
	}
	if found.inflected {
		i.inflected = append(i.inflected, line)
	}
	return found.list
}

// fits refuses a text that no roadmap may hold, while its line is known.
func (i *interpreter) fits(line int, text string, most int) {
	if len(text) > most && utf8.RuneCountInString(text) > most {
		i.problems.Add(place(line), "import.long_cell", "Line", line, "Max", most)
	}
}

func (i *interpreter) text(s string) i18n.Text { return i18n.Text{}.Set(i.lang, s) }

// finish counts what was read, or returns the problems. A file without any
// plan is a problem and not an empty roadmap.
func (i *interpreter) finish() (*Reading, error) {
	if len(i.problems) == 0 && i.plans == 0 {
		i.problems.Add("", "import.no_plan")
	}
	r := i.reading
	if len(i.problems) == 0 && len(r.Roadmap.Sections) == 0 {
		i.problems.Add("", "import.no_rows")
	}
	if err := i.problems.Err(); err != nil {
		return nil, err
	}
	if len(i.inflected) > 0 {
		i.warn(i.inflected[0], "party_inflected", "N", len(i.inflected))
	}
	if i.continues {
		r.Warnings = append(r.Warnings, i.repeats...)
	}
	slices.SortStableFunc(r.Warnings, func(a, b Warning) int { return a.line - b.line })
	r.Roadmap.Framework = i.domains.framework(r.Roadmap.Sections, i.lang)
	r.count()
	return r, nil
}

func (r *Reading) count() {
	for _, s := range r.Roadmap.Sections {
		r.Sections++
		for _, g := range s.Goals {
			r.Goals++
			for _, a := range g.Actions {
				r.Actions++
				r.Items += len(a.Items)
			}
		}
	}
}
