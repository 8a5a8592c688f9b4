package exchange

import (
	"unicode/utf8"

	"tiekartta/i18n"
)

// column is what a column of a plan holds. The first five are the cells of
// Action.AsRead, in that order.
type column int

const (
	goalColumn column = iota
	actionsColumn
	scheduleColumn
	responsibleColumn
	indicatorColumn
	sectionColumn
	columnCount
)

// columnNames are the names of the columns in words.json, in our own CSV and
// in message keys.
func columnNames() [columnCount]string {
	return [columnCount]string{"goal", "actions", "schedule", "responsible", "indicator", "section"}
}

const (
	maxHeading = 80 // characters of a column's heading
	planCells  = 5  // columns of a plan without the section's
)

// header says which cell of a row holds what.
type header struct {
	at     [columnCount]int // index of the cell, -1 when there is none
	names  []string         // the headings as written
	width  int              // number of cells, without empty ones at the end
	exact  int              // columns whose heading is the name itself
	votes  map[i18n.Lang]int
	lacks  []column // of the five
	unread []int    // cells with a heading that is none of ours
}

// header reads a row as the header of a plan. A plan names goal and actions
// and one more of the five columns, or any three of them; a table of anything
// else, such as statistics, has no header in this sense.
func (w *words) header(cells []cell) (*header, bool) {
	h := &header{votes: map[i18n.Lang]int{}}
	for _, c := range cells {
		name := c.joined()
		if utf8.RuneCountInString(name) > maxHeading {
			return nil, false
		}
		h.names = append(h.names, name)
		if name != "" {
			h.width = len(h.names)
		}
	}
	for role := range h.at {
		h.at[role] = -1
	}
	named := make([]bool, len(h.names))
	w.assign(h, named, 2)
	_, plan := h.found()
	w.assign(h, named, 1)
	if !plan {
		return nil, false
	}
	h.lacks, _ = h.found()
	for i, name := range h.names {
		if !named[i] && name != "" {
			h.unread = append(h.unread, i)
		}
	}
	return h, true
}

// assign gives every column the heading that names it best, the first of
// equals, when it names it at least that well.
func (w *words) assign(h *header, named []bool, least int) {
	for rank := 3; rank >= least; rank-- {
		for i, name := range h.names {
			if named[i] {
				continue
			}
			for role := range columnCount {
				r, langs := w.rank(wordsOf(name), role)
				if r != rank || h.at[role] >= 0 {
					continue
				}
				h.at[role], named[i] = i, true
				if r == 3 {
					h.exact++
				}
				for _, lang := range langs {
					h.votes[lang]++
				}
				break
			}
		}
	}
}

// found lists the columns that are missing, and tells whether enough are there
// to call the table a plan.
func (h *header) found() (lacks []column, plan bool) {
	for role := range column(planCells) {
		if h.at[role] < 0 {
			lacks = append(lacks, role)
		}
	}
	n := planCells - len(lacks)
	return lacks, n >= 3
}

// language is the language in which most headings are written, empty when two
// have the same number.
func (h *header) language() i18n.Lang {
	var best i18n.Lang
	most := 0
	for _, lang := range i18n.Langs() {
		switch n := h.votes[lang]; {
		case n > most:
			best, most = lang, n
		case n == most:
			best = ""
		}
	}
	return best
}
