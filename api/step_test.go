package api

import (
	"fmt"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
)

func TestADraftIsSubmittedReturnedWithCommentsAndPublishedWithANote(t *testing.T) {
	s := newService(t)
	writer, chief := s.token("contributor of vantaa"), s.token("editor of vantaa")
	id := s.fresh("draft")
	post := func(token, what string, body any, match string) reply {
		r := request{method: "POST", path: "/api/v1/practices/" + id + "/" + what, token: token, body: body}
		if match != "" {
			r.header = map[string]string{"If-Match": match}
		}
		return s.call(r)
	}
	var p catalogue.Practice
	post(writer, "submit", nil, `"r9"`).refused(412)
	post(writer, "submit", nil, `"r1"`).in(200, &p)
	if p.State != "in_review" {
		t.Errorf("%+v", p)
	}
	said := map[string]any{"note": "Hyvä", "comments": []any{map[string]string{"path": "summary", "text": "Kenelle?"}}}
	post(writer, "return", map[string]any{"nonsense": 1}, "").refused(403)
	post(chief, "return", map[string]any{"nonsense": 1}, "").refused(422)
	if got := post(chief, "return", nil, "").refused(422).names(); fmt.Sprint(got) != "[note required]" {
		t.Errorf("returned without a word: %v", got)
	}
	post(chief, "return", said, `"r2"`).in(200, &p)
	if p.State != "draft" {
		t.Errorf("%+v", p)
	}
	comments, err := s.catalogue.Comments(t.Context(), account.Machine(), id)
	if err != nil || len(comments) != 2 || comments[1].Path != "summary" || comments[0].Text != "Hyvä" {
		t.Errorf("%+v %v", comments, err)
	}
	post(chief, "publish", map[string]string{"note": "Ensimmäinen versio"}, "").in(200, &p)
	var versions struct{ Items []catalogue.Version }
	s.get("/api/v1/practices/"+id+"/versions").in(200, &versions)
	if len(versions.Items) != 1 || versions.Items[0].Note != "Ensimmäinen versio" {
		t.Errorf("%+v", versions)
	}
}
