package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func vocabularies(t testing.TB) *catalogue.Vocabularies {
	t.Helper()
	v, err := catalogue.LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func readFixture(t testing.TB, name string) *Reading {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	format := strings.TrimPrefix(filepath.Ext(name), ".")
	r, err := ReadRoadmap(data, ReadOptions{Format: format, Vocabularies: vocabularies(t)})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

// outline writes a reading so that a person can hold it against the file.
func outline(r *Reading) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d sections, %d goals, %d actions, %d items\n", r.Roadmap.OriginalLanguage, r.Roadmap.Framework, r.Sections, r.Goals, r.Actions, r.Items)
	lang := r.Roadmap.OriginalLanguage
	for _, s := range r.Roadmap.Sections {
		fmt.Fprintf(&b, "%s %s (%s)\n", s.ID, s.Title.In(lang), s.Domain)
		for _, g := range s.Goals {
			fmt.Fprintf(&b, "  %s %s\n", g.ID, g.Title.In(lang))
			for _, a := range g.Actions {
				fmt.Fprintf(&b, "    %s\n", a.ID)
				for _, item := range a.Items {
					fmt.Fprintf(&b, "      * %s\n", item.In(lang))
				}
				fmt.Fprintf(&b, "      %s\n", strings.TrimSpace(fmt.Sprint(a.Schedule.Kind, " ", a.Schedule.Start, " ", a.Schedule.End, " \"", a.Schedule.Text, "\"")))
				for _, p := range a.Parties {
					fmt.Fprintf(&b, "      %s: %s\n", p.Role, p.Name)
				}
				fmt.Fprintf(&b, "      %s\n      %s\n", a.ResponsibleText.In(lang), a.IndicatorText.In(lang))
			}
		}
	}
	return b.String()
}

func warnings(r *Reading) string {
	var b strings.Builder
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "%s %s", w.Place, w.Key)
		for _, name := range []string{"First", "Last", "Column", "Text", "Title", "N"} {
			if v, ok := w.Args[name]; ok {
				fmt.Fprintf(&b, " %s=%v", name, v)
			}
		}
		if len(w.Choices) > 0 && len(w.Choices) < 5 {
			fmt.Fprintf(&b, " [%s]", strings.Join(w.Choices, " | "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func expected(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFixturesAreReadWithoutLoss(t *testing.T) {
	for _, name := range []string{"programme-en", "programme-fi", "programme-sv"} {
		r := readFixture(t, name+".txt")
		got, want := outline(r)+"\n"+warnings(r), expected(t, name+".outline")
		if got != want {
			t.Errorf("%s: got\n%s", name, difference(got, want))
		}
	}
}

// difference shows the first line that differs.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d: %q, want %q", i+1, g[i], append(w, "")[min(i, len(w))])
		}
	}
	return "too short"
}

func TestEveryFormatOfAProgrammeGivesTheSameRoadmap(t *testing.T) {
	want := outline(readFixture(t, "programme-en.txt"))
	for _, name := range []string{"programme-en.md", "programme-en.html", "programme-en.tsv"} {
		if got := outline(readFixture(t, name)); got != want {
			t.Errorf("%s: %s", name, difference(got, want))
		}
	}
}

func TestRowsKeepTheirCellsByteForByteWithTheirPlace(t *testing.T) {
	for _, name := range []string{"programme-en.txt", "programme-en.md", "programme-en.html", "programme-en.tsv"} {
		lines := strings.Split(expected(t, name), "\n")
		for _, a := range actions(readFixture(t, name).Roadmap) {
			var line int
			if _, err := fmt.Sscanf(a.AsRead.Place, "line %d", &line); err != nil || len(a.AsRead.Cells) != 5 {
				t.Fatalf("%s: %+v", name, a.AsRead)
			}
			rest := strings.Join(lines[line-1:], "\n")
			for _, raw := range a.AsRead.Cells {
				if strings.HasSuffix(name, "tsv") {
					rest = strings.ReplaceAll(rest, `""`, `"`)
				}
				at := strings.Index(rest, raw)
				if at < 0 {
					t.Fatalf("%s, %s: %q is not there as written", name, a.AsRead.Place, raw)
				}
				rest = rest[at+len(raw):]
			}
		}
	}
}

func actions(r *roadmap.Roadmap) []roadmap.Action {
	var list []roadmap.Action
	for _, s := range r.Sections {
		for _, g := range s.Goals {
			list = append(list, g.Actions...)
		}
	}
	return list
}

func TestPersonsOutsideTheTablesAreNotRead(t *testing.T) {
	for _, name := range []string{"programme-en.txt", "programme-en.html", "programme-fi.txt", "programme-sv.txt"} {
		data, err := json.Marshal(readFixture(t, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range []string{"Esimerkki", "040 000", "050 000", "Mallikas", "Exempel", "secretary"} {
			if strings.Contains(string(data), person) {
				t.Errorf("%s: %q was read", name, person)
			}
		}
	}
}

// source reads a document that is not part of the repository.
func source(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "sources", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the source document is not beside this repository: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// vaasaTruth is testdata/vaasa-truth.json, worked out by hand from the file.
type vaasaTruth struct {
	Sections []struct {
		Title, Domain string
		Goals         []struct {
			Title string
			Rows  []struct {
				Line         int
				Schedule     string
				Cells, Items []string
			}
		}
	}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:32]
}

func TestVaasaProgrammeIsReadWithoutLoss(t *testing.T) {
	data := source(t, "vaasa-integration-programme-2023-2026.txt")
	r, err := ReadRoadmap(data, ReadOptions{Format: "txt", Language: i18n.English, Vocabularies: vocabularies(t)})
	if err != nil {
		t.Fatal(err)
	}
	if r.Sections != 8 || r.Goals != 25 || r.Actions != 62 || r.Items != 80 || r.Roadmap.Framework != "vaasa_2023" {
		t.Fatalf("%d sections, %d goals, %d actions, %d items, framework %s", r.Sections, r.Goals, r.Actions, r.Items, r.Roadmap.Framework)
	}
	var truth vaasaTruth
	if err := json.Unmarshal([]byte(expected(t, "vaasa-truth.json")), &truth); err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, s := range truth.Sections {
		want = append(want, s.Domain+" "+s.Title)
		for _, g := range s.Goals {
			want = append(want, g.Title)
			for _, row := range g.Rows {
				want = append(want, fmt.Sprint(place(row.Line), row.Schedule, row.Cells, row.Items))
			}
		}
	}
	for _, s := range r.Roadmap.Sections {
		got = append(got, s.Domain+" "+s.Title.EN)
		for _, g := range s.Goals {
			got = append(got, digest(g.Title.EN))
			for _, a := range g.Actions {
				cells, items := []string{}, []string{}
				for _, c := range a.AsRead.Cells {
					cells = append(cells, digest(c))
				}
				for _, item := range a.Items {
					items = append(items, digest(item.EN))
				}
				got = append(got, fmt.Sprint(a.AsRead.Place, a.Schedule.Text, cells, items))
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Error(difference(strings.Join(got, "\n"), strings.Join(want, "\n")))
	}
	if !strings.Contains(warnings(r), "line 90 goal_repeated First=86") {
		t.Error("no warning names the two lines of the repeated goal")
	}
	all, _ := json.Marshal(r.Roadmap)
	for _, person := range []string{"Kakko", "Mertaniemi", "Alhonnoro", "667 2414", "877 217"} {
		if strings.Contains(string(all), person) {
			t.Errorf("%q was read", person)
		}
	}
}

func TestVaasaSchedulesAreAllUnderstood(t *testing.T) {
	data := source(t, "vaasa-integration-programme-2023-2026.txt")
	r, err := ReadRoadmap(data, ReadOptions{Format: "txt", Vocabularies: vocabularies(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions(r.Roadmap) {
		if a.Schedule.Kind == "" || a.Schedule.Kind == "years" && a.Schedule.Start > a.Schedule.End {
			t.Errorf("%s: %+v", a.AsRead.Place, a.Schedule)
		}
	}
}

func TestStatisticsAreNoActions(t *testing.T) {
	data := source(t, "vanda-coaching-together-slides-sv.txt")
	for _, format := range []string{"txt", "md", "tsv", "html"} {
		_, err := ReadRoadmap(data, ReadOptions{Format: format, Vocabularies: vocabularies(t)})
		var p i18n.Problems
		if !errors.As(err, &p) || len(p) != 1 || p[0].Key != "import.no_plan" {
			t.Errorf("%s: %v", format, err)
		}
	}
}
