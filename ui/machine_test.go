package ui_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

const outside = "https://tiekartta.example"

type readFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Rights  string `xml:"rights"`
		Summary struct {
			Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			Text string `xml:",chardata"`
		} `xml:"summary"`
	} `xml:"entry"`
}

func (f readFeed) link(rel string) string {
	for _, l := range f.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func (s service) feed(address string) readFeed {
	s.t.Helper()
	w := s.get(address)
	s.wants(w, http.StatusOK)
	var f readFeed
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		s.t.Fatal(err)
	}
	return f
}

func TestFeedOfAnySearchIsWhatTheSearchFinds(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	all := s.feed("/sv/practices.atom")
	if all.Lang != "sv" || all.link("self") != outside+"/sv/practices.atom" || all.link("alternate") != outside+"/sv/practices" || all.Author == "" {
		t.Errorf("%+v", all)
	}
	if len(all.Entries) != 20 || all.link("next") != outside+"/sv/practices.atom?page=2" || all.link("previous") != "" {
		t.Errorf("%d entries, next %s", len(all.Entries), all.link("next"))
	}
	ids := map[string]bool{}
	for at := "/sv/practices.atom"; at != ""; {
		f := s.feed(at)
		for _, e := range f.Entries {
			updated, err := time.Parse(time.RFC3339, e.Updated)
			if ids[e.ID] || err != nil || updated.IsZero() || e.Title == "" || e.Rights == "" || e.Summary.Lang == "" {
				t.Errorf("%+v %v", e, err)
			}
			if !strings.HasPrefix(e.ID, "tag:tiekartta.example,2026:practices/") {
				t.Errorf("id %s", e.ID)
			}
			ids[e.ID] = true
		}
		at = strings.TrimPrefix(f.link("next"), outside)
	}
	listings, err := s.exporter.Catalogue.Listings(t.Context())
	if err != nil || len(listings) != len(ids) {
		t.Errorf("%d in the feed, %d published, %v", len(ids), len(listings), err)
	}
	some := s.feed("/fi/practices.atom?domain=work&q=valmennus&sort=title")
	if len(some.Entries) == 0 || len(some.Entries) >= len(ids) || !strings.Contains(some.Title, "valmennus, Työ") || some.ID == all.ID {
		t.Errorf("%d entries, title %s", len(some.Entries), some.Title)
	}
	if other := s.feed("/en/practices.atom?q=valmennus&domain=work"); other.ID != some.ID {
		t.Errorf("the feed has another id in another language or order: %s, %s", other.ID, some.ID)
	}
	if none := s.feed("/en/practices.atom?domain=digital&maturity=idea&q=xyzzy"); len(none.Entries) != 0 || none.Updated == "" {
		t.Errorf("%+v", none)
	}
	s.wants(s.get("/fi/practices?domain=work"), http.StatusOK, `href="/fi/practices.atom?domain=work"`, `rel="alternate" type="application/atom+xml"`)
}

func TestWhoHasTheFeedAlreadyIsToldSo(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, address := range []string{"/fi/practices.atom", "/sitemap.xml", "/catalog.ttl", "/catalog.jsonld", "/en/opensearch.xml"} {
		tag := s.get(address).Header().Get("ETag")
		for sent, want := range map[string]int{tag: 304, strings.TrimPrefix(tag, "W/"): 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200} {
			r := httptest.NewRequest(http.MethodGet, address, nil)
			r.Header.Set("If-None-Match", sent)
			w := httptest.NewRecorder()
			if s.handler.ServeHTTP(w, r); w.Code != want {
				t.Errorf("%s, %s: %d", address, sent, w.Code)
			}
		}
	}
}

func TestMapNamesEveryPublicPageInEveryLanguage(t *testing.T) {
	s := open(t, ui.Settings{URL: outside + "/"})
	body := s.get("/sitemap.xml").Body.String()
	for _, want := range []string{"<loc>" + outside + "/sv/practices/smile</loc>", `hreflang="en" href="` + outside + `/en/practices/smile"`, "<loc>" + outside + "/fi</loc>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the map lacks %s", want)
		}
	}
	for _, m := range regexp.MustCompile(`<loc>`+outside+`([^<]*)</loc>`).FindAllStringSubmatch(body, -1) {
		if w := s.get(m[1]); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `<link rel="canonical" href="`+outside+m[1]+`"`) || strings.Contains(w.Body.String(), `content="noindex"`) {
			t.Errorf("%s is in the map: %d", m[1], w.Code)
		}
	}
	s.wants(s.get("/sitemap-1.xml"), http.StatusOK, "<urlset")
	s.wants(s.get("/sitemap-2.xml"), http.StatusNotFound)
	s.wants(s.get("/robots.txt"), http.StatusOK, "Sitemap: "+outside+"/sitemap.xml\n", "Disallow: /*/desk\n")
}

func TestPagesSayByWhichAddressTheyAreKnown(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	for address, want := range map[string]string{
		"/fi/practices?sort=title&maturity=project&domain=work": "/fi/practices?domain=work&amp;maturity=project", "/fi/practices/smile?version=1": "/fi/practices/smile",
		"/sv?added=smile": "/sv", "/fi/practices?q=työ": "/fi/practices?q=ty%C3%B6",
	} {
		s.wants(s.get(strings.ReplaceAll(address, "ö", "%C3%B6")), http.StatusOK, `<link rel="canonical" href="`+outside+want+`">`)
	}
	for _, address := range []string{"/fi/basket", "/fi/no-such", "/fi/roadmaps/draft?" + draftQuery} {
		if strings.Contains(s.get(address).Body.String(), `rel="canonical"`) {
			t.Errorf("%s is no public page", address)
		}
	}
	for address, hidden := range map[string]bool{"/fi/practices?q=koulu": true, "/fi/practices?domain=work": false, "/fi/practices?organisation=vantaa": false} {
		if strings.Contains(s.get(address).Body.String(), `content="noindex"`) != hidden {
			t.Errorf("%s: hidden %v", address, !hidden)
		}
	}
}

func TestAnOldVersionIsKnownByItsOwnAddressAndLeadsToTheOthers(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	publishAnother(s, "smile", func(p *catalogue.Practice) { p.Title.FI = "SMILE, uusi" })
	old := outside + "/fi/practices/smile?version=1"
	s.wants(s.get("/fi/practices/smile?version=1"), http.StatusOK, `<link rel="canonical" href="`+old+`">`, `content="noindex"`,
		`<link rel="latest-version" href="`+outside+`/fi/practices/smile">`, `<link rel="successor-version" href="`+outside+`/fi/practices/smile?version=2">`)
	s.wants(s.get("/fi/practices/smile"), http.StatusOK, `<link rel="predecessor-version" href="`+old+`">`, `<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">`)
}

// publishAnother publishes a practice of the starter once more, changed.
func publishAnother(s service, id string, change func(*catalogue.Practice)) {
	s.t.Helper()
	p, err := s.exporter.Catalogue.Draft(s.t.Context(), account.Machine(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	change(p)
	if p, err = s.exporter.Catalogue.Change(s.t.Context(), account.Machine(), *p); err != nil {
		s.t.Fatal(err)
	}
	if _, err = s.exporter.Catalogue.Publish(s.t.Context(), account.Machine(), id, p.Revision); err != nil {
		s.t.Fatal(err)
	}
}

func linkedOf(t *testing.T, body string) map[string]any {
	t.Helper()
	m := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("the page has no linked data")
	}
	var data map[string]any
	if err := json.Unmarshal([]byte(m[1]), &data); err != nil {
		t.Fatalf("%v in %s", err, m[1])
	}
	return data
}

func TestPracticeIsDescribedForSearchEngines(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	data := linkedOf(t, s.get("/sv/practices/smile").Body.String())
	for name, want := range map[string]any{
		"@context": "https://schema.org", "@type": "CreativeWork", "url": outside + "/sv/practices/smile?version=1", "version": "1",
		"license": "https://creativecommons.org/licenses/by/4.0/",
	} {
		if data[name] != want {
			t.Errorf("%s: %v, want %v", name, data[name], want)
		}
	}
	for _, name := range []string{"name", "description", "inLanguage", "datePublished", "creditText", "about", "audience", "spatialCoverage", "citation", "maintainer"} {
		if data[name] == nil {
			t.Errorf("no %s", name)
		}
	}
	site := linkedOf(t, s.get("/en").Body.String())
	if graph, _ := site["@graph"].([]any); len(graph) != 3 {
		t.Errorf("%v", site)
	}
}

func TestHostileTextsEndNothing(t *testing.T) {
	s := open(t, ui.Settings{URL: outside, Operator: `</script><script>alert(1)</script>`})
	const evil = `</script><script>alert("x")</script><!-- ]]> \u003c & ' "`
	publishAnother(s, "smile", func(p *catalogue.Practice) {
		p.Title.FI, p.Summary.FI, p.Licence = evil, evil, evil
		p.Sources = append(p.Sources, catalogue.Source{ID: "evil", Title: evil, URL: "https://example.org/" + "%3C/script%3E", Publisher: evil})
	})
	body := s.get("/fi/practices/smile").Body.String()
	data := linkedOf(t, body)
	if data["name"] != evil || data["description"] != evil || data["license"] != nil {
		t.Errorf("%v", data)
	}
	if strings.Contains(body, "<script>alert") || strings.Contains(s.get("/fi").Body.String(), "<script>alert") {
		t.Error("the text ends its element")
	}
	if err := s.index.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range s.feed("/fi/practices.atom").Entries {
		found = found || e.Title == evil && e.Summary.Text == evil
	}
	if !found {
		t.Error("the feed has the text changed")
	}
	for _, name := range []string{"og:title", "og:description"} {
		m := regexp.MustCompile(`property="` + name + `" content="([^"]*)"`).FindStringSubmatch(body)
		if m == nil || !strings.HasPrefix(evil, html.UnescapeString(m[1])[:10]) {
			t.Errorf("%s: %v", name, m)
		}
	}
}

func TestBrowsersLearnHowToSearchHere(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	var d struct {
		XMLName xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		Name    string   `xml:"ShortName"`
		URLs    []struct {
			Template string `xml:"template,attr"`
		} `xml:"Url"`
	}
	if err := xml.Unmarshal(s.get("/sv/opensearch.xml").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Name) > 16 || len(d.URLs) != 4 || d.URLs[2].Template != outside+"/sv/suggest?q={searchTerms}" || d.URLs[0].Template != outside+"/sv/practices?q={searchTerms}" {
		t.Errorf("%+v", d)
	}
	s.wants(s.get("/sv"), http.StatusOK, `<link rel="search" type="application/opensearchdescription+xml"`)
	w := s.get("/sv/suggest?q=vand")
	s.wants(w, http.StatusOK, `["vand",["Vanda"`, s.says(i18n.Swedish, "page.suggest.municipality"))
	if kind, kept := w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"); kind != "application/x-suggestions+json" || !strings.HasPrefix(kept, "public, max-age=") {
		t.Errorf("suggestions are %s, kept %s", kind, kept)
	}
	s.wants(s.get("/sv/suggest?q=%22%3C/script%3E"), http.StatusOK, `["\"\u003c/script\u003e",[],[]]`)
}

func TestRecordOfTheCatalogueSpeaksThreeLanguages(t *testing.T) {
	s := open(t, ui.Settings{URL: outside, Operator: "Testikunta", Contact: "palaute@example.fi"})
	for _, lang := range i18n.Langs() {
		s.wants(s.get("/catalog.ttl"), http.StatusOK, `"`+s.says(lang, "record.title")+`"@`+string(lang))
		s.wants(s.get("/catalog.jsonld"), http.StatusOK, s.says(lang, "record.description"))
	}
	if got := s.get("/catalog.ttl").Header().Get("Content-Type"); got != "text/turtle; charset=utf-8" {
		t.Error(got)
	}
}
