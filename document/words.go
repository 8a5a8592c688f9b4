package document

import "strings"

// InWords is what a chart shows, for those who read instead of looking: a
// sentence that sums it up, then the figures line by line.
type InWords struct {
	Summary string
	Lines   []Point
}

// Point is one thing in a chart with what is shown of it. Each item is some
// runs, so that a name may be in another language than what stands beside it.
type Point struct {
	Label Run
	Items [][]Run
}

// String is all of it as one text.
func (w InWords) String() string {
	parts := []string{w.Summary}
	for _, line := range w.Lines {
		var items []string
		for _, item := range line.Items {
			items = append(items, Plainly(item))
		}
		parts = append(parts, line.Label.Text+": "+strings.Join(items, "; ")+".")
	}
	return strings.Join(parts, " ")
}

// longItem is from how many characters on, taken on average, items are read
// more easily one below the other.
const longItem = 30

// List is the lines as a list; where a line would be long, its items are a list
// of their own.
func (w InWords) List() List {
	var list List
	for _, line := range w.Lines {
		label := line.Label
		label.Text, label.Style = label.Text+":", Strong
		var inner List
		runs := []Run{label, {Text: " "}}
		length := 0
		for i, item := range line.Items {
			if i > 0 {
				runs = append(runs, Run{Text: "; "})
			}
			runs = append(runs, item...)
			length += len(Plainly(item))
			inner.Items = append(inner.Items, Item{Blocks: []Block{Paragraph{Runs: item}}})
		}
		one := Item{Blocks: []Block{Paragraph{Runs: runs}}}
		if len(line.Items) > 1 && length > longItem*len(line.Items) {
			one = Item{Blocks: []Block{Paragraph{Runs: runs[:1]}, inner}}
		}
		list.Items = append(list.Items, one)
	}
	return list
}
