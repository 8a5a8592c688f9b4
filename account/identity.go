package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Identity is who a provider says somebody is. Issuer and Subject together never
// change; an e-mail address counts only where the provider has verified it.
type Identity struct {
	Issuer   string
	Subject  string
	Email    string
	Verified bool
	Language i18n.Lang // that the person asked us in
	Since    time.Time // when it was connected to an account
}

// IdentityUser returns the id of the person whom an identity belongs to. One
// that comes for the first time is connected to the account, or to the open
// invitation, with its verified e-mail address; nobody else gets an account.
// What is refused is i18n.Problems that say why.
func (a *Accounts) IdentityUser(ctx context.Context, who Identity) (string, error) {
	var user string
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var disabled bool
		err := tx.Row(ctx, `select u.id, u.disabled from identities i join users u on u.id = i.user_id where i.issuer = $1 and i.subject = $2`,
			[]any{who.Issuer, who.Subject}, &user, &disabled)
		if errors.Is(err, store.ErrNotFound) {
			user, disabled, err = a.byEmail(ctx, tx, who)
		}
		switch {
		case err != nil:
			return err
		case disabled:
			return i18n.Problems{{Key: "openid_disabled"}}
		}
		return nil
	})
	return user, err
}

// byEmail finds the account of an identity that is not connected yet.
func (a *Accounts) byEmail(ctx context.Context, tx *store.Tx, who Identity) (user string, disabled bool, err error) {
	if who.Email == "" || !who.Verified {
		return "", false, i18n.Problems{{Key: "openid_unverified"}}
	}
	err = tx.Row(ctx, `select id, disabled from users where email = $1`, []any{foldEmail(who.Email)}, &user, &disabled)
	if errors.Is(err, store.ErrNotFound) {
		user, err = a.invited(ctx, tx, who)
	}
	if err != nil || disabled {
		return user, disabled, err
	}
	return user, false, a.connect(ctx, tx, user, who)
}

// invited makes the account of somebody who has open invitations: they have
// shown that the address is theirs, as the link would have shown it.
func (a *Accounts) invited(ctx context.Context, tx *store.Tx, who Identity) (string, error) {
	rows, err := tx.Query(ctx, `select hash, name, operator, organisation, role, approve from invitations
		where kind = $1 and email = $2 and expires_at > $3 order by created_at, hash`, InviteLink, foldEmail(who.Email), store.Time(a.now()))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var hashes []string
	var memberships []Membership
	u := User{ID: newUserID(), Email: foldEmail(who.Email), Language: who.Language}
	for rows.Next() {
		var h string
		var inv Invitation
		if err := rows.Scan(&h, &inv.Name, &inv.Operator, &inv.Organisation, &inv.Role, &inv.Approve); err != nil {
			return "", err
		}
		hashes, memberships = append(hashes, h), append(memberships, inv.Membership)
		u.Name, u.Operator = inv.Name, u.Operator || inv.Operator
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	if len(memberships) == 0 {
		return "", i18n.Problems{{Key: "openid_stranger", Args: map[string]any{"Email": u.Email}}}
	}
	for _, h := range hashes {
		if _, err := tx.Exec(ctx, `delete from invitations where hash = $1`, h); err != nil {
			return "", err
		}
	}
	return u.ID, a.insertUser(ctx, Actor{User: u.ID, Name: u.Name}, u, memberships...)
}

// ConnectIdentity lets somebody who is signed in sign in through a provider,
// too: they have shown both, so the e-mail addresses need not be the same.
func (a *Accounts) ConnectIdentity(ctx context.Context, actor Actor, who Identity) error {
	if actor.User == "" {
		return ErrUnknown
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var owner string
		err := tx.Row(ctx, `select user_id from identities where issuer = $1 and subject = $2`, []any{who.Issuer, who.Subject}, &owner)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return a.connect(ctx, tx, actor.User, who)
		case err != nil:
			return err
		case owner != actor.User:
			return i18n.Problems{{Key: "openid_other"}}
		}
		return nil
	})
}

func (a *Accounts) connect(ctx context.Context, tx *store.Tx, user string, who Identity) error {
	u, err := a.User(ctx, user)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into identities (issuer, subject, user_id, email, created_at) values ($1, $2, $3, $4, $5)`,
		who.Issuer, who.Subject, user, foldEmail(who.Email), store.Time(a.now()))
	if errors.Is(err, store.ErrConflict) {
		return i18n.Problems{{Key: "openid_other"}}
	}
	if err != nil {
		return err
	}
	return a.changed(ctx, tx, Actor{User: user, Name: u.Name}, Act{Verb: "connect", Noun: UserNoun, ID: user})
}

// Identities lists what the actor may sign in with beside a password.
func (a *Accounts) Identities(ctx context.Context, actor Actor) ([]Identity, error) {
	var list []Identity
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select issuer, subject, email, created_at from identities where user_id = $1 order by issuer`, actor.User)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one Identity
			var at string
			if err := rows.Scan(&one.Issuer, &one.Subject, &one.Email, &at); err != nil {
				return err
			}
			if one.Since, err = store.ParseTime(at); err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, err
}

// DeleteIdentity ends that the actor signs in through a provider, and the
// sessions that began so, but not the one whose secret is keep. Whoever has no
// password keeps the identity: else they could not come in any more.
// store.ErrNotFound where there is none.
func (a *Accounts) DeleteIdentity(ctx context.Context, actor Actor, issuer, keep string) error {
	if actor.User == "" {
		return ErrUnknown
	}
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var password bool
		if err := tx.Row(ctx, `select password <> '' from users where id = $1`, []any{actor.User}, &password); err != nil {
			return err
		}
		if !password {
			return i18n.Problems{{Key: "openid_needed"}}
		}
		n, err := tx.Exec(ctx, `delete from identities where user_id = $1 and issuer = $2`, actor.User, issuer)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `delete from sessions where user_id = $1 and issuer = $2 and hash <> $3`, actor.User, issuer, hash(keep))
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "disconnect", Noun: UserNoun, ID: actor.User})
	})
	if err != nil {
		return fmt.Errorf("identity at %q: %w", issuer, err)
	}
	return nil
}
