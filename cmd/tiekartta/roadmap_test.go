package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tiekartta/i18n"
)

// fed runs one command with a text on its standard input.
func fed(t testing.TB, data, text string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(program(t), append(args, "-data", data)...)
	cmd.Env, cmd.Stdin = environment(), strings.NewReader(text)
	return ends(t, cmd)
}

// planJSON is a bundle of one roadmap that does not say its id.
const planJSON = `{"format": "tiekartta/1", "organisations": [{"id": "town", "name": {"sv": "Staden"}, "type": "municipality"}],
"roadmaps": [{"organisation": "town", "title": {"fi": "Suunnitelma", "sv": "Plan för alla"}, "originalLanguage": "sv",
"period": {"start": "2027", "end": "2030"}, "state": "consultation"}]}`

func TestImportedRoadmapWithoutIDGetsOneAndItIsPrinted(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	out := does(t, data, "roadmap", "import", written(t, "plan.json", planJSON))
	if id := strings.TrimSuffix(out, "\n"); id != "plan-for-alla" {
		t.Fatalf("standard output is %q", out)
	}
	if r := kept(t, data, "plan-for-alla"); r.State != "consultation" {
		t.Errorf("without -state it is %s", r.State)
	}
}

func TestFlagsOfImportHoldForJSONToo(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]struct {
		title i18n.Text
		state string
	}{
		"":                                  {i18n.Text{FI: "Suunnitelma", SV: "Plan för alla"}, "consultation"},
		"-state draft":                      {i18n.Text{FI: "Suunnitelma", SV: "Plan för alla"}, "draft"},
		"-state approved -period 2028":      {i18n.Text{FI: "Suunnitelma", SV: "Plan för alla"}, "approved"},
		"-title Vår":                        {i18n.Text{FI: "Suunnitelma", SV: "Vår"}, "consultation"},
		"-title Meidän -lang fi":            {i18n.Text{FI: "Meidän", SV: "Plan för alla"}, "consultation"},
		"-title Ours -lang en -state draft": {i18n.Text{FI: "Suunnitelma", SV: "Plan för alla", EN: "Ours"}, "draft"},
	} {
		data := t.TempDir()
		all := append([]string{"roadmap", "import", written(t, "plan.json", planJSON)}, strings.Fields(args)...)
		r := kept(t, data, strings.TrimSpace(does(t, data, all...)))
		if r.Title != want.title || r.State != want.state {
			t.Errorf("%s: %s, %+v", args, r.State, r.Title)
		}
	}
	data := t.TempDir()
	refuses(t, data, []string{"roadmap", "import", "-state", "soon", written(t, "plan.json", planJSON)}, "state", "“soon”")
	set := environment("TIEKARTTA_STATE=draft", "TIEKARTTA_DATA="+data)
	if got := inEnvironment(t, set, "roadmap", "import", written(t, "plan.json", planJSON)); got.status != done {
		t.Fatalf("exit %d, %s", got.status, got.err)
	}
	if r := kept(t, data, "plan-for-alla"); r.State != "draft" {
		t.Errorf("with a state from the environment it is %s", r.State)
	}
}

func TestBundleIsReadFromStandardInput(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	bundle := practiceBundle(`"title": {"fi": "Toinen"}`)
	if got := fed(t, data, bundle, "import", "-"); got.status != done || !strings.Contains(got.err, "-: ") {
		t.Errorf("import: exit %d, %s", got.status, got.err)
	}
	if list := does(t, data, "practice", "list"); !strings.Contains(list, "fine\t") {
		t.Errorf("there are\n%s", list)
	}
	if got := fed(t, data, planJSON, "roadmap", "import", "-"); got.status != done || got.out != "plan-for-alla\n" {
		t.Errorf("roadmap import: exit %d, %q, %s", got.status, got.out, got.err)
	}
	refusedWith(t, fed(t, data, "dear diary", "import", "-"), []string{"import", "-"}, "-: ", "JSON")
}

func TestDraftThatIsListedCanBeExported(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	does(t, data, "import", written(t, "drafts.json", practiceBundle(`"title": {"fi": "Toinen"}`)))
	if list := does(t, data, "practice", "list"); !strings.Contains(list, "fine\tdraft\t") {
		t.Fatalf("there are\n%s", list)
	}
	for _, format := range []string{"json", "md", "html"} {
		if text := does(t, data, "practice", "export", "fine", "-format", format); !strings.Contains(text, "Kunnossa") {
			t.Errorf("as %s it is %s", format, beginning(text))
		}
	}
	back := filepath.Join(t.TempDir(), "fine.json")
	does(t, data, "practice", "export", "fine", "-format", "json", "-o", back)
	other := t.TempDir()
	does(t, other, "import", back)
	if list := does(t, other, "practice", "list"); !strings.HasPrefix(list, "fine\tdraft\t") {
		t.Errorf("it came back as %s", list)
	}
	refuses(t, data, []string{"practice", "export", "nope", "-format", "md"}, `Not found: practice "nope"`+"\n")
}

func TestATitleForAFileOfAnExistingRoadmapMakesANewOne(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	id := strings.TrimSpace(does(t, data, "roadmap", "import", written(t, "plan.json", planJSON)))
	file := written(t, "again.json", does(t, data, "roadmap", "export", "-format", "json", id))
	if again := strings.TrimSpace(does(t, data, "roadmap", "import", file)); again != id {
		t.Errorf("the same file without a title became %q", again)
	}
	renamed := strings.TrimSpace(does(t, data, "roadmap", "import", "-title", "Vår egen", file))
	if renamed != "var-egen" {
		t.Errorf("with a title it is %q", renamed)
	}
	if was := kept(t, data, id); was.Title.SV != "Plan för alla" {
		t.Errorf("the roadmap that was there is now called %q", was.Title.SV)
	}
}
