package ui

import (
	"fmt"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

// wordsAlone are pages without a database, for what puts values into words.
func wordsAlone(t *testing.T) *Pages {
	t.Helper()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalogue.New(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Pages{Parts: Parts{Messages: messages, Catalogue: c}}
}

func TestChangesAreToldInWordsInTheOrderOfTheModel(t *testing.T) {
	p := wordsAlone(t)
	before := &catalogue.Practice{
		OriginalLanguage: "fi", Title: i18n.Text{FI: "Kahvila"}, Domains: []string{"work"}, Period: catalogue.OpenPeriod{Start: "2025-03"},
		Funding: []catalogue.Funding{{Source: "AMIF", Amount: new(12000.0)}},
		Results: []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Osallistujia"}, Measure: "number", Unit: i18n.Text{FI: "henkilöä"}, Value: new(40.0), Source: "s1"}},
		Sources: []catalogue.Source{{ID: "s1", Title: "Raportti", Year: 2025}, {ID: "s2", Title: "Kysely"}},
	}
	after := *before
	after.Title, after.Domains, after.Period.Continues = i18n.Text{FI: "Kielikahvila", SV: "Kafé"}, []string{"language", "work"}, true
	after.Funding = []catalogue.Funding{{Source: "AMIF", Amount: new(15000.0)}}
	after.Results = []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Osallistujia"}, Measure: "share", Unit: i18n.Text{FI: "henkilöä"}, Value: new(54.0), Source: "s2"}}
	before.Partners = []catalogue.Partner{{Name: "Kirjasto"}, {Name: "Seura"}}
	after.Partners = []catalogue.Partner{{Name: "Seura"}, {Name: "Kirjasto"}}
	after.Lessons = []catalogue.Lesson{{Kind: "do", Text: i18n.Text{FI: "Kysykää."}}}
	sections, err := p.changesBetween("fi", before, &after)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&got, "%s:", s.Section)
		for _, g := range s.Groups {
			for _, r := range g.Rows {
				fmt.Fprintf(&got, " [%s %s", p.fieldName("fi", r.Path), g.Element.Text)
				if r.Moved {
					got.WriteString(" moved")
				}
				for _, e := range r.Edits {
					fmt.Fprintf(&got, " %s=%s", e.Kind, e.Text)
				}
				got.WriteString("]")
			}
		}
		got.WriteString("\n")
	}
	want := `basics: [Nimi  remove=Kahvila add=Kielikahvila] [Nimi  add=Kafé] [Osa-alueet  add=Kielitaito] [Toiminta jatkuu  add=Kyllä]
how: [Yhteistyötahot  moved]
resources: [Rahoituksen määrä AMIF remove=12 000 € add=15 000 €]
results: [Tuloksen esitystapa Osallistujia remove=Lukumäärä add=Osuus] [Tuloksen luku Osallistujia remove=40 henkilöä add=54 %] [Tuloksen lähde Osallistujia remove=Raportti add=Kysely]
transfer: [Opin laji Kysykää. add=Tee näin] [Mitä opittiin Kysykää. add=Kysykää.]
`
	if plain := strings.ReplaceAll(got.String(), "\u00a0", " "); plain != want {
		t.Errorf("got\n%s\nwant\n%s", plain, want)
	}
}

func TestCommentsStandAtTheirFieldInWhateverLanguage(t *testing.T) {
	list := []comment{{Field: "summary.fi"}, {Field: ""}, {Field: "results[0]"}, {Field: "results[0].label.fi"}}
	for field, want := range map[string]int{"summary.fi": 1, "summary.sv": 1, "summary": 1, "results[0]": 1, "results[0].label.sv": 1, "title.fi": 0, "": 0} {
		if got := len(commentsAt(list, field)); got != want {
			t.Errorf("%q has %d comments, want %d", field, got, want)
		}
	}
}
