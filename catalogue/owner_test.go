package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestImportDoesNotDiscardTheNextDraft(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p, err := c.Add(ctx, me, practice())
	if err != nil {
		t.Fatal(err)
	}
	if p, err = c.Publish(ctx, me, p.ID, 0); err != nil {
		t.Fatal(err)
	}
	bundled := *p
	draft := *p
	draft.Title.FI = "Kollegan luonnos"
	if _, err := c.Change(ctx, me, draft); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Put(ctx, account.Machine(), &bundled); err != nil || got != catalogue.Skipped {
		t.Errorf("the same as published: %v %v", got, err)
	}
	bundled.Title.SV = "Språkkafé"
	var problems i18n.Problems
	if _, err := c.Put(ctx, account.Machine(), &bundled); !errors.As(err, &problems) || problems[0].Key != "draft_in_the_way" {
		t.Errorf("got %v", err)
	}
	if kept, err := c.Draft(ctx, me, p.ID); err != nil || kept.Title.FI != "Kollegan luonnos" {
		t.Errorf("%+v %v", kept, err)
	}
}

func TestTheSameDraftOverAPublishedEntryIsSkipped(t *testing.T) {
	c := open(t)
	ctx, m := t.Context(), account.Machine()
	p := practice()
	p.ID, p.State = "kahvila", "published"
	if _, err := c.Put(ctx, m, &p); err != nil {
		t.Fatal(err)
	}
	p.State, p.Title.SV = "draft", "Språkkafé"
	for _, want := range []catalogue.Outcome{catalogue.Changed, catalogue.Skipped} {
		if got, err := c.Put(ctx, m, &p); err != nil || got != want {
			t.Errorf("got %v %v, want %v", got, err, want)
		}
	}
}

func TestWhatWasArchivedUnpublishedComesBackUnpublished(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p, err := c.Add(ctx, me, practice())
	if err != nil {
		t.Fatal(err)
	}
	if p, err = c.Archive(ctx, me, p.ID, 0); err != nil || p.Version != 0 {
		t.Fatal(p, err)
	}
	other := open(t)
	if _, err := other.Put(ctx, account.Machine(), p); err != nil {
		t.Fatal(err)
	}
	back, err := other.Draft(ctx, account.Machine(), p.ID)
	if err != nil || back.Version != 0 || back.State != "archived" {
		t.Errorf("%+v %v", back, err)
	}
}

func TestNobodyTakesOverAnothersOrganisation(t *testing.T) {
	c := open(t)
	ctx := t.Context()
	if err := c.PutOrganisation(ctx, account.Machine(), account.Organisation{ID: "salo", Name: i18n.Text{FI: "Salo ry"}, Type: "association"}); err != nil {
		t.Fatal(err)
	}
	town, err := c.EnsureOrganisation(ctx, "734")
	if err != nil || town.ID != "salo-2" || town.Municipality != "734" {
		t.Fatal(town, err)
	}
	if o, err := c.Organisation(ctx, "salo"); err != nil || o.Type != "association" {
		t.Errorf("the association became %+v %v", o, err)
	}
	if again, err := c.EnsureOrganisation(ctx, "734"); err != nil || again.ID != "salo-2" {
		t.Error(again, err)
	}
}

func TestWithdrawnConsentHidesThePersonInAllVersions(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p := practice()
	p.Contact = catalogue.Contact{Name: "Maija", Email: "maija@example.fi", Public: true}
	saved, err := c.Add(ctx, me, p)
	if err != nil {
		t.Fatal(err)
	}
	if saved, err = c.Publish(ctx, me, saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	if first, err := c.PracticeVersion(ctx, nobody, saved.ID, 1); err != nil || first.Contact.Name != "Maija" {
		t.Fatalf("with consent: %+v %v", first, err)
	}
	saved.Contact.Public = false
	if _, err := c.Change(ctx, me, *saved); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Publish(ctx, me, saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	for version := 1; version <= 2; version++ {
		if old, err := c.PracticeVersion(ctx, nobody, saved.ID, version); err != nil || old.Contact.Name+old.Contact.Email != "" {
			t.Errorf("version %d: %+v %v", version, old.Contact, err)
		}
	}
	differences, err := c.Changes(ctx, nobody, saved.ID, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		if strings.Contains(d.Path, "name") || strings.Contains(d.Path, "email") {
			t.Errorf("the difference tells %+v", d)
		}
	}
	if own, err := c.PracticeVersion(ctx, me, saved.ID, 1); err != nil || own.Contact.Name != "Maija" {
		t.Errorf("the owner: %+v %v", own, err)
	}
}

func TestTheOwnerNowSeesThePersonAndTheFormerDoesNot(t *testing.T) {
	c := open(t)
	ctx := t.Context()
	p := practice()
	p.Contact = catalogue.Contact{Name: "Maija"}
	saved, err := c.Add(ctx, editor("vantaa"), p)
	if err != nil {
		t.Fatal(err)
	}
	if saved, err = c.Publish(ctx, editor("vantaa"), saved.ID, 0); err != nil {
		t.Fatal(err)
	}
	saved.Organisation = "vaasa"
	if _, err := c.Change(ctx, account.Machine(), *saved); err != nil {
		t.Fatal(err)
	}
	for organisation, want := range map[string]string{"vaasa": "Maija", "vantaa": ""} {
		if got, err := c.Practice(ctx, editor(organisation), saved.ID); err != nil || got.Contact.Name != want {
			t.Errorf("%s sees %+v %v", organisation, got.Contact, err)
		}
		if got, err := c.PracticeVersion(ctx, editor(organisation), saved.ID, 1); err != nil || got.Contact.Name != want {
			t.Errorf("%s sees in version 1 %+v %v", organisation, got.Contact, err)
		}
	}
}

func TestARelationToNothingIsRefused(t *testing.T) {
	c := open(t)
	p := practice()
	p.Related = []catalogue.Related{{Practice: "no-such", Relation: "similar"}}
	_, err := c.Add(t.Context(), editor("vantaa"), p)
	problems, _ := asProblems(err)
	if len(problems) != 1 || problems[0].Path != "related[0].practice" {
		t.Errorf("got %v", err)
	}
}

func TestAMunicipalitysCodeStandsForItsOrganisation(t *testing.T) {
	c := open(t)
	p := practice()
	p.Organisation = "092"
	saved, err := c.Add(t.Context(), editor("vantaa"), p)
	if err != nil || saved.Organisation != "vantaa" {
		t.Errorf("%+v %v", saved, err)
	}
}

func TestNoTextIsWithoutALimit(t *testing.T) {
	c := open(t)
	long := strings.Repeat("a", 1<<20)
	for path, spoil := range map[string]func(*catalogue.Practice){
		"summary.fi":               func(p *catalogue.Practice) { p.Summary.FI = long },
		"partners[0].name":         func(p *catalogue.Practice) { p.Partners = []catalogue.Partner{{Name: long}} },
		"partners[0].role.fi":      func(p *catalogue.Practice) { p.Partners = []catalogue.Partner{{Name: "a", Role: i18n.Text{FI: long}}} },
		"sources[0].title":         func(p *catalogue.Practice) { p.Sources = []catalogue.Source{{ID: "s", Title: long}} },
		"sources[0].note":          func(p *catalogue.Practice) { p.Sources = []catalogue.Source{{ID: "s", Note: long}} },
		"sources[0].id":            func(p *catalogue.Practice) { p.Sources = []catalogue.Source{{ID: long}} },
		"results[0].text.fi":       func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r", Text: i18n.Text{FI: long}}} },
		"results[0].quoteLocation": func(p *catalogue.Practice) { p.Results = []catalogue.Result{{ID: "r", QuoteLocation: long}} },
		"funding[0].note.fi":       func(p *catalogue.Practice) { p.Funding = []catalogue.Funding{{Note: i18n.Text{FI: long}}} },
		"components[0].id":         func(p *catalogue.Practice) { p.Components = []catalogue.Component{{ID: long}} },
		"machine[0]":               func(p *catalogue.Practice) { p.Machine = []string{long} },
		"licence":                  func(p *catalogue.Practice) { p.Licence = long },
		"criteria.modelled.reason.fi": func(p *catalogue.Practice) {
			p.Criteria.Modelled.Reason.FI = long
		},
	} {
		p := practice()
		spoil(&p)
		_, err := c.Add(t.Context(), editor("vantaa"), p)
		problems, _ := asProblems(err)
		if !slices.ContainsFunc(problems, func(one i18n.Problem) bool { return one.Path == path && one.Key == "too_long" }) {
			t.Errorf("%s: %.100v", path, err)
		}
	}
}

func TestArchivedPracticeOfOthersIsNotFound(t *testing.T) {
	c := open(t)
	ctx, me := t.Context(), editor("vantaa")
	p, _ := c.Add(ctx, me, practice())
	if _, err := c.Archive(ctx, me, p.ID, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Publish(ctx, editor("vaasa"), p.ID, 0); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestAPublishedEntryIsGivenAwayByThoseWhoPublishIt(t *testing.T) {
	c := open(t)
	p, err := c.Add(t.Context(), editor("vantaa"), practice())
	if err == nil {
		p, err = c.Publish(t.Context(), editor("vantaa"), p.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Organisation = "vaasa"
	elsewhere := []account.Membership{{Organisation: "vaasa", Role: "editor"}}
	contributor := account.Actor{User: "x", Name: "x", Organisation: "vantaa", Role: "contributor", Also: elsewhere}
	if _, err := c.Save(t.Context(), contributor, *p); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a form gives it away: %v", err)
	}
	if _, err := c.Change(t.Context(), contributor, *p); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a program gives it away: %v", err)
	}
	contributor.Role = "editor"
	if _, err := c.Change(t.Context(), contributor, *p); err != nil {
		t.Errorf("its editor does not give it away: %v", err)
	}
}
