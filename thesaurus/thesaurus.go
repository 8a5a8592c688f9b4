// Package thesaurus keeps the concepts by which practices are found and tagged:
// our own, which are built in, as editors have changed them, and thesauri that
// others publish, read from a file.
package thesaurus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"tiekartta/account"
	"tiekartta/search/language"
	"tiekartta/store"
)

// Noun is what the feed of changes and the trail call a thesaurus. The id of a
// change is that of a concept or the name of an imported thesaurus.
const Noun = "thesaurus"

// Thesaurus gives access to what is stored. Its methods may be called
// concurrently.
type Thesaurus struct {
	// Now is the clock; tests may set it before the first use.
	Now func() time.Time

	store *store.Store
	built func() (*language.Thesaurus, error)

	mu   sync.Mutex
	held map[string]held // imported ones by name: reading them is dear
}

// held is an imported thesaurus that has been read.
type held struct {
	edition string
	read    *language.Thesaurus
}

// New gives access to the thesauri of a store.
func New(s *store.Store) *Thesaurus {
	return &Thesaurus{Now: time.Now, store: s, built: ours, held: map[string]held{}}
}

// ours is read once in a program: nobody changes what is built in.
var ours = sync.OnceValues(language.Ours)

// InUse are the thesauri in use, ours first, and a mark that changes whenever
// one of them does. Those that have not changed are the same as before.
func (t *Thesaurus) InUse(ctx context.Context) (list []*language.Thesaurus, mark string, err error) {
	err = t.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		concepts, err := t.concepts(ctx, tx)
		if err != nil {
			return err
		}
		edited := &language.Thesaurus{}
		sum := sha256.New()
		encoder := json.NewEncoder(sum)
		retired := retiredOf(concepts)
		for _, c := range concepts {
			if c.Retired {
				continue
			}
			c = c.besides(retired)
			edited.Add(c.concept())
			if err := encoder.Encode(c); err != nil {
				return err
			}
		}
		schemes, err := schemesOf(ctx, tx)
		if err != nil {
			return err
		}
		t.forget(schemes)
		list = []*language.Thesaurus{edited}
		for _, s := range schemes {
			one, err := t.imported(ctx, tx, s)
			if err != nil {
				return fmt.Errorf("thesaurus %q: %w", s.Name, err)
			}
			list = append(list, one)
			fmt.Fprintf(sum, "%q %s\n", s.Name, s.edition)
		}
		mark = hex.EncodeToString(sum.Sum(nil)[:12])
		return nil
	})
	return list, mark, err
}

// concepts are all of ours by their order in the file, with what editors have
// made of them, retired ones included; then those that editors have added.
func (t *Thesaurus) concepts(ctx context.Context, tx *store.Tx) ([]Concept, error) {
	built, err := t.built()
	if err != nil {
		return nil, err
	}
	changed := map[string]Concept{}
	var order []string
	rows, err := tx.Query(ctx, `select body, revision from concepts order by id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		var revision int
		if err := rows.Scan(&body, &revision); err != nil {
			return nil, err
		}
		var c Concept
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			return nil, err
		}
		c.Revision = revision
		changed[c.ID] = c
		order = append(order, c.ID)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var list []Concept
	for _, one := range built.Concepts {
		c, ok := changed[one.ID]
		if !ok {
			c = conceptOf(one)
		}
		c.Built = true
		list = append(list, c)
		delete(changed, one.ID)
	}
	for _, id := range order {
		if c, ok := changed[id]; ok {
			list = append(list, c)
		}
	}
	return list, nil
}

// MayEdit returns nil for those who may change the thesaurus: editors and
// administrators of any organisation, and those who look after the service.
func MayEdit(actor account.Actor) error {
	if actor.Operate() == nil {
		return nil
	}
	for _, m := range actor.Memberships() {
		if actor.May(account.Publish, m.Organisation) == nil {
			return nil
		}
	}
	if !actor.Known() {
		return account.ErrUnknown
	}
	return account.ErrDenied
}
