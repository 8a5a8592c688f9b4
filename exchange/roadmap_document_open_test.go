package exchange

import (
	"strings"
	"testing"

	"tiekartta/document"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// notice is the text of the box at the beginning of a roadmap.
func notice(t *testing.T, d *document.Document) string {
	t.Helper()
	for _, b := range d.Front.Blocks {
		if box, ok := b.(document.Callout); ok {
			text := ""
			for _, part := range box.Blocks {
				text += document.Plainly(part.(document.Paragraph).Runs) + "\n"
			}
			return text
		}
	}
	t.Fatal("the roadmap does not tell its state")
	return ""
}

func TestNoticeSaysWhatTheStateMeansEvenWhenNothingIsOpen(t *testing.T) {
	k, _ := knownStarter(t)
	for _, state := range []string{"", "draft", "consultation"} {
		r := fullRoadmap()
		r.State = state
		for _, lang := range i18n.Langs() {
			if got := notice(t, RoadmapDocument(r, lang, k)); len(strings.TrimSpace(got)) < 20 {
				t.Errorf("%s %s: the notice says %q", state, lang, got)
			}
		}
	}
}

func TestNotesAreNoQuestionsToDecide(t *testing.T) {
	k, _ := knownStarter(t)
	r := fullRoadmap()
	r.State = "draft"
	missing := roadmap.Finding{Key: "foreword_missing", Place: "foreword", Severity: "note"}
	for _, one := range []struct {
		checks  []roadmap.Finding
		has     []string
		without []string
	}{
		{[]roadmap.Finding{missing}, []string{"1 huomio."}, []string{"Ratkaistavana"}},
		{
			[]roadmap.Finding{missing, {Key: "party_missing", Severity: "must"}, {Key: "target_missing", Severity: "should"}, missing},
			[]string{"Ratkaistavana on vielä 2 asiaa. Lisätietona on 2 huomiota."}, nil,
		},
		{[]roadmap.Finding{{Key: "party_missing", Severity: "must"}}, []string{"Ratkaistavana on vielä 1 asia."}, []string{"huomio"}},
	} {
		k.Checks = one.checks
		d := RoadmapDocument(r, i18n.Finnish, k)
		contain(t, "notice", notice(t, d), one.has...)
		lack(t, "notice", notice(t, d), one.without...)
	}
	k.Checks = []roadmap.Finding{missing}
	if got := chapters(RoadmapDocument(r, i18n.Finnish, k)); !strings.Contains(got, "Huomioita") || strings.Contains(got, "ratkaistavaa") {
		t.Errorf("chapters %s", got)
	}
}

func TestWhatIsOpenStandsUnderItsActionWithinItsSection(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "vantaan-tsemppari", "puhumme-suomea-kielikahvila-sellon-kirjastossa")...)
	want := map[i18n.Lang]string{
		i18n.Finnish: `Työ
  - Tavoite ”Maahan muuttaneiden työllisyys paranee” on yleisluonteinen, koska käytännön kuvauksesta ei saatu tavoitetta: kirjoittakaa tilalle oma tavoitteenne.
  Työhönvalmennus järjestöjen kanssa kumppanuutena (SMILE)
    - Vahvistakaa vastuutaho ja yhteistyötahot, jotka ovat vasta ehdotuksia. (ennen hyväksymistä)
    - Aikataulu 2027–2028 on ehdotus; vahvistakaa tai muuttakaa se.
    - Selvittäkää 4 mittarin lähtötasot.
    - Asettakaa tavoitetaso 4 mittarille.
  Vantaan Tsemppari
    - Vahvistakaa vastuutaho, joka on vasta ehdotus. (ennen hyväksymistä)
    - Aikataulu 2027–2030 on ehdotus; vahvistakaa tai muuttakaa se.
    - Valitkaa mittari, jolla toteutumista seurataan.
Kielitaito
  Avoin keskusteluryhmä kirjastossa (Puhumme suomea)
    - Vahvistakaa vastuutaho, joka on vasta ehdotus. (ennen hyväksymistä)
    - Aikataulu 2027–2030 on ehdotus; vahvistakaa tai muuttakaa se.
    - Valitkaa mittari, jolla toteutumista seurataan.
`,
	}
	for lang, want := range want {
		var b strings.Builder
		for _, s := range RoadmapDocument(r, lang, k).Sections {
			if s.ID == "decisions" {
				for _, part := range s.Sections {
					if !strings.HasPrefix(part.ID, "decisions") {
						outlineOf(&b, part, "")
					}
				}
			}
		}
		if b.String() != want {
			t.Errorf("%s:\n%s\nwant\n%s", lang, b.String(), want)
		}
	}
	listed := 0
	for _, lang := range i18n.Langs() {
		visit(RoadmapDocument(r, lang, k), func(*document.Section) {}, func(b document.Block) {
			if list, ok := b.(document.List); ok && list.Kind == document.Boxes {
				listed += len(list.Items)
				for _, one := range list.Items {
					if text := document.Plainly(one.Blocks[0].(document.Paragraph).Runs); strings.HasPrefix(text, ":") {
						t.Errorf("%s: %s", lang, text)
					}
				}
			}
		})
	}
	open := 0
	for _, f := range k.Checks {
		if f.Severity != "note" {
			open++
		}
	}
	if listed != 3*open {
		t.Errorf("%d questions are listed in three languages, %d are open", listed, open)
	}
}

// outlineOf writes a section with its lists, each level one step further in.
func outlineOf(b *strings.Builder, s *document.Section, step string) {
	b.WriteString(step + document.Plainly(s.Title) + "\n")
	for _, block := range s.Blocks {
		for _, one := range block.(document.List).Items {
			runs := one.Blocks[0].(document.Paragraph).Runs
			b.WriteString(step + "  - " + document.Plainly(runs))
			if len(runs) > 1 {
				b.WriteString(" (" + runs[1].Text + ")")
			}
			b.WriteString("\n")
		}
	}
	for _, part := range s.Sections {
		outlineOf(b, part, step+"  ")
	}
}

func TestAnEmptyCellSaysThatItIsNotDecided(t *testing.T) {
	k, _ := knownStarter(t)
	r := &roadmap.Roadmap{Title: i18n.Text{FI: "x"}, OriginalLanguage: i18n.Finnish, State: "draft", Sections: []roadmap.Section{{ID: "s1", Domain: "work", Goals: []roadmap.Goal{
		{ID: "g1", Title: i18n.Text{FI: "Tavoite"}, Actions: []roadmap.Action{{ID: "a1", Items: []i18n.Text{{FI: "Kurssi"}}}}},
	}}}}
	count := func() int { return strings.Count(textOf(RoadmapDocument(r, i18n.Finnish, k)), "Ei vielä päätetty") }
	if n := count(); n != 3 {
		t.Errorf("schedule, responsible party and indicator are open; %d cells say so", n)
	}
	r.Sections[0].Goals[0].Indicators = []roadmap.Indicator{{ID: "i1", Label: i18n.Text{FI: "Mittari"}}}
	if n := count(); n != 2 {
		t.Errorf("the goal has an indicator; %d cells are open", n)
	}
	r.State = "in_force"
	if n := count(); n != 0 {
		t.Errorf("%d cells of a roadmap in force say that they are open", n)
	}
}
