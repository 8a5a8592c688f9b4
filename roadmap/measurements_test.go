package roadmap_test

import (
	"errors"
	"slices"
	"testing"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/roadmap"
	"tiekartta/store"
)

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

// measured is a measurement of the plan's indicator, as it was stored.
func measured(t *testing.T, m *roadmap.Roadmaps, of string) roadmap.Measurement {
	t.Helper()
	value := 12.0
	one := roadmap.Measurement{ID: "m1", Roadmap: of, Indicator: "i1", Value: &value, By: "Mikko Mittaaja"}
	if _, err := m.PutMeasurement(t.Context(), account.Machine(), one); err != nil {
		t.Fatal(err)
	}
	return one
}

// measurements lists what the actor may read of a roadmap's measurements.
func measurements(t *testing.T, m *roadmap.Roadmaps, actor account.Actor, of string) ([]roadmap.Measurement, error) {
	t.Helper()
	var list []roadmap.Measurement
	err := m.Measurements(t.Context(), actor, of, func(one roadmap.Measurement) error { list = append(list, one); return nil })
	return list, err
}

func TestMeasurementsAreReadByThoseWhoMayReadTheRoadmap(t *testing.T) {
	m := openRoadmaps(t)
	r := added(t, m, "draft")
	measured(t, m, r.ID)
	for _, actor := range []account.Actor{stranger, {Organisation: "vaasa", Role: "administrator"}} {
		if list, err := measurements(t, m, actor, r.ID); !errors.Is(err, store.ErrNotFound) || len(list) > 0 {
			t.Errorf("%+v: %v %v", actor, list, err)
		}
		if list, err := measurements(t, m, actor, ""); !errors.Is(err, account.ErrDenied) || len(list) > 0 {
			t.Errorf("%+v, of all roadmaps: %v %v", actor, list, err)
		}
	}
	for _, actor := range []account.Actor{contributor(), account.Machine()} {
		if list, err := measurements(t, m, actor, r.ID); err != nil || len(list) != 1 {
			t.Errorf("%+v: %v %v", actor, list, err)
		}
	}
	if list, err := measurements(t, m, account.Machine(), ""); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
}

func TestWhoMeasuredIsNotForThePublic(t *testing.T) {
	m := openRoadmaps(t)
	r := added(t, m, "consultation")
	measured(t, m, r.ID)
	for _, c := range []struct {
		actor account.Actor
		by    string
	}{
		{stranger, ""}, {account.Actor{Organisation: "vaasa", Role: "editor"}, ""},
		{account.Actor{Organisation: "vantaa", Role: "reader"}, "Mikko Mittaaja"}, {account.Machine(), "Mikko Mittaaja"},
	} {
		if list, err := measurements(t, m, c.actor, r.ID); err != nil || len(list) != 1 || list[0].By != c.by {
			t.Errorf("%+v: %+v %v", c.actor, list, err)
		}
	}
}

func TestMeasurementWithoutTimeOrPersonIsTheSameAgain(t *testing.T) {
	m := openRoadmaps(t)
	one := measured(t, m, added(t, m, "draft").ID)
	for _, by := range []string{one.By, ""} {
		one.By = by
		if got, err := m.PutMeasurement(t.Context(), account.Machine(), one); err != nil || got != catalogue.Skipped {
			t.Errorf("by %q: %v %v", by, got, err)
		}
	}
	one.By = "Maija"
	if _, err := m.PutMeasurement(t.Context(), account.Machine(), one); !errors.Is(err, store.ErrConflict) {
		t.Error(err)
	}
}

func TestMeasuringNeedsTheRightToWrite(t *testing.T) {
	m := openRoadmaps(t)
	public, secret := added(t, m, "consultation"), added(t, m, "draft")
	for _, actor := range []account.Actor{stranger, {Organisation: "vaasa", Role: "editor"}, {Organisation: "vantaa", Role: "reader"}} {
		one := roadmap.Measurement{ID: "m1", Roadmap: public.ID, Indicator: "i1"}
		_, err := m.PutMeasurement(t.Context(), actor, one)
		if !errors.Is(err, account.ErrDenied) && !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%+v: %v", actor, err)
		}
		if actor.Organisation == "vantaa" {
			continue
		}
		one.Roadmap = secret.ID
		_, hidden := m.PutMeasurement(t.Context(), actor, one)
		one.Roadmap = "no-such"
		_, missing := m.PutMeasurement(t.Context(), actor, one)
		var a, b i18n.Problems
		if !errors.As(hidden, &a) || !errors.As(missing, &b) || a[0].Key != b[0].Key || a[0].Path != b[0].Path {
			t.Errorf("%+v learns what exists: %v, %v", actor, hidden, missing)
		}
	}
	if list, err := measurements(t, m, account.Machine(), ""); err != nil || len(list) > 0 {
		t.Error(list, err)
	}
}

func TestMeasuredIndicatorStaysInItsRoadmap(t *testing.T) {
	m := openRoadmaps(t)
	r := added(t, m, "draft")
	one := measured(t, m, r.ID)
	action := func(r *roadmap.Roadmap) *roadmap.Action { return &r.Sections[0].Goals[0].Actions[0] }
	taken := action(r).Indicators
	action(r).Indicators = []roadmap.Indicator{{ID: "i2"}}
	bundled := *r
	_, changing := m.Change(t.Context(), contributor(), *r)
	_, putting := m.Put(t.Context(), account.Machine(), &bundled)
	for _, err := range []error{changing, putting} {
		var problems i18n.Problems
		if !errors.As(err, &problems) || problems[0].Key != "indicator_measured" || problems[0].Args["Value"] != (i18n.Text{FI: "Työllistyneet"}) {
			t.Errorf("taken out: %v", err)
		}
	}
	// It may move, and others may come and go.
	r.Sections[0].Goals[0].Indicators = taken
	r, err := m.Change(t.Context(), contributor(), *r)
	if err != nil {
		t.Fatal(err)
	}
	action(r).Indicators = nil
	if _, err := m.Change(t.Context(), contributor(), *r); err != nil {
		t.Error(err)
	}
	if got, err := m.PutMeasurement(t.Context(), account.Machine(), one); err != nil || got != catalogue.Skipped {
		t.Error(got, err)
	}
}

func TestStoredMeasurementIsComparedBeforeItIsChecked(t *testing.T) {
	m := openRoadmaps(t)
	one := measured(t, m, added(t, m, "draft").ID)
	one.Kind = "guessed"
	if _, err := m.PutMeasurement(t.Context(), account.Machine(), one); !errors.Is(err, store.ErrConflict) {
		t.Errorf("other content under the same id: %v", err)
	}
}

func TestProblemsOfStoringARoadmapHaveWords(t *testing.T) {
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"indicator_measured", "reserved_id"} {
		if slices.ContainsFunc(i18n.Langs(), func(lang i18n.Lang) bool { return !messages.Has(lang, "problem."+key) }) {
			t.Errorf("%s has no words", key)
		}
	}
}
