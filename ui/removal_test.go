package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestAnAccountIsRemovedByWhoLooksAfterIt(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	maija := s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	both := s.withPassword("both@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"}, account.Membership{Organisation: "vaasa", Role: "reader"})
	page := "/fi/desk/people/" + maija.User
	s.wants(s.get(page+"?organisation=vantaa", admin), http.StatusOK, `href="`+page+`/remove"`)
	s.wants(s.get(page+"/remove", admin), http.StatusOK, "maija@vantaa.fi", s.says(i18n.Finnish, "page.removal.text"), s.says(i18n.Finnish, "page.role.reader"))
	if strings.Contains(s.get("/fi/desk/people/"+both.User+"?organisation=vantaa", admin).Body.String(), "/remove") {
		t.Error("the page offers what is refused")
	}
	s.wants(s.post("/fi/desk/people/"+both.User+"/remove", url.Values{}, admin), http.StatusForbidden)
	w := s.post(page+"/remove", url.Values{}, admin)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location"), admin), http.StatusOK, s.says(i18n.Finnish, "page.people.done.removed"))
	s.wants(s.get(page+"/remove", admin), http.StatusNotFound)
	operator := s.operator()
	s.wants(s.post("/fi/desk/people/"+both.User+"/remove", url.Values{}, operator), http.StatusSeeOther)
	own := regexp.MustCompile(`href="/fi/desk/people/(u-[0-9a-f]+)\?organisation=vantaa"`).FindStringSubmatch(s.get("/fi/desk/people", admin).Body.String())
	if own == nil {
		t.Fatal("the administrator is not listed")
	}
	if to := s.get("/fi/desk/people/"+own[1]+"/remove", admin).Header().Get("Location"); to != "/fi/desk/account/remove" {
		t.Errorf("one's own account leads to %q", to)
	}
	s.wants(s.post("/fi/desk/people/"+own[1]+"/remove", url.Values{}, operator), http.StatusSeeOther)
	s.wants(s.get("/fi/desk", admin), http.StatusSeeOther)
}

func TestAnInvitationIsListedAndWithdrawn(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	w := s.post("/fi/desk/people", url.Values{"email": {"uusi@vantaa.fi"}, "name": {"Uusi Ihminen"}, "role": {"editor"}, "organisation": {"vantaa"}}, admin)
	link, err := url.Parse(once(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	w = s.get("/fi/desk/people", admin)
	s.wants(w, http.StatusOK, "uusi@vantaa.fi", "Testi administrator")
	withdraw := regexp.MustCompile(`action="(/fi/desk/people/invitations/[0-9a-f]+/withdraw)"`).FindStringSubmatch(w.Body.String())
	if withdraw == nil {
		t.Fatal("nothing to withdraw")
	}
	s.wants(s.post(withdraw[1], url.Values{}, s.signedIn("administrator", "vaasa")), http.StatusNotFound)
	w = s.post(withdraw[1], url.Values{"organisation": {"vantaa"}}, admin)
	s.wants(w, http.StatusSeeOther)
	body := s.get(w.Header().Get("Location"), admin).Body.String()
	if strings.Contains(body, "uusi@vantaa.fi") || !strings.Contains(body, s.says(i18n.Finnish, "page.people.done.withdrawn")) {
		t.Error("it is still listed")
	}
	s.wants(s.get(link.Path), http.StatusNotFound)
}

func TestOfTwoWhoRenameAnOrganisationTheLaterSeesBothNames(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	mark := func(body string) string {
		return regexp.MustCompile(`name="mark" value="([^"]+)"`).FindStringSubmatch(body)[1]
	}
	began := mark(s.get("/fi/desk/organisation", admin).Body.String())
	form := url.Values{"organisation": {"vantaa"}, "name.fi": {"Ensimmäinen nimi"}, "language.fi": {"yes"}, "mark": {began}}
	s.wants(s.post("/fi/desk/organisation", form, admin), http.StatusSeeOther)
	form.Set("name.fi", "Toinen nimi")
	w := s.post("/fi/desk/organisation", form, admin)
	s.wants(w, http.StatusConflict, "Ensimmäinen nimi", `value="Toinen nimi"`, s.says(i18n.Finnish, "page.organisation.both"))
	form.Set("mark", mark(w.Body.String()))
	s.wants(s.post("/fi/desk/organisation", form, admin), http.StatusSeeOther)
}

func TestFeedbackIsReadPageByPage(t *testing.T) {
	s := open(t, ui.Settings{})
	operator := s.operator()
	for n := range 60 {
		_, err := s.exporter.Accounts.AddFeedback(t.Context(), fmt.Sprintf("10.%d.0.1", n), account.Feedback{Kind: "general", Text: fmt.Sprintf("Palaute numero %d.", n)})
		if err != nil {
			t.Fatal(err)
		}
	}
	w := s.get("/fi/desk/feedback", operator)
	s.wants(w, http.StatusOK, "Palaute numero 0.", "Palaute numero 49.", `href="/fi/desk/feedback?page=2"`, s.messages.T(i18n.Finnish, "page.feedback.open", "N", 60, "Count", 60))
	if strings.Contains(w.Body.String(), "Palaute numero 50.") {
		t.Error("all are on one page")
	}
	w = s.get("/fi/desk/feedback?page=2", operator)
	s.wants(w, http.StatusOK, "Palaute numero 59.", `href="/fi/desk/feedback?page=1"`)
	if strings.Contains(w.Body.String(), "page=3") {
		t.Error("there is no third page")
	}
	for _, page := range []string{"3", "-1", "x", "9999999999999999999"} {
		s.wants(s.get("/fi/desk/feedback?page="+page, operator), http.StatusOK)
	}
}

func TestTheAddressOfTheFirstAdministratorSaysThatThereIsOne(t *testing.T) {
	s := open(t, ui.Settings{})
	link, err := s.exporter.Accounts.InviteFirst(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := ownMachine + "/sv/first/" + link
	s.wants(s.get(page), http.StatusOK, s.says(i18n.Swedish, "page.first.title"), `name="password"`)
	s.signedIn("administrator", "vantaa") // as with the command
	for _, w := range []string{page, ownMachine + "/sv/first/used-long-ago"} {
		w := s.get(w)
		s.wants(w, http.StatusOK, s.says(i18n.Swedish, "page.first.begun"), `href="/sv/sign-in"`)
		if strings.Contains(w.Body.String(), `name="password"`) {
			t.Error("the form is still there")
		}
	}
	s.wants(s.post(page, url.Values{"name": {"Uusi"}, "password": {secretWords}}), http.StatusConflict, s.says(i18n.Swedish, "page.first.begun"))
}

func TestThePersonsLanguageIsThatOfTheDeskAfterSigningIn(t *testing.T) {
	s := open(t, ui.Settings{})
	maija := s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	session := s.session(maija.User)
	w := s.post("/fi/desk/account", url.Values{"name": {"Maija"}, "language": {"sv"}}, session)
	if to := w.Header().Get("Location"); to != "/sv/desk/account?done=saved" {
		t.Errorf("the account is shown at %s", to)
	}
	form := url.Values{"email": {"maija@vantaa.fi"}, "password": {secretWords}}
	if to := s.post(ownMachine+"/fi/sign-in", form).Header().Get("Location"); to != "/sv/desk" {
		t.Errorf("led to %s", to)
	}
	form.Set("next", "/fi/desk/account")
	if to := s.post(ownMachine+"/en/sign-in", form).Header().Get("Location"); to != "/fi/desk/account" {
		t.Errorf("led to %s instead of the page that was wanted", to)
	}
	if to := s.get("/en/sign-in", session).Header().Get("Location"); to != "/sv/desk" {
		t.Errorf("who is signed in already is led to %s", to)
	}
}

func TestTheOwnAccountSaysWhoChangesTheAddress(t *testing.T) {
	s := open(t, ui.Settings{Contact: "tuki@example.fi"})
	maija := s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	session := s.session(maija.User)
	s.wants(s.get("/fi/desk/account", session), http.StatusOK, s.says(i18n.Finnish, "page.account.keepers.none"), `href="mailto:tuki@example.fi"`)
	s.signedIn("administrator", "vantaa")
	s.wants(s.get("/fi/desk/account", session), http.StatusOK, s.says(i18n.Finnish, "page.account.keepers"), "Testi administrator")
	admin := s.signedIn("administrator", "vaasa")
	w := s.get("/fi/desk/account", admin)
	own := regexp.MustCompile(`href="(/fi/desk/people/u-[0-9a-f]+\?organisation=vaasa)"`).FindStringSubmatch(w.Body.String())
	if own == nil {
		t.Fatal("an administrator is not led to where they change their own address")
	}
	s.wants(s.get(own[1], admin), http.StatusOK, `action="`+strings.TrimSuffix(own[1], "?organisation=vaasa")+`/address"`)
}
