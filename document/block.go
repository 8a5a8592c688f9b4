package document

// Block is what a section consists of: Paragraph, List, Definitions, Facts,
// Callout, Table or Figure, and no other.
type Block interface{ block() }

// Paragraph is some runs, in the style Plain, Lead or Aside.
type Paragraph struct {
	Runs  []Run
	Style Style
}

// List is some items with bullets, numbers or boxes to tick.
type List struct {
	Kind  ListKind
	Items []Item
}

// ListKind says what stands before each item.
type ListKind int

// The kinds of lists.
const (
	Bullets ListKind = iota
	Numbers
	Boxes // to be ticked by the reader, on paper too
)

// Item is one item of a list; ID is for links to it and may be empty.
type Item struct {
	ID     string
	Blocks []Block
}

// Definitions are terms with what belongs to them.
type Definitions struct {
	Entries []Definition
}

// Definition is one term with what belongs to it.
type Definition struct {
	Term   []Run
	Blocks []Block
}

// Facts are a few figures that stand out.
type Facts struct {
	Items []Fact
}

// Fact is a figure and what it counts.
type Fact struct {
	Value string
	Label []Run
}

// Callout sets something apart that must not be overlooked.
type Callout struct {
	Title  []Run
	Blocks []Block
}

// Figure is a chart with its caption. The chart itself knows its title and
// what it shows in words. Legend says how the drawing is to be read; a format
// that does not draw leaves it out.
type Figure struct {
	ID      string // unique in the document
	Chart   Chart
	Caption []Run
	Legend  []Run
}

func (Paragraph) block()   {}
func (List) block()        {}
func (Definitions) block() {}
func (Facts) block()       {}
func (Callout) block()     {}
func (Table) block()       {}
func (Figure) block()      {}

// Add appends blocks, leaving out those that hold nothing.
func (s *Section) Add(blocks ...Block) {
	for _, b := range blocks {
		if !hollow(b) {
			s.Blocks = append(s.Blocks, b)
		}
	}
}

// Under appends a section unless it holds nothing below its heading.
func (s *Section) Under(part *Section) {
	if part != nil && !part.Hollow() {
		s.Sections = append(s.Sections, part)
	}
}

// Add appends a chapter unless it holds nothing below its heading.
func (d *Document) Add(part *Section) {
	if part != nil && !part.Hollow() {
		d.Sections = append(d.Sections, part)
	}
}

// Hollow tells whether a section holds nothing below its heading.
func (s *Section) Hollow() bool { return len(s.Blocks) == 0 && len(s.Sections) == 0 }

func hollow(b Block) bool {
	switch b := b.(type) {
	case nil:
		return true
	case Paragraph:
		return len(b.Runs) == 0
	case List:
		return len(b.Items) == 0
	case Definitions:
		return len(b.Entries) == 0
	case Facts:
		return len(b.Items) == 0
	case Table:
		return len(b.Rows) == 0
	case Figure:
		return b.Chart == nil
	}
	return false
}
