package language

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tiekartta/search/language/voikko"
)

// dictionary is the one of the Debian package voikko-fi.
func dictionary(t testing.TB) *voikko.Dictionary {
	t.Helper()
	d, err := voikko.Open("/usr/lib/voikko/5/mor-standard/mor.vfst")
	if os.IsNotExist(err) {
		t.Skip("the Debian package voikko-fi is not installed:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTheDictionaryAgreesWithPeople compares it with testdata/voikko.tsv, which
// was made by hand: word, base form, parts of a compound.
func TestTheDictionaryAgreesWithPeople(t *testing.T) {
	d := dictionary(t)
	text, err := os.ReadFile(filepath.Join("testdata", "voikko.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")[1:]
	agreed := 0
	for _, line := range lines {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("%q has not three fields", line)
		}
		word, base, parts := f[0], f[1], f[2]
		list := d.Analyses(word)
		ok := slices.ContainsFunc(list, func(a voikko.Analysis) bool {
			var mine []string
			for _, p := range a.Parts {
				mine = append(mine, p.Base)
			}
			return (a.Base == base || a.Verb == base) && (parts == "" || parts == strings.Join(mine, "+"))
		})
		if ok {
			agreed++
		} else {
			t.Logf("%s is not %s %s: %+v", word, base, parts, list)
		}
	}
	t.Logf("%d of %d words agree", agreed, len(lines))
	if 100*agreed < 95*len(lines) {
		t.Errorf("%d of %d words agree, 95 in a hundred must", agreed, len(lines))
	}
}

func TestTheDictionaryAddsTokensAndTakesNoneAway(t *testing.T) {
	with, without := New(), New()
	with.UseDictionary(dictionary(t))
	terms := func(l *Language, word string, kind Kind) []string {
		var list []string
		for _, token := range l.Tokens(0, word) {
			if token.Kind == kind {
				list = append(list, token.Term)
			}
		}
		return list
	}
	for _, g := range goldenWords(t) {
		if g.lang != 0 {
			continue
		}
		for _, token := range without.Tokens(0, g.word) {
			if !slices.Contains(with.Tokens(0, g.word), token) {
				t.Errorf("%s has lost %s", g.word, token.Term)
			}
		}
	}
	for _, test := range []struct {
		word string
		kind Kind
		term string
	}{
		{"laadittiin", Whole, "laat"}, {"rekrytoidut", Whole, "rekrytoid"}, {"maanmittauslaitoksen", Part, "mittaus"}, {"syyskuussa", Part, "syys"},
	} {
		if list := terms(with, test.word, test.kind); !slices.Contains(list, test.term) {
			t.Errorf("%s: %v without %s", test.word, list, test.term)
		}
		if list := terms(without, test.word, test.kind); slices.Contains(list, test.term) {
			t.Errorf("%s has %s without the dictionary; another word must show what it adds", test.word, test.term)
		}
	}
	if without.Known(0, "niukentaa") || !with.Known(0, "niukentaa") {
		t.Error("a word of the dictionary is not known")
	}
	if with.Version() == without.Version() || len(with.InUse()) != len(without.InUse())+1 {
		t.Error("it is not told that the dictionary is in use:", with.InUse())
	}
}

func TestDataInUseAreTold(t *testing.T) {
	var names []string
	for _, d := range New().InUse() {
		names = append(names, d.Name)
		if len(d.Version) != 12 {
			t.Error(d)
		}
	}
	if want := []string{"words-fi.txt.gz", "words-sv.txt.gz", "words-en.txt.gz", "vectors.bin", "stop.txt", "forms.txt", "thesaurus.ttl"}; !slices.Equal(names, want) {
		t.Error(names)
	}
	if list := Read(os.DirFS(t.TempDir())).InUse(); len(list) > 0 {
		t.Error("of an empty folder:", list)
	}
}
