package account

import (
	"context"
	"fmt"
	"strings"
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

// RecordHourly is Record for what somebody does again and again while they
// write: the same act on the same thing within an hour is one row.
func RecordHourly(ctx context.Context, tx *store.Tx, actor Actor, act Act) error {
	var n int
	err := tx.Row(ctx, `select count(*) from trail where noun = $1 and id = $2 and act = $3 and user_id = $4 and name = $5 and at > $6`,
		[]any{act.Noun, act.ID, act.Verb, actor.User, actor.Name, store.Time(time.Now().Add(-time.Hour))}, &n)
	if err != nil || n > 0 {
		return err
	}
	return Record(ctx, tx, actor, act)
}

// Recorded is an act with who did it and when. Name is empty when the account
// is gone.
type Recorded struct {
	Act
	Position int64
	At       time.Time
	User     string
	Name     string
}

// TrailQuery says which part of the trail is asked for; what is empty does not
// matter.
type TrailQuery struct {
	Organisation string
	User         string
	Noun, ID     string
	Before       int64 // position; 0: from the newest on
}

// trailPage is how many acts are read at once.
const trailPage = 50

// Trail lists acts, the newest first, and tells whether there are older ones.
// Administrators read the trail of their organisation, operators all.
func (a *Accounts) Trail(ctx context.Context, actor Actor, q TrailQuery) (list []Recorded, more bool, err error) {
	if q.Organisation == "" {
		err = actor.Operate()
	} else {
		err = actor.May(Administer, q.Organisation)
	}
	if err != nil {
		return nil, false, err
	}
	err = a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		list, err = readTrail(ctx, tx, q, trailPage+1)
		return err
	})
	if len(list) > trailPage {
		return list[:trailPage], true, err
	}
	return list, false, err
}

func readTrail(ctx context.Context, tx *store.Tx, q TrailQuery, most int) ([]Recorded, error) {
	where, args := []string{"1 = 1"}, []any{most}
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	for column, value := range map[string]string{"organisation": q.Organisation, "user_id": q.User, "noun": q.Noun, "id": q.ID} {
		if value != "" {
			add(column+" = $%d", value)
		}
	}
	if q.Before > 0 {
		add("position < $%d", q.Before)
	}
	rows, err := tx.Query(ctx, `select position, at, user_id, name, organisation, act, noun, id, detail from trail
		where `+strings.Join(where, " and ")+` order by position desc limit $1`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Recorded
	for rows.Next() {
		var r Recorded
		var at string
		if err := rows.Scan(&r.Position, &at, &r.User, &r.Name, &r.Organisation, &r.Verb, &r.Noun, &r.ID, &r.Detail); err != nil {
			return nil, err
		}
		if r.At, err = store.ParseTime(at); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}
