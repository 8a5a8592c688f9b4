package catalogue

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tiekartta/i18n"
)

// filled is a practice with something in every field of the model: two elements
// in each list, a different word in each text.
func filled() *Practice {
	p := &Practice{}
	n := 0
	fill(reflect.ValueOf(p).Elem(), &n)
	p.Computed = nil
	return p
}

func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text" + strings.Repeat("x", *n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	}
}

func TestEveryTextOfTheModelIsListedOnceAndLimited(t *testing.T) {
	p := filled()
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := len(regexp.MustCompile(`"fi":`).FindAll(body, -1))
	fields := Texts(p)
	if len(fields) != want || want < 40 {
		t.Errorf("%d texts are listed, the document has %d", len(fields), want)
	}
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.Path] || seen[f.Stable] && f.Stable != f.Path {
			t.Errorf("%s is listed twice", f.Path)
		}
		seen[f.Path], seen[f.Stable] = true, true
		if _, known := recommended(f.Path); !known {
			t.Errorf("nobody says how long %s may be", f.Path)
		}
		top, _, _ := strings.Cut(generic(f.Path), ".")
		if !slices.Contains(textOrder(), top) {
			t.Errorf("%s has no place in the order of the sections", f.Path)
		}
	}
}

func TestATextIsReplacedByEitherOfItsPaths(t *testing.T) {
	p := filled()
	for _, f := range Texts(p) {
		for _, path := range []string{f.Path, f.Stable} {
			field, ok := TextAt(p, path)
			if !ok {
				t.Fatalf("%s is not found", path)
			}
			field.Set(i18n.Swedish, "ny "+path)
			if now, _ := TextAt(p, path); now.Text.SV != "ny "+path || now.Text.FI != f.Text.FI {
				t.Errorf("%s is now %+v", path, now.Text)
			}
		}
	}
	for _, path := range []string{"", "titel", "results[9].label", "results", "period.start", "results[x].label"} {
		if _, ok := TextAt(p, path); ok {
			t.Errorf("%q is taken for a text", path)
		}
	}
}

func TestStablePathsFollowAnElementThatMoves(t *testing.T) {
	p := &Practice{Results: []Result{{ID: "r1", Label: i18n.Text{FI: "yksi"}}, {ID: "r2", Label: i18n.Text{FI: "kaksi"}}}}
	slices.Reverse(p.Results)
	if f, ok := TextAt(p, "results[r1].label"); !ok || f.Path != "results[1].label" || f.Text.FI != "yksi" {
		t.Errorf("%+v", f)
	}
}

func TestATextThatIsMuchTooLongIsRefusedWhereverItStands(t *testing.T) {
	for _, f := range Texts(filled()) {
		p := filled()
		field, _ := TextAt(p, f.Path)
		field.Set(i18n.English, strings.Repeat("word ", 1000))
		problems := (&Catalogue{Vocabularies: &Vocabularies{}, Places: &Places{}}).Check(p)
		if !slices.ContainsFunc(problems, func(one i18n.Problem) bool {
			return one.Path == f.Path+".en" && (one.Key == "too_long" || one.Key == "too_many_words")
		}) {
			t.Errorf("%s is not limited", f.Path)
		}
	}
}

func TestAllVocabulariesAreInThreeLanguages(t *testing.T) {
	v, err := LoadVocabularies()
	if err != nil || len(v.schemes) < 30 {
		t.Fatal(len(v.schemes), err)
	}
	for _, s := range v.schemes {
		if len(s.Label.Languages()) != 3 {
			t.Errorf("%s: %+v", s.ID, s.Label)
		}
		for _, concept := range s.Concepts {
			if len(concept.Label.Languages()) != 3 {
				t.Errorf("%s %s: %+v", s.ID, concept.ID, concept.Label)
			}
			if n := len(concept.Description.Languages()); n != 0 && n != 3 {
				t.Errorf("%s %s is described in %d languages", s.ID, concept.ID, n)
			}
		}
	}
}
