package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func writeCSV(t testing.TB, r *roadmap.Roadmap, lang i18n.Lang) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteRoadmapCSV(&b, r, lang, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readCSV(t testing.TB, data string, lang i18n.Lang) *Reading {
	t.Helper()
	r, err := ReadRoadmap([]byte(data), ReadOptions{Format: "csv", Language: lang, Vocabularies: vocabularies(t)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func en(s string) i18n.Text { return i18n.Text{EN: s} }

// difficult is a roadmap with all that is hard to carry in a table.
func difficult() *roadmap.Roadmap {
	action := func(id string, items ...string) roadmap.Action {
		a := roadmap.Action{ID: id}
		for _, item := range items {
			a.Items = append(a.Items, en(item))
		}
		return a
	}
	formulas := action("a/1", "=SUM(A1:A9)", "+358 40", "-5 % fewer", "@here", "'quoted' word")
	formulas.ResponsibleText, formulas.IndicatorText = en("-"), en("'=1+1")
	formulas.Parties = []roadmap.Party{{Name: "-", Role: "lead"}}
	quotes := action("a%2", `"Quoted"; with semicolon, comma`, "two\nlines", "• a bullet of its own", "- a dash")
	quotes.IndicatorText = en("first line\nsecond line; \"x\"")
	quotes.Schedule = roadmap.Schedule{Text: "from spring 2027", Kind: "years", Start: "2027", End: "2028"}
	parts := action("a3")
	parts.Schedule = roadmap.Schedule{Kind: "years", Start: "2027", End: "2030", Review: "2028-06"}
	parts.Parties = []roadmap.Party{{Role: "lead", Type: "municipality", Suggested: true}, {Name: "Novia (VIT)", Role: "partner"}, {Name: "House", Type: "association", Role: "supports"}}
	parts.Indicators = []roadmap.Indicator{{ID: "i1", Label: en("Persons: all [of them]")}, {ID: "i2", Label: en("Share")}}
	parts.Practice = &roadmap.PracticeUse{ID: "smile", Version: 3}
	parts.Status = "in_progress"
	odd := action("a4", "'")
	odd.Schedule = roadmap.Schedule{Text: "2027/2028"}
	odd.ResponsibleText, odd.IndicatorText = en("[lead: as written]"), en("[i1: as written]")
	odd.Parties = []roadmap.Party{{Name: "[lead: as written]", Role: "lead"}}
	bracket := action("a5", "x")
	bracket.Schedule = roadmap.Schedule{Text: "later [2027–2028]"}
	return &roadmap.Roadmap{OriginalLanguage: i18n.English, Framework: "domain", Sections: []roadmap.Section{
		{ID: "s1", Title: en("=Work"), Domain: "work", Goals: []roadmap.Goal{
			{ID: "g1", Title: en("'=Goal"), Actions: []roadmap.Action{formulas, quotes}},
			{ID: "g2", Title: en("A goal without actions")},
			{ID: "g3", Title: en("'=Goal"), Actions: []roadmap.Action{parts}},
		}},
		{ID: "s2", Title: en("A section without goals"), Domain: "housing"},
		{ID: "s/3", Title: en("\tTab"), Goals: []roadmap.Goal{{ID: "g 4", Title: en("''+x"), Actions: []roadmap.Action{odd, bracket}}}},
		{ID: "s4", Goals: []roadmap.Goal{{ID: "g5", Actions: []roadmap.Action{{ID: "a6"}}}}},
	}}
}

func TestCSVRoundTripGivesTheSameRoadmap(t *testing.T) {
	want := difficult()
	got := readCSV(t, writeCSV(t, want, i18n.English), i18n.English).Roadmap
	want.Sections[2].Title = en("Tab") // outer white space is not part of a title
	for i := range want.Sections {
		if !reflect.DeepEqual(got.Sections[i], want.Sections[i]) {
			t.Errorf("section %d:\n got %+v\nwant %+v", i, got.Sections[i], want.Sections[i])
		}
	}
	if len(got.Sections) != len(want.Sections) {
		t.Errorf("%d sections", len(got.Sections))
	}
}

func TestCSVIsWhatSpreadsheetsAndTheContractExpect(t *testing.T) {
	text := writeCSV(t, difficult(), i18n.English)
	if !strings.HasPrefix(text, "\ufeffrow_id;section;goal;actions;schedule;responsible;indicator;domain;practice;status\r\n") || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("%.120q", text)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	reader.Comma = ';'
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for _, field := range record {
			if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) {
				t.Errorf("a spreadsheet would run %q", field)
			}
		}
	}
	if got := records[1][3]; got != "'=SUM(A1:A9)\n+358 40\n-5 % fewer\n@here\n'quoted' word" {
		t.Errorf("items: %q", got)
	}
}

func TestCSVIsReadWithOtherSeparators(t *testing.T) {
	r := difficult()
	records := csv.NewReader(strings.NewReader(strings.TrimPrefix(writeCSV(t, r, i18n.English), "\ufeff")))
	records.Comma = ';'
	all, err := records.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := readCSV(t, writeCSV(t, r, i18n.English), i18n.English).Roadmap
	for _, comma := range []rune{',', '\t'} {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = comma
		if err := w.WriteAll(all); err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"csv", "tsv"} {
			if format == "tsv" && comma == ',' {
				continue
			}
			got, err := ReadRoadmap(b.Bytes(), ReadOptions{Format: format, Language: i18n.English})
			if err != nil || !reflect.DeepEqual(got.Roadmap.Sections, want.Sections) {
				t.Errorf("%q as %s: %v", comma, format, err)
			}
		}
	}
}

func TestImportedProgrammesRoundTripThroughCSV(t *testing.T) {
	readings := []*Reading{readFixture(t, "programme-en.txt"), readFixture(t, "programme-fi.txt"), readFixture(t, "programme-sv.txt")}
	if data, err := os.ReadFile("../../shared/sources/vaasa-integration-programme-2023-2026.txt"); err == nil {
		r, err := ReadRoadmap(data, ReadOptions{Format: "txt", Vocabularies: vocabularies(t)})
		if err != nil {
			t.Fatal(err)
		}
		readings = append(readings, r)
	}
	for _, r := range readings {
		lang := r.Roadmap.OriginalLanguage
		back := readCSV(t, writeCSV(t, r.Roadmap, lang), lang)
		merged := MergeCSV(r.Roadmap, back, nil)
		if !reflect.DeepEqual(merged, r.Roadmap) {
			t.Errorf("%s: merging an unchanged table changed the roadmap", r.Roadmap.Sections[0].Title)
		}
		for s := range r.Roadmap.Sections {
			for g := range r.Roadmap.Sections[s].Goals {
				for a := range r.Roadmap.Sections[s].Goals[g].Actions {
					r.Roadmap.Sections[s].Goals[g].Actions[a].AsRead = nil // no table carries it
				}
			}
		}
		if !reflect.DeepEqual(back.Roadmap, r.Roadmap) || back.Items != r.Items {
			t.Errorf("%s: not the same after writing and reading", r.Roadmap.Sections[0].Title)
		}
	}
}

// trilingual is a roadmap with what CSV cannot carry.
func trilingual() *roadmap.Roadmap {
	r := difficult()
	r.Title, r.Foreword = en("Title"), i18n.Text{FI: "Alkusanat"}
	r.Sections[0].Title = i18n.Text{FI: "Työ", SV: "Arbete", EN: "Work"}
	g := &r.Sections[0].Goals[2]
	g.Rationale = en("Because")
	a := &g.Actions[0]
	a.Items = []i18n.Text{{FI: "Yksi", EN: "One"}, {FI: "Kaksi", EN: "Two"}, {EN: "Three"}}
	a.AsRead = &roadmap.AsRead{Place: "line 3", Cells: []string{"a", "b", "c", "d", "e"}}
	a.Practice.Components = []roadmap.ComponentUse{{ID: "c1", Use: "kept"}}
	a.Parties[1].Confirmed = "2027-01-02"
	value := 4.5
	a.Indicators[0].Baseline = &roadmap.Baseline{Value: &value}
	a.Budget = []roadmap.Budget{{Year: 2027, Planned: &value}}
	return r
}

func TestMergingAnUnchangedTableChangesNothingInAnyLanguage(t *testing.T) {
	for _, lang := range i18n.Langs() {
		want := trilingual()
		got := MergeCSV(want, readCSV(t, writeCSV(t, want, lang), lang), nil)
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(want, trilingual()) {
			t.Errorf("%s:\n got %+v\nwant %+v", lang, got, want)
		}
	}
}

func TestChangedCellChangesOnlyItself(t *testing.T) {
	action := func(r *roadmap.Roadmap) *roadmap.Action { return &r.Sections[0].Goals[2].Actions[0] }
	for _, c := range []struct {
		lang     i18n.Lang
		old, now string
		change   func(r *roadmap.Roadmap)
	}{
		{"fi", "Kaksi", "Kaksi ja puoli", func(r *roadmap.Roadmap) { action(r).Items[1].FI = "Kaksi ja puoli" }},
		{"fi", "Yksi\nKaksi", "Kaksi\nUusi\nYksi", func(r *roadmap.Roadmap) {
			a := action(r)
			a.Items = []i18n.Text{a.Items[1], {FI: "Uusi"}, a.Items[0], a.Items[2]}
		}},
		{"sv", "Arbete", "Jobb", func(r *roadmap.Roadmap) { r.Sections[0].Title.SV = "Jobb" }},
		{"sv", "[2027–2030; utvärdering 6/2028]", "2027–2029", func(r *roadmap.Roadmap) {
			action(r).Schedule = roadmap.Schedule{Kind: "years", Start: "2027", End: "2029", Text: "2027–2029"}
		}},
		{"en", "smile@3", "", func(r *roadmap.Roadmap) { action(r).Practice = nil }},
		{"en", "in_progress", "done", func(r *roadmap.Roadmap) { action(r).Status = "done" }},
		{"en", "[proposed, responsible party: municipality]\n", "[responsible party: Town (municipality)]\n", func(r *roadmap.Roadmap) {
			action(r).Parties[0] = roadmap.Party{Name: "Town", Role: "lead", Type: "municipality"}
		}},
		{"en", "[Share (i2)]", "[Share of all (i2)]", func(r *roadmap.Roadmap) { action(r).Indicators[1].Label.EN = "Share of all" }},
		{"en", "s2;A section without goals;;;;;;housing;;\r\n", "", func(r *roadmap.Roadmap) {
			r.Sections = append(r.Sections[:1], r.Sections[2:]...)
		}},
		{"en", "s2;A section without goals;;;;;;housing;;", "s2;A section without goals;New goal;New;2027;;;housing;;\r\n;;;Next;;;;;;", func(r *roadmap.Roadmap) {
			r.Sections[1].Goals = []roadmap.Goal{{ID: "s2-g1", Title: en("New goal"), Actions: []roadmap.Action{
				{ID: "s2-g1-a1", Items: []i18n.Text{en("New")}, Schedule: roadmap.Schedule{Kind: "years", Start: "2027", End: "2027", Text: "2027"}},
				{ID: "s2-g1-a2", Items: []i18n.Text{en("Next")}},
			}}}
		}},
	} {
		r, want := trilingual(), trilingual()
		text := writeCSV(t, r, c.lang)
		if strings.Count(text, c.old) < 1 {
			t.Fatalf("%q is not in\n%s", c.old, text)
		}
		got := MergeCSV(r, readCSV(t, strings.ReplaceAll(text, c.old, c.now), c.lang), nil)
		c.change(want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q → %q:\n got %+v\nwant %+v", c.old, c.now, got.Sections, want.Sections)
		}
	}
}

func TestNewRowsBelongWhereTheirTextsSay(t *testing.T) {
	r := readCSV(t, "row_id;section;goal;actions;schedule;responsible;indicator\r\n"+
		";Work;First;New above;;;\r\n"+
		"s1/g1/a1;Work;First;Old;;;\r\n"+
		";;;Continues;;;\r\n"+
		";Living;Second;Other;;;\r\n", i18n.English)
	want := "en domain: 2 sections, 2 goals, 4 actions, 4 items"
	if got := outline(r); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
	if ids := []string{r.Roadmap.Sections[0].Goals[0].Actions[0].ID, r.Roadmap.Sections[1].ID, r.Roadmap.Sections[1].Goals[0].ID}; !reflect.DeepEqual(ids, []string{"g1-a1", "s2", "s2-g1"}) {
		t.Error(ids)
	}
}

func TestBrokenTablesOfOurOwnAreRefusedWithTheirPlace(t *testing.T) {
	const header = "row_id;section;goal;actions;schedule;responsible;indicator;domain;practice;status\r\n"
	for _, c := range []struct{ name, data, path, key string }{
		{"a missing column", "row_id;section;goal;actions;schedule;responsible\r\ns;;;;;\r\n", "line 1", "import.no_column"},
		{"a column twice", strings.Replace(header, "domain", "goal", 1) + "s1;;;;;;;;;\r\n", "line 1, column 8", "import.column_twice"},
		{"too few cells", header + "s1/g1/a1;Work;Goal\r\n", "line 2", "import.cells"},
		{"a bad row id", header + "s1//a1;Work;Goal;Do;;;;;;\r\n", "line 2", "import.row_id"},
		{"an action twice", header + "s1/g1/a1;Work;Goal;Do;;;;;;\r\ns1/g1/a1;Work;Goal;Do too;;;;;;\r\n", "line 3", "import.row_twice"},
		{"two titles of one goal", header + "s1/g1/a1;Work;Goal;Do;;;;;;\r\ns1/g1/a2;Work;Other;Do;;;;;;\r\n", "line 3", "import.two_texts"},
		{"a row without a section", header + ";;Goal;Do;;;;;;\r\n", "line 2", "import.no_section"},
		{"an action without a goal", header + ";Work;;Do;;;;;;\r\n", "line 2", "import.no_goal"},
		{"an unknown domain", header + "s1/g1/a1;Work;Goal;Do;;;;wörk;;\r\n", "line 2, column 8", "unknown_value"},
		{"an unknown status", header + "s1/g1/a1;Work;Goal;Do;;;;;;ready\r\n", "line 2, column 10", "unknown_value"},
		{"a practice without a version", header + "s1/g1/a1;Work;Goal;Do;;;;;smile;\r\n", "line 2, column 9", "import.practice"},
		{"no rows", header, "", "import.no_rows"},
	} {
		_, err := ReadRoadmap([]byte(c.data), ReadOptions{Format: "csv", Vocabularies: vocabularies(t)})
		var p i18n.Problems
		if !errors.As(err, &p) || len(p) != 1 || p[0].Path != c.path || p[0].Key != c.key {
			t.Errorf("%s: %v; want %s: %s", c.name, err, c.path, c.key)
		}
	}
}

func FuzzReadRoadmap(f *testing.F) {
	formats := []string{"txt", "md", "html", "tsv", "csv"}
	for i, name := range []string{"programme-en.txt", "programme-en.md", "programme-en.html", "programme-en.tsv"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, byte(i))
	}
	for _, small := range []string{planHeader + "A\tB\t2025\tC and D, E in cooperation with F\tG\n\t• H • I\t-\t[lead: x]\t'=\n", "a\n" + planHeader + "A\tB\t[2025]\tC\tD\n"} {
		f.Add([]byte(small), byte(0))
		f.Add([]byte(strings.ReplaceAll(small, "\t", ";")), byte(4))
		f.Add([]byte("<table><tr><td>"+strings.NewReplacer("\t", "<td>", "\n", "<tr><td>").Replace(small)), byte(2))
	}
	f.Add([]byte(writeCSV(f, difficult(), i18n.English)), byte(4))
	v, err := catalogue.LoadVocabularies()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, format byte) {
		r, err := ReadRoadmap(data, ReadOptions{Format: formats[int(format)%len(formats)], Vocabularies: v})
		var p i18n.Problems
		if err != nil {
			if !errors.As(err, &p) || len(p) == 0 || len(p) > maxProblems+1 {
				t.Fatalf("%v", err)
			}
			return
		}
		if r.Sections == 0 {
			t.Fatal("an empty roadmap without a problem")
		}
		lang := r.Roadmap.OriginalLanguage
		text := writeCSV(t, r.Roadmap, lang)
		back, err := ReadRoadmap([]byte(text), ReadOptions{Format: "csv", Language: lang, Vocabularies: v})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if back.Sections != r.Sections || back.Goals != r.Goals || back.Actions != r.Actions || back.Items != r.Items {
			t.Fatalf("%d %d %d %d came back as %d %d %d %d\n%s", r.Sections, r.Goals, r.Actions, r.Items, back.Sections, back.Goals, back.Actions, back.Items, text)
		}
	})
}
