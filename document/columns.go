package document

import "strings"

const (
	cellPadding = 2.1 // of a cell and a list in it, in the size of the table's letters
	longestWord = 22  // a word wider than this may be broken; it is mostly an address
)

// Shares are the widths of a table's columns in per cent: those that the columns
// ask for, but each wide enough for its longest word. room is the width of the
// table in the size of its letters. Many browsers cannot hyphenate Finnish, so a
// compound must fit or be broken anywhere; where not all can fit, all give way
// alike.
func (t *Table) Shares(room float64) []float64 {
	asked, needed := make([]float64, len(t.Columns)), t.needs()
	total, need := 0.0, 0.0
	for i, c := range t.Columns {
		asked[i] = 1
		if c.Width > 0 {
			asked[i] = c.Width
		}
		total, need = total+asked[i], need+needed[i]
	}
	shares := make([]float64, len(asked))
	if need >= room {
		for i := range shares {
			shares[i] = 100 * needed[i] / need
		}
		return shares
	}
	// Columns that get less than they need are set to that, one after the other;
	// the rest is shared by the others as they ask.
	for changed := true; changed; {
		changed = false
		for i := range asked {
			if shares[i] == 0 && asked[i]/total*room < needed[i] {
				shares[i] = needed[i]
				room, total, changed = room-needed[i], total-asked[i], true
			}
		}
	}
	sum := 0.0
	for i := range shares {
		if shares[i] == 0 {
			shares[i] = asked[i] / total * room
		}
		sum += shares[i]
	}
	for i := range shares {
		shares[i] *= 100 / sum
	}
	return shares
}

// needs is how wide each column must be for its longest word.
func (t *Table) needs() []float64 {
	needed := make([]float64, len(t.Columns))
	for _, rows := range [][][]Cell{t.Head, t.Rows} {
		for _, places := range Grid(rows, len(t.Columns)) {
			for x, place := range places {
				if place.First && place.Cell.Columns < 2 {
					needed[x] = max(needed[x], widestWord(place.Cell.Blocks)+cellPadding)
				}
			}
		}
	}
	return needed
}

func widestWord(blocks []Block) float64 {
	widest := 0.0
	for _, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			text := ""
			for _, run := range b.Runs {
				text += run.Text
			}
			for _, word := range strings.FieldsFunc(text, breakable) {
				for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '–' }) {
					if w := textWidth(part+"-", 1); w <= longestWord {
						widest = max(widest, w)
					}
				}
			}
		case List:
			for _, item := range b.Items {
				widest = max(widest, widestWord(item.Blocks))
			}
		}
	}
	return widest
}
