package account

import (
	"context"
	"errors"

	"tiekartta/i18n"
	"tiekartta/store"
)

// Attempt is somebody who wants to sign in with a password. Address is where
// they come from, Agent what their browser says that it is.
type Attempt struct {
	Email, Password string
	Address, Agent  string
}

// SignIn returns the secret for the cookie of a new session. It is ErrUnknown
// when address and password do not belong together, whatever the reason, and
// WaitError when it has been tried too often.
func (a *Accounts) SignIn(ctx context.Context, try Attempt) (string, error) {
	email := foldEmail(try.Email)
	if err := a.tries.try(a.Now(), email, try.Address); err != nil {
		return "", err
	}
	var id, password string
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select id, password from users where email = $1 and not disabled`, []any{email}, &id, &password)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	match, cheap, err := a.matches(ctx, try.Password, password)
	if err != nil {
		return "", err
	}
	if !match {
		return "", ErrUnknown
	}
	a.tries.succeeded(email, try.Address)
	if cheap {
		if password, err = a.rehash(ctx, id, password, try.Password); err != nil {
			return "", err
		}
	}
	return a.sessionWith(ctx, id, password, try.Agent)
}

// sessionWith begins a session for somebody whose password was compared, unless it
// has been changed meanwhile: that ends all sessions, this one too.
func (a *Accounts) sessionWith(ctx context.Context, id, password, agent string) (token string, err error) {
	err = a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var stands string
		err := tx.Row(ctx, `select password from users where id = $1 and not disabled`, []any{id}, &stands)
		if errors.Is(err, store.ErrNotFound) || err == nil && stands != password {
			return ErrUnknown
		}
		if err == nil {
			token, err = a.AddSession(ctx, id, agent)
		}
		return err
	})
	return token, err
}

// rehash stores a password anew at the cost of today, unless it has been
// changed meanwhile, and returns what is stored then.
func (a *Accounts) rehash(ctx context.Context, user, before, password string) (string, error) {
	encoded, err := a.hashPassword(ctx, password)
	if err != nil {
		return "", err
	}
	return encoded, a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `update users set password = $3 where id = $1 and password = $2`, user, before, encoded)
		return err
	})
}

// PutPassword gives a person their first password or another one; the caller
// has made sure that it is the person who asks. All sessions end but the one
// whose secret is keep.
func (a *Accounts) PutPassword(ctx context.Context, actor Actor, password, keep string) error {
	u, err := a.User(ctx, actor.User)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, u.Name, u.Email).Err(); err != nil {
		return err
	}
	encoded, err := a.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `update users set password = $2 where id = $1`, u.ID, encoded); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, u.ID, keep); err != nil {
			return err
		}
		if err := endPasswordLinks(ctx, tx, u.ID); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "password", Noun: UserNoun, ID: u.ID})
	})
}

// ChangePassword replaces the actor's own password by another one, for which
// the old one must be known. Attempts are counted as at the sign-in.
func (a *Accounts) ChangePassword(ctx context.Context, actor Actor, old, password, keep string) error {
	u, err := a.User(ctx, actor.User)
	if err != nil {
		return err
	}
	if err := a.tries.try(a.Now(), u.Email, u.ID); err != nil {
		return err
	}
	var encoded string
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select password from users where id = $1`, []any{u.ID}, &encoded)
	})
	if err != nil {
		return err
	}
	match, _, err := a.matches(ctx, old, encoded)
	if err != nil {
		return err
	}
	if !match {
		return i18n.Problems{{Path: "old", Key: "password_wrong"}}
	}
	a.tries.succeeded(u.Email, u.ID)
	return a.PutPassword(ctx, actor, password, keep)
}
