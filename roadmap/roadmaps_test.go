package roadmap_test

import (
	"errors"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

func openRoadmaps(t *testing.T) *roadmap.Roadmaps {
	t.Helper()
	s := storetest.Open(t)
	c, err := catalogue.New(s, account.New(s))
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"092", "905"} {
		if _, err := c.EnsureOrganisation(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	return roadmap.New(s, c)
}

func plan() roadmap.Roadmap {
	return roadmap.Roadmap{
		Title: i18n.Text{FI: "Kotoutumisen tiekartta"}, Organisation: "vantaa", Period: catalogue.Period{Start: "2027", End: "2030"},
		Sections: []roadmap.Section{{ID: "s1", Domain: "work", Goals: []roadmap.Goal{{
			ID: "s1-g1", Title: i18n.Text{FI: "Työhön"},
			Actions: []roadmap.Action{{
				ID: "s1-g1-a1", Items: []i18n.Text{{FI: "Valmennus"}}, AsRead: &roadmap.AsRead{Place: "line 3", Cells: []string{"Työhön", "• Valmennus", "", "", ""}},
				Indicators: []roadmap.Indicator{{ID: "i1", Label: i18n.Text{FI: "Työllistyneet"}}},
			}},
		}}}},
	}
}

var stranger account.Actor

func contributor() account.Actor {
	return account.Actor{Organisation: "vantaa", Role: "contributor"}
}

func TestDraftRoadmapIsSeenByItsOwnersOnly(t *testing.T) {
	m := openRoadmaps(t)
	ctx := t.Context()
	r, err := m.Add(ctx, contributor(), plan())
	if err != nil || r.ID != "kotoutumisen-tiekartta" || r.Revision != 1 {
		t.Fatal(r, err)
	}
	for _, actor := range []account.Actor{stranger, {Organisation: "vaasa", Role: "administrator"}} {
		if _, err := m.Roadmap(ctx, actor, r.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: %v", actor, err)
		}
	}
	r.State = "consultation"
	if r, err = m.Change(ctx, contributor(), *r); err != nil || r.Revision != 2 {
		t.Fatal(r, err)
	}
	if _, err := m.Roadmap(ctx, stranger, r.ID); err != nil {
		t.Error(err)
	}
	if cards, err := m.Cards(ctx, stranger); err != nil || len(cards) != 1 || cards[0].Actions != 1 {
		t.Error(cards, err)
	}
}

func TestOnlyAnApproverDecides(t *testing.T) {
	m := openRoadmaps(t)
	ctx := t.Context()
	approved := plan()
	approved.State = "approved"
	if _, err := m.Add(ctx, contributor(), approved); !errors.Is(err, account.ErrDenied) {
		t.Fatal(err)
	}
	approver := contributor()
	approver.Approve = true
	r, err := m.Add(ctx, approver, approved)
	if err != nil || r.Version != 1 {
		t.Fatal(r, err)
	}
	if _, err := m.Change(ctx, contributor(), *r); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor changed an approved roadmap: %v", err)
	}
	r.Title.FI = "Uusi nimi"
	if r, err = m.Change(ctx, approver, *r); err != nil || r.Version != 2 {
		t.Fatal(r, err)
	}
	first, err := m.RoadmapVersion(ctx, stranger, r.ID, 1)
	if err != nil || first.Title.FI != "Kotoutumisen tiekartta" {
		t.Error(first, err)
	}
}

func TestStaleChangeIsAConflict(t *testing.T) {
	m := openRoadmaps(t)
	r, err := m.Add(t.Context(), contributor(), plan())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Change(t.Context(), contributor(), *r); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Change(t.Context(), contributor(), *r); !errors.Is(err, store.ErrConflict) {
		t.Error(err)
	}
}

func TestRowsAsReadAreNeverEdited(t *testing.T) {
	m := openRoadmaps(t)
	r, err := m.Add(t.Context(), contributor(), plan())
	if err != nil {
		t.Fatal(err)
	}
	changed := plan()
	changed.ID, changed.Revision = r.ID, r.Revision
	changed.Sections[0].Goals[0].Actions[0].AsRead.Cells[1] = "something else"
	got, err := m.Change(t.Context(), contributor(), changed)
	if err != nil {
		t.Fatal(err)
	}
	if cell := got.Sections[0].Goals[0].Actions[0].AsRead.Cells[1]; cell != "• Valmennus" {
		t.Errorf("the cell as read became %q", cell)
	}
}

func TestRoadmapOfAnUnknownPracticeIsRefused(t *testing.T) {
	m := openRoadmaps(t)
	r := plan()
	r.Sections[0].Goals[0].Actions[0].Practice = &roadmap.PracticeUse{ID: "nowhere", Version: 1}
	_, err := m.Add(t.Context(), contributor(), r)
	var problems i18n.Problems
	if !errors.As(err, &problems) || problems[0].Path != "sections[0].goals[0].actions[0].practice.id" {
		t.Error(err)
	}
}

func TestMeasurementsAreAddedOnceAndNeverRewritten(t *testing.T) {
	m := openRoadmaps(t)
	ctx := t.Context()
	r, err := m.Add(ctx, contributor(), plan())
	if err != nil {
		t.Fatal(err)
	}
	value := 12.0
	one := roadmap.Measurement{ID: "m1", Roadmap: r.ID, Indicator: "i1", Value: &value, Kind: "measured", At: r.CreatedAt}
	for _, want := range []catalogue.Outcome{catalogue.Added, catalogue.Skipped} {
		if got, err := m.PutMeasurement(ctx, contributor(), one); err != nil || got != want {
			t.Fatal(got, err)
		}
	}
	other := 13.0
	one.Value = &other
	if _, err := m.PutMeasurement(ctx, contributor(), one); !errors.Is(err, store.ErrConflict) {
		t.Error(err)
	}
	one.ID, one.Indicator = "m2", "no such"
	var problems i18n.Problems
	if _, err := m.PutMeasurement(ctx, contributor(), one); !errors.As(err, &problems) {
		t.Error(err)
	}
}
