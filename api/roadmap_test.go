package api

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// assembly is what a test assembles from the starter.
func assembly() map[string]any {
	return map[string]any{
		"title": "Vantaan suunnitelma", "organisation": "vantaa", "period": map[string]string{"start": "2027", "end": "2030"}, "originalLanguage": "fi",
		"practices": []string{"smile", "tempo-orchestra", "vanhemmat-mukaan", "coaching-together", "vantaan-tsemppari"},
	}
}

func (s *service) assemble(token string, body any) reply {
	s.t.Helper()
	return s.call(request{method: "POST", path: "/api/v1/roadmaps/assemble", token: token, body: body})
}

func TestADraftIsAssembledForAnyoneAndStoredNowhere(t *testing.T) {
	s := newStarter(t)
	before := s.newest()
	var r roadmap.Roadmap
	got := s.assemble("", assembly()).in(200, &r)
	if len(r.Actions()) != 5 || r.Title.FI != "Vantaan suunnitelma" || r.Organisation != "vantaa" || r.ID != "" || !slices.Equal(r.Municipalities, []string{"092"}) {
		t.Errorf("%+v", r)
	}
	for _, a := range r.Actions() {
		if a.Practice == nil || a.Practice.Version != 1 {
			t.Errorf("action %s does not say where it comes from", a.ID)
		}
	}
	if s.newest() != before || got.header.Get("Location") != "" {
		t.Error("something was stored")
	}
	again := s.assemble("", assembly()).in(200, nil)
	if string(again.body) != string(got.body) {
		t.Error("the same request gives another draft")
	}
	s.assemble("", with(assembly(), "organisation", "005")).in(200, &r)
	if r.Organisation != "alajarvi" || s.newest() != before {
		t.Errorf("for a town without an organisation: %q", r.Organisation)
	}
	body := assembly()
	delete(body, "originalLanguage")
	s.call(request{method: "POST", path: "/api/v1/roadmaps/assemble?lang=sv", body: body}).in(200, &r)
	if r.OriginalLanguage != i18n.Swedish || r.Title.SV == "" {
		t.Errorf("in Swedish: %+v", r.Title)
	}
}

func TestAnAssembledRoadmapIsSavedOnlyForThoseWhoMayWrite(t *testing.T) {
	s := newStarter(t)
	body := with(assembly(), "save", true)
	before := s.newest()
	s.assemble("", body).refused(401)
	s.assemble(s.token("reader of vantaa"), body).refused(403)
	s.assemble(s.token("editor of vantaa"), with(assembly(), "organisation", "005")).in(200, nil)
	s.assemble(s.token("editor of vantaa"), with(with(assembly(), "organisation", "005"), "save", true)).refused(403)
	if n := s.newest(); n != before+3 { // the tokens
		t.Errorf("%d changes", n-before)
	}
	token := s.token("contributor of vantaa")
	var r roadmap.Roadmap
	delete(body, "organisation")
	got := s.assemble(token, body).in(201, &r)
	if r.ID != "vantaan-suunnitelma" || r.Organisation != "vantaa" || got.header.Get("Location") != "/api/v1/roadmaps/vantaan-suunnitelma" {
		t.Errorf("%q of %q, %v", r.ID, r.Organisation, got.header)
	}
	s.as(token, got.header.Get("Location")).in(200, nil)
	s.get(got.header.Get("Location")).refused(404)
	s.as(s.token("editor of vaasa"), got.header.Get("Location")).refused(404)
}

func TestWhatCannotBeAssembledIsRefusedByPath(t *testing.T) {
	s := newStarter(t)
	many := slices.Repeat([]string{"smile"}, 201)
	for name, c := range map[string]struct {
		body map[string]any
		want []string
	}{
		"unknown practice":     {with(assembly(), "practices", []string{"smile", "no-such"}), []string{"practices[1] unknown_reference"}},
		"no practice":          {with(assembly(), "practices", []string{}), []string{"practices required"}},
		"too many":             {with(assembly(), "practices", many), []string{"practices too_many"}},
		"unknown organisation": {with(assembly(), "organisation", "999"), []string{"organisation unknown_reference"}},
		"no title":             {with(assembly(), "title", " "), []string{"title required"}},
		"ends before start":    {with(assembly(), "period", map[string]string{"start": "2030", "end": "2027"}), []string{"period.end ends_before_start"}},
		"unknown language":     {with(assembly(), "originalLanguage", "de"), []string{"originalLanguage unknown_value"}},
		"nothing":              {map[string]any{}, []string{"organisation required", "title required", "period.start required", "period.end required", "practices required"}},
		"only wrong ones":      {with(assembly(), "practices", []string{"x", "y"}), []string{"practices[0] unknown_reference", "practices[1] unknown_reference"}},
	} {
		if got := s.assemble("", c.body).refused(422).names(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// saved is a roadmap of vantaa in that state, with a token that may read it.
func (s *service) saved(state string) (id, token string) {
	s.t.Helper()
	token = s.token("administrator of vantaa")
	var r roadmap.Roadmap
	got := s.assemble(token, with(assembly(), "save", true)).in(201, &r)
	if state != "draft" {
		r.State = state
		s.call(request{method: "PUT", path: "/api/v1/roadmaps/" + r.ID, token: token, body: r, header: map[string]string{"If-Match": got.header.Get("ETag")}}).in(200, &r)
	}
	return r.ID, token
}

func TestRoadmapsAreListedForThoseWhoMayReadThem(t *testing.T) {
	s := newStarter(t)
	var public, mine, others list[roadmap.Card]
	s.get("/api/v1/roadmaps?limit=100").in(200, &public)
	id, token := s.saved("draft")
	s.as(token, "/api/v1/roadmaps?limit=100").in(200, &mine)
	s.as(s.token("editor of vaasa"), "/api/v1/roadmaps?limit=100&lang=en").in(200, &others)
	if mine.Total != public.Total+1 || others.Total != public.Total {
		t.Errorf("public %d, own %d, others' %d", public.Total, mine.Total, others.Total)
	}
	i := slices.IndexFunc(mine.Items, func(c roadmap.Card) bool { return c.ID == id })
	if i < 0 || mine.Items[i].Actions != 5 || mine.Items[i].State != "draft" || mine.Items[i].UpdatedAt.IsZero() {
		t.Errorf("%+v", mine.Items)
	}
	s.as(token, "/api/v1/roadmaps?limit=1&offset=50").in(200, &mine)
	if len(mine.Items) != 0 || mine.Total != public.Total+1 {
		t.Errorf("beyond the end: %+v", mine)
	}
}

func TestAnApprovedStateIsFrozenAsAVersion(t *testing.T) {
	s := newStarter(t)
	id, token := s.saved("approved")
	address := "/api/v1/roadmaps/" + id
	var r roadmap.Roadmap
	got := s.get(address).in(200, &r)
	if r.Version != 1 || r.State != "approved" {
		t.Errorf("version %d, %s", r.Version, r.State)
	}
	r.Foreword = i18n.Text{FI: "Uusi esipuhe"}
	s.call(request{method: "PUT", path: address, token: token, body: r, header: map[string]string{"If-Match": got.header.Get("ETag")}}).in(200, nil)
	var first, second, newest roadmap.Roadmap
	if s.get(address+"?version=1").in(200, &first); first.Version != 1 || !first.Foreword.Empty() {
		t.Errorf("the frozen version has changed: version %d, foreword %q", first.Version, first.Foreword.FI)
	}
	s.get(address+"?version=2").in(200, &second)
	s.get(address).in(200, &newest)
	for _, later := range []roadmap.Roadmap{second, newest} {
		if later.Version != 2 || later.Foreword.FI != "Uusi esipuhe" || len(later.Actions()) != len(first.Actions()) {
			t.Errorf("the change is version %d with the foreword %q", later.Version, later.Foreword.FI)
		}
	}
	s.get(address + "?version=9").refused(404)
	s.get(address + "?version=draft").refused(422)
	s.get("/api/v1/roadmaps/no-such?version=1").refused(404)
}

func TestARoadmapIsExportedInEveryFormatAndLanguage(t *testing.T) {
	s := newStarter(t)
	id, _ := s.saved("consultation")
	for _, lang := range []string{"fi", "sv", "en"} {
		export := func(format string) string {
			got := s.get("/api/v1/roadmaps/"+id+"/export?format="+format+"&lang="+lang).in(200, nil)
			if want := `attachment; filename="` + id + "-" + lang + "." + format + `"`; got.header.Get("Content-Disposition") != want {
				t.Errorf("%s: %s", format, got.header.Get("Content-Disposition"))
			}
			return string(got.body)
		}
		if html := export("html"); !strings.Contains(html, `<html lang="`+lang+`"`) || !strings.Contains(html, "SMILE") || !strings.HasSuffix(strings.TrimSpace(html), "</html>") {
			t.Errorf("html in %s: %.200s", lang, html)
		}
		if md := export("md"); !strings.Contains(md, "# ") || !strings.Contains(md, "SMILE") {
			t.Errorf("md in %s: %.200s", lang, md)
		}
		table := csv.NewReader(strings.NewReader(strings.TrimPrefix(export("csv"), "\ufeff")))
		table.Comma = ';'
		if rows, err := table.ReadAll(); err != nil || len(rows) != 6 || rows[0][0] != "row_id" {
			t.Errorf("csv in %s: %d rows, %v", lang, len(rows), err)
		}
		b, err := exchange.ReadBundle([]byte(export("json")))
		if err != nil || len(b.Roadmaps) != 1 || len(b.Practices) != 5 {
			t.Errorf("json in %s: %v", lang, err)
		}
	}
}

func TestAFormatThatIsNotBuiltIsRefusedWithThoseThereAre(t *testing.T) {
	s := newStarter(t)
	id, _ := s.saved("consultation")
	for _, format := range []string{"pdf", "docx", "", "HTML", strings.Repeat("x", 5000)} {
		got := s.call(request{method: "GET", path: "/api/v1/roadmaps/" + id + "/export?format=" + format, header: map[string]string{"Accept-Language": "sv"}})
		p := got.refused(http.StatusUnprocessableEntity)
		if len(p.Problems) != 1 || p.Problems[0].Path != "format" || !strings.Contains(p.Problems[0].Message, "html, md, csv, json") || len(got.body) > 2000 {
			t.Errorf("%.20q: %s", format, got.body)
		}
	}
	s.get("/api/v1/roadmaps/no-such/export?format=html").refused(404)
}

func TestADraftIsExportedOnlyForItsOwnOrganisation(t *testing.T) {
	s := newStarter(t)
	id, token := s.saved("draft")
	for _, path := range []string{"/export?format=html", "/export?format=json", "/checks", ""} {
		s.get("/api/v1/roadmaps/" + id + path).refused(404)
		s.as(s.token("editor of vaasa"), "/api/v1/roadmaps/"+id+path).refused(404)
		if got := s.as(token, "/api/v1/roadmaps/"+id+path).in(200, nil); got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s may be kept: %s", path, got.header.Get("Cache-Control"))
		}
	}
}

func TestChecksSayInThreeLanguagesWhatIsOpen(t *testing.T) {
	s := newStarter(t)
	id, _ := s.saved("consultation")
	messages := map[string]string{}
	for _, lang := range []string{"fi", "sv", "en"} {
		var found list[finding]
		s.get("/api/v1/roadmaps/"+id+"/checks?lang="+lang).in(200, &found)
		if found.Total < 5 || found.Total != len(found.Items) {
			t.Fatalf("%d findings, %d items", found.Total, len(found.Items))
		}
		for _, f := range found.Items {
			if strings.HasPrefix(f.Message, "check.") || strings.Contains(f.Message, "<no value>") {
				t.Errorf("%s: %+v", lang, f)
			}
		}
		messages[found.Items[0].Message] = lang
		var part list[finding]
		s.get("/api/v1/roadmaps/"+id+"/checks?limit=2&offset=1&lang="+lang).in(200, &part)
		if part.Total != found.Total || !slices.Equal(part.Items, found.Items[1:3]) {
			t.Errorf("a page of findings: %+v", part)
		}
	}
	if len(messages) != 3 {
		t.Errorf("%v", messages)
	}
}

func TestARoadmapMayHaveTheNameOfACall(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for _, id := range []string{"import", "assemble"} {
		s.call(request{method: "POST", path: "/api/v1/roadmaps", token: token, body: plan(id)}).in(201, nil)
		s.as(token, "/api/v1/roadmaps/"+id).in(200, nil)
		s.call(request{method: "PUT", path: "/api/v1/roadmaps/" + id, token: token, body: plan(id), header: map[string]string{"If-Match": `"r1"`}}).in(200, nil)
	}
}
