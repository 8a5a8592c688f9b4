package roadmap

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// PutMeasurement adds a measurement of an indicator. One with the same content
// is skipped, other content under the same id is store.ErrConflict: a
// measurement is replaced by a later one that names it, never rewritten. Who
// measured, and when, is the same content when it is not given.
func (m *Roadmaps) PutMeasurement(ctx context.Context, actor account.Actor, one Measurement) (catalogue.Outcome, error) {
	outcome := catalogue.Added
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := m.visible(ctx, tx, actor, one.Roadmap)
		if errors.Is(err, store.ErrNotFound) {
			return i18n.Problems{{Path: "roadmap", Key: "unknown_reference", Args: map[string]any{"Value": one.Roadmap}}}
		}
		if err != nil {
			return err
		}
		if err := actor.May(account.Write, r.organisation); err != nil {
			return err
		}
		before, err := m.measurement(ctx, tx, one.ID)
		switch {
		case err == nil:
			outcome = catalogue.Skipped
			return sameMeasurement(one, before)
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		if err := m.checkMeasurement(r, one); err != nil {
			return err
		}
		if one.At.IsZero() {
			one.At = m.now()
		}
		body, err := json.Marshal(one)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into measurements (id, roadmap, indicator, body) values ($1, $2, $3, $4)`,
			one.ID, one.Roadmap, one.Indicator, string(body))
		if err != nil {
			return err
		}
		act := account.Act{Verb: "measure", Noun: Noun, ID: one.Roadmap, Organisation: r.organisation}
		if err := account.RecordHourly(ctx, tx, actor, act); err != nil {
			return err
		}
		return tx.Change(ctx, "measurement", one.ID)
	})
	if err != nil {
		return "", fmt.Errorf("measurement %q: %w", one.ID, err)
	}
	return outcome, nil
}

func (m *Roadmaps) measurement(ctx context.Context, tx *store.Tx, id string) (Measurement, error) {
	var one Measurement
	var body string
	if err := tx.Row(ctx, `select body from measurements where id = $1`, []any{id}, &body); err != nil {
		return one, err
	}
	return one, json.Unmarshal([]byte(body), &one)
}

// sameMeasurement is store.ErrConflict when something else is stored. What was
// given to the public lacks the person, and what was never stored the time.
func sameMeasurement(one, stored Measurement) error {
	if one.At.IsZero() {
		one.At = stored.At
	}
	if one.By == "" {
		one.By = stored.By
	}
	x, err := json.Marshal(one)
	if err != nil {
		return err
	}
	y, err := json.Marshal(stored)
	if err == nil && string(x) != string(y) {
		err = store.ErrConflict
	}
	return err
}

func (m *Roadmaps) checkMeasurement(r row, one Measurement) error {
	of, err := decode(r.body)
	if err != nil {
		return err
	}
	var problems i18n.Problems
	c := catalogue.Checker{Problems: &problems, Vocabularies: m.catalogue.Vocabularies}
	c.Required("id", one.ID != "")
	c.Reference("indicator", one.Indicator, indicators(of))
	c.Required("indicator", one.Indicator != "")
	c.Concept("kind", "measurement_kind", one.Kind)
	c.Concept("status", "measurement_status", one.Status)
	c.Period("period", one.Period)
	c.Number("value", one.Value)
	return problems.Err()
}

func indicators(r *Roadmap) map[string]bool {
	ids := map[string]bool{}
	eachIndicator(r, func(i Indicator) { ids[i.ID] = true })
	return ids
}

func eachIndicator(r *Roadmap, f func(Indicator)) {
	for _, s := range r.Sections {
		for _, g := range s.Goals {
			for _, i := range g.Indicators {
				f(i)
			}
			for _, a := range g.Actions {
				for _, i := range a.Indicators {
					f(i)
				}
			}
		}
	}
}

// keepsMeasured refuses to take an indicator out of a roadmap while there are
// measurements of it: they would be of nothing.
func (m *Roadmaps) keepsMeasured(ctx context.Context, tx *store.Tx, r, old *Roadmap) error {
	rows, err := tx.Query(ctx, `select distinct indicator from measurements where roadmap = $1`, r.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	gone := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		gone[id] = true
	}
	eachIndicator(r, func(i Indicator) { delete(gone, i.ID) })
	var problems i18n.Problems
	eachIndicator(old, func(i Indicator) {
		if gone[i.ID] {
			label := short(i.Label)
			if label.Empty() {
				label = i18n.Text{FI: i.ID}
			}
			problems.Add("sections", "indicator_measured", "Value", label)
		}
	})
	return errors.Join(rows.Err(), problems.Err())
}

// Measurements calls f with the measurements of a roadmap that the actor may
// read, by id; store.ErrNotFound when it is somebody else's draft. Who measured
// is told only to those who may read drafts. Without an id it is those of all
// roadmaps, for commands alone.
func (m *Roadmaps) Measurements(ctx context.Context, actor account.Actor, roadmap string, f func(Measurement) error) error {
	err := m.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		named := actor.Machine
		if roadmap == "" && !actor.Machine {
			return account.ErrDenied
		}
		if roadmap != "" {
			r, err := m.visible(ctx, tx, actor, roadmap)
			if err != nil {
				return err
			}
			named = actor.May(account.ReadDrafts, r.organisation) == nil
		}
		rows, err := tx.Query(ctx, `select body from measurements where $1 = '' or roadmap = $1 order by id`, roadmap)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var body string
			var one Measurement
			if err := rows.Scan(&body); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(body), &one); err != nil {
				return err
			}
			if !named {
				one.By = ""
			}
			if err := f(one); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("measurements of roadmap %q: %w", roadmap, err)
	}
	return nil
}
