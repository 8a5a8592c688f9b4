package account

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"tiekartta/store"
)

// Accounts keeps organisations, people, tokens and sign-ins.
type Accounts struct {
	// Cost is what a new password's hash costs; tests may lower it.
	Cost Cost
	// Now is the clock; tests may set it before the first use.
	Now func() time.Time

	store   *store.Store
	hashing chan struct{} // a place for each hash that may be worked out at once
	tries   throttle
	letters throttle // of feedback
}

// New returns the accounts of a database.
func New(s *store.Store) *Accounts {
	return &Accounts{
		Cost: DefaultCost(), Now: time.Now, store: s,
		hashing: make(chan struct{}, mostHashes), tries: throttle{seen: map[string]tries{}}, letters: throttle{seen: map[string]tries{}},
	}
}

// now is cut to what the database keeps.
func (a *Accounts) now() time.Time { return a.Now().UTC().Truncate(time.Microsecond) }

// Organisation returns one organisation; store.ErrNotFound when there is none.
func (a *Accounts) Organisation(ctx context.Context, id string) (Organisation, error) {
	return a.one(ctx, `select body from organisations where id = $1`, id)
}

// OfMunicipality returns the organisation that is that municipality.
func (a *Accounts) OfMunicipality(ctx context.Context, code string) (Organisation, error) {
	return a.one(ctx, `select body from organisations where municipality = $1 order by id limit 1`, code)
}

func (a *Accounts) one(ctx context.Context, query, key string) (Organisation, error) {
	var o Organisation
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var body string
		if err := tx.Row(ctx, query, []any{key}, &body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &o)
	})
	if err != nil {
		return o, fmt.Errorf("organisation %q: %w", key, err)
	}
	return o, nil
}

// Organisations lists all, by id.
func (a *Accounts) Organisations(ctx context.Context) ([]Organisation, error) {
	var list []Organisation
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select body from organisations order by id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var body string
			var o Organisation
			if err := rows.Scan(&body); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(body), &o); err != nil {
				return err
			}
			list = append(list, o)
		}
		return rows.Err()
	})
	return list, err
}

// ChangeOrganisation replaces an organisation that looked like mark when the
// change began (see Organisation.Mark); store.ErrConflict when somebody else has
// changed it since.
func (a *Accounts) ChangeOrganisation(ctx context.Context, actor Actor, o Organisation, mark string) error {
	if err := actor.May(Administer, o.ID); err != nil {
		return err
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now, err := a.Organisation(ctx, o.ID)
		if err != nil {
			return err
		}
		if now.Mark() != mark {
			return store.ErrConflict
		}
		return a.PutOrganisation(ctx, actor, o)
	})
}

// PutOrganisation adds an organisation or replaces the one with its id. The
// caller has checked its fields; only an administrator of it, or a command, may.
func (a *Accounts) PutOrganisation(ctx context.Context, actor Actor, o Organisation) error {
	if err := actor.May(Administer, o.ID); err != nil {
		return err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	// Only the municipality itself answers to its code.
	municipality := ""
	if o.Type == "municipality" {
		municipality = o.Municipality
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into organisations (id, municipality, body) values ($1, $2, $3)
			on conflict (id) do update set municipality = excluded.municipality, body = excluded.body`, o.ID, municipality, string(body))
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "put", Noun: OrganisationNoun, ID: o.ID, Organisation: o.ID})
	})
}

// secret is n random bytes in hexadecimal.
func secret(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}
