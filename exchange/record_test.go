package exchange

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The two syntaxes are read back on their own and must say the same.
func TestRecordSaysTheSameInTurtleAndInLinkedJSON(t *testing.T) {
	m, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	r := Record{
		Site: "https://tiekartta.example", Operator: "Kunta \"Ä\" \\ <b>\nja muut", Contact: "a@example.fi", Changed: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC), Messages: m,
	}
	var turtle, linked strings.Builder
	if err := r.WriteTurtle(&turtle); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteLinked(&linked); err != nil {
		t.Fatal(err)
	}
	a, b := triplesOfTurtle(t, turtle.String()), triplesOfLinked(t, linked.String())
	if !maps.Equal(a, b) {
		for _, one := range slices.Sorted(maps.Keys(a)) {
			if !b[one] {
				t.Errorf("only in Turtle: %s", one)
			}
		}
		for _, one := range slices.Sorted(maps.Keys(b)) {
			if !a[one] {
				t.Errorf("only in JSON: %s", one)
			}
		}
	}
	for _, want := range []string{
		`dcat:Dataset`, `dct:title "God praxis för integrationsfrämjande"@sv`, `foaf:name "Kunta \"Ä\" \\ <b>\nja muut"`,
		`<http://publications.europa.eu/resource/authority/data-theme/SOCI>`, `<http://publications.europa.eu/resource/authority/language/SWE>`,
		`dcat:accessURL <https://tiekartta.example/en/practices.atom>`, `"2026-11-21T10:00:00Z"^^xsd:dateTime`, `<mailto:a@example.fi>`,
	} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(a)), func(one string) bool { return strings.Contains(one, want) }) {
			t.Errorf("the record lacks %s", want)
		}
	}
}

// triplesOfTurtle reads the part of Turtle that the writer uses, strictly.
func triplesOfTurtle(t *testing.T, text string) map[string]bool {
	t.Helper()
	token := regexp.MustCompile(`^(<[^<>"{}|^` + "`" + `\\\x00-\x20]*>|"(?:[^"\\\n\r]|\\[tbnrf"'\\])*"(?:@[a-z]+|\^\^[a-z]+:[A-Za-z]+)?|[a-z]*:[A-Za-z]*|a|@prefix|[.;])\s*`)
	triples, prefixes := map[string]bool{}, map[string]bool{}
	var subject, predicate string
	var line []string
	for text != "" {
		m := token.FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no Turtle: %.60q", text)
		}
		text = text[len(m[0]):]
		if m[1] != "." && m[1] != ";" {
			line = append(line, m[1])
			continue
		}
		switch {
		case line[0] == "@prefix":
			prefixes[line[1]] = true
		case len(line) == 3:
			subject = line[0]
			line = line[1:]
			fallthrough
		default:
			predicate = line[0]
			triples[subject+" "+predicate+" "+line[1]] = true
		}
		for _, word := range line {
			if prefix, _, ok := strings.Cut(word, ":"); ok && word[0] >= 'a' && word[0] <= 'z' && !prefixes[prefix+":"] {
				t.Errorf("%s has no prefix", word)
			}
		}
		line = nil
	}
	return triples
}

func triplesOfLinked(t *testing.T, text string) map[string]bool {
	t.Helper()
	var document struct {
		Context map[string]string `json:"@context"`
		Graph   []map[string]any  `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	triples := map[string]bool{}
	for _, object := range document.Graph {
		subject := turtleAddress(object["@id"].(string))
		triples[subject+" a "+object["@type"].(string)] = true
		for property, values := range object {
			list, ok := values.([]any)
			if !ok {
				continue
			}
			if prefix, _, _ := strings.Cut(property, ":"); document.Context[prefix] == "" {
				t.Errorf("%s has no prefix", property)
			}
			for _, value := range list {
				one := value.(map[string]any)
				switch {
				case one["@id"] != nil:
					triples[subject+" "+property+" "+turtleAddress(one["@id"].(string))] = true
				case one["@language"] != nil:
					triples[subject+" "+property+" "+turtleText(one["@value"].(string))+"@"+one["@language"].(string)] = true
				case one["@type"] != nil:
					triples[subject+" "+property+" "+turtleText(one["@value"].(string))+"^^"+one["@type"].(string)] = true
				default:
					triples[subject+" "+property+" "+turtleText(one["@value"].(string))] = true
				}
			}
		}
	}
	return triples
}

func TestLicenceIsNamedAndLinkedOnlyWhereItIsOne(t *testing.T) {
	for id, want := range map[string][2]string{
		"":                {"CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"},
		"CC-BY-NC-SA-4.0": {"CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"},
		"CC0-1.0":         {"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
		"MIT":             {"MIT", "https://spdx.org/licenses/MIT.html"},
		`"><script>`:      {`"><script>`, ""}, "kaikki oikeudet pidätetään": {"kaikki oikeudet pidätetään", ""},
	} {
		if LicenceName(id) != want[0] || LicenceURL(id) != want[1] {
			t.Errorf("%q: %q %q", id, LicenceName(id), LicenceURL(id))
		}
	}
}
