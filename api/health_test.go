package api

import (
	"net/http"
	"strings"
	"testing"
)

func TestAliveAndReadyAreAnsweredOutsideTheVersion(t *testing.T) {
	s := newStarter(t)
	if got := s.get("/healthz").in(200, nil); string(got.body) != "ok" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
		t.Errorf("%q as %q", got.body, got.header.Get("Content-Type"))
	}
	var r readiness
	s.get("/readyz").in(200, &r)
	if r.Database == 0 || r.Index < r.Database || r.Generation < 1 || !r.Starter {
		t.Errorf("%+v", r)
	}
	if newService(t).get("/readyz").in(200, &r); r.Starter {
		t.Error("a database without the starter claims to have it")
	}
}

func TestAnIndexThatLagsIsNotReady(t *testing.T) {
	s := newService(t)
	s.stop()
	s.fresh("draft")
	var r readiness
	s.get("/readyz").in(http.StatusServiceUnavailable, &r)
	if r.Index >= r.Database {
		t.Errorf("%+v", r)
	}
	s.must(s.index.CatchUp(t.Context()))
	s.get("/readyz").in(200, nil)
}

func TestAnAnswerDoesNotWaitForAnIndexThatStandsStill(t *testing.T) {
	s := newService(t)
	id, token := s.fresh("draft"), s.token("editor of vantaa")
	s.stop()
	s.call(request{method: "POST", path: "/api/v1/practices/" + id + "/publish", token: token}).in(200, nil)
	s.get("/api/v1/practices/"+id).in(200, nil)
}
