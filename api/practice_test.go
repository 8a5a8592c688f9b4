package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
)

func TestAPracticeIsAnsweredWholeWithWhatIsWorkedOut(t *testing.T) {
	s := newStarter(t)
	var p catalogue.Practice
	got := s.get("/api/v1/practices/smile").in(200, &p)
	if p.ID != "smile" || p.Version != 1 || len(p.Results) == 0 || p.Title.SV == "" {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(string(got.body), `"computed":{"completeness":`) {
		t.Error("nothing is worked out")
	}
	if !strings.HasPrefix(got.header.Get("ETag"), `"r`) || got.header.Get("Cache-Control") != "no-cache" || got.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", got.header)
	}
	s.get("/api/v1/practices/no-such").refused(404)
	s.get("/api/v1/practices/smile?version=1").in(200, nil)
	s.get("/api/v1/practices/smile?version=2").refused(404)
	s.get("/api/v1/practices/smile?version=0").refused(422)
	s.get("/api/v1/practices/smile?version=newest").refused(422)
}

func TestAReaderWhoHasTheNewestGets304(t *testing.T) {
	s := newStarter(t)
	for _, path := range []string{
		"/api/v1/practices?q=koulu", "/api/v1/vocabularies/domain", "/api/v1/organisations",
		"/api/v1/openapi.json", "/api/v1/practices/smile/versions", "/api/v1/practices/smile/similar", "/api/v1/roadmaps",
	} {
		tag := s.get(path).in(200, nil).header.Get("ETag")
		for _, header := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			got := s.call(request{method: "GET", path: path, header: map[string]string{"If-None-Match": header}})
			if got.status != http.StatusNotModified || got.header.Get("ETag") != tag {
				t.Errorf("%s with %s answers %d", path, header, got.status)
			}
		}
		s.call(request{method: "GET", path: path, header: map[string]string{"If-None-Match": `"x"`}}).in(200, nil)
	}
}

// A revision counts saves. What is shown depends on who asks, on later versions
// and on the date, too, so that a tag with it says nothing about a kept copy.
func TestARevisionNeverAnswers304(t *testing.T) {
	s := newStarter(t)
	id, _ := s.saved("consultation")
	for _, path := range []string{"/api/v1/practices/smile", "/api/v1/practices/smile?version=1", "/api/v1/roadmaps/" + id} {
		tag := s.get(path).in(200, nil).header.Get("ETag")
		if !revisionTag.MatchString(tag) {
			t.Errorf("%s has the tag %s, which no change can name", path, tag)
		}
		for _, header := range []string{tag, "W/" + tag, "*"} {
			s.call(request{method: "GET", path: path, header: map[string]string{"If-None-Match": header}}).in(200, nil)
		}
	}
}

func TestConsentWithdrawnIsWithdrawnFromCachesToo(t *testing.T) {
	s := newService(t)
	p := catalogue.Practice{
		Title: i18n.Text{FI: "Kerho"}, Summary: i18n.Text{FI: "Kerho"}, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		Contact: catalogue.Contact{Name: "Maija Malli", Public: true},
	}
	added, err := s.catalogue.Add(t.Context(), account.Machine(), p)
	s.must(err)
	_, err = s.catalogue.Publish(t.Context(), account.Machine(), added.ID, 0)
	s.must(err)
	address := "/api/v1/practices/" + added.ID + "?version=1"
	kept := s.get(address).in(200, nil)
	if !strings.Contains(string(kept.body), "Maija") {
		t.Fatalf("with consent: %s", kept.body)
	}
	p.ID, p.Revision, p.Contact.Public = added.ID, 2, false
	_, err = s.catalogue.Change(t.Context(), account.Machine(), p)
	s.must(err)
	_, err = s.catalogue.Publish(t.Context(), account.Machine(), added.ID, 0)
	s.must(err)
	got := s.call(request{method: "GET", path: address, header: map[string]string{"If-None-Match": kept.header.Get("ETag")}}).in(200, nil)
	if strings.Contains(string(got.body), "Maija") {
		t.Error("the contact is still shown")
	}
}

func TestCachesAreToldWhoseAnAnswerIs(t *testing.T) {
	s := newStarter(t)
	token := s.token("reader of vantaa")
	for _, path := range []string{"/api/v1/practices/smile", "/api/v1/practices", "/api/v1/openapi.json", "/api/v1/practices/no-such"} {
		for who, want := range map[string]string{"": "no-cache", token: "private, no-store"} {
			got := s.as(who, path)
			if got.status == http.StatusNotFound {
				want = "private, no-store"
			}
			if got.header.Get("Cache-Control") != want {
				t.Errorf("%s with token %t: %s", path, who != "", got.header.Get("Cache-Control"))
			}
			if vary := got.header.Values("Vary"); !slices.Equal(vary, []string{"Authorization, Accept-Language"}) {
				t.Errorf("%s varies by %q", path, vary)
			}
		}
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	s := newStarter(t)
	for _, path := range []string{"/api/v1/practices/smile", "/api/v1/practices", "/healthz", "/readyz", "/api/v1/practices/no-such"} {
		get, head := s.get(path), s.call(request{method: "HEAD", path: path})
		if head.status != get.status || len(head.body) != 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d %v %q", path, head.status, head.header, head.body)
		}
	}
}

func TestOthersSeeNothingOfADraft(t *testing.T) {
	s := newService(t)
	writer := s.token("contributor of vantaa")
	var p struct{ ID string }
	s.call(request{method: "POST", path: "/api/v1/practices", token: writer, body: draft("Salainen hanke")}).in(201, &p)
	address := "/api/v1/practices/" + p.ID
	for _, who := range []string{"", "reader of vaasa", "editor of vaasa", "administrator of espoo"} {
		token := s.token(who)
		for _, path := range []string{"", "?version=draft", "?version=1", "/versions", "/changes?from=1&to=1", "/similar"} {
			s.as(token, address+path).refused(404)
		}
		for _, path := range []string{"/api/v1/practices?limit=100", "/api/v1/practices?q=salainen"} {
			if got := s.as(token, path); strings.Contains(string(got.body), p.ID) {
				t.Errorf("%q sees the draft at %s", who, path)
			}
		}
	}
	for _, who := range []string{"reader of vantaa", "contributor of vantaa", "reviewer of vantaa"} {
		got := s.as(s.token(who), address).in(200, nil)
		if got.header.Get("Cache-Control") != "private, no-store" || got.header.Get("ETag") != `"r1"` {
			t.Errorf("%s: %v", who, got.header)
		}
	}
}

func TestADraftBesideAPublishedVersionIsAnsweredOnlyWhenAskedFor(t *testing.T) {
	s := newService(t)
	id, token := s.published("Kielikahvila", "vantaa"), s.token("editor of vantaa")
	address := "/api/v1/practices/" + id
	tag := s.as(token, address).in(200, nil).header.Get("ETag")
	changed := draft("Kielikahvila")
	changed["summary"] = map[string]string{"fi": "Uusi tiivistelmä"}
	s.call(request{method: "PUT", path: address, token: token, body: changed, header: map[string]string{"If-Match": tag}}).in(200, nil)
	for _, token := range []string{"", token} {
		var p catalogue.Practice
		s.as(token, address).in(200, &p)
		if p.Summary.FI != "Tukea Kielikahvila" || p.State != "published" {
			t.Errorf("the published version is %q, %s", p.Summary.FI, p.State)
		}
	}
	var p catalogue.Practice
	s.as(token, address+"?version=draft").in(200, &p)
	if p.Summary.FI != "Uusi tiivistelmä" || p.State != "draft" || p.Version != 1 {
		t.Errorf("the draft is %q, %s, version %d", p.Summary.FI, p.State, p.Version)
	}
	s.get(address + "?version=draft").refused(404)
}

func TestAfterArchivingAndPublishingAgainTheTagStartsAChange(t *testing.T) {
	s := newService(t)
	id, token := s.published("Kielikahvila", "vantaa"), s.token("editor of vantaa")
	address := "/api/v1/practices/" + id
	for _, what := range []string{"/archive", "/publish"} {
		s.call(request{method: "POST", path: address + what, token: token}).in(200, nil)
	}
	tag := s.as(token, address).in(200, nil).header.Get("ETag")
	s.call(request{method: "PUT", path: address, token: token, body: draft("Kielikahvila"), header: map[string]string{"If-Match": tag}}).in(200, nil)
}

func TestVersionsAndTheirDifferenceAreTold(t *testing.T) {
	s := newService(t)
	id, token := s.published("Kielikahvila", "vantaa"), s.token("editor of vantaa")
	address := "/api/v1/practices/" + id
	changed := draft("Kielikahvila")
	changed["summary"], changed["maturity"] = map[string]string{"fi": "Uusi"}, "pilot"
	s.call(request{method: "PUT", path: address, token: token, body: changed, header: map[string]string{"If-Match": `"r2"`}}).in(200, nil)
	s.call(request{method: "POST", path: address + "/publish", token: token, header: map[string]string{"If-Match": `"r3"`}}).in(200, nil)

	var versions list[catalogue.Version]
	s.get(address+"/versions").in(200, &versions)
	if versions.Total != 2 || versions.Items[0].Version != 2 || versions.Items[0].At.IsZero() {
		t.Errorf("%+v", versions)
	}
	s.get(address+"/versions?limit=1&offset=1").in(200, &versions)
	if versions.Total != 2 || len(versions.Items) != 1 || versions.Items[0].Version != 1 {
		t.Errorf("second page %+v", versions)
	}
	var changes list[catalogue.Difference]
	s.get(address+"/changes?from=1&to=2").in(200, &changes)
	var paths []string
	for _, d := range changes.Items {
		paths = append(paths, d.Path)
	}
	if !slices.Equal(paths, []string{"maturity", "summary.fi"}) || changes.Items[0].Before != nil || changes.Items[1].After != "Uusi" {
		t.Errorf("%+v", changes)
	}
	s.get(address + "/changes?from=1&to=9").refused(404)
	if got := s.get(address + "/changes?from=one").refused(422).names(); !slices.Equal(got, []string{"from api.not_a_number", "to required"}) {
		t.Error(got)
	}
}

func TestSimilarPracticesComeAsCards(t *testing.T) {
	s := newStarter(t)
	var found list[card]
	s.get("/api/v1/practices/smile/similar").in(200, &found)
	if found.Total == 0 || found.Total > 5 || found.Total != len(found.Items) || found.Items[0].ID == "smile" {
		t.Errorf("%d similar", found.Total)
	}
	s.get("/api/v1/practices/smile/similar?limit=2").in(200, &found)
	if len(found.Items) > 2 {
		t.Errorf("%d with limit 2", len(found.Items))
	}
	s.get("/api/v1/practices/no-such/similar").refused(404)
}

func TestAContactIsShownOnlyWithConsent(t *testing.T) {
	s := newService(t)
	p := catalogue.Practice{
		Title: i18n.Text{FI: "Kerho"}, Summary: i18n.Text{FI: "Kerho"}, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		Contact: catalogue.Contact{Name: "Maija Malli", Email: "maija@example.org"},
	}
	added, err := s.catalogue.Add(t.Context(), account.Machine(), p)
	s.must(err)
	_, err = s.catalogue.Publish(t.Context(), account.Machine(), added.ID, 0)
	s.must(err)
	for who, shown := range map[string]bool{"": false, "editor of vaasa": false, "reader of vantaa": true} {
		for _, version := range []string{"", "?version=1"} {
			got := s.as(s.token(who), "/api/v1/practices/"+added.ID+version).in(200, nil)
			if strings.Contains(string(got.body), "Maija") != shown {
				t.Errorf("%q sees the contact: %t", who, !shown)
			}
		}
	}
}

func TestEveryListIsPaged(t *testing.T) {
	s := newStarter(t)
	for _, path := range []string{"/api/v1/organisations", "/api/v1/vocabularies/domain", "/api/v1/vocabularies/language"} {
		var all, part struct {
			Total int
			Items []struct{ ID string }
		}
		s.get(path).in(200, &all)
		s.get(path+"?limit=2&offset=1&lang=sv").in(200, &part)
		if all.Total != len(all.Items) || part.Total != all.Total || !slices.Equal(part.Items, all.Items[1:3]) {
			t.Errorf("%s: %+v of %+v", path, part, all)
		}
		s.get(path+"?limit=0").in(200, &part)
		if len(part.Items) != 0 {
			t.Errorf("%s: limit 0 gives %d", path, len(part.Items))
		}
		s.get(path + "?limit=101").refused(422)
	}
	s.get("/api/v1/vocabularies/no-such").refused(404)
}

func TestAnOddIDIsNotFound(t *testing.T) {
	s := newService(t)
	token := s.token("editor of vantaa")
	for _, id := range []string{"%00", "%ff%fe", "%C3%A4iti", "..%2F..%2Fetc", "%27%20or%201=1", strings.Repeat("a", 5000), "SMILE", "%20"} {
		for _, path := range []string{"/practices/" + id, "/practices/" + id + "/versions", "/roadmaps/" + id, "/roadmaps/" + id + "/checks", "/vocabularies/" + id} {
			s.as(token, prefix+path).refused(404)
		}
		header := map[string]string{"If-Match": `"r1"`}
		s.call(request{method: "PUT", path: prefix + "/practices/" + id, token: token, body: draft("Kerho"), header: header}).refused(404)
		s.call(request{method: "POST", path: prefix + "/practices/" + id + "/publish", token: token}).refused(404)
	}
}
