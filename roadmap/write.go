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
		if err := m.ready(ctx, &r, m.readable(actor, &Roadmap{})); err != nil {
			return err
		}
		if err := m.insert(ctx, tx, &r); err != nil {
			return err
		}
		return account.Record(ctx, tx, actor, account.Act{Verb: "add", Noun: Noun, ID: r.ID, Organisation: r.Organisation})
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return &r, nil
}

// Change replaces a roadmap. r.Revision must be the revision that the change
// starts from, else it is store.ErrConflict. Rows as they were read from a file
// stay as they were, and an indicator that has measurements stays in it.
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
		denied := mayReplace(actor, before, &r)
		if denied != nil && !Public(before.state) && actor.Known() && actor.May(account.ReadDrafts, before.organisation) != nil {
			denied = store.ErrNotFound
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
		if err := m.ready(ctx, &r, m.readable(actor, old)); err != nil {
			return err
		}
		if err := m.replace(ctx, tx, &r, old); err != nil {
			return err
		}
		act := account.Act{Verb: "change", Noun: Noun, ID: r.ID, Organisation: r.Organisation}
		if r.State != before.state {
			act.Verb, act.Detail = "state", r.State
			return account.Record(ctx, tx, actor, act)
		}
		return account.RecordHourly(ctx, tx, actor, act)
	})
	if err != nil {
		return nil, fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return &r, nil
}

// Put brings a roadmap from a bundle. A new one is added as it is, one with the
// same content is skipped, other content replaces. r gets the id and what else
// the input may leave out.
func (m *Roadmaps) Put(ctx context.Context, actor account.Actor, r *Roadmap) (catalogue.Outcome, error) {
	outcome := catalogue.Added
	err := m.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		before, err := m.row(ctx, tx, r.ID)
		isNew := r.ID == "" || errors.Is(err, store.ErrNotFound)
		if err != nil && !isNew {
			return err
		}
		old := &Roadmap{State: "draft"}
		if !isNew {
			if old, err = decode(before.body); err != nil {
				return err
			}
		}
		known := m.readable(actor, old)
		if actor.Machine {
			known = m.exists // a bundle brings only the newest version of a practice
		}
		if err := m.ready(ctx, r, known); err != nil {
			return err
		}
		if isNew {
			return m.putNew(ctx, tx, actor, r)
		}
		if err := mayReplace(actor, before, r); err != nil {
			return err
		}
		if same, err := sameContent(*r, *old); err != nil || same {
			outcome = catalogue.Skipped
			return err
		}
		outcome = catalogue.Changed
		if err := m.replace(ctx, tx, r, old); err != nil {
			return err
		}
		return recordImport(ctx, tx, actor, r)
	})
	if err != nil {
		return "", fmt.Errorf("roadmap %q: %w", r.ID, err)
	}
	return outcome, nil
}

func (m *Roadmaps) putNew(ctx context.Context, tx *store.Tx, actor account.Actor, r *Roadmap) error {
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
	if err := m.insert(ctx, tx, r); err != nil {
		return err
	}
	return recordImport(ctx, tx, actor, r)
}

// recordImport records that a bundle has brought a roadmap or another state of it.
func recordImport(ctx context.Context, tx *store.Tx, actor account.Actor, r *Roadmap) error {
	return account.Record(ctx, tx, actor, account.Act{Verb: "import", Noun: Noun, ID: r.ID, Organisation: r.Organisation})
}

// mayReplace holds writing to the rights on the roadmap as it is and as it
// shall be: nobody gives one away, or takes one, without a right on both sides.
func mayReplace(actor account.Actor, before row, r *Roadmap) error {
	if err := mayWrite(actor, before.organisation, before.state, r.State); err != nil {
		return err
	}
	return mayWrite(actor, r.Organisation, before.state, r.State)
}

// mayWrite holds writing to the right that the states before and after ask for:
// what follows from a decision asks for the right to approve, and what becomes
// public, or is public no more, for the right to publish.
func mayWrite(actor account.Actor, organisation, before, after string) error {
	if err := actor.May(account.Write, organisation); err != nil {
		return err
	}
	switch {
	case decided(before) || decided(after):
		return actor.May(account.Approve, organisation)
	case Public(before) != Public(after):
		return actor.May(account.Publish, organisation)
	}
	return nil
}

// ready fills in what the input may leave out and checks the rest.
func (m *Roadmaps) ready(ctx context.Context, r *Roadmap, known knownPractice) error {
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
	if err := checkPractices(ctx, r, known, &problems); err != nil {
		return err
	}
	return problems.Err()
}

func (m *Roadmaps) insert(ctx context.Context, tx *store.Tx, r *Roadmap) error {
	if r.ID == "" {
		id, err := freeID(ctx, tx, r)
		if err != nil {
			return err
		}
		r.ID = id
	}
	if decided(r.State) {
		r.Version = max(r.Version, 1)
	}
	_, err := tx.Exec(ctx, `insert into roadmaps (id, organisation, state, version, revision, body) values ($1, nullif($2, ''), $3, $4, $5, '')`,
		r.ID, r.Organisation, r.State, r.Version, r.Revision)
	if err != nil {
		return err
	}
	return m.save(ctx, tx, r)
}

// replace stores r over old. A decided state becomes the version after every
// one that was given before, here or where the roadmap came from.
func (m *Roadmaps) replace(ctx context.Context, tx *store.Tx, r, old *Roadmap) error {
	if err := m.keepsMeasured(ctx, tx, r, old); err != nil {
		return err
	}
	r.Version, r.Revision, r.CreatedAt, r.UpdatedAt = old.Version, old.Revision+1, old.CreatedAt, m.now()
	if decided(r.State) {
		r.Version++
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

// freeze keeps the decided state for good.
func (m *Roadmaps) freeze(ctx context.Context, tx *store.Tx, r *Roadmap) error {
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

// reserved is an id that no roadmap can have: its page would be the address of
// the drafts that are stored nowhere.
const reserved = "draft"

// freeID is the slug of the title or, when it is taken, the slug with the first
// free number from 2.
func freeID(ctx context.Context, tx *store.Tx, r *Roadmap) (string, error) {
	title, _ := r.Title.Best(r.OriginalLanguage)
	slug := i18n.Slug(title)
	if slug == "" {
		slug = Noun
	}
	id := slug
	for n := 2; ; n++ {
		var taken int
		err := tx.Row(ctx, `select count(*) from roadmaps where id = $1`, []any{id}, &taken)
		if err != nil || taken == 0 && id != reserved {
			return id, err
		}
		id = slug + "-" + strconv.Itoa(n)
	}
}
