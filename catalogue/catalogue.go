package catalogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// Catalogue keeps practices. Its methods may be called concurrently.
type Catalogue struct {
	Vocabularies *Vocabularies
	Places       *Places
	// Files keeps attachments; without it nothing can be attached.
	Files *Files
	// Now is the clock; tests may set it before the first use.
	Now func() time.Time

	store    *store.Store
	accounts *account.Accounts

	outdated memo[[]OutdatedText]
	named    memo[bool]
	old      memo[map[string]Attachment]
}

// New returns the catalogue of a database.
func New(s *store.Store, accounts *account.Accounts) (*Catalogue, error) {
	vocabularies, err := LoadVocabularies()
	if err != nil {
		return nil, err
	}
	places, err := LoadPlaces()
	if err != nil {
		return nil, err
	}
	return &Catalogue{Vocabularies: vocabularies, Places: places, Now: time.Now, store: s, accounts: accounts}, nil
}

// Version is one publication of a practice.
type Version struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"-"`
	// ReviewUntil is the last day of the review of just this text, "" when
	// nobody has reviewed it.
	ReviewUntil string `json:"-"`
}

// row is what the table practices holds beside the documents.
type row struct {
	organisation string
	state        string
	version      int
	revision     int
	listed       bool
	draft        string // "" when there is none
}

func (c *Catalogue) row(ctx context.Context, tx *store.Tx, id string) (row, error) {
	var r row
	err := tx.Row(ctx, `select coalesce(organisation, ''), state, version, revision, listed, coalesce(draft, '') from practices where id = $1`,
		[]any{id}, &r.organisation, &r.state, &r.version, &r.revision, &r.listed, &r.draft)
	return r, err
}

// Practice returns the published version of a practice; store.ErrNotFound when
// it has none or is archived.
func (c *Catalogue) Practice(ctx context.Context, actor account.Actor, id string) (*Practice, error) {
	practices, err := c.Practices(ctx, actor, []string{id})
	if err == nil && len(practices) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", id, err)
	}
	return practices[0], nil
}

// Practices returns the published versions of practices in the order asked for;
// those that are not published are left out.
func (c *Catalogue) Practices(ctx context.Context, actor account.Actor, ids []string) ([]*Practice, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	which, args := oneOf(ids)
	found := make(map[string]*Practice, len(ids))
	err := c.each(ctx, `and p.id `+which, args, func(p *Practice, owner string) error {
		if !p.Contact.Public && actor.May(account.ReadDrafts, owner) != nil {
			p.Contact = withoutPerson(p.Contact)
		}
		found[p.ID] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]*Practice, 0, len(found))
	for _, id := range ids {
		if p := found[id]; p != nil {
			list = append(list, p)
		}
	}
	return list, nil
}

// each calls f with published practices and the organisation that owns them
// now, which need not be the one that a version was published by.
func (c *Catalogue) each(ctx context.Context, which string, args []any, f func(p *Practice, owner string) error) error {
	return c.eachVersion(ctx, which, args, func(v versionRow) error {
		p, err := c.version(v)
		if err != nil {
			return err
		}
		return f(p, v.owner)
	})
}

// eachVersion calls f with the rows of published practices.
func (c *Catalogue) eachVersion(ctx context.Context, which string, args []any, f func(versionRow) error) error {
	return c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, versionsOf+` where v.version = p.version and p.listed `+which, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var v versionRow
			if err := rows.Scan(v.places()...); err != nil {
				return err
			}
			if err := f(v); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// PracticeVersion returns one published version. Old versions of an entry that
// is not published now are for those who may read its drafts.
func (c *Catalogue) PracticeVersion(ctx context.Context, actor account.Actor, id string, version int) (*Practice, error) {
	var p *Practice
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.readable(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if p, err = c.frozen(ctx, tx, id, version); err != nil {
			return err
		}
		if version == r.version && r.state == "archived" {
			p.State = r.state
		}
		if actor.May(account.ReadDrafts, r.organisation) == nil {
			return nil
		}
		newest, err := c.frozen(ctx, tx, id, r.version)
		if err == nil && !sharesPerson(newest.Contact, p.Contact) {
			p.Contact = withoutPerson(p.Contact)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q version %d: %w", id, version, err)
	}
	return p, nil
}

// Versions lists the publications of a practice, the newest first.
func (c *Catalogue) Versions(ctx context.Context, actor account.Actor, id string) ([]Version, error) {
	var versions []Version
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := c.readable(ctx, tx, actor, id); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select v.version, v.note, v.published_by, v.published_user, v.published_at, coalesce(r.valid_until, '') from practice_versions v
			left join review_versions w on w.practice = v.practice and w.version = v.version
			left join reviews r on r.id = w.review where v.practice = $1 order by v.version desc`, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var v Version
			var user, at string
			if err := rows.Scan(&v.Version, &v.Note, &v.By, &user, &at, &v.ReviewUntil); err != nil {
				return err
			}
			v.By = personName(user, v.By)
			if v.At, err = store.ParseTime(at); err != nil {
				return err
			}
			versions = append(versions, v)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("practice %q: %w", id, err)
	}
	return versions, nil
}

// Draft returns what is being written or, where nothing is, the newest version,
// with the state and revision that a change has to name. Beside the owner's own
// people only somebody who has been asked to review the practice may read it.
func (c *Catalogue) Draft(ctx context.Context, actor account.Actor, id string) (*Practice, error) {
	var p *Practice
	err := c.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := c.row(ctx, tx, id)
		if err != nil {
			return err
		}
		outside := actor.May(account.ReadDrafts, r.organisation) != nil
		if outside {
			if err := c.reviewing(ctx, tx, actor, id); err != nil {
				return err
			}
		}
		if p, err = c.current(ctx, tx, id, r); err == nil && outside && !p.Contact.Public {
			p.Contact = withoutPerson(p.Contact)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("draft of practice %q: %w", id, err)
	}
	return p, nil
}

// current is the document that a next change starts from.
func (c *Catalogue) current(ctx context.Context, tx *store.Tx, id string, r row) (*Practice, error) {
	var p *Practice
	var err error
	if r.draft != "" {
		p, err = c.decode(r.draft)
	} else {
		p, err = c.frozen(ctx, tx, id, r.version)
	}
	if err != nil {
		return nil, err
	}
	p.State, p.Revision, p.Version = r.state, r.revision, r.version
	return p, nil
}

func (c *Catalogue) frozen(ctx context.Context, tx *store.Tx, id string, version int) (*Practice, error) {
	var v versionRow
	if err := tx.Row(ctx, versionsOf+` where p.id = $1 and v.version = $2`, []any{id, version}, v.places()...); err != nil {
		return nil, err
	}
	return c.version(v)
}

// readable is the row of a practice whose versions the actor may read.
func (c *Catalogue) readable(ctx context.Context, tx *store.Tx, actor account.Actor, id string) (row, error) {
	r, err := c.row(ctx, tx, id)
	if err == nil && !r.listed && actor.May(account.ReadDrafts, r.organisation) != nil {
		err = store.ErrNotFound
	}
	return r, err
}

// decode reads a stored practice, with all that is worked out of it alone.
func (c *Catalogue) decode(body string) (*Practice, error) {
	p, err := c.withoutEvidence(body)
	if err == nil {
		p.Computed.Evidence = EvidenceOf(p)
	}
	return p, err
}

func (c *Catalogue) withoutEvidence(body string) (*Practice, error) {
	p, err := asWritten(body)
	if err != nil {
		return nil, err
	}
	p.Computed = &Computed{
		Completeness: p.Completeness(),
		NeedsUpdate:  p.ReviewDue != "" && Earlier(p.ReviewDue, c.Now().Format(time.DateOnly)),
		Languages:    p.languages(),
		Review:       ReviewMark{Mark: SelfDeclared},
	}
	return p, nil
}

// withoutPerson is a contact as those see it to whom the person has not
// consented.
func withoutPerson(c Contact) Contact {
	c.Name, c.Email, c.Phone = "", "", ""
	return c
}

// sharesPerson tells whether the newest version still shows the person of an
// older one: consent that was withdrawn hides a person in all versions.
func sharesPerson(newest, older Contact) bool {
	return newest.Public && older.Public && newest.Name == older.Name && newest.Email == older.Email
}

// Organisation returns the organisation with that id or, for a municipality's
// code, that municipality's organisation; store.ErrNotFound when there is none.
func (c *Catalogue) Organisation(ctx context.Context, idOrCode string) (account.Organisation, error) {
	o, err := c.accounts.Organisation(ctx, idOrCode)
	if !errors.Is(err, store.ErrNotFound) {
		return o, err
	}
	if _, ok := c.Places.Municipality(idOrCode); !ok {
		return o, err
	}
	return c.accounts.OfMunicipality(ctx, idOrCode)
}

// OrganisationOrNew is Organisation, but for a municipality without an
// organisation it returns the one that EnsureOrganisation would make.
func (c *Catalogue) OrganisationOrNew(ctx context.Context, idOrCode string) (o account.Organisation, isNew bool, err error) {
	o, err = c.Organisation(ctx, idOrCode)
	m, ok := c.Places.Municipality(idOrCode)
	if !errors.Is(err, store.ErrNotFound) || !ok {
		return o, false, err
	}
	return organisationOf(m), true, nil
}

func organisationOf(m Municipality) account.Organisation {
	return account.Organisation{ID: i18n.Slug(m.Name.FI), Name: m.Name, Type: "municipality", Municipality: m.Code, Languages: slices.Clone(m.Languages)}
}

// MunicipalityOrganisation is the organisation that would be made for the
// municipality whose organisation would have that id.
func (c *Catalogue) MunicipalityOrganisation(id string) (o account.Organisation, ok bool) {
	for _, m := range c.Places.municipalities {
		if i18n.Slug(m.Name.FI) == id {
			return organisationOf(m), true
		}
	}
	return o, false
}

// EnsureOrganisation returns the organisation with that id or code; for a
// municipality without one it is made.
func (c *Catalogue) EnsureOrganisation(ctx context.Context, idOrCode string) (account.Organisation, error) {
	var o account.Organisation
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var isNew bool
		var err error
		if o, isNew, err = c.OrganisationOrNew(ctx, idOrCode); err != nil || !isNew {
			return err
		}
		if o.ID, err = c.freeOrganisation(ctx, o.ID); err != nil {
			return err
		}
		return c.accounts.PutOrganisation(ctx, account.Machine(), o)
	})
	return o, err
}

// freeOrganisation is the id itself or, where another organisation has it, the
// id with the first free number from 2: nobody takes over another's name.
func (c *Catalogue) freeOrganisation(ctx context.Context, id string) (string, error) {
	for n := 1; ; n++ {
		free := id
		if n > 1 {
			free = id + "-" + strconv.Itoa(n)
		}
		if _, err := c.accounts.Organisation(ctx, free); errors.Is(err, store.ErrNotFound) {
			return free, nil
		} else if err != nil {
			return "", err
		}
	}
}

// PutOrganisation adds an organisation or replaces the one with its id.
func (c *Catalogue) PutOrganisation(ctx context.Context, actor account.Actor, o account.Organisation) error {
	if err := c.CheckOrganisation(o).Err(); err != nil {
		return err
	}
	return c.accounts.PutOrganisation(ctx, actor, o)
}
