package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// tablesOf is the starter catalogue, to be written and read as tables.
func tablesOf(t *testing.T) Exporter {
	t.Helper()
	base, b := starterBase(t)
	if _, err := base.Import(t.Context(), account.Machine(), b); err != nil {
		t.Fatal(err)
	}
	m, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	return NewExporter(base, m)
}

func (e Exporter) newest(t *testing.T, ids ...string) []*catalogue.Practice {
	t.Helper()
	var list []*catalogue.Practice
	for _, id := range ids {
		p, err := e.Catalogue.Draft(t.Context(), account.Machine(), id)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func (e Exporter) everything(t *testing.T) []*catalogue.Practice {
	t.Helper()
	list, err := e.Catalogue.Writable(t.Context(), account.Machine())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	return e.newest(t, ids...)
}

func (e Exporter) xlsx(t *testing.T, practices []*catalogue.Practice) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := e.WritePracticesXLSX(&b, practices, i18n.Finnish); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func csvOf(t *testing.T, practices []*catalogue.Practice) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePracticesCSV(&b, practices); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// edited changes cells of a workbook: "results!C4" → text.
func edited(t *testing.T, data []byte, cells map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for place, value := range cells {
		sheet, cell, _ := strings.Cut(place, "!")
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// at is the cell of a column in the n-th entry of a sheet.
func at(t *testing.T, sheet, column string, n int) string {
	t.Helper()
	for _, s := range tableSheets() {
		for i, name := range s.names() {
			if s.name == sheet && name == column {
				return fmt.Sprintf("%s!%s%d", sheet, columnLetters(i), firstEntry+n)
			}
		}
	}
	t.Fatalf("no column %s in %s", column, sheet)
	return ""
}

func (e Exporter) planned(t *testing.T, data []byte) *TablePlan {
	t.Helper()
	table, err := ReadPracticeTable(data)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := e.PlanTable(t.Context(), account.Machine(), table)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestATableThatComesBackUnchangedChangesNothing(t *testing.T) {
	e := tablesOf(t)
	all := e.everything(t)
	if len(all) < 20 {
		t.Fatal(len(all))
	}
	for name, data := range map[string][]byte{"xlsx": e.xlsx(t, all), "csv": csvOf(t, all)} {
		plan := e.planned(t, data)
		if len(plan.Practices) != 0 || plan.Unchanged != len(all) || len(plan.Problems) != 0 {
			for _, p := range plan.Practices {
				t.Errorf("%s, %s: %+v", name, p.After.ID, p.Changes)
			}
			t.Errorf("%s: %d unchanged of %d, %v", name, plan.Unchanged, len(all), plan.Problems)
		}
	}
}

func TestACellThatIsChangedChangesOnlyItself(t *testing.T) {
	e := tablesOf(t)
	smile := e.newest(t, "smile")
	data := e.xlsx(t, smile)
	for place, c := range map[string]struct {
		value any
		path  string
	}{
		at(t, "practices", "summary.sv", 0): {"Ny text <b>&</b>\nandra raden", "summary.sv"}, at(t, "practices", "maturity", 0): {"pilot", "maturity"},
		at(t, "practices", "domains", 0): {"education", "domains[1]"}, at(t, "practices", "reach.actual", 0): {"1 234", "reach"},
		at(t, "results", "label.en", 1): {"Another label", "results[" + smile[0].Results[1].ID + "].label.en"},
		at(t, "results", "value", 0):    {457.5, "results[" + smile[0].Results[0].ID + "].value"}, at(t, "sources", "year", 0): {2001, "sources[" + smile[0].Sources[0].ID + "].year"},
		at(t, "lessons", "text.fi", 0): {"Opittu", "lessons[0].text.fi"}, at(t, "practices", "goals.fi", 0): {"", "goals.fi"},
	} {
		plan := e.planned(t, edited(t, data, map[string]any{place: c.value}))
		if len(plan.Practices) != 1 || len(plan.Problems) != 0 || len(plan.Practices[0].Changes) != 1 || plan.Practices[0].Changes[0].Place != place {
			t.Errorf("%s: %+v", place, plan)
			continue
		}
		differences, err := catalogue.Differences(smile[0], plan.Practices[0].After)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range differences {
			if c.path != "domains[1]" && d.Path != c.path {
				t.Errorf("%s changes %s", place, d.Path)
			}
		}
		if len(differences) == 0 {
			t.Errorf("%s changes nothing", place)
		}
	}
}

func TestATableIsAppliedAsDraftsAllOrNothing(t *testing.T) {
	e := tablesOf(t)
	two := e.newest(t, "smile", "tempo-orchestra")
	row := e.newest(t, "smile")[0]
	results := len(row.Results)
	data := edited(t, e.xlsx(t, two), map[string]any{
		at(t, "practices", "title.fi", 0): "Uusi nimi", at(t, "practices", "title.fi", 1): "Toinen nimi",
		at(t, "practices", "title.fi", 2): "Aivan uusi", at(t, "practices", "organisation", 2): "vantaa", at(t, "practices", "id", 2): "aivan-uusi",
	})
	rows := 0
	for _, p := range two {
		rows += len(p.Results)
	}
	data = edited(t, data, map[string]any{
		at(t, "results", "practice_id", rows): "smile", at(t, "results", "label.fi", rows): "Uusi tulos", at(t, "results", "measure", rows): "number", at(t, "results", "value", rows): "18,5",
		at(t, "results", "practice_id", rows+1): "aivan-uusi", at(t, "results", "label.fi", rows+1): "Ensimmäinen", at(t, "results", "practice_id", rows+2): "aivan-uusi", at(t, "results", "label.fi", rows+2): "Toinen",
	})
	plan := e.planned(t, data)
	if len(plan.Practices) != 3 || len(plan.Problems) != 0 {
		t.Fatalf("%+v", plan)
	}
	if hash := e.planned(t, data).Hash(); hash != plan.Hash() || hash == e.planned(t, edited(t, data, map[string]any{at(t, "practices", "title.fi", 0): "Toisin"})).Hash() {
		t.Error("the hash does not stand for the plan")
	}
	if err := e.ApplyTable(t.Context(), account.Machine(), plan); err != nil {
		t.Fatal(err)
	}
	smile := e.newest(t, "smile")[0]
	if smile.Title.FI != "Uusi nimi" || smile.State != "draft" || len(smile.Results) != results+1 || *smile.Results[results].Value != 18.5 || smile.Results[results].ID == "" {
		t.Errorf("%s %s %+v", smile.Title.FI, smile.State, smile.Results[len(smile.Results)-1])
	}
	if fresh := e.newest(t, "aivan-uusi")[0]; fresh.State != "draft" || len(fresh.Results) != 2 || fresh.Results[0].ID == fresh.Results[1].ID {
		t.Errorf("%+v", fresh)
	}
	if shown, err := e.Catalogue.Practice(t.Context(), account.Actor{}, "smile"); err != nil || shown.Title.FI == "Uusi nimi" {
		t.Errorf("it was published: %v", err)
	}
	// The same file again: all that it started from has changed meanwhile.
	again := e.planned(t, data)
	conflicts := 0
	for _, p := range again.Problems {
		if p.Key == "table.conflict" && strings.HasPrefix(p.Path, "practices!B") {
			conflicts++
		}
	}
	if conflicts != 3 {
		t.Errorf("%v", again.Problems)
	}
	before := e.newest(t, "smile")[0].Revision
	stale := *plan
	if err := e.ApplyTable(t.Context(), account.Machine(), &stale); err == nil {
		t.Error("a plan was applied twice")
	}
	if e.newest(t, "smile")[0].Revision != before {
		t.Error("a part of a refused plan was applied")
	}
}

func TestRowsOfListsThatAreGoneTakeTheirElementsAway(t *testing.T) {
	e := tablesOf(t)
	p := e.newest(t, "smile")[0]
	f, err := excelize.OpenReader(bytes.NewReader(e.xlsx(t, []*catalogue.Practice{p})))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveRow("results", firstEntry); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSheet("lessons"); err != nil { // a sheet that is not there touches nothing
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	plan := e.planned(t, b.Bytes())
	if len(plan.Practices) != 1 || len(plan.Problems) != 0 {
		t.Fatalf("%+v", plan)
	}
	after := plan.Practices[0].After
	if len(after.Results) != len(p.Results)-1 || len(after.Lessons) != len(p.Lessons) || !reflect.DeepEqual(after.Results[0], p.Results[1]) {
		t.Errorf("%d results, %d lessons", len(after.Results), len(after.Lessons))
	}
	for _, c := range plan.Practices[0].Changes {
		if c.After != "" || c.Before == "" || !strings.HasPrefix(c.Path, "results["+p.Results[0].ID+"].") {
			t.Errorf("%+v", c)
		}
	}
}

func TestWhatIsWrongInATableIsNamedByItsCell(t *testing.T) {
	e := tablesOf(t)
	data := e.xlsx(t, e.newest(t, "smile"))
	for place, c := range map[string]struct {
		value any
		key   string
	}{
		at(t, "practices", "maturity", 0): {"hanke", "unknown_value"}, at(t, "practices", "domains", 0): {"work; työ", "unknown_value"},
		at(t, "practices", "municipalities", 0): {"999", "unknown_municipality"}, at(t, "practices", "reach.actual", 0): {"monta", "table.whole_number"},
		at(t, "practices", "period.start", 0): {"joskus", "bad_date"}, at(t, "practices", "period.continues", 0): {"ehkä", "table.yes_no"},
		at(t, "results", "value", 2): {"0x10", "table.number"}, at(t, "results", "source", 2): {"nowhere", "unknown_reference"}, at(t, "practices", "organisation", 0): {"nobody", "unknown_reference"},
		at(t, "practices", "id", 0): {"other", "table.no_practice"}, at(t, "practices", "revision", 0): {"", "table.conflict"}, at(t, "lessons", "row", 0): {"77", "table.no_row"},
		at(t, "sources", "practice_id", 0): {"other", "table.stray"}, at(t, "partners", "type", 0): {"kunta", "unknown_value"},
	} {
		plan := e.planned(t, edited(t, data, map[string]any{place: c.value}))
		found := false
		for _, p := range plan.Problems {
			found = found || p.Path == place && p.Key == c.key
		}
		if !found {
			t.Errorf("%s: no %s in %v", place, c.key, plan.Problems)
		}
		if e.ApplyTable(t.Context(), account.Machine(), plan) == nil {
			t.Errorf("%s: applied all the same", place)
		}
	}
	for cell, key := range map[string]string{"practices!D2": "table.unknown_column", "results!A2": "import.no_column"} {
		var problems i18n.Problems
		if _, err := ReadPracticeTable(edited(t, data, map[string]any{cell: "otsikko"})); !errors.As(err, &problems) || problems[0].Key != key {
			t.Errorf("%s: %v", cell, err)
		}
	}
}

func TestOnlyWhoMayWriteChangesByTable(t *testing.T) {
	e := tablesOf(t)
	data := edited(t, e.xlsx(t, e.newest(t, "smile")), map[string]any{at(t, "practices", "title.fi", 0): "Kaapattu"})
	table, err := ReadPracticeTable(data)
	if err != nil {
		t.Fatal(err)
	}
	owner := e.newest(t, "smile")[0].Organisation
	for _, actor := range []account.Actor{{}, {Organisation: owner, Role: "reader"}, {Organisation: "vaasa", Role: "editor"}} {
		plan, err := e.PlanTable(t.Context(), actor, table)
		if err == nil {
			if len(plan.Problems) == 0 {
				t.Errorf("%+v may", actor)
			}
			err = e.ApplyTable(t.Context(), actor, plan)
		}
		if err == nil {
			t.Errorf("%+v has changed it", actor)
		}
	}
	plan, err := e.PlanTable(t.Context(), account.Actor{Organisation: owner, Role: "contributor"}, table)
	if err != nil || len(plan.Problems) != 0 || len(plan.Practices) != 1 {
		t.Errorf("%+v %v", plan, err)
	}
	moved, err := ReadPracticeTable(edited(t, data, map[string]any{at(t, "practices", "organisation", 0): "vaasa"}))
	if err != nil {
		t.Fatal(err)
	}
	if plan, err := e.PlanTable(t.Context(), account.Actor{Organisation: owner, Role: "editor"}, moved); err != nil || len(plan.Problems) == 0 {
		t.Errorf("given away to another organisation: %v", err)
	}
}

func TestWhatASpreadsheetMakesOfCodesAndDatesIsUnderstood(t *testing.T) {
	e := tablesOf(t)
	data := e.xlsx(t, e.newest(t, "smile"))
	plan := e.planned(t, edited(t, data, map[string]any{
		at(t, "practices", "municipalities", 0): 5, at(t, "practices", "period.start", 0): 43101, at(t, "practices", "period.end", 0): "31.12.2020",
	}))
	if len(plan.Practices) != 1 || len(plan.Problems) != 0 {
		t.Fatalf("%+v", plan)
	}
	p := plan.Practices[0].After
	if p.Municipalities[0] != "005" || p.Period.Start != "2018-01-01" || p.Period.End != "2020-12-31" {
		t.Errorf("%v %+v", p.Municipalities, p.Period)
	}
}
