package ui

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/thesaurus"
)

// conceptForm is the form for a concept of ours.
type conceptForm struct {
	frame
	Action   string
	ID       string // empty for a new one
	Revision int
	Names    []control // the preferred label of each language
	Others   []textControl
	Notes    []textControl
	Broader  placesControl
	Related  placesControl
	Choices  []string // names of all concepts, to be chosen from
	Marks    []control
	Faults   []fieldError
	Taken    []link   // other concepts that are called the same
	Both     []twoSay // where somebody else has changed it meanwhile
}

// textControl is a field of several lines.
type textControl struct {
	control
	Lines int
}

// placesControl are fields that each name another concept.
type placesControl struct {
	Name, Label, Hint, Error string
	Values                   []string
}

// moreFields is how many empty fields there are for further concepts.
const moreFields = 2

func conceptFormURL(lang i18n.Lang, id string) string {
	return "/" + string(lang) + "/desk/thesaurus/edit?" + url.Values{"id": {id}}.Encode()
}

func (p *Pages) conceptNew(c echo.Context) error {
	if err := thesaurus.MayEdit(actorOf(c)); err != nil {
		return err
	}
	list, err := p.thesauri.Concepts(c.Request().Context())
	if err != nil {
		return err
	}
	in, ok := i18n.ParseLang(c.QueryParam("language"))
	if !ok {
		in = pageLanguage(c)
	}
	one := thesaurus.Concept{Preferred: i18n.Text{}.Set(in, c.QueryParam("name"))}
	return p.ok(c, "concept-form", p.conceptForm(c, one, list))
}

func (p *Pages) conceptEdit(c echo.Context) error {
	if err := thesaurus.MayEdit(actorOf(c)); err != nil {
		return err
	}
	list, err := p.thesauri.Concepts(c.Request().Context())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(one thesaurus.Concept) bool { return one.ID == c.QueryParam("id") })
	if at < 0 {
		return store.ErrNotFound
	}
	return p.ok(c, "concept-form", p.conceptForm(c, list[at], list))
}

// conceptForm fills the form with a concept.
func (p *Pages) conceptForm(c echo.Context, one thesaurus.Concept, list []thesaurus.Concept) conceptForm {
	lang := pageLanguage(c)
	page := conceptForm{ID: one.ID, Revision: one.Revision}
	title := "page.concept.new"
	page.Action = "/" + string(lang) + "/desk/thesaurus/new"
	if one.ID != "" {
		title, page.Action = "page.concept.edit", conceptFormURL(lang, one.ID)
	}
	page.frame = p.frame(c, "desk", p.Messages.T(lang, title))
	labels := map[string][3]string{
		"preferred": {"page.concept.preferred.fi", "page.concept.preferred.sv", "page.concept.preferred.en"},
		"others":    {"page.concept.others.fi", "page.concept.others.sv", "page.concept.others.en"},
		"note":      {"page.concept.note.fi", "page.concept.note.sv", "page.concept.note.en"},
	}
	for i, l := range i18n.Langs() {
		code := "." + string(l)
		page.Names = append(page.Names, control{Kind: "text", Name: "preferred" + code, Label: labels["preferred"][i], Value: one.Preferred.In(l), Optional: l == i18n.English, Complete: "off"})
		page.Others = append(page.Others, textControl{control{Name: "others" + code, Label: labels["others"][i], Hint: "page.concept.others.hint", Value: strings.Join(*one.Others.In(l), "\n")}, 5})
		page.Notes = append(page.Notes, textControl{control{Name: "note" + code, Label: labels["note"][i], Value: one.Note.In(l)}, 2})
	}
	page.Broader = placesControl{Name: "broader", Label: "page.concept.broader", Hint: "page.concept.broader.hint", Values: namesOf(lang, one.Broader, list)}
	page.Related = placesControl{Name: "related", Label: "page.concept.related", Hint: "page.concept.related.hint", Values: namesOf(lang, one.Related, list)}
	for _, other := range list {
		if !other.Retired && other.ID != one.ID {
			page.Choices = append(page.Choices, show(lang, other.Preferred, i18n.Finnish).Text)
		}
	}
	slices.SortFunc(page.Choices, func(a, b string) int { return i18n.Compare(lang, a, b) })
	page.Marks = []control{{Kind: "check", Name: "untagged", Label: "page.concept.untagged", Hint: "page.concept.untagged.hint", Checked: one.Untagged}}
	if one.ID != "" {
		page.Marks = append(page.Marks, control{Kind: "check", Name: "retired", Label: "page.concept.retired", Hint: "page.concept.retired.hint", Checked: one.Retired})
	}
	if one.Shared {
		page.Marks = append(page.Marks, sharedMark(true))
	}
	return page
}

// sharedMark lets labels stand that another concept has, too.
func sharedMark(checked bool) control {
	return control{Kind: "check", Name: "shared", Label: "page.concept.shared", Hint: "page.concept.shared.hint", Checked: checked}
}

// namesOf names concepts as the form does, by their names or, where there is
// none, by what was typed, and leaves room for more.
func namesOf(lang i18n.Lang, ids []string, list []thesaurus.Concept) []string {
	var names []string
	for _, id := range ids {
		name := id
		for _, other := range list {
			if other.ID == id {
				name = show(lang, other.Preferred, i18n.Finnish).Text
			}
		}
		names = append(names, name)
	}
	return append(names, make([]string, moreFields)...)
}

// readConcept takes a concept from the form. What names no concept is left as it
// was typed, for the rules to find.
func readConcept(c echo.Context, list []thesaurus.Concept) thesaurus.Concept {
	form := c.Request().PostForm
	one := thesaurus.Concept{ID: c.QueryParam("id"), Untagged: form.Get("untagged") == "yes", Retired: form.Get("retired") == "yes", Shared: form.Get("shared") == "yes"}
	one.Revision, _ = strconv.Atoi(form.Get("revision"))
	for _, l := range i18n.Langs() {
		code := "." + string(l)
		one.Preferred = one.Preferred.Set(l, strings.TrimSpace(form.Get("preferred"+code)))
		one.Note = one.Note.Set(l, strings.TrimSpace(form.Get("note"+code)))
		for line := range strings.Lines(form.Get("others" + code)) {
			if line = strings.TrimSpace(line); line != "" {
				*one.Others.In(l) = append(*one.Others.In(l), line)
			}
		}
	}
	one.Broader, one.Related = idsOf(form["broader"], pageLanguage(c), list), idsOf(form["related"], pageLanguage(c), list)
	return one
}

// idsOf are the ids of concepts named in a form, by the reader's name first.
func idsOf(typed []string, lang i18n.Lang, list []thesaurus.Concept) []string {
	var ids []string
	for _, name := range typed {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		id, best := name, 0
		for _, other := range list {
			worth := 0
			for _, l := range i18n.Langs() {
				if strings.EqualFold(other.Preferred.In(l), name) {
					worth = max(worth, 1)
				}
			}
			if strings.EqualFold(show(lang, other.Preferred, i18n.Finnish).Text, name) {
				worth = 2
			}
			if !other.Retired && worth > best {
				id, best = other.ID, worth
			}
		}
		ids = append(ids, id)
	}
	return ids
}

func (p *Pages) conceptAdd(c echo.Context) error { return p.conceptPut(c, p.thesauri.Add, "added") }
func (p *Pages) conceptChange(c echo.Context) error {
	return p.conceptPut(c, p.thesauri.Change, "changed")
}
