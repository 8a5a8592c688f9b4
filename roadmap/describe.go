package roadmap

import (
	"slices"
	"strings"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// items lists the practice's components by name and the first sentence of their
// description, the core ones marked in words, so that every export shows the
// mark. A practice without components is one item, its title.
func (as assembly) items(p *catalogue.Practice) []i18n.Text {
	if len(p.Components) == 0 {
		return []i18n.Text{p.Title}
	}
	var items []i18n.Text
	for _, component := range p.Components {
		var item i18n.Text
		for _, lang := range i18n.Langs() {
			name := oneLine(component.Name.In(lang))
			description, _ := firstSentence(component.Description.In(lang))
			if name == "" {
				name, description = description, ""
			}
			if name == "" {
				continue
			}
			if component.Kind == "core" {
				name = as.Messages.T(lang, "assemble.core", "Part", name)
			}
			if description != "" {
				name += ": " + description
			}
			item = item.Set(lang, name)
		}
		items = append(items, item)
	}
	return items
}

// description tells, in each language only what the practice says in it: how it
// was carried out where it comes from, and what was learnt about making it work.
// Which practice it is stands in the action's field practice, from which every
// document names it with place and version. Paragraphs are parted by an empty
// line; a list is a line that ends with a colon and lines that begin with a dash.
func (as assembly) description(p *catalogue.Practice) i18n.Text {
	var t i18n.Text
	for _, lang := range i18n.Langs() {
		var paragraphs []string
		if summary := strings.TrimSpace(p.Summary.In(lang)); as.first(lang, summary) {
			paragraphs = append(paragraphs, summary)
		}
		if meaning := as.Messages.T(lang, "assemble.core_meaning"); hasCore(p, lang) && as.first(lang, meaning) {
			paragraphs = append(paragraphs, meaning)
		}
		paragraphs = append(paragraphs, as.learnt(lang, p)...)
		t = t.Set(lang, strings.Join(paragraphs, "\n\n"))
	}
	return t
}

// learnt lists lessons and the conditions that must be met, under a heading
// each.
func (as assembly) learnt(lang i18n.Lang, p *catalogue.Practice) []string {
	lessons := func(kinds ...string) []string {
		var texts []string
		for _, lesson := range p.Lessons {
			if slices.Contains(kinds, lesson.Kind) {
				texts = append(texts, lesson.Text.In(lang))
			}
		}
		return texts
	}
	var must []string
	for _, condition := range p.Conditions {
		if condition.Need == "must" {
			must = append(must, condition.Statement.In(lang))
		}
	}
	var paragraphs []string
	for _, group := range []struct {
		heading string
		texts   []string
	}{
		{"assemble.critical", lessons("critical_issue")},
		{"assemble.success", lessons("success_factor")},
		{"assemble.must", must},
		{"assemble.advice", lessons("do", "dont")},
		{"assemble.caution", lessons("failure", "side_effect")},
	} {
		lines := []string{as.Messages.T(lang, group.heading)}
		for _, text := range group.texts {
			if text = oneLine(text); as.first(lang, text) {
				lines = append(lines, "– "+text)
			}
		}
		if len(lines) > 1 {
			paragraphs = append(paragraphs, strings.Join(lines, "\n"))
		}
	}
	return paragraphs
}

// first tells whether a text is there and is said for the first time in that
// language, and remembers it.
func (as assembly) first(lang i18n.Lang, text string) bool {
	key := string(lang) + strings.ToLower(oneLine(text))
	if text == "" || as.said[key] {
		return false
	}
	as.said[key] = true
	return true
}

func hasCore(p *catalogue.Practice, lang i18n.Lang) bool {
	return slices.ContainsFunc(p.Components, func(c catalogue.Component) bool {
		return c.Kind == "core" && (c.Name.In(lang) != "" || c.Description.In(lang) != "")
	})
}
