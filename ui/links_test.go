package ui_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/ui"
)

var linkWithin = regexp.MustCompile(`href="#([^"]+)"`)

func TestEveryLinkWithinAPageOfTheDeskHasItsTarget(t *testing.T) {
	r := openReviewing(t)
	p := r.nowOf(r.practice)
	p.Contact.Name, p.Contact.Email, p.Contact.Public = "Aino Ohjaaja", "aino@example.fi", true
	if _, err := r.exporter.Catalogue.Change(t.Context(), account.Machine(), *p); err != nil {
		t.Fatal(err)
	}
	task := r.ask()
	desk := "/fi/desk/practices/" + r.practice
	whole := func(address, cookie string) {
		t.Helper()
		w := r.get(address, cookie)
		r.wants(w, http.StatusOK)
		for _, link := range linkWithin.FindAllStringSubmatch(w.Body.String(), -1) {
			if !strings.Contains(w.Body.String(), `id="`+link[1]+`"`) {
				t.Errorf("%s has no #%s", address, link[1])
			}
		}
	}
	for _, address := range []string{task, desk + "/check", desk + "/review", desk, "/fi/desk", "/fi/desk/reviews"} {
		cookie := r.editor
		if strings.Contains(address, "/reviews") {
			cookie = r.vaasa
		}
		whole(address, cookie)
	}
	r.assess(task, r.vaasa, "yes")
	r.assess(task, r.espoo, "yes")
	r.wants(r.post(desk+"/review/publish", url.Values{"original": {"fi"}, "of": {r.assessed(desk + "/review")}, "validUntil": {r.exporter.Catalogue.ReviewValidUntil()}, "opinion.fi": {"Selkeä."}}, r.editor), http.StatusSeeOther)
	if _, err := r.exporter.Catalogue.Publish(t.Context(), account.Machine(), r.practice, 0); err != nil {
		t.Fatal(err)
	}
	whole(desk+"/check", r.editor)
	whole(task, r.vaasa)
}

// Whatever is wrong in a section, the summary leads to it: to a field, a row, or
// a list with too many rows.
func TestEverySummaryOfASectionLeadsToWhatIsWrong(t *testing.T) {
	s := open(t, ui.Settings{})
	id, cookie := s.newDraft()
	wrong := map[string]url.Values{
		"basics":    {"period.start": {"joskus"}, "domains": {"work", "education", "language", "housing"}, "title.fi": {strings.Repeat("ä", 9000)}, "municipalities[0]": {"999"}},
		"need":      {"targetGroups": {"nobody"}, "reach.actual": {"monta"}},
		"how":       {"components[0].name.fi": {"Osa"}, "components[0].kind": {"odd"}, "partners[0].name": {strings.Repeat("x", 9000)}, "partners[0].type": {"odd"}, "serviceLanguages": {"qqq"}},
		"resources": {"funding[0].amount": {"paljon"}, "funding[0].source": {"AMIF"}, "funding[1].amount": {"-5"}, "funding[1].source": {"ESR"}},
		"results":   {"results[0].label.fi": {"Tulos"}, "results[0].value": {"monta"}, "results[0].breakdowns[0].value": {"x"}, "results[0].breakdowns[0].group.fi": {"naisia"}, "sources[0].url": {"javascript:x"}, "sources[0].title": {"Raportti"}},
		"transfer":  {"lessons[0].kind": {"odd"}, "lessons[0].text.fi": {"Oppi"}, "conditions[0].category": {"odd"}, "conditions[0].text.fi": {"Ehto"}},
		"contact":   {"contact.email": {strings.Repeat("x", 5000)}, "licence": {"odd"}},
	}
	many := url.Values{}
	for i := range 201 {
		many.Set(fmt.Sprintf("funding[%d].source", i), "rahoittaja")
	}
	try := func(section string, change url.Values) {
		t.Helper()
		address := "/fi/desk/practices/" + id + "/" + section
		form := formIn(s.get(address, cookie).Body.String(), "write")
		maps.Copy(form, change)
		form.Set("op", "list")
		w := s.post(address, form, cookie)
		s.wants(w, http.StatusUnprocessableEntity)
		body := w.Body.String()
		_, errors, _ := strings.Cut(body, `id="errors"`)
		errors, _, _ = strings.Cut(errors, "</ul>")
		links := linkWithin.FindAllStringSubmatch(errors, -1)
		if len(links) == 0 {
			t.Errorf("%s: the summary leads nowhere: %.400s", section, errors)
		}
		for _, link := range links {
			id, err := url.PathUnescape(link[1])
			if err != nil || !strings.Contains(body, `id="`+id+`"`) {
				t.Errorf("%s has no #%s", section, link[1])
			}
		}
	}
	for section, change := range wrong {
		try(section, change)
	}
	try("resources", many)
}
