package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	markdown "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/thesaurus"
)

// What was broken on purpose to see this attack succeed:
//   - pages came from text/template;
//   - esc of document/html, and escape of document/markdown, gave the text back;
//   - the feed wrote its texts as innerxml;
//   - Checker.URL took every scheme.

// TestNoTextOfAPracticeOrPersonBecomesScript stores payloads in everything that
// people may write and then reads every page that there is, as somebody who may
// see it: nothing of it is markup, and every text of the practice was shown.
func TestNoTextOfAPracticeOrPersonBecomesScript(t *testing.T) {
	t.Parallel()
	a := openAttacked(t, &settings{})
	for i, payload := range payloads() {
		s := &stored{attacked: a, payload: payload, seen: map[string]bool{}, visited: map[string]bool{}, name: fmt.Sprint("hostile", i)}
		s.arrives(t)
		s.writes(t)
		s.reads(t, i18n.Finnish, "")
		s.reviews(t)
		for _, lang := range i18n.Langs() {
			if i == 0 || lang == i18n.Finnish { // the pages of other languages differ in their sentences alone
				s.reads(t, lang, "")
			}
		}
		s.conflicts(t)
		s.wasShown(t)
	}
}

// stored is a payload on its way through the program.
type stored struct {
	attacked
	payload, name     string
	owner, outsider   string // cookies
	reviewers         []account.Actor
	practice, review  string
	file, plan, table string
	user              string
	search, feed      string
	concept           string
	seen, visited     map[string]bool
}

func (s *stored) arrives(t *testing.T) {
	t.Helper()
	_, err := s.Catalogue.EnsureOrganisation(t.Context(), "049")
	must(t, err)
	name := func(what string) string { return s.payload + what }
	add := func(who string, operator bool, m account.Membership) (string, account.Actor) {
		u, err := s.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: s.name + who + "@example.fi", Name: name(who), Language: i18n.Finnish, Operator: operator}, m)
		must(t, err)
		session, err := s.Accounts.AddSession(t.Context(), u.ID, name("agent"))
		must(t, err)
		actor, err := s.Accounts.SessionActor(t.Context(), session)
		must(t, err)
		s.user = u.ID
		return "session=" + session, actor
	}
	var actor account.Actor
	s.outsider, actor = add("vaasa", false, account.Membership{Organisation: "vaasa", Role: "reviewer"})
	s.reviewers = append(s.reviewers, actor)
	_, actor = add("espoo", false, account.Membership{Organisation: "espoo", Role: "reviewer"})
	s.reviewers = append(s.reviewers, actor)
	s.owner, actor = add("vantaa", true, account.Membership{Organisation: "vantaa", Role: "administrator"})
	must(t, s.Accounts.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: "vantaa", Name: i18n.Text{FI: name("o"), SV: name("o"), EN: name("o")}, Municipality: "092"}))
	_, err = s.Accounts.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: "vantaa", Role: "reader", Name: name("token")})
	must(t, err)
	f, err := s.Accounts.AddFeedback(t.Context(), "10.9.9."+s.name[7:], account.Feedback{Kind: "general", Text: name("feedback"), Page: name("page")})
	must(t, err)
	must(t, s.Accounts.AnswerFeedback(t.Context(), account.Machine(), f.Number, name("answer")))
	saved, err := s.Accounts.AddSearch(t.Context(), actor, account.Search{Name: name("search"), Query: "q=" + url.QueryEscape(s.payload), Lang: i18n.Finnish, Notify: account.NotifyNone}, nil)
	must(t, err)
	s.search, s.feed = saved.ID, saved.Token+".atom"
	label := i18n.Text{FI: name("käsite"), SV: name("begrepp"), EN: name("concept")}
	concept, err := thesaurus.New(s.Store).Add(t.Context(), account.Machine(), thesaurus.Concept{Preferred: label})
	must(t, err)
	s.concept = concept.ID
	file, err := s.Catalogue.Files.Put(strings.NewReader("Liite "+s.name), "liite.txt")
	must(t, err)
	s.file = file.ID
}

// writes stores the payload in a practice, a plan, a document and a table.
func (s *stored) writes(t *testing.T) {
	t.Helper()
	p := hostile(t, s.payload, s.file)
	running := p
	running.Sources = slices.Clone(p.Sources)
	running.Sources[0].URL = "javascript:pwned()"
	for _, one := range []struct {
		p    catalogue.Practice
		want int
	}{{running, http.StatusUnprocessableEntity}, {p, http.StatusCreated}} {
		body, err := json.Marshal(one.p)
		must(t, err)
		w := s.send(requested(http.MethodPost, "/api/v1/practices", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+s.tokens["editor of vantaa"]))
		if w.Code != one.want {
			t.Fatalf("a practice with the source %q: %d %s", one.p.Sources[0].URL, w.Code, w.Body)
		}
		_, s.practice, _ = strings.Cut(w.Header().Get("Location"), "/practices/")
	}
	must(t, s.Catalogue.AddDocument(t.Context(), account.Machine(), s.practice, fmt.Sprintf(`{"format": "txt", "blocks": [{"kind": "heading", "level": 1, "text": %q, "line": 1}]}`, s.payload)))
	_, err := s.Catalogue.Submit(t.Context(), account.Machine(), s.practice, 0)
	must(t, err)
	_, err = s.Catalogue.AddComment(t.Context(), account.Machine(), s.practice, "title", s.payload)
	must(t, err)
	text := p.Title
	plan, err := s.Roadmaps.Add(t.Context(), account.Machine(), roadmap.Roadmap{
		Title: text, Foreword: text, Organisation: "vantaa", State: "consultation", Municipalities: []string{"092"}, OriginalLanguage: "fi",
		Period: catalogue.Period{Start: "2027", End: "2030"}, Approval: roadmap.Approval{Body: s.payload, Decision: s.payload},
		Situation: roadmap.Situation{Text: text}, Sections: []roadmap.Section{{ID: s.payload, Domain: "work", Title: text, Intro: text, Goals: []roadmap.Goal{{
			ID: "g" + s.payload, Title: text, Rationale: text, Actions: []roadmap.Action{{
				ID: "a" + s.payload, Items: []i18n.Text{text}, Description: text, ResponsibleText: text, IndicatorText: text, StatusReason: text,
				Schedule: roadmap.Schedule{Text: s.payload}, Parties: []roadmap.Party{{Name: s.payload, Role: "lead"}}, Steps: []roadmap.Step{{Title: text}},
			}},
		}}}},
	})
	must(t, err)
	s.plan = plan.ID
	s.sendsTable(t)
	must(t, s.index.CatchUp(t.Context()))
}

func (s *stored) sendsTable(t *testing.T) {
	t.Helper()
	quoted := `"` + strings.ReplaceAll(s.payload+"table", `"`, `""`) + `"`
	body, kind := fileForm(t, s.payload+".csv", fmt.Sprintf("\ufeffid;revision;title.fi;organisation\r\n%s-table;;%s;vantaa\r\n", s.name, quoted))
	w := s.send(requested(http.MethodPost, "/fi/desk/bulk", body, "Content-Type", kind, "Cookie", s.owner))
	_, s.table, _ = strings.Cut(w.Header().Get("Location"), "/desk/bulk/")
	if s.table == "" {
		t.Fatalf("the table is not read: %d %s", w.Code, w.Body)
	}
}

// reviews lets two reviewers answer with the payload, and publishes twice.
func (s *stored) reviews(t *testing.T) {
	t.Helper()
	ctx, cat, me := t.Context(), s.Catalogue, account.Machine()
	text := i18n.Text{FI: s.payload, SV: s.payload, EN: s.payload}
	must(t, cat.AskReview(ctx, me, s.practice, []string{s.reviewers[0].User, s.reviewers[1].User}))
	list, err := cat.ReviewsOf(ctx, me, s.practice)
	must(t, err)
	s.review = list[0].ID
	assessment := catalogue.Assessment{Recommendation: "publish", Text: text, Language: "fi", ShowName: true}
	for _, id := range cat.CriteriaIDs() {
		assessment.Criteria = append(assessment.Criteria, catalogue.Answer{Criterion: id, Met: "yes", Reason: text})
	}
	for _, reviewer := range s.reviewers {
		must(t, cat.ReplyToReview(ctx, reviewer, s.review, catalogue.Reply{Answer: "accept"}))
		_, err := cat.SaveAssessment(ctx, reviewer, s.review, assessment, cat.AssessmentKnown(catalogue.Assessment{}))
		must(t, err)
		s.reads(t, i18n.Finnish, "review")
		must(t, cat.SendAssessment(ctx, reviewer, s.review, list[0].Text))
	}
	list, err = cat.ReviewsOf(ctx, me, s.practice)
	must(t, err)
	must(t, cat.FinishReview(ctx, me, s.practice, catalogue.Opinion{Text: text, ValidUntil: cat.ReviewValidUntil(), Of: list[0].Assessed}))
	for range 2 {
		_, err := cat.PublishNoted(ctx, me, s.practice, 0, s.payload)
		must(t, err)
		p, err := cat.Draft(ctx, me, s.practice)
		must(t, err)
		for _, f := range catalogue.Texts(p) {
			for _, lang := range i18n.Langs() {
				f.Set(lang, f.Text.In(lang)+"!")
			}
		}
		_, err = cat.Change(ctx, me, *p)
		must(t, err)
	}
	must(t, s.index.CatchUp(ctx))
}

// conflicts saves a text that somebody else has changed since its first revision.
func (s *stored) conflicts(t *testing.T) {
	t.Helper()
	w := s.posts("/fi/desk/practices/"+s.practice+"/basics", url.Values{"revision": {"1"}, "title.fi": {s.payload + "mine"}, "op": {"next"}}, "Cookie", s.owner)
	w = s.send(requested(http.MethodGet, w.Header().Get("Location"), "", "Cookie", s.owner))
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "mine") {
		t.Errorf("the page of a conflict is answered with %d", w.Code)
	}
	s.harmless(t, "the conflict", w)
}

// sets are the values for the places of an address.
func (s *stored) sets(route string, lang i18n.Lang) []map[string]string {
	base := map[string]string{"lang": string(lang), "id": s.practice, "file": s.file, "user": s.user, "table": s.table, "part": "1.xml", "scheme": "domain", "search": s.search, "feed": s.feed}
	if strings.Contains(route, "/roadmaps/:id") {
		base["id"] = s.plan
	} else if strings.Contains(route, "/reviews/:id") {
		base["id"] = s.review
	} else if strings.HasSuffix(route, "/people/:user/remove") {
		base["user"] = s.reviewers[0].User // whoever asks for their own removal is led elsewhere
	}
	list := []map[string]string{base}
	for name, values := range map[string][]string{
		"section": {"basics", "need", "how", "resources", "results", "transfer", "contact"}, "to": {"sv", "en"}, "format": {"html", "md", "json", "csv"},
	} {
		if !strings.Contains(route, ":"+name) {
			continue
		}
		var more []map[string]string
		for _, one := range list {
			for _, value := range values {
				next := map[string]string{name: value}
				for k, v := range one {
					if k != name {
						next[k] = v
					}
				}
				more = append(more, next)
			}
		}
		list = more
	}
	return list
}

// queries are what is asked behind an address.
func (s *stored) queries(path string, lang i18n.Lang) []string {
	hostile := url.QueryEscape(s.payload)
	plan := "?title=" + hostile + "&municipality=092&period=2027-2030&practice=" + s.practice
	switch path {
	case "/:lang/practices", "/:lang/practices.atom":
		return []string{"", "?q=" + hostile, "?q=pwned", "?domain=" + hostile}
	case "/:lang/thesaurus", "/:lang/desk/thesaurus", "/:lang/suggest", "/api/v1/suggest":
		return []string{"", "?q=" + hostile}
	case "/:lang/thesaurus/concept", "/:lang/desk/thesaurus/edit":
		return []string{"?id=" + url.QueryEscape(s.concept), "?id=" + hostile}
	case "/:lang/desk/thesaurus/new":
		return []string{"", "?name=" + hostile}
	case "/:lang/practices/:id":
		return []string{"", "?version=1"}
	case "/:lang/practices/:id/changes":
		return []string{"?from=1&to=2", "?to=draft"}
	case "/:lang/roadmaps/draft", "/:lang/roadmaps/draft/export.:format":
		return []string{plan}
	case "/:lang/desk/privacy", "/:lang/desk/privacy/export.json", "/:lang/desk/practices/:id/erase":
		return []string{"", "?q=pwned", "?q=" + hostile, "?name=pwned"}
	case "/:lang/sign-in", "/:lang/accessibility", "/:lang/basket":
		return []string{"", "?page=" + hostile + "&next=" + hostile + "&added=" + hostile}
	}
	if lang != i18n.Finnish {
		return []string{""}
	}
	return []string{"", "?x=" + hostile}
}

// reads asks for every address of the program that answers GET and has that
// word in it, and searches for a person, as two people and as nobody.
func (s *stored) reads(t *testing.T, lang i18n.Lang, word string) {
	t.Helper()
	basket := "; basket=" + s.practice + "@1"
	for _, r := range s.server.Routes() {
		search := r.Method == http.MethodPost && strings.HasPrefix(r.Path, "/:lang/desk/privacy")
		if r.Method != http.MethodGet && !search || strings.HasPrefix(r.Path, "/static/") || !strings.Contains(r.Path, word) {
			continue
		}
		for _, values := range s.sets(r.Path, lang) {
			address := placeholder.ReplaceAllStringFunc(r.Path, func(name string) string { return values[strings.TrimPrefix(name, ":")] })
			for _, query := range s.queries(r.Path, lang) {
				for _, cookie := range []string{s.owner, s.outsider, "x=y"} {
					request := requested(http.MethodGet, address+query, "", "Cookie", cookie+basket)
					if search {
						request = requested(http.MethodPost, address, strings.TrimPrefix(query, "?"), "Cookie", cookie+basket, "Content-Type", "application/x-www-form-urlencoded")
					}
					w := s.send(request)
					if w.Code >= http.StatusInternalServerError && r.Path != "/readyz" {
						t.Errorf("%s%s: status %d", address, query, w.Code)
					}
					s.visited[r.Path] = s.visited[r.Path] || w.Code == http.StatusOK
					s.harmless(t, address+query, w)
				}
			}
		}
	}
}

// harmless reads an answer as a program would that shows it.
func (s *stored) harmless(t *testing.T, address string, w *httptest.ResponseRecorder) {
	t.Helper()
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	body := w.Body.Bytes()
	switch {
	case strings.Contains(address, "/files/"): // is what it is: the headers hold it
		return
	case kind == "text/html":
	case strings.HasSuffix(kind, "json"):
		if !json.Valid(body) {
			t.Errorf("%s is no JSON", address)
		}
		return
	case strings.HasSuffix(kind, "xml"):
		for d := xml.NewDecoder(bytes.NewReader(body)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if element, ok := token.(xml.StartElement); err != nil || ok && (element.Name.Local == "pwn" || element.Name.Local == "script") {
				t.Errorf("%s: %v %v", address, token, err)
				return
			}
		}
	case kind == "text/markdown":
		var page bytes.Buffer
		must(t, goldmark.New(goldmark.WithRendererOptions(markdown.WithUnsafe())).Convert(body, &page))
		body = page.Bytes()
	default:
		return
	}
	root, err := html.Parse(bytes.NewReader(body))
	must(t, err)
	for n := range root.Descendants() {
		if wrong := harm(n); wrong != "" {
			t.Errorf("%s: %s", address, wrong)
			return
		}
		s.notes(n)
	}
}

// harm says what an element would do that the program has not written.
func harm(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
		value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
		leads := slices.Contains([]string{"href", "src", "action", "formaction", "poster", "data", "srcdoc"}, a.Key)
		if strings.HasPrefix(a.Key, "on") || leads && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "data:text")) {
			return fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val)
		}
	}
	switch n.Data {
	case "pwn", "iframe", "object", "embed", "base":
		return "<" + n.Data + ">"
	case "script":
		data := attributes["type"] == "application/ld+json" && n.FirstChild != nil && json.Valid([]byte(n.FirstChild.Data))
		if !data && !strings.HasPrefix(attributes["src"], "/static/") {
			return fmt.Sprintf("a script: %v %v", n.Attr, n.FirstChild)
		}
	}
	return ""
}

// notes remembers which texts a page shows, as they were written.
func (s *stored) notes(n *html.Node) {
	shown := []string{n.Data}
	if n.Type == html.ElementNode {
		shown = nil
		for _, a := range n.Attr {
			if a.Key == "value" || a.Key == "alt" {
				shown = append(shown, a.Val)
			}
		}
	}
	for _, text := range shown {
		for _, rest := range strings.Split(text, strings.TrimSpace(s.payload))[1:] {
			name, _, _ := strings.Cut(strings.TrimSpace(rest), "!")
			s.seen[name] = true
		}
	}
}

// wasShown makes sure that pages were read and that they held the payload.
func (s *stored) wasShown(t *testing.T) {
	t.Helper()
	p := hostile(t, s.payload, s.file)
	for _, f := range catalogue.Texts(&p) {
		for _, lang := range i18n.Langs() {
			if name := strings.NewReplacer("[0]", "").Replace(f.Path) + "." + string(lang); !s.seen[name] {
				t.Errorf("no page shows %s%s", s.payload, name)
			}
		}
	}
	for route, ok := range s.visited {
		elsewhere := strings.HasSuffix(route, "/conflict") || strings.HasSuffix(route, "/:secret") || strings.HasSuffix(route, "/openid")
		if !ok && !elsewhere && strings.HasPrefix(route, "/:lang") {
			t.Errorf("nobody has read %s", route)
		}
	}
}
