package ui_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/ui"
)

var (
	control   = regexp.MustCompile(`(?s)<(?:(input)( [^>]*)>|(textarea)( [^>]*)>([^<]*)</textarea>|(select)( [^>]*)>(.*?)</select>)`)
	attribute = regexp.MustCompile(` ([a-z-]+)(?:="([^"]*)")?`)
	option    = regexp.MustCompile(`<option value="([^"]*)" selected>`)
)

// formIn is what a browser would send of the form in a page, without a button.
func formIn(page, id string) url.Values {
	_, rest, _ := strings.Cut(page, `id="`+id+`"`)
	rest, _, _ = strings.Cut(rest, "</form>")
	values := url.Values{}
	for _, m := range control.FindAllStringSubmatch(rest, -1) {
		has := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(m[2]+m[4]+m[7], -1) {
			has[a[1]] = html.UnescapeString(a[2])
		}
		_, checked := has["checked"]
		value := has["value"]
		switch {
		case m[3] != "":
			value = html.UnescapeString(strings.TrimPrefix(m[5], "\n"))
			value = strings.ReplaceAll(value, "\n", "\r\n")
		case m[6] != "":
			value = ""
			if chosen := option.FindStringSubmatch(m[8]); chosen != nil {
				value = html.UnescapeString(chosen[1])
			}
		case (has["type"] == "checkbox" || has["type"] == "radio") && !checked:
			continue
		}
		values.Add(has["name"], value)
	}
	return values
}

func (s service) written(id string) *catalogue.Practice {
	s.t.Helper()
	p, err := s.exporter.Catalogue.Draft(s.t.Context(), account.Machine(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func content(t *testing.T, p *catalogue.Practice) string {
	t.Helper()
	c := *p
	c.Revision, c.State, c.Computed = 0, "", nil
	c.UpdatedAt = c.CreatedAt
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func sectionNames() []string {
	return []string{"basics", "need", "how", "resources", "results", "transfer", "contact"}
}

// SMILE and every other practice of the starter catalogue can be entered whole:
// the page of every section, sent back as it is, changes nothing.
func TestEveryStarterPracticeComesBackFromItsPagesUnchanged(t *testing.T) {
	s := open(t, ui.Settings{})
	cookies := map[string]string{}
	n := 0
	err := s.exporter.Catalogue.Each(t.Context(), func(p *catalogue.Practice) error {
		n++
		lang := i18n.Langs()[n%3]
		if p.ID == "smile" {
			lang = i18n.Finnish
		}
		if cookies[p.Organisation] == "" {
			cookies[p.Organisation] = s.signedIn("contributor", p.Organisation)
		}
		want, revision := content(t, s.written(p.ID)), s.written(p.ID).Revision
		for _, section := range sectionNames() {
			address := "/" + string(lang) + "/desk/practices/" + p.ID + "/" + section
			page := s.get(address, cookies[p.Organisation])
			s.wants(page, http.StatusOK)
			for _, fault := range []string{">page.", "field.", "hint.", "ZgotmplZ", "%!", "&lt;no value"} {
				if i := strings.Index(page.Body.String(), fault); i >= 0 {
					t.Errorf("%s has %q: %.80s", address, fault, page.Body.String()[i:])
				}
			}
			form := formIn(page.Body.String(), "write")
			if len(form) < 3 {
				t.Fatalf("%s: only %d fields", address, len(form))
			}
			form.Set("op", "next")
			s.wants(s.post(address, form, cookies[p.Organisation]), http.StatusSeeOther)
		}
		if got := s.written(p.ID); content(t, got) != want || got.Revision != revision {
			i := 0
			for now := content(t, got); i < min(len(now), len(want)) && now[i] == want[i]; i++ {
			}
			t.Errorf("%s was changed: %.200s\nto %.200s", p.ID, want[i:], content(t, got)[i:])
		}
		return nil
	})
	if err != nil || n < 30 {
		t.Fatal(n, err)
	}
}

// newDraft begins a practice of Vantaa and returns its id and the cookie of the one
// who writes it.
func (s service) newDraft() (id, cookie string) {
	s.t.Helper()
	cookie = s.signedIn("contributor", "vantaa")
	w := s.post("/fi/desk/practices/new", url.Values{"title": {"Kielikahvila kirjastossa"}, "originalLanguage": {"fi"}}, cookie)
	s.wants(w, http.StatusSeeOther)
	id, _, _ = strings.Cut(strings.TrimPrefix(w.Header().Get("Location"), "/fi/desk/practices/"), "?")
	return id, cookie
}

// section gets the form of a section, changes some fields and sends it.
func (s service) section(address, cookie, op string, change map[string]string) *httptest.ResponseRecorder {
	s.t.Helper()
	form := formIn(s.get(address, cookie).Body.String(), "write")
	for name, value := range change {
		form.Set(name, value)
	}
	form.Set("op", op)
	return s.post(address, form, cookie)
}

func TestAFirstPublicationNeedsAFewFieldsOnTwoPages(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	base := "/fi/desk/practices/" + id
	s.wants(s.get(base, cookie), http.StatusOK, base+"/basics#summary", s.says(i18n.Finnish, "page.write.task.needed"), s.says(i18n.Finnish, "page.write.state.draft"))
	w := s.section(base+"/basics", cookie, "list", map[string]string{"summary.fi": "Puhutaan suomea.", "domains": "language"})
	s.wants(w, http.StatusSeeOther)
	s.wants(s.get(base, cookie), http.StatusOK, `href="`+base+`/check"`)
	if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), id, 0); err != nil {
		t.Error(err)
	}
}

func TestATitleIsAllThatADraftNeeds(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vantaa")
	s.wants(s.post("/sv/desk/practices/new", url.Values{"title": {" "}}, cookie), http.StatusUnprocessableEntity, `href="#title"`)
	id, cookie := s.newDraft()
	w := s.section("/fi/desk/practices/"+id+"/basics", cookie, "next", map[string]string{"title.fi": "", "summary.fi": "Tiivistelmä"})
	s.wants(w, http.StatusUnprocessableEntity, `href="#title.fi"`)
	if p := s.written(id); p.Title.FI != "Kielikahvila kirjastossa" || p.Summary.FI != "Tiivistelmä" {
		t.Errorf("title %q, summary %q", p.Title.FI, p.Summary.FI)
	}
}

// A town's practice must not be taken for a nationwide one because nobody chose
// the municipality.
func TestAnEntryBeginsInTheMunicipalityOfItsOrganisation(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vantaa")
	const address = "/fi/desk/practices/new"
	for chosen, want := range map[string]string{"default": "092", "905": "905", "": "", "nonsense": ""} {
		form := formIn(s.get(address, cookie).Body.String(), "begin")
		if form.Get("municipality") != "092" {
			t.Fatalf("%q is chosen", form.Get("municipality"))
		}
		if chosen != "default" {
			form.Set("municipality", chosen)
		}
		form.Set("title", "Kielikahvila "+chosen)
		w := s.post(address, form, cookie)
		s.wants(w, http.StatusSeeOther)
		id, _, _ := strings.Cut(strings.TrimPrefix(w.Header().Get("Location"), "/fi/desk/practices/"), "?")
		if got := strings.Join(s.written(id).Municipalities, ","); got != want {
			t.Errorf("%q gives %q", chosen, got)
		}
	}
}

func TestWhoMayNotWriteDoesNotSeeTheForm(t *testing.T) {
	s := open(t, ui.Settings{})
	id, _ := s.newDraft()
	for _, page := range []string{"", "/basics", "/conflict", "/nonsense"} {
		address := "/fi/desk/practices/" + id + page
		s.wants(s.get(address, s.signedIn("reader", "vantaa")), http.StatusForbidden)
		s.wants(s.get(address, s.signedIn("editor", "vaasa")), http.StatusNotFound)
		s.wants(s.post(address, url.Values{"revision": {"1"}}, s.signedIn("editor", "vaasa")), http.StatusNotFound)
	}
	s.wants(s.get("/fi/desk/practices/new", s.signedIn("reader", "vantaa")), http.StatusForbidden)
}

func TestAValueThatCannotBeStoredKeepsNothingElseBack(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/sv/desk/practices/" + id + "/resources"
	s.wants(s.section(address, cookie, "add:funding", nil), http.StatusSeeOther)
	form := formIn(s.get(address+"?add=funding:", cookie).Body.String(), "write")
	for name, value := range map[string]string{"funding[0].source": "Staten", "funding[0].amount": "n. 500 000", "funding[0].period.start": "1.1.2018", "resources.fi": "Aikaa", "op": "autosave"} {
		form.Set(name, value)
	}
	w := s.post(address, form, cookie)
	s.wants(w, http.StatusUnprocessableEntity, `value="n. 500 000"`, `id="funding[0].amount-error"`)
	if p := s.written(id); len(p.Funding) != 1 || p.Funding[0].Source != "Staten" || p.Funding[0].Period.Start != "2018-01-01" || p.Funding[0].Amount != nil || p.Resources.FI != "Aikaa" {
		t.Errorf("%+v", p.Funding)
	}
	form = formIn(w.Body.String(), "write")
	form.Set("funding[0].amount", "501 704 €")
	form.Set("op", "next")
	s.wants(s.post(address, form, cookie), http.StatusSeeOther)
	if p := s.written(id); len(p.Funding) != 1 || *p.Funding[0].Amount != 501704 {
		t.Errorf("%+v", p.Funding)
	}
}

// follow gets the page that an answer leads to.
func (s service) follow(w *httptest.ResponseRecorder, cookie string) string {
	s.t.Helper()
	s.wants(w, http.StatusSeeOther)
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	page := s.get(to, cookie)
	s.wants(page, http.StatusOK)
	return page.Body.String()
}

func TestRowsComeAndGoWithoutScript(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/results"
	do := func(page, op string, change map[string]string) string {
		t.Helper()
		form := formIn(page, "write")
		for name, value := range change {
			form.Set(name, value)
		}
		form.Set("op", op)
		w := s.post(address, form, cookie)
		if to := w.Header().Get("Location"); strings.Contains(to, "#") {
			t.Errorf("%s: the fragment of %s takes the focus from the field", op, to)
		}
		return s.follow(w, cookie)
	}
	page := do(s.get(address, cookie).Body.String(), "add:results", nil)
	if form := formIn(page, "write"); form.Get("results[0].id") != "r1" || !strings.Contains(page, "autofocus") {
		t.Fatalf("the new row: %v", form)
	}
	page = do(page, "add:results", map[string]string{"results[0].label.fi": "Kävijät", "results[0].value": "312", "results[0].measure": "number"})
	page = do(page, "source:results[0]", map[string]string{"results[1].label.fi": "Toinen"})
	page = do(page, "add:results[0].breakdowns", map[string]string{"sources[0].title": "Kirjaston tilasto"})
	page = do(page, "up:results[1]", map[string]string{"results[0].breakdowns[0].group.fi": "naiset", "results[0].breakdowns[0].value": "54"})
	p := s.written(id)
	if len(p.Results) != 2 || p.Results[0].ID != "r2" || p.Results[1].Source != "s1" || p.Results[1].Breakdowns[0].Group.FI != "naiset" || p.Sources[0].Title != "Kirjaston tilasto" {
		t.Fatalf("%s", content(t, p))
	}
	page = do(page, "remove:results[1]", nil)
	if p := s.written(id); len(p.Results) != 1 || p.Results[0].ID != "r2" {
		t.Fatalf("%s", content(t, p))
	}
	undo := regexp.MustCompile(`value="(undo:[^"]+)"`).FindStringSubmatch(page)
	page = do(page, undo[1], nil)
	if got := s.written(id); content(t, got) != content(t, p) {
		t.Errorf("brought back:\n%s\n%s", content(t, p), content(t, got))
	}
	page = do(page, "remove:results[1]", nil)
	if form := formIn(do(page, "add:results", nil), "write"); form.Get("results[1].id") != "r3" {
		t.Errorf("an id is used again: %v", form["results[1].id"])
	}
}

func TestTwoPeopleInOneDraftLoseNothing(t *testing.T) {
	s := open(t, ui.Settings{})
	id, mine := s.newDraft()
	theirs := s.signedIn("editor", "vantaa")
	address := "/fi/desk/practices/" + id + "/need"
	early := formIn(s.get(address, mine).Body.String(), "write")
	s.wants(s.section(address, theirs, "stay", map[string]string{"challenge.fi": "Heidän tarpeensa", "goals.fi": "Heidän tavoitteensa"}), http.StatusSeeOther)

	early.Set("targetGroupNote.fi", "Minun ryhmäni")
	early.Set("op", "autosave")
	w := s.post(address, early, mine)
	s.wants(w, http.StatusOK, "Testi editor", "data-merged", "Heidän tarpeensa", "Minun ryhmäni")
	next := formIn(w.Body.String(), "write")

	s.wants(s.section(address, theirs, "stay", map[string]string{"challenge.fi": "Heidän uusi tarpeensa"}), http.StatusSeeOther)
	next.Set("challenge.fi", "Minun tarpeeni")
	next.Set("op", "autosave")
	s.wants(s.post(address, next, mine), http.StatusConflict, "Testi editor", "/conflict", "Minun tarpeeni")
	if p := s.written(id); p.Challenge.FI != "Heidän uusi tarpeensa" || p.TargetGroupNote.FI != "Minun ryhmäni" {
		t.Errorf("%q %q", p.Challenge.FI, p.TargetGroupNote.FI)
	}
	next.Set("op", "next")
	if to := s.post(address, next, mine).Header().Get("Location"); to != "/fi/desk/practices/"+id+"/conflict" {
		t.Errorf("led to %s", to)
	}

	s.wants(s.get("/fi/desk/practices/"+id, mine), http.StatusOK, "/conflict")
	page := s.get("/fi/desk/practices/"+id+"/conflict", mine)
	s.wants(page, http.StatusConflict, "Heidän uusi tarpeensa", "Minun tarpeeni", "Testi editor")
	settle := func(choice, text string) *httptest.ResponseRecorder {
		return s.post("/fi/desk/practices/"+id+"/conflict", url.Values{
			"shown:challenge.fi": {shownIn(page.Body.String(), "challenge.fi")}, "choice:challenge.fi": {choice}, "text:challenge.fi": {text}, "op": {"settle"},
		}, mine)
	}
	s.wants(settle("", ""), http.StatusUnprocessableEntity, "Minun tarpeeni")
	// The other one goes on writing: elsewhere, which is in nobody's way, and here.
	s.wants(s.section(address, theirs, "stay", map[string]string{"goals.fi": "Heidän toinen tavoitteensa", "challenge.fi": "Heidän kolmas tarpeensa"}), http.StatusSeeOther)
	again := settle("edit", "Meidän tarpeemme")
	s.wants(again, http.StatusConflict, `id="again"`, "Heidän kolmas tarpeensa", "Meidän tarpeemme</textarea>", `value="edit" checked`)
	page = again
	s.wants(s.section(address, theirs, "stay", map[string]string{"goals.fi": "Heidän kolmas tavoitteensa"}), http.StatusSeeOther)
	to := settle("edit", "Meidän tarpeemme")
	s.wants(to, http.StatusSeeOther)
	s.wants(s.get(to.Header().Get("Location"), mine), http.StatusOK, s.says(i18n.Finnish, "page.conflict.settled"))
	if p := s.written(id); p.Challenge.FI != "Meidän tarpeemme" || p.Goals.FI != "Heidän kolmas tavoitteensa" {
		t.Errorf("%q, %q", p.Challenge.FI, p.Goals.FI)
	}
	s.wants(s.get("/fi/desk/practices/"+id+"/conflict", mine), http.StatusSeeOther)
}

// shownIn is what the page of a conflict says about the other one's text of a field.
func shownIn(page, path string) string {
	_, rest, _ := strings.Cut(page, `name="shown:`+path+`" value="`)
	shown, _, _ := strings.Cut(rest, `"`)
	return shown
}

func TestTypingOnAfterASaveIsNoConflictWithOneself(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	address := "/fi/desk/practices/" + id + "/how"
	page := s.follow(s.section(address, cookie, "add:partners", nil), cookie)
	for _, text := range []string{"K", "Ki", "Kirjasto"} {
		form := formIn(page, "write")
		form.Set("partners[0].name", text)
		form.Set("howItWorks.fi", text)
		form.Set("op", "autosave")
		w := s.post(address, form, cookie)
		s.wants(w, http.StatusOK)
		page = w.Body.String()
	}
	if p := s.written(id); p.HowItWorks.FI != "Kirjasto" || len(p.Partners) != 1 || p.Partners[0].Name != "Kirjasto" {
		t.Errorf("%+v", p.Partners)
	}
}

// Whatever is written into any field stays text, on the pages of the desk and on
// those of readers.
func TestMarkupInAnyFieldStaysText(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("contributor", "vantaa")
	const attack = `"><script>alert(1)</script>'{{.}}`
	for _, section := range sectionNames() {
		address := "/fi/desk/practices/smile/" + section
		form := formIn(s.get(address, cookie).Body.String(), "write")
		for _, name := range slices.Sorted(maps.Keys(form)) {
			if strings.HasSuffix(name, ".from") || strings.HasSuffix(name, ".id") || name == "revision" || len(form[name]) > 1 || form.Get(name) == "" && strings.Contains(name, "period") {
				continue
			}
			try := url.Values{}
			maps.Copy(try, form)
			try[name] = []string{attack}
			try.Set("op", "autosave")
			try.Set("revision", fmt.Sprint(s.written("smile").Revision))
			w := s.post(address, try, cookie)
			if strings.Contains(w.Body.String(), "<script>alert") || w.Code >= 500 {
				t.Errorf("%s: %d, markup comes back as such", name, w.Code)
			}
		}
	}
	if _, err := s.exporter.Catalogue.Publish(t.Context(), account.Machine(), "smile", 0); err != nil {
		t.Fatal(err)
	}
	if p := s.written("smile"); !strings.Contains(content(t, p), "alert(1)") {
		t.Error("no text was stored, so nothing was tried")
	}
	for _, page := range []string{"/fi/practices/smile", "/sv/practices/smile", "/fi/desk/practices/smile", "/fi/desk/practices/smile/results"} {
		w := s.get(page, cookie)
		s.wants(w, http.StatusOK)
		if strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s shows markup as such", page)
		}
	}
}
