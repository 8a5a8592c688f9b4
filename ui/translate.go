package ui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// translatePage shows the texts of an entry in the language that they were
// written in and, beside each, in another.
type translatePage struct {
	frame
	Practice *catalogue.Practice
	Name     shown
	Base     string // address of the entry on the desk
	To       i18n.Lang
	Count    catalogue.Count
	Groups   []translateGroup
	Work     bool // only what needs work is shown
	Pending  bool // texts wait for a decision
	Saved    string
	Filled   string   // how many machine texts were brought in
	Kept     []string // fields whose text a person wrote
	Summary  []fieldError
	Pasted   string // machine text that could not be read
	Refused  string // why
}

// translateGroup is the texts of one section.
type translateGroup struct {
	Section string
	Rows    []translateRow
}

// translateRow is one text with the field for its translation.
type translateRow struct {
	catalogue.Translation
	Number string // in its list: "2", in a list within a list "2.1"; empty elsewhere
	Name   string // of the field in the form
	From   string // what the form has to remember of the text
	Value  string // what stands in the field
	Line   bool
	Rows   int
	Edits  []edit // of the original since the translation was made
	Wrong  string
	Ticked bool // "this is machine text"
}

// Fillable tells whether a machine may write here: in gaps, and over machine text
// that nobody has checked.
func (r translateRow) Fillable() bool { return r.State == catalogue.Missing || r.Machine }

// Described is the id of what stands in the way at the field, empty for nothing.
func (r translateRow) Described() string {
	if r.Wrong != "" {
		return "wrong-" + r.Name
	}
	return ""
}

// Confirmable tells whether somebody may say that the translation fits.
func (r translateRow) Confirmable() bool {
	return r.Into != "" && (r.State == catalogue.Outdated || r.Machine)
}

func (p *Pages) translateRoutes(d *echo.Group) {
	get(d, "/practices/:id/translate/:to", p.translate)
	d.POST("/practices/:id/translate/:to", p.translateSave, plainForm(largestSection))
	get(d, "/practices/:id/translate/:to/texts.json", p.translateTexts)
	d.POST("/practices/:id/translate/:to/machine", p.translateMachine, plainForm(largestSection))
}

// translations loads what the address names, for those who may write the entry.
func (p *Pages) translations(c echo.Context) (*catalogue.Translations, error) {
	to, ok := i18n.ParseLang(c.Param("to"))
	if !ok {
		return nil, store.ErrNotFound
	}
	return p.Catalogue.Translations(c.Request().Context(), actorOf(c), c.Param("id"), to)
}

func (p *Pages) translate(c echo.Context) error {
	t, err := p.translations(c)
	if err != nil {
		return err
	}
	page := p.translatePage(c, t)
	query := c.QueryParams()
	_, err = p.Catalogue.Pending(c.Request().Context(), actorOf(c), t.Practice.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page.Pending = err == nil
	if query.Get("saved") != "" {
		page.Saved = clock(t.Practice.UpdatedAt)
	}
	if n, err := strconv.Atoi(query.Get("filled")); err == nil && n >= 0 {
		page.Filled = p.Messages.T(page.Lang, "page.translate.filled", "N", n)
		for _, path := range query["kept"] {
			page.Kept = append(page.Kept, p.fieldName(page.Lang, path))
		}
	}
	return p.ok(c, "translate", page)
}

// translatePage lays out the texts as they stand.
func (p *Pages) translatePage(c echo.Context, t *catalogue.Translations) *translatePage {
	lang := pageLanguage(c)
	page := &translatePage{
		frame:    p.frame(c, "desk", p.Messages.T(lang, "page.translate.title."+string(t.To))),
		Practice: t.Practice, To: t.To, Count: t.Count(), Base: deskURL(lang, t.Practice.ID), Work: c.FormValue("show") == "work",
	}
	page.lay(t)
	page.Name = show(t.Practice.OriginalLanguage, t.Practice.Title, t.Practice.OriginalLanguage)
	page.Name.Foreign = page.Name.Lang != lang
	return page
}

// lay puts the texts into their sections.
func (page *translatePage) lay(t *catalogue.Translations) {
	page.Groups = nil
	for _, one := range t.Texts {
		if one.Original == "" || page.Work && one.State == catalogue.Translated {
			continue
		}
		row := translateRow{
			Translation: one, Number: numberIn(one.Path), Name: i18n.Join(one.Path, string(t.To)), Value: one.Into, Line: one.Words == 0,
			Rows: 2 + len(one.Into)/45, From: remembered(one.TextField, one.Into, catalogue.Fingerprint(one.Original)),
		}
		if one.State == catalogue.Outdated {
			row.Edits = compareWords(one.Then, one.Original)
		}
		page.add(row)
	}
}

func (page *translatePage) add(row translateRow) {
	section := sectionOf(row.Path)
	if n := len(page.Groups); n == 0 || page.Groups[n-1].Section != section {
		page.Groups = append(page.Groups, translateGroup{Section: section})
	}
	last := &page.Groups[len(page.Groups)-1]
	last.Rows = append(last.Rows, row)
}

// row is the row of a text, nil where the page does not show it.
func (page *translatePage) row(stable string) *translateRow {
	for i := range page.Groups {
		rows := page.Groups[i].Rows
		if j := slices.IndexFunc(rows, func(r translateRow) bool { return r.Stable == stable }); j >= 0 {
			return &rows[j]
		}
	}
	return nil
}

// begunTranslations counts the translations of an entry in which there is
// something, for those who may write it.
func (p *Pages) begunTranslations(c echo.Context, practice *catalogue.Practice) ([]catalogue.Count, error) {
	actor := actorOf(c)
	if len(practice.Title.Languages()) < 2 || practice.State == "archived" || actor.May(account.Write, practice.Organisation) != nil {
		return nil, nil
	}
	counts, err := p.Catalogue.TranslationCounts(c.Request().Context(), actor, practice.ID)
	return slices.DeleteFunc(counts, func(n catalogue.Count) bool { return !n.Begun() }), err
}

// numberIn is the place of a text in the lists that it stands in, as people count.
func numberIn(path string) string {
	var places []string
	for rest := path; ; {
		_, after, found := strings.Cut(rest, "[")
		if !found {
			return strings.Join(places, ".")
		}
		place, behind, _ := strings.Cut(after, "]")
		if i, err := strconv.Atoi(place); err == nil {
			places = append(places, strconv.Itoa(i+1))
		}
		rest = behind
	}
}

// remembered is what a form says of a text, so that the answer can be matched
// with what stands there then: its field, what it and its original said, and its
// stable path, which may hold spaces.
func remembered(f catalogue.TextField, into, original string) string {
	return strings.Join([]string{f.Path, catalogue.Fingerprint(into), original, f.Stable}, " ")
}

// translationForm is what somebody sent, with the field of each text in the form.
type translationForm struct {
	catalogue.TranslationForm
	fields []string
}

// readTranslations reads the form: for each text that it remembers, what stands
// in its field now.
func readTranslations(values url.Values, to i18n.Lang) (*translationForm, error) {
	form := &translationForm{TranslationForm: catalogue.TranslationForm{To: to}}
	var err error
	if form.Revision, err = strconv.Atoi(values.Get("revision")); err != nil || form.Revision < 1 {
		return nil, echo.ErrBadRequest
	}
	for _, from := range values["text"] {
		parts := strings.SplitN(from, " ", 4)
		if len(parts) != 4 {
			return nil, echo.ErrBadRequest
		}
		name := i18n.Join(parts[0], string(to))
		form.fields = append(form.fields, parts[0])
		form.Texts = append(form.Texts, catalogue.TranslatedText{
			Path: parts[3], Was: parts[1], Of: parts[2],
			Text:    strings.TrimSpace(strings.ReplaceAll(values.Get(name), "\r\n", "\n")),
			Machine: values.Get("machine."+name) != "", Fits: values.Get("fits") == parts[3],
		})
	}
	return form, nil
}

// since lets a form know what the same page sent before it, without having had
// an answer: that is no text of somebody else's.
func (f *translationForm) since(earlier *translationForm) {
	for i, text := range f.Texts {
		j := slices.IndexFunc(earlier.Texts, func(other catalogue.TranslatedText) bool { return other.Path == text.Path })
		if j >= 0 {
			f.Texts[i].Was = catalogue.Fingerprint(earlier.Texts[j].Text)
		}
	}
}

// showing is the part of an address that keeps the filter.
func showing(c echo.Context) url.Values {
	query := url.Values{}
	if c.FormValue("show") == "work" {
		query.Set("show", "work")
	}
	return query
}

// translateURL is the address of the page that a form was sent from.
func translateURL(c echo.Context, query url.Values) string {
	to := deskURL(pageLanguage(c), c.Param("id")) + "/translate/" + c.Param("to")
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	return to
}

// translated leads back to the page after a form has been dealt with.
func translated(c echo.Context, query url.Values) error {
	return c.Redirect(http.StatusSeeOther, translateURL(c, query))
}
