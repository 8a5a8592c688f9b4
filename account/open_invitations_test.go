package account_test

import (
	"errors"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
)

func TestOpenInvitationsAreListedAndWithdrawn(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	link, err := a.Invite(t.Context(), admin, account.Invitation{
		Email: "uusi@vantaa.fi", Name: "Uusi", Membership: account.Membership{Organisation: "vantaa", Role: "editor", Approve: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	maija := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	if _, err := a.InvitePassword(t.Context(), admin, maija.User); err != nil { // is no invitation
		t.Fatal(err)
	}
	list, err := a.Invitations(t.Context(), admin, "vantaa")
	if err != nil || len(list) != 1 || list[0].Email != "uusi@vantaa.fi" || list[0].Role != "editor" || !list[0].Approve || list[0].By != admin.Name || !list[0].Expires.After(a.Now()) {
		t.Fatalf("%+v %v", list, err)
	}
	if other, err := a.Invitations(t.Context(), admin, "vaasa"); !errors.Is(err, account.ErrDenied) || len(other) > 0 {
		t.Errorf("another town's: %+v %v", other, err)
	}
	foreign := account.Actor{User: "x", Organisation: "vaasa", Role: "administrator"}
	for _, one := range []struct {
		actor account.Actor
		id    string
		want  error
	}{{foreign, list[0].ID, store.ErrNotFound}, {admin, "none", store.ErrNotFound}, {account.Actor{}, list[0].ID, account.ErrUnknown}} {
		if err := a.DeleteInvitation(t.Context(), one.actor, one.id); !errors.Is(err, one.want) {
			t.Errorf("%+v withdraws %s: %v", one.actor, one.id, err)
		}
	}
	if err := a.DeleteInvitation(t.Context(), admin, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Invitation(t.Context(), link); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the link still works: %v", err)
	}
	acts, _, err := a.Trail(t.Context(), admin, account.TrailQuery{Organisation: "vantaa", Noun: account.InvitationNoun})
	if err != nil || len(acts) != 2 || acts[0].Verb != "withdraw" {
		t.Errorf("%+v %v", acts, err)
	}
}

func TestOfTwoWhoChangeAnOrganisationTheLaterIsAsked(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	o, err := a.Organisation(t.Context(), "vantaa")
	if err != nil {
		t.Fatal(err)
	}
	mark := o.Mark()
	o.Name.SV = "Vanda"
	if err := a.ChangeOrganisation(t.Context(), admin, o, mark); err != nil {
		t.Fatal(err)
	}
	o.Name = i18n.Text{FI: "Vantaan kaupunki"}
	if err := a.ChangeOrganisation(t.Context(), admin, o, mark); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the later wins: %v", err)
	}
	if now, err := a.Organisation(t.Context(), "vantaa"); err != nil || now.Name.SV != "Vanda" {
		t.Errorf("%+v %v", now, err)
	}
	if err := a.ChangeOrganisation(t.Context(), account.Actor{User: "x", Organisation: "vaasa", Role: "administrator"}, o, "x"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("another town: %v", err)
	}
}

func TestWhoDisconnectsAProviderIsSignedOutWhereTheyCameThroughIt(t *testing.T) {
	a, _ := open(t)
	maija := person(t, a, "maija@vantaa.fi", account.Membership{Organisation: "vantaa", Role: "reader"})
	who := account.Identity{Issuer: "https://id.vantaa.example", Subject: "m"}
	if err := a.ConnectIdentity(t.Context(), maija, who); err != nil {
		t.Fatal(err)
	}
	if err := a.PutPassword(t.Context(), maija, "kolme sinistä lapiota hyllyssä", ""); err != nil {
		t.Fatal(err)
	}
	session := func(issuer string) string {
		t.Helper()
		token, err := a.AddProviderSession(t.Context(), maija.User, "", issuer)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	here, through, other, password := session(who.Issuer), session(who.Issuer), session("https://other.example"), session("")
	if err := a.DeleteIdentity(t.Context(), maija, who.Issuer, here); err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]error{here: nil, through: account.ErrUnknown, other: nil, password: nil} {
		if _, err := a.SessionActor(t.Context(), token); !errors.Is(err, want) {
			t.Errorf("%v instead of %v", err, want)
		}
	}
	if err := a.DeleteIdentity(t.Context(), maija, who.Issuer, here); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what is gone is disconnected again: %v", err)
	}
}

// Whoever is invited again has one link that opens: the newest. What an operator
// has promised is not taken back by somebody who could not promise it.
func TestANewInvitationReplacesTheOlder(t *testing.T) {
	a, _ := open(t)
	admin := administrator(t, a, "vantaa")
	operator := account.Machine()
	invite := func(by account.Actor, operates bool) string {
		t.Helper()
		link, err := a.Invite(t.Context(), by, account.Invitation{
			Email: "Uusi@vantaa.fi", Name: "Uusi", Membership: account.Membership{Organisation: "vantaa", Role: "editor"}, Operator: operates,
		})
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	opens := func(link string) bool {
		_, err := a.Invitation(t.Context(), link)
		return err == nil
	}
	first := invite(admin, false)
	second := invite(admin, false)
	if opens(first) || !opens(second) {
		t.Error("the older link opens, or the newer does not")
	}
	third := invite(operator, true)
	if fourth := invite(admin, false); opens(second) || !opens(third) || !opens(fourth) {
		t.Error("an administrator takes back what an operator has promised")
	}
}
