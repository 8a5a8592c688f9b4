package document

import (
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestEverySectionHasAnIDOfItsOwn(t *testing.T) {
	same := []*Section{{Title: Words("Työ")}, {Title: Words("Työ")}, {Title: Words("—")}, {ID: "s-tyo", Title: Words("Muu")}}
	d := &Document{Lang: i18n.Finnish, Front: &Section{ID: "summary"}, Sections: same}
	same[0].Sections = []*Section{{ID: "summary", Title: Words("Toinen")}}
	seen := map[string]bool{}
	ids := d.IDs()
	for _, id := range ids {
		if id == "" || seen[id] {
			t.Errorf("id %q is empty or used twice", id)
		}
		seen[id] = true
	}
	if len(ids) != 6 {
		t.Errorf("%d of 6 sections have an id", len(ids))
	}
	if ids[same[3]] != "s-tyo" {
		t.Errorf("a given id gave way to a made one: %q", ids[same[3]])
	}
}

func TestContentsGoDownToTheLevelAskedFor(t *testing.T) {
	deep := &Section{Title: Words("A"), Sections: []*Section{{Title: Words("B"), Sections: []*Section{{Title: Words("C")}}}}}
	d := &Document{Sections: []*Section{deep}}
	two := d.Outline(d.IDs(), 2)
	if len(two) != 1 || len(two[0].Entries) != 1 || len(two[0].Entries[0].Entries) != 0 {
		t.Errorf("levels: %+v", two)
	}
	if two[0].Entries[0].Level != 2 {
		t.Errorf("level %d of a section in a chapter", two[0].Entries[0].Level)
	}
}

func TestWhatIsEmptyGetsNoHeading(t *testing.T) {
	d := &Document{}
	s := &Section{Title: Words("Rahoitus")}
	s.Add(Table{Caption: Words("x")}, List{}, Paragraph{}, Definitions{}, Facts{}, Figure{})
	s.Under(&Section{Title: Words("Osa")})
	d.Add(s)
	d.Add(nil)
	if len(d.Sections) != 0 {
		t.Errorf("an empty section was added: %+v", d.Sections[0])
	}
}

func TestTableWithHolesIsFound(t *testing.T) {
	good := Table{
		Caption: Words("c"), Columns: make([]Column, 3), Head: [][]Cell{Heads("a", "b", "c")},
		Rows: [][]Cell{{{Header: true, Rows: 2}, Text(Run{Text: "1"}), {}}, {{Columns: 2}}},
	}
	if err := good.Check(); err != nil {
		t.Errorf("a whole table: %v", err)
	}
	for name, change := range map[string]func(*Table){
		"caption":     func(b *Table) { b.Caption = nil },
		"header row":  func(b *Table) { b.Head = nil },
		"short row":   func(b *Table) { b.Rows[1] = []Cell{{}} },
		"long row":    func(b *Table) { b.Rows[1] = []Cell{{}, {}, {}} },
		"span beyond": func(b *Table) { b.Rows[0][0].Rows = 3 },
		"short head":  func(b *Table) { b.Head = [][]Cell{Heads("a", "b")} },
	} {
		b := good
		b.Rows = [][]Cell{append([]Cell{}, good.Rows[0]...), good.Rows[1]}
		change(&b)
		if b.Check() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestGridTellsWhichCellCoversAPlace(t *testing.T) {
	rows := [][]Cell{{{Header: true, Rows: 2}, Text(Run{Text: "x"}), Text(Run{Text: "y"})}, {Text(Run{Text: "z"}), {}}}
	grid := Grid(rows, 3)
	if grid[1][0].Cell != &rows[0][0] || grid[1][0].First || !grid[0][0].First {
		t.Error("the spanning header does not reach into the second row")
	}
	if grid[1][1].Cell.Plain() != "z" {
		t.Errorf("place 1,1 is %q", grid[1][1].Cell.Plain())
	}
}

func TestEmptyColumnsAreLeftOutWithTheirHeads(t *testing.T) {
	b := Table{
		Caption: Words("c"), Columns: []Column{{Width: 1}, {Width: 2}, {Width: 3}}, Head: [][]Cell{Heads("a", "b", "c")},
		Rows: [][]Cell{{{Header: true, Rows: 2, Blocks: []Block{Paragraph{Runs: Words("g")}}}, {}, Text(Run{Text: "1"})}, {{}, Text(Run{Text: "2"})}},
	}
	filled := b.Filled()
	if err := filled.Check(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(filled.Labels(), " "); got != "a c" {
		t.Errorf("columns left: %q", got)
	}
	if filled.Columns[1].Width != 3 {
		t.Errorf("width of the wrong column: %v", filled.Columns[1].Width)
	}
}

func TestPlainTextLeavesLabelsAndExplanationsOut(t *testing.T) {
	c := Cell{Blocks: []Block{
		List{Items: []Item{{Blocks: []Block{Paragraph{Runs: []Run{{Text: "Valmennus"}, {Text: "ydinosa", Style: Tag}}}}}}},
		Paragraph{Runs: Words("selitys"), Style: Aside},
	}}
	if got := c.Plain(); got != "Valmennus" {
		t.Errorf("%q", got)
	}
}
