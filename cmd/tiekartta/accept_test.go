package main

import (
	"html"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tiekartta/exchange"
)

// What the main job is judged by, from a search to a file, over JSON and on
// pages as a browser without JavaScript uses them.

// namedEntries are those that everybody looks for.
func namedEntries() []string {
	return []string{"smile", "coaching-together", "vantaan-tsemppari", "vanhemmat-mukaan", "tempo-orchestra"}
}

type cards struct {
	Total int
	Items []struct {
		ID    string
		Title map[string]string
	}
}

func (c cards) ids() []string {
	var ids []string
	for _, item := range c.Items {
		ids = append(ids, item.ID)
	}
	return ids
}

// found are the first answers of the API and of the page to a search.
func found(s *service, lang, words string) (overJSON, onPage []string) {
	s.t.Helper()
	query := url.Values{"q": {words}, "lang": {lang}, "limit": {"3"}}
	overJSON = decoded[cards](s.t, s.get("/api/v1/practices?"+query.Encode()).body).ids()
	page := s.get("/" + lang + "/practices?" + url.Values{"q": {words}}.Encode())
	link := regexp.MustCompile(`href="/` + lang + `/practices/([a-z0-9-]+)["?]`)
	for _, match := range link.FindAllStringSubmatch(page.body, -1) {
		if !slices.Contains(onPage, match[1]) && len(onPage) < 3 {
			onPage = append(onPage, match[1])
		}
	}
	return overJSON, onPage
}

func TestServeAnswersInAnEmptyFolder(t *testing.T) {
	folder := t.TempDir()
	cmd := exec.Command(program(t), "serve", "-addr", "127.0.0.1:0")
	cmd.Dir = folder
	s := beginCommand(t, cmd)
	s.ready()
	for _, lang := range []string{"fi", "sv", "en"} {
		if page := s.get("/" + lang); !strings.Contains(page.body, `<html lang="`+lang+`"`) {
			t.Errorf("the front page in %s is not in that language", lang)
		}
	}
	ready := decoded[struct {
		Database, Index int64
		Starter         bool
	}](t, s.get("/readyz").body)
	if ready.Database == 0 || ready.Index != ready.Database || !ready.Starter {
		t.Errorf("ready with %+v", ready)
	}
	if all := decoded[cards](t, s.get("/api/v1/practices").body); all.Total < 25 {
		t.Errorf("the starter catalogue has %d entries", all.Total)
	}
	if status := s.stop(); status != done {
		t.Errorf("SIGTERM ended it with %d", status)
	}
	out, said := s.said()
	want := "tiekartta: listening on " + s.url + "\ntiekartta: first administrator: " + s.url + "/fi/first/"
	if secret, ok := strings.CutPrefix(out, want); !ok || len(strings.TrimSpace(secret)) != 48 || said != "" {
		t.Errorf("it said %q and %q", out, said)
	}
	does(t, folder+"/data", "check")
}

func TestSearchFindsWhatItIsJudgedBy(t *testing.T) {
	t.Parallel()
	s := started(t, t.TempDir())
	for _, one := range []struct {
		lang, words string
		any         []string
	}{
		{"fi", "maahanmuuttajaäitien koulutus", []string{"maahanmuuttajaaitien-koulutus-suomen-kielta-perusopetuksessa"}},
		{"sv", "arbetslivscoachning", []string{"vantaan-tsemppari"}},
		{"en", "job coaching", []string{"smile", "coaching-together"}},
	} {
		overJSON, onPage := found(s, one.lang, one.words)
		for where, ids := range map[string][]string{"JSON": overJSON, "the page": onPage} {
			if !slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(one.any, id) }) {
				t.Errorf("%s %q over %s: first are %v", one.lang, one.words, where, ids)
			}
		}
	}
}

func TestNamedEntriesAreFoundByTheirTitlesInAllLanguages(t *testing.T) {
	t.Parallel()
	s := started(t, t.TempDir())
	for _, id := range namedEntries() {
		p := decoded[struct{ Title map[string]string }](t, s.get("/api/v1/practices/"+id).body)
		for _, lang := range []string{"fi", "sv", "en"} {
			if p.Title[lang] == "" {
				t.Errorf("%s has no title in %s", id, lang)
				continue
			}
			overJSON, onPage := found(s, lang, p.Title[lang])
			if !slices.Contains(overJSON, id) || !slices.Contains(onPage, id) {
				t.Errorf("%s %q: first are %v over JSON, %v on the page", lang, p.Title[lang], overJSON, onPage)
			}
			if page := s.get("/" + lang + "/practices/" + id); !strings.Contains(page.body, html.EscapeString(p.Title[lang])) {
				t.Errorf("the page of %s in %s does not show its title", id, lang)
			}
		}
	}
}

// wholeFile tells what is wrong with an exported roadmap of five practices.
func wholeFile(format, lang, text string) string {
	switch format {
	case "html":
		if !strings.Contains(text, `<html lang="`+lang+`"`) || !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
			return "it is not a whole page in " + lang
		}
		if regexp.MustCompile(`<(script|link|img|iframe)\b[^>]*(src|href)="https?:`).MatchString(text) {
			return "it loads something from elsewhere"
		}
	case "csv":
		if !strings.HasPrefix(text, "\ufeffrow_id;section;goal;actions;schedule;responsible;indicator;domain;practice;status\r\n") {
			return "its first line is wrong"
		}
	case "json":
		b, err := exchange.ReadBundle([]byte(text))
		if err != nil {
			return err.Error()
		}
		if len(b.Roadmaps) != 1 || len(b.Practices) != 5 {
			return "it does not hold one roadmap and its five practices"
		}
		return ""
	case "md":
		if !strings.HasPrefix(text, "# ") && !strings.HasPrefix(text, "---") {
			return "it has no heading"
		}
	}
	if format != "csv" && !strings.Contains(text, "SMILE") {
		return "it does not name its practices"
	}
	if format == "csv" && !strings.Contains(text, ";smile@1;") {
		return "it does not name its practices"
	}
	return ""
}

func TestFivePracticesBecomeARoadmapOverCommands(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := started(t, data)
	args := append([]string{"roadmap", "assemble", "-title", "Kotoutumisen tiekartta", "-organisation", "092", "-period", "2027-2030", "-state", "consultation"}, namedEntries()...)
	if out := does(t, data, args...); out != "kotoutumisen-tiekartta\n" {
		t.Fatalf("standard output is %q", out)
	}
	for _, lang := range []string{"fi", "sv", "en"} {
		page := s.get("/" + lang + "/roadmaps/kotoutumisen-tiekartta")
		if strings.Count(page.body, "<tr") < 6 {
			t.Errorf("the page in %s has no table of five actions", lang)
		}
		for _, format := range exchange.RoadmapFormats() {
			file := does(t, data, "roadmap", "export", "kotoutumisen-tiekartta", "-format", format, "-lang", lang)
			if wrong := wholeFile(format, lang, file); wrong != "" {
				t.Errorf("%s in %s: %s", format, lang, wrong)
			}
			if got := s.get("/" + lang + "/roadmaps/kotoutumisen-tiekartta/export." + format).body; got != file {
				t.Errorf("%s in %s from the page is another file than from the command", format, lang)
			}
			if got := s.get("/api/v1/roadmaps/kotoutumisen-tiekartta/export?format=" + format + "&lang=" + lang).body; got != file {
				t.Errorf("%s in %s from the API is another file than from the command", format, lang)
			}
		}
	}
}

func TestFivePracticesBecomeARoadmapOverJSON(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := started(t, data)
	body := map[string]any{
		"title": "Färdplan", "organisation": "092", "originalLanguage": "sv", "practices": namedEntries(),
		"period": map[string]string{"start": "2027", "end": "2030"},
	}
	const address = "/api/v1/roadmaps/assemble"
	draft := decoded[struct {
		ID       string
		Sections []any
	}](t, s.must(http.StatusOK, "POST", address, body).body)
	if draft.ID != "" || len(draft.Sections) == 0 {
		t.Errorf("a draft that is not saved has the id %q and %d sections", draft.ID, len(draft.Sections))
	}
	body["save"] = true
	s.must(http.StatusUnauthorized, "POST", address, body)
	token := strings.TrimSpace(does(t, data, "token", "add", "-organisation", "092", "-role", "contributor"))
	saved := s.must(http.StatusCreated, "POST", address, body, bearer(token)...)
	place := saved.header.Get("Location")
	if place != "/api/v1/roadmaps/fardplan" {
		t.Fatalf("it was saved at %q", place)
	}
	s.must(http.StatusNotFound, "GET", place, nil)
	s.must(http.StatusNotFound, "GET", "/sv/roadmaps/fardplan", nil)
	if got := s.get(place, bearer(token)...); got.header.Get("ETag") != `"r1"` {
		t.Errorf("its ETag is %q", got.header.Get("ETag"))
	}
	for _, format := range exchange.RoadmapFormats() {
		file := s.get(place+"/export?lang=sv&format="+format, bearer(token)...)
		if wrong := wholeFile(format, "sv", file.body); wrong != "" {
			t.Errorf("%s: %s", format, wrong)
		}
	}
	s.must(http.StatusNotFound, "GET", place+"/export?format=json", nil)
}

// Everything that a form or a link of the pages does, without a script and
// without an account.
func TestRoadmapIsMadeOnPagesWithoutJavaScriptAndAccount(t *testing.T) {
	t.Parallel()
	s := started(t, t.TempDir())
	for _, id := range namedEntries() {
		page := s.get("/fi/practices/" + id)
		button := regexp.MustCompile(`(?s)<form[^>]*action="(/fi/basket/add)"[^>]*>.*?name="practice" value="([^"]+)"`).FindStringSubmatch(page.body)
		if button == nil {
			t.Fatalf("the page of %s has no form that adds it", id)
		}
		s.must(http.StatusOK, "POST", button[1], url.Values{"practice": {button[2]}, "back": {"/fi/practices/" + id}})
	}
	basket := regexp.MustCompile(`(?s)<form class="form" action="([^"]+)".*?</form>`).FindStringSubmatch(s.get("/fi/basket").body)
	if basket == nil {
		t.Fatal("the basket has no form")
	}
	form := url.Values{"title": {"Vantaan tiekartta"}, "municipality": {"092"}, "start": {"2027"}, "end": {"2030"}, "lang": {"fi"}}
	for _, hidden := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]+)">`).FindAllStringSubmatch(basket[0], -1) {
		form.Add(hidden[1], hidden[2])
	}
	if len(form["practice"]) != 5 {
		t.Fatalf("the basket's form has the practices %v", form["practice"])
	}
	draft := s.get(basket[1] + "?" + form.Encode())
	if !strings.Contains(draft.body, `content="noindex"`) || !strings.Contains(draft.body, "Vantaan tiekartta") {
		t.Error("the draft's page lacks its title or may be found by search engines")
	}
	anyone := started(t, t.TempDir()) // somebody else, who was sent the address
	if sent := anyone.get(draft.at.RequestURI()); !strings.Contains(sent.body, "Vantaan tiekartta") {
		t.Error("the draft's address does not show the draft to others")
	}
	for _, format := range exchange.RoadmapFormats() {
		link := regexp.MustCompile(`href="([^"]*/roadmaps/draft/export\.` + format + `\?[^"]*)"`).FindStringSubmatch(draft.body)
		if link == nil {
			t.Errorf("the draft's page does not offer %s", format)
			continue
		}
		file := s.get(html.UnescapeString(link[1]))
		if wrong := wholeFile(format, "fi", file.body); wrong != "" {
			t.Errorf("%s: %s", format, wrong)
		}
		if !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%s is not offered as a file", format)
		}
	}
	if again := decoded[struct{ Total int }](t, s.get("/api/v1/roadmaps").body); again.Total != 1 {
		t.Errorf("there are %d public roadmaps after drafting one", again.Total)
	}
}

func TestAnAddressInUseIsNamedWithWhatToDo(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	refuses(t, t.TempDir(), []string{"serve", "-empty", "-addr", taken.Addr().String()}, taken.Addr().String(), "-addr 127.0.0.1:")
}
