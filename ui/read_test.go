package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// publish adds a practice with a title, a summary and whatever else it has.
func (s service) publish(p catalogue.Practice) {
	s.t.Helper()
	p.Organisation, p.State, p.OriginalLanguage, p.Domains = "vantaa", "published", i18n.Finnish, []string{"work"}
	p.Title, p.Challenge = i18n.Text{FI: "Mallikäytäntö"}, i18n.Text{FI: "Tarve."}
	if p.Summary.Empty() {
		p.Summary = i18n.Text{FI: "Tiivistelmä."}
	}
	if _, err := s.exporter.Import(s.t.Context(), account.Machine(), &exchange.Bundle{Practices: []catalogue.Practice{p}}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// between is the part of a page from one text to the next other one.
func between(body, from, to string) string {
	_, after, _ := strings.Cut(body, from)
	part, _, _ := strings.Cut(after, to)
	return part
}

func result(id, level, measure string, value float64) catalogue.Result {
	return catalogue.Result{ID: id, Label: i18n.Text{FI: "Luku " + id}, Level: level, Measure: measure, Unit: i18n.Text{FI: "yksikköä"}, Value: &value}
}

func TestWhatWentInIsNoResult(t *testing.T) {
	s := open(t, ui.Settings{})
	s.publish(catalogue.Practice{ID: "malli", Results: []catalogue.Result{result("rahoitus", "input", "money", 543938.9), result("hankkeet", "activity", "number", 43)}})
	body := s.get("/fi/practices/malli").Body.String()
	if got := between(body, `id="brief"`, "</dl>"); !strings.Contains(got, s.says(i18n.Finnish, "page.read.no_results")) {
		t.Errorf("with what result: %s", got)
	}
	if got := between(body, `id="costs"`, "</section>"); !strings.Contains(got, "Luku rahoitus") || !strings.Contains(got, "543\u00a0938,90\u00a0€") {
		t.Errorf("the money is not among the resources: %s", got)
	}
	got := between(body, `id="results"`, "</section>")
	if !strings.Contains(got, "<h3>Toiminta</h3>") || !strings.Contains(got, "Luku hankkeet") || strings.Contains(got, "Luku rahoitus") {
		t.Errorf("results: %s", got)
	}
	if card := between(s.get("/fi/practices?q=mallikäytäntö").Body.String(), `id="p-malli"`, "</li>"); strings.Contains(card, "card-figure") || card == "" {
		t.Errorf("the card has a headline: %s", card)
	}
}

func TestHeadlineIsAFigureThatCanBeJudged(t *testing.T) {
	s := open(t, ui.Settings{})
	sixty := 60.0
	based := result("osuus", "outcome", "share", 37)
	based.Base = &catalogue.Base{Value: &sixty, Label: i18n.Text{FI: "vastanneet"}}
	bare := result("irrallinen", "outcome", "share", 42)
	bare.Base = &catalogue.Base{Label: i18n.Text{FI: "mukana olleet"}}
	s.publish(catalogue.Practice{ID: "malli", Results: []catalogue.Result{bare, result("parit", "output", "number", 101), based}})
	card := between(s.get("/fi/practices?q=mallikäytäntö").Body.String(), "card-figure", "</p>")
	if !strings.Contains(card, "Luku osuus") || !strings.Contains(card, "vastanneet (60)") {
		t.Errorf("the card: %s", card)
	}
	body := s.get("/fi/practices/malli").Body.String()
	if got := between(body, `id="brief"`, "</dl>"); !strings.Contains(got, "Luku osuus") {
		t.Errorf("with what result: %s", got)
	}
	if n := strings.Count(body, s.says(i18n.Finnish, "page.figure.no_base")); n != 1 {
		t.Errorf("%d figures are said to lack their base", n)
	}
	if n := strings.Count(body, s.says(i18n.Finnish, "doc.note.interval")); n != 1 || !strings.Contains(body, `<details class="explain" id="interval">`) {
		t.Errorf("the interval is explained %d times", n)
	}
}

func TestNobodyIsNamedToAskWhoIsNot(t *testing.T) {
	s := open(t, ui.Settings{URL: "https://tiekartta.example"})
	const cited = "Mallikäytäntö. Tiekartta, versio 1, "
	s.publish(catalogue.Practice{ID: "malli"})
	body := s.get("/fi/practices/malli").Body.String()
	for _, part := range []string{between(body, `id="brief"`, "</dl>"), between(body, `id="contact"`, "</section>")} {
		if !strings.Contains(part, s.says(i18n.Finnish, "page.read.no_person")) || strings.Contains(part, "Vantaa") {
			t.Errorf("whom to ask: %s", part)
		}
	}
	if got := between(body, s.says(i18n.Finnish, "page.read.cite"), "</div>"); !strings.Contains(got, `">`+cited) || !strings.Contains(got, " https://tiekartta.example/fi/practices/malli?version=1<") {
		t.Errorf("cited as %s", got)
	}
	s.publish(catalogue.Practice{ID: "toinen", Contact: catalogue.Contact{Name: "Salainen Nimi", Role: i18n.Text{FI: "Kuvaus on koottu julkisista lähteistä."}}})
	body = s.get("/fi/practices/toinen").Body.String()
	for _, part := range []string{between(body, `id="brief"`, "</dl>"), between(body, `id="contact"`, "</section>")} {
		if !strings.Contains(part, "Kuvaus on koottu julkisista lähteistä.") || strings.Contains(part, "Vantaa") || strings.Contains(part, "Salainen") {
			t.Errorf("whom to ask: %s", part)
		}
	}
	s.publish(catalogue.Practice{ID: "kolmas", Contact: catalogue.Contact{Name: "Julkinen Nimi", Public: true}})
	body = s.get("/fi/practices/kolmas").Body.String()
	if got := between(body, `id="brief"`, "</dl>"); !strings.Contains(got, "Julkinen Nimi") || !strings.Contains(got, "Vanta") {
		t.Errorf("whom to ask: %s", got)
	}
	if got := between(body, s.says(i18n.Finnish, "page.read.cite"), "</div>"); !strings.Contains(got, "Vantaan kaupunki. "+cited) {
		t.Errorf("cited as %s", got)
	}
}

func TestEveryVersionHasAFixedAddress(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/sv/practices/smile"), http.StatusOK, `href="/sv/practices/smile?version=1" aria-current="true"`)
}

func TestLevelsOfEvidenceAreExplainedWhereTheyStand(t *testing.T) {
	s := open(t, ui.Settings{})
	for page, want := range map[string]int{"/en/practices": 2, "/en/practices/smile": 1, "/en": 1} {
		body := s.get(page).Body.String()
		if n := strings.Count(body, s.says(i18n.English, "page.levels")); n != want {
			t.Errorf("%s explains the levels %d times, want %d", page, n, want)
		}
		for _, level := range []string{"Described", "Reasoned", "Measured", "Compared", "Replicated", "Established"} {
			if !strings.Contains(body, "<dt>"+level) {
				t.Errorf("%s does not explain %s", page, level)
			}
		}
	}
}

func TestNamesThatMayHoldCommasAreItemsOfAList(t *testing.T) {
	s := open(t, ui.Settings{})
	s.publish(catalogue.Practice{ID: "malli", TargetGroups: []string{"unemployed", "parents", "children"},
		Evaluations: []catalogue.Evaluation{{Type: "comparison", Year: 2021, By: "independent"}}})
	s.wants(s.get("/sv/practices/malli"), http.StatusOK, `<li>Arbetslösa</li><li>Föräldrar</li><li>Barn</li>`, ", 2021, oberoende utvärderare")
}

func TestAPracticeInFinlandWithoutAPlaceIsNationwide(t *testing.T) {
	s := open(t, ui.Settings{})
	for id, p := range map[string]catalogue.Practice{
		"Koko maa":            {ID: "a"},
		"Suomi: Kauppakeskus": {ID: "b", Area: i18n.Text{FI: "Kauppakeskus"}},
		"Ruotsi":              {ID: "c", Country: "SE"},
	} {
		s.publish(p)
		body := s.get("/fi/practices/" + p.ID).Body.String()
		_, rest, _ := strings.Cut(between(body, `id="brief"`, "</dl>"), "<dt>"+s.says(i18n.Finnish, "page.read.where")+"</dt><dd>")
		if got, _, _ := strings.Cut(rest, "</dd>"); got != id {
			t.Errorf("%s is in %q, want %q", p.ID, got, id)
		}
	}
}

func TestWhatIsNotToldIsSaidAndNeverLeftBlank(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id
	s.wants(s.section(address+"/results", cookie, "add:results", nil), http.StatusSeeOther)
	form := formIn(s.get(address+"/results?add=results:r1", cookie).Body.String(), "write")
	for name, value := range map[string]string{"results[0].label.fi": "Työllistyneet", "results[0].measure": "share", "results[0].value": "54 %", "op": "list"} {
		form.Set(name, value)
	}
	s.wants(s.post(address+"/results", form, cookie), http.StatusSeeOther)
	body := s.get(address+"/check", cookie).Body.String()
	untold := s.says(i18n.Finnish, "page.untold")
	if brief := between(body, `id="brief"`, "</dl>"); !strings.Contains(brief, "<dt>"+s.says(i18n.Finnish, "page.read.what")+"</dt><dd>"+untold) {
		t.Errorf("an empty summary is left blank: %s", brief)
	}
	if !strings.Contains(body, "54\u00a0%") || strings.Contains(body, s.says(i18n.Finnish, "page.figure.base")) {
		t.Error("a base that nobody has told is announced, or the figure is not there")
	}
}
