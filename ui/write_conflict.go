package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// conflictPage shows what two people made of the same fields, to the one who
// came later.
type conflictPage struct {
	frame
	Practice *catalogue.Practice
	Name     shown
	Others   string
	Fields   []contested
	Problems []string
	Base     string
	Pending  *catalogue.Pending
	Again    bool // somebody has changed one of the fields once more meanwhile
	Returned bool
}

// contested is one field of them.
type contested struct {
	Path, Field  string
	Mine, Theirs []string // in lines; none where it was removed
	Edit         string   // the text to go on from, where it is one text
	Editable     bool
	Lang         string
	Chosen       string // mine, theirs or edit
	Shown        string // fingerprint of Theirs, by which the form says what it was about
	Again        bool   // Theirs is another than the form was about
}

func (p *Pages) writeConflict(c echo.Context) error {
	if _, err := p.entryToWrite(c); err != nil {
		return err
	}
	pending, err := p.Catalogue.Pending(c.Request().Context(), actorOf(c), c.Param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return c.Redirect(http.StatusSeeOther, deskURL(pageLanguage(c), c.Param("id")))
	}
	if err != nil {
		return err
	}
	return p.showConflict(c, http.StatusConflict, pending, nil)
}

func (p *Pages) showConflict(c echo.Context, status int, pending *catalogue.Pending, problems i18n.Problems) error {
	lang, practice := pageLanguage(c), pending.Practice
	page := conflictPage{
		frame: p.frame(c, "desk", p.Messages.T(lang, "page.conflict.title")), Practice: practice, Pending: pending,
		Name: show(practice.OriginalLanguage, practice.Title, practice.OriginalLanguage), Others: strings.Join(pending.Others, ", "), Base: deskURL(lang, practice.ID),
	}
	page.Name.Foreign = page.Name.Lang != lang
	work, err := p.Catalogue.WorkOn(c.Request().Context(), actorOf(c), practice.ID)
	if err != nil {
		return err
	}
	page.Returned = work.Returned
	for _, one := range pending.Conflicts {
		field := contested{
			Path: one.Path, Field: catalogue.FieldOf(one.Path), Mine: p.flat(lang, one.Mine), Theirs: p.flat(lang, one.Theirs),
			Chosen: c.FormValue("choice:" + one.Path), Shown: fingerprintOf(one.Theirs), Again: isOther(c, one),
		}
		page.Again = page.Again || field.Again
		if _, language := i18n.ParseLang(one.Path[strings.LastIndexByte(one.Path, '.')+1:]); language {
			field.Lang = one.Path[strings.LastIndexByte(one.Path, '.')+1:]
		}
		mine, isText := one.Mine.(string)
		_, alsoText := one.Theirs.(string)
		field.Editable = field.Lang != "" && (isText || one.Mine == nil) && (alsoText || one.Theirs == nil)
		if field.Edit = c.FormValue("text:" + one.Path); field.Edit == "" {
			field.Edit = mine
		}
		page.Fields = append(page.Fields, field)
	}
	for _, one := range problems {
		page.Failed = true
		page.Problems = append(page.Problems, p.fieldName(lang, one.Path)+": "+p.Messages.Problem(lang, one))
	}
	return p.render(c, status, "write-conflict", page)
}

// flat is a value of a conflict in lines: of a row, what its fields hold.
func (p *Pages) flat(lang i18n.Lang, v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case map[string]any:
		var lines []string
		for _, name := range sortedNames(v) {
			if name != "id" {
				lines = append(lines, p.flat(lang, v[name])...)
			}
		}
		return lines
	case []any:
		var lines []string
		for _, one := range v {
			lines = append(lines, p.flat(lang, one)...)
		}
		return lines
	case float64:
		return []string{writeNumber(lang, v)}
	case bool:
		return []string{p.Messages.T(lang, map[bool]string{true: "page.answer.1", false: "page.answer.0"}[v])}
	}
	return strings.Split(fmt.Sprint(v), "\n")
}

// writeSettle saves what was decided field by field.
func (p *Pages) writeSettle(c echo.Context) error {
	if _, err := p.entryToWrite(c); err != nil {
		return err
	}
	ctx, actor, id := c.Request().Context(), actorOf(c), c.Param("id")
	home := deskURL(pageLanguage(c), id)
	if c.FormValue("op") == "drop" {
		if err := p.Catalogue.DeletePending(ctx, actor, id); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, home)
	}
	const tries = 10 // the other one may be saving every other second
	for try := 1; ; try++ {
		pending, err := p.Catalogue.Pending(ctx, actor, id)
		if errors.Is(err, store.ErrNotFound) {
			return c.Redirect(http.StatusSeeOther, home)
		}
		if err != nil {
			return err
		}
		if problems := undecided(c, pending); len(problems) > 0 {
			return p.showConflict(c, http.StatusUnprocessableEntity, pending, problems)
		}
		if slices.ContainsFunc(pending.Conflicts, func(one catalogue.Conflict) bool { return isOther(c, one) }) {
			return p.showConflict(c, http.StatusConflict, pending, nil)
		}
		_, err = p.Catalogue.Settle(ctx, actor, id, pending.Practice.Revision, func(one catalogue.Conflict) any { return decision(c, one) })
		var problems i18n.Problems
		switch {
		case err == nil:
			return c.Redirect(http.StatusSeeOther, home+"?settled=1")
		case errors.As(err, &problems):
			return p.showConflict(c, http.StatusUnprocessableEntity, pending, problems)
		case !errors.Is(err, store.ErrConflict) || try == tries: // changed once more meanwhile, perhaps elsewhere
			return err
		}
	}
}

// isOther tells whether what somebody else wrote is not what the form was about,
// which decides about it.
func isOther(c echo.Context, one catalogue.Conflict) bool {
	return c.Request().Method == http.MethodPost && c.FormValue("shown:"+one.Path) != fingerprintOf(one.Theirs)
}

func fingerprintOf(v any) string {
	text, _ := json.Marshal(v) // came from JSON
	return catalogue.Fingerprint(string(text))
}

// undecided are the fields for which nothing was chosen.
func undecided(c echo.Context, pending *catalogue.Pending) i18n.Problems {
	var problems i18n.Problems
	for _, one := range pending.Conflicts {
		switch c.FormValue("choice:" + one.Path) {
		case "mine", "theirs", "edit":
		default:
			problems.Add(one.Path, "form.undecided")
		}
	}
	return problems
}

func decision(c echo.Context, one catalogue.Conflict) any {
	switch c.FormValue("choice:" + one.Path) {
	case "mine":
		return one.Mine
	case "edit":
		if text := strings.TrimSpace(strings.ReplaceAll(c.FormValue("text:"+one.Path), "\r\n", "\n")); text != "" {
			return text
		}
		return nil
	}
	return one.Theirs
}

func sortedNames(v map[string]any) []string { return slices.Sorted(maps.Keys(v)) }
