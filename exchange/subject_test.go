package exchange

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
)

// documented is a base in which Liisa Virtanen has written all that a person
// may write, and others have written about her.
func documented(t *testing.T) (Base, account.Actor) {
	t.Helper()
	base := openBase(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, machine := t.Context(), account.Machine()
	_, err := base.Catalogue.EnsureOrganisation(ctx, "092")
	must(err)
	editor := account.Membership{Organisation: "vantaa", Role: "editor"}
	u, err := base.Accounts.AddUser(ctx, machine, account.User{Email: "liisa@vantaa.fi", Name: "Liisa Virtanen", Language: "fi"}, editor)
	must(err)
	liisa := account.Actor{User: u.ID, Name: u.Name, Organisation: "vantaa", Role: "editor"}
	text := i18n.Text{FI: "Kielikahvila"}
	p, err := base.Catalogue.Add(ctx, liisa, catalogue.Practice{Title: text, Summary: text, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa"})
	must(err)
	_, err = base.Catalogue.AddComment(ctx, liisa, p.ID, "title", "Onko nimi hyvä?")
	must(err)
	p.Goals.FI = "Tutustutaan"
	saved, err := base.Catalogue.Save(ctx, liisa, *p)
	must(err)
	p = saved.Practice
	mine := *p
	mine.Title.FI, p.Title.FI = "Liisan nimi", "Muiden nimi"
	_, err = base.Catalogue.Save(ctx, machine, *p)
	must(err)
	_, err = base.Catalogue.Save(ctx, liisa, mine)
	must(err)
	_, err = base.Accounts.AddFeedback(ctx, "10.0.0.1", account.Feedback{Kind: "data", Text: "Mitä minusta tiedetään?", Email: "liisa@vantaa.fi"})
	must(err)
	_, err = base.Accounts.Invite(ctx, machine, account.Invitation{Email: "liisa@vantaa.fi", Name: "Virtanen Liisa", Membership: account.Membership{Organisation: newOrganisation(t, base), Role: "reader"}})
	must(err)
	r, err := base.Roadmaps.Add(ctx, machine, roadmap.Roadmap{Title: i18n.Text{FI: "Tiekartta"}, Foreword: i18n.Text{FI: "Liisa Virtasen alkusanat"}, Organisation: "vantaa", State: "draft"})
	must(err)
	r.Foreword.FI = "Uudet alkusanat"
	_, err = base.Roadmaps.Change(ctx, machine, *r)
	must(err)
	return base, liisa
}

func newOrganisation(t *testing.T, base Base) string {
	t.Helper()
	err := base.Accounts.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: "yhdistys", Name: i18n.Text{FI: "Yhdistys"}})
	if err != nil {
		t.Fatal(err)
	}
	return "yhdistys"
}

func TestAPersonGetsAllThatTheyHaveWritten(t *testing.T) {
	base, liisa := documented(t)
	data, err := base.MyData(t.Context(), liisa)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Onko nimi hyv", "Liisan nimi", "Mitä minusta", `"practice_saves"`, `"invitations"`, `"trail":[{`} {
		if !strings.Contains(string(text), words) {
			t.Errorf("%s is missing in %s", words, text)
		}
	}
	for _, words := range []string{"hash", "Muiden nimi", "machine"} {
		if strings.Contains(string(text), words) {
			t.Errorf("%s tells %s", text, words)
		}
	}
	if _, err := base.MyData(t.Context(), account.Actor{}); err == nil {
		t.Error("nobody has data")
	}
}

func TestAPersonWhoAsksIsToldOfEverything(t *testing.T) {
	base, liisa := documented(t)
	s, err := base.Subject(t.Context(), account.Machine(), "liisa virtanen")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, m := range s.Mentions {
		for _, p := range m.Places {
			found[m.Noun+" "+p.In] = true
		}
	}
	for _, place := range []string{"user users", "user trail", "organisation invitations", "practice practice_comments", "practice practice_saves"} {
		if !found[place] {
			t.Errorf("not in %s: %v", place, found)
		}
	}
	if len(s.Accounts) != 1 || s.Accounts[0].ID != liisa.User || len(s.Accounts[0].Own["practice_comments"]) != 1 {
		t.Errorf("%+v", s.Accounts)
	}
	if s, err := base.Subject(t.Context(), account.Machine(), "liisa@vantaa.fi"); err != nil || len(s.Feedback) != 1 || s.Feedback[0].Text != "Mitä minusta tiedetään?" {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := base.Subject(t.Context(), liisa, "liisa"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("an editor looked: %v", err)
	}
}
