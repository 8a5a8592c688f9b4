package catalogue

import (
	"context"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

// DeleteUser removes an account and takes its name out of all that the
// catalogue keeps about who did what. What the person wrote stays: it belongs
// to their organisation.
func (c *Catalogue) DeleteUser(ctx context.Context, actor account.Actor, user string) error {
	return c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := c.accounts.DeleteUser(ctx, actor, user); err != nil {
			return err
		}
		if err := forget(ctx, tx, user); err != nil {
			return err
		}
		return c.forgetReviewer(ctx, tx, user)
	})
}

// forget takes the name of a person who leaves out of what is kept about
// practices; what they did stays.
func forget(ctx context.Context, tx *store.Tx, user string) error {
	for _, statement := range []string{
		`update practices set changed_name = '' where changed_by = $1`,
		`update practices set submitted_name = '' where submitted_by = $1`,
		`update practice_comments set name = '' where user_id = $1`,
		`update practice_versions set published_by = '' where published_user = $1`,
		`update practice_saves set name = '' where user_id = $1`,
		`delete from practice_pending where user_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, user); err != nil {
			return err
		}
	}
	return nil
}

// AddOrganisation adds an organisation that is no municipality of the list; its
// id is made from its name.
func (c *Catalogue) AddOrganisation(ctx context.Context, actor account.Actor, o account.Organisation) (account.Organisation, error) {
	if err := actor.Operate(); err != nil {
		return o, err
	}
	err := c.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		name, _ := o.Name.Best()
		slug := i18n.Slug(name)
		if slug == "" {
			slug = account.OrganisationNoun
		}
		var err error
		if o.ID, err = c.freeOrganisation(ctx, slug); err != nil {
			return err
		}
		return c.PutOrganisation(ctx, actor, o)
	})
	return o, err
}

// ChangeOrganisation replaces an organisation that looked like mark when the
// change began; store.ErrConflict when somebody else has changed it since.
func (c *Catalogue) ChangeOrganisation(ctx context.Context, actor account.Actor, o account.Organisation, mark string) error {
	if err := c.CheckOrganisation(o).Err(); err != nil {
		return err
	}
	return c.accounts.ChangeOrganisation(ctx, actor, o, mark)
}
