package catalogue_test

import (
	"slices"
	"testing"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestRestoringAVersionKeepsTheTranslationsThatStillFit(t *testing.T) {
	x := translate(t)
	row := func(text string) catalogue.Lesson { return catalogue.Lesson{Kind: "do", Text: i18n.Text{FI: text}} }
	x.change(func(p *catalogue.Practice) {
		p.Summary.FI, p.Lessons = "Kahvila kirjastossa.", []catalogue.Lesson{row("Varaa tila ajoissa."), row("Kutsu naapurit.")}
	})
	x.publish()
	x.change(func(p *catalogue.Practice) {
		p.Summary = i18n.Text{FI: "Kahvila puistossa.", SV: "Kafé i parken."}
		p.Title.SV = "Språkkafé"
		p.Lessons[0], p.Lessons[1] = p.Lessons[1], p.Lessons[0]
		p.Lessons[0].Text.SV = "Bjud in grannarna."
		p.Machine = []string{"title.sv"}
	})
	x.publish()
	p, err := x.c.Restore(t.Context(), editor("vantaa"), x.id, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if p.Summary != (i18n.Text{FI: "Kahvila kirjastossa."}) {
		t.Errorf("a translation of another text is kept: %+v", p.Summary)
	}
	if p.Title.SV != "Språkkafé" || !slices.Contains(p.Machine, "title.sv") {
		t.Errorf("the title is %+v, of a machine are %v", p.Title, p.Machine)
	}
	if p.Lessons[0].Text.SV != "" || p.Lessons[1].Text.SV != "Bjud in grannarna." {
		t.Errorf("%+v", p.Lessons)
	}
}

// What was outdated in a version is so again when the version comes back.
func TestRestoringAVersionRestoresWhichTranslationsWereOutdated(t *testing.T) {
	x := translate(t)
	x.change(func(p *catalogue.Practice) { p.Title.SV, p.Summary.FI, p.Summary.SV = "Kafé", "A", "a" })
	x.publish()
	x.change(func(p *catalogue.Practice) { p.Summary.FI = "B" })
	x.publish()
	x.change(func(p *catalogue.Practice) { p.Summary.SV = "b" })
	x.publish()
	if _, err := x.c.Restore(t.Context(), editor("vantaa"), x.id, 2, 0); err != nil {
		t.Fatal(err)
	}
	if got := x.state("summary"); got.State != catalogue.Outdated || got.Then != "A" {
		t.Errorf("%q of %q is %s, then %q", got.Into, got.Original, got.State, got.Then)
	}
	x.publish()
	p, err := x.c.Practice(t.Context(), nobody, x.id)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := x.c.OutdatedIn(t.Context(), p, i18n.Swedish); err != nil || len(list) != 1 {
		t.Errorf("readers are told of %v %v", list, err)
	}
}
