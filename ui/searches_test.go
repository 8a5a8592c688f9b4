package ui_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/thesaurus"
	"tiekartta/ui"
)

// saves saves a search and returns the address of its page and of its feed.
func (s service) saves(query, name, cookie string) (page, feed string) {
	s.t.Helper()
	if err := s.index.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	w := s.post("/fi/desk/searches", url.Values{"query": {query}, "name": {name}}, cookie)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/fi/desk/searches?done=saved" {
		s.t.Fatalf("%d to %q", w.Code, to)
	}
	row := regexp.MustCompile(`<a class="ds-link" href="(/fi/desk/searches/s-[0-9a-f]+)">` + regexp.QuoteMeta(html.EscapeString(name)) + `</a>`).FindStringSubmatch(s.get("/fi/desk/searches", cookie).Body.String())
	if row == nil {
		s.t.Fatalf("%q is not listed", name)
	}
	address := regexp.MustCompile(`/fi/searches/[0-9a-f]+\.atom`).FindString(s.get(row[1], cookie).Body.String())
	return row[1], address
}

func TestASearchIsSavedUnderASuggestedName(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("reader", "vantaa")
	s.wants(s.get("/sv/practices?q=språkkafé&domain=work&page=1&sort=title", cookie), http.StatusOK, `href="/sv/desk/searches/new?domain=work&amp;q=spr%C3%A5kkaf%C3%A9&amp;sort=title"`)
	if strings.Contains(s.get("/sv/practices?q=språkkafé").Body.String(), "/desk/searches") {
		t.Error("somebody who is not signed in is offered to save a search")
	}
	work, _ := s.exporter.Catalogue.Vocabularies.Label("domain", "work").Best(i18n.Swedish)
	s.wants(s.get("/sv/desk/searches/new?q=språkkafé&domain=work", cookie), http.StatusOK, `value="språkkafé, `+work+`"`)
	s.wants(s.get("/fi/desk/searches/new", cookie), http.StatusOK, `value="`+s.says(i18n.Finnish, "page.searches.all")+`"`)
	s.saves("domain=work&q=valmennus&page=3&sort=title&nonsense=1", "Valmennus <työhön>", s.signedIn("editor", "vaasa"))
}

func TestWhatIsWrongWithASavedSearchIsSaidAtItsField(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("reader", "vantaa")
	if err := s.index.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := s.post("/fi/desk/searches", url.Values{"query": {"q=valmennus"}, "name": {strings.Repeat("ä", account.SearchNameLength+1)}}, cookie)
	s.wants(w, http.StatusUnprocessableEntity, `href="#name"`, `aria-invalid="true"`, `value="q=valmennus"`)
	s.saves("q=valmennus", "Valmennus", cookie)
	if err := s.index.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wants(s.post("/fi/desk/searches", url.Values{"query": {"q=valmennus&page=2"}, "name": {"Toinen"}}, cookie), http.StatusUnprocessableEntity,
		s.messages.T(i18n.Finnish, "problem.search_saved_before", "Name", "Valmennus"))
	page, _ := s.saves("q=tulkki", "Tulkki", cookie)
	s.wants(s.post(page, url.Values{"name": {""}}, cookie), http.StatusUnprocessableEntity, `href="#name"`)
	s.wants(s.post(page, url.Values{"name": {"Tulkit"}}, cookie), http.StatusSeeOther)
	s.wants(s.get(page, cookie), http.StatusOK, `<h1 class="ds-heading" data-size="lg">Tulkit</h1>`)
}

// What comes to match is new once: on the desk until its owner has looked, in the
// feed for good and with its first time. An update or an absence makes nothing new.
func TestASavedSearchTellsWhatIsNewOnce(t *testing.T) {
	s := open(t, ui.Settings{URL: outside})
	cookie := "__Host-" + s.signedIn("reader", "vantaa")
	page, feed := s.saves("q=jäätelökioski", "Kioskit", cookie)
	if f := s.feed(feed); len(f.Entries) != 0 || f.Title != "Tiekartta: Kioskit" || f.link("self") != outside+feed {
		t.Errorf("%+v", f)
	}
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Jäätelökioski työpaikkana."}})
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, s.messages.T(i18n.Finnish, "page.searches.new_count", "N", 1, "Count", "1"))
	fresh := `<span class="ds-tag" data-color="info">` + s.says(i18n.Finnish, "page.searches.fresh")
	s.wants(s.get(page, cookie), http.StatusOK, fresh, `href="/fi/practices/kioski"`)
	first := s.feed(feed)
	if len(first.Entries) != 1 || first.Entries[0].ID != "tag:tiekartta.example,2026:practices/kioski" {
		t.Fatalf("%+v", first.Entries)
	}
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Toinen teksti."}}) // does not match any more
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK)
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Jäätelökioski taas."}})
	if body := s.get("/fi/desk/searches", cookie).Body.String(); strings.Contains(body, "ds-tag") {
		t.Error("an updated practice is new again")
	}
	if w := s.get(page, cookie); strings.Contains(w.Body.String(), fresh) {
		t.Error("what its owner has seen is still new")
	}
	if again := s.feed(feed); len(again.Entries) != 1 || again.Entries[0].Updated != first.Entries[0].Updated || again.Updated != first.Updated {
		t.Errorf("%+v instead of %+v", again, first)
	}
	s.publish(catalogue.Practice{ID: "vanha", Summary: i18n.Text{FI: "Tämä kertoo muusta."}})
	s.feed(feed)
	s.publish(catalogue.Practice{ID: "vanha", Summary: i18n.Text{FI: "Tämä kertoo jäätelökioskista."}})
	if f := s.feed(feed); len(f.Entries) != 2 {
		t.Errorf("an old practice that comes to match is not told: %+v", f.Entries)
	}
}

func TestAFeedShowsWhatIsPublicAndItsAddressCanBeReplaced(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vantaa")
	page, feed := s.saves("q=jäätelökioski", "Kioskit", cookie)
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Jäätelökioski."}})
	if f := s.feed(feed); len(f.Entries) != 1 {
		t.Fatalf("%+v", f.Entries)
	}
	if _, err := s.exporter.Catalogue.Archive(t.Context(), account.Machine(), "kioski", 0); err != nil {
		t.Fatal(err)
	}
	if f := s.feed(feed); len(f.Entries) != 0 { // before the index knows it
		t.Errorf("the feed shows what is archived: %+v", f.Entries)
	}
	s.wants(s.post(page+"/address", nil, cookie), http.StatusSeeOther)
	for _, gone := range []string{feed, strings.TrimSuffix(feed, ".atom"), "/fi/searches/.atom", "/fi/searches/x.atom"} {
		s.wants(s.get(gone), http.StatusNotFound)
	}
	other := s.signedIn("administrator", "vantaa")
	for _, address := range []string{page, page + "/address", page + "/delete"} {
		s.wants(s.post(address, url.Values{"name": {"x"}}, other), http.StatusNotFound)
	}
	s.wants(s.get(page, other), http.StatusNotFound)
	s.wants(s.post(page+"/delete", nil, cookie), http.StatusSeeOther)
	s.wants(s.get(page, cookie), http.StatusNotFound)
}

// A search for one thing does not become a search for everything, of which its
// owner is told for good.
func TestASearchForASubjectThatIsNoMoreFindsNothing(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("editor", "vantaa")
	th := thesaurus.New(s.exporter.Store)
	subject, err := th.Add(t.Context(), account.Machine(), thesaurus.Concept{Preferred: i18n.Text{FI: "avantouinti", SV: "vinterbad"}})
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"concept": {subject.ID}}.Encode()
	page, feed := s.saves(query, "Avantouinti", cookie)
	s.wants(s.get("/fi/practices?"+query, cookie), http.StatusOK)
	subject.Retired = true
	if _, err = th.Change(t.Context(), account.Machine(), subject); err != nil {
		t.Fatal(err)
	}
	if err := s.index.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{feed, "/fi/practices.atom?" + query} {
		if f := s.feed(address); len(f.Entries) != 0 {
			t.Errorf("%s has %d entries", address, len(f.Entries))
		}
	}
	gone := "Asiasanat: valintaa ei enää ole"
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, gone, s.messages.T(i18n.Finnish, "page.practices.count", "N", 0, "Count", "0"))
	s.wants(s.get(page, cookie), http.StatusOK, gone)
	s.later.Finish(t.Context())
	s.wants(s.get("/fi/practices", cookie), http.StatusOK, gone)
}

func TestAnIndexThatKnowsLessThanASearchHasSeenTellsNothingNew(t *testing.T) {
	s := open(t, ui.Settings{})
	_, feed := s.saves("q=jäätelökioski", "Kioskit", s.signedIn("reader", "vantaa"))
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Jäätelökioski."}})
	seen := func(position int64) {
		err := s.exporter.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update searches set position = $1`, position)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen(s.index.Position() + 1) // as the index is while it is filled anew
	if f := s.feed(feed); len(f.Entries) != 0 {
		t.Errorf("told by an index that is being filled: %+v", f.Entries)
	}
	seen(s.index.Position())
	if f := s.feed(feed); len(f.Entries) != 1 {
		t.Errorf("not told by a whole one: %+v", f.Entries)
	}
}

func TestTheListOfSavedSearchesAsksEachOnlyWhenTheIndexHasMoved(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("reader", "vantaa")
	s.saves("q=jäätelökioski", "Kioskit", cookie)
	s.publish(catalogue.Practice{ID: "kioski", Summary: i18n.Text{FI: "Jäätelökioski."}})
	one := s.messages.T(i18n.Finnish, "page.practices.count", "N", 1, "Count", "1")
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, one)
	if err := s.index.Close(); err != nil { // whoever asks it fails
		t.Fatal(err)
	}
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, one)
}

// Whoever has the address of a feed reads it.
func TestTheSecretOfAFeedStaysInNoSharedCacheAndInNoLog(t *testing.T) {
	s := open(t, ui.Settings{})
	_, feed := s.saves("q=kieli", "Kieli", s.signedIn("editor", "vantaa"))
	if got := s.get(feed).Header().Get("Cache-Control"); !strings.HasPrefix(got, "private") {
		t.Errorf("Cache-Control %q", got)
	}
	var log bytes.Buffer
	s.pages.Log = slog.New(slog.NewTextHandler(&log, nil))
	if err := s.index.Close(); err != nil { // any fault of ours
		t.Fatal(err)
	}
	s.wants(s.get(feed), http.StatusInternalServerError)
	if secret := strings.TrimSuffix(path.Base(feed), ".atom"); strings.Contains(log.String(), secret) || !strings.Contains(log.String(), "searches/:feed") {
		t.Errorf("logged %s", log.String())
	}
}

func TestTheDeskOfSearchesIsInThreeLanguages(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("reader", "vantaa")
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, s.says(i18n.Finnish, "page.searches.none"))
	page, feed := s.saves("q=valmennus", "Valmennus", cookie)
	for _, lang := range i18n.Langs() {
		for _, address := range []string{"/desk/searches", strings.TrimPrefix(page, "/fi"), "/desk/searches/new?q=x"} {
			body := s.get(fmt.Sprint("/", lang, address), cookie).Body.String()
			for _, fault := range []string{">page.", "ZgotmplZ", "%!", "&lt;no value"} {
				if strings.Contains(body, fault) {
					t.Errorf("/%s%s has %q", lang, address, fault)
				}
			}
		}
		s.wants(s.get(strings.Replace(feed, "/fi/", "/"+string(lang)+"/", 1)), http.StatusOK, `xml:lang="`+string(lang)+`"`)
	}
}

func TestNobodyIsToldOfWhatIsOnlyNearASearch(t *testing.T) {
	s := open(t, ui.Settings{})
	cookie := s.signedIn("reader", "vantaa")
	w := s.get("/fi/practices?q=vertaistuki")
	s.wants(w, http.StatusOK, `class="ds-heading nearest"`)
	if n := len(s.feed("/fi/practices.atom?q=vertaistuki").Entries); n != 0 {
		t.Errorf("the feed has %d practices that do not answer the search", n)
	}
	if n := len(s.feed("/fi/practices.atom?q=kielikahvila").Entries); n == 0 {
		t.Error("the feed has no practice that answers the search")
	}
	page, _ := s.saves("q=vertaistuki", "Vertaistuki", cookie)
	s.wants(s.get("/fi/desk/searches", cookie), http.StatusOK, "0 käytäntöä", `href="/fi/practices?q=vertaistuki&amp;whole=1"`)
	s.imports(catalogue.Practice{ID: "ryhma", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Keskusteluryhmä"}, Summary: i18n.Text{FI: "Vertaistukea ja keskustelua."}, Challenge: i18n.Text{FI: "Tarve."}, Domains: []string{"health"}},
		catalogue.Practice{ID: "tuki", OriginalLanguage: i18n.Finnish, Title: i18n.Text{FI: "Tukihenkilö"}, Summary: i18n.Text{FI: "Tukea arkeen."}, Challenge: i18n.Text{FI: "Tarve."}, Domains: []string{"health"}})
	body := s.get(page, cookie).Body.String()
	if !strings.Contains(body, "/fi/practices/ryhma") || strings.Contains(body, "/fi/practices/tuki") {
		t.Errorf("new matches: %s", between(body, "<main", "</main>"))
	}
}
