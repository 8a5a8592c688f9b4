package exchange

import (
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// scheduleCell writes a schedule so that readSchedule gives the same one: the
// text alone where it says all.
func (b *brackets) scheduleCell(lang i18n.Lang, s roadmap.Schedule) string {
	s.Text = strings.TrimSpace(unixLines(s.Text))
	if read, _ := b.readSchedule(s.Text); reflect.DeepEqual(read, s) {
		return s.Text
	}
	return strings.TrimSpace(s.Text + " " + b.scheduleBracket(lang, s))
}

// scheduleBracket leaves out the kind where its dates tell it.
func (b *brackets) scheduleBracket(lang i18n.Lang, s roadmap.Schedule) string {
	var parts []string
	switch implied := impliedKind(s.Start, s.End); {
	case s.Kind == implied:
	case s.Kind == "":
		parts = append(parts, b.word(lang, b.own.Kind["none"], "", ""))
	default:
		parts = append(parts, b.word(lang, b.own.Kind[s.Kind], "schedule_kind", s.Kind))
	}
	if s.Every != nil {
		parts = append(parts, b.everyWords(lang, *s.Every))
	}
	if s.Start+s.End != "" {
		parts = append(parts, i18n.Period(lang, s.Start, s.End))
	}
	code := strings.Join(parts, ", ")
	if s.Review != "" {
		review := b.mark(lang, "review") + " " + i18n.Date(lang, s.Review)
		if code != "" {
			code += "; "
		}
		code += review
	}
	return "[" + code + "]"
}

// everyWords has two phrases first in its list: once, and several times.
func (b *brackets) everyWords(lang i18n.Lang, e roadmap.Every) string {
	phrases := b.own.Every[e.Per][lang]
	switch {
	case len(phrases) < 2:
		return decimal(e.Times) + "/" + e.Per
	case e.Times == 1:
		return phrases[0]
	}
	return strings.ReplaceAll(phrases[1], "#", decimal(e.Times))
}

// impliedKind is the kind of a schedule in brackets that names none.
func impliedKind(start, end string) string {
	switch {
	case start+end == "":
		return ""
	case len(start) <= 4 && len(end) <= 4:
		return "years"
	}
	return "dates"
}

// schedulePattern matches what stands in brackets, folded: kind, how often,
// dates, review, each of which may be missing.
func (b *brackets) schedulePattern() *regexp.Regexp {
	const end = `(?:[ ,;.]+|$)`
	return regexp.MustCompile(`^(?:(` + anyOf(keys(b.kinds)) + `)` + end + `)?(?:(` + anyOf(keys(b.every)) + `)` + end + `)?` +
		`(.*?)(?:` + anyOf(b.marks("review")) + `[: ]+(.+))?$`)
}

var numbers = regexp.MustCompile(`\d+`)

// readSchedule reads a cell of our CSV: brackets at its end give the parts,
// else the text does. It is not known when only the text could be kept.
func (b *brackets) readSchedule(cell string) (s roadmap.Schedule, known bool) {
	cell = strings.TrimSpace(cell)
	if open := strings.LastIndexByte(cell, '['); open >= 0 && strings.HasSuffix(cell, "]") {
		if s, ok := b.scheduleIn(cell[open+1 : len(cell)-1]); ok {
			s.Text = strings.TrimSpace(cell[:open])
			return s, true
		}
	}
	return b.words.schedule(cell)
}

func (b *brackets) scheduleIn(inside string) (s roadmap.Schedule, ok bool) {
	m := b.schedule.FindStringSubmatch(fold(inside))
	if m == nil {
		return s, false
	}
	kind, every, dates, review := m[1], m[2], m[3], m[4]
	if s.Start, s.End, ok = readDates(strings.Trim(dates, " ,;.")); !ok {
		return roadmap.Schedule{}, false
	}
	if s.Review = isoDate(strings.TrimRight(review, " .")); s.Review == "" && review != "" {
		return roadmap.Schedule{}, false
	}
	if every != "" {
		s.Every = &roadmap.Every{Times: 1, Per: b.every[numbers.ReplaceAllString(every, "#")]}
		if n := numbers.FindString(every); n != "" {
			s.Every.Times = number(n)
		}
		if s.Every.Times < 1 {
			return roadmap.Schedule{}, false
		}
	}
	switch s.Kind = b.kinds[kind]; s.Kind {
	case "":
		s.Kind = impliedKind(s.Start, s.End)
	case "none":
		s.Kind = ""
	}
	return s, true
}

// readDates reads one date, or two with any dash between, of which one may be
// missing. It looks at no more than two dates can be long.
func readDates(s string) (start, end string, ok bool) {
	if len(s) > 64 {
		return "", "", false
	}
	if one := isoDate(s); one != "" || s == "" {
		return one, one, true
	}
	for at, r := range s {
		if !strings.ContainsRune(dashes, r) {
			continue
		}
		before, after := strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+utf8.RuneLen(r):])
		start, end = isoDate(before), isoDate(after)
		if start+end != "" && (start != "" || before == "") && (end != "" || after == "") {
			return start, end, true
		}
	}
	return "", "", false
}

// isoDate reads a date as one of the languages or the model writes it. It is the
// model's form, and empty when there is no such day.
func isoDate(s string) string {
	if catalogue.IsDate(s) {
		return s
	}
	for _, layout := range [][2]string{{"2.1.2006", "2006-01-02"}, {"2 January 2006", "2006-01-02"}, {"1/2006", "2006-01"}, {"January 2006", "2006-01"}} {
		if t, err := time.Parse(layout[0], s); err == nil && t.Year() >= 1000 {
			return t.Format(layout[1])
		}
	}
	return ""
}
