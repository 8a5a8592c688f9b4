package api

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
)

func (s *service) sendFile(token, name, content string) reply {
	s.t.Helper()
	return s.call(request{method: "POST", path: "/api/v1/files?name=" + name, token: token, body: content, header: map[string]string{"Content-Type": "application/octet-stream"}})
}

func TestAFileIsSentAndThenNamedByAPractice(t *testing.T) {
	s := newService(t)
	token := s.token("contributor of vantaa")
	r := s.sendFile(token, "ohje.txt", "N\u00e4in se tehd\u00e4\u00e4n.")
	var file catalogue.Attachment
	s.must(json.Unmarshal(r.body, &file))
	if r.status != 201 || len(file.ID) != 64 || file.Name != "ohje.txt" || !strings.HasPrefix(file.MediaType, "text/plain") || file.Size != 19 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	id := s.fresh("draft")
	p, err := s.catalogue.Draft(context.Background(), account.Machine(), id)
	s.must(err)
	r = s.call(request{method: "PUT", path: "/api/v1/practices/" + id, token: token, header: map[string]string{"If-Match": `"r1"`}, body: map[string]any{
		"title": p.Title, "summary": p.Summary, "originalLanguage": "fi", "domains": p.Domains, "organisation": "vantaa", "attachments": []any{file},
	}})
	if r.status != 200 || !strings.Contains(string(r.body), file.ID) {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestAFileThatMayNotBeKeptIsRefused(t *testing.T) {
	s := newService(t)
	editor := s.token("editor of vantaa")
	for name, c := range map[string]struct {
		token, name, content string
		status               int
	}{
		"nobody": {"", "a.txt", "Hei", 401}, "reader": {s.token("reader of vantaa"), "a.txt", strings.Repeat("a", catalogue.LargestFile+1), 403},
		"empty": {editor, "a.txt", "", 422}, "no name": {editor, "", "Hei", 422}, "page": {editor, "a.txt", "<html><script>pwned()</script>", 422},
		"other name": {editor, "a.png", "Hei", 422}, "too large": {editor, "a.txt", strings.Repeat("a", catalogue.LargestFile+1), 413},
		"two names": {editor, "a.txt&name=b.txt", "Hei", 422}, "unknown parameter": {editor, "a.txt&alt=x", "Hei", 422},
	} {
		if r := s.sendFile(c.token, c.name, c.content); r.status != c.status {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if left, err := filepath.Glob(filepath.Join(s.filesDir, "*", "*")); err != nil || len(left) > 0 {
		t.Errorf("kept: %v %v", left, err)
	}
}
