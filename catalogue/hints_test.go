package catalogue_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func hintKeys(hints []catalogue.Hint) []string {
	var keys []string
	for _, h := range hints {
		keys = append(keys, h.Path+" "+h.Key)
	}
	return keys
}

func hinting(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	c := open(t)
	c.Now = func() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }
	return c
}

func persons(id, label string, value float64) catalogue.Result {
	return catalogue.Result{ID: id, Label: i18n.Text{FI: label}, Level: "output", Measure: "number", Unit: i18n.Text{FI: "henkilöä"}, Value: &value, Source: "s1"}
}

func percent(label string, value, of float64) catalogue.Result {
	return catalogue.Result{ID: "share", Label: i18n.Text{FI: label}, Level: "outcome", Measure: "share", Value: &value, Source: "s1",
		Base: &catalogue.Base{Value: &of, Label: i18n.Text{FI: "kaikki"}}}
}

func parts(r catalogue.Result, breakdowns ...catalogue.Breakdown) []catalogue.Result {
	r.Breakdowns = breakdowns
	return []catalogue.Result{r}
}

func count(dimension string, value float64) catalogue.Breakdown {
	return catalogue.Breakdown{Dimension: dimension, Group: i18n.Text{FI: "ryhmä"}, Value: &value, As: "count"}
}

func shareOf(dimension string, value float64) catalogue.Breakdown {
	return catalogue.Breakdown{Dimension: dimension, Group: i18n.Text{FI: "ryhmä"}, Value: &value, As: "share"}
}

type spoiling map[string]func(*catalogue.Practice)

func (cases spoiling) run(t *testing.T) {
	t.Helper()
	c := hinting(t)
	for want, spoil := range cases {
		p := practice()
		p.OriginalLanguage = i18n.Finnish
		p.Summary.FI = strings.Repeat("Maahan muuttaneet tapaavat kirjastossa. ", 10)
		before := hintKeys(c.Hints(&p))
		spoil(&p)
		got := hintKeys(c.Hints(&p))
		if slices.Contains(before, want) || !slices.Contains(got, want) {
			t.Errorf("want %s, got %v", want, got)
		}
	}
}

func TestFiguresThatDoNotFitAreWarnedOf(t *testing.T) {
	spoiling{
		"results[0].value share_misfit_meant": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("r", "Vieraskieliset", 430129), percent("vieraskieliset:", 18.9, 228166)}
		},
		"results[0].value share_misfit": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("r", "Työllistyneet", 200), percent("Työllistyneet", 30, 456)}
		},
		"results[0].value share_impossible":                  func(p *catalogue.Practice) { p.Results = []catalogue.Result{percent("Tyytyväiset", 33, 10)} },
		"results[0].breakdowns[0].value share_impossible":    func(p *catalogue.Practice) { p.Results = parts(persons("r", "Naiset", 7), shareOf("sex", 50)) },
		"results[0].breakdowns[0].value not_a_share":         func(p *catalogue.Practice) { p.Results = parts(persons("r", "Naiset", 7), shareOf("sex", 110)) },
		"results[0].breakdowns[0].value group_exceeds_total": func(p *catalogue.Practice) { p.Results = parts(persons("r", "x", 456), count("language", 500)) },
		"results[0].breakdowns groups_exceed_total": func(p *catalogue.Practice) {
			p.Results = parts(persons("r", "x", 456), count("sex", 300), count("sex", 200))
		},
		"results[0].breakdowns shares_exceed_100": func(p *catalogue.Practice) {
			p.Results = parts(persons("r", "x", 456), shareOf("age", 54), shareOf("age", 50))
		},
		"results[0].breakdowns[0].value share_misfit": func(p *catalogue.Practice) {
			p.Results = parts(persons("r", "x", 456), count("sex", 100), shareOf("sex", 54))
		},
		"results[0].base share_of_what": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{percent("x", 54, 1)}
			p.Results[0].Base = nil
		},
		"results[0].base.value share_of_how_many": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{percent("x", 54, 1)}
			p.Results[0].Base.Value = nil
		},
		"results[1].value figure_twice": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "Osallistujat", 456), persons("b", "osallistujat ", 465)}
		},
		"results[0].source figure_without_source": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "x", 456)}
			p.Results[0].Source = ""
		},
		"results[0].value result_without_value": func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "a", Measure: "number"}} },
		"results[0].baseline.date baseline_after_result": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "x", 456)}
			p.Results[0].Period.End, p.Results[0].Baseline = "2020", &catalogue.Baseline{Date: "2021-02"}
		},
	}.run(t)
}

func TestFactsThatDoNotFitAreWarnedOf(t *testing.T) {
	of := func(v float64) *float64 { return &v }
	reached := 400
	spoiling{
		"period.end ends_before_start": func(p *catalogue.Practice) { p.Period = catalogue.OpenPeriod{Start: "2020", End: "2019"} },
		"results[0].period.end result_in_future": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "x", 456)}
			p.Results[0].Period = catalogue.Period{Start: "2026-01", End: "2027-06"}
		},
		"results[0].period.end result_before_start": func(p *catalogue.Practice) {
			p.Period.Start, p.Results = "2020", []catalogue.Result{persons("a", "x", 456)}
			p.Results[0].Period.End = "2019"
		},
		"evaluations[0].year evaluation_in_future": func(p *catalogue.Practice) { p.Evaluations = []catalogue.Evaluation{{Year: 2027}} },
		"reach.actual more_people_than_reached": func(p *catalogue.Practice) {
			p.Reach.Actual, p.Results = &reached, []catalogue.Result{persons("a", "x", 456)}
		},
		"funding currencies_mixed": func(p *catalogue.Practice) {
			p.Funding = []catalogue.Funding{{Amount: of(10)}, {Amount: of(10), Currency: "SEK"}}
		},
		"funding[2].amount total_among_parts": func(p *catalogue.Practice) {
			p.Funding = []catalogue.Funding{{Amount: of(300000)}, {Amount: of(201704)}, {Amount: of(501704)}}
		},
		"funding[0].note.sv budget_differs": func(p *catalogue.Practice) {
			p.Funding = []catalogue.Funding{{Amount: of(300000), Note: i18n.Text{SV: "Den totala budgeten är 501 704 €."}}, {Amount: of(100000)}}
		},
		"howItWorks.fi budget_differs": func(p *catalogue.Practice) {
			p.HowItWorks.FI, p.Funding = "Hankkeen kokonaisbudjetti on 501\u00a0704 euroa.", []catalogue.Funding{{Amount: of(400000)}}
		},
		"sources[0] source_not_cited": func(p *catalogue.Practice) {
			p.Results, p.Sources = []catalogue.Result{persons("a", "x", 456)}, []catalogue.Source{{ID: "s2"}}
		},
		"contact.public contact_hidden":   func(p *catalogue.Practice) { p.Contact.Name = "Maija" },
		"contact.email contact_bad_email": func(p *catalogue.Practice) { p.Contact.Email = "maija(at)vantaa" },
		"contact.phone contact_bad_phone": func(p *catalogue.Practice) { p.Contact.Phone = "soita" },
		"period.start date_unlikely":      func(p *catalogue.Practice) { p.Period.Start = "3000" },
		"results[0].value part_exceeds_whole": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "x", 45)}
			p.Results[0].Base = &catalogue.Base{Value: of(31)}
		},
		"funding[0].amount sum_unlikely": func(p *catalogue.Practice) {
			p.Funding = []catalogue.Funding{{Amount: of(999_999_999_999_999)}}
		},
		"sources[0].year source_year": func(p *catalogue.Practice) { p.Sources = []catalogue.Source{{ID: "s2", Title: "x", Year: 26}} },
		"sources[1].year source_year": func(p *catalogue.Practice) {
			p.Sources = []catalogue.Source{{ID: "s2", Title: "x", Year: 2027}, {ID: "s3", Title: "y", Year: 2028}}
		},
		"contact.validUntil contact_out_of_date": func(p *catalogue.Practice) { p.Contact.ValidUntil = "2025" },
	}.run(t)
}

func TestTextsAreLookedAtInEachLanguage(t *testing.T) {
	rest := strings.Repeat("sana ", 30)
	spoiling{
		"summary.fi summary_short": func(p *catalogue.Practice) { p.Summary.FI = "Lyhyt teksti maahan muuttaneille." },
		"summary.fi summary_long":  func(p *catalogue.Practice) { p.Summary.FI = strings.Repeat("sana ", 101) },
		"challenge.fi text_long":   func(p *catalogue.Practice) { p.Challenge.FI = strings.Repeat("Sana. ", 200) },
		"goals.sv sentence_long":   func(p *catalogue.Practice) { p.Goals.SV = strings.Repeat("ord ", 41) },
		"lessons[0].text.fi lesson_short": func(p *catalogue.Practice) {
			p.Lessons = []catalogue.Lesson{{Kind: "do", Text: i18n.Text{FI: "Aloittakaa ajoissa."}}}
		},
		"summary.fi text_figure":           func(p *catalogue.Practice) { p.Summary.FI = rest + "Valmennusta sai 456 henkilöä vuonna 2023." },
		"howItWorks.sv text_figure":        func(p *catalogue.Practice) { p.HowItWorks.SV = "Kursen hade 1 240 deltagare och pågick i 20 veckor." },
		"howItWorks.en text_figure":        func(p *catalogue.Practice) { p.HowItWorks.EN = "It reached 1,240 people." },
		"howItWorks.fi text_share_of_what": func(p *catalogue.Practice) { p.HowItWorks.FI = "Tulokset ovat hyviä. Naisia oli 54 prosenttia." },
		"howItWorks.sv text_share_of_what": func(p *catalogue.Practice) { p.HowItWorks.SV = "Kvinnorna utgjorde 54 procent." },
		"howItWorks.en text_share_of_what": func(p *catalogue.Practice) { p.HowItWorks.EN = "54% were female." },
		"challenge.sv share_misfit_meant": func(p *catalogue.Practice) {
			p.Challenge.SV = "Hela befolkningen\n228 166\n\nPersoner med ett främmande språk som modersmål\n430129\n18,9 %\n\nKälla: Statistikcentralen"
		},
		"summary.fi summary_without_result": func(p *catalogue.Practice) {
			p.Results = []catalogue.Result{persons("a", "x", 456)}
		},
		"summary.sv bilingual_sv": func(p *catalogue.Practice) { p.Municipalities = []string{"092"} },
		"machine machine_text":    func(p *catalogue.Practice) { p.Machine = []string{"summary.sv"} },
	}.run(t)
}

func TestWhatIsWrittenWellGetsNoHintAboutIt(t *testing.T) {
	c := hinting(t)
	for text, unwanted := range map[string]string{
		"Osallistujista 54 prosenttia oli naisia.":                               "text_share_of_what",
		"Työllisyys kasvoi 12 prosenttia.":                                       "text_share_of_what",
		"Valmennusta sai 456 henkilöä. 54 % oli naisia.":                         "text_share_of_what",
		"Hanke toimi 1.1.2018–31.12.2019 ja vuonna 2020.":                        "text_figure",
		"Kurssi kestää 20 viikkoa ja maksaa 1 500 euroa.":                        "text_figure",
		"Ryhmissä on alle 30-vuotiaita, ks. www.esimerkki.fi/2345, puh. 09-1234": "text_figure",
		"Väestö 228 166, vieraskielisiä 43129 (18,9 %).":                         "share_misfit_meant",
		"Kotopaikka2 ja COVID-19 mainitaan luvussa 19. luku.":                    "text_figure",
	} {
		p := practice()
		p.HowItWorks.FI = text
		for _, h := range c.Hints(&p) {
			if h.Path == "howItWorks.fi" && h.Key == unwanted {
				t.Errorf("%q: %+v", text, h)
			}
		}
	}
}

func TestAFigureThatIsAmongTheResultsIsNotAskedFor(t *testing.T) {
	c := hinting(t)
	p := practice()
	p.Summary.FI = "Valmennusta sai 456 henkilöä, joista 54 % naisia."
	p.Results = parts(persons("r", "x", 456), shareOf("sex", 54))
	if got := hintKeys(c.Hints(&p)); slices.Contains(got, "summary.fi text_figure") {
		t.Errorf("%v", got)
	}
}

func TestWhatReadersAskFirstIsAskedForOnceThereAreResults(t *testing.T) {
	c := hinting(t)
	p := practice()
	for _, results := range [][]catalogue.Result{nil, {{ID: "r", Level: "outcome", Measure: "text", Text: i18n.Text{FI: "Luottamus kasvoi."}}}} {
		p.Results = results
		got := hintKeys(c.Hints(&p))
		for _, want := range []string{"reach.actual no_number_of_people", "lessons no_critical_issue", "participation participation_not_told", "funding cost_not_told", "contact no_one_to_ask"} {
			if slices.Contains(got, want) != (results != nil) {
				t.Errorf("%d results: %s: %v", len(results), want, got)
			}
		}
	}
}

func TestSlipsOfTheHandAreGuessedOnlyWhenOneExplains(t *testing.T) {
	for _, one := range []struct {
		part, whole, share, meant float64
		ok                        bool
	}{
		{430129, 228166, 18.9, 43129, true},
		{34129, 228166, 18.9, 43129, true}, // two digits exchanged
		{200, 456, 30, 0, false},
		{5, 10, 30, 0, false},
		{4.5, 10, 30, 0, false},
	} {
		if meant, ok := catalogue.LikelySlip(one.part, one.whole, one.share); ok != one.ok || ok && meant != one.meant {
			t.Errorf("%+v: %v %v", one, meant, ok)
		}
	}
}

func TestEveryHintHasItsSentenceInThreeLanguages(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := hinting(t)
	for _, name := range []string{"smile", "coaching-together"} {
		p := starter(t, name)
		for _, h := range c.Hints(p) {
			for _, lang := range i18n.Langs() {
				if s := messages.Filled(lang, "hint."+h.Key, h.Args); strings.Contains(s, "no value") || strings.HasPrefix(s, "hint.") {
					t.Errorf("%s: %q", lang, s)
				}
			}
		}
	}
	for _, step := range catalogue.NextSteps(&catalogue.Practice{}) {
		if !messages.Has(i18n.Swedish, "step."+step.Key) {
			t.Errorf("nothing says why to add %s", step.Field)
		}
	}
}

// starter is an entry of the starter catalogue.
func starter(t *testing.T, name string) *catalogue.Practice {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "exchange", "starter", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var bundle struct{ Practices []*catalogue.Practice }
	if err := json.Unmarshal(text, &bundle); err != nil {
		t.Fatal(err)
	}
	return bundle.Practices[0]
}

func TestTheStarterEntriesHaveNoWarnings(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "exchange", "starter", "*.json"))
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	c := hinting(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if name == "organisations" || name == "demonstration-roadmap" {
			continue
		}
		for _, h := range c.Hints(starter(t, name)) {
			if h.Kind == catalogue.Warning {
				t.Errorf("%s: %+v", name, h)
			}
		}
	}
}

func TestHintsComeQuicklyHoweverLongTheTexts(t *testing.T) {
	c := hinting(t)
	p := practice()
	p.HowItWorks.FI = strings.Repeat("Noin 430 129 henkilöä 18,9 % ", 250)
	for range 200 {
		p.Results = append(p.Results, persons("r", "x", 456))
	}
	start := time.Now()
	if n := len(c.Hints(&p)); n > 100 {
		t.Errorf("%d hints", n)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestNextStepsComeInTheOrderOfUseAndSayWhatTheyGain(t *testing.T) {
	p := practice()
	steps := catalogue.NextSteps(&p)
	if steps[0].Field != "targetGroups" || steps[1].Field != "results" || steps[0].Gain < 4 {
		t.Errorf("%+v", steps)
	}
	before := p.Completeness()
	p.TargetGroups = []string{"mothers"}
	if after := p.Completeness(); after != before+steps[0].Gain {
		t.Errorf("%d + %d is %d", before, steps[0].Gain, after)
	}
}
