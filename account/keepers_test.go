package account_test

import (
	"testing"

	"tiekartta/account"
)

func TestAPersonIsToldWhomToAsk(t *testing.T) {
	a, _ := open(t)
	asks := func(actor account.Actor, want ...string) {
		t.Helper()
		list, err := a.Keepers(t.Context(), actor)
		var got []string
		for _, u := range list {
			got = append(got, u.Email)
		}
		if err != nil || len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
			t.Errorf("%v instead of %v, %v", got, want, err)
		}
	}
	admin := administrator(t, a, "vantaa")
	vantaa, vaasa := account.Membership{Organisation: "vantaa", Role: "reader"}, account.Membership{Organisation: "vaasa", Role: "reader"}
	maija, both := person(t, a, "maija@vantaa.fi", vantaa), person(t, a, "both@vantaa.fi", vantaa, vaasa)
	maija.Also, both.Also, admin.Also = []account.Membership{vantaa}, []account.Membership{vantaa, vaasa}, []account.Membership{vantaa}
	asks(maija, "admin@vantaa.fi")
	asks(both)
	op, err := a.AddUser(t.Context(), account.Machine(), account.User{Email: "op@example.fi", Name: "Op", Operator: true})
	if err != nil {
		t.Fatal(err)
	}
	asks(both, "op@example.fi")
	asks(admin, "op@example.fi")
	asks(account.Actor{User: op.ID, Operator: true})
}
