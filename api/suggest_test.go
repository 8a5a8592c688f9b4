package api

import (
	"strings"
	"testing"
)

func TestSuggestionsLeadToPages(t *testing.T) {
	s := newStarter(t)
	var found list[suggestion]
	for typed, want := range map[string]string{
		"smil": "/sv/practices/smile", "vanda": "/sv/practices?municipality=092", "usimaa": "/sv/practices?region=01", "vantaan": "/sv/practices?organisation=vantaa",
	} {
		found = list[suggestion]{}
		got := s.get("/api/v1/suggest?lang=sv&q="+typed).in(200, &found)
		leads := false
		for _, one := range found.Items {
			leads = leads || one.Href == want
		}
		if !leads || found.Total != len(found.Items) {
			t.Errorf("%s: %s", typed, got.body)
		}
		if kept := got.header.Get("Cache-Control"); kept != "public, max-age=60" || !strings.Contains(got.header.Get("Vary"), "Authorization") {
			t.Errorf("kept %s", kept)
		}
	}
	s.get("/api/v1/suggest?q=k&limit=2").in(200, &found)
	if found.Total != 2 {
		t.Errorf("%d suggestions, want 2", found.Total)
	}
	s.get("/api/v1/suggest").in(200, &found)
	if found.Total != 0 {
		t.Errorf("%d suggestions for nothing typed", found.Total)
	}
	s.get("/api/v1/suggest?q=k&limit=51").refused(422)
	s.get("/api/v1/suggest?q=k&kind=x").refused(422)
	if kept := s.as(s.token("editor of vantaa"), "/api/v1/suggest?q=k").in(200, nil).header.Get("Cache-Control"); kept != "private, no-store" {
		t.Errorf("with a token it is kept: %s", kept)
	}
}
