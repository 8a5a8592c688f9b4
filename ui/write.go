package ui

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// writeRoutes are the addresses under which a practice is written.
func (p *Pages) writeRoutes(d *echo.Group) {
	get(d, "/practices/new", p.writeNew)
	d.POST("/practices/new", p.writeAdd, smallForm)
	get(d, "/practices/:id", p.writeTasks)
	get(d, "/practices/:id/conflict", p.writeConflict)
	d.POST("/practices/:id/conflict", p.writeSettle, plainForm(largestSection))
	get(d, "/practices/:id/:section", p.writeSection)
	d.POST("/practices/:id/:section", p.writeSave, plainForm(largestSection))
}

// newPage asks for what an entry begins with.
type newPage struct {
	frame
	newEntry
	Problems i18n.Problems
}

// Error is what is wrong with a field, in words.
func (page newPage) Error(path string) *i18n.Problem {
	for i, one := range page.Problems {
		if one.Path == path || strings.HasPrefix(one.Path, path+".") {
			return &page.Problems[i]
		}
	}
	return nil
}

// newPage is the page for somebody who may write for at least one organisation.
func (p *Pages) newPage(c echo.Context) (newPage, error) {
	begin, err := p.newEntry(c)
	return newPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.write.new")), newEntry: begin}, err
}

func (p *Pages) writeNew(c echo.Context) error {
	page, err := p.newPage(c)
	if err != nil {
		return err
	}
	return p.ok(c, "write-new", page)
}

// writeAdd begins an entry with its title.
func (p *Pages) writeAdd(c echo.Context) error {
	page, err := p.newPage(c)
	if err != nil {
		return err
	}
	page.answer(c)
	if page.Problems = page.check(); len(page.Problems) == 0 {
		practice, err := p.Catalogue.Add(c.Request().Context(), actorOf(c), page.practice())
		if err == nil {
			return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), practice.ID)+"?begun=1")
		}
		if !errors.As(err, &page.Problems) {
			return err
		}
	}
	page.Failed = true
	return p.render(c, http.StatusUnprocessableEntity, "write-new", page)
}

// entryToWrite is the draft of the practice that the address names, for those
// who may write it.
func (p *Pages) entryToWrite(c echo.Context) (*catalogue.Practice, error) {
	practice, err := p.Catalogue.Draft(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return practice, actorOf(c).May(account.Write, practice.Organisation)
}

// tasksPage lists the sections of an entry and what is still to be told.
type tasksPage struct {
	frame
	Practice     *catalogue.Practice
	Work         catalogue.Work
	Name         shown
	Organisation shown
	Sections     []task
	Missing      []string // fields that a publication needs
	Next         []catalogue.Step
	Counts       []catalogue.Count // of its translations
	Pending      *catalogue.Pending
	Begun        bool
	Settled      bool   // what two people had both changed has just been decided
	Main         string // the step that the actor can take once all is told
	Base         string
	Comments     []comment
	Resolved     []comment
}

// task is one section with how far it is.
type task struct {
	Name, URL string
	State     string   // "finished", "noted", "begun", "empty"
	Notes     []string // what hints say of what is filled in
	Needed    bool     // for a publication
	Told, Of  int
}

func (p *Pages) writeTasks(c echo.Context) error {
	practice, err := p.entryToWrite(c)
	if err != nil {
		return err
	}
	lang := pageLanguage(c)
	page := tasksPage{
		frame: p.frame(c, "desk", first(practice.Title.Best(practice.OriginalLanguage))), Practice: practice, Base: deskURL(lang, practice.ID),
		Name: show(practice.OriginalLanguage, practice.Title, practice.OriginalLanguage), Begun: c.QueryParam("begun") != "", Settled: c.QueryParam("settled") != "",
		Sections: p.tasks(lang, practice), Next: catalogue.NextSteps(practice),
	}
	page.Name.Foreign = practice.OriginalLanguage != lang
	o, err := p.Catalogue.Organisation(c.Request().Context(), practice.Organisation)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page.Organisation = show(lang, o.Name, lang)
	if page.Work, err = p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), practice.ID); err != nil {
		return err
	}
	page.Missing, page.Main = p.neededFor(practice), mayDoWith(actorOf(c), page.Work).Main
	if page.Counts, err = p.Catalogue.TranslationCounts(c.Request().Context(), actorOf(c), practice.ID); err != nil {
		return err
	}
	if page.Comments, page.Resolved, err = p.comments(c, practice); err != nil {
		return err
	}
	page.Pending, err = p.Catalogue.Pending(c.Request().Context(), actorOf(c), practice.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return p.ok(c, "write-tasks", page)
}

// neededFor are the fields that keep a practice from being published.
func (p *Pages) neededFor(practice *catalogue.Practice) []string {
	var fields []string
	for _, problem := range p.Catalogue.Missing(practice) {
		if !slices.Contains(fields, problem.Path) {
			fields = append(fields, problem.Path)
		}
	}
	return fields
}

// tasks tells of each section how much of what readers look for it has, and what
// is to be improved in it.
func (p *Pages) tasks(lang i18n.Lang, practice *catalogue.Practice) []task {
	missing := practice.Missing()
	notes := map[string][]string{}
	for _, hint := range p.Catalogue.Hints(practice) {
		section := sectionOf(hint.Path)
		if words := p.hintWords(lang, hint); !slices.Contains(notes[section], words) {
			notes[section] = append(notes[section], words)
		}
	}
	var list []task
	for _, s := range writeSections() {
		t := task{Name: s.Name, URL: deskURL(lang, practice.ID) + "/" + s.Name, State: "empty", Notes: notes[s.Name]}
		for _, spec := range s.Fields {
			if spec.Path == "domains" || spec.Path == "summary" {
				t.Needed = t.Needed || slices.Contains(missing, spec.Path)
			}
			if !catalogue.CountsAsTold(spec.Path) || spec.Path == "organisation" { // is told from the beginning, and most are not asked
				continue
			}
			t.Of++
			if !slices.Contains(missing, spec.Path) {
				t.Told++
			}
		}
		switch {
		case t.Told == t.Of && len(t.Notes) > 0:
			t.State = "noted"
		case t.Told == t.Of:
			t.State = "finished"
		case t.Told > 0:
			t.State = "begun"
		}
		list = append(list, t)
	}
	return list
}
