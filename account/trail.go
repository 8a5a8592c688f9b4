package account

import (
	"context"
	"time"

	"tiekartta/store"
)

// Act is one row of the trail: who did what is told by the actor, to what by
// the act. Detail is for people ("version 3", "role editor"); it never holds
// what somebody wrote, so that nothing has to be erased from it.
type Act struct {
	Verb         string // message key without its prefix "trail.": "add", "change", "publish", …
	Noun         string // "practice", "user", …
	ID           string
	Organisation string // whose trail it belongs to; empty: the actor's own
	Detail       string
}

// Record adds an act to the trail, in the transaction of what was done.
func Record(ctx context.Context, tx *store.Tx, actor Actor, act Act) error {
	if act.Organisation == "" {
		act.Organisation = actor.Organisation
	}
	_, err := tx.Exec(ctx, `insert into trail (at, user_id, name, organisation, act, noun, id, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		store.Time(time.Now()), actor.User, actor.Name, act.Organisation, act.Verb, act.Noun, act.ID, act.Detail)
	return err
}
