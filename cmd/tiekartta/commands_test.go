package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// filled is a data folder with the starter catalogue that no service uses: a copy
// of one that serve has made.
func filled(t testing.TB) string {
	t.Helper()
	made.Do(func() {
		made.folder = filepath.Join(programFolder, "filled")
		if err := os.Mkdir(made.folder, 0o700); err != nil {
			t.Fatal(err)
		}
		started(t, made.folder).stop()
	})
	data := t.TempDir()
	if err := os.CopyFS(data, os.DirFS(made.folder)); err != nil {
		t.Fatal(err)
	}
	return data
}

var made struct {
	sync.Once
	folder string
}

// inEnvironment runs one command in an environment.
func inEnvironment(t testing.TB, environment []string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Env = environment
	return ends(t, cmd)
}

func TestWrongUsageExitsWith2(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, line := range []string{
		"", "frobnicate", "roadmap", "roadmap frobnicate", "practice", "-data x serve",
		"serve x", "serve -nope", "serve -url nonsense", "serve -url ftp://example.org", "serve -proxies nonsense", "serve -empty=maybe",
		"import", "export x", "practice list x", "practice export -format md", "practice export -format md a b",
		"practice export -format md -lang de smile", "roadmap list x", "roadmap export -format md",
		"roadmap export -format md -lang de x", "roadmap assemble -title x", "roadmap assemble -lang xx smile",
		"roadmap import -title x", "roadmap import -title x a b", "roadmap import -lang de x.csv",
		"user add", "user add -email a@example.org", "user add -email a@example.org -role editor", "user add -organisation 092 -role editor",
		"user add -email a@example.org -operator -lang de", "user list x", "user disable", "user disable a b",
		"token add", "token add -role editor", "token add -organisation 092", "token add x",
		"backup", "backup a b", "restore", "restore a b", "check x", "reindex x", "version x",
	} {
		args := append(strings.Fields(line), "-data", data)
		got := inEnvironment(t, environment(), args...)
		if got.status != misused || got.out != "" || got.err == "" {
			t.Errorf("tiekartta %s: exit %d, standard output %q, standard error %q", line, got.status, got.out, got.err)
		}
	}
	if ok, err := exists(data); ok || err != nil {
		t.Errorf("wrong usage made a data folder (%v)", err)
	}
}

func TestHelpIsAnAnswerAndNoMistake(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"help", "-h", "-help", "--help"} {
		got := inEnvironment(t, environment(), line)
		for _, c := range commands() {
			if got.status != done || !strings.Contains(got.out, "tiekartta "+c.name) {
				t.Errorf("tiekartta %s: exit %d and no word of %s", line, got.status, c.name)
			}
		}
	}
	for _, c := range commands() {
		got := inEnvironment(t, environment(), append(strings.Fields(c.name), "-h")...)
		if got.status != done || !strings.Contains(got.out, "-data") || got.err != "" {
			t.Errorf("tiekartta %s -h: exit %d\n%s%s", c.name, got.status, got.out, got.err)
		}
	}
	got := inEnvironment(t, environment(), "vocabulary", "-h")
	if got.status != done || got.err != "" || !strings.Contains(got.out, "tiekartta vocabulary import") || !strings.Contains(got.out, "uri, fi, sv, en") || strings.Contains(got.out, "tiekartta serve") {
		t.Errorf("tiekartta vocabulary -h: exit %d\n%s%s", got.status, got.out, got.err)
	}
	got = inEnvironment(t, environment(), "vocabulary")
	if got.status != misused || got.out != "" || !strings.Contains(got.err, "“vocabulary”") || !strings.Contains(got.err, "tiekartta vocabulary import") || strings.Contains(got.err, "tiekartta serve") {
		t.Errorf("tiekartta vocabulary: exit %d\n%s%s", got.status, got.out, got.err)
	}
	if got := inEnvironment(t, environment(), "no", "-h"); got.status != misused || got.out != "" {
		t.Errorf("tiekartta no -h: exit %d\n%s", got.status, got.out)
	}
	if got := inEnvironment(t, environment(), "version"); got.out != "tiekartta development\n" || got.status != done {
		t.Errorf("version says %q with %d", got.out, got.status)
	}
}

func TestWhatIsPlannedIsRefusedByName(t *testing.T) {
	t.Parallel()
	data := filled(t)
	list := does(t, data, "roadmap", "list")
	id, _, _ := strings.Cut(list, "\t")
	aside := t.TempDir()
	for _, one := range []struct{ line, name string }{
		{"roadmap export -format pdf -o OUT " + id, "pdf"}, {"roadmap export -format docx -o OUT " + id, "docx"},
		{"roadmap export -format xlsx -o OUT " + id, "xlsx"}, {"roadmap export -format pptx -o OUT " + id, "pptx"},
		{"roadmap export -format html -template x.docx -o OUT " + id, "-template"},
		{"practice export -format pdf -o OUT smile", "pdf"}, {"practice export -o OUT smile", "html, md, json"},
		{"export -o OUT.pdf", "pdf"}, {"export -static OUT", "-static"},
		{"import FILE.docx", "json, zip, csv, xlsx"},
		{"roadmap import -title x FILE.docx", "docx"}, {"roadmap import -title x FILE.xlsx", "xlsx"},
	} {
		for _, ending := range []string{".csv", ".docx", ".xlsx"} {
			if err := os.WriteFile(filepath.Join(aside, "file"+ending), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		line := strings.NewReplacer("OUT", filepath.Join(aside, "out"), "FILE", filepath.Join(aside, "file")).Replace(one.line)
		refuses(t, data, strings.Fields(line), one.name)
	}
	if left, err := filepath.Glob(filepath.Join(aside, "out*")); err != nil || len(left) > 0 {
		t.Errorf("refused commands left %v %v", left, err)
	}
}

func TestAssembleNamesAllThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	data := filled(t)
	args := strings.Fields("roadmap assemble -organisation 999 -period 2030-soon smile nope tempo-orchestra nada")
	refuses(t, data, args, "title: ", "organisation: ", "“999”", "period.end: ", "practices[1]: ", "“nope”", "practices[3]: ", "“nada”")
	refuses(t, data, strings.Fields("roadmap assemble -title x -organisation 092 -period 2027-2030 -state soon smile"), "state: ", "“soon”")
	if list := does(t, data, "roadmap", "list"); strings.Count(list, "\n") != 1 {
		t.Errorf("there are other roadmaps than the demonstration:\n%s", list)
	}
}

func TestWhatIsNotThereIsRefusedByName(t *testing.T) {
	t.Parallel()
	data, nowhere := filled(t), filepath.Join(t.TempDir(), "nowhere")
	for _, line := range []string{
		"practice list", "roadmap list", "export", "practice export -format md smile", "roadmap export -format md x",
		"roadmap assemble -title x -organisation 092 -period 2027-2030 smile", "check", "reindex", "backup x.zip",
	} {
		refuses(t, nowhere, strings.Fields(line), filepath.Join(nowhere, databaseFile))
	}
	if ok, err := exists(nowhere); ok || err != nil {
		t.Errorf("a command that reads made a data folder (%v)", err)
	}
	refuses(t, data, strings.Fields("practice export -format md nope"), "nope")
	refuses(t, data, strings.Fields("roadmap export -format md nope"), "nope")
	refuses(t, data, strings.Fields("token add -organisation nope -role editor"), "organisation: ", "“nope”")
	refuses(t, data, strings.Fields("token add -organisation 092 -role king"), "role: ", "“king”")
}

func TestFlagsMayStandAfterArguments(t *testing.T) {
	t.Parallel()
	data := filled(t)
	before := does(t, data, strings.Fields("practice export -format json -lang sv smile")...)
	for _, line := range []string{"practice export smile -format json -lang sv", "practice export -format=json smile --lang=sv"} {
		if got := does(t, data, strings.Fields(line)...); got != before {
			t.Errorf("tiekartta %s gives something else", line)
		}
	}
	got := inEnvironment(t, environment(), "practice", "export", "-format", "json", "-data", data, "--", "-smile")
	refusedWith(t, got, []string{"--", "-smile"}, "-smile")
}

func TestEveryFlagTakesItsDefaultFromTheEnvironment(t *testing.T) {
	t.Parallel()
	data := filled(t)
	want := does(t, data, strings.Fields("practice export -format md -lang sv smile")...)
	set := environment("TIEKARTTA_DATA="+data, "TIEKARTTA_FORMAT=md", "TIEKARTTA_LANG=sv")
	if got := inEnvironment(t, set, "practice", "export", "smile"); got.out != want {
		t.Errorf("the environment gives something else: %d %s", got.status, got.err)
	}
	if got := inEnvironment(t, set, "practice", "export", "smile", "-lang", "fi"); got.status != done || got.out == want {
		t.Errorf("a flag does not win over the environment: %d %s", got.status, got.err)
	}
	wrong := inEnvironment(t, environment("TIEKARTTA_EMPTY=maybe"), "serve", "-data", t.TempDir())
	if wrong.status != misused || !strings.Contains(wrong.err, "TIEKARTTA_EMPTY") {
		t.Errorf("a wrong value in the environment: %d %s", wrong.status, wrong.err)
	}
	cmd := exec.Command(program(t), "serve")
	cmd.Env = environment("TIEKARTTA_DATA="+t.TempDir(), "TIEKARTTA_ADDR=127.0.0.1:0", "TIEKARTTA_EMPTY=true", "TIEKARTTA_OPERATOR=Koekunta")
	s := beginCommand(t, cmd)
	s.ready()
	if n := practicesIn(s); n != 0 {
		t.Errorf("TIEKARTTA_EMPTY does nothing: %d entries", n)
	}
	if page := s.get("/fi/accessibility"); !strings.Contains(page.body, "Koekunta") {
		t.Error("TIEKARTTA_OPERATOR does nothing")
	}
}

func TestMessagesSpeakTheLanguageOfTheTerminal(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		environment []string
		wanted      string
	}{
		{nil, "There is no command"},
		{[]string{"LANG=C.UTF-8"}, "There is no command"},
		{[]string{"LANG=de_DE.UTF-8"}, "There is no command"},
		{[]string{"LANG=fi_FI.UTF-8"}, "Komentoa "},
		{[]string{"LANG=fi"}, "Komentoa "},
		{[]string{"LANG=fi.UTF-8"}, "Komentoa "},
		{[]string{"LANG=fi_FI@euro"}, "Komentoa "},
		{[]string{"LANG=fi_FI.UTF-8", "LC_MESSAGES=sv_FI.UTF-8"}, "Kommandot "},
		{[]string{"LANG=fi_FI.UTF-8", "LC_MESSAGES=sv_FI.UTF-8", "LC_ALL=en_GB.UTF-8"}, "There is no command"},
		{[]string{"LANG=sv_SE.UTF-8", "LC_ALL="}, "Kommandot "},
	} {
		var out, said strings.Builder
		getenv := func(name string) string {
			for _, pair := range one.environment {
				if value, ok := strings.CutPrefix(pair, name+"="); ok {
					return value
				}
			}
			return ""
		}
		status := run(context.Background(), []string{"frobnicate"}, getenv, streams{out: &out, err: &said})
		if status != misused || !strings.HasPrefix(said.String(), one.wanted) {
			t.Errorf("%v: exit %d, %q", one.environment, status, said.String())
		}
	}
	data := filled(t)
	got := inEnvironment(t, environment("LC_ALL=sv_FI.UTF-8"), "roadmap", "export", "nope", "-format", "md", "-data", data)
	refusedWith(t, got, []string{"in Swedish"}, "Finns inte: roadmap \"nope\"\n")
}
