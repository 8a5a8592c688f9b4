package roadmap

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Noun is the name of roadmaps in the feed of changes.
const Noun = "roadmap"

// Roadmaps keeps towns' plans. Its methods may be called concurrently.
type Roadmaps struct {
	// Now is the clock; tests may set it before the first use.
	Now func() time.Time

	store     *store.Store
	catalogue *catalogue.Catalogue
}

// New returns the roadmaps of a database.
func New(s *store.Store, c *catalogue.Catalogue) *Roadmaps {
	return &Roadmaps{Now: time.Now, store: s, catalogue: c}
}

// Card is a roadmap in a list.
type Card struct {
	ID               string           `json:"id"`
	Version          int              `json:"version"`
	Organisation     string           `json:"organisation"`
	Kind             string           `json:"kind"`
	Title            i18n.Text        `json:"title"`
	Municipalities   []string         `json:"municipalities"`
	Period           catalogue.Period `json:"period"`
	State            string           `json:"state"`
	OriginalLanguage i18n.Lang        `json:"originalLanguage"`
	Sections         int              `json:"sections"`
	Goals            int              `json:"goals"`
	Actions          int              `json:"actions"`
	UpdatedAt        time.Time        `json:"updatedAt"`
}

// Public tells whether a roadmap in that state may be read by anyone.
func Public(state string) bool {
	switch state {
	case "consultation", "approved", "in_force", "closed":
		return true
	}
	return false
}

// decided tells whether that state follows from a decision, so that only those
// with the right to approve may bring a roadmap into it or change it there.
func decided(state string) bool { return state != "consultation" && Public(state) }

type row struct {
	organisation string
	state        string
	version      int
	revision     int
	body         string
}

func (m *Roadmaps) row(ctx context.Context, tx *store.Tx, id string) (row, error) {
	var r row
	err := tx.Row(ctx, `select coalesce(organisation, ''), state, version, revision, body from roadmaps where id = $1`,
		[]any{id}, &r.organisation, &r.state, &r.version, &r.revision, &r.body)
	return r, err
}

// visible is the row of a roadmap that the actor may read.
func (m *Roadmaps) visible(ctx context.Context, tx *store.Tx, actor account.Actor, id string) (row, error) {
	r, err := m.row(ctx, tx, id)
	if err == nil && !Public(r.state) && actor.May(account.ReadDrafts, r.organisation) != nil {
		err = store.ErrNotFound
	}
	return r, err
}

// Roadmap returns a roadmap as it stands; store.ErrNotFound also when it is
// somebody else's draft.
func (m *Roadmaps) Roadmap(ctx context.Context, actor account.Actor, id string) (*Roadmap, error) {
	var found *Roadmap
	err := m.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := m.visible(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		found, err = decode(r.body)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q: %w", id, err)
	}
	return found, nil
}

// RoadmapVersion returns a state frozen by approval.
func (m *Roadmaps) RoadmapVersion(ctx context.Context, actor account.Actor, id string, version int) (*Roadmap, error) {
	var found *Roadmap
	err := m.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := m.visible(ctx, tx, actor, id); err != nil {
			return err
		}
		var body string
		err := tx.Row(ctx, `select body from roadmap_versions where roadmap = $1 and version = $2`, []any{id, version}, &body)
		if err != nil {
			return err
		}
		found, err = decode(body)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q version %d: %w", id, version, err)
	}
	return found, nil
}

// All calls f with every roadmap that the actor may read, by id.
func (m *Roadmaps) All(ctx context.Context, actor account.Actor, f func(*Roadmap) error) error {
	return m.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select coalesce(organisation, ''), state, body from roadmaps order by id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.organisation, &r.state, &r.body); err != nil {
				return err
			}
			if !Public(r.state) && actor.May(account.ReadDrafts, r.organisation) != nil {
				continue
			}
			found, err := decode(r.body)
			if err != nil {
				return err
			}
			if err := f(found); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// Cards lists the roadmaps that the actor may read, by id.
func (m *Roadmaps) Cards(ctx context.Context, actor account.Actor) ([]Card, error) {
	cards := []Card{}
	err := m.All(ctx, actor, func(r *Roadmap) error {
		card := Card{
			ID: r.ID, Version: r.Version, Organisation: r.Organisation, Kind: r.Kind, Title: r.Title, Municipalities: r.Municipalities,
			Period: r.Period, State: r.State, OriginalLanguage: r.OriginalLanguage, Sections: len(r.Sections), UpdatedAt: r.UpdatedAt,
		}
		for _, s := range r.Sections {
			card.Goals += len(s.Goals)
			for _, g := range s.Goals {
				card.Actions += len(g.Actions)
			}
		}
		cards = append(cards, card)
		return nil
	})
	return cards, err
}

func decode(body string) (*Roadmap, error) {
	r := &Roadmap{}
	if err := json.Unmarshal([]byte(body), r); err != nil {
		return nil, fmt.Errorf("stored roadmap: %w", err)
	}
	return r, nil
}

// eachAction calls f with every action and its path.
func eachAction(r *Roadmap, f func(path string, a *Action) error) error {
	for i := range r.Sections {
		for j := range r.Sections[i].Goals {
			goal := &r.Sections[i].Goals[j]
			for k := range goal.Actions {
				path := i18n.At("sections", i) + "." + i18n.At("goals", j) + "." + i18n.At("actions", k)
				if err := f(path, &goal.Actions[k]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
