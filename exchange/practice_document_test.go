package exchange

import (
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/i18n"
)

func TestEveryStarterPracticeIsASoundDocumentInEveryLanguage(t *testing.T) {
	k, practices := knownStarter(t)
	for _, p := range practices {
		for _, lang := range i18n.Langs() {
			sound(t, p.ID+" "+string(lang), k, PracticeDocument(p, lang, k))
		}
	}
}

func TestPracticeShowsFiguresWithBaseAndInterval(t *testing.T) {
	k, _ := knownStarter(t)
	for lang, wants := range map[i18n.Lang][]string{
		i18n.Finnish: {"456\u00a0henkilöä", "54\u00a0%", "49,4–58,5\u00a0%", "9,7–19,7\u00a0%", "[1]", "Wilson", "Näytön vahvuus: Perusteltu", "Tulosten suunta: myönteinen"},
		i18n.Swedish: {"456\u00a0personer", "54\u00a0%", "49,4–58,5\u00a0%", "Evidensens styrka: Motiverad"},
		i18n.English: {"456\u00a0people", "54%", "49.4–58.5%", "Strength of evidence: Reasoned"},
	} {
		text := textOf(PracticeDocument(k.Practices["smile"], lang, k))
		contain(t, "smile "+string(lang), text, wants...)
		lack(t, "smile "+string(lang), text, "40,8", "41\u00a0%", "246") // what the source does not say is not worked out
	}
}

func TestADocumentListsTheFilesWithTheirKindAndSize(t *testing.T) {
	k, _ := knownStarter(t)
	for lang, wants := range map[i18n.Lang][]string{
		i18n.Finnish: {"Liitteet", "kuva <b>.png (PNG, 1,5 Mt) – Ryhmä koolla", "ohje.pdf (PDF, 12 kt)"},
		i18n.Swedish: {"Bilagor", "ohje.pdf (PDF, 12 kB)"}, i18n.English: {"Attachments", "ohje.pdf (PDF, 12 kB)"},
	} {
		contain(t, string(lang), textOf(PracticeDocument(fullPractice(), lang, k)), wants...)
	}
	lack(t, "without files", textOf(PracticeDocument(k.Practices["smile"], i18n.Finnish, k)), "Liitteet")
}

func TestADocumentSaysWhatEachParticipantCostWhereThatIsKnown(t *testing.T) {
	k, _ := knownStarter(t)
	p := fullPractice()
	lack(t, "with a sum that is missing", textOf(PracticeDocument(p, i18n.Finnish, k)), "Osallistujaa kohti")
	people := 400
	p.Funding, p.Reach.Actual = p.Funding[:1], &people
	contain(t, "fi", textOf(PracticeDocument(p, i18n.Finnish, k)), "Osallistujaa kohti: 120\u00a0000\u00a0€ ÷ 400 = 300\u00a0€.")
	p.Reach.Actual = nil
	lack(t, "without people", textOf(PracticeDocument(p, i18n.Finnish, k)), "Osallistujaa kohti")
}

// fullPractice has something in every field.
func fullPractice() *catalogue.Practice {
	n := func(i int) *int { return &i }
	v := func(f float64) *float64 { return &f }
	fi := func(s string) i18n.Text { return i18n.Text{FI: s} }
	return &catalogue.Practice{
		ID: "malli", Organisation: "vantaa", Version: 3, State: "published", Maturity: "service", OriginalLanguage: i18n.Finnish,
		Title: fi("Malli"), Summary: fi("Tiivistelmä."), PlainSummary: fi("Helposti."), Challenge: fi("Tarve.\n\nToinen kappale:\n– yksi\n– kaksi"), Goals: fi("Tavoite."),
		HowItWorks: fi("Näin."), Components: []catalogue.Component{{ID: "c1", Name: fi("Osa"), Description: fi("Kuvaus."), Kind: "core"}, {ID: "c2", Description: fi("Nimetön osa"), Kind: "optional"}},
		Delivery: catalogue.Delivery{Who: fi("Kunta"), Where: fi("Koulu"), Dose: fi("Viikoittain")}, Domains: []string{"work"}, TargetGroups: []string{"mothers"}, TargetGroupNote: fi("Rajaus."),
		Reach: catalogue.Reach{Expected: n(1200), Actual: n(1), Period: catalogue.Period{Start: "2020", End: "2021"}}, Participation: "led",
		Partners: []catalogue.Partner{{Name: "Yhdistys ry", Type: "association", Role: fi("Ohjaus")}}, Municipalities: []string{"092", "905"}, Regions: []string{"01"}, Area: fi("Alue"),
		ServiceLanguages: []string{"so", "ar"}, Period: catalogue.OpenPeriod{Start: "2016", Continues: true},
		Funding:   []catalogue.Funding{{Source: "ESR", Amount: v(120000)}, {Source: "Säätiö"}},
		Resources: fi("Kaksi ohjaajaa."),
		Results: []catalogue.Result{
			{ID: "r1", Label: fi("Työllistyneet"), Level: "outcome", Measure: "share", Value: v(42), Base: &catalogue.Base{Value: v(200), Label: fi("päättäneet")}, Baseline: &catalogue.Baseline{Value: v(30), Date: "2016"}, Period: catalogue.Period{Start: "2020"}, Direction: "positive", Source: "s1"},
			{ID: "r2", Label: fi("Ilman kantalukua"), Measure: "share", Value: v(77)},
			{ID: "r3", Label: fi("Ryhmät"), Level: "output", Measure: "number", Value: v(10), Breakdowns: []catalogue.Breakdown{{Group: fi("aamulla"), Value: v(4), As: "count"}}},
			{ID: "r4", Label: fi("Toiminta jatkuu"), Measure: "yes_no", Value: v(1)}, {ID: "r5", Label: fi("Palaute"), Measure: "text", Text: fi("Hyvää")},
			{ID: "r6", Label: fi("Hinta"), Measure: "money", Value: v(1500), Currency: "SEK"},
		},
		Evaluations: []catalogue.Evaluation{{Type: "comparison", By: "independent", Year: 2021, Sample: n(88), Finding: fi("Löydös."), Limitations: fi("Pieni otos."), Source: "s1"}},
		Lessons:     []catalogue.Lesson{{Kind: "dont", Text: fi("Älä kiirehdi.")}, {Text: fi("Lajiton oppi.")}},
		Conditions:  []catalogue.Condition{{ID: "k1", Statement: fi("Pakko."), Need: "must", Category: "support"}, {ID: "k2", Statement: fi("Hyötyä."), Need: "helps"}, {ID: "k3", Statement: fi("Muu ehto.")}},
		Criteria:    catalogue.Criteria{Modelled: catalogue.Criterion{Met: "partly", Reason: fi("Kesken.")}},
		Attachments: []catalogue.Attachment{{ID: "x", Name: "kuva <b>.png", Size: 1_450_000, Alt: fi("Ryhmä koolla")}, {ID: "y", Name: "ohje.pdf", Size: 12_300}},
		Contact:     catalogue.Contact{Name: "Maija Malli", Email: "maija@example.org", Public: true},
		Sources:     []catalogue.Source{{ID: "s1", Title: "Raportti", Publisher: "Julkaisija", Year: 2021, Language: "fi", URL: "https://example.org/raportti"}},
		Related:     []catalogue.Related{{Practice: "smile", Relation: "similar"}}, Machine: []string{"challenge.fi"},
		PublishedAt: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), ReviewDue: "2027-11-21",
	}
}

func TestPracticeDocumentHoldsEveryField(t *testing.T) {
	k, _ := knownStarter(t)
	for _, lang := range i18n.Langs() {
		sound(t, "malli "+string(lang), k, PracticeDocument(fullPractice(), lang, k))
	}
	d := PracticeDocument(fullPractice(), i18n.Finnish, k)
	text := textOf(d)
	contain(t, "malli", text,
		"Tiivistelmä.", "Helposti.", "Tarve.", "yksi", "Tavoite.", "Näin.", "Kuvaus.", "Nimetön osa", "Ydinosa", "Viikoittain", "Äidit", "Rajaus.",
		"1\u00a0200", "henkilö (2020–2021)", "Johtavat toimintaa", "Yhdistys ry", "Vaasa / Vasa", "Uusimaa", "Somali", "2016–", "120\u00a0000\u00a0€", "ei kerrottu", "Kaksi ohjaajaa.",
		"Lähtötaso (2016)", "päättäneet (200)", "1\u00a0500\u00a0SEK", "Kyllä", "Hyvää", "Löydös.", "Pieni otos.", "88", "Älä kiirehdi.", "Lajiton oppi.", "Pakko.", "Hyötyä.", "Muu ehto.", "Kesken.",
		"Maija Malli", "https://example.org/raportti", "SMILE", "CC BY 4.0", "Tunnus", "21.11.2026", "21.11.2027", "Konekäännös", "Näissä kohdissa on konekäännös: Lähtötilanne ja tarve.",
	)
	if got := d.Meta.Date; got != "2026-11-21" {
		t.Errorf("date %q", got)
	}
}

func TestWhatAPracticeDoesNotTellHasNoChapter(t *testing.T) {
	k, _ := knownStarter(t)
	p := &catalogue.Practice{ID: "pieni", Title: i18n.Text{SV: "Liten"}, OriginalLanguage: i18n.Swedish}
	d := PracticeDocument(p, i18n.Finnish, k)
	sound(t, "pieni", k, d)
	if got := chapters(d); got != "Tietoa kuvauksesta" {
		t.Errorf("chapters of an empty practice: %s", got)
	}
}

func TestContactIsShownOnlyWithConsent(t *testing.T) {
	k, _ := knownStarter(t)
	for name, change := range map[string]func(*catalogue.Contact){
		"not public": func(c *catalogue.Contact) { c.Public = false },
		"erased":     func(c *catalogue.Contact) { c.Erased = "2026-01-01" },
	} {
		p := fullPractice()
		change(&p.Contact)
		lack(t, name, textOf(PracticeDocument(p, i18n.Finnish, k)), "Maija", "example.org/maija", "maija@")
	}
}

// An organisation keeps an entry; that makes it neither somebody to ask nor the
// author of what others did.
func TestWithoutAContactNobodyIsNamedToAskOrAsTheAuthor(t *testing.T) {
	k, _ := knownStarter(t)
	k.Link = func(id string, version int) string {
		return "https://tiekartta.example/fi/practices/" + id + "?version=3"
	}
	p := fullPractice()
	if got, want := Citation(p, i18n.Finnish, k), "Vantaan kaupunki. Malli. Tiekartta, versio 3, 21.11.2026. CC BY 4.0. https://tiekartta.example/fi/practices/malli?version=3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.Contact = catalogue.Contact{Role: i18n.Text{FI: "Kuvaus on koottu julkisista lähteistä."}}
	if got, want := Citation(p, i18n.Finnish, k), "Malli. Tiekartta, versio 3, 21.11.2026. CC BY 4.0. https://tiekartta.example/fi/practices/malli?version=3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	front := func() string {
		c := &practiceComposer{composer: newComposer(k, i18n.Finnish, i18n.Finnish), p: p}
		return textOf(&document.Document{Front: &document.Section{}, Sections: []*document.Section{{Title: document.Words("x"), Blocks: c.contact()}}})
	}
	contain(t, "role", front(), "Kuvaus on koottu julkisista lähteistä.")
	lack(t, "role", front(), "Vantaa")
	p.Contact = catalogue.Contact{}
	contain(t, "nothing", front(), "Yhteystietoa ei ole annettu.")
	p.Version = 0
	if got := Citation(p, i18n.Finnish, k); got != "" {
		t.Errorf("what is not published is cited as %q", got)
	}
}

func TestAMissingTranslationIsMarkedAndCounted(t *testing.T) {
	k, _ := knownStarter(t)
	d := PracticeDocument(fullPractice(), i18n.Swedish, k)
	contain(t, "sv", textOf(d), "Språk: finska", "En del av texterna finns inte på svenska")
	if d.Title[0].Lang != i18n.Finnish {
		t.Errorf("the title is marked as %q", d.Title[0].Lang)
	}
	visit(d, func(s *document.Section) {
		if s.Title[0].Lang != i18n.Swedish {
			t.Errorf("heading %q is marked as %q", s.Title[0].Text, s.Title[0].Lang)
		}
	}, func(b document.Block) {
		p, ok := b.(document.Paragraph)
		if !ok {
			return
		}
		for _, run := range p.Runs {
			if (run.Text == "Tarve." || run.Text == "Pakko.") && run.Lang != i18n.Finnish {
				t.Errorf("%q is marked as %q", run.Text, run.Lang)
			}
		}
	})
	lack(t, "fi", textOf(PracticeDocument(fullPractice(), i18n.Finnish, k)), "Kieli: ", "ei ole suomeksi")
}

func TestAShareWithoutBaseGetsNoIntervalAndNoCount(t *testing.T) {
	k, _ := knownStarter(t)
	p := fullPractice()
	p.Results = p.Results[1:2]
	d := PracticeDocument(p, i18n.Finnish, k)
	lack(t, "share without base", textOf(d), "95 %", "Wilson", "≈")
}

func TestThePracticesOwnReasonsStandBesideItsEvidence(t *testing.T) {
	k, _ := knownStarter(t)
	value := 1200.0
	p := &catalogue.Practice{ID: "pieni", Title: i18n.Text{FI: "Pieni"}, OriginalLanguage: i18n.Finnish,
		Results: []catalogue.Result{{ID: "r1", Label: i18n.Text{FI: "Kävijät"}, Measure: "number", Level: "output", Value: &value}, {ID: "r2", Label: i18n.Text{FI: "Oppineet"}, Measure: "number", Level: "outcome", Value: &value}}}
	text := textOf(PracticeDocument(p, i18n.Finnish, k))
	contain(t, "a figure without goals", text, k.Messages.T(i18n.Finnish, "evidence.no_goals"))
	lack(t, "a figure without goals", text, "ei ole lukuja")
	if n := strings.Count(text, k.Messages.T(i18n.Finnish, "evidence.no_goals")); n != 1 {
		t.Errorf("the same reason is given %d times", n)
	}
}
