package roadmap

import (
	"strings"
	"testing"

	"tiekartta/i18n"
)

func TestFirstSentenceRespectsAbbreviations(t *testing.T) {
	for _, one := range []struct{ text, first, rest string }{
		{"Yksi tavoite.", "Yksi tavoite.", ""},
		{"Yksi tavoite", "Yksi tavoite", ""},
		{"Työtä löytyy esim. Vantaalta. Kynnys madaltuu.", "Työtä löytyy esim. Vantaalta.", "Kynnys madaltuu."},
		{"Stödet når bl.a. Vasa och t.ex. Jakobstad. Fler deltar.", "Stödet når bl.a. Vasa och t.ex. Jakobstad.", "Fler deltar."},
		{"Help in languages, e.g. Finnish, i.e. Suomi. More join.", "Help in languages, e.g. Finnish, i.e. Suomi.", "More join."},
		{"Hankkeen vetäjä J. Virtanen auttaa. Muut seuraavat.", "Hankkeen vetäjä J. Virtanen auttaa.", "Muut seuraavat."},
		{"Kasvu on 3.5 prosenttia. Se riittää.", "Kasvu on 3.5 prosenttia.", "Se riittää."},
		{"Mukana on 30. Heistä moni jää.", "Mukana on 30.", "Heistä moni jää."},
		{"1. Työtä kaikille. 2. Kieltä kaikille.", "1. Työtä kaikille.", "2. Kieltä kaikille."},
		{"Onko tämä (oikein?) varmaa? On.", "Onko tämä (oikein?) varmaa?", "On."},
		{"Hän sanoi ”näin.” Sitten loppui.", "Hän sanoi ”näin.”", "Sitten loppui."},
		{"Ensimmäinen rivi\nToinen rivi", "Ensimmäinen rivi", "Toinen rivi"},
		{"Yhdistykset, koulut jne. Kunta johtaa.", "Yhdistykset, koulut jne.", "Kunta johtaa."},
		{"Kolme 1.1.2027 alkaen. Sitten neljä.", "Kolme 1.1.2027 alkaen.", "Sitten neljä."},
		{"", "", ""},
	} {
		first, rest := firstSentence(one.text)
		if first != one.first || rest != one.rest {
			t.Errorf("%q: got %q and %q", one.text, first, rest)
		}
	}
}

func TestGoalHasFirstSentenceAsTitleAndTheRestAsReason(t *testing.T) {
	a := newAssembler(t)
	title, rationale := a.goalOf("work", i18n.Text{FI: "Työtä löytyy. Kieli vahvistuu. Arki sujuu.", SV: "Det finns arbete."})
	if title != (i18n.Text{FI: "Työtä löytyy", SV: "Det finns arbete"}) || rationale != (i18n.Text{FI: "Kieli vahvistuu. Arki sujuu."}) {
		t.Errorf("got %v, %v", title, rationale)
	}
}

func TestPracticeWithoutGoalsGetsTheGeneralGoalOfItsDomain(t *testing.T) {
	a := newAssembler(t)
	scheme, err := a.Vocabularies.Scheme(framework)
	if err != nil {
		t.Fatal(err)
	}
	for _, domain := range scheme.Concepts {
		title, rationale := a.goalOf(domain.ID, i18n.Text{})
		if len(title.Languages()) != 3 || strings.Contains(title.FI, domain.ID) || strings.Contains(title.FI, ":") || !rationale.Empty() {
			t.Errorf("%s: got %v", domain.ID, title)
		}
	}
	if title, _ := a.goalOf("own_domain", i18n.Text{}); !strings.HasSuffix(title.SV, ": own_domain") {
		t.Errorf("a domain of another scheme is named: %v", title)
	}
	r := assembled(t, request(plain("a", "A", "work"), plain("b", "B", "work")))
	if len(r.Sections[0].Goals) != 1 || len(r.Sections[0].Goals[0].Actions) != 2 {
		t.Errorf("practices without goals share one general goal: %+v", r.Sections)
	}
}

func TestGoalsThatMakeNoTitleBecomeTheReason(t *testing.T) {
	a := newAssembler(t)
	for _, text := range []string{"Tavoitteena on:\n– työ\n– kieli", strings.Repeat("pitkä ", 60) + "virke."} {
		title, rationale := a.goalOf("work", i18n.Text{FI: text})
		if title != a.generalGoal("work") || rationale.FI != text {
			t.Errorf("got %v, %v", title, rationale)
		}
	}
}
