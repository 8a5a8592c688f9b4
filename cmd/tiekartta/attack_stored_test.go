package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/thesaurus"
)

// stored is a payload on its way through the program.
type stored struct {
	attacked
	payload, name     string
	owner, outsider   string // cookies
	reviewers         []account.Actor
	practice, review  string
	file, plan, table string
	user              string
	search, feed      string
	concept           string
	seen, visited     map[string]bool
}

func (s *stored) arrives(t *testing.T) {
	t.Helper()
	_, err := s.Catalogue.EnsureOrganisation(t.Context(), "049")
	must(t, err)
	name := func(what string) string { return s.payload + what }
	add := func(who string, operator bool, m account.Membership) (string, account.Actor) {
		u, err := s.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: s.name + who + "@example.fi", Name: name(who), Language: i18n.Finnish, Operator: operator}, m)
		must(t, err)
		session, err := s.Accounts.AddSession(t.Context(), u.ID, name("agent"))
		must(t, err)
		actor, err := s.Accounts.SessionActor(t.Context(), session)
		must(t, err)
		s.user = u.ID
		return "session=" + session, actor
	}
	var actor account.Actor
	s.outsider, actor = add("vaasa", false, account.Membership{Organisation: "vaasa", Role: "reviewer"})
	s.reviewers = append(s.reviewers, actor)
	_, actor = add("espoo", false, account.Membership{Organisation: "espoo", Role: "reviewer"})
	s.reviewers = append(s.reviewers, actor)
	s.owner, actor = add("vantaa", true, account.Membership{Organisation: "vantaa", Role: "administrator"})
	must(t, s.Accounts.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: "vantaa", Name: i18n.Text{FI: name("o"), SV: name("o"), EN: name("o")}, Municipality: "092"}))
	_, err = s.Accounts.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: "vantaa", Role: "reader", Name: name("token")})
	must(t, err)
	f, err := s.Accounts.AddFeedback(t.Context(), "10.9.9."+s.name[7:], account.Feedback{Kind: "general", Text: name("feedback"), Page: name("page")})
	must(t, err)
	must(t, s.Accounts.AnswerFeedback(t.Context(), account.Machine(), f.Number, name("answer")))
	saved, err := s.Accounts.AddSearch(t.Context(), actor, account.Search{Name: name("search"), Query: "q=" + url.QueryEscape(s.payload), Lang: i18n.Finnish, Notify: account.NotifyNone}, nil)
	must(t, err)
	s.search, s.feed = saved.ID, saved.Token+".atom"
	label := i18n.Text{FI: name("käsite"), SV: name("begrepp"), EN: name("concept")}
	concept, err := thesaurus.New(s.Store).Add(t.Context(), account.Machine(), thesaurus.Concept{Preferred: label})
	must(t, err)
	s.concept = concept.ID
	file, err := s.Catalogue.Files.Put(strings.NewReader("Liite "+s.name), "liite.txt")
	must(t, err)
	s.file = file.ID
}

// writes stores the payload in a practice, a plan, a document and a table.
func (s *stored) writes(t *testing.T) {
	t.Helper()
	p := hostile(t, s.payload, s.file)
	running := p
	running.Sources = slices.Clone(p.Sources)
	running.Sources[0].URL = "javascript:pwned()"
	for _, one := range []struct {
		p    catalogue.Practice
		want int
	}{{running, http.StatusUnprocessableEntity}, {p, http.StatusCreated}} {
		body, err := json.Marshal(one.p)
		must(t, err)
		w := s.send(requested(http.MethodPost, "/api/v1/practices", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+s.tokens["editor of vantaa"]))
		if w.Code != one.want {
			t.Fatalf("a practice with the source %q: %d %s", one.p.Sources[0].URL, w.Code, w.Body)
		}
		_, s.practice, _ = strings.Cut(w.Header().Get("Location"), "/practices/")
	}
	must(t, s.Catalogue.AddDocument(t.Context(), account.Machine(), s.practice, fmt.Sprintf(`{"format": "txt", "blocks": [{"kind": "heading", "level": 1, "text": %q, "line": 1}]}`, s.payload)))
	_, err := s.Catalogue.Submit(t.Context(), account.Machine(), s.practice, 0)
	must(t, err)
	_, err = s.Catalogue.AddComment(t.Context(), account.Machine(), s.practice, "title", s.payload)
	must(t, err)
	text := p.Title
	plan, err := s.Roadmaps.Add(t.Context(), account.Machine(), roadmap.Roadmap{
		Title: text, Foreword: text, Organisation: "vantaa", State: "consultation", Municipalities: []string{"092"}, OriginalLanguage: "fi",
		Period: catalogue.Period{Start: "2027", End: "2030"}, Approval: roadmap.Approval{Body: s.payload, Decision: s.payload},
		Situation: roadmap.Situation{Text: text}, Sections: []roadmap.Section{{ID: s.payload, Domain: "work", Title: text, Intro: text, Goals: []roadmap.Goal{{
			ID: "g" + s.payload, Title: text, Rationale: text, Actions: []roadmap.Action{{
				ID: "a" + s.payload, Items: []i18n.Text{text}, Description: text, ResponsibleText: text, IndicatorText: text, StatusReason: text,
				Schedule: roadmap.Schedule{Text: s.payload}, Parties: []roadmap.Party{{Name: s.payload, Role: "lead"}}, Steps: []roadmap.Step{{Title: text}},
			}},
		}}}},
	})
	must(t, err)
	s.plan = plan.ID
	s.sendsTable(t)
	must(t, s.index.CatchUp(t.Context()))
}

func (s *stored) sendsTable(t *testing.T) {
	t.Helper()
	quoted := `"` + strings.ReplaceAll(s.payload+"table", `"`, `""`) + `"`
	body, kind := fileForm(t, s.payload+".csv", fmt.Sprintf("\ufeffid;revision;title.fi;organisation\r\n%s-table;;%s;vantaa\r\n", s.name, quoted))
	w := s.send(requested(http.MethodPost, "/fi/desk/bulk", body, "Content-Type", kind, "Cookie", s.owner))
	_, s.table, _ = strings.Cut(w.Header().Get("Location"), "/desk/bulk/")
	if s.table == "" {
		t.Fatalf("the table is not read: %d %s", w.Code, w.Body)
	}
}

// reviews lets two reviewers answer with the payload, and publishes twice.
func (s *stored) reviews(t *testing.T) {
	t.Helper()
	ctx, cat, me := t.Context(), s.Catalogue, account.Machine()
	text := i18n.Text{FI: s.payload, SV: s.payload, EN: s.payload}
	must(t, cat.AskReview(ctx, me, s.practice, []string{s.reviewers[0].User, s.reviewers[1].User}))
	list, err := cat.ReviewsOf(ctx, me, s.practice)
	must(t, err)
	s.review = list[0].ID
	assessment := catalogue.Assessment{Recommendation: "publish", Text: text, Language: "fi", ShowName: true}
	for _, id := range cat.CriteriaIDs() {
		assessment.Criteria = append(assessment.Criteria, catalogue.Answer{Criterion: id, Met: "yes", Reason: text})
	}
	for _, reviewer := range s.reviewers {
		must(t, cat.ReplyToReview(ctx, reviewer, s.review, catalogue.Reply{Answer: "accept"}))
		_, err := cat.SaveAssessment(ctx, reviewer, s.review, assessment, cat.AssessmentKnown(catalogue.Assessment{}))
		must(t, err)
		s.reads(t, i18n.Finnish, "review")
		must(t, cat.SendAssessment(ctx, reviewer, s.review, list[0].Text))
	}
	list, err = cat.ReviewsOf(ctx, me, s.practice)
	must(t, err)
	must(t, cat.FinishReview(ctx, me, s.practice, catalogue.Opinion{Text: text, ValidUntil: cat.ReviewValidUntil(), Of: list[0].Assessed}))
	for range 2 {
		_, err := cat.PublishNoted(ctx, me, s.practice, 0, s.payload)
		must(t, err)
		p, err := cat.Draft(ctx, me, s.practice)
		must(t, err)
		for _, f := range catalogue.Texts(p) {
			for _, lang := range i18n.Langs() {
				f.Set(lang, f.Text.In(lang)+"!")
			}
		}
		_, err = cat.Change(ctx, me, *p)
		must(t, err)
	}
	must(t, s.index.CatchUp(ctx))
}

// conflicts saves a text that somebody else has changed since its first revision.
func (s *stored) conflicts(t *testing.T) {
	t.Helper()
	w := s.posts("/fi/desk/practices/"+s.practice+"/basics", url.Values{"revision": {"1"}, "title.fi": {s.payload + "mine"}, "op": {"next"}}, "Cookie", s.owner)
	w = s.send(requested(http.MethodGet, w.Header().Get("Location"), "", "Cookie", s.owner))
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "mine") {
		t.Errorf("the page of a conflict is answered with %d", w.Code)
	}
	s.harmless(t, "the conflict", w)
}
