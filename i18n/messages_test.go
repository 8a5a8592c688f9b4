package i18n

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryLanguageHasTheSameKeysAndPlaces(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`\{\{ *\.(\w+) *\}\}`)
	raw := map[Lang]map[string]any{}
	for _, lang := range Langs() {
		raw[lang] = readRaw(t, lang)
	}
	for _, key := range m.Keys(Finnish) {
		for _, lang := range []Lang{Swedish, English} {
			if !m.Has(lang, key) {
				t.Errorf("%s: key %q is missing", lang, key)
				continue
			}
			if a, b := places(place, raw[Finnish][key]), places(place, raw[lang][key]); !slices.Equal(a, b) {
				t.Errorf("%s: key %q has the places %v, Finnish has %v", lang, key, b, a)
			}
		}
	}
	for _, lang := range Langs() {
		if a, b := len(m.Keys(lang)), len(m.Keys(Finnish)); a != b {
			t.Errorf("%s has %d keys, Finnish %d", lang, a, b)
		}
	}
}

func TestMessageTakesPluralFormsAndNamedPlaces(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got := m.Problem(English, Problem{Key: "unknown_field", Args: map[string]any{"Field": "titel"}})
	if !strings.Contains(got, "titel") {
		t.Errorf("the problem does not name the field: %s", got)
	}
	if got := m.Problem(English, Problem{Key: "one_roadmap", Args: map[string]any{"N": 1}}); !strings.Contains(got, "1") {
		t.Errorf("one of something: %s", got)
	}
	if got := m.T(English, "problem.too_many", "N", 1, "Max", 7); !strings.Contains(got, "7") {
		t.Errorf("N for a message without forms: %s", got)
	}
	if got := m.T(Finnish, "no.such.key"); got != "no.such.key" {
		t.Errorf("a missing key must show itself, got %q", got)
	}
}

func readRaw(t *testing.T, lang Lang) map[string]any {
	t.Helper()
	data, err := files.ReadFile(string(lang) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// places lists the distinct named places of a message, over all its forms.
func places(place *regexp.Regexp, message any) []string {
	var texts []string
	switch v := message.(type) {
	case string:
		texts = append(texts, v)
	case map[string]any:
		for _, form := range v {
			texts = append(texts, form.(string))
		}
	}
	var names []string
	for _, match := range place.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}
