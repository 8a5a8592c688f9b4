package api

import (
	"testing"
	"time"
)

func TestSmoke(t *testing.T) {
	start := time.Now()
	s := newStarter(t)
	t.Log(time.Since(start))
	var found practicesAnswer
	s.get("/api/v1/practices?q=job+coaching&lang=en&limit=3").in(200, &found)
	for _, c := range found.Items {
		t.Log(c.ID, c.Score, c.Highlights)
		s.get("/api/v1/practices/"+c.ID).in(200, nil)
	}
	t.Log(found.Facets["domain"], found.Query, found.Total)
	s.get("/api/v1/practices/smile").in(200, nil)
	t.Log(string(s.get("/readyz").in(200, nil).body))
	t.Log(time.Since(start))
}
