package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tiekartta/exchange"
	"tiekartta/roadmap"
)

const vaasaFile = "../../../shared/sources/vaasa-integration-programme-2023-2026.txt"

// programme is a file to be read as a roadmap.
type programme struct{ path, lang string }

// programmes are our own fixtures and, where it is present, a real programme.
func programmes() []programme {
	list := []programme{
		{"../../exchange/testdata/programme-fi.txt", "fi"}, {"../../exchange/testdata/programme-sv.txt", "sv"},
		{"../../exchange/testdata/programme-en.txt", "en"}, {"../../exchange/testdata/programme-en.md", "en"},
		{"../../exchange/testdata/programme-en.html", "en"}, {"../../exchange/testdata/programme-en.tsv", "en"},
	}
	if _, err := os.Stat(vaasaFile); err == nil {
		list = append(list, programme{vaasaFile, "en"})
	}
	return list
}

// taken reads a programme into a data folder and returns the new roadmap's id.
func taken(t testing.TB, data string, p programme) string {
	t.Helper()
	out := does(t, data, "roadmap", "import", "-title", "Plan", "-organisation", "905", "-period", "2023-2026", "-lang", p.lang, p.path)
	if out != "plan\n" {
		t.Fatalf("%s: standard output is %q", p.path, out)
	}
	return "plan"
}

// kept is a roadmap as the program exports it.
func kept(t testing.TB, data, id string) *roadmap.Roadmap {
	t.Helper()
	b, err := exchange.ReadBundle([]byte(does(t, data, "roadmap", "export", id, "-format", "json")))
	if err != nil {
		t.Fatal(err)
	}
	return &b.Roadmaps[0]
}

// vaasaTruth lists what the real programme holds, as it was counted by hand.
func vaasaTruth(t *testing.T) (want []string) {
	t.Helper()
	var truth struct {
		Sections []struct {
			Title string
			Goals []struct {
				Title string
				Rows  []struct {
					Line  int
					Cells []string
					Items []string
				}
			}
		}
	}
	text, err := os.ReadFile("../../exchange/testdata/vaasa-truth.json")
	if err == nil {
		err = json.Unmarshal(text, &truth)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range truth.Sections {
		want = append(want, s.Title)
		for _, g := range s.Goals {
			want = append(want, g.Title)
			for _, r := range g.Rows {
				want = append(want, fmt.Sprintf("line %d %v %v", r.Line, r.Cells, r.Items))
			}
		}
	}
	return want
}

// The numbers and every raw cell against a truth made by hand.
func TestVaasaProgrammeIsReadWithoutLoss(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(vaasaFile); err != nil {
		t.Skipf("the real programme is not here: %v", err)
	}
	data := t.TempDir()
	args := []string{"roadmap", "import", "-title", "Vaasa", "-organisation", "905", "-period", "2023-2026", "-lang", "en", vaasaFile}
	got := tool(t, data, args...)
	if first, _, _ := strings.Cut(got.err, "\n"); got.status != done || got.out != "vaasa\n" || first != "read 8 sections, 25 goals, 62 actions, 80 items" {
		t.Fatalf("exit %d, %q, %q", got.status, got.out, got.err)
	}
	want, have := vaasaTruth(t), []string{}
	for _, s := range kept(t, data, "vaasa").Sections {
		have = append(have, s.Title.EN)
		for _, g := range s.Goals {
			have = append(have, sum(g.Title.EN))
			for _, a := range g.Actions {
				var cells, items []string
				for _, c := range a.AsRead.Cells {
					cells = append(cells, sum(c))
				}
				for _, i := range a.Items {
					items = append(items, sum(i.EN))
				}
				have = append(have, fmt.Sprintf("%s %v %v", a.AsRead.Place, cells, items))
			}
		}
	}
	for i := range max(len(want), len(have)) {
		if i >= len(want) || i >= len(have) || want[i] != have[i] {
			t.Fatalf("the first difference is at %d of %d and %d:\n%v\n%v", i, len(want), len(have), want[min(i, len(want)-1)], have[min(i, len(have)-1)])
		}
	}
}

// sum is how the truth names a text.
func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])[:32]
}

func TestProgrammeComesBackFromJSONAsItWas(t *testing.T) {
	t.Parallel()
	for _, p := range programmes() {
		before, after := t.TempDir(), t.TempDir()
		id := taken(t, before, p)
		file := filepath.Join(t.TempDir(), "plan.json")
		does(t, before, "roadmap", "export", id, "-format", "json", "-o", file)
		if out := does(t, after, "roadmap", "import", file); out != id+"\n" {
			t.Errorf("%s: standard output is %q", p.path, out)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if again := does(t, after, "roadmap", "export", id, "-format", "json"); again != string(text) {
			t.Errorf("%s: another roadmap came back", p.path)
		}
	}
}

// carried is what a CSV carries of a roadmap.
func carried(r *roadmap.Roadmap) []string {
	var list []string
	for _, s := range r.Sections {
		list = append(list, fmt.Sprintf("%s %q %s", s.ID, s.Title, s.Domain))
		for _, g := range s.Goals {
			list = append(list, fmt.Sprintf("%s/%s %q", s.ID, g.ID, g.Title))
			for _, a := range g.Actions {
				use := ""
				if a.Practice != nil {
					use = fmt.Sprint(a.Practice.ID, "@", a.Practice.Version)
				}
				list = append(list, fmt.Sprintf("%s/%s/%s %q %+v %q %q %s %s", s.ID, g.ID, a.ID, a.Items, a.Schedule, a.ResponsibleText, a.IndicatorText, a.Status, use))
			}
		}
	}
	return list
}

func TestProgrammeComesBackFromCSV(t *testing.T) {
	t.Parallel()
	for _, p := range programmes() {
		before, after := t.TempDir(), t.TempDir()
		id := taken(t, before, p)
		file := filepath.Join(t.TempDir(), "plan.csv")
		does(t, before, "roadmap", "export", id, "-format", "csv", "-lang", p.lang, "-o", file)
		if out := does(t, after, "roadmap", "import", "-lang", p.lang, file); out != "plan\n" {
			t.Errorf("%s: standard output is %q", p.path, out)
		}
		want, have := kept(t, before, id), kept(t, after, "plan")
		if w, h := carried(want), carried(have); !reflect.DeepEqual(w, h) {
			t.Errorf("%s: from CSV came back\n%s\ninstead of\n%s", p.path, strings.Join(h, "\n"), strings.Join(w, "\n"))
		}
		if again := does(t, after, "roadmap", "export", "plan", "-format", "csv", "-lang", p.lang); again != contents(t, file) {
			t.Errorf("%s: what came back from CSV makes another CSV", p.path)
		}
	}
}

func contents(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAssembledRoadmapComesBackFromCSVAndJSON(t *testing.T) {
	t.Parallel()
	before := filled(t)
	args := append(strings.Fields("roadmap assemble -title Plan -organisation 092 -period 2027-2030 -lang sv"), namedEntries()...)
	does(t, before, args...)
	want := kept(t, before, "plan")
	folder := t.TempDir()
	for _, format := range []string{"csv", "json"} {
		file := filepath.Join(folder, "plan."+format)
		does(t, before, "roadmap", "export", "plan", "-format", format, "-lang", "sv", "-o", file)
		after := t.TempDir() // JSON brings its practices along
		if format == "csv" {
			after = filled(t)
		}
		id := strings.TrimSpace(does(t, after, "roadmap", "import", "-lang", "sv", file))
		have := kept(t, after, id)
		if format == "csv" {
			swedish(want)
			if h, w := carried(have), carried(want); len(h) < 10 || !reflect.DeepEqual(h, w) {
				t.Errorf("from CSV came back\n%s\ninstead of\n%s", strings.Join(h, "\n"), strings.Join(w, "\n"))
			}
			continue
		}
		if text := does(t, after, "roadmap", "export", id, "-format", format); text != contents(t, file) {
			t.Error("from JSON another roadmap came back")
		}
	}
}

// swedish leaves in a roadmap only the one language that a CSV has.
func swedish(r *roadmap.Roadmap) {
	for i := range r.Sections {
		s := &r.Sections[i]
		s.Title.FI, s.Title.EN = "", ""
		for j := range s.Goals {
			g := &s.Goals[j]
			g.Title.FI, g.Title.EN = "", ""
			for k := range g.Actions {
				for l := range g.Actions[k].Items {
					item := &g.Actions[k].Items[l]
					item.FI, item.EN = "", ""
				}
			}
		}
	}
}

func TestEverythingGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	before := filled(t)
	want := does(t, before, "export")
	folder := t.TempDir()
	for _, ending := range []string{"json", "zip"} {
		file, after := filepath.Join(folder, "all."+ending), t.TempDir()
		does(t, before, "export", "-o", file)
		for range 2 { // a second time nothing changes
			does(t, after, "import", file)
			if have := does(t, after, "export"); have != want {
				t.Errorf("from %s came back something else", ending)
			}
		}
		if n := practicesIn(started(t, after)); n < 25 {
			t.Errorf("a service on what came back from %s shows %d entries", ending, n)
		}
	}
	one, alone := filepath.Join(folder, "smile.json"), t.TempDir()
	does(t, before, "practice", "export", "smile", "-format", "json", "-o", one)
	does(t, alone, "import", one)
	if text := does(t, alone, "practice", "export", "smile", "-format", "json"); text != contents(t, one) {
		t.Error("a practice came back as another one")
	}
}
