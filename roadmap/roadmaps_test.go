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

func editor() account.Actor {
	return account.Actor{Organisation: "vantaa", Role: "editor"}
}

func approver() account.Actor {
	return account.Actor{Organisation: "vantaa", Role: "contributor", Approve: true}
}

// added stores the plan, in that state.
func added(t *testing.T, m *roadmap.Roadmaps, state string) *roadmap.Roadmap {
	t.Helper()
	r := plan()
	r.State = state
	stored, err := m.Add(t.Context(), account.Machine(), r)
	if err != nil {
		t.Fatal(err)
	}
	return stored
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
	if r, err = m.Change(ctx, editor(), *r); err != nil || r.Revision != 2 {
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
	r, err := m.Add(ctx, approver(), approved)
	if err != nil || r.Version != 1 {
		t.Fatal(r, err)
	}
	if _, err := m.Change(ctx, contributor(), *r); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor changed an approved roadmap: %v", err)
	}
	r.Title.FI = "Uusi nimi"
	if r, err = m.Change(ctx, approver(), *r); err != nil || r.Version != 2 {
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

func TestNoRoadmapHasTheIdOfTheDraftsPage(t *testing.T) {
	m := openRoadmaps(t)
	r := plan()
	r.Title = i18n.Text{EN: "Draft"}
	stored, err := m.Add(t.Context(), contributor(), r)
	if err != nil || stored.ID != "draft-2" {
		t.Error(stored, err)
	}
	r.ID = "draft"
	var problems i18n.Problems
	if _, err := m.Put(t.Context(), account.Machine(), &r); !errors.As(err, &problems) || problems[0].Key != "reserved_id" {
		t.Error(err)
	}
}

func TestRoadmapOfABundleGetsItsIDFromItsTitle(t *testing.T) {
	m := openRoadmaps(t)
	for _, want := range []string{"kotoutumisen-tiekartta", "kotoutumisen-tiekartta-2"} {
		r := plan()
		if got, err := m.Put(t.Context(), account.Machine(), &r); err != nil || got != catalogue.Added || r.ID != want {
			t.Error(got, r.ID, err)
		}
	}
}

func TestNoVersionNumberIsGivenTwice(t *testing.T) {
	m := openRoadmaps(t)
	r := plan()
	r.ID, r.Version = "muualta", 2 // it was approved twice where it comes from
	if _, err := m.Put(t.Context(), account.Machine(), &r); err != nil {
		t.Fatal(err)
	}
	stored, err := m.Roadmap(t.Context(), account.Machine(), r.ID)
	if err != nil || stored.Version != 2 {
		t.Fatal(stored, err)
	}
	for _, state := range []struct {
		name string
		want int
	}{{"approved", 3}, {"draft", 3}, {"in_force", 4}, {"in_force", 5}} {
		stored.State = state.name
		if stored, err = m.Change(t.Context(), approver(), *stored); err != nil || stored.Version != state.want {
			t.Fatal(state, stored, err)
		}
	}
	decided := plan()
	decided.ID, decided.Version, decided.State = "paatetty", 7, "approved"
	if _, err := m.Put(t.Context(), account.Machine(), &decided); err != nil {
		t.Fatal(err)
	}
	if frozen, err := m.RoadmapVersion(t.Context(), stranger, "paatetty", 7); err != nil || frozen.Version != 7 {
		t.Error("a new roadmap keeps the version that it came with", frozen, err)
	}
}
