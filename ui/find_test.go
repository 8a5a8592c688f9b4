package ui_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestSearchFindsAndKeepsItsStateInTheAddress(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices?q=valmennus&domain=work&domain=education&sort=title&municipality=092&added=smile@1")
	s.wants(w, http.StatusOK, `value="valmennus"`, `name="sort" value="title"`, "Vantaa / Vanda")
	body := w.Body.String()
	if n := strings.Count(body, " checked"); n != 3 {
		t.Errorf("%d filters are ticked, want 3", n)
	}
	// The language switch keeps the query, and leaves behind what only tells of a click.
	s.wants(w, http.StatusOK, `href="/sv/practices?domain=work&amp;domain=education&amp;municipality=092&amp;q=valmennus&amp;sort=title"`)
	// A chip takes away its filter alone.
	s.wants(w, http.StatusOK, `href="/fi/practices?domain=education&amp;municipality=092&amp;q=valmennus&amp;sort=title"`)
}

func TestSearchLeavesOutWhatItDoesNotKnow(t *testing.T) {
	s := open(t, ui.Settings{})
	all := s.get("/en/practices").Body.String()
	odd := s.get("/en/practices?domain=astrology&evidence=9&municipality=999&page=-3&sort=best&utm_source=x&serviceLanguage=tlh")
	s.wants(odd, http.StatusOK)
	if got, want := count(odd.Body.String()), count(all); got != want || got == "" {
		t.Errorf("unknown values changed the result: %q, want %q", got, want)
	}
	s.wants(odd, http.StatusOK, s.says(i18n.English, "page.find.bad"), "Language of service: this choice no longer exists")
	if strings.Contains(all, s.says(i18n.English, "page.find.bad")) {
		t.Error("a filter that nobody has chosen is left out")
	}
	s.wants(s.get("/en/practices?page=99999"), http.StatusOK)
}

// count is the text of the page's result count.
func count(body string) string {
	_, after, _ := strings.Cut(body, `id="count">`)
	words, _, _ := strings.Cut(after, "<")
	return words
}

func TestEmptyResultNamesTheFilterToDropFirst(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/en/practices?domain=digital&targetGroup=parents")
	s.wants(w, http.StatusOK, "First remove the filter", `href="/en/practices?targetGroup=parents"`)
}

func TestResultsCanBePaged(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/sv/practices")
	s.wants(w, http.StatusOK, `href="/sv/practices?page=2"`, `rel="next"`, `aria-current="page">1<`)
	first, second := s.get("/sv/practices").Body.String(), s.get("/sv/practices?page=2").Body.String()
	for part := range strings.SplitSeq(first, `id="p-`) {
		id, _, _ := strings.Cut(part, `"`)
		if !strings.HasPrefix(id, "<!doctype") && strings.Contains(second, `id="p-`+id+`"`) {
			t.Errorf("%s stands on both pages", id)
		}
	}
}

func TestAPageBehindTheLastLeadsToTheLast(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/sv/practices?page=50&sort=title")
	s.wants(w, http.StatusSeeOther)
	to := w.Header().Get("Location")
	if to == "/sv/practices?page=50&sort=title" || !strings.HasPrefix(to, "/sv/practices?page=") || !strings.HasSuffix(to, "&sort=title") {
		t.Fatalf("leads to %s", to)
	}
	if w = s.get(to); !strings.Contains(w.Body.String(), `class="ds-card card"`) || strings.Contains(w.Body.String(), `rel="next"`) {
		t.Errorf("%s is not the last page", to)
	}
	s.wants(s.get("/sv/practices?page=3&q=xyzzyxyzzy&domain=digital"), http.StatusOK, `class="empty"`)
}

func TestSearchTellsThatItsIndexIsBehind(t *testing.T) {
	s := open(t, ui.Settings{})
	const told = "The search is being brought up to date"
	if strings.Contains(s.get("/en/practices").Body.String(), told) {
		t.Error("it is told of an index that knows everything")
	}
	_, err := s.exporter.Import(t.Context(), account.Machine(), &exchange.Bundle{Practices: []catalogue.Practice{{
		ID: "just-now", Organisation: "vantaa", State: "published", OriginalLanguage: i18n.English, Domains: []string{"work"},
		Title: i18n.Text{EN: "Justnow"}, Summary: i18n.Text{EN: "Published this moment."}, Challenge: i18n.Text{EN: "Need."},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	s.wants(s.get("/en/practices?q=justnow"), http.StatusOK, told)
}

func TestATextInAnotherLanguageIsMarkedAndSaidToBe(t *testing.T) {
	s := open(t, ui.Settings{})
	_, err := s.exporter.Import(t.Context(), account.Machine(), &exchange.Bundle{Practices: []catalogue.Practice{{
		ID: "enbart-svenska", Organisation: "vantaa", State: "published", OriginalLanguage: i18n.Swedish, Domains: []string{"work"},
		Title: i18n.Text{SV: "Enbart svenska"}, Summary: i18n.Text{SV: "Beskriven på svenska."}, Challenge: i18n.Text{SV: "Ett behov.\n\nTill."},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w := s.get("/fi/practices/enbart-svenska")
	s.wants(w, http.StatusOK, `<h1 class="ds-heading" data-size="lg"><span lang="sv">Enbart svenska</span>`, `<div class="prose" lang="sv">`,
		"<p class=\"ds-paragraph\">Till.</p>", "Teksti ruotsiksi", "alkukielellä, ruotsiksi")
	if body := s.get("/sv/practices/enbart-svenska").Body.String(); strings.Contains(body, "Text på svenska") || strings.Contains(body, `prose" lang`) {
		t.Error("the text is marked in its own language")
	}
}

func TestFiguresStandWithTheirSourceAndInterval(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/en/practices/smile"), http.StatusOK, "186", "456", "95% confidence interval 49.4–58.5%", `href="#source-1"`, `id="source-1"`)
}

func TestEveryClassOfAPageHasARule(t *testing.T) {
	s := open(t, ui.Settings{})
	var styles strings.Builder
	for _, file := range []string{"static/tiekartta.css", "static/desk.css", "design/built/designsystemet.css"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		styles.Write(text)
	}
	missing := map[string]bool{}
	for _, page := range append(pages(), "/roadmaps/esimerkki-kotoutumisen-tiekartta-2027-2030", "/roadmaps/draft") {
		for _, list := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(s.get("/fi"+page).Body.String(), -1) {
			for class := range strings.FieldsSeq(list[1]) {
				if !regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `\b`).MatchString(styles.String()) {
					missing[class] = true
				}
			}
		}
	}
	for _, hook := range []string{"front", "notes", "read-main"} { // names of places, which look as they are
		delete(missing, hook)
	}
	for class := range missing {
		t.Errorf("%s has no rule", class)
	}
}

func TestWordsFoundInTheSummaryAreShownOnce(t *testing.T) {
	s := open(t, ui.Settings{})
	s.publish(catalogue.Practice{ID: "malli", Summary: i18n.Text{FI: "Ensimmäinen virke kertoo käytännöstä jotakin. " +
		strings.Repeat("Toinenkin virke on pitkä ja kertoo lisää siitä, miten toiminta on järjestetty. ", 3) + "Lopuksi mainitaan sana karjalanpiirakkapaja tässä."}})
	card := between(s.get("/fi/practices?q=karjalanpiirakkapaja").Body.String(), `id="p-malli"`, `class="tags"`)
	if !strings.Contains(card, "<mark>karjalanpiirakkapaja</mark>") || strings.Contains(card, "card-quote") || strings.Contains(card, "Ensimmäinen virke") {
		t.Errorf("the card: %s", card)
	}
	// What was found in another language does not take the place of the reader's own.
	card = between(s.get("/en/practices?q=mentorointi").Body.String(), `id="p-womento-`, `class="tags"`)
	if !strings.Contains(card, `<p class="card-quote">`) || !strings.Contains(card, `<span lang="fi">`) || strings.Contains(between(card, `card-text">`, "</p>"), "lang=") {
		t.Errorf("the card: %s", card)
	}
}

func TestAnEmptyResultOffersEveryWayOutThatLeadsSomewhere(t *testing.T) {
	s := open(t, ui.Settings{})
	// The words alone find something, and so does each filter.
	body := s.get("/en/practices?q=coaching+orchestra&domain=housing&maturity=idea").Body.String()
	part := between(body, `class="empty"`, "</main>")
	if !strings.Contains(part, "domain=") || !strings.Contains(part, s.says(i18n.English, "page.find.all")) {
		t.Errorf("ways out: %s", part)
	}
	// One filter is in the way: the others are kept without it, words too.
	part = between(s.get("/en/practices?q=coaching&domain=digital&targetGroup=parents").Body.String(), `class="empty"`, "</main>")
	for _, want := range []string{s.says(i18n.English, "page.find.empty.same"), `href="/en/practices?domain=work&amp;q=coaching"`} {
		if !strings.Contains(part, want) {
			t.Errorf("%q is missing: %s", want, part)
		}
	}
	part = between(s.get("/en/practices?domain=digital&targetGroup=parents").Body.String(), `class="empty"`, "</main>")
	for _, want := range []string{`href="/en/practices?targetGroup=parents"`, s.says(i18n.English, "page.find.empty.domains"), `href="/en/practices?domain=work"`} {
		if !strings.Contains(part, want) {
			t.Errorf("%q is missing: %s", want, part)
		}
	}
	part = between(s.get("/en/practices?q=orchestra+zzzzqqqq&maturity=service").Body.String(), `class="empty"`, "</main>")
	if strings.Contains(s.get("/en/practices?q=orchestra+zzzzqqqq").Body.String(), s.says(i18n.English, "page.find.empty")) && !strings.Contains(part, `q=orchestra"`) {
		t.Errorf("fewer words are not offered: %s", part)
	}
}

func TestMisspeltSearchTellsWhatItLooksForAndCanBeTakenAsTyped(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices?q=kielikavila&sort=title")
	typed := "/fi/practices?q=kielikavila&amp;sort=title&amp;typed=kielikavila"
	s.wants(w, http.StatusOK, "Näytetään tulokset haulle ”kielikahvila”.", `href="`+typed+`"`, "Hae silti sanoilla ”kielikavila”", `value="kielikavila"`)
	w = s.get(strings.ReplaceAll(typed, "&amp;", "&"))
	s.wants(w, http.StatusOK, `name="typed" value="kielikavila"`)
	if strings.Contains(w.Body.String(), "Näytetään tulokset") {
		t.Error("what is meant as typed is mended")
	}
	// Other words are mended again.
	s.wants(s.get("/sv/practices?q=hembesok&typed=kielikavila"), http.StatusOK, "Visar resultat för ”hembesök”.")
}

func TestCardTellsWhyItIsFoundWithoutTheWord(t *testing.T) {
	s := open(t, ui.Settings{})
	s.wants(s.get("/en/practices?q=xenophobia"), http.StatusOK, `<ul class="card-why">`, "“xenophobia”")
}

func TestARangeThatCannotBeReadIsToldAtItsFieldAndLosesNothingElse(t *testing.T) {
	s := open(t, ui.Settings{})
	good := s.get("/sv/practices?domain=work&yearTo=2020")
	w := s.get("/sv/practices?domain=work&yearFrom=abc&yearTo=2020")
	s.wants(w, http.StatusOK, `name="yearFrom" value="abc"`, `aria-invalid="true" aria-describedby="yearFrom-error"`, "Skriv ett heltal med siffror.", `name="yearTo" value="2020"`, "till och med 2020")
	if got, want := count(w.Body.String()), count(good.Body.String()); got != want || got == count(s.get("/sv/practices?domain=work").Body.String()) {
		t.Errorf("%q is found, want %q", got, want)
	}
	for query, message := range map[string]string{
		"reachFrom=500&reachTo=20": "The first number is larger than the second.", "yearTo=20256": "between 1900 and 2100",
		"reachFrom=%3Cscript%3E": "Write a whole number",
	} {
		w := s.get("/en/practices?domain=work&" + query)
		s.wants(w, http.StatusOK, message, `<details class="fold" id="filters" open>`)
		if got, want := count(w.Body.String()), count(s.get("/en/practices?domain=work").Body.String()); got != want {
			t.Errorf("%s: %q is found, want %q", query, got, want)
		}
	}
}

func TestRangesAreInTheAddressOfAllThatKeepsTheSearch(t *testing.T) {
	s := open(t, ui.Settings{})
	if body := s.get("/en/practices").Body.String(); strings.Contains(body, `name="reachFrom"`) || !strings.Contains(body, `name="yearFrom"`) {
		t.Error("a range is offered that nothing is within, or not the one that has values")
	}
	reached := 12
	s.imports(catalogue.Practice{ID: "tavoitti", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Tavoitti"}, Summary: i18n.Text{FI: "Tavoitti."}, Challenge: i18n.Text{FI: "Tarve."},
		Domains: []string{"health"}, Reach: catalogue.Reach{Actual: &reached}})
	s.wants(s.get("/en/practices"), http.StatusOK, `name="reachFrom"`)
	w := s.get("/en/practices?reachFrom=1+0&yearFrom=2001&domain=work&domain=language")
	s.wants(w, http.StatusOK, "at least 10 people", "from 2001",
		`href="/en/practices?domain=language&amp;domain=work&amp;yearFrom=2001"`, // the chip of the reach
		`href="/en/practices.atom?domain=language&amp;domain=work&amp;reachFrom=10&amp;yearFrom=2001"`)
	s.wants(s.get("/en/practices?yearFrom=2001"), http.StatusOK, `href="/en/practices?sort=title&amp;yearFrom=2001"`, `href="/en/practices?page=2&amp;yearFrom=2001"`)
	s.wants(s.get("/en/practices.atom?domain=work&yearFrom=2001&reachFrom=10"), http.StatusOK, "from 2001", "at least 10 people")
	s.wants(s.get("/en/practices?domain=work&reachTo=3"), http.StatusOK, "First remove the filter", `href="/en/practices?domain=work"`)
}

func TestALongFilterShowsItsMostFrequentValuesAndNamesOrganisations(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices")
	s.wants(w, http.StatusOK, `<details class="rest" id="rest-municipality">`, `<details class="more-facets" id="more-facets">`)
	if body := w.Body.String(); strings.Contains(body, `class="ds-field none"`) {
		t.Error("a value that nothing has is offered")
	}
	shown, rest, _ := strings.Cut(w.Body.String(), `id="rest-municipality"`)
	if n := strings.Count(shown, `name="municipality"`); n != 8 {
		t.Errorf("%d municipalities are shown at once", n)
	}
	code := regexp.MustCompile(`name="municipality" value="(\d+)"`).FindStringSubmatch(rest)[1]
	s.wants(s.get("/fi/practices?municipality="+code), http.StatusOK, `<details class="rest" id="rest-municipality" open>`)
	s.wants(s.get("/fi/practices?inUseBy=vantaa&organisation=vantaa"), http.StatusOK, "Vantaan kaupunki")
}
