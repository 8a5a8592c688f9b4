package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search"
	"tiekartta/ui"
)

func TestASearchThatTakesTooLongKeepsNobodyOut(t *testing.T) {
	s := open(t, ui.Settings{})
	owner, editor := s.signedIn("reader", "vantaa"), s.signedIn("editor", "vantaa")
	page, feed := s.saves("q=%22kieli+ja%22", "Raskas", owner)
	for range 2 {
		s.asks("/fi/practices?q=xyzzyq", "")
	}
	slow, err := search.Open(t.Context(), search.Options{Dir: t.TempDir(), Store: s.exporter.Store, Catalogue: s.exporter.Catalogue, Longest: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	if err := slow.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.pages.Index = slow
	s.wants(s.get("/fi/practices?q=%22kieli+ja%22"), http.StatusUnprocessableEntity)
	s.wants(s.get("/fi/desk/searches", owner), http.StatusOK, "Raskas", s.says(i18n.Finnish, "page.searches.heavy"))
	s.wants(s.get(page, owner), http.StatusOK, s.says(i18n.Finnish, "page.searches.heavy.text"), page+"/delete")
	s.wants(s.get(feed), http.StatusOK, "<feed")
	if err := ui.NewSearchFollower(s.pages.Parts).Round(t.Context(), time.Now()); err != nil {
		t.Errorf("each round fails: %v", err)
	}
	s.wants(s.post(page, url.Values{"name": {""}, "notify": {"none"}}, owner), http.StatusUnprocessableEntity, page+"/delete")
	s.wants(s.post(page, url.Values{"name": {"Vielä raskas"}, "notify": {"none"}}, owner), http.StatusSeeOther)
	s.wants(s.get("/fi/desk/searches", owner), http.StatusOK, "Vielä raskas")
	s.wants(s.get("/fi/desk/unfound", editor), http.StatusOK, "xyzzyq", s.says(i18n.Finnish, "page.searches.heavy"))
	csv := s.get("/fi/desk/unfound/searches.csv", editor)
	if s.wants(csv, http.StatusOK); !strings.Contains(csv.Body.String(), ";;") {
		t.Errorf("what is not known is told: %s", csv.Body)
	}
	s.wants(s.post(page+"/delete", nil, owner), http.StatusSeeOther)
	if strings.Contains(s.get("/fi/desk/searches", owner).Body.String(), "raskas") {
		t.Error("it is still there")
	}
}

func TestASearchThatHasBecomeTooManyKeepsNobodyOut(t *testing.T) {
	s := open(t, ui.Settings{})
	owner := s.signedIn("reader", "vantaa")
	page, _ := s.saves("q=kieli", "Kieli", owner)
	people, err := s.exporter.Accounts.Users(t.Context(), account.Machine())
	if err != nil {
		t.Fatal(err)
	}
	words := ""
	for i := range 20 { // as many as a search might have when it was saved
		words += fmt.Sprintf(`"sana %d" `, i)
	}
	for _, user := range people {
		many := account.Search{Name: "Monta", Query: url.Values{"q": {words}}.Encode(), Lang: i18n.Finnish, Notify: account.NotifyNone}
		if _, err := s.exporter.Accounts.AddSearch(t.Context(), account.Actor{User: user.ID}, many, nil); err != nil {
			t.Fatal(err)
		}
	}
	s.wants(s.get(page, owner), http.StatusOK)
	s.wants(s.get("/fi/desk/searches", owner), http.StatusOK, "Kieli", "Monta", s.says(i18n.Finnish, "page.searches.heavy"))
}
