package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/i18n"
)

const planHeader = "GOAL\tACTION\tSCHEDULE\tRESPONSIBLE PARTY\tINDICATOR\n"

// problemsOf reads a file that must be refused.
func problemsOf(t *testing.T, format, data string) i18n.Problems {
	t.Helper()
	r, err := ReadRoadmap([]byte(data), ReadOptions{Format: format})
	var p i18n.Problems
	if !errors.As(err, &p) || r != nil {
		t.Fatalf("read %v, error %v; want problems", r, err)
	}
	return p
}

func TestBrokenFilesAreRefusedWithTheirPlace(t *testing.T) {
	row := "Goal one\t• Do\t2025\tBoard\tDone\n"
	for _, c := range []struct{ name, format, data, path, key string }{
		{"unknown format", "odt", "x", "", "unknown_format"},
		{"empty", "txt", "", "", "import.empty"},
		{"white space alone", "csv", "\ufeff \r\n\t\n", "", "import.empty"},
		{"not UTF-8", "txt", "## Ty\xf6\n", "line 1, byte 6", "import.utf8"},
		{"not UTF-8 further down", "html", "<p>ok</p>\n<p>\xff</p>", "line 2, byte 4", "import.utf8"},
		{"UTF-16", "txt", "\xff\xfeG\x00O\x00", "line 1, byte 1", "import.utf8"},
		{"no plan", "txt", "# Title\nText without a table.\n", "", "import.no_plan"},
		{"header without rows", "txt", planHeader, "", "import.no_rows"},
		{"a row with four cells", "txt", "## Work\n" + planHeader + row + "\t• Do\t2025\tBoard\n", "line 4", "import.cells"},
		{"a row with six cells", "txt", "## Work\n" + planHeader + strings.TrimSuffix(row, "\n") + "\tmore\n", "line 3", "import.cells"},
		{"a Markdown row with four cells", "md", "| Goal | Action | Schedule | Responsible | Indicator |\n|---|---|---|---|---|\n| A | B | 2025 | C |\n", "line 3", "import.cells"},
		{"an HTML row with four cells", "html", "<table><tr><th>Goal<th>Action<th>Schedule<th>Responsible<th>Indicator</tr>\n<tr><td>A<td>B<td>2025<td>C</tr></table>", "line 2", "import.cells"},
		{"a cell across columns", "html", "<table><tr><th>Goal<th>Action<th>Schedule<th>Responsible<th>Indicator</tr>\n<tr><td>A<td colspan=2>B<td>C<td>D</tr></table>", "line 2", "import.spanned"},
		{"a table with four columns", "txt", "\nGOAL\tACTION\tSCHEDULE\tRESPONSIBLE PARTY\nA\tB\t2025\tC\n", "line 2", "import.missing.indicator"},
		{"a table without goals", "txt", "Toimenpide\tAikataulu\tVastuutaho\tMittari\nA\t2025\tB\tC\n", "line 1", "import.missing.goal"},
		{"rows without a header", "txt", "## Work\n" + row + row, "line 2", "import.header"},
		{"rows without a header beside a good table", "txt", planHeader + row + "## Living\n" + row, "line 4", "import.header"},
		{"a first row without a goal", "txt", "## Work\n" + planHeader + "\t• Do\t2025\tBoard\tDone\n", "line 3", "import.no_goal"},
		{"a goal of the section above is not continued", "txt", "## Work\n" + planHeader + row + "## Living\n" + planHeader + "\t• Do\t2025\tBoard\tDone\n", "line 6", "import.no_goal"},
		{"statistics under a plan's header", "txt", planHeader + row + "Finnish\t2015\t2020\t2024\t99\n", "line 3", "import.no_words"},
		{"an open quotation", "csv", "Goal;Action;Schedule;Responsible;Indicator\nA;\"B;2025;C;D\n", "line 2, column 2", "import.quote"},
		{"a cell that is too long", "txt", planHeader + "Goal\t" + strings.Repeat("ä", 40_000) + "\t2025\tBoard\tDone\n", "line 2, column 2", "import.long_cell"},
		{"a text that no roadmap may hold", "txt", planHeader + "Goal\t" + strings.Repeat("ä", 4_000) + "\t2025\tBoard\tDone\n", "line 2", "import.long_cell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := problemsOf(t, c.format, c.data)
			if len(p) != 1 || p[0].Path != c.path || p[0].Key != c.key {
				t.Errorf("got %v; want %s: %s", p, c.path, c.key)
			}
		})
	}
}

func TestEveryBadRowIsNamedUpToALimit(t *testing.T) {
	p := problemsOf(t, "txt", planHeader+strings.Repeat("A\tB\n", 30))
	if len(p) != 30 || p[29].Path != "line 31" {
		t.Errorf("%d problems, last %v", len(p), p[len(p)-1])
	}
	p = problemsOf(t, "txt", planHeader+strings.Repeat("A\tB\n", 5000))
	if len(p) != maxProblems+1 || p[maxProblems].Key != "import.more" {
		t.Errorf("%d problems, last %v", len(p), p[len(p)-1])
	}
}

const markdownPlan = "| Goal | Action | Schedule | Responsible | Indicator |\n|---|---|---|---|---|\n"

// hostile are files of about n bytes that cost much where a reader is careless,
// by the format for which they are meant.
func hostile(n int) map[string]map[string]string {
	fill := func(s string) string { return strings.Repeat(s, max(n/len(s), 1)) }
	cell := func(s string) string {
		return markdownPlan + fill("| A | "+strings.Repeat(s, 500/len(s))+" | 2025 | B | C |\n")
	}
	const own = "row_id;section;goal;actions;schedule;responsible;indicator\n"
	brackets := func(s string) string {
		field := ";[" + strings.Repeat(s, n/6/len(s)) + "]"
		return own + strings.Repeat(";a;b;c"+field+field+field+"\n", 2)
	}
	return map[string]map[string]string{
		"txt": {
			"one line": fill("x"), "one line of tabs": fill("\t"), "empty lines": fill("\n"),
			"short rows": fill("a\tb\n"), "long rows": fill(strings.Repeat("\t", 500) + "\n"), "headings": fill("# a\n"),
		},
		"md": {
			"one line of bars": fill("|"), "delimiter rows": fill("|-|\n"), "headings": fill("# a\n"), "paragraphs": fill("a\n\n"),
			"emphasis": cell("*a _b "), "brackets": cell("["), "openings": cell("[a]("), "backticks": cell("`a``"), "tags": cell("<a "),
		},
		"html": {
			"one line": fill("x"), "wide cells": fill("<td colspan=100>"), "nested tables": fill("<table><tr><td>"),
			"tall cells": fill("<table><tr><td rowspan=9999 colspan=100>a"), "many rows": "<table><tr><td rowspan=9999 colspan=100>a" + fill("<tr>"),
		},
		"csv": {
			"one line": fill("x"), "quotations": fill(`"`), "doubled quotations": fill(`"",`), "separators": fill(";\n"),
			"own rows": own + fill("s1/g1;a;b;;;;\n"), "own new rows": own + fill(";a;b;c;;;\n"),
			"brackets": brackets("["), "dashes": brackets("–"), "roles": brackets("lead, "), "round brackets": brackets("("), "words": brackets("jatkuva "),
		},
	}
}

// What grows with the square of a file's size takes four times as long for
// twice the size, and minutes for the size that is allowed. Short times tell
// nothing, and a busy machine gets more than one try.
func TestHostileFilesTakeBoundedTime(t *testing.T) {
	const size, slack = maxFile / 200, 20 * time.Millisecond
	small, large := hostile(size), hostile(2*size)
	for format, files := range small {
		for name := range files {
			once, twice := readingTime(t, format, files[name]), readingTime(t, format, large[format][name])
			for try := 0; try < 5 && twice > 3*once+slack; try++ {
				once = max(once, readingTime(t, format, files[name]))
				twice = min(twice, readingTime(t, format, large[format][name]))
			}
			if twice > 3*once+slack {
				t.Errorf("%s, %s took %v, and %v for twice the size", format, name, once, twice)
			}
		}
	}
}

// The marks of one long cell do grow with the square, and so have a limit.
func TestMarksThatWouldTakeTooLongAreNotRead(t *testing.T) {
	cell := func(length int) string { return "| A | " + strings.Repeat("[a](", length/4) + " | 2025 | B | C |\n" }
	for name, data := range map[string]string{
		"one cell": cell(32_000), "many cells": strings.Repeat(cell(2_000), 2) + strings.Repeat("| A | "+strings.Repeat("a", 20_000)+" | 2025 | B | C |\n", 3),
	} {
		p := problemsOf(t, "md", markdownPlan+data)
		heavy := slices.IndexFunc(p, func(one i18n.Problem) bool { return one.Key == "import.heavy" })
		if heavy < 0 {
			t.Errorf("%s: %v", name, p)
		}
	}
}

// readingTime reads a file, which may be refused with problems.
func readingTime(t *testing.T, format, data string) time.Duration {
	t.Helper()
	start := time.Now()
	r, err := ReadRoadmap([]byte(data), ReadOptions{Format: format})
	took := time.Since(start)
	var p i18n.Problems
	if err != nil && !errors.As(err, &p) || err == nil && r.Goals == 0 {
		t.Errorf("%s, %.20q: %v", format, data, err)
	}
	return took
}

func TestFileBeyondTheLimitIsRefused(t *testing.T) {
	p := problemsOf(t, "txt", strings.Repeat("x\n", maxFile/2+1))
	if p[0].Key != "file_too_large" {
		t.Error(p)
	}
	p = problemsOf(t, "txt", "ok\n"+strings.Repeat("x", maxFile-10))
	if p[0].Path != "line 2" || p[0].Key != "import.long_line" {
		t.Error(p)
	}
}

func TestEveryWarningAndProblemHasItsMessage(t *testing.T) {
	m, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{
		"language.fi", "language.sv", "language.en", "column", "table_empty", "table_skipped", "section_repeated", "section_untitled",
		"section_domain", "goal_repeated", "goal_again", "goal_bare", "action_empty", "action_lines", "schedule", "party_and", "party_unclear", "party_inflected", "bracket_party", "bracket_indicator",
	}
	problems := []string{
		"empty", "utf8", "long_line", "lines", "rows", "quote", "missing.goal", "missing.actions", "missing.schedule", "missing.responsible",
		"missing.indicator", "cells", "spanned", "long_cell", "no_goal", "no_words", "header", "no_plan", "no_rows", "more", "column_twice",
		"no_column", "row_id", "row_twice", "two_texts", "no_section", "practice", "heavy", "hidden", "fence",
	}
	args := []any{"Line", 7, "First", 3, "Last", 9, "Column", "goal", "Text", "x", "Title", "y", "N", 2, "Max", 5, "Found", 4, "Want", 5, "Byte", 8, "Value", "v"}
	for _, lang := range i18n.Langs() {
		for _, key := range keys {
			if s := m.T(lang, "import."+key, args...); s == "import."+key || strings.Contains(s, "<no value>") {
				t.Errorf("%s: %s: %s", lang, key, s)
			}
		}
		for _, key := range problems {
			full := "problem.import." + key
			if s := m.T(lang, full, args...); s == full || strings.Contains(s, "<no value>") {
				t.Errorf("%s: %s: %s", lang, key, s)
			}
		}
	}
}

func TestWhatAFileLeavesOpenIsAsked(t *testing.T) {
	for _, c := range []struct{ name, format, data, want string }{
		{"other language", "txt", "## Work\n" + planHeader + "A\tB\t2025\tC\tD\n", "line 2 language.en [fi | en]"},
		{"unknown column", "csv", "Goal;Action;Schedule;Responsible;Indicator;Budget\nA;B;2025;C;D;9\n", "line 1 column Column=Budget"},
		{"section without a title", "txt", planHeader + "A\tB\t2025\tC\tD\n", "line 2 section_untitled"},
		{"section repeated", "txt", "## Work\n" + planHeader + "A\tB\t2025\tC\tD\n## Work\n" + planHeader + "\tE\t2025\tC\tD\n", "line 4 section_repeated First=1"},
		{"goal without an action", "txt", "## Work\n" + planHeader + "A\t\t\t\t\nB\tB\t2025\tC\tD\n", "line 3 goal_bare"},
		{"row without an action", "txt", "## Work\n" + planHeader + "A\t•\t2025\tC\tD\n", "line 3 action_empty"},
		{"lines without bullets", "csv", "Goal;Action;Schedule;Responsible;Indicator\nA;\"B\nC\";2025;D;E\n", "line 2 action_lines"},
		{"end before start", "txt", "## Work\n" + planHeader + "A\tB\t2027-2025\tC\tD\n", "line 3 schedule Text=2027-2025"},
		{"table without rows", "txt", "## Work\n" + planHeader + "## Living\n" + planHeader + "A\tB\t2025\tC\tD\n", "line 2 table_empty"},
	} {
		lang := i18n.English
		if c.name == "other language" {
			lang = i18n.Finnish
		}
		r, err := ReadRoadmap([]byte(c.data), ReadOptions{Format: c.format, Language: lang, Vocabularies: vocabularies(t)})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := warnings(r); !strings.Contains("\n"+got, "\n"+c.want+"\n") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRepeatedGoalsAreNotAskedAboutWhereEveryRowNamesItsGoal(t *testing.T) {
	var b strings.Builder
	b.WriteString("Section;Goal;Action;Schedule;Responsible;Indicator\n")
	for i := range 6 {
		fmt.Fprintf(&b, "Work;Goal %d;Action %d;2025;Board;Done\n", i/3, i)
	}
	r, err := ReadRoadmap([]byte(b.String()), ReadOptions{Format: "csv", Vocabularies: vocabularies(t)})
	if err != nil || r.Goals != 2 || r.Actions != 6 || len(r.Warnings) != 0 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestTitlesInsideATableBeginSections(t *testing.T) {
	html := `<table><tr><th>Tavoite<th>Toimenpide<th>Aikataulu<th>Vastuutaho<th>Mittari</tr>
	<tr><td colspan="5">Työ</td></tr><tr><td>A<td>B<td>2025<td>C<td>D</tr>
	<tr><td colspan="5">Asuminen</td></tr><tr><td>A<td>B<td>2025<td>C<td>D</tr></table>`
	csv := "Työ;;;;\nTavoite;Toimenpide;Aikataulu;Vastuutaho;Mittari\nA;B;2025;C;D\n;;;;\nAsuminen;;;;\nTavoite;Toimenpide;Aikataulu;Vastuutaho;Mittari\nA;B;2025;C;D\n"
	for format, data := range map[string]string{"html": html, "csv": csv} {
		r, err := ReadRoadmap([]byte(data), ReadOptions{Format: format, Vocabularies: vocabularies(t)})
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		s := r.Roadmap.Sections
		if len(s) != 2 || s[0].Domain != "work" || s[1].Title.FI != "Asuminen" || r.Goals != 2 {
			t.Errorf("%s: %s", format, outline(r))
		}
	}
}
