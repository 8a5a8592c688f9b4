package exchange

import (
	"reflect"
	"strconv"

	"tiekartta/i18n"
)

// list takes a sheet's rows of one practice over into its list: rows that name
// an element change it, others are new, and elements without a row go. The
// order of what stays does not change: people sort their sheets.
func (one *PlannedPractice) list(sheet *readSheet, id string, plan *TablePlan) {
	elements := sheet.elements(one.After)
	rows, fresh := map[string]readRow{}, []readRow{}
	known := map[string]bool{}
	for i := range elements.Len() {
		known[sheet.elementName(elements.Index(i), i)] = true
	}
	for _, row := range sheet.rows {
		name := row.cells[sheet.key[1]]
		if row.cells["practice_id"] != id || id == "" {
			continue
		}
		if first, twice := rows[name]; twice && name != "" {
			plan.Problems.Add(sheet.place(row, sheet.key[1]), "table.row_twice", "Value", name, "Line", first.number)
		} else if known[name] {
			rows[name] = row
		} else if !sheet.named && name != "" {
			plan.Problems.Add(sheet.place(row, sheet.key[1]), "table.no_row", "Value", name)
		} else {
			if name != "" {
				rows[name] = row
			}
			fresh = append(fresh, row)
		}
	}
	kept := reflect.MakeSlice(elements.Type(), 0, elements.Len()+len(fresh))
	for i := range elements.Len() {
		element, name := elements.Index(i), sheet.elementName(elements.Index(i), i)
		row, stays := rows[name]
		if !stays {
			one.removed(sheet, element, sheet.name+"["+name+"]")
			continue
		}
		one.element(sheet, row, element, plan, kept.Len())
		kept = reflect.Append(kept, element)
	}
	for _, row := range fresh {
		element := reflect.New(elements.Type().Elem()).Elem()
		if sheet.named {
			element.FieldByName("ID").SetString(freeName(sheet, row, kept))
		}
		one.element(sheet, row, element, plan, kept.Len())
		kept = reflect.Append(kept, element)
	}
	if kept.Len() != elements.Len() || kept.Len() > 0 {
		elements.Set(kept)
	}
}

// element takes over the cells of one element, which will stand at that place.
func (one *PlannedPractice) element(sheet *readSheet, row readRow, element reflect.Value, plan *TablePlan, at int) {
	name := sheet.elementName(element, at)
	one.holder(sheet, row, sheet.name+"["+name+"]", element, plan)
	byPlace := i18n.At(sheet.name, at) // as the rules name it
	for _, c := range sheet.columns {
		one.places[i18n.Join(byPlace, c.path)] = sheet.place(row, c.path)
	}
	one.places[byPlace+".id"] = sheet.place(row, sheet.key[1])
}

func (one *PlannedPractice) removed(sheet *readSheet, element reflect.Value, path string) {
	for _, c := range sheet.columns {
		if before := c.cell(element); before != "" {
			one.changed(sheet, CellChange{Place: sheet.name, Path: i18n.Join(path, c.path), Before: before}, c.path)
		}
	}
}

// freeName is the id that a new element has in its row, or the first free one
// made of the sheet's first letter and a number.
func freeName(sheet *readSheet, row readRow, kept reflect.Value) string {
	if name := row.cells["id"]; name != "" {
		return name
	}
	taken := map[string]bool{}
	for i := range kept.Len() {
		taken[kept.Index(i).FieldByName("ID").String()] = true
	}
	for _, other := range sheet.rows {
		if other.cells["practice_id"] == row.cells["practice_id"] {
			taken[other.cells["id"]] = true
		}
	}
	for n := 1; ; n++ {
		if name := sheet.name[:1] + strconv.Itoa(n); !taken[name] {
			return name
		}
	}
}
