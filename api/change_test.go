package api

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"tiekartta/catalogue"
)

func TestAPracticeGrowsFromDraftToPublished(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	var p catalogue.Practice
	got := s.call(request{method: "POST", path: "/api/v1/practices", token: token, body: draft("Äitien kerho")}).in(201, &p)
	if p.ID != "aitien-kerho" || p.Organisation != "vantaa" || p.State != "draft" || p.Revision != 1 || p.Version != 0 {
		t.Errorf("%+v", p)
	}
	if got.header.Get("Location") != "/api/v1/practices/aitien-kerho" || got.header.Get("ETag") != `"r1"` {
		t.Errorf("%v", got.header)
	}
	s.as(token, got.header.Get("Location")).in(200, nil)
	body := with(draft("Äitien kerho"), "maturity", "pilot")
	got = s.call(request{method: "PUT", path: "/api/v1/practices/aitien-kerho", token: token, body: body, header: map[string]string{"If-Match": `"r1"`}})
	if got.in(200, &p); p.Maturity != "pilot" || p.Revision != 2 || got.header.Get("ETag") != `"r2"` {
		t.Errorf("%+v %v", p, got.header)
	}
	got = s.call(request{method: "POST", path: "/api/v1/practices/aitien-kerho/publish", token: token, header: map[string]string{"If-Match": `"r2"`}})
	if got.in(200, &p); p.State != "published" || p.Version != 1 || p.PublishedAt.IsZero() {
		t.Errorf("%+v", p)
	}
	got = s.call(request{method: "POST", path: "/api/v1/practices/aitien-kerho/publish", token: token})
	if names := got.refused(422).names(); !slices.Equal(names, []string{"nothing_to_publish"}) {
		t.Errorf("publishing again: %v", names)
	}
	s.call(request{method: "POST", path: "/api/v1/practices/aitien-kerho/archive", token: token, header: map[string]string{"If-Match": got.header.Get("ETag")}}).in(200, &p)
	if p.State != "archived" {
		t.Errorf("%+v", p)
	}
	s.get("/api/v1/practices/aitien-kerho").refused(404)
}

func TestAChangeNamesTheRevisionThatItStartsFrom(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for noun, body := range map[string]map[string]any{"practices": draft("Kerho"), "roadmaps": plan("Kerho")} {
		address := "/api/v1/" + noun + "/kerho"
		s.call(request{method: "POST", path: "/api/v1/" + noun, token: token, body: body}).in(201, nil)
		put := func(header string) reply {
			return s.call(request{method: "PUT", path: address, token: token, body: body, header: map[string]string{"If-Match": header}})
		}
		before := s.newest()
		put("").refused(428)
		put("*").refused(428)
		for _, stale := range []string{`"r2"`, `"r0"`, "r1", `"1"`, `"r1", "r2"`, `"r99999999999999999999"`, "nonsense"} {
			put(stale).refused(412)
		}
		if s.newest() != before {
			t.Errorf("%s: a refused change was written", noun)
		}
		put(`"r1"`).in(200, nil)
		put(`"r1"`).refused(412)
		put(`W/"r2"`).in(200, nil) // as a compressing proxy hands it on
		if noun == "practices" {
			s.call(request{method: "POST", path: address + "/publish", token: token, header: map[string]string{"If-Match": `"r1"`}}).refused(412)
			s.call(request{method: "POST", path: address + "/archive", token: token, header: map[string]string{"If-Match": `"r1"`}}).refused(412)
		}
	}
}

func TestOfTwoChangesAtOnceOneIsStale(t *testing.T) {
	s := newService(t)
	id, token := s.fresh("draft"), s.token("editor of vantaa")
	var mu sync.Mutex
	counts := map[int]int{}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			got := s.call(request{
				method: "PUT", path: "/api/v1/practices/" + id, token: token, body: draft(fmt.Sprint("Kerho ", i)), header: map[string]string{"If-Match": `"r1"`},
			})
			mu.Lock()
			defer mu.Unlock()
			counts[got.status]++
		})
	}
	wait.Wait()
	if counts[200] != 1 || counts[412] != 7 {
		t.Errorf("%v", counts)
	}
}

func TestAnIDThatIsTakenOrOtherThanItsAddressIsRefused(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for noun, body := range map[string]map[string]any{"practices": draft("Kerho"), "roadmaps": plan("Kerho")} {
		address := "/api/v1/" + noun
		s.call(request{method: "POST", path: address, token: token, body: with(body, "id", "oma")}).in(201, nil)
		s.call(request{method: "POST", path: address, token: token, body: body}).refused(409)
		header := map[string]string{"If-Match": `"r1"`}
		got := s.call(request{method: "PUT", path: address + "/oma", token: token, body: with(body, "id", "toinen"), header: header})
		if names := got.refused(422).names(); !slices.Equal(names, []string{"id api.other_id"}) {
			t.Errorf("%s: %v", noun, names)
		}
		s.call(request{method: "PUT", path: address + "/oma", token: token, body: with(body, "id", "oma"), header: header}).in(200, nil)
		s.call(request{method: "PUT", path: address + "/none", token: token, body: with(body, "id", "none"), header: header}).refused(404)
		s.call(request{method: "POST", path: address, token: token, body: with(body, "id", "Ei Käy")}).refused(422)
	}
}

func TestWhatTheServiceSetsIsNotTakenFromTheBody(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	body := draft("Kerho")
	body["version"], body["revision"], body["state"], body["createdAt"] = 7, 9, "published", "2001-01-01T00:00:00Z"
	var p catalogue.Practice
	s.call(request{method: "POST", path: "/api/v1/practices", token: token, body: body}).in(201, &p)
	if p.Version != 0 || p.Revision != 1 || p.State != "draft" || p.CreatedAt.Year() == 2001 {
		t.Errorf("%+v", p)
	}
	s.get("/api/v1/practices/kerho").refused(404)
}

func TestAnAnswerMayBeSentBackUnchanged(t *testing.T) {
	s := newStarter(t)
	token := s.token("editor of vantaa")
	got := s.as(token, "/api/v1/practices/smile").in(200, nil)
	again := s.call(request{
		method: "PUT", path: "/api/v1/practices/smile", token: token, body: got.body, header: map[string]string{"If-Match": got.header.Get("ETag")},
	}).in(200, nil)
	var before, after catalogue.Practice
	got.in(200, &before)
	again.in(200, &after)
	if after.Summary != before.Summary || len(after.Results) != len(before.Results) || after.State != "draft" {
		t.Errorf("%+v", after)
	}
	s.call(request{method: "POST", path: "/api/v1/practices/smile/publish", token: token}).in(200, nil)
	var changes list[catalogue.Difference]
	s.get("/api/v1/practices/smile/changes?from=1&to=2").in(200, &changes)
	if changes.Total != 1 || changes.Items[0].Path != "reviewDue" || changes.Items[0].Before != nil { // which publishing sets
		t.Errorf("sending back changed %v", changes.Items)
	}
}
