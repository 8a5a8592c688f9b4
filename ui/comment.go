package ui

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// comment is what was said of a field, as pages show it.
type comment struct {
	catalogue.Comment
	Field string // path by which the form names the field, empty for the whole
	Name  string // of the field
	URL   string // where it is written; empty where the row is gone
	Back  string // the page to come back to
}

// comments are what was said of an entry's drafts: what is to be dealt with, and
// what has been.
func (p *Pages) comments(c echo.Context, practice *catalogue.Practice) (open, resolved []comment, err error) {
	lang := pageLanguage(c)
	list, err := p.Catalogue.Comments(c.Request().Context(), actorOf(c), practice.ID)
	for _, one := range list {
		shown := comment{Comment: one, Back: c.Request().URL.Path}
		if one.Path != "" {
			shown.Name = p.fieldName(lang, one.Path)
			if shown.Field = catalogue.PlaceOf(practice, one.Path); shown.Field != "" {
				shown.URL = sectionURL(lang, practice.ID, shown.Field)
				if list, row := splitRow(shown.Field); row >= 0 && p.Messages.Has(lang, "page.write.row."+catalogue.FieldOf(list)) {
					shown.Name = p.Messages.T(lang, "page.write.row."+catalogue.FieldOf(list), "Number", row+1)
				}
			}
		}
		if one.Resolved {
			resolved = append(resolved, shown)
		} else {
			open = append(open, shown)
		}
	}
	return open, resolved, err
}

// ownComments are what a reviewer at work has said of the entry.
func (p *Pages) ownComments(c echo.Context, page *assessPage) ([]comment, error) {
	list, err := p.Catalogue.OwnComments(c.Request().Context(), actorOf(c), page.R.Practice)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	var said []comment
	for _, one := range list {
		shown := comment{Comment: one, Back: p.assessURL(c, "")}
		if one.Path != "" {
			shown.Name = p.fieldName(page.Lang, one.Path)
		}
		said = append(said, shown)
	}
	return said, err
}

// commentsAt are those of a list that are about the field with that name in a
// form, whichever language they name.
func commentsAt(list []comment, field string) []comment {
	var at []comment
	for _, one := range list {
		if one.Field != "" && withoutLanguage(one.Field) == withoutLanguage(field) {
			at = append(at, one)
		}
	}
	return at
}

func withoutLanguage(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		if _, language := i18n.ParseLang(path[i+1:]); language {
			return path[:i]
		}
	}
	return path
}

// resolveComment marks a comment as dealt with.
func (p *Pages) resolveComment(c echo.Context) error {
	err := p.Catalogue.ResolveComment(c.Request().Context(), actorOf(c), c.Param("id"), c.Param("comment"))
	return p.commentMarked(c, err)
}

// reopenComment takes that mark back.
func (p *Pages) reopenComment(c echo.Context) error {
	err := p.Catalogue.ReopenComment(c.Request().Context(), actorOf(c), c.Param("id"), c.Param("comment"))
	return p.commentMarked(c, err)
}

// commentMarked leads back to the comments of the page that the form stood on.
func (p *Pages) commentMarked(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	back := deskURL(pageLanguage(c), c.Param("id"))
	reviews := "/" + string(pageLanguage(c)) + "/desk/reviews/"
	if asked := c.FormValue("back"); asked == back || strings.HasPrefix(asked, back+"/") || strings.HasPrefix(asked, reviews) {
		back = asked
	}
	return c.Redirect(http.StatusSeeOther, back+"#comments")
}

// returnPage lists what an entry tells, with room for a comment at each.
type returnPage struct {
	frame
	Work   catalogue.Work
	Name   shown
	Groups []returnGroup
	Note   string
	Stale  bool // somebody has changed the entry, or its state, meanwhile
	Errors []fieldError
}

// returnGroup is a section with the fields in it.
type returnGroup struct {
	Section string
	Fields  []returnField // that have content
	Empty   []returnField
}

// Begun tells whether a comment on a field without content has been typed.
func (g returnGroup) Begun() bool {
	return slices.ContainsFunc(g.Empty, func(field returnField) bool { return field.Value != "" })
}

// returnField is a field that can be commented on.
type returnField struct {
	Path  string       // stable
	Lines []returnLine // none where the field is gone
	Value string       // what was typed already
	Error string
}

// returnLine is a value; its name is empty where it is that of the field.
type returnLine struct {
	Name string
	Text shown
}

func (p *Pages) returnForm(c echo.Context) error {
	if err := p.Catalogue.May(c.Request().Context(), actorOf(c), c.Param("id"), account.Publish); err != nil {
		return err
	}
	work, err := p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if work.Practice.State != "in_review" {
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id"))+"/check")
	}
	page, err := p.returnPage(c, work)
	if err != nil {
		return err
	}
	return p.ok(c, "return", page)
}

func (p *Pages) returnPage(c echo.Context, work catalogue.Work) (returnPage, error) {
	lang := pageLanguage(c)
	page := returnPage{frame: p.frame(c, "desk", p.Messages.T(lang, "page.return.title")), Work: work}
	page.Name = show(lang, work.Practice.Title, work.Practice.OriginalLanguage)
	page.Note = c.FormValue("note")
	fields, err := p.told(lang, work.Practice)
	if err != nil {
		return page, err
	}
	fields = append(fields, goneFields(c, fields)...)
	for _, section := range sections() {
		group := returnGroup{Section: section}
		for _, field := range fields {
			if sectionOf(field.Path) == section {
				field.Value = c.FormValue("comment:" + field.Path)
				group.Fields = append(group.Fields, field)
			}
		}
		group.Empty = emptyFields(c, section, group.Fields)
		page.Groups = append(page.Groups, group)
	}
	return page, nil
}

// emptyFields are those of a section of which the entry tells nothing.
func emptyFields(c echo.Context, section string, told []returnField) []returnField {
	var list []returnField
	for _, s := range writeSections() {
		for _, spec := range s.Fields {
			if s.Name == section && spec.Path != "organisation" && !slices.ContainsFunc(told, func(field returnField) bool {
				return spec.Path == field.Path || strings.HasPrefix(field.Path, spec.Path+".") || strings.HasPrefix(field.Path, spec.Path+"[")
			}) {
				list = append(list, returnField{Path: spec.Path, Value: c.FormValue("comment:" + spec.Path)})
			}
		}
	}
	return list
}

// isWritten tells whether a path is a field of the form as a whole.
func isWritten(path string) bool {
	return slices.ContainsFunc(writeSections(), func(s writeSection) bool {
		return slices.ContainsFunc(s.Fields, func(spec fieldSpec) bool { return spec.Path == path })
	})
}

// goneFields are the rows and parts that were commented on and that the entry no
// longer has: the form was made from an earlier text.
func goneFields(c echo.Context, told []returnField) []returnField {
	var gone []returnField
	for _, name := range slices.Sorted(maps.Keys(c.Request().PostForm)) {
		path, ok := strings.CutPrefix(name, "comment:")
		if !ok || strings.TrimSpace(c.FormValue(name)) == "" || !slices.Contains(catalogue.Fields(), catalogue.FieldOf(path)) {
			continue
		}
		if !isWritten(path) && !slices.ContainsFunc(told, func(field returnField) bool { return field.Path == path }) {
			gone = append(gone, returnField{Path: path})
		}
	}
	return gone
}

// told lists the fields of an entry that say something, one for each text, row
// of a list and group; texts in the language in which the entry is written.
func (p *Pages) told(lang i18n.Lang, practice *catalogue.Practice) ([]returnField, error) {
	leaves, err := p.leaves(lang, practice)
	var list []returnField
	for _, one := range leaves {
		if in := languageOf(one.Path); in != "" && in != practice.OriginalLanguage {
			continue
		}
		if n := len(list); n == 0 || list[n-1].Path != one.Row {
			list = append(list, returnField{Path: one.Row})
		}
		row := &list[len(list)-1]
		line := returnLine{Text: one.Text}
		if catalogue.FieldOf(one.Path) != catalogue.FieldOf(one.Row) {
			line.Name = p.fieldName(lang, one.Path)
		}
		row.Lines = append(row.Lines, line)
	}
	return list, err
}

// giveBack returns a submitted draft with the comments that were typed; where it
// is another by now, the form comes again with the text of today and with them.
func (p *Pages) giveBack(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := p.Catalogue.May(ctx, actorOf(c), id, account.Publish); err != nil {
		return err
	}
	work, err := p.Catalogue.WorkOn(ctx, actorOf(c), id)
	if err != nil {
		return err
	}
	page, err := p.returnPage(c, work)
	if err != nil {
		return err
	}
	comments := []catalogue.Comment{{Text: page.Note}}
	var fields []*returnField // of the comments behind the first
	for _, group := range page.Groups {
		for _, list := range [][]returnField{group.Fields, group.Empty} {
			for i := range list {
				if field := &list[i]; strings.TrimSpace(field.Value) != "" {
					comments = append(comments, catalogue.Comment{Path: field.Path, Text: field.Value})
					fields = append(fields, field)
				}
			}
		}
	}
	_, err = p.Catalogue.Return(ctx, actorOf(c), id, revisionOf(c), comments)
	if page.Stale = errors.Is(err, store.ErrConflict); page.Stale {
		return p.render(c, http.StatusConflict, "return", page)
	}
	return p.stepTaken(c, "return", err, func(problems i18n.Problems) error {
		for _, one := range problems {
			text := p.Messages.Problem(page.Lang, one)
			at := "note"
			for i, field := range fields {
				if strings.HasPrefix(one.Path, i18n.At("comments", i)) {
					field.Error, at = text, "comment:"+field.Path
				}
			}
			if one.Key == "required" {
				text = p.Messages.T(page.Lang, "page.return.empty")
			}
			page.Errors = append(page.Errors, fieldError{Field: at, Text: text})
		}
		page.Failed = true
		return p.render(c, http.StatusUnprocessableEntity, "return", page)
	})
}
