package exchange

import (
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// tableLanguages are those in which a table is written and then read.
type tableLanguages struct{ written, read i18n.Lang }

func eachLanguages() []tableLanguages {
	var list []tableLanguages
	for _, written := range i18n.Langs() {
		for _, read := range i18n.Langs() {
			list = append(list, tableLanguages{written, read})
		}
	}
	return list
}

// tableOf is what a table holds of a roadmap's sections: each text in one
// language, and of what has a text that text alone.
func tableOf(w *words, r *roadmap.Roadmap, l tableLanguages) []roadmap.Section {
	text := func(t i18n.Text) i18n.Text {
		s, _ := t.Best(l.written, r.OriginalLanguage)
		return i18n.Text{}.Set(l.read, strings.TrimSpace(unixLines(s)))
	}
	action := func(a roadmap.Action) roadmap.Action {
		held := roadmap.Action{ID: a.ID, Schedule: a.Schedule, Status: a.Status, ResponsibleText: text(a.ResponsibleText), IndicatorText: text(a.IndicatorText)}
		for _, item := range a.Items {
			held.Items = append(held.Items, text(item))
		}
		if a.Practice != nil {
			held.Practice = &roadmap.PracticeUse{ID: a.Practice.ID, Version: a.Practice.Version}
		}
		for _, p := range a.Parties {
			held.Parties = append(held.Parties, roadmap.Party{Name: p.Name, Type: p.Type, Role: p.Role, Suggested: p.Suggested})
		}
		if !held.ResponsibleText.Empty() {
			held.Parties = w.parties(joinSpace(held.ResponsibleText.In(l.read))).list
		}
		for _, one := range a.Indicators {
			if held.IndicatorText.Empty() {
				held.Indicators = append(held.Indicators, roadmap.Indicator{ID: one.ID, Label: text(one.Label)})
			}
		}
		return held
	}
	var sections []roadmap.Section
	for _, s := range r.Sections {
		section := roadmap.Section{ID: s.ID, Domain: s.Domain, Title: text(s.Title)}
		for _, g := range s.Goals {
			goal := roadmap.Goal{ID: g.ID, Title: text(g.Title)}
			for _, a := range g.Actions {
				goal.Actions = append(goal.Actions, action(a))
			}
			section.Goals = append(section.Goals, goal)
		}
		sections = append(sections, section)
	}
	return sections
}

// comesBack writes and reads a roadmap in all languages, and merges it.
func comesBack(t *testing.T, name string, r *roadmap.Roadmap, v *catalogue.Vocabularies) {
	t.Helper()
	w := testWords(t)
	for _, l := range eachLanguages() {
		var b strings.Builder
		if err := WriteRoadmapCSV(&b, r, l.written, v); err != nil {
			t.Fatal(err)
		}
		back, err := ReadRoadmap([]byte(b.String()), ReadOptions{Format: "csv", Language: l.read, Vocabularies: v})
		if err != nil {
			t.Fatalf("%s, %v: %v\n%s", name, l, err, b.String())
		}
		want := tableOf(w, r, l)
		if !reflect.DeepEqual(back.Roadmap.Sections, want) {
			t.Errorf("%s, %v:\n got %+v\nwant %+v\n%s", name, l, back.Roadmap.Sections, want, b.String())
		}
		for _, one := range back.Warnings {
			if one.Key != "schedule" {
				t.Errorf("%s, %v: asks %s %v", name, l, one.Key, one.Args)
			}
		}
		if l.written == l.read && !reflect.DeepEqual(MergeCSV(r, back, v), r) {
			t.Errorf("%s, %v: merging an unchanged table changed the roadmap", name, l)
		}
	}
}

func TestAssembledRoadmapsComeBackWhateverTheLanguage(t *testing.T) {
	base, bundle := starterBase(t)
	v := base.Catalogue.Vocabularies
	exporter := NewExporter(base, messages(t))
	var all []*catalogue.Practice
	for i := range bundle.Practices {
		p := &bundle.Practices[i]
		all = append(all, p)
		comesBack(t, p.ID, assembledIn(t, exporter, i18n.Langs()[i%3], p), v)
	}
	for _, lang := range i18n.Langs() {
		comesBack(t, "all in "+string(lang), assembledIn(t, exporter, lang, all...), v)
	}
	_, example := demonstration(t)
	comesBack(t, "demonstration", example, v)
}

func messages(t testing.TB) *i18n.Messages {
	t.Helper()
	m, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func assembledIn(t testing.TB, e Exporter, lang i18n.Lang, practices ...*catalogue.Practice) *roadmap.Roadmap {
	t.Helper()
	r, err := e.Assembler.Assemble(roadmap.Request{
		Title: "Tiekartta", Language: lang, Period: catalogue.Period{Start: "2027-03", End: "2030"}, Practices: practices,
		Organisation: account.Organisation{ID: "vaasa", Name: i18n.Text{FI: "Vaasan kaupunki", SV: "Vasa stad"}, Type: "municipality", Municipality: "905"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestExistingProgrammeComesBackWhateverTheLanguage(t *testing.T) {
	data, err := os.ReadFile("../../shared/sources/vaasa-integration-programme-2023-2026.txt")
	if err != nil {
		t.Skip("the programme is not there")
	}
	r, err := ReadRoadmap(data, ReadOptions{Format: "txt", Vocabularies: vocabularies(t)})
	if err != nil {
		t.Fatal(err)
	}
	comesBack(t, "Vaasa", r.Roadmap, vocabularies(t))
}

// chance makes roadmaps of what is hardest to tell apart.
type chance struct{ *rand.Rand }

func (c chance) of(list ...string) string { return list[c.IntN(len(list))] }

func (c chance) text(most int) string {
	var b strings.Builder
	for range c.IntN(most + 1) {
		b.WriteString(c.of("Vaasa", "Åbo", "a", " ", " ", "\n", "\t", "[", "]", "(", ")", ":", ";", ",", "'", `"`, "=", "?", "–", "%28", "@",
			"[]", "()", "[2027–2028]", "(kunta)", "(kommun)", "(i1)", "(tyyppi avoin)", "Kunta", "school", "ehdotus, ", "vastuutaho: ", "[lead?: x]",
			"s1-g1-a1-i2: ", "i3:", "x-1: ", "2027", "2027–2030", "jatkuva", "; arviointi 2028", "\n[ehdotus, vastuutaho: Vaasa (kunta)]", "\n\n", "[Osuus (i1)]"))
	}
	return strings.TrimSpace(b.String())
}

func (c chance) date() string { return c.of("2027", "2028-06", "2029-12-31", "1999", "") }

func (c chance) action(id string) roadmap.Action {
	a := roadmap.Action{ID: id, Schedule: roadmap.Schedule{
		Kind: c.of("", "years", "dates", "continuous", "recurring"), Start: c.date(), End: c.date(), Review: c.date(), Text: c.text(3),
	}}
	if c.IntN(3) == 0 {
		a.Schedule.Every = &roadmap.Every{Times: 1 + c.IntN(12), Per: c.of("week", "month", "quarter", "year")}
	}
	if c.IntN(4) == 0 {
		a.ResponsibleText, a.IndicatorText = en(c.text(6)), en(c.text(6))
	}
	if a.ResponsibleText.Empty() {
		for range c.IntN(4) {
			a.Parties = append(a.Parties, roadmap.Party{
				Name: c.text(5), Type: c.of("", "", "municipality", "association", "school", "other"), Role: c.of("", "lead", "co_lead", "partner", "supports"), Suggested: c.IntN(2) == 0,
			})
		}
	} else {
		a.Parties = nil
	}
	for n := range c.IntN(4) {
		one := roadmap.Indicator{ID: c.of(id+"-i", "i", "osuus", "a (b) %2", "X:") + decimal(n+1), Label: en(c.text(6))}
		a.Indicators = append(a.Indicators, one)
	}
	return a
}

func TestAnyPartiesSchedulesAndIndicatorsComeBack(t *testing.T) {
	v := vocabularies(t)
	for seed := range uint64(60) {
		c := chance{rand.New(rand.NewPCG(seed, 27))}
		goal := roadmap.Goal{ID: "g1", Title: en("Goal")}
		for n := range 4 {
			goal.Actions = append(goal.Actions, c.action("s1-g1-a"+decimal(n+1)))
		}
		comesBack(t, "seed "+decimal(int(seed)), &roadmap.Roadmap{
			OriginalLanguage: i18n.English, Framework: "domain", Sections: []roadmap.Section{{ID: "s1", Title: en("Work"), Goals: []roadmap.Goal{goal}}},
		}, v)
		if t.Failed() {
			return
		}
	}
}
