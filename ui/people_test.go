package ui_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// session signs a person in.
func (s service) session(user string) string {
	s.t.Helper()
	token, err := s.exporter.Accounts.AddSession(s.t.Context(), user, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if err != nil {
		s.t.Fatal(err)
	}
	return "session=" + token
}

var shownOnce = regexp.MustCompile(`(?s)id="once"[^>]*>([^<]+)<`)

// once is what a page shows once, "" when it shows nothing.
func once(body string) string {
	if m := shownOnce.FindStringSubmatch(body); m != nil {
		return html.UnescapeString(m[1])
	}
	return ""
}

func TestAnAdministratorInvitesSomebodyWhoThenWorksThere(t *testing.T) {
	s := open(t, ui.Settings{URL: "https://tiekartta.example.fi"})
	admin := strings.Replace(s.signedIn("administrator", "vantaa"), "session=", "__Host-session=", 1)
	form := url.Values{"email": {"uusi@vantaa.fi"}, "name": {"Uusi <b>Ihminen</b>"}, "role": {"editor"}, "approve": {"yes"}, "organisation": {"vantaa"}}
	w := s.post("/fi/desk/people", form, admin)
	link := once(w.Body.String())
	path, ok := strings.CutPrefix(link, "https://tiekartta.example.fi")
	if w.Code != http.StatusOK || !ok || !strings.HasPrefix(path, "/fi/invitation/") {
		t.Fatalf("%d shows %q", w.Code, link)
	}
	if strings.Contains(s.get("/fi/desk/people", admin).Body.String(), link) {
		t.Error("the link is shown again")
	}
	w = s.get(path)
	s.wants(w, http.StatusOK, html.EscapeString("Uusi <b>Ihminen</b>"), "uusi@vantaa.fi", s.says(i18n.Finnish, "page.role.editor"))
	s.wants(s.post(path, url.Values{"name": {"Uusi"}, "password": {"salasana123456"}}), http.StatusUnprocessableEntity, "yleisiä sanoja: salasana", `value="Uusi"`)
	w = s.post(path, url.Values{"name": {"Uusi Ihminen"}, "password": {secretWords}})
	s.wants(w, http.StatusSeeOther)
	session := "__Host-session=" + cookieOf(w, "__Host-session").Value
	s.wants(s.get("/fi/desk/account", session), http.StatusOK, "Uusi Ihminen", s.says(i18n.Finnish, "page.role.approve"))
	s.wants(s.get(path), http.StatusNotFound)
	s.wants(s.get("/fi/desk/people", admin), http.StatusOK, "Uusi Ihminen")
	s.wants(s.post("/fi/desk/people", form, admin), http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.already_member"), `aria-invalid="true"`)
	s.wants(s.get("/fi/desk/people", session), http.StatusForbidden)
}

func TestTheMenuOfTheDeskShowsWhatTheActorMayUse(t *testing.T) {
	s := open(t, ui.Settings{})
	operator, err := s.exporter.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: "op@example.fi", Name: "Op", Operator: true})
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"/fi/desk/people", "/fi/desk/tokens", "/fi/desk/trail", "/fi/desk/organisation", "/fi/desk/privacy", "/fi/desk/feedback"}
	for cookie, uses := range map[string]int{
		s.signedIn("contributor", "vantaa"): 0, s.signedIn("editor", "vantaa"): 0, s.signedIn("administrator", "vantaa"): 4, s.session(operator.ID): 6,
	} {
		desk := s.get("/fi/desk/account", cookie).Body.String()
		if strings.Contains(desk, `href="/fi/desk/administration"`) != (uses > 0) {
			t.Errorf("the menu of who uses %d", uses)
		}
		desk = s.get("/fi/desk/administration", cookie).Body.String()
		for i, page := range pages {
			if offered := strings.Contains(desk, `href="`+page+`"`); offered != (i < uses) {
				t.Errorf("%s is offered: %v to who uses %d", page, offered, uses)
			}
			status := s.get(page, cookie).Code
			if want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[i < uses]; status != want {
				t.Errorf("%s answers %d to who uses %d", page, status, uses)
			}
		}
	}
}

func TestAMembersRoleAndAccountAreChangedOnTheirPage(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	maija := s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	both := s.withPassword("both@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"}, account.Membership{Organisation: "vaasa", Role: "reader"})
	page := "/sv/desk/people/" + maija.User
	of := url.Values{"organisation": {"vantaa"}}
	s.wants(s.get(page+"?organisation=vantaa", admin), http.StatusOK, "Maija Mallikas", `<option value="reader" selected>`)
	s.wants(s.post(page, url.Values{"organisation": {"vantaa"}, "role": {"coordinator"}}, admin), http.StatusSeeOther)
	if actor, err := s.exporter.Accounts.SessionActor(t.Context(), strings.TrimPrefix(s.session(maija.User), "session=")); err != nil || actor.Role != "coordinator" {
		t.Errorf("%+v %v", actor, err)
	}
	w := s.post(page+"/password", of, admin)
	link, err := url.Parse(once(w.Body.String()))
	if err != nil || !strings.HasPrefix(link.Path, "/sv/invitation/") {
		t.Fatalf("%d %v %v", w.Code, link, err)
	}
	s.wants(s.post(ownMachine+link.Path, url.Values{"password": {"kolme sinistä lapiota hyllyssä"}}), http.StatusSeeOther)
	for _, w := range []*httptest.ResponseRecorder{s.get(link.Path), s.post(ownMachine+link.Path, url.Values{"password": {"kolme sinistä lapiota hyllyssä"}})} {
		s.wants(w, http.StatusNotFound, s.says(i18n.Swedish, "page.invitation.over.text"), `href="/sv/sign-in"`)
	}
	s.wants(s.post(page+"/address", url.Values{"organisation": {"vantaa"}, "email": {"both@vantaa.fi"}}, admin), http.StatusUnprocessableEntity, s.says(i18n.Swedish, "problem.email_taken"))
	s.wants(s.post("/sv/desk/people/"+both.User+"/password", of, admin), http.StatusForbidden)
	if body := s.get("/sv/desk/people/"+both.User, admin).Body.String(); strings.Contains(body, "/password") || strings.Contains(body, "vaasa") {
		t.Error("the page offers what is refused, or tells where else a person belongs")
	}
	session := s.session(maija.User)
	s.wants(s.post(page+"/disable", of, admin), http.StatusSeeOther)
	s.wants(s.get("/sv/desk", session), http.StatusSeeOther)
	s.wants(s.get("/sv/desk/people", admin), http.StatusOK, s.says(i18n.Swedish, "page.people.disabled"))
	s.wants(s.post(page+"/leave", of, admin), http.StatusSeeOther)
	s.wants(s.get(page, admin), http.StatusNotFound)
}

func TestAKeyIsShownOnceAndEnds(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	s.wants(s.post("/en/desk/tokens", url.Values{"role": {"editor"}}, admin), http.StatusUnprocessableEntity, `href="#name"`)
	w := s.post("/en/desk/tokens", url.Values{"role": {"editor"}, "name": {"Statistics"}}, admin)
	token := once(w.Body.String())
	if actor, err := s.exporter.Accounts.TokenActor(t.Context(), token); err != nil || actor.Organisation != "vantaa" || actor.Role != "editor" {
		t.Fatalf("%q: %+v %v", token, actor, err)
	}
	body := s.get("/en/desk/tokens", admin).Body.String()
	end := regexp.MustCompile(`action="(/en/desk/tokens/[0-9a-f]+/end)"`).FindStringSubmatch(body)
	if strings.Contains(body, token) || !strings.Contains(body, "Statistics") || end == nil {
		t.Fatal("listed wrongly")
	}
	s.wants(s.post(end[1], url.Values{}, s.signedIn("administrator", "vaasa")), http.StatusNotFound)
	s.wants(s.post(end[1], url.Values{}, admin), http.StatusSeeOther)
	if _, err := s.exporter.Accounts.TokenActor(t.Context(), token); err == nil {
		t.Error("the key still works")
	}
}

func TestEverybodyLooksAfterTheirOwnAccount(t *testing.T) {
	s := open(t, ui.Settings{})
	maija := s.withPassword("maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "editor"}, account.Membership{Organisation: "vaasa", Role: "reader"})
	here, there := s.session(maija.User), s.session(maija.User)
	s.wants(s.get("/fi/desk/account", here), http.StatusOK, "Firefox · Linux", "maija@vantaa.fi", s.says(i18n.Finnish, "page.account.act_first"))
	s.wants(s.post("/fi/desk/account/first", url.Values{"organisation": {"vantaa"}}, here), http.StatusSeeOther)
	s.wants(s.post("/fi/desk/account", url.Values{"name": {"Maija Uusi"}, "language": {"sv"}, "email": {"mayor@vantaa.fi"}}, here), http.StatusSeeOther)
	if u, err := s.exporter.Accounts.User(t.Context(), maija.User); err != nil || u.Name != "Maija Uusi" || u.Email != "maija@vantaa.fi" || u.Language != i18n.Swedish {
		t.Errorf("%+v %v", u, err)
	}
	s.wants(s.post("/fi/desk/account", url.Values{"name": {""}}, here), http.StatusUnprocessableEntity, `href="#name"`)
	s.wants(s.post(ownMachine+"/fi/desk/account/password", url.Values{"old": {"wrong"}, "password": {"kolme sinistä lapiota hyllyssä"}}, here),
		http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.password_wrong"), `href="#old"`)
	s.wants(s.post(ownMachine+"/fi/desk/account/password", url.Values{"old": {secretWords}, "password": {"kolme sinistä lapiota hyllyssä"}}, here), http.StatusSeeOther)
	s.wants(s.get("/fi/desk", there), http.StatusSeeOther)
	s.wants(s.get("/fi/desk", here), http.StatusOK)
	var data struct {
		Email       string
		Memberships []any
		Trail       []struct{ Act string }
	}
	w := s.get("/fi/desk/account/data.json", here)
	if err := json.Unmarshal(w.Body.Bytes(), &data); err != nil || data.Email != "maija@vantaa.fi" || len(data.Memberships) != 2 || len(data.Trail) != 3 {
		t.Errorf("%s %v", w.Body, err)
	}
	if strings.Contains(w.Body.String(), "argon2") {
		t.Error("the file holds the password's hash")
	}
	w = s.post("/fi/desk/account/remove", url.Values{}, here)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location")), http.StatusOK, s.says(i18n.Finnish, "page.sign_in.done.erased"))
	s.wants(s.get("/fi/desk", here), http.StatusSeeOther)
}

func TestTheTrailTellsInWordsWhoDidWhat(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	s.post("/fi/desk/tokens", url.Values{"role": {"editor"}, "name": {"Tilasto"}}, admin)
	body := s.get("/fi/desk/trail", admin).Body.String()
	for _, words := range []string{"Testi administrator", s.says(i18n.Finnish, "trail.add.token"), s.says(i18n.Finnish, "page.role.editor"), s.says(i18n.Finnish, "trail.import")} {
		if !strings.Contains(body, html.EscapeString(words)) {
			t.Errorf("the trail lacks %q", words)
		}
	}
	by := regexp.MustCompile(`href="([^"]*person=[^"]*)"`).FindStringSubmatch(body)
	if by == nil {
		t.Fatal("nobody can be chosen")
	}
	if one := s.get(html.UnescapeString(by[1]), admin).Body.String(); strings.Contains(one, s.says(i18n.Finnish, "trail.import")) || !strings.Contains(one, s.says(i18n.Finnish, "trail.add.token")) {
		t.Error("the filter by person does nothing")
	}
	s.wants(s.get("/fi/desk/trail?organisation=vaasa", admin), http.StatusForbidden)
}

func TestAnOrganisationIsRenamedByItsAdministrator(t *testing.T) {
	s := open(t, ui.Settings{})
	admin := s.signedIn("administrator", "vantaa")
	s.wants(s.post("/sv/desk/organisation", url.Values{"organisation": {"vantaa"}}, admin), http.StatusUnprocessableEntity, `href="#name.fi"`)
	form := url.Values{"organisation": {"vantaa"}, "name.fi": {"Vantaa"}, "name.sv": {"Vanda"}, "language.sv": {"yes"}}
	form.Set("mark", regexp.MustCompile(`name="mark" value="([^"]+)"`).FindStringSubmatch(s.get("/sv/desk/organisation", admin).Body.String())[1])
	s.wants(s.post("/sv/desk/organisation", form, admin), http.StatusSeeOther)
	o, err := s.exporter.Accounts.Organisation(t.Context(), "vantaa")
	if err != nil || o.Name != (i18n.Text{FI: "Vantaa", SV: "Vanda"}) || len(o.Languages) != 1 || o.Municipality != "092" {
		t.Errorf("%+v %v", o, err)
	}
}

func TestTheDeskOffersToEraseAPersonWhomOnlyADraftNames(t *testing.T) {
	s := open(t, ui.Settings{})
	editor := s.signedIn("editor", "vantaa")
	text := i18n.Text{FI: "Kielikahvila"}
	p, err := s.exporter.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		Title: text, Summary: i18n.Text{FI: "Liisa Virtasen kahvila"}, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		Contact: catalogue.Contact{Name: "Liisa Virtanen"},
	})
	if err != nil {
		t.Fatal(err)
	}
	page := "/fi/desk/practices/" + p.ID
	s.wants(s.get(page+"/manage", editor), http.StatusOK, `href="`+page+`/erase"`)
	if strings.Contains(s.get(page+"/manage", s.signedIn("contributor", "vantaa")).Body.String(), page+"/erase") {
		t.Error("a contributor is led to what is refused")
	}
	s.wants(s.get(page+"/erase", editor), http.StatusOK, "Liisa Virtanen", "Liisa Virtasen kahvila", `href="`+page+`/basics#`, `name="texts"`)
	w := s.post(page+"/erase", url.Values{}, editor)
	s.wants(w, http.StatusOK, s.says(i18n.Finnish, "page.erase.done"), "Liisa Virtasen kahvila", s.says(i18n.Finnish, "page.erase.still"))
	if strings.Contains(s.get(page+"/manage", editor).Body.String(), page+"/erase") {
		t.Error("there is nobody left to erase")
	}
	s.wants(s.post(page+"/erase", url.Values{}, editor), http.StatusUnprocessableEntity, s.says(i18n.Finnish, "problem.nothing_to_erase"))
}

func TestAPublicPageOffersToEraseWhomTheDraftNames(t *testing.T) {
	s := open(t, ui.Settings{})
	operator, err := s.exporter.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: "op@example.fi", Name: "Op", Operator: true})
	if err != nil {
		t.Fatal(err)
	}
	session, link := s.session(operator.ID), "/fi/desk/practices/smile/erase"
	offers := func(want bool) {
		t.Helper()
		if strings.Contains(s.get("/fi/practices/smile", session).Body.String(), link) != want {
			t.Errorf("the erasure is offered: %v", !want)
		}
	}
	offers(false)
	named := func(name string) {
		t.Helper()
		p, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile")
		if err == nil {
			p.Contact.Name = name
			_, err = s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	named("Maija Ensimmäinen")
	offers(true)
	s.wants(s.post(link, url.Values{}, session), http.StatusSeeOther)
	offers(false)
	named("Liisa Toinen")
	offers(true)
}

func TestAPersonIsFoundAndErased(t *testing.T) {
	s := open(t, ui.Settings{})
	operator, err := s.exporter.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: "op@example.fi", Name: "Op", Operator: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.exporter.Catalogue.Draft(t.Context(), account.Machine(), "smile")
	if err != nil {
		t.Fatal(err)
	}
	p.Contact.Name, p.Contact.Email = "Yhteys <i>Henkilö</i>", "yhteys@vantaa.fi"
	if _, err := s.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	session, asked := s.session(operator.ID), url.Values{"q": {"YHTEYS@vantaa.fi"}}
	if w := s.get("/fi/desk/privacy?q=YHTEYS@vantaa.fi", session); strings.Contains(w.Body.String(), "smile") {
		t.Error("a person is sought in an address, where browsers and proxies remember it")
	}
	s.wants(s.post("/fi/desk/privacy", asked, session), http.StatusOK, s.says(i18n.Finnish, "field.contact.email"), "/fi/desk/practices/smile/erase")
	s.wants(s.post("/fi/desk/privacy/export.json", asked, session), http.StatusOK, `"contact.email": "yhteys@vantaa.fi"`)
	s.wants(s.get("/fi/desk/practices/smile/erase", session), http.StatusOK, html.EscapeString("Yhteys <i>Henkilö</i>"))
	s.wants(s.post("/fi/desk/practices/smile/erase", url.Values{}, s.signedIn("contributor", "vantaa")), http.StatusForbidden)
	w := s.post("/fi/desk/practices/smile/erase", url.Values{}, session)
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(w.Header().Get("Location"), session), http.StatusOK, s.says(i18n.Finnish, "page.erase.done"))
	s.wants(s.post("/fi/desk/privacy", asked, session), http.StatusOK, s.says(i18n.Finnish, "page.privacy.desk.nothing"))
}
