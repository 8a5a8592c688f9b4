package account

import (
	"context"

	"tiekartta/store"
)

// OpenInvitation is an invitation that nobody has taken yet. ID is not the
// link's secret and good for nothing but withdrawing it.
type OpenInvitation struct {
	Invitation
	ID string
	By string // name of who invited; empty when the account is gone
}

// invitationID names an invitation without giving away the hash of its secret.
const invitationID = `substr(i.hash, 1, 16)`

// Invitations lists the open invitations of an organisation, the newest first.
func (a *Accounts) Invitations(ctx context.Context, actor Actor, organisation string) ([]OpenInvitation, error) {
	if err := actor.May(Administer, organisation); err != nil {
		return nil, err
	}
	var list []OpenInvitation
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		rows, err := tx.Query(ctx, `select `+invitationID+`, i.email, i.name, i.role, i.approve, i.operator, i.expires_at, coalesce(t.name, '')
			from invitations i left join trail t on t.noun = $1 and t.act = 'invite' and t.id = `+invitationID+`
			where i.kind = $2 and i.organisation = $3 and i.expires_at > $4 order by i.created_at desc, i.hash`,
			InvitationNoun, InviteLink, organisation, store.Time(a.now()))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			one := OpenInvitation{Invitation: Invitation{Kind: InviteLink, Membership: Membership{Organisation: organisation}}}
			var expires string
			if err := rows.Scan(&one.ID, &one.Email, &one.Name, &one.Role, &one.Approve, &one.Operator, &expires, &one.By); err != nil {
				return err
			}
			if one.Expires, err = store.ParseTime(expires); err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, err
}

// DeleteInvitation withdraws an open invitation by its id; store.ErrNotFound for
// one of an organisation that the actor does not administer.
func (a *Accounts) DeleteInvitation(ctx context.Context, actor Actor, id string) error {
	if !actor.Known() {
		return ErrUnknown
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var key, organisation string
		err := tx.Row(ctx, `select i.hash, i.organisation from invitations i where i.kind = $1 and `+invitationID+` = $2`, []any{InviteLink, id}, &key, &organisation)
		if err != nil {
			return err
		}
		if actor.May(Administer, organisation) != nil {
			return store.ErrNotFound
		}
		if _, err := tx.Exec(ctx, `delete from invitations where hash = $1`, key); err != nil {
			return err
		}
		return a.changed(ctx, tx, actor, Act{Verb: "withdraw", Noun: InvitationNoun, ID: id, Organisation: organisation})
	})
}
