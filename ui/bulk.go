package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/store"
)

// bulkRoutes registers practices as tables: out, and in again by way of a
// preview.
func (p *Pages) bulkRoutes(d *echo.Group) {
	b := d.Group("/bulk", writers)
	get(b, "", p.bulk)
	get(b, "/practices.xlsx", p.bulkXLSX)
	get(b, "/practices.csv", p.bulkCSV)
	b.POST("", p.bulkSent)
	get(b, "/:table", p.bulkPreview)
	b.POST("/:table", p.bulkConfirmed, smallForm)
}

// writers is the middleware for those who may change practices of an
// organisation; what they send is not looked at before.
func writers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !writes(actorOf(c)) {
			return account.ErrDenied
		}
		return next(c)
	}
}

func writes(actor account.Actor) bool {
	for _, m := range actor.Memberships() {
		if actor.May(account.Write, m.Organisation) == nil {
			return true
		}
	}
	return false
}

// bulkPage offers the tables and takes one back.
type bulkPage struct {
	frame
	Total  int
	Most   int // megabytes of a file
	Done   bool
	Count  exchange.Count // what was just saved
	Gone   bool           // a preview that is not there any more
	Errors []string
}

func (p *Pages) bulkPage(c echo.Context) (bulkPage, error) {
	page := bulkPage{frame: p.frame(c, "desk", p.Messages.T(pageLanguage(c), "page.bulk.title")), Most: exchange.LargestTable >> 20}
	waiting, err := p.Catalogue.Waiting(c.Request().Context(), actorOf(c))
	for _, w := range waiting {
		if w.List != "archived" && w.List != "update" && actorOf(c).May(account.Write, w.Organisation) == nil {
			page.Total += w.N
		}
	}
	return page, err
}

func (p *Pages) bulk(c echo.Context) error {
	page, err := p.bulkPage(c)
	if err != nil {
		return err
	}
	page.Gone = c.QueryParam("gone") != ""
	if page.Done = c.QueryParam("done") != ""; page.Done {
		page.Count.Added, _ = strconv.Atoi(c.QueryParam("added"))
		page.Count.Changed, _ = strconv.Atoi(c.QueryParam("changed"))
	}
	return p.ok(c, "bulk", page)
}

func (p *Pages) bulkXLSX(c echo.Context) error {
	return p.sendTable(c, "xlsx", func(w io.Writer, list []*catalogue.Practice) error {
		return p.Exporter.WritePracticesXLSX(w, list, pageLanguage(c))
	})
}

func (p *Pages) bulkCSV(c echo.Context) error {
	return p.sendTable(c, "csv", exchange.WritePracticesCSV)
}

func (p *Pages) sendTable(c echo.Context, format string, write func(io.Writer, []*catalogue.Practice) error) error {
	list, err := p.Catalogue.Writable(c.Request().Context(), actorOf(c))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, list); err != nil {
		return err
	}
	return send(c, "practices-"+time.Now().UTC().Format(time.DateOnly), format, b.Bytes())
}

// bulkSent takes a file, and leads to its preview.
func (p *Pages) bulkSent(c echo.Context) error {
	name, data, err := sentTable(c)
	if err == nil {
		_, err = p.planned(c, data)
	}
	var problems i18n.Problems
	if errors.As(err, &problems) {
		page, err := p.bulkPage(c)
		if err != nil {
			return err
		}
		page.Failed, page.Errors = true, p.cellProblems(page.Lang, problems)
		return p.render(c, http.StatusUnprocessableEntity, "bulk", page)
	}
	if err != nil {
		return err
	}
	key := p.tables.put(time.Now(), heldTable{user: actorOf(c).User, name: name, data: data})
	return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/bulk/"+key)
}

// sentTable reads the form's file. What is too large is read a little further,
// so that the browser gets to know it.
func sentTable(c echo.Context) (name string, data []byte, err error) {
	if err := patient(c); err != nil {
		return "", nil, err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, 4*exchange.LargestTable)
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, echo.ErrUnsupportedMediaType
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, i18n.Problems{{Key: "table.no_file"}}
		}
		if err != nil {
			return "", nil, unread(err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(part, exchange.LargestTable+1))
		if err == nil && len(data) > exchange.LargestTable {
			_, err = io.Copy(io.Discard, part)
		}
		switch {
		case err != nil:
			return "", nil, unread(err)
		case len(data) == 0:
			return "", nil, i18n.Problems{{Key: "table.no_file"}}
		}
		return part.FileName(), data, nil
	}
}

func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return i18n.Problems{{Key: "file_too_large", Args: map[string]any{"Max": exchange.LargestTable >> 20}}}
	}
	return echo.ErrBadRequest
}

// planned works out what a file would change. One file at a time is unpacked:
// each may need much memory.
func (p *Pages) planned(c echo.Context, data []byte) (*exchange.TablePlan, error) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), time.Minute)
	defer cancel()
	select {
	case p.tableTurn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	table, err := exchange.ReadPracticeTable(data)
	<-p.tableTurn
	if err != nil {
		return nil, err
	}
	return p.Exporter.PlanTable(ctx, actorOf(c), table)
}

// cellProblems says in words what is wrong, and in which cell.
func (p *Pages) cellProblems(lang i18n.Lang, problems i18n.Problems) []string {
	var list []string
	for _, one := range problems {
		text := p.Messages.Problem(lang, one)
		if one.Path != "" {
			text = one.Path + ": " + text
		}
		list = append(list, text)
	}
	return list
}

// previewPage shows what a table would change.
type previewPage struct {
	frame
	File      string
	Key, Hash string
	Practices []plannedPractice
	Count     exchange.Count
	Errors    []string
	Changed   bool // since it was last shown
}

type plannedPractice struct {
	exchange.PlannedPractice
	Name  shown
	Cells []changedCell
}

// changedCell is a cell before and after, with the words marked that differ.
type changedCell struct {
	exchange.CellChange
	Label string
	Edits []edit
}

func (p *Pages) bulkPreview(c echo.Context) error {
	held, ok := p.tables.get(time.Now(), c.Param("table"), actorOf(c).User)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/"+string(pageLanguage(c))+"/desk/bulk?gone=1")
	}
	plan, err := p.planned(c, held.data)
	if err != nil {
		return err
	}
	return p.ok(c, "bulk-preview", p.preview(c, held, plan))
}

func (p *Pages) preview(c echo.Context, held heldTable, plan *exchange.TablePlan) previewPage {
	lang := pageLanguage(c)
	page := previewPage{
		frame: p.frame(c, "desk", p.Messages.T(lang, "page.bulk.preview")), File: held.name, Key: c.Param("table"), Hash: plan.Hash(),
		Count: plan.Count(), Errors: p.cellProblems(lang, plan.Problems),
	}
	page.Failed = len(page.Errors) > 0
	for _, one := range plan.Practices {
		item := plannedPractice{PlannedPractice: one, Name: show(lang, one.After.Title, one.After.OriginalLanguage)}
		for _, change := range one.Changes {
			cell := changedCell{CellChange: change, Label: p.Messages.T(lang, "field."+change.Field)}
			if change.Lang != "" {
				cell.Label = p.Messages.T(lang, "table.column.in."+string(change.Lang), "Name", cell.Label)
			}
			cell.Edits = compareWords(change.Before, change.After)
			item.Cells = append(item.Cells, cell)
		}
		page.Practices = append(page.Practices, item)
	}
	return page
}

// bulkConfirmed saves exactly what was shown, or shows what has become of it.
func (p *Pages) bulkConfirmed(c echo.Context) error {
	key, lang := c.Param("table"), pageLanguage(c)
	held, ok := p.tables.get(time.Now(), key, actorOf(c).User)
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/"+string(lang)+"/desk/bulk?gone=1")
	}
	plan, err := p.planned(c, held.data)
	if err != nil {
		return err
	}
	if plan.Hash() == c.FormValue("hash") && len(plan.Problems) == 0 {
		err = p.Exporter.ApplyTable(c.Request().Context(), actorOf(c), plan)
		var problems i18n.Problems
		switch {
		case err == nil:
			p.tables.drop(key)
			count := plan.Count()
			return c.Redirect(http.StatusSeeOther, "/"+string(lang)+"/desk/bulk?"+url.Values{
				"done": {"1"}, "added": {strconv.Itoa(count.Added)}, "changed": {strconv.Itoa(count.Changed)},
			}.Encode())
		case errors.As(err, &problems):
			plan.Problems = problems
		case !errors.Is(err, store.ErrConflict):
			return err
		}
	}
	page := p.preview(c, held, plan)
	page.Changed = true
	return p.render(c, http.StatusConflict, "bulk-preview", page)
}
