package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/store"
)

// TokenNoun is the name of tokens in the feed of changes and the trail.
const TokenNoun = "token"

// Token is a key for the API as it is listed: without its secret.
type Token struct {
	ID   string
	Name string // what it is for, in the words of whoever made it
	Membership
	CreatedBy string // name of the person; empty for a command
	Created   time.Time
	Used      time.Time // to the hour; zero: never
}

// AddToken makes a token of an organisation with one role and returns it; it is
// stored hashed and cannot be shown again. given.Name says what it is for.
func (a *Accounts) AddToken(ctx context.Context, actor Actor, given Actor) (string, error) {
	if err := actor.May(Administer, given.Organisation); err != nil {
		return "", err
	}
	var problems i18n.Problems
	if !IsRole(given.Role) {
		problems.Add("role", "unknown_value", "Value", given.Role, "Scheme", "role")
	}
	if utf8.RuneCountInString(given.Name) > longestName {
		problems.Add("name", "too_long", "Max", longestName)
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	token := "tk_" + secret(32)
	id := hash(token)[:16]
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into tokens (hash, id, name, organisation, role, approve, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			hash(token), id, strings.TrimSpace(given.Name), given.Organisation, given.Role, given.Approve, actor.User, store.Time(a.now()))
		if err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "add", Noun: TokenNoun, ID: id, Organisation: given.Organisation, Detail: given.Role})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Tokens lists the tokens of an organisation, the newest first.
func (a *Accounts) Tokens(ctx context.Context, actor Actor, organisation string) ([]Token, error) {
	if err := actor.May(Administer, organisation); err != nil {
		return nil, err
	}
	var list []Token
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select t.id, t.name, t.role, t.approve, coalesce(u.name, ''), t.created_at, t.last_used
			from tokens t left join users u on u.id = t.created_by where t.organisation = $1 order by t.created_at desc, t.id`, organisation)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			t := Token{Membership: Membership{Organisation: organisation}}
			var created, used string
			if err := rows.Scan(&t.ID, &t.Name, &t.Role, &t.Approve, &t.CreatedBy, &created, &used); err != nil {
				return err
			}
			if t.Created, err = store.ParseTime(created); err != nil {
				return err
			}
			if used != "" {
				if t.Used, err = store.ParseTime(used); err != nil {
					return err
				}
			}
			list = append(list, t)
		}
		return rows.Err()
	})
	return list, err
}

// DeleteToken ends a token; it works no more from then on.
func (a *Accounts) DeleteToken(ctx context.Context, actor Actor, id string) error {
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var organisation string
		if err := tx.Row(ctx, `select organisation from tokens where id = $1`, []any{id}, &organisation); err != nil {
			return err
		}
		if err := actor.May(Administer, organisation); err != nil {
			if errors.Is(err, ErrDenied) {
				return store.ErrNotFound
			}
			return err
		}
		if _, err := tx.Exec(ctx, `delete from tokens where id = $1`, id); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "delete", Noun: TokenNoun, ID: id, Organisation: organisation})
	})
}

// TokenActor returns who a token speaks for; ErrUnknown when it is not valid.
func (a *Accounts) TokenActor(ctx context.Context, token string) (Actor, error) {
	var actor Actor
	var used string
	now := a.now()
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Row(ctx, `select name, organisation, role, approve, last_used from tokens where hash = $1`, []any{hash(token)},
			&actor.Name, &actor.Organisation, &actor.Role, &actor.Approve, &used)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Actor{}, ErrUnknown
	}
	if actor.Name == "" {
		actor.Name = "token of " + actor.Organisation
	}
	if err == nil && used <= store.Time(now.Add(-seenEvery)) {
		noted := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update tokens set last_used = $2 where hash = $1`, hash(token), store.Time(now))
			return err
		})
		if !errors.Is(noted, store.ErrFull) { // then reading must still be possible
			err = noted
		}
	}
	return actor, err
}

// hash needs no salt and no slowness: a secret is at least 192 random bits.
func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
