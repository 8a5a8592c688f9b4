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
// measurement is replaced by a later one that names it, never rewritten.
func (m *Roadmaps) PutMeasurement(ctx context.Context, actor account.Actor, one Measurement) (catalogue.Outcome, error) {
	outcome := catalogue.Added
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := m.row(ctx, tx, one.Roadmap)
		if errors.Is(err, store.ErrNotFound) {
			return i18n.Problems{{Path: "roadmap", Key: "unknown_reference", Args: map[string]any{"Value": one.Roadmap}}}
		}
		if err != nil {
			return err
		}
		if err := actor.May(account.Write, r.organisation); err != nil {
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
		var before string
		err = tx.Row(ctx, `select body from measurements where id = $1`, []any{one.ID}, &before)
		switch {
		case err == nil && before == string(body):
			outcome = catalogue.Skipped
			return nil
		case err == nil:
			return store.ErrConflict
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		_, err = tx.Exec(ctx, `insert into measurements (id, roadmap, indicator, body) values ($1, $2, $3, $4)`,
			one.ID, one.Roadmap, one.Indicator, string(body))
		if err != nil {
			return err
		}
		return tx.Change(ctx, "measurement", one.ID)
	})
	if err != nil {
		return "", fmt.Errorf("measurement %q: %w", one.ID, err)
	}
	return outcome, nil
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
	for _, s := range r.Sections {
		for _, g := range s.Goals {
			for _, i := range g.Indicators {
				ids[i.ID] = true
			}
			for _, a := range g.Actions {
				for _, i := range a.Indicators {
					ids[i.ID] = true
				}
			}
		}
	}
	return ids
}

// Measurements calls f with the measurements of a roadmap, or of all when its
// id is empty, by id.
func (m *Roadmaps) Measurements(ctx context.Context, roadmap string, f func(Measurement) error) error {
	return m.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
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
			if err := f(one); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
