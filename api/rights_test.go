package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// plan is a small roadmap as a program sends it.
func plan(title string) map[string]any {
	return map[string]any{
		"title": map[string]string{"fi": title}, "period": map[string]string{"start": "2027", "end": "2030"},
		"sections": []any{map[string]any{"id": "s1", "domain": "work", "goals": []any{map[string]any{"id": "g1", "title": map[string]string{"fi": "Työtä"}}}}},
	}
}

// with is a body with one field replaced.
func with(body map[string]any, name string, value any) map[string]any {
	body[name] = value
	return body
}

// fresh makes what a call is about and returns its id: each call needs its own.
func (s *service) fresh(what string) string {
	s.t.Helper()
	title := i18n.Text{FI: "Kerho"}
	switch what {
	case "draft":
		p, err := s.catalogue.Add(s.t.Context(), account.Machine(), catalogue.Practice{
			Title: title, Summary: title, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		})
		s.must(err)
		return p.ID
	case "published":
		return s.published("Kerho", "vantaa")
	case "plan", "public plan":
		r := roadmap.Roadmap{Title: title, Organisation: "vantaa", Period: catalogue.Period{Start: "2027", End: "2030"}, State: "draft"}
		if what == "public plan" {
			r.State = "consultation"
		}
		added, err := s.api.Roadmaps.Add(s.t.Context(), account.Machine(), r)
		s.must(err)
		return added.ID
	}
	return ""
}

func TestRightsAreThoseOfTheTable(t *testing.T) {
	s := newService(t)
	practice := s.published("Kielikahvila", "vantaa")
	assemble := map[string]any{
		"title": "Suunnitelma", "organisation": "092", "period": map[string]string{"start": "2027", "end": "2030"},
		"practices": []string{practice}, "save": true,
	}
	calls := []struct {
		name, what, method, path string // {} stands for the id of what
		body                     any
	}{
		{"add practice", "", "POST", "/practices", with(draft("Uusi"), "organisation", "vantaa")},
		{"change draft", "draft", "PUT", "/practices/{}", draft("Uusi")},
		{"change published", "published", "PUT", "/practices/{}", draft("Uusi")},
		{"publish draft", "draft", "POST", "/practices/{}/publish", nil},
		{"archive published", "published", "POST", "/practices/{}/archive", nil},
		{"add roadmap", "", "POST", "/roadmaps", with(plan("Uusi"), "organisation", "092")},
		{"change draft roadmap", "plan", "PUT", "/roadmaps/{}", plan("Uusi")},
		{"change public roadmap", "public plan", "PUT", "/roadmaps/{}", plan("Uusi")},
		{"publish roadmap", "plan", "PUT", "/roadmaps/{}", with(plan("Uusi"), "state", "consultation")},
		{"take roadmap back", "public plan", "PUT", "/roadmaps/{}", with(plan("Uusi"), "state", "draft")},
		{"approve roadmap", "public plan", "PUT", "/roadmaps/{}", with(plan("Uusi"), "state", "approved")},
		{"assemble and save", "", "POST", "/roadmaps/assemble", assemble},
	}
	nobody := strings.Repeat("401 ", len(calls))
	table := map[string]string{
		//                       add draft publ publish archive add plan public publish back approve assemble
		"":                                    nobody,
		"reader of vantaa":                    "403 403 403 403 403 403 403 403 403 403 403 403",
		"reviewer of vantaa":                  "403 403 403 403 403 403 403 403 403 403 403 403",
		"contributor of vantaa":               "201 200 200 403 403 201 200 200 403 403 403 201",
		"coordinator of vantaa":               "201 200 200 403 403 201 200 200 403 403 403 201",
		"contributor with approval of vantaa": "201 200 200 403 403 201 200 200 403 403 200 201",
		"editor of vantaa":                    "201 200 200 200 200 201 200 200 200 200 403 201",
		"administrator of vantaa":             "201 200 200 200 200 201 200 200 200 200 200 201",
		"editor of vaasa":                     "403 404 403 404 403 403 404 403 404 403 403 403",
		"administrator of vaasa":              "403 404 403 404 403 403 404 403 404 403 403 403",
	}
	for who, want := range table {
		token := s.token(who)
		for i, c := range calls {
			path := strings.ReplaceAll(prefix+c.path, "{}", s.fresh(c.what))
			before := s.newest()
			header := map[string]string{}
			if c.method == "PUT" {
				header["If-Match"] = `"r1"`
				if c.what == "published" {
					header["If-Match"] = `"r2"`
				}
			}
			got := s.call(request{method: c.method, path: path, token: token, body: c.body, header: header})
			if status := fmt.Sprint(got.status); status != strings.Fields(want)[i] {
				t.Errorf("%q, %s: %s, want %s: %s", who, c.name, status, strings.Fields(want)[i], got.body)
			}
			if got.status >= 400 && s.newest() != before {
				t.Errorf("%q, %s: refused, but something was written", who, c.name)
			}
		}
	}
}

func (s *service) newest() int64 {
	s.t.Helper()
	n, err := s.store.Newest(s.t.Context())
	s.must(err)
	return n
}

func TestABadTokenIsRefusedEverywhere(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for _, header := range []string{"Bearer tk_wrong", "Bearer " + token + "x", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", token} {
		for _, path := range []string{"/api/v1/practices", "/api/v1/openapi.json", "/api/v1/roadmaps/none/checks"} {
			got := s.call(request{method: "GET", path: path, header: map[string]string{"Authorization": header}})
			got.refused(http.StatusUnauthorized)
			if !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer ") || !strings.Contains(got.header.Get("WWW-Authenticate"), "invalid_token") {
				t.Errorf("%q: %v", header, got.header)
			}
		}
	}
	s.call(request{method: "GET", path: "/api/v1/practices", header: map[string]string{"Authorization": "bearer " + token}}).in(200, nil)
	got := s.call(request{method: "POST", path: "/api/v1/practices", body: draft("Uusi")})
	got.refused(401)
	if got.header.Get("WWW-Authenticate") != `Bearer realm="tiekartta"` {
		t.Errorf("without a token: %v", got.header)
	}
}

func TestWithoutATokenNobodyLearnsWhatExists(t *testing.T) {
	s := newService(t)
	secret := s.fresh("draft")
	bodies := map[string]string{}
	for _, id := range []string{secret, "no-such"} {
		got := s.call(request{method: "PUT", path: "/api/v1/practices/" + id, body: draft("Uusi"), header: map[string]string{"If-Match": `"r1"`}})
		got.refused(401)
		bodies[string(got.body)] = id
	}
	if len(bodies) != 1 {
		t.Errorf("the refusals differ: %v", bodies)
	}
}
