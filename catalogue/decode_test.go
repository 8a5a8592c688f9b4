package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func problemsOf(t *testing.T, text string) []string {
	t.Helper()
	var p catalogue.Practice
	err := catalogue.Decode([]byte(text), &p)
	if err == nil {
		return nil
	}
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%s: %v is no list of problems", text, err)
	}
	var list []string
	for _, one := range problems {
		list = append(list, one.Path+" "+one.Key)
	}
	return list
}

func TestDecodeNamesEveryFieldItCannotRead(t *testing.T) {
	for text, want := range map[string][]string{
		`{"title": {"fi": "A"}}`: nil,
		`{"titel": {"fi": "A"}}`: {"titel unknown_field"},
		`{"Title": {"fi": "A"}}`: {"Title unknown_field"},
		`{"title": {"de": "A"}}`: {"title.de unknown_field"},
		`{"title": "A"}`:         {"title wrong_type"},
		`{"results": [{"id": "r1"}, {"id": "r2", "value": "4"}]}`: {"results[1].value wrong_type"},
		`{"results": {"id": "r1"}}`:                               {"results wrong_type", "results.id unknown_field"},
		`{"version": 1.5, "domains": [1]}`:                        {"version wrong_type", "domains[0] wrong_type"},
		`{"version": 1, "version": 2}`:                            {"version field_twice"},
		`{"title": null, "computed": 7}`:                          nil,
		`{"createdAt": "yesterday"}`:                              {"createdAt wrong_type"},
		`{"title": `:                                              {"line 1 not_json"},
		"{\n\"title\": {},\n,}":                                   {"line 3 not_json"},
		`{} {}`:                                                   {"line 1 not_json"},
		``:                                                        {"line 1 not_json"},
		`[]`:                                                      {" wrong_type"},
		"{\"id\":\n\"\xff\"}":                                     {"line 2 not_utf8"},
	} {
		got := problemsOf(t, text)
		if text == `{"results": {"id": "r1"}}` {
			got = got[:1]
			want = want[:1]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestDecodeRefusesDeepNestingAndManyProblemsInBoundedTime(t *testing.T) {
	deep := `{"computed": ` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + "}"
	if got := problemsOf(t, deep); len(got) == 0 {
		t.Error("100,000 nested lists were read")
	}
	many := "{" + strings.Repeat(`"x": 1, `, 100000) + `"y": 1}`
	if got := problemsOf(t, many); len(got) == 0 || len(got) > 200 {
		t.Errorf("%d problems", len(got))
	}
}

// What comes after the hundredth problem is not looked at, so that a hostile
// text costs no more than its first part.
func TestDecodeStopsAtTheHundredthProblem(t *testing.T) {
	wrong := strings.Repeat(`"x": 1, `, 60) // unknown, and all but the first twice
	for name, rest := range map[string]string{
		"fields": strings.Repeat(`"y": [{"a": {}}], `, 10) + `"z": 1}`, "broken": "]]]", "lists": `"results": [[[` + strings.Repeat(`{"x": 1},`, 10),
	} {
		got := problemsOf(t, "{"+wrong+rest)
		if len(got) != 100 || got[99] != "x field_twice" && got[99] != "x unknown_field" {
			t.Errorf("%s: %d problems, the last %q", name, len(got), got[len(got)-1])
		}
	}
	began := time.Now()
	if got := problemsOf(t, "{"+wrong+`"results": [`+strings.Repeat(`{"x": [[1]]},`, 1<<20)+"{}]}"); len(got) != 100 {
		t.Errorf("%d problems", len(got))
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("fourteen megabytes after the hundredth problem took %v", took)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"title": {"fi": "A"}, "results": [{"id": "r", "value": 1, "base": {"value": 2}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var p catalogue.Practice
		err := catalogue.Decode(text, &p)
		var problems i18n.Problems
		if err != nil && (!errors.As(err, &problems) || len(problems) == 0) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
