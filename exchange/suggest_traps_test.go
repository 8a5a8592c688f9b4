package exchange

import (
	"slices"
	"strings"
	"testing"
)

// What looks like something else than it is: who did not pay, a sum for each
// year, an object before its verb, a title in place of a name, a change in place
// of a part.
func TestWhatLooksLikeAFunderOrANameIsNone(t *testing.T) {
	for text, want := range map[string][]string{
		"Part of the EU-funded Partnerships and Financing for Migrant Inclusion (PAFMI) initiative, and managed by Vantaa Municipality, SMILE created partnerships.": {
			"funding: Partnerships and Financing for Migrant Inclusion (PAFMI) ?"},
		"Toimintaa rahoitti Kokemäen kaupunki (15 000 €/vuosi).":        {"funding: Kokemäen kaupunki ?"},
		"Toimintaa rahoitti Kokemäen kaupunki (15 000 €).":              {"funding: Kokemäen kaupunki 15,000"},
		"Toimintaa tuki Kokemäen seurakunta 3 000 eurolla.":             {"funding: Kokemäen seurakunta 3,000"},
		"A project\n\nJenni Tahvanainen\nProject Manager, City of Oulu": {"contact: Jenni Tahvanainen / Project Manager, City of Oulu /  /"},
		"Project Manager, City of Oulu":                                 nil,
		"Samarbetsparter var Kumo församling och Folkhälsan.":           {"partners: religious_community Kumo församling", "partners:  Folkhälsan"},
		"Ensi kerralla kutsuisimme järjestöt mukaan heti alussa.":       {"lessons: do Ensi kerralla kutsuisimme järjestöt mukaan heti alussa."},
		"Verksamheten fortsätter. En utmaning var att nå män.":          {"lessons: critical_issue En utmaning var att nå män."},
	} {
		_, found := suggested(t, "x.txt", []byte(text))
		var got []string
		for _, one := range briefs(found) {
			if kind, _, _ := strings.Cut(one, ":"); slices.Contains([]string{"funding", "contact", "partners", "lessons"}, kind) {
				got = append(got, one)
			}
		}
		got = slices.DeleteFunc(got, func(one string) bool { return strings.HasPrefix(one, "partners: municipality") })
		if !slices.Equal(got, want) {
			t.Errorf("%q:\n%q, not\n%q", text, got, want)
		}
	}
	if _, found := suggested(t, "", []byte("Alueen työttömyys laski 14 prosentista 11 prosenttiin vuosina 2022–2024.")); len(found.Doubts) > 0 {
		t.Errorf("a change is doubted: %+v", found.Doubts)
	}
}
