package account_test

import (
	"errors"
	"fmt"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestTheLastAdministratorStays(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	reader := account.Membership{Organisation: "vantaa", Role: "reader"}
	ways := map[string]func(account.Actor) error{
		"another role": func(by account.Actor) error { return a.PutMembership(t.Context(), by, admin.User, reader) },
		"leaving":      func(by account.Actor) error { return a.DeleteMembership(t.Context(), by, admin.User, "vantaa") },
	}
	for _, by := range []account.Actor{admin, {User: "o", Operator: true}} {
		for name, way := range ways {
			if err := way(by); problemsOf(t, err) != "last_administrator" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for name, err := range map[string]error{
		"disabling": a.DisableUser(t.Context(), admin, admin.User), "removing": a.DeleteUser(t.Context(), admin, admin.User),
	} {
		if problemsOf(t, err) != "last_administrator" {
			t.Errorf("%s: %v", name, err)
		}
	}
	second := person(t, a, "second@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "administrator"})
	if err := a.DisableUser(t.Context(), admin, second.User); err != nil {
		t.Fatal(err)
	}
	if err := ways["leaving"](admin); problemsOf(t, err) != "last_administrator" {
		t.Errorf("the other one is disabled: %v", err)
	}
	if err := a.EnableUser(t.Context(), admin, second.User); err != nil {
		t.Fatal(err)
	}
	if err := ways["another role"](admin); err != nil {
		t.Error(err)
	}
}

func TestADisabledAccountEndsAtOnce(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	maija := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	session, err := a.AddSession(t.Context(), maija.User, "")
	if err != nil {
		t.Fatal(err)
	}
	link, err := a.InvitePassword(t.Context(), admin, maija.User)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DisableUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SessionActor(t.Context(), session); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("the session goes on: %v", err)
	}
	if _, err := a.SignIn(t.Context(), account.Attempt{Email: "maija@vantaa.fi", Password: secretWords}); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("signed in: %v", err)
	}
	if _, err := a.Accept(t.Context(), link, account.Newcomer{Password: secretWords}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the link works: %v", err)
	}
	if err := a.EnableUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SessionActor(t.Context(), session); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("an old session wakes up: %v", err)
	}
	if _, err := a.SignIn(t.Context(), account.Attempt{Email: "maija@vantaa.fi", Password: secretWords}); err != nil {
		t.Errorf("enabled again: %v", err)
	}
}

func TestPeopleAreListedForThoseWhoLookAfterThem(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	person(t, a, "both@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"}, account.Membership{Organisation: "vaasa", Role: "editor"})
	list, err := a.People(t.Context(), admin, "vantaa")
	if err != nil || len(list) != 2 || list[1].Role != "reader" || !list[1].Elsewhere || list[1].Memberships != nil {
		t.Errorf("%+v %v", list, err)
	}
	for _, actor := range []account.Actor{{User: "x", Organisation: "vantaa", Role: "editor"}, {User: "y", Organisation: "vaasa", Role: "administrator"}} {
		if _, err := a.People(t.Context(), actor, "vantaa"); !errors.Is(err, account.ErrDenied) {
			t.Errorf("%+v: %v", actor, err)
		}
		if _, err := a.Users(t.Context(), actor); !errors.Is(err, account.ErrDenied) {
			t.Errorf("%+v: %v", actor, err)
		}
	}
	operator := account.Actor{User: "o", Operator: true}
	if list, err := a.Users(t.Context(), operator); err != nil || len(list) != 2 || len(list[1].Memberships) != 2 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestTheAddressIsChangedByWhoLooksAfterAPerson(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	maija := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	u := account.User{ID: maija.User, Email: "maija@vantaa.fi", Name: "Maija Uusi", Language: i18n.Swedish}
	if err := a.PutUser(t.Context(), maija, u); err != nil {
		t.Fatal(err)
	}
	u.Email = "mayor@vantaa.fi"
	if err := a.PutUser(t.Context(), maija, u); err == nil {
		t.Error("a person took another address")
	}
	if err := a.PutUser(t.Context(), admin, u); err != nil {
		t.Error(err)
	}
	u.Email = "admin@vantaa.fi"
	if err := a.PutUser(t.Context(), admin, u); !errors.Is(err, store.ErrConflict) {
		t.Errorf("two with one address: %v", err)
	}
	if got, err := a.User(t.Context(), maija.User); err != nil || got.Name != "Maija Uusi" || got.Email != "mayor@vantaa.fi" || got.Language != i18n.Swedish {
		t.Error(got, err)
	}
}

func TestARemovedAccountLeavesItsActsWithoutItsName(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	second := person(t, a, "second@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "administrator"})
	second.Organisation, second.Role = "vantaa", "administrator"
	if _, err := a.AddToken(t.Context(), second, account.Actor{Organisation: "vantaa", Role: "editor", Name: "Tilasto"}); err != nil {
		t.Fatal(err)
	}
	data, err := a.MyData(t.Context(), second)
	if err != nil || data.Email != "second@vantaa.fi" || len(data.Memberships) != 1 || len(data.Trail) != 2 {
		t.Errorf("%+v %v", data, err)
	}
	if err := a.DeleteUser(t.Context(), second, second.User); err != nil {
		t.Fatal(err)
	}
	if _, err := a.User(t.Context(), second.User); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	list, _, err := a.Trail(t.Context(), admin, account.TrailQuery{Organisation: "vantaa", User: second.User})
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	for _, r := range list {
		if r.Name != "" {
			t.Errorf("the trail still names %q", r.Name)
		}
	}
	tokens, err := a.Tokens(t.Context(), admin, "vantaa")
	if err != nil || len(tokens) != 1 || tokens[0].CreatedBy != "" || tokens[0].Name != "Tilasto" {
		t.Errorf("%+v %v", tokens, err)
	}
}

func TestAnAccountIsRemovedByWhoLooksAfterAllThatItMayDo(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	own := account.Membership{Organisation: "vantaa", Role: "reader"}
	maija := person(t, a, "maija@vantaa.fi", own)
	both := person(t, a, "both@vantaa.fi", own, account.Membership{Organisation: "vaasa", Role: "reader"})
	foreign := person(t, a, "foreign@vaasa.fi", account.Membership{Organisation: "vaasa", Role: "administrator"})
	reader := account.Actor{User: both.User, Also: []account.Membership{own}}
	for _, one := range []struct {
		actor account.Actor
		user  string
		want  error
	}{
		{admin, both.User, account.ErrDenied}, {admin, foreign.User, store.ErrNotFound}, {admin, "nobody", store.ErrNotFound},
		{reader, maija.User, store.ErrNotFound}, {account.Actor{}, maija.User, account.ErrUnknown},
	} {
		if err := a.DeleteUser(t.Context(), one.actor, one.user); !errors.Is(err, one.want) {
			t.Errorf("%+v removes %s: %v", one.actor, one.user, err)
		}
		if p, err := a.Removable(t.Context(), one.actor, one.user); !errors.Is(err, one.want) {
			t.Errorf("%+v is told of %+v: %v", one.actor, p, err)
		}
	}
	if p, err := a.Removable(t.Context(), admin, maija.User); err != nil || p.Email != "maija@vantaa.fi" || len(p.Memberships) != 1 {
		t.Errorf("%+v %v", p, err)
	}
	session, err := a.AddSession(t.Context(), maija.User, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DeleteUser(t.Context(), admin, maija.User); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SessionActor(t.Context(), session); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("a removed person is still signed in: %v", err)
	}
	operator := account.Actor{User: "o", Operator: true}
	if err := a.DeleteUser(t.Context(), operator, foreign.User); err != nil {
		t.Error(err)
	}
}

func TestTheLastOperatorStays(t *testing.T) {
	a, _ := open(t)
	add := func(email string) account.Actor {
		u, err := a.AddUser(t.Context(), account.Machine(), account.User{Email: email, Name: "Op", Operator: true})
		if err != nil {
			t.Fatal(err)
		}
		return account.Actor{User: u.ID, Name: u.Name, Operator: true}
	}
	one := add("one@example.fi")
	if err := a.DeleteUser(t.Context(), one, one.User); problemsOf(t, err) != "last_operator" {
		t.Error(err)
	}
	add("two@example.fi")
	if err := a.DeleteUser(t.Context(), one, one.User); err != nil {
		t.Error(err)
	}
}

func TestATokenIsListedAndEnded(t *testing.T) {
	a, w := watched(t)
	admin := administrator(t, a, "vantaa")
	token, err := a.AddToken(t.Context(), admin, account.Actor{Organisation: "vantaa", Role: "editor", Name: "Tilasto"})
	if err != nil {
		t.Fatal(err)
	}
	actor, err := a.TokenActor(t.Context(), token)
	if err != nil || actor.Name != "Tilasto" {
		t.Error(actor, err)
	}
	list, err := a.Tokens(t.Context(), admin, "vantaa")
	if err != nil || len(list) != 1 || list[0].Name != "Tilasto" || !list[0].Used.Equal(w.now()) || list[0].CreatedBy != admin.Name {
		t.Fatalf("%+v %v", list, err)
	}
	if err := a.DeleteToken(t.Context(), account.Actor{User: "x", Organisation: "vaasa", Role: "administrator"}, list[0].ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another town ended it: %v", err)
	}
	if err := a.DeleteToken(t.Context(), admin, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.TokenActor(t.Context(), token); !errors.Is(err, account.ErrUnknown) {
		t.Error(err)
	}
}

func TestTheTrailIsReadPageByPage(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	for n := range 60 {
		role := []string{"reader", "editor"}[n%2]
		if _, err := a.AddToken(t.Context(), admin, account.Actor{Organisation: "vantaa", Role: role, Name: fmt.Sprint(n)}); err != nil {
			t.Fatal(err)
		}
	}
	q := account.TrailQuery{Organisation: "vantaa", Noun: account.TokenNoun}
	first, more, err := a.Trail(t.Context(), admin, q)
	if err != nil || len(first) != 50 || !more || first[0].Detail != "editor" || first[0].Name != admin.Name {
		t.Fatalf("%d %v %v", len(first), more, err)
	}
	q.Before = first[49].Position
	rest, more, err := a.Trail(t.Context(), admin, q)
	if err != nil || len(rest) != 10 || more {
		t.Errorf("%d %v %v", len(rest), more, err)
	}
	if _, _, err := a.Trail(t.Context(), admin, account.TrailQuery{}); !errors.Is(err, account.ErrDenied) {
		t.Errorf("the whole trail: %v", err)
	}
	if _, _, err := a.Trail(t.Context(), admin, account.TrailQuery{Organisation: "vaasa"}); !errors.Is(err, account.ErrDenied) {
		t.Errorf("another's trail: %v", err)
	}
	if all, _, err := a.Trail(t.Context(), account.Actor{User: "o", Operator: true}, account.TrailQuery{User: admin.User, Noun: account.UserNoun}); err != nil || len(all) != 1 {
		t.Errorf("%+v %v", all, err)
	}
}
