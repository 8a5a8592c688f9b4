package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/document"
	"tiekartta/document/html"
	md "tiekartta/document/markdown"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func some(t *testing.T, k Known, ids ...string) []*catalogue.Practice {
	t.Helper()
	var list []*catalogue.Practice
	for _, id := range ids {
		if k.Practices[id] == nil {
			t.Fatalf("the starter has no %s", id)
		}
		list = append(list, k.Practices[id])
	}
	return list
}

func TestAssembledRoadmapIsASoundDocumentInEveryLanguage(t *testing.T) {
	k, practices := knownStarter(t)
	r := assembled(t, &k, practices...)
	for _, lang := range i18n.Langs() {
		sound(t, "all practices "+string(lang), k, RoadmapDocument(r, lang, k))
	}
}

func TestAssembledRoadmapSaysWhatIsProposedAndWhatIsReference(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "coaching-together", "vantaan-tsemppari")...)
	for lang, wants := range map[i18n.Lang][]string{
		i18n.Finnish: {
			"Luonnos, jota ei ole hyväksytty", "Vertailutieto, ei tavoite: 456\u00a0henkilöä\u00a0[1].", "(Vantaa / Vanda)", "Mallilan kaupunki", "järjestö tai yhdistys",
			"Ehdotuksia, joita ei ole vahvistettu.", "(ydinosa):", "Kriittiset tekijät:", "Välttämättömät edellytykset:", "3 toimenpidettä", "3 käytäntöä", "ennen hyväksymistä", "Muokatkaa ne omaan kuntaanne sopiviksi.",
		},
		i18n.Swedish: {"Utkast som inte har godkänts", "Jämförelseuppgift, inte mål: 456\u00a0personer\u00a0[1].", "Modellköpings stad", "organisation eller förening", "(Vanda / Vantaa)"},
		i18n.English: {"Draft, not approved", "Reference, not a target: 456\u00a0people\u00a0[1].", "Town of Mallila", "association or NGO", "Action programme"},
	} {
		d := RoadmapDocument(r, lang, k)
		text := textOf(d)
		contain(t, string(lang), text, wants...)
		lack(t, string(lang), strings.ToLower(text), "kotoutumisohjelma", "integration programme", "integrationsprogram", "best practice")
	}
}

func TestNoSentenceOfAnAssembledRoadmapIsRepeated(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "coaching-together", "vanhemmat-mukaan", "tempo-orchestra")...)
	k.Checks = nil // what is to be done is the same for many actions
	for _, lang := range i18n.Langs() {
		seen := map[string]bool{}
		visit(RoadmapDocument(r, lang, k), func(*document.Section) {}, func(b document.Block) {
			p, ok := b.(document.Paragraph)
			if text := document.Plainly(p.Runs); ok && p.Style != document.Aside && strings.HasSuffix(text, ".") {
				if seen[text] {
					t.Errorf("%s: said twice: %s", lang, text)
				}
				seen[text] = true
			}
		})
		if len(seen) < 10 {
			t.Errorf("%s: only %d sentences were looked at", lang, len(seen))
		}
	}
}

// fullRoadmap has something in every field.
func fullRoadmap() *roadmap.Roadmap {
	v := func(f float64) *float64 { return &f }
	fi := func(s string) i18n.Text { return i18n.Text{FI: s} }
	return &roadmap.Roadmap{
		ID: "malli", Organisation: "vaasa", Kind: "joint", Title: fi("Yhteinen suunnitelma"), Municipalities: []string{"905", "092"},
		Period: catalogue.Period{Start: "2027", End: "2030"}, OriginalLanguage: i18n.Finnish, State: "in_force", Version: 2,
		Approval: roadmap.Approval{Body: "Kaupunginvaltuusto", Date: "2026-12-14", Decision: "§ 112", URL: "https://example.org/112"},
		Foreword: fi("Esipuheen sana."), Situation: roadmap.Situation{Text: fi("Tilanne nyt."), Figures: []catalogue.Result{{ID: "f1", Label: fi("Vieraskielisiä"), Measure: "share", Value: v(18.9), Base: &catalogue.Base{Value: v(228166), Label: fi("väestö")}, Source: "s1"}}},
		Sections: []roadmap.Section{
			{ID: "s1", Domain: "work", Title: fi("Työ"), Intro: fi("Johdanto työhön."), Goals: []roadmap.Goal{{
				ID: "g1", Title: fi("Työllisyys paranee"), Rationale: fi("Koska työ kantaa."),
				Indicators: []roadmap.Indicator{{ID: "i0", Label: fi("Työllisyysaste"), Measure: "share", Baseline: &roadmap.Baseline{Value: v(56.5), Date: "2025"}, Targets: []roadmap.Target{{Value: v(62), Date: "2030"}}}},
				Actions: []roadmap.Action{{
					ID: "a1", Items: []i18n.Text{fi("Valmennus"), fi("Verkosto")}, Description: fi("Tarkempi kuvaus."),
					Schedule: roadmap.Schedule{Kind: "recurring", Start: "2026-06", Every: &roadmap.Every{Times: 2, Per: "year"}, Review: "2028-05"},
					Parties: []roadmap.Party{
						{Name: "Työllisyyspalvelut", Role: "lead", Confirmed: "2026-01-01"}, {Type: "school", Role: "partner", Suggested: true}, {Organisation: "vantaa", Role: "partner"},
					},
					Indicators: []roadmap.Indicator{{ID: "i1", Label: fi("Osallistujat"), Measure: "number", Unit: fi("henkilöä"), Baseline: &roadmap.Baseline{Unknown: "ei mitattu"}, Targets: []roadmap.Target{{Text: "kasvaa"}}}},
					Status:     "in_progress", StatusReason: fi("Rahoitus saatu."), Budget: []roadmap.Budget{{Year: 2027, Planned: v(50000), Source: "Kaupunki"}, {Year: 2028, Planned: v(60000), Actual: v(55000)}},
					Steps: []roadmap.Step{{Title: fi("Rekrytointi"), Due: "2027-02", Done: true}},
				}},
			}}},
			{ID: "s2", Domain: "housing", Goals: []roadmap.Goal{{ID: "g2", Title: fi("Tavoite ilman toimenpiteitä")}}},
		},
		Sources:   []catalogue.Source{{ID: "s1", Title: "Väestötilasto", Year: 2025}},
		UpdatedAt: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
	}
}

func TestRoadmapDocumentHoldsEveryField(t *testing.T) {
	k, _ := knownStarter(t)
	k.Checks = []roadmap.Finding{{Key: "foreword_missing", Severity: "note"}}
	for _, lang := range i18n.Langs() {
		sound(t, "malli "+string(lang), k, RoadmapDocument(fullRoadmap(), lang, k))
	}
	d := RoadmapDocument(fullRoadmap(), i18n.Finnish, k)
	contain(t, "malli", textOf(d),
		"Yhteinen suunnitelma", "Kuntien yhteinen suunnitelma", "Voimassa", "Vaasa / Vasa, Vantaa / Vanda", "Kaupunginvaltuusto, 14.12.2026, § 112", "Esipuheen sana.", "Tilanne nyt.", "18,9\u00a0%", "väestö (228\u00a0166)",
		"Johdanto työhön.", "Koska työ kantaa.", "Lähtötaso: 56,5\u00a0% (2025). Tavoitetaso: 62\u00a0% (2030).", "Valmennus", "Verkosto", "Tarkempi kuvaus.", "6/2026–, 2 kertaa vuodessa", "Arviointi: 5/2028", "Tilanne: käynnissä",
		"Työllisyyspalvelut", "koulu tai oppilaitos", "ehdotus", "Vantaan kaupunki", "Lähtötaso: ei tiedossa (ei mitattu). Tavoitetaso: kasvaa.", "Rahoitus saatu.", "50\u00a0000\u00a0€", "55\u00a0000\u00a0€", "Kaupunki", "Rekrytointi, 2/2027", "Asuminen", "Tavoite ilman toimenpiteitä", "Väestötilasto", "21.11.2026",
	)
	if d.Stamp != "" || strings.Contains(textOf(d), "Vielä ratkaistavaa") {
		t.Error("a roadmap in force is marked as a draft")
	}
	if got, want := chapters(d), "Esipuhe | Lähtötilanne | Aikajana | Työ | Asuminen | Rahoitus | Seuranta ja arviointi | Lähteet"; got != want {
		t.Errorf("chapters %q, want %q", got, want)
	}
}

func TestTimelineAndMatrixCountWhatTheRoadmapHolds(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "coaching-together")...)
	timeline, ok := RoadmapTimeline(r, i18n.Finnish, k)
	bars := 0
	for _, group := range timeline.Groups {
		bars += len(group.Bars)
	}
	if !ok || bars != 2 || timeline.First != 2027 || timeline.Last != 2030 {
		t.Errorf("timeline: %v, %d bars, %d–%d", ok, bars, timeline.First, timeline.Last)
	}
	matrix, ok := CoverageMatrix(r, i18n.Finnish, k)
	sum, want := 0, 0
	for _, row := range matrix.Counts {
		for _, n := range row {
			sum += n
		}
	}
	for _, id := range []string{"smile", "coaching-together"} {
		want += len(k.Practices[id].Domains) * len(k.Practices[id].TargetGroups)
	}
	if !ok || sum != want {
		t.Errorf("matrix: %v, %d marks, want %d", ok, sum, want)
	}
	r.Period = catalogue.Period{}
	if _, ok := RoadmapTimeline(r, i18n.Finnish, k); ok {
		t.Error("a timeline without a period")
	}
	if _, ok := CoverageMatrix(fullRoadmap(), i18n.Finnish, k); ok {
		t.Error("a matrix without practices")
	}
}

func TestScheduleIsAsWrittenInItsOwnLanguageAndUnderstoodInOthers(t *testing.T) {
	k, _ := knownStarter(t)
	for _, test := range []struct {
		schedule roadmap.Schedule
		lang     i18n.Lang
		want     string
	}{
		{roadmap.Schedule{Kind: "continuous", Text: "Continuous"}, i18n.English, "Continuous"},
		{roadmap.Schedule{Kind: "continuous", Text: "Ongoing"}, i18n.English, "Ongoing"},
		{roadmap.Schedule{Kind: "continuous", Text: "Ongoing"}, i18n.Swedish, "Fortlöpande"},
		{roadmap.Schedule{Kind: "years", Start: "2023", End: "2026", Text: "2023-2026"}, i18n.English, "2023-2026"},
		{roadmap.Schedule{Kind: "years", Start: "2023", End: "2026", Text: "2023-2026"}, i18n.Finnish, "2023–2026"},
		{roadmap.Schedule{Text: "every spring"}, i18n.Finnish, "every spring"},
		{roadmap.Schedule{Kind: "recurring", Every: &roadmap.Every{Times: 1, Per: "month"}}, i18n.Finnish, "kerran kuukaudessa"},
		{roadmap.Schedule{}, i18n.Finnish, ""},
	} {
		c := &roadmapComposer{composer: newComposer(k, test.lang, i18n.English)}
		if got := c.schedule(test.schedule).Text; got != test.want {
			t.Errorf("%+v in %s is %q, want %q", test.schedule, test.lang, got, test.want)
		}
	}
}

// plain is what Markdown must bring back of a roadmap.
func planOutline(r *roadmap.Roadmap, lang i18n.Lang) []string {
	var lines []string
	for _, s := range r.Sections {
		lines = append(lines, "section "+joinSpace(s.Title.In(lang)))
		for _, g := range s.Goals {
			lines = append(lines, "goal "+g.Title.In(lang))
			for _, a := range g.Actions {
				lines = append(lines, fmt.Sprintf("action %s %s %s %q", a.Schedule.Kind, a.Schedule.Start, a.Schedule.End, a.Schedule.Text))
				for _, one := range a.Items {
					lines = append(lines, "item "+one.In(lang))
				}
				lines = append(lines, "who "+a.ResponsibleText.In(lang), "indicator "+a.IndicatorText.In(lang))
			}
		}
	}
	return lines
}

func throughMarkdown(t *testing.T, k Known, r *roadmap.Roadmap, lang i18n.Lang) *Reading {
	t.Helper()
	var b bytes.Buffer
	if err := md.Write(&b, RoadmapDocument(r, lang, k), k.Messages); err != nil {
		t.Fatal(err)
	}
	reading, err := ReadRoadmap(b.Bytes(), ReadOptions{Format: "md", Vocabularies: k.Vocabularies})
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return reading
}

func TestMarkdownBringsThePlanBack(t *testing.T) {
	k, _ := knownStarter(t)
	awkward := &roadmap.Roadmap{Title: i18n.Text{FI: "<script>"}, OriginalLanguage: i18n.Finnish, Period: catalogue.Period{Start: "2027", End: "2030"}, Sections: []roadmap.Section{
		{ID: "s1", Title: i18n.Text{FI: "Työ & *toimeentulo* | muu"}, Goals: []roadmap.Goal{{ID: "g1", Title: i18n.Text{FI: "Tavoite | <b>yksi</b> _alku_"}, Actions: []roadmap.Action{
			{
				ID: "a1", Items: []i18n.Text{{FI: "1. [linkki](https://example.org) `koodi`"}, {FI: "snake_case \\| **tähti** &amp; 5 < 7"}},
				Schedule: roadmap.Schedule{Kind: "years", Start: "2027", End: "2028", Text: "2027-2028"}, ResponsibleText: i18n.Text{FI: "A|B ~~C~~"}, IndicatorText: i18n.Text{FI: "# lukumäärä"},
			},
			{ID: "a2", Items: []i18n.Text{{FI: "Toinen"}}, Schedule: roadmap.Schedule{Kind: "continuous", Text: "Jatkuva"}, ResponsibleText: i18n.Text{FI: "D"}, IndicatorText: i18n.Text{FI: "E"}},
		}}}},
	}}
	cases := map[string]*roadmap.Roadmap{"awkward": awkward}
	for _, name := range []string{"programme-en.txt", "programme-fi.txt", "programme-sv.txt"} {
		r := readFixture(t, name).Roadmap
		r.Title, r.Organisation, r.Period = i18n.Text{FI: name}, "vaasa", catalogue.Period{Start: "2023", End: "2026"}
		cases[name] = r
	}
	if data, err := os.ReadFile(filepath.Join("..", "..", "shared", "sources", "vaasa-integration-programme-2023-2026.txt")); err == nil {
		reading, err := ReadRoadmap(data, ReadOptions{Format: "txt"})
		if err != nil {
			t.Fatal(err)
		}
		reading.Roadmap.Title, reading.Roadmap.Period = i18n.Text{EN: "Vaasa"}, catalogue.Period{Start: "2023", End: "2026"}
		cases["vaasa"] = reading.Roadmap
	}
	for name, r := range cases {
		lang := r.OriginalLanguage
		for _, other := range i18n.Langs() {
			sound(t, name+" "+string(other), k, RoadmapDocument(r, other, k))
		}
		got, want := planOutline(throughMarkdown(t, k, r, lang).Roadmap, lang), planOutline(r, lang)
		for i := range max(len(got), len(want)) {
			switch {
			case i >= len(got):
				t.Fatalf("%s: lost %s", name, want[i])
			case i >= len(want):
				t.Fatalf("%s: came from nowhere: %s", name, got[i])
			case got[i] != want[i]:
				t.Fatalf("%s: %s became %s", name, want[i], got[i])
			}
		}
	}
}

func TestMarkdownOfAnAssembledRoadmapIsReadAsItsTable(t *testing.T) {
	k, _ := knownStarter(t)
	r := assembled(t, &k, some(t, k, "smile", "coaching-together", "vanhemmat-mukaan")...)
	for _, lang := range i18n.Langs() {
		reading := throughMarkdown(t, k, r, lang)
		if reading.Roadmap.OriginalLanguage != lang {
			t.Errorf("%s: read as %s", lang, reading.Roadmap.OriginalLanguage)
		}
		if reading.Sections != len(r.Sections) || reading.Actions != 3 {
			t.Errorf("%s: %d sections, %d actions", lang, reading.Sections, reading.Actions)
		}
		var items, want []string
		for _, pair := range []struct {
			r    *roadmap.Roadmap
			list *[]string
		}{{reading.Roadmap, &items}, {r, &want}} {
			for _, line := range planOutline(pair.r, lang) {
				if strings.HasPrefix(line, "item ") || strings.HasPrefix(line, "section ") {
					*pair.list = append(*pair.list, line)
				}
			}
		}
		if !slices.Equal(items, want) {
			t.Errorf("%s: items\n%s\nwant\n%s", lang, strings.Join(items, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestHTMLOfARoadmapIsTheSameEachTime(t *testing.T) {
	k, practices := knownStarter(t)
	r := assembled(t, &k, practices...)
	var files [2]bytes.Buffer
	for i := range files {
		if err := html.Write(&files[i], RoadmapDocument(r, i18n.Finnish, k), k.Messages); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two files of one roadmap differ")
	}
}
