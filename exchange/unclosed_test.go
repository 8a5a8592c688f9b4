package exchange

import (
	"fmt"
	"strings"
	"testing"
)

// page is a programme of four rows in HTML; marks go into the second row's
// action, in place of its end tags too where they say so.
func page(cell string) string {
	row := func(goal, action string) string {
		return "<tr><td>" + goal + "<td>" + action + "<td>2025<td>Board<td>Done</tr>\n"
	}
	return "<h2>Work</h2>\n<table><tr><th>Goal<th>Action<th>Schedule<th>Responsible<th>Indicator</tr>\n" +
		row("A", "Do a") + row("B", cell) + row("C", "Do c") + row("D", "Do d") + "</table>"
}

func TestAnElementLeftOpenInACellHidesNoRow(t *testing.T) {
	for _, element := range []string{"select", "noscript", "template", "textarea", "iframe", "title", "noembed", "xmp"} {
		for _, cell := range []string{"Do b<" + element + ">", "<" + element + ">Do b", "Do <" + element + " class=x>b"} {
			r, err := ReadRoadmap([]byte(page(cell)), ReadOptions{Format: "html"})
			if err != nil {
				t.Errorf("%s: %v", cell, err)
				continue
			}
			var got []string
			for _, a := range r.Roadmap.Actions() {
				got = append(got, a.Items[0].EN)
			}
			if fmt.Sprint(got) != "[Do a Do b Do c Do d]" {
				t.Errorf("%s: %v", cell, got)
			}
		}
	}
}

func TestAnElementLeftOpenOutsideATableHidesNoRow(t *testing.T) {
	for _, element := range []string{"select", "noscript", "template", "textarea", "iframe", "title", "noembed", "xmp"} {
		data := strings.Replace(page("Do b"), "<h2>", "<"+element+">x<h2>", 1)
		r, err := ReadRoadmap([]byte(data), ReadOptions{Format: "html"})
		if err != nil || r.Actions != 4 || r.Goals != 4 || r.Roadmap.Sections[0].Title.EN != "Work" {
			t.Errorf("%s: %+v, %v", element, r, err)
		}
	}
}

// Scripts, comments and quotations can hold anything; when rows of a table
// stand in one that is not closed, nobody sees that they are missing.
func TestRowsThatMarkupHidesAreRefused(t *testing.T) {
	for cell, line := range map[string]int{
		"Do b<script>": 4, "<style>Do b": 4, "Do b<!-- left open": 4, "Do b<!-- <tr> <!-- again -->": 4,
		`Do <b class="x>b`: 4, `Do <b title='x>b`: 4, "Do\n<script>\nx": 5, "Do b<script></td></tr><tr><td>Q</script>": 4,
	} {
		p := problemsOf(t, "html", page(cell))
		if len(p) != 1 || p[0].Key != "import.hidden" || p[0].Path != place(line) {
			t.Errorf("%s: %v", cell, p)
		}
	}
	for _, before := range []string{
		"<script>document.write('<table><tr><td>')</script>", "<!-- <table><tr><td>old</td></tr></table> -->", "<style>td {}</style>",
	} {
		r, err := ReadRoadmap([]byte(before+page("Do b")), ReadOptions{Format: "html"})
		if err != nil || r.Actions != 4 {
			t.Errorf("%s: %+v, %v", before, r, err)
		}
	}
}

func TestAHeadingLeftOpenEndsAtItsTable(t *testing.T) {
	for name, data := range map[string]string{
		"at the table":    strings.Replace(page("Do b"), "</h2>", "", 1),
		"at the next":     strings.Replace(page("Do b"), "<h2>Work</h2>", "<h1>Plan<h2>Work", 1),
		"of two levels":   strings.Replace(page("Do b"), "<h2>Work</h2>", "<h2>Work<b></b>", 1),
		"with tags in it": strings.Replace(page("Do b"), "<h2>Work</h2>", "<h2><span>Work</span>\n", 1),
	} {
		r, err := ReadRoadmap([]byte(data), ReadOptions{Format: "html"})
		if err != nil || r.Sections != 1 || r.Actions != 4 || r.Roadmap.Sections[0].Title.EN != "Work" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestRowsInACodeBlockAreRefused(t *testing.T) {
	row := "| A | Do | 2025 | B | C |\n"
	for name, c := range map[string]struct {
		data string
		line int
	}{
		"left open":            {"## Work\n\n" + markdownPlan + row + row + "```\n" + row + row + row, 7},
		"left open with waves": {markdownPlan + row + "~~~ x\n" + row, 4},
		"closed":               {markdownPlan + row + "\n```\n" + row + "```\n\nText\n", 5},
		"without outer pipes":  {markdownPlan + row + "```\nA | Do | 2025 | B | C\n", 4},
		"nothing but":          {"```\n" + markdownPlan + row, 1},
	} {
		if p := problemsOf(t, "md", c.data); len(p) != 1 || p[0].Key != "import.fence" || p[0].Path != place(c.line) {
			t.Errorf("%s: %v", name, p)
		}
	}
	r, err := ReadRoadmap([]byte("```\nx := a || b\n```\n\n"+markdownPlan+row+"\n```\nleft open\n"), ReadOptions{Format: "md"})
	if err != nil || r.Actions != 1 {
		t.Errorf("code without rows: %+v, %v", r, err)
	}
}
