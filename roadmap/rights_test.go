package roadmap_test

import (
	"errors"
	"testing"

	"tiekartta/account"
	"tiekartta/store"
)

func TestMakingARoadmapPublicNeedsTheRightToPublish(t *testing.T) {
	m := openRoadmaps(t)
	ctx := t.Context()
	given := plan()
	given.State = "consultation"
	if _, err := m.Add(ctx, contributor(), given); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor added a public roadmap: %v", err)
	}
	if _, err := m.Put(ctx, contributor(), &given); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor's bundle brought a public roadmap: %v", err)
	}
	r := added(t, m, "draft")
	r.State = "consultation"
	if _, err := m.Change(ctx, contributor(), *r); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor made a roadmap public: %v", err)
	}
	r, err := m.Change(ctx, editor(), *r)
	if err != nil {
		t.Fatal(err)
	}
	r.Title.FI = "Toinen nimi"
	if r, err = m.Change(ctx, contributor(), *r); err != nil {
		t.Fatalf("a contributor changes what is public already: %v", err)
	}
	r.State = "draft"
	if _, err := m.Change(ctx, contributor(), *r); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a contributor took a roadmap back: %v", err)
	}
	if _, err := m.Change(ctx, editor(), *r); err != nil {
		t.Error(err)
	}
}

func TestOnlyAnApproverTakesADecisionBack(t *testing.T) {
	for _, state := range []string{"approved", "in_force", "closed"} {
		m := openRoadmaps(t)
		r := added(t, m, state)
		for _, back := range []string{"draft", "consultation"} {
			r.State = back
			if _, err := m.Change(t.Context(), editor(), *r); !errors.Is(err, account.ErrDenied) {
				t.Errorf("from %s to %s: %v", state, back, err)
			}
			bundled := *r
			if _, err := m.Put(t.Context(), editor(), &bundled); !errors.Is(err, account.ErrDenied) {
				t.Errorf("from %s to %s by a bundle: %v", state, back, err)
			}
		}
		if _, err := m.Change(t.Context(), approver(), *r); err != nil {
			t.Errorf("from %s: %v", state, err)
		}
	}
}

func TestNobodyGivesARoadmapAway(t *testing.T) {
	m := openRoadmaps(t)
	r := added(t, m, "draft")
	r.Organisation = "vaasa"
	both := []account.Actor{
		{Organisation: "vantaa", Role: "administrator"}, // whose it is
		{Organisation: "vaasa", Role: "administrator"},  // whose it would be
	}
	for _, actor := range both {
		if _, err := m.Change(t.Context(), actor, *r); !errors.Is(err, account.ErrDenied) && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("change by %s: %v", actor.Organisation, err)
		}
		bundled := *r
		if _, err := m.Put(t.Context(), actor, &bundled); !errors.Is(err, account.ErrDenied) {
			t.Errorf("put by %s: %v", actor.Organisation, err)
		}
	}
	if stored, err := m.Roadmap(t.Context(), account.Machine(), r.ID); err != nil || stored.Organisation != "vantaa" {
		t.Error(stored, err)
	}
}

func TestFrozenVersionIsSeenAsTheRoadmapIs(t *testing.T) {
	m := openRoadmaps(t)
	r := added(t, m, "approved")
	if _, err := m.RoadmapVersion(t.Context(), stranger, r.ID, 1); err != nil {
		t.Fatal(err)
	}
	r.State = "draft"
	if _, err := m.Change(t.Context(), approver(), *r); err != nil {
		t.Fatal(err)
	}
	for _, actor := range []account.Actor{stranger, {Organisation: "vaasa", Role: "administrator"}} {
		if _, err := m.RoadmapVersion(t.Context(), actor, r.ID, 1); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v reads a version of a roadmap that was taken back: %v", actor, err)
		}
	}
	if _, err := m.RoadmapVersion(t.Context(), contributor(), r.ID, 1); err != nil {
		t.Error(err)
	}
}
