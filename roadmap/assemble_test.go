package roadmap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func newAssembler(t *testing.T) Assembler {
	t.Helper()
	v, err := catalogue.LoadVocabularies()
	if err != nil {
		t.Fatal(err)
	}
	m, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	places, err := catalogue.LoadPlaces()
	if err != nil {
		t.Fatal(err)
	}
	return Assembler{Vocabularies: v, Messages: m, Places: places}
}

func request(practices ...*catalogue.Practice) Request {
	return Request{
		Title:        "Tiekartta 2027–2030",
		Organisation: account.Organisation{ID: "vaasa", Name: i18n.Text{FI: "Vaasa", SV: "Vasa"}, Type: "municipality", Municipality: "905"},
		Period:       catalogue.Period{Start: "2027", End: "2030"},
		Language:     i18n.Finnish,
		Practices:    practices,
	}
}

func assembled(t *testing.T, req Request) *Roadmap {
	t.Helper()
	a := newAssembler(t)
	r, err := a.Assemble(req)
	if err != nil {
		t.Fatal(err)
	}
	if problems := r.Check(a.Vocabularies); len(problems) > 0 {
		t.Fatalf("an assembled roadmap must keep its own rules: %v", problems)
	}
	return r
}

func number(v float64) *float64 { return &v }

// coaching is a practice with everything that a roadmap takes from one.
func coaching() *catalogue.Practice {
	return &catalogue.Practice{
		ID: "valmennus", Version: 3, Maturity: "service", OriginalLanguage: i18n.Finnish,
		Title:   i18n.Text{FI: "Työhönvalmennus", SV: "Arbetscoachning"},
		Summary: i18n.Text{FI: "Valmennusta omalla kielellä.", SV: "Coachning på eget språk."},
		Goals:   i18n.Text{FI: "Maahan muuttaneet löytävät työtä, esim. Turussa. Kynnys madaltuu."},
		Domains: []string{"work", "language"},
		Components: []catalogue.Component{
			{ID: "c1", Name: i18n.Text{FI: "Oma valmentaja", SV: "Egen coach"}, Description: i18n.Text{FI: "Sama koko ajan. Ensin tavataan."}, Kind: "core"},
			{ID: "c2", Name: i18n.Text{FI: "Ryhmät"}, Kind: "adaptable"},
		},
		Partners: []catalogue.Partner{
			{Name: "Turun kaupunki", Type: "municipality"}, {Name: "Tuki ry", Type: "association"},
			{Name: "Apu ry", Type: "association"}, {Name: "Muu", Type: "other"},
		},
		Results: []catalogue.Result{
			{ID: "r1", Label: i18n.Text{FI: "Työllistyneet (noin)"}, Level: "outcome", Measure: "number", Unit: i18n.Text{FI: "henkilöä"}, Value: number(186), Direction: "positive", Source: "s1", Period: catalogue.Period{Start: "2019"}},
			{ID: "r2", Label: i18n.Text{FI: "Keskeyttäneet"}, Level: "outcome", Measure: "share", Value: number(4), Baseline: &catalogue.Baseline{Value: number(9)}, Direction: "positive", Base: &catalogue.Base{Label: i18n.Text{FI: "aloittaneet"}}, Source: "s1"},
			{ID: "r3", Label: i18n.Text{FI: "Rahoitus"}, Level: "input", Measure: "money", Value: number(1000), Source: "s1"},
			{ID: "r4", Label: i18n.Text{FI: "Palaute"}, Level: "outcome", Measure: "text", Text: i18n.Text{FI: "Hyvää."}, Source: "s1"},
			{ID: "r5", Label: i18n.Text{FI: "Malli käytössä"}, Level: "milestone", Measure: "yes_no", Value: number(1), Source: "s1"},
		},
		Lessons: []catalogue.Lesson{
			{Kind: "critical_issue", Text: i18n.Text{FI: "Valmentaja pysyy samana."}},
			{Kind: "success_factor", Text: i18n.Text{FI: "Valmentaja pysyy samana.", SV: "Coachen är densamma."}},
			{Kind: "failure", Text: i18n.Text{FI: "Liian suuret ryhmät eivät toimineet."}},
		},
		Conditions: []catalogue.Condition{
			{ID: "k1", Need: "must", Statement: i18n.Text{FI: "Kunnassa on tulkkeja."}},
			{ID: "k2", Need: "helps", Statement: i18n.Text{FI: "Kunnassa on yliopisto."}},
		},
		Sources: []catalogue.Source{{ID: "s1", Title: "Raportti", URL: "https://example.org/raportti"}},
	}
}

func plain(id, title string, domains ...string) *catalogue.Practice {
	return &catalogue.Practice{ID: id, Version: 1, Title: i18n.Text{FI: title}, Domains: domains}
}

func only(t *testing.T, r *Roadmap) Action {
	t.Helper()
	if len(r.Sections) != 1 || len(r.Sections[0].Goals) != 1 || len(r.Sections[0].Goals[0].Actions) != 1 {
		t.Fatalf("expected one action, got %+v", r.Sections)
	}
	return r.Sections[0].Goals[0].Actions[0]
}

func TestRequestMustHaveTitlePeriodAndPractices(t *testing.T) {
	a := newAssembler(t)
	for name, one := range map[string]struct {
		change    func(*Request)
		path, key string
	}{
		"no title":       {func(r *Request) { r.Title = " " }, "title", "required"},
		"no period":      {func(r *Request) { r.Period.Start = "" }, "period.start", "required"},
		"bad period":     {func(r *Request) { r.Period.Start = "2027-13" }, "period.start", "bad_date"},
		"period reverse": {func(r *Request) { r.Period.End = "2026" }, "period.end", "ends_before_start"},
		"no practices":   {func(r *Request) { r.Practices = nil }, "practices", "required"},
	} {
		req := request(coaching())
		one.change(&req)
		_, err := a.Assemble(req)
		var problems i18n.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Path != one.path || problems[0].Key != one.key {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestSectionsStandInTheFrameworksOrder(t *testing.T) {
	r, err := newAssembler(t).Assemble(request(plain("d", "D"), plain("c", "C", "governance"), plain("x", "X", "own_domain"),
		plain("b", "B", "housing"), plain("a", "A", "work", "housing")))
	if err != nil {
		t.Fatal(err)
	}
	var domains, titles []string
	for _, s := range r.Sections[:3] {
		domains = append(domains, s.Domain)
		titles = append(titles, s.Title.FI)
	}
	if want := []string{"work", "housing", "governance"}; !slices.Equal(domains, want) {
		t.Errorf("got %v, want %v", domains, want)
	}
	if want := []string{"Työ", "Asuminen", "Johtaminen ja seuranta"}; !slices.Equal(titles, want) {
		t.Errorf("got %v, want %v", titles, want)
	}
	if r.Sections[3].Domain != "own_domain" || r.Sections[4].Domain != "" || r.Sections[4].Title.SV == "" {
		t.Errorf("unknown domains come last, and every section has a title: %+v", r.Sections[3:])
	}
}

func TestPracticeGivenTwiceCountsOnce(t *testing.T) {
	only(t, assembled(t, request(coaching(), nil, coaching())))
}

func TestReferenceIsNeverATarget(t *testing.T) {
	action := only(t, assembled(t, request(coaching())))
	if len(action.Indicators) != 3 {
		t.Fatalf("expected the three measurable results, got %+v", action.Indicators)
	}
	for _, use := range action.Indicators {
		if len(use.Targets) > 0 || use.Baseline != nil {
			t.Errorf("%s: target and baseline are for people to decide: %+v", use.ID, use)
		}
		if use.Source != "valmennus-s1" {
			t.Errorf("%s: the source is %q", use.ID, use.Source)
		}
	}
	first := action.Indicators[0]
	if ref := first.Reference; ref.Practice != "valmennus" || ref.Version != 3 || ref.Result != "r1" || *ref.Value != 186 || ref.Period.Start != "2019" {
		t.Errorf("the reference is %+v", first.Reference)
	}
	if first.Label.FI != "Työllistyneet" || first.Reference.Unit.FI != "henkilöä (noin)" {
		t.Errorf("how exact the origin's figure is belongs to it alone: %q, %q", first.Label.FI, first.Reference.Unit.FI)
	}
	if share := action.Indicators[1].Unit.FI; !strings.Contains(share, "aloittaneet") {
		t.Errorf("a share says of what: %q", share)
	}
	var ways []string
	for _, use := range action.Indicators {
		ways = append(ways, use.Desired)
	}
	if want := []string{"up", "down", "state"}; !slices.Equal(ways, want) {
		t.Errorf("got %v, want %v", ways, want)
	}
}

func TestResultsOfSeveralYearsAreOneIndicator(t *testing.T) {
	p := plain("a", "A", "work")
	for _, year := range []string{"2018", "2023", "2020"} {
		p.Results = append(p.Results, catalogue.Result{
			ID: "r" + year, Label: i18n.Text{FI: "Jäsenet vuonna " + year, EN: "Members in " + year}, Level: "output",
			Measure: "number", Value: number(5), Period: catalogue.Period{Start: year},
		})
	}
	got := only(t, assembled(t, request(p))).Indicators
	if len(got) != 1 || got[0].Reference.Result != "r2023" || got[0].Label != (i18n.Text{FI: "Jäsenet", EN: "Members"}) {
		t.Errorf("got %+v", got)
	}
}

func result(id, level, measure string, label i18n.Text) catalogue.Result {
	return catalogue.Result{ID: id, Label: label, Level: level, Measure: measure, Value: number(5), Source: "s1"}
}

func TestAnActionHasFourIndicatorsAtMostOutcomesFirst(t *testing.T) {
	p := plain("a", "A", "work")
	for i, level := range []string{"milestone", "output", "output", "outcome", "output", "outcome"} {
		name := level + string(rune('a'+i))
		p.Results = append(p.Results, result(name, level, "number", i18n.Text{FI: name}))
	}
	var got []string
	for i, use := range only(t, assembled(t, request(p))).Indicators {
		got = append(got, use.Reference.Result)
		if want := "s1-g1-a1-i" + string(rune('1'+i)); use.ID != want {
			t.Errorf("indicator %s, want %s", use.ID, want)
		}
	}
	if want := []string{"outcomed", "outcomef", "outputb", "outputc"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestResultsThatOnlyTheOriginCanHaveAreNoIndicators(t *testing.T) {
	for label, isOne := range map[i18n.Text]bool{
		{FI: "Jäseniä ohjelmakauden kuvauksessa", EN: "Members as described for the plan of 2013–2016"}: false,
		{FI: "Työllistyneet 6 kuukauden kuluttua"}:                                                      false,
		{SV: "Sysselsatta efter 12 månader"}:                                                            false,
		{EN: "Visits in the first 3 weeks"}:                                                             false,
		{FI: "Osallistuneet 15–29-vuotiaat"}:                                                            true,
		{SV: "Deltagare som är 18 år gamla", EN: "18 years old"}:                                        true,
		{FI: "Kielitason A2 saavuttaneet"}:                                                              true,
		{FI: "Jäsenet"}:                                                                                 true,
	} {
		p := plain("a", "A", "work")
		p.Results = []catalogue.Result{result("r1", "output", "number", label)}
		if got := only(t, assembled(t, request(p))).Indicators; (len(got) == 1) != isOne {
			t.Errorf("%v gave %d indicators", label, len(got))
		}
	}
}

func TestSharesOfAQuestionnaireAreNoIndicators(t *testing.T) {
	p := plain("a", "A", "work")
	p.Results = []catalogue.Result{result("r1", "outcome", "share", i18n.Text{FI: "Eteni opinnoissa"}), result("r2", "outcome", "number", i18n.Text{FI: "Työllistyneet"})}
	p.Evaluations = []catalogue.Evaluation{{Type: "monitoring", Source: "s1"}}
	if got := only(t, assembled(t, request(p))).Indicators; len(got) != 2 {
		t.Errorf("monitoring goes on elsewhere, too: %+v", got)
	}
	p.Evaluations[0].Type = "feedback"
	if got := only(t, assembled(t, request(p))).Indicators; len(got) != 1 || got[0].Reference.Result != "r2" {
		t.Errorf("got %+v", got)
	}
}

func TestCorePartsAreMarkedInEveryLanguageTheyHave(t *testing.T) {
	action := only(t, assembled(t, request(coaching())))
	want := []i18n.Text{{FI: "Oma valmentaja (ydinosa): Sama koko ajan.", SV: "Egen coach (kärndel)"}, {FI: "Ryhmät"}}
	if !slices.Equal(action.Items, want) {
		t.Errorf("got %+v", action.Items)
	}
	use := action.Practice
	if use.ID != "valmennus" || use.Version != 3 || len(use.Components) != 2 || use.Components[1].ID != "c2" || use.Components[1].Use != "kept" {
		t.Errorf("the action must remember practice, version and components: %+v", use)
	}
}

func TestPracticeWithoutComponentsIsOneItem(t *testing.T) {
	action := only(t, assembled(t, request(plain("a", "Kielikahvila", "language"))))
	if len(action.Items) != 1 || action.Items[0].FI != "Kielikahvila" || !action.Description.Empty() {
		t.Errorf("got %+v", action)
	}
}

func TestDescriptionTellsCriticalIssuesAndConditions(t *testing.T) {
	got := only(t, assembled(t, request(coaching()))).Description
	want := `Valmennusta omalla kielellä.

Ydinosa on osa, jonka varaan käytäntö rakentuu ja joka säilytetään, kun käytäntö otetaan käyttöön.

Kriittiset tekijät:
– Valmentaja pysyy samana.

Välttämättömät edellytykset:
– Kunnassa on tulkkeja.

Varoittavat kokemukset:
– Liian suuret ryhmät eivät toimineet.`
	if got.FI != want {
		t.Errorf("got\n%s\nwant\n%s", got.FI, want)
	}
	if !strings.HasSuffix(got.SV, "Framgångsfaktorer:\n– Coachen är densamma.") || strings.Contains(got.SV, "tulkkeja") || got.EN != "" {
		t.Errorf("a language holds what the practice says in it, and no empty heading:\n%s\n%s", got.SV, got.EN)
	}
}

func TestNoSentenceIsRepeated(t *testing.T) {
	first, second := coaching(), coaching()
	second.ID, second.Title = "toinen", i18n.Text{FI: "Toinen valmennus"}
	r := assembled(t, request(first, second))
	goal := r.Sections[0].Goals[0]
	if len(r.Sections[0].Goals) != 1 || len(goal.Actions) != 2 {
		t.Fatalf("practices with the same goal share it: %+v", r.Sections)
	}
	noSentenceTwice(t, r)
	if len(r.Sources) != 1 || goal.Actions[1].Indicators[0].Source != "valmennus-s1" {
		t.Errorf("a source stands once: %+v", r.Sources)
	}
}

// noSentenceTwice looks for lines that the roadmap says twice in a language.
// Headings of lists may recur, and so may names of components.
func noSentenceTwice(t *testing.T, r *Roadmap) {
	t.Helper()
	for _, lang := range i18n.Langs() {
		seen := map[string]bool{}
		say := func(text string) {
			for line := range strings.Lines(text) {
				if line = strings.TrimSpace(line); line != "" && !strings.HasSuffix(line, ":") {
					if seen[line] {
						t.Errorf("%s: said twice: %s", lang, line)
					}
					seen[line] = true
				}
			}
		}
		for _, s := range r.Sections {
			for _, g := range s.Goals {
				say(g.Title.In(lang))
				say(g.Rationale.In(lang))
				for _, a := range g.Actions {
					say(a.Description.In(lang))
				}
			}
		}
	}
}

func TestPartiesAreSuggestedByTypeAlone(t *testing.T) {
	want := []Party{
		{Name: "Vaasa", Type: "municipality", Role: "lead", Suggested: true, Organisation: "vaasa"},
		{Type: "association", Role: "partner", Suggested: true},
	}
	if got := only(t, assembled(t, request(coaching()))).Parties; !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestScheduleStaysWithinThePeriod(t *testing.T) {
	for _, one := range []struct {
		maturity, start, end string
		want                 Schedule
	}{
		{"service", "2027", "2030", Schedule{Kind: "years", Start: "2027", End: "2030", Review: "2028"}},
		{"", "2027", "2027", Schedule{Kind: "years", Start: "2027", End: "2027", Review: "2027"}},
		{"pilot", "2027", "2030", Schedule{Kind: "years", Start: "2027", End: "2028", Review: "2028"}},
		{"pilot", "2027", "2027", Schedule{Kind: "years", Start: "2027", End: "2027", Review: "2027"}},
		{"idea", "2027-06", "2030-05", Schedule{Kind: "dates", Start: "2027-06", End: "2029-05", Review: "2029-05"}},
		{"project", "2027-06-15", "2030-05-31", Schedule{Kind: "dates", Start: "2027-06-15", End: "2029-06-14", Review: "2029-06-14"}},
		{"project", "2027-06-15", "2027", Schedule{Kind: "dates", Start: "2027-06-15", End: "2027", Review: "2027"}},
		{"service", "2027-01-01", "2028-12-31", Schedule{Kind: "dates", Start: "2027-01-01", End: "2028-12-31", Review: "2028-01"}},
	} {
		period := catalogue.Period{Start: one.start, End: one.end}
		got := proposedSchedule(one.maturity, period)
		if got != one.want {
			t.Errorf("%s %v: got %+v, want %+v", one.maturity, period, got, one.want)
		}
		for _, date := range []string{got.Start, got.End, got.Review} {
			if catalogue.Earlier(date, period.Start) || catalogue.Earlier(period.End, date) {
				t.Errorf("%s %v: %s lies outside", one.maturity, period, date)
			}
		}
	}
}

func TestTitleAndOriginalLanguageAreTheRequests(t *testing.T) {
	req := request(coaching())
	req.Language = i18n.Swedish
	r := assembled(t, req)
	if r.Title != (i18n.Text{SV: req.Title}) || r.OriginalLanguage != i18n.Swedish || r.State != "draft" || r.Kind != "action_programme" || r.Framework != "domain" {
		t.Errorf("got %+v", r)
	}
	if !slices.Equal(r.Municipalities, []string{"905"}) || r.Organisation != "vaasa" || !r.CreatedAt.IsZero() {
		t.Errorf("got %+v", r)
	}
}
