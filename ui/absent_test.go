package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestAPlaceWithoutPracticesLeadsToThoseBesideIt(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, c := range []struct {
		lang        i18n.Lang
		query, name string
	}{
		{i18n.Finnish, "Kokkola", "Kunta, josta ei vielä ole käytäntöjä: Kokkola / Karleby"},
		{i18n.Swedish, "Karleby", "Kommun som det ännu inte finns praxisexempel från: Karleby / Kokkola"},
		{i18n.English, "place:Kokkola", "Municipality without practices so far: Kokkola / Karleby"},
		{i18n.Finnish, "Keski-Pohjanmaa", "Maakunta, josta ei vielä ole käytäntöjä: Keski-Pohjanmaa"},
		{i18n.Finnish, "kielikahvila+Kokkola", "Kunta, josta ei vielä ole käytäntöjä: Kokkola / Karleby"},
	} {
		w := s.get("/" + string(c.lang) + "/practices?q=" + c.query)
		s.wants(w, http.StatusOK, c.name)
		part := between(w.Body.String(), c.name, "</div>")
		links := regexp.MustCompile(`href="(/[a-z]+/practices\?[^"]*region=\d+)">[^<]*</a> \((\d+)\)`).FindAllStringSubmatch(part, -1)
		if len(links) == 0 {
			t.Errorf("%s: no way on: %s", c.query, part)
		}
		for _, l := range links {
			if found := count(s.get(strings.ReplaceAll(l[1], "&amp;", "&")).Body.String()); found != s.says(c.lang, "page.find.partial") && !strings.HasPrefix(found, l[2]+" ") && !strings.HasPrefix(found, l[2]+"\u00a0") {
				t.Errorf("%s: %s finds %s, not %s", c.query, l[1], found, l[2])
			}
			if strings.Contains(l[1], "q=") != strings.Contains(c.query, "kielikahvila") {
				t.Errorf("%s: the other words: %s", c.query, l[1])
			}
		}
	}
	if body := s.get("/fi/practices?q=Vaasa").Body.String(); strings.Contains(body, `class="ds-alert absent"`) {
		t.Error("Vaasa has practices")
	}
}
