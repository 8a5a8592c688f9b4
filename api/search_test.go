package api

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// foundPage is a page of what was found, whatever its kinds.
type foundPage struct {
	Total int
	Items []struct {
		foundPlan
		Version int
	}
	Facets map[string][]facetValue
	Query  understood
}

func (s *service) searched(query string) foundPage {
	s.t.Helper()
	var found foundPage
	s.get("/api/v1/search?"+query).in(200, &found)
	return found
}

func TestAllKindsAreFoundInEveryLanguage(t *testing.T) {
	s := newStarter(t)
	const id = "esimerkki-kotoutumisen-tiekartta-2027-2030"
	for words, want := range map[string]struct{ kind, id, address string }{
		"osallisuusmessut yhdistysten kanssa": {"action", "s4-g2-a1", "/roadmaps/" + id + "#action-s4-g2-a1"},
		"delaktighetsmässor":                  {"action", "s4-g2-a1", "/roadmaps/" + id + "#action-s4-g2-a1"},
		"involvement fairs":                   {"action", "s4-g2-a1", "/roadmaps/" + id + "#action-s4-g2-a1"},
		"integration roadmap":                 {"roadmap", id, "/roadmaps/" + id},
		"färdplan för integration":            {"roadmap", id, "/roadmaps/" + id},
		"kodin ja koulun yhteistyö":           {"goal", "s5-g1", "/roadmaps/" + id + "#goal-s5-g1"},
		"samarbete mellan hem och skola":      {"goal", "s5-g1", "/roadmaps/" + id + "#goal-s5-g1"},
	} {
		for _, lang := range []string{"fi", "sv", "en"} {
			found := s.searched("limit=3&kind=" + want.kind + "&lang=" + lang + "&q=" + url.QueryEscape(words))
			if len(found.Items) == 0 || found.Items[0].Kind != want.kind || found.Items[0].ID != want.id || found.Items[0].Address != "/"+lang+want.address {
				t.Errorf("%q in %s finds %+v", words, lang, found.Items)
				continue
			}
			one := found.Items[0]
			if len(one.Highlights) == 0 || one.Score <= 0 || one.Title.Empty() {
				t.Errorf("%q in %s: %+v", words, lang, one)
			}
			if (one.Roadmap != nil) != (want.kind != "roadmap") || (one.Goal != nil) != (want.kind == "action") || one.Roadmap != nil && one.Roadmap.ID != id {
				t.Errorf("%q in %s is in %v, %v", words, lang, one.Roadmap, one.Goal)
			}
		}
	}
}

func TestSearchWithoutAKindHasAllOfThemAndCountsThem(t *testing.T) {
	s := newStarter(t)
	all := s.searched("limit=100")
	kinds := map[string]int{}
	for _, one := range all.Items {
		kinds[one.Kind]++
	}
	sum := 0
	for _, v := range all.Facets["kind"] {
		if kinds[v.ID] != v.Count || v.Label == v.ID {
			t.Errorf("%+v, %d listed", v, kinds[v.ID])
		}
		sum += v.Count
	}
	if len(kinds) != 4 || sum != all.Total || kinds["practice"] != s.find("").Total {
		t.Errorf("%v of %d, %d practices", kinds, all.Total, s.find("").Total)
	}
	some := s.searched("kind=goal&kind=action&domain=work&sort=title&limit=100")
	for _, one := range some.Items {
		if one.Kind != "goal" && one.Kind != "action" || !slices.Equal(one.Domains, []string{"work"}) {
			t.Errorf("%+v", one)
		}
	}
	if some.Total == 0 || some.Total != len(some.Items) {
		t.Errorf("%d of %d", len(some.Items), some.Total)
	}
	practices := s.searched("kind=practice&limit=2&q=smile&lang=en")
	if len(practices.Items) == 0 || practices.Items[0].ID != "smile" || practices.Items[0].Version == 0 || practices.Items[0].Address != "/en/practices/smile" {
		t.Errorf("%+v", practices.Items)
	}
	if strings.Contains(string(s.get("/api/v1/practices?limit=0").body), `"kind"`) {
		t.Error("practices are counted by kind")
	}
	for _, wrong := range []string{"kind=nonsense", "sort=evidence", "maturity=pilot", "kind=goal&kind=x"} {
		if got := s.get("/api/v1/search?" + wrong); got.status != 422 {
			t.Errorf("%s answers %d", wrong, got.status)
		}
	}
}

func TestNothingOfADraftRoadmapIsInTheSearchEvenForItsOwner(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	draft := roadmap.Roadmap{
		Title: i18n.Text{FI: "Salainen suunnitelma"}, Organisation: "vantaa", Sections: []roadmap.Section{{ID: "s1", Domain: "work", Goals: []roadmap.Goal{{
			ID: "g1", Title: i18n.Text{FI: "Salainen tavoite"}, Actions: []roadmap.Action{{ID: "a1", Items: []i18n.Text{{FI: "Salainen toimi"}}}},
		}}}},
	}
	body, err := json.Marshal(draft)
	s.must(err)
	if got := s.call(request{method: "POST", path: "/api/v1/roadmaps", token: token, body: body}); got.status != 201 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	newest, err := s.store.Newest(t.Context())
	s.must(err)
	s.must(s.index.WaitFor(t.Context(), newest))
	for _, query := range []string{"q=salainen", "q=salaisen", "q=salainem", ""} {
		got := s.as(token, "/api/v1/search?"+query)
		var found foundPage
		got.in(200, &found)
		if found.Total != 0 || strings.Contains(string(got.body), "Salainen") || strings.Contains(strings.ReplaceAll(string(got.body), `"count":0`, ""), `"count"`) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}
