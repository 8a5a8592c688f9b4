package exchange

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

func testBrackets(t testing.TB) *brackets {
	t.Helper()
	b, err := newBrackets(testWords(t), vocabularies(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBracketsSpeakTheLanguageOfTheFile(t *testing.T) {
	b := testBrackets(t)
	year := func(n int) *roadmap.Every { return &roadmap.Every{Times: n, Per: "year"} }
	for _, c := range []struct {
		s          roadmap.Schedule
		fi, sv, en string
	}{
		{roadmap.Schedule{Kind: "years", Start: "2027", End: "2028", Review: "2028"}, "[2027–2028; arviointi 2028]", "[2027–2028; utvärdering 2028]", "[2027–2028; review 2028]"},
		{roadmap.Schedule{Kind: "dates", Start: "2027-03-01", End: "2027-06-30"}, "[1.3.2027–30.6.2027]", "[1.3.2027–30.6.2027]", "[1 March 2027 – 30 June 2027]"},
		{roadmap.Schedule{Kind: "continuous", Start: "2027", Review: "2028-06"}, "[jatkuva, 2027–; arviointi 6/2028]", "[fortlöpande, 2027–; utvärdering 6/2028]", "[continuous, 2027–; review June 2028]"},
		{roadmap.Schedule{Kind: "recurring", Every: year(2)}, "[toistuva, 2 kertaa vuodessa]", "[återkommande, 2 gånger om året]", "[recurring, 2 times a year]"},
		{roadmap.Schedule{Kind: "recurring", Every: year(1), Start: "2027-05"}, "[toistuva, kerran vuodessa, 5/2027–]", "[återkommande, en gång om året, 5/2027–]", "[recurring, once a year, May 2027–]"},
		{roadmap.Schedule{Review: "2028"}, "[arviointi 2028]", "[utvärdering 2028]", "[review 2028]"},
		{roadmap.Schedule{Start: "2027", Text: "x"}, "x [aika, 2027–]", "x [tid, 2027–]", "x [time, 2027–]"},
	} {
		for lang, want := range map[i18n.Lang]string{"fi": c.fi, "sv": c.sv, "en": c.en} {
			if got := b.scheduleCell(lang, c.s); got != want {
				t.Errorf("%+v in %s: %s; want %s", c.s, lang, got, want)
			}
		}
	}
	parties := []roadmap.Party{
		{Name: "Vaasan kaupunki", Type: "municipality", Role: "lead", Suggested: true}, {Type: "association", Role: "partner", Suggested: true},
		{Name: "Novia (VIT)", Role: "co_lead"}, {Name: "Kommun", Role: "supports"}, {Name: "X (kunta)", Type: "company"}, {},
	}
	for lang, want := range map[i18n.Lang]string{
		"fi": "[ehdotus, vastuutaho: Vaasan kaupunki (kunta)]\n[ehdotus, yhteistyötaho: järjestö tai yhdistys]\n[jaettu päävastuu: Novia (VIT)]\n[tukeva taho: Kommun (tyyppi avoin)]\n[osapuoli: X (kunta) (yritys)]\n[osapuoli]",
		"sv": "[förslag, ansvarig part: Vaasan kaupunki (kommun)]\n[förslag, samarbetspart: organisation eller förening]\n[delat huvudansvar: Novia (VIT)]\n[stödjande part: Kommun (typ öppen)]\n[part: X (kunta) (företag)]\n[part]",
		"en": "[proposed, responsible party: Vaasan kaupunki (municipality)]\n[proposed, partner: association or NGO]\n[shared lead: Novia (VIT)]\n[supporting party: Kommun (type open)]\n[party: X (kunta) (company)]\n[party]",
	} {
		cell := b.partyCell(lang, parties)
		if cell != want {
			t.Errorf("%s:\n got %s\nwant %s", lang, cell, want)
		}
		if read, bad := b.readParties(cell); bad != "" || !reflect.DeepEqual(read, parties) {
			t.Errorf("%s: %q was read as %+v", lang, cell, read)
		}
	}
}

func TestSchedulesOfEveryKindComeBack(t *testing.T) {
	b := testBrackets(t)
	for _, s := range []roadmap.Schedule{
		{}, {Text: "2023"}, {Kind: "years", Start: "2023", End: "2023", Text: "2023"}, {Kind: "years", Start: "2023", End: "2023"},
		{Kind: "years", Start: "2023", End: "2026", Text: "2023 — 2026"}, {Kind: "years", Start: "2023"}, {Kind: "years", End: "2026"},
		{Kind: "continuous"}, {Kind: "continuous", Text: "Jatkuva"}, {Kind: "continuous", Start: "2023", Text: "Jatkuva vuodesta 2023"},
		{Kind: "dates", Start: "2027-03-01", End: "2027-06-30"}, {Kind: "dates", Start: "2027-03", Text: "keväällä"}, {Kind: "dates", Start: "2027", End: "2028"},
		{Kind: "recurring", Every: &roadmap.Every{Times: 2, Per: "year"}, Start: "2027", End: "2030", Review: "2029-01-31"},
		{Kind: "years", Start: "2027-03", End: "2028"}, {Kind: "years", Every: &roadmap.Every{Times: 1, Per: "week"}},
		{Kind: "years", Review: "2028"}, {Kind: "dates"}, {Review: "2028"}, {Start: "2027"}, {Text: "4–5 times"}, {Text: "x []"}, {Text: "[2027]"}, {Text: "[jatkuva; arviointi 2028]"},
	} {
		for _, lang := range i18n.Langs() {
			cell := b.scheduleCell(lang, s)
			if got, _ := b.readSchedule(cell); !reflect.DeepEqual(got, s) {
				t.Errorf("%+v was written %q and read %+v", s, cell, got)
			}
		}
	}
}

// Earlier files have the codes of the model, and people write as they speak.
func TestBracketsAreReadInCodesAndOtherWords(t *testing.T) {
	b := testBrackets(t)
	every := func(n int, per string) *roadmap.Every { return &roadmap.Every{Times: n, Per: per} }
	for cell, want := range map[string]roadmap.Schedule{
		"[2027–2028; review 2028]":                     {Kind: "years", Start: "2027", End: "2028", Review: "2028"},
		"[2027-2028, Arviointi: 6/2028]":               {Kind: "years", Start: "2027", End: "2028", Review: "2028-06"},
		"[2027-03]":                                    {Kind: "dates", Start: "2027-03", End: "2027-03"},
		"[continuous 2023–]":                           {Kind: "continuous", Start: "2023"},
		"[dates 2027-03-01–2027-06-30]":                {Kind: "dates", Start: "2027-03-01", End: "2027-06-30"},
		"[recurring 2/year 2027–2030; review 2029-01]": {Kind: "recurring", Every: every(2, "year"), Start: "2027", End: "2030", Review: "2029-01"},
		"[none 2027–]":                                 {Start: "2027"},
		"[; review 2028]":                              {Review: "2028"},
		"[LÖPANDE]":                                    {Kind: "continuous"},
		"[Återkommande, årligen]":                      {Kind: "recurring", Every: every(1, "year")},
		"[toistuva 3/kuukausi]":                        {Kind: "recurring", Every: every(3, "month")},
		"[1 march 2027–30 JUNE 2027]":                  {Kind: "dates", Start: "2027-03-01", End: "2027-06-30"},
	} {
		if got, known := b.readSchedule(cell); !known || !reflect.DeepEqual(got, want) {
			t.Errorf("%s was read as %+v", cell, got)
		}
	}
	for line, want := range map[string]roadmap.Party{
		"[lead?: Vasa stad (municipality)]":       {Name: "Vasa stad", Type: "municipality", Role: "lead", Suggested: true},
		"[partner?: (association)]":               {Type: "association", Role: "partner", Suggested: true},
		"[co_lead: Novia (VIT) ()]":               {Name: "Novia (VIT)", Role: "co_lead"},
		"[: Novia]":                               {Name: "Novia"},
		"[Vastuutaho , EHDOTUS :  Vaasa (KUNTA)]": {Name: "Vaasa", Type: "municipality", Role: "lead", Suggested: true},
		"[huvudansvar: Vasa: stad]":               {Name: "Vasa: stad", Role: "lead"},
		"[partner: nätverk]":                      {Type: "network", Role: "partner"},
	} {
		if got, ok := b.party(line); !ok || got != want {
			t.Errorf("%s was read as %+v", line, got)
		}
	}
	for line, want := range map[string][2]string{
		"[s1-g1-a1-i1: Persons: all (of them)]": {"s1-g1-a1-i1", "Persons: all (of them)"},
		"[i2: Andel (totalt)]":                  {"i2", "Andel (totalt)"},
		"[work-rate: Share]":                    {"work-rate", "Share"},
		"[Share: all (i1)]":                     {"i1", "Share: all"},
		"[Share (%) ( i1)]":                     {"", ""},
		"[Share of people]":                     {"", ""},
		"[Share: of people]":                    {"", ""},
		"Share (i1)":                            {"", ""},
	} {
		if id, label, ok := indicator(line); id != want[0] || label != want[1] || ok != (want[0] != "") {
			t.Errorf("%s was read as %q %q", line, id, label)
		}
	}
}

// A word that meant two things would bring back something else in another
// language.
func TestWordsInBracketsMeanOneThing(t *testing.T) {
	b := testBrackets(t)
	for name, scheme := range map[string]map[string]string{"party_role": b.roles, "organisation_type": b.types, "schedule_kind": b.kinds} {
		s, err := b.vocabularies.Scheme(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range s.Concepts {
			for _, lang := range i18n.Langs() {
				if got := scheme[fold(c.Label.In(lang))]; got != c.ID || scheme[c.ID] != c.ID {
					t.Errorf("%s: %q of %s means %q", name, c.Label.In(lang), c.ID, got)
				}
			}
		}
	}
	meaning := map[string]string{}
	for name, group := range map[string]map[string]map[i18n.Lang][]string{"role": b.own.Role, "kind": b.own.Kind, "every": b.own.Every, "mark": b.own.Mark} {
		for code, byLang := range group {
			if len(byLang) != 3 {
				t.Errorf("%s %q is not in three languages", name, code)
			}
			for _, list := range byLang {
				for _, word := range list {
					if before, again := meaning[fold(word)]; again && before != name+code {
						t.Errorf("%q means %s and %s", word, before, name+code)
					}
					meaning[fold(word)] = name + code
				}
			}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(b.roles)) {
		if b.suggested[word] || strings.ContainsAny(word, ",:?") {
			t.Errorf("%q cannot be told from a mark", word)
		}
	}
}

const bracketTable = "row_id;section;goal;actions;schedule;responsible;indicator;domain;practice;status\n" +
	`s1/g1/a1;Työ;Tavoite;Toimi;"[2027–2028; arvoinnin aika]";"[vastuutaho: Vaasa (kunta)]` + "\n" + `Punainen Risti";"[Osuus (i1)]` + "\n" + `[Uusi mittari]";Työ;;käynnissä` + "\n"

func TestBracketsThatAreNotUnderstoodAreKeptAsTextAndAsked(t *testing.T) {
	r := readCSV(t, bracketTable, i18n.Finnish)
	a := r.Roadmap.Sections[0].Goals[0].Actions[0]
	want := roadmap.Action{
		ID: "a1", Items: []i18n.Text{{FI: "Toimi"}}, Status: "in_progress", Schedule: roadmap.Schedule{Text: "[2027–2028; arvoinnin aika]"},
		ResponsibleText: i18n.Text{FI: "[vastuutaho: Vaasa (kunta)]\nPunainen Risti"}, Parties: []roadmap.Party{{Name: "Vaasa", Type: "municipality", Role: "lead"}},
		IndicatorText: i18n.Text{FI: "[Osuus (i1)]\n[Uusi mittari]"}, Indicators: []roadmap.Indicator{{ID: "i1", Label: i18n.Text{FI: "Osuus"}}},
	}
	if !reflect.DeepEqual(a, want) || r.Roadmap.Sections[0].Domain != "work" {
		t.Errorf("\n got %+v\nwant %+v", a, want)
	}
	if got, want := warnings(r), "line 2 schedule Text=[2027–2028; arvoinnin aika]\nline 2 bracket_party Text=Punainen Risti\nline 2 bracket_indicator Text=[Uusi mittari]"; strings.TrimSpace(got) != want {
		t.Errorf("%s", got)
	}
	again := readCSV(t, writeCSV(t, r.Roadmap, i18n.Swedish), i18n.Finnish).Roadmap.Sections[0].Goals[0].Actions[0]
	if again.ResponsibleText != a.ResponsibleText || again.IndicatorText != a.IndicatorText || !reflect.DeepEqual(again.Schedule, a.Schedule) {
		t.Errorf("%+v", again)
	}
}

func TestMergingKeepsWhatDamagedBracketsWereOf(t *testing.T) {
	value := 4.0
	existing := &roadmap.Roadmap{OriginalLanguage: i18n.Finnish, Framework: "domain", Sections: []roadmap.Section{{ID: "s1", Domain: "work", Goals: []roadmap.Goal{{ID: "g1", Actions: []roadmap.Action{{
		ID: "a1", Parties: []roadmap.Party{{Name: "Vaasa", Type: "municipality", Role: "lead", Suggested: true, Organisation: "vaasa"}},
		Indicators: []roadmap.Indicator{{ID: "i1", Label: i18n.Text{FI: "Osuus"}, Baseline: &roadmap.Baseline{Value: &value}}},
	}}}}}}}
	text := writeCSV(t, existing, i18n.Finnish)
	before := existing.Sections[0].Goals[0].Actions[0]
	edited := func(old, now string) roadmap.Action {
		if !strings.Contains(text, old) {
			t.Fatalf("%q is not in %s", old, text)
		}
		return MergeCSV(existing, readCSV(t, strings.Replace(text, old, now, 1), i18n.Finnish), nil).Sections[0].Goals[0].Actions[0]
	}
	a := edited("ehdotus, vastuutaho: Vaasa", "ehdotus, vastutaho: Vaasa")
	if a.ResponsibleText.FI != "[ehdotus, vastutaho: Vaasa (kunta)]" || !reflect.DeepEqual(a.Parties, before.Parties) {
		t.Errorf("%+v", a)
	}
	if a = edited("[Osuus (i1)]", "[Osuus]"); a.IndicatorText.FI != "[Osuus]" || !reflect.DeepEqual(a.Indicators, before.Indicators) {
		t.Errorf("%+v", a)
	}
	confirmed := before.Parties[0]
	confirmed.Suggested = false
	if a = edited("ehdotus, ", ""); !a.ResponsibleText.Empty() || !reflect.DeepEqual(a.Parties, []roadmap.Party{confirmed}) {
		t.Errorf("%+v", a.Parties)
	}
}
