package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestVocabulariesGoInAndOut(t *testing.T) {
	data, aside := filled(t), t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(aside, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := put("Omat sanat.tsv", "uri\tfi\tsv\nx:1\tsaunaillat|löylyt\tbastukvällar\n")
	got := inEnvironment(t, environment(), "vocabulary", "import", "-data", data, good)
	if got.status != done || got.out != "" || !strings.Contains(got.err, "omat-sanat") || !strings.Contains(got.err, "fi 2, sv 1") {
		t.Errorf("exit %d\n%s%s", got.status, got.out, got.err)
	}
	if list := does(t, data, "vocabulary", "list"); !strings.HasPrefix(list, "omat-sanat\tOmat sanat.tsv\t") || !strings.HasSuffix(list, "\t1\n") {
		t.Errorf("listed: %q", list)
	}
	other := put("omat sanat.ttl", "<x:2> <http://www.w3.org/2004/02/skos/core#prefLabel> \"kylpylä\"@fi .")
	refuses(t, data, []string{"vocabulary", "import", other}, "Omat sanat.tsv") // of the same name, which would replace it
	if list := does(t, data, "vocabulary", "list"); !strings.HasPrefix(list, "omat-sanat\tOmat sanat.tsv\t") {
		t.Errorf("replaced all the same: %q", list)
	}
	got = inEnvironment(t, environment(), "vocabulary", "import", "-data", data, "-name", "omat-sanat", other)
	if got.status != done || !strings.Contains(got.err, "1 concept,") || !strings.Contains(got.err, "Omat sanat.tsv") {
		t.Errorf("exit %d\n%s", got.status, got.err)
	}
	got = inEnvironment(t, environment(), "vocabulary", "import", "-data", data, "-name", "omat-sanat", good)
	if got.status != done {
		t.Errorf("exit %d\n%s", got.status, got.err)
	}
	refuses(t, data, []string{"vocabulary", "import", put("cut.ttl", "<a> <b>\n<c>")}, "cut.ttl: line 2: ")
	refuses(t, data, []string{"vocabulary", "import", put("x.csv", "")}, ".tsv")
	refuses(t, data, []string{"vocabulary", "import", filepath.Join(aside, "none.ttl")}, "none.ttl")
	refuses(t, data, []string{"vocabulary", "remove", "none"}, "none")
	out := filepath.Join(aside, "ours.ttl")
	does(t, data, "vocabulary", "export", "-o", out)
	text, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(text), `skos:prefLabel "kirjastot"@fi`) {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	refuses(t, data, []string{"vocabulary", "import", out}, "ours.ttl") // all of it is there
	more := put("more.ttl", string(text)+"\n<x:3> skos:prefLabel \"avanto\"@fi .\n")
	got = inEnvironment(t, environment(), "vocabulary", "import", "-data", data, more)
	if got.status != done || !strings.Contains(got.err, "1 concept,") || !strings.Contains(got.err, "are left out") {
		t.Errorf("exit %d\n%s", got.status, got.err)
	}
	does(t, data, "vocabulary", "remove", "more")
	does(t, data, "vocabulary", "remove", "omat-sanat")
	if list := does(t, data, "vocabulary", "list"); list != "" {
		t.Errorf("left: %q", list)
	}
}

func TestWhatIsReadOfALargeFileIsTold(t *testing.T) {
	told := 0
	r := &counting{strings.NewReader(strings.Repeat("x", 3<<20)), 0, 3 << 20, func(done, all int) {
		if told = done; all != 3 {
			t.Errorf("%d of %d", done, all)
		}
	}}
	if _, err := io.Copy(io.Discard, r); err != nil || told != 3 {
		t.Errorf("%d read, %v", told, err)
	}
}
