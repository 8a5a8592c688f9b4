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

	"tiekartta/catalogue"
	"tiekartta/i18n"
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
