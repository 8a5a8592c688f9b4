package thesaurus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/search/language"
	"tiekartta/store"
)

// prefix begins the ids of our own concepts.
const prefix = "urn:tiekartta:concept:"

// Concept is one of our own concepts. Revision counts its changes by editors; it
// is 0 for one that is as it is built in.
type Concept struct {
	ID        string       `json:"id"`
	Preferred i18n.Text    `json:"preferred"`
	Others    Alternatives `json:"others,omitzero"`
	Broader   []string     `json:"broader,omitempty"`
	Related   []string     `json:"related,omitempty"`
	Note      i18n.Text    `json:"note,omitzero"`
	Untagged  bool         `json:"untagged,omitempty"` // no practice is tagged with it
	Retired   bool         `json:"retired,omitempty"`  // it is not used any more
	Revision  int          `json:"-"`
	Built     bool         `json:"-"` // built in, changed or not
	Shared    bool         `json:"-"` // it is meant to have labels that another concept has
}

// Alternatives are the other labels of a concept by language.
type Alternatives struct {
	FI []string `json:"fi,omitempty"`
	SV []string `json:"sv,omitempty"`
	EN []string `json:"en,omitempty"`
}

// In are those of a language.
func (a *Alternatives) In(lang i18n.Lang) *[]string {
	switch lang {
	case i18n.Swedish:
		return &a.SV
	case i18n.English:
		return &a.EN
	}
	return &a.FI
}

// conceptOf is a built-in concept as editors change it.
func conceptOf(one *language.Concept) Concept {
	c := Concept{ID: one.ID, Broader: one.Broader, Related: one.Related, Note: one.Note, Untagged: one.Untagged}
	for _, label := range one.Labels {
		lang := i18n.Langs()[label.Lang]
		if label.Preferred {
			c.Preferred = c.Preferred.Set(lang, label.Text)
			continue
		}
		others := c.Others.In(lang)
		*others = append(*others, label.Text)
	}
	return c
}

// concept is the concept as the search uses it.
func (c Concept) concept() language.Concept {
	one := language.Concept{ID: c.ID, Broader: c.Broader, Related: c.Related, Note: c.Note, Untagged: c.Untagged}
	for i, lang := range i18n.Langs() {
		if text := c.Preferred.In(lang); text != "" {
			one.Labels = append(one.Labels, language.Label{Lang: i, Text: text, Preferred: true})
		}
		for _, text := range *c.Others.In(lang) {
			one.Labels = append(one.Labels, language.Label{Lang: i, Text: text})
		}
	}
	return one
}

// Concept is one of ours, retired or not; store.ErrNotFound when there is none.
func (t *Thesaurus) Concept(ctx context.Context, id string) (Concept, error) {
	list, err := t.Concepts(ctx)
	if err != nil {
		return Concept{}, err
	}
	if at := slices.IndexFunc(list, func(c Concept) bool { return c.ID == id }); at >= 0 {
		return list[at], nil
	}
	return Concept{}, fmt.Errorf("concept %q: %w", id, store.ErrNotFound)
}

// Concepts are all of ours, retired ones included.
func (t *Thesaurus) Concepts(ctx context.Context) (list []Concept, err error) {
	err = t.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = t.concepts(ctx, tx)
		return err
	})
	retired := retiredOf(list)
	for i := range list {
		list[i] = list[i].besides(retired)
	}
	return list, err
}

// Add adds a concept of an editor's and returns it with its id.
func (t *Thesaurus) Add(ctx context.Context, actor account.Actor, c Concept) (Concept, error) {
	if err := MayEdit(actor); err != nil {
		return c, err
	}
	c = c.tidy()
	err := t.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err := t.concepts(ctx, tx)
		if err != nil {
			return err
		}
		next := c
		next.ID, next.Revision, next.Built = freeID(c, list), 1, false
		if next, err = next.put(ctx, tx, list); err != nil {
			return err
		}
		c = next
		return recorded(ctx, tx, actor, "add", c.ID)
	})
	return c, err
}

// put stores a concept if it may stand beside the others. What is above or beside
// it and not used any more is kept as it was stored, and not returned.
func (c Concept) put(ctx context.Context, tx *store.Tx, list []Concept) (Concept, error) {
	retired := retiredOf(list)
	c = c.besides(retired)
	if err := c.check(list).Err(); err != nil {
		return c, err
	}
	kept := c
	if at := slices.IndexFunc(list, func(o Concept) bool { return o.ID == c.ID }); at >= 0 {
		kept.Broader = carried(c.Broader, list[at].Broader, retired)
		kept.Related = carried(c.Related, list[at].Related, retired)
	}
	if kept.below(known(list)) {
		return c, i18n.Problems{{Path: "broader", Key: "concept_cycle"}}
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return c, err
	}
	_, err = tx.Exec(ctx, `insert into concepts (id, body, revision) values ($1, $2, $3)
		on conflict (id) do update set body = excluded.body, revision = excluded.revision`, c.ID, string(body), c.Revision)
	return c, err
}

// freeID makes an id of the concept's name that no other has.
func freeID(c Concept, list []Concept) string {
	name, _ := c.Preferred.Best(i18n.English, i18n.Finnish)
	slug := strings.Trim(i18n.Slug(name), "-")
	if slug == "" {
		slug = "concept"
	}
	for n := 1; ; n++ {
		id := prefix + slug
		if n > 1 {
			id = fmt.Sprintf("%s%s-%d", prefix, slug, n)
		}
		if !slices.ContainsFunc(list, func(o Concept) bool { return o.ID == id }) {
			return id
		}
	}
}

// Change puts an editor's text of a concept in the place of the one whose
// revision it names; store.ErrConflict when that is not the newest.
func (t *Thesaurus) Change(ctx context.Context, actor account.Actor, c Concept) (Concept, error) {
	if err := MayEdit(actor); err != nil {
		return c, err
	}
	c = c.tidy()
	err := t.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err := t.concepts(ctx, tx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(o Concept) bool { return o.ID == c.ID })
		if at < 0 {
			return fmt.Errorf("concept %q: %w", c.ID, store.ErrNotFound)
		}
		if list[at].Revision != c.Revision {
			return fmt.Errorf("concept %q: %w", c.ID, store.ErrConflict)
		}
		next := c
		next.Revision, next.Built = c.Revision+1, list[at].Built
		if next, err = next.put(ctx, tx, list); err != nil {
			return err
		}
		c = next
		verb := "change"
		if c.Retired && !list[at].Retired {
			verb = "archive"
		}
		return recorded(ctx, tx, actor, verb, c.ID)
	})
	return c, err
}

// recorded notes a change in the feed and in the trail.
func recorded(ctx context.Context, tx *store.Tx, actor account.Actor, verb, id string) error {
	return errors.Join(tx.Change(ctx, Noun, id), account.Record(ctx, tx, actor, account.Act{Verb: verb, Noun: Noun, ID: id}))
}
