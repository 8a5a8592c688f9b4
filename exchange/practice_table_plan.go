package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// PracticeTable is a table of practices as it was read from a file, before
// anything is known of what it says.
type PracticeTable struct {
	sheets map[string]*readSheet
}

// readSheet is one sheet. Rows come in the order of the file.
type readSheet struct {
	tableSheet
	prefix string            // of its cells' names; a CSV file has only one sheet and no name for it
	places map[string]string // of columns: "C"
	rows   []readRow
}

type readRow struct {
	number int
	cells  map[string]string // only columns that the file has
}

// place names a cell as spreadsheets do.
func (s *readSheet) place(r readRow, column string) string {
	letters := s.places[column]
	if letters == "" {
		letters = s.places[s.key[0]]
	}
	return s.prefix + letters + strconv.Itoa(r.number)
}

// TablePlan is what a table would change.
type TablePlan struct {
	Practices []PlannedPractice // only those that change
	Unchanged int
	Problems  i18n.Problems // with them nothing can be applied
}

// PlannedPractice is a practice as the table would leave it.
type PlannedPractice struct {
	Place    string
	New      bool
	Conflict bool // somebody has changed it since the table was made
	Changes  []CellChange
	After    *catalogue.Practice

	places map[string]string // of the cells, by path in After
}

// CellChange is a cell that says something else than the catalogue. An empty
// After takes the text away.
type CellChange struct {
	Place, Path   string // "results!C4", "results[r1].label.fi"
	Field         string // as messages name it: "results.label"
	Lang          i18n.Lang
	Before, After string
}

// Count tells how many practices the plan adds, changes and leaves as they are.
func (t *TablePlan) Count() Count {
	count := Count{Skipped: t.Unchanged}
	for _, p := range t.Practices {
		if p.New {
			count.Added++
		} else {
			count.Changed++
		}
	}
	return count
}

// Hash stands for all that the plan would do, so that what is confirmed is what
// was shown.
func (t *TablePlan) Hash() string {
	sum := sha256.New()
	for _, p := range t.Practices {
		_ = json.NewEncoder(sum).Encode([]any{p.New, p.After, p.Changes}) // a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// PlanTable works out what a table would change, with the rights of the actor.
func (b Base) PlanTable(ctx context.Context, actor account.Actor, t *PracticeTable) (*TablePlan, error) {
	plan := &TablePlan{}
	first := t.sheets[firstSheet]
	rows := map[string]int{}
	for _, row := range first.rows {
		id := row.cells["id"]
		if before, twice := rows[id]; twice && id != "" {
			plan.Problems.Add(first.place(row, "id"), "table.row_twice", "Value", id, "Line", before)
			continue
		}
		rows[id] = row.number
		one, err := b.planRow(ctx, actor, first, row, plan)
		if err != nil {
			return nil, err
		}
		if one == nil {
			continue
		}
		for _, sheet := range tableSheets()[1:] {
			if read := t.sheets[sheet.name]; read != nil {
				one.list(read, id, plan)
			}
		}
		if len(one.Changes) == 0 && !one.New {
			plan.Unchanged++
			continue
		}
		b.checkPlanned(one, plan)
		plan.Practices = append(plan.Practices, *one)
	}
	t.strays(rows, plan)
	return plan, nil
}

// strays names rows of lists whose practice has no row of its own.
func (t *PracticeTable) strays(rows map[string]int, plan *TablePlan) {
	for _, sheet := range tableSheets()[1:] {
		read := t.sheets[sheet.name]
		if read == nil {
			continue
		}
		for _, row := range read.rows {
			if id := row.cells["practice_id"]; id == "" || rows[id] == 0 {
				plan.Problems.Add(read.place(row, "practice_id"), "table.stray", "Value", id, "Sheet", firstSheet)
			}
		}
	}
}

// planRow begins with what a row of the first sheet says; nil when its practice
// cannot be found or changed.
func (b Base) planRow(ctx context.Context, actor account.Actor, sheet *readSheet, row readRow, plan *TablePlan) (*PlannedPractice, error) {
	id := row.cells["id"]
	one := &PlannedPractice{Place: sheet.place(row, "id"), places: map[string]string{}}
	before, err := b.practiceOf(ctx, actor, id)
	var known bool
	switch {
	case errors.Is(err, store.ErrNotFound):
		if known, err = b.Catalogue.Exists(ctx, id); err != nil {
			return nil, err
		}
		if known || row.cells["revision"] != "" {
			plan.Problems.Add(one.Place, "table.no_practice", "Value", id)
			return nil, nil
		}
		one.New, before = true, &catalogue.Practice{ID: id, Organisation: actor.Organisation}
	case errors.Is(err, account.ErrDenied):
		plan.Problems.Add(one.Place, "denied")
		return nil, nil
	case err != nil:
		return nil, err
	}
	revision, isNumber := cellNumber(row.cells["revision"])
	if !one.New && (!isNumber || int(revision) != before.Revision) {
		one.Conflict = true
		plan.Problems.Add(sheet.place(row, "revision"), "table.conflict", "Value", before.Revision)
	}
	if one.After, err = clone(before); err != nil {
		return nil, err
	}
	one.After.State, one.After.Computed = "draft", nil // as it will be saved
	one.holder(sheet, row, "", reflect.ValueOf(one.After).Elem(), plan)
	if one.New && one.After.Organisation == "" {
		one.After.Organisation = actor.Organisation
	}
	problem, err := b.ownerProblem(ctx, actor, one)
	if problem != "" {
		plan.Problems.Add(sheet.place(row, "organisation"), problem, "Value", one.After.Organisation)
	}
	return one, err
}

// ownerProblem is what is wrong with whom a row gives the practice to.
func (b Base) ownerProblem(ctx context.Context, actor account.Actor, one *PlannedPractice) (string, error) {
	if one.After.Organisation == "" {
		if one.New {
			return "required", nil
		}
		return "", nil
	}
	o, err := b.Catalogue.Organisation(ctx, one.After.Organisation)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "unknown_reference", nil
	case err == nil && actor.May(account.Write, o.ID) != nil:
		return "denied", nil
	}
	return "", err
}

// practiceOf is the newest state of a practice that the actor may change.
func (b Base) practiceOf(ctx context.Context, actor account.Actor, id string) (*catalogue.Practice, error) {
	if id == "" {
		return nil, store.ErrNotFound
	}
	p, err := b.Catalogue.Draft(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return p, actor.May(account.Write, p.Organisation)
}

func clone(p *catalogue.Practice) (*catalogue.Practice, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	other := &catalogue.Practice{}
	return other, json.Unmarshal(text, other)
}

// holder takes the cells of a row over into a practice or an element, as far as
// they say something else than what stands there.
func (one *PlannedPractice) holder(sheet *readSheet, row readRow, path string, holder reflect.Value, plan *TablePlan) {
	for _, c := range sheet.columns {
		cell, there := row.cells[c.path]
		if !there {
			continue
		}
		at, place := i18n.Join(path, c.path), sheet.place(row, c.path)
		one.places[at] = place
		before := c.cell(holder)
		if cell == before {
			continue
		}
		if problem := c.set(holder, cell); problem != "" {
			plan.Problems.Add(place, problem, "Value", cell)
			continue
		}
		if after := c.cell(holder); after != before { // "1 234" is 1234
			one.changed(sheet, CellChange{Place: place, Path: at, Before: before, After: after}, c.path)
		}
	}
}

// changed notes a change. What a person has written is no machine's text.
func (one *PlannedPractice) changed(sheet *readSheet, change CellChange, column string) {
	change.Field = sheet.field(column)
	if i := strings.LastIndexByte(column, '.'); i >= 0 {
		if lang, ok := i18n.ParseLang(column[i+1:]); ok {
			change.Lang = lang
		}
	}
	one.After.Machine = slices.DeleteFunc(one.After.Machine, func(path string) bool { return path == change.Path })
	one.Changes = append(one.Changes, change)
}

// checkPlanned holds a practice against the rules, and says of what is wrong in
// which cell it stands.
func (b Base) checkPlanned(one *PlannedPractice, plan *TablePlan) {
	if one.After.OriginalLanguage == "" {
		_, one.After.OriginalLanguage = one.After.Title.Best()
	}
	one.locate(b.Catalogue.Check(one.After), plan)
}

func (one *PlannedPractice) locate(problems i18n.Problems, plan *TablePlan) {
	for _, p := range problems {
		p.Path = one.cellOf(p.Path)
		plan.Problems = append(plan.Problems, p)
	}
}

// cellOf is the cell that a path leads to, or the nearest one around it.
func (one *PlannedPractice) cellOf(path string) string {
	for at := path; at != ""; {
		if place, ok := one.places[at]; ok {
			return place
		}
		for _, inner := range []string{".fi", ".sv", ".en", ".value", ".name", ".statement.fi", ".id"} {
			if place, ok := one.places[at+inner]; ok {
				return place
			}
		}
		cut := strings.LastIndexAny(at, ".[")
		if cut < 0 {
			break
		}
		at = at[:cut]
	}
	return one.Place
}

// ApplyTable makes drafts of what a plan says, all or nothing. Nothing is
// published.
func (b Base) ApplyTable(ctx context.Context, actor account.Actor, plan *TablePlan) error {
	if err := plan.Problems.Err(); err != nil {
		return err
	}
	return b.Store.Write(ctx, func(ctx context.Context, _ *store.Tx) error {
		for _, one := range plan.Practices {
			var err error
			if one.New {
				_, err = b.Catalogue.Add(ctx, actor, *one.After)
			} else {
				_, err = b.Catalogue.Change(ctx, actor, *one.After)
			}
			var problems i18n.Problems
			if errors.As(err, &problems) {
				refused := &TablePlan{}
				one.locate(problems, refused)
				return refused.Problems
			}
			if err != nil {
				return fmt.Errorf("table, %s: %w", one.Place, err)
			}
		}
		return nil
	})
}
