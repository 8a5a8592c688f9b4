package ui_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestASearchThatNothingAnswersDoesNotPretend(t *testing.T) {
	s := open(t, ui.Settings{})
	for lang, words := range map[i18n.Lang]string{i18n.Finnish: "ajokortti", i18n.Swedish: "tolktjänster", i18n.English: "space+tourism"} {
		w := s.get("/" + string(lang) + "/practices?q=" + words)
		s.wants(w, http.StatusOK, `id="count">`+s.says(lang, "page.find.partial"), s.says(lang, "page.find.subjects"), `class="ds-heading nearest"`, s.says(lang, "page.find.tell"))
		body := w.Body.String()
		if strings.Index(body, `class="ds-heading nearest"`) > strings.Index(body, `<ul class="cards">`) {
			t.Errorf("%s: what is only near stands above its heading", lang)
		}
		if unknown := between(body, `paragraph unknown">`, "</p>"); !strings.Contains(unknown, strings.Split(words, "+")[0]) {
			t.Errorf("%s: the words that nothing answers: %q", lang, unknown)
		}
	}
	for _, words := range []string{"kielikahvila", "mentorointi", "Womento", "bostad", "housing"} {
		if body := s.get("/fi/practices?q=" + words).Body.String(); strings.Contains(body, s.says(i18n.Finnish, "page.find.partial")) {
			t.Errorf("%s is said to be answered by nothing", words)
		}
	}
	if count(s.get("/fi/practices?q=ajokortti&page=2").Body.String()) == s.says(i18n.Finnish, "page.find.partial") {
		t.Error("the second page says it again")
	}
}

func TestWhatIsOnlyNearIsToldApart(t *testing.T) {
	s := open(t, ui.Settings{})
	const address, card = "/fi/practices?q=kielikahvila", `<li class="ds-card card"`
	all, near := s.get(address).Body.String(), s.says(i18n.Finnish, "page.card.near")
	n, cards := strings.Count(all, near), strings.Count(all, card)
	if n == 0 || n >= cards {
		t.Fatalf("%d of %d practices are said to be near", n, cards)
	}
	if !strings.Contains(all, `href="`+address+`&amp;whole=1"`) {
		t.Error("no way to those that answer the search")
	}
	answers := s.get(address + "&whole=1").Body.String()
	if got := strings.Count(answers, card); got != cards-n || strings.Contains(answers, near) {
		t.Errorf("%d practices instead of %d", got, cards-n)
	}
	if chip := s.says(i18n.Finnish, "page.find.whole.only"); !strings.Contains(answers, chip) || strings.Contains(all, chip) {
		t.Error("what restricts the search cannot be taken back")
	}
}

func TestWhatIsNearIsLeftOutOnlyOfTheSameWords(t *testing.T) {
	s := open(t, ui.Settings{})
	only := s.says(i18n.Finnish, "page.find.whole.only")
	s.wants(s.get("/fi/practices?q=kielikahvila&whole=1"), http.StatusOK, `name="whole" value="kielikahvila"`, only)
	s.wants(s.get("/fi/practices?q=kielikahvila&whole=kielikahvila"), http.StatusOK, only)
	if strings.Contains(s.get("/fi/practices?q=tulkki&whole=kielikahvila").Body.String(), only) {
		t.Error("it is left out of the next search, too")
	}
	empty := s.get("/fi/practices?q=ajokortti&whole=1").Body.String()
	first := between(between(empty, `class="empty"`, "</main>"), "<ul", "</li>")
	if !strings.Contains(first, `href="/fi/practices?q=ajokortti"`) || !strings.Contains(first, s.says(i18n.Finnish, "page.find.empty.near")) {
		t.Errorf("what is near is not offered first: %s", first)
	}
	cookie := s.signedIn("reader", "vantaa")
	s.asks("/fi/practices?q=kielikahvila", cookie)
	s.asks("/fi/practices?q=kielikahvila&whole=1", cookie)
	recent := between(s.get("/fi/practices", cookie).Body.String(), `class="recents"`, "</section>")
	if strings.Count(recent, "<li>") != 1 || strings.Contains(recent, "whole") {
		t.Errorf("a search is remembered twice: %s", recent)
	}
	_, feed := s.saves("q=kielikahvila", "Kahvilat", cookie)
	s.wants(s.get(feed), http.StatusOK, "/fi/practices?q=kielikahvila&amp;whole=1")
}

func TestPageTellsWhatOfTheWordsWasLookedUp(t *testing.T) {
	s := open(t, ui.Settings{})
	body := s.get("/sv/practices?q=svenskundervisnig").Body.String()
	if mended := s.messages.T(i18n.Swedish, "page.find.corrected", "Words", "svenskundervisning"); !strings.Contains(html.UnescapeString(body), mended) {
		t.Fatal("it is not mended")
	}
	if strings.Contains(between(body, `class="results"`, "</main>"), "ordet ”svenskundervisnig”") {
		t.Error("what was not searched for is said to have no answer")
	}
	s.wants(s.get("/sv/practices?q=jakobstd"), http.StatusOK, `class="ds-alert absent"`, "Jakobstad")
	for words, told := range map[string]bool{"koulu": false, strings.Repeat("koulu+", 70): true} {
		if body := s.get("/sv/practices?q=" + words).Body.String(); strings.Contains(body, s.says(i18n.Swedish, "page.find.shortened")) != told {
			t.Errorf("that only the beginning of %d letters was looked up is told: %v", len(words), !told)
		}
	}
}

func TestNothingFoundNamesWordsThatNothingAnswersAndSubjectsThatWork(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices?q=uimahalli")
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.find.empty"), s.says(i18n.Finnish, "page.find.subjects"), s.says(i18n.Finnish, "page.find.empty.domains"),
		`href="/fi/accessibility?about=%2Ffi%2Fpractices%3Fq%3Duimahalli#feedback"`)
	part := between(w.Body.String(), `class="empty"`, "</main>")
	links := regexp.MustCompile(`href="(/fi/practices\?concept=[^"]+)"[^>]*>[^<]*</a> <span class="quiet">\((\d+)\)`).FindAllStringSubmatch(part, -1)
	if len(links) == 0 {
		t.Fatalf("no subjects: %s", part)
	}
	for _, l := range links {
		if found := count(s.get(l[1]).Body.String()); !strings.HasPrefix(found, l[2]+"\u00a0") && !strings.HasPrefix(found, l[2]+" ") {
			t.Errorf("%s finds %s, not %s", l[1], found, l[2])
		}
	}
	s.wants(s.get("/fi/practices?q=Xyzzyq"), http.StatusOK, "Mikään käytäntö ei vastaa suoraan sanaa ”Xyzzyq”.")
	s.wants(s.get("/sv/practices?q=Xyzzyq+Qwrtz"), http.StatusOK, "Inget praxisexempel motsvarar direkt orden ”Xyzzyq”, ”Qwrtz”.")
	part = between(s.get("/en/practices?q=xyzzyq").Body.String(), `class="empty"`, "</main>")
	if !strings.Contains(part, "xyzzyq") || strings.Contains(part, s.says(i18n.English, "page.find.subjects")) {
		t.Errorf("of letters without meaning: %s", part)
	}
}

// imports publishes practices as they are.
func (s service) imports(practices ...catalogue.Practice) {
	s.t.Helper()
	for i := range practices {
		practices[i].Organisation, practices[i].State = "vantaa", "published"
	}
	if _, err := s.exporter.Import(s.t.Context(), account.Machine(), &exchange.Bundle{Practices: practices}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func TestFiltersThatBringAsMuchAreNamedTogether(t *testing.T) {
	s := open(t, ui.Settings{})
	one := catalogue.Practice{ID: "yksi", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Yksi"}, Summary: i18n.Text{FI: "Yksi."}, Challenge: i18n.Text{FI: "Tarve."}, Domains: []string{"income"}}
	other := one
	other.ID, other.Domains, other.Country = "kaksi", []string{"digital"}, "IS"
	s.imports(one, other)
	part := between(s.get("/fi/practices?domain=income&country=IS").Body.String(), `class="empty"`, "</main>")
	for _, want := range []string{s.says(i18n.Finnish, "page.find.drop.any"), `href="/fi/practices?domain=income"`, `href="/fi/practices?country=IS"`} {
		if !strings.Contains(part, want) {
			t.Errorf("%q is missing: %s", want, part)
		}
	}
	part = between(s.get("/fi/practices?domain=income&country=FI&maturity=idea").Body.String(), `class="empty"`, "</main>")
	if strings.Contains(part, s.says(i18n.Finnish, "page.find.drop.any")) {
		t.Errorf("ways that bring different numbers are named together: %s", part)
	}
}

func TestFewResultsOfferWaysToMore(t *testing.T) {
	s := open(t, ui.Settings{})
	s.imports(catalogue.Practice{ID: "svensk", OriginalLanguage: i18n.Swedish, Title: i18n.Text{SV: "Ensam beskrivning"}, Summary: i18n.Text{SV: "Kvimzsord."},
		Challenge: i18n.Text{SV: "Behov."}, Domains: []string{"income"}, Country: "IS"})
	s.wants(s.get("/fi/practices?q=kvimzsord"), http.StatusOK, "kuvattu vain muulla kielellä")
	if strings.Contains(s.get("/sv/practices?q=kvimzsord").Body.String(), "bara beskrive") {
		t.Error("in Swedish it is said to be in another language")
	}
	w := s.get("/fi/practices?q=kvimzsord&domain=work")
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.find.drop"), `href="/fi/practices?q=kvimzsord"`, "Ilman rajauksia löytyy myös")
	w = s.get("/fi/practices?country=IS&maturity=idea")
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.find.empty"))
	w = s.get("/en/practices?domain=work&municipality=905")
	if body := w.Body.String(); strings.Contains(body, `class="empty few"`) != strings.Contains(body, s.says(i18n.English, "page.find.few")) {
		t.Errorf("few: %s", body)
	}
	few := between(s.get("/fi/practices?country=IS&domain=income").Body.String(), `class="empty few"`, "</main>")
	if strings.Contains(few, `?country=IS"`) || strings.Contains(few, `?domain=income"`) {
		t.Errorf("what brings no more is offered: %s", few)
	}
	few = between(s.get("/fi/practices?q=kvimzsord+kielikahvila&country=IS").Body.String(), `class="empty`, "</main>")
	if !strings.Contains(few, `href="/fi/practices?q=kvimzsord&#43;kielikahvila"`) {
		t.Errorf("ways to more: %s", few)
	}
}

func TestSimilarPracticesTellWhatTheyShare(t *testing.T) {
	s := open(t, ui.Settings{})
	for lang, subject := range map[i18n.Lang]string{i18n.Finnish: "kielikahvilat", i18n.Swedish: "språkkaféer", i18n.English: "language cafés"} {
		part := between(s.get("/"+string(lang)+"/practices/puhumme-suomea-kielikahvila-sellon-kirjastossa").Body.String(), `id="similar"`, "</section>")
		part = between(part, "puhutaan-suomea-kirjastojen", "</li>")
		shared := between(part, s.says(lang, "page.similar.shared"), "</dl>")
		for _, want := range []string{subject, "Espoo", s.says(lang, "page.facet.domain")} {
			if !strings.Contains(strings.ReplaceAll(shared, "Esbo", "Espoo"), want) {
				t.Errorf("%s: %q is not shared: %s", lang, want, part)
			}
		}
	}
}

func TestWhatIsAnsweredIsFollowedByNoGuess(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices?q=Luckan")
	if body := w.Body.String(); !strings.Contains(body, `<ul class="cards">`) || strings.Contains(body, s.says(i18n.Finnish, "page.find.subjects")) {
		t.Error("a perfect hit is followed by a guess")
	}
}

func TestWordsInARowThatNothingHasAreOfferedWithoutQuotes(t *testing.T) {
	s := open(t, ui.Settings{})
	part := between(s.get("/fi/practices?q=%22kieli+kahvila%22").Body.String(), `class="empty"`, `class="subscribe"`)
	first := between(part, `<ul class="ds-list">`, "</li>")
	if !strings.Contains(first, s.says(i18n.Finnish, "page.find.empty.loose")) || !strings.Contains(first, `href="/fi/practices?q=kieli&#43;kahvila">kieli kahvila</a>`) {
		t.Errorf("the same words without quotes are not offered first: %s", part)
	}
	if strings.Contains(part, s.says(i18n.Finnish, "page.find.empty.fewer")) || strings.Contains(part, "?q=%22") {
		t.Errorf("a phrase is cut apart: %s", part)
	}
}
