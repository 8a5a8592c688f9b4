package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/ui"
)

func TestTheNeedIsAChapterOnlyWithContent(t *testing.T) {
	s := open(t, ui.Settings{})
	s.stores("saved", catalogue.Practice{Challenge: i18n.Text{FI: "Tarve."}, TargetGroupNote: i18n.Text{FI: "Vain kesällä muuttaneet"}})
	body := s.get("/fi/practices/saved").Body.String()
	for part, name := range map[string]string{between(body, `id="brief"`, "</section>"): "brief", between(body, `id="need"`, "</section>"): "need"} {
		if !strings.Contains(part, "Vain kesällä muuttaneet") {
			t.Errorf("%s lacks the note", name)
		}
	}
	s.stores("bare", catalogue.Practice{})
	if body := s.get("/fi/practices/bare").Body.String(); strings.Contains(body, `id="need"`) || strings.Contains(body, `href="#need"`) || !strings.Contains(body, `id="how"`) {
		t.Error("there is a chapter, or a link to it, with nothing in it")
	}
}

// stores publishes a practice as a file of another installation brings it.
func (s service) stores(id string, p catalogue.Practice) {
	s.t.Helper()
	p.ID, p.Organisation, p.State, p.OriginalLanguage, p.Domains = id, "vantaa", "published", i18n.Finnish, []string{"work"}
	p.Title, p.Summary = i18n.Text{FI: "Malli " + id}, i18n.Text{FI: "Tiivistelmä."}
	if _, err := s.exporter.Import(s.t.Context(), account.Machine(), &exchange.Bundle{Practices: []catalogue.Practice{p}}); err != nil {
		s.t.Fatal(err)
	}
}

func TestAVersionIsANumber(t *testing.T) {
	s := open(t, ui.Settings{})
	for _, version := range []string{"1", "01", "001"} {
		w := s.get("/en/practices/smile?version=" + version)
		if s.wants(w, http.StatusOK); strings.Contains(w.Body.String(), `content="noindex"`) {
			t.Errorf("version %s, the newest, is called an old one", version)
		}
	}
	for _, version := range []string{"0", "-1", "1.0", "x"} {
		s.wants(s.get("/en/practices/smile?version="+version), http.StatusNotFound)
	}
}

func TestSourcesAndRelatedPracticesAreMarkedWithTheirLanguage(t *testing.T) {
	s := open(t, ui.Settings{})
	s.stores("other", catalogue.Practice{Challenge: i18n.Text{FI: "Tarve."}})
	s.stores("one", catalogue.Practice{
		Challenge: i18n.Text{FI: "Tarve."}, Related: []catalogue.Related{{Practice: "other", Relation: "similar"}},
		Sources: []catalogue.Source{
			{ID: "s1", Title: "Ein Bericht", Language: "de", URL: "https://example.org/a", Note: "Vain alku."},
			{ID: "s2", Title: "A report", Language: "en"}, {ID: "s3", Title: "Rapport", Language: "sv"},
		},
	})
	s.wants(s.get("/en/practices/one"), http.StatusOK, `hreflang="de" lang="de">Ein Bericht</a>`, `<span lang="fi">Vain alku.</span>`,
		`id="source-2">A report`, `<span lang="sv">Rapport</span>`, `/en/practices/other"><span lang="fi">Malli other</span></a>`)
	s.wants(s.get("/fi/practices/one"), http.StatusOK, `. Vain alku.</li>`, `/fi/practices/other">Malli other</a>`)
}
