package exchange

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// A table of practices has one row a practice with all that stands once
// ("practices"), and a sheet for each list with a row an element. CSV has only
// the first. Names of sheets and columns are those of the model, the same in
// every language. What no table holds (contacts, which are personal data and
// need consent, files, breakdowns) stays as it is when a table is read.

// tableSheet is a sheet of the table. Its first columns say whose a row is.
type tableSheet struct {
	name    string
	key     []string // "id", "revision" of a practice; "practice_id" and "id" or "row" of an element
	columns []tableColumn
	steps   []int // to the list in a practice; nil for the first sheet
	named   bool  // elements have an id
}

// tableColumn is a value in a practice or in an element of a list.
type tableColumn struct {
	path   string // from there: "title.fi", "baseline.value"
	steps  []int
	of     reflect.Type
	scheme string // the vocabulary of its values; may be empty
}

// firstSheet is the name of the sheet that every table has.
const firstSheet = "practices"

func tableSheets() []tableSheet {
	first := tableSheet{name: firstSheet, key: []string{"id", "revision"}}
	sheets := []tableSheet{}
	t := reflect.TypeFor[catalogue.Practice]()
	for i := range t.NumField() {
		f := t.Field(i)
		name := jsonName(f)
		switch {
		case slices.Contains([]string{"id", "version", "revision", "state", "machine", "contact", "attachments", "computed"}, name), f.Type == reflect.TypeFor[time.Time]():
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			sheet := tableSheet{name: name, key: []string{"practice_id", "row"}, steps: []int{i}}
			if _, sheet.named = f.Type.Elem().FieldByName("ID"); sheet.named {
				sheet.key[1] = "id"
			}
			for _, c := range columnsOf(f.Type.Elem(), "", name, nil) {
				if c.path != "id" {
					sheet.columns = append(sheet.columns, c)
				}
			}
			sheets = append(sheets, sheet)
		default:
			first.columns = append(first.columns, columnsOf(f.Type, name, "", []int{i})...)
		}
	}
	return append([]tableSheet{first}, sheets...)
}

// columnsOf are the single values within a type. Lists within lists have none.
func columnsOf(t reflect.Type, path, list string, steps []int) []tableColumn {
	inner := t
	if inner.Kind() == reflect.Pointer {
		inner = inner.Elem()
	}
	switch {
	case inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct:
		return nil
	case inner.Kind() == reflect.Struct:
		var all []tableColumn
		for i := range inner.NumField() {
			all = append(all, columnsOf(inner.Field(i).Type, i18n.Join(path, jsonName(inner.Field(i))), list, append(slices.Clone(steps), i))...)
		}
		return all
	}
	return []tableColumn{{path: path, steps: steps, of: t, scheme: schemeOf(i18n.Join(list, path))}}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// schemeOf is the vocabulary of a field, "municipality" and "region" among
// them; empty for free text.
func schemeOf(path string) string {
	switch path {
	case "maturity", "participation":
		return path
	case "domains":
		return "domain"
	case "targetGroups":
		return "target_group"
	case "serviceLanguages":
		return "language"
	case "municipalities":
		return "municipality"
	case "regions":
		return "region"
	case "components.kind":
		return "component_kind"
	case "partners.type":
		return "organisation_type"
	case "results.level":
		return "result_level"
	case "results.measure", "results.direction":
		return strings.TrimPrefix(path, "results.")
	case "evaluations.type", "evaluations.by":
		return "evaluation_" + strings.TrimPrefix(path, "evaluations.")
	case "lessons.kind":
		return "lesson_kind"
	case "conditions.category", "conditions.need":
		return "condition_" + strings.TrimPrefix(path, "conditions.")
	case "related.relation":
		return "relation"
	}
	if strings.HasPrefix(path, "criteria.") && strings.HasSuffix(path, ".met") {
		return "criterion_met"
	}
	return ""
}

// names are the columns of a sheet, the key in front.
func (s tableSheet) names() []string {
	names := slices.Clone(s.key)
	for _, c := range s.columns {
		names = append(names, c.path)
	}
	return names
}

// field is a column's field as messages name it.
func (s tableSheet) field(column string) string {
	if s.steps == nil {
		return catalogue.FieldOf(column)
	}
	return catalogue.FieldOf(i18n.Join(s.name, column))
}

// elements is the list that a sheet is about.
func (s tableSheet) elements(p *catalogue.Practice) reflect.Value {
	return reflect.ValueOf(p).Elem().FieldByIndex(s.steps)
}

// elementName names an element as a cell does: by its id, else by its place
// from 1.
func (s tableSheet) elementName(element reflect.Value, i int) string {
	if s.named {
		return element.FieldByName("ID").String()
	}
	return strconv.Itoa(i + 1)
}

// cell is a column's value as a cell shows it. Writing and reading compare by
// it, so that what a spreadsheet cannot hold exactly is no change.
func (c tableColumn) cell(holder reflect.Value) string {
	v := holder
	for _, step := range c.steps {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return ""
			}
			v = v.Elem()
		}
		v = v.Field(step)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	} else if v.IsZero() {
		return ""
	}
	switch v.Kind() {
	case reflect.Bool:
		return "yes"
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Slice:
		return shownText(strings.Join(v.Interface().([]string), "; "))
	}
	return shownText(v.String())
}

// numeric tells whether a column holds numbers.
func (c tableColumn) numeric() bool {
	kind := c.inner().Kind()
	return kind == reflect.Int || kind == reflect.Int64 || kind == reflect.Float64
}

func (c tableColumn) inner() reflect.Type {
	if c.of.Kind() == reflect.Pointer {
		return c.of.Elem()
	}
	return c.of
}

// longestCell is how many characters a spreadsheet's cell can hold.
const longestCell = 32767

// shownText is a text as a cell holds it: without outer space and control
// characters, with plain line ends.
func shownText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, unixLines(s))
	if runes := []rune(strings.TrimSpace(s)); len(runes) > longestCell/2 {
		return string(runes[:longestCell/2]) // as many fit for certain
	}
	return strings.TrimSpace(s)
}

// set gives a column the value that a cell shows; the key of what is wrong with
// it otherwise. An emptied cell empties the value.
func (c tableColumn) set(holder reflect.Value, cell string) (problem string) {
	value, problem := c.parse(cell)
	if problem != "" {
		return problem
	}
	v := holder
	for _, step := range c.steps {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if cell == "" {
					return ""
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(step)
	}
	v.Set(value)
	// A part of which nothing is left is none.
	if part := holder.Field(c.steps[0]); len(c.steps) > 1 && part.Kind() == reflect.Pointer && part.Elem().IsZero() {
		part.SetZero()
	}
	return ""
}

func (c tableColumn) parse(cell string) (reflect.Value, string) {
	if cell == "" {
		return reflect.Zero(c.of), ""
	}
	v := reflect.New(c.inner()).Elem()
	switch v.Kind() {
	case reflect.Bool:
		switch strings.ToLower(cell) {
		case "yes", "kyllä", "ja", "true", "1", "x":
			v.SetBool(true)
		case "no", "ei", "nej", "false", "0":
		default:
			return v, "table.yes_no"
		}
	case reflect.Int, reflect.Int64:
		n, ok := cellNumber(cell)
		if !ok || n != float64(int64(n)) {
			return v, "table.whole_number"
		}
		v.SetInt(int64(n))
	case reflect.Float64:
		n, ok := cellNumber(cell)
		if !ok {
			return v, "table.number"
		}
		v.SetFloat(n)
	case reflect.Slice:
		v.Set(reflect.ValueOf(c.codes(cell)))
	default:
		if isDateField(c.path) {
			cell = cellDate(cell)
		}
		v.SetString(cell)
	}
	if c.of.Kind() == reflect.Pointer {
		pointer := reflect.New(c.inner())
		pointer.Elem().Set(v)
		return pointer, ""
	}
	return v, ""
}

// codes are what stands in a cell between semicolons. A spreadsheet takes "092"
// for the number 92; places have codes of a fixed length.
func (c tableColumn) codes(cell string) []string {
	var codes []string
	for code := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		length := map[string]int{"municipality": 3, "region": 2}[c.scheme]
		if _, err := strconv.Atoi(code); err == nil && len(code) < length {
			code = strings.Repeat("0", length-len(code)) + code
		}
		codes = append(codes, code)
	}
	return codes
}

// cellNumber reads a number as people and spreadsheets write it: 1234.5, 1 234,5.
func cellNumber(cell string) (float64, bool) {
	cell = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-").Replace(cell)
	if strings.Count(cell, ",") == 1 && !strings.Contains(cell, ".") {
		cell = strings.Replace(cell, ",", ".", 1)
	}
	if strings.ContainsAny(cell, "xXpPnN_") { // no hexadecimal numbers, no NaN, no infinity
		return 0, false
	}
	n, err := strconv.ParseFloat(cell, 64)
	return n, err == nil && n < 1e15 && n > -1e15
}

func isDateField(path string) bool {
	return path == "reviewDue" || path == "baseline.date" || strings.HasPrefix(path, "period.") && path != "period.continues" || strings.HasPrefix(path, "reach.period.")
}

// cellDate turns what a spreadsheet makes of a date back into one: the number of
// a day, or the Finnish and Swedish way to write it.
func cellDate(cell string) string {
	if day, err := strconv.ParseFloat(cell, 64); err == nil && day > 9999 && day < 100000 {
		return time.Date(1899, 12, 30+int(day), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	if day, err := time.Parse("2.1.2006", cell); err == nil {
		return day.Format(time.DateOnly)
	}
	return cell
}

// cells are a row: the key, then a cell for each column.
func (s tableSheet) cells(row []string, of any) []string {
	holder := reflect.ValueOf(of).Elem()
	for _, c := range s.columns {
		row = append(row, c.cell(holder))
	}
	return row
}
