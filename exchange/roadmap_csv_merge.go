package exchange

import (
	"bytes"
	"reflect"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// MergeCSV returns existing with what somebody changed in its CSV. A changed
// cell changes only itself, in the language of the reading; what the table
// does not hold (foreword, budgets, steps, other languages, the row as read)
// stays as it is. Rows that were taken out are taken out, and new ones come
// after the row above them; the order of the others is that of existing.
//
// It works in three ways: what existing looks like as a CSV, what came back,
// and existing itself. Neither argument is changed; v are the vocabularies with
// which read was read.
func MergeCSV(existing *roadmap.Roadmap, read *Reading, v *catalogue.Vocabularies) *roadmap.Roadmap {
	m := merger{lang: read.Roadmap.OriginalLanguage}
	merged := *existing
	base := &roadmap.Roadmap{}
	var out bytes.Buffer
	if err := WriteRoadmapCSV(&out, existing, m.lang, v); err == nil {
		if r, err := ReadRoadmap(out.Bytes(), ReadOptions{Format: "csv", Language: m.lang, Vocabularies: v}); err == nil {
			base = r.Roadmap
		}
	}
	merged.Sections = merge(existing.Sections, base.Sections, read.Roadmap.Sections, parts[roadmap.Section]{
		id: func(s roadmap.Section) string { return s.ID }, change: m.section,
	})
	return &merged
}

type merger struct {
	lang i18n.Lang
}

// parts say how the elements of one list are told apart and changed.
type parts[T any] struct {
	id     func(T) string
	change func(existing, base, read T) T
}

// merge keeps existing's order, drops what read no longer has, and puts what
// is new behind its neighbour.
func merge[T any](existing, base, read []T, p parts[T]) []T {
	before, now := map[string]T{}, map[string]T{}
	for _, b := range base {
		before[p.id(b)] = b
	}
	for _, r := range read {
		now[p.id(r)] = r
	}
	var list []T
	known := map[string]bool{}
	for _, e := range existing {
		known[p.id(e)] = true
		if r, ok := now[p.id(e)]; ok {
			list = append(list, p.change(e, before[p.id(e)], r))
		}
	}
	at := 0 // where the element after the last one read belongs
	for _, r := range read {
		if known[p.id(r)] {
			for i, one := range list {
				if p.id(one) == p.id(r) {
					at = i + 1
				}
			}
			continue
		}
		list = append(list[:at], append([]T{r}, list[at:]...)...)
		at++
	}
	return list
}

func (m merger) section(e, base, read roadmap.Section) roadmap.Section {
	e.Title = m.text(e.Title, base.Title, read.Title)
	if read.Domain != base.Domain {
		e.Domain = read.Domain
	}
	e.Goals = merge(e.Goals, base.Goals, read.Goals, parts[roadmap.Goal]{
		id: func(g roadmap.Goal) string { return g.ID }, change: m.goal,
	})
	return e
}

func (m merger) goal(e, base, read roadmap.Goal) roadmap.Goal {
	e.Title = m.text(e.Title, base.Title, read.Title)
	e.Actions = merge(e.Actions, base.Actions, read.Actions, parts[roadmap.Action]{
		id: func(a roadmap.Action) string { return a.ID }, change: m.action,
	})
	return e
}

func (m merger) action(e, base, read roadmap.Action) roadmap.Action {
	e.Items = m.items(e.Items, base.Items, read.Items)
	if !reflect.DeepEqual(read.Schedule, base.Schedule) {
		e.Schedule = read.Schedule
	}
	if read.ResponsibleText != base.ResponsibleText || !reflect.DeepEqual(read.Parties, base.Parties) {
		e.ResponsibleText = m.text(e.ResponsibleText, base.ResponsibleText, read.ResponsibleText)
		if !m.damaged(read.ResponsibleText) {
			e.Parties = m.parties(e.Parties, read)
		}
	}
	e.IndicatorText = m.text(e.IndicatorText, base.IndicatorText, read.IndicatorText)
	if !reflect.DeepEqual(read.Indicators, base.Indicators) && !m.damaged(read.IndicatorText) {
		e.Indicators = m.indicators(e.Indicators, base.Indicators, read.Indicators)
	}
	if !reflect.DeepEqual(read.Practice, base.Practice) {
		e.Practice = read.Practice
	}
	if read.Status != base.Status {
		e.Status = read.Status
	}
	return e
}

func (m merger) text(e, base, read i18n.Text) i18n.Text {
	if read == base {
		return e
	}
	return e.Set(m.lang, read.In(m.lang))
}

// items keeps the other languages of an item that came back as it was,
// wherever it stands now, and of one that was changed in its place.
func (m merger) items(e, base, read []i18n.Text) []i18n.Text {
	if reflect.DeepEqual(base, read) || len(e) != len(base) {
		if reflect.DeepEqual(base, read) {
			return e
		}
		return read
	}
	taken := make([]bool, len(base))
	list := make([]i18n.Text, len(read))
	found := make([]bool, len(read))
	for i, r := range read {
		for j, b := range base {
			if !taken[j] && r == b {
				list[i], found[i], taken[j] = e[j], true, true
				break
			}
		}
	}
	for i, r := range read {
		switch {
		case found[i]:
		case i < len(base) && !taken[i] && len(read) == len(base):
			list[i] = m.text(e[i], base[i], r)
		default:
			list[i] = r
		}
	}
	return list
}

// damaged tells a text of brackets that were not understood. What they were of
// stays as it is, because a person has first to say what was meant.
func (m merger) damaged(text i18n.Text) bool { return hasBracketLine(text.In(m.lang)) }

// parties keeps what is known of a party that is still named. A text tells no
// types and nothing about suggestions; brackets do.
func (m merger) parties(e []roadmap.Party, read roadmap.Action) []roadmap.Party {
	var list []roadmap.Party
	for _, r := range read.Parties {
		for _, known := range e {
			if known.Name != r.Name || known.Name == "" {
				continue
			}
			r.Confirmed, r.Organisation = known.Confirmed, known.Organisation
			if !read.ResponsibleText.Empty() {
				r.Type, r.Suggested = known.Type, known.Suggested
			}
			break
		}
		list = append(list, r)
	}
	return list
}

// indicators change their labels alone.
func (m merger) indicators(e, base, read []roadmap.Indicator) []roadmap.Indicator {
	return merge(e, base, read, parts[roadmap.Indicator]{
		id: func(i roadmap.Indicator) string { return i.ID },
		change: func(e, base, read roadmap.Indicator) roadmap.Indicator {
			e.Label = m.text(e.Label, base.Label, read.Label)
			return e
		},
	})
}
