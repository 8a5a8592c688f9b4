package roadmap

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tiekartta/catalogue"
)

// starter reads the practices of the starter catalogue.
func starter(t *testing.T) []*catalogue.Practice {
	t.Helper()
	files, err := filepath.Glob("../exchange/starter/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var practices []*catalogue.Practice
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var bundle struct {
			Practices []*catalogue.Practice `json:"practices"`
		}
		if err := json.Unmarshal(text, &bundle); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		practices = append(practices, bundle.Practices...)
	}
	if len(practices) == 0 {
		t.Fatal("no starter catalogue here")
	}
	return practices
}

func TestSameRequestGivesTheSameRoadmap(t *testing.T) {
	practices := starter(t)
	first, err := json.Marshal(assembled(t, request(practices...)))
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(assembled(t, request(practices...)))
	if err != nil {
		t.Fatal(err)
	}
	if string(first) != string(second) {
		t.Error("two roadmaps of the same request differ")
	}
}

func TestAllLanguagesOfThePracticesAreThere(t *testing.T) {
	practices := starter(t)
	r := assembled(t, request(practices...))
	byID := map[string]*catalogue.Practice{}
	for _, p := range practices {
		byID[p.ID] = p
	}
	actions := 0
	for _, s := range r.Sections {
		for _, g := range s.Goals {
			if len(s.Title.Languages()) != 3 || g.Title.Empty() {
				t.Errorf("%s: a heading is missing: %v %v", g.ID, s.Title, g.Title)
			}
			for _, a := range g.Actions {
				actions++
				p := byID[a.Practice.ID]
				for _, lang := range p.Goals.Languages() {
					if g.Title.In(lang) == "" {
						t.Errorf("%s: the goal is missing in %s", p.ID, lang)
					}
				}
				for _, lang := range p.Title.Languages() {
					if a.Description.In(lang) == "" && p.Summary.In(lang) != "" {
						t.Errorf("%s: the description is missing in %s", p.ID, lang)
					}
				}
				for i, c := range p.Components {
					if !slices.Equal(a.Items[i].Languages(), c.Name.Languages()) {
						t.Errorf("%s: component %s has not all its languages: %v", p.ID, c.ID, a.Items[i])
					}
				}
			}
		}
	}
	if actions != len(practices) {
		t.Errorf("%d practices gave %d actions", len(practices), actions)
	}
	noSentenceTwice(t, r)
}
