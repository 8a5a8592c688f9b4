package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/search"
	"tiekartta/thesaurus"
)

// thing makes what an address is about, anew for each request, and says what
// stands for the places in the address. "query" is put behind it, "form" and
// "json" are what is sent, to an address that ends so "form of …"; "match" is the revision
// that a change starts from. Everything belongs to Vantaa.
func (a *access) thing(t *testing.T, kind string) map[string]string {
	t.Helper()
	a.count++
	values := map[string]string{"lang": "fi", "format": "json", "*": "x", "scheme": "domain", "section": "basics", "to": "sv", "part": "1.xml", "table": "none"}
	switch kind {
	case "none", "own session", "own account", "own table":
	case "new entry":
		read := `{"format": "txt", "blocks": [{"kind": "heading", "level": 1, "text": "Kielikummit", "line": 1}]}`
		values["form"] = url.Values{"title": {fmt.Sprint("Uusi ", a.count)}, "organisation": {"vaasa"}, "originalLanguage": {"fi"}, "read": {read}}.Encode()
	case "concept", "new concept":
		one := thesaurus.Concept{Preferred: i18n.Text{FI: fmt.Sprint("käsite ", a.count), SV: fmt.Sprint("begrepp ", a.count)}}
		values["form"] = url.Values{"preferred.fi": {one.Preferred.FI}, "preferred.sv": {one.Preferred.SV}, "revision": {"1"}}.Encode()
		if kind == "concept" {
			added, err := thesaurus.New(a.Store).Add(t.Context(), account.Machine(), one)
			must(t, err)
			values["query"] = "?" + url.Values{"id": {added.ID}}.Encode()
		}
	case "person":
		values["form"] = "name=Testi&language=fi"
	case "archived":
		p := a.practice(t, "published")
		p, err := a.Catalogue.Archive(t.Context(), account.Machine(), p.ID, 0)
		must(t, err)
		values["id"], values["form"] = p.ID, a.written(p)
	case "ready for review":
		values["id"], values["form"] = a.practice(t, "submitted").ID, a.reviewers(t)
	case "asked for review":
		values["id"] = a.review(t).Practice
	case "releasable review":
		r := a.review(t)
		values["id"], values["form"] = r.Practice, url.Values{"user": {a.users["reviewer of espoo"]}}.Encode()
	case "reviewed":
		r := a.review(t)
		a.assesses(t, r, "sent", "reviewer of vaasa", "reviewer of espoo")
		values["id"], values["form"] = r.Practice, url.Values{"opinion.fi": {"Toimiva käytäntö."}, "original": {"fi"}, "validUntil": {a.Catalogue.ReviewValidUntil()}, "of": {a.assessed(t, r.Practice)}}.Encode()
	case "practices for a plan":
		values["json"] = fmt.Sprintf(`{"title": "Uusi", "organisation": "092", "period": {"start": "2027", "end": "2030"}, "practices": [%q], "originalLanguage": "fi"}`, a.practice(t, "published").ID)
	case "programme":
		values["json"] = "# Ohjelma\n\n| Tavoite | Toimenpide | Aikataulu | Vastuutaho | Mittari |\n|---|---|---|---|---|\n| Työtä | Kurssi | 2027 | Vantaa | Osallistujat |\n"
	case "another's table":
		return a.sendTable(t, "contributor of vantaa")
	case "draft", "submitted", "published", "published draft", "moved to vaasa", "published and moved to vaasa":
		p := a.practice(t, kind)
		values["id"], values["match"] = p.ID, fmt.Sprintf(`"r%d"`, p.Revision)
		values["form"] = a.written(p)
		values["form of translate/:to"] = url.Values{"revision": {fmt.Sprint(p.Revision)}, "summary.sv": {fmt.Sprint("Språkkafé ", a.count)},
			"text": {strings.Join([]string{"summary", catalogue.Fingerprint(""), catalogue.Fingerprint(p.Summary.FI), "summary"}, " ")}}.Encode()
		values["form of :id/:section"] = url.Values{"revision": {fmt.Sprint(p.Revision)}, "op": {"next"}, "title.fi": {fmt.Sprint("Uudistuva kielikahvila ", a.count)}}.Encode()
		values["json"] = `{"title": {"fi": "Muuttunut"}}`
	case "file", "published file", "moved file":
		p := a.attached(t)
		if kind == "moved file" {
			a.move(t, p)
		}
		if kind == "published file" {
			_, err := a.Catalogue.Publish(t.Context(), account.Machine(), p.ID, 0)
			must(t, err)
		}
		values["id"], values["file"], values["form"] = p.ID, p.Attachments[0].ID, "alt.fi=Kuva"
	case "document", "dismissed suggestion":
		p := a.practice(t, "draft")
		must(t, a.Catalogue.AddDocument(t.Context(), account.Machine(), p.ID, `{"format": "txt", "blocks": [{"kind": "heading", "level": 1, "text": "Kielikummit", "line": 1}]}`))
		suggestion := a.suggestion(t, p.ID)
		if kind == "dismissed suggestion" {
			must(t, a.Catalogue.ChooseSuggestion(t.Context(), account.Machine(), p.ID, suggestion, catalogue.Dismissed))
		}
		values["id"], values["form"] = p.ID, url.Values{"suggestion": {suggestion}, "revision": {fmt.Sprint(p.Revision)}, "how": {"append"}}.Encode()
	case "published changes":
		p := a.practice(t, "published draft")
		_, err := a.Catalogue.Publish(t.Context(), account.Machine(), p.ID, 0)
		must(t, err)
		values["id"], values["query"] = p.ID, "?from=1&to=2"
	case "draft changes":
		values["id"], values["query"] = a.practice(t, "published draft").ID, "?to=draft"
	case "changes moved to vaasa":
		values["id"], values["query"] = a.practice(t, "published and moved to vaasa").ID, "?to=draft"
	case "draft moved to vaasa":
		values["id"], values["query"] = a.practice(t, "published and moved to vaasa").ID, "?version=draft"
	case "commented":
		p := a.practice(t, "draft")
		comment, err := a.Catalogue.AddComment(t.Context(), account.Machine(), p.ID, "title", "Kenelle?")
		must(t, err)
		values["id"], values["comment"], values["form"] = p.ID, comment.ID, "back=x"
	case "new of vantaa":
		values["json"] = `{"organisation": "vantaa", "title": {"fi": "Uusi"}}`
	case "new file":
		values["query"], values["json"] = "?name=liite.txt", fmt.Sprint("Liite ", a.count)
	case "new plan of vantaa":
		values["json"] = `{"organisation": "vantaa", "title": {"fi": "Uusi"}}`
	case "new search":
		values["form"] = url.Values{"name": {"Haku"}, "query": {fmt.Sprint("q=", a.count)}}.Encode()
	case "saved search": // of somebody in Vantaa
		owner := account.Actor{User: a.users["contributor of vantaa"]}
		saved, err := a.Accounts.AddSearch(t.Context(), owner, account.Search{Name: "Haku", Query: fmt.Sprint("q=", a.count), Lang: "fi", Notify: account.NotifyNone}, nil)
		must(t, err)
		values["search"], values["feed"], values["form"] = saved.ID, saved.Token+".atom", "name=Uusi"
	case "unfound search":
		unfound := search.NewUnfound(a.Store)
		words := fmt.Sprintf("kuun%dhanke", a.count)
		unfound.Count(words, i18n.Finnish, search.Result{})
		must(t, unfound.Flush(t.Context()))
		values["form"] = url.Values{"words": {words}, "language": {"fi"}}.Encode()
	case "feedback form":
		values["form"] = "kind=general&text=Hei"
	case "feedback", "answered feedback":
		f, err := a.Accounts.AddFeedback(t.Context(), fmt.Sprintf("10.0.%d.1", a.count), account.Feedback{Kind: "general", Text: "Hei"})
		must(t, err)
		if kind == "answered feedback" {
			must(t, a.Accounts.AnswerFeedback(t.Context(), account.Machine(), f.Number, ""))
		}
		values["number"] = strconv.Itoa(f.Number)
	case "review", "accepted review", "written assessment", "sent assessment":
		r := a.review(t)
		if how := strings.Fields(kind)[0]; kind != "review" {
			a.assesses(t, r, how, "reviewer of vaasa")
		}
		values["id"] = r.ID
		values["form"] = url.Values{"answer": {"accept"}, "path": {"summary"}, "text": {"Hei"}, "language": {"fi"}, "shown": {r.Text}}.Encode()
	case "review rule":
		values["form"] = "organisation=vantaa"
	case "asset":
		values["*"] = a.asset(t)
	case "assembled":
		values["query"] = "?title=Uusi&municipality=092&period=2027-2030&practice=" + a.practice(t, "published").ID
	case "plan", "public plan":
		values["id"], values["match"], values["json"] = a.plan(t, kind), `"r1"`, `{"title": {"fi": "Muuttunut"}}`
	case "plan to approve", "approved plan":
		values["id"], values["match"] = a.plan(t, kind), `"r1"`
		values["json"] = `{"title": {"fi": "Muuttunut"}, "organisation": "vantaa", "period": {"start": "2027", "end": "2030"}, "state": "approved"}`
	case "exported plan", "exported public plan":
		values["id"], values["query"] = a.plan(t, strings.TrimPrefix(kind, "exported ")), "?format=json"
	case "member", "invitation", "password link", "token of vantaa", "invitation of the newcomer":
		a.personal(t, kind, values)
	case "late first link":
		values["secret"], values["form"] = a.first, "name=Uusi&email=uusi@example.fi&organisation=092&password=kolme+lapiota+hyllyssä"
	case "password", "wrong password":
		values["form"] = a.password(t, kind)
	case "own password":
		values["form"] = url.Values{"old": {knownPassword}, "password": {"viisi sinistä lapiota hyllyssä"}}.Encode()
	case "wrong old password":
		values["form"] = url.Values{"old": {"neljä sinistä lapiota hyllyssä"}, "password": {"viisi sinistä lapiota hyllyssä"}}.Encode()
	default:
		t.Fatalf("access.txt names the thing %q, which nobody makes", kind)
	}
	return values
}

// practice is one of Vantaa: a draft, one that is published, or one that is
// published and has a draft beside.
func (a *access) practice(t *testing.T, kind string) *catalogue.Practice {
	t.Helper()
	text := i18n.Text{FI: fmt.Sprintf("Kielikahvila %d", a.count)}
	p, err := a.Catalogue.Add(t.Context(), account.Machine(), catalogue.Practice{
		Title: text, Summary: text, OriginalLanguage: "fi", Domains: []string{"work"}, Organisation: "vantaa",
		Contact: catalogue.Contact{Name: "Maija Meikäläinen"},
	})
	must(t, err)
	switch kind {
	case "draft":
		return p
	case "moved to vaasa":
		return a.move(t, p)
	case "submitted":
		p, err := a.Catalogue.Submit(t.Context(), account.Machine(), p.ID, 0)
		must(t, err)
		return p
	}
	b := exchangePublished(*p)
	_, err = a.Catalogue.Put(t.Context(), account.Machine(), &b)
	must(t, err)
	if kind == "published" {
		must(t, a.index.CatchUp(t.Context()))
		return &b
	}
	p, err = a.Catalogue.Draft(t.Context(), account.Machine(), p.ID)
	must(t, err)
	if kind == "published and moved to vaasa" {
		return a.move(t, p)
	}
	p.Summary.FI += " uudistuu"
	p, err = a.Catalogue.Change(t.Context(), account.Machine(), *p)
	must(t, err)
	return p
}

// written is what forms about an entry send: each route reads what it asks for.
func (a *access) written(p *catalogue.Practice) string {
	return url.Values{
		"practice": {p.ID}, "revision": {fmt.Sprint(p.Revision)}, "version": {"1"}, "note": {"Huomautus"}, "comment:title": {"Kenelle?"}, "op": {"next"},
		"title.fi": {fmt.Sprint("Uudistuva kielikahvila ", a.count)}, "texts": {`{"title": "Språkkafé"}`},
	}.Encode()
}

// move gives an entry of Vantaa to Vaasa.
func (a *access) move(t *testing.T, p *catalogue.Practice) *catalogue.Practice {
	t.Helper()
	p.Organisation = "vaasa"
	p, err := a.Catalogue.Change(t.Context(), account.Machine(), *p)
	must(t, err)
	return p
}

// sendTable sends a table with a new entry as somebody, and is what they may
// confirm then; those who may send none have nothing.
func (a *access) sendTable(t *testing.T, who string) map[string]string {
	t.Helper()
	a.count++
	own := "vantaa"
	if !strings.Contains(who, "vantaa") || strings.HasPrefix(who, "administrator of vaasa") {
		own = "vaasa"
	}
	body, kind := fileForm(t, "table.csv", fmt.Sprintf("id;revision;organisation;title.fi;originalLanguage;domains\r\n;;%s;Taulukko %d;fi;work\r\n", own, a.count))
	ask := func(method, address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, address, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Cookie", a.cookies[who])
		w := httptest.NewRecorder()
		a.server.ServeHTTP(w, r)
		return w
	}
	sent := ask(http.MethodPost, "/fi/desk/bulk").Header().Get("Location")
	values := map[string]string{"lang": "fi", "table": "none", "form": "hash=none"}
	if key, ok := strings.CutPrefix(sent, "/fi/desk/bulk/"); ok {
		values["table"] = key
		if hash := tableHash.FindStringSubmatch(ask(http.MethodGet, sent).Body.String()); hash != nil {
			values["form"] = "hash=" + hash[1]
		}
	}
	return values
}

var tableHash = regexp.MustCompile(`name="hash" value="([0-9a-f]{64})"`)

const knownPassword = "kolme sinistä lapiota hyllyssä"

// password is the form with which somebody signs in.
func (a *access) password(t *testing.T, kind string) string {
	t.Helper()
	u, err := a.Accounts.AddUser(t.Context(), account.Machine(), account.User{Email: fmt.Sprintf("tuttu%d@example.fi", a.count), Name: "Tuttu"})
	must(t, err)
	must(t, a.Accounts.PutPassword(t.Context(), account.Actor{User: u.ID}, knownPassword, ""))
	form := url.Values{"email": {u.Email}, "password": {knownPassword}}
	if kind == "wrong password" {
		form.Set("password", "neljä sinistä lapiota hyllyssä")
	}
	return form.Encode()
}

// attached is a draft of Vantaa with a file.
func (a *access) attached(t *testing.T) *catalogue.Practice {
	t.Helper()
	file, err := a.Catalogue.Files.Put(strings.NewReader(fmt.Sprint("Liite ", a.count)), "liite.txt")
	must(t, err)
	p := a.practice(t, "draft")
	p.Attachments = []catalogue.Attachment{file}
	p, err = a.Catalogue.Change(t.Context(), account.Machine(), *p)
	must(t, err)
	return p
}

// asset is the address of a style sheet below /static/.
func (a *access) asset(t *testing.T) string {
	t.Helper()
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/fi", nil))
	_, rest, ok := strings.Cut(w.Body.String(), `href="/static/`)
	if !ok {
		t.Fatal("the front page names no style sheet")
	}
	name, _, _ := strings.Cut(rest, `"`)
	return name
}

// exchangePublished is a draft as a bundle brings it when it is published.
func exchangePublished(p catalogue.Practice) catalogue.Practice {
	p.State, p.Computed = "published", nil
	p.Summary.FI += " nyt"
	return p
}

func (a *access) plan(t *testing.T, kind string) string {
	t.Helper()
	r := roadmap.Roadmap{
		Title: i18n.Text{FI: "Suunnitelma"}, Organisation: "vantaa", Period: catalogue.Period{Start: "2027", End: "2030"}, State: "draft",
	}
	switch kind {
	case "public plan":
		r.State = "consultation"
	case "approved plan":
		r.State = "approved"
	}
	added, err := a.Roadmaps.Add(t.Context(), account.Machine(), r)
	must(t, err)
	return added.ID
}

// personal is what is about people of Vantaa.
func (a *access) personal(t *testing.T, kind string, values map[string]string) {
	t.Helper()
	admin := account.Actor{User: a.users["administrator of vantaa"], Organisation: "vantaa", Role: "administrator"}
	user := account.User{Email: fmt.Sprintf("member%d@example.fi", a.count), Name: "Member", Language: i18n.Finnish}
	reader := account.Membership{Organisation: "vantaa", Role: "reader"}
	values["form"] = "organisation=vantaa&role=reader&name=Uusi&email=uusi" + fmt.Sprint(a.count) + "@example.fi&password=kolme+lapiota+hyllyssä"
	switch kind {
	case "member", "password link":
		u, err := a.Accounts.AddUser(t.Context(), account.Machine(), user, reader)
		must(t, err)
		values["user"], values["query"] = u.ID, "?organisation=vantaa"
		o, err := a.Accounts.Organisation(t.Context(), "vantaa")
		must(t, err)
		values["form of desk/organisation"] = url.Values{"name.fi": {fmt.Sprint("Vantaa ", a.count)}, "mark": {o.Mark()}}.Encode()
		if kind == "password link" {
			values["secret"], err = a.Accounts.InvitePassword(t.Context(), admin, u.ID)
			must(t, err)
		}
	case "invitation":
		link, err := a.Accounts.Invite(t.Context(), admin, account.Invitation{Email: user.Email, Name: "Uusi", Membership: reader})
		must(t, err)
		values["secret"] = link
		list, err := a.Accounts.Invitations(t.Context(), admin, "vantaa")
		must(t, err)
		values["invitation"] = list[0].ID
	case "invitation of the newcomer": // for the newcomer, who belongs to nothing
		link, err := a.Accounts.Invite(t.Context(), account.Machine(), account.Invitation{
			Email: "newcomer@example.fi", Name: "Uusi", Membership: account.Membership{Organisation: a.free(t), Role: "reader"},
		})
		must(t, err)
		values["secret"] = link
	case "token of vantaa":
		_, err := a.Accounts.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: "vantaa", Role: "reader", Name: "x"})
		must(t, err)
		list, err := a.Accounts.Tokens(t.Context(), account.Machine(), "vantaa")
		must(t, err)
		values["token"] = list[0].ID
	}
}

// free is an organisation to which nobody belongs.
func (a *access) free(t *testing.T) string {
	t.Helper()
	id := fmt.Sprintf("vapaa%d", a.count)
	must(t, a.Accounts.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: id, Name: i18n.Text{FI: id}}))
	return id
}

// suggestion is the one that the page of a practice's document makes.
func (a *access) suggestion(t *testing.T, practice string) string {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/fi/desk/practices/"+practice+"/document", nil)
	request.Header.Set("Cookie", a.cookies["editor of vantaa"])
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, request)
	found := regexp.MustCompile(`name="suggestion" value="([^"]+)"`).FindStringSubmatch(w.Body.String())
	if found == nil {
		t.Fatalf("no suggestion, status %d", w.Code)
	}
	return found[1]
}
