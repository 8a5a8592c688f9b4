package account_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func administrator(t *testing.T, a *account.Accounts, organisation string) account.Actor {
	t.Helper()
	m := account.Membership{Organisation: organisation, Role: "administrator"}
	actor := person(t, a, "admin@"+organisation+".fi", m)
	actor.Organisation, actor.Role = m.Organisation, m.Role
	return actor
}

func problemsOf(t *testing.T, err error) string {
	t.Helper()
	var problems i18n.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("no problems but %v", err)
	}
	var keys []string
	for _, p := range problems {
		keys = append(keys, strings.TrimPrefix(p.Path+":"+p.Key, ":"))
	}
	return strings.Join(keys, " ")
}

func TestTheFirstAdministratorIsMadeByALinkThatWorksOnce(t *testing.T) {
	a, _ := open(t)
	old, err := a.InviteFirst(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	link, err := a.InviteFirst(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one := account.Newcomer{Name: "Ensi Ylläpitäjä", Email: "Ensi@Vantaa.fi", Password: secretWords, Language: i18n.Swedish, Organisation: "vantaa"}
	if _, err := a.Accept(t.Context(), old, one); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the link of an earlier start: %v", err)
	}
	if _, err := a.Accept(t.Context(), link, account.Newcomer{Password: "short"}); problemsOf(t, err) == "" {
		t.Error("nothing is wrong with nothing")
	}
	token, err := a.Accept(t.Context(), link, one)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := a.SessionActor(t.Context(), token)
	if err != nil || !actor.Operator || actor.Organisation != "vantaa" || actor.Role != "administrator" || actor.Name != one.Name {
		t.Errorf("%+v %v", actor, err)
	}
	one.Email = "other@vantaa.fi"
	if _, err := a.Accept(t.Context(), link, one); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the link a second time: %v", err)
	}
	if _, err := a.InviteFirst(t.Context()); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a first one though there is somebody: %v", err)
	}
	if _, err := a.SignIn(t.Context(), account.Attempt{Email: "ensi@vantaa.fi", Password: secretWords}); err != nil {
		t.Error(err)
	}
}

func TestAnInvitationMakesAMember(t *testing.T) {
	a, s := open(t)
	w := &watch{at: time.Now()}
	a.Now = w.now
	admin := administrator(t, a, "vantaa")
	inv := account.Invitation{Email: " Uusi@Vantaa.fi", Name: "Uusi Ihminen", Membership: account.Membership{Organisation: "vantaa", Role: "editor", Approve: true}}
	link, err := a.Invite(t.Context(), admin, inv)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var kept string
		if err := tx.Row(ctx, `select hash from invitations`, nil, &kept); err != nil || strings.Contains(kept, link) {
			t.Errorf("kept as %q, %v", kept, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := a.Invitation(t.Context(), link)
	if err != nil || shown.Email != "uusi@vantaa.fi" || shown.Role != "editor" || !shown.Approve {
		t.Errorf("%+v %v", shown, err)
	}
	// All at once: one of them becomes a member.
	var group sync.WaitGroup
	var mu sync.Mutex
	var tokens []string
	for range 5 {
		group.Go(func() {
			token, err := a.Accept(t.Context(), link, account.Newcomer{Password: secretWords, Email: "other@evil.example", Organisation: "vaasa"})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				tokens = append(tokens, token)
			}
		})
	}
	group.Wait()
	if len(tokens) != 1 {
		t.Fatalf("the link worked %d times", len(tokens))
	}
	actor, err := a.SessionActor(t.Context(), tokens[0])
	if err != nil || actor.Organisation != "vantaa" || actor.Role != "editor" || !actor.Approve || actor.Operator || len(actor.Also) > 0 {
		t.Errorf("%+v %v", actor, err)
	}
	if _, err := a.Invite(t.Context(), admin, inv); problemsOf(t, err) != "email:already_member" {
		t.Error(err)
	}
	inv.Email = "toinen@vantaa.fi"
	if link, err = a.Invite(t.Context(), admin, inv); err != nil {
		t.Fatal(err)
	}
	w.pass(14*24*time.Hour + time.Second)
	if _, err := a.Accept(t.Context(), link, account.Newcomer{Password: secretWords}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after a fortnight: %v", err)
	}
}

func TestInvitingIsForAdministrators(t *testing.T) {
	a, _ := open(t)
	admin, editor := administrator(t, a, "vantaa"), account.Actor{User: "x", Organisation: "vantaa", Role: "editor"}
	inv := account.Invitation{Email: "uusi@vantaa.fi", Name: "Uusi", Membership: account.Membership{Organisation: "vantaa", Role: "reader"}}
	other := inv
	other.Organisation = "vaasa"
	operator := inv
	operator.Operator = true
	for name, one := range map[string]struct {
		actor account.Actor
		inv   account.Invitation
	}{"an editor": {editor, inv}, "another town": {admin, other}, "an operator": {admin, operator}, "nobody": {account.Actor{}, inv}} {
		if _, err := a.Invite(t.Context(), one.actor, one.inv); !errors.Is(err, account.ErrDenied) && !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := account.Invitation{Email: "no address", Membership: account.Membership{Organisation: "vantaa", Role: "king"}}
	if _, err := a.Invite(t.Context(), admin, bad); !strings.Contains(problemsOf(t, err), "role:unknown_value") {
		t.Error(err)
	}
	if _, err := a.Invite(t.Context(), account.Actor{User: "o", Operator: true}, other); err != nil {
		t.Errorf("an operator invites to any: %v", err)
	}
}

func TestWhoHasAnAccountJoinsWithTheirOwn(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	known := person(t, a, "known@vaasa.fi", account.Membership{Organisation: "vaasa", Role: "editor"})
	other := person(t, a, "other@vaasa.fi", account.Membership{Organisation: "vaasa", Role: "editor"})
	link, err := a.Invite(t.Context(), admin, account.Invitation{Email: "known@vaasa.fi", Name: "X", Membership: account.Membership{Organisation: "vantaa", Role: "coordinator"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accept(t.Context(), link, account.Newcomer{Password: "jokin aivan muu salasanani"}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the link sets a password of an account that there is: %v", err)
	}
	if _, err := a.SignIn(t.Context(), account.Attempt{Email: "known@vaasa.fi", Password: secretWords}); err != nil {
		t.Errorf("the password has changed: %v", err)
	}
	if err := a.Join(t.Context(), other, link); !errors.Is(err, account.ErrDenied) {
		t.Errorf("another person joined: %v", err)
	}
	if err := a.Join(t.Context(), known, link); err != nil {
		t.Fatal(err)
	}
	if err := a.Join(t.Context(), known, link); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("joined twice: %v", err)
	}
	token, err := a.AddSession(t.Context(), known.User, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.ActFor(t.Context(), known, token, "vantaa"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("the membership is not known to this actor: %v", err)
	}
	actor, err := a.SessionActor(t.Context(), token)
	if err != nil || len(actor.Memberships()) != 2 || actor.Organisation != "vaasa" {
		t.Fatalf("%+v %v", actor, err)
	}
	if err := a.ActFor(t.Context(), actor, token, "vantaa"); err != nil {
		t.Fatal(err)
	}
	if actor, err = a.SessionActor(t.Context(), token); err != nil || actor.Organisation != "vantaa" || actor.Role != "coordinator" || len(actor.Also) != 1 {
		t.Errorf("%+v %v", actor, err)
	}
}

func TestALinkForANewPasswordIsMadeByWhoLooksAfterAllOfAPerson(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	own := person(t, a, "own@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	both := person(t, a, "both@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"}, account.Membership{Organisation: "vaasa", Role: "administrator"})
	foreign := person(t, a, "foreign@vaasa.fi", account.Membership{Organisation: "vaasa", Role: "reader"})
	operator, err := a.AddUser(t.Context(), account.Machine(), account.User{Email: "op@vantaa.fi", Name: "Op", Operator: true}, account.Membership{Organisation: "vantaa", Role: "reader"})
	if err != nil {
		t.Fatal(err)
	}
	for user, want := range map[string]error{both.User: account.ErrDenied, foreign.User: store.ErrNotFound, operator.ID: account.ErrDenied, "nobody": store.ErrNotFound} {
		if _, err := a.InvitePassword(t.Context(), admin, user); !errors.Is(err, want) {
			t.Errorf("%s: %v", user, err)
		}
		if err := a.DisableUser(t.Context(), admin, user); !errors.Is(err, want) {
			t.Errorf("disable %s: %v", user, err)
		}
	}
	if _, err := a.InvitePassword(t.Context(), account.Actor{User: "o", Operator: true}, both.User); err != nil {
		t.Error(err)
	}
	session, err := a.AddSession(t.Context(), own.User, "")
	if err != nil {
		t.Fatal(err)
	}
	link, err := a.InvitePassword(t.Context(), admin, own.User)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accept(t.Context(), link, account.Newcomer{Password: "kolme sinistä lapiota hyllyssä", Name: "Another name"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SessionActor(t.Context(), session); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("the session from before goes on: %v", err)
	}
	if _, err := a.SignIn(t.Context(), account.Attempt{Email: "own@vantaa.fi", Password: "kolme sinistä lapiota hyllyssä"}); err != nil {
		t.Error(err)
	}
	if u, err := a.User(t.Context(), own.User); err != nil || u.Name != "Maija Meikäläinen" {
		t.Error(u, err)
	}
}
