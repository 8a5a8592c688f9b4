package roadmap

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"tiekartta/account"
	"tiekartta/catalogue"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Add stores a new roadmap and returns it with its id, made from its title when
// it has none. A given id that is taken is store.ErrConflict.
func (m *Roadmaps) Add(ctx context.Context, actor account.Actor, r Roadmap) (*Roadmap, error) {
	if r.Organisation == "" {
		r.Organisation = actor.Organisation
	}
	if err := mayWrite(actor, r.Organisation, "draft", r.State); err != nil {
		return nil, err
	}
	r.Version, r.Revision = 0, 1
	r.CreatedAt = m.now()
	r.UpdatedAt = r.CreatedAt
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := m.ready(ctx, &r); err != nil {
			return err
		}
		return m.insert(ctx, tx, &r)
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return &r, nil
}

// Change replaces a roadmap. r.Revision must be the revision that the change
// starts from, else it is store.ErrConflict. Rows as they were read from a file
// stay as they were.
func (m *Roadmaps) Change(ctx context.Context, actor account.Actor, r Roadmap) (*Roadmap, error) {
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		before, err := m.row(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if r.Organisation == "" {
			r.Organisation = before.organisation
		}
		if r.State == "" {
			r.State = before.state
		}
		denied := mayWrite(actor, before.organisation, before.state, r.State)
		if denied != nil && !Public(before.state) && actor.Known() && actor.May(account.ReadDrafts, before.organisation) != nil {
			denied = store.ErrNotFound
		}
		if denied == nil {
			denied = mayWrite(actor, r.Organisation, before.state, r.State)
		}
		if denied != nil {
			return denied
		}
		if before.revision != r.Revision {
			return store.ErrConflict
		}
		old, err := decode(before.body)
		if err != nil {
			return err
		}
		keepAsRead(&r, old)
		r.Version, r.Revision, r.CreatedAt, r.UpdatedAt = before.version, before.revision+1, old.CreatedAt, m.now()
		if err := m.ready(ctx, &r); err != nil {
			return err
		}
		return m.save(ctx, tx, &r)
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return &r, nil
}

// Put brings a roadmap from a bundle. A new one is added as it is, one with the
// same content is skipped, other content replaces.
func (m *Roadmaps) Put(ctx context.Context, actor account.Actor, r Roadmap) (catalogue.Outcome, error) {
	outcome := catalogue.Added
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := m.ready(ctx, &r); err != nil {
			return err
		}
		before, err := m.row(ctx, tx, r.ID)
		switch {
		case r.ID == "" || errors.Is(err, store.ErrNotFound):
			if err := mayWrite(actor, r.Organisation, "draft", r.State); err != nil {
				return err
			}
			r.Revision = max(r.Revision, 1)
			if r.CreatedAt.IsZero() {
				r.CreatedAt = m.now()
			}
			if r.UpdatedAt.IsZero() {
				r.UpdatedAt = r.CreatedAt
			}
			return m.insert(ctx, tx, &r)
		case err != nil:
			return err
		}
		outcome, err = m.putNext(ctx, tx, actor, &r, before)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return outcome, nil
}

func (m *Roadmaps) putNext(ctx context.Context, tx *store.Tx, actor account.Actor, r *Roadmap, before row) (catalogue.Outcome, error) {
	if err := mayWrite(actor, before.organisation, before.state, r.State); err != nil {
		return "", err
	}
	old, err := decode(before.body)
	if err != nil {
		return "", err
	}
	if same, err := sameContent(*r, *old); err != nil || same {
		return catalogue.Skipped, err
	}
	r.Version, r.Revision, r.CreatedAt, r.UpdatedAt = before.version, before.revision+1, old.CreatedAt, m.now()
	return catalogue.Changed, m.save(ctx, tx, r)
}

// mayWrite holds writing to the right that the states before and after ask for.
func mayWrite(actor account.Actor, organisation, before, after string) error {
	if err := actor.May(account.Write, organisation); err != nil {
		return err
	}
	if decided(before) || decided(after) {
		return actor.May(account.Approve, organisation)
	}
	return nil
}

// ready fills in what the input may leave out and checks the rest.
func (m *Roadmaps) ready(ctx context.Context, r *Roadmap) error {
	if r.State == "" {
		r.State = "draft"
	}
	if r.Kind == "" {
		r.Kind = "action_programme"
	}
	if r.OriginalLanguage == "" {
		_, r.OriginalLanguage = r.Title.Best()
	}
	problems := r.Check(m.catalogue.Vocabularies)
	for i, code := range r.Municipalities {
		if _, ok := m.catalogue.Places.Municipality(code); !ok {
			problems.Add(i18n.At("municipalities", i), "unknown_municipality", "Value", code)
		}
	}
	if r.Organisation != "" {
		o, err := m.catalogue.Organisation(ctx, r.Organisation)
		switch {
		case errors.Is(err, store.ErrNotFound):
			problems.Add("organisation", "unknown_reference", "Value", r.Organisation)
		case err != nil:
			return err
		default:
			r.Organisation = o.ID // a municipality's code stands for its organisation
		}
	}
	err := eachAction(r, func(path string, a *Action) error {
		if a.Practice == nil || a.Practice.ID == "" {
			return nil
		}
		exists, err := m.catalogue.Exists(ctx, a.Practice.ID)
		if !exists && err == nil {
			problems.Add(path+".practice.id", "unknown_reference", "Value", a.Practice.ID)
		}
		return err
	})
	return errors.Join(err, problems.Err())
}

func (m *Roadmaps) insert(ctx context.Context, tx *store.Tx, r *Roadmap) error {
	if r.ID == "" {
		id, err := freeID(ctx, tx, r)
		if err != nil {
			return err
		}
		r.ID = id
	}
	_, err := tx.Exec(ctx, `insert into roadmaps (id, organisation, state, version, revision, body) values ($1, nullif($2, ''), $3, $4, $5, '')`,
		r.ID, r.Organisation, r.State, r.Version, r.Revision)
	if err != nil {
		return err
	}
	return m.save(ctx, tx, r)
}

// save writes the roadmap, freezes it when its state is a decided one, and
// records what it takes over.
func (m *Roadmaps) save(ctx context.Context, tx *store.Tx, r *Roadmap) error {
	if decided(r.State) {
		if err := m.freeze(ctx, tx, r); err != nil {
			return err
		}
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update roadmaps set organisation = nullif($2, ''), state = $3, version = $4, revision = $5, body = $6 where id = $1`,
		r.ID, r.Organisation, r.State, r.Version, r.Revision, string(body))
	if err != nil {
		return err
	}
	var adoptions []catalogue.Adoption
	err = eachAction(r, func(_ string, a *Action) error {
		if a.Practice != nil && a.Practice.ID != "" {
			adoptions = append(adoptions, catalogue.Adoption{
				Roadmap: r.ID, Action: a.ID, Practice: a.Practice.ID, Version: a.Practice.Version, Organisation: r.Organisation,
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := m.catalogue.Adopt(ctx, r.ID, adoptions); err != nil {
		return err
	}
	return tx.Change(ctx, Noun, r.ID)
}

// freeze keeps the decided state for good. A new roadmap from a bundle keeps
// the version that it came with.
func (m *Roadmaps) freeze(ctx context.Context, tx *store.Tx, r *Roadmap) error {
	var newest int
	err := tx.Row(ctx, `select coalesce(max(version), 0) from roadmap_versions where roadmap = $1`, []any{r.ID}, &newest)
	if err != nil {
		return err
	}
	if newest >= r.Version {
		r.Version = newest + 1
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into roadmap_versions (roadmap, version, body, frozen_at) values ($1, $2, $3, $4)`,
		r.ID, r.Version, string(body), store.Time(m.now()))
	return err
}

func (m *Roadmaps) now() time.Time { return m.Now().UTC().Truncate(time.Microsecond) }

// sameContent compares what people wrote: not versions, revisions and times.
func sameContent(a, b Roadmap) (bool, error) {
	for _, r := range []*Roadmap{&a, &b} {
		r.Version, r.Revision, r.CreatedAt, r.UpdatedAt = 0, 0, time.Time{}, time.Time{}
	}
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return string(x) == string(y), err
}

// keepAsRead puts the rows as they were read back in place: they are evidence
// of what stood in the file and are never edited.
func keepAsRead(r, old *Roadmap) {
	read := map[string]*AsRead{}
	eachAction(old, func(_ string, a *Action) error { read[a.ID] = a.AsRead; return nil })
	eachAction(r, func(_ string, a *Action) error {
		if was, ok := read[a.ID]; ok {
			a.AsRead = was
		}
		return nil
	})
}

func freeID(ctx context.Context, tx *store.Tx, r *Roadmap) (string, error) {
	title, _ := r.Title.Best(r.OriginalLanguage)
	slug := i18n.Slug(title)
	if slug == "" {
		slug = Noun
	}
	id := slug
	for n := 2; ; n++ {
		var taken int
		if err := tx.Row(ctx, `select count(*) from roadmaps where id = $1`, []any{id}, &taken); err != nil || taken == 0 {
			return id, err
		}
		id = slug + "-" + strconv.Itoa(n)
	}
}
