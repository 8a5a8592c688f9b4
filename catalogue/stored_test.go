package catalogue

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// storedBodies are practices as the database may hold them: what encode writes of
// one with every field and of the starter catalogue, and what only another
// program can have written.
func storedBodies(t *testing.T) []string {
	t.Helper()
	whole := filled()
	whole.CreatedAt = time.Date(2026, 2, 3, 4, 5, 6, 789000, time.UTC)
	list := []*Practice{{}, whole}
	files, err := filepath.Glob(filepath.Join("..", "exchange", "starter", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no starter practices: ", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var bundle struct{ Practices []*Practice }
		if err := json.Unmarshal(text, &bundle); err != nil {
			t.Fatal(err)
		}
		list = append(list, bundle.Practices...)
	}
	bodies := []string{
		`{"domains": null, "title": null, "reach": {"actual": null}, "results": [null, {}], "createdAt": null, "computed": null}`,
		`{"domains": [], "results": [], "contact": {}, "computed": {"completeness": "many"}}`,
		`{"colour": {"of": [1, "red"]}, "title": {"fi": "A", "de": "B"}}`,
		`{"version": 1, "title": {"fi": "A", "sv": "B"}, "version": 2, "title": {"fi": "C"}}`,
		"{\"id\": \"a\xffb\", \"organisation\": \"\\ud800 \\u00e4\\ud83d\\ude00\\u2028</\"}",
		`{"createdAt": "2026-02-03T04:05:06.000001Z", "updatedAt": "2026-02-03T04:05:06+02:00", "funding": [{"amount": 1.5e6}, {"amount": -0.25}]}`,
	}
	for _, p := range list {
		body, err := encode(p)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	return bodies
}

func TestStoredPracticeIsReadAsTheStandardLibraryReadsIt(t *testing.T) {
	c := &Catalogue{Now: time.Now}
	for _, body := range storedBodies(t) {
		want := &Practice{}
		if err := json.Unmarshal([]byte(body), want); err != nil {
			t.Fatal(err)
		}
		got, err := c.decode(body)
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		got.Computed, want.Computed = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as\n%+v instead of\n%+v", body, got, want)
		}
	}
	for _, broken := range []string{``, `{`, `{} {}`, `[]`, `{"version": "1"}`, `{"version": 1.5}`, `{"createdAt": "yesterday"}`} {
		if _, err := c.decode(broken); err == nil {
			t.Errorf("%s is read", broken)
		}
	}
}
