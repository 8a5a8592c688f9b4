package catalogue_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestWhatReadersAskOfAllVersionsCostsTheSameHoweverManyThereAre(t *testing.T) {
	x := translate(t)
	x.c.Files = catalogue.NewFiles(t.TempDir())
	x.change(func(p *catalogue.Practice) {
		p.Summary.SV, p.Title.SV, p.Contact = "Kafé på biblioteket.", "Språkkafé", catalogue.Contact{Name: "Aino Virtanen"}
	})
	versions := 0
	publish := func(n int) {
		t.Helper()
		for range n {
			versions++
			x.change(func(p *catalogue.Practice) { p.Summary.FI = fmt.Sprintf("Kahvila kirjastossa, %d. kerta", versions) })
			x.publish()
		}
	}
	asked := map[string]func(){
		"outdated translations": func() {
			p, err := x.c.Practice(t.Context(), nobody, x.id)
			if err != nil {
				t.Fatal(err)
			}
			if list, err := x.c.OutdatedIn(t.Context(), p, i18n.Swedish); err != nil || len(list) != 1 || list[0].Path != "summary" {
				t.Fatal(list, err)
			}
		},
		"a contact named": func() {
			if named, err := x.c.NamesContact(t.Context(), editor("vantaa"), x.id); err != nil || !named {
				t.Fatal(named, err)
			}
		},
		"a file that is none": func() {
			if _, err := x.c.PracticeFile(t.Context(), nobody, x.id, strings.Repeat("a", 64)); !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
		},
	}
	publish(3)
	least := func(ask func()) float64 { // of several, because the race detector empties pools at random
		n := testing.AllocsPerRun(5, ask) // once before it counts
		for range 9 {
			n = min(n, testing.AllocsPerRun(5, ask))
		}
		return n
	}
	few := map[string]float64{}
	for name, ask := range asked {
		few[name] = least(ask)
	}
	publish(20)
	for name, ask := range asked {
		if many := least(ask); many > few[name]*1.1 {
			t.Errorf("%s: %.0f allocations with three versions, %.0f with 23", name, few[name], many)
		}
	}
	if _, err := x.c.EraseContact(t.Context(), editor("vantaa"), x.id); err != nil {
		t.Fatal(err)
	}
	if named, err := x.c.NamesContact(t.Context(), editor("vantaa"), x.id); err != nil || named {
		t.Error("what was remembered outlived the change", named, err)
	}
}

// Somebody may read a draft, somebody else save it, and only then the first ask
// about what they have read.
func TestAnAnswerAboutAnOldDraftIsGivenToNobodyElse(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) { p.Title.SV, p.Summary.SV = "Kafé", "Kafé." })
	draft := func() *catalogue.Practice {
		p, err := x.c.Draft(t.Context(), editor("vantaa"), x.id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	old := draft()
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "Muuttunut." })
	if _, err := x.c.OutdatedIn(t.Context(), old, i18n.Swedish); err != nil {
		t.Fatal(err)
	}
	if list, err := x.c.OutdatedIn(t.Context(), draft(), i18n.Swedish); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
}
