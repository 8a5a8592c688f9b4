package language

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOurThesaurusIsReadWhole(t *testing.T) {
	l := New()
	if missing := l.Missing(); len(missing) > 0 {
		t.Fatal(missing)
	}
	ours := l.Thesauri()[0]
	if n := len(ours.Concepts); n < 500 {
		t.Errorf("%d concepts", n)
	}
	for _, c := range ours.Concepts {
		var langs [Languages]bool
		for _, label := range c.Labels {
			langs[label.Lang] = langs[label.Lang] || label.Preferred
		}
		if langs != [Languages]bool{true, true, true} {
			t.Errorf("%s has no preferred label in each language", c.ID)
		}
		for _, id := range c.Broader {
			if ours.Concept(id) == nil {
				t.Errorf("%s is below %s, which is none", c.ID, id)
			}
		}
	}
	c := l.Concept("urn:tiekartta:concept:accessibility")
	if len(c.Labels) != 17 || c.Labels[0] != (Label{0, "saavutettavuus", true}) || len(c.Broader) != 2 {
		t.Errorf("%+v", c)
	}
}

func TestTheCulturalFoundationsAreTwo(t *testing.T) {
	l := New()
	for _, test := range []struct {
		lang        int
		words, want string
	}{
		{0, "suomen kulttuurirahasto", "finnish"}, {1, "finska kulturfonden", "finnish"}, {2, "finnish cultural foundation", "finnish"},
		{0, "skf", "swedish"}, {1, "svenska kulturfonden", "swedish"}, {2, "swedish cultural foundation in finland", "swedish"},
	} {
		var ids []string
		for _, ref := range l.Labels(test.lang, l.LabelTerms(Label{Lang: test.lang, Text: test.words})) {
			ids = append(ids, ref.Concept.ID)
		}
		if want := "urn:tiekartta:concept:" + test.want + "-cultural-foundation"; !slices.Equal(ids, []string{want}) {
			t.Errorf("%q is a label of %v", test.words, ids)
		}
	}
}

func TestLabelsAreFoundInAnyForm(t *testing.T) {
	l := New()
	for _, test := range []struct {
		lang        int
		words, want string
	}{
		{0, "saavutettavuuden", "accessibility"},
		{1, "tillgängligheten", "accessibility"},
		{1, "likvärdig service", "accessibility"},
		{2, "access services", "accessibility"},
		{0, "paloturvallisuutta", "accident-prevention"},
	} {
		var ids []string
		for _, ref := range l.Labels(test.lang, strings.Fields(test.words)) {
			ids = append(ids, ref.Concept.ID)
		}
		if !slices.Contains(ids, "urn:tiekartta:concept:"+test.want) {
			t.Errorf("%q is a label of %v", test.words, ids)
		}
	}
	if refs := l.Labels(0, []string{"ja"}); refs != nil {
		t.Errorf("a stop word is a label: %v", refs)
	}
}

func TestWordsThatManyConceptsAreCalledStandForSomeOfThem(t *testing.T) {
	th := &Thesaurus{Name: "same"}
	th.Add(Concept{ID: "x:above", Labels: []Label{{0, "eläimet", true}}})
	for i := range 2000 {
		th.Add(Concept{ID: fmt.Sprint("x:", i), Labels: []Label{{0, "kissa", true}}, Broader: []string{"x:above", "x:above"}})
	}
	if n := len(th.Concept("x:above").Narrower()); n != 2000 { // also before anything is looked up
		t.Errorf("%d are below", n)
	}
	l := New().Own()
	l.Use(th)
	if refs := l.Labels(0, []string{"kissat"}); len(refs) != mostNamesakes {
		t.Errorf("compared with %d", len(refs))
	}
}

func TestTurtleIsReadAsItIsWritten(t *testing.T) {
	const text = `# a comment
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
PREFIX : <http://example.org/>
@base <http://example.org/> .
:cat a skos:Concept ; skos:prefLabel "kissa"@fi , "kat\u0074"@sv, 'cat'@en-GB ;
  skos:altLabel """long "quoted"
label"""@en ; skos:broader <animal>, [ a skos:Concept ; skos:prefLabel "x"@fi ] ;
  skos:notation "1"^^<http://www.w3.org/2001/XMLSchema#int> ; skos:member ( :a ( :b ) ) ; skos:order 1.5 ; .
_:b skos:prefLabel "nothing"@fi .
:animal skos:prefLabel "eläin"@fi.
:empty a skos:Concept .
`
	var th Thesaurus
	if err := th.ReadTurtle(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if len(th.Concepts) != 2 {
		t.Fatalf("%+v", th.Concepts)
	}
	cat := th.Concept("http://example.org/cat")
	want := []Label{{0, "kissa", true}, {1, "katt", true}, {2, "cat", true}, {2, "long \"quoted\" label", false}}
	if !slices.Equal(cat.Labels, want) || !slices.Equal(cat.Broader, []string{"http://example.org/animal"}) {
		t.Errorf("%+v", cat)
	}
	for _, broken := range []string{`:x a :y .`, `<a> <b> "open`, `<a> <b> <c`, `<a> "b" <c> .`, `. .`, `<a> <b> <c> <d>`, strings.Repeat("[", 1000)} {
		if err := new(Thesaurus).ReadTurtle(strings.NewReader(broken)); err == nil {
			t.Errorf("%.20q is read", broken)
		}
	}
}

func TestTableIsReadAsThesaurus(t *testing.T) {
	var th Thesaurus
	if err := th.ReadTable(strings.NewReader("uri\tfi\tsv\tother\nx:1\tkoti|asunto\them\tz\nx:2\t\t\t\n")); err != nil {
		t.Fatal(err)
	}
	if len(th.Concepts) != 1 || !slices.Equal(th.Concepts[0].Labels, []Label{{0, "koti", true}, {1, "hem", true}, {0, "asunto", false}}) {
		t.Errorf("%+v", th.Concepts)
	}
	for _, broken := range []string{"fi\tsv\n", "uri\tfi\nx:1\ta\tb\n"} {
		if err := new(Thesaurus).ReadTable(strings.NewReader(broken)); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
}

func FuzzTurtle(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("thesaurus.ttl"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text[:3000]))
	f.Add("@prefix a: <b> . a:c a:d \"e\"@fi, '''f''' ; a:g [ a ( ) ] .")
	f.Fuzz(func(t *testing.T, text string) {
		_ = new(Thesaurus).ReadTurtle(strings.NewReader(text)) // an error is an answer
	})
}
