package ui

import (
	"strings"

	"tiekartta/i18n"
)

// control is one field of a small form: its label and hint are keys of
// messages. The template "control" renders it, with its error beside it.
type control struct {
	Kind     string // text, email, password, select or check
	Name     string
	ID       string // where a page has several forms; else the name
	Label    string
	Hint     string
	Value    string
	Complete string // what browsers fill in
	Optional bool
	Checked  bool
	Options  []option
	Error    string
}

// option is a choice of a control. Group is the heading that it stands under.
type option struct{ Value, Text, Group string }

// Field is the control's id on the page.
func (c control) Field() string {
	if c.ID != "" {
		return c.ID
	}
	return c.Name
}

// Described lists the ids of what explains the control.
func (c control) Described() string {
	var ids []string
	if c.Hint != "" {
		ids = append(ids, c.Field()+"-hint")
	}
	if c.Error != "" {
		ids = append(ids, c.Field()+"-error")
	}
	return strings.Join(ids, " ")
}

// Groups are the headings of a control's options, in their order.
func (c control) Groups() []string {
	var groups []string
	for _, o := range c.Options {
		if len(groups) == 0 || groups[len(groups)-1] != o.Group {
			groups = append(groups, o.Group)
		}
	}
	return groups
}

// fieldError is something wrong in a form, at the field with that id; an empty
// one is about the whole. Label names the field where the text alone does not
// tell.
type fieldError struct{ Field, Text, Label string }

// marked puts problems at the controls that they are about, and returns all of
// them for the summary, in the order of the controls.
func (p *Pages) marked(lang i18n.Lang, problems i18n.Problems, controls []control) []fieldError {
	var faults, rest []fieldError
	told := map[int]bool{}
	for i := range controls {
		for j, one := range problems {
			if one.Path == controls[i].Name && controls[i].Error == "" {
				controls[i].Error, told[j] = p.Messages.Problem(lang, one), true
				faults = append(faults, fieldError{Field: controls[i].Field(), Text: controls[i].Error})
			}
		}
	}
	for j, one := range problems {
		if !told[j] {
			rest = append(rest, fieldError{Field: "", Text: p.Messages.Problem(lang, one)})
		}
	}
	return append(faults, rest...)
}
