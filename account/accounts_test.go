package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tiekartta/account"
	"tiekartta/i18n"
	"tiekartta/store"
	"tiekartta/store/storetest"
)

func open(t *testing.T) (*account.Accounts, *store.Store) {
	t.Helper()
	s := storetest.Open(t)
	a := account.New(s)
	a.Cost = cheap()
	for _, id := range []string{"vantaa", "vaasa"} {
		if err := a.PutOrganisation(t.Context(), account.Machine(), account.Organisation{ID: id, Name: i18n.Text{FI: id}}); err != nil {
			t.Fatal(err)
		}
	}
	return a, s
}

// The table of rights, written out: role × right, in the own organisation.
func TestEveryRoleHasItsRightsAndNoOther(t *testing.T) {
	all := []account.Right{account.ReadDrafts, account.Write, account.Publish, account.Approve, account.Administer}
	for role, want := range map[string]string{
		"reader":        "10000",
		"contributor":   "11000",
		"editor":        "11100",
		"reviewer":      "10000",
		"coordinator":   "11000",
		"administrator": "11111",
	} {
		own := account.Actor{Organisation: "vantaa", Role: role}
		for i, right := range all {
			if allowed := own.May(right, "vantaa") == nil; allowed != (want[i] == '1') {
				t.Errorf("%s, %s: allowed %v", role, right, allowed)
			}
			for _, other := range []string{"vaasa", ""} {
				if err := own.May(right, other); !errors.Is(err, account.ErrDenied) {
					t.Errorf("%s, %s in %q: %v", role, right, other, err)
				}
			}
		}
		own.Approve = true
		if err := own.May(account.Approve, "vantaa"); err != nil {
			t.Errorf("%s with the extra right: %v", role, err)
		}
	}
	if err := (account.Actor{}).May(account.ReadDrafts, "vantaa"); !errors.Is(err, account.ErrUnknown) {
		t.Error(err)
	}
	if err := (account.Actor{Organisation: "vantaa", Role: "emperor"}).May(account.ReadDrafts, "vantaa"); !errors.Is(err, account.ErrDenied) {
		t.Error(err)
	}
}

// Review is the right on what belongs to others; the other rights are each on
// the organisations that somebody belongs to; an operator looks after people.
func TestRightsAreThoseOfTheOrganisationAskedAbout(t *testing.T) {
	coordinator := account.Actor{User: "u", Organisation: "vantaa", Role: "coordinator", Also: []account.Membership{
		{Organisation: "vaasa", Role: "coordinator"}, {Organisation: "narpio", Role: "reviewer", Approve: true},
	}}
	operator := account.Actor{User: "o", Operator: true}
	both := account.Actor{User: "b", Operator: true, Organisation: "vantaa", Role: "editor"}
	nowhere := account.Actor{User: "n"}
	for _, one := range []struct {
		name  string
		actor account.Actor
		right account.Right
		may   string // organisations
	}{
		{"a coordinator writes in each of their towns", coordinator, account.Write, "vantaa vaasa"},
		{"and reads drafts of all", coordinator, account.ReadDrafts, "vantaa vaasa narpio"},
		{"publishes nowhere", coordinator, account.Publish, ""},
		{"approves where they got the right", coordinator, account.Approve, "narpio"},
		{"reviews what is of none of theirs", coordinator, account.Review, "turku"},
		{"administers nothing", coordinator, account.Administer, ""},
		{"an operator looks after people everywhere", operator, account.Administer, "vantaa vaasa narpio turku"},
		{"but reads nobody's drafts", operator, account.ReadDrafts, ""},
		{"writes nothing", operator, account.Write, ""},
		{"publishes nothing", operator, account.Publish, ""},
		{"approves nothing", operator, account.Approve, ""},
		{"reviews nothing", operator, account.Review, ""},
		{"an operator who is an editor publishes at home", both, account.Publish, "vantaa"},
		{"an editor does not review", both, account.Review, ""},
		{"who belongs nowhere reads no drafts", nowhere, account.ReadDrafts, ""},
		{"and reviews nothing", nowhere, account.Review, ""},
	} {
		var may []string
		for _, organisation := range []string{"vantaa", "vaasa", "narpio", "turku"} {
			if err := one.actor.May(one.right, organisation); err == nil {
				may = append(may, organisation)
			} else if !errors.Is(err, account.ErrDenied) {
				t.Errorf("%s: %v", one.name, err)
			}
		}
		if got := strings.Join(may, " "); got != one.may {
			t.Errorf("%s: may in %q", one.name, got)
		}
	}
	for _, actor := range []account.Actor{coordinator, nowhere, {Organisation: "vantaa", Role: "administrator"}} {
		if err := actor.Operate(); !errors.Is(err, account.ErrDenied) {
			t.Errorf("%+v operates: %v", actor, err)
		}
	}
	if err := (account.Actor{}).Operate(); !errors.Is(err, account.ErrUnknown) {
		t.Error(err)
	}
}

func TestTokenSpeaksForItsOrganisationAndIsStoredHashed(t *testing.T) {
	a, s := open(t)
	token, err := a.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: "vantaa", Role: "editor", Approve: true})
	if err != nil {
		t.Fatal(err)
	}
	actor, err := a.TokenActor(t.Context(), token)
	if err != nil || actor.Organisation != "vantaa" || actor.Role != "editor" || !actor.Approve || actor.Machine {
		t.Errorf("%+v %v", actor, err)
	}
	for _, wrong := range []string{"", "tk_", token + "0", strings.ToUpper(token)} {
		if _, err := a.TokenActor(t.Context(), wrong); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	err = s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var hash string
		if err := tx.Row(ctx, `select hash from tokens`, nil, &hash); err != nil {
			return err
		}
		if strings.Contains(hash, strings.TrimPrefix(token, "tk_")) || len(hash) != 64 {
			t.Errorf("stored as %q", hash)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyAnAdministratorMakesTokensAndChangesTheOrganisation(t *testing.T) {
	a, _ := open(t)
	given := account.Actor{Organisation: "vantaa", Role: "administrator"}
	for _, actor := range []account.Actor{
		{Organisation: "vantaa", Role: "editor", Approve: true}, {Organisation: "vaasa", Role: "administrator"}, {},
	} {
		if _, err := a.AddToken(t.Context(), actor, given); err == nil {
			t.Errorf("%+v made a token", actor)
		}
		if err := a.PutOrganisation(t.Context(), actor, account.Organisation{ID: "vantaa", Name: i18n.Text{FI: "Toinen"}}); err == nil {
			t.Errorf("%+v renamed the organisation", actor)
		}
	}
	if _, err := a.AddToken(t.Context(), account.Actor{Organisation: "vantaa", Role: "administrator"}, given); err != nil {
		t.Error(err)
	}
	var problems i18n.Problems
	if _, err := a.AddToken(t.Context(), account.Machine(), account.Actor{Organisation: "vantaa", Role: "king"}); !errors.As(err, &problems) {
		t.Error(err)
	}
}

func TestOnlyTheMunicipalityItselfAnswersToItsCode(t *testing.T) {
	a, _ := open(t)
	for _, o := range []account.Organisation{
		{ID: "yhdistys", Name: i18n.Text{FI: "Yhdistys"}, Type: "association", Municipality: "092"},
		{ID: "vantaa", Name: i18n.Text{FI: "Vantaa"}, Type: "municipality", Municipality: "092"},
	} {
		if err := a.PutOrganisation(t.Context(), account.Machine(), o); err != nil {
			t.Fatal(err)
		}
	}
	if o, err := a.OfMunicipality(t.Context(), "092"); err != nil || o.ID != "vantaa" {
		t.Error(o, err)
	}
	if _, err := a.OfMunicipality(t.Context(), "091"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	list, err := a.Organisations(t.Context())
	if err != nil || len(list) != 3 || list[0].ID != "vaasa" {
		t.Error(list, err)
	}
}
