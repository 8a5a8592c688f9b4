package ui

import (
	"slices"
	"testing"

	"tiekartta/catalogue"
)

func TestEveryFieldIsWrittenInASection(t *testing.T) {
	kept := []string{"id", "version", "revision", "state", "machine", "createdAt", "updatedAt", "publishedAt"}
	for _, field := range catalogue.Fields() {
		section := sectionOf(field)
		if written := slices.Contains(sections(), section); written == slices.Contains(kept, field) {
			t.Errorf("%s is written in the section %q", field, section)
		}
	}
	if got := sectionURL("sv", "smile", "results[0].label.fi"); got != "/sv/desk/practices/smile/results#results[0].label.fi" {
		t.Error(got)
	}
}
