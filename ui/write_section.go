package ui

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// sectionPage is one section of an entry's form.
type sectionPage struct {
	frame
	Practice  *catalogue.Practice
	Name      shown
	Section   string
	Number    int
	Controls  []formField
	Revision  int
	Summary   []fieldError // what is wrong, with the field's name in the form
	Lost      []string     // problems that no field shows
	SavedAt   time.Time
	Others    string // who changed the entry meanwhile
	Meanwhile bool   // somebody did, and the page that led here knows who
	Merged    bool   // the form shows what others changed
	Conflict  bool
	Base      string
	Moved     int            // the place of a row that was just moved
	Reasons   []reason       // of the evidence, where results are written
	Source    *documentAside // the document that the entry began with
	Returned  bool           // the draft was given back with comments
}

// sectionForm is what somebody sent of a section, on its way into the draft.
type sectionForm struct {
	section  writeSection
	values   url.Values
	places   map[string]string // of the rows that were stored
	problems i18n.Problems     // with the form's names
	saved    *catalogue.Saved  // nil when nothing could be saved
}

func (p *Pages) writeSection(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	section, ok := writeSectionNamed(c.Param("section"))
	if !ok {
		return store.ErrNotFound
	}
	values := formOf(pageLanguage(c), section, practice)
	query := c.QueryParams()
	addBlank(values, section, query["add"])
	view, err := p.formView(c, practice, values)
	if err != nil {
		return err
	}
	view.focus = query.Get("at")
	view.moved = query.Get("moved")
	if act, ok, err := readRowAct(section, query.Get("removed")); ok && err == nil {
		view.removed = &act
	}
	page := p.sectionPage(c, section, practice)
	page.Controls = view.controls(section.Fields, "")
	if _, place := splitRow(view.focus); place >= 0 && view.moved != "" {
		page.Moved = place + 1
	}
	if query.Get("saved") != "" {
		page.SavedAt = practice.UpdatedAt
	}
	work, err := p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), practice.ID)
	if err != nil {
		return err
	}
	page.Returned = work.Returned
	page.Meanwhile = query.Get("merged") != ""
	if page.Source, err = p.documentAside(c, practice, section.Name); err != nil {
		return err
	}
	return p.ok(c, "write-section", page)
}

func (p *Pages) formView(c echo.Context, practice *catalogue.Practice, values url.Values) (formView, error) {
	lang := pageLanguage(c)
	view := formView{pages: p, lang: lang, original: practice.OriginalLanguage, values: values, practice: practice, notes: map[string][]note{}}
	var err error
	if view.comments, _, err = p.comments(c, practice); err != nil {
		return view, err
	}
	if view.organisations, err = p.owners(c, practice); err != nil {
		return view, err
	}
	for _, hint := range p.Catalogue.Hints(practice) {
		one := note{Text: p.hintWords(lang, hint), Warning: hint.Kind == catalogue.Warning}
		view.notes[hint.Path] = append(view.notes[hint.Path], one)
	}
	return view, nil
}

func (p *Pages) sectionPage(c echo.Context, section writeSection, practice *catalogue.Practice) sectionPage {
	lang := pageLanguage(c)
	name := show(practice.OriginalLanguage, practice.Title, practice.OriginalLanguage)
	name.Foreign = name.Lang != lang
	page := sectionPage{
		frame: p.frame(c, "desk", p.sectionName(lang, section.Name)), Practice: practice, Name: name, Section: section.Name,
		Number: slices.Index(sections(), section.Name) + 1, Revision: practice.Revision, Base: deskURL(lang, practice.ID),
	}
	if section.Name == "results" {
		page.Reasons = reasons(practice)
	}
	return page
}

// writeSave saves a section, whichever button was pressed.
func (p *Pages) writeSave(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	section, ok := writeSectionNamed(c.Param("section"))
	if !ok {
		return store.ErrNotFound
	}
	values, err := c.FormParams()
	if err != nil {
		return echo.ErrBadRequest
	}
	act, isAct, err := readRowAct(section, values.Get("op"))
	if err != nil {
		return err
	}
	form := &sectionForm{section: section, values: values}
	if err := p.saveForm(c, form); err != nil {
		return err
	}
	switch {
	case form.saved != nil && len(form.saved.Conflicts) > 0 && values.Get("op") != "autosave":
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), practice.ID)+"/conflict")
	case isAct && form.saved != nil:
		return p.changeRows(c, form, act)
	case values.Get("op") == "autosave", form.saved == nil, len(form.problems) > 0:
		return p.showForm(c, form, practice)
	}
	return c.Redirect(http.StatusSeeOther, afterSave(pageLanguage(c), form))
}

// saveForm reads the form and saves what of it can be stored. A page that is left
// while it saves itself does not know whether that arrived; it sends along what
// it sent then, which is saved first, so that nobody meets their own text.
func (p *Pages) saveForm(c echo.Context, form *sectionForm) error {
	revision, err := strconv.Atoi(form.values.Get("revision"))
	if err != nil || revision < 1 {
		return echo.ErrBadRequest
	}
	before, err := p.Catalogue.DraftAt(c.Request().Context(), actorOf(c), c.Param("id"), revision)
	if err != nil {
		return err
	}
	if !form.values.Has("sent") {
		_, err = p.saveOn(c, form, before, before)
		return err
	}
	earlier := &sectionForm{section: form.section}
	if earlier.values, err = url.ParseQuery(form.values.Get("sent")); err != nil {
		return echo.ErrBadRequest
	}
	form.values.Del("sent")
	base, err := p.saveOn(c, earlier, before, before)
	if err != nil {
		return err
	}
	_, err = p.saveOn(c, form, before, base)
	return err
}

// saveOn saves what the form makes of before as a step from base, and returns
// what of it could be stored.
func (p *Pages) saveOn(c echo.Context, form *sectionForm, before, base *catalogue.Practice) (*catalogue.Practice, error) {
	if !slices.Contains([]string{"next", "list", "stay"}, c.FormValue("op")) {
		form.values.Del("organisation") // is given away by who saves, not by passing it with an arrow key
	}
	mine, places, problems := readForm(pageLanguage(c), form.section, form.values, before)
	form.problems, form.places = problems, places
	for range 2 { // what cannot be stored is left out once; the rest then is
		if err := catalogue.MarkTexts(mine, before); err != nil {
			return mine, err
		}
		var refused i18n.Problems
		var err error
		if base == before {
			form.saved, err = p.Catalogue.Save(c.Request().Context(), actorOf(c), *mine)
		} else {
			form.saved, err = p.Catalogue.SaveOn(c.Request().Context(), actorOf(c), base, mine)
		}
		if err == nil && form.saved.Forgotten {
			form.problems = append(form.problems, forgotten(form)...)
		}
		if err == nil || !errors.As(err, &refused) {
			return mine, err
		}
		refused = formProblems(refused, form.places)
		form.problems = append(form.problems, refused...)
		mine, form.places, _ = readForm(pageLanguage(c), form.section, leaveOut(form.values, refused), before)
	}
	return mine, nil
}

// forgotten says at what was typed of a contact that it is not kept: the form was
// made before somebody was erased.
func forgotten(form *sectionForm) i18n.Problems {
	var problems i18n.Problems
	for _, path := range []string{"contact.name", "contact.email", "contact.phone"} {
		if form.values.Get(path) != "" {
			problems.Add(path, "contact_erased")
		}
	}
	return problems
}

// showForm shows the form as it was sent, with what is wrong and what is saved.
func (p *Pages) showForm(c echo.Context, form *sectionForm, practice *catalogue.Practice) error {
	status := http.StatusOK
	values, lang, gone := form.values, pageLanguage(c), []string(nil)
	revision, _ := strconv.Atoi(values.Get("revision"))
	if form.saved != nil {
		practice = form.saved.Practice
	}
	page := p.sectionPage(c, form.section, practice)
	page.Revision = revision
	if values.Get("op") != "autosave" { // which takes only what stands beside the fields
		var err error
		if page.Source, err = p.documentAside(c, practice, form.section.Name); err != nil {
			return err
		}
	}
	if saved := form.saved; saved != nil {
		switch {
		case len(saved.Conflicts) > 0:
			status, page.Conflict = http.StatusConflict, true
		case saved.Merged:
			values, page.Merged = formOf(lang, form.section, saved.Practice), true
			addBlank(values, form.section, blankRows(form.values, form.section, form.places))
			var refused []string
			for _, one := range form.problems {
				refused = append(refused, one.Path)
			}
			for i, one := range form.problems {
				sent, ok := form.values[one.Path]
				form.problems[i].Path = movedTo(one.Path, form.values, values, refused)
				if now := form.problems[i].Path; ok && now != "" {
					values[now] = sent
				} else if ok { // another has taken the row out
					gone = append(gone, strings.Join(sent, ", "))
				}
			}
			page.Revision, page.SavedAt = saved.Practice.Revision, saved.Practice.UpdatedAt
		default:
			kept(values, form.section, form.places)
			page.Revision, page.SavedAt = saved.Practice.Revision, saved.Practice.UpdatedAt
		}
		page.Others = strings.Join(saved.Others, ", ")
	}
	view, err := p.formView(c, page.Practice, values)
	if err != nil {
		return err
	}
	view.problems = form.problems
	page.Controls = view.controls(form.section.Fields, "")
	if len(form.problems) > 0 {
		status, page.Failed = http.StatusUnprocessableEntity, true
		page.Summary, page.Lost = p.summary(lang, form.problems, page.Controls)
		page.Lost = append(page.Lost, gone...)
	}
	return p.render(c, status, "write-section", page)
}

// summary lists what is wrong, each with the part of the form that shows it, and
// what no part shows.
func (p *Pages) summary(lang i18n.Lang, problems i18n.Problems, form []formField) (list []fieldError, lost []string) {
	for _, one := range problems {
		words := p.Messages.Problem(lang, one)
		at := partAbout(form, one.Path)
		if at == "" || one.Key == "unknown_field" {
			lost = append(lost, words)
			continue
		}
		list = append(list, fieldError{Field: at, Text: p.rowName(lang, one.Path) + ": " + words})
	}
	return list, lost
}

// partAbout is the id of the smallest part of a form that a path is about: a
// field, a row, a list or a group.
func partAbout(form []formField, path string) string {
	for _, c := range form {
		switch {
		case c.List != nil && within(path, c.List.Path):
			for _, row := range c.List.Rows {
				if within(path, row.Path) {
					return cmp.Or(partAbout(row.Fields, path), row.Anchor)
				}
			}
			return c.Name
		case len(c.Fields) > 0:
			if at := partAbout(c.Fields, path); at != "" {
				return at
			}
		case c.List == nil && within(path, c.Anchor), c.Name == path:
			return c.Name
		}
	}
	return ""
}

// within tells whether a path is another one or a part of it.
func within(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// afterSave is where a saved form leads: on to the next section, to the list, or
// back to where it was.
func afterSave(lang i18n.Lang, form *sectionForm) string {
	base := deskURL(lang, form.saved.Practice.ID)
	here := base + "/" + form.section.Name
	query := url.Values{"saved": {"1"}}
	if len(form.saved.Others) > 0 {
		query.Set("merged", "1")
	}
	names := sections()
	next := slices.Index(names, form.section.Name) + 1
	switch {
	case form.values.Get("op") == "stay":
		return here + "?" + query.Encode()
	case form.values.Get("op") == "list" || next == len(names):
		return base
	}
	return base + "/" + names[next]
}
