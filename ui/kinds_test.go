package ui_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/ui"
)

// kindLinks are the addresses and counts of the kinds on a page of results.
func kindLinks(t *testing.T, body string) map[string]struct {
	URL   string
	Count int
} {
	t.Helper()
	links := map[string]struct {
		URL   string
		Count int
	}{}
	for _, m := range regexp.MustCompile(`id="kind-(\w+)" href="([^"]+)"[^>]*>[^<]*<span class="n">(\d+)</span>`).FindAllStringSubmatch(body, -1) {
		n, err := strconv.Atoi(m[3])
		if err != nil {
			t.Fatal(err)
		}
		links[m[1]] = struct {
			URL   string
			Count int
		}{html.UnescapeString(m[2]), n}
	}
	return links
}

func TestEachKindLeadsToAsManyAsItSays(t *testing.T) {
	s := open(t, ui.Settings{})
	number := regexp.MustCompile(`\d+`)
	for _, lang := range i18n.Langs() {
		for _, query := range []string{"", "?q=integration", "?q=osallisuus&domain=participation&maturity=pilot&sort=evidence", "?kind=goal&q=perheet&domain=work", "?kind=action", "?kind=roadmap&q=xyzzy"} {
			w := s.get("/" + string(lang) + "/practices" + query)
			s.wants(w, http.StatusOK)
			links := kindLinks(t, w.Body.String())
			if len(links) != len(search.Kinds()) || strings.Count(w.Body.String(), `aria-current="page"`) < 1 {
				t.Fatalf("%s%s: %v", lang, query, links)
			}
			for kind, link := range links {
				there := s.get(link.URL)
				s.wants(there, http.StatusOK)
				if got := number.FindString(count(there.Body.String())); got != strconv.Itoa(link.Count) {
					t.Errorf("%s%s: %s has %d, but there are %q at %s", lang, query, kind, link.Count, got, link.URL)
				}
				if kind != search.KindPractice && (strings.Contains(link.URL, "maturity") || strings.Contains(link.URL, "evidence")) {
					t.Errorf("%s%s: %s keeps what it has not: %s", lang, query, kind, link.URL)
				}
			}
		}
	}
}

func TestWhatIsFoundOfARoadmapLeadsToItsPlaceThere(t *testing.T) {
	s := open(t, ui.Settings{})
	for lang, words := range map[i18n.Lang]string{i18n.Finnish: "osallisuusmessut", i18n.Swedish: "delaktighetsmässor", i18n.English: "involvement fairs"} {
		for _, kind := range []string{search.KindGoal, search.KindAction} {
			w := s.get(fmt.Sprintf("/%s/practices?kind=%s&q=%s", lang, kind, url.QueryEscape(words)))
			s.wants(w, http.StatusOK, "<mark>", `name="kind" value="`+kind+`"`)
			m := regexp.MustCompile(`href="(/` + string(lang) + `/roadmaps/[^"#]+)#(` + kind + `-[^"]+)"`).FindStringSubmatch(w.Body.String())
			if m == nil {
				t.Fatalf("%s in %s leads nowhere", kind, lang)
			}
			s.wants(s.get(m[1]), http.StatusOK, ` id="`+m[2]+`"`)
			for _, not := range []string{`data-choose`, `id="facet-maturity"`, `id="facet-evidence"`, "practices.atom"} {
				if strings.Contains(w.Body.String(), not) {
					t.Errorf("%s of a %s in %s", not, kind, lang)
				}
			}
		}
	}
}

func TestKindWithoutAHitOffersTheOthers(t *testing.T) {
	s := open(t, ui.Settings{})
	w := s.get("/fi/practices?kind=roadmap&q=kielikahvila")
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.find.empty.kind")+` <a class="ds-link" href="/fi/practices?kind=action&amp;q=kielikahvila">`)
}

func TestRoadmapsPageHasASearchOfItsOwn(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, lang := range i18n.Langs() {
		s.wants(s.get("/"+string(lang)+"/roadmaps"), http.StatusOK, `action="/`+string(lang)+`/practices"><input type="hidden" name="kind" value="action">`, s.says(lang, "page.roadmaps.search"))
	}
}

func TestFeedAndSavedSearchesAreAboutPractices(t *testing.T) {
	s := open(t, ui.Settings{})
	if a, b := s.get("/fi/practices.atom?kind=goal&maturity=pilot").Body.String(), s.get("/fi/practices.atom?maturity=pilot").Body.String(); strings.Count(a, "<entry>") != strings.Count(b, "<entry>") {
		t.Error("the feed of a kind is another")
	}
}
