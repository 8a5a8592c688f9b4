package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func (s *service) find(query string) practicesAnswer {
	s.t.Helper()
	var found practicesAnswer
	s.get("/api/v1/practices?"+query).in(200, &found)
	return found
}

func (p practicesAnswer) ids() []string {
	ids := []string{}
	for _, c := range p.Items {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestWordsFindPracticesInEveryLanguage(t *testing.T) {
	s := newStarter(t)
	for words, want := range map[string][]string{
		"maahanmuuttajaäitien koulutus": {"maahanmuuttajaaitien-koulutus-suomen-kielta-perusopetuksessa"},
		"arbetslivscoachning":           {"vantaan-tsemppari"},
		"job coaching":                  {"smile", "coaching-together"},
	} {
		for _, lang := range []string{"fi", "sv", "en"} {
			ids := s.find("limit=3&lang=" + lang + "&q=" + url.QueryEscape(words)).ids()
			if !slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(want, id) }) {
				t.Errorf("%q in %s finds %v", words, lang, ids)
			}
		}
	}
}

func TestHighlightsCountCodePoints(t *testing.T) {
	s := newStarter(t)
	found := s.find("q=" + url.QueryEscape("äitien") + "&limit=5")
	n := 0
	for _, c := range found.Items {
		if c.Score <= 0 {
			t.Errorf("%s has the score %v", c.ID, c.Score)
		}
		for _, h := range c.Highlights {
			text := []rune(h.Text)
			for _, r := range h.Ranges {
				if word := strings.ToLower(string(text[r[0]:r[1]])); strings.Contains(word, "äit") || strings.Contains(word, "äid") {
					n++
				}
			}
		}
	}
	if n == 0 {
		t.Error("no highlight of a mother")
	}
	for _, c := range s.find("limit=3").Items {
		if len(c.Highlights) != 0 || c.Score != 0 {
			t.Errorf("%s without words: %v, score %v", c.ID, c.Highlights, c.Score)
		}
	}
}

func TestPagesTogetherHoldEveryPracticeOnce(t *testing.T) {
	s := newStarter(t)
	for _, sort := range []string{"", "newest", "evidence", "title", "relevance"} {
		var all []string
		total := s.find("limit=0").Total
		for offset := 0; offset < total; offset += 7 {
			page := s.find(fmt.Sprintf("sort=%s&limit=7&offset=%d", sort, offset))
			all = append(all, page.ids()...)
			if page.Total != total || len(page.Items) > 7 {
				t.Errorf("page at %d: %d of %d", offset, len(page.Items), page.Total)
			}
		}
		slices.Sort(all)
		if len(slices.Compact(all)) != total || total < 25 {
			t.Errorf("sort %q: the pages hold %d of %d", sort, len(slices.Compact(all)), total)
		}
	}
	if page := s.find("offset=1000"); len(page.Items) != 0 || page.Total < 25 {
		t.Errorf("beyond the end: %d items of %d", len(page.Items), page.Total)
	}
	if page := s.find(""); len(page.Items) != 20 {
		t.Errorf("without limit a page has %d", len(page.Items))
	}
}

func TestFacetsAreLabelledInTheLanguageAskedFor(t *testing.T) {
	s := newStarter(t)
	label := func(found practicesAnswer, facet, id string) string {
		for _, v := range found.Facets[facet] {
			if v.ID == id {
				return v.Label
			}
		}
		return "none"
	}
	for lang, want := range map[string][]string{
		"fi": {"Työ", "Vantaa", "Uusimaa", "Suomi", "Vantaan kaupunki"},
		"sv": {"Arbete", "Vanda", "Nyland", "Finland", "Vanda stad"},
		"en": {"Work", "Vantaa", "Uusimaa", "Finland", "City of Vantaa"},
	} {
		found := s.find("limit=0&lang=" + lang)
		got := []string{
			label(found, "domain", "work"), label(found, "municipality", "092"), label(found, "region", "01"),
			label(found, "country", "FI"), label(found, "organisation", "vantaa"),
		}
		for i := range want {
			if !strings.EqualFold(got[i], want[i]) {
				t.Errorf("%s: %v, want %v", lang, got, want)
				break
			}
		}
		for facet, values := range found.Facets {
			for _, v := range values {
				if v.Label == "" {
					t.Errorf("%s: %s %s has no label", lang, facet, v.ID)
				}
			}
		}
	}
}

func TestValuesOfAFilterAreAlternativesAndFiltersHoldTogether(t *testing.T) {
	s := newStarter(t)
	work, language := s.find("domain=work&limit=0").Total, s.find("domain=language&limit=0").Total
	either := s.find("domain=work&domain=language&limit=0")
	if either.Total <= max(work, language) || either.Total > work+language {
		t.Errorf("work %d, language %d, either %d", work, language, either.Total)
	}
	found := s.find("domain=work&country=SE&limit=100")
	for _, c := range found.Items {
		if !slices.Contains(c.Domains, "work") {
			t.Errorf("%s is of %v", c.ID, c.Domains)
		}
	}
	if unknown := s.find("domain=nonsense"); unknown.Total != 0 || unknown.Facets["domain"][0].Label == "" {
		t.Errorf("an unknown value finds %d", unknown.Total)
	}
	if empty := s.find("q=&lang=&domain=&sort=&limit=&offset="); empty.Total < 25 {
		t.Errorf("empty parameters count: %d", empty.Total)
	}
}

func TestRangesFilterAndTheYearsAreCountedAsIfTheyWereOff(t *testing.T) {
	s := newStarter(t)
	all := s.find("limit=0")
	recent := s.find("yearFrom=2015&yearTo=2016&limit=100")
	if recent.Total == 0 || recent.Total == all.Total {
		t.Fatalf("%d of %d ran in 2015 or 2016", recent.Total, all.Total)
	}
	for _, c := range recent.Items {
		if c.Period.Start == "" && c.Period.End == "" || c.Period.Start != "" && c.Period.Start[:4] > "2016" {
			t.Errorf("%s ran %+v", c.ID, c.Period)
		}
	}
	if !slices.Equal(recent.Facets["year"], all.Facets["year"]) {
		t.Errorf("years are counted within their own range: %v", recent.Facets["year"])
	}
	if recent.Facets["domain"][0] == all.Facets["domain"][0] {
		t.Error("domains are counted as if the range were off")
	}
	for _, v := range all.Facets["costClass"] {
		if found := s.find("limit=0&costClass=" + v.ID).Total; found != v.Count || v.Label == v.ID {
			t.Errorf("%v: %d found", v, found)
		}
	}
	if found := s.find("limit=0&reachFrom=0").Total; found == all.Total {
		t.Error("those that do not tell how many they reached are found")
	}
}

func TestParametersThatAreNotRightAreRefusedByName(t *testing.T) {
	s := newStarter(t)
	many := strings.Repeat("&domain=work", 101)
	for query, want := range map[string]string{
		"limit=101": "limit api.out_of_range", "limit=-1": "limit api.out_of_range", "limit=20x": "limit api.not_a_number",
		"limit=1e1": "limit api.not_a_number", "offset=99999999999999999999": "offset api.not_a_number", "offset=-1": "offset api.out_of_range",
		"sort=best": "sort api.no_choice", "lang=de": "lang api.no_choice", "q=a&q=b": "q api.parameter_twice",
		"yearFrom=abc": "yearFrom api.not_a_number", "yearTo=99999": "yearTo api.out_of_range", "yearFrom=2020&yearTo=2019": "yearFrom api.range_turned",
		"reachFrom=-1": "reachFrom api.out_of_range", "reachTo=1e3": "reachTo api.not_a_number", "reachFrom=200&reachTo=100": "reachFrom api.range_turned",
		"domains=work": "domains api.unknown_parameter", "q=%ff": "q api.not_utf8", "q=%zz": "api.bad_query", many[1:]: "domain too_many",
	} {
		p := s.get("/api/v1/practices?" + query).refused(http.StatusUnprocessableEntity)
		if got := p.names(); len(got) != 1 || got[0] != want {
			t.Errorf("%.40s: %v, want %s", query, got, want)
		}
	}
	p := s.get("/api/v1/practices?limit=500&colour=red&offset=x").refused(422)
	if got := p.names(); len(got) != 3 {
		t.Errorf("three problems are told as %v", got)
	}
}

func TestASearchShowsWhatItsWriterHasJustPublishedOrArchived(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for i := range 3 {
		var p struct{ ID string }
		s.call(request{method: "POST", path: "/api/v1/practices", token: token, body: draft(fmt.Sprintf("Kielikahvila %d", i))}).in(201, &p)
		if n := s.find("q=kielikahvila").Total; n != 0 {
			t.Errorf("a draft is found: %d", n)
		}
		started := time.Now()
		s.call(request{method: "POST", path: "/api/v1/practices/" + p.ID + "/publish", token: token}).in(200, nil)
		if ids := s.find("q=kielikahvila").ids(); !slices.Equal(ids, []string{p.ID}) {
			t.Errorf("after publishing, the search finds %v", ids)
		}
		s.call(request{method: "POST", path: "/api/v1/practices/" + p.ID + "/archive", token: token}).in(200, nil)
		if n := s.find("q=kielikahvila").Total; n != 0 {
			t.Errorf("an archived practice is found")
		}
		if d := time.Since(started); d > 5*time.Second {
			t.Errorf("it took %v", d)
		}
	}
}
