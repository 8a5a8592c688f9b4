package catalogue_test

import (
	"errors"
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestMachineTextIsMarkedAndNeverReplacesAPersons(t *testing.T) {
	x := translate(t)
	x.save("summary", "Människans text.", nil)
	filled, kept, err := x.c.FillMachine(t.Context(), editor("vantaa"), x.id, i18n.Swedish, map[string]string{
		"summary": "Maskinens text.", "goals": "Maskinens mål.", "results[r1].label": "Besökare",
	})
	if err != nil || filled != 2 || !slices.Equal(kept, []string{"summary"}) {
		t.Fatalf("%d %v %v", filled, kept, err)
	}
	if got := x.state("summary"); got.State != catalogue.Translated || got.Into != "Människans text." {
		t.Errorf("%+v", got)
	}
	x.is("goals", catalogue.MachineText)
	if filled, _, err = x.c.FillMachine(t.Context(), editor("vantaa"), x.id, i18n.Swedish, map[string]string{"goals": "Bättre maskinmål."}); err != nil || filled != 1 {
		t.Errorf("machine text is not replaced by machine text: %d %v", filled, err)
	}
	x.save("goals", "Målet är rätt nu.", nil)
	x.is("goals", catalogue.Translated)
	x.save("results[r1].label", "Besökare", func(one *catalogue.TranslatedText) { one.Fits = true })
	x.is("results[r1].label", catalogue.Translated)
	p, err := x.c.Draft(t.Context(), editor("vantaa"), x.id)
	if err != nil || len(p.Machine) != 0 {
		t.Errorf("marks are left: %v %v", p.Machine, err)
	}
	p.Summary.SV, p.Machine = "Maskin över människa.", []string{"summary.sv"}
	var problems i18n.Problems
	if _, err := x.c.Change(t.Context(), editor("vantaa"), *p); !errors.As(err, &problems) || problems[0].Key != "machine_over_human" {
		t.Errorf("machine text over a person's: %v", err)
	}
	p.State = "draft"
	if _, err := x.c.Put(t.Context(), editor("vantaa"), p); !errors.As(err, &problems) || problems[0].Key != "machine_over_human" {
		t.Errorf("machine text over a person's, in a bundle: %v", err)
	}
	if _, _, err := x.c.FillMachine(t.Context(), editor("vantaa"), x.id, i18n.Swedish, map[string]string{"nothing": "x"}); !errors.As(err, &problems) {
		t.Errorf("a path that is no text: %v", err)
	}
}

func TestTheMarkOfMachineTextGoesWhenAPersonEditsIt(t *testing.T) {
	x := translate(t)
	if _, _, err := x.c.FillMachine(t.Context(), editor("vantaa"), x.id, i18n.Swedish, map[string]string{"summary": "Maskin.", "goals": "Maskinmål."}); err != nil {
		t.Fatal(err)
	}
	p, err := x.c.Draft(t.Context(), editor("vantaa"), x.id)
	if err != nil {
		t.Fatal(err)
	}
	p.Summary.SV = "Människa."
	saved, err := x.c.Save(t.Context(), editor("vantaa"), *p)
	if err != nil || !slices.Equal(saved.Practice.Machine, []string{"goals.sv"}) {
		t.Errorf("%+v %v", saved, err)
	}
	x.is("summary", catalogue.Translated)
	x.is("goals", catalogue.MachineText)
}
