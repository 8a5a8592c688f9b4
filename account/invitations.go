package account

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"tiekartta/i18n"
	"tiekartta/store"
)

// The kinds of links.
const (
	FirstLink    = "first"      // to become the first administrator
	InviteLink   = "invitation" // to an organisation
	PasswordLink = "password"   // to choose a new password
)

// InvitationNoun is the name of links in the trail.
const InvitationNoun = "invitation"

// linkLife is how long a link may lie around.
const linkLife = 14 * 24 * time.Hour

// longestName bounds names and addresses.
const longestName = 200

// Invitation is what a link is for. The link's secret is kept only as a hash.
type Invitation struct {
	Kind     string
	User     string // whose password, for PasswordLink
	Email    string
	Name     string
	Operator bool
	Membership
	Expires time.Time
}

// Newcomer is what somebody says who opens a link: an empty name or address is
// the one of the link.
type Newcomer struct {
	Name, Email, Password string
	Language              i18n.Lang
	Organisation          string // of the first administrator
	Agent                 string
}

// InviteFirst makes the link for the first administrator while nobody has an
// account, else it is store.ErrConflict. An earlier one is no longer valid.
func (a *Accounts) InviteFirst(ctx context.Context) (string, error) {
	link := secret(24)
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := nobodyYet(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `delete from invitations where kind = $1`, FirstLink); err != nil {
			return err
		}
		return a.addInvitation(ctx, tx, link, Invitation{Kind: FirstLink, Operator: true, Membership: Membership{Role: "administrator"}})
	})
	return link, err
}

// Begun tells whether somebody has an account already: then the address of the
// first administrator is of no use any more.
func (a *Accounts) Begun(ctx context.Context) (bool, error) {
	err := a.store.Read(ctx, nobodyYet)
	if errors.Is(err, store.ErrConflict) {
		return true, nil
	}
	return false, err
}

// nobodyYet is store.ErrConflict once there is a person with an account.
func nobodyYet(ctx context.Context, tx *store.Tx) error {
	var n int
	if err := tx.Row(ctx, `select count(*) from users`, nil, &n); err != nil {
		return err
	}
	if n > 0 {
		return store.ErrConflict
	}
	return nil
}

// Invite makes a link with which a person becomes a member of an organisation;
// the actor must administer it. Whoever already is one is a problem.
func (a *Accounts) Invite(ctx context.Context, actor Actor, inv Invitation) (string, error) {
	if err := mayInvite(actor, inv); err != nil {
		return "", err
	}
	inv.Kind, inv.User, inv.Email, inv.Name = InviteLink, "", foldEmail(inv.Email), strings.TrimSpace(inv.Name)
	problems := checkPerson(inv.Name, inv.Email)
	if !IsRole(inv.Role) {
		problems.Add("role", "unknown_value", "Value", inv.Role, "Scheme", "role")
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	link := secret(24)
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := a.Organisation(ctx, inv.Organisation); err != nil {
			return err
		}
		var n int
		err := tx.Row(ctx, `select count(*) from memberships m join users u on u.id = m.user_id where u.email = $1 and m.organisation = $2`,
			[]any{inv.Email, inv.Organisation}, &n)
		if err != nil {
			return err
		}
		if n > 0 {
			return i18n.Problems{{Path: "email", Key: "already_member"}}
		}
		_, err = tx.Exec(ctx, `delete from invitations where kind = $1 and email = $2 and organisation = $3 and (not operator or $4)`,
			InviteLink, inv.Email, inv.Organisation, actor.Operate() == nil)
		if err != nil {
			return err
		}
		if err := a.addInvitation(ctx, tx, link, inv); err != nil {
			return err
		}
		return Record(ctx, tx, actor, Act{Verb: "invite", Noun: InvitationNoun, ID: hash(link)[:16], Organisation: inv.Organisation, Detail: inv.Role})
	})
	return link, err
}

func mayInvite(actor Actor, inv Invitation) error {
	if err := actor.May(Administer, inv.Organisation); err != nil {
		return err
	}
	if inv.Operator {
		return actor.Operate()
	}
	return nil
}

// InvitePassword makes a link with which a person chooses a new password.
// Whoever makes it could use it; so they must look after all that the person
// may do.
func (a *Accounts) InvitePassword(ctx context.Context, actor Actor, user string) (string, error) {
	link := secret(24)
	err := a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		u, err := a.inCharge(ctx, tx, actor, user)
		if err != nil {
			return err
		}
		if err := a.addInvitation(ctx, tx, link, Invitation{Kind: PasswordLink, User: user, Email: u.Email, Name: u.Name}); err != nil {
			return err
		}
		return Record(ctx, tx, actor, Act{Verb: "invite_password", Noun: UserNoun, ID: user})
	})
	return link, err
}

// inCharge is the person, if the actor is an operator or administers all the
// organisations that they belong to. Of others' people the actor knows nothing.
func (a *Accounts) inCharge(ctx context.Context, tx *store.Tx, actor Actor, user string) (User, error) {
	u, err := a.User(ctx, user)
	if err != nil || actor.Operate() == nil {
		return u, err
	}
	list, err := membershipsOf(ctx, tx, user)
	if err != nil {
		return u, err
	}
	own, others := 0, 0
	for _, m := range list {
		if actor.May(Administer, m.Organisation) == nil {
			own++
		} else {
			others++
		}
	}
	switch {
	case !actor.Known():
		return u, ErrUnknown
	case own == 0:
		return u, store.ErrNotFound
	case others > 0 || u.Operator:
		return u, ErrDenied
	}
	return u, nil
}

func (a *Accounts) addInvitation(ctx context.Context, tx *store.Tx, link string, inv Invitation) error {
	now := a.now()
	if _, err := tx.Exec(ctx, `delete from invitations where expires_at <= $1`, store.Time(now)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `insert into invitations (hash, kind, user_id, email, name, organisation, role, approve, operator, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, hash(link), inv.Kind, inv.User, inv.Email, inv.Name,
		inv.Organisation, inv.Role, inv.Approve, inv.Operator, store.Time(now), store.Time(now.Add(linkLife)))
	if err != nil {
		return err
	}
	return tx.Change(ctx, InvitationNoun, hash(link)[:16])
}

// Invitation returns what a link is for; store.ErrNotFound when it has been
// used or is too old.
func (a *Accounts) Invitation(ctx context.Context, link string) (Invitation, error) {
	var inv Invitation
	err := a.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var expires string
		err := tx.Row(ctx, `select kind, user_id, email, name, organisation, role, approve, operator, expires_at from invitations
			where hash = $1 and expires_at > $2`, []any{hash(link), store.Time(a.now())},
			&inv.Kind, &inv.User, &inv.Email, &inv.Name, &inv.Organisation, &inv.Role, &inv.Approve, &inv.Operator, &expires)
		if err != nil {
			return err
		}
		inv.Expires, err = store.ParseTime(expires)
		return err
	})
	if err != nil {
		return inv, fmt.Errorf("link: %w", err)
	}
	return inv, nil
}

// HasAccount tells whether the person whom a link invites can sign in already.
func (a *Accounts) HasAccount(ctx context.Context, inv Invitation) (bool, error) {
	_, err := a.UserByEmail(ctx, inv.Email)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Accept does what a link is for, uses it up and returns the secret of a new
// session. A person who has an account already takes an invitation with Join;
// here it is store.ErrConflict.
func (a *Accounts) Accept(ctx context.Context, link string, n Newcomer) (string, error) {
	inv, err := a.Invitation(ctx, link)
	if err != nil {
		return "", err
	}
	if inv.Kind == FirstLink {
		inv.Email, inv.Organisation = foldEmail(n.Email), n.Organisation
	}
	if name := strings.TrimSpace(n.Name); name != "" && inv.Kind != PasswordLink {
		inv.Name = name
	}
	problems := checkPerson(inv.Name, inv.Email)
	if inv.Kind == FirstLink && inv.Organisation == "" {
		problems.Add("organisation", "required")
	}
	problems = append(problems, CheckPassword(n.Password, inv.Name, inv.Email)...)
	if err := problems.Err(); err != nil {
		return "", err
	}
	password, err := a.hashPassword(ctx, n.Password)
	if err != nil {
		return "", err
	}
	var session string
	err = a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := useUp(ctx, tx, link); err != nil {
			return err
		}
		user, err := a.welcome(ctx, tx, inv, n.Language)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update users set password = $2 where id = $1`, user, password); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, user, ""); err != nil {
			return err
		}
		session, err = a.AddSession(ctx, user, n.Agent)
		return err
	})
	return session, err
}

// useUp makes a link invalid; store.ErrNotFound when somebody was faster.
func useUp(ctx context.Context, tx *store.Tx, link string) error {
	n, err := tx.Exec(ctx, `delete from invitations where hash = $1`, hash(link))
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

// welcome makes the account that a link is for, or finds the one whose password
// it renews, and returns its id.
func (a *Accounts) welcome(ctx context.Context, tx *store.Tx, inv Invitation, lang i18n.Lang) (string, error) {
	if inv.Kind == PasswordLink {
		actor := Actor{User: inv.User, Name: inv.Name}
		if err := Record(ctx, tx, actor, Act{Verb: "password", Noun: UserNoun, ID: inv.User}); err != nil {
			return "", err
		}
		return inv.User, tx.Change(ctx, UserNoun, inv.User)
	}
	if inv.Kind == FirstLink {
		if err := nobodyYet(ctx, tx); err != nil {
			return "", err
		}
	}
	u := User{ID: newUserID(), Email: inv.Email, Name: inv.Name, Language: lang, Operator: inv.Operator}
	return u.ID, a.insertUser(ctx, Actor{User: u.ID, Name: u.Name}, u, inv.Membership)
}

// Join makes the actor a member of the organisation that a link invites them
// to. It is ErrDenied when the link is for somebody else.
func (a *Accounts) Join(ctx context.Context, actor Actor, link string) error {
	inv, err := a.Invitation(ctx, link)
	if err != nil {
		return err
	}
	u, err := a.User(ctx, actor.User)
	if err != nil {
		return err
	}
	if inv.Kind != InviteLink || u.Email != inv.Email {
		return ErrDenied
	}
	return a.store.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := useUp(ctx, tx, link); err != nil {
			return err
		}
		if err := putMembership(ctx, tx, u.ID, inv.Membership); err != nil {
			return err
		}
		if inv.Operator {
			if _, err := tx.Exec(ctx, `update users set operator = $2 where id = $1`, u.ID, true); err != nil {
				return err
			}
		}
		act := Act{Verb: "join", Noun: UserNoun, ID: u.ID, Organisation: inv.Organisation, Detail: inv.Role}
		if err := Record(ctx, tx, actor, act); err != nil {
			return err
		}
		return tx.Change(ctx, UserNoun, u.ID)
	})
}

// checkPerson lists what is wrong with a person's name and e-mail address.
func checkPerson(name, email string) i18n.Problems {
	var problems i18n.Problems
	for path, text := range map[string]string{"name": name, "email": email} {
		switch {
		case text == "":
			problems.Add(path, "required")
		case utf8.RuneCountInString(text) > longestName:
			problems.Add(path, "too_long", "Max", longestName)
		case !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00"):
			problems.Add(path, "bad_characters")
		case path == "email" && !IsEmail(text):
			problems.Add(path, "bad_email", "Value", text)
		}
	}
	return problems
}

// IsEmail tells whether a text is one e-mail address and nothing else.
func IsEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Address == s && !strings.ContainsAny(s, " \"")
}
