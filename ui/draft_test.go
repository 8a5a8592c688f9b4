package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/exchange"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/ui"
)

func TestDraftHasNothingOfAStoredRoadmapOfTheSameName(t *testing.T) {
	s := open(t, ui.Settings{})
	secret := roadmap.Roadmap{
		Title: i18n.Text{FI: "Oma tiekartta"}, Organisation: "vantaa", Period: catalogue.Period{Start: "2027", End: "2030"},
		Sections: []roadmap.Section{{ID: "s1", Goals: []roadmap.Goal{{ID: "g1", Indicators: []roadmap.Indicator{{ID: "i1"}}}}}},
	}
	stored, err := s.exporter.Roadmaps.Add(t.Context(), account.Machine(), secret)
	if err != nil || stored.ID != "oma-tiekartta" {
		t.Fatal(stored, err)
	}
	value := 471108.0
	one := roadmap.Measurement{ID: "m1", Roadmap: stored.ID, Indicator: "i1", Value: &value, By: "Mikko Mittaaja"}
	if _, err := s.exporter.Roadmaps.PutMeasurement(t.Context(), account.Machine(), one); err != nil {
		t.Fatal(err)
	}
	for _, format := range exchange.RoadmapFormats() {
		w := s.get("/fi/roadmaps/draft/export." + format + "?" + draftQuery)
		s.wants(w, http.StatusOK)
		for _, word := range []string{"471108", "Mikko", `"oma-tiekartta"`} {
			if strings.Contains(w.Body.String(), word) {
				t.Errorf("the draft as %s has %s", format, word)
			}
		}
		want := `attachment; filename="oma-tiekartta-fi.` + format + `"`
		if got := w.Header().Get("Content-Disposition"); got != want {
			t.Errorf("%s: %s", format, got)
		}
	}
}
