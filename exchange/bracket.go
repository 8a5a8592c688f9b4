package exchange

import (
	"reflect"
	"regexp"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// A cell of our CSV holds text as written. Where an action has none, but holds
// parts instead (a schedule of two years, suggested parties, indicators), the
// cell shows the parts in square brackets:
//
//	[2027–2030]                 schedule without a text
//	from spring 2027 [2027–]    schedule whose parts its text does not give
//	[lead: City of Turku]       one party a line; ? behind the role: suggested
//	[partner?: (association)]   known by its type alone
//	[i1: Persons in training]   one indicator a line, with its id
//
// A text that begins with a bracket gets a space in front, and stays text.

const bracketDash = "–"

var (
	scheduleCode = regexp.MustCompile(`^(?:(continuous|recurring|dates|none) ?)?(?:(\d+)/(week|month|quarter|year) ?)?(?:([\d-]*)(–)([\d-]*)|([\d-]+))?(?:; review ([\d-]+))?$`)
	partyCode    = regexp.MustCompile(`^\[([a-z_]*)(\?)?: (.*?) ?(?:\(([a-z_]*)\))?\]$`)
	labelCode    = regexp.MustCompile(`^\[([^:\[\]]+): ?(.*)\]$`)
)

// scheduleCell writes a schedule so that readSchedule gives the same one.
func (w *words) scheduleCell(s roadmap.Schedule) string {
	text := unixLines(s.Text)
	for _, cell := range []string{text, strings.TrimSpace(text + " " + scheduleBracket(s))} {
		if reflect.DeepEqual(w.readSchedule(cell), s) {
			return cell
		}
	}
	return text
}

func scheduleBracket(s roadmap.Schedule) string {
	var parts []string
	switch {
	case s.Kind != "" && s.Kind != "years":
		parts = append(parts, s.Kind)
	case s.Kind == "" && s.Start+s.End != "":
		parts = append(parts, "none")
	}
	if s.Every != nil {
		parts = append(parts, decimal(s.Every.Times)+"/"+s.Every.Per)
	}
	switch {
	case s.Start != "" && s.Start == s.End:
		parts = append(parts, s.Start)
	case s.Start+s.End != "":
		parts = append(parts, s.Start+bracketDash+s.End)
	}
	code := strings.Join(parts, " ")
	if s.Review != "" {
		code += "; review " + s.Review
	}
	return "[" + code + "]"
}

// readSchedule reads a cell of our CSV: brackets at its end give the parts,
// else the text does.
func (w *words) readSchedule(cell string) roadmap.Schedule {
	cell = strings.TrimSpace(cell)
	open := strings.LastIndex(cell, "[")
	if open < 0 || !strings.HasSuffix(cell, "]") {
		s, _ := w.schedule(cell)
		return s
	}
	m := scheduleCode.FindStringSubmatch(cell[open+1 : len(cell)-1])
	if m == nil {
		s, _ := w.schedule(cell)
		return s
	}
	s := roadmap.Schedule{Text: strings.TrimSpace(cell[:open]), Kind: m[1], Start: m[4], End: m[6], Review: m[8]}
	if m[7] != "" {
		s.Start, s.End = m[7], m[7]
	}
	if m[2] != "" {
		s.Every = &roadmap.Every{Times: number(m[2]), Per: m[3]}
	}
	switch {
	case s.Kind == "none":
		s.Kind = ""
	case s.Kind == "" && s.Start+s.End != "":
		s.Kind = "years"
	}
	for _, date := range []string{s.Start, s.End, s.Review} {
		if date != "" && !catalogue.IsDate(date) {
			return roadmap.Schedule{Text: cell}
		}
	}
	return s
}

func unbracketed(s string) string {
	if strings.HasPrefix(s, "[") {
		return " " + s
	}
	return s
}

func partyBrackets(parties []roadmap.Party) string {
	var lines []string
	for _, p := range parties {
		line := "[" + p.Role
		if p.Suggested {
			line += "?"
		}
		name := joinSpace(p.Name)
		line += ": " + name
		if p.Type != "" || strings.HasSuffix(name, ")") {
			line = strings.TrimRight(line, " ") + " (" + p.Type + ")"
		}
		lines = append(lines, line+"]")
	}
	return strings.Join(lines, "\n")
}

// readPartyBrackets returns nil when the cell holds text.
func readPartyBrackets(cell string) []roadmap.Party {
	var parties []roadmap.Party
	for _, m := range bracketLines(cell, partyCode) {
		parties = append(parties, roadmap.Party{Role: m[1], Suggested: m[2] != "", Name: strings.TrimSpace(m[3]), Type: m[4]})
	}
	return parties
}

// readLabelBrackets returns nil when the cell holds text.
func readLabelBrackets(cell string, lang i18n.Lang) []roadmap.Indicator {
	var list []roadmap.Indicator
	for _, m := range bracketLines(cell, labelCode) {
		list = append(list, roadmap.Indicator{ID: strings.TrimSpace(m[1]), Label: i18n.Text{}.Set(lang, strings.TrimSpace(m[2]))})
	}
	return list
}

// bracketLines matches every line of a cell, or nothing.
func bracketLines(cell string, code *regexp.Regexp) [][]string {
	if !strings.HasPrefix(cell, "[") {
		return nil
	}
	var found [][]string
	for line := range strings.SplitSeq(unixLines(cell), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		m := code.FindStringSubmatch(line)
		if m == nil {
			return nil
		}
		found = append(found, m)
	}
	return found
}
