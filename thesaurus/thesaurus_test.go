package thesaurus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
	"tiekartta/store/storetest"
	. "tiekartta/thesaurus"
)

func read(t *testing.T, name, text string) Read {
	t.Helper()
	r, err := ReadFile(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// repeated is a text again and again, each time with another number.
func repeated(text string, times int) string {
	var b strings.Builder
	for i := range times {
		fmt.Fprintf(&b, text, i)
	}
	return b.String()
}

func TestTurtleOfOthersIsRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "animals.ttl"))
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, "animals.ttl", "\uFEFF"+string(text))
	const ex = "http://example.org/animals/"
	var ids []string
	for _, c := range r.Concepts {
		ids = append(ids, strings.TrimPrefix(c.ID, ex))
	}
	slices.Sort(ids)
	if !slices.Equal(ids, []string{"animal", "cat", "chicken", "dog", "egg"}) {
		t.Errorf("read %v", ids)
	}
	cat, dog := r.Concept(ex+"cat"), r.Concept(ex+"dog")
	want := []language.Label{{Lang: 0, Text: "kissa", Preferred: true}, {Lang: 1, Text: "katt", Preferred: true}, {Lang: 2, Text: "cat", Preferred: true},
		{Lang: 0, Text: `kolli "mirri"`}, {Lang: 1, Text: "kätte"}}
	if !slices.Equal(cat.Labels, want) || !slices.Equal(cat.Broader, []string{ex + "animal"}) || cat.Note.FI != "Kotieläin." {
		t.Errorf("%+v", cat)
	}
	if dog.Label(i18n.Finnish) != "koira" || dog.Labels[1].Preferred {
		t.Errorf("of two preferred labels both are: %+v", dog.Labels)
	}
	if r.Labels[i18n.Finnish] != 7 || r.Labels[i18n.Swedish] != 3 || r.Labels[i18n.English] != 2 {
		t.Errorf("labels %v", r.Labels)
	}
}

func TestWhatIsWrongWithAFileIsToldWithItsLine(t *testing.T) {
	latin, err := os.ReadFile(filepath.Join("testdata", "latin1.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	const head = "@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n"
	for _, one := range []struct{ name, text, place, key string }{
		{"a.ttl", head + "<a> s:prefLabel \"open@fi .\n", "line 3", "skos_open"},
		{"a.ttl", head + "<a> s:prefLabel \"a\"@fi", "line 2", "skos_cut"},
		{"a.ttl", head + "\n<a> t:prefLabel \"a\"@fi .", "line 3", "skos_prefix"},
		{"a.ttl", head + "<a> s:prefLabel \"\xff\"@fi .", "line 2", "skos_not_utf8"},
		{"a.ttl", head + "<a> s:prefLabel \"" + strings.Repeat("a", 1<<20) + "\"@fi .", "line 2", "skos_long"},
		{"a.ttl", head + "<a> s:prefLabel ; .", "line 2", "skos_unexpected"},
		{"a.ttl", head + "<" + strings.Repeat("a", 1<<20), "line 2", "skos_open"},
		{"a.ttl", "PK\x03\x04 no Turtle", "line 1", ""},
		{"a.ttl", "", "", "skos_empty"},
		{"a.ttl", strings.Repeat("[", 5000), "line 1", "skos_deep"},
		{"a.tsv", string(latin), "line 4", "skos_not_utf8"},
		{"a.tsv", "fi\tsv\n", "line 1", "skos_no_id"},
		{"a.tsv", "", "line 1", "skos_no_id"},
		{"a.tsv", "uri\tfi\nx:1\ta\tb\n", "line 2", "skos_columns"},
		{"a.tsv", "uri\tfi\nx:1\t" + strings.Repeat("a", 1<<20) + "\n", "line 2", "skos_long"},
		{"a.ttl", head + "<a> s:prefLabel " + strings.Repeat(`"a"^^`, 1<<20) + "<c> .", "line 2", "skos_unexpected"},
		{"a.ttl", head + "<a> s:prefLabel \n\"a\"^^ ( ) .", "line 3", "skos_unexpected"},
		{"a.ttl", repeated("@prefix p%d: <x:> .\n", 1001), "line 1001", "skos_prefixes"},
		{"a.ttl", head + "@prefix l: <x:" + strings.Repeat("a", 1990) + "> .\n<a> s:broader l:0123456789 .", "line 3", "skos_long"},
		{"a.ttl", head + "<a> s:broader\n" + repeated("<x:%d>,\n", 1002), "line 1003", "skos_concept"},
		{"a.ttl", head + repeated("<x:%d> s:narrower <a> .\n", 1002), "line 1002", "skos_concept"},
		{"a.ttl", head + "<a> s:altLabel\n" + repeated("\"a%d\"@fi,\n", 1002), "line 1003", "skos_concept"},
		{"a.tsv", "uri\tfi\n" + strings.Repeat("x:1\ta\n", 1002), "line 1002", "skos_concept"},
		{"a.tsv", "uri\tfi\nx:" + strings.Repeat("a", 2000) + "\ta\n", "line 2", "skos_long"},
		{"a.rdf", "<rdf/>", "", "skos_ending"},
	} {
		_, err := ReadFile(one.name, strings.NewReader(one.text))
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Path != one.place || one.key != "" && problems[0].Key != one.key {
			t.Errorf("%.60q: %v instead of %s: %s", one.text, err, one.place, one.key)
		}
	}
}

func TestLongLabelsAreLeftOutAndCounted(t *testing.T) {
	long := strings.Repeat("a", language.LongestLabel+1)
	r := read(t, "a.tsv", "uri\tfi\nx:1\tlyhyt|"+long+"\n")
	if len(r.Concepts) != 1 || len(r.Concepts[0].Labels) != 1 || r.Skipped != 1 {
		t.Errorf("%+v, %d left out", r.Concepts, r.Skipped)
	}
	r = read(t, "a.ttl", `<a> <http://www.w3.org/2004/02/skos/core#prefLabel> "lyhyt"@fi, "`+long+`"@sv .`)
	if len(r.Concepts[0].Labels) != 1 || r.Skipped != 1 {
		t.Errorf("%+v, %d left out", r.Concepts, r.Skipped)
	}
}

func TestAllOfYSOIsRead(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "data", "yso-labels.tsv")
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no " + path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := ReadFile(path, file)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Concepts) < 27000 || r.Labels[i18n.Swedish] < 25000 {
		t.Errorf("%d concepts, labels %v", len(r.Concepts), r.Labels)
	}
}

func editor() account.Actor {
	return account.Actor{User: "u", Name: "U", Role: "editor", Organisation: "vantaa"}
}

func TestImportedThesaurusIsReplacedAndTakenOut(t *testing.T) {
	th := New(storetest.Open(t))
	first := read(t, "a.tsv", "uri\tfi\nx:1\tkoti\nx:2\ttyö\n")
	if _, err := th.Import(t.Context(), editor(), Scheme{Name: "a"}, first); !errors.Is(err, account.ErrDenied) {
		t.Errorf("an editor imports: %v", err)
	}
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	th.Now = func() time.Time { return now }
	inUse := func() (ids []string, mark string) {
		t.Helper()
		list, mark, err := th.InUse(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list[1:] {
			for _, c := range one.Concepts {
				ids = append(ids, one.Name+" "+c.ID)
			}
		}
		return ids, mark
	}
	_, empty := inUse()
	for _, one := range []struct {
		name string
		read Read
	}{{"a", first}, {"b", first}, {"a", read(t, "a.tsv", "uri\tfi\nx:3\taika\n")}} {
		if _, err := th.Import(t.Context(), account.Machine(), Scheme{Name: one.name, File: "a.tsv"}, one.read); err != nil {
			t.Fatal(err)
		}
	}
	ids, mark := inUse()
	if !slices.Equal(ids, []string{"a x:3", "b x:1", "b x:2"}) || mark == empty {
		t.Errorf("in use: %v", ids)
	}
	if list, err := th.Schemes(t.Context()); err != nil || len(list) != 2 || list[0].Concepts != 1 || list[0].File != "a.tsv" || !list[0].At.Equal(now) {
		t.Errorf("%+v %v", list, err)
	}
	for _, name := range []string{"a", "b"} {
		if err := th.Remove(t.Context(), account.Machine(), name); err != nil {
			t.Error(err)
		}
	}
	if err := th.Remove(t.Context(), account.Machine(), "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("taken out twice: %v", err)
	}
	if ids, mark := inUse(); len(ids) > 0 || mark != empty {
		t.Errorf("left: %v", ids)
	}
}

func TestEditorsChangeConceptsAndConflictsAreTold(t *testing.T) {
	th := New(storetest.Open(t))
	id := "urn:tiekartta:concept:libraries"
	c, err := th.Concept(t.Context(), id)
	if err != nil || c.Revision != 0 || c.Preferred.FI != "kirjastot" {
		t.Fatalf("%+v %v", c, err)
	}
	mine, theirs := c, c
	mine.Others.FI = append(slices.Clone(c.Others.FI), "  lähi  kirjasto ", "lähi kirjasto", "")
	if mine, err = th.Change(t.Context(), editor(), mine); err != nil || mine.Revision != 1 {
		t.Fatal(mine.Revision, err)
	}
	if n := len(mine.Others.FI); n != len(c.Others.FI)+1 || mine.Others.FI[n-1] != "lähi kirjasto" {
		t.Errorf("%q", mine.Others.FI)
	}
	if _, err = th.Change(t.Context(), editor(), theirs); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an older text is saved: %v", err)
	}
	added, err := th.Add(t.Context(), editor(), Concept{Preferred: i18n.Text{FI: "Kylätalot", SV: "byahus", EN: "Village halls"}, Broader: []string{id}})
	if err != nil || added.ID != "urn:tiekartta:concept:village-halls" {
		t.Fatal(added.ID, err)
	}
	problem := func(c Concept, path, key string) {
		t.Helper()
		_, err := th.Change(t.Context(), editor(), c)
		if c.ID == "" {
			_, err = th.Add(t.Context(), editor(), c)
		}
		var problems i18n.Problems
		if !errors.As(err, &problems) || !slices.ContainsFunc(problems, func(p i18n.Problem) bool { return p.Path == path && p.Key == key }) {
			t.Errorf("%v instead of %s: %s", err, path, key)
		}
	}
	problem(Concept{Preferred: i18n.Text{FI: "a"}}, "preferred.sv", "required")
	problem(Concept{Preferred: i18n.Text{FI: "KYLÄTALOT", SV: "a"}}, "preferred.fi", "concept_taken")
	problem(Concept{Preferred: i18n.Text{FI: "a", SV: "a"}, Broader: []string{"urn:x"}}, "broader", "no_concept")
	below := mine
	below.Broader = []string{added.ID}
	problem(below, "broader", "concept_cycle")
	added.Retired = true
	if _, err = th.Change(t.Context(), editor(), added); err != nil {
		t.Fatal(err)
	}
	if _, err = th.Add(t.Context(), editor(), Concept{Preferred: i18n.Text{FI: "kylätalot", SV: "byahus"}}); err != nil {
		t.Errorf("the name of a retired concept is taken: %v", err)
	}
}

func TestAConceptBelowOneThatIsRetiredStaysInUse(t *testing.T) {
	th := New(storetest.Open(t))
	put := func(of func(context.Context, account.Actor, Concept) (Concept, error), c Concept) Concept {
		t.Helper()
		c, err := of(t.Context(), editor(), c)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	above := put(th.Add, Concept{Preferred: i18n.Text{FI: "kylätalot", SV: "byahus"}})
	below := put(th.Add, Concept{Preferred: i18n.Text{FI: "pikkutalot", SV: "småhus"}, Broader: []string{above.ID}})
	beside := put(th.Add, Concept{Preferred: i18n.Text{FI: "mökit", SV: "stugor"}, Broader: []string{above.ID}, Related: []string{above.ID}})
	above.Retired = true
	above = put(th.Change, above)
	below.Note.FI = "Mökkejä." // in a form that was opened before
	if below = put(th.Change, below); len(below.Broader) != 0 {
		t.Errorf("below %v", below.Broader)
	}
	read := func() Concept {
		t.Helper()
		c, err := th.Concept(t.Context(), beside.ID)
		list, _, failed := th.InUse(t.Context())
		if err := errors.Join(err, failed); err != nil {
			t.Fatal(err)
		}
		if one := list[0].Concept(beside.ID); !slices.Equal(one.Broader, c.Broader) || !slices.Equal(one.Related, c.Related) {
			t.Errorf("searched as %+v, read as %+v", one, c)
		}
		return c
	}
	if c := read(); len(c.Broader) != 0 || len(c.Related) != 0 {
		t.Errorf("%+v", c)
	}
	above.Broader = []string{beside.ID} // which has it above, once it is taken back
	var problems i18n.Problems
	if _, err := th.Change(t.Context(), editor(), above); !errors.As(err, &problems) || problems[0].Key != "concept_cycle" {
		t.Errorf("%v", err)
	}
	above.Broader, above.Retired = nil, false
	put(th.Change, above)
	if c := read(); !slices.Equal(c.Broader, []string{above.ID}) || !slices.Equal(c.Related, []string{above.ID}) {
		t.Errorf("taken back: %+v", c)
	}
	if c, err := th.Concept(t.Context(), below.ID); err != nil || !slices.Equal(c.Broader, []string{above.ID}) {
		t.Errorf("a typo that was mended meanwhile has taken away what is above: %+v %v", c, err)
	}
}

func TestExportedThesaurusIsReadAgainAsItIs(t *testing.T) {
	th := New(storetest.Open(t))
	odd := Concept{Preferred: i18n.Text{FI: `lai"nat\`, SV: "x"}, Note: i18n.Text{FI: "Huomautus."}, Untagged: true}
	odd, err := th.Add(t.Context(), editor(), odd)
	if err != nil {
		t.Fatal(err)
	}
	var first bytes.Buffer
	if err := th.WriteTurtle(t.Context(), &first, i18n.Text{FI: "Asiasanasto"}); err != nil {
		t.Fatal(err)
	}
	r := read(t, "x.ttl", first.String())
	list, _, err := th.InUse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Concepts) != len(list[0].Concepts) {
		t.Errorf("%d concepts of %d", len(r.Concepts), len(list[0].Concepts))
	}
	for _, c := range list[0].Concepts {
		o := r.Concept(c.ID)
		if o == nil || !slices.Equal(o.Labels, c.Labels) || !slices.Equal(o.Broader, c.Broader) || !slices.Equal(o.Related, c.Related) || o.Note != c.Note || o.Untagged != c.Untagged {
			t.Fatalf("%+v became %+v", c, o)
		}
	}
	if r.Concept(odd.ID).Label(i18n.Finnish) != `lai"nat\` {
		t.Error("quotes are lost")
	}
}
