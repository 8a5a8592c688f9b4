package exchange

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// ownRow is one row of our CSV.
type ownRow struct {
	line  int
	ids   [3]string // section, goal, action; empty for a new one
	cells map[string]string
}

func (r ownRow) text(column string) string { return strings.TrimSpace(r.cells[column]) }

func (r ownRow) any(columns ...string) bool {
	for _, c := range columns {
		if r.text(c) != "" {
			return true
		}
	}
	return false
}

// ownReader reads our CSV. Rows that somebody added have no row id; they
// belong where their section and goal say, and get ids that nobody has.
type ownReader struct {
	words    *words
	brackets *brackets
	lang     i18n.Lang
	known    *catalogue.Vocabularies
	reading  *Reading
	problems i18n.Problems
	columns  []string                     // name of each column, "" for those of somebody else
	names    map[string]map[string]string // scheme → name as it is folded → code

	used    map[string]bool   // ids that rows have
	numbers map[string]int    // beginning of an id → last number that was tried
	named   map[string]string // key of a title → id of the section or goal that has it
	parts   map[string]*part  // sections by id, goals by key of section and goal
	latest  [2]*part          // section and goal of the row above
}

// part is a section or goal; its rows may lie apart.
type part struct {
	id            string
	section, goal int // indexes
	line          int // of its first row
	title, domain string
}

// key joins what identifies a goal: its section and its own id or title.
func key(parts ...string) string { return strings.Join(parts, "\x00") }

// ownHeader finds the header of our CSV among the first records, or -1.
func ownHeader(records []record) int {
	for i, r := range records[:min(len(records), 5)] {
		for _, f := range r.fields {
			if strings.EqualFold(strings.TrimSpace(f), csvColumns()[0]) {
				return i
			}
		}
	}
	return -1
}

func readOwn(records []record, w *words, o ReadOptions) (*Reading, error) {
	lang := o.Language
	if lang == "" {
		lang = i18n.Finnish
	}
	brackets, err := newBrackets(w, o.Vocabularies)
	if err != nil {
		return nil, err
	}
	r := &ownReader{
		words: w, brackets: brackets, lang: lang, known: o.Vocabularies, reading: &Reading{Roadmap: &roadmap.Roadmap{OriginalLanguage: lang}},
		used: map[string]bool{}, numbers: map[string]int{}, named: map[string]string{}, parts: map[string]*part{},
		names: map[string]map[string]string{"domain": codes(o.Vocabularies, "domain", nil), "status": codes(o.Vocabularies, "status", nil)},
	}
	r.header(records[0])
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	var rows []ownRow
	for _, rec := range records[1:] {
		if !blankFields(rec.fields) && len(r.problems) < maxProblems {
			if row, ok := r.row(rec); ok {
				rows = append(rows, row)
			}
		}
	}
	r.survey(rows)
	if len(rows) == 0 && len(r.problems) == 0 {
		r.problems.Add("", "import.no_rows")
	}
	for _, row := range rows {
		if len(r.problems) < maxProblems {
			r.put(row)
		}
	}
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	r.reading.Roadmap.Framework = newDomains(o.Vocabularies).framework(r.reading.Roadmap.Sections, lang)
	r.reading.count()
	return r.reading, nil
}

func (r *ownReader) header(rec record) {
	wanted := set(csvColumns())
	found := map[string]bool{}
	for i, f := range rec.fields {
		name := strings.ToLower(strings.TrimSpace(f))
		switch {
		case !wanted[name]:
			r.columns = append(r.columns, "")
			if name != "" {
				r.reading.Warnings = append(r.reading.Warnings, warning(rec.line, "column", "Column", strings.TrimSpace(f)))
			}
		case found[name]:
			r.problems.Add(placeOf(rec.line, i), "import.column_twice", "Line", rec.line, "Column", name)
			r.columns = append(r.columns, "")
		default:
			r.columns = append(r.columns, name)
		}
		found[name] = true
	}
	for _, name := range csvColumns()[:7] {
		if !found[name] {
			r.problems.Add(place(rec.line), "import.no_column", "Line", rec.line, "Column", name)
		}
	}
}

// placeOf names a cell: "line 1, column 3".
func placeOf(line, index int) string { return place(line) + ", column " + strconv.Itoa(index+1) }

func (r *ownReader) row(rec record) (ownRow, bool) {
	fields := rec.fields
	for len(fields) > len(r.columns) && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	if len(fields) != len(r.columns) {
		r.problems.Add(place(rec.line), "import.cells", "Line", rec.line, "Found", len(fields), "Want", len(r.columns))
		return ownRow{}, false
	}
	row := ownRow{line: rec.line, cells: map[string]string{}}
	for i, f := range fields {
		if utf8.RuneCountInString(f) > maxCell {
			r.problems.Add(placeOf(rec.line, i), "import.long_cell", "Line", rec.line, "Column", i+1, "Max", maxCell)
			return row, false
		}
		row.cells[r.columns[i]] = unguarded(f)
	}
	r.codes(row)
	ids, ok := splitRowID(strings.TrimSpace(row.cells["row_id"]))
	if !ok {
		r.problems.Add(place(rec.line), "import.row_id", "Line", rec.line, "Value", row.cells["row_id"])
		return row, false
	}
	copy(row.ids[:], ids)
	return row, true
}

// survey learns ids and titles before any row is put in its place, because new
// rows may stand above those that they refer to. Two rows with one action's id
// are refused: which is meant cannot be known.
func (r *ownReader) survey(rows []ownRow) {
	first := map[string]int{}
	for _, row := range rows {
		section, goal, action := row.ids[0], row.ids[1], row.ids[2]
		for _, id := range row.ids {
			r.used[id] = true
		}
		if title := row.text("section"); section != "" && title != "" && r.named[title] == "" {
			r.named[title] = section
		}
		if title := row.text("goal"); goal != "" && title != "" && r.named[key(section, title)] == "" {
			r.named[key(section, title)] = goal
		}
		if action == "" {
			continue
		}
		whole := key(section, goal, action)
		if line, twice := first[whole]; twice {
			r.problems.Add(place(row.line), "import.row_twice", "Line", row.line, "First", line)
			continue
		}
		first[whole] = row.line
	}
}
