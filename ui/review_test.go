package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

// reviewing is a service with a practice of vantaa in review, and the cookies
// of an editor and of three reviewers.
type reviewing struct {
	service
	practice, editor, vaasa, espoo, turku string
}

func openReviewing(t *testing.T) reviewing {
	t.Helper()
	r := reviewing{service: open(t, ui.Settings{})}
	for _, code := range []string{"049", "853"} {
		if _, err := r.exporter.Catalogue.EnsureOrganisation(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	p := catalogue.Practice{Organisation: "vantaa", Title: i18n.Text{FI: "Kielikahvila"}, Summary: i18n.Text{FI: "Kahvila kirjastossa."},
		Domains: []string{"language"}, State: "in_review"}
	if _, err := r.exporter.Catalogue.Put(t.Context(), account.Machine(), &p); err != nil {
		t.Fatal(err)
	}
	r.practice = p.ID
	r.editor, r.vaasa, r.espoo, r.turku = r.signedIn("editor", "vantaa"), r.signedIn("reviewer", "vaasa"), r.signedIn("reviewer", "espoo"), r.signedIn("reviewer", "turku")
	return r
}

// choices are the values of the boxes for reviewers, by the page's order.
func (r reviewing) choices() []string {
	var ids []string
	for _, part := range strings.Split(r.get("/fi/desk/practices/"+r.practice+"/review", r.editor).Body.String(), `name="reviewer" id="r-`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		ids = append(ids, id)
	}
	return ids
}

// ask asks Espoo's and Vaasa's reviewers, and returns the review's address for
// them.
func (r reviewing) ask() string {
	r.t.Helper()
	people := r.choices() // by their organisations' names: Espoo, Turku, Vaasa
	if len(people) != 3 {
		r.t.Fatalf("%d reviewers are offered", len(people))
	}
	address := "/sv/desk/practices/" + r.practice + "/review"
	w := r.post(address+"/ask", url.Values{"reviewer": {people[0], people[2]}}, r.editor)
	if r.wants(w, http.StatusSeeOther); w.Header().Get("Location") != address {
		r.t.Errorf("led to %s", w.Header().Get("Location"))
	}
	list := r.get("/fi/desk/reviews", r.vaasa).Body.String()
	_, rest, ok := strings.Cut(list, `href="/fi/desk/reviews/`)
	if !ok {
		r.t.Fatal("the reviewer has no task")
	}
	id, _, _ := strings.Cut(rest, `"`)
	return "/fi/desk/reviews/" + id
}

func (r reviewing) criteria(met string) url.Values {
	form := url.Values{"language": {"sv"}}
	for _, id := range r.exporter.Catalogue.CriteriaIDs() {
		form.Set("criteria."+id+".met", met)
		form.Set("criteria."+id+".reason", "Motivering <b>"+met+"</b>")
	}
	return form
}

func (r reviewing) assess(address, cookie, met string) {
	r.t.Helper()
	r.wants(r.post(address+"/reply", url.Values{"answer": {"accept"}}, cookie), http.StatusSeeOther)
	r.wants(r.post(address+"/criteria", r.criteria(met), cookie), http.StatusSeeOther)
	r.wants(r.post(address+"/recommendation", url.Values{"language": {"sv"}, "recommendation": {"publish"}, "text": {"Bra."}, "showName": {"1"}}, cookie), http.StatusSeeOther)
	r.wants(r.post(address+"/send", r.shown(address+"/check", cookie), cookie), http.StatusSeeOther)
}

// shown is what the form of a page says about the text that it shows.
func (r reviewing) shown(address, cookie string) url.Values {
	r.t.Helper()
	_, rest, ok := strings.Cut(r.get(address, cookie).Body.String(), `name="shown" value="`)
	if !ok {
		r.t.Fatalf("%s does not say which text it shows", address)
	}
	text, _, _ := strings.Cut(rest, `"`)
	return url.Values{"shown": {text}}
}

// change saves the draft with another summary.
func (r reviewing) change(summary string) {
	r.t.Helper()
	p := r.nowOf(r.practice)
	p.Summary.FI = summary
	if _, err := r.exporter.Catalogue.Change(r.t.Context(), account.Machine(), *p); err != nil {
		r.t.Fatal(err)
	}
}

func TestAReviewGoesFromTheRequestToThePublicPage(t *testing.T) {
	r := openReviewing(t)
	mine := "/fi/desk/practices/" + r.practice + "/review"
	task := r.ask()
	r.wants(r.get("/fi/desk", r.vaasa), http.StatusOK, r.says(i18n.Finnish, "page.reviews.waiting"), task)
	r.wants(r.get(task, r.vaasa), http.StatusOK, "Kahvila kirjastossa.", r.says(i18n.Finnish, "page.assess.reply.question"))
	r.assess(task, r.vaasa, "yes")
	if body := r.get(mine, r.editor).Body.String(); strings.Contains(body, "Motivering") {
		t.Error("the editor sees an assessment before both are in")
	}
	if body := r.get(task, r.espoo).Body.String(); strings.Contains(body, "Motivering") {
		t.Error("a reviewer sees the other's assessment before both are in")
	}
	r.assess(task, r.espoo, "partly")
	r.wants(r.get(mine, r.editor), http.StatusOK, "Motivering &lt;b&gt;yes&lt;/b&gt;", `name="opinion.fi"`)
	w := r.post(mine+"/publish", url.Values{"original": {"fi"}, "of": {r.assessed(mine)}, "validUntil": {"2020-01-01"}, "opinion.sv": {strings.Repeat("ord ", 81)}}, r.editor)
	r.wants(w, http.StatusUnprocessableEntity, `href="#opinion.sv"`, `href="#validUntil"`, `value="2020-01-01"`, "ord ord")
	w = r.post(mine+"/publish", url.Values{"original": {"fi"}, "of": {r.assessed(mine)}, "validUntil": {r.exporter.Catalogue.ReviewValidUntil()}, "opinion.fi": {"Selkeä & toimiva."}}, r.editor)
	r.wants(w, http.StatusSeeOther)
	if _, err := r.exporter.Catalogue.Publish(t.Context(), account.Machine(), r.practice, 0); err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs() {
		w := r.get("/" + string(lang) + "/practices/" + r.practice)
		r.wants(w, http.StatusOK, "Selkeä &amp; toimiva.", "Motivering &lt;b&gt;partly&lt;/b&gt;", "Testi reviewer", `href="#review"`,
			first(r.exporter.Catalogue.Vocabularies.Label("review_mark", "peer_reviewed").Best(lang)))
	}
	if err := r.index.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.wants(r.get("/fi/practices?q=kielikahvila"), http.StatusOK, "<dd>Vertaisarvioitu</dd>")
	until := r.exporter.Catalogue.ReviewValidUntil()
	data := linkedOf(t, r.get("/fi/practices/"+r.practice).Body.String())
	review, _ := data["review"].(map[string]any)
	status, _ := data["creativeWorkStatus"].(map[string]any)
	if status["termCode"] != "peer_reviewed" || review["expires"] != until || review["reviewBody"] != "Selkeä & toimiva." {
		t.Errorf("other programs are told %v, %v", status, review)
	}
	r.wants(r.get("/fi/practices.atom?q=kielikahvila"), http.StatusOK, `term="peer_reviewed"`, i18n.Date(i18n.Finnish, until))
	r.wants(r.get("/fi/practices.atom?q=smile"), http.StatusOK, `term="self_declared"`)
	r.wants(r.get("/fi/practices/smile"), http.StatusOK, "<strong>Organisaation oma kuvaus, ei vertaisarvioitu</strong>")
	r.wants(r.get("/sv/practices/"+r.practice+"/export.md"), http.StatusOK, "Kollegialt granskad", "Selkeä")
}

func first(s string, _ i18n.Lang) string { return s }

func TestAReviewersFormsKeepWhatWasTypedAndSayWhatIsWrong(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	w := r.post(task+"/reply", url.Values{}, r.vaasa)
	r.wants(w, http.StatusUnprocessableEntity, `href="#answer.first"`, `id="answer.first"`, "<title>Virhe:")
	w = r.post(task+"/reply", url.Values{"answer": {"conflict"}}, r.vaasa)
	r.wants(w, http.StatusUnprocessableEntity, `href="#conflict"`, `value="conflict" checked`)
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/reply", url.Values{"answer": {"accept"}}, r.vaasa), http.StatusSeeOther)
	form := r.criteria("no")
	form.Set("criteria.modelled.reason", strings.Repeat("ord ", 301))
	w = r.post(task+"/criteria", form, r.vaasa)
	r.wants(w, http.StatusUnprocessableEntity, `href="#criteria.modelled.reason"`, "ord ord", `id="criteria.goal_oriented.met.no" value="no" checked`)
	stored := r.criteria("no").Get("criteria.modelled.reason")
	form.Set("criteria.modelled.reason", stored)
	form.Set("known.criteria.modelled.reason", catalogue.Fingerprint(strings.TrimSpace(strings.Repeat("ord ", 301))))
	w = r.post(task+"/criteria", form, r.vaasa)
	if r.wants(w, http.StatusSeeOther); w.Header().Get("Location") != task+"/recommendation" {
		t.Errorf("led to %s", w.Header().Get("Location"))
	}
	form.Set("op", "later")
	if w = r.post(task+"/criteria", form, r.vaasa); w.Header().Get("Location") != task {
		t.Errorf("led to %s", w.Header().Get("Location"))
	}
	r.wants(r.get(task+"/criteria", r.vaasa), http.StatusOK, "Motivering &lt;b&gt;no&lt;/b&gt;", `value="sv" selected`)
	w = r.get(task+"/check", r.vaasa)
	if r.wants(w, http.StatusOK, `id="missing"`); strings.Contains(w.Body.String(), task+"/send") {
		t.Error("what is not complete can be sent")
	}
	r.wants(r.post(task+"/send", nil, r.vaasa), http.StatusUnprocessableEntity, `id="missing"`)
	r.wants(r.post(task+"/comment", url.Values{"path": {"summary"}}, r.vaasa), http.StatusUnprocessableEntity, `href="#comment"`)
	r.wants(r.post(task+"/comment", url.Values{"path": {"summary"}, "text": {"Kenelle?"}}, r.vaasa), http.StatusSeeOther)
}

func TestAnEditorIsToldWhyReviewersCannotBeAsked(t *testing.T) {
	r := openReviewing(t)
	address, people := "/en/desk/practices/"+r.practice+"/review", r.choices()
	r.wants(r.post(address+"/ask", url.Values{"reviewer": people[:1]}, r.editor), http.StatusUnprocessableEntity, `href="#ask"`, `value="`+people[0]+`" checked`)
	r.ask()
	w := r.get(address, r.editor)
	if r.wants(w, http.StatusOK, "/desk/reviews/rv-"); strings.Contains(w.Body.String(), `name="reviewer"`) {
		t.Error("more than two reviewers can be asked")
	}
	r.wants(r.get(address, r.signedIn("contributor", "vantaa")), http.StatusOK, r.says(i18n.English, "page.review.state.asked"))
	r.wants(r.post(address+"/cancel", nil, r.editor), http.StatusSeeOther)
	r.wants(r.get(address, r.editor), http.StatusOK, r.says(i18n.English, "page.review.state.cancelled"), `name="reviewer"`)
}

func TestReviewersConfirmATextThatHasChanged(t *testing.T) {
	r := openReviewing(t)
	task := r.ask()
	r.assess(task, r.vaasa, "yes")
	r.assess(task, r.espoo, "yes")
	r.change("Kahvila puistossa.")
	for address, cookie := range map[string]string{"/fi/desk/practices/" + r.practice + "/review": r.editor, task: r.vaasa} {
		w := r.get(address, cookie)
		if r.wants(w, http.StatusOK, "kirjastossa.<span", "puistossa.<span"); strings.Contains(w.Body.String(), `name="opinion.fi"`) {
			t.Error("the opinion can be published of a text that nobody has seen")
		}
	}
	r.wants(r.get("/sv/desk", r.espoo), http.StatusOK, r.says(i18n.Swedish, "page.review.outdated"))
	old := r.shown(task, r.vaasa)
	r.change("Kahvila torilla.")
	r.wants(r.post(task+"/confirm", old, r.vaasa), http.StatusConflict, r.says(i18n.Finnish, "page.assess.stale.confirm"), "torilla.<span")
	r.wants(r.post(task+"/confirm", r.shown(task, r.vaasa), r.vaasa), http.StatusSeeOther)
	r.wants(r.post(task+"/confirm", r.shown(task, r.espoo), r.espoo), http.StatusSeeOther)
	r.wants(r.get("/fi/desk/practices/"+r.practice+"/review", r.editor), http.StatusOK, `name="opinion.fi"`)
}

func TestAnAdministratorDecidesWhetherReviewsAreNeeded(t *testing.T) {
	r := openReviewing(t)
	admin := r.signedIn("administrator", "vantaa")
	r.wants(r.get("/fi/desk/review-rules", r.editor), http.StatusForbidden)
	r.wants(r.post("/fi/desk/review-rules", url.Values{"organisation": {"vantaa"}, "required": {"1"}}, r.editor), http.StatusForbidden)
	r.wants(r.post("/fi/desk/review-rules", url.Values{"organisation": {"vantaa"}, "required": {"1"}}, admin), http.StatusSeeOther)
	r.wants(r.get("/fi/desk/review-rules?saved=1", admin), http.StatusOK, " checked>", r.says(i18n.Finnish, "page.review_rules.saved"))
	r.wants(r.get("/fi/desk/practices/"+r.practice+"/review", r.editor), http.StatusOK, r.says(i18n.Finnish, "page.review.rule"))
	r.wants(r.post("/fi/desk/review-rules", url.Values{"organisation": {"vantaa"}}, admin), http.StatusSeeOther)
	if required, err := r.exporter.Catalogue.ReviewRequired(t.Context(), "vantaa"); required || err != nil {
		t.Error(required, err)
	}
}
