package ui_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestSearchHelpHasExamplesThatFind(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, lang := range i18n.Langs() {
		address := "/" + string(lang) + "/search-help"
		for _, from := range []string{"", "/practices", "/practices?q=kuoro"} {
			s.wants(s.get("/"+string(lang)+from), http.StatusOK, `href="`+address+`"`)
		}
		w := s.get(address)
		s.wants(w, http.StatusOK, s.says(lang, "page.searchhelp.title"))
		links := regexp.MustCompile(`<li><a class="ds-link" href="(/../practices\?[^"]+)"`).FindAllStringSubmatch(w.Body.String(), -1)
		if len(links) < 17 {
			t.Errorf("%s: %d examples", lang, len(links))
		}
		for _, l := range links {
			if found := s.get(html.UnescapeString(l[1])).Body.String(); !strings.Contains(found, `<ul class="cards">`) {
				t.Errorf("%s finds nothing", l[1])
			}
		}
	}
	s.wants(s.get("/sitemap.xml"), http.StatusOK, "/en/search-help")
}
