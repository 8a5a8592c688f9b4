package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// broken is a file that must be refused, and what the message must name.
type broken struct {
	name, text string
	wanted     []string
}

func practiceBundle(fields string) string {
	return `{"format": "tiekartta/1", "organisations": [{"id": "good", "name": {"fi": "Hyvä"}, "type": "state"}],
"practices": [
{"id": "fine", "organisation": "good", "title": {"fi": "Kunnossa"}},
{"id": "bad", "organisation": "good", ` + fields + `}]}`
}

func brokenBundles(t *testing.T) []broken {
	const title = `"title": {"fi": "Otsikko"}`
	whole := practiceBundle(title)
	return []broken{
		{"latin1.json", practiceBundle("\"title\": {\"fi\": \"K\xe4yt\xe4nt\xf6\"}"), []string{"line 4", "UTF-8"}},
		{"line.json", strings.Repeat("a", 10<<20), []string{"line 1", "JSON"}},
		{"open.json", `{"format": "tiekartta/1", "practices": ["` + strings.Repeat("a", 10<<20), []string{"line 1", "JSON"}},
		{"deep.json", strings.Repeat("[", 10<<20), []string{"line 1", "JSON"}},
		{"cut.json", whole[:len(whole)-20], []string{"line 4", "JSON"}},
		{"two.json", whole + "\n" + whole, []string{"line 5", "JSON"}},
		{"type.json", practiceBundle(`"title": "Otsikko"`), []string{"practices[1].title"}},
		{"number.json", practiceBundle(title + `, "reach": {"actual": "456"}`), []string{"practices[1].reach.actual", "number"}},
		{"list.json", practiceBundle(title + `, "results": {"id": "r"}`), []string{"practices[1].results", "list"}},
		{"field.json", practiceBundle(title + `, "sumary": {"fi": "x"}, "results": [{"id": "r", "lable": {}}]`),
			[]string{"practices[1].sumary", "“sumary”", "practices[1].results[0].lable"}},
		{"twice.json", practiceBundle(title + ", " + title), []string{"practices[1].title", "“title”"}},
		{"ids.json", strings.Replace(whole, `"bad"`, `"fine"`, 1), []string{"practices[1].id", "“fine”"}},
		{"reference.json", practiceBundle(title + `, "related": [{"practice": "nope", "relation": "similar"}]`), []string{"practices[1].related[0].practice", "“nope”"}},
		{"owner.json", strings.Replace(whole, `"organisation": "good"`, `"organisation": "nobody"`, 1), []string{"practices[0].organisation", "“nobody”"}},
		{"domain.json", practiceBundle(title + `, "domains": ["cooking"]`), []string{"practices[1].domains[0]", "“cooking”"}},
		{"publish.json", practiceBundle(title + `, "state": "published"`), []string{"practices[1].summary", "practices[1].domains"}},
		{"format.json", `{"format": "tiekartta/9"}`, []string{"format", "“tiekartta/9”", "tiekartta/1"}},
		{"empty.json", "", []string{"line 1", "JSON"}},
		{"array.json", "[]", []string{"array.json"}},
		{"empty.zip", "", []string{"empty.zip"}},
		{"line.zip", strings.Repeat("a", 10<<20), []string{"line.zip"}},
		{"other.zip", zipped(t, map[string]string{"x.json": "{}"}), []string{"bundle.json"}},
		{"sum.zip", zipped(t, map[string]string{"bundle.json": whole, "SHA256SUMS": strings.Repeat("0", 64) + "  bundle.json\n"}), []string{"bundle.json"}},
	}
}

func zipped(t *testing.T, files map[string]string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func brokenProgrammes() []broken {
	const five = "Tavoite\tToimenpiteet\tAikataulu\tVastuutaho\tMittari\n"
	long := strings.Repeat("a", 10<<20)
	const own = "row_id;section;goal;actions;schedule;responsible;indicator\n"
	return []broken{
		{"latin1.txt", five + "Ty\xf6\tx\t2027\ty\tz\n", []string{"line 2", "byte 3", "UTF-8"}},
		{"latin1.md", "# Ty\xf6\n", []string{"line 1", "byte 5", "UTF-8"}},
		{"latin1.html", "<p>\nTy\xf6", []string{"line 2", "byte 3", "UTF-8"}},
		{"latin1.csv", own + "a;Ty\xf6;;;;;\n", []string{"line 2", "byte 5", "UTF-8"}},
		{"line.txt", long, []string{"line 1"}},
		{"line.tsv", long, []string{"line 1"}},
		{"line.md", long, []string{"line 1"}},
		{"line.csv", long, []string{"line 1"}},
		{"line.html", long, []string{"line.html"}},
		{"line.json", long, []string{"line 1", "JSON"}},
		{"four.txt", "Tavoite\tToimenpiteet\tAikataulu\tVastuutaho\nTyö\tx\t2027\ty\n", []string{"line 1"}},
		{"row.txt", five + "Työ\tx\t2027\ty\n", []string{"line 2"}},
		{"four.md", "| Tavoite | Toimenpiteet | Aikataulu | Vastuutaho |\n|---|---|---|---|\n| Työ | x | 2027 | y |\n", []string{"line 1"}},
		{"four.html", "<table>\n<tr><th>Tavoite<th>Toimenpiteet<th>Aikataulu<th>Vastuutaho\n<tr><td>Työ<td>x<td>2027<td>y\n</table>", []string{"line 2"}},
		{"four.csv", "row_id;section;goal;actions\na;b;c;d\n", []string{"line 1", "schedule"}},
		{"row.csv", own + "s1/g1/a1;Työ;x;y\n", []string{"line 2"}},
		{"empty.txt", "", []string{"empty.txt"}},
		{"blank.md", " \n\n", []string{"blank.md"}},
		{"empty.json", "", []string{"line 1", "JSON"}},
		{"prose.txt", "Ei taulukkoa.\n", []string{"prose.txt"}},
		{"type.json", `{"format": "tiekartta/1", "roadmaps": [{"id": "x", "title": {"fi": "X"}, "period": "2027-2030"}]}`, []string{"roadmaps[0].period"}},
		{"field.json", `{"format": "tiekartta/1", "roadmaps": [{"id": "x", "title": {"fi": "X"}, "titel": 1}]}`, []string{"roadmaps[0].titel"}},
		{"two.json", `{"format": "tiekartta/1", "roadmaps": [{"id": "x"}, {"id": "y"}]}`, []string{"roadmaps", "2"}},
		{"none.json", `{"format": "tiekartta/1"}`, []string{"roadmaps", "0"}},
	}
}

func TestBrokenInputIsRefusedWithItsPlaceAndChangesNothing(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	before := does(t, data, "export")
	unchanged := func(what string) {
		t.Helper()
		if does(t, data, "export") != before {
			t.Fatalf("%s changed the database", what)
		}
	}
	try := func(args []string, all []broken) {
		for _, b := range all {
			path := filepath.Join(folder, b.name)
			if err := os.WriteFile(path, []byte(b.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got := tool(t, data, append(args, path)...)
			refusedWith(t, got, append(args, b.name), append(b.wanted, path)...)
			if len(got.err) > 20_000 {
				t.Errorf("%s: a message of %d bytes", b.name, len(got.err))
			}
			unchanged(b.name)
		}
	}
	reading := strings.Fields("roadmap import -title X -organisation 092 -period 2027-2030 -lang fi")
	try([]string{"import"}, brokenBundles(t))
	try(reading, brokenProgrammes())
	for _, ending := range []string{".json", ".zip", ".csv", ".txt", ".md"} {
		args := reading
		if ending == ".json" || ending == ".zip" {
			args = []string{"import"}
		}
		missing, directory := filepath.Join(folder, "missing"+ending), filepath.Join(folder, "folder"+ending)
		if err := os.Mkdir(directory, 0o700); err != nil {
			t.Fatal(err)
		}
		refuses(t, data, append(args, missing), missing, "no such file")
		refuses(t, data, append(args, directory), directory, "folder")
		unchanged(ending)
	}
}

func TestEachFileOfAnImportIsTakenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	data, folder := filled(t), t.TempDir()
	good := filepath.Join(folder, "good.json")
	bad := filepath.Join(folder, "bad.json")
	os.WriteFile(good, []byte(practiceBundle(`"title": {"fi": "Toinen"}`)), 0o600)
	os.WriteFile(bad, []byte(strings.NewReplacer(`"fine"`, `"new"`, `"bad"`, `"wrong"`).Replace(practiceBundle(`"title": 1`))), 0o600)
	refuses(t, data, []string{"import", good, bad}, bad+": practices[1].title", good+": ")
	list := does(t, data, "practice", "list")
	if !strings.Contains(list, "\nfine\t") || strings.Contains(list, "\nnew\t") {
		t.Errorf("after a good and a bad file there are\n%s", list)
	}
}
